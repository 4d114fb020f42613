//! The terminal: a drill at the keyboard or from a script, and the tools of an author.
//! It shows the same replies as Discord, in the colours that the terminal has.
//! It must not decide anything about a drill.

mod check;
mod codebook;
mod correct;
mod counts;
mod export;
mod lines;
mod live;
mod new;
mod overlay;
mod practice;
mod preview;
mod quiz;
mod recognise;
mod render;
mod schema;
mod score;
mod show;

pub use check::{CheckError, check};
pub use codebook::RecogniseError;
pub use export::{ExportError, ExportOptions, Target, export_quiz};
pub use lines::PracticeError;
pub use live::{News, Stage};
pub use new::{Desk, NewError, NewPlaybook, NewQuiz, NewScenario, new_playbook, new_quiz, new_scenario};
pub use overlay::{Overlay, OverlayError};
pub use practice::{Options, practice};
pub use preview::preview;
pub use quiz::{QuizOptions, list_quizzes, quiz};
pub use recognise::{Recognition, recognise};
pub use render::render;
pub use schema::{SchemaError, lay_down_schemas, print_schema};
pub use score::{ScoreOptions, score_files};
