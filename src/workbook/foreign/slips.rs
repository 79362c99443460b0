//! A table that says above its rows that it is of another unit or another period.

use super::Reader;
use super::blocks::Block;
use crate::load;
use crate::model::Period;
use crate::workbook::read::{Cell, Content};

/// A name, and the ways to write it in one spelling.
type Named = (String, Vec<String>);

impl Reader<'_> {
    /// Warns where a title names another unit of the same level, or another period, and not the one
    /// that is asked for.
    pub(super) fn told_of_slips(&mut self, blocks: &[Block<'_>]) {
        let mut firsts: Vec<(usize, u32)> = Vec::new();
        for block in blocks {
            let first = block.heads.rows.map_or(0, |(first, _)| first);
            if firsts.iter().all(|(sheet, _)| *sheet != block.sheet) {
                firsts.push((block.sheet, first));
            }
        }
        let book = self.book;
        let titles = firsts.iter().flat_map(|(at, first)| {
            let above = book.sheets[*at].cells.iter();
            let above = above.filter(|cell| cell.row < *first);
            above.map(|cell| (*at, cell))
        });
        let titles: Vec<_> = titles.collect();
        let (own_unit, units) = self.units();
        self.told_of_slip(&titles, &own_unit, &units, "nhập cho");
        let (own_period, periods) = self.periods();
        self.told_of_slip(&titles, &own_period, &periods, "nhập cho kỳ");
    }

    fn told_of_slip(
        &mut self,
        titles: &[(usize, &Cell)],
        (own, spellings): &Named,
        others: &[Named],
        wanted: &str,
    ) {
        let plain = titles
            .iter()
            .filter_map(|(sheet, cell)| match &cell.content {
                Content::Text(text) => {
                    let plain = format!(" {} ", self.asking.lines.spelling.plain(text));
                    Some((*sheet, *cell, plain))
                }
                _ => None,
            });
        let plain: Vec<_> = plain.collect();
        let has = |text: &str, names: &[String]| {
            names.iter().any(|name| text.contains(&format!(" {name} ")))
        };
        if plain.iter().any(|(_, _, text)| has(text, spellings)) {
            return;
        }
        let found = plain.iter().find_map(|(sheet, cell, text)| {
            let (other, _) = others.iter().find(|(_, names)| has(text, names))?;
            Some((*sheet, *cell, other))
        });
        if let Some((sheet, cell, other)) = found {
            let place = self.cells.place(sheet, cell.row, cell.column);
            let message = format!("bảng ghi “{other}”, đang {wanted} {own}");
            self.warn(
                place,
                message,
                "xem lại có nhầm tệp, nhầm đơn vị hay nhầm kỳ",
            );
        }
    }

    /// The unit, and the others of its level; each with the ways to write it.
    fn units(&self) -> (Named, Vec<Named>) {
        let subject = self.asking.subject;
        let spelling = &self.asking.lines.spelling;
        let named = |name: &str| {
            let short = load::without_office(name);
            (short.to_owned(), vec![spelling.plain(short)])
        };
        let agencies = subject.workspace.agencies.values();
        let others = agencies.filter(|agency| {
            agency.level == subject.agency.level && agency.id != subject.agency.id
        });
        let others = others.map(|agency| named(&agency.name.value));
        (named(&subject.agency.name.value), others.collect())
    }

    /// The period, and others of three years; each with the ways to write it.
    fn periods(&self) -> (Named, Vec<Named>) {
        let regime = self.asking.subject.regime;
        let own = &self.asking.subject.submission.period;
        let spelling = &self.asking.lines.spelling;
        let year_word = spelling.plain("năm");
        let named = |period: &Period| {
            let name = regime.period_name(period);
            let plain = spelling.plain(&name);
            // “Quý III/2026”.
            let short = plain.replace(
                &format!(" {year_word} {}", period.year),
                &format!(" {}", period.year),
            );
            (name, vec![plain, short])
        };
        let own_name = named(own);
        let years = own.year - 1..=own.year + 1;
        let all = years.flat_map(|year| {
            regime.cycles.keys().map(move |cycle| Period {
                year,
                cycle: cycle.clone(),
            })
        });
        // “năm 2026” is a part of “quý III năm 2026”.
        let all = all
            .filter(|period| period != own)
            .map(|period| named(&period));
        let others = all.filter(|(_, names)| {
            let of_own = format!(" {} ", own_name.1[0]);
            names
                .iter()
                .all(|name| !of_own.contains(&format!(" {name} ")))
        });
        let others: Vec<_> = others.collect();
        (own_name, others)
    }
}
