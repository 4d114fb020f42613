//! Presses of buttons, choices from lists and forms: read what the id says, call the use case, show what came of it.
//! It must not keep anything: all that is needed is in the id.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{
    ActionRowComponent, ComponentInteraction, ComponentInteractionDataKind, ModalInteraction,
};
use serenity::builder::{CreateActionRow, CreateInputText, CreateInteractionResponse, CreateModal};
use serenity::model::application::InputTextStyle;

use super::answer::Answer;
use super::cooldown::HEAVY;
use super::intake::{signed, who};
use super::message::{say, say_answer};
use super::{Bot, assign, custom_id, follow_up, quiz, review, session};
use crate::app::{AppError, Place, Step, Taken, Use, Who};
use crate::coach::ids::SessionId;
use crate::coach::quiz::Given;
use crate::coach::recognise::MOST_CHARACTERS;
use crate::reply::{Action, Block, Reply, notice, phrase};

/// The one field of a form.
const FIELD: &str = "words";
/// Discord's limit for a form's title and a field's label.
const LABEL: usize = 45;
/// Of the three seconds in which Discord wants to hear something, those that the database may take.
const STORE_WITHIN: Duration = Duration::from_millis(1_500);

/// Work on a press or a choice.
pub(super) async fn pressed(bot: Arc<Bot>, pressed: ComponentInteraction) {
    let locale = pressed.locale.as_str();
    let who = who(&pressed.user, pressed.member.as_ref(), pressed.guild_id.map(|id| id.get()), locale);
    let answer = Answer::to_press(&bot, &pressed);
    match meant(&bot, &pressed.data.custom_id) {
        Some(Action::Answer(session)) => {
            open_answer_form(&bot, &answer, &who, session, &pressed.data.custom_id).await
        }
        Some(Action::Hint(session)) => hidden(&answer, bot.app.hint(&who, session)).await,
        Some(Action::Why(session)) => hidden(&answer, bot.app.why(&who, Some(session))).await,
        Some(Action::Rounds(session)) => hidden(&answer, bot.app.plan_rounds(&who, session)).await,
        Some(Action::Round(session, _)) => hidden(&answer, bot.app.why(&who, Some(session))).await,
        Some(Action::Tape(session)) => hidden(&answer, bot.app.tape(&who, session)).await,
        Some(Action::Secret(session)) => hidden(&answer, bot.app.secret_card(&who, session)).await,
        Some(Action::Rate(session, at, rating)) => {
            step(&answer, bot.app.rate(&who, session, at, rating)).await;
        }
        Some(Action::Stop(session)) => stop(&bot, &answer, &who, session).await,
        Some(
            action @ (Action::TouchDone(_)
            | Action::TouchShow(_)
            | Action::LateTouches(_)
            | Action::Overdue(..)
            | Action::Rehearse(_)
            | Action::Touch(_)),
        ) => follow_up::pressed(&bot, &answer, &who, action, &pressed).await,
        Some(
            action @ (Action::QuizPick(..)
            | Action::QuizChoose(..)
            | Action::QuizType(..)
            | Action::SurveyPick(..)
            | Action::SurveySay(_)
            | Action::QuizResume(_)
            | Action::QuizAnew(_)
            | Action::QuizReview(..)),
        ) => quiz::pressed(&bot, &answer, &who, action, &pressed).await,
        Some(Action::Dispute(session)) => match chosen(&pressed).first().and_then(|n| n.parse().ok()) {
            Some(reply) => hidden(&answer, bot.app.dispute(&who, session, reply)).await,
            None => old(&bot, &answer, &who).await,
        },
        Some(Action::Correct(turn)) => {
            step(&answer, bot.app.correct(&who, turn, chosen(&pressed), Use::Example)).await;
        }
        Some(Action::Keep(turn)) => step(&answer, bot.app.keep_verdict(&who, turn)).await,
        Some(Action::Overlay) => hidden(&answer, bot.app.overlay(&who)).await,
        Some(Action::Enable(id)) => step(&answer, bot.app.enable_upload(&who, id)).await,
        Some(Action::Review(action)) => {
            review::pressed(&bot, &answer, &who, action, chosen(&pressed)).await;
        }
        Some(Action::BeginAssigned(id, _)) => assign::begin(&bot, &answer, &who, &pressed, id).await,
        Some(Action::AssignedPage(id, page)) => step(&answer, bot.app.turn_assigned(&who, id, page)).await,
        Some(action) => session::pressed(&bot, &answer, &who, action, &pressed).await,
        None => old(&bot, &answer, &who).await,
    }
}

/// For how many presses a press counts: searching the buyer takes a second or more.
pub(super) fn effort(bot: &Bot, pressed: &ComponentInteraction) -> u32 {
    match meant(bot, &pressed.data.custom_id) {
        Some(Action::Tape(_) | Action::Enable(_) | Action::Overlay) => HEAVY,
        _ => 1,
    }
}

/// What is to be done by an id that this bot wrote; `None` for any other.
fn meant(bot: &Bot, id: &str) -> Option<Action> {
    custom_id::read(bot.seal.open(id)?)
}

pub(super) async fn old(bot: &Bot, answer: &Answer, who: &Who) {
    hidden(answer, async { Ok(notice::plain(&*bot.app.words(&who.language)?, phrase::OLD_BUTTON)) }).await;
}

/// Acknowledged first, then worked out and shown to the member alone.
pub(super) async fn hidden(answer: &Answer, work: impl Future<Output = Result<Reply, AppError>>) {
    if answer.thinking().await {
        answer.finish(work.await).await;
    }
}

/// A form must be the first answer, so what it is called is looked up before; that is one row.
async fn open_answer_form(bot: &Arc<Bot>, answer: &Answer, who: &Who, session: SessionId, id: &str) {
    let form = bot.app.answer_form(who, session).await;
    open_form(answer, form, id, InputTextStyle::Paragraph, MOST_CHARACTERS).await;
}

/// Opens a form with one field for so many characters.
pub(super) async fn open_form(
    answer: &Answer,
    form: Result<Result<(String, String), Reply>, AppError>,
    id: &str,
    style: InputTextStyle,
    most: usize,
) {
    match form {
        Ok(Ok((title, label))) => {
            let cut = |text: &str| text.chars().take(LABEL).collect::<String>();
            let field = CreateInputText::new(style, cut(&label), FIELD)
                .required(true)
                .max_length(u16::try_from(most).unwrap_or(u16::MAX));
            let modal = CreateModal::new(id, cut(&title)).components(vec![CreateActionRow::InputText(field)]);
            answer.respond(&CreateInteractionResponse::Modal(modal)).await;
        }
        Ok(Err(reply)) => hidden(answer, async { Ok(reply) }).await,
        Err(error) => hidden(answer, async { Err(error) }).await,
    }
}

async fn stop(bot: &Arc<Bot>, answer: &Answer, who: &Who, session: SessionId) {
    if !answer.noticed().await {
        return;
    }
    match bot.app.stop_drill(who, Some(session)).await {
        Ok(answered) if answered.channel != 0 => say_answer(bot, &answered, signed(answer.id)).await,
        Ok(answered) => follow_all(answer, &answered.replies).await,
        Err(error) => answer.follow(&answer.sorry(&error, phrase::FAILED)).await,
    }
}

pub(super) async fn follow_all(answer: &Answer, replies: &[Reply]) {
    for reply in replies {
        answer.follow(reply).await;
    }
}

pub(super) fn chosen(pressed: &ComponentInteraction) -> &[String] {
    match &pressed.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values,
        _ => &[],
    }
}

/// The message that was pressed on becomes what came of it; what is asked next follows.
pub(super) async fn step(answer: &Answer, work: impl Future<Output = Result<Step, AppError>>) {
    if !answer.noticed().await {
        return;
    }
    match work.await {
        Ok(Step { outcome, next }) => {
            if let Some(outcome) = outcome {
                answer.fill(&outcome).await;
            }
            if let Some(next) = next {
                answer.follow(&next).await;
            }
        }
        Err(error) => answer.follow(&answer.sorry(&error, phrase::NOT_SAVED)).await,
    }
}

/// Work on a form that was sent.
pub(super) async fn submitted(bot: Arc<Bot>, form: ModalInteraction) {
    let locale = form.locale.as_str();
    let who = who(&form.user, form.member.as_ref(), form.guild_id.map(|id| id.get()), locale);
    let answer = Answer::to_form(&bot, &form);
    let words = words_of(&form);
    match meant(&bot, &form.data.custom_id) {
        Some(Action::Answer(session)) => said(&bot, &answer, &who, session, &words).await,
        Some(Action::QuizType(run, at)) => {
            step(&answer, bot.app.answer_quiz(&who, run, at, &Given::Typed(words))).await
        }
        Some(Action::SurveySay(run)) => step(&answer, bot.app.comment(&who, run, &words)).await,
        Some(Action::TrainingComment(id)) => session::commented(&bot, &answer, &who, id, &words).await,
        Some(Action::Review(action)) => review::submitted(&bot, &answer, &who, action, &words).await,
        Some(action @ (Action::TouchDone(_) | Action::Touch(_))) => {
            follow_up::submitted(&bot, &answer, &who, action, &form).await;
        }
        _ => old(&bot, &answer, &who).await,
    }
}

fn words_of(form: &ModalInteraction) -> String {
    let inputs = form.data.components.iter().flat_map(|row| &row.components);
    let words = inputs.filter_map(|input| match input {
        ActionRowComponent::InputText(text) if text.custom_id == FIELD => text.value.clone(),
        _ => None,
    });
    words.collect::<Vec<_>>().join("\n")
}

/// A reply by form: nobody sees a form's words, so they are shown above the buyer's answer, under a nonce of their own.
async fn said(bot: &Arc<Bot>, answer: &Answer, who: &Who, session: SessionId, words: &str) {
    let event = signed(answer.id);
    let (taken, noticed) =
        stored_first(answer, bot.app.take_answer(who, Place::Session(session), event, words)).await;
    match taken {
        Ok(Taken::Said(answered)) if answered.turn.is_some() => {
            show(bot, who, answered.channel, event, words).await;
            say_answer(bot, &answered, event).await;
        }
        Ok(Taken::Heard { channel }) => show(bot, who, channel, event, words).await,
        _ if !noticed => {}
        Ok(Taken::Said(answered)) => follow_all(answer, &answered.replies).await,
        Ok(Taken::Before) => {}
        Ok(Taken::NoDrill) => answer.follow(&Reply::text(no_drill(bot, who))).await,
        Err(error) => answer.follow(&answer.sorry(&error, phrase::NOT_SAVED)).await,
    }
}

/// Shows the words of a form under the name of whoever sent it.
async fn show(bot: &Bot, who: &Who, channel: i64, event: i64, words: &str) {
    let said =
        Reply::default().with(Block::Note(who.name.clone())).with(Block::Quote(words.trim().to_owned()));
    if let Err(error) = say(bot, channel, &format!("w{event:x}"), &[said]).await {
        tracing::warn!(channel, %error, "a member's own words could not be shown");
    }
}

/// What looks taken is stored: a form closes when it is acknowledged, and its words are nowhere else by then. Only where
/// the database keeps us waiting does the acknowledgement come first, because Discord does not wait.
async fn stored_first<T>(answer: &Answer, work: impl Future<Output = T>) -> (T, bool) {
    let mut work = std::pin::pin!(work);
    match tokio::time::timeout(STORE_WITHIN, work.as_mut()).await {
        Ok(done) => (done, answer.noticed().await),
        Err(_) => {
            let noticed = answer.noticed().await;
            (work.await, noticed)
        }
    }
}

fn no_drill(bot: &Bot, who: &Who) -> String {
    bot.app.words(&who.language).map(|words| words.plain(phrase::NO_DRILL).to_owned()).unwrap_or_default()
}
