//! Disputed verdicts in words: the list by which a rep hands a reply over, what a trainer sees of it, what came of it.
//! A trainer sees that reply and what the customer said before it, not whose it is.
//! It must not decide what is right.

use super::judge::Reviewing;
use super::{Action, Block, Choice, Entry, Look, Reply, Words, phrase};
use crate::coach::ids::{Label, SessionId, TurnId};
use crate::coach::recognise::Verdict;
use crate::coach::review::QueuePlace;

/// Replies that a list has room for.
const REPLIES: usize = 25;
/// Sentences that are named when a correction would break more.
const BROKEN: usize = 5;
/// Characters of each.
const BROKEN_LETTERS: usize = 200;

/// The list of a drill's replies, one of which may be handed to the trainers; the last ones where there are too many.
pub fn replies(words: &Words, session: SessionId, said: &[&str]) -> Option<Choice> {
    let entry = |(n, said): (usize, &&str)| {
        let turn = (n + 1).to_string();
        let words = words.say(phrase::RECEIPT_QUOTE, &[("turn", &turn), ("words", said)]);
        Entry { value: n.to_string(), words, chosen: false }
    };
    let options: Vec<Entry> =
        said.iter().enumerate().skip(said.len().saturating_sub(REPLIES)).map(entry).collect();
    let prompt = words.plain(phrase::DISPUTE_CHOOSE).to_owned();
    let action = Action::Dispute(session);
    (!options.is_empty()).then_some(Choice { action, prompt, options, least: 1, most: 1 })
}

/// A disputed reply.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c> {
    /// Which.
    pub turn: TurnId,
    /// How many wait, this one among them.
    pub waiting: u32,
    /// What the buyer said before it.
    pub context: &'c str,
    /// What the rep said.
    pub said: &'c str,
    /// What was recognised in it, in all tasks.
    pub verdict: &'c Verdict,
    /// The labels of the task that is looked at, with their names as they are shown.
    pub labels: &'c [(Label, String)],
    /// Whether exactly one of them is right.
    pub one: bool,
    /// Whether it is to become a test rather than an example.
    pub test: bool,
    /// Where it stands in the queue.
    pub place: QueuePlace,
    /// Official drills that wait.
    pub drills: u32,
}

/// A disputed reply as a trainer sees it: choosing what it did is all that is to be done.
pub fn case(words: &Words, case: &Case<'_>) -> Reply {
    let (how, other) = if case.test {
        (phrase::REVIEW_HOW_TEST, phrase::BUTTON_AS_EXAMPLE)
    } else {
        (phrase::REVIEW_HOW, phrase::BUTTON_AS_TEST)
    };
    let heading = |phrase| Block::Field(words.plain(phrase).into(), String::new());
    let mut reply = Reply::default()
        .with(Block::Title(words.say(phrase::REVIEW_TITLE, &[("count", &case.waiting.to_string())])))
        .with(heading(phrase::REVIEW_BEFORE))
        .with(Block::Quote(case.context.to_owned()))
        .with(heading(phrase::REVIEW_SAID))
        .with(Block::Quote(case.said.to_owned()))
        .with(heading(phrase::REVIEW_RECOGNISED))
        .with(Block::List(recognised(words, case)))
        .with(Block::Note(words.plain(how).into()))
        .button(words.plain(phrase::BUTTON_KEEP).into(), Action::Keep(case.turn), Look::Main)
        .button(
            words.plain(other).into(),
            Action::Review(Reviewing::Dispute(case.turn, !case.test)),
            Look::Plain,
        )
        .button(
            words.plain(phrase::BUTTON_SKIP).into(),
            Action::Review(Reviewing::Skip(case.place)),
            Look::Plain,
        )
        .button(words.plain(phrase::BUTTON_OVERLAY).into(), Action::Overlay, Look::Plain);
    if case.drills > 0 {
        let holes = [("drills", case.drills.to_string()), ("replies", case.waiting.to_string())];
        let waiting = words.say(phrase::QUEUE_WAITING, &holes.each_ref().map(|(h, v)| (*h, v.as_str())));
        reply = reply.with(Block::Note(waiting));
    }
    let entry = |(label, name): &(Label, String)| {
        let (value, words) = (label.name().to_owned(), name.clone());
        Entry { value, words, chosen: case.verdict.did(label) }
    };
    let (least, most) = if case.one { (1, 1) } else { (0, case.labels.len()) };
    if !case.labels.is_empty() {
        reply.choice = Some(Choice {
            action: if case.test {
                Action::Review(Reviewing::Test(case.turn))
            } else {
                Action::Correct(case.turn)
            },
            prompt: words.plain(phrase::REVIEW_CHOOSE).into(),
            options: case.labels.iter().map(entry).collect(),
            least,
            most,
        });
    }
    reply
}

fn recognised(words: &Words, case: &Case<'_>) -> Vec<String> {
    let line = |(label, name): &(Label, String)| match case.verdict.find(label) {
        Some(mark) => {
            let quote = case.said.get(mark.span.clone()).unwrap_or_default();
            Some(words.say(phrase::REVIEW_MARK, &[("label", name), ("words", quote)]))
        }
        None if case.verdict.unsure.contains(label) => {
            Some(words.say(phrase::REVIEW_UNSURE, &[("label", name)]))
        }
        None => None,
    };
    let lines: Vec<String> = case.labels.iter().filter_map(line).collect();
    if lines.is_empty() { vec![words.plain(phrase::REVIEW_NONE).to_owned()] } else { lines }
}

/// Nothing waits for a trainer.
pub fn nothing(words: &Words) -> Reply {
    Reply::text(words.plain(phrase::REVIEW_EMPTY)).button(
        words.plain(phrase::BUTTON_OVERLAY).into(),
        Action::Overlay,
        Look::Plain,
    )
}

/// A correction was taken: what the sentence is from now on, or what it tests.
pub fn taken(words: &Words, said: &str, labels: &[&str], test: bool) -> Reply {
    let none = [words.plain(phrase::REVIEW_NONE)];
    let names = if labels.is_empty() { &none[..] } else { labels }.join(" · ");
    let taken = if test { phrase::REVIEW_TAKEN_TEST } else { phrase::REVIEW_TAKEN };
    Reply::text(words.say(taken, &[("labels", &names)])).with(Block::Quote(said.to_owned()))
}

/// What a correction would make worse: the language of the tests, their macro-F1 before and with it, the tests that
/// would break.
pub type Harm<'h> = (&'h str, f64, f64, &'h [String]);

/// A correction was refused.
pub fn refused(words: &Words, said: &str, harms: &[Harm<'_>]) -> Reply {
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let mut reply = Reply::text(words.plain(phrase::REVIEW_REFUSED)).with(Block::Quote(said.to_owned()));
    for (language, before, after, broken) in harms {
        let holes =
            [("language", (*language).to_owned()), ("before", percent(*before)), ("after", percent(*after))];
        let holes = holes.each_ref().map(|(hole, value)| (*hole, value.as_str()));
        let mut lines: Vec<String> = broken.iter().take(BROKEN).map(|line| start_of(line)).collect();
        if broken.len() > BROKEN {
            let more = (broken.len() - BROKEN).to_string();
            lines.push(words.say(phrase::REVIEW_MORE, &[("count", &more)]));
        }
        reply = reply.with(Block::Text(words.say(phrase::REVIEW_WORSE, &holes))).with(Block::List(lines));
    }
    reply
}

fn start_of(line: &str) -> String {
    let mut start: String = line.chars().take(BROKEN_LETTERS).collect();
    if start.len() < line.len() {
        start.push('…');
    }
    start
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::coach::ids::Language;

    fn words() -> Words {
        let texts = BTreeMap::from([(phrase::RECEIPT_QUOTE.name, "{turn}: {words}".to_owned())]);
        Words::new(Language::new("en"), texts)
    }

    #[test]
    fn of_more_replies_than_a_list_holds_the_last_are_offered() {
        let said: Vec<String> = (1..=40).map(|n| format!("said {n}")).collect();
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        let list = replies(&words(), SessionId(1), &said).expect("a list");
        let ends = [list.options.first(), list.options.last()]
            .map(|entry| entry.map(|entry| (entry.value.as_str(), entry.words.as_str())).expect("an entry"));
        assert_eq!((list.options.len(), ends), (25, [("15", "16: said 16"), ("39", "40: said 40")]));
        assert_eq!(replies(&words(), SessionId(1), &[]), None);
    }

    #[test]
    fn where_one_label_is_right_exactly_one_is_chosen() {
        let labels = ["open", "closed"].map(|name| (Label::new("openness", name), name.to_owned()));
        let turn = TurnId { session: SessionId(1), n: 0 };
        let verdict = Verdict::default();
        let several = Case {
            turn,
            waiting: 1,
            context: "",
            said: "",
            verdict: &verdict,
            labels: &labels,
            one: false,
            test: false,
            place: QueuePlace::START,
            drills: 0,
        };
        let bounds = |shown: Case<'_>| case(&words(), &shown).choice.map(|list| (list.least, list.most));
        assert_eq!(bounds(several), Some((0, 2)));
        assert_eq!(bounds(Case { one: true, ..several }), Some((1, 1)));
        assert_eq!(bounds(Case { labels: &[], ..several }), None, "the task is in no playbook any more");
    }
}
