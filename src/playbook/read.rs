//! Reads values out of a table that was found valid. What is not there gives `None`, so that reading never stops a load.
//! It must not report anything: `validate` has done so.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::SourceFile;
use super::validate::Patterns;
use crate::coach::calendar::Names;
use crate::coach::ids::{Id, Label, Language, Place};
use crate::coach::method::Grade;
use crate::coach::pattern::Regex;

/// A valid table within its file.
#[derive(Clone, Copy)]
pub(super) struct Node<'n> {
    pub(super) file: &'n SourceFile,
    pub(super) patterns: &'n Patterns,
    pub(super) table: &'n DeTable<'n>,
    /// The first byte of the table.
    pub(super) start: usize,
}

/// A number, written with or without a point.
#[expect(clippy::cast_precision_loss, reason = "the format's bounds are far below 2^52")]
pub(super) fn decimal(value: &DeValue<'_>) -> Option<f64> {
    if let Some(float) = value.as_float() {
        return float.as_str().parse().ok();
    }
    let whole = value.as_integer()?;
    i64::from_str_radix(whole.as_str(), whole.radix()).ok().map(|n| n as f64)
}

impl<'n> Node<'n> {
    fn value(&self, key: &str) -> Option<&'n Spanned<DeValue<'n>>> {
        self.table.get(key)
    }

    fn within(&self, table: &'n DeTable<'n>, start: usize) -> Self {
        Self { table, start, ..*self }
    }

    /// Where the table stands.
    pub(super) fn place(&self) -> Place {
        let line = self.file.position(self.start).0;
        Place { file: Arc::clone(&self.file.path), line: u32::try_from(line).unwrap_or(u32::MAX) }
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.value(key)?.get_ref().as_str().map(str::to_owned)
    }

    pub(super) fn id(&self, key: &str) -> Option<Id> {
        self.value(key)?.get_ref().as_str().map(Id::new)
    }

    pub(super) fn label(&self, key: &str) -> Option<Label> {
        Label::parse(self.value(key)?.get_ref().as_str()?)
    }

    pub(super) fn number<T: TryFrom<i64>>(&self, key: &str) -> Option<T> {
        let written = self.value(key)?.get_ref().as_integer()?;
        T::try_from(i64::from_str_radix(written.as_str(), written.radix()).ok()?).ok()
    }

    #[expect(clippy::cast_possible_truncation, reason = "weights are small and need no more than f32 holds")]
    pub(super) fn weight(&self, key: &str) -> Option<f32> {
        decimal(self.value(key)?.get_ref()).map(|weight| weight as f32)
    }

    pub(super) fn date(&self, key: &str) -> Option<NaiveDate> {
        self.value(key)?.get_ref().as_str()?.parse().ok()
    }

    pub(super) fn dates(&self, key: &str) -> Vec<NaiveDate> {
        self.list(key, |value| value.get_ref().as_str()?.parse().ok())
    }

    /// What something is called, by language.
    pub(super) fn names(&self, key: &str) -> Names {
        let table = self.value(key).and_then(|value| value.get_ref().as_table());
        let name = |(tag, name): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
            Some((Language::new(tag.get_ref()), name.get_ref().as_str()?.to_owned()))
        };
        Names::new(table.into_iter().flatten().filter_map(name))
    }

    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        self.value(key)?.get_ref().as_bool()
    }

    pub(super) fn grade(&self, key: &str) -> Option<Grade> {
        match self.value(key)?.get_ref().as_str()? {
            "strong" => Some(Grade::Strong),
            "moderate" => Some(Grade::Moderate),
            "practice" => Some(Grade::Practice),
            "weak" => Some(Grade::Weak),
            _ => None,
        }
    }

    pub(super) fn pattern(&self, key: &str) -> Option<Regex> {
        self.patterns.get(&self.value(key)?.span().start).cloned()
    }

    pub(super) fn table(&self, key: &str) -> Option<Self> {
        let value = self.value(key)?;
        Some(self.within(value.get_ref().as_table()?, value.span().start))
    }

    /// The one key of a choice with its table.
    pub(super) fn choice(&self, key: &str) -> Option<(&'n str, Self)> {
        let (name, value) = self.value(key)?.get_ref().as_table()?.iter().next()?;
        let empty = value.get_ref().as_table();
        Some((name.get_ref(), empty.map_or(*self, |table| self.within(table, value.span().start))))
    }

    /// The one key of a choice whose value is a number.
    pub(super) fn numbered_choice(&self, key: &str) -> Option<(&'n str, u32)> {
        let (name, value) = self.value(key)?.get_ref().as_table()?.iter().next()?;
        let written = value.get_ref().as_integer()?;
        Some((name.get_ref(), u32::from_str_radix(written.as_str(), written.radix()).ok()?))
    }

    fn list<T>(&self, key: &str, mut each: impl FnMut(&'n Spanned<DeValue<'n>>) -> Option<T>) -> Vec<T> {
        let list = self.value(key).and_then(|value| value.get_ref().as_array());
        list.into_iter().flatten().filter_map(&mut each).collect()
    }

    pub(super) fn tables(&self, key: &str) -> Vec<Self> {
        self.list(key, |value| Some(self.within(value.get_ref().as_table()?, value.span().start)))
    }

    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        self.list(key, |value| value.get_ref().as_str().map(str::to_owned))
    }

    pub(super) fn ids(&self, key: &str) -> Vec<Id> {
        self.list(key, |value| value.get_ref().as_str().map(Id::new))
    }

    pub(super) fn labels(&self, key: &str) -> Vec<Label> {
        self.list(key, |value| Label::parse(value.get_ref().as_str()?))
    }

    pub(super) fn numbers(&self, key: &str) -> Vec<usize> {
        self.list(key, |value| value.get_ref().as_integer()?.as_str().parse().ok())
    }

    pub(super) fn patterns(&self, key: &str) -> Vec<Regex> {
        self.list(key, |value| self.patterns.get(&value.span().start).cloned())
    }

    /// The bytes of a key's value.
    pub(super) fn span(&self, key: &str) -> std::ops::Range<usize> {
        self.value(key).map_or(self.start..self.start, Spanned::span)
    }
}
