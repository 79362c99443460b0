//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// What is to be typed into.
const PAPER: Color = Color::RGB(0x00FF_F9DB);
/// What is missing.
pub(in crate::workbook) const MISSING: Color = Color::RGB(0x00F8_C9C4);
/// What must be mended.
pub(super) const WRONG: Color = Color::RGB(0x00F4_9A8F);
/// What is to be looked at again.
pub(super) const DOUBTFUL: Color = Color::RGB(0x00FB_D38A);
/// Heads of columns.
const HEAD: Color = Color::RGB(0x00DD_E8F3);
/// Words over other rows.
const GROUP: Color = Color::RGB(0x00F1_F4F7);
const LINE: Color = Color::RGB(0x00B5_BDC5);
const LEADS: Color = Color::RGB(0x001F_5FA8);
const QUIET: Color = Color::RGB(0x0055_5F69);

/// Whole numbers, with points or commas between thousands as the machine has them.
const WHOLE: &str = "#,##0";
/// A number as it is.
pub(super) const AS_IT_IS: &str = "General";
/// A number in per cent, as it is.
pub(super) const PERCENT: &str = "0.########%";
/// A text that stays as it was typed: "05/3" is no day, "- một" no formula.
const AS_TYPED: &str = "@";

fn plain() -> Format {
    Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(11)
}

fn boxed() -> Format {
    plain()
        .set_border(FormatBorder::Thin)
        .set_border_color(LINE)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
}

/// The title of a sheet.
pub(in crate::workbook) fn title() -> Format {
    plain().set_font_size(14).set_bold()
}

/// How a sheet is filled in.
pub(in crate::workbook) fn remark() -> Format {
    plain()
        .set_font_color(QUIET)
        .set_italic()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
}

/// Plain lines of the guide.
pub(in crate::workbook) fn line() -> Format {
    plain().set_text_wrap().set_align(FormatAlign::Top)
}

/// The head of a column.
pub(in crate::workbook) fn head() -> Format {
    boxed()
        .set_bold()
        .set_background_color(HEAD)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

/// Words over other rows.
pub(in crate::workbook) fn group() -> Format {
    boxed().set_bold().set_background_color(GROUP)
}

/// Something that is shown.
pub(in crate::workbook) fn shown() -> Format {
    boxed()
}

/// A number that is shown.
pub(in crate::workbook) fn shown_number() -> Format {
    boxed().set_num_format(WHOLE).set_align(FormatAlign::Right)
}

/// A value that is worked out.
pub(in crate::workbook) fn worked_out() -> Format {
    boxed()
        .set_align(FormatAlign::Right)
        .set_font_color(QUIET)
        .set_background_color(GROUP)
}

/// A number to type.
pub(in crate::workbook) fn number() -> Format {
    shown_number().set_background_color(PAPER).set_unlocked()
}

/// Words or a day to type.
pub(in crate::workbook) fn text() -> Format {
    boxed()
        .set_num_format(AS_TYPED)
        .set_background_color(PAPER)
        .set_unlocked()
}

/// A short word to choose or a day.
pub(in crate::workbook) fn word() -> Format {
    text().set_align(FormatAlign::Center)
}

/// The name of a cell, that leads there.
pub(super) fn link() -> Format {
    boxed()
        .set_font_color(LEADS)
        .set_underline(rust_xlsxwriter::FormatUnderline::Single)
}
