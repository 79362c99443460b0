//! Whose voice a presented report speaks with: the agency that compiles a report and signs its
//! presentation asks the agency that it presents it to for what that agency would itself order
//! or propose in its own copy.
//!
//! Of what was, whoever signs tells: "Ủy ban nhân dân … đã yêu cầu …".
//!
//! Not for: which parts of a report are about what is to come (the regime says so).

use std::borrow::Cow;

use crate::model::{Agency, Head};
use crate::vi;

/// What an agency does to those below it, or has on its own agenda.
const ORDERS: &[&str] = &[
    "giao",
    "yêu cầu",
    "chỉ đạo",
    "phân công",
    "đôn đốc",
    "tập trung",
    "tiếp tục",
    "ưu tiên",
    "tăng cường",
    "quyết định",
    "cho phép",
    "bố trí",
    "xem xét",
    "phê duyệt",
    "ban hành",
    "tổ chức",
    "kiểm điểm",
    "phê bình",
    "biểu dương",
];

/// What an agency does to others, of which whoever reports to it tells as of something done.
const TOLD: &[&str] = &[
    "giao",
    "yêu cầu",
    "chỉ đạo",
    "phân công",
    "phê bình",
    "biểu dương",
];

/// How somebody asks for something.
const REQUESTS: &[&str] = &[
    "trân trọng đề nghị",
    "trân trọng kiến nghị",
    "kính đề nghị",
    "đề nghị",
    "kiến nghị",
    "đề xuất",
];

/// What opens a clause of time, place or reason before the subject of a sentence.
const OPENINGS: &[&str] = &[
    "Bên cạnh đó",
    "Căn cứ",
    "Cùng với",
    "Để",
    "Đối với",
    "Đồng thời",
    "Khi",
    "Năm",
    "Ngoài ra",
    "Nhằm",
    "Qua",
    "Quý",
    "Sau",
    "Thời gian tới",
    "Thực hiện",
    "Trên cơ sở",
    "Trong",
    "Trước",
    "Từ",
    "Với",
];

/// What follows the name of one kind of agency where several kinds are meant: "Sở, ban, ngành".
const OF_MANY: &[&str] = &[
    "ban",
    "ngành",
    "quận",
    "huyện",
    "thị",
    "phường",
    "xã",
    "đặc khu",
];

/// What an agency does or has done, behind its name for itself. Other words may belong to a name
/// that only begins so: "Sở hữu trí tuệ", "Ban Quản lý dự án", "Thanh tra chuyên ngành".
const DEEDS: &[&str] = &[
    "ban hành",
    "báo cáo",
    "bố trí",
    "cập nhật",
    "chỉ đạo",
    "chủ trì",
    "chưa",
    "công bố",
    "cũng",
    "dự kiến",
    "đang",
    "đã",
    "đề nghị",
    "đề xuất",
    "đôn đốc",
    "đưa",
    "giao",
    "gửi",
    "hoàn thành",
    "hoàn thiện",
    "hướng dẫn",
    "khảo sát",
    "kiểm tra",
    "lấy",
    "lập",
    "mở",
    "nghiên cứu",
    "phối hợp",
    "phúc tra",
    "rà soát",
    "sẽ",
    "tham mưu",
    "tham vấn",
    "theo dõi",
    "thẩm định",
    "thẩm tra",
    "thực hiện",
    "tiếp nhận",
    "tiếp tục",
    "tổ chức",
    "tổng hợp",
    "triển khai",
    "trình",
    "vẫn",
    "xây dựng",
    "xử lý",
    "yêu cầu",
];

/// What stands between a request and whom it is made to.
const TOWARDS: &[&str] = &[
    "với",
    "gửi",
    "đến",
    "tới",
    "lãnh đạo",
    "Lãnh đạo",
    "Giám đốc",
];

/// The signer of a presented report and the agency that it is presented to.
#[derive(Debug, Clone)]
pub struct Voice<'w> {
    signer: &'w Agency,
    /// The name of the other one as texts use it, without the place.
    short: &'w str,
    /// How texts name the other one: its name, the same without the place, and what it calls
    /// itself.
    names: Vec<&'w str>,
}

/// What becomes of a sentence in which the agency orders or proposes.
#[derive(Debug, Clone, Copy)]
enum Turn<'t> {
    /// The signer asks for it, by these words.
    Asks(&'t str),
    /// The signer tells that it was done.
    Tells,
}

impl<'w> Voice<'w> {
    /// The voice of a document that carries an agency's report; nothing where the agency speaks
    /// for itself.
    pub fn of(agency: &'w Agency, head: Head<'w>) -> Option<Self> {
        (head.presents && head.issuer.id != agency.id).then(|| Self::new(head.issuer, agency))
    }

    fn new(signer: &'w Agency, agency: &'w Agency) -> Self {
        let name = agency.name.value.as_str();
        let place = agency.place_name.as_ref().map(|place| place.value.as_str());
        let short = place.and_then(|place| name.strip_suffix(place)?.strip_suffix(' '));
        let own = agency.self_reference.as_ref().map(|own| own.value.as_str());
        Self {
            signer,
            short: short.unwrap_or(name),
            names: std::iter::once(name).chain(short).chain(own).collect(),
        }
    }

    /// Whether this is the agency that signs.
    pub fn is_of(&self, agency: &Agency) -> bool {
        self.signer.id == agency.id
    }

    /// Whether all that a text asks for is asked of who signs.
    pub fn is_asked(&self, text: &str) -> bool {
        let name = self.signer.name.value.as_str();
        let of_signer = |rest: &str| {
            let mut rest = rest.trim_start_matches([':', ' ']);
            while let Some(behind) = TOWARDS.iter().find_map(|word| rest.strip_prefix(word)) {
                rest = behind.trim_start_matches([':', ' ']);
            }
            let Some(rest) = rest.strip_prefix(name) else {
                return false;
            };
            // "Sở Nội vụ, Sở Tài chính", "Sở Nội vụ và các sở" are several.
            let and = [", ", " và ", " phối hợp với "];
            let mut next = and.iter().filter_map(|and| rest.strip_prefix(and));
            let are_several =
                next.any(|next| next.starts_with(char::is_uppercase) || next.starts_with("các "));
            !rest.starts_with(char::is_alphanumeric) && !are_several
        };
        let large = REQUESTS.iter().map(|request| vi::upper_first(request));
        let small = REQUESTS.iter().map(|request| (*request).to_owned());
        let mut asked = large.chain(small).flat_map(|request| {
            let found = text.match_indices(&request);
            let found = found.map(|(at, _)| of_signer(&text[at + request.len()..]));
            found.collect::<Vec<_>>()
        });
        let first = asked.next();
        first == Some(true) && asked.all(|of_signer| of_signer)
    }

    /// A paragraph about what is to come, with its dashes: who signs asks for it.
    pub fn asking(&self, text: &str, dashes: &[&str]) -> (String, Vec<String>) {
        let asks = format!("{} kính đề nghị {}", self.signer.name.value, self.short);
        let said = self.sentences(text, Turn::Asks(&asks));
        // Below words that ask, dashes go on asking.
        let asked = said.contains(&asks);
        let asks = format!("Đề nghị {}", self.short);
        let dashes = dashes.iter().map(|dash| {
            if asked {
                (*dash).to_owned()
            } else {
                self.sentences(dash, Turn::Asks(&asks))
            }
        });
        (said, dashes.collect())
    }

    /// A text about what was: the agency has ordered, and who signs tells of it.
    pub fn telling(&self, text: &str) -> String {
        self.sentences(text, Turn::Tells)
    }

    /// What the signer itself says among what others say, as sentences of its own.
    pub fn own(&self, text: &str) -> String {
        let name = self.signer.name.value.as_str();
        let subjects = [name, self.signer.running_name()];
        let rest = subjects.into_iter().find_map(|subject| {
            let rest = text.strip_prefix(subject)?;
            rest.strip_prefix(' ')
        });
        match request(rest.unwrap_or(text)) {
            Some(rest) => format!("{name} kính đề nghị {rest}"),
            None => text.to_owned(),
        }
    }

    fn sentences(&self, text: &str, turn: Turn<'_>) -> String {
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            // A sentence ends where the next begins with a large letter; what stands behind a
            // semicolon with the agency as its subject is as good as one.
            let mut ends = rest.match_indices([';', '.']);
            let end = ends.find_map(|(at, mark)| {
                let next = rest[at..].strip_prefix(mark)?.strip_prefix(' ')?;
                let mut names = self.names.iter();
                let begins = match mark {
                    "." => next.starts_with(char::is_uppercase),
                    _ => names.any(|name| next.starts_with(name)),
                };
                begins.then_some(rest.len() - next.len())
            });
            let (sentence, behind) = rest.split_at(end.unwrap_or(rest.len()));
            match self.sentence(sentence, turn) {
                Some(turned) => said.push_str(&turned),
                None => said.push_str(sentence),
            }
            rest = behind;
        }
        said
    }

    fn sentence(&self, sentence: &str, turn: Turn<'_>) -> Option<String> {
        if let Some(turned) = self.clause(sentence, turn) {
            return Some(turned);
        }
        // "Trong quý II, Ủy ban nhân dân … tập trung chỉ đạo:"
        let opens = OPENINGS.iter().any(|opening| {
            let rest = sentence.strip_prefix(opening);
            rest.is_some_and(|rest| rest.starts_with([' ', ',']))
        });
        let commas = sentence.match_indices(", ").filter(|_| opens);
        let mut clauses = commas.map(|(at, comma)| sentence.split_at(at + comma.len()));
        clauses.find_map(|(before, clause)| {
            let mut names = self.names.iter();
            let is_subject = names.any(|name| clause.starts_with(name));
            if !is_subject || before.contains([';', ':']) {
                return None;
            }
            Some(format!("{before}{}", self.clause(clause, turn)?))
        })
    }

    /// A clause that begins with its subject, or with a verb and no subject.
    fn clause(&self, clause: &str, turn: Turn<'_>) -> Option<String> {
        let mut names = self.names.iter();
        let predicate = names.find_map(|name| Some((name, clause.strip_prefix(name)?)));
        let predicate = predicate.and_then(|(name, rest)| Some((name, rest.strip_prefix(' ')?)));
        match (turn, predicate) {
            (Turn::Tells, Some((name, predicate))) => {
                let is_told = begins_with(predicate, TOLD) || begins_with(predicate, REQUESTS);
                is_told.then(|| format!("{name} đã {predicate}"))
            }
            (Turn::Tells, None) => None,
            (Turn::Asks(asks), Some((_, predicate))) => self.asked(asks, predicate),
            (Turn::Asks(asks), None) => self.without_subject(clause, asks),
        }
    }

    /// What the agency orders or proposes, asked for.
    fn asked(&self, asks: &str, predicate: &str) -> Option<String> {
        if let Some(rest) = request(predicate) {
            return Some(format!("{asks} kiến nghị {rest}"));
        }
        let predicate = predicate.strip_prefix("sẽ ").unwrap_or(predicate);
        if !begins_with(predicate, ORDERS) {
            return None;
        }
        // Who signs names itself once.
        let signer = format!("giao {} ", self.signer.name.value);
        Some(match predicate.strip_prefix(&signer) {
            Some(rest) => format!("{asks} giao {} {rest}", self.signer.running_name()),
            None => format!("{asks} {predicate}"),
        })
    }

    fn without_subject(&self, clause: &str, asks: &str) -> Option<String> {
        if let Some(rest) = request(clause) {
            let names_it = self.names.iter().any(|name| rest.starts_with(name));
            let signer = &self.signer.name.value;
            return Some(if names_it {
                format!("{signer} kính đề nghị {rest}")
            } else {
                format!("{asks} kiến nghị {rest}")
            });
        }
        // "Giao Sở …": whoever signs has nothing to give. "Giao thông …" is no order.
        let verbs = ["Giao ", "Yêu cầu ", "Phân công "];
        let verb = verbs.iter().find(|verb| clause.starts_with(**verb))?;
        let rest = &clause[verb.len()..];
        let to_whom = ["các", "từng", "mỗi", "những", "cơ quan", "đơn vị"];
        let is_order = rest.starts_with(char::is_uppercase) || begins_with(rest, &to_whom);
        is_order.then(|| self.asked(asks, &format!("{}{rest}", verb.to_lowercase())))?
    }
}

/// A text of an agency about itself, as somebody else's report has it: "Sở đã trình" is
/// "Sở Tư pháp đã trình". What only begins like its name for itself stays: "Sở Y tế", "các Sở",
/// "Sở hữu trí tuệ".
pub fn in_full<'t>(text: &'t str, agency: &Agency) -> Cow<'t, str> {
    let (own, name) = (agency.running_name(), agency.name.value.as_str());
    let starts = text.match_indices(own).map(|(at, _)| at);
    let meant = starts.filter(|at| {
        let (before, behind) = (&text[..*at], &text[at + own.len()..]);
        let of_many = behind.strip_prefix(", ");
        let of_many = of_many.is_some_and(|next| begins_with(next, OF_MANY));
        let are_many = of_many || before.to_lowercase().ends_with("các ");
        let acts = behind.strip_prefix(' ').is_some_and(|next| {
            let mut deeds = DEEDS.iter();
            deeds.any(|deed| next.starts_with(deed) && vi::is_whole_word(next, 0..deed.len()))
        });
        // At the end of what is said: "các đơn vị thuộc Sở; …".
        let ends = behind.is_empty() || behind.starts_with([',', '.', ';', ':', ')']);
        let is_whole = vi::is_whole_word(text, *at..at + own.len());
        is_whole && (acts || ends) && !are_many
    });
    let meant: Vec<_> = meant.collect();
    if own == name || meant.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut full = String::with_capacity(text.len() + name.len());
    let mut done = 0;
    for at in meant {
        full.push_str(&text[done..at]);
        full.push_str(name);
        done = at + own.len();
    }
    full.push_str(&text[done..]);
    Cow::Owned(full)
}

/// What a request asks for, without the words that ask.
fn request(text: &str) -> Option<&str> {
    let mut letters = text.chars();
    let first = letters.next()?.to_lowercase().next()?;
    REQUESTS.iter().find_map(|request| {
        let mut words = request.chars();
        let same = words.next()? == first;
        let rest = letters.as_str().strip_prefix(words.as_str());
        rest.filter(|_| same)?.strip_prefix(' ')
    })
}

fn begins_with(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let rest = text.strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with([' ', ':', ',']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::heads::example;

    fn said(text: &str, dashes: &[&str]) -> (String, Vec<String>) {
        let mut province = example("Chủ tịch", "Ủy ban nhân dân tỉnh Sao Mai");
        let located = |text: &str| crate::diagnostic::Located {
            value: text.to_owned(),
            place: province.place,
        };
        let names = [located("Sao Mai"), located("Tỉnh")];
        [province.place_name, province.self_reference] = names.map(Some);
        let mut office = example("Chánh Văn phòng", "Văn phòng tỉnh Sao Mai");
        office.self_reference = Some(located("Văn phòng"));
        Voice::new(&office, &province).asking(text, dashes)
    }

    #[test]
    fn who_signs_asks_for_what_the_agency_would_order() {
        let asks = "Văn phòng tỉnh Sao Mai kính đề nghị Ủy ban nhân dân tỉnh";
        let cases = [
            (
                "Ủy ban nhân dân tỉnh giao Sở Y tế hoàn thành. Sở Y tế báo cáo.",
                "@ giao Sở Y tế hoàn thành. Sở Y tế báo cáo.",
            ),
            (
                "Ủy ban nhân dân tỉnh Sao Mai đề nghị Bộ Mẫu:",
                "@ kiến nghị Bộ Mẫu:",
            ),
            (
                "Kết quả còn thấp. Tỉnh yêu cầu các sở khắc phục.",
                "Kết quả còn thấp. @ yêu cầu các sở khắc phục.",
            ),
            (
                "Trong quý II, Ủy ban nhân dân tỉnh tập trung chỉ đạo:",
                "Trong quý II, @ tập trung chỉ đạo:",
            ),
            (
                "Từ kết quả của các sở, địa phương, tỉnh nhà đổi mới, Ủy ban nhân dân tỉnh sẽ giao sở đánh giá.",
                "Từ kết quả của các sở, địa phương, tỉnh nhà đổi mới, @ giao sở đánh giá.",
            ),
            (
                "Đề nghị Bộ Mẫu báo cáo Chính phủ.",
                "@ kiến nghị Bộ Mẫu báo cáo Chính phủ.",
            ),
            ("Giao Sở Y tế chủ trì.", "@ giao Sở Y tế chủ trì."),
            (
                "Sở Y tế báo cáo; Ủy ban nhân dân tỉnh giao các sở thực hiện.",
                "Sở Y tế báo cáo; @ giao các sở thực hiện.",
            ),
            (
                "Ủy ban nhân dân tỉnh giao Văn phòng tỉnh Sao Mai chủ trì.",
                "@ giao Văn phòng chủ trì.",
            ),
            (
                "Đề nghị Ủy ban nhân dân tỉnh bố trí kinh phí.",
                "@ bố trí kinh phí.",
            ),
        ];
        for (text, expected) in cases {
            let expected = expected.replace('@', asks);
            assert_eq!(said(text, &[]).0, expected);
        }
    }

    #[test]
    fn only_the_head_of_a_sentence_speaks() {
        for text in [
            "Sở Y tế trình để Ủy ban nhân dân tỉnh giao các địa phương.",
            "Sở Y tế trình, Ủy ban nhân dân tỉnh giao các địa phương.",
            "Ủy ban nhân dân tỉnh đã giao Sở Y tế.",
            "Ủy ban nhân dân tỉnh Mây giao Sở Y tế.",
            "Ủy ban nhân dân tỉnh giao_ban hằng tuần.",
            "Việc giao quyền tự chủ do Ủy ban nhân dân tỉnh yêu cầu.",
            "Nội dung được đề nghị điều chỉnh.",
            "Giao thông đường thủy được đầu tư.",
        ] {
            assert_eq!(said(text, &[]).0, text);
        }
    }

    #[test]
    fn of_what_was_who_signs_tells() {
        let province = example("Chủ tịch", "Ủy ban nhân dân tỉnh");
        let office = example("Chánh Văn phòng", "Văn phòng tỉnh");
        let voice = Voice::new(&office, &province);
        for (text, expected) in [
            (
                "Hồ sơ còn chậm. Ủy ban nhân dân tỉnh yêu cầu các sở khắc phục.",
                "Hồ sơ còn chậm. Ủy ban nhân dân tỉnh đã yêu cầu các sở khắc phục.",
            ),
            (
                "Qua kiểm tra, Ủy ban nhân dân tỉnh chỉ đạo:",
                "Qua kiểm tra, Ủy ban nhân dân tỉnh đã chỉ đạo:",
            ),
            (
                "Ủy ban nhân dân tỉnh đã giao Sở Y tế.",
                "Ủy ban nhân dân tỉnh đã giao Sở Y tế.",
            ),
            (
                "Ủy ban nhân dân tỉnh ban hành 12 văn bản.",
                "Ủy ban nhân dân tỉnh ban hành 12 văn bản.",
            ),
            (
                "Giao Sở Y tế là cơ quan chủ trì.",
                "Giao Sở Y tế là cơ quan chủ trì.",
            ),
        ] {
            assert_eq!(voice.telling(text), expected);
        }
    }

    #[test]
    fn dashes_go_on_where_the_words_over_them_ask() {
        let dashes = ["Giao Sở Y tế chủ trì.", "Giữ vững kỷ cương."];
        let (_, below) = said("Ủy ban nhân dân tỉnh tập trung chỉ đạo:", &dashes);
        assert_eq!(below, dashes);
        let (over, below) = said("Nhiệm vụ trọng tâm:", &dashes);
        assert_eq!(over, "Nhiệm vụ trọng tâm:");
        assert_eq!(
            below,
            [
                "Đề nghị Ủy ban nhân dân tỉnh giao Sở Y tế chủ trì.",
                "Giữ vững kỷ cương."
            ]
        );
    }

    #[test]
    fn what_a_unit_says_of_itself_names_it_in_the_report_of_another() {
        let mut office = example("Giám đốc", "Sở Tư pháp");
        let located = |text: &str| crate::diagnostic::Located {
            value: text.to_owned(),
            place: office.place,
        };
        office.self_reference = Some(located("Sở"));
        for (text, expected) in [
            (
                "Danh mục đã duyệt; Sở theo dõi.",
                "Danh mục đã duyệt; Sở Tư pháp theo dõi.",
            ),
            (
                "Sở đã rà soát đơn vị thuộc Sở",
                "Sở Tư pháp đã rà soát đơn vị thuộc Sở Tư pháp",
            ),
            (
                "Sở Y tế, các Sở và Sở, ban, ngành",
                "Sở Y tế, các Sở và Sở, ban, ngành",
            ),
            ("Sở, quận đã nộp; Sở, thị xã", "Sở, quận đã nộp; Sở, thị xã"),
            ("Trụ Sởcũ của các sở", "Trụ Sởcũ của các sở"),
            (
                "Sở hữu trí tuệ, Sở chỉ huy; lãnh đạo Sở, Sở theo dõi",
                "Sở hữu trí tuệ, Sở chỉ huy; lãnh đạo Sở Tư pháp, Sở Tư pháp theo dõi",
            ),
            ("", ""),
        ] {
            assert_eq!(in_full(text, &office), expected);
        }
        let mut inspectors = example("Chánh Thanh tra", "Thanh tra thành phố");
        inspectors.self_reference = Some(located("Thanh tra"));
        let text = "Thanh tra thành phố đã trình; Thanh tra theo dõi.";
        let expected = "Thanh tra thành phố đã trình; Thanh tra thành phố theo dõi.";
        assert_eq!(in_full(text, &inspectors), expected);
        let text = "Thanh tra chuyên ngành đã kết luận.";
        assert_eq!(in_full(text, &inspectors), text);
        let mut board = example("Trưởng ban", "Ban Quản lý Khu kinh tế Sao Mai");
        let text = "Ban Quản lý dự án bàn giao; Ban Quản lý đã nhận.";
        assert_eq!(in_full(text, &board), text);
        board.self_reference = Some(located("Ban Quản lý"));
        assert_eq!(
            in_full(text, &board),
            "Ban Quản lý dự án bàn giao; Ban Quản lý Khu kinh tế Sao Mai đã nhận."
        );
    }

    #[test]
    fn who_signs_answers_what_it_alone_is_asked_for() {
        let province = example("Chủ tịch", "Ủy ban nhân dân tỉnh");
        let office = example("Giám đốc", "Sở Nội vụ");
        let voice = Voice::new(&office, &province);
        for (text, expected) in [
            ("Đề nghị Sở Nội vụ hướng dẫn.", true),
            (
                "Quận kiến nghị Sở Nội vụ: hướng dẫn việc bố trí công chức.",
                true,
            ),
            ("Việc còn chậm. Trân trọng đề nghị Sở Nội vụ.", true),
            ("Đề nghị Sở Nội vụ phối hợp hướng dẫn, thẩm định.", true),
            ("Trân trọng kiến nghị với Sở Nội vụ: sớm hướng dẫn.", true),
            ("Đề xuất: Sở Nội vụ mở lớp bồi dưỡng.", true),
            ("Kiến nghị gửi lãnh đạo Sở Nội vụ.", true),
            ("Đề nghị Sở Nội vụ và các sở hướng dẫn.", false),
            (
                "Hồ sơ đề nghị cấp phép; đề nghị Sở Nội vụ hướng dẫn.",
                false,
            ),
            ("Sở Nội vụ đã hướng dẫn.", false),
            ("Đề nghị Sở Nội vụ và Sở Tài chính hướng dẫn.", false),
            ("Đề nghị Sở Nội vụ, Sở Tài chính hướng dẫn.", false),
            (
                "Đề nghị Sở Nội vụ hướng dẫn; đề nghị thành phố bố trí kinh phí.",
                false,
            ),
            (
                "Đề nghị Ủy ban nhân dân tỉnh giao Sở Nội vụ hướng dẫn.",
                false,
            ),
            ("Đề nghị Sở Tài chính hướng dẫn.", false),
        ] {
            assert_eq!(voice.is_asked(text), expected, "{text}");
        }
    }

    #[test]
    fn who_signs_does_not_quote_itself() {
        let province = example("Chủ tịch", "Ủy ban nhân dân tỉnh Sao Mai");
        let office = example("Chánh Văn phòng", "Văn phòng tỉnh");
        let voice = Voice::new(&office, &province);
        for (text, expected) in [
            (
                "Đề nghị Ủy ban nhân dân tỉnh bố trí kinh phí.",
                "Văn phòng tỉnh kính đề nghị Ủy ban nhân dân tỉnh bố trí kinh phí.",
            ),
            (
                "Văn phòng tỉnh đề nghị Bộ Mẫu hướng dẫn.",
                "Văn phòng tỉnh kính đề nghị Bộ Mẫu hướng dẫn.",
            ),
            ("Số liệu đã được đối chiếu.", "Số liệu đã được đối chiếu."),
        ] {
            assert_eq!(voice.own(text), expected);
        }
    }
}
