//! All that the store knows of a training, read at once, and made into what is evaluated.
//! It must not evaluate.

use std::collections::BTreeMap;

use super::super::{App, AppError, Who};
use super::attend::form;
use crate::coach::evaluate::items::{Answer as Marked, Item};
use crate::coach::evaluate::training::{Asked, Person, Record, Taken};
use crate::coach::ids::RepId;
use crate::coach::purpose::Stage;
use crate::coach::quiz::{Answer, Survey};
use crate::playbook::Playbook;
use crate::reply::evaluation::AskedQuestion;
use crate::store::{Attendance, BusinessFigure, CheckIn, ReactionCount, TestDrill, TestRun, Training};

/// A training with all that belongs to it.
pub(super) struct Whole {
    pub(super) training: Training,
    pub(super) playbook: std::sync::Arc<Playbook>,
    pub(super) there: Vec<Attendance>,
    pub(super) names: BTreeMap<RepId, String>,
    /// Tests that were ended, the first of each stage.
    pub(super) runs: Vec<TestRun>,
    /// Drills that were ended with a score, the first of each stage.
    pub(super) drills: Vec<TestDrill>,
    pub(super) reactions: Vec<ReactionCount>,
    pub(super) comments: Vec<String>,
    pub(super) check_ins: Vec<CheckIn>,
    pub(super) outcomes: Vec<BusinessFigure>,
}

impl App {
    pub(super) async fn whole(&self, who: &Who, training: Training) -> Result<Whole, AppError> {
        let id = training.new.id;
        let content = self.content_in(training.new.server, training.new.edition).await?;
        let there = self.store.attendances(id).await?;
        let reps: Vec<RepId> = there.iter().map(|attendance| attendance.rep).collect();
        let mut runs = self.store.test_runs(id).await?;
        runs.retain(|run| run.ended.is_some());
        first_of_each(&mut runs, |run| (run.rep, run.stage));
        let mut drills = self.store.test_drills(id).await?;
        drills.retain(|drill| drill.ended.is_some() && drill.score.is_some());
        first_of_each(&mut drills, |drill| (drill.rep, drill.stage));
        Ok(Whole {
            playbook: content.playbook(&who.language)?,
            names: self.store.names(training.new.server, &reps).await?,
            there,
            runs,
            drills,
            reactions: self.store.training_reactions(id).await?,
            comments: self.store.training_comments(id).await?,
            check_ins: self.store.check_ins(id).await?,
            outcomes: self.store.outcomes(id).await?,
            training,
        })
    }
}

fn first_of_each<T, K: Ord>(all: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|one| seen.insert(key(one)));
}

impl Whole {
    /// What a member is called.
    pub(super) fn name(&self, rep: RepId) -> String {
        self.names.get(&rep).cloned().unwrap_or_else(|| rep.to_string())
    }

    /// The number of a member in files without names: the place in the list of those who were there, from 1.
    pub(super) fn number(&self, rep: RepId) -> Option<i64> {
        let at = self.there.iter().position(|attendance| attendance.rep == rep)?;
        i64::try_from(at + 1).ok()
    }

    fn survey(&self) -> Option<&Survey> {
        let id = self.training.new.survey.as_deref()?;
        self.playbook.surveys.get(id).map(|survey| &**survey)
    }

    /// The questions of the survey with their words.
    pub(super) fn questions(&self) -> Vec<AskedQuestion> {
        let questions = self.survey().map_or(&[][..], |survey| survey.questions.as_slice());
        let choices = |all: &[(crate::coach::ids::Id, String)]| {
            all.iter().map(|(id, text)| (id.to_string(), text.clone())).collect()
        };
        questions.iter().map(|q| (q.id.to_string(), q.ask.clone(), choices(&q.choices))).collect()
    }

    /// What is evaluated.
    pub(super) fn record(&self) -> Record {
        let people = self.there.iter().map(|attendance| self.person(attendance.rep)).collect();
        let asked = self.questions().into_iter().map(|(id, _, choices)| {
            let given = self.reactions.iter().filter(|count| count.question == id).flat_map(|count| {
                std::iter::repeat_n(count.choice.clone(), usize::try_from(count.times).unwrap_or(0))
            });
            Asked { given: given.collect(), choices: choices.into_iter().map(|(id, _)| id).collect(), id }
        });
        Record {
            people,
            forms: Stage::ALL.map(|stage| self.items(stage)),
            asked: asked.collect(),
            check_ins: self.check_ins.iter().map(|c| (c.day, c.by_manager, c.answer)).collect(),
            outcomes: self.outcomes.len(),
        }
    }

    fn person(&self, rep: RepId) -> Person {
        let mut person = Person::default();
        for run in self.runs.iter().filter(|run| run.rep == rep) {
            if let Some(place) = person.tests.get_mut(run.stage as usize) {
                *place = Some(self.taken(run));
            }
        }
        for drill in self.drills.iter().filter(|drill| drill.rep == rep) {
            if let Some(place) = person.drills.get_mut(drill.stage as usize) {
                *place = drill.score;
            }
        }
        person
    }

    fn taken(&self, run: &TestRun) -> Taken {
        let counted = run.answers.iter().filter(|answer| answer.scored);
        let marked = |answer: &crate::store::TestAnswer| {
            (answer.item.clone(), Marked { chosen: answer.given.clone(), right: answer.right })
        };
        let sheet: BTreeMap<String, Marked> = counted.map(marked).collect();
        // Questions that were not reached in time count as missed.
        let asked = self.form(run.stage).map_or(0, |quiz| quiz.scored());
        Taken { of: asked.max(sheet.len()), sheet }
    }

    pub(super) fn form(&self, stage: Stage) -> Option<&crate::coach::quiz::Quiz> {
        form(&self.playbook, self.training.new.test.as_deref()?, stage)
    }

    fn items(&self, stage: Stage) -> Vec<Item> {
        let items = self.form(stage).map_or(&[][..], |quiz| quiz.items.as_slice());
        let options = |answer: &Answer| match answer {
            Answer::Single { choices, .. } | Answer::Classify { choices, .. } => {
                (1..=choices.len()).map(|number| number.to_string()).collect()
            }
            _ => Vec::new(),
        };
        let counted = items.iter().filter(|item| item.scored);
        counted.map(|item| Item { id: item.id.to_string(), options: options(&item.answer) }).collect()
    }
}
