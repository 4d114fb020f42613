//! Blind marking in words: what was said, one check after another, and how far the marks of two agree.
//! Neither the rep's name nor a verdict nor anybody else's marks are in it.
//! It must not reckon.

use super::judge::{Reviewing, name, sign_of};
use super::{Action, Block, Choice, Entry, Look, Phrase, Reply, Words, phrase};
use crate::coach::evaluate::agreement::USABLE_KAPPA;
use crate::coach::evaluate::{Agreement, Withheld};
use crate::coach::ids::SessionId;
use crate::coach::review::{Item, Mark};

/// Entries of a list.
const ENTRIES: usize = 25;

/// A drill that is marked blind.
#[derive(Debug, Clone, Copy)]
pub struct Marked<'m> {
    /// The drill.
    pub session: SessionId,
    /// The scenario's title.
    pub title: &'m str,
    /// What was said, in pages.
    pub talk: &'m [Vec<Block>],
    /// Whether the buyer's lines are known.
    pub as_played: bool,
    /// The checks: the receipt's number, what is asked, the trainer's own mark.
    pub checks: &'m [(u32, String, Option<Mark>)],
    /// The check that is marked now; none where all are.
    pub check: Option<u32>,
    /// The page that is shown, from 0.
    pub page: usize,
}

/// What was said, with the check that is to be marked.
pub fn marking(words: &Words, marked: &Marked<'_>) -> Reply {
    let page = marked.page.min(marked.talk.len().saturating_sub(1));
    let holes = [("page", (page + 1).to_string()), ("of", marked.talk.len().to_string())];
    let shown = words.say(phrase::JUDGE_TALK, &holes.each_ref().map(|(h, v)| (*h, v.as_str())));
    let mut reply = Reply::default()
        .with(Block::Title(words.say(phrase::MARKING_TITLE, &[("title", marked.title)])))
        .with(Block::Note(words.plain(phrase::MARKING_HOW).into()));
    if marked.talk.len() > 1 {
        reply = reply.with(Block::Note(shown));
    }
    if !marked.as_played {
        reply = reply.with(Block::Note(words.plain(phrase::JUDGE_NO_LINES).into()));
    }
    reply = marked.talk.get(page).into_iter().flatten().cloned().fold(reply, Reply::with);
    reply = question(words, marked, page, reply);
    reply = turning(words, marked, page, reply);
    reply.choice = list(words, marked, page);
    reply
}

/// The check that is asked now with its buttons; where all are marked, the button that ends it.
fn question(words: &Words, marked: &Marked<'_>, page: usize, reply: Reply) -> Reply {
    let of = marked.checks.len().to_string();
    let at = marked.checks.iter().position(|(n, ..)| Some(*n) == marked.check);
    let Some((at, (n, title, mark))) = at.and_then(|at| Some((at, marked.checks.get(at)?))) else {
        let finish = Action::Review(Reviewing::Finish(marked.session));
        return reply
            .with(Block::Field(words.say(phrase::MARKING_ALL, &[("of", &of)]), String::new()))
            .button(words.plain(phrase::BUTTON_FINISH).into(), finish, Look::Main);
    };
    let holes = [("at", (at + 1).to_string()), ("of", of), ("title", title.clone())];
    let asked = words.say(phrase::MARKING_CHECK, &holes.each_ref().map(|(h, v)| (*h, v.as_str())));
    let mut reply = reply.with(Block::Field(asked, String::new()));
    if let Some(mark) = mark {
        let told = words.say(phrase::MARKING_CHOSEN, &[("mark", words.plain(called(*mark)))]);
        reply = reply.with(Block::Note(told));
    }
    for mark in Mark::BLIND {
        let action = Action::Review(Reviewing::Mark(marked.session, *n, mark, page));
        reply = reply.button(words.plain(called(mark)).into(), action, Look::Main);
    }
    reply
}

fn called(mark: Mark) -> Phrase {
    name(Item::Check { weight: 0, earned: None }, mark)
}

fn turning(words: &Words, marked: &Marked<'_>, page: usize, mut reply: Reply) -> Reply {
    let check = marked.check.unwrap_or(u32::MAX);
    let turn = |page| Action::Review(Reviewing::Marking(marked.session, check, page));
    if let Some(before) = page.checked_sub(1) {
        reply = reply.button(words.plain(phrase::BUTTON_EARLIER).into(), turn(before), Look::Plain);
    }
    if page + 1 < marked.talk.len() {
        reply = reply.button(words.plain(phrase::BUTTON_LATER).into(), turn(page + 1), Look::Plain);
    }
    reply
}

fn list(words: &Words, marked: &Marked<'_>, page: usize) -> Option<Choice> {
    let entry = |(n, title, mark): &(u32, String, Option<Mark>)| {
        let said = mark.map_or(words.plain(phrase::MARKING_OPEN), |mark| words.plain(called(mark)));
        let sign = mark.map_or("☐", sign_of);
        let shown = words.say(phrase::MARKING_OPTION, &[("title", title), ("mark", said)]);
        Entry { value: n.to_string(), words: format!("{sign} {shown}"), chosen: false }
    };
    let options: Vec<Entry> = marked.checks.iter().take(ENTRIES).map(entry).collect();
    let action = Action::Review(Reviewing::GoTo(marked.session, page));
    let prompt = words.plain(phrase::MARKING_CHOOSE).to_owned();
    (options.len() > 1).then_some(Choice { action, prompt, options, least: 1, most: 1 })
}

/// Two who marked the same: their names (none for the machine), how many drills, how far they agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// One of them.
    pub one: String,
    /// The other; none for the machine.
    pub other: Option<String>,
    /// How many drills both judged.
    pub n: usize,
    /// How far they agree.
    pub agreement: Result<Agreement, Withheld>,
}

/// How far marks agree, check by check.
pub fn agreement(words: &Words, drills: usize, checks: &[(String, Vec<Pair>)]) -> Reply {
    if checks.is_empty() {
        return Reply::text(words.plain(phrase::AGREEMENT_NOTHING));
    }
    let title = words.say(phrase::AGREEMENT_TITLE, &[("count", &drills.to_string())]);
    let mut reply = Reply::default().with(Block::Title(title));
    for (title, pairs) in checks {
        let heading = words.say(standing(pairs), &[("title", title)]);
        let lines = pairs.iter().map(|pair| line(words, pair)).collect();
        reply = reply.with(Block::Field(heading, String::new())).with(Block::List(lines));
    }
    let kappa = format!("{USABLE_KAPPA:.1}");
    reply.with(Block::Note(words.say(phrase::AGREEMENT_RULE, &[("kappa", &kappa)])))
}

/// Whether trainers agree enough among themselves, as far as that is known; the machine has no say in it.
fn standing(pairs: &[Pair]) -> Phrase {
    let trainers = pairs.iter().filter(|pair| pair.other.is_some());
    let known: Vec<Agreement> =
        trainers.filter_map(|pair| pair.agreement.ok()).filter(|agreement| agreement.kappa.is_ok()).collect();
    if known.is_empty() {
        phrase::AGREEMENT_OPEN
    } else if known.iter().all(Agreement::is_usable) {
        phrase::AGREEMENT_USABLE
    } else {
        phrase::AGREEMENT_NOT_YET
    }
}

fn line(words: &Words, pair: &Pair) -> String {
    let other = pair.other.as_deref().unwrap_or(words.plain(phrase::AGREEMENT_MACHINE));
    let n = pair.n.to_string();
    let own = [("one", pair.one.as_str()), ("other", other), ("n", &n)];
    let say = |what, others: &[(&str, &str)]| {
        words.say(what, &own.iter().chain(others).copied().collect::<Vec<_>>())
    };
    match pair.agreement {
        Ok(agreement) => {
            let percent = format!("{:.0}", agreement.observed * 100.0);
            match agreement.kappa {
                Ok(kappa) => say(
                    phrase::AGREEMENT_LINE,
                    &[("percent", &percent), ("kappa", &format!("{kappa:.2}").replace('-', "−"))],
                ),
                Err(_) => say(phrase::AGREEMENT_ONE_MARK, &[("percent", &percent)]),
            }
        }
        Err(withheld) => {
            let fewest = match withheld {
                Withheld::TooFew { fewest, .. } => fewest,
                _ => crate::coach::evaluate::agreement::FEWEST_CASES,
            };
            say(phrase::AGREEMENT_TOO_FEW, &[("fewest", &fewest.to_string())])
        }
    }
}
