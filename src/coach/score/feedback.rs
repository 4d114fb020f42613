//! What a rep is told after a drill: one strength, one thing to mend, both in their own words.
//! One thing at a time is what a rep can act on; the whole receipt is there for whoever asks.
//! It must not choose the next drill, which depends on the library.

use super::{FaultReceipt, Quote, Receipt, Scorecard};
use crate::coach::drill::Bout;

/// The short feedback.
#[derive(Debug, Clone)]
pub struct Feedback<'s> {
    /// The check that earned most, with words to quote; absent where nothing was earned.
    pub strength: Option<(&'s Receipt, Quote)>,
    /// What cost most; absent where nothing was lost.
    pub fix: Option<Fix<'s>>,
}

/// What to mend first.
#[derive(Debug, Clone)]
pub struct Fix<'s> {
    /// What was missing or wrong.
    pub title: &'s str,
    /// A line to try instead.
    pub better: &'s str,
    /// The rep's words that it is about: the fault itself, else the reply in which the step was skipped.
    pub quote: Option<Quote>,
}

/// Picks the strength and the fix.
pub fn feedback<'s>(bout: &Bout, card: &'s Scorecard) -> Feedback<'s> {
    let strength = card
        .receipts
        .iter()
        .filter(|receipt| receipt.earned().is_some_and(|earned| earned > 0))
        .filter_map(|receipt| receipt.quotes.first().map(|quote| (receipt, quote.clone())))
        // The first of equals, since steps come in the method's order.
        .rev()
        .max_by_key(|(receipt, _)| receipt.earned());
    let fault = card.faults.iter().rev().max_by_key(|fault| fault.cost);
    let loss =
        card.receipts.iter().rev().max_by_key(|receipt| lost(receipt)).filter(|receipt| lost(receipt) > 0);
    let whole = card.rated.max(1);
    let fix = match (fault, loss) {
        // Lost points of a check count for as much of the hundred as their share of what was rated.
        (Some(fault), Some(receipt)) if fault.cost * whole / 100 < lost(receipt) => {
            Some(missing(bout, receipt))
        }
        (Some(fault), _) => Some(wrong(fault)),
        (None, Some(receipt)) => Some(missing(bout, receipt)),
        (None, None) => None,
    };
    Feedback { strength, fix }
}

fn lost(receipt: &Receipt) -> u32 {
    receipt.rated() - receipt.earned().unwrap_or(0)
}

fn wrong(fault: &FaultReceipt) -> Fix<'_> {
    Fix { title: &fault.title, better: &fault.better, quote: fault.quotes.first().cloned() }
}

fn missing<'s>(bout: &Bout, receipt: &'s Receipt) -> Fix<'s> {
    // Words that were not the rep's own are nothing to learn from.
    let own = |turn: usize| bout.turns.get(turn - 1).filter(|t| t.heard.verdict.trick.is_none());
    let whole = |turn: usize| own(turn).map(|t| Quote { turn, span: 0..t.said.len() });
    let skipped_at = receipt.quotes.first().cloned().or_else(|| {
        let step = bout.plan.method.steps.iter().position(|step| step.id == receipt.step).unwrap_or(0);
        // A step that never came belongs about where its place in the order is.
        let steps = bout.plan.method.steps.len().max(1);
        whole((step * bout.turns.len() / steps + 1).min(bout.turns.len().max(1)))
    });
    Fix { title: &receipt.title, better: &receipt.better, quote: skipped_at }
}
