//! Quizzes on Discord: what `/quiz` does, and what presses under questions do.
//! It must not keep anything: all that is needed is in a button's id.

use std::collections::BTreeSet;
use std::sync::Arc;

use serenity::all::ComponentInteraction;
use serenity::model::application::InputTextStyle;

use super::Bot;
use super::answer::Answer;
use super::component::{chosen, follow_all, open_form, step};
use super::intake::signed;
use crate::app::{AppError, LONGEST_COMMENT, Who};
use crate::coach::quiz::Given;
use crate::reply::{Action, Reply, phrase};

/// The most characters of a typed answer.
const LONGEST_ANSWER: usize = 200;

/// Work on a press under a question, an offer or a notice.
pub(super) async fn pressed(
    bot: &Arc<Bot>,
    answer: &Answer,
    who: &Who,
    action: Action,
    pressed: &ComponentInteraction,
) {
    let (app, id) = (&bot.app, &pressed.data.custom_id);
    match action {
        Action::QuizPick(run, at, which) => {
            let given = Given::Chosen(BTreeSet::from([which]));
            step(answer, app.answer_quiz(who, run, at, &given)).await;
        }
        Action::QuizChoose(run, at) => {
            let given = chosen(pressed).iter().filter_map(|value| value.parse().ok()).collect();
            step(answer, app.answer_quiz(who, run, at, &Given::Chosen(given))).await;
        }
        // A form must be the first answer, so what it is called is looked up before.
        Action::QuizType(run, at) => {
            let form = app.quiz_form(who, run, at).await;
            open_form(answer, form, id, InputTextStyle::Short, LONGEST_ANSWER).await;
        }
        Action::SurveySay(run) => {
            let form = app.survey_comment_form(who, run).await;
            open_form(answer, form, id, InputTextStyle::Paragraph, LONGEST_COMMENT).await;
        }
        Action::SurveyPick(run, at, which) => step(answer, app.answer_survey(who, run, at, which)).await,
        Action::QuizResume(run) => step(answer, app.resume_quiz(who, run)).await,
        Action::QuizAnew(quiz) => {
            begun(answer, app.begin_anew(who, signed(answer.id), quiz)).await;
        }
        Action::QuizReview(server, _) => {
            begun(answer, app.review_misses_of(who, server, signed(answer.id))).await;
        }
        _ => {}
    }
}

/// A run that is begun by a button is said after it, to the member alone; the message stays.
async fn begun(answer: &Answer, work: impl Future<Output = Result<Vec<Reply>, AppError>>) {
    if !answer.noticed().await {
        return;
    }
    match work.await {
        Ok(replies) => follow_all(answer, &replies).await,
        Err(error) => answer.follow(&answer.sorry(&error, phrase::FAILED)).await,
    }
}
