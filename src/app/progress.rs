//! Progress of one rep and of a team. A manager sees learning and reaction, never practice.

use std::collections::BTreeMap;

use super::contents::Content;
use super::{App, AppError, Who};
use crate::coach::ids::RepId;
use crate::coach::progress::{distribution, weak_steps};
use crate::reply::assign::with_own;
use crate::reply::followup::Standing;
use crate::reply::progress::{Learning, Mine, Reaction, mine, team};
use crate::reply::{Reply, notice, phrase};

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

    /// A team's progress, for who may manage the server.
    pub async fn team_progress(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if who.server.0 == 0 {
            return Ok(notice::plain(&words, phrase::SERVER_ONLY));
        }
        if !who.manager {
            return Ok(notice::plain(&words, phrase::NOT_A_MANAGER));
        }
        Ok(team(&words, &self.learning(who).await?, &self.reaction(who).await?))
    }

    async fn learning(&self, who: &Who) -> Result<Vec<Learning>, AppError> {
        let runs = self.store.team_quizzes(who.server).await?;
        let reps: Vec<RepId> = runs.iter().map(|run| run.rep).collect();
        let names = self.store.names(who.server, &reps).await?;
        let mut quizzes: BTreeMap<String, Vec<(String, usize, usize)>> = BTreeMap::new();
        for run in runs {
            let name = names.get(&run.rep).cloned().unwrap_or_else(|| run.rep.to_string());
            quizzes.entry(run.quiz).or_default().push((name, run.right as usize, run.of as usize));
        }
        let content = self.content(who.server).await?;
        let titled = |(quiz, runs): (String, _)| (quiz_title(&content, &who.language, &quiz), runs);
        Ok(quizzes.into_iter().map(titled).collect())
    }

    async fn reaction(&self, who: &Who) -> Result<Vec<Reaction>, AppError> {
        let answers = self.store.survey_answers(who.server).await?;
        let playbook = self.playbook(who).await?;
        let mut reactions = Vec::new();
        for survey in playbook.surveys.values() {
            for question in &survey.questions {
                let own = answers
                    .iter()
                    .filter(|a| survey.id == *a.survey.as_str() && question.id == *a.question.as_str());
                let given: Vec<String> = own.map(|a| a.choice.clone()).collect();
                if given.is_empty() {
                    continue;
                }
                let counts = distribution(question.choices.iter().map(|(id, _)| id.as_str()), &given);
                let texts = question.choices.iter().map(|(_, text)| text.clone());
                reactions.push((
                    question.ask.clone(),
                    given.len(),
                    counts.map(|counts| texts.zip(counts).collect()),
                ));
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
