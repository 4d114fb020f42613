//! Discord's client: what it lets a person begin, and what it says of it on the wire.

use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::User;
use super::gateway::Outgoing;
use super::messages::Draft;
use super::payload::id;
use super::people::{Line, Wish};
use super::state::{Asked, State};
use super::typed::Typed;
use super::view::with_custom_id;
use super::webhooks::{AUTOCOMPLETE, COMMAND};

const ADMINISTRATOR: u64 = 1 << 3;

impl State {
    pub(super) fn begin(&mut self, user: &User, wish: Wish) -> u64 {
        let number = self.next_id();
        let asked = Asked {
            token: format!("aW50ZXJhY3Rpb246{number}x{:x}", number.rotate_left(17)),
            kind: wish.kind,
            user: user.id,
            locale: user.locale.clone(),
            channel: wish.channel,
            source: wish.source,
            completes: wish.completes,
            what: format!("{} in {}: {}", user.name, self.place(wish.channel), wish.what),
            sent: Instant::now(),
            aged: Duration::ZERO,
            excused: false,
            callback: None,
            original: None,
            answered: None,
            followups: Vec::new(),
        };
        let payload = self.interaction_json(number, &asked, &wish.data);
        self.tell(&asked.what);
        self.asked.insert(number, asked);
        let guild = self.guild_of(wish.channel);
        let event = Outgoing { name: "INTERACTION_CREATE", data: payload, guild, intent: 0 };
        self.dispatch_from_person(event);
        number
    }

    pub(super) fn guild_of(&self, channel: u64) -> Option<u64> {
        self.channels.get(&channel).and_then(|c| c.guild)
    }

    /// Is the user where they act?
    pub(super) fn present(&self, user: u64, channel: u64) -> Result<(), String> {
        let place = self
            .channels
            .get(&channel)
            .filter(|c| !c.gone)
            .ok_or_else(|| format!("there is no channel {channel}"))?;
        let inside = match place.guild {
            None => place.owner == user,
            Some(guild) => {
                let member = self.guilds.get(&guild).is_some_and(|g| g.members.contains_key(&user));
                member && (place.kind != 12 || place.members.contains(&user))
            }
        };
        if inside { Ok(()) } else { Err(format!("{} is not in {}", self.name_of(user), self.place(channel))) }
    }

    pub(super) fn command_wish(&mut self, user: &User, line: &Line<'_>) -> Result<Wish, String> {
        let guild = self.guild_of(line.channel);
        let command = self.usable_command(user, line.command, guild)?;
        let given = line
            .given
            .as_object()
            .cloned()
            .or(line.given.is_null().then(Map::new))
            .ok_or("options must be an object")?;
        let path: Vec<&str> = line.sub.into_iter().flat_map(str::split_whitespace).collect();
        let options = Typed { command: &command, path, given: &given, focused: line.focused }.options()?;
        let (mut ids, mut completes) = (Vec::new(), 3);
        leaves(&json!(options), &mut |leaf| {
            if leaf["focused"] == true {
                completes = leaf["type"].as_u64().unwrap_or(3);
            }
            if matches!(leaf["type"].as_u64(), Some(6..=9 | 11)) {
                ids.extend(leaf["value"].as_str().and_then(|v| v.parse::<u64>().ok()));
            }
        });
        let mut data = json!({"id": command["id"], "name": command["name"], "type": 1, "options": options});
        if !ids.is_empty() {
            data["resolved"] = self.resolved(guild, &ids);
        }
        if command["guild_id"].is_string() {
            data["guild_id"] = command["guild_id"].clone();
        }
        let sub = line.sub.map(|s| format!(" {s}")).unwrap_or_default();
        let typing = line.focused.map(|f| format!(" (typing in {f})")).unwrap_or_default();
        let what = format!("/{}{sub} {}{typing}", line.command, line.given);
        let kind = if line.focused.is_some() { AUTOCOMPLETE } else { COMMAND };
        Ok(Wish { kind, channel: line.channel, source: None, completes, what, data })
    }

    /// The registered command, if Discord shows it to this user here.
    fn usable_command(&self, user: &User, name: &str, guild: Option<u64>) -> Result<Value, String> {
        let places = [guild.unwrap_or(0), 0];
        let mut known =
            places.iter().filter_map(|g| self.commands.get(g)).flatten().filter(|c| c["type"] == 1);
        let command =
            known.find(|c| c["name"] == name).ok_or_else(|| format!("the bot has not registered /{name}"))?;
        let context = if guild.is_some() { 0 } else { 1 };
        let contexts = command["contexts"].as_array();
        let shut_out = contexts.is_some_and(|c| !c.contains(&json!(context)))
            || (context == 1 && command["dm_permission"] == false);
        if shut_out {
            return Err(format!(
                "/{name} is not offered in {}",
                if context == 0 { "servers" } else { "DMs" }
            ));
        }
        let wanted = command["default_member_permissions"].as_str().and_then(|p| p.parse::<u64>().ok());
        let has = guild.map_or(u64::MAX, |g| self.permissions_of(g, user.id));
        let enough = wanted.is_none_or(|w| has & ADMINISTRATOR != 0 || (w != 0 && has & w == w));
        if !enough && !self.opened_commands.contains(name) {
            return Err(format!(
                "{} may not see /{name} (it asks for permissions {wanted:?}; see open_command)",
                user.name
            ));
        }
        Ok(command.clone())
    }

    /// `data.resolved` for ids of users, roles, channels and files.
    pub(super) fn resolved(&self, guild: Option<u64>, ids: &[u64]) -> Value {
        let mut out = json!({});
        let roles = guild.and_then(|g| self.guilds.get(&g)).map(|g| g.roles.as_slice()).unwrap_or_default();
        for number in ids {
            let key = number.to_string();
            let key = key.as_str();
            if self.people.contains_key(number) {
                out["users"][key] = self.user_json(*number);
                if let Some(guild) = guild.filter(|g| self.guilds[g].members.contains_key(number)) {
                    out["members"][key] = self.partial_member_json(guild, *number);
                    out["members"][key]["permissions"] = id(self.permissions_of(guild, *number));
                }
            } else if let Some(channel) = self.channels.get(number) {
                out["channels"][key] = self.channel_in_interaction(channel, self.bot);
            } else if let Some(file) = self.offered.get(number) {
                out["attachments"][key] = file.clone();
            } else if let Some(at) = roles.iter().position(|r| r.id == *number) {
                out["roles"][key] = Self::role_json(guild.unwrap_or(0), *number, &roles[at].name, at + 1);
            }
        }
        out
    }

    /// An enabled component of a visible message, with the message's channel.
    pub(super) fn component(
        &self,
        user: u64,
        message: u64,
        kind: impl Fn(&Value) -> bool,
        name: &str,
    ) -> Result<(u64, Value), String> {
        let post = self.posts.get(&message).ok_or_else(|| format!("there is no message {message}"))?;
        if let Some(other) = post.hidden_for.filter(|u| *u != user) {
            return Err(format!("only {} sees message {message}", self.name_of(other)));
        }
        let all: Vec<&Value> =
            with_custom_id(&post.json["components"]).into_iter().filter(|c| kind(c)).collect();
        let found =
            all.iter().find(|c| c["custom_id"] == name).or_else(|| all.iter().find(|c| c["label"] == name));
        match found {
            Some(component) if component["disabled"] == true => Err(format!("{name} is disabled")),
            Some(component) => Ok((post.channel, (*component).clone())),
            None => Err(format!("message {message} has no {name}; it is: {}", super::view::line(&post.json))),
        }
    }

    pub(super) fn said(&mut self, user: u64, channel: u64, text: &str) -> Result<u64, String> {
        self.present(user, channel)?;
        if text.chars().count() > 2000 || text.trim().is_empty() {
            return Err("a message has 1 to 2,000 characters".into());
        }
        let place = &self.channels[&channel];
        if place.locked {
            return Err(format!("{} is locked", self.place(channel)));
        }
        if place.archived {
            self.channels.get_mut(&channel).expect("seen above").archived = false;
            self.thread_changed(channel);
        }
        let body = json!({"content": text});
        let made = self.compose(&Draft {
            channel,
            author: user,
            body: &body,
            files: &[],
            hidden_for: None,
            kind: 0,
        });
        self.publish(made, "MESSAGE_CREATE");
        Ok(made)
    }
}

/// Visits the options that have a value.
fn leaves(options: &Value, visit: &mut impl FnMut(&Value)) {
    for option in options.as_array().into_iter().flatten() {
        visit(option);
        leaves(&option["options"], visit);
    }
}

pub(super) fn choosable(select: &Value, values: &[&str]) -> Result<(), String> {
    let (low, high) =
        (select["min_values"].as_u64().unwrap_or(1), select["max_values"].as_u64().unwrap_or(1));
    if (values.len() as u64) < low || values.len() as u64 > high {
        return Err(format!("between {low} and {high} values must be chosen"));
    }
    let options: Vec<&str> =
        select["options"].as_array().into_iter().flatten().filter_map(|o| o["value"].as_str()).collect();
    match values.iter().find(|v| select["type"] == 3 && !options.contains(v)) {
        Some(missing) => Err(format!("{missing} is none of {options:?}")),
        None => Ok(()),
    }
}
