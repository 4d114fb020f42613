//! A reply, normalised once: width, case and invisible characters are folded and every byte knows where it came from.
//! Recognisers look at the folded text and quote the original.
//! It must not judge anything.

use std::ops::Range;

use super::fold::Folded;

/// The most characters of a reply that are looked at, which is also what Discord's modal lets through.
pub const MOST_CHARACTERS: usize = 4_000;

/// A reply and its folded form.
#[derive(Debug, Clone)]
pub struct Text {
    original: String,
    folded: String,
    /// For each byte of `folded`, the byte of `original` that it came from; one more for the end.
    origin: Vec<u32>,
    sentences: Vec<Range<usize>>,
}

impl Text {
    /// Folds a reply. What is longer than [`MOST_CHARACTERS`] is left out of the judgement, not of the quote.
    pub fn new(original: &str) -> Self {
        let Folded { text: folded, mut origin } = Folded::new(original, MOST_CHARACTERS);
        origin.push(u32::try_from(original.len()).unwrap_or(u32::MAX));
        let sentences = sentences(&folded);
        Self { original: original.to_owned(), folded, origin, sentences }
    }

    /// What was said, untouched.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// The folded form that patterns are matched against: one width, lower case,
    /// simplified characters, straight quotes, nothing invisible, contractions with their apostrophe.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The sentences of the folded form, each with its closing mark, without surrounding spaces.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The folded text of a range.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.folded.get(range.clone()).unwrap_or_default()
    }

    /// The bytes of the original that a range of the folded form came from, on character boundaries.
    pub fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| self.origin.get(at).map_or(self.original.len(), |&o| o as usize);
        let start = place(range.start);
        let mut end = if range.end >= self.folded.len() { self.folded_end() } else { place(range.end) };
        // A character that folds into several has its end where the next one starts.
        if end <= start && range.end > range.start {
            end = self
                .original
                .get(start..)
                .and_then(|rest| rest.chars().next())
                .map_or(start, |c| start + c.len_utf8());
        }
        start..end
    }

    fn folded_end(&self) -> usize {
        let last =
            self.origin.len().checked_sub(2).and_then(|i| self.origin.get(i)).map_or(0, |&o| o as usize);
        self.original
            .get(last..)
            .and_then(|rest| rest.chars().next())
            .map_or(self.original.len(), |c| last + c.len_utf8())
    }
}

/// Whether a character is Chinese, Japanese or Korean writing, which has no spaces between words.
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{3040}'..='\u{30FF}'
        | '\u{20000}'..='\u{3134F}' | '\u{AC00}'..='\u{D7AF}')
}

fn sentences(folded: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = folded.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, n)| n);
        let after = at + c.len_utf8();
        let closes = match c {
            '。' | '!' | '?' | ';' | '\n' | '…' => {
                !matches!(next, Some('!' | '?' | '。' | '.' | '"' | '\''))
            }
            '.' => next.is_none_or(|n| n.is_whitespace() || is_cjk(n)),
            _ => false,
        };
        if closes {
            push_trimmed(folded, start..after, &mut found);
            start = after;
        }
    }
    push_trimmed(folded, start..folded.len(), &mut found);
    found
}

fn push_trimmed(folded: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let Some(slice) = folded.get(range.clone()) else {
        return;
    };
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = range.start + slice.trim_end().len();
    let says_something =
        folded.get(start..end.max(start)).is_some_and(|s| s.chars().any(char::is_alphanumeric));
    if says_something {
        found.push(start..end);
    } else if let Some(last) = found.last_mut() {
        // A smiley or a stray mark belongs to what was said before it.
        last.end = end.max(last.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<String> {
        let text = Text::new(text);
        text.sentences().iter().map(|s| text.slice(s).to_owned()).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        assert_eq!(cut("I see. Is it 3.5%? Fine!"), ["i see.", "is it 3.5%?", "fine!"]);
        assert_eq!(
            cut("我理解您的顾虑,换作是我也会谨慎。您主要担心的是上线影响业务,对吗?"),
            ["我理解您的顾虑,换作是我也会谨慎。", "您主要担心的是上线影响业务,对吗?"]
        );
        assert_eq!(cut("  "), Vec::<String>::new());
    }

    #[test]
    fn full_width_and_curly_forms_fold_and_quotes_point_at_the_original() {
        let text = Text::new("ＯＫ，that’s 5％");
        assert_eq!(text.folded(), "ok,that's 5%");
        let at = text.folded().find("that").expect("there");
        assert_eq!(&text.original()[text.origin(&(at..at + 6))], "that’s");
    }

    #[test]
    fn traditional_characters_fold_to_simplified_ones_and_are_quoted_as_typed() {
        let text = Text::new("我理解您的顧慮,換作是我也會謹慎。");
        assert_eq!(text.folded(), "我理解您的顾虑,换作是我也会谨慎。");
        assert_eq!(&text.original()[text.origin(&text.sentences()[0])], "我理解您的顧慮,換作是我也會謹慎。");
    }

    #[test]
    fn contractions_get_their_apostrophe_back_and_are_quoted_as_typed() {
        let text = Text::new("Dont worry, its fine. Whats left?");
        assert_eq!(text.folded(), "don't worry, its fine. what's left?");
        assert_eq!(&text.original()[text.origin(&text.sentences()[1])], "Whats left?");
        assert_eq!(&text.original()[text.origin(&(0.."don't".len()))], "Dont");
    }

    proptest! {
        #[test]
        fn every_range_of_sentences_quotes_whole_characters(words in "\\PC{0,60}") {
            let text = Text::new(&words);
            for sentence in text.sentences() {
                let range = text.origin(sentence);
                prop_assert!(text.original().get(range).is_some());
            }
        }
    }
}
