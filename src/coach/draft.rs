//! Drafts of messages to customers: text with holes that are filled with what is known of a customer.
//! A hole names a fact, `{customer}`; after bars stands what is taken where it is not known, another fact or words:
//! `{contact|customer}`, `{promised|[what]}`. So no draft claims what nobody has noted.
//! It must not know where facts come from.

/// What a hole may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// The customer's name.
    Customer,
    /// The name of who follows up.
    Rep,
    /// Whom to talk to at the customer.
    Contact,
    /// What was signed for.
    Product,
    /// The day of signing.
    Signed,
    /// What was named as the next step when a touch was closed last.
    Promised,
    /// What the customer was given then.
    Gave,
}

impl Fact {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Customer, Self::Rep, Self::Contact, Self::Product, Self::Signed, Self::Promised, Self::Gave];

    /// Its name in a hole.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Rep => "rep",
            Self::Contact => "contact",
            Self::Product => "product",
            Self::Signed => "signed",
            Self::Promised => "promised",
            Self::Gave => "gave",
        }
    }

    /// Whether it is known of every customer.
    pub fn is_always_known(self) -> bool {
        matches!(self, Self::Customer | Self::Rep | Self::Signed)
    }

    /// The most characters that it has.
    pub fn longest(self) -> usize {
        match self {
            Self::Customer | Self::Rep | Self::Contact | Self::Product => 80,
            Self::Signed => 10,
            Self::Promised | Self::Gave => 200,
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.name() == name)
    }
}

/// What is wrong with a hole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It names no fact.
    Unknown(String),
    /// Its facts may all be unknown, and nothing stands there then.
    NoOther(String),
}

/// The holes of a draft, without their braces.
pub fn holes(draft: &str) -> impl Iterator<Item = &str> {
    draft.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(hole, _)| hole)
}

/// The first thing that is wrong with each hole of a draft.
pub fn wrong(draft: &str) -> Vec<Wrong> {
    let check = |hole: &str| {
        let mut alternatives = hole.split('|').map(Fact::named);
        if alternatives.next().flatten().is_none() {
            return Some(Wrong::Unknown(hole.to_owned()));
        }
        let ends = |fact: Option<Fact>| fact.is_none_or(Fact::is_always_known);
        (!hole.split('|').map(Fact::named).any(ends)).then(|| Wrong::NoOther(hole.to_owned()))
    };
    holes(draft).filter_map(check).collect()
}

/// The most characters that the holes of a draft come to.
pub fn longest(draft: &str) -> usize {
    let each = |hole: &str| {
        let alternatives = hole.split('|');
        alternatives.map(|one| Fact::named(one).map_or(one.chars().count(), Fact::longest)).max()
    };
    holes(draft).filter_map(each).sum()
}

/// Fills a draft in one pass, so that a customer called `{rep}` stays what they are called. A hole that names no fact
/// stays as it is.
pub fn fill(draft: &str, known: impl Fn(Fact) -> Option<String>) -> String {
    let mut said = String::new();
    let mut rest = draft;
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        let Some((hole, tail)) = after.split_once('}') else {
            said.push('{');
            rest = after;
            break;
        };
        match hole.split('|').next().and_then(Fact::named) {
            Some(_) => said.push_str(&filled(hole, &known)),
            None => said.push_str(&format!("{{{hole}}}")),
        }
        rest = tail;
    }
    said.push_str(rest);
    said
}

fn filled(hole: &str, known: &impl Fn(Fact) -> Option<String>) -> String {
    let mut found = hole.split('|').filter_map(|one| match Fact::named(one) {
        Some(fact) => known(fact).filter(|value| !value.is_empty()),
        None => Some(one.to_owned()),
    });
    found.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(fact: Fact) -> Option<String> {
        match fact {
            Fact::Customer => Some("{rep} Ltd".into()),
            Fact::Rep => Some("Ana".into()),
            Fact::Product => Some(String::new()),
            _ => None,
        }
    }

    #[test]
    fn a_draft_is_filled_once() {
        assert_eq!(fill("Dear {customer}, yours {rep}", known), "Dear {rep} Ltd, yours Ana");
    }

    #[test]
    fn what_is_not_known_is_what_stands_after_the_bar() {
        assert_eq!(fill("{contact|customer}: {promised|[what]}.", known), "{rep} Ltd: [what].");
        assert_eq!(fill("{product|our work}{gave|}", known), "our work");
        assert_eq!(fill("{contact}", known), "");
        assert_eq!(fill("{x} {y|z} {", known), "{x} {y|z} {");
    }

    #[test]
    fn a_hole_without_an_end_in_something_known_is_wrong() {
        assert!(wrong("{customer} {rep} {signed} {contact|customer} {promised|gave|[what]}").is_empty());
        assert_eq!(
            wrong("{contact} {gave|promised} {cotact} {cotact|customer}"),
            [
                Wrong::NoOther("contact".into()),
                Wrong::NoOther("gave|promised".into()),
                Wrong::Unknown("cotact".into()),
                Wrong::Unknown("cotact|customer".into()),
            ]
        );
    }

    proptest! {
        #[test]
        fn no_filled_draft_is_longer_than_its_longest(draft in "[a-z {}|\\[\\]]{0,40}|(\\{contact\\|x\\}|a|\\{gave\\}){0,6}") {
            let full = fill(&draft, |fact| Some("x".repeat(fact.longest())));
            prop_assert!(full.chars().count() <= draft.chars().count() + longest(&draft));
        }
    }
}
