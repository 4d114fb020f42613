//! Folds one spelling of the same words into another: width, case, invisible characters, letters of other scripts that look
//! like Latin ones, traditional characters, and contractions typed without their apostrophe. Every folded byte keeps the byte that it came from.
//! It must not know what words mean.

use std::sync::LazyLock;

use hanconv::RawDictionary;
use unicode_normalization::char::decompose_compatible;

/// Folded text, and for each of its bytes the byte of the original that it came from.
#[derive(Debug, Clone, Default)]
pub(super) struct Folded {
    pub(super) text: String,
    pub(super) origin: Vec<u32>,
}

impl Folded {
    /// Folds the first `most` characters.
    pub(super) fn new(original: &str, most: usize) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            origin: Vec::with_capacity(original.len() + 1),
        };
        for (at, ch) in original.char_indices().take(most) {
            fold(ch, |c| folded.push(c, u32::try_from(at).unwrap_or(u32::MAX)));
        }
        folded.with_apostrophes()
    }

    fn push(&mut self, c: char, from: u32) {
        // Several spaces are one.
        if c == ' ' && self.text.ends_with(' ') {
            return;
        }
        self.text.push(c);
        self.origin.resize(self.text.len(), from);
    }

    /// Puts back the apostrophes that chat leaves out: "dont" is "don't", "whats" is "what's".
    fn with_apostrophes(self) -> Self {
        let words = || words(&self.text).filter_map(|(start, word)| Some((start, word, contraction(word)?)));
        if words().next().is_none() {
            return self;
        }
        let mut mended = Self::default();
        let mut done = 0;
        for (start, word, written) in words() {
            mended.copy(&self, done, start);
            let from = self.origin.get(start).copied().unwrap_or(u32::MAX);
            for (at, c) in written.char_indices() {
                let before = written.get(..at).map_or(0, |head| head.matches('\'').count());
                let own = self.origin.get(start + at - before).copied().unwrap_or(from);
                mended.push(c, own);
            }
            done = start + word.len();
        }
        mended.copy(&self, done, self.text.len());
        mended
    }

    fn copy(&mut self, from: &Self, start: usize, end: usize) {
        self.text.push_str(from.text.get(start..end).unwrap_or_default());
        self.origin.extend_from_slice(from.origin.get(start..end).unwrap_or_default());
    }
}

fn fold(ch: char, mut emit: impl FnMut(char)) {
    match ch {
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{00AD}' => {}
        // Bold in chat; it is no word of anybody.
        '*' => {}
        '\u{2018}' | '\u{2019}' | '\u{02BC}' | '`' => emit('\''),
        '\u{201C}' | '\u{201D}' => emit('"'),
        '\n' => emit('\n'),
        c if c.is_control() || c.is_whitespace() => emit(' '),
        c if c.is_ascii() => emit(c.to_ascii_lowercase()),
        // A composed letter stays whole; only what has another width or form is taken apart.
        c if is_compatibility(c) => decompose_compatible(c, |part| part.to_lowercase().for_each(&mut emit)),
        c if is_han(c) => emit(simplified(c)),
        c if matches!(c, '\u{0370}'..='\u{052F}') => match LOOKALIKES.iter().find(|(other, _)| *other == c) {
            Some((_, latin)) => emit(*latin),
            None => c.to_lowercase().for_each(emit),
        },
        c => c.to_lowercase().for_each(emit),
    }
}

/// Greek and Cyrillic letters that look like a Latin one (Unicode's `confusables.txt`, UTS #39). Words in these scripts are in
/// no playbook; in a Latin word such a letter is there to be overlooked.
const LOOKALIKES: [(char, char); 56] = [
    ('Α', 'a'),
    ('Β', 'b'),
    ('Ε', 'e'),
    ('Ζ', 'z'),
    ('Η', 'h'),
    ('Ι', 'i'),
    ('Κ', 'k'),
    ('Μ', 'm'),
    ('Ν', 'n'),
    ('Ο', 'o'),
    ('Ρ', 'p'),
    ('Τ', 't'),
    ('Υ', 'y'),
    ('Χ', 'x'),
    ('α', 'a'),
    ('γ', 'y'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('ν', 'v'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('σ', 'o'),
    ('τ', 't'),
    ('υ', 'u'),
    ('χ', 'x'),
    ('ϲ', 'c'),
    ('ϳ', 'j'),
    ('А', 'a'),
    ('В', 'b'),
    ('Е', 'e'),
    ('Ѕ', 's'),
    ('І', 'i'),
    ('Ј', 'j'),
    ('К', 'k'),
    ('М', 'm'),
    ('Н', 'h'),
    ('О', 'o'),
    ('Р', 'p'),
    ('С', 'c'),
    ('Т', 't'),
    ('У', 'y'),
    ('Х', 'x'),
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('ѕ', 's'),
    ('і', 'i'),
    ('ј', 'j'),
    ('һ', 'h'),
    ('ӏ', 'l'),
    ('ԁ', 'd'),
    ('ԝ', 'w'),
];

/// Full-width forms, ligatures, circled numbers and the like, whose decomposition is another spelling of the same.
fn is_compatibility(c: char) -> bool {
    matches!(c, '\u{FF00}'..='\u{FFEF}' | '\u{2460}'..='\u{24FF}' | '\u{2100}'..='\u{214F}' | '\u{3300}'..='\u{33FF}'
        | '\u{FB00}'..='\u{FB4F}' | '\u{2070}'..='\u{209F}' | '\u{2026}' | '\u{1D400}'..='\u{1D7FF}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

/// The first Chinese character that has a place in [`SIMPLIFIED`].
const FIRST_HAN: u32 = 0x3400;

/// For each Chinese character what it is in simplified writing, from OpenCC's table; one character for one, so that
/// places stay known.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let one = |word: &str| -> Option<char> {
        let mut chars = word.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let mut table: Vec<char> = (FIRST_HAN..=0x9FFF).filter_map(char::from_u32).collect();
    for (from, to) in RawDictionary::TSCharacters.iter() {
        if let (Some(from), Some(to)) = (one(from), one(to))
            && let Some(place) = place(from).and_then(|at| table.get_mut(at))
        {
            *place = to;
        }
    }
    table
});

fn place(c: char) -> Option<usize> {
    (c as u32).checked_sub(FIRST_HAN).map(|at| at as usize)
}

fn simplified(c: char) -> char {
    place(c).and_then(|at| SIMPLIFIED.get(at)).copied().unwrap_or(c)
}

/// Latin words with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '\'';
    text.split(move |c| !letter(c))
        .filter(|word| word.len() > 1)
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// The written form of a contraction that lost its apostrophe; only such as are no words by themselves.
fn contraction(word: &str) -> Option<&'static str> {
    Some(match word {
        "dont" => "don't",
        "doesnt" => "doesn't",
        "didnt" => "didn't",
        "isnt" => "isn't",
        "arent" => "aren't",
        "wasnt" => "wasn't",
        "werent" => "weren't",
        "cant" => "can't",
        "couldnt" => "couldn't",
        "wouldnt" => "wouldn't",
        "shouldnt" => "shouldn't",
        "wont" => "won't",
        "havent" => "haven't",
        "hasnt" => "hasn't",
        "hadnt" => "hadn't",
        "aint" => "ain't",
        "im" => "i'm",
        "ive" => "i've",
        "youre" => "you're",
        "youve" => "you've",
        "youll" => "you'll",
        "youd" => "you'd",
        "theyre" => "they're",
        "theyve" => "they've",
        "theyll" => "they'll",
        "weve" => "we've",
        "thats" => "that's",
        "whats" => "what's",
        "whos" => "who's",
        "wheres" => "where's",
        "hows" => "how's",
        "theres" => "there's",
        "heres" => "here's",
        "itll" => "it'll",
        "thatll" => "that'll",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_looks_like_another_is_read_as_it() {
        let folded = Folded::new(
            "The \u{440}ri\u{441}\u{435} \u{410}ND T\u{39F}TAL, \u{2066}hi\u{200B}dden\u{2069}",
            100,
        );
        assert_eq!(folded.text, "the price and total, hidden");
        assert_eq!(folded.text.len(), folded.origin.len());
    }

    #[test]
    fn a_word_in_another_script_stays_one() {
        assert_eq!(Folded::new("Жди λ", 100).text, "жди λ");
    }
}
