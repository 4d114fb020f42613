//! Banks out of their tables.

use crate::coach::bank::{Bad, Bank, Entry, Saying};
use crate::coach::ids::Id;
use crate::playbook::read::Node;

pub(in crate::playbook) fn bank(node: Node<'_>) -> Option<Bank> {
    let source = node.id("source")?;
    Some(Bank {
        id: node.id("id")?,
        title: node.text("title")?,
        method: node.id("method"),
        grade: node.grade("grade")?,
        by_industry: node.text("page")? == "industry",
        entries: node.tables("entries").into_iter().filter_map(|node| entry(node, &source)).collect(),
        place: node.place(),
        source,
    })
}

fn entry(node: Node<'_>, source: &Id) -> Option<Entry> {
    let evidence = node.table("evidence");
    let proof = |key: &str| evidence.and_then(|evidence| evidence.text(key));
    Some(Entry {
        id: node.id("id")?,
        title: node.text("title"),
        aliases: node.texts("aliases"),
        industry: node.text("industry"),
        label: node.label("label"),
        source: node.id("source").unwrap_or_else(|| source.clone()),
        situation: node.text("situation"),
        customer: node.texts("customer"),
        behind: node.text("behind"),
        says: node.tables("says").into_iter().map(saying).collect(),
        bad: bad(node),
        sums: node.texts("sums"),
        evidence: [proof("source"), proof("may-say")].into_iter().flatten().collect(),
        note: node.text("note"),
        place: node.place(),
    })
}

fn saying(node: Node<'_>) -> Saying {
    Saying { label: node.label("label"), title: node.text("title"), good: node.texts("good"), bad: bad(node) }
}

fn bad(node: Node<'_>) -> Option<Bad> {
    Some(Bad { line: node.text("bad")?, why: node.text("why")? })
}
