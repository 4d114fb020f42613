//! What Discord refuses: the error bodies, and the limits of messages and embeds. Components, modals and commands
//! have files of their own.

use serde_json::{Value, json};

/// A refusal with Discord's error body.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) body: Value,
}

/// A refusal with one of Discord's codes.
pub(super) fn refuse(status: u16, code: u64, message: &str) -> Refusal {
    Refusal { status, body: json!({"message": message, "code": code}) }
}

/// The message flag of Components V2.
pub(super) const V2: u64 = 1 << 15;
/// The message flag of what only one person sees.
pub(super) const EPHEMERAL: u64 = 1 << 6;
/// The message flag of an answer that is still to come.
pub(super) const LOADING: u64 = 1 << 7;

/// Collects the tree of an "Invalid Form Body".
#[derive(Debug, Default)]
pub(super) struct Form {
    errors: Value,
    any: bool,
}

impl Form {
    /// Records an error at a path such as `embeds.0.title`.
    pub(super) fn add(&mut self, path: &str, code: &str, message: &str) {
        let mut at = &mut self.errors;
        for step in path.split('.').filter(|s| !s.is_empty()) {
            if !at.is_object() {
                *at = json!({});
            }
            at = &mut at[step];
        }
        if !at.is_object() {
            *at = json!({});
        }
        if !at["_errors"].is_array() {
            at["_errors"] = json!([]);
        }
        at["_errors"].as_array_mut().expect("an array").push(json!({"code": code, "message": message}));
        self.any = true;
    }

    /// A required value is missing.
    pub(super) fn required(&mut self, path: &str) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// A value is none of those allowed.
    pub(super) fn choices(&mut self, path: &str, allowed: &str) {
        self.add(path, "BASE_TYPE_CHOICES", &format!("Value must be one of {allowed}."));
    }

    /// A string whose length must be within bounds. Says whether there was one.
    pub(super) fn text(&mut self, path: &str, value: &Value, least: usize, most: usize) -> bool {
        match value {
            Value::Null if least == 0 => return false,
            Value::Null => self.required(path),
            Value::String(text) => self.length(path, text, least, most),
            _ => self.add(path, "BASE_TYPE_BAD_TYPE", "Could not interpret value as string."),
        }
        value.is_string()
    }

    fn length(&mut self, path: &str, text: &str, least: usize, most: usize) {
        let long = text.chars().count();
        if least > 0 && text.trim().is_empty() {
            self.required(path);
        } else if long > most {
            self.add(path, "BASE_TYPE_MAX_LENGTH", &format!("Must be {most} or fewer in length."));
        } else if long < least {
            self.add(path, "BASE_TYPE_BAD_LENGTH", &format!("Must be between {least} and {most} in length."));
        }
    }

    /// A list whose length must be within bounds; empty where it is missing.
    pub(super) fn list<'v>(
        &mut self,
        path: &str,
        value: &'v Value,
        least: usize,
        most: usize,
    ) -> &'v [Value] {
        let items = match value {
            Value::Null => &[],
            Value::Array(items) => items.as_slice(),
            _ => {
                self.add(path, "BASE_TYPE_BAD_TYPE", "Only iterables may be used in a ListType");
                return &[];
            }
        };
        if items.len() < least || items.len() > most {
            self.add(path, "BASE_TYPE_BAD_LENGTH", &format!("Must be between {least} and {most} in length."));
        }
        items
    }

    /// The refusal, when anything was recorded.
    pub(super) fn verdict(self) -> Result<(), Refusal> {
        if !self.any {
            return Ok(());
        }
        let body = json!({"message": "Invalid Form Body", "code": 50035, "errors": self.errors});
        Err(Refusal { status: 400, body })
    }
}

/// Who sends a message, for the rules that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    /// `POST /channels/{id}/messages`.
    Channel,
    /// An interaction's answer or follow-up.
    Interaction,
    /// An edit of either.
    Edit,
}

/// Checks a message body; `now` is what the message would be after it (for an edit the two differ).
pub(super) fn message(body: &Value, now: &Value, files: usize, sender: Sender) -> Result<(), Refusal> {
    let mut form = Form::default();
    let v2 = now["flags"].as_u64().unwrap_or(0) & V2 != 0;
    form.text("content", &body["content"], 0, 2000);
    embeds(&mut form, &body["embeds"]);
    super::components::in_message(&mut form, &body["components"], v2);
    nonce(&mut form, body, sender);
    flags(&mut form, body, sender);
    allowed_mentions(&mut form, &body["allowed_mentions"]);
    if v2 {
        for field in ["content", "embeds", "poll", "sticker_ids"] {
            if !is_empty(&now[field]) {
                let why = "The 'MessageFlags.IS_COMPONENTS_V2' flag cannot be used with this field";
                form.add(field, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", why);
            }
        }
    }
    form.verdict()?;
    let said = ["content", "embeds", "components", "attachments", "poll", "sticker_ids"];
    if files == 0 && said.iter().all(|field| is_empty(&now[*field])) {
        return Err(refuse(400, 50006, "Cannot send an empty message"));
    }
    Ok(())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn nonce(form: &mut Form, body: &Value, sender: Sender) {
    match &body["nonce"] {
        Value::String(text) if text.chars().count() > 25 => {
            form.add("nonce", "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.");
        }
        Value::Null | Value::String(_) | Value::Number(_) => {}
        _ => form.add("nonce", "BASE_TYPE_BAD_TYPE", "Nonce must be a string or an integer."),
    }
    let enforced = body["enforce_nonce"] == true;
    if enforced && body["nonce"].is_null() && sender == Sender::Channel {
        form.required("nonce");
    }
}

fn flags(form: &mut Form, body: &Value, sender: Sender) {
    let given = body["flags"].as_u64().unwrap_or(0);
    let allowed = match sender {
        Sender::Channel => 1 << 2 | 1 << 12 | 1 << 13 | V2,
        Sender::Interaction => 1 << 2 | 1 << 12 | 1 << 13 | V2 | EPHEMERAL,
        Sender::Edit => 1 << 2 | 1 << 6 | 1 << 7 | V2,
    };
    if given & !allowed != 0 {
        form.add("flags", "MESSAGE_FLAGS_INVALID", &format!("Flags {given} cannot be set here."));
    }
}

fn allowed_mentions(form: &mut Form, value: &Value) {
    for (n, kind) in form.list("allowed_mentions.parse", &value["parse"], 0, 3).iter().enumerate() {
        if !matches!(kind.as_str(), Some("users" | "roles" | "everyone")) {
            form.choices(&format!("allowed_mentions.parse.{n}"), "('users', 'roles', 'everyone')");
        }
        let listed = kind.as_str().map_or(&Value::Null, |k| &value[k]);
        if !is_empty(listed) {
            form.add(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                "Parse and a list exclude each other.",
            );
        }
    }
    for list in ["users", "roles"] {
        form.list(&format!("allowed_mentions.{list}"), &value[list], 0, 100);
    }
}

fn embeds(form: &mut Form, value: &Value) {
    let mut total = 0;
    for (n, embed) in form.list("embeds", value, 0, 10).iter().enumerate() {
        total += one_embed(form, &format!("embeds.{n}"), embed);
    }
    if total > 6000 {
        form.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }
}

fn one_embed(form: &mut Form, at: &str, embed: &Value) -> usize {
    form.text(&format!("{at}.title"), &embed["title"], 0, 256);
    form.text(&format!("{at}.description"), &embed["description"], 0, 4096);
    for (field, text, most) in [("footer", "text", 2048), ("author", "name", 256)] {
        if !embed[field].is_null() {
            form.text(&format!("{at}.{field}.{text}"), &embed[field][text], 1, most);
        }
    }
    if embed["color"].as_u64().is_some_and(|c| c > 0xff_ffff) {
        form.add(
            &format!("{at}.color"),
            "NUMBER_TYPE_MAX",
            "int value should be less than or equal to 16777215.",
        );
    }
    embed_addresses(form, at, embed);
    let fields = form.list(&format!("{at}.fields"), &embed["fields"], 0, 25);
    for (n, field) in fields.iter().enumerate() {
        form.text(&format!("{at}.fields.{n}.name"), &field["name"], 1, 256);
        form.text(&format!("{at}.fields.{n}.value"), &field["value"], 1, 1024);
    }
    let long = |v: &Value| v.as_str().map_or(0, |t| t.chars().count());
    let single = [&embed["title"], &embed["description"], &embed["footer"]["text"], &embed["author"]["name"]];
    let size: usize = single.into_iter().map(long).sum();
    size + fields.iter().map(|f| long(&f["name"]) + long(&f["value"])).sum::<usize>()
}

fn embed_addresses(form: &mut Form, at: &str, embed: &Value) {
    let kept = [
        ("url", &embed["url"]),
        ("image.url", &embed["image"]["url"]),
        ("thumbnail.url", &embed["thumbnail"]["url"]),
    ];
    for (field, address) in kept {
        let scheme = |a: &str| ["http://", "https://", "attachment://"].iter().any(|s| a.starts_with(s));
        if address.as_str().is_some_and(|a| !scheme(a)) {
            let why = "Scheme must be one of ('http', 'https', 'attachment').";
            form.add(&format!("{at}.{field}"), "URL_TYPE_INVALID_SCHEME", why);
        }
    }
}
