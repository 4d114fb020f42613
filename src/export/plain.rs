//! Cells as plain words, the same in every file: the point is always '.', digits are those of the column's kind.
//! It also knows how wide a text looks, for a Chinese character takes the room of two letters.
//! It must not escape anything; each file has its own rules for that.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// A number with so many digits after the point, never "-0".
pub(super) fn decimal(number: f64, digits: usize) -> String {
    let written = format!("{number:.digits$}");
    let is_zero = written.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if is_zero { written.trim_start_matches('-').to_owned() } else { written }
}

/// A moment as people of a zone read it, to the minute.
pub(super) fn local_minute(moment: &DateTime<Utc>, zone: Tz) -> String {
    moment.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}

/// The width of a text's longest line in letters; East Asian wide characters and emoji count double (Unicode UAX 11).
pub(super) fn width(text: &str) -> usize {
    text.lines().map(|line| line.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()).max().unwrap_or(0)
}

fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x2_0000..=0x3_FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_of_their_column() {
        let written = [(62.5, 1), (62.0, 2), (0.1 + 0.2, 1), (-0.04, 1), (-0.06, 1), (1e21, 0)];
        let written: Vec<_> = written.iter().map(|&(number, digits)| decimal(number, digits)).collect();
        assert_eq!(written, ["62.5", "62.00", "0.3", "0.0", "-0.1", "1000000000000000000000"]);
    }

    #[test]
    fn a_chinese_character_takes_two_places_and_the_longest_line_counts() {
        assert_eq!((width("abc"), width("跟进率"), width("a\n跟进"), width("")), (3, 6, 4, 0));
    }
}
