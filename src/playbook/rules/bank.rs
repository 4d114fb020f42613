//! Rules of banks: entries that can be found, bad lines with a reason, proof with a source, sums that hold.

use super::report;
use super::sum::{self, Wrong};
use crate::playbook::problem::Problem;
use crate::playbook::read::Node;

/// The label of a line that proves something.
const EVIDENCE: &str = "evidence";

/// Rules of one bank.
pub(super) fn bank(node: Node<'_>, problems: &mut Vec<Problem>) {
    let by_industry = node.text("page").is_some_and(|page| page == "industry");
    for entry in node.tables("entries") {
        let needed = if by_industry { "industry" } else { "title" };
        if entry.text(needed).is_none() {
            let what = format!("an entry that is looked up by its {needed} has none");
            problems.push(report(
                entry,
                "id",
                "found-by",
                what,
                &format!("add `{needed}`, or change `page`"),
            ));
        }
        bad_has_a_reason(entry, problems);
        entry.tables("says").into_iter().for_each(|says| bad_has_a_reason(says, problems));
        proof_has_a_source(entry, problems);
        sums_hold(entry, problems);
    }
}

fn bad_has_a_reason(node: Node<'_>, problems: &mut Vec<Problem>) {
    if node.text("bad").is_some() && node.text("why").is_none() {
        let what = "a bad line without a reason teaches nothing".to_owned();
        problems.push(report(node, "bad", "bad-without-why", what, "add `why`"));
    }
}

fn proof_has_a_source(entry: Node<'_>, problems: &mut Vec<Problem>) {
    let proves = |says: &Node<'_>| says.label("label").is_some_and(|label| label.name() == EVIDENCE);
    let proof = entry.tables("says").into_iter().find(proves);
    if let Some(says) = proof.filter(|_| entry.table("evidence").is_none()) {
        let what = "a line of evidence has no source".to_owned();
        let help =
            "add `evidence = { source = …, may-say = … }`: who says so, and what a customer may be told";
        problems.push(report(says, "label", "evidence-source", what, help));
    }
}

fn sums_hold(entry: Node<'_>, problems: &mut Vec<Problem>) {
    for sum in entry.texts("sums") {
        let what = match sum::holds(&sum) {
            Ok(()) => continue,
            Err(Wrong::Unreadable) => format!("`{sum}` is no sum that can be worked out"),
            Err(Wrong::Comes(to)) => format!("`{sum}` comes to {to}"),
        };
        let help = "write numbers, × ÷ + − ( ) and one = or more; each side must come to the same";
        problems.push(report(entry, "sums", "sum", what, help));
    }
}
