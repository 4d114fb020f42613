//! Progress of one rep, and how quizzes were received.

use super::contents::Content;
use super::{App, AppError, Who};
use crate::coach::evaluate::count_answers;
use crate::coach::progress::weak_steps;
use crate::reply::assign::with_own;
use crate::reply::followup::Standing;
use crate::reply::progress::{Mine, mine};
use crate::reply::team::Reaction;
use crate::reply::{Reply, phrase};

/// Drills that are listed.
const DRILLS: u32 = 5;
/// Drills from which weak steps are computed.
const FOR_STEPS: u32 = 10;
/// Steps that are named, and below which percentage a step is weak.
const STEPS: usize = 3;
const WEAK_BELOW: u32 = 80;

impl App {
    /// A rep's own progress.
    pub async fn my_progress(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let content = self.content(who.server).await?;
        let playbook = content.playbook(&who.language)?;
        let name = |method: &str, step: &str| {
            let method = playbook.methods.get(method)?;
            method.steps.iter().find(|s| s.id == *step).map(|s| s.name.clone())
        };
        let steps = weak_steps(&self.store.points(who.server, who.rep, FOR_STEPS).await?);
        let weak = steps.into_iter().filter(|step| step.percent < WEAK_BELOW).take(STEPS);
        let quizzes = self.store.quiz_history(who.server, who.rep, DRILLS).await?;
        let due = self.entries(who, 3).await?.into_iter().filter(|entry| entry.standing == Standing::Open);
        let line = |customer: &str, touch: &str| {
            words.say(phrase::FOLLOWUP_LINE, &[("customer", customer), ("touch", touch)])
        };
        let reply = mine(
            &words,
            &Mine {
                drills: self.past_drills(who, DRILLS).await?,
                weak: weak
                    .map(|step| (name(&step.method, &step.step).unwrap_or(step.step), step.percent))
                    .collect(),
                quizzes: quizzes
                    .into_iter()
                    .map(|q| (quiz_title(&content, &q.language, &q.quiz), q.right as usize, q.of as usize))
                    .collect(),
                due: due.map(|entry| (line(&entry.customer, &entry.touch), entry.due.timestamp())).collect(),
            },
        );
        Ok(with_own(&words, reply, &self.assignments_of(who).await?))
    }

    /// Answers to the surveys after quizzes, counted; who gave them is not known.
    pub(super) async fn reaction(&self, who: &Who) -> Result<Vec<Reaction>, AppError> {
        let answers = self.store.survey_answers(who.server).await?;
        let playbook = self.playbook(who).await?;
        let mut reactions = Vec::new();
        for survey in playbook.surveys.values() {
            for question in &survey.questions {
                let own = answers
                    .iter()
                    .filter(|a| survey.id == *a.survey.as_str() && question.id == *a.question.as_str());
                let given: Vec<&str> = own.map(|a| a.choice.as_str()).collect();
                if given.is_empty() {
                    continue;
                }
                let ids: Vec<&str> = question.choices.iter().map(|(id, _)| id.as_str()).collect();
                let counted = count_answers(&ids, &given, given.len());
                let text = |choice: &str| {
                    let found = question.choices.iter().find(|(id, _)| *id == *choice);
                    found.map_or_else(|| choice.to_owned(), |(_, text)| text.clone())
                };
                let counts = counted.distribution.ok();
                reactions.push(Reaction {
                    ask: question.ask.clone(),
                    answered: given.len(),
                    counts: counts.map(|d| d.counts.iter().map(|(id, n)| (text(id), *n)).collect()),
                });
            }
        }
        Ok(reactions)
    }
}

fn quiz_title(content: &Content, language: &str, quiz: &str) -> String {
    let playbook = content.library.exact_playbook(language);
    let found = playbook.and_then(|p| p.quizzes.get(quiz).map(|q| q.title.clone()));
    found.unwrap_or_else(|| quiz.to_owned())
}
