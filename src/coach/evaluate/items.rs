//! Item analysis: whether the items of a test tell those who know from those who do not, and whether the test
//! hangs together. It says which item to look at again; whether an item is bad, the trainer decides. Only
//! complete rows count, so that every figure rests on the same people.
//! It must not tell one person's answers, nor call an easy item of a mastery test a fault.

use std::collections::{BTreeMap, BTreeSet};

use super::moments::{correlation, mean, population_variance};
use super::reaction::FEWEST_ANSWERS;
use super::{Figure, Withheld, enough};

/// Below this many examinees neither a correlation nor a reliability is given: one person would turn it
/// round. It is a convention of this project; text books ask for thirty and more (field notes 3.5).
pub const FEWEST_EXAMINEES: usize = 10;
/// Below this many examinees a correlation or reliability is to be read with caution (field notes 3.5).
pub const STEADY_EXAMINEES: usize = 100;
/// A reliability acceptable for a class test (field notes 3.5).
pub const ACCEPTABLE_RELIABILITY: f64 = 0.60;

/// One person's answer to one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The id of the option chosen.
    pub chosen: String,
    /// Whether it was right.
    pub right: bool,
}

/// One person's answers by the item's id; an item not answered is not in it.
pub type Sheet = BTreeMap<String, Answer>;

/// An item of the test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The item's id.
    pub id: String,
    /// The ids of its options, the key among them; empty if it is not answered by a choice.
    pub options: Vec<String>,
}

/// What is worth a look at an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// Those who know the rest get it wrong (correlation below 0): the key may be wrong.
    CheckKey,
    /// It hardly tells who knows (correlation below 0.2).
    Poor,
    /// It tells who knows fairly well (correlation from 0.2, below 0.4).
    Fair,
    /// It tells who knows well (correlation from 0.4).
    Good,
    /// Fewer than a fifth got it right.
    Hard,
    /// More than four fifths got it right, which a mastery test may want.
    Easy,
    /// Nobody chose this option, so it distracts nobody and is to be rewritten.
    NeverChosen(String),
}

/// The figures of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemFigures {
    /// The item's id.
    pub id: String,
    /// The share that got it right, 0 to 1; withheld below five examinees.
    pub difficulty: Figure,
    /// The correlation of right or wrong with the score on all other items (corrected point-biserial), −1
    /// to 1; withheld below [`FEWEST_EXAMINEES`].
    pub item_rest: Figure,
    /// How often each option was chosen, in the order declared; withheld below five examinees.
    pub options: Result<Vec<(String, usize)>, Withheld>,
    /// What is worth a look, in the order of [`Note`].
    pub notes: BTreeSet<Note>,
}

/// How well a test hangs together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// KR-20, at most 1; it may be negative.
    pub kr20: f64,
    /// The population variance of the scores, divisor n, on which it rests.
    pub score_variance: f64,
    /// How many items.
    pub items: usize,
}

/// The analysis of a test.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemAnalysis {
    /// How many answered every item that was answered at all; all figures rest on them.
    pub examinees: usize,
    /// How many left out at least one of these items.
    pub incomplete: usize,
    /// The items nobody answered, left out of everything.
    pub unanswered: Vec<String>,
    /// The figures of the other items, in the order given.
    pub items: Vec<ItemFigures>,
    /// KR-20 of the test, or why it is not given.
    pub reliability: Result<Reliability, Withheld>,
    /// Whether correlations and reliability are to be read with caution (below [`STEADY_EXAMINEES`]).
    pub caution: bool,
}

/// Analyses a test. `sheets` holds one sheet a person; answers to items not listed are left aside.
pub fn analyse_items(items: &[Item], sheets: &[Sheet]) -> ItemAnalysis {
    let answered = |item: &&Item| sheets.iter().any(|sheet| sheet.contains_key(&item.id));
    let (used, unused): (Vec<&Item>, Vec<&Item>) = items.iter().partition(answered);
    let complete = |sheet: &&Sheet| !used.is_empty() && used.iter().all(|item| sheet.contains_key(&item.id));
    let rows: Vec<&Sheet> = sheets.iter().filter(complete).collect();
    let columns: Vec<Column> = used.iter().map(|item| Column::of(item, &rows)).collect();
    let scores = scores(&columns, rows.len());
    ItemAnalysis {
        examinees: rows.len(),
        incomplete: sheets.len() - rows.len(),
        unanswered: unused.iter().map(|item| item.id.clone()).collect(),
        items: columns.iter().map(|column| column.figures(&scores)).collect(),
        reliability: reliability(&columns, &scores),
        caution: rows.len() < STEADY_EXAMINEES,
    }
}

/// The answers to one item, in the order of the rows.
struct Column<'a> {
    item: &'a Item,
    chosen: Vec<&'a str>,
    /// 1 for right, 0 for wrong.
    marks: Vec<f64>,
}

impl<'a> Column<'a> {
    fn of(item: &'a Item, rows: &[&'a Sheet]) -> Self {
        let answers = || rows.iter().filter_map(|row| row.get(&item.id));
        Self {
            item,
            chosen: answers().map(|answer| answer.chosen.as_str()).collect(),
            marks: answers().map(|answer| f64::from(u8::from(answer.right))).collect(),
        }
    }

    fn figures(&self, scores: &[f64]) -> ItemFigures {
        let shown = enough(scores.len(), FEWEST_ANSWERS);
        let difficulty = shown.and_then(|()| mean(&self.marks).ok_or(Withheld::NoPairs));
        let item_rest = enough(scores.len(), FEWEST_EXAMINEES).and_then(|()| self.item_rest(scores));
        let options = shown.map(|()| self.options());
        let mut notes: BTreeSet<Note> = item_rest.iter().map(|r| discrimination(*r)).collect();
        notes.extend(difficulty.iter().filter_map(|p| outlier(*p)));
        if scores.len() >= FEWEST_EXAMINEES {
            let never = options.iter().flatten().filter(|(_, count)| *count == 0);
            notes.extend(never.map(|(option, _)| Note::NeverChosen(option.clone())));
        }
        ItemFigures { id: self.item.id.clone(), difficulty, item_rest, options, notes }
    }

    /// The correlation of the item with the score less the item.
    fn item_rest(&self, scores: &[f64]) -> Figure {
        let rest: Vec<f64> = scores.iter().zip(&self.marks).map(|(score, mark)| score - mark).collect();
        correlation(&self.marks, &rest).ok_or(Withheld::NoSpread)
    }

    fn options(&self) -> Vec<(String, usize)> {
        let count = |option: &String| self.chosen.iter().filter(|chosen| **chosen == option).count();
        self.item.options.iter().map(|option| (option.clone(), count(option))).collect()
    }
}

/// Every person's number of right items.
fn scores(columns: &[Column], people: usize) -> Vec<f64> {
    let mut scores = vec![0.0; people];
    for column in columns {
        for (score, mark) in scores.iter_mut().zip(&column.marks) {
            *score += mark;
        }
    }
    scores
}

/// The note on a corrected item–rest correlation (bands of field notes 3.5).
fn discrimination(item_rest: f64) -> Note {
    match item_rest {
        r if r < 0.0 => Note::CheckKey,
        r if r < 0.2 => Note::Poor,
        r if r < 0.4 => Note::Fair,
        _ => Note::Good,
    }
}

/// The note on a share of right answers, if it is far out.
fn outlier(difficulty: f64) -> Option<Note> {
    match difficulty {
        p if p < 0.2 => Some(Note::Hard),
        p if p > 0.8 => Some(Note::Easy),
        _ => None,
    }
}

/// Formula 20 of G. Kuder and M. Richardson 1937: k/(k − 1)·(1 − Σpq/σ²), with the population variance
/// (divisor n) in Σpq as in σ². The sample variance in both would give the same; in σ² alone, as in some
/// text books, it gives a higher value.
fn reliability(columns: &[Column], scores: &[f64]) -> Result<Reliability, Withheld> {
    enough(scores.len(), FEWEST_EXAMINEES)?;
    let items = columns.len();
    if items < 2 {
        return Err(Withheld::TooFewItems { n: items, fewest: 2 });
    }
    let score_variance = population_variance(scores).filter(|v| *v > 0.0).ok_or(Withheld::NoSpread)?;
    let within: f64 = columns.iter().filter_map(|column| mean(&column.marks)).map(|p| p * (1.0 - p)).sum();
    let k = items as f64;
    Ok(Reliability { kr20: k / (k - 1.0) * (1.0 - within / score_variance), score_variance, items })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(figure: f64, printed: f64, digits: i32) {
        assert!((figure - printed).abs() <= 0.5 * 10.0_f64.powi(-digits) + 1e-12, "{figure} for {printed}");
    }

    fn items(k: usize) -> Vec<Item> {
        let item = |n: usize| Item {
            id: format!("i{n:02}"),
            options: ["key", "b", "c"].map(str::to_owned).to_vec(),
        };
        (0..k).map(item).collect()
    }

    fn sheet(marks: &str) -> Sheet {
        let answer = |mark: char| match mark {
            '1' => Some(Answer { chosen: "key".to_owned(), right: true }),
            '0' => Some(Answer { chosen: "b".to_owned(), right: false }),
            _ => None,
        };
        marks.chars().enumerate().filter_map(|(n, mark)| Some((format!("i{n:02}"), answer(mark)?))).collect()
    }

    fn analyse(rows: &[&str]) -> ItemAnalysis {
        let sheets: Vec<_> = rows.iter().map(|row| sheet(row)).collect();
        analyse_items(&items(rows.iter().map(|row| row.len()).max().unwrap_or(0)), &sheets)
    }

    /// K. Wuensch, "KR20.txt", East Carolina University, <https://core.ecu.edu/wuenschk/StatHelp/KR20.txt>:
    /// ten students and ten items; he prints every p, every pq and the population variance 5.84 of the
    /// totals. The coefficient he leaves to the reader: 10/9·(1 − 2.18/5.84) = 0.696 by hand.
    #[test]
    fn the_ten_students_of_wuensch_have_his_difficulties_and_variance() {
        let seen = analyse(&[
            "1111110110",
            "1011011101",
            "1111011001",
            "0010001000",
            "0000010010",
            "1110111111",
            "1101110111",
            "1111111101",
            "0101111101",
            "1101101110",
        ]);
        for (item, printed) in seen.items.iter().zip([0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6]) {
            near(item.difficulty.unwrap(), printed, 9);
        }
        let reliability = seen.reliability.unwrap();
        near(reliability.score_variance, 5.84, 9);
        near(reliability.kr20, 10.0 / 9.0 * (1.0 - 2.18 / 5.84), 9);
        near(reliability.kr20, 0.696, 3);
        assert!(seen.caution);
    }

    /// The answers of a thousand examinees to section 6 of the Law School Admission Test, D. Bock and M.
    /// Lieberman, *Psychometrika* 35 (1970) 179–197: how many gave each pattern from 00000, 00001 to 11111.
    const LSAT6: [usize; 32] = [
        3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173,
        11, 61, 28, 298,
    ];

    /// R. Chalmers, R package mirt, `itemstats(expand.table(LSAT6))`,
    /// <https://philchalmers.github.io/mirt/reference/LSAT6.html>: it prints the means, the item–rest
    /// correlations ("total.r_if_rm") and alpha, which for right and wrong is KR-20.
    #[test]
    fn the_law_school_test_has_the_figures_that_mirt_prints() {
        let pattern = |n: usize| format!("{n:05b}");
        let rows: Vec<String> =
            LSAT6.iter().enumerate().flat_map(|(n, count)| vec![pattern(n); *count]).collect();
        let seen = analyse(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(seen.examinees, 1000);
        let printed = [(0.924, 0.113), (0.709, 0.153), (0.553, 0.173), (0.763, 0.144), (0.870, 0.122)];
        for (item, (difficulty, item_rest)) in seen.items.iter().zip(printed) {
            near(item.difficulty.unwrap(), difficulty, 3);
            near(item.item_rest.unwrap(), item_rest, 3);
            assert!(item.notes.contains(&Note::Poor));
        }
        near(seen.reliability.unwrap().kr20, 0.295, 3);
        assert!(!seen.caution);
    }

    #[test]
    fn the_notes_begin_where_the_field_notes_say() {
        let notes = [-0.01, 0.0, 0.19, 0.2, 0.39, 0.4].map(discrimination);
        assert_eq!(notes, [Note::CheckKey, Note::Poor, Note::Poor, Note::Fair, Note::Fair, Note::Good]);
        assert_eq!([0.19, 0.2, 0.8, 0.81].map(outlier), [Some(Note::Hard), None, None, Some(Note::Easy)]);
    }

    #[test]
    fn a_wrong_key_and_an_idle_distractor_are_noted() {
        let seen = analyse(&["1110", "1110", "1110", "1110", "1110", "0001", "0001", "0001", "0001", "0101"]);
        let last = seen.items.last().unwrap();
        assert_eq!(last.item_rest.map(f64::signum), Ok(-1.0));
        assert_eq!(last.notes, BTreeSet::from([Note::CheckKey, Note::NeverChosen("c".to_owned())]));
        let counts = [("key".to_owned(), 5), ("b".to_owned(), 5), ("c".to_owned(), 0)];
        assert_eq!(last.options, Ok(counts.to_vec()));
    }

    #[test]
    fn a_reliability_may_be_negative() {
        let seen = analyse(&["10", "10", "10", "10", "10", "01", "01", "01", "01", "11"]);
        assert!(seen.reliability.unwrap().kr20 < 0.0);
    }

    #[test]
    fn unanswered_items_go_and_incomplete_rows_are_counted() {
        let mut rows = vec!["11-"; 6];
        rows.push("1--");
        let seen = analyse(&rows);
        assert_eq!(
            (seen.examinees, seen.incomplete, seen.unanswered.as_slice()),
            (6, 1, &["i02".to_owned()][..])
        );
        assert_eq!(seen.items.len(), 2);
        assert_eq!(seen.items[0].difficulty, Ok(1.0));
        assert_eq!(seen.items[0].item_rest, Err(Withheld::TooFew { n: 6, fewest: 10 }));
        assert_eq!(seen.items[0].notes, BTreeSet::from([Note::Easy]));
    }

    #[test]
    fn what_cannot_be_reckoned_says_why() {
        assert_eq!(analyse(&["11"; 12]).reliability, Err(Withheld::NoSpread));
        assert_eq!(analyse(&["11"; 12]).items[0].item_rest, Err(Withheld::NoSpread));
        assert_eq!(analyse(&["1"; 12]).reliability, Err(Withheld::TooFewItems { n: 1, fewest: 2 }));
        assert_eq!(analyse(&["10"; 4]).items[0].options, Err(Withheld::TooFew { n: 4, fewest: 5 }));
        let nobody = analyse_items(&items(2), &[]);
        assert_eq!((nobody.examinees, nobody.unanswered.len(), nobody.items.len()), (0, 2, 0));
    }

    proptest! {
        #[test]
        fn figures_stay_in_range_and_the_order_of_people_is_no_matter(
            rows in prop::collection::vec("[01]{4}", 0..40),
        ) {
            let mut rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let before = analyse(&rows);
            rows.reverse();
            let after = analyse(&rows);
            prop_assert_eq!(before.examinees, after.examinees);
            for (one, other) in before.items.iter().zip(&after.items) {
                prop_assert_eq!(one.difficulty, other.difficulty);
                prop_assert!(one.difficulty.iter().all(|p| (0.0..=1.0).contains(p)));
                prop_assert!(one.item_rest.iter().all(|r| (-1.0..=1.0).contains(r)));
                if let (Ok(one), Ok(other)) = (one.item_rest, other.item_rest) {
                    prop_assert!((one - other).abs() < 1e-9);
                }
            }
            if let (Ok(one), Ok(other)) = (before.reliability, after.reliability) {
                prop_assert!(one.kr20 <= 1.0 + 1e-12 && (one.kr20 - other.kr20).abs() < 1e-9);
            }
        }
    }
}
