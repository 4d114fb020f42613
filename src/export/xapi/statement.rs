//! A statement: who did what with what, how it went, and around what (xAPI 1.0.3, data, section 2.4).
//! Its properties are those of the specification and no others, and nothing empty is written.
//! It must not be changed after it was sent; what is told anew has the same id and the same content.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};
use serde_json::Value;
use uuid::Uuid;

use super::activity::Activity;
use super::id::Iri;
use super::result::Outcome;
use super::verb::Verb;

/// One statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statement {
    /// Its id, the same for the same event.
    pub id: Uuid,
    /// Who.
    pub actor: Actor,
    /// Did what.
    pub verb: Verb,
    /// With what.
    pub object: Activity,
    /// How it went.
    #[serde(skip_serializing_if = "Outcome::is_empty")]
    pub result: Outcome,
    /// Around what.
    pub context: Context,
    /// When, in UTC to the millisecond (section 4.5).
    #[serde(serialize_with = "to_the_millisecond")]
    pub timestamp: DateTime<Utc>,
}

/// A rep, by a pseudonym.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Actor {
    /// Always `Agent`.
    #[serde(rename = "objectType")]
    pub object_type: &'static str,
    /// The account.
    pub account: Account,
}

/// An account on a system.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// The home page of the system that gave the pseudonym.
    #[serde(rename = "homePage")]
    pub home_page: Iri,
    /// The pseudonym.
    pub name: String,
}

/// Around what something was done (section 2.4.6).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Context {
    /// The run that belongs together: one drill, one quiz run.
    pub registration: Uuid,
    /// Activities around it.
    #[serde(rename = "contextActivities")]
    pub activities: ContextActivities,
    /// The version of the playbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// Where it was done.
    pub platform: String,
    /// The language it was done in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What else is told, by IRIs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extensions: BTreeMap<String, Value>,
}

/// Activities around one (section 2.4.6.2), always as lists.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ContextActivities {
    /// What it is a part of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parent: Vec<Activity>,
    /// What it belongs to further off, such as the course.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grouping: Vec<Activity>,
    /// Whose manner of telling this is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<Activity>,
}

fn to_the_millisecond<S: Serializer>(moment: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&moment.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// Statements as JSON lines, one a line.
///
/// # Errors
/// If the JSON writer fails, which it does not into memory.
pub fn lines(statements: &[Statement]) -> Result<String, serde_json::Error> {
    let lines: Result<Vec<String>, _> = statements.iter().map(serde_json::to_string).collect();
    Ok(lines?.into_iter().map(|line| line + "\n").collect())
}

/// Statements as one JSON list, as a store takes them in one request.
///
/// # Errors
/// If the JSON writer fails, which it does not into memory.
pub fn list(statements: &[Statement]) -> Result<String, serde_json::Error> {
    serde_json::to_string(statements)
}
