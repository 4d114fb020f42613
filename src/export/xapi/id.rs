//! Names that are the same for the same thing: UUIDs of version 5, IRIs, pseudonyms.
//! A statement that is told twice has one id, so a store keeps it once.
//! It must not let a member's id be guessed from a pseudonym.

use serde::Serialize;
use uuid::Uuid;

/// The UUID of a text in a namespace (RFC 4122, section 4.3, version 5).
pub fn uuid_of(namespace: Uuid, text: &str) -> Uuid {
    Uuid::new_v5(&namespace, text.as_bytes())
}

/// The name under which a member of a server is told of.
///
/// `secret` is a random UUID of that server that never leaves it: Discord's ids can be counted through, so with a known
/// namespace every pseudonym could be undone. A new secret makes strangers of all reps.
pub fn pseudonym(secret: Uuid, member: &str) -> String {
    uuid_of(secret, &format!("rep:{member}")).to_string()
}

/// What is no IRI.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no IRI; it needs a scheme, as in https://coach.example, and no blanks")]
pub struct NoIri(String);

/// An IRI with its scheme (RFC 3987), the name of a thing across systems.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Iri(String);

impl Iri {
    /// An IRI; a stroke at its end is dropped.
    ///
    /// # Errors
    /// If it has no scheme, nothing behind the scheme, or characters that no IRI has.
    pub fn new(text: &str) -> Result<Self, NoIri> {
        let (scheme, rest) = text.split_once(':').unwrap_or_default();
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let is_allowed = |c: char| {
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
        };
        let body = rest.trim_matches('/');
        if is_scheme && !body.is_empty() && rest.chars().all(is_allowed) {
            return Ok(Self(text.trim_end_matches('/').to_owned()));
        }
        Err(NoIri(text.to_owned()))
    }

    /// A word of a vocabulary that stands in this room.
    pub(super) fn of_vocabulary(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// The IRI of something below this one; every part is percent-encoded (RFC 3986, section 2.1).
    #[must_use]
    pub fn below(&self, parts: &[&str]) -> Self {
        let tail: String = parts.iter().map(|part| format!("/{}", encoded(part))).collect();
        Self(format!("{}{tail}", self.0))
    }

    /// The IRI as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn encoded(part: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let code = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    part.bytes().map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_that_of_the_standard() {
        let found = uuid_of(Uuid::NAMESPACE_DNS, "www.example.com");
        assert_eq!(found.to_string(), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    #[test]
    fn a_pseudonym_is_the_same_within_a_server_and_another_in_the_next() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(pseudonym(one, "42"), pseudonym(one, "42"));
        assert_ne!(pseudonym(one, "42"), pseudonym(two, "42"));
        assert_ne!(pseudonym(one, "42"), pseudonym(one, "43"));
    }

    #[test]
    fn an_iri_has_a_scheme_and_no_blanks() {
        assert_eq!(Iri::new("https://coach.example/").map(|iri| iri.0), Ok("https://coach.example".into()));
        for text in ["coach.example", "/a/b", "https://", "1a:b", "https://a b", "https://a<b>", ""] {
            assert!(Iri::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn parts_of_an_iri_are_encoded() {
        let base = Iri::new("https://coach.example").unwrap();
        assert_eq!(
            base.below(&["drills", "价格/1"]).as_str(),
            "https://coach.example/drills/%E4%BB%B7%E6%A0%BC%2F1"
        );
    }
}
