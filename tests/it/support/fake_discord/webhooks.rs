//! Route functions for answers to interactions: the callback, the original response and follow-ups.

use serde_json::{Value, json};

use super::commands::autocomplete_answer;
use super::components;
use super::limits::{self, EPHEMERAL, LOADING, Refusal, Sender, refuse};
use super::messages::{Draft, unknown_message};
use super::payload::id;
use super::routes::{Answer, Call, Reply, done, ok, snowflake};
use super::state::{ACK_WITHIN, Callback, State, TOKEN_LIVES};

/// Kinds of interaction.
pub(super) const COMMAND: u64 = 2;
pub(super) const COMPONENT: u64 = 3;
pub(super) const AUTOCOMPLETE: u64 = 4;
pub(super) const MODAL: u64 = 5;

fn unknown_interaction() -> Refusal {
    refuse(404, 10062, "Unknown interaction")
}

fn unknown_webhook() -> Refusal {
    refuse(404, 10015, "Unknown Webhook")
}

/// Discord names the errors of a callback's `data` below `data`.
fn below_data(refusal: Refusal) -> Refusal {
    let mut out = refusal;
    if !out.body["errors"].is_null() {
        out.body["errors"] = json!({"data": out.body["errors"]});
    }
    out
}

impl State {
    pub(super) fn callback(&mut self, call: &Call, number: u64, token: &str) -> Answer {
        let Some(asked) = self.asked.get(&number).filter(|a| a.token == token) else {
            return Err(unknown_interaction());
        };
        if asked.callback.is_some() {
            return Err(refuse(400, 40060, "Interaction has already been acknowledged."));
        }
        if asked.age() > ACK_WITHIN {
            return Err(unknown_interaction());
        }
        let kind = call.body["type"].as_u64().unwrap_or(0);
        self.fitting(number, kind)?;
        let original = self.respond(call, number, kind)?;
        let asked = self.asked.get_mut(&number).expect("seen above");
        asked.original = original;
        if matches!(kind, 4 | 7) {
            asked.answered = original;
        }
        asked.callback = Some(Callback { body: call.body.clone(), kind, after: asked.age() });
        let silent = match kind {
            5 => "defers",
            6 => "acknowledges silently",
            8 => "offers choices",
            9 => "opens a modal",
            _ => "answers",
        };
        let after = asked.age().as_millis();
        let line = format!("Sparring {silent} after {after} ms: {}", asked.what);
        self.tell(&line);
        if call.asked("with_response") == Some("true") {
            return self.callback_object(number, kind);
        }
        done()
    }

    fn callback_object(&self, number: u64, kind: u64) -> Answer {
        let message = self.asked[&number].original.and_then(|m| self.posts.get(&m)).map(|p| p.json.clone());
        let about = json!({"id": id(number), "type": self.asked[&number].kind});
        ok(json!({"interaction": about, "resource": {"type": kind, "message": message}}))
    }

    /// Does this type of answer fit the interaction?
    fn fitting(&self, number: u64, kind: u64) -> Result<(), Refusal> {
        let asked = &self.asked[&number];
        let fits = match (asked.kind, kind) {
            (AUTOCOMPLETE, given) => given == 8,
            (_, 4 | 5) => true,
            (COMPONENT, 6 | 7) => true,
            (MODAL, 6 | 7) => asked.source.is_some(),
            (given, 9) => given != MODAL,
            _ => false,
        };
        if fits {
            return Ok(());
        }
        let mut form = limits::Form::default();
        form.add(
            "type",
            "INTERACTION_CALLBACK_TYPE_INVALID",
            &format!("Type {kind} cannot answer this interaction."),
        );
        form.verdict()
    }

    /// Lets a callback take effect; the message that `@original` is from now on.
    fn respond(&mut self, call: &Call, number: u64, kind: u64) -> Result<Option<u64>, Refusal> {
        let data = &call.body["data"];
        match kind {
            4 => self.say_to(call, data, number).map(Some),
            5 => Ok(Some(self.loading(data, number))),
            6 => Ok(self.asked[&number].source),
            7 => self.update_source(call, data, number),
            8 => {
                let option = self.asked[&number].completes;
                autocomplete_answer(data, option).map(|()| None)
            }
            _ => components::modal(data).map(|()| None),
        }
    }

    fn update_source(&mut self, call: &Call, data: &Value, number: u64) -> Result<Option<u64>, Refusal> {
        let source = self.asked[&number].source.ok_or_else(unknown_message)?;
        self.edit(source, data, &call.files, Sender::Edit).map_err(below_data)?;
        Ok(Some(source))
    }

    /// A message in answer to an interaction.
    fn say_to(&mut self, call: &Call, body: &Value, number: u64) -> Result<u64, Refusal> {
        limits::message(body, body, call.files.len(), Sender::Interaction).map_err(below_data)?;
        self.files_fit(body, &call.files, None)?;
        if !body["nonce"].is_null() || !body["enforce_nonce"].is_null() {
            self.violation(
                "an interaction's answer carries a nonce: Discord does not look at it there".into(),
            );
        }
        let hidden = body["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0;
        let made = self.place_answer(number, body, call, hidden);
        self.publish(made, "MESSAGE_CREATE");
        Ok(made)
    }

    fn place_answer(&mut self, number: u64, body: &Value, call: &Call, hidden: bool) -> u64 {
        let asked = &self.asked[&number];
        let kind = if asked.kind == COMMAND { 20 } else { 0 };
        let hidden_for = hidden.then_some(asked.user);
        let (channel, author) = (asked.channel, self.bot);
        let made = self.compose(&Draft { channel, author, body, files: &call.files, hidden_for, kind });
        self.mark_as_answer(made, number);
        made
    }

    fn mark_as_answer(&mut self, made: u64, number: u64) {
        let asked = &self.asked[&number];
        let guild = self.channels.get(&asked.channel).and_then(|c| c.guild);
        let mut about = json!({
            "id": id(number), "type": asked.kind, "user": self.user_json(asked.user),
            "authorizing_integration_owners": {"0": guild.map_or("0".to_owned(), |g| g.to_string())},
        });
        if let Some(source) = asked.source {
            about["interacted_message_id"] = id(source);
        }
        let modal = asked.kind == MODAL;
        let app = id(self.app);
        let post = self.posts.get_mut(&made).expect("just made");
        post.json["application_id"] = app.clone();
        post.json["webhook_id"] = app;
        if !modal {
            post.json["interaction_metadata"] = about;
        }
    }

    /// The "is thinking" message of a deferred answer.
    fn loading(&mut self, data: &Value, number: u64) -> u64 {
        let flags = data["flags"].as_u64().unwrap_or(0);
        let empty = |v: &Value| v.is_null() || v.as_array().is_some_and(Vec::is_empty);
        let more = data.as_object().into_iter().flatten().any(|(key, v)| key != "flags" && !empty(v));
        if flags & !EPHEMERAL != 0 || more {
            self.violation(format!("a deferred answer may only carry the ephemeral flag: {data}"));
        }
        let body = json!({"flags": LOADING, "allowed_mentions": {"parse": []}});
        let call = Call::empty();
        let made = self.place_answer(number, &body, &call, flags & EPHEMERAL != 0);
        self.posts.get_mut(&made).expect("just made").read = true;
        self.publish(made, "MESSAGE_CREATE");
        made
    }

    pub(super) fn webhook_route(&mut self, call: &Call, app: u64, token: &str, rest: &[&str]) -> Answer {
        let found = self.asked.iter().find(|(_, a)| a.token == token);
        let Some((number, asked)) = found.filter(|_| app == self.app) else {
            return Err(unknown_webhook());
        };
        if asked.age() > TOKEN_LIVES {
            return Err(refuse(401, 50027, "Invalid Webhook Token"));
        }
        let number = *number;
        let Some(kind) = asked.callback.as_ref().map(|c| c.kind) else {
            return Err(unknown_webhook());
        };
        if kind == 8 {
            return Err(unknown_webhook());
        }
        match (call.method.as_str(), rest) {
            ("POST", []) => self.follow_up(call, number),
            ("GET", ["messages", message]) => {
                let message = self.answer_named(number, message)?;
                ok(self.posts.get(&message).ok_or_else(unknown_message)?.json.clone())
            }
            ("PATCH", ["messages", message]) => self.edit_answer(call, number, message),
            ("DELETE", ["messages", message]) => {
                let message = self.answer_named(number, message)?;
                self.delete(message);
                done()
            }
            _ => self.unknown(call),
        }
    }

    /// `@original` or a follow-up by its id.
    fn answer_named(&self, number: u64, name: &str) -> Result<u64, Refusal> {
        let asked = &self.asked[&number];
        let wanted = if name == "@original" { asked.original } else { Some(snowflake(name)?) };
        let own = |m: &u64| asked.original == Some(*m) || asked.followups.contains(m);
        wanted.filter(own).filter(|m| self.posts.contains_key(m)).ok_or_else(unknown_message)
    }

    fn edit_answer(&mut self, call: &Call, number: u64, name: &str) -> Answer {
        let message = self.answer_named(number, name)?;
        let was_loading = self.posts[&message].json["flags"].as_u64().unwrap_or(0) & LOADING != 0;
        let out = self.edit(message, &call.body, &call.files, Sender::Edit)?;
        self.answered_by(number, message, was_loading);
        Ok(out)
    }

    fn answered_by(&mut self, number: u64, message: u64, was_loading: bool) {
        let asked = self.asked.get_mut(&number).expect("the caller has seen it");
        asked.answered.get_or_insert(message);
        if was_loading {
            self.posts.get_mut(&message).expect("the caller has seen it").read = false;
        }
    }

    /// A follow-up; while the deferred answer is still loading, Discord lets the first one take its place.
    fn follow_up(&mut self, call: &Call, number: u64) -> Answer {
        let loading =
            |m: &u64| self.posts.get(m).is_some_and(|p| p.json["flags"].as_u64().unwrap_or(0) & LOADING != 0);
        if let Some(original) = self.asked[&number].original.filter(loading) {
            let mut body = call.body.clone();
            if let Some(flags) = body["flags"].as_u64() {
                body["flags"] = json!(flags & !EPHEMERAL);
            }
            let out = self.edit(original, &body, &call.files, Sender::Edit)?;
            self.answered_by(number, original, true);
            self.asked.get_mut(&number).expect("seen above").followups.push(original);
            return Ok(out);
        }
        let made = self.say_to(call, &call.body, number).map_err(out_of_data)?;
        let asked = self.asked.get_mut(&number).expect("seen above");
        asked.followups.push(made);
        asked.answered.get_or_insert(made);
        Ok(Reply { status: 200, body: Some(self.posts[&made].json.clone()) })
    }
}

/// A follow-up's body is not wrapped in `data`.
fn out_of_data(refusal: Refusal) -> Refusal {
    let mut out = refusal;
    if out.body["errors"]["data"].is_object() {
        out.body["errors"] = out.body["errors"]["data"].take();
    }
    out
}
