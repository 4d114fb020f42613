//! What a playbook holds, by kind: the end of `sparring check`.
//! It must not judge anything.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::coach::bank::Bank;
use crate::coach::ids::Id;
use crate::coach::quiz::Quiz;
use crate::playbook::Playbook;

/// Writes what a playbook holds, a kind a line.
///
/// # Errors
/// When the output cannot be written.
pub(super) fn counts(playbook: &Playbook, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {} {}", playbook.id, playbook.language, playbook.version)?;
    let mut line = |name: &str, count: usize, parts: String| {
        if count == 0 {
            return Ok(());
        }
        writeln!(out, "{}", format!("  {name:<14} {count:>6}  {parts}").trim_end())
    };
    let scenarios = || playbook.scenarios.values();
    let items = || playbook.quizzes.values().flat_map(|quiz| &quiz.items);
    let form = |quiz: &Quiz| Some(format!("{} of {}", quiz.form.as_ref()?, quiz.test.as_ref()?));
    let forms: Vec<String> = playbook.quizzes.values().filter_map(|quiz| form(quiz)).collect();
    let cadences: Vec<&str> = playbook.cadences.keys().map(Id::as_str).collect();
    let kinds: BTreeSet<_> = scenarios().map(|scenario| scenario.kind.name()).collect();
    let touches = playbook.cadences.values().map(|cadence| cadence.touches.len()).sum::<usize>();
    let headings = playbook.cards.iter().filter(|card| card.heading_only).count();
    let pages: usize = playbook.banks.values().map(|bank| bank.cards().len()).sum();
    let grades = playbook.methods.values().map(|method| format!("{:?}", method.grade).to_lowercase());
    line("methods", playbook.methods.len(), told(grades))?;
    line("scenarios", scenarios().count(), told(scenarios().map(|s| format!("level {}", s.level))))?;
    line("of the kinds", kinds.len(), told(scenarios().map(|s| s.kind.name().to_owned())))?;
    line("people", playbook.parts.len(), told(playbook.parts.values().map(|part| part.axis.to_string())))?;
    line("quiz items", items().count(), told(items().map(|item| item.answer.kind().to_owned())))?;
    line("quizzes", playbook.quizzes.len(), format!("parallel forms: {}", forms.join(", ")))?;
    for bank in playbook.banks.values() {
        line("bank", bank.entries.len(), format!("{}: {}", bank.id, told(filed(bank))))?;
    }
    line(
        "cards",
        playbook.cards.len() - pages,
        format!("{headings} of them headings only; {pages} pages of banks"),
    )?;
    line("touches", touches, cadences.join(", "))?;
    line("synthetic reps", playbook.synthetic.len(), String::new())?;
    line("examples", playbook.examples, String::new())
}

/// What the entries of a bank are filed by: what the customer says, else what the rep does.
fn filed(bank: &Bank) -> impl Iterator<Item = String> {
    bank.entries.iter().map(|entry| {
        let does = entry.says.first().and_then(|says| says.label.as_ref());
        entry.label.as_ref().or(does).map_or_else(|| "other".to_owned(), ToString::to_string)
    })
}

/// How often each word comes.
fn told(words: impl Iterator<Item = String>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    counts.iter().map(|(word, count)| format!("{word} {count}")).collect::<Vec<_>>().join(", ")
}
