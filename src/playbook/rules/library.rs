//! Rules of the whole library: a playbook says the same in every language.

use std::collections::{BTreeMap, BTreeSet};

use crate::coach::ids::Id;
use crate::coach::quiz::Item;
use crate::playbook::library::{Library, Playbook};
use crate::playbook::problem::{Problem, SourceFile};

/// Rules of the whole library: a playbook says the same in every language.
pub(in crate::playbook) fn library(library: &Library, files: &[SourceFile], problems: &mut Vec<Problem>) {
    // A file with other problems is not in the library; it would only be reported once more.
    if !problems.is_empty() {
        return;
    }
    let mut families: BTreeMap<&str, Vec<&Playbook>> = BTreeMap::new();
    for playbook in &library.playbooks {
        families.entry(playbook.id.as_str()).or_default().push(playbook);
    }
    for family in families.values() {
        let all: BTreeSet<String> = family.iter().flat_map(|playbook| inventory(playbook)).collect();
        for playbook in family {
            let own = inventory(playbook);
            let missing: Vec<&str> = all.difference(&own).map(String::as_str).collect();
            if !missing.is_empty() {
                problems.push(translation_missing(playbook, &missing, files));
            }
        }
    }
}

fn translation_missing(playbook: &Playbook, missing: &[&str], files: &[SourceFile]) -> Problem {
    let language = format!("language = \"{}\"", playbook.language);
    let manifest = files
        .iter()
        .find(|f| f.path.ends_with(crate::playbook::format::MANIFEST) && f.text.contains(&language));
    let file = manifest.or(files.first()).cloned().unwrap_or(SourceFile { path: "".into(), text: "".into() });
    let start = file.text.find(&language).unwrap_or(0);
    Problem {
        span: start..(start + language.len()).min(file.text.len()),
        file,
        rule: "translation",
        what: format!("in {} this is missing: {}", playbook.language, missing.join(", ")),
        help: "translate it, so that every language holds the same".to_owned(),
    }
}

/// Everything that must be there in every language, with what must be equal about it.
fn inventory(playbook: &Playbook) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for method in playbook.methods.values() {
        all.insert(format!("method {}", method.id));
        all.extend(
            method.checks.iter().map(|c| format!("check {}/{} of weight {}", method.id, c.id, c.weight)),
        );
        all.extend(method.faults.iter().map(|f| format!("fault {}/{} of cost {}", method.id, f.id, f.cost)));
    }
    for scenario in playbook.scenarios.values() {
        all.insert(format!("scenario {} of level {}", scenario.id, scenario.level));
        let within = |what: &str, id: &Id| format!("{what} {}/{id}", scenario.id);
        all.extend(scenario.facts.iter().map(|fact| within("fact", &fact.id)));
        all.extend(scenario.needs.iter().map(|need| within("need", &need.id)));
        all.extend(scenario.push_backs.iter().map(|push| within("push-back", &push.id)));
        all.extend(
            scenario.checks.iter().map(|c| format!("check {}/{} of weight {}", scenario.id, c.id, c.weight)),
        );
    }
    for quiz in playbook.quizzes.values() {
        let told = |item: &Item| {
            let (kind, choices) = (item.answer.kind(), item.choices().len());
            format!("quiz item {}/{}: {kind} of {choices}", quiz.id, item.id)
        };
        all.extend(quiz.items.iter().map(told));
    }
    for survey in playbook.surveys.values() {
        all.extend(survey.questions.iter().map(|q| format!("survey question {}/{}", survey.id, q.id)));
    }
    all.extend(playbook.parts.values().map(|part| format!("persona part {} of the {}", part.id, part.axis)));
    all.extend(playbook.cards.iter().map(|card| format!("card {}", card.id)));
    for bank in playbook.banks.values() {
        all.extend(
            bank.entries.iter().map(|e| format!("bank entry {}/{} of {} parts", bank.id, e.id, e.says.len())),
        );
    }
    all.extend(playbook.synthetic.keys().map(|id| format!("synthetic rep {id}")));
    for cadence in playbook.cadences.values() {
        all.extend(cadence.touches.iter().map(|t| format!("touch {}/{} at {:?}", cadence.id, t.id, t.when)));
    }
    all
}
