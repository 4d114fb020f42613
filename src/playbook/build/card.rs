//! Reference cards out of their tables.

use crate::coach::card::{Card, Heading, Section};
use crate::playbook::read::Node;

pub(in crate::playbook) fn cards(node: Node<'_>) -> Vec<Card> {
    node.tables("cards").into_iter().filter_map(card).collect()
}

fn card(node: Node<'_>) -> Option<Card> {
    let section = |node: Node<'_>| -> Option<Section> {
        Some(Section {
            heading: Some(Heading::Words(node.text("title")?)),
            lines: node.texts("lines"),
            bad: Vec::new(),
        })
    };
    Some(Card {
        id: node.id("id")?,
        title: node.text("title")?,
        aliases: node.texts("aliases"),
        body: node.text("body")?,
        sections: node.tables("sections").into_iter().filter_map(section).collect(),
        source: node.id("source")?,
        grade: node.grade("grade"),
        heading_only: node.flag("heading-only").unwrap_or(false),
        place: node.place(),
    })
}
