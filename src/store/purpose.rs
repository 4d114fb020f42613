//! For what an attempt is made, as the four columns that drills and quiz runs share.
//! It must not know what an assignment or a training is.

use super::StoreError;
use super::connection::Query;
use super::row::{Cells, Named};
use crate::coach::ids::{AssignmentId, TrainingId};
use crate::coach::purpose::{Purpose, Stage};

impl Named for Stage {
    const ALL: &'static [Self] = &Stage::ALL;

    fn name(self) -> &'static str {
        self.name()
    }
}

/// Binds `assignment_id, step, training_id, stage`, in this order.
pub(super) fn bind(query: Query, purpose: Purpose) -> Query {
    let none: Option<i64> = None;
    match purpose {
        Purpose::Practice => query.bind(none).bind(none).bind(none).bind(None::<String>),
        Purpose::Assigned { assignment, step } => {
            query.bind(assignment.0).bind(i64::from(step)).bind(none).bind(None::<String>)
        }
        Purpose::Training { training, stage } => {
            query.bind(none).bind(none).bind(training.0).bind(stage.name())
        }
    }
}

/// Reads what [`bind`] wrote.
pub(super) fn read(cells: Cells<'_>) -> Result<Purpose, StoreError> {
    if let Some(assignment) = cells.maybe_int("assignment_id")? {
        let step = cells.count("step")?;
        return Ok(Purpose::Assigned { assignment: AssignmentId(assignment), step });
    }
    Ok(match cells.maybe_int("training_id")? {
        Some(training) => Purpose::Training { training: TrainingId(training), stage: cells.named("stage")? },
        None => Purpose::Practice,
    })
}
