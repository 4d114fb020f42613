//! GIFT, Moodle's format for question banks. What stands between two blank lines is one question; its answer is in braces.

mod answers;
mod marked;
mod write;

use std::ops::Range;

use super::{Bank, Question, Refused, refused};
use answers::{Answered, answered};
use marked::{Marked, is_prefixed, marked};
pub(super) use write::write;

const CATEGORY: &str = "$CATEGORY:";
/// What stands for the gap of a question whose answer is in the middle of its words.
const GAP: &str = "_____";

pub(super) fn read(bank: &mut Bank<'_>) {
    let mut topic = String::new();
    for (span, text) in blocks(&bank.file.text.clone()) {
        let mut text = text.as_str();
        while let Some(rest) = text.trim_start().strip_prefix(CATEGORY) {
            let (category, after) = rest.split_once('\n').unwrap_or((rest, ""));
            topic = topic_of(category);
            text = after;
        }
        if !text.trim().is_empty() {
            let question = question(text, &topic);
            bank.take(span, question);
        }
    }
}

/// What stands between blank lines, without comments, each with the bytes of its first line.
fn blocks(text: &str) -> Vec<(Range<usize>, String)> {
    let mut blocks: Vec<(Range<usize>, String)> = Vec::new();
    let (mut open, mut start) = (false, 0);
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if bare.is_empty() {
            open = false;
        } else if !bare.starts_with("//") {
            if !open {
                blocks.push((start..start + line.trim_end().len(), String::new()));
                open = true;
            }
            if let Some((_, block)) = blocks.last_mut() {
                block.push_str(line.trim_end_matches(['\n', '\r']));
                block.push('\n');
            }
        }
        start += line.len();
    }
    blocks
}

/// The last part of a category's path; `//` stands for a slash in a name.
fn topic_of(category: &str) -> String {
    let parts = category.replace("//", "\u{0}");
    let mut parts: Vec<&str> = parts.split('/').map(str::trim).collect();
    if parts.first().is_some_and(|first| first.starts_with('$') && first.ends_with('$')) {
        parts.remove(0);
    }
    if parts.first() == Some(&"top") {
        parts.remove(0);
    }
    parts.last().map(|last| last.replace('\u{0}', "/")).unwrap_or_default()
}

fn question(text: &str, topic: &str) -> Result<Question, Refused> {
    let all = marked(text.trim());
    let (name, rest) = title(&all);
    let (before, inside, after) = parts(rest)?;
    let html = is_prefixed(before, "[html]");
    let (inside, general) = match marked::find(inside, "####") {
        Some(at) => (
            inside.get(..at).unwrap_or_default(),
            marked::text(inside.get(at + 4..).unwrap_or_default(), html)?,
        ),
        None => (inside, String::new()),
    };
    let mut ask = marked::text(before, html)?;
    if after.iter().any(|mark| !mark.char.is_whitespace()) {
        let spaced =
            |mark: Option<&Marked>| if mark.is_some_and(|mark| mark.char.is_whitespace()) { " " } else { "" };
        ask = format!(
            "{ask}{}{GAP}{}{}",
            spaced(before.last()),
            spaced(after.first()),
            marked::text(after, html)?
        );
    }
    if ask.is_empty() {
        return refused("the question has no words", "write what is asked before the `{`");
    }
    let Answered { answer, feedback } = answered(inside, html)?;
    let explain: Vec<String> =
        std::iter::once(general).chain(feedback).filter(|line| !line.is_empty()).collect();
    Ok(Question { name, topic: topic.to_owned(), ask, explain: explain.join("\n"), answer })
}

/// The name between `::` and `::`, and what follows.
fn title(all: &[Marked]) -> (String, &[Marked]) {
    let named = || {
        let rest = marked::strip(all, "::")?;
        let end = marked::find(rest, "::")?;
        Some((marked::words(rest.get(..end)?), rest.get(end + 2..)?))
    };
    named().unwrap_or((String::new(), all))
}

/// What stands before the braces, in them, and after them.
type Parts<'m> = (&'m [Marked], &'m [Marked], &'m [Marked]);

fn parts(all: &[Marked]) -> Result<Parts<'_>, Refused> {
    let Some(open) = marked::find(all, "{") else {
        return refused(
            "it has no answer in braces: a description, not a question",
            "add the answer, such as `{T}` or `{=right ~wrong}`, or take it out",
        );
    };
    let (before, rest) = all.split_at(open);
    let rest = rest.get(1..).unwrap_or_default();
    let Some(close) = marked::find(rest, "}") else {
        return refused(
            "its `{` is never closed",
            "add the `}`, and take out blank lines before it: they end a question",
        );
    };
    let (inside, after) = rest.split_at(close);
    let after = after.get(1..).unwrap_or_default();
    if marked::find(after, "{").is_some() {
        return refused(
            "two answers in braces stand in one question",
            "put a blank line between two questions, or write `\\{` for a brace that is meant as such",
        );
    }
    Ok((before, inside, after))
}
