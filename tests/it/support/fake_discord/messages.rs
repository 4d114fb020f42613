//! Messages: created, edited, read, deleted; with nonces, files, mentions and the events that follow.

use serde_json::{Value, json};

use super::limits::{self, EPHEMERAL, Form, LOADING, Refusal, Sender, V2, refuse};
use super::mentions::Mentions;
use super::multipart::Upload;
use super::payload::{id, iso, time_of};
use super::resources::{ATTACH_FILES, EMBED_LINKS, MANAGE_THREADS, archived};
use super::routes::{Answer, Call, ok};
use super::state::{Post, State};
use super::view::texts;

/// Fields of a body that become the message's own.
const SAID: [&str; 3] = ["content", "embeds", "components"];

/// 10008.
pub(super) fn unknown_message() -> Refusal {
    refuse(404, 10008, "Unknown Message")
}

/// A message about to be.
pub(super) struct Draft<'a> {
    pub(super) channel: u64,
    pub(super) author: u64,
    pub(super) body: &'a Value,
    pub(super) files: &'a [Upload],
    /// Who alone sees it.
    pub(super) hidden_for: Option<u64>,
    pub(super) kind: u64,
}

impl State {
    pub(super) fn create_message(&mut self, call: &Call, channel: u64) -> Answer {
        limits::message(&call.body, &call.body, call.files.len(), Sender::Channel)?;
        self.files_fit(&call.body, &call.files, None)?;
        self.may_send(call, channel)?;
        let key = call.body["nonce"]
            .as_str()
            .map(str::to_owned)
            .or_else(|| call.body["nonce"].as_i64().map(|n| n.to_string()));
        let enforced = key.filter(|_| call.body["enforce_nonce"] == true).map(|k| (self.bot, k));
        if let Some(earlier) = enforced.as_ref().and_then(|k| self.earlier(k)) {
            self.suppressed_doubles += 1;
            self.tell(&format!("a second message with the nonce of {earlier} is suppressed"));
            return self.posts.get(&earlier).map_or_else(|| Err(unknown_message()), |p| ok(p.json.clone()));
        }
        let reply = self.replied_to(&call.body, channel)?;
        let kind = if reply.is_some() { 19 } else { 0 };
        let draft =
            Draft { channel, author: self.bot, body: &call.body, files: &call.files, hidden_for: None, kind };
        let made = self.compose(&draft);
        if let Some(key) = enforced {
            let now = (self.clock)();
            self.nonces.insert(key, (made, now));
        }
        let post = self.posts.get_mut(&made).expect("just made");
        post.json["nonce"] = call.body["nonce"].clone();
        if let Some(earlier) = reply {
            post.json["message_reference"] =
                json!({"type": 0, "channel_id": id(channel), "message_id": earlier["id"]});
            post.json["referenced_message"] = earlier;
        }
        self.publish(made, "MESSAGE_CREATE");
        ok(self.posts[&made].json.clone())
    }

    fn may_send(&mut self, call: &Call, channel: u64) -> Result<(), Refusal> {
        let place = &self.channels[&channel];
        if place.kind == 1 && self.people.get(&place.owner).is_some_and(|p| p.closed_to_bot) {
            return Err(refuse(403, 50007, "Cannot send messages to this user"));
        }
        if place.kind == 1 && self.people.get(&place.owner).is_some_and(|p| p.left) {
            let why = "Cannot send messages to this user due to having no mutual guilds";
            return Err(refuse(403, 50278, why));
        }
        self.may(channel, self.sending_bit(channel))?;
        if call.body["embeds"].as_array().is_some_and(|e| !e.is_empty()) {
            self.may(channel, EMBED_LINKS)?;
        }
        if !call.files.is_empty() {
            self.may(channel, ATTACH_FILES)?;
        }
        let (closed, locked) = (place.archived, place.locked);
        if locked && self.may(channel, MANAGE_THREADS).is_err() {
            return Err(archived());
        }
        if closed {
            self.channels.get_mut(&channel).expect("seen above").archived = false;
            self.thread_changed(channel);
        }
        Ok(())
    }

    /// The message an enforced nonce has already made, deleted or not, inside the window.
    fn earlier(&self, key: &(u64, String)) -> Option<u64> {
        let (message, at) = self.nonces.get(key)?;
        ((self.clock)().saturating_sub(*at) < self.nonce_window_ms).then_some(*message)
    }

    fn replied_to(&self, body: &Value, channel: u64) -> Result<Option<Value>, Refusal> {
        let Some(wanted) = body["message_reference"]["message_id"].as_str() else {
            return Ok(None);
        };
        let found =
            wanted.parse().ok().and_then(|m: u64| self.posts.get(&m)).filter(|p| p.channel == channel);
        if found.is_none() && body["message_reference"]["fail_if_not_exists"] != false {
            let mut form = Form::default();
            form.add("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
            form.verdict()?;
        }
        Ok(found.map(|p| p.json.clone()))
    }

    /// Do `attachments` and `attachment://` name files that are there?
    pub(super) fn files_fit(
        &mut self,
        body: &Value,
        files: &[Upload],
        edited: Option<u64>,
    ) -> Result<(), Refusal> {
        let before = edited
            .and_then(|m| self.posts.get(&m))
            .map(|p| p.json["attachments"].clone())
            .unwrap_or_default();
        let mut form = Form::default();
        for (n, wanted) in form.list("attachments", &body["attachments"], 0, 10).iter().enumerate() {
            let number = id_of(wanted);
            let new = files.iter().any(|f| Some(f.number) == number);
            let kept =
                before.as_array().into_iter().flatten().any(|a| id_of(a).is_some() && id_of(a) == number);
            if !new && !kept {
                let why = "Attachment id is neither an uploaded file nor an earlier attachment";
                form.add(&format!("attachments.{n}.id"), "ATTACHMENT_NOT_FOUND", why);
            }
        }
        form.verdict()?;
        let written = format!("{}{}", body["embeds"], body["components"]);
        for name in written.split("attachment://").skip(1).filter_map(|rest| rest.split('"').next()) {
            let kept = before.as_array().into_iter().flatten().any(|a| a["filename"] == name);
            if !kept && files.iter().all(|f| f.name != name) {
                self.violation(format!("attachment://{name} names no file of the message"));
            }
        }
        Ok(())
    }

    /// Makes a message. The caller publishes it.
    pub(super) fn compose(&mut self, draft: &Draft<'_>) -> u64 {
        let made = self.next_id();
        let bot = draft.author == self.bot;
        let mut flags = draft.body["flags"].as_u64().unwrap_or(0) & !EPHEMERAL;
        if draft.hidden_for.is_some() {
            flags |= EPHEMERAL;
        }
        let mut json = json!({
            "id": id(made), "channel_id": id(draft.channel), "author": self.user_json(draft.author), "content": "",
            "timestamp": time_of(made), "edited_timestamp": null, "tts": false, "mention_everyone": false,
            "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "components": [], "pinned": false,
            "type": draft.kind, "flags": flags, "reactions": [],
        });
        if !bot {
            json.as_object_mut().expect("an object").remove("reactions");
        }
        apply(&mut json, draft.body);
        self.mention(&mut json, draft.body, bot);
        let added = self.store_files(draft.channel, draft.files);
        json["attachments"] = json!(added);
        let post = Post {
            json,
            channel: draft.channel,
            author: draft.author,
            hidden_for: draft.hidden_for,
            read: !bot,
            edits: 0,
            edits_read: 0,
        };
        self.posts.insert(made, post);
        made
    }

    /// Fills in who is mentioned, and records a ping that nobody has allowed.
    fn mention(&mut self, json: &mut Value, body: &Value, bot: bool) {
        let mut text = json["content"].as_str().unwrap_or_default().to_owned();
        texts(&json["components"]).into_iter().for_each(|t| text.push_str(t));
        let found = Mentions::of(&text);
        if bot && found.any() && body["allowed_mentions"].is_null() {
            self.violation(format!(
                "a message with a mention and without allowed_mentions would ping: {text}"
            ));
        }
        let pinging = found.pinging(&body["allowed_mentions"]);
        json["mentions"] = pinging
            .users
            .iter()
            .filter(|u| self.people.contains_key(u))
            .map(|u| self.user_json(*u))
            .collect();
        json["mention_roles"] = pinging.roles.iter().map(|r| id(*r)).collect();
        json["mention_everyone"] = json!(pinging.everyone);
    }

    fn store_files(&mut self, channel: u64, files: &[Upload]) -> Vec<Value> {
        let mut out = Vec::new();
        for file in files {
            let number = self.next_id();
            let path = format!("/attachments/{channel}/{number}/{}", file.name);
            self.files.insert(path.clone(), file.bytes.clone());
            let url = format!("{}{path}", self.base);
            out.push(json!({
                "id": id(number), "filename": file.name, "size": file.bytes.len(), "url": url, "proxy_url": url,
                "content_type": file.kind,
            }));
        }
        out
    }

    /// Offers a file as a command's option would.
    pub(super) fn offer_file(&mut self, name: &str, kind: &str, bytes: &[u8]) -> u64 {
        let upload = Upload { number: 0, name: name.into(), kind: kind.into(), bytes: bytes.to_vec() };
        let object = self.store_files(0, &[upload]).remove(0);
        let number = object["id"].as_str().and_then(|i| i.parse().ok()).unwrap_or_default();
        self.offered.insert(number, object);
        number
    }

    /// Edits a message, whoever has the right to.
    pub(super) fn edit(&mut self, message: u64, body: &Value, files: &[Upload], sender: Sender) -> Answer {
        let Some(before) = self.posts.get(&message).map(|p| p.json.clone()) else {
            return Err(unknown_message());
        };
        let mut now = before.clone();
        apply(&mut now, body);
        let kept = before["flags"].as_u64().unwrap_or(0);
        let flags = kept | body["flags"].as_u64().unwrap_or(0) & (V2 | 1 << 2);
        now["flags"] = json!(flags & !LOADING);
        keep_attachments(&mut now, body);
        limits::message(body, &now, files.len(), sender)?;
        self.files_fit(body, files, Some(message))?;
        let channel = self.posts[&message].channel;
        let added = self.store_files(channel, files);
        now["attachments"].as_array_mut().expect("an array").extend(added);
        if !body["content"].is_null() || !body["components"].is_null() {
            self.mention(&mut now, body, true);
        }
        now["edited_timestamp"] = json!(iso((self.clock)()));
        let post = self.posts.get_mut(&message).expect("seen above");
        post.json = now.clone();
        post.edits += 1;
        self.publish(message, "MESSAGE_UPDATE");
        ok(now)
    }
}

/// The id of an attachment object, which may be a number or a string.
fn id_of(attachment: &Value) -> Option<u64> {
    attachment["id"].as_u64().or_else(|| attachment["id"].as_str()?.parse().ok())
}

/// Lays a body's texts, embeds and components over a message.
fn apply(json: &mut Value, body: &Value) {
    for field in SAID {
        match body.get(field) {
            Some(Value::Null) => json[field] = if field == "content" { json!("") } else { json!([]) },
            Some(value) => json[field] = value.clone(),
            None => {}
        }
    }
    for embed in json["embeds"].as_array_mut().into_iter().flatten() {
        embed["type"] = json!("rich");
    }
}

/// Of the attachments of a message those stay that an edit lists, or all when it lists none.
fn keep_attachments(now: &mut Value, body: &Value) {
    let Some(listed) = body["attachments"].as_array() else {
        return;
    };
    let same = |a: &Value, b: &Value| a["id"].as_str() == b["id"].as_str() && a["id"].is_string();
    if let Some(own) = now["attachments"].as_array_mut() {
        own.retain(|a| listed.iter().any(|b| same(a, b)));
    }
}
