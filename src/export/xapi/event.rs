//! What is told of: drills, quizzes and their questions, assignments, sessions, follow-ups.
//! A follow-up has the ids of its cadence and its touch and no field for a customer.
//! It must not hold what a rep wrote, nor an answer to a survey.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::activity::Words;
use super::question::{Question, Response};
use super::result::Points;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The rep's pseudonym, see [`super::pseudonym`].
    pub rep: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The id of the run, the assignment, the session or the follow-up; what has one id belongs together.
    pub run: String,
    /// What.
    pub deed: Deed,
    /// The course it belongs to.
    pub course: Option<Named>,
    /// The assignment it was done for.
    pub assignment: Option<Named>,
    /// The version of the playbook.
    pub edition: Option<String>,
    /// The language it was done in, as a tag (RFC 5646).
    pub language: Option<String>,
}

/// A thing of the playbook with its name by language.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// What it is about.
    pub about: Words,
}

/// What a rep did.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// A drill.
    Drill {
        /// Its scenario.
        scenario: Named,
        /// How far it came.
        stage: Stage,
    },
    /// A quiz.
    Quiz {
        /// The quiz.
        quiz: Named,
        /// Which form of a course test it is.
        form: Option<Form>,
        /// How far it came.
        stage: Stage,
    },
    /// A question of a quiz.
    Answer {
        /// The quiz.
        quiz: Named,
        /// The question's id within the quiz.
        item: String,
        /// The question by language.
        ask: Words,
        /// How it is answered.
        question: Question,
        /// What was answered.
        response: Response,
        /// Whether it was right; `None` for a question that does not count.
        right: Option<bool>,
        /// How long it took.
        took: Option<TimeDelta>,
    },
    /// An assignment, all of whose parts are done.
    Assignment {
        /// The assignment.
        assignment: Named,
        /// Days after it was due; 0 in time.
        late: u32,
    },
    /// A session of a course with its trainer.
    Session {
        /// The session.
        session: Named,
        /// How long the rep was there.
        took: Option<TimeDelta>,
    },
    /// A follow-up with some customer.
    FollowUp {
        /// The cadence.
        cadence: Named,
        /// The touch within the cadence.
        touch: Named,
        /// Days after it was due; 0 in time.
        late: u32,
    },
}

/// How far a drill or a quiz came.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// It began.
    Attempted,
    /// It came to its end.
    Completed(Finish),
    /// It was enough.
    Passed(Finish),
    /// It was not enough.
    Failed(Finish),
}

/// How a drill or a quiz ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    /// Its points; `None` where nothing was rated.
    pub points: Option<Points>,
    /// How long it took.
    pub took: Option<TimeDelta>,
    /// What each check of a drill earned; empty for a quiz.
    pub checks: Vec<CheckMark>,
}

/// What one check earned, as an extension of the result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckMark {
    /// The method's id.
    pub method: String,
    /// The step's id.
    pub step: String,
    /// The check's id.
    pub check: String,
    /// Points earned.
    pub earned: f64,
    /// Points that could be had.
    pub rated: f64,
}

/// The form of a course test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Before the course.
    Pre,
    /// At its end.
    Post,
    /// Some weeks later.
    Delayed,
}
