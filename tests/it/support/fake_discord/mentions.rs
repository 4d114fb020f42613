//! Who a text mentions, and whom that would ping.

use std::collections::BTreeSet;

use serde_json::Value;

/// Ids mentioned in a text: users, roles, and whether everyone is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mentions {
    pub(super) users: BTreeSet<u64>,
    pub(super) roles: BTreeSet<u64>,
    pub(super) everyone: bool,
}

impl Mentions {
    /// Those in a text.
    pub(super) fn of(text: &str) -> Self {
        let mut out =
            Self { everyone: text.contains("@everyone") || text.contains("@here"), ..Self::default() };
        for part in text.split("<@").skip(1) {
            let Some((inner, _)) = part.split_once('>') else {
                continue;
            };
            match inner.strip_prefix('&') {
                Some(role) => out.roles.extend(role.parse::<u64>()),
                None => out.users.extend(inner.trim_start_matches('!').parse::<u64>()),
            }
        }
        out
    }

    /// Is anybody mentioned?
    pub(super) fn any(&self) -> bool {
        self.everyone || !self.users.is_empty() || !self.roles.is_empty()
    }

    /// Those that would ping under `allowed_mentions` (absent: all).
    pub(super) fn pinging(self, allowed: &Value) -> Self {
        if allowed.is_null() {
            return self;
        }
        let parse = |kind: &str| allowed["parse"].as_array().is_some_and(|p| p.iter().any(|k| k == kind));
        let listed = |kind: &str, id: &u64| {
            let wanted = id.to_string();
            allowed[kind].as_array().is_some_and(|l| l.iter().any(|v| *v == wanted.as_str() || *v == *id))
        };
        Self {
            users: self.users.into_iter().filter(|u| parse("users") || listed("users", u)).collect(),
            roles: self.roles.into_iter().filter(|r| parse("roles") || listed("roles", r)).collect(),
            everyone: self.everyone && parse("everyone"),
        }
    }
}
