//! The score of a drill: every check of the method and the scenario, each with its receipt.
//! score = 100 × points earned ÷ points rated − faults, never below 0. What could not be judged is left out and counted.
//! It must not recognise anything: it reads verdicts.

mod feedback;
mod rules;

use std::ops::Range;

pub use feedback::{Feedback, Fix, feedback};

use super::drill::Bout;
use super::ids::{Id, Place};
use super::method::{Check, Fault, Variant};

/// Words of the rep: which reply, counted from 1, and which bytes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The reply, counted from 1.
    pub turn: usize,
    /// The bytes of it.
    pub span: Range<usize>,
}

impl Quote {
    /// The words themselves.
    pub fn words<'b>(&self, bout: &'b Bout) -> &'b str {
        let turn = self.turn.checked_sub(1).and_then(|at| bout.turns.get(at));
        turn.and_then(|turn| turn.said.get(self.span.clone())).unwrap_or_default()
    }
}

/// Why a check was not rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotRated {
    /// The words were there, but too little evidence to say what they did.
    Unsure,
    /// What the check looks at never came up.
    NeverCameUp,
}

/// What a check was decided to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credit {
    /// `got` parts of `of`, and the words that show it.
    Rated {
        /// Parts fulfilled, at most `of`.
        got: u32,
        /// Parts wanted, at least 1.
        of: u32,
    },
    /// Left out of the score.
    NotRated(NotRated),
}

/// The receipt of one check.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The check's id.
    pub check: Id,
    /// The step that it belongs to.
    pub step: Id,
    /// What it asks.
    pub title: String,
    /// Where it is written.
    pub place: Place,
    /// What it is worth, in points.
    pub weight: u32,
    /// What was decided.
    pub credit: Credit,
    /// The rep's words that it rests on.
    pub quotes: Vec<Quote>,
    /// A line that would have earned it.
    pub better: String,
}

impl Receipt {
    /// Thousandths of a point earned; `None` where it was not rated.
    pub fn earned(&self) -> Option<u32> {
        match self.credit {
            Credit::Rated { got, of } => Some(self.weight * 1000 * got.min(of) / of.max(1)),
            Credit::NotRated(_) => None,
        }
    }

    /// Thousandths of a point that were to be earned; 0 where it was not rated.
    pub fn rated(&self) -> u32 {
        if self.earned().is_some() { self.weight * 1000 } else { 0 }
    }
}

/// The receipt of one sort of fault.
#[derive(Debug, Clone)]
pub struct FaultReceipt {
    /// The fault's id.
    pub fault: Id,
    /// What it is.
    pub title: String,
    /// Where it is written.
    pub place: Place,
    /// Points of the hundred that it cost.
    pub cost: u32,
    /// The words, each time.
    pub quotes: Vec<Quote>,
    /// What to say instead.
    pub better: String,
}

/// The score with all its receipts.
#[derive(Debug, Clone)]
pub struct Scorecard {
    /// 0 to 100; `None` where nothing could be rated.
    pub score: Option<u32>,
    /// Thousandths of a point earned.
    pub earned: u32,
    /// Thousandths of a point that could be rated.
    pub rated: u32,
    /// Thousandths of a point that all checks are worth.
    pub whole: u32,
    /// 100 × earned ÷ rated, rounded half up, before faults; `None` where nothing could be rated.
    pub base: Option<u32>,
    /// Points of the hundred lost by faults.
    pub faults_cost: u32,
    /// One for each check, in the method's order.
    pub receipts: Vec<Receipt>,
    /// One for each sort of fault that was made.
    pub faults: Vec<FaultReceipt>,
    /// Whether it reaches the method's pass mark.
    pub passed: bool,
}

impl Scorecard {
    /// How much of the checks' weight could be rated, in percent, rounded down.
    pub fn coverage(&self) -> u32 {
        (self.rated * 100).checked_div(self.whole).unwrap_or(0)
    }
}

/// Where a score stands, in thousandths of a point: what a search over imagined replies looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// The score now, 0 to 100.
    pub score: u32,
    /// The score if everything that is not lost yet is still done.
    pub at_best: u32,
}

/// Where a score stands, without its receipts.
pub fn standing(bout: &Bout) -> Standing {
    let plan = &bout.plan;
    let (mut now, mut best) = ((0, 0), (0, 0));
    let add = |sum: &mut (u32, u32), weight: u32, credit: &Credit| {
        if let Credit::Rated { got, of } = *credit {
            sum.0 += weight * 1000 * got.min(of) / of.max(1);
            sum.1 += weight * 1000;
        }
    };
    for check in plan.checks() {
        let (credit, _) = rules::decide(&check.rule, bout);
        add(&mut now, check.weight, &credit);
        add(&mut best, check.weight, &rules::at_best(&check.rule, &credit, bout));
    }
    let faults: u32 =
        plan.method.faults.iter().filter_map(|fault| fault_receipt(fault, bout)).map(|f| f.cost).sum();
    let whole = |(earned, rated): (u32, u32)| percent(earned, rated).unwrap_or(0).saturating_sub(faults);
    Standing { score: whole(now), at_best: whole(best) }
}

/// 100 × earned ÷ rated, rounded half up.
pub(super) fn percent(earned: u32, rated: u32) -> Option<u32> {
    (earned * 100 + rated / 2).checked_div(rated)
}

/// Scores a drill, finished or not, from its verdicts.
pub fn score(bout: &Bout) -> Scorecard {
    score_of(bout, |_| true)
}

/// The same, of those checks only whose step another lettering of the method has.
pub fn score_as(bout: &Bout, variant: &Variant) -> Scorecard {
    score_of(bout, |check| variant.letters.iter().any(|(_, step)| *step == check.step))
}

fn score_of(bout: &Bout, counts: impl Fn(&Check) -> bool) -> Scorecard {
    let plan = &bout.plan;
    let checks = plan.checks().filter(|check| counts(check));
    let receipts: Vec<Receipt> = checks.map(|check| receipt(check, bout)).collect();
    let faults: Vec<FaultReceipt> =
        plan.method.faults.iter().filter_map(|fault| fault_receipt(fault, bout)).collect();
    let earned: u32 = receipts.iter().filter_map(Receipt::earned).sum();
    let rated: u32 = receipts.iter().map(Receipt::rated).sum();
    let whole: u32 = receipts.iter().map(|r| r.weight * 1000).sum();
    let faults_cost: u32 = faults.iter().map(|fault| fault.cost).sum();
    // A talk without a single reply shows nothing that could be rated.
    let base = percent(earned, rated).filter(|_| !bout.turns.is_empty());
    let score = base.map(|base| base.saturating_sub(faults_cost));
    let passed = score.is_some_and(|score| score >= plan.method.pass);
    Scorecard { score, earned, rated, whole, base, faults_cost, receipts, faults, passed }
}

fn receipt(check: &Check, bout: &Bout) -> Receipt {
    let (credit, quotes) = rules::decide(&check.rule, bout);
    Receipt {
        check: check.id.clone(),
        step: check.step.clone(),
        title: check.title.clone(),
        place: check.place.clone(),
        weight: check.weight,
        credit,
        quotes,
        better: check.better.clone(),
    }
}

fn fault_receipt(fault: &Fault, bout: &Bout) -> Option<FaultReceipt> {
    let quotes = rules::quotes_of(bout, &fault.label);
    let times = u32::try_from(quotes.len()).unwrap_or(u32::MAX);
    (times > 0).then(|| FaultReceipt {
        fault: fault.id.clone(),
        title: fault.title.clone(),
        place: fault.place.clone(),
        cost: fault.cost.saturating_mul(times).min(fault.most),
        quotes,
        better: fault.better.clone(),
    })
}
