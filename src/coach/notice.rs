//! Notices: what members are told of without having asked, such as an assignment or a test that is due.
//! A notice is known by its kind, its subject, its part and whom it is for; so nobody is told the same thing twice.
//! It must not hold words: what is said is made when it is sent.

use super::ids::RepId;
use super::seed;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// A touch of a customer is due; the subject is the follow-up, the part the touch.
    Touch,
    /// Several touches that could not be told in time, in one message; the subject is the bundle.
    LateTouches,
    /// To the appointed manager: a touch could not be told to its owner; subject and part as of the touch.
    Undelivered,
    /// To the appointed manager, every working day: which touches are overdue; the subject is the server.
    OverdueTouches,
    /// A customer was handed over to the member; the subject is the follow-up.
    HandedOver,
    /// The step of a drill that cost points comes back; the subject is the drill, the part the cadence's touch.
    Round,
    /// Something was assigned; the subject is the assignment.
    Assigned,
    /// It is due soon.
    DueSoon,
    /// It is overdue.
    Overdue,
    /// Questions that were missed come back; the subject is the day, counted from 1970.
    Misses,
    /// A test of a training is waiting; the subject is the training, the part its stage.
    Test,
    /// Is it used on the job? The subject is the training, the part the day: 30, 60 or 90.
    CheckIn,
    /// The same question to a manager, about the whole team.
    TeamCheckIn,
    /// A trainer has looked at an attempt; the subject is the drill.
    Reviewed,
}

impl NoticeKind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Touch,
        Self::LateTouches,
        Self::Undelivered,
        Self::OverdueTouches,
        Self::HandedOver,
        Self::Round,
        Self::Assigned,
        Self::DueSoon,
        Self::Overdue,
        Self::Misses,
        Self::Test,
        Self::CheckIn,
        Self::TeamCheckIn,
        Self::Reviewed,
    ];

    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Touch => "touch",
            Self::LateTouches => "late-touches",
            Self::Undelivered => "undelivered",
            Self::OverdueTouches => "overdue-touches",
            Self::HandedOver => "handed-over",
            Self::Round => "round",
            Self::Assigned => "assigned",
            Self::DueSoon => "due-soon",
            Self::Overdue => "overdue",
            Self::Misses => "misses",
            Self::Test => "test",
            Self::CheckIn => "check-in",
            Self::TeamCheckIn => "team-check-in",
            Self::Reviewed => "reviewed",
        }
    }

    /// Whether it tells of other notices together.
    pub fn is_bundle(self) -> bool {
        self == Self::LateTouches
    }
}

/// What a notice is about and whom it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    /// Whom it is for.
    pub rep: RepId,
    /// What it is about.
    pub kind: NoticeKind,
    /// Which one of these.
    pub subject: i64,
    /// Which part of it.
    pub part: u32,
}

impl About {
    /// The same number for the same notice, whoever plans it and however often; two notices of the same minutes
    /// never share it in practice (64 bits).
    pub fn id(&self) -> i64 {
        let mixed = [self.subject.cast_unsigned(), u64::from(self.part), self.rep.0.cast_unsigned()]
            .into_iter()
            .fold(seed::digest(self.kind.name()), seed::mix);
        mixed.cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_notice_has_the_same_number_and_no_other_has_it() {
        let about = About { rep: RepId(7), kind: NoticeKind::Test, subject: 8, part: 1 };
        assert_eq!(about.id(), about.clone().id());
        for other in [
            About { rep: RepId(8), ..about },
            About { kind: NoticeKind::CheckIn, ..about },
            About { subject: 7, ..about },
            About { part: 2, ..about },
        ] {
            assert_ne!(about.id(), other.id());
        }
    }
}
