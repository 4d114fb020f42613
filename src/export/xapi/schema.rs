//! The same statements held against a schema by other hands (`tests/xapi/README.md` says whose).
//! The schema names formats that no validator knows by itself; for them our own rules stand in.
//! It must not be in the program.

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

use super::check::{is_duration, is_iri, is_tag, is_timestamp, is_uuid};

const SCHEMA: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/xapi/statement-1.0.1.schema.json"));
/// In place of a pattern that counts through surrogates, which no Rust pattern may.
const IRI: &str = "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"{}|\\\\^`]+$";

/// A validator for one statement.
pub(super) fn validator() -> Validator {
    let whole: Value = serde_json::from_str(SCHEMA).unwrap();
    let parts = mended(&whole["properties"]);
    let root = json!({"allOf": [{"$ref": "#/definitions/statement"}], "definitions": parts});
    jsonschema::options()
        .with_draft(Draft::Draft4)
        .should_validate_formats(true)
        .with_format("uuid", |text: &str| is_uuid(&text.into()))
        .with_format("iri", |text: &str| is_iri(&text.into()))
        .with_format("rfc3986-uri", |text: &str| is_iri(&text.into()))
        .with_format("iso_date", |text: &str| is_timestamp(&text.into()))
        .with_format("iso_duration", |text: &str| is_duration(&text.into()))
        .with_format("langtag", is_tag)
        .build(&root)
        .unwrap()
}

/// The parts of the schema calling each other by their place, not by `id`.
fn mended(value: &Value) -> Value {
    match value {
        Value::Array(values) => values.iter().map(mended).collect(),
        Value::Object(object) => {
            let kept = object.iter().filter(|(key, value)| !(*key == "id" && value.is_string()));
            let mend = |(key, value): (&String, &Value)| match (key.as_str(), value) {
                ("$ref", Value::String(part)) => (key.clone(), place(part.trim_start_matches('#')).into()),
                (pattern, _) if pattern.contains("\\uD800") => (IRI.to_owned(), mended(value)),
                _ => (key.clone(), mended(value)),
            };
            kept.map(mend).collect()
        }
        _ => value.clone(),
    }
}

fn place(part: &str) -> String {
    match part.strip_suffix("!core") {
        Some("activityid") => "#/definitions/activityid/properties/activityId".to_owned(),
        Some(core) => format!("#/definitions/{core}/properties/{core}"),
        None => format!("#/definitions/{part}"),
    }
}
