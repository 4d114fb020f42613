//! What is said, before anybody decides how it looks: blocks of text and buttons, in the reader's language.
//! Terminal and Discord show the same replies, so both say the same.
//! It must not know a platform's limits or markup; adapters cut and escape.

pub mod assign;
pub mod card;
pub mod dates;
pub mod drill;
pub mod duel;
pub mod evaluation;
pub mod followup;
pub mod judge;
pub mod marking;
pub mod misses;
pub mod notice;
pub mod phrase;
pub mod preview;
pub mod progress;
pub mod quiz;
pub mod review;
pub mod reviewed;
pub mod rounds;
pub mod settings;
pub mod talk;
pub mod tape;
pub mod team;
pub mod training;
pub mod upload;
mod words;

pub use phrase::Phrase;
pub use words::Words;

use crate::coach::ids::{AssignmentId, QuizRunId, ServerId, SessionId, TouchId, TrainingId, TurnId};
use crate::coach::purpose::Stage;

/// Something to be said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The parts, from the top.
    pub blocks: Vec<Block>,
    /// What may be pressed.
    pub buttons: Vec<Button>,
    /// A list to choose from, where there is one.
    pub choice: Option<Choice>,
    /// The members of the server to choose one from.
    pub people: Option<People>,
    /// Files to be had with it; the first picture is shown.
    pub files: Vec<File>,
}

/// A file that comes with a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name with its ending: ASCII letters, digits, dashes, dots.
    pub name: String,
    /// Its media type, such as `image/png`.
    pub kind: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What a picture shows, for those who cannot see it; empty for other files.
    pub alt: String,
}

/// A part of a reply. All texts are plain: adapters escape them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Title(String),
    /// Words of a person in the scene: who, and what.
    Said(String, String),
    /// A paragraph.
    Text(String),
    /// A short list.
    List(Vec<String>),
    /// Words of the rep, quoted.
    Quote(String),
    /// A name with its value.
    Field(String, String),
    /// Small print.
    Note(String),
    /// Text of a file with its columns, such as the picture of a place in it.
    Code(String),
    /// A moment, shown in the reader's own zone: the words before it and seconds since 1970.
    Moment(String, i64),
    /// A sentence with `{place}` in it, and the channel that this stands for.
    Where(String, i64),
}

/// What a button looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// What most will want.
    Main,
    /// Something else.
    Plain,
    /// Ends something.
    Stop,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Its words.
    pub label: String,
    /// What pressing it does.
    pub action: Action,
    /// What it looks like.
    pub look: Look,
}

/// A list of which some entries are chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What choosing does.
    pub action: Action,
    /// The words over it.
    pub prompt: String,
    /// The entries.
    pub options: Vec<Entry>,
    /// How few may be chosen.
    pub least: usize,
    /// How many may be chosen.
    pub most: usize,
}

/// The members of the server, of whom one is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct People {
    /// What choosing does.
    pub action: Action,
    /// The words over it.
    pub prompt: String,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What comes back.
    pub value: String,
    /// Its words.
    pub words: String,
    /// Whether it is chosen already.
    pub chosen: bool,
}

/// What a press means. It holds all that is needed to act on it, so it works after a restart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Open the form for the next reply of a drill.
    Answer(SessionId),
    /// Whisper a hint.
    Hint(SessionId),
    /// End a drill.
    Stop(SessionId),
    /// Show the whole receipt.
    Why(SessionId),
    /// Show the tape.
    Tape(SessionId),
    /// Plan the rounds after a drill.
    Rounds(SessionId),
    /// Show the receipt from a round after a drill: which one tells one message from another.
    Round(SessionId, u32),
    /// Show the secret card to whoever plays the buyer.
    Secret(SessionId),
    /// Rate the rep of a duel: the so-manieth question, the so-manieth answer.
    Rate(SessionId, usize, usize),
    /// Begin a minute of practice before a touch.
    Rehearse(TouchId),
    /// Mark a touch as done.
    TouchDone(TouchId),
    /// Show a touch to its owner.
    TouchShow(TouchId),
    /// Show what was told together, or the touch of it that is chosen from the list.
    LateTouches(i64),
    /// Show which touches of a server are overdue; the day tells one message from another.
    Overdue(ServerId, i64),
    /// Answer the so-manieth question of a quiz with one choice.
    QuizPick(QuizRunId, usize, usize),
    /// Answer it with a choice from a list.
    QuizChoose(QuizRunId, usize),
    /// Open the form for a typed answer.
    QuizType(QuizRunId, usize),
    /// Answer the so-manieth question of the survey after a quiz.
    SurveyPick(QuizRunId, usize, usize),
    /// Open the form for a free comment after the survey.
    SurveySay(QuizRunId),
    /// Show the question that a quiz has come to once more.
    QuizResume(QuizRunId),
    /// Begin the quiz whose id has this digest.
    QuizAnew(u64),
    /// Begin a run over the questions missed in a server; the day, counted from 1970, tells one notice from another.
    QuizReview(ServerId, i64),
    /// Hand a reply of a drill, chosen from a list, to the server's trainers.
    Dispute(SessionId),
    /// Say what a disputed reply did, by labels chosen from a list.
    Correct(TurnId),
    /// Say that a disputed reply was judged rightly.
    Keep(TurnId),
    /// Send the server's corrections as a file.
    Overlay,
    /// Let an uploaded version take effect.
    Enable(i64),
    /// Say that one is at a training.
    Attend(TrainingId),
    /// Begin the test of a stage, or go on with it.
    Test(TrainingId, Stage),
    /// Begin the drill of a stage.
    TestDrill(TrainingId, Stage),
    /// Begin the survey of a training, or go on with it.
    TrainingSurvey(TrainingId),
    /// Answer its so-manieth question.
    TrainingSurveyPick(TrainingId, usize, usize),
    /// Open the form for a comment on a training.
    TrainingComment(TrainingId),
    /// Say whether it is used: the day, the so-manieth answer.
    CheckIn(TrainingId, u32, usize),
    /// Say who was seen using it, from a page of a list.
    TeamCheckIn(TrainingId, u32, usize),
    /// Say that nobody of that page was.
    TeamNobody(TrainingId, u32, usize),
    /// Begin or go on with what was assigned; with the number of the notice under which the button stands, by which that
    /// notice is known again, or 0.
    BeginAssigned(AssignmentId, i64),
    /// Turn to another page of those who have an assignment, or, for number 0, of all assignments.
    AssignedPage(AssignmentId, usize),
    /// Something else about a touch or a customer.
    Touch(followup::Working),
    /// Something about a review or a blind marking.
    Review(judge::Reviewing),
}

/// A line of a list with its bullet; a line that begins with a mark of its own needs none.
pub fn bulleted(line: &str) -> String {
    if line.starts_with(['✗', '✓', '☐', '◐', '○']) {
        line.to_owned()
    } else {
        format!("• {line}")
    }
}

impl Reply {
    /// A reply of one paragraph.
    pub fn text(text: impl Into<String>) -> Self {
        Self { blocks: vec![Block::Text(text.into())], ..Self::default() }
    }

    /// Adds a part.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, file: File) -> Self {
        self.files.push(file);
        self
    }

    /// Adds a button.
    #[must_use]
    pub fn button(mut self, label: String, action: Action, look: Look) -> Self {
        self.buttons.push(Button { label, action, look });
        self
    }
}
