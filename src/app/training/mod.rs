//! Training sessions: a trainer opens one, members say that they are there, take the tests before, after and later, say
//! how it was and whether they use it. What came of it is told by `report`.
//! It must not compute a figure; `coach/evaluate` does.

mod attend;
mod board;
mod check_in;
mod open;
mod record;
mod report;
mod survey;
mod tables;

pub use open::{Announced, TrainingAsked};

use super::{App, AppError, Who};
use crate::coach::ids::TrainingId;
use crate::reply::training::{Session, Waiting};
use crate::reply::{Reply, Words, notice, phrase};
use crate::store::{Attendance, NewTraining, Training};

/// A training with one who was there.
struct There {
    training: Training,
    attendance: Attendance,
    /// The member, in the server of the training: a button may have been pressed in direct messages.
    who: Who,
    words: std::sync::Arc<Words>,
}

/// A training as far as its messages speak of it.
fn session(new: &NewTraining) -> Session<'_> {
    let has =
        Waiting { test: new.test.is_some(), drill: !new.drills.is_empty(), survey: new.survey.is_some() };
    Session { id: new.id, title: &new.title, has }
}

impl App {
    /// The training, for one who was there; `Err` with what to tell anybody else.
    async fn there(&self, who: &Who, id: TrainingId) -> Result<Result<There, Reply>, AppError> {
        let words = self.words(&who.language)?;
        let Some(training) = self.training_for(who, id).await? else {
            return Ok(Err(notice::plain(&words, phrase::OLD_BUTTON)));
        };
        let Some(attendance) = self.store.attendance(id, who.rep).await? else {
            return Ok(Err(notice::plain(&words, phrase::TRAINING_NOT_THERE)));
        };
        let who = Who { server: training.new.server, ..who.clone() };
        Ok(Ok(There { training, attendance, who, words }))
    }

    /// A training that a member may hear of: that of the server in which they ask, or any in direct messages.
    async fn training_for(&self, who: &Who, id: TrainingId) -> Result<Option<Training>, AppError> {
        let found = self.store.training(id).await?;
        Ok(found.filter(|training| who.server.0 == 0 || who.server == training.new.server))
    }
}
