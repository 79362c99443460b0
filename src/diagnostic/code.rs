//! The stable names of all kinds of findings, and the exit each leads to.

/// Which exit code a kind of finding leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitKind {
    /// The data are wrong or incomplete.
    Data,
    /// A file or folder cannot be read.
    Input,
    /// A template, a font or the typesetting fails.
    Template,
    /// A file or folder cannot be written.
    Output,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $kind:ident;)+) => {
        /// The kind of a finding. Its name never changes once published.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name),+ }

        impl Code {
            /// All kinds of findings.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name that machines read.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The exit that this kind leads to.
            pub fn exit_kind(self) -> ExitKind {
                match self { $(Self::$name => ExitKind::$kind),+ }
            }
        }
    };
}

codes! {
    /// A file or folder that is needed does not exist.
    FileNotFound = "file/not-found", Input;
    /// A file or folder cannot be read.
    FileUnreadable = "file/unreadable", Input;
    /// A file is empty, or holds comments only.
    FileEmpty = "file/empty", Data;
    /// A file is not UTF-8.
    FileEncoding = "file/encoding", Data;
    /// A file lies where the program would never look for it.
    FileStray = "file/stray", Data;
    /// A file says that it is another unit's or of another period.
    FileMisplaced = "file/misplaced", Data;
    /// The text is not YAML.
    YamlSyntax = "yaml/syntax", Data;
    /// A key stands twice in one mapping.
    YamlDuplicateKey = "yaml/duplicate-key", Data;
    /// Anchors, aliases, tags, merge keys and second documents.
    YamlUnsupported = "yaml/unsupported", Data;
    /// A key that nobody reads.
    KeyUnknown = "key/unknown", Data;
    /// A key that must be there is not.
    KeyMissing = "key/missing", Data;
    /// A list where a text belongs, and the like.
    ValueType = "value/type", Data;
    /// A value out of a fixed set of words is none of them.
    ValueChoice = "value/choice", Data;
    /// A value that must not be empty is.
    ValueEmpty = "value/empty", Data;
    /// A number is not written as a number.
    NumberForm = "number/form", Data;
    /// `1.234`: one point two three four, or one thousand two hundred thirty-four?
    NumberThousands = "number/thousands", Data;
    /// `1,5`: a decimal comma, which YAML reads as text.
    NumberComma = "number/comma", Data;
    /// `05`: a leading zero.
    NumberLeadingZero = "number/leading-zero", Data;
    /// A number out of the range its row allows.
    NumberRange = "number/range", Data;
    /// A date that is not written year-month-day, or is on no calendar.
    DateForm = "date/form", Data;
    /// A date that cannot be, given another one.
    DateOrder = "date/order", Data;
    /// A character that no font of the program has.
    TextCharacter = "text/character", Data;
    /// A character that is not seen on paper.
    TextInvisible = "text/invisible", Data;
    /// An agency that `co-quan.yaml` lacks.
    AgencyUnknown = "agency/unknown", Data;
    /// An agency lacks what a report of its own needs.
    AgencyIncomplete = "agency/incomplete", Data;
    /// An agency that does not exist on the day of the report.
    AgencyNotValid = "agency/not-valid", Data;
    /// A period that no regime has.
    PeriodUnknown = "period/unknown", Data;
    /// Two regimes hold for one period.
    RegimeAmbiguous = "regime/ambiguous", Data;
    /// Something in a regime file contradicts itself.
    RegimeInconsistent = "regime/inconsistent", Data;
    /// An earlier report that cannot be read, and is not compared with.
    HistoryUnusable = "history/unusable", Data;
    /// A row that the forms of the regime lack.
    IndicatorUnknown = "indicator/unknown", Data;
    /// A row that this unit does not fill.
    IndicatorNotYours = "indicator/not-yours", Data;
    /// A row that is worked out, never typed.
    FigureComputed = "figure/computed", Data;
    /// A row that this unit fills has no figure and no reason.
    FigureMissing = "figure/missing", Data;
    /// A part is larger than its whole.
    FigurePartExceedsWhole = "figure/part-exceeds-whole", Data;
    /// A figure that is not what another one leads to expect, and nobody says why.
    FigureUnexpected = "figure/unexpected", Data;
    /// The register of arrivals and the files of units say different things.
    RegisterDiffers = "register/differs", Data;
    /// Two units state the same figures: a file was copied.
    FigureCopied = "figure/copied", Data;
    /// A compiled report lacks the reports of some of its units.
    CompilationIncomplete = "compilation/incomplete", Data;
    /// The agency that answers for an area and the other units state different figures.
    CompilationDifference = "compilation/difference", Data;
    /// A final figure for what was no estimate, or for a period that is none before.
    FigureFinal = "figure/final", Data;
    /// Something in a plan contradicts itself, or names what does not exist.
    PlanInconsistent = "plan/inconsistent", Data;
    /// A task waits for something that nobody says.
    PlanConditionWords = "plan/condition-words", Data;
    /// A deadline is not the day that its printed words mean.
    PlanDeadlineWords = "plan/deadline-words", Data;
    /// A task that the plan lacks.
    TaskUnknown = "task/unknown", Data;
    /// A task that this unit does not lead.
    TaskNotYours = "task/not-yours", Data;
    /// A task that this unit leads and says nothing of.
    TaskMissing = "task/missing", Data;
    /// A task completed before its plan was issued.
    TaskBeforePlan = "task/before-plan", Data;
    /// A task completed after the day on which the report judges.
    TaskAfterReference = "task/after-reference", Data;
    /// A task that is done without a product.
    TaskWithoutProduct = "task/without-product", Data;
    /// Two things are said of a task that cannot both be.
    TaskContradiction = "task/contradiction", Data;
    /// A task is late and nobody says why.
    TaskWithoutReason = "task/without-reason", Data;
    /// A task expected on a day that has passed, or that is years away.
    TaskExpected = "task/expected", Data;
    /// Money that cannot be.
    TaskMoney = "task/money", Data;
    /// One number, two dates.
    ProductTwoDates = "product/two-dates", Data;
    /// A product of a day that has not come.
    ProductFuture = "product/future", Data;
    /// What is no number and symbol of a document.
    ProductSymbol = "product/symbol", Data;
    /// A figure in a paragraph that cannot be put there.
    NarrativeFigure = "narrative/figure", Data;
    /// A section that must be written is not.
    NarrativeMissing = "narrative/missing", Data;
    /// A section that is not spoken of, so that the report would deny it.
    NarrativeSilent = "narrative/silent", Data;
    /// A section that the outline of the regime lacks.
    NarrativeUnknown = "narrative/unknown", Data;
    /// A paragraph of the last report that was copied and not touched.
    NarrativeUntouched = "narrative/untouched", Data;
    /// An agency or a word that is no longer in use on the day of the report.
    NarrativeOldName = "narrative/old-name", Data;
    /// Number or day before issue, or missing after it.
    DocumentState = "document/state", Data;
    /// A document issued after it was due.
    DateLate = "date/late", Data;
    /// A signer whose title does not go with the way of signing.
    SignerForm = "signer/form", Data;
    /// What the program adds by itself stands in the data too.
    DocumentRecipients = "document/recipients", Data;
    /// A text that no page would hold.
    TextTooLong = "text/too-long", Data;
    /// The rest of a sentence that YAML takes for a comment.
    TextComment = "text/comment", Data;
    /// A signer that the agency lacks.
    SignerUnknown = "signer/unknown", Data;
    /// A font family or one of its four styles is missing.
    FontMissing = "font/missing", Template;
    /// A file in the folder of fonts is not a font.
    FontUnreadable = "font/unreadable", Template;
    /// A template that does not exist.
    TemplateNotFound = "template/not-found", Template;
    /// A template that cannot be read or carried out.
    TemplateError = "template/error", Template;
    /// A template that prints what is no text: nothing, a number, yes or no.
    TemplateValue = "template/value", Template;
    /// Typst refuses the page.
    TypesetError = "typeset/error", Template;
    /// The page does not meet PDF/A-2a or PDF/UA-1.
    TypesetStandard = "typeset/standard", Template;
    /// A file that is there already and is not written over.
    OutputExists = "output/exists", Output;
    /// A file or folder cannot be written.
    OutputUnwritable = "output/unwritable", Output;
}
