//! Messages: a rep's words in a drill's thread or in a direct message, and all that is said in a channel.
//! What is said carries a nonce made of the session and the turn, so saying it again after a crash shows it once.
//! It must not read messages where no drill is held.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::Message;

use super::Bot;
use super::answer::sorry;
use super::custom_id;
use super::intake::{signed, who};
use super::lanes::Lanes;
use super::render::render;
use super::rest::{RestError, Sent};
use crate::app::{Answered, Left, Place, Taken};
use crate::reply::{Action, Reply, notice, phrase};

/// Work on a message of a member.
pub(super) async fn taken(bot: Arc<Bot>, message: Message) {
    let direct = message.guild_id.is_none();
    // Without the privileged intent there are no words in a server's messages.
    if message.content.is_empty() && !direct {
        return;
    }
    let server = message.guild_id.map(|id| id.get());
    let who = who(&message.author, None, server, "");
    let (channel, event) = (signed(message.channel_id.get()), signed(message.id.get()));
    let words = without_mention(&message);
    match bot.app.take_answer(&who, Place::Channel(channel), event, &words).await {
        Ok(Taken::Said(answered)) => say_answer(&bot, &answered, event).await,
        Ok(Taken::NoDrill) if direct => no_drill_here(&bot, &who, channel, event).await,
        Ok(Taken::NoDrill | Taken::Before | Taken::Heard { .. }) => {}
        Err(error) => {
            let language = language_of(&bot, &who).await;
            let reply = sorry(&bot, message.id.get(), &error, &language, phrase::NOT_SAVED);
            say(&bot, channel, &format!("e{event:x}"), &[reply]).await.ok();
        }
    }
}

/// Words that came faster than they could be worked on are not taken; where somebody waits for an answer they are told,
/// once a minute.
pub(super) fn dropped(bot: Arc<Bot>, message: &Message) -> impl Future<Output = ()> + use<> {
    let (direct, server) = (message.guild_id.is_none(), message.guild_id.map(|id| id.get()));
    let who = who(&message.author, None, server, "");
    let (channel, minute) = (signed(message.channel_id.get()), bot.app.now().timestamp() / 60);
    async move {
        let drilled = direct || matches!(bot.app.drill_in(&who, channel).await, Ok(Some(_)));
        let language = language_of(&bot, &who).await;
        if let (true, Ok(words)) = (drilled, bot.app.words(&language)) {
            let told = notice::plain(&words, phrase::TOO_MANY_WORDS);
            say(&bot, channel, &format!("d{minute:x}"), &[told]).await.ok();
        }
    }
}

/// A mention of the bot opens its eyes where it may not read; it is no part of what is said to the customer.
fn without_mention(message: &Message) -> String {
    let mut words = message.content.clone();
    for user in message.mentions.iter().filter(|user| user.bot) {
        for mention in [format!("<@{}>", user.id), format!("<@!{}>", user.id)] {
            words = words.replace(&mention, "");
        }
    }
    words
}

async fn language_of(bot: &Bot, who: &crate::app::Who) -> String {
    let known = bot.app.store().rep(who.server, who.rep).await.ok().flatten();
    known.map_or_else(|| "en".to_owned(), |rep| rep.language)
}

/// In a direct message somebody waits for an answer even where no drill is held; a redelivered one was answered.
async fn no_drill_here(bot: &Bot, who: &crate::app::Who, channel: i64, event: i64) {
    let language = language_of(bot, who).await;
    if let Ok(words) = bot.app.words(&language) {
        say(bot, channel, &format!("n{event:x}"), &[notice::plain(&words, phrase::NO_DRILL)]).await.ok();
    }
}

/// Says what came of a reply and remembers that it was said.
pub(super) async fn say_answer(bot: &Bot, answered: &Answered, event: i64) {
    let nonce =
        answered.turn.map_or_else(|| format!("e{event:x}"), |(session, n)| format!("a{:x}.{n}", session.0));
    match (say(bot, answered.channel, &nonce, &answered.replies).await, answered.turn) {
        (Ok(()), Some((session, n))) => {
            if let Err(error) = bot.app.answer_sent(session, n).await {
                tracing::warn!(session = session.0, %error, "it was said, but not noted; after a restart it is said again");
            }
        }
        (Ok(()), None) => {}
        (Err(error), _) => {
            tracing::error!(channel = answered.channel, %error, "a reply could not be said")
        }
    }
}

/// Says replies in a channel, in order, each page under a nonce of its own. A reply's nonce does not hang on how many
/// pages came before it, so the same replies meet the same nonces whenever they are said again.
pub(super) async fn say(bot: &Bot, channel: i64, nonce: &str, replies: &[Reply]) -> Result<(), RestError> {
    for (part, reply) in replies.iter().enumerate() {
        for (at, page) in render(reply, &bot.seal).into_iter().enumerate() {
            let nonce = if at == 0 { format!("{nonce}.{part}") } else { format!("{nonce}.{part}.{at}") };
            bot.rest.send_message(channel, &page.message(nonce)).await?;
        }
    }
    Ok(())
}

/// The channel of a member's direct messages.
pub(super) async fn direct_channel(bot: &Bot, member: u64) -> Result<i64, RestError> {
    let body = json!({ "recipient_id": member.to_string() });
    let made: Sent = bot.rest.call(Method::POST, "/users/@me/channels", Some(&body)).await?;
    Ok(made.id)
}

/// After a restart, and where another process is gone: what was decided and stored, but perhaps not said, is said.
pub(super) async fn say_what_was_left(bot: Arc<Bot>, lanes: &Lanes) {
    match bot.app.unanswered().await {
        Ok(left) => {
            for left in left {
                // In the rep's own lane, so that what they say next is answered after it.
                lanes.push(left.rep.0, say_late(Arc::clone(&bot), left));
            }
        }
        Err(error) => tracing::error!(%error, "cannot tell which replies were left unsaid"),
    }
}

async fn say_late(bot: Arc<Bot>, left: Left) {
    match left.answered.turn {
        Some((session, n)) if was_said(&bot, &left).await => {
            if let Err(error) = bot.app.answer_sent(session, n).await {
                tracing::warn!(session = session.0, %error, "what was said could not be noted");
            }
        }
        _ => say_answer(&bot, &left.answered, left.event).await,
    }
}

/// Whether the answer's last message stands in the channel. Discord forgets a nonce within minutes, and the process may
/// have been down for longer.
async fn was_said(bot: &Bot, left: &Left) -> bool {
    let path = format!("/channels/{}/messages?after={}&limit=100", left.answered.channel, left.event);
    let nothing: Option<&()> = None;
    let page: Result<Vec<Value>, RestError> = bot.rest.call(Method::GET, &path, nothing).await;
    let buttons = [Action::Answer(left.session), Action::Why(left.session)]
        .map(|action| bot.seal.until_the_seal(&custom_id::write(&action)));
    let shows = |message: &Value| {
        let components = message.get("components").map(Value::to_string).unwrap_or_default();
        buttons.iter().any(|button| components.contains(button))
    };
    page.is_ok_and(|page| page.iter().any(shows))
}
