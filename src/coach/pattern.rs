//! Patterns of playbooks. A playbook has thousands and a drill needs a hundred, so each is compiled when it is first
//! looked for; that it compiles was found when it was loaded.
//! It must not decide what a match means.

use std::sync::{Arc, OnceLock};

use regex::{Match, RegexBuilder};

/// A compiled pattern may take so much memory; more is a sign of a pattern that nobody can read either.
pub const MOST_BYTES: usize = 1 << 20;
/// How deeply a pattern may be nested.
pub const DEEPEST: u32 = 40;

/// A pattern that was found to compile. A clone shares what was compiled.
#[derive(Debug, Clone)]
pub struct Regex(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    text: String,
    compiled: OnceLock<Option<regex::Regex>>,
}

impl Regex {
    /// Takes a pattern whose text was looked at.
    pub fn of(text: &str) -> Self {
        Self(Arc::new(Inner { text: text.to_owned(), compiled: OnceLock::new() }))
    }

    /// Compiles a pattern now.
    ///
    /// # Errors
    /// When it is no pattern, or takes too much memory.
    pub fn compile(text: &str) -> Result<regex::Regex, regex::Error> {
        RegexBuilder::new(text).case_insensitive(true).size_limit(MOST_BYTES).nest_limit(DEEPEST).build()
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Whether a text matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.compiled().is_some_and(|compiled| compiled.is_match(text))
    }

    /// The first match in a text.
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.compiled().and_then(|compiled| compiled.find(text))
    }

    fn compiled(&self) -> Option<&regex::Regex> {
        self.0.compiled.get_or_init(|| Self::compile(&self.0.text).ok()).as_ref()
    }
}
