//! Training sessions in Discord: what is announced goes to the channel, everything else to the member alone.
//! It must not decide anything about a training.

use std::sync::Arc;

use serenity::all::{CommandInteraction, ComponentInteraction};
use serenity::model::application::InputTextStyle;

use super::answer::Answer;
use super::commands::Typed;
use super::component::{chosen, hidden, open_form, step};
use super::intake::signed;
use super::message::say;
use super::start;
use super::{Bot, attachment};
use crate::app::{Announced, AppError, LONGEST_COMMENT, Suggestion, TrainingAsked, Who};
use crate::coach::ids::TrainingId;
use crate::reply::{Action, Reply, notice, phrase};

/// Bytes of a file with figures of the business.
const MOST_BYTES: usize = 256 << 10;

/// Work on a subcommand of `/session`.
pub(super) async fn run(
    bot: &Bot,
    who: &Who,
    command: &CommandInteraction,
    typed: &Typed<'_>,
) -> Result<Reply, AppError> {
    let (app, event) = (&bot.app, signed(command.id.get()));
    match typed.subcommand {
        "open" => {
            let asked = TrainingAsked {
                title: typed.text("title").unwrap_or_default(),
                test: typed.text("test"),
                drill: typed.text("drill"),
                manager: typed.member("manager"),
                channel: signed(command.channel_id.get()),
            };
            announce(bot, who, event, app.open_training(who, event, asked).await?).await
        }
        "close" => announce(bot, who, event, app.close_training(who, typed.text("session")).await?).await,
        "report" => report(bot, who, typed).await,
        _ => app.words(&who.language).map(|words| notice::plain(&words, phrase::OLD_BUTTON)),
    }
}

/// The report; figures of the business that come with the command are kept first.
async fn report(bot: &Bot, who: &Who, typed: &Typed<'_>) -> Result<Reply, AppError> {
    let app = &bot.app;
    if let Some(why) = app.not_a_trainer(who)? {
        return Ok(why);
    }
    if let Some(file) = typed.file("results") {
        let bytes = match attachment::fetched(bot, who, file, MOST_BYTES).await? {
            Ok(bytes) => bytes,
            Err(reply) => return Ok(reply),
        };
        return app.keep_outcomes(who, typed.text("session"), &bytes).await;
    }
    app.training_report(who, typed.text("session"), typed.canvas()).await
}

/// Says in the channel what is for all; where the bot may not write there, whoever asked is told so with what was meant.
async fn announce(bot: &Bot, who: &Who, event: i64, announced: Announced) -> Result<Reply, AppError> {
    let Some((channel, public)) = announced.public else {
        return Ok(announced.told);
    };
    if let Err(error) = say(bot, channel, &format!("s{event:x}"), &[public]).await {
        tracing::warn!(channel, %error, "a training could not be announced");
        return Ok(notice::plain(&*bot.app.words(&who.language)?, phrase::TRAINING_NOT_ANNOUNCED));
    }
    Ok(announced.told)
}

/// What is offered while somebody types.
pub(super) async fn complete(
    bot: &Bot,
    who: &Who,
    (option, value): (&str, &str),
    typed: &Typed<'_>,
) -> Result<Vec<Suggestion>, AppError> {
    match option {
        "test" => bot.app.suggest_tests(who, value).await,
        "drill" => bot.app.suggest_scenarios(who, value).await,
        _ => bot.app.suggest_trainings(who, value, typed.subcommand == "close").await,
    }
}

/// Work on a press under a message of a training.
pub(super) async fn pressed(
    bot: &Arc<Bot>,
    answer: &Answer,
    who: &Who,
    action: Action,
    pressed: &ComponentInteraction,
) {
    let (app, event) = (&bot.app, signed(answer.id));
    match action {
        Action::Attend(id) => hidden(answer, app.attend(who, id)).await,
        Action::Test(id, stage) => all(answer, app.begin_test(who, event, id, stage)).await,
        Action::TestDrill(id, stage) => {
            hidden(answer, async {
                match app.before_training_drill(who, id, stage).await? {
                    Ok((who, chosen)) => start::official(bot, &who, event, &chosen).await,
                    Err(reply) => Ok(reply),
                }
            })
            .await;
        }
        Action::TrainingSurvey(id) => hidden(answer, app.training_survey(who, id)).await,
        Action::TrainingSurveyPick(id, at, which) => {
            step(answer, app.answer_training_survey(who, id, at, which)).await;
        }
        Action::TrainingComment(id) => {
            let form = app.training_comment_form(who, id).await;
            open_form(answer, form, &pressed.data.custom_id, InputTextStyle::Paragraph, LONGEST_COMMENT)
                .await;
        }
        Action::CheckIn(id, day, which) => step(answer, app.check_in(who, id, day, which)).await,
        Action::TeamCheckIn(id, day, page) => {
            step(answer, app.team_check_in(who, id, day, page, chosen(pressed))).await;
        }
        Action::TeamNobody(id, day, page) => step(answer, app.team_check_in(who, id, day, page, &[])).await,
        _ => {}
    }
}

/// Acknowledged first, then worked out; all replies are shown to the member alone.
async fn all(answer: &Answer, work: impl Future<Output = Result<Vec<Reply>, AppError>>) {
    if answer.thinking().await {
        answer.finish_all(work.await).await;
    }
}

/// A comment was sent.
pub(super) async fn commented(bot: &Arc<Bot>, answer: &Answer, who: &Who, id: TrainingId, words: &str) {
    step(answer, bot.app.comment_training(who, id, words)).await;
}
