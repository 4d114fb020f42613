//! Training sessions in words: the announcement, being there, what is waiting, the survey, the check-ins.
//! It must not decide what may be done when.

use chrono::{DateTime, Utc};

use super::{Action, Block, Choice, Entry, Look, Phrase, Reply, Words, phrase};
use crate::coach::ids::{RepId, TrainingId};
use crate::coach::purpose::Stage;
use crate::coach::quiz::{Question, Survey};
use crate::coach::training::Use;

/// A training as far as its messages speak of it.
#[derive(Debug, Clone, Copy)]
pub struct Session<'t> {
    /// Which one.
    pub id: TrainingId,
    /// What it is called.
    pub title: &'t str,
    /// What there is to be done in it.
    pub has: Waiting,
}

/// What can be done at a stage of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// A test.
    pub test: bool,
    /// A drill.
    pub drill: bool,
    /// The survey.
    pub survey: bool,
}

impl Waiting {
    /// The first of the buttons that [`waiting`] shows; `None` where nothing waits.
    pub fn first(self, id: TrainingId, stage: Stage) -> Option<Action> {
        buttons(self, id, stage).into_iter().next().map(|(action, _)| action)
    }
}

fn buttons(waiting: Waiting, id: TrainingId, stage: Stage) -> Vec<(Action, Phrase)> {
    let test = match stage {
        Stage::Pre => phrase::BUTTON_PRE_TEST,
        Stage::Post => phrase::BUTTON_POST_TEST,
        Stage::Delayed => phrase::BUTTON_DELAYED_TEST,
    };
    [
        (waiting.test, Action::Test(id, stage), test),
        (waiting.drill, Action::TestDrill(id, stage), phrase::BUTTON_TEST_DRILL),
        (waiting.survey, Action::TrainingSurvey(id), phrase::BUTTON_SURVEY),
    ]
    .into_iter()
    .filter_map(|(waits, action, label)| waits.then_some((action, label)))
    .collect()
}

fn with_buttons(words: &Words, reply: Reply, waiting: Waiting, id: TrainingId, stage: Stage) -> Reply {
    let all = buttons(waiting, id, stage).into_iter().enumerate();
    all.fold(reply, |reply, (at, (action, label))| {
        let look = if at == 0 { Look::Main } else { Look::Plain };
        reply.button(words.plain(label).into(), action, look)
    })
}

/// What a channel reads when a session is opened.
pub fn announcement(words: &Words, session: Session<'_>) -> Reply {
    Reply::default()
        .with(Block::Title(words.say(phrase::TRAINING_TITLE, &[("title", session.title)])))
        .with(Block::Text(words.plain(phrase::TRAINING_OPEN).into()))
        .with(Block::Note(words.plain(phrase::TRAINING_SEEN).into()))
        .button(words.plain(phrase::BUTTON_ATTEND).into(), Action::Attend(session.id), Look::Main)
}

/// What the trainer reads then.
pub fn opened(words: &Words, title: &str) -> Reply {
    Reply::text(words.say(phrase::TRAINING_OPENED, &[("title", title)]))
}

/// What a member reads who is there.
pub fn attending(words: &Words, session: Session<'_>) -> Reply {
    let told = words.say(phrase::TRAINING_THERE, &[("title", session.title)]);
    let mut reply = Reply::text(told);
    let has = Waiting { survey: false, ..session.has };
    if has.test || has.drill {
        reply = reply.with(Block::Note(words.plain(phrase::TRAINING_BEFORE).into()));
    }
    with_buttons(words, reply, has, session.id, Stage::Pre)
}

/// What a channel reads when a session is closed.
pub fn closed(words: &Words, session: Session<'_>) -> Reply {
    let reply = Reply::default()
        .with(Block::Title(words.say(phrase::TRAINING_TITLE, &[("title", session.title)])))
        .with(Block::Text(words.plain(phrase::TRAINING_OVER).into()))
        .with(Block::Note(words.plain(phrase::TRAINING_ANONYMOUS).into()));
    with_buttons(words, reply, session.has, session.id, Stage::Post)
}

/// What the trainer reads then.
pub fn closed_for_trainer(words: &Words, title: &str, count: usize) -> Reply {
    let count = count.to_string();
    Reply::text(words.say(phrase::TRAINING_WAS_CLOSED, &[("title", title), ("count", &count)]))
}

/// What a member is told while something of a stage waits for them.
pub fn waiting(
    words: &Words,
    session: Session<'_>,
    stage: Stage,
    waiting: Waiting,
    until: Option<DateTime<Utc>>,
) -> Reply {
    let text = if stage == Stage::Delayed { phrase::TRAINING_DELAYED } else { phrase::TRAINING_OVER };
    let mut reply = Reply::default()
        .with(Block::Title(words.say(phrase::TRAINING_TITLE, &[("title", session.title)])))
        .with(Block::Text(words.plain(text).into()));
    if let Some(until) = until {
        reply = reply.with(Block::Moment(words.plain(phrase::TRAINING_UNTIL).into(), until.timestamp()));
    }
    with_buttons(words, reply, waiting, session.id, stage)
}

/// What is told to who comes before the time.
pub fn too_early(words: &Words, from: DateTime<Utc>) -> Reply {
    Reply::default().with(Block::Moment(words.plain(phrase::TRAINING_TOO_EARLY).into(), from.timestamp()))
}

/// The so-manieth question of the survey, counted from 0; after the last, thanks and room for a comment.
pub fn survey(words: &Words, survey: &Survey, id: TrainingId, at: usize, commented: bool) -> Reply {
    let Some(Question { ask, choices, .. }) = survey.questions.get(at) else {
        let thanks = Reply::text(words.plain(phrase::TRAINING_THANKS));
        let comment = words.plain(phrase::BUTTON_REMARK).to_owned();
        return if commented {
            thanks
        } else {
            thanks.button(comment, Action::TrainingComment(id), Look::Plain)
        };
    };
    let (number, of) = ((at + 1).to_string(), survey.questions.len().to_string());
    let reply = Reply::default()
        .with(Block::Note(words.say(phrase::SURVEY_INTRO, &[("at", &number), ("of", &of)])))
        .with(Block::Title(ask.clone()));
    choices.iter().enumerate().fold(reply, |reply, (which, (_, text))| {
        reply.button(text.clone(), Action::TrainingSurveyPick(id, at, which), Look::Plain)
    })
}

/// The words for how something is used.
pub fn use_phrase(answer: Use) -> Phrase {
    match answer {
        Use::Often => phrase::USE_OFTEN,
        Use::Tried => phrase::USE_TRIED,
        Use::NoOccasion => phrase::USE_NO_OCCASION,
        Use::NotYet => phrase::USE_NOT_YET,
    }
}

/// Asks a member whether it is used on the job.
pub fn check_in(words: &Words, session: Session<'_>, day: u32) -> Reply {
    let reply = Reply::default()
        .with(Block::Title(
            words.say(phrase::CHECK_IN_TITLE, &[("title", session.title), ("day", &day.to_string())]),
        ))
        .with(Block::Text(words.plain(phrase::CHECK_IN_ASK).into()))
        .with(Block::Note(words.plain(phrase::CHECK_IN_SEEN).into()));
    Use::ALL.into_iter().enumerate().fold(reply, |reply, (which, answer)| {
        let label = words.plain(use_phrase(answer)).to_owned();
        reply.button(label, Action::CheckIn(session.id, day, which), Look::Plain)
    })
}

/// What came of it.
pub fn checked_in(words: &Words, title: &str, day: u32, answer: Use) -> Reply {
    Reply::default()
        .with(Block::Note(words.say(phrase::CHECK_IN_TITLE, &[("title", title), ("day", &day.to_string())])))
        .with(Block::Text(words.plain(use_phrase(answer)).into()))
}

/// Asks a manager who was seen using it: one page of members.
pub fn team_check_in(
    words: &Words,
    session: Session<'_>,
    day: u32,
    (page, pages): (usize, usize),
    reps: &[(RepId, String)],
) -> Reply {
    let (at, of) = ((page + 1).to_string(), pages.to_string());
    let mut reply = Reply::default()
        .with(Block::Title(
            words.say(phrase::CHECK_IN_TITLE, &[("title", session.title), ("day", &day.to_string())]),
        ))
        .with(Block::Text(words.plain(phrase::TEAM_CHECK_IN_ASK).into()));
    if pages > 1 {
        reply = reply.with(Block::Note(words.say(phrase::TEAM_CHECK_IN_PAGE, &[("at", &at), ("of", &of)])));
    }
    let entry =
        |(rep, name): &(RepId, String)| Entry { value: rep.to_string(), words: name.clone(), chosen: false };
    reply.choice = Some(Choice {
        action: Action::TeamCheckIn(session.id, day, page),
        prompt: words.plain(phrase::TEAM_CHECK_IN_CHOOSE).into(),
        options: reps.iter().map(entry).collect(),
        least: 1,
        most: reps.len(),
    });
    reply.button(
        words.plain(phrase::BUTTON_NOBODY).into(),
        Action::TeamNobody(session.id, day, page),
        Look::Plain,
    )
}

/// What came of it.
pub fn team_checked_in(words: &Words, title: &str, day: u32, count: usize, of: usize) -> Reply {
    Reply::default()
        .with(Block::Note(words.say(phrase::CHECK_IN_TITLE, &[("title", title), ("day", &day.to_string())])))
        .with(Block::Text(
            words.say(phrase::TEAM_CHECKED_IN, &[("count", &count.to_string()), ("of", &of.to_string())]),
        ))
}
