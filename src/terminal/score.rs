//! `sparring recognise --score`: how well labelled lines are recognised, a label, a task and a language at a time.
//! It must not judge by other means than a drill does.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use super::codebook::{self, RecogniseError};
use crate::coach::recognise::{Example, Measure, Part, Recogniser};
use crate::playbook::Library;

/// What to measure.
#[derive(Debug, Clone, Default)]
pub struct ScoreOptions {
    /// Labelled files; the playbooks' own tests when there are none.
    pub files: Vec<PathBuf>,
    /// What is looked at.
    pub part: Part,
    /// Whether to print what was taken for what.
    pub confused: bool,
}

/// Measures of each task and language.
type Table = BTreeMap<(String, String), Measure>;

/// Prints precision, recall and F1 of every label, the macro-F1 of every task and language, and what was not rated.
///
/// # Errors
/// When a file cannot be read or a line is not one of the codebook's.
pub fn score_files(
    library: &Library,
    options: &ScoreOptions,
    out: &mut dyn Write,
) -> Result<(), RecogniseError> {
    let parts: BTreeMap<&str, Recogniser> = if options.part == Part::All {
        BTreeMap::new()
    } else {
        library.playbooks.iter().map(|p| (p.id.as_str(), p.recogniser_of(options.part))).collect()
    };
    let mut table = Table::new();
    let mut add = |language: &str, task: &str, playbook: &crate::playbook::Playbook, example: &Example| {
        let recogniser = parts.get(playbook.id.as_str()).unwrap_or_else(|| playbook.recogniser());
        let measure = table.entry((language.to_owned(), task.to_owned())).or_default();
        measure.add(recogniser, task, example);
    };
    for path in &options.files {
        for line in codebook::file(library, path)? {
            add(&line.language, &line.task, &line.playbook, &line.example);
        }
    }
    if options.files.is_empty() {
        for playbook in &library.playbooks {
            for (task, tests) in playbook.tests.iter() {
                tests.iter().for_each(|test| add(playbook.language.as_str(), task.as_str(), playbook, test));
            }
        }
    }
    if table.is_empty() {
        return Err(RecogniseError::NoTests);
    }
    print(&table, options.confused, out)
}

fn print(table: &Table, confused: bool, out: &mut dyn Write) -> Result<(), RecogniseError> {
    let mut means: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for ((lang, task), measure) in table {
        for (label, counts) in &measure.labels {
            let (precision, recall, f1) = (counts.precision(), counts.recall(), counts.f1());
            let n = counts.hit + counts.missed;
            writeln!(
                out,
                "{lang} {task:<10} {label:<15} precision {precision:.3} recall {recall:.3} F1 {f1:.3} (n={n})"
            )?;
        }
        let mean = measure.macro_f1();
        writeln!(
            out,
            "{lang} {task:<10} macro-F1 {mean:.3}; {} of {} texts exactly right; not rated {:.1} %, \
             precision of the rest {:.3}",
            measure.texts.1,
            measure.texts.0,
            100.0 * measure.not_rated(),
            measure.rated.precision(),
        )?;
        if confused {
            for ((has, found), count) in &measure.confused {
                writeln!(out, "{lang} {task:<10}   {has} taken for {found}: {count}")?;
            }
        }
        means.entry(lang).or_default().push(mean);
    }
    for (lang, tasks) in means {
        #[expect(clippy::cast_precision_loss, reason = "seven tasks")]
        let mean = tasks.iter().sum::<f64>() / tasks.len().max(1) as f64;
        writeln!(out, "{lang} mean macro-F1 {mean:.3} over {} tasks", tasks.len())?;
    }
    Ok(())
}
