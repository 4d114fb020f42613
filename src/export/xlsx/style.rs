//! How cells look: the number formats of the kinds, the bold header, the grey of what is not shown.
//! The formats are Excel's own codes, which it turns into the reader's language.
//! It must not hold words.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::super::Kind;

/// Local time to the minute.
const MOMENT: &str = "yyyy-mm-dd hh:mm";
/// A day.
const DAY: &str = "yyyy-mm-dd";

/// The formats of a workbook, made once.
#[derive(Debug)]
pub(super) struct Styles {
    /// The header of a table.
    pub(super) header: Format,
    /// A heading above the lines of a summary.
    pub(super) heading: Format,
    /// A label of a summary.
    pub(super) label: Format,
    /// Text that may fill several lines.
    pub(super) text: Format,
    /// Text that would be a formula if it were typed; it stays text when a person edits the cell.
    pub(super) quoted: Format,
    /// A reason in place of a value, and the remark below a table.
    pub(super) grey: Format,
}

impl Styles {
    /// All of them.
    pub(super) fn new() -> Self {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            header: Format::new().set_bold().set_border_bottom(FormatBorder::Thin),
            heading: Format::new().set_bold().set_font_size(14),
            label: Format::new().set_bold(),
            quoted: text.clone().set_quote_prefix(),
            text,
            grey: Format::new()
                .set_italic()
                .set_font_color(Color::RGB(0x80_80_80))
                .set_align(FormatAlign::Top),
        }
    }
}

/// The format of a column's numbers and dates.
pub(super) fn of_kind(kind: Kind) -> Format {
    let code = match kind {
        Kind::Decimal(0) | Kind::Whole => "0".to_owned(),
        Kind::Decimal(digits) => format!("0.{}", "0".repeat(usize::from(digits))),
        Kind::Percent => "0.0 %".to_owned(),
        Kind::Moment => MOMENT.to_owned(),
        Kind::Date => DAY.to_owned(),
        Kind::Text | Kind::Flag => "General".to_owned(),
    };
    Format::new().set_num_format(code).set_align(FormatAlign::Top)
}
