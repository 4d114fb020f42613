//! A verdict as text: one line a mark. Turns are written one by one and read together, never searched by label, so a
//! verdict is one value of its turn and storing a reply stays two statements.
//! It must not change what a verdict says: what is read back equals what was made.

use crate::coach::ids::Label;
use crate::coach::recognise::{Mark, Trick, Verdict};

/// Writes `+label start end because` for each mark and `?label` for each doubt, `!name` for a trick, with tabs between and a line for each.
pub(super) fn write(verdict: &Verdict) -> String {
    let sure = verdict.marks.iter().map(|mark| {
        let (label, because) = (escape(mark.label.as_str()), escape(&mark.because));
        format!("+{label}\t{}\t{}\t{because}", mark.span.start, mark.span.end)
    });
    let unsure = verdict.unsure.iter().map(|label| format!("?{}", escape(label.as_str())));
    let trick = verdict.trick.iter().map(|trick| format!("!{}", trick.name()));
    sure.chain(unsure).chain(trick).collect::<Vec<_>>().join("\n")
}

/// Reads what [`write`] wrote; `None` where it is something else.
pub(super) fn read(text: &str) -> Option<Verdict> {
    let mut verdict = Verdict::default();
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        if let Some(label) = line.strip_prefix('?') {
            verdict.unsure.insert(Label::parse(&unescape(label))?);
        } else if let Some(name) = line.strip_prefix('!') {
            verdict.trick = Some(Trick::ALL.into_iter().find(|trick| trick.name() == name)?);
        } else {
            verdict.marks.push(mark(line.strip_prefix('+')?)?);
        }
    }
    Some(verdict)
}

fn mark(line: &str) -> Option<Mark> {
    let mut parts = line.split('\t');
    let label = Label::parse(&unescape(parts.next()?))?;
    let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let because = unescape(parts.next()?).into();
    parts.next().is_none().then_some(Mark { label, span: start..end, because })
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\0', "\\0")
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let letter = if letter == '\\' { letters.next().map(escaped).unwrap_or(letter) } else { letter };
        plain.push(letter);
    }
    plain
}

fn escaped(letter: char) -> char {
    match letter {
        't' => '\t',
        'n' => '\n',
        '0' => '\0',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn verdict() -> impl Strategy<Value = Verdict> {
        let label = ("[^.]+", ".+").prop_map(|(task, name)| Label::new(&task, &name));
        let mark = (label.clone(), any::<(u16, u16)>(), any::<String>()).prop_map(
            |(label, (start, end), because)| Mark {
                label,
                span: usize::from(start)..usize::from(end),
                because: because.into(),
            },
        );
        let trick = prop::option::of(prop::sample::select(&Trick::ALL[..]));
        (prop::collection::vec(mark, 0..6), prop::collection::btree_set(label, 0..4), trick)
            .prop_map(|(marks, unsure, trick)| Verdict { marks, unsure, trick })
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(verdict in verdict()) {
            prop_assert_eq!(read(&write(&verdict)), Some(verdict));
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text: String) {
            let _ = read(&text);
        }
    }

    #[test]
    fn a_verdict_that_lacks_a_part_is_refused() {
        assert_eq!(read(""), Some(Verdict::default()));
        for bad in [
            "listen",
            "+lscpa.listen",
            "+lscpa.listen\t0\t3",
            "+lscpa.listen\t0\tx\ty",
            "?listen",
            "+a.b\t0\t1\tc\td",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
