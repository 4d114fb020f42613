//! How wide words are, and what is done where they are wider than their place: cut with an ellipsis, or wrapped.
//! Layout features are gone from the font, so a width is the sum of the advances and what is measured is what is drawn.
//! It must not let a character through that the font lacks.

use super::font;

/// What stands for a character that the font lacks.
pub(super) const PLACEHOLDER: char = '□';

/// More characters than this of one text are never looked at.
const MOST_CHARS: usize = 2_000;

/// Sums of widths may differ by this for the order of their parts alone.
const ROUNDING: f64 = 1e-7;

/// Lines do not begin with these.
const NEVER_FIRST: &str = ",.;:!?)]}%\u{ff0c}\u{ff1a}\u{ff1b}\u{ff01}\u{ff1f}\u{ff09}\u{ff05}。、】》」』〉〕…—·’”\u{e019}\u{e01d}\u{e026}";

/// Lines do not end with these.
const NEVER_LAST: &str = "([{\u{ff08}【《「『〈〔‘“¥$#\u{e018}\u{e01c}";

/// Letters and marks that the font lacks, each before what is shown instead.
const BARE: &str = "ĄAąaĆCćcĈCĉcĊCċcČCčcĎDďdĐDđdĔEĕeĖEėeĘEęeĜGĝgĞGğgĠGġgĢGģgĤHĥhĦHħhĬIĭiĮIįiİIıiĴJĵjĶKķkĹLĺlĻLļlĽLľlĿLŀlŁLłlŅNņnŊNŋn\
    ŐOőoŔRŕrŖRŗrŘRřrŚSśsŜSŝsŞSşsŠSšsŢTţtŤTťtŦTŧtŮUůuŰUűuŲUųuŴWŵwŶYŷyŸYŹZźzŻZżzŽZžzſsșsȘSțtȚT☐□✗×✘×✔✓⭐★❤♥‑-";

/// The wide quotes, ellipsis and middle dot of the Chinese font, each before its narrow twin.
const NARROW: &str = "‘\u{e018}’\u{e019}“\u{e01c}”\u{e01d}…\u{e026}·\u{e0b7}";

/// The text as it can be drawn: one line, no marks without width, every character one of the font's.
///
/// Without Chinese characters quotes, ellipsis and middle dot are the narrow ones.
pub(super) fn plain(text: &str) -> String {
    let chinese = text.chars().take(MOST_CHARS).any(is_wide);
    let mut out = String::new();
    for char in text.chars().take(MOST_CHARS).filter(|char| !is_silent(*char)) {
        if char.is_whitespace() || char.is_control() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            let narrow = if chinese { None } else { twin(NARROW, char) };
            out.push(narrow.unwrap_or_else(|| shown(char)));
        }
    }
    out.trim().to_owned()
}

/// What is shown for a character: itself, its bare letter, or the placeholder.
fn shown(char: char) -> char {
    if font::has(char) {
        char
    } else {
        twin(BARE, char).filter(|bare| font::has(*bare)).unwrap_or(PLACEHOLDER)
    }
}

/// Whether a character is shown as itself or as something close, or takes no place at all.
#[cfg(test)]
pub(super) fn known(char: char) -> bool {
    is_silent(char) || char.is_control() || char == '☐' || shown(char) != PLACEHOLDER
}

/// What stands after a character in a table of pairs.
fn twin(pairs: &str, char: char) -> Option<char> {
    let mut chars = pairs.chars().filter(|char| *char != ' ');
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        if from == char {
            return Some(to);
        }
    }
    None
}

/// Marks that join, turn or vary other characters and have no shape of their own.
fn is_silent(char: char) -> bool {
    matches!(u32::from(char), 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0x300..=0x36f)
        || matches!(u32::from(char), 0x1_f3fb..=0x1_f3ff | 0xe_0000..=0xe_01ef)
}

/// A character that fills an em and may stand at the beginning of a line.
fn is_wide(char: char) -> bool {
    matches!(u32::from(char), 0x2e80..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff01..=0xff60 | 0x2_0000..=0x3_ffff)
}

/// The width of words in pixels at a size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(font::advance).sum::<f64>() * size
}

/// One line at most so wide; what does not fit gives way to an ellipsis.
pub(super) fn fit(text: &str, size: f64, most: f64) -> String {
    cut(&plain(text), size, most)
}

fn cut(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most + ROUNDING {
        return text.to_owned();
    }
    let ellipsis = if text.chars().any(is_wide) { '…' } else { '\u{e026}' };
    let room = most - font::advance(ellipsis) * size;
    if room < 0.0 {
        return String::new();
    }
    let mut used = 0.0;
    let fits = |char: &char| {
        used += font::advance(*char) * size;
        used <= room
    };
    let mut out = text.chars().take_while(fits).collect::<String>().trim_end().to_owned();
    out.push(ellipsis);
    out
}

/// Lines at most so wide and so many; what does not fit into the last gives way to an ellipsis.
pub(super) fn wrap(text: &str, size: f64, most: f64, lines: usize) -> Vec<String> {
    let mut rest = plain(text);
    let mut out = Vec::new();
    while !rest.is_empty() && out.len() < lines {
        if out.len() + 1 == lines {
            out.push(cut(&rest, size, most));
            break;
        }
        let end = line_end(&rest, size, most);
        let (line, after) = rest.split_at(end);
        out.push(line.trim_end().to_owned());
        rest = after.trim_start().to_owned();
    }
    out
}

/// The byte at which a line ends: after the last place to break that fits, else in the midst of a word.
fn line_end(text: &str, size: f64, most: f64) -> usize {
    let (mut used, mut hard, mut soft) = (0.0, 0, 0);
    let mut before: Option<char> = None;
    for (at, char) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, char)) {
            soft = at;
        }
        used += font::advance(char) * size;
        if used > most && hard > 0 {
            return if soft > 0 { soft } else { hard };
        }
        hard = at + char.len_utf8();
        before = Some(char);
    }
    text.len()
}

fn may_break(before: char, after: char) -> bool {
    let between = before == ' ' || is_wide(before) || is_wide(after) || before == '-' || before == '/';
    between && !NEVER_FIRST.contains(after) && !NEVER_LAST.contains(before) && after != ' '
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_tables_are_of_pairs() {
        assert_eq!(BARE.chars().filter(|c| *c != ' ').count() % 2, 0);
        assert_eq!(NARROW.chars().count() % 2, 0);
        assert_eq!(plain("Łukasz Wójcik"), "Lukasz Wójcik");
    }

    #[test]
    fn what_the_font_lacks_is_a_box_and_joiners_vanish() {
        assert_eq!(plain("a🐄b\u{200d}c\u{fe0f}\u{202e}"), "a□bc");
        assert_eq!(plain("שלום"), "□□□□");
        assert_eq!(plain(" a\n\tb\u{0} "), "a b");
    }

    #[test]
    fn quotes_are_narrow_among_latin_letters_only() {
        assert_eq!(plain("it’s"), "it\u{e019}s");
        assert_eq!(plain("“好”"), "“好”");
    }

    #[test]
    fn a_line_does_not_begin_with_a_comma() {
        assert_eq!(wrap("我的客户\u{ff0c}不会这样", 10.0, 40.0, 9), ["我的客", "户\u{ff0c}不会", "这样"]);
        assert_eq!(wrap("one two three", 10.0, 45.0, 2), ["one two", "three"]);
        assert_eq!(wrap("", 10.0, 45.0, 2), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_its_place(text in ".{0,200}", most in 0.0..300.0f64, lines in 0usize..5) {
            prop_assert!(width(&fit(&text, 13.0, most), 13.0) <= most + 1e-6);
            let wrapped = wrap(&text, 13.0, most.max(14.0), lines);
            prop_assert!(wrapped.len() <= lines);
            for line in wrapped {
                prop_assert!(width(&line, 13.0) <= most.max(14.0) + 1e-6, "{line}");
            }
        }
    }
}
