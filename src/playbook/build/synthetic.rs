//! Synthetic reps out of their tables.

use crate::coach::synthetic::{Must, Says, SyntheticRep};
use crate::playbook::read::Node;

pub(in crate::playbook) fn synthetic(node: Node<'_>) -> Option<SyntheticRep> {
    let (kind, inner) = node.choice("says")?;
    Some(SyntheticRep {
        id: node.id("id")?,
        title: node.text("title")?,
        must: match node.text("must")?.as_str() {
            "pass" => Must::Pass,
            "fail" => Must::Fail,
            _ => Must::Either,
        },
        says: match kind {
            "lines" => Says::Lines(inner.texts("all")),
            "echo" => Says::Echo(inner.texts("frames")),
            "facts" => Says::Facts,
            "keywords" => Says::Keywords,
            "model" => Says::Model,
            _ => return None,
        },
    })
}
