//! Methods and checks out of their tables.

use crate::coach::ids::Id;
use crate::coach::method::{Check, Fault, Method, Rule, Step, Variant};
use crate::playbook::build::scenario::need_kind;
use crate::playbook::read::Node;

pub(in crate::playbook) fn method(node: Node<'_>) -> Option<Method> {
    Some(Method {
        id: node.id("id")?,
        title: node.text("title")?,
        summary: node.text("summary")?,
        source: node.id("source")?,
        grade: node.grade("grade")?,
        pass: node.number("pass")?,
        steps: node.tables("steps").into_iter().filter_map(step).collect(),
        checks: node.tables("checks").into_iter().filter_map(check).collect(),
        faults: node.tables("faults").into_iter().filter_map(fault).collect(),
        variants: node.tables("variants").into_iter().filter_map(variant).collect(),
        place: node.place(),
    })
}

fn step(node: Node<'_>) -> Option<Step> {
    Some(Step {
        id: node.id("id")?,
        letter: node.text("letter")?,
        name: node.text("name")?,
        intent: node.text("intent")?,
        hint: node.text("hint")?,
        labels: node.labels("labels"),
    })
}

pub(super) fn check(node: Node<'_>) -> Option<Check> {
    Some(Check {
        id: node.id("id")?,
        step: node.id("step")?,
        weight: node.number("weight")?,
        title: node.text("title")?,
        better: node.text("better")?,
        rule: rule(node)?,
        place: node.place(),
    })
}

fn rule(node: Node<'_>) -> Option<Rule> {
    let (kind, node) = node.choice("rule")?;
    let at_least = || node.number("at-least");
    Some(match kind {
        "did" => Rule::Did {
            any: node.labels("any"),
            times: node.number("times").unwrap_or(1),
            within: node.ids("in"),
        },
        "avoid" => Rule::Avoid {
            any: node.labels("any"),
            within: node.ids("in"),
            until_opened: node.number("until-opened"),
        },
        "answers" => Rule::Answers { any: node.labels("any"), at_least: at_least()? },
        "recalls" => Rule::Recalls { at_least: at_least()? },
        "order" => Rule::Order { first: node.label("first")?, then: node.label("then")? },
        "names" => Rule::Names { at_least: at_least()? },
        "mentions" => Rule::Mentions {
            any: node.patterns("any"),
            at_least: at_least().unwrap_or(1),
            within: node.ids("in"),
        },
        "length" => Rule::Length { most: node.number("most")? },
        "opened" => {
            Rule::Opened { at_least: at_least()?, kind: node.text("kind").map(|kind| need_kind(&kind)) }
        }
        "reached" => Rule::Reached { any: node.ids("any") },
        "numbers-known" => Rule::NumbersKnown,
        "exact" => Rule::Exact { text: node.text("text")? },
        "talk-share" => Rule::TalkShare { most: node.number("most")? },
        _ => return None,
    })
}

fn fault(node: Node<'_>) -> Option<Fault> {
    Some(Fault {
        id: node.id("id")?,
        label: node.label("label")?,
        cost: node.number("cost")?,
        most: node.number("most")?,
        title: node.text("title")?,
        better: node.text("better")?,
        everywhere: node.flag("everywhere").unwrap_or(false),
        place: node.place(),
    })
}

fn variant(node: Node<'_>) -> Option<Variant> {
    let letter = |node: Node<'_>| -> Option<(String, Id)> { Some((node.text("letter")?, node.id("step")?)) };
    Some(Variant {
        id: node.id("id")?,
        title: node.text("title")?,
        letters: node.tables("letters").into_iter().filter_map(letter).collect(),
    })
}
