//! Rows to begin from, told apart by a number.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sparring::coach::ids::{
    AssignmentId, FollowUpId, Label, QuizRunId, RepId, ServerId, SessionId, TouchId, TrainingId,
};
use sparring::coach::purpose::{Purpose, Stage};
use sparring::coach::recognise::{Mark, Verdict};
use sparring::coach::scenario::Occasion;
use sparring::store::{
    Answered, Card, ContentVersion, Ended, NewFollowUp, NewQuizRun, NewSession, NewTouch, SessionState,
    StoredReceipt, StoredTurn, Terms,
};

pub(crate) const SERVER: ServerId = ServerId(1_100_000_000_000_000_001);
pub(crate) const OTHER_SERVER: ServerId = ServerId(1_100_000_000_000_000_002);
pub(crate) const ANA: RepId = RepId(900_000_000_000_000_001);
pub(crate) const BEN: RepId = RepId(900_000_000_000_000_002);

/// The process that takes replies.
pub(crate) const BY: &str = "one";

/// A moment, in minutes after a fixed one.
pub(crate) fn minute(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_790_000_000_123).unwrap() + TimeDelta::minutes(minutes)
}

pub(crate) fn occasion() -> Occasion {
    Occasion {
        customer: "王女士".into(),
        touch: "Day 3".into(),
        purpose: "See whether it runs.".into(),
        note: String::new(),
    }
}

fn purpose(id: i64) -> Purpose {
    match id % 4 {
        0 => Purpose::Assigned { assignment: AssignmentId(9), step: 2 },
        2 => Purpose::Training { training: TrainingId(5), stage: Stage::Delayed },
        _ => Purpose::Practice,
    }
}

pub(crate) fn session(id: i64) -> NewSession {
    NewSession {
        id: SessionId(id),
        server: SERVER,
        rep: ANA,
        channel: 77,
        playbook: "objections".into(),
        language: "zh-CN".into(),
        scenario: "price".into(),
        digest: u64::MAX - 3,
        content: (id % 3 == 0).then_some(ContentVersion { edition: 7, version: (id % 2 == 0).then_some(2) }),
        seed: 1 << 63,
        difficulty: u32::try_from(id % 5).expect("small"),
        occasion: (id % 2 == 1).then(occasion),
        peer: None,
        purpose: purpose(id),
        started: minute(id),
    }
}

pub(crate) fn turn(message: i64, said: &str) -> StoredTurn {
    let because = "en/objections.toml:31".into();
    let mark = Mark { label: Label::new("lscpa", "listen"), span: 0..said.len(), because };
    let unsure = [Label::new("spin", "problem"), Label::new("lscpa", "confirm")].into();
    StoredTurn {
        message,
        said: said.into(),
        verdict: Verdict { marks: vec![mark], unsure, trick: None },
        at: minute(message),
        answered: false,
    }
}

pub(crate) fn receipts() -> Vec<StoredReceipt> {
    let check = |id: &str, step: Option<&str>, earned, cost| StoredReceipt {
        id: id.into(),
        method: "lscpa".into(),
        step: step.map(str::to_owned),
        title: format!("Did you {id}?"),
        place: "en/lscpa.toml:12".into(),
        weight: 3,
        earned,
        cost,
        not_rated: earned.is_none().then(|| "never came up".into()),
    };
    vec![
        check("listens", Some("listen"), Some(2000), 0),
        check("confirms", Some("confirm"), None, 0),
        check("argues", None, Some(0), 10),
    ]
}

pub(crate) fn ended(minutes: i64, score: Option<u32>) -> Ended {
    Ended {
        state: SessionState::Finished,
        at: minute(minutes),
        score,
        pass_mark: 70,
        passed: score.is_some_and(|score| score >= 70),
        earned: 2000,
        rated: 3000,
        whole: 6000,
        faults_cost: 10,
        receipts: receipts(),
    }
}

pub(crate) fn follow_up(id: i64, due: &[i64]) -> NewFollowUp {
    let signed = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let touch = |(n, due): (usize, &i64)| NewTouch {
        plan: format!("day-{n}"),
        planned: signed,
        merged: if n == 1 { vec![("day-0".to_owned(), signed)] } else { Vec::new() },
        due: minute(*due),
    };
    NewFollowUp {
        id: FollowUpId(id),
        server: SERVER,
        owner: ANA,
        card: Card {
            customer: "王女士".into(),
            contact: "李工".into(),
            product: "Two pumps".into(),
            note: "夜班还没培训".into(),
        },
        signed,
        zone: "Asia/Shanghai".into(),
        cadence: "one-three-seven".into(),
        playbook: "follow-up".into(),
        language: "zh-CN".into(),
        edition: (id % 2 == 1).then_some(9),
        channel: 55,
        created: minute(0),
        months: 12,
        look: minute(60),
        touches: due.iter().enumerate().map(touch).collect(),
    }
}

pub(crate) fn touch(follow_up: i64, n: u32) -> TouchId {
    TouchId { follow_up: FollowUpId(follow_up), n }
}

pub(crate) fn quiz_run(id: i64) -> NewQuizRun {
    NewQuizRun {
        id: QuizRunId(id),
        server: SERVER,
        rep: ANA,
        quiz: "basics".into(),
        items: Vec::new(),
        counts: 2,
        playbook: "objections".into(),
        digest: u64::MAX,
        content: Some(ContentVersion { edition: 1 << 40, version: Some(3) }),
        language: "en".into(),
        seed: 7,
        purpose: Purpose::Training { training: TrainingId(5), stage: Stage::Post },
        terms: Terms { at_once: Some(false), until: Some(minute(90)) },
        started: minute(0),
    }
}

pub(crate) fn answer(n: u32, right: bool) -> Answered {
    Answered {
        n,
        item: format!("item-{n}"),
        given: "b".into(),
        right,
        scored: true,
        at: minute(i64::from(n)),
    }
}
