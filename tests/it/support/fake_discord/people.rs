//! What people do: commands, autocomplete, buttons, selects, modals, messages. Whatever Discord's client would not let
//! them do panics with the reason and the conversation.

use serde_json::{Map, Value, json};

use super::client::choosable;
use super::handle::Interaction;
use super::state::State;
use super::view::with_custom_id;
use super::webhooks::{COMPONENT, MODAL};
use super::{FakeDiscord, User};

/// An interaction about to begin.
pub(super) struct Wish {
    pub(super) kind: u64,
    pub(super) channel: u64,
    pub(super) source: Option<u64>,
    pub(super) completes: u64,
    pub(super) what: String,
    pub(super) data: Value,
}

/// A command as a person types it.
pub(super) struct Line<'a> {
    pub(super) channel: u64,
    pub(super) command: &'a str,
    pub(super) sub: Option<&'a str>,
    pub(super) given: &'a Value,
    pub(super) focused: Option<&'a str>,
}

impl FakeDiscord {
    /// A slash command. `sub` is a sub-command or "group sub"; `options` is an object of names and values, typed and
    /// checked against what the bot registered. The interaction's locale is the user's.
    pub(crate) fn slash(
        &self,
        user: &User,
        channel: u64,
        command: &str,
        sub: Option<&str>,
        options: Value,
    ) -> Interaction {
        self.typed(user, &Line { channel, command, sub, given: &options, focused: None })
    }

    /// Typing in an option with autocomplete: like [`FakeDiscord::slash`], with the option that has the focus.
    pub(crate) fn autocomplete(
        &self,
        user: &User,
        channel: u64,
        command: (&str, Option<&str>),
        options: Value,
        focused: &str,
    ) -> Interaction {
        let (command, sub) = command;
        self.typed(user, &Line { channel, command, sub, given: &options, focused: Some(focused) })
    }

    fn typed(&self, user: &User, line: &Line<'_>) -> Interaction {
        self.act(user, |s| s.command_wish(user, line))
    }

    /// Any interaction, unchecked: `kind` 2 command, 3 component, 4 autocomplete, 5 modal, with its `data`.
    pub(crate) fn interact(&self, user: &User, channel: u64, kind: u64, data: Value) -> Interaction {
        let what = format!("interaction of type {kind}: {data}");
        self.act(user, |_| Ok(Wish { kind, channel, source: None, completes: 3, what, data }))
    }

    /// Presses a button of a message, by custom id or label; only if it is there, enabled and visible to the user.
    pub(crate) fn press(&self, user: &User, message: u64, button: &str) -> Interaction {
        self.act(user, |s| {
            let (channel, found) = s.component(user.id, message, |c| c["type"] == 2, button)?;
            let name = found["custom_id"].as_str().unwrap_or_default().to_owned();
            let label = found["label"].as_str().unwrap_or_default();
            let data = json!({"custom_id": name, "component_type": 2, "id": 1});
            let what = format!("presses [{label}|{name}]");
            Ok(Wish { kind: COMPONENT, channel, source: Some(message), completes: 3, what, data })
        })
    }

    /// A press that Discord's client does not offer, as a forged or an old one is: of a button that is not there, or
    /// under a message that the user does not see. It comes from the message's channel.
    pub(crate) fn press_forged(&self, user: &User, message: u64, custom_id: &str) -> Interaction {
        let id = self.hub.must(|s| {
            let channel =
                s.posts.get(&message).ok_or_else(|| format!("there is no message {message}"))?.channel;
            let data = json!({"custom_id": custom_id, "component_type": 2, "id": 1});
            let what = format!("forges a press of {custom_id}");
            let wish = Wish { kind: COMPONENT, channel, source: Some(message), completes: 3, what, data };
            Ok(s.begin(user, wish))
        });
        Interaction { hub: self.hub.clone(), id }
    }

    /// Chooses values in a select of a message (ids of users, roles or channels in such selects).
    pub(crate) fn choose(&self, user: &User, message: u64, custom_id: &str, values: &[&str]) -> Interaction {
        self.act(user, |s| {
            let select = |c: &Value| matches!(c["type"].as_u64(), Some(3 | 5..=8));
            let (channel, found) = s.component(user.id, message, select, custom_id)?;
            choosable(&found, values)?;
            let mut data =
                json!({"custom_id": custom_id, "component_type": found["type"], "values": values, "id": 1});
            if found["type"] != 3 {
                let ids: Vec<u64> = values.iter().filter_map(|v| v.parse().ok()).collect();
                data["resolved"] = s.resolved(s.guild_of(channel), &ids);
            }
            let what = format!("chooses {values:?} in <{custom_id}>");
            Ok(Wish { kind: COMPONENT, channel, source: Some(message), completes: 3, what, data })
        })
    }

    /// Submits the modal that an earlier interaction opened; `fields` is an object of custom ids and texts (or lists of
    /// values for selects in labels).
    pub(crate) fn submit(&self, user: &User, opened: &Interaction, fields: Value) -> Interaction {
        self.act(user, |s| {
            let asked = s.asked.get(&opened.id).ok_or("no such interaction")?;
            let modal = asked
                .callback
                .as_ref()
                .filter(|c| c.kind == 9)
                .ok_or("the bot has not opened a modal here")?;
            if asked.user != user.id {
                return Err(format!("the modal was opened for {}", s.name_of(asked.user)));
            }
            let form = modal.body["data"].clone();
            let components =
                filled(&form["components"], fields.as_object().ok_or("fields must be an object")?)?;
            let data = json!({"custom_id": form["custom_id"], "components": components});
            let what = format!("submits {}: {fields}", form["custom_id"]);
            Ok(Wish { kind: MODAL, channel: asked.channel, source: asked.source, completes: 3, what, data })
        })
    }

    /// Writes a message and returns its id.
    pub(crate) fn says(&self, user: &User, channel: u64, text: &str) -> u64 {
        self.hub.must(|s| s.said(user.id, channel, text))
    }

    fn act(&self, user: &User, wish: impl FnOnce(&mut State) -> Result<Wish, String>) -> Interaction {
        let id = self.hub.must(|s| {
            let wish = wish(s)?;
            s.present(user.id, wish.channel)?;
            Ok(s.begin(user, wish))
        });
        Interaction { hub: self.hub.clone(), id }
    }
}

/// The components of a submitted modal.
fn filled(components: &Value, fields: &Map<String, Value>) -> Result<Value, String> {
    let all: Vec<&str> = with_custom_id(components).iter().filter_map(|c| c["custom_id"].as_str()).collect();
    if let Some(unknown) = fields.keys().find(|k| !all.contains(&k.as_str())) {
        return Err(format!("the modal has no {unknown}, it has {all:?}"));
    }
    let rows = components.as_array().into_iter().flatten().enumerate().filter(|(_, r)| r["type"] != 10);
    rows.map(|(n, row)| match &row["component"] {
        Value::Null => {
            Ok(json!({"type": 1, "id": n + 1, "components": [field(&row["components"][0], fields)?]}))
        }
        inner => Ok(json!({"type": 18, "id": n + 1, "component": field(inner, fields)?})),
    })
    .collect()
}

fn field(input: &Value, fields: &Map<String, Value>) -> Result<Value, String> {
    let name = input["custom_id"].as_str().unwrap_or_default();
    let given = fields.get(name).cloned().unwrap_or_else(|| input["value"].clone());
    if input["type"] != 4 {
        let values = if given.is_null() { json!([]) } else { given };
        return Ok(json!({"type": input["type"], "id": 9, "custom_id": name, "values": values}));
    }
    let text = given.as_str().unwrap_or_default();
    let long = text.chars().count() as u64;
    let least = input["min_length"].as_u64().unwrap_or(0).max(u64::from(input["required"] != false));
    let required = input["required"] != false || long > 0;
    if (required && long < least) || long > input["max_length"].as_u64().unwrap_or(4000) {
        return Err(format!("{name}: {long} characters do not fit {input}"));
    }
    Ok(json!({"type": 4, "id": 9, "custom_id": name, "value": text}))
}
