//! Assignments in words: what was assigned, what a rep is told of it, how everybody stands.
//! It must not compute how anybody stands; it is told.

use chrono::{DateTime, Utc};

use super::{Action, Block, Button, Look, Phrase, Reply, Words, phrase};
use crate::coach::assignment::{Progress, Standing};
use crate::coach::ids::AssignmentId;

/// Assignments, and members, on a page: what a phone shows without much scrolling.
const ASSIGNMENTS: usize = 8;
const MEMBERS: usize = 20;

/// What an assignment looks like, whoever looks.
#[derive(Debug, Clone)]
pub struct Face {
    /// Which.
    pub id: AssignmentId,
    /// The titles and pass marks of its steps.
    pub steps: Vec<(String, u32)>,
    /// Attempts allowed for each step.
    pub attempts: u32,
    /// Whether feedback comes at the end only.
    pub final_only: bool,
    /// Until when.
    pub due: Option<DateTime<Utc>>,
}

impl Face {
    /// What it is called: by its step, a course by its first.
    pub fn title(&self, words: &Words) -> String {
        let first = self.steps.first().map_or("", |(title, _)| title.as_str());
        if self.steps.len() < 2 {
            return first.to_owned();
        }
        words.say(phrase::ASSIGN_COURSE, &[("count", &self.steps.len().to_string()), ("title", first)])
    }

    fn start(&self, words: &Words, label: Phrase, notice: i64) -> Button {
        let action = Action::BeginAssigned(self.id, notice);
        Button { label: words.plain(label).into(), action, look: Look::Main }
    }
}

/// The terms: steps with pass marks, attempts, feedback, end.
fn facts(words: &Words, face: &Face, mut reply: Reply) -> Reply {
    if let [(_, pass)] = face.steps.as_slice() {
        let pass = words.say(phrase::ASSIGN_PASS, &[("pass", &pass.to_string())]);
        reply = reply.with(Block::Text(pass));
    } else {
        let line = |(n, (title, pass)): (usize, &(String, u32))| {
            let (n, pass) = ((n + 1).to_string(), pass.to_string());
            words.say(phrase::ASSIGN_STEP, &[("n", &n), ("title", title), ("pass", &pass)])
        };
        let lines: Vec<String> = face.steps.iter().enumerate().map(line).collect();
        reply = reply.with(Block::Text(lines.join("\n")));
    }
    let each = if face.steps.len() > 1 { phrase::ASSIGN_ATTEMPTS_EACH } else { phrase::ASSIGN_ATTEMPTS };
    let attempts = words.say(each, &[("attempts", &face.attempts.to_string())]);
    reply = reply.with(Block::Text(attempts));
    if let Some(due) = face.due {
        reply = reply.with(Block::Moment(words.plain(phrase::ASSIGN_DUE).into(), due.timestamp()));
    }
    if face.final_only {
        reply = reply.with(Block::Text(words.plain(phrase::ASSIGN_FINAL).into()));
    }
    reply
}

/// To whom something was assigned.
#[derive(Debug, Clone, Copy)]
pub struct Handed<'n> {
    /// So many members have it now.
    pub members: usize,
    /// The role's name, where it is for one.
    pub role: Option<&'n str>,
    /// Whether the role's members are known, so that everybody has it already.
    pub known: bool,
}

/// What the trainer is told.
pub fn made(words: &Words, face: &Face, handed: Handed<'_>) -> Reply {
    let title = words.say(phrase::ASSIGN_MADE, &[("title", &face.title(words))]);
    let mut reply = facts(words, face, Reply::default().with(Block::Title(title)));
    if handed.members > 0 || handed.role.is_none() {
        let count = words.say(phrase::ASSIGN_MADE_COUNT, &[("count", &handed.members.to_string())]);
        reply = reply.with(Block::Text(count));
    }
    if let Some(role) = handed.role {
        let told = if handed.known { phrase::ASSIGN_MADE_ROLE } else { phrase::ASSIGN_MADE_ANNOUNCED };
        reply = reply.with(Block::Note(words.say(told, &[("role", role)])));
    }
    reply
}

/// What the members of a role see in the channel.
pub fn announcement(words: &Words, face: &Face) -> Reply {
    let title = words.say(phrase::ASSIGN_ANNOUNCED, &[("title", &face.title(words))]);
    let mut reply = facts(words, face, Reply::default().with(Block::Title(title)))
        .with(Block::Note(words.plain(phrase::ASSIGN_ANNOUNCED_NOTE).into()));
    reply.buttons.push(face.start(words, phrase::BUTTON_BEGIN, 0));
    reply
}

/// What a rep is told of: that it was assigned, is due soon, or is overdue.
pub fn notice(words: &Words, face: &Face, what: Phrase, standing: &Standing, notice: i64) -> Reply {
    let mut reply = Reply::default().with(Block::Title(words.say(what, &[("title", &face.title(words))])));
    if what == phrase::ASSIGN_NEW {
        reply = facts(words, face, reply);
    } else {
        let how = stands(words, face.steps.len(), standing);
        reply = reply.with(Block::Text(words.say(phrase::ASSIGN_STANDS, &[("stands", &how)])));
        if let Some(due) = face.due {
            reply = reply.with(Block::Moment(words.plain(phrase::ASSIGN_DUE).into(), due.timestamp()));
        }
    }
    if what == phrase::ASSIGN_OVERDUE {
        reply = reply.with(Block::Text(words.plain(phrase::ASSIGN_STILL).into()));
    }
    reply = reply.with(Block::Note(words.plain(phrase::ASSIGN_SEEN).into()));
    reply.buttons.push(face.start(words, begin_label(standing), notice));
    reply
}

fn begin_label(standing: &Standing) -> Phrase {
    match standing.progress {
        Progress::NotBegun => phrase::BUTTON_BEGIN,
        _ => phrase::BUTTON_GO_ON,
    }
}

/// How somebody stands, in a few words.
pub fn stands(words: &Words, steps: usize, standing: &Standing) -> String {
    let of = steps.to_string();
    let how = match standing.progress {
        Progress::NotBegun => words.plain(phrase::STANDS_NOT_BEGUN).to_owned(),
        Progress::UnderWay { left, .. } if steps == 1 => {
            words.say(phrase::STANDS_UNDER_WAY, &[("left", &left.to_string())])
        }
        Progress::UnderWay { step, left } => words.say(
            phrase::STANDS_AT_STEP,
            &[("step", &(step + 1).to_string()), ("of", &of), ("left", &left.to_string())],
        ),
        Progress::Passed { late: false, .. } => words.plain(phrase::STANDS_PASSED).to_owned(),
        Progress::Passed { late: true, .. } => words.plain(phrase::STANDS_PASSED_LATE).to_owned(),
        Progress::Failed { .. } => words.plain(phrase::STANDS_FAILED).to_owned(),
    };
    let best = standing.best.map(|best| words.say(phrase::STANDS_BEST, &[("percent", &best.to_string())]));
    let overdue = standing.overdue.then(|| words.plain(phrase::STANDS_OVERDUE).to_owned());
    [overdue, Some(how), best].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What an official attempt meant, told at its end.
pub fn after(words: &Words, face: &Face, tried: u32, standing: &Standing) -> Reply {
    let title = |at: u32| face.steps.get(at as usize).map_or("", |(title, _)| title.as_str());
    let pass = face.steps.get(tried as usize).map_or(0, |(_, pass)| *pass).to_string();
    let own = [("title", face.title(words))];
    let own = own.each_ref().map(|(hole, text)| (*hole, text.as_str()));
    let (told, go_on) = match standing.progress {
        Progress::Passed { .. } => (words.say(phrase::AFTER_PASSED, &own), None),
        Progress::Failed { .. } => (words.say(phrase::AFTER_FAILED, &[("pass", &pass)]), None),
        Progress::UnderWay { step, .. } if step > tried => {
            let (at, of) = (step.to_string(), face.steps.len().to_string());
            let holes = [("step", at.as_str()), ("of", &of), ("title", title(step))];
            (words.say(phrase::AFTER_STEP, &holes), Some(phrase::BUTTON_NEXT_STEP))
        }
        Progress::UnderWay { left, .. } => {
            let holes = [("pass", pass.as_str()), ("left", &left.to_string())];
            (words.say(phrase::AFTER_MISSED, &holes), Some(phrase::BUTTON_TRY_AGAIN))
        }
        Progress::NotBegun => (words.plain(phrase::AFTER_NOTHING).to_owned(), Some(phrase::BUTTON_BEGIN)),
    };
    let mut reply = Reply::default()
        .with(Block::Field(words.plain(phrase::AFTER_TITLE).into(), String::new()))
        .with(Block::Text(told));
    reply.buttons.extend(go_on.map(|label| face.start(words, label, 0)));
    reply
}

/// An assignment of one rep.
#[derive(Debug, Clone)]
pub struct Own {
    /// What it is.
    pub face: Face,
    /// How they stand.
    pub standing: Standing,
}

/// Adds a rep's open assignments to what is said of their progress: what is due first comes first, each of the first
/// five with a button.
pub fn with_own(words: &Words, mut reply: Reply, own: &[Own]) -> Reply {
    /// As many as one row has.
    const BUTTONS: usize = 5;
    let mut open: Vec<&Own> = own.iter().filter(|own| !own.standing.is_over()).collect();
    open.sort_by_key(|own| (own.face.due.is_none(), own.face.due, own.face.id));
    if open.is_empty() {
        return reply;
    }
    // The small print stays at the end.
    let note = match reply.blocks.last() {
        Some(Block::Note(_)) => reply.blocks.pop(),
        _ => None,
    };
    reply = reply.with(Block::Field(words.plain(phrase::ASSIGN_MINE).into(), String::new()));
    for (n, own) in (1usize..).zip(&open) {
        let how = stands(words, own.face.steps.len(), &own.standing);
        let line = format!("{n}. {} · {how}", own.face.title(words));
        reply = reply.with(match own.face.due {
            Some(due) => {
                Block::Moment(format!("{line} · {}", words.plain(phrase::ASSIGN_DUE_WORD)), due.timestamp())
            }
            None => Block::Text(line),
        });
        if n <= BUTTONS {
            let label = words.say(
                phrase::BUTTON_BEGIN_NUMBER,
                &[("n", &n.to_string()), ("title", &own.face.title(words))],
            );
            reply = reply.button(label, Action::BeginAssigned(own.face.id, 0), Look::Plain);
        }
    }
    reply.blocks.extend(note);
    reply
}

/// An assignment as a trainer sees it in the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// What it is.
    pub face: Face,
    /// How each of those who have it stands, with their names.
    pub members: Vec<(String, Standing)>,
    /// Whether its content is not there any more as it was assigned.
    pub changed: bool,
}

impl Listed {
    fn counts(&self, words: &Words) -> String {
        let count = |which: fn(&Standing) -> bool| self.members.iter().filter(|(_, s)| which(s)).count();
        let parts = [
            (phrase::COUNT_PASSED, count(|s| matches!(s.progress, Progress::Passed { .. }))),
            (phrase::COUNT_UNDER_WAY, count(|s| matches!(s.progress, Progress::UnderWay { .. }))),
            (phrase::COUNT_NOT_BEGUN, count(|s| s.progress == Progress::NotBegun)),
            (phrase::COUNT_FAILED, count(|s| matches!(s.progress, Progress::Failed { .. }))),
            (phrase::COUNT_OVERDUE, count(|s| s.overdue)),
        ];
        let shown = parts.into_iter().filter(|(_, n)| *n > 0);
        let said = shown.map(|(what, n)| words.say(what, &[("count", &n.to_string())]));
        let all = words.say(phrase::COUNT_MEMBERS, &[("count", &self.members.len().to_string())]);
        std::iter::once(all).chain(said).collect::<Vec<_>>().join(" · ")
    }
}

/// A page of a server's assignments, from 0.
pub fn list(words: &Words, all: &[Listed], page: usize) -> Reply {
    if all.is_empty() {
        return Reply::text(words.plain(phrase::ASSIGN_NONE));
    }
    let count = all.len().to_string();
    let mut reply = Reply::default().with(Block::Title(words.say(phrase::ASSIGN_LIST, &[("count", &count)])));
    for listed in all.iter().skip(page * ASSIGNMENTS).take(ASSIGNMENTS) {
        reply = reply.with(Block::Field(listed.face.title(words), listed.counts(words)));
        if let Some(due) = listed.face.due {
            reply = reply.with(Block::Moment(words.plain(phrase::ASSIGN_DUE).into(), due.timestamp()));
        }
        if listed.changed {
            reply = reply.with(Block::Note(words.plain(phrase::ASSIGN_CHANGED_NOTE).into()));
        }
    }
    paged(words, reply, AssignmentId(0), page, all.len(), ASSIGNMENTS)
        .with(Block::Note(words.plain(phrase::ASSIGN_LIST_HOW).into()))
}

/// Whom a trainer looks at first: those who need something.
fn rank(standing: &Standing) -> u8 {
    match standing.progress {
        _ if standing.overdue => 0,
        Progress::Failed { .. } => 1,
        Progress::NotBegun => 2,
        Progress::UnderWay { .. } => 3,
        Progress::Passed { .. } => 4,
    }
}

/// A page of those who have an assignment, from 0.
pub fn members(words: &Words, listed: &Listed, page: usize) -> Reply {
    let mut all: Vec<&(String, Standing)> = listed.members.iter().collect();
    all.sort_by_key(|(name, standing)| (rank(standing), name.clone()));
    let mut reply = Reply::default().with(Block::Title(listed.face.title(words)));
    if page == 0 {
        reply = facts(words, &listed.face, reply);
    }
    reply = reply.with(Block::Field(listed.counts(words), String::new()));
    if listed.changed {
        reply = reply.with(Block::Note(words.plain(phrase::ASSIGN_CHANGED_NOTE).into()));
    }
    let line = |(name, standing): &&(String, Standing)| {
        let how = stands(words, listed.face.steps.len(), standing);
        words.say(phrase::ASSIGN_MEMBER, &[("name", name), ("stands", &how)])
    };
    let lines: Vec<String> = all.iter().skip(page * MEMBERS).take(MEMBERS).map(line).collect();
    if lines.is_empty() {
        reply = reply.with(Block::Text(words.plain(phrase::ASSIGN_NOBODY_YET).into()));
    } else {
        reply = reply.with(Block::List(lines));
    }
    paged(words, reply, listed.face.id, page, all.len(), MEMBERS)
}

fn paged(
    words: &Words,
    mut reply: Reply,
    of: AssignmentId,
    page: usize,
    all: usize,
    on_a_page: usize,
) -> Reply {
    let pages = all.div_ceil(on_a_page);
    if pages < 2 {
        return reply;
    }
    let (at, of_all) = ((page + 1).to_string(), pages.to_string());
    reply = reply.with(Block::Note(words.say(phrase::ASSIGN_PAGE, &[("at", &at), ("of", &of_all)])));
    let turn = |to: usize| Action::AssignedPage(of, to);
    if page > 0 {
        reply = reply.button(words.plain(phrase::BUTTON_EARLIER).into(), turn(page - 1), Look::Plain);
    }
    if page + 1 < pages {
        reply = reply.button(words.plain(phrase::BUTTON_LATER).into(), turn(page + 1), Look::Plain);
    }
    reply
}
