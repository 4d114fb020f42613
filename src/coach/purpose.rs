//! For what an attempt is made: practice, which is the rep's own affair, or something that a trainer asked for and sees.
//! It must not know how an attempt went.

use super::ids::{AssignmentId, TrainingId};

/// For what a drill is held or a quiz is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// For oneself; nobody else sees it.
    #[default]
    Practice,
    /// For an assignment, counted among its attempts.
    Assigned {
        /// The assignment.
        assignment: AssignmentId,
        /// The place of what was assigned in its list, from 0.
        step: u32,
    },
    /// As a test of a training session.
    Training {
        /// The training session.
        training: TrainingId,
        /// Which of its tests.
        stage: Stage,
    },
}

impl Purpose {
    /// Whether trainers and managers see it.
    pub fn official(self) -> bool {
        self != Self::Practice
    }
}

/// When in a training a test is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Before anything is taught.
    Pre,
    /// When it is over.
    Post,
    /// Three to four weeks later.
    Delayed,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Pre, Self::Post, Self::Delayed];

    /// Its name in files and rows, which is that of the form of a course test.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pre => "pre",
            Self::Post => "post",
            Self::Delayed => "delayed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_practice_is_private() {
        assert!(!Purpose::Practice.official());
        assert!(Purpose::Assigned { assignment: AssignmentId(1), step: 0 }.official());
        assert!(Purpose::Training { training: TrainingId(1), stage: Stage::Pre }.official());
    }
}
