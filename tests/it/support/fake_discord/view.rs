//! A message as a test looks at it.

use serde_json::{Value, json};

use super::limits::EPHEMERAL;
use super::state::Post;

/// A message at the moment it was looked at.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// Its id.
    pub(crate) id: u64,
    /// Where it is.
    pub(crate) channel: u64,
    /// Who wrote it.
    pub(crate) author: u64,
    /// The person who alone sees it.
    pub(crate) only_for: Option<u64>,
    /// Its wire form.
    pub(crate) json: Value,
}

/// A button of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Button {
    /// What it says (label, else emoji).
    pub(crate) label: String,
    /// Its custom id.
    pub(crate) custom_id: String,
    /// Can it be pressed?
    pub(crate) enabled: bool,
}

impl Message {
    pub(super) fn of(post: &Post) -> Self {
        let id = post.json["id"].as_str().and_then(|i| i.parse().ok()).unwrap_or_default();
        Self {
            id,
            channel: post.channel,
            author: post.author,
            only_for: post.hidden_for,
            json: post.json.clone(),
        }
    }

    /// Its content.
    #[must_use]
    pub(crate) fn content(&self) -> &str {
        self.json["content"].as_str().unwrap_or_default()
    }

    /// Everything a person reads in it: content, embeds, and texts of Components V2, a line each.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        text(&self.json)
    }

    /// Does only one person see it?
    #[must_use]
    pub(crate) fn is_ephemeral(&self) -> bool {
        self.json["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0
    }

    /// Its buttons.
    #[must_use]
    pub(crate) fn buttons(&self) -> Vec<Button> {
        buttons(&self.json)
    }

    /// The custom id of the button with a label.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub(crate) fn button(&self, label: &str) -> String {
        let found = self.buttons().into_iter().find(|b| b.label == label);
        found.unwrap_or_else(|| panic!("no button {label:?} in: {}", line(&self.json))).custom_id
    }

    /// Its selects, in their wire form.
    #[must_use]
    pub(crate) fn selects(&self) -> Vec<&Value> {
        with_custom_id(&self.json["components"]).into_iter().filter(|c| c["type"] != 2).collect()
    }

    /// Names and addresses of its files.
    #[must_use]
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let all = self.json["attachments"].as_array().into_iter().flatten();
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        all.map(|a| (text(&a["filename"]), text(&a["url"]))).collect()
    }
}

fn buttons(json: &Value) -> Vec<Button> {
    let all = with_custom_id(&json["components"]).into_iter().filter(|c| c["type"] == 2);
    let text = |v: &Value| v.as_str().map(str::to_owned);
    all.map(|b| Button {
        label: text(&b["label"]).or_else(|| text(&b["emoji"]["name"])).unwrap_or_default(),
        custom_id: text(&b["custom_id"]).unwrap_or_default(),
        enabled: b["disabled"] != true,
    })
    .collect()
}

fn text(json: &Value) -> String {
    let mut out: Vec<&str> = vec![json["content"].as_str().unwrap_or_default()];
    for embed in json["embeds"].as_array().into_iter().flatten() {
        let single = [&embed["author"]["name"], &embed["title"], &embed["description"]];
        out.extend(single.into_iter().filter_map(Value::as_str));
        let fields = embed["fields"].as_array().into_iter().flatten();
        out.extend(fields.flat_map(|f| [&f["name"], &f["value"]]).filter_map(Value::as_str));
        out.extend(embed["footer"]["text"].as_str());
    }
    out.extend(texts(&json["components"]));
    out.retain(|t| !t.is_empty());
    out.join("\n")
}

/// A message in one line of the log: text, `[buttons|custom ids]`, `<selects>`, `{files}`.
pub(super) fn line(json: &Value) -> String {
    let mut out = text(json).replace('\n', " / ");
    for button in buttons(json) {
        let off = if button.enabled { "" } else { ", off" };
        out.push_str(&format!(" [{}|{}{off}]", button.label, button.custom_id));
    }
    for select in with_custom_id(&json["components"]).into_iter().filter(|c| c["type"] != 2) {
        let options = select["options"].as_array().into_iter().flatten();
        let values: Vec<&str> = options.filter_map(|o| o["value"].as_str()).collect();
        out.push_str(&format!(
            " <{}: {}>",
            select["custom_id"].as_str().unwrap_or_default(),
            values.join(", ")
        ));
    }
    for file in json["attachments"].as_array().into_iter().flatten() {
        out.push_str(&format!(" {{{}}}", file["filename"].as_str().unwrap_or_default()));
    }
    out
}

/// Every component of a message or modal that has a custom id, at whatever depth.
pub(super) fn with_custom_id(value: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    match value {
        Value::Array(items) => found.extend(items.iter().flat_map(with_custom_id)),
        Value::Object(map) => {
            if map.contains_key("custom_id") && map.contains_key("type") {
                found.push(value);
            }
            for key in ["components", "component", "accessory"] {
                found.extend(map.get(key).into_iter().flat_map(with_custom_id));
            }
        }
        _ => {}
    }
    found
}

/// The text a person reads in Components V2.
pub(super) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(map) if map.get("type") == Some(&json!(10)) => {
            map.get("content").and_then(Value::as_str).into_iter().collect()
        }
        Value::Object(map) => map.get("components").into_iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
