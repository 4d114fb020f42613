//! How well a task is recognised: counts over labelled texts, and the figures that follow from them.
//! Precision, recall and F1 are counted a label; macro-F1 is the plain mean over the labels (Sebastiani, "Machine Learning
//! in Automated Text Categorization", 2002). A text that is not rated counts there by what a forced choice would say.
//! It must not print.

use std::collections::{BTreeMap, BTreeSet};

use super::{Example, Recogniser, Text};

/// Right and wrong verdicts on one label.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Labels found that are there.
    pub hit: u32,
    /// Labels found that are not there.
    pub extra: u32,
    /// Labels that are there and were not found.
    pub missed: u32,
}

impl Verdicts {
    /// How many of the labels found are right; 0 when none was found.
    pub fn precision(self) -> f64 {
        ratio(self.hit, self.hit + self.extra)
    }

    /// How many of the labels that are there were found; 0 when there is none.
    pub fn recall(self) -> f64 {
        ratio(self.hit, self.hit + self.missed)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        ratio(2 * self.hit, 2 * self.hit + self.extra + self.missed)
    }
}

/// A share; 0 of nothing.
fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// What one task got right and wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measure {
    /// For each label that is there or was found.
    pub labels: BTreeMap<String, Verdicts>,
    /// Texts whose labels differ: what they have, what was found.
    pub confused: BTreeMap<(String, String), u32>,
    /// All verdicts on a label for which anything spoke, and those of them that were rated.
    pub verdicts: (u32, u32),
    /// Labels found and rated: right ones and wrong ones.
    pub rated: Verdicts,
    /// Texts, and those of them that got exactly their labels.
    pub texts: (u32, u32),
}

impl Measure {
    /// The plain mean of the labels' F1.
    pub fn macro_f1(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a task has a handful of labels")]
        let count = self.labels.len().max(1) as f64;
        self.labels.values().map(|counts| counts.f1()).sum::<f64>() / count
    }

    /// The share of verdicts that were not rated for want of evidence.
    pub fn not_rated(&self) -> f64 {
        1.0 - if self.verdicts.0 == 0 { 1.0 } else { ratio(self.verdicts.1, self.verdicts.0) }
    }

    /// Judges a labelled text and counts; whether it got exactly its labels comes back.
    pub fn add(&mut self, recogniser: &Recogniser, task: &str, example: &Example) -> bool {
        let has: BTreeSet<&str> = example.labels.iter().map(super::Id::as_str).collect();
        let weighed = recogniser.forced(task, &Text::new(&example.text), &example.context);
        let found: BTreeSet<&str> =
            weighed.iter().filter(|choice| choice.taken).map(|choice| choice.label.name()).collect();
        for label in found.union(&has) {
            let counts = self.labels.entry((*label).to_owned()).or_default();
            match (found.contains(label), has.contains(label)) {
                (true, true) => counts.hit += 1,
                (true, false) => counts.extra += 1,
                _ => counts.missed += 1,
            }
        }
        for choice in weighed.iter().filter(|choice| choice.taken || !choice.rated) {
            self.verdicts.0 += 1;
            if choice.rated {
                self.verdicts.1 += 1;
                let right = has.contains(choice.label.name());
                *(if right { &mut self.rated.hit } else { &mut self.rated.extra }) += 1;
            }
        }
        self.texts.0 += 1;
        self.texts.1 += u32::from(found == has);
        if found != has {
            *self.confused.entry((named(&has), named(&found))).or_default() += 1;
        }
        found == has
    }
}

fn named(labels: &BTreeSet<&str>) -> String {
    if labels.is_empty() {
        "nothing".to_owned()
    } else {
        labels.iter().copied().collect::<Vec<_>>().join("+")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_is_the_harmonic_mean() {
        let counts = Verdicts { hit: 6, extra: 2, missed: 4 };
        let (p, r) = (counts.precision(), counts.recall());
        assert!((counts.f1() - 2.0 * p * r / (p + r)).abs() < 1e-12);
        assert!(Verdicts::default().f1().abs() < 1e-12);
    }

    #[test]
    fn the_mean_is_over_labels_not_over_texts() {
        let labels = [
            ("a", Verdicts { hit: 9, ..Verdicts::default() }),
            ("b", Verdicts { missed: 1, ..Verdicts::default() }),
        ];
        let measure = Measure {
            labels: labels.map(|(name, counts)| (name.to_owned(), counts)).into(),
            ..Measure::default()
        };
        assert!((measure.macro_f1() - 0.5).abs() < 1e-12);
    }
}
