//! An official drill as a trainer reviews it: what the machine found, what was said, one verdict looked at, what came of
//! it. The machine's verdicts stay; a trainer's stand beside them.
//! It must not decide what counts.

use super::{Action, Block, Choice, Entry, Look, Phrase, Reply, Words, drill, phrase};
use crate::coach::ids::{SessionId, TurnId};
use crate::coach::review::{Item, Mark, QueuePlace};

/// Characters of a quote beside a verdict.
const SHORT_QUOTE: usize = 60;
/// Characters of a quote where one verdict is looked at, and how many there are.
const LONG_QUOTE: usize = 300;
const QUOTES: usize = 4;
/// Entries of a list.
const ENTRIES: usize = 25;
/// What a list gives back for the machine's own verdict.
pub const AS_MACHINE: &str = "machine";

/// What is pressed about a review or a blind marking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reviewing {
    /// Leave a case for later, and show the one after it.
    Skip(QueuePlace),
    /// Show a disputed reply as one to learn from, or to measure by.
    Dispute(TurnId, bool),
    /// Say what a disputed reply did, and keep it as a test.
    Test(TurnId),
    /// Show an official drill: page 0 are the verdicts, the others what was said.
    Look(SessionId, usize),
    /// Look at one verdict, chosen from a list.
    Check(SessionId),
    /// Say what is right of the so-manieth check, by a list.
    Verdict(SessionId, u32),
    /// The form for the reason.
    Reason(SessionId, u32, Mark),
    /// The form for a comment.
    Comment(SessionId),
    /// End the review with so many verdicts changed.
    Settle(SessionId, usize),
    /// Show what came of a review to the rep: part 0 the drill, else a reply counted from 1.
    Outcome(SessionId, u32),
    /// Show a drill that is marked blind: which check, which page.
    Marking(SessionId, u32, usize),
    /// Go to a check of it, chosen from a list; the page stays.
    GoTo(SessionId, usize),
    /// Mark a check blind; the page stays.
    Mark(SessionId, u32, Mark, usize),
    /// Finish a blind marking.
    Finish(SessionId),
}

/// A trainer's verdict beside the machine's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// As it counts by the trainer.
    pub item: Item,
    /// Why.
    pub reason: String,
}

/// A check or a fault of a drill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Which receipt, counted from 0.
    pub n: u32,
    /// The check's or the fault's id.
    pub id: String,
    /// What it asks.
    pub title: String,
    /// As the machine said.
    pub item: Item,
    /// The rep's words that it rests on, each with its reply, counted from 1.
    pub quotes: Vec<(usize, String)>,
    /// A trainer's verdict, where there is one.
    pub changed: Option<Changed>,
}

/// A score and whether it passes.
pub type Standing = (Option<u32>, bool);

/// An official drill under review.
#[derive(Debug, Clone)]
pub struct Case<'c> {
    /// Where it stands in the queue, and which drill it is.
    pub place: QueuePlace,
    /// Drills and disputed replies that wait, this one among them.
    pub waiting: (u32, u32),
    /// The scenario's title.
    pub title: &'c str,
    /// What the rep is called.
    pub rep: &'c str,
    /// The machine's score.
    pub machine: Standing,
    /// The score with the trainer's verdicts.
    pub trainer: Standing,
    /// Every check, then every fault.
    pub judged: &'c [Judged],
    /// What was said, in pages.
    pub talk: &'c [Vec<Block>],
    /// Whether the buyer's lines are known.
    pub as_played: bool,
    /// The score from which it counts as passed.
    pub pass: u32,
    /// Replies that earned nothing, with the reason.
    pub tricks: &'c [String],
    /// The trainer's comment so far.
    pub comment: Option<&'c str>,
}

impl Case<'_> {
    fn session(&self) -> SessionId {
        self.place.session
    }

    fn changes(&self) -> usize {
        self.judged.iter().filter(|judged| judged.changed.is_some()).count()
    }
}

/// The drill as a trainer sees it: page 0 are the verdicts, the others what was said.
pub fn case(words: &Words, case: &Case<'_>, page: usize) -> Reply {
    let title = words.say(phrase::JUDGE_TITLE, &[("rep", case.rep), ("title", case.title)]);
    let reply = Reply::default().with(Block::Title(title));
    let talk = page.checked_sub(1).and_then(|at| case.talk.get(at));
    let reply = match talk {
        Some(blocks) => {
            let holes = [("page", page.to_string()), ("of", case.talk.len().to_string())];
            let told = words.say(phrase::JUDGE_TALK, &holes.each_ref().map(|(h, v)| (*h, v.as_str())));
            let reply = reply.with(Block::Note(told));
            let unknown = words.plain(phrase::JUDGE_NO_LINES).to_owned();
            let reply = if case.as_played { reply } else { reply.with(Block::Note(unknown)) };
            blocks.iter().cloned().fold(reply, Reply::with)
        }
        None => verdicts(words, case, reply),
    };
    let page = if talk.is_some() { page } else { 0 };
    let mut reply = buttons(words, case, page, reply);
    reply.choice = checks(words, case);
    reply
}

fn verdicts(words: &Words, case: &Case<'_>, reply: Reply) -> Reply {
    let ended = words.plain(phrase::JUDGE_ENDED).to_owned();
    let pass = case.pass.to_string();
    let score =
        |what: Phrase, standing: Standing| Block::Text(scored(words, what, standing, &[("pass", &pass)]));
    let mut reply = reply
        .with(Block::Moment(ended, case.place.since_ms.div_euclid(1_000)))
        .with(score(phrase::JUDGE_MACHINE, case.machine));
    if case.changes() > 0 {
        reply = reply.with(score(phrase::JUDGE_YOURS, case.trainer));
    }
    reply = reply
        .with(Block::Field(words.plain(phrase::JUDGE_CHECKS).into(), String::new()))
        .with(Block::List(case.judged.iter().map(|judged| line(words, judged)).collect()));
    reply = case.tricks.iter().fold(reply, |reply, told| reply.with(Block::Note(told.clone())));
    if let Some(comment) = case.comment {
        reply = reply
            .with(Block::Field(words.plain(phrase::JUDGE_COMMENT).into(), String::new()))
            .with(Block::Quote(comment.to_owned()));
    }
    let waiting = [("drills", case.waiting.0.to_string()), ("replies", case.waiting.1.to_string())];
    let waiting = words.say(phrase::QUEUE_WAITING, &waiting.each_ref().map(|(h, v)| (*h, v.as_str())));
    reply.with(Block::Note(words.plain(phrase::JUDGE_HOW).into())).with(Block::Note(waiting))
}

fn buttons(words: &Words, case: &Case<'_>, page: usize, reply: Reply) -> Reply {
    let (session, changes) = (case.session(), case.changes());
    let settle = if changes > 0 { phrase::BUTTON_SAVE_REVIEW } else { phrase::BUTTON_ACCEPT };
    let button = |reply: Reply, label: Phrase, action, look| {
        reply.button(words.plain(label).into(), Action::Review(action), look)
    };
    let reply = button(reply, settle, Reviewing::Settle(session, changes), Look::Main);
    let reply = match page.checked_sub(1) {
        Some(before) => button(reply, phrase::BUTTON_EARLIER, Reviewing::Look(session, before), Look::Plain),
        None => reply,
    };
    let later = if page == 0 { phrase::BUTTON_TALK } else { phrase::BUTTON_LATER };
    let reply = if page < case.talk.len() {
        button(reply, later, Reviewing::Look(session, page + 1), Look::Plain)
    } else {
        reply
    };
    let reply = button(reply, phrase::BUTTON_COMMENT, Reviewing::Comment(session), Look::Plain);
    button(reply, phrase::BUTTON_SKIP, Reviewing::Skip(case.place), Look::Plain)
}

fn checks(words: &Words, case: &Case<'_>) -> Option<Choice> {
    let entry = |judged: &Judged| Entry {
        value: judged.n.to_string(),
        words: format!("{} {}", sign(shown(judged)), judged.title),
        chosen: false,
    };
    let options: Vec<Entry> = case.judged.iter().take(ENTRIES).map(entry).collect();
    let action = Action::Review(Reviewing::Check(case.session()));
    let prompt = words.plain(phrase::JUDGE_CHOOSE).to_owned();
    (!options.is_empty()).then_some(Choice { action, prompt, options, least: 1, most: 1 })
}

/// As it counts for whoever looks at it now.
fn shown(judged: &Judged) -> Item {
    judged.changed.as_ref().map_or(judged.item, |changed| changed.item)
}

fn sign(item: Item) -> &'static str {
    match item {
        Item::Check { weight, earned } => sign_of(Mark::of(weight, earned)),
        Item::Fault(0) => "✓",
        Item::Fault(_) => "✗",
    }
}

/// A mark in one sign.
pub fn sign_of(mark: Mark) -> &'static str {
    match mark {
        Mark::Met => "✓",
        Mark::Partly => "◐",
        Mark::NotMet => "✗",
        Mark::NotRated => "○",
    }
}

/// What something counts, in words.
pub fn points(words: &Words, item: Item) -> String {
    match item {
        Item::Check { weight, earned: Some(earned) } => {
            let holes = [("earned", drill::points(earned)), ("weight", weight.to_string())];
            words.say(phrase::POINTS_OF, &holes.each_ref().map(|(h, v)| (*h, v.as_str())))
        }
        Item::Check { earned: None, .. } => words.plain(phrase::POINTS_NONE).to_owned(),
        Item::Fault(0) => words.plain(phrase::POINTS_NO_FAULT).to_owned(),
        Item::Fault(cost) => words.say(phrase::POINTS_FAULT, &[("cost", &cost.to_string())]),
    }
}

fn line(words: &Words, judged: &Judged) -> String {
    let machine = points(words, judged.item);
    let title = judged.title.as_str();
    let said = match (&judged.changed, judged.quotes.first()) {
        (Some(changed), _) => {
            let trainer = points(words, changed.item);
            let holes = [("title", title), ("machine", &machine), ("trainer", &trainer)];
            words.say(phrase::JUDGE_CHANGED, &holes)
        }
        (None, Some((turn, quote))) => {
            let (turn, quote) = (turn.to_string(), start_of(quote, SHORT_QUOTE));
            let holes = [("title", title), ("points", &machine), ("turn", &turn), ("words", &quote)];
            words.say(phrase::JUDGE_LINE_QUOTED, &holes)
        }
        (None, None) => words.say(phrase::JUDGE_LINE, &[("title", title), ("points", &machine)]),
    };
    format!("{} {said}", sign(shown(judged)))
}

/// A phrase about a score, with other holes where it has some.
pub fn scored(words: &Words, what: Phrase, (score, passed): Standing, others: &[(&str, &str)]) -> String {
    let score = score_text(words, score);
    let verdict = if passed { phrase::JUDGE_PASSED } else { phrase::JUDGE_NOT_PASSED };
    let own = [("score", score.as_str()), ("verdict", words.plain(verdict))];
    let holes: Vec<(&str, &str)> = own.into_iter().chain(others.iter().copied()).collect();
    words.say(what, &holes)
}

/// A score, or the sign for none.
pub fn score_text(words: &Words, score: Option<u32>) -> String {
    score.map_or_else(|| words.plain(phrase::JUDGE_UNSCORED).to_owned(), |score| score.to_string())
}

fn start_of(text: &str, most: usize) -> String {
    let mut start: String = text.chars().take(most).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

/// One verdict looked at, with a list of what it could be instead.
pub fn verdict(words: &Words, session: SessionId, judged: &Judged) -> Reply {
    let machine = words.say(phrase::JUDGE_MACHINE_SAYS, &[("points", &points(words, judged.item))]);
    let mut reply = Reply::default().with(Block::Title(judged.title.clone())).with(Block::Text(machine));
    for (turn, quote) in judged.quotes.iter().take(QUOTES) {
        let holes = [("turn", turn.to_string()), ("words", start_of(quote, LONG_QUOTE))];
        let said = words.say(phrase::RECEIPT_QUOTE, &holes.each_ref().map(|(h, v)| (*h, v.as_str())));
        reply = reply.with(Block::Quote(said));
    }
    if let Some(changed) = &judged.changed {
        let yours = words.say(phrase::JUDGE_YOU_SAY, &[("points", &points(words, changed.item))]);
        reply = reply.with(Block::Text(yours)).with(Block::Quote(changed.reason.clone()));
    }
    let marks: &[Mark] = match judged.item {
        Item::Check { .. } => &Mark::ALL,
        Item::Fault(_) => &Mark::OF_FAULT,
    };
    let option = |mark: &Mark| {
        let item = judged.item.marked(*mark);
        let holes = [("mark", words.plain(name(judged.item, *mark))), ("points", &points(words, item))];
        let words = words.say(phrase::MARK_OPTION, &holes);
        Entry { value: mark.name().to_owned(), words, chosen: false }
    };
    let mut options: Vec<Entry> = marks.iter().map(option).collect();
    if judged.changed.is_some() {
        let words = words.plain(phrase::MARK_AS_MACHINE).to_owned();
        options.push(Entry { value: AS_MACHINE.to_owned(), words, chosen: false });
    }
    reply.choice = Some(Choice {
        action: Action::Review(Reviewing::Verdict(session, judged.n)),
        prompt: words.plain(phrase::JUDGE_VERDICT).into(),
        options,
        least: 1,
        most: 1,
    });
    let back = Action::Review(Reviewing::Look(session, 0));
    reply.button(words.plain(phrase::BUTTON_BACK).into(), back, Look::Plain)
}

/// What a mark is called; of a fault otherwise than of a check.
pub fn name(item: Item, mark: Mark) -> Phrase {
    match (item, mark) {
        (Item::Fault(_), Mark::Met | Mark::NotRated) => phrase::MARK_NOT_MADE,
        (Item::Fault(_), Mark::Partly | Mark::NotMet) => phrase::MARK_MADE,
        (Item::Check { .. }, Mark::Met) => phrase::MARK_MET,
        (Item::Check { .. }, Mark::Partly) => phrase::MARK_PARTLY,
        (Item::Check { .. }, Mark::NotMet) => phrase::MARK_NOT_MET,
        (Item::Check { .. }, Mark::NotRated) => phrase::MARK_NOT_RATED,
    }
}
