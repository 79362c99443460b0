//! What undo keeps in step: the file of a unit and the records of a period, where writes of them
//! are no longer kept. Not for: what the văn thư sees of it (`issue`).

use std::fs;
use std::path::PathBuf;

use baocao::app::{App, Config, UndoRequest};
use baocao::event::Event;
use baocao::history::{DataFolder, Occasion};
use tempfile::TempDir;

const SEALS: &str = "2024/q1/da-ban-hanh.yaml";
const DRAFT: &str = "the_thuc:\n  trang_thai: trinh_ky\n";

/// A folder of data whose units issue their reports.
struct Units {
    folder: TempDir,
    /// So many commands have written.
    commands: u32,
}

impl Units {
    /// Some that have issued one after the other, with the numbers from 1 on.
    fn issued(ids: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::create_dir_all(folder.path().join("2024/q1")).expect("it can be made");
        let mut units = Self {
            folder,
            commands: 0,
        };
        for (at, id) in ids.iter().enumerate() {
            units.issue(id, at + 1);
        }
        units
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn text(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.path(file)).ok()
    }

    fn occasion(&mut self, command: &str) -> Occasion {
        self.commands += 1;
        let start: chrono::DateTime<chrono::FixedOffset> =
            "2024-03-05T08:00:00+07:00".parse().expect("a time");
        Occasion {
            at: start + chrono::TimeDelta::minutes(self.commands.into()),
            command: command.to_owned(),
        }
    }

    /// Writes the number into the file of the unit, and records it, by one command.
    fn issue(&mut self, id: &str, number: usize) {
        let occasion = self.occasion(&format!("issue {id}"));
        let file = file_of(id);
        if self.text(&file).is_none() {
            fs::write(self.path(&file), DRAFT).expect("it can be written");
        }
        let written =
            format!("the_thuc:\n  trang_thai: da_ban_hanh\n  so: {number}\n  ngay: 2024-03-04\n");
        let record = format!("\n{id}:\n  so: {number}\n  ngay: 2024-03-04\n  bam:\n    a: b\n");
        let recorded = self
            .text(SEALS)
            .unwrap_or_else(|| "# Ghi nhận.\n".to_owned());
        let writer = DataFolder::lock(self.folder.path()).expect("nobody else writes");
        for (file, after) in [(file, written), (SEALS.to_owned(), recorded + &record)] {
            let now = self.text(&file);
            let now = now.as_deref().map(str::as_bytes);
            let told = writer.write(&file, now, Some(after.as_bytes()), &occasion);
            assert_eq!(told, Ok(Vec::new()));
        }
    }

    /// Loses what was kept of a write of the records.
    fn lose(&self, number: u32) {
        let kept = format!(".baocao/lich-su/{SEALS}/{number:06}.truoc");
        fs::remove_file(self.path(&kept)).expect("it is kept");
    }

    /// Takes a write back; gives what was told.
    fn undo(&mut self, file: &str, to: Option<u32>, force: bool) -> Vec<String> {
        let request = UndoRequest {
            file: self.path(file),
            to,
            force,
            occasion: self.occasion("undo"),
        };
        let app = App::open(Config::new(self.folder.path(), "out"));
        let mut told = Vec::new();
        app.undo(&request, &mut |event| {
            if let Event::Found(finding) = event {
                told.push(finding.message.clone());
            }
        });
        told
    }

    /// Whose reports are recorded.
    fn recorded(&self) -> Vec<String> {
        let text = self.text(SEALS).unwrap_or_default();
        let ids = text.lines().filter(|line| line.starts_with("so-"));
        ids.map(|line| line.trim_end_matches(':').to_owned())
            .collect()
    }

    fn is_issued(&self, id: &str) -> bool {
        let text = self.text(&file_of(id)).expect("it is there");
        text.contains("da_ban_hanh")
    }
}

fn file_of(id: &str) -> String {
    format!("2024/q1/{id}.yaml")
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_record_goes_with_its_unit_after_more_writes_than_are_kept() {
    let ids: Vec<_> = (10..42).map(|number| format!("so-{number}")).collect();
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    let mut units = Units::issued(&ids);
    assert_eq!(units.undo(&file_of(ids[0]), None, false), NOTHING);
    assert!(!units.is_issued(ids[0]));
    assert_eq!(units.recorded(), ids[1..]);
    // The record of another document is nobody's to take out.
    let path = units.path(&file_of(ids[1]));
    let by_hand = fs::read_to_string(&path).expect("it is there");
    let by_hand = by_hand.replace("so: 2", "so: 222");
    fs::write(&path, &by_hand).expect("it can be written");
    let told = units.undo(&file_of(ids[1]), None, true);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("với số, ngày khác"), "{told:?}");
    assert_eq!(units.text(&file_of(ids[1])), Some(by_hand));
    assert_eq!(units.recorded(), ids[1..]);
}

#[test]
fn a_record_goes_with_its_unit_where_its_own_write_is_lost() {
    let mut units = Units::issued(&["so-a", "so-b", "so-c"]);
    units.lose(3);
    assert_eq!(units.undo(&file_of("so-c"), None, false), NOTHING);
    assert!(!units.is_issued("so-c"));
    assert_eq!(units.recorded(), ["so-a", "so-b"]);
}

/// Between two writes that are kept others may have recorded.
#[test]
fn records_of_a_lost_write_stay_when_one_before_it_is_taken_back() {
    let all = ["so-a", "so-b", "so-c"];
    let mut units = Units::issued(&all);
    units.lose(2);
    assert_eq!(units.undo(SEALS, Some(1), false), NOTHING);
    assert_eq!(units.recorded(), ["so-b", "so-c"]);
    assert_eq!(all.map(|id| units.is_issued(id)), [false, true, true]);
    let mut units = Units::issued(&all);
    units.lose(3);
    assert_eq!(units.undo(SEALS, Some(2), true), NOTHING);
    assert_eq!(units.recorded(), ["so-a", "so-c"]);
    assert_eq!(all.map(|id| units.is_issued(id)), [true, false, true]);
}

/// A unit issues, is taken back and issues again; what another recorded meanwhile stays, though
/// only writes of the first are kept.
#[test]
fn records_of_a_lost_write_stay_when_all_others_are_taken_back() {
    let mut units = Units::issued(&["so-a", "so-b"]);
    units.lose(2);
    assert_eq!(units.undo(&file_of("so-a"), None, false), NOTHING);
    units.issue("so-a", 1);
    assert_eq!(units.undo(&file_of("so-a"), Some(1), false), NOTHING);
    assert!(!units.is_issued("so-a"));
    assert_eq!(units.recorded(), ["so-b"]);
}

/// `seal` records without writing the file of a unit, so that nothing says whose records it made.
#[test]
fn what_a_write_recorded_that_nobody_knows_is_not_taken_back() {
    let mut units = Units::issued(&["so-a", "so-b"]);
    units.lose(2);
    let of_unit = format!(".baocao/lich-su/{}", file_of("so-a"));
    fs::remove_dir_all(units.path(&of_unit)).expect("it is kept");
    for force in [false, true] {
        let told = units.undo(SEALS, Some(1), force);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("không rõ lần ghi 1"), "{told:?}");
        assert_eq!(units.recorded(), ["so-a", "so-b"]);
    }
}

#[test]
fn what_is_taken_back_already_is_said() {
    let mut units = Units::issued(&["so-a", "so-b"]);
    assert_eq!(units.undo(&file_of("so-a"), None, false), NOTHING);
    let told = units.undo(SEALS, Some(1), false);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("đang đúng như trước lần ghi ấy"),
        "{told:?}"
    );
    assert_eq!(units.recorded(), ["so-b"]);
}

/// The record that was there before cannot be put back.
#[test]
fn a_record_that_took_the_place_of_one_stays_where_its_write_is_lost() {
    let mut units = Units::issued(&["so-b"]);
    let replacing = format!("{DRAFT}  thay_the: {{so: 9, ngay: 2024-03-01}}\n");
    fs::write(units.path(&file_of("so-a")), replacing).expect("it can be written");
    units.issue("so-a", 10);
    units.lose(2);
    let told = units.undo(&file_of("so-a"), None, false);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("giữ nguyên các lần ghi sau"), "{told:?}");
    assert!(units.is_issued("so-a"));
    assert_eq!(units.recorded(), ["so-b", "so-a"]);
}
