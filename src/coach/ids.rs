//! The names by which things are known: content ids, labels, members and places in a playbook file.
//! Each is a type of its own, so that a rep's id cannot be passed where a server's is wanted.
//! It must not hold behaviour beyond naming.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The id of a piece of content: a method, a scenario, a step, a state … Lower-case words joined by dashes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// Takes a name as it is; the playbook loader is where its form is checked.
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

/// What a sentence may do, as `task.label`: `lscpa.listen`, `spin.problem`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(Id);

impl Label {
    /// Joins a task and one of its labels.
    pub fn new(task: &str, label: &str) -> Self {
        Self(Id::new(&format!("{task}.{label}")))
    }

    /// Reads `task.label`; `None` where the dot or a side of it is missing.
    pub fn parse(text: &str) -> Option<Self> {
        let (task, label) = text.split_once('.')?;
        (!task.is_empty() && !label.is_empty()).then(|| Self(Id::new(text)))
    }

    /// The whole name, `task.label`.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The part before the dot.
    pub fn task(&self) -> &str {
        self.as_str().split_once('.').map_or("", |(task, _)| task)
    }

    /// The part after the dot.
    pub fn name(&self) -> &str {
        self.as_str().split_once('.').map_or("", |(_, name)| name)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a statement of a playbook stands, so that every point can be traced to its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's path as the loader met it, with `/` between its parts.
    pub file: Arc<str>,
    /// The line, counted from 1.
    pub line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_id!(
    /// A Discord server; 0 stands for a member's direct messages with the bot.
    ServerId
);
number_id!(
    /// A member who practises, as the chat platform numbers them.
    RepId
);
number_id!(
    /// One drill held by one rep.
    SessionId
);
number_id!(
    /// The follow-ups of one customer after one signature.
    FollowUpId
);
number_id!(
    /// One run of a quiz by one rep.
    QuizRunId
);
number_id!(
    /// Something that a trainer assigned.
    AssignmentId
);
number_id!(
    /// A training session.
    TrainingId
);

/// One touch: the so-manieth of a customer's follow-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TouchId {
    /// Whose.
    pub follow_up: FollowUpId,
    /// Counted from 0 in the order of dates.
    pub n: u32,
}

/// One turn: the so-manieth reply of a drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TurnId {
    /// In which drill.
    pub session: SessionId,
    /// Counted from 0.
    pub n: u32,
}

/// A language by its BCP 47 tag, such as `zh-CN` or `en`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Id);

impl Language {
    /// Takes a tag as it is.
    pub fn new(tag: &str) -> Self {
        Self(Id::new(tag))
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The part before the first dash or underscore, in lower case: `zh` of `zh-CN`.
    pub fn primary(&self) -> String {
        let end = self.as_str().find(['-', '_']).unwrap_or(self.as_str().len());
        self.as_str().get(..end).unwrap_or_default().to_ascii_lowercase()
    }

    /// Whether somebody who asked for `wanted` (a tag, or only its first part) is served by this language.
    pub fn serves(&self, wanted: &str) -> bool {
        self.primary() == Self::new(wanted).primary()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_serves_its_regional_variants() {
        assert!(Language::new("zh-CN").serves("zh"));
        assert!(Language::new("zh-CN").serves("zh_CN.UTF-8"));
        assert!(!Language::new("en").serves("zh-CN"));
    }

    #[test]
    fn a_label_without_a_side_is_refused() {
        assert_eq!(Label::parse("lscpa.listen").map(|l| l.name().to_owned()), Some("listen".to_owned()));
        assert_eq!(Label::parse("lscpa."), None);
        assert_eq!(Label::parse("listen"), None);
    }
}
