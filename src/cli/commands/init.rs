//! `init`: a folder of data to begin with.

use chrono::Datelike as _;

use crate::app::{App, InitContents, InitPlace, InitRequest, Initialized};
use crate::cli::args::{self, InitArguments};
use crate::cli::telling::Telling;
use crate::cli::today::today;
use crate::cli::{exit, stdio, terminal};
use crate::scaffold::{NameUnknown, Province};

/// Begins a folder of data. What is missing is asked for where somebody can answer.
pub(super) fn init(app: &App, arguments: &InitArguments) -> u8 {
    let Some(contents) = contents(arguments) else {
        return exit::USAGE;
    };
    let mut telling = Telling::on_terminal();
    let request = InitRequest {
        place: arguments
            .folder
            .clone()
            .map_or(InitPlace::Here, InitPlace::In),
        contents,
    };
    if let Some(begun) = telling.run(|tell| app.init(&request, tell)) {
        report(&begun);
    }
    telling.code()
}

/// What the folder is to have; nothing after it was said what is missing.
fn contents(arguments: &InitArguments) -> Option<InitContents> {
    if arguments.sample {
        return Some(InitContents::Sample);
    }
    let (mut name, mut first_year) = (arguments.province.clone(), arguments.year);
    if terminal::is_answered() {
        let mut questions = Questions {
            ask: &mut stdio::ask,
            say: &mut |line| stdio::warn(&format!("{line}\n")),
        };
        if name.is_none() || first_year.is_none() {
            (questions.say)(&format!(
                "Chế độ báo cáo: {} (đổi bằng --regime).",
                arguments.regime
            ));
        }
        name = name.or_else(|| province(&mut questions));
        if name.is_some() {
            first_year = first_year.or_else(|| year(&mut questions, today().year()));
        }
    }
    match (name, first_year) {
        (Some(province), Some(year)) => Some(InitContents::Province {
            province,
            year,
            regime: arguments.regime.clone(),
        }),
        (province, year) => {
            let missing = [
                province.is_none().then_some("--province <TÊN>"),
                year.is_none().then_some("--year <NĂM>"),
            ];
            let missing: Vec<_> = missing.into_iter().flatten().collect();
            stdio::warn(&format!(
                "lỗi: thiếu tham số: {}\n  cách sửa: ví dụ `baocao init --province 'Lâm Đồng' --year 2026`; xem thử thì dùng `baocao init --sample`\n",
                missing.join(" ")
            ));
            None
        }
    }
}

/// Questions to somebody at a terminal, each asked until there is an answer that will do or none.
struct Questions<'a> {
    ask: &'a mut dyn FnMut(&str) -> Option<String>,
    say: &'a mut dyn FnMut(&str),
}

/// The name of a province. What somebody most likely meant is it where nothing is typed then.
fn province(questions: &mut Questions<'_>) -> Option<String> {
    let mut meant: Option<String> = None;
    loop {
        let offered = meant.as_ref().map(|meant| format!(" [{meant}]"));
        let question = format!("Tỉnh, thành phố nào?{}", offered.unwrap_or_default());
        let answer = (questions.ask)(&question)?;
        match (answer.is_empty(), &meant) {
            (true, Some(_)) => return meant,
            (true, None) => continue,
            (false, _) => {}
        }
        match Province::named(&answer) {
            Ok(province) => return Some(province.full_name()),
            Err(unknown) => {
                (questions.say)(&format!("{unknown}; {}", unknown.remedy()));
                meant = match unknown {
                    NameUnknown::Former { now: meant, .. } | NameUnknown::Near { meant, .. } => {
                        Some(meant)
                    }
                    NameUnknown::Far { .. } => None,
                };
            }
        }
    }
}

/// A year, and which one where nothing is typed.
fn year(questions: &mut Questions<'_>, usual: i32) -> Option<i32> {
    loop {
        let question = format!("Năm báo cáo đầu tiên? [{usual}]");
        let answer = (questions.ask)(&question)?;
        if answer.is_empty() {
            return Some(usual);
        }
        match args::year(&answer) {
            Ok(year) => return Some(year),
            Err(why) => (questions.say)(&format!("`{answer}` không phải là năm: {why}")),
        }
    }
}

/// What was written, what to look at first, and what to type next.
fn report(begun: &Initialized) {
    let data = stdio::path(&begun.data);
    let go = if begun.folder.as_os_str().is_empty() {
        String::new()
    } else {
        format!("  cd {}\n", stdio::argument(&begun.folder))
    };
    let text = match &begun.province {
        None => format!(
            "\
đã chép thư mục mẫu vào {data} ({} tệp)
Lệnh tiếp theo:
{go}  baocao check --all
  baocao build 2026-q1
",
            begun.files
        ),
        Some(province) => format!(
            "\
đã lập {data} cho {}: {} {}, các sở, ban, ngành thường có; chế độ {} số {}
Xem và sửa trước:
  {data}/co-quan.yaml: bớt, thêm cơ quan; ghi họ tên người ký
  {data}/che-do/{}.yaml: hạn các đơn vị gửi báo cáo, đang tạm đặt
  {data}/{}/ke-hoach.yaml: số, ngày kế hoạch, phân công, nhiệm vụ
Lệnh tiếp theo:
{go}  baocao schedule {}
  baocao new {} --all
  baocao check {}
",
            province.name,
            province.communes,
            province.commune_words,
            province.regime,
            province.number,
            province.regime,
            province.year,
            province.year,
            province.first,
            province.first,
        ),
    };
    stdio::print(&text);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of some answers, and what was said meanwhile.
    fn asked<T>(answers: &[&str], ask: fn(&mut Questions<'_>) -> Option<T>) -> (Option<T>, String) {
        let mut answers = answers.iter().map(|answer| (*answer).to_owned());
        let mut said = String::new();
        let answer = ask(&mut Questions {
            ask: &mut |_| answers.next(),
            say: &mut |line| {
                said.push_str(line);
                said.push('\n');
            },
        });
        (answer, said)
    }

    #[test]
    fn a_province_is_asked_for_until_it_is_one() {
        let (answer, said) = asked(&["", "Lâm Đon", "bình dương", "lam dong"], province);
        assert_eq!(answer.as_deref(), Some("tỉnh Lâm Đồng"));
        assert_eq!(
            said,
            "không có tỉnh, thành phố nào tên `Lâm Đon`; có phải là tỉnh Lâm Đồng?\n\
             Bình Dương không còn là tên của tỉnh, thành phố nào; nơi ấy nay thuộc Thành phố Hồ Chí Minh: ghi tên ấy\n"
        );
        let (meant, _) = asked(&["Lâm Đon", ""], province);
        assert_eq!(meant.as_deref(), Some("tỉnh Lâm Đồng"));
        let (nobody, _) = asked(&["xyz"], province);
        assert_eq!(nobody, None);
    }

    #[test]
    fn a_year_is_asked_for_and_the_usual_one_is_none_typed() {
        let answer = |answers: &[&str]| asked(answers, |questions| year(questions, 2026));
        assert_eq!(answer(&[""]).0, Some(2026));
        let (typed, said) = answer(&["năm sau", "2027"]);
        assert_eq!(typed, Some(2027));
        assert_eq!(
            said,
            "`năm sau` không phải là năm: viết một năm, ví dụ 2021\n"
        );
        assert_eq!(answer(&[]).0, None);
    }
}
