//! Activities: what a rep did something with, each with an IRI, a type and names in several languages.
//! A question also has how it is answered and what is right.
//! It must not have properties that the specification does not know.

use std::collections::BTreeMap;

use serde::Serialize;

use super::id::Iri;

/// The same text in several languages, by their tags (RFC 5646): `en`, `zh-CN`.
pub type Words = BTreeMap<String, String>;

/// An activity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Activity {
    /// Always `Activity`.
    #[serde(rename = "objectType")]
    pub object_type: &'static str,
    /// Its IRI.
    pub id: Iri,
    /// What it is; left out where nothing is known.
    #[serde(skip_serializing_if = "Definition::is_empty")]
    pub definition: Definition,
}

impl Activity {
    /// An activity.
    pub fn new(id: Iri, definition: Definition) -> Self {
        Self { object_type: "Activity", id, definition }
    }
}

/// What an activity is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Definition {
    /// Its name.
    #[serde(skip_serializing_if = "Words::is_empty")]
    pub name: Words,
    /// What it is about; of a question, the question.
    #[serde(skip_serializing_if = "Words::is_empty")]
    pub description: Words,
    /// Its type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Iri>,
    /// How a question is answered.
    #[serde(rename = "interactionType", skip_serializing_if = "Option::is_none")]
    pub interaction: Option<&'static str>,
    /// The right answers, each by itself; left out where they cannot all be written down.
    #[serde(rename = "correctResponsesPattern", skip_serializing_if = "Option::is_none")]
    pub right: Option<Vec<String>>,
    /// What can be chosen or put in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Component>,
    /// What is matched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<Component>,
    /// What it is matched with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<Component>,
}

impl Definition {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One of the things that a question offers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Component {
    /// Its id within the question, without blanks.
    pub id: String,
    /// Its words.
    #[serde(skip_serializing_if = "Words::is_empty")]
    pub description: Words,
}
