//! Route functions for the gateway's address, commands, guilds, channels, threads and direct channels.

use serde_json::{Value, json};

use super::commands;
use super::gateway::GUILD_MEMBERS;
use super::limits::{Form, Refusal, refuse};
use super::payload::{id, time_of};
use super::routes::{Answer, Call, Reply, done, ok, snowflake};
use super::state::State;

/// Permission bits that routes ask for.
pub(super) const VIEW_CHANNEL: u64 = 1 << 10;
pub(super) const SEND_MESSAGES: u64 = 1 << 11;
pub(super) const EMBED_LINKS: u64 = 1 << 14;
pub(super) const ATTACH_FILES: u64 = 1 << 15;
pub(super) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
pub(super) const MANAGE_THREADS: u64 = 1 << 34;
const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
const CREATE_PRIVATE_THREADS: u64 = 1 << 36;
pub(super) const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;

/// A permission by its name.
pub(super) fn permission(name: &str) -> Option<u64> {
    Some(match name {
        "VIEW_CHANNEL" => VIEW_CHANNEL,
        "SEND_MESSAGES" => SEND_MESSAGES,
        "EMBED_LINKS" => EMBED_LINKS,
        "ATTACH_FILES" => ATTACH_FILES,
        "READ_MESSAGE_HISTORY" => READ_MESSAGE_HISTORY,
        "MANAGE_THREADS" => MANAGE_THREADS,
        "CREATE_PUBLIC_THREADS" => CREATE_PUBLIC_THREADS,
        "CREATE_PRIVATE_THREADS" => CREATE_PRIVATE_THREADS,
        "SEND_MESSAGES_IN_THREADS" => SEND_MESSAGES_IN_THREADS,
        _ => return None,
    })
}

/// 50083.
pub(super) fn archived() -> Refusal {
    refuse(400, 50083, "Thread is archived")
}

impl State {
    pub(super) fn gateway_address(&mut self, bot: bool) -> Answer {
        self.gateway.asked += 1;
        let url = self.gateway_url();
        if !bot {
            return ok(json!({"url": url}));
        }
        let limit = json!({"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": self.gateway.buckets});
        ok(json!({"url": url, "shards": self.gateway.shards, "session_start_limit": limit}))
    }

    pub(super) fn commands_route(&mut self, call: &Call, app: &str, guild: u64) -> Answer {
        if snowflake(app)? != self.app {
            return Err(refuse(
                403,
                20012,
                "You are not authorized to perform this action on this application",
            ));
        }
        if guild != 0 && !self.guilds.contains_key(&guild) {
            return Err(refuse(403, 50001, "Missing Access"));
        }
        match call.method.as_str() {
            "GET" => ok(json!(self.commands.get(&guild).cloned().unwrap_or_default())),
            "PUT" => self.register(&call.body, guild),
            _ => self.unknown(call),
        }
    }

    fn register(&mut self, body: &Value, guild: u64) -> Answer {
        commands::registration(body)?;
        let before = self.commands.remove(&guild).unwrap_or_default();
        let mut registered = Vec::new();
        for command in body.as_array().into_iter().flatten() {
            let mut command = command.clone();
            let kind = command["type"].as_u64().unwrap_or(1);
            let same = |c: &&Value| c["name"] == command["name"] && c["type"] == kind;
            let kept = before.iter().find(same).map(|c| c["id"].clone());
            command["id"] = kept.unwrap_or_else(|| id(self.next_id()));
            command["version"] = id(self.next_id());
            command["application_id"] = id(self.app);
            command["type"] = json!(kind);
            for (key, value) in [
                ("description", json!("")),
                ("default_member_permissions", Value::Null),
                ("nsfw", json!(false)),
            ] {
                if command[key].is_null() {
                    command[key] = value;
                }
            }
            if guild != 0 {
                command["guild_id"] = id(guild);
            }
            registered.push(command);
        }
        self.tell(&format!(
            "{} commands registered ({})",
            registered.len(),
            if guild == 0 { "global" } else { "guild" }
        ));
        self.commands.insert(guild, registered.clone());
        ok(json!(registered))
    }

    pub(super) fn get_guild(&self, guild: u64) -> Answer {
        match self.guilds.get(&guild) {
            Some(found) => ok(self.guild_json(found)),
            None => Err(refuse(404, 10004, "Unknown Guild")),
        }
    }

    pub(super) fn get_member(&self, guild: u64, user: u64) -> Answer {
        let Some(found) = self.guilds.get(&guild) else {
            return Err(refuse(404, 10004, "Unknown Guild"));
        };
        if found.members.contains_key(&user) || user == self.bot {
            return ok(self.member_json(guild, user));
        }
        Err(match self.people.contains_key(&user) {
            true => refuse(404, 10007, "Unknown Member"),
            false => refuse(404, 10013, "Unknown User"),
        })
    }

    /// Members in the order of their ids, the bot among them; only for applications with the privileged intent.
    pub(super) fn list_members(&self, call: &Call, guild: u64) -> Answer {
        let Some(found) = self.guilds.get(&guild) else {
            return Err(refuse(404, 10004, "Unknown Guild"));
        };
        if self.gateway.forbidden_intents & GUILD_MEMBERS != 0 {
            return Err(refuse(403, 50001, "Missing Access"));
        }
        let number = |name, most: u64, default| match call.asked(name).map(str::parse::<u64>) {
            None => Ok(default),
            Some(Ok(number)) if number <= most => Ok(number),
            Some(_) => {
                let mut form = Form::default();
                form.add(name, "NUMBER_TYPE_MAX", "int value is out of bounds.");
                form.verdict().map(|()| 0)
            }
        };
        let (limit, after) = (number("limit", 1_000, 1)?.max(1), number("after", u64::MAX, 0)?);
        let mut all: Vec<u64> = found.members.keys().copied().chain([self.bot]).collect();
        all.sort_unstable();
        let page = all.into_iter().filter(|user| *user > after).take(usize::try_from(limit).unwrap_or(1));
        ok(page.map(|user| self.member_json(guild, user)).collect())
    }

    pub(super) fn open_direct(&mut self, call: &Call) -> Answer {
        let wanted = &call.body["recipient_id"];
        let user = wanted.as_str().and_then(|u| u.parse().ok()).or(wanted.as_u64());
        let Some(user) = user.filter(|u| self.people.get(u).is_some_and(|p| !p.bot)) else {
            return Err(refuse(400, 50033, "Invalid Recipient(s)"));
        };
        let channel = self.direct_channel(user);
        ok(self.channel_json(&self.channels[&channel]))
    }

    pub(super) fn channel_route(&mut self, call: &Call, channel: u64, rest: &[&str]) -> Answer {
        self.visible(channel)?;
        match (call.method.as_str(), rest) {
            ("GET", []) => ok(self.channel_json(&self.channels[&channel])),
            ("PATCH", []) => self.edit_channel(call, channel),
            ("POST", ["typing"]) => self.may(channel, self.sending_bit(channel)).and_then(|()| done()),
            ("POST", ["threads"]) => self.start_thread(call, channel),
            ("PUT", ["thread-members", user]) => self.add_to_thread(channel, user),
            ("GET", ["thread-members", user]) => self.thread_member(channel, user),
            ("POST", ["messages"]) => self.create_message(call, channel),
            ("GET", ["messages"]) => self.list_messages(call, channel),
            ("GET", ["messages", message]) => self.get_message(channel, snowflake(message)?),
            ("PATCH", ["messages", message]) => self.edit_own_message(call, channel, snowflake(message)?),
            ("DELETE", ["messages", message]) => self.delete_own_message(channel, snowflake(message)?),
            _ => self.unknown(call),
        }
    }

    /// Is the channel there, and may the bot see it?
    fn visible(&self, channel: u64) -> Result<(), Refusal> {
        let Some(found) = self.channels.get(&channel).filter(|c| !c.gone) else {
            return Err(refuse(404, 10003, "Unknown Channel"));
        };
        let outside =
            found.kind == 12 && !found.members.contains(&self.bot) && !self.has(channel, MANAGE_THREADS);
        if outside || !self.has(channel, VIEW_CHANNEL) {
            return Err(refuse(403, 50001, "Missing Access"));
        }
        Ok(())
    }

    fn has(&self, channel: u64, bit: u64) -> bool {
        self.channels.get(&channel).is_some_and(|c| c.kind == 1) || self.bot_permissions(channel) & bit != 0
    }

    /// Refuses with 50013 what the bot may not do.
    pub(super) fn may(&self, channel: u64, bit: u64) -> Result<(), Refusal> {
        if self.has(channel, bit) { Ok(()) } else { Err(refuse(403, 50013, "Missing Permissions")) }
    }

    /// The permission that sending here takes.
    pub(super) fn sending_bit(&self, channel: u64) -> u64 {
        let thread = self.channels.get(&channel).is_some_and(|c| c.is_thread());
        if thread { SEND_MESSAGES_IN_THREADS } else { SEND_MESSAGES }
    }

    fn start_thread(&mut self, call: &Call, parent: u64) -> Answer {
        let body = &call.body;
        let kind = body["type"].as_u64().unwrap_or(12);
        let mut form = Form::default();
        form.text("name", &body["name"], 1, 100);
        if !matches!(kind, 11 | 12) {
            form.choices("type", "(10, 11, 12)");
        }
        archive_after(&mut form, body);
        form.verdict()?;
        if self.channels[&parent].kind != 0 {
            return Err(refuse(400, 50024, "Cannot execute action on this channel type"));
        }
        self.may(parent, if kind == 12 { CREATE_PRIVATE_THREADS } else { CREATE_PUBLIC_THREADS })?;
        let guild = self.channels[&parent].guild;
        let name = body["name"].as_str().unwrap_or_default();
        let bot = self.bot;
        let thread = self.add_channel(kind, guild, name, bot);
        let made = self.channels.get_mut(&thread).expect("just made");
        made.parent = Some(parent);
        made.archive_after = body["auto_archive_duration"].as_u64().unwrap_or(1440);
        made.members.insert(bot);
        let shown = self.channel_json(&self.channels[&thread]);
        self.tell(&format!("thread #{name} ({thread}) opened in {}", self.place(parent)));
        let mut event = shown.clone();
        event["newly_created"] = json!(true);
        self.guild_event("THREAD_CREATE", guild, event);
        Ok(Reply { status: 201, body: Some(shown) })
    }

    fn thread(&self, channel: u64) -> Result<(), Refusal> {
        if self.channels[&channel].is_thread() { Ok(()) } else { Err(refuse(404, 10003, "Unknown Channel")) }
    }

    fn add_to_thread(&mut self, thread: u64, user: &str) -> Answer {
        self.thread(thread)?;
        let user = if user == "@me" { self.bot } else { snowflake(user)? };
        let guild = self.channels[&thread].guild.unwrap_or(0);
        if self.channels[&thread].archived {
            return Err(archived());
        }
        self.may(thread, SEND_MESSAGES_IN_THREADS)?;
        if user != self.bot {
            self.get_member(guild, user)?;
        }
        if self.channels.get_mut(&thread).expect("seen above").members.insert(user) {
            let (who, place) = (self.name_of(user), self.place(thread));
            self.tell(&format!("{who} is added to {place}"));
            self.announce_member(thread, user);
        }
        done()
    }

    fn thread_member(&self, thread: u64, user: &str) -> Answer {
        self.thread(thread)?;
        let user = if user == "@me" { self.bot } else { snowflake(user)? };
        if !self.channels[&thread].members.contains(&user) {
            return Err(refuse(404, 10007, "Unknown Member"));
        }
        ok(json!({"id": id(thread), "user_id": id(user), "join_timestamp": time_of(thread), "flags": 1}))
    }

    fn edit_channel(&mut self, call: &Call, channel: u64) -> Answer {
        let body = &call.body;
        if !self.channels[&channel].is_thread() {
            return Err(refuse(403, 50013, "Missing Permissions"));
        }
        let mut form = Form::default();
        if !body["name"].is_null() {
            form.text("name", &body["name"], 1, 100);
        }
        archive_after(&mut form, body);
        form.verdict()?;
        let thread = &self.channels[&channel];
        let opens = body["archived"] == false;
        if thread.archived && !opens {
            return Err(archived());
        }
        if thread.owner != self.bot || (thread.locked && opens) || !body["locked"].is_null() {
            self.may(channel, MANAGE_THREADS)?;
        }
        let thread = self.channels.get_mut(&channel).expect("seen above");
        thread.archived = body["archived"].as_bool().unwrap_or(thread.archived);
        thread.locked = body["locked"].as_bool().unwrap_or(thread.locked);
        thread.archive_after = body["auto_archive_duration"].as_u64().unwrap_or(thread.archive_after);
        if let Some(name) = body["name"].as_str() {
            thread.name = name.into();
        }
        self.thread_changed(channel);
        ok(self.channel_json(&self.channels[&channel]))
    }

    /// Tells the gateway and the log what a thread has become.
    pub(super) fn thread_changed(&mut self, thread: u64) {
        let Some(now) = self.channels.get(&thread) else {
            return;
        };
        let state = if now.archived { "archived" } else { "open" };
        let (guild, shown) = (now.guild, self.channel_json(now));
        self.tell(&format!("{} is {state}", self.place(thread)));
        self.guild_event("THREAD_UPDATE", guild, shown);
    }

    /// A channel or thread is deleted by someone else.
    pub(super) fn remove_channel(&mut self, channel: u64) -> Result<(), String> {
        let found =
            self.channels.get_mut(&channel).ok_or_else(|| format!("there is no channel {channel}"))?;
        found.gone = true;
        let (guild, thread, parent, kind) = (found.guild, found.is_thread(), found.parent, found.kind);
        let shown = self.channel_json(&self.channels[&channel]);
        self.tell(&format!("{} is deleted", self.place(channel)));
        if thread {
            let data = json!({"id": id(channel), "guild_id": guild.map(id), "parent_id": parent.map(id), "type": kind});
            self.guild_event("THREAD_DELETE", guild, data);
        } else if guild.is_some() {
            self.guild_event("CHANNEL_DELETE", guild, shown);
            let below: Vec<u64> =
                self.channels.values().filter(|c| c.parent == Some(channel)).map(|c| c.id).collect();
            for thread in below {
                self.channels.get_mut(&thread).expect("seen above").gone = true;
            }
        }
        Ok(())
    }
}

fn archive_after(form: &mut Form, body: &Value) {
    let given = &body["auto_archive_duration"];
    if !given.is_null() && !matches!(given.as_u64(), Some(60 | 1440 | 4320 | 10080)) {
        form.choices("auto_archive_duration", "(60, 1440, 4320, 10080)");
    }
}
