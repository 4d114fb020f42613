//! The evaluation of one training: from what its people did to all figures that are told of it.
//! Knowledge (the test) and skill (the drill) are kept apart, and only those who took both tests are compared.
//! It must not know who somebody is: people are counted.

use super::claims::Evidence;
use super::items::{Item, ItemAnalysis, Note, Sheet};
use super::{
    Claim, Learner, LearningGain, Reaction, analyse_items, count_answers, learning_gain, weigh_claims,
};
use crate::coach::purpose::Stage;
use crate::coach::training::{CHECK_IN_DAYS, Use};

/// What one who was there did; by stage.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// The tests that were ended.
    pub tests: [Option<Taken>; 3],
    /// The scores of the drills that were ended, 0 to 100.
    pub drills: [Option<u32>; 3],
}

/// A test as it was taken; answers that count alone.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// The answers.
    pub sheet: Sheet,
    /// How many answers could have been right.
    pub of: usize,
}

impl Taken {
    /// Right answers in percent; `None` where nothing counts.
    pub fn percent(&self) -> Option<f64> {
        let right = self.sheet.values().filter(|answer| answer.right).count();
        (self.of > 0).then(|| 100.0 * right as f64 / self.of as f64)
    }
}

/// One question of the survey with all answers to it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The question's id.
    pub id: String,
    /// The ids of the choices, as declared.
    pub choices: Vec<String>,
    /// The answers, each once for each who gave it.
    pub given: Vec<String>,
}

/// Answers to the check-ins of one day by one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnTheJob {
    /// How many days after.
    pub day: u32,
    /// Whether managers say so, or the reps themselves.
    pub by_manager: bool,
    /// How often each answer was given, in the order of [`Use::ALL`].
    pub counts: [usize; 4],
}

impl OnTheJob {
    /// How many answered.
    pub fn answered(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How many say that it is used.
    pub fn used(&self) -> usize {
        Use::ALL.iter().zip(self.counts).filter(|(answer, _)| answer.used()).map(|(_, count)| count).sum()
    }
}

/// All that is known of a training.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Who was there.
    pub people: Vec<Person>,
    /// The questions of each form that count.
    pub forms: [Vec<Item>; 3],
    /// The survey.
    pub asked: Vec<Asked>,
    /// The check-ins: day, whether a manager says so, and what is said.
    pub check_ins: Vec<(u32, bool, Use)>,
    /// How many figures of the business were imported.
    pub outcomes: usize,
}

/// What a training came to.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// How many were there.
    pub attended: usize,
    /// How many took the test of each stage.
    pub tested: [usize; 3],
    /// How many held the drill of each stage.
    pub drilled: [usize; 3],
    /// What was gained in the test.
    pub knowledge: LearningGain,
    /// What was gained in the drill.
    pub skill: LearningGain,
    /// The questions of each form.
    pub forms: [ItemAnalysis; 3],
    /// The survey, by the question's id.
    pub reaction: Vec<(String, Reaction)>,
    /// The check-ins that were answered by anybody.
    pub behaviour: Vec<OnTheJob>,
    /// How many figures of the business stand beside it.
    pub outcomes: usize,
    /// What may be said and what not.
    pub claims: Vec<Claim>,
}

/// Evaluates a training.
pub fn evaluate(record: &Record) -> Evaluation {
    let [pre, post, delayed] = Stage::ALL.map(|stage| stage as usize);
    let test = |person: &Person, stage: usize| person.tests.get(stage)?.as_ref()?.percent();
    let drill = |person: &Person, stage: usize| (*person.drills.get(stage)?).map(f64::from);
    let learners = |score: &dyn Fn(&Person, usize) -> Option<f64>| -> Vec<Learner> {
        let learner = |person: &Person| Learner {
            pre: score(person, pre),
            post: score(person, post),
            delayed: score(person, delayed),
        };
        record.people.iter().map(learner).collect()
    };
    let counted = |score: &dyn Fn(&Person, usize) -> Option<f64>| {
        [pre, post, delayed].map(|stage| record.people.iter().filter(|p| score(p, stage).is_some()).count())
    };
    let (knowledge, skill) = (learning_gain(&learners(&test)), learning_gain(&learners(&drill)));
    let forms = [pre, post, delayed].map(|stage| {
        let taken = record.people.iter().filter_map(|person| person.tests.get(stage)?.as_ref());
        let sheets: Vec<Sheet> = taken.map(|taken| taken.sheet.clone()).collect();
        analyse_items(record.forms.get(stage).map_or(&[], Vec::as_slice), &sheets)
    });
    let asked = record.people.len();
    let reaction: Vec<(String, Reaction)> =
        record.asked.iter().map(|question| (question.id.clone(), reaction(question, asked))).collect();
    let behaviour = behaviour(&record.check_ins);
    let mut evaluation = Evaluation {
        attended: asked,
        tested: counted(&test),
        drilled: counted(&drill),
        knowledge,
        skill,
        forms,
        reaction,
        behaviour,
        outcomes: record.outcomes,
        claims: Vec::new(),
    };
    evaluation.claims = weigh_claims(&evidence(record, &evaluation));
    evaluation
}

fn reaction(question: &Asked, asked: usize) -> Reaction {
    let choices: Vec<&str> = question.choices.iter().map(String::as_str).collect();
    let given: Vec<&str> = question.given.iter().map(String::as_str).collect();
    count_answers(&choices, &given, asked)
}

fn behaviour(check_ins: &[(u32, bool, Use)]) -> Vec<OnTheJob> {
    let sides = CHECK_IN_DAYS.into_iter().flat_map(|day| [(day, false), (day, true)]);
    let counted = sides.map(|(day, by_manager)| {
        let own = || check_ins.iter().filter(move |(d, m, _)| (*d, *m) == (day, by_manager));
        let counts = Use::ALL.map(|answer| own().filter(|(_, _, given)| *given == answer).count());
        OnTheJob { day, by_manager, counts }
    });
    counted.filter(|side| side.answered() > 0).collect()
}

/// The claims rest on the test after: it is the one that the figures of learning are told of.
fn evidence(record: &Record, evaluation: &Evaluation) -> Evidence {
    let [_, post_form, _] = &evaluation.forms;
    let gain = &evaluation.knowledge;
    let doubtful = |notes: &std::collections::BTreeSet<Note>| {
        notes.contains(&Note::CheckKey) || notes.contains(&Note::Poor)
    };
    let ids = |stage: Stage| {
        let form = record.forms.get(stage as usize).map_or(&[][..], Vec::as_slice);
        form.iter().map(|item| item.id.as_str()).collect::<std::collections::BTreeSet<_>>()
    };
    let of_reps = evaluation.behaviour.iter().filter(|side| !side.by_manager);
    Evidence {
        asked: evaluation.attended,
        answered: evaluation.reaction.iter().map(|(_, reaction)| reaction.answered).max().unwrap_or(0),
        pairs: gain.pairs,
        dropouts: gain.only_pre + gain.only_post,
        ceilings: gain.ceilings,
        gain: gain.raw_gain,
        parallel_forms: !ids(Stage::Post).is_empty() && ids(Stage::Pre).is_disjoint(&ids(Stage::Post)),
        delayed: gain.retention.people,
        delayed_change: gain.retention.change,
        reliability: post_form.reliability.map(|reliability| reliability.kr20),
        examinees: post_form.examinees,
        doubtful_items: post_form.items.iter().filter(|item| doubtful(&item.notes)).count(),
        check_ins: of_reps.clone().map(OnTheJob::answered).sum(),
        used: of_reps.map(OnTheJob::used).sum(),
        results: evaluation.outcomes,
        ..Evidence::nothing()
    }
}
