//! Discord's own description of its API (OpenAPI 3.1), tightened to what a careful bot may send.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Once;

use jsonschema::Validator;
use serde_json::{Value, json};

/// The variable that names Discord's `openapi.json`.
const VARIABLE: &str = "SPARRING_DISCORD_OPENAPI";
/// Names of commands and options, after Discord's page on application commands: letters that have no lower case, or are
/// lower case. The description itself only tells their length.
const NAME: &str = r"^[-_'\p{Ll}\p{Lm}\p{Lo}\p{M}\p{N}]{1,32}$";

/// The description, with validators made as they are asked for.
pub(crate) struct Description {
    document: Value,
    made: RefCell<BTreeMap<String, Option<Validator>>>,
}

impl Description {
    /// The description that the variable names; without one a line says so.
    ///
    /// # Panics
    /// When the variable names a file that cannot be read while a CI runs, or that is not JSON.
    pub(crate) fn named() -> Option<Self> {
        let Some(path) = std::env::var_os(VARIABLE) else {
            say(&format!("contract: skipped, {VARIABLE} does not name Discord's openapi.json"));
            return None;
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if std::env::var_os("CI").is_some() => {
                panic!("{VARIABLE}={}: {error}", path.display())
            }
            Err(error) => {
                say(&format!("contract: skipped, {VARIABLE}={}: {error}", path.display()));
                return None;
            }
        };
        let mut document: Value = serde_json::from_str(&text).expect("openapi.json is JSON");
        tighten(&mut document["components"]);
        tighten(&mut document["paths"]);
        for (name, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
            let named = name.starts_with("ApplicationCommand")
                && (name.ends_with("Option") || name.ends_with("UpdateRequest"));
            // Discord's page writes permissions as text, and so does every library; its description says a number.
            if schema["properties"]["default_member_permissions"].is_object() {
                let text = json!({"type": ["string", "null"], "pattern": "^[0-9]+$"});
                schema["properties"]["default_member_permissions"] = text;
            }
            if named && schema["properties"]["name"].is_object() {
                schema["properties"]["name"]["pattern"] = json!(NAME);
                schema["properties"]["name_localizations"]["additionalProperties"]["pattern"] = json!(NAME);
            }
        }
        Some(Self { document, made: RefCell::default() })
    }

    /// What Discord's description has against a request; the first part names the operation.
    pub(crate) fn check(&self, method: &str, path: &str, body: &Value) -> Result<String, String> {
        let template =
            self.template(method, path).ok_or_else(|| format!("Discord has no {method} {path}"))?;
        let operation = format!("{method} {template}");
        let mut made = self.made.borrow_mut();
        let validator = made.entry(operation.clone()).or_insert_with(|| self.validator(method, &template));
        let wrong = match validator {
            None if body.is_null() => Vec::new(),
            None => vec!["it takes no body".to_owned()],
            Some(validator) => validator
                .iter_errors(body)
                .map(|error| format!("{}: {error}", error.instance_path()).chars().take(600).collect())
                .collect(),
        };
        if wrong.is_empty() {
            Ok(operation)
        } else {
            Err(format!("{operation}: {}\n{body}", wrong.join("; ")))
        }
    }

    /// The path of the description that fits; the one with the most literal parts where several do.
    fn template(&self, method: &str, path: &str) -> Option<String> {
        let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        let wanted = parts(path);
        let hole = |part: &String| part.starts_with('{');
        let fits = |template: &&String| {
            let have = parts(template);
            have.len() == wanted.len() && have.iter().zip(&wanted).all(|(h, w)| hole(h) || h == w)
        };
        let paths = self.document["paths"].as_object()?;
        let known = paths.iter().filter(|(_, item)| item[method.to_lowercase()].is_object()).map(|(t, _)| t);
        known.filter(fits).min_by_key(|t| parts(t).iter().filter(|p| hole(p)).count()).cloned()
    }

    fn validator(&self, method: &str, template: &str) -> Option<Validator> {
        let operation = &self.document["paths"][template][method.to_lowercase()];
        let content = &operation["requestBody"]["content"]["application/json"]["schema"];
        let mut schema = content.as_object()?.clone();
        schema.insert("components".into(), self.document["components"].clone());
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        Some(options.build(&Value::Object(schema)).expect("Discord's schemas are schemas"))
    }
}

/// Fields that Discord does not describe are refused: it would pass over them in silence.
fn tighten(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(tighten),
        Value::Object(map) => {
            let object = map.get("type") == Some(&json!("object")) && map.contains_key("properties");
            if object && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".into(), json!(false));
            }
            map.values_mut().for_each(tighten);
        }
        _ => {}
    }
}

/// One line that is seen though the tests pass: the harness keeps what is printed by macros to itself.
fn say(line: &str) {
    static SAID: Once = Once::new();
    SAID.call_once(|| drop(writeln!(std::io::stderr(), "{line}")));
}
