//! Answering an interaction: acknowledged first, filled in later. What fails is told with a number that the log has too.
//! It must not know what the interaction was about.

use std::iter::Peekable;
use std::sync::Arc;

use reqwest::Method;
use serde::Serialize;
use serde_json::Value;
use serenity::builder::{
    CreateInteractionResponse, CreateInteractionResponseFollowup, CreateInteractionResponseMessage,
    EditInteractionResponse,
};

use super::Bot;
use super::render::{Rendered, nobody, render};
use super::rest::RestError;
use crate::app::AppError;
use crate::reply::{File, Phrase, Reply, phrase};

/// Discord's code for an interaction that was acknowledged before.
const ACKNOWLEDGED: u64 = 40_060;

/// An interaction that can be answered for a quarter of an hour.
#[derive(Clone)]
pub(super) struct Answer {
    bot: Arc<Bot>,
    pub(super) id: u64,
    application: u64,
    token: String,
    language: String,
}

impl Answer {
    pub(super) fn new(bot: &Arc<Bot>, id: u64, application: u64, token: &str, language: &str) -> Self {
        Self { bot: Arc::clone(bot), id, application, token: token.to_owned(), language: language.to_owned() }
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

    /// The press was noticed; the message stays as it is.
    pub(super) async fn noticed(&self) -> bool {
        self.respond(&CreateInteractionResponse::Acknowledge).await
    }

    /// Fills in the answer: the first page takes the place of "thinking" or of the message that was pressed on. Files come
    /// with the last page.
    pub(super) async fn fill(&self, reply: &Reply) {
        let mut pages = render(reply).into_iter().peekable();
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
        self.follow_pages(render(reply).into_iter().peekable(), &reply.files).await;
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
        self.told(sent);
    }

    fn told(&self, sent: Result<Value, RestError>) {
        if let Err(error) = sent {
            tracing::error!(interaction = self.id, %error, "an answer could not be filled in");
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
