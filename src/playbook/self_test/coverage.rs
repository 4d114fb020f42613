//! Nothing in a rubric is idle: each reaction is taken by some talk, each check is earned in one example and missed in
//! another, each fault is found somewhere and not everywhere.

use std::collections::BTreeMap;

use super::{SelfTest, Subject, Talk, problem_at};
use crate::coach::ids::{Id, Place};
use crate::coach::reach::never_taken;
use crate::playbook::problem::{Problem, SourceFile};

impl Subject<'_> {
    /// Reports reactions that no talk takes, however the rep replies.
    pub(super) fn reactions_are_taken(&self, result: &mut SelfTest) {
        for reaction in never_taken(self.plan) {
            let what = "no talk comes to this reaction, however the rep replies".to_owned();
            let help = "widen its condition, let something lead to its state, or remove it";
            result.problems.push(problem_at(&reaction.place, self.files, "never-taken", what, help));
        }
    }
}

/// What became of each check and fault in all talks of a playbook.
#[derive(Debug, Default)]
pub(super) struct Fired(BTreeMap<(Place, Id), Seen>);

#[derive(Debug, Default)]
struct Seen {
    fault: bool,
    fired: bool,
    quiet: bool,
}

impl Fired {
    pub(super) fn add(&mut self, talks: &[Talk]) {
        for (bout, card) in talks {
            for receipt in &card.receipts {
                let seen = self.0.entry((receipt.place.clone(), receipt.check.clone())).or_default();
                seen.fired |= receipt.earned().is_some_and(|earned| earned > 0);
                seen.quiet |= receipt.earned().is_none_or(|earned| earned < receipt.rated());
            }
            for fault in &bout.plan.method.faults {
                let found = card.faults.iter().any(|found| found.fault == fault.id);
                let seen = self.0.entry((fault.place.clone(), fault.id.clone())).or_default();
                (seen.fault, seen.fired, seen.quiet) = (true, seen.fired || found, seen.quiet || !found);
            }
        }
    }

    pub(super) fn join(&mut self, other: Self) {
        for (which, found) in other.0 {
            let seen = self.0.entry(which).or_default();
            seen.fault |= found.fault;
            seen.fired |= found.fired;
            seen.quiet |= found.quiet;
        }
    }

    /// Checks and faults that are always or never found.
    pub(super) fn problems(&self, files: &[SourceFile]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for ((place, id), seen) in &self.0 {
            let what = if seen.fault { "fault" } else { "check" };
            let help = "let a transcript show it and another lack it, or remove it: it tells nobody anything";
            if !seen.fired {
                let what = format!("no example has the {what} `{id}`");
                problems.push(problem_at(place, files, "never-fires", what, help));
            }
            if !seen.quiet {
                let what = format!("every example has the {what} `{id}`");
                problems.push(problem_at(place, files, "never-quiet", what, help));
            }
        }
        problems
    }
}
