//! Where drills are held: a private thread with those who take part, or direct messages; and their opening there.
//! It must not choose a drill: the use case does.

use reqwest::Method;
use serde_json::Value;
use serenity::all::{ChannelId, CommandInteraction, ComponentInteraction, PartialChannel};

use super::Bot;
use super::intake::signed;
use super::message::{direct_channel, say};
use super::render::tidy;
use super::rest::{RestError, Sent};
use crate::app::{AppError, Asked, Chosen, Who};
use crate::coach::ids::{RepId, TouchId};
use crate::reply::{Block, Reply, Words, notice, phrase};

/// A drill is held in a private thread, or in direct messages where asked for or where there are no threads.
pub(super) async fn drill(
    bot: &Bot,
    who: &Who,
    command: &CommandInteraction,
    asked: Asked<'_>,
    private: bool,
) -> Result<Reply, AppError> {
    let event = signed(command.id.get());
    let chosen = match bot.app.before_drill(who, asked, event).await? {
        Ok(chosen) => chosen,
        Err(reply) => return Ok(reply),
    };
    let direct = private || command.guild_id.is_none();
    let place = if direct {
        direct_channel(bot, who.rep.0.unsigned_abs()).await
    } else {
        let parent = parent_of(command.channel.as_ref(), command.channel_id);
        thread(bot, parent, &[Some(who.rep), chosen.peer], &chosen.title).await
    };
    open(bot, who, event, place, direct, &chosen).await
}

/// A duel is held in a private thread with both.
pub(super) async fn duel(
    bot: &Bot,
    who: &Who,
    command: &CommandInteraction,
    scenario: Option<&str>,
    buyer: Option<RepId>,
) -> Result<Reply, AppError> {
    let words = bot.app.words(&who.language)?;
    if command.guild_id.is_none() {
        return Ok(notice::plain(&words, phrase::SERVER_ONLY));
    }
    let peer = Some(buyer.unwrap_or(who.rep));
    drill(bot, who, command, Asked { scenario, peer, ..Asked::default() }, false).await
}

/// A minute of practice before a touch is held in direct messages.
pub(super) async fn rehearsal(bot: &Bot, who: &Who, event: i64, touch: TouchId) -> Result<Reply, AppError> {
    match bot.app.before_rehearsal(who, touch).await? {
        Ok(chosen) => {
            open(bot, who, event, direct_channel(bot, who.rep.0.unsigned_abs()).await, true, &chosen).await
        }
        Err(reply) => Ok(reply),
    }
}

/// An official drill is held in direct messages, where nobody else reads along.
pub(super) async fn official(bot: &Bot, who: &Who, event: i64, chosen: &Chosen) -> Result<Reply, AppError> {
    open(bot, who, event, direct_channel(bot, who.rep.0.unsigned_abs()).await, true, chosen).await
}

/// What was assigned is held in a private thread where its button was pressed, or in direct messages.
pub(super) async fn assigned(
    bot: &Bot,
    who: &Who,
    event: i64,
    pressed: &ComponentInteraction,
    chosen: &Chosen,
) -> Result<Reply, AppError> {
    let direct = pressed.guild_id.is_none();
    let place = if direct {
        direct_channel(bot, who.rep.0.unsigned_abs()).await
    } else {
        let parent = parent_of(pressed.channel.as_ref(), pressed.channel_id);
        thread(bot, parent, &[Some(who.rep)], &chosen.title).await
    };
    open(bot, who, event, place, direct, chosen).await
}

/// Begins what was chosen in the place that was found, and says the opening there.
async fn open(
    bot: &Bot,
    who: &Who,
    event: i64,
    place: Result<i64, RestError>,
    direct: bool,
    chosen: &Chosen,
) -> Result<Reply, AppError> {
    let words = bot.app.words(&who.language)?;
    let channel = match place {
        Ok(channel) => channel,
        Err(error) => {
            tracing::warn!(%error, direct, "no place for a drill");
            return Ok(no_place(&words, direct));
        }
    };
    let opened = match bot.app.begin_drill(who, event, channel, chosen).await? {
        Ok(opened) => opened,
        Err(reply) => return Ok(reply),
    };
    if let Err(error) = say(bot, channel, &format!("o{event:x}"), &opened.replies).await {
        tracing::warn!(%error, channel, "the opening of a drill could not be said");
        bot.app.stop_drill(who, Some(opened.session)).await?;
        return Ok(no_place(&words, direct));
    }
    let text = words.say(phrase::DRILL_OPENED, &[("place", "{place}")]);
    Ok(Reply::default().with(Block::Where(text, channel)))
}

fn no_place(words: &Words, direct: bool) -> Reply {
    if direct {
        return notice::plain(words, phrase::NO_DM);
    }
    Reply::text(
        words.say(phrase::NO_THREAD, &[("permission", "Create Private Threads, Send Messages in Threads")]),
    )
}

/// A thread cannot open a thread: in one, its parent does.
fn parent_of(channel: Option<&PartialChannel>, id: ChannelId) -> ChannelId {
    let in_thread = channel.filter(|channel| channel.thread_metadata.is_some());
    in_thread.and_then(|channel| channel.parent_id).unwrap_or(id)
}

async fn thread(
    bot: &Bot,
    parent: ChannelId,
    members: &[Option<RepId>],
    title: &str,
) -> Result<i64, RestError> {
    /// Discord's number for a private thread.
    const PRIVATE: u8 = 12;
    /// A week of silence before it is archived.
    const MINUTES: u16 = 10_080;
    let name: String = tidy(title).chars().take(90).collect();
    let body = serde_json::json!({ "name": name, "type": PRIVATE, "auto_archive_duration": MINUTES, "invitable": false });
    let made: Sent = bot.rest.call(Method::POST, &format!("/channels/{parent}/threads"), Some(&body)).await?;
    for member in members.iter().flatten() {
        let nothing: Option<&()> = None;
        let path = format!("/channels/{}/thread-members/{member}", made.id);
        bot.rest.call::<Value>(Method::PUT, &path, nothing).await?;
    }
    Ok(made.id)
}
