//! Cadences out of their tables.

use chrono::NaiveTime;

use crate::coach::cadence::{Cadence, TouchPlan, When};
use crate::playbook::read::Node;

pub(in crate::playbook) fn cadence(node: Node<'_>) -> Option<Cadence> {
    Some(Cadence {
        id: node.id("id")?,
        title: node.text("title")?,
        at: NaiveTime::parse_from_str(&node.text("at")?, "%H:%M").ok()?,
        touches: node.tables("touches").into_iter().filter_map(touch).collect(),
        place: node.place(),
    })
}

fn touch(node: Node<'_>) -> Option<TouchPlan> {
    let when = match node.numbered_choice("when")? {
        ("day", days) => When::Day(days),
        ("every-months", months) => When::EveryMonths(months),
        _ => return None,
    };
    Some(TouchPlan {
        id: node.id("id")?,
        when,
        title: node.text("title")?,
        purpose: node.text("purpose")?,
        checklist: node.texts("checklist"),
        draft: node.text("draft")?,
    })
}
