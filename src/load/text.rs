//! Text for the page: what people typed or pasted, ready to print, and findings
//! for every character that would not.

use super::node::{Node, ScalarStyle};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, Help, Located, Place, Way};
use crate::vi;

/// Characters without a space, of a text, and of a title.
const LONGEST_WORD: usize = 500;
const LONGEST_TEXT: usize = 10_000;
const LONGEST_TITLE: usize = 600;

/// Words and characters that one finding shows.
const SHOWN: usize = 12;

/// What does not print in a text, by what is to be done about it.
#[derive(Default)]
struct Wrong<'t> {
    /// Words that print in plain letters, with those.
    compatible: Vec<(&'t str, String)>,
    /// Characters that nobody sees, and accents without a letter.
    unseen: Vec<char>,
    /// Characters of fonts of symbols.
    private: Vec<char>,
    /// Characters that the font lacks.
    foreign: Vec<char>,
}

/// Characters with their numbers, the first of many.
fn numbers(characters: &[char]) -> String {
    let shown = characters.iter().take(SHOWN).map(|character| {
        let number = u32::from(*character);
        if vi::is_printable(*character) && !matches!(number, 0xe000..=0xf8ff) {
            format!("`{character}` (U+{number:04X})")
        } else {
            format!("U+{number:04X}")
        }
    });
    let more = if characters.len() > SHOWN {
        ", …"
    } else {
        ""
    };
    format!("{}{more}", shown.collect::<Vec<_>>().join(", "))
}

impl Reader<'_> {
    /// Text for the page: composed, on one line, every character printable.
    pub(super) fn text(&mut self, node: &Node) -> Option<Located<String>> {
        let (raw, style) = self.scalar(node)?;
        let value = vi::clean(raw);
        if value.trim().is_empty() {
            self.empty(node.place);
            return None;
        }
        if style == ScalarStyle::Plain {
            self.check_comment(node.place);
        }
        if self.is_too_long(&value, node.place) {
            // What no page would hold is not judged as prose.
            return None;
        }
        self.check_characters(&value, node.place);
        Some(Located {
            value,
            place: node.place,
        })
    }

    /// Words and texts so long that they are a slip: no page would hold them.
    fn is_too_long(&mut self, text: &str, place: Place) -> bool {
        let word = text.split(' ').map(|word| word.chars().count()).max();
        let length = text.chars().count();
        let (what, help) = if word.unwrap_or(0) > LONGEST_WORD {
            (
                format!("có chuỗi hơn {LONGEST_WORD} ký tự viết liền"),
                "kiểm tra lại đoạn chép vào; thêm dấu cách giữa các từ",
            )
        } else if length > LONGEST_TEXT {
            (
                format!(
                    "đoạn chữ dài hơn {} ký tự",
                    vi::grouped(LONGEST_TEXT as u64)
                ),
                "chia thành nhiều đoạn, hoặc chuyển danh sách dài xuống chú thích",
            )
        } else {
            return false;
        };
        self.report(Diagnostic::error(Code::TextTooLong, place, what).with_help(help));
        true
    }

    /// A text that stands in one line or a few, such as a title.
    pub(super) fn title(&mut self, node: &Node) -> Option<Located<String>> {
        let text = self.listed_name(node)?;
        let length = text.value.chars().count();
        if length > LONGEST_TITLE {
            self.report(
                Diagnostic::error(
                    Code::TextTooLong,
                    node.place,
                    format!("tên dài {length} ký tự, quá {LONGEST_TITLE} ký tự"),
                )
                .with_help("rút gọn tên"),
            );
            return None;
        }
        Some(text)
    }

    /// A comment behind text on its line is most likely its rest.
    fn check_comment(&mut self, place: Place) {
        let file = self.sources.text(place.source);
        let behind = file
            .get(place.end()..)
            .and_then(|t| t.lines().next())
            .unwrap_or("");
        let spaces = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        if spaces == 0 || !behind[spaces..].starts_with('#') {
            return;
        }
        self.report(
            Diagnostic::error(
                Code::TextComment,
                place.behind().part(spaces..behind.trim_end().len()),
                "phần sau dấu `#` bị coi là ghi chú và không được in",
            )
            .warning()
            .with_help("nếu là một phần của câu, đặt cả câu trong dấu nháy kép; nếu là ghi chú, chuyển sang dòng riêng"),
        );
    }

    /// An item of a list whose dash the program prints itself.
    pub(super) fn list_item(&mut self, node: &Node) -> Option<Located<String>> {
        let mut text = self.text(node)?;
        while let Some(rest) = ["- ", "– ", "+ ", "• "]
            .iter()
            .find_map(|dash| text.value.strip_prefix(dash))
        {
            text.value = rest.trim_start().to_owned();
        }
        if text.value.trim().is_empty() || text.value == "-" {
            self.empty(node.place);
            return None;
        }
        Some(text)
    }

    /// An item of a list whose dash and closing mark the program prints itself.
    pub(super) fn listed_name(&mut self, node: &Node) -> Option<Located<String>> {
        let mut text = self.list_item(node)?;
        text.value.truncate(
            text.value
                .trim_end_matches([';', '.', ','])
                .trim_end()
                .len(),
        );
        if text.value.is_empty() {
            self.empty(node.place);
            return None;
        }
        Some(text)
    }

    fn check_characters(&mut self, text: &str, place: Place) {
        let prints = |c: char| vi::is_printable(c) && self.charset.contains(c);
        if text.chars().all(prints) {
            return;
        }
        let mut wrong = Wrong::default();
        for word in text.split(' ').filter(|word| !word.chars().all(prints)) {
            let plain = vi::plain(word);
            if !plain.is_empty() && plain.chars().all(prints) {
                wrong.compatible.push((word, plain));
                continue;
            }
            for character in word.chars().filter(|c| !prints(*c)) {
                let kind = if vi::is_invisible(character) || !vi::is_printable(character) {
                    &mut wrong.unseen
                } else if matches!(character, '\u{e000}'..='\u{f8ff}') {
                    &mut wrong.private
                } else {
                    &mut wrong.foreign
                };
                if !kind.contains(&character) {
                    kind.push(character);
                }
            }
        }
        self.report_compatible(&wrong.compatible, place);
        for character in wrong.unseen {
            let at = self.place_of(character, place);
            let number = u32::from(character);
            self.report(if vi::is_invisible(character) {
                Diagnostic::error(
                    Code::TextInvisible,
                    at,
                    format!("có ký tự không nhìn thấy (U+{number:04X}) trong đoạn chữ"),
                )
                .with_help("xóa ký tự này, hoặc xóa cả từ rồi gõ lại bằng bàn phím")
            } else {
                Diagnostic::error(
                    Code::TextCharacter,
                    at,
                    format!("dấu U+{number:04X} không ghép được với chữ đứng trước nó"),
                )
                .with_help("xóa dấu này rồi gõ lại cả chữ")
            });
        }
        if let [first, ..] = wrong.private.as_slice() {
            let what = match wrong.private.len() {
                1 => "ký tự",
                _ => "các ký tự",
            };
            let message = format!(
                "{what} {} chỉ có trong phông ký hiệu (như Symbol, Wingdings)",
                numbers(&wrong.private)
            );
            let at = self.place_of(*first, place);
            self.report(Diagnostic::error(Code::TextCharacter, at, message).with_help(
                "xóa ký tự này; dấu đầu dòng chép từ Word thì viết thành danh sách `gach_dau_dong`",
            ));
        }
        if let [first, ..] = wrong.foreign.as_slice() {
            let message = match wrong.foreign.len() {
                1 => format!("phông chữ không có ký tự {}", numbers(&wrong.foreign)),
                _ => format!("phông chữ không có các ký tự {}", numbers(&wrong.foreign)),
            };
            let at = self.place_of(*first, place);
            self.report(
                Diagnostic::error(Code::TextCharacter, at, message).with_help(
                    Help::from(
                        "thay bằng ký tự khác, hoặc chỉ ra thư mục phông có ký tự này bằng ",
                    )
                    .way(Way::Fonts),
                ),
            );
        }
    }

    /// Words in letters that only look otherwise than those of the keyboard.
    fn report_compatible(&mut self, words: &[(&str, String)], place: Place) {
        let Some((first, _)) = words.first() else {
            return;
        };
        let foreign: Vec<char> = first
            .chars()
            .filter(|c| !(vi::is_printable(*c) && self.charset.contains(*c)))
            .collect();
        let at = foreign.first().map_or(place, |c| self.place_of(*c, place));
        let shown = |words: Vec<&str>| {
            let more = if words.len() > SHOWN { " …" } else { "" };
            format!(
                "“{}{more}”",
                words.into_iter().take(SHOWN).collect::<Vec<_>>().join(" ")
            )
        };
        let message = format!(
            "phông chữ không có ký tự trong {} ({})",
            shown(words.iter().map(|(word, _)| *word).collect()),
            numbers(&foreign)
        );
        let plain = shown(words.iter().map(|(_, plain)| plain.as_str()).collect());
        self.report(
            Diagnostic::error(Code::TextCharacter, at, message)
                .with_help(format!("gõ lại bằng bàn phím: {plain}")),
        );
    }

    /// Where a character stands as written, or the whole value if it was
    /// written another way (an escape, a decomposed accent).
    fn place_of(&self, character: char, place: Place) -> Place {
        let raw = self
            .sources
            .text(place.source)
            .get(place.range())
            .unwrap_or("");
        match raw.find(character) {
            Some(offset) => place.part(offset..offset + character.len_utf8()),
            None => place,
        }
    }
}
