//! Uploads: files that one server puts into a playbook that is loaded already, held against the same format and rules.
//! What a file defines is added or takes the place of what has its id; nothing is taken away. All else, above all what
//! was learnt, is the playbook's own and shared with it.
//! It must not know where files come from or who brought them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::build;
use super::ids::Ids;
use super::library::Playbook;
use super::load::{Checked, by_id, check};
use super::problem::{Problem, SourceFile, sorted};
use super::read::Node;
use super::rules;
use super::shape::Space;
use crate::coach::card::Card;
use crate::coach::ids::Id;
use crate::coach::method::Method;
use crate::coach::scenario::{Part, Scenario};
use crate::reply::{Phrase, phrase};

/// A kind of file that a server may upload.
#[derive(Debug)]
pub struct UploadKind {
    /// What one of them is called.
    pub word: &'static str,
    /// The folder that holds them.
    pub folder: &'static str,
    /// What people call it.
    pub name: Phrase,
}

const fn kind(word: &'static str, folder: &'static str, name: Phrase) -> UploadKind {
    UploadKind { word, folder, name }
}

/// Every kind that may be uploaded: all but the manifest, which is the playbook itself, the synthetic reps, by which it is
/// tested, and recognisers. To learn from
/// them takes long, and one bad example is felt in every drill; a server corrects sentences one by one, each tried on
/// the playbooks' tests (`/review`).
pub const UPLOADS: [UploadKind; 8] = [
    kind("scenario", "scenarios", phrase::KIND_SCENARIO),
    kind("quiz", "quizzes", phrase::KIND_QUIZ),
    kind("cards", "cards", phrase::KIND_CARDS),
    kind("cadence", "cadences", phrase::KIND_CADENCE),
    kind("persona", "personas", phrase::KIND_PERSONA),
    kind("survey", "surveys", phrase::KIND_SURVEY),
    kind("method", "methods", phrase::KIND_METHOD),
    kind("bank", "banks", phrase::KIND_BANK),
];

/// A playbook with files put in, each under `…/folder/id.toml`, and everything that is wrong with them.
pub fn put_in(base: &Playbook, files: &[SourceFile]) -> (Playbook, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut ids = around(base);
    let mut checked = Vec::new();
    for file in files {
        if let Some(one) = check(root_of(&file.path), file, &mut ids, &mut problems) {
            rules::file(&one, &mut problems);
            checked.push(one);
        }
    }
    ids.dangling(&mut problems);
    let playbook = built(base, &checked);
    for one in &checked {
        match one.kind.folder {
            "scenarios" => rules::scenario(one.node(), &playbook, &mut problems),
            "quizzes" => rules::forms(one.node(), &playbook, &mut problems),
            "methods" => steps_stay(one.node(), base, &playbook, &mut problems),
            _ => {}
        }
    }
    (playbook, sorted(problems))
}

/// [`put_in`] for files that were in order once: those that are not any more, because the playbook around them has
/// changed, are left out. Their problems come back.
pub fn put_in_what_fits(base: &Playbook, files: &[SourceFile]) -> (Playbook, Vec<Problem>) {
    let mut files = files.to_vec();
    let mut all = Vec::new();
    loop {
        let (playbook, problems) = put_in(base, &files);
        let before = files.len();
        files.retain(|file| !problems.iter().any(|problem| problem.file.path == file.path));
        all.extend(problems);
        // What refers to a file that was left out has a problem in the next round.
        if files.len() == before {
            return (playbook, sorted(all));
        }
    }
}

/// What stands before the folder and the name.
fn root_of(path: &str) -> &str {
    let name = path.rfind('/').unwrap_or(0);
    let folder = path.get(..name).and_then(|path| path.rfind('/')).map_or(0, |at| at + 1);
    path.get(..folder).unwrap_or_default()
}

/// The ids of the playbook, to which files may refer.
fn around(base: &Playbook) -> Ids {
    let mut ids = Ids::default();
    let mut known = |space, name: &str| ids.around(space, name);
    base.sources.keys().for_each(|id| known(Space::Source, id.as_str()));
    base.methods.keys().for_each(|id| known(Space::Method, id.as_str()));
    base.scenarios.keys().for_each(|id| known(Space::Scenario, id.as_str()));
    base.quizzes.keys().for_each(|id| known(Space::Quiz, id.as_str()));
    base.surveys.keys().for_each(|id| known(Space::Survey, id.as_str()));
    base.cadences.keys().for_each(|id| known(Space::Cadence, id.as_str()));
    base.cards.iter().for_each(|card| known(Space::Card, card.id.as_str()));
    base.banks.keys().for_each(|id| known(Space::Bank, id.as_str()));
    base.parts.keys().for_each(|id| known(Space::Part, id.as_str()));
    base.label_names.keys().for_each(|label| known(Space::Label, label));
    ids
}

fn built(base: &Playbook, checked: &[Checked<'_>]) -> Playbook {
    let of =
        |folder: &'static str| checked.iter().filter(move |c| c.kind.folder == folder).map(Checked::node);
    let new_parts: BTreeMap<Id, Part> =
        of("personas").flat_map(build::parts).map(|part| (part.id.clone(), part)).collect();
    let parts = if new_parts.is_empty() {
        Arc::clone(&base.parts)
    } else {
        let mut parts = (*base.parts).clone();
        parts.extend(new_parts.clone());
        Arc::new(parts)
    };
    let own = by_id(of("scenarios").filter_map(|node| build::scenario(node, &parts)), |s| &s.id);
    let banks = by_id(of("banks").filter_map(build::bank), |b| &b.id);
    let looked_up: Vec<Card> = banks.values().flat_map(|bank| bank.cards()).collect();
    let others = base.scenarios.iter();
    let others = others.map(|(id, scenario)| (id.clone(), with_parts(scenario, &new_parts))).collect();
    Playbook {
        id: base.id.clone(),
        title: base.title.clone(),
        language: base.language.clone(),
        version: base.version.clone(),
        sources: Arc::clone(&base.sources),
        methods: over(&base.methods, by_id(of("methods").filter_map(build::method), |m| &m.id)),
        scenarios: over(&others, own),
        quizzes: over(&base.quizzes, by_id(of("quizzes").filter_map(build::quiz), |q| &q.id)),
        surveys: over(&base.surveys, by_id(of("surveys").filter_map(build::survey), |s| &s.id)),
        cards: cards(base, of("cards").flat_map(build::cards).chain(looked_up)),
        banks: over(&base.banks, banks),
        synthetic: base.synthetic.clone(),
        cadences: over(&base.cadences, by_id(of("cadences").filter_map(build::cadence), |c| &c.id)),
        label_names: Arc::clone(&base.label_names),
        examples: base.examples,
        tests: Arc::clone(&base.tests),
        parts,
        recognition: Arc::clone(&base.recognition),
    }
}

/// What is there with what is new, which takes the place of its like.
fn over<T>(base: &BTreeMap<Id, Arc<T>>, new: BTreeMap<Id, Arc<T>>) -> BTreeMap<Id, Arc<T>> {
    let mut all = base.clone();
    all.extend(new);
    all
}

/// Cards keep their order: one that is replaced stays where it was.
fn cards(base: &Playbook, new: impl Iterator<Item = Card>) -> Vec<Arc<Card>> {
    let mut all = base.cards.clone();
    for card in new.map(Arc::new) {
        match all.iter_mut().find(|other| other.id == card.id) {
            Some(place) => *place = card,
            None => all.push(card),
        }
    }
    all
}

/// A buyer is built with the parts of their person; where one is replaced, so is the buyer's.
fn with_parts(scenario: &Arc<Scenario>, new: &BTreeMap<Id, Part>) -> Arc<Scenario> {
    if !scenario.buyer.parts.iter().any(|part| new.contains_key(&part.id)) {
        return Arc::clone(scenario);
    }
    let mut scenario = (**scenario).clone();
    for part in &mut scenario.buyer.parts {
        if let Some(new) = new.get(&part.id) {
            *part = new.clone();
        }
    }
    Arc::new(scenario)
}

/// A method that replaces another keeps the steps that the playbook's scenarios name.
fn steps_stay(node: Node<'_>, base: &Playbook, playbook: &Playbook, problems: &mut Vec<Problem>) {
    let Some(method) = node.id("id").and_then(|id| playbook.methods.get(&id)) else { return };
    let untouched = |scenario: &&Arc<Scenario>| {
        scenario.method == method.id
            && base.scenarios.get(&scenario.id).is_some_and(|old| old.place == scenario.place)
    };
    for scenario in playbook.scenarios.values().filter(untouched) {
        for step in steps_named(scenario).filter(|step| method.step(step).is_none()) {
            problems.push(lost(node, method, scenario, step));
        }
    }
}

fn steps_named(scenario: &Scenario) -> impl Iterator<Item = &Id> {
    let named = scenario.states.iter().filter_map(|state| state.expects.as_ref());
    named.chain(scenario.checks.iter().map(|check| &check.step)).collect::<BTreeSet<_>>().into_iter()
}

fn lost(node: Node<'_>, method: &Method, scenario: &Scenario, step: &Id) -> Problem {
    Problem {
        file: node.file.clone(),
        span: node.span("steps"),
        rule: "step",
        what: format!(
            "the scenario `{}` names the step `{step}`, which `{}` no longer has",
            scenario.id, method.id
        ),
        help: "keep the step, or upload the method under another id".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::format::FILES;

    #[test]
    fn every_kind_of_file_may_be_uploaded_or_is_left_out_on_purpose() {
        let uploaded: BTreeSet<&str> = UPLOADS.iter().map(|kind| kind.folder).collect();
        let all: BTreeSet<&str> = FILES.iter().map(|kind| kind.folder).collect();
        let left_out: Vec<&str> = all.difference(&uploaded).copied().collect();
        assert_eq!(
            left_out,
            ["", "calendars", "recognisers", "synthetic"],
            "add the new kind to UPLOADS and to `built`"
        );
        assert!(uploaded.is_subset(&all));
    }

    #[test]
    fn the_root_is_what_stands_before_folder_and_name() {
        assert_eq!(root_of("uploads/v2/cards/a.toml"), "uploads/v2/");
        assert_eq!(root_of("cards/a.toml"), "");
        assert_eq!(root_of("a.toml"), "");
    }
}
