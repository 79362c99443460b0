//! Kinds of documents that the program makes. What differs between them is data; all of them are
//! composed, set, put into an output folder and compared with its manifest in one way.

use crate::diagnostic::Way;

/// A kind of document.
#[derive(Debug, PartialEq, Eq)]
pub struct DocumentKind {
    /// Its name in manifests.
    pub name: &'static str,
    /// What people call one, within a sentence.
    pub noun: &'static str,
    /// What the name of its file has before that of its agency.
    pub file_prefix: &'static str,
    /// The template of its body.
    pub template: &'static str,
    /// By what it is made, and made again.
    pub made_by: Way,
    /// Whether a period says how many there are: then `build` makes all of them, parts of a run
    /// share them, and one that nothing asks for any more is told. Others stand for themselves.
    pub of_period: bool,
}

impl DocumentKind {
    /// The periodic report of an agency (báo cáo).
    pub const REPORT: Self = Self {
        name: "report",
        noun: "báo cáo",
        file_prefix: "",
        template: "bao-cao/bao-cao.j2",
        made_by: Way::Build,
        of_period: true,
    };
    /// The letter to units whose reports are late (công văn đôn đốc).
    pub const REMINDER: Self = Self {
        name: "reminder",
        noun: "công văn đôn đốc",
        file_prefix: "don-doc-",
        template: "bao-cao/don-doc.j2",
        made_by: Way::Remind,
        of_period: false,
    };
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::REPORT, Self::REMINDER];

    /// The one of a name in a manifest; nothing of one that this program does not make.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|kind| kind.name == name)
    }
}
