//! The format as JSON Schema, for editors: one schema a kind of file, read off the tables in `format`.
//! Taplo and Even Better TOML know draft 4; only keywords that mean the same from there to draft 7 are used, and nothing is
//! referred to, so that every editor's completion finds its way. It must not hold words about single keys.

use serde_json::{Map, Value, json};

use super::format::{FILES, FileKind, MANIFEST};
use super::shape::{Key, Kind};
use super::validate::PATTERN_CHARACTERS;

/// How an id is written, as a regular expression.
const ID: &str = "^[a-z0-9_-]{1,60}$";
/// How a language tag is written.
const LANGUAGE: &str = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$";

/// The name by which a kind of file is asked for: its folder's, or `playbook` for the manifest.
pub fn name(kind: &FileKind) -> &'static str {
    if kind.folder.is_empty() { MANIFEST.trim_end_matches(".toml") } else { kind.folder }
}

/// The schema of a kind of file; `None` when there is no such kind.
pub fn schema(of: &str) -> Option<String> {
    let kind = FILES.iter().find(|kind| name(kind) == of)?;
    let mut schema = table(kind.keys);
    schema.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
    schema.insert("title".to_owned(), format!("Sparring: {of}").into());
    // A map of strings and numbers can always be written.
    serde_json::to_string_pretty(&schema).ok()
}

/// The settings by which Taplo and Even Better TOML find the schemas, when these lie in a folder beside them.
pub fn editor_settings(folder: &str) -> String {
    let mut text = "# Ties playbook files to their schemas, for Taplo and Even Better TOML.\n".to_owned();
    for kind in &FILES {
        let files =
            if kind.folder.is_empty() { MANIFEST.to_owned() } else { format!("{}/*.toml", kind.folder) };
        text += &format!(
            "\n[[rule]]\ninclude = [\"**/{files}\"]\n[rule.schema]\npath = \"{folder}/{}.schema.json\"\nenabled = true\n",
            name(kind)
        );
    }
    text
}

fn table(keys: &[Key]) -> Map<String, Value> {
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut schema = bare_table(keys);
    // Draft 4 wants at least one.
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    schema
}

fn bare_table(keys: &[Key]) -> Map<String, Value> {
    let described = |key: &Key| {
        let mut value = value(&key.kind);
        value.insert("description".to_owned(), key.doc.into());
        (key.name.to_owned(), Value::Object(value))
    };
    let properties: Map<String, Value> = keys.iter().map(described).collect();
    object(json!({ "type": "object", "additionalProperties": false, "properties": properties }))
}

fn value(kind: &Kind) -> Map<String, Value> {
    match kind {
        // Of a text, something must be more than space.
        Kind::Text(most) => object(json!({ "type": "string", "maxLength": most, "pattern": "\\S" })),
        Kind::Integer(least, most) => object(json!({ "type": "integer", "minimum": least, "maximum": most })),
        Kind::Decimal(least, most) => object(json!({ "type": "number", "minimum": least, "maximum": most })),
        Kind::Flag => object(json!({ "type": "boolean" })),
        Kind::Pattern => object(json!({ "type": "string", "minLength": 1, "maxLength": PATTERN_CHARACTERS })),
        Kind::OneOf(words) => object(json!({ "type": "string", "enum": words })),
        Kind::Time => object(json!({ "type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5]?[0-9]$" })),
        Kind::Language => object(json!({ "type": "string", "pattern": LANGUAGE })),
        Kind::Date => object(json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })),
        Kind::ByLanguage(of) => object(json!({
            "type": "object", "additionalProperties": false, "minProperties": 1,
            "patternProperties": { LANGUAGE: value(of) },
        })),
        Kind::Define(_) => object(json!({ "type": "string", "pattern": ID })),
        Kind::Refer(_) => object(json!({ "type": "string", "minLength": 1 })),
        Kind::List(of, least, most) => {
            object(json!({ "type": "array", "items": value(of), "minItems": least, "maxItems": most }))
        }
        Kind::Table(keys) => table(keys),
        // The same as one of many tables with one key each; but an editor can say which key is wrong.
        Kind::Choice(keys) => {
            let mut one = bare_table(keys);
            one.insert("minProperties".to_owned(), 1.into());
            one.insert("maxProperties".to_owned(), 1.into());
            one
        }
        Kind::Named(_, keys) => object(json!({
            "type": "object", "additionalProperties": false, "patternProperties": { ID: table(keys) },
        })),
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
