//! Characters of GIFT, each with whether a backslash stood before it: such a one never has a meaning of its own.

use super::super::html::plain;
use super::super::{Refused, refused};

/// One character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marked {
    pub(super) char: char,
    pub(super) escaped: bool,
}

/// What a backslash takes the meaning of.
const SPECIAL: &str = "~=#{}:\\";
/// How a text may say what it is written in.
const PREFIXES: [&str; 4] = ["[html]", "[plain]", "[markdown]", "[moodle]"];

pub(super) fn marked(text: &str) -> Vec<Marked> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let next = chars.peek().copied().filter(|_| char == '\\');
        let meant = next.and_then(|next| match next {
            'n' => Some('\n'),
            _ => SPECIAL.contains(next).then_some(next),
        });
        match meant {
            Some(char) => {
                chars.next();
                out.push(Marked { char, escaped: true });
            }
            None => out.push(Marked { char, escaped: false }),
        }
    }
    out
}

/// The reverse: special characters with a backslash before them.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for char in text.chars() {
        match char {
            '\n' => out.push_str("\\n"),
            _ if SPECIAL.contains(char) => out.extend(['\\', char]),
            _ => out.push(char),
        }
    }
    // What looks like a format of its own is said to be plain.
    if prefix(text).is_some() { format!("[plain]{out}") } else { out }
}

fn prefix(text: &str) -> Option<&'static str> {
    let begins =
        |prefix: &&str| text.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix));
    PREFIXES.into_iter().find(begins)
}

/// Whether it begins with these characters, none of them escaped; what follows comes back.
pub(super) fn strip<'m>(all: &'m [Marked], what: &str) -> Option<&'m [Marked]> {
    let begins = all.len() >= what.len()
        && what.chars().zip(all).all(|(wanted, mark)| mark.char == wanted && !mark.escaped);
    begins.then(|| all.get(what.len()..).unwrap_or_default())
}

/// Where these characters first stand, none of them escaped.
pub(super) fn find(all: &[Marked], what: &str) -> Option<usize> {
    (0..all.len()).find(|&at| strip(all.get(at..).unwrap_or_default(), what).is_some())
}

/// Parts that each begin at one of these characters; what stands before the first is a part, too, where it has words.
pub(super) fn split<'m>(all: &'m [Marked], at: &[char]) -> Vec<&'m [Marked]> {
    let mut starts: Vec<usize> = all
        .iter()
        .enumerate()
        .filter(|(_, mark)| at.contains(&mark.char) && !mark.escaped)
        .map(|(at, _)| at)
        .collect();
    if all.iter().take(starts.first().copied().unwrap_or(all.len())).any(|mark| !mark.char.is_whitespace()) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([all.len()]);
    starts.iter().zip(ends).filter_map(|(&start, end)| all.get(start..end)).collect()
}

/// The words themselves.
pub(super) fn words(all: &[Marked]) -> String {
    all.iter().map(|mark| mark.char).collect::<String>().trim().to_owned()
}

pub(super) fn is_prefixed(all: &[Marked], by: &str) -> bool {
    prefix(&words(all)) == Some(by)
}

/// The words as plain text; `html` says what they are written in where they do not say so themselves.
pub(super) fn text(all: &[Marked], html: bool) -> Result<String, Refused> {
    let words = words(all);
    let own = prefix(&words);
    let bare = own.and_then(|own| words.get(own.len()..)).unwrap_or(&words).trim();
    if own.map_or(html, |own| own == "[html]") {
        return plain(bare).or_else(|tag| {
            refused(format!("it holds {tag}, which a quiz cannot show"), "say it in words, or take it out")
        });
    }
    Ok(bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_come_back_as_they_were() {
        for odd in ["a~b=c#d{e}f:g\\h", "\\n is no line\nend", "[html]<b>", "\\\\", "[HTML] x", "#### ->"] {
            assert_eq!(text(&marked(&escaped(odd)), false).expect("plain"), odd);
        }
        assert_eq!(words(&marked(r"50\% \x")), r"50\% \x");
    }
}
