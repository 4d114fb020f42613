//! What becomes of messages: the events that tell of them, reading them back, editing and deleting one's own.

use serde_json::{Value, json};

use super::gateway::{DIRECT_MESSAGES, GUILD_MESSAGES, Outgoing};
use super::limits::{Form, Refusal, Sender, refuse};
use super::messages::{Draft, unknown_message};
use super::payload::id;
use super::resources::{READ_MESSAGE_HISTORY, archived};
use super::routes::{Answer, Call, done, ok};
use super::state::{Post, State};

impl State {
    /// Says in the log and on the gateway what has become of a message.
    pub(super) fn publish(&mut self, message: u64, name: &'static str) {
        let Some(post) = self.posts.get(&message) else {
            return;
        };
        let line = super::view::line(&post.json);
        let hidden = post.hidden_for.is_some();
        let verb = if name == "MESSAGE_CREATE" { "says" } else { "edits to" };
        let note = if hidden { " (ephemeral)" } else { "" };
        let (author, channel) = (post.author, post.channel);
        self.tell(&format!("{} {verb} in {}{note}: {line}", self.name_of(author), self.place(channel)));
        if hidden {
            return;
        }
        let event = self.message_event(message, name);
        if author == self.bot {
            self.dispatch(&event);
        } else {
            self.dispatch_from_person(event);
        }
    }

    fn message_event(&self, message: u64, name: &'static str) -> Outgoing {
        let post = &self.posts[&message];
        let guild = self.channels.get(&post.channel).and_then(|c| c.guild);
        let mut data = post.json.clone();
        if let Some(guild) = guild {
            data["guild_id"] = id(guild);
            data["member"] = self.partial_member_json(guild, post.author);
        }
        Outgoing { name, data, guild, intent: if guild.is_some() { GUILD_MESSAGES } else { DIRECT_MESSAGES } }
    }

    /// The system message that tells of a new thread member.
    pub(super) fn announce_member(&mut self, thread: u64, user: u64) {
        let body = json!({"allowed_mentions": {"parse": []}});
        let draft =
            Draft { channel: thread, author: self.bot, body: &body, files: &[], hidden_for: None, kind: 1 };
        let made = self.compose(&draft);
        let added = self.user_json(user);
        let post = self.posts.get_mut(&made).expect("just made");
        post.read = true;
        post.json["mentions"] = json!([added]);
        self.publish(made, "MESSAGE_CREATE");
    }

    /// A message of this channel that the bot can see.
    fn seen(&self, channel: u64, message: u64) -> Result<&Post, Refusal> {
        self.posts
            .get(&message)
            .filter(|p| p.channel == channel && p.hidden_for.is_none())
            .ok_or_else(unknown_message)
    }

    pub(super) fn get_message(&self, channel: u64, message: u64) -> Answer {
        self.may(channel, READ_MESSAGE_HISTORY)?;
        ok(self.seen(channel, message)?.json.clone())
    }

    pub(super) fn list_messages(&self, call: &Call, channel: u64) -> Answer {
        let limit: usize = call.asked("limit").map_or(Ok(50), str::parse).unwrap_or(0);
        if !(1..=100).contains(&limit) {
            let mut form = Form::default();
            form.add("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.");
            form.verdict()?;
        }
        if self.may(channel, READ_MESSAGE_HISTORY).is_err() {
            return ok(json!([]));
        }
        let bound = |name| call.asked(name).and_then(|v: &str| v.parse::<u64>().ok());
        let (after, before) = (bound("after"), bound("before").unwrap_or(u64::MAX));
        let here = self.posts.iter().filter(|(_, p)| p.channel == channel && p.hidden_for.is_none());
        let mut found: Vec<&Value> =
            here.filter(|(m, _)| **m > after.unwrap_or(0) && **m < before).map(|(_, p)| &p.json).collect();
        if after.is_some() {
            found.truncate(limit);
        }
        found.reverse();
        found.truncate(limit);
        ok(json!(found))
    }

    pub(super) fn edit_own_message(&mut self, call: &Call, channel: u64, message: u64) -> Answer {
        let post = self.seen(channel, message)?;
        if post.author != self.bot {
            return Err(refuse(403, 50005, "Cannot edit a message authored by another user"));
        }
        if self.channels[&channel].archived {
            return Err(archived());
        }
        self.edit(message, &call.body, &call.files, Sender::Edit)
    }

    pub(super) fn delete_own_message(&mut self, channel: u64, message: u64) -> Answer {
        if self.seen(channel, message)?.author != self.bot {
            return Err(refuse(403, 50013, "Missing Permissions"));
        }
        self.delete(message);
        done()
    }

    /// Deletes a message.
    pub(super) fn delete(&mut self, message: u64) {
        let Some(post) = self.posts.get(&message) else {
            return;
        };
        let (hidden, channel) = (post.hidden_for.is_some(), post.channel);
        let mut event = self.message_event(message, "MESSAGE_DELETE");
        self.posts.remove(&message);
        self.tell(&format!("message {message} is deleted from {}", self.place(channel)));
        if !hidden {
            event.data =
                json!({"id": id(message), "channel_id": id(channel), "guild_id": event.guild.map(id)});
            self.dispatch(&event);
        }
    }
}
