//! Which quantity each number of a sentence names: the one whose words stand beside it, every
//! quantity once.

use std::collections::{BTreeMap, BTreeSet};

use super::Names;
use super::reading::{Measure, Reading};
use super::vocabulary::{Context, Vocabulary, features, noun};
use crate::model::SectionId;
use crate::vi;

/// From what score on a number names a quantity at all.
const NAMES: f64 = 0.42;
/// From what score on it contradicts one.
const SURELY_NAMES: f64 = 0.56;
/// The same for money and shares, whose rows are few and alike.
const SURELY_NAMES_FEW: f64 = 0.62;
/// From what score on it does so although the sentence adds up.
const BEYOND_DOUBT: f64 = 0.8;
/// From what score on it does not matter that another quantity is named nearly as well.
const WELL_NAMED: f64 = 0.9;
/// What speaks for a row whose name has the noun behind the number.
const NOUN: f64 = 0.06;
/// What speaks for the only row that counts such things.
const ONLY: f64 = 0.08;
/// From what score on a row with the very value of a number explains it.
const EXPLAINS: f64 = 0.33;
/// The same for a number below a hundred.
const EXPLAINS_SMALL: f64 = 0.6;
/// How much better the quantity must be named than the next.
const CLEARLY: f64 = 0.05;
/// What speaks for a quantity of whose kin another is named in the sentence.
const KIN: f64 = 0.08;
/// What speaks for a part of a whole, or a whole of a part, that stands beside it.
const PARTNER: f64 = 0.14;
/// What speaks for a rate whose sides stand before it.
const SIDES: f64 = 0.35;
/// The same where both sides stand before it with their values.
const BOTH_SIDES: f64 = 0.7;
/// How much better two numbers must fit the other way round to be swapped.
const SWAPPED: f64 = 0.25;

/// Words beside a number that its row must have too: others count something else.
const MUST_BE_SAID: &[&str] = &[
    "tiếp nhận",
    "đang giải",
    "chuyển sang",
    "trả lại",
    "trước hạn",
    "sớm hạn",
    "đang xử",
    "nội địa",
    "nhập khẩu",
];

/// Words that lead to a share.
const SHARE_WORDS: &[&str] = &["lệ", "đạt", "bằng", "chiếm", "đương", "là", "ứng"];

/// A number with a quantity that it may name.
#[derive(Clone, Copy)]
struct Pair {
    number: usize,
    named: usize,
    score: f64,
    is_value: bool,
}

/// What was found for a number.
#[derive(Clone, Copy)]
struct Chosen {
    named: usize,
    score: f64,
    is_value: bool,
    is_sure: bool,
    /// Whether it has the value of what another number names, and that one its.
    is_swapped: bool,
}

/// What each number of a sentence names.
pub(super) fn assign(
    vocabulary: &Vocabulary,
    reading: &Reading,
    section: Option<&SectionId>,
) -> Vec<Names> {
    let mut sentence = Sentence {
        vocabulary,
        reading,
        pairs: Vec::new(),
        chosen: BTreeMap::new(),
    };
    sentence.find_pairs(section);
    sentence.choose(|measure| measure != Measure::Percent);
    sentence.unswap();
    sentence.favour_rates();
    sentence.choose(|measure| measure == Measure::Percent);
    let numbers = 0..reading.numbers.len();
    numbers.map(|number| sentence.names(number)).collect()
}

struct Sentence<'a> {
    vocabulary: &'a Vocabulary,
    reading: &'a Reading,
    pairs: Vec<Pair>,
    chosen: BTreeMap<usize, Chosen>,
}

impl Sentence<'_> {
    /// How well the words around each number name each quantity that it can be.
    fn find_pairs(&mut self, section: Option<&SectionId>) {
        let reading = self.reading;
        let mut last_noun: Vec<&str> = Vec::new();
        for (index, number) in reading.numbers.iter().enumerate() {
            let behind = reading.behind(index);
            let has_noun = noun(&behind).is_some();
            if has_noun && number.measure == Measure::Things {
                last_noun.clone_from(&behind);
            }
            let mut near = reading.before(index, false);
            near.truncate(10);
            near.reverse();
            near.extend(behind.iter().take(12));
            let context = Context {
                near: features(&near),
                clause: features(&reading.clause_before(index)),
                far: features(&reading.sentence_before(index)),
            };
            let beside = reading.before(index, false).into_iter().take(4);
            let beside = beside.chain(behind.iter().copied().take(4));
            let unknown = beside.filter(|word| !self.vocabulary.knows(word)).count();
            // Words of no row speak of something else.
            let strange = [0.0, 0.04, 0.08, 0.13][unknown.min(3)];
            let things = number.measure == Measure::Things;
            let head = noun(&behind).filter(|_| things);
            let first = self.pairs.len();
            for (at, named) in self.vocabulary.named.iter().enumerate() {
                if !named.can_be(number.measure, number.is_rank, &behind) {
                    continue;
                }
                if MUST_BE_SAID
                    .iter()
                    .any(|words| context.near.contains(*words) && !named.says(words))
                {
                    continue;
                }
                let Some(is_value) = named.is(number.digits, number.decimals, number.measure)
                else {
                    continue;
                };
                let says_noun = head.as_ref().is_some_and(|head| named.says(head));
                let of_other_noun = things && !has_noun && !named.fits_noun(&last_noun);
                let score = self.vocabulary.score(named, &context, section) - strange;
                self.pairs.push(Pair {
                    number: index,
                    named: at,
                    score: score + if says_noun { NOUN } else { 0.0 }
                        - if of_other_noun { 0.12 } else { 0.0 },
                    is_value,
                });
            }
            if let ([only], Some(_)) = (&mut self.pairs[first..], head) {
                only.score += ONLY;
            }
        }
    }

    /// What speaks for a number that has the value of a row: a great number has it hardly by
    /// chance.
    fn bonus(&self, pair: &Pair) -> f64 {
        if !pair.is_value {
            return 0.0;
        }
        match self.reading.numbers[pair.number].digits {
            0..10 => 0.1,
            10..100 => 0.2,
            100..1000 => 0.25,
            _ => 0.35,
        }
    }

    /// Gives numbers of a kind the quantities that they name best.
    fn choose(&mut self, of_kind: impl Fn(Measure) -> bool) {
        let reading = self.reading;
        let mut pairs: Vec<Pair> = self.pairs.clone();
        pairs.retain(|pair| of_kind(reading.numbers[pair.number].measure));
        let mut taken: BTreeSet<usize> = self.chosen.values().map(|c| c.named).collect();
        let family = |named: usize| self.vocabulary.named[named].family.as_str();
        let mut families: BTreeSet<&str> = taken.iter().map(|named| family(*named)).collect();
        let mut chosen = self.chosen.clone();
        loop {
            let kin = |pair: &Pair| {
                let beside = [pair.number.wrapping_sub(1), pair.number + 1];
                let mut beside = beside.iter().filter_map(|number| chosen.get(number));
                let is_partner = |other: &Chosen| {
                    let limits = &self.vocabulary.limits;
                    limits.contains(&[pair.named, other.named])
                        || limits.contains(&[other.named, pair.named])
                };
                if beside.any(is_partner) {
                    PARTNER
                } else if families.contains(family(pair.named)) {
                    KIN
                } else {
                    0.0
                }
            };
            let free =
                |pair: &&Pair| !chosen.contains_key(&pair.number) && !taken.contains(&pair.named);
            let rank = |pair: &Pair| pair.score + self.bonus(pair) + kin(pair);
            let best = pairs.iter().filter(free);
            let best = best.filter(|pair| pair.score + kin(pair) + 0.6 * self.bonus(pair) >= NAMES);
            let Some(best) = best.max_by(|a, b| rank(a).total_cmp(&rank(b))) else {
                break;
            };
            let rivals = pairs
                .iter()
                .filter(free)
                .filter(|other| other.number == best.number && other.named != best.named);
            let rival = rivals
                .map(|other| other.score + kin(other))
                .fold(0.0, f64::max);
            let score = best.score + kin(best);
            let found = Chosen {
                named: best.named,
                score,
                is_value: best.is_value,
                is_swapped: false,
                is_sure: score >= self.surely(best.number)
                    && (score >= rival + CLEARLY || score >= WELL_NAMED),
            };
            let (number, named) = (best.number, best.named);
            chosen.insert(number, found);
            taken.insert(named);
            families.insert(family(named));
        }
        self.chosen = chosen;
    }

    /// From what score on a number contradicts a quantity. A share that is not said to be one
    /// ("số hóa 100% hồ sơ") hardly does.
    fn surely(&self, number: usize) -> f64 {
        let reading = self.reading;
        match reading.numbers[number].measure {
            Measure::Things => SURELY_NAMES,
            Measure::Money(_) => SURELY_NAMES_FEW,
            Measure::Percent => {
                let mut near = reading.before(number, false);
                near.truncate(12);
                let said = SHARE_WORDS.iter().any(|word| near.contains(word));
                if said || near.is_empty() {
                    SURELY_NAMES_FEW
                } else {
                    0.9
                }
            }
        }
    }

    fn score(&self, number: usize, named: usize) -> Option<f64> {
        let mut pairs = self.pairs.iter();
        let pair = pairs.find(|pair| pair.number == number && pair.named == named)?;
        Some(pair.score)
    }

    /// Two numbers that each have the value of what the other names were swapped.
    fn unswap(&mut self) {
        let values: Vec<_> = self
            .chosen
            .iter()
            .filter(|(_, chosen)| chosen.is_value)
            .map(|(number, chosen)| (*number, chosen.named))
            .collect();
        for (index, (one, first)) in values.iter().enumerate() {
            for (other, second) in &values[index + 1..] {
                let same = self.reading.numbers[*one].digits == self.reading.numbers[*other].digits;
                let scores = [
                    (*one, *first),
                    (*other, *second),
                    (*one, *second),
                    (*other, *first),
                ];
                let scores = scores.map(|(number, named)| self.score(number, named));
                let [Some(a), Some(b), Some(c), Some(d)] = scores else {
                    continue;
                };
                let barred = self.reading.numbers[*one].above_bar
                    && *other == one + 1
                    && self.vocabulary.limits.contains(&[*second, *first]);
                if !same && (c + d > a + b + SWAPPED || barred) {
                    for (number, named) in [(*one, *second), (*other, *first)] {
                        let swapped = Chosen {
                            named,
                            score: 1.0,
                            is_value: false,
                            is_sure: true,
                            is_swapped: true,
                        };
                        self.chosen.insert(number, swapped);
                    }
                }
            }
        }
    }

    /// "đạt 99,61%" behind two numbers is their share.
    fn favour_rates(&mut self) {
        for pair in &mut self.pairs {
            if self.reading.numbers[pair.number].measure != Measure::Percent {
                continue;
            }
            let before = self.chosen.range(..pair.number).rev().take(2);
            let before: Vec<_> = before.map(|(_, chosen)| chosen.named).collect();
            let Some([_, part, whole]) = self
                .vocabulary
                .rates
                .iter()
                .find(|rate| rate[0] == pair.named)
            else {
                continue;
            };
            let nearest = before.first();
            let both = before.contains(part) && before.contains(whole);
            let right = self.chosen.range(..pair.number).rev().take(2);
            if both && right.into_iter().all(|(_, chosen)| chosen.is_value) {
                pair.score += BOTH_SIDES;
            } else if both || nearest == Some(part) {
                pair.score += SIDES;
            } else if before.contains(part) || nearest == Some(whole) {
                pair.score += SIDES / 2.0;
            }
        }
    }

    fn names(&self, index: usize) -> Names {
        let number = &self.reading.numbers[index];
        let Some(chosen) = self.chosen.get(&index) else {
            return self.rest(index).unwrap_or(Names::Nothing);
        };
        let named = &self.vocabulary.named[chosen.named];
        if chosen.is_value && number.elsewhere {
            return Names::Nothing;
        }
        if chosen.is_value {
            return Names::Figure(named.id.clone());
        }
        if let Some(rest) = self.rest(index) {
            return rest;
        }
        let explained = self.pairs.iter().any(|pair| {
            let free = !self.chosen.iter().any(|(number, other)| {
                *number != index && other.named == pair.named && other.is_value
            });
            // Small numbers are alike by chance.
            let enough = if number.digits < 100 {
                EXPLAINS_SMALL
            } else {
                EXPLAINS
            };
            pair.number == index && pair.is_value && pair.score >= enough && free
        });
        if explained && !chosen.is_swapped {
            return Names::Nothing;
        }
        if self.is_sum_of_rows(index) {
            return Names::Nothing;
        }
        let sure = chosen.is_sure && (chosen.score >= BEYOND_DOUBT || !self.adds_up(index));
        if sure && !number.elsewhere {
            return Names::Contradicts(named.id.clone(), named.in_words());
        }
        Names::Nothing
    }

    /// "quá hạn 24 hồ sơ": a whole that the sentence names less the part in time.
    fn rest(&self, index: usize) -> Option<Names> {
        let number = &self.reading.numbers[index];
        if number.measure != Measure::Things || number.elsewhere {
            return None;
        }
        let mut near = self.reading.before(index, false);
        near.truncate(5);
        near.reverse();
        let behind = self.reading.behind(index);
        near.extend(behind.iter().take(6));
        let near = features(&near);
        let late = near.contains("quá hạn");
        let open = near.contains("chưa hoàn") || near.contains("chưa xử");
        let limits = self.vocabulary.limits.iter();
        let fitting = limits.filter(|[part, whole]| {
            let (part_of, whole_of) = (
                &self.vocabulary.named[*part],
                &self.vocabulary.named[*whole],
            );
            let named = |named: &usize| self.chosen.values().any(|chosen| chosen.named == *named);
            let is_rest = late && part_of.says("đúng hạn") && !whole_of.says("đúng hạn")
                || open && (part_of.says("hoàn thành") || part_of.says("xử lý"));
            is_rest && (named(part) || named(whole)) && whole_of.fits_noun(&behind)
        });
        // Of several the one that was named last.
        let nearest = |[part, whole]: &&[usize; 2]| {
            let before = self.chosen.range(..index);
            let last = before.filter(|(_, chosen)| [part, whole].contains(&&chosen.named));
            last.map(|(number, _)| *number + 1).max()
        };
        let [part, whole] = fitting.max_by_key(nearest)?;
        let (part, whole) = (
            &self.vocabulary.named[*part],
            &self.vocabulary.named[*whole],
        );
        let rest = whole.number()?.checked_sub(part.number()?)?;
        Some(if u128::from(rest) == number.digits {
            Names::Rest(whole.id.clone(), part.id.clone())
        } else if self.adds_up(index) {
            Names::Nothing
        } else {
            Names::Contradicts(whole.id.clone(), vi::grouped(rest))
        })
    }

    /// Whether a number is the sum of two quantities that it may name: "toàn huyện" is what
    /// huyện and xã have.
    fn is_sum_of_rows(&self, index: usize) -> bool {
        let number = &self.reading.numbers[index];
        let possible = self
            .pairs
            .iter()
            .filter(|pair| pair.number == index && pair.score > 0.15);
        let possible: Vec<_> = possible
            .map(|pair| &self.vocabulary.named[pair.named])
            .collect();
        // By chance few great numbers are the sum of two others.
        possible.iter().enumerate().any(|(at, one)| {
            possible[at + 1..].iter().any(|other| {
                let kin = one.family == other.family;
                let enough = number.digits >= 1000 || number.digits >= 100 && kin;
                let values = one.number().zip(other.number());
                let values = values.filter(|(a, b)| enough && *a > 0 && *b > 0);
                values.is_some_and(|(a, b)| u128::from(a) + u128::from(b) == number.digits)
            })
        })
    }

    /// Whether a number is the sum or the rest of others of its sentence.
    fn adds_up(&self, index: usize) -> bool {
        let number = &self.reading.numbers[index];
        if number.measure == Measure::Percent {
            return false;
        }
        let others = self.reading.numbers.iter().enumerate();
        let others = others.filter(|(at, other)| *at != index && other.measure == number.measure);
        let written: Vec<_> = others.map(|(_, other)| other.digits).collect();
        let sum_of_two = |all: &[u128]| {
            let mut pairs = all.iter().enumerate();
            pairs.any(|(at, one)| {
                all[at + 1..]
                    .iter()
                    .any(|other| *one > 0 && *other > 0 && one + other == number.digits)
            })
        };
        let all: u128 = written.iter().sum();
        sum_of_two(&written)
            || written.len() > 2 && all == number.digits
            || written.iter().enumerate().any(|(at, whole)| {
                let parts = written.iter().enumerate().filter(|(other, _)| *other != at);
                parts
                    .into_iter()
                    .any(|(_, part)| *part > 0 && part + number.digits == *whole)
            })
    }
}
