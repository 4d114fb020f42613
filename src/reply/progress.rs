//! A rep's own progress in words.
//! It must not compute; it is told numbers.

use super::{Block, Reply, Words, phrase};

/// A drill in a history: its title and score.
pub type PastDrill = (String, Option<u32>);

/// The lines of past drills.
fn drill_lines(words: &Words, drills: &[PastDrill]) -> Vec<String> {
    let line = |(title, score): &PastDrill| match score {
        Some(score) => words.say(phrase::HISTORY_LINE, &[("title", title), ("score", &score.to_string())]),
        None => words.say(phrase::HISTORY_UNSCORED, &[("title", title)]),
    };
    drills.iter().map(line).collect()
}

/// A rep's last drills.
pub fn history(words: &Words, drills: &[PastDrill]) -> Reply {
    if drills.is_empty() {
        return Reply::text(words.plain(phrase::HISTORY_EMPTY));
    }
    Reply::default()
        .with(Block::Title(words.plain(phrase::HISTORY).into()))
        .with(Block::List(drill_lines(words, drills)))
        .with(Block::Note(words.plain(phrase::FOR_COACHING).into()))
}

/// What a rep sees of their own progress.
#[derive(Debug, Default)]
pub struct Mine {
    /// The last drills.
    pub drills: Vec<PastDrill>,
    /// How far they have come, in a sentence.
    pub trend: Option<String>,
    /// What suits them next: title and reason.
    pub next: Option<(String, String)>,
    /// The weakest steps: name and percent.
    pub weak: Vec<(String, u32)>,
    /// Quizzes: title, right answers, questions.
    pub quizzes: Vec<(String, usize, usize)>,
    /// What is due next: the line and the moment.
    pub due: Vec<(String, i64)>,
}

/// A rep's own progress.
pub fn mine(words: &Words, mine: &Mine) -> Reply {
    let mut reply = Reply::default().with(Block::Title(words.plain(phrase::ME_TITLE).into()));
    let title = |phrase| Block::Field(words.plain(phrase).to_owned(), String::new());
    if !mine.drills.is_empty() {
        reply = reply.with(title(phrase::ME_DRILLS)).with(Block::List(drill_lines(words, &mine.drills)));
    }
    reply.blocks.extend(mine.trend.clone().map(Block::Text));
    if !mine.weak.is_empty() {
        let line = |(step, percent): &(String, u32)| {
            words.say(phrase::ME_WEAK_LINE, &[("step", step), ("percent", &percent.to_string())])
        };
        reply = reply.with(title(phrase::ME_WEAK)).with(Block::List(mine.weak.iter().map(line).collect()));
    }
    if !mine.quizzes.is_empty() {
        let line = |(title, right, of): &(String, usize, usize)| {
            words.say(
                phrase::ME_QUIZ_LINE,
                &[("title", title), ("right", &right.to_string()), ("of", &of.to_string())],
            )
        };
        reply =
            reply.with(title(phrase::ME_QUIZZES)).with(Block::List(mine.quizzes.iter().map(line).collect()));
    }
    if !mine.due.is_empty() {
        reply = reply.with(title(phrase::ME_DUE));
        reply.blocks.extend(mine.due.iter().map(|(line, at)| Block::Moment(line.clone(), *at)));
    }
    if let Some((drill, why)) = &mine.next {
        reply = reply
            .with(title(phrase::ME_NEXT))
            .with(Block::Text(drill.clone()))
            .with(Block::Note(why.clone()))
            .with(Block::Note(words.plain(phrase::ME_NEXT_HOW).into()));
    }
    if reply.blocks.len() == 1 {
        reply = reply.with(Block::Text(words.plain(phrase::ME_NOTHING).into()));
    }
    reply.with(Block::Note(words.plain(phrase::FOR_COACHING).into()))
}
