//! Scenarios and persona parts out of their tables; names of states, facts and needs become places in their lists.

use std::collections::BTreeMap;

use super::method::check;
use crate::coach::ids::Id;
use crate::coach::scenario::{
    Buyer, Done, Fact, Kind, MovedBy, Need, NeedKind, Occasion, Outcome, Part, PushBack, Reaction, Scenario,
    State, Transcripts, When,
};
use crate::coach::seed;
use crate::playbook::read::Node;

/// Names of one list, each with its place.
type Places = BTreeMap<String, usize>;

/// What a scenario's tables refer to.
struct Names {
    states: Places,
    facts: Places,
    needs: Places,
}

pub(in crate::playbook) fn scenario(node: Node<'_>, parts: &BTreeMap<Id, Part>) -> Option<Scenario> {
    let names =
        Names { states: places(node, "states"), facts: places(node, "facts"), needs: places(node, "needs") };
    let state = |key: &str| names.states.get(&node.text(key)?).copied();
    let kind = node.text("kind")?;
    let template = node.table("example");
    let scenario = Scenario {
        id: node.id("id")?,
        title: node.text("title")?,
        method: node.id("method")?,
        kind: Kind::NAMES.iter().find(|(name, _)| *name == kind)?.1,
        level: node.number("level")?,
        objection: node.id("objection"),
        industry: node.text("industry")?,
        brief: node.text("brief")?,
        goal: node.text("goal")?,
        max_turns: node.number("max-turns")?,
        buyer: buyer(node.table("buyer")?, parts)?,
        occasion: None,
        facts: node.tables("facts").into_iter().filter_map(fact).collect(),
        needs: node.tables("needs").into_iter().filter_map(|n| need(n, &names)).collect(),
        start: state("start")?,
        gives_up: state("gives-up")?,
        reactions: node.tables("reactions").into_iter().filter_map(|n| reaction(n, &names)).collect(),
        states: node.tables("states").into_iter().filter_map(|n| buyer_state(n, &names)).collect(),
        push_backs: node.tables("push-backs").into_iter().filter_map(push_back).collect(),
        checks: node.tables("checks").into_iter().filter_map(check).collect(),
        transcripts: transcripts(node.table("transcripts")?),
        next: node.id("next"),
        place: node.place(),
        digest: seed::digest(&node.file.text),
    };
    Some(match template.and_then(occasion) {
        Some(occasion) => Scenario { occasion: Some(occasion), ..scenario },
        None => scenario,
    })
}

fn occasion(node: Node<'_>) -> Option<Occasion> {
    Some(Occasion {
        customer: node.text("customer")?,
        touch: node.text("touch")?,
        purpose: node.text("purpose")?,
        note: node.text("note")?,
    })
}

fn push_back(node: Node<'_>) -> Option<PushBack> {
    Some(PushBack {
        id: node.id("id")?,
        say: node.texts("say"),
        eased_by: node.labels("eased-by"),
        why: node.text("why")?,
        place: node.place(),
    })
}

fn places(node: Node<'_>, key: &str) -> Places {
    let entries = node.tables(key).into_iter().enumerate();
    entries.filter_map(|(at, entry)| Some((entry.text("id")?, at))).collect()
}

fn among(wanted: &[String], places: &Places) -> Vec<usize> {
    wanted.iter().filter_map(|name| places.get(name).copied()).collect()
}

fn buyer(node: Node<'_>, parts: &BTreeMap<Id, Part>) -> Option<Buyer> {
    Some(Buyer {
        name: node.text("name")?,
        title: node.text("title")?,
        company: node.text("company")?,
        parts: node.ids("parts").iter().filter_map(|id| parts.get(id).cloned()).collect(),
        trust: node.number("trust")?,
        interest: node.number("interest")?,
        patience: node.number("patience")?,
    })
}

fn fact(node: Node<'_>) -> Option<Fact> {
    Some(Fact { id: node.id("id")?, text: node.text("text")?, says: node.patterns("says") })
}

pub(super) fn need_kind(kind: &str) -> NeedKind {
    match kind {
        "fact" => NeedKind::Fact,
        "implied" => NeedKind::Implied,
        _ => NeedKind::Explicit,
    }
}

fn need(node: Node<'_>, names: &Names) -> Option<Need> {
    Some(Need {
        id: node.id("id")?,
        kind: need_kind(&node.text("kind")?),
        text: node.text("text")?,
        given: node.flag("given").unwrap_or(false),
        after: among(&node.texts("after"), &names.needs),
        meets: node.patterns("meets"),
        about: node.patterns("about"),
        opens_with: node.labels("opens-with"),
        reveal: node.texts("reveal"),
    })
}

fn buyer_state(node: Node<'_>, names: &Names) -> Option<State> {
    let ends = node.text("ends").and_then(|ends| match ends.as_str() {
        "advance" => Some(Outcome::Advance),
        "open" => Some(Outcome::Open),
        "lost" => Some(Outcome::Lost),
        _ => None,
    });
    Some(State {
        id: node.id("id")?,
        speaker: node.text("speaker"),
        say: node.texts("say"),
        expects: node.id("expects"),
        reactions: node.tables("reactions").into_iter().filter_map(|n| reaction(n, names)).collect(),
        otherwise: node.table("otherwise").and_then(|n| reaction(n, names)),
        ends,
    })
}

fn reaction(node: Node<'_>, names: &Names) -> Option<Reaction> {
    Some(Reaction {
        when: node.table("when").map(|n| when(n, names)).unwrap_or_default(),
        say: node.texts("say"),
        go: node.text("go").and_then(|name| names.states.get(&name).copied()),
        opens: among(&node.texts("opens"), &names.needs),
        raises: node.id("raises"),
        trust: node.number("trust").unwrap_or(0),
        interest: node.number("interest").unwrap_or(0),
        patience: node.number("patience").unwrap_or(0),
        why: node.text("why")?,
        place: node.place(),
    })
}

fn when(node: Node<'_>, names: &Names) -> When {
    When {
        did: node.labels("did"),
        any: node.labels("any"),
        not: node.labels("not"),
        before: node.labels("before"),
        never: node.labels("never"),
        done: node.table("done").and_then(done),
        names: among(&node.texts("names"), &names.facts),
        facts: node.number("facts").unwrap_or(0),
        opened: among(&node.texts("opened"), &names.needs),
        finds: node.flag("finds"),
        opened_at_least: node.number("opened-at-least"),
        opened_below: node.number("opened-below"),
        meets: node.number("meets").unwrap_or(0),
        invents: node.flag("invents").unwrap_or(false),
        longer: node.number("longer"),
        questions: node.number("questions").unwrap_or(0),
        mentions: node.patterns("mentions"),
        trust_at_least: node.number("trust-at-least"),
        trust_below: node.number("trust-below"),
        turn_at_least: node.number("turn-at-least"),
    }
}

fn done(node: Node<'_>) -> Option<Done> {
    Some(Done { any: node.labels("any"), times: node.number("times")? })
}

fn transcripts(node: Node<'_>) -> Transcripts {
    Transcripts { model: node.texts("model"), weak: node.texts("weak"), bad: node.texts("bad") }
}

pub(in crate::playbook) fn parts(node: Node<'_>) -> Vec<Part> {
    let Some(axis) = node.id("axis") else {
        return Vec::new();
    };
    let moved = |node: Node<'_>| -> Option<MovedBy> {
        Some(MovedBy { label: node.label("label")?, trust: node.number("trust")?, why: node.text("why")? })
    };
    let part = |node: Node<'_>| -> Option<Part> {
        Some(Part {
            id: node.id("id")?,
            axis: axis.clone(),
            name: node.text("name")?,
            emphasis: node.text("emphasis")?,
            tips: node.texts("tips"),
            manner: node.texts("manner"),
            moved_by: node.tables("moved-by").into_iter().filter_map(moved).collect(),
        })
    };
    node.tables("parts").into_iter().filter_map(part).collect()
}
