//! `/assign`: who is meant is found out at Discord, then the use case decides; a role hears of it in the channel, and
//! alone is mentioned there. Also the button by which a rep begins.
//! It must not decide who gets what.

use std::sync::Arc;

use reqwest::Method;
use serde::Deserialize;
use serenity::all::{CommandInteraction, ComponentInteraction, RoleId};
use serenity::builder::CreateMessage;

use super::Bot;
use super::answer::Answer;
use super::commands::Typed;
use super::intake::signed;
use super::render::{nobody, render};
use super::rest::RestError;
use super::start;
use crate::app::{Announcement, AppError, AssignAsked, Beginning, Person, RoleAsked, What, Who};
use crate::coach::ids::{AssignmentId, RepId, ServerId};
use crate::reply::{Block, Phrase, Reply, notice, phrase};

/// Members that Discord lists at once, and pages that are read: a server of fifty thousand.
const AT_ONCE: usize = 1_000;
const PAGES: usize = 50;
/// Mentions in a text; each is asked for at Discord.
const MENTIONS: usize = 25;

#[derive(Deserialize)]
struct Named {
    id: String,
    username: String,
    #[serde(default)]
    global_name: Option<String>,
    #[serde(default)]
    bot: bool,
}

#[derive(Deserialize)]
struct Listed {
    user: Named,
    #[serde(default)]
    nick: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
}

impl Listed {
    fn person(self) -> Option<Person> {
        let rep = RepId(self.user.id.parse().ok()?);
        let name = self.nick.or(self.user.global_name).unwrap_or(self.user.username);
        (!self.user.bot).then_some(Person { rep, name })
    }
}

/// Work on `/assign`.
pub(super) async fn run(
    bot: &Arc<Bot>,
    who: &Who,
    command: &CommandInteraction,
    typed: &Typed<'_>,
) -> Result<Reply, AppError> {
    let text = |name| typed.text(name).unwrap_or_default();
    let what = match typed.subcommand {
        "drill" => What::Drill(text("scenario")),
        "quiz" => What::Quiz(text("quiz")),
        "course" => What::Course(text("steps")),
        "cancel" => return bot.app.cancel_assigned(who, text("assignment")).await,
        _ => return bot.app.list_assigned(who, typed.text("assignment")).await,
    };
    if let Some(refused) = bot.app.may_not_assign(who)? {
        return Ok(refused);
    }
    let members = match people(bot, who, typed).await {
        Ok(members) => members,
        Err((what, typed)) => {
            let words = bot.app.words(&who.language)?;
            return Ok(Reply::text(words.say(what, &[("typed", &typed)])));
        }
    };
    let role = match typed.role("role") {
        Some((id, name)) => Some(RoleAsked { id, name, members: role_members(bot, who, id).await }),
        None => None,
    };
    let asked = AssignAsked {
        what,
        members,
        role,
        due: typed.text("due"),
        pass: typed.number("pass"),
        attempts: typed.number("attempts"),
        final_only: typed.text("feedback") == Some("final"),
        channel: signed(command.channel_id.get()),
    };
    let told = bot.app.assign(who, signed(command.id.get()), &asked).await?;
    match told.announce {
        Some(announcement) => announced(bot, who, command.id.get(), &announcement, told.reply).await,
        None => Ok(told.reply),
    }
}

/// The member who was chosen and those who are mentioned in the text, or what is wrong with it.
async fn people(bot: &Bot, who: &Who, typed: &Typed<'_>) -> Result<Vec<Person>, (Phrase, String)> {
    let mut found = Vec::new();
    if let Some(chosen) = typed.person("member") {
        found.push(chosen.ok_or_else(|| (phrase::ASSIGN_BAD_MENTION, "bot".to_owned()))?);
    }
    for word in mentioned(typed.text("members").unwrap_or_default()) {
        if found.len() > MENTIONS {
            break;
        }
        if word.starts_with("<@&") || word.starts_with("@everyone") || word.starts_with("@here") {
            return Err((phrase::ASSIGN_ROLE_MENTION, word));
        }
        let inner = word.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>'));
        let id = inner.and_then(|id| id.trim_start_matches('!').parse::<u64>().ok());
        let odd = || (phrase::ASSIGN_BAD_MENTION, word.chars().take(60).collect::<String>());
        let id = i64::try_from(id.ok_or_else(odd)?).map_err(|_| odd())?;
        found.push(member_of(bot, who.server, id).await.ok_or_else(odd)?);
    }
    Ok(found)
}

/// A member of a server, as Discord knows them now; nobody where it is none, or a bot.
pub(super) async fn member_of(bot: &Bot, server: ServerId, id: i64) -> Option<Person> {
    let nothing: Option<&()> = None;
    let path = format!("/guilds/{server}/members/{id}");
    let listed: Result<Listed, RestError> = bot.rest.call(Method::GET, &path, nothing).await;
    listed.ok().and_then(Listed::person)
}

/// The words of a text; two mentions may stand without a space between them.
fn mentioned(text: &str) -> Vec<String> {
    let apart = text.replace('>', "> ");
    let words = apart.split([' ', ',', '，', '、', '\n']).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The members of a role, where the bot may list a server's members; else none, and they are told in the channel.
async fn role_members(bot: &Bot, who: &Who, role: i64) -> Option<Vec<Person>> {
    if !bot.members {
        return None;
    }
    let (wanted, mut members, mut after) = (role.to_string(), Vec::new(), 0i64);
    for _ in 0..PAGES {
        let path = format!("/guilds/{}/members?limit={AT_ONCE}&after={after}", who.server);
        let nothing: Option<&()> = None;
        let page: Result<Vec<Listed>, RestError> = bot.rest.call(Method::GET, &path, nothing).await;
        let page = page.inspect_err(|error| tracing::error!(%error, "members could not be listed")).ok()?;
        let full = page.len() >= AT_ONCE;
        after = page.iter().filter_map(|member| member.user.id.parse().ok()).fold(after, i64::max);
        let own = page.into_iter().filter(|member| member.roles.contains(&wanted));
        members.extend(own.filter_map(Listed::person));
        if !full {
            return Some(members);
        }
    }
    tracing::error!(server = who.server.0, "the server has more members than are listed");
    None
}

/// Says it in the channel under a nonce of the command, so that it is said once.
async fn announced(
    bot: &Bot,
    who: &Who,
    event: u64,
    announcement: &Announcement,
    reply: Reply,
) -> Result<Reply, AppError> {
    let role = RoleId::new(announcement.role.unsigned_abs().max(1));
    for (at, page) in render(&announcement.reply, &bot.seal).into_iter().enumerate() {
        let mut body: CreateMessage = page.message(format!("r{event:x}.{at}"));
        if at == 0 {
            body = body.content(format!("<@&{role}>")).allowed_mentions(nobody().roles([role]));
        }
        if let Err(error) = bot.rest.send_message(announcement.channel, &body).await {
            tracing::warn!(%error, channel = announcement.channel, "a role could not be told");
            let words = bot.app.words(&who.language)?;
            return Ok(reply.with(Block::Text(words.plain(phrase::ASSIGN_NOT_ANNOUNCED).into())));
        }
    }
    Ok(reply)
}

/// Begins or goes on with what was assigned: a quiz here, seen by the rep alone; a drill in a place of its own.
pub(super) async fn begin(
    bot: &Arc<Bot>,
    answer: &Answer,
    who: &Who,
    pressed: &ComponentInteraction,
    id: AssignmentId,
) {
    if !answer.thinking().await {
        return;
    }
    let event = signed(answer.id);
    match bot.app.begin_assigned(who, event, id).await {
        Ok(Beginning::Quiz(replies)) => {
            let mut replies = replies.iter();
            match replies.next() {
                Some(first) => answer.fill(first).await,
                None => answer.finish(no_button(bot, who)).await,
            }
            for reply in replies {
                answer.follow(reply).await;
            }
        }
        Ok(Beginning::Drill(own, chosen)) => {
            answer.finish(start::assigned(bot, &own, event, pressed, &chosen).await).await;
        }
        Ok(Beginning::Told(reply)) => answer.finish(Ok(reply)).await,
        Err(error) => answer.finish(Err(error)).await,
    }
}

fn no_button(bot: &Bot, who: &Who) -> Result<Reply, AppError> {
    Ok(notice::plain(&*bot.app.words(&who.language)?, phrase::OLD_BUTTON))
}

#[cfg(test)]
mod tests {
    use super::mentioned;

    #[test]
    fn mentions_are_told_apart_however_they_are_written() {
        assert_eq!(mentioned("<@1><@!2>, <@3>、x"), ["<@1>", "<@!2>", "<@3>", "x"]);
        assert!(mentioned(" , ").is_empty());
    }
}
