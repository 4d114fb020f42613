//! Progress of one rep, and how quizzes were received.

use chrono::TimeDelta;

use super::contents::Content;
use super::files::with_picture;
use super::team::trend_of;
use super::{App, AppError, Canvas, Who};
use crate::coach::evaluate::count_answers;
use crate::coach::progress::{comments_shown, weak_steps};
use crate::coach::seed;
use crate::coach::team::{Scored, halves, trend, weeks};
use crate::picture::{Board, Chart, Panel, draw};
use crate::reply::assign::with_own;
use crate::reply::followup::Standing;
use crate::reply::progress::{Mine, mine};
use crate::reply::team::Reaction;
use crate::reply::{Reply, Words, phrase};
use crate::store::SurveyAnswer;

/// Weeks of the own trend, and weeks with a drill from which on it is drawn.
const WEEKS: u32 = 12;
const FOR_PICTURE: usize = 3;
/// Drills that are listed.
const DRILLS: u32 = 5;
/// Drills from which weak steps are computed.
const FOR_STEPS: u32 = 10;
/// Steps that are named, and below which percentage a step is weak.
const STEPS: usize = 3;
const WEAK_BELOW: u32 = 80;

impl App {
    /// A rep's own progress.
    pub async fn my_progress(&self, who: &Who, canvas: Canvas) -> Result<Reply, AppError> {
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
        let since = self.now() - TimeDelta::weeks(i64::from(WEEKS));
        let scores = self.store.own_scores(who.server, who.rep, since).await?;
        // Who has not begun is offered a drill as well; only an empty playbook has none.
        let next = self.suiting(who, &playbook, &words).await?.ok();
        let reply = mine(
            &words,
            &Mine {
                drills: self.past_drills(who, DRILLS).await?,
                trend: reply_trend(&words, &scores),
                next: next.map(|chosen| (chosen.title, chosen.why.unwrap_or_default())),
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
        let reply = with_own(&words, reply, &self.assignments_of(who).await?);
        let zone = self.server_zone(who).await?;
        let weeks = weeks(self.now(), zone, WEEKS);
        let seen = trend(&scores, &weeks, zone);
        if seen.iter().filter(|week| week.drills > 0).count() < FOR_PICTURE {
            return Ok(reply);
        }
        let alt = reply_trend(&words, &scores).unwrap_or_default();
        let drawn = tokio::task::spawn_blocking(move || {
            let title = words.plain(phrase::ME_TREND).to_owned();
            let chart = Chart::Trend(trend_of(&words, &seen));
            draw(&Board {
                title: words.plain(phrase::ME_TITLE).to_owned(),
                subtitle: String::new(),
                panels: vec![Panel::new(title, chart)],
                footnote: words.plain(phrase::FOR_COACHING).to_owned(),
                more: words.plain(phrase::BOARD_MORE).to_owned(),
                theme: canvas.theme(),
                width: canvas.width(),
            })
        });
        Ok(with_picture(reply, drawn.await?, "progress.png", alt))
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

    /// What was said freely after the surveys that enough people answered.
    pub(super) async fn said_freely(&self, who: &Who) -> Result<Vec<String>, AppError> {
        let answers = self.store.survey_answers(who.server).await?;
        let mut said = Vec::new();
        for survey in self.playbook(who).await?.surveys.values() {
            let first = survey.questions.first().map(|question| question.id.as_str());
            let own =
                |a: &&SurveyAnswer| survey.id == *a.survey.as_str() && first == Some(a.question.as_str());
            let answered = answers.iter().filter(own).count();
            let comments = self.store.comments(who.server, survey.id.as_str()).await?;
            let order = seed::digest(survey.id.as_str());
            said.extend(comments_shown(&comments, answered, order).unwrap_or_default());
        }
        Ok(said)
    }
}

/// How far somebody has come since their own beginning, in words; nothing while there are too few drills to tell.
fn reply_trend(words: &Words, scores: &[Scored]) -> Option<String> {
    let change = halves(scores)?;
    let (earlier, later) = (format!("{:.0}", change.earlier), format!("{:.0}", change.later));
    let count = scores.len().to_string();
    Some(words.say(phrase::ME_TREND_LINE, &[("earlier", &earlier), ("later", &later), ("count", &count)]))
}

fn quiz_title(content: &Content, language: &str, quiz: &str) -> String {
    let playbook = content.library.exact_playbook(language);
    let found = playbook.and_then(|p| p.quizzes.get(quiz).map(|q| q.title.clone()));
    found.unwrap_or_else(|| quiz.to_owned())
}
