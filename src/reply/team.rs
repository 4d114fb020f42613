//! A team's progress in words: tables that fit a phone, and the text beside a picture for those who cannot see it.
//! It must not compute; it is told numbers.

use super::{Block, Reply, Words, phrase};
use crate::coach::evaluate::FEWEST_ANSWERS;

/// Assignments, and late members, that are listed in chat; files have all of them.
const LISTED: usize = 10;

/// A step of a method and what the team earns on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// The share of its points, in percent.
    pub percent: f64,
}

/// How many stand where in an assignment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assignment {
    /// What it is called.
    pub title: String,
    /// How many have it.
    pub of: usize,
    /// Passed.
    pub done: usize,
    /// Begun, in time.
    pub under_way: usize,
    /// Still open after the end.
    pub overdue: usize,
    /// Attempts used up.
    pub failed: usize,
    /// Not begun, in time.
    pub not_begun: usize,
}

/// Somebody who is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// Who.
    pub who: String,
    /// With what.
    pub what: String,
    /// For how many days.
    pub days: i64,
}

/// Answers to one question of a survey after quizzes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The question.
    pub ask: String,
    /// How many answered.
    pub answered: usize,
    /// How often each choice was taken; `None` while too few answered.
    pub counts: Option<Vec<(String, usize)>>,
}

/// What is told of a team.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// Members with anything official.
    pub reps: usize,
    /// Members with an official drill.
    pub drilled: usize,
    /// Official drills.
    pub drills: usize,
    /// The median of each one's last score.
    pub median: Option<f64>,
    /// Whose last drill was enough.
    pub passed: usize,
    /// The weakest steps.
    pub weakest: Vec<Step>,
    /// Assignments.
    pub assignments: Vec<Assignment>,
    /// Who is late.
    pub overdue: Vec<Overdue>,
    /// Who improved most: name, points, drills; empty unless the server wants it.
    pub improved: Vec<(String, f64, usize)>,
    /// How quizzes were received.
    pub reaction: Vec<Reaction>,
    /// What was said freely about them; empty while too few answered.
    pub comments: Vec<String>,
    /// Training sessions of the time.
    pub trainings: Vec<String>,
}

/// A team's progress.
pub fn progress(words: &Words, told: &Told) -> Reply {
    let reply = Reply::default().with(Block::Title(words.plain(phrase::TEAM_TITLE).into()));
    body(words, told, reply)
}

/// A report of a period; files come with it, of which statements may be cut.
pub fn report(words: &Words, told: &Told, period: &str, cut: bool) -> Reply {
    let title = words.say(phrase::TEAM_REPORT_TITLE, &[("period", period)]);
    let reply = Reply::default().with(Block::Title(title));
    let files = Block::Text(words.plain(phrase::TEAM_REPORT_FILES).into());
    let reply = reply.with(files);
    let cut = cut.then(|| Block::Text(words.plain(phrase::TEAM_STATEMENTS_CUT).into()));
    body(words, told, cut.into_iter().fold(reply, Reply::with))
}

/// What a picture of it shows.
pub fn alt(words: &Words, told: &Told) -> String {
    let mut lines = vec![summary(words, told)];
    lines.extend(told.assignments.iter().take(LISTED).map(|one| assignment(words, one)));
    lines.extend(told.weakest.iter().map(|step| weak(words, step)));
    lines.join(" ")
}

fn summary(words: &Words, told: &Told) -> String {
    let median = told.median.map_or_else(|| "–".to_owned(), |median| format!("{median:.0}"));
    words.say(
        phrase::TEAM_SUMMARY,
        &[
            ("reps", &told.reps.to_string()),
            ("drills", &told.drills.to_string()),
            ("drilled", &told.drilled.to_string()),
            ("median", &median),
            ("passed", &told.passed.to_string()),
        ],
    )
}

fn assignment(words: &Words, one: &Assignment) -> String {
    let holes = [
        ("title", one.title.clone()),
        ("done", one.done.to_string()),
        ("of", one.of.to_string()),
        ("overdue", one.overdue.to_string()),
    ];
    let holes: Vec<(&str, &str)> = holes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let line = if one.overdue > 0 { phrase::TEAM_ASSIGNMENT_LATE } else { phrase::TEAM_ASSIGNMENT };
    words.say(line, &holes)
}

fn weak(words: &Words, step: &Step) -> String {
    let percent = format!("{:.0}", step.percent);
    words.say(phrase::ME_WEAK_LINE, &[("step", &step.name), ("percent", &percent)])
}

fn reaction(words: &Words, one: &Reaction) -> Vec<Block> {
    let head = words.say(phrase::TEAM_REACTION, &[("count", &one.answered.to_string())]);
    let line = |(choice, count): &(String, usize)| {
        words.say(phrase::TEAM_REACTION_LINE, &[("count", &count.to_string()), ("choice", choice)])
    };
    let counts = match &one.counts {
        Some(counts) => Block::List(counts.iter().map(line).collect()),
        None => {
            let fewest = FEWEST_ANSWERS.to_string();
            Block::Note(words.say(phrase::TEAM_TOO_FEW, &[("fewest", &fewest)]))
        }
    };
    vec![Block::Field(head, one.ask.clone()), counts]
}

fn body(words: &Words, told: &Told, mut reply: Reply) -> Reply {
    if told.reps == 0 && told.trainings.is_empty() && told.reaction.is_empty() {
        reply = reply.with(Block::Text(words.plain(phrase::TEAM_NOTHING).into()));
        return reply.with(Block::Note(words.plain(phrase::TEAM_PRIVATE).into()));
    }
    if told.reps > 0 {
        reply = reply.with(Block::Text(summary(words, told)));
    }
    let mut list = |title, lines: Vec<String>, of: usize| {
        if lines.is_empty() {
            return;
        }
        reply.blocks.push(Block::Field(words.plain(title).to_owned(), String::new()));
        let listed = lines.len();
        reply.blocks.push(Block::List(lines));
        if of > listed {
            let more = (of - listed).to_string();
            reply.blocks.push(Block::Note(words.say(phrase::TEAM_MORE, &[("count", &more)])));
        }
    };
    let assignments = told.assignments.iter().take(LISTED).map(|one| assignment(words, one)).collect();
    list(phrase::TEAM_ASSIGNMENTS, assignments, told.assignments.len());
    let late = |late: &Overdue| {
        let days = late.days.to_string();
        words.say(phrase::TEAM_LATE_LINE, &[("who", &late.who), ("what", &late.what), ("days", &days)])
    };
    list(phrase::TEAM_LATE, told.overdue.iter().take(LISTED).map(late).collect(), told.overdue.len());
    let weakest: Vec<String> = told.weakest.iter().map(|step| weak(words, step)).collect();
    list(phrase::TEAM_WEAK, weakest, 0);
    let improved = |(who, points, drills): &(String, f64, usize)| {
        let (points, drills) = (format!("{points:+.0}"), drills.to_string());
        words.say(phrase::TEAM_IMPROVED_LINE, &[("who", who), ("points", &points), ("drills", &drills)])
    };
    list(phrase::TEAM_IMPROVED, told.improved.iter().map(improved).collect(), 0);
    let listed = told.trainings.iter().take(LISTED).cloned().collect();
    list(phrase::TEAM_TRAININGS, listed, told.trainings.len());
    reply.blocks.extend(told.reaction.iter().flat_map(|one| reaction(words, one)));
    if !told.comments.is_empty() {
        reply.blocks.push(Block::Field(words.plain(phrase::REPORT_COMMENTS).into(), String::new()));
        reply.blocks.extend(told.comments.iter().take(LISTED).map(|said| Block::Quote(said.clone())));
    }
    reply.with(Block::Note(words.plain(phrase::TEAM_PRIVATE).into()))
}
