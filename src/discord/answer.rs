//! Answering an interaction: acknowledged first, filled in later. What fails is told with a number that the log has too.
//! It must not know what the interaction was about.

use std::iter::Peekable;
use std::sync::Arc;

use reqwest::Method;
use serde::Serialize;
use serde_json::Value;
use serenity::all::{CommandInteraction, ComponentInteraction, ModalInteraction};
use serenity::builder::{
    CreateInteractionResponse, CreateInteractionResponseFollowup, CreateInteractionResponseMessage,
    EditInteractionResponse,
};

use super::Bot;
use super::cooldown::Busy;
use super::message::{direct_channel, say};
use super::render::{Rendered, nobody, render};
use super::rest::RestError;
use crate::app::AppError;
use crate::reply::{File, Phrase, Reply, notice, phrase};

/// Discord's code for an interaction that was acknowledged before.
const ACKNOWLEDGED: u64 = 40_060;

/// Discord's codes for an interaction whose quarter of an hour is over.
const OVER: [u64; 2] = [10_015, 50_027];

/// An interaction that can be answered for a quarter of an hour.
#[derive(Clone)]
pub(super) struct Answer {
    bot: Arc<Bot>,
    member: u64,
    pub(super) id: u64,
    application: u64,
    token: String,
    language: String,
}

impl Answer {
    pub(super) fn to_command(bot: &Arc<Bot>, command: &CommandInteraction) -> Self {
        let ids = (command.id.get(), command.application_id.get(), command.user.id.get());
        Self::new(bot, ids, &command.token, &command.locale)
    }

    pub(super) fn to_press(bot: &Arc<Bot>, pressed: &ComponentInteraction) -> Self {
        let ids = (pressed.id.get(), pressed.application_id.get(), pressed.user.id.get());
        Self::new(bot, ids, &pressed.token, &pressed.locale)
    }

    pub(super) fn to_form(bot: &Arc<Bot>, form: &ModalInteraction) -> Self {
        let ids = (form.id.get(), form.application_id.get(), form.user.id.get());
        Self::new(bot, ids, &form.token, &form.locale)
    }

    fn new(bot: &Arc<Bot>, (id, application, member): (u64, u64, u64), token: &str, language: &str) -> Self {
        let (token, language) = (token.to_owned(), language.to_owned());
        Self { bot: Arc::clone(bot), member, id, application, token, language }
    }

    /// The first answer. `false` where Discord had one already: the event came twice and is not worked on again.
    pub(super) async fn respond(&self, response: &CreateInteractionResponse) -> bool {
        let path = format!("/interactions/{}/{}/callback", self.id, self.token);
        let sent: Result<Value, RestError> = self.bot.rest.once(Method::POST, &path, Some(response)).await;
        match sent {
            Ok(_) => true,
            Err(error) if error.code() == ACKNOWLEDGED => false,
            // Its answer may be lost while Discord has it; the edit that follows will show.
            Err(RestError::NoAnswer(why)) => {
                tracing::warn!(interaction = self.id, why, "no answer to an acknowledgement");
                true
            }
            Err(error) => {
                tracing::warn!(interaction = self.id, %error, "an interaction could not be acknowledged");
                false
            }
        }
    }

    /// "Thinking", seen by the member alone.
    pub(super) async fn thinking(&self) -> bool {
        let hidden = CreateInteractionResponseMessage::new().ephemeral(true);
        self.respond(&CreateInteractionResponse::Defer(hidden)).await
    }

    /// "Later": nothing was done.
    pub(super) async fn busy(&self, busy: Busy) {
        let Ok(words) = self.bot.app.words(&self.language) else { return };
        let (what, seconds) = match busy {
            Busy::Member(seconds) => (phrase::TOO_FAST, seconds),
            Busy::Server(seconds) => (phrase::TOO_MANY_AT_ONCE, seconds),
        };
        let told = Reply::text(words.say(what, &[("seconds", &seconds.to_string())]));
        if let Some(page) = render(&told, &self.bot.seal).into_iter().next() {
            let said = CreateInteractionResponseMessage::new().ephemeral(true).embed(page.embed);
            self.respond(&CreateInteractionResponse::Message(said.allowed_mentions(nobody()))).await;
        }
    }

    /// The press was noticed; the message stays as it is.
    pub(super) async fn noticed(&self) -> bool {
        self.respond(&CreateInteractionResponse::Acknowledge).await
    }

    /// Fills in the answer: the first page takes the place of "thinking" or of the message that was pressed on. Files come
    /// with the last page.
    pub(super) async fn fill(&self, reply: &Reply) {
        let mut pages = render(reply, &self.bot.seal).into_iter().peekable();
        if let Some(first) = pages.next() {
            let body = EditInteractionResponse::new()
                .embed(first.embed)
                .components(first.rows)
                .allowed_mentions(nobody());
            let files = if pages.peek().is_none() { reply.files.as_slice() } else { &[] };
            self.send(Method::PATCH, "/messages/@original", &body, files).await;
        }
        self.follow_pages(pages, &reply.files).await;
    }

    /// Says more, seen by the member alone.
    pub(super) async fn follow(&self, reply: &Reply) {
        self.follow_pages(render(reply, &self.bot.seal).into_iter().peekable(), &reply.files).await;
    }

    async fn follow_pages(&self, mut pages: Peekable<impl Iterator<Item = Rendered>>, files: &[File]) {
        while let Some(page) = pages.next() {
            let body = CreateInteractionResponseFollowup::new()
                .embed(page.embed)
                .components(page.rows)
                .allowed_mentions(nobody())
                .ephemeral(true);
            let files = if pages.peek().is_none() { files } else { &[] };
            self.send(Method::POST, "", &body, files).await;
        }
    }

    async fn send(&self, method: Method, suffix: &str, body: &impl Serialize, files: &[File]) {
        let path = format!("/webhooks/{}/{}{suffix}", self.application, self.token);
        let sent: Result<Value, RestError> = if files.is_empty() {
            self.bot.rest.call(method, &path, Some(body)).await
        } else {
            self.bot.rest.call_with_files(method, &path, body, files).await
        };
        if let Err(error) = sent {
            tracing::error!(interaction = self.id, %error, "an answer could not be filled in");
            if OVER.contains(&error.code()) {
                self.came_too_late().await;
            }
        }
    }

    /// The answer can be shown no more: the member is told so in direct messages, once for all its pages.
    async fn came_too_late(&self) {
        let Ok(words) = self.bot.app.words(&self.language) else { return };
        let told = notice::plain(&words, phrase::ANSWER_TOO_LATE);
        let sent = match direct_channel(&self.bot, self.member).await {
            Ok(channel) => say(&self.bot, channel, &format!("l{:x}", self.id), &[told]).await,
            Err(error) => Err(error),
        };
        if let Err(error) = sent {
            tracing::warn!(interaction = self.id, %error, "nor could the member be told of it");
        }
    }

    /// What a use case returned, or a kind sentence with the number under which the log has the reason.
    pub(super) async fn finish(&self, result: Result<Reply, AppError>) {
        match result {
            Ok(reply) => self.fill(&reply).await,
            Err(error) => self.fill(&self.sorry(&error, phrase::FAILED)).await,
        }
    }

    /// Several replies: the first fills in the answer, the others follow.
    pub(super) async fn finish_all(&self, result: Result<Vec<Reply>, AppError>) {
        match result {
            Ok(replies) => {
                let mut replies = replies.iter();
                if let Some(first) = replies.next() {
                    self.fill(first).await;
                }
                for reply in replies {
                    self.follow(reply).await;
                }
            }
            Err(error) => self.finish(Err(error)).await,
        }
    }

    /// The kind sentence.
    pub(super) fn sorry(&self, error: &AppError, what: Phrase) -> Reply {
        sorry(&self.bot, self.id, error, &self.language, what)
    }
}

/// A kind sentence with the number under which the log has the reason.
pub(super) fn sorry(bot: &Bot, event: u64, error: &AppError, language: &str, what: Phrase) -> Reply {
    let id = format!("E-{event:X}");
    tracing::error!(error.id = id, %error, "a use case failed");
    bot.app
        .words(language)
        .map_or_else(|_| Reply::text(id.as_str()), |words| Reply::text(words.say(what, &[("id", &id)])))
}
