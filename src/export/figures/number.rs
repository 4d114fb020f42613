//! The value of a figure: digits with a point, a sign before and a percent sign behind if wished.
//! A comma is refused with the number that was probably meant, for 1,234 is two numbers to two readers.
//! It must not take words, powers of ten or infinity.

use super::fault::Wrong;

/// No figure of a sales team is larger, and a number still has its cents.
const MOST: f64 = 1e13;

/// A value with its unit; percent is `%`, and is the unit where none is written but a sign stands behind the number.
pub(super) fn read(text: &str, unit: &str) -> Result<(f64, String), Wrong> {
    let plain = narrow(text);
    let (digits, has_sign) = match plain.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (plain.as_str(), false),
    };
    let is_percent = matches!(narrow(unit).to_lowercase().as_str(), "%" | "percent" | "pct" | "百分比");
    if has_sign && !is_percent && !unit.is_empty() {
        return Err(Wrong::PercentUnit { unit: unit.to_owned() });
    }
    let found = || text.to_owned();
    if !is_number(digits) {
        return Err(match without_marks(digits) {
            Some((instead, true)) => Wrong::DecimalComma { found: found(), instead },
            Some((instead, false)) => Wrong::Thousands { found: found(), instead },
            None => Wrong::Number { found: found() },
        });
    }
    let value = digits.parse::<f64>().ok().filter(|value| value.abs() <= MOST);
    let value = value.ok_or_else(|| Wrong::Number { found: found() })?;
    let unit = if is_percent || has_sign { "%" } else { unit };
    Ok((value, unit.to_owned()))
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(rest)
}

/// The number without its marks of thousands, or with a point for its only comma, and whether it was the latter.
fn without_marks(text: &str) -> Option<(String, bool)> {
    let bare = text.replace([',', ' ', '\'', '_', '\u{A0}', '\u{202F}', '’', '、'], "");
    if let Some((whole, rest)) = text.split_once(',')
        && rest.len() != 3
        && rest.bytes().all(|byte| byte.is_ascii_digit())
    {
        let instead = format!("{}.{rest}", whole.replace('.', ""));
        return is_number(&instead).then_some((instead, true));
    }
    (bare != text && is_number(&bare)).then_some((bare, false))
}

/// Full-width forms as plain ones (Unicode block FF00 to FF5E), as a Chinese keyboard writes them.
pub(super) fn narrow(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '−' => '-',
        _ => c,
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<f64, Wrong> {
        read(text, "CNY").map(|(value, _)| value)
    }

    #[test]
    fn digits_with_a_point_and_a_sign_are_taken() {
        assert_eq!((value("1234.5"), value("-3"), value("+0.25")), (Ok(1234.5), Ok(-3.0), Ok(0.25)));
        assert_eq!(value("１２．５"), Ok(12.5));
    }

    #[test]
    fn a_percent_sign_is_the_unit() {
        assert_eq!(read("62.5%", ""), Ok((62.5, "%".into())));
        assert_eq!(read("62.5 ％", "Percent"), Ok((62.5, "%".into())));
        assert_eq!(read("62.5", "％"), Ok((62.5, "%".into())));
        assert_eq!(read("5%", "CNY"), Err(Wrong::PercentUnit { unit: "CNY".into() }));
    }

    #[test]
    fn separators_of_thousands_are_refused_with_the_number_without() {
        for text in ["1,234", "1 234", "1'234", "1，234"] {
            assert_eq!(value(text), Err(Wrong::Thousands { found: text.into(), instead: "1234".into() }));
        }
        let refused = Err(Wrong::Thousands { found: "1,234,567.89".into(), instead: "1234567.89".into() });
        assert_eq!(value("1,234,567.89"), refused);
        let refused = Err(Wrong::DecimalComma { found: "1.234,5".into(), instead: "1234.5".into() });
        assert_eq!(value("1.234,5"), refused);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["¥12", "1e5", "inf", "NaN", "12万", ".5", "5.", "--5", "10000000000001"] {
            assert_eq!(value(text), Err(Wrong::Number { found: text.into() }), "{text}");
        }
    }
}
