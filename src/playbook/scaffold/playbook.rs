//! A new playbook: a manifest, one method, and what its replies are recognised by, out of what the program brings along.

use std::fmt::Write as _;

use super::{Home, NoBeginning, homes, named};
use crate::playbook::format::MANIFEST;
use crate::playbook::problem::SourceFile;
use crate::playbook::quote::quoted;
use crate::playbook::source::bundled;

/// The files of a new playbook in one language, under a folder that ends in a slash.
///
/// # Errors
/// When the program brings along nothing in that language, or no such method.
pub fn playbook(
    root: &str,
    id: &str,
    language: &str,
    title: &str,
    method: &str,
) -> Result<Vec<SourceFile>, NoBeginning> {
    let brought = bundled();
    let from = home_in(&brought, language)?;
    let own = |file: &&SourceFile| file.path.starts_with(&from.root);
    let all: Vec<(&str, &SourceFile)> = brought
        .iter()
        .filter(own)
        .filter_map(|file| Some((file.path.strip_prefix(&from.root)?, file)))
        .collect();
    let methods = || all.iter().filter_map(|(path, _)| path.strip_prefix("methods/")?.strip_suffix(".toml"));
    let wanted = format!("methods/{method}.toml");
    let Some((_, method_file)) = all.iter().find(|(path, _)| *path == wanted) else {
        return Err(NoBeginning::Method { method: method.to_owned(), known: named(methods()) });
    };
    let copied = all.iter().filter(|(path, file)| {
        // Synthetic reps test whatever will be written.
        let tests = path.starts_with("synthetic/");
        *path == wanted || tests || path.starts_with("recognisers/") && speaks_for(file, method_file)
    });
    let sources = all.iter().find(|(path, _)| *path == MANIFEST).map_or("", |(_, file)| sources_of(file));
    let manifest = SourceFile {
        path: format!("{root}{MANIFEST}").into(),
        text: manifest(id, language, title, sources).into(),
    };
    let copied = copied
        .map(|(path, file)| SourceFile { path: format!("{root}{path}").into(), text: file.text.clone() });
    Ok(std::iter::once(manifest).chain(copied).collect())
}

fn home_in(brought: &[SourceFile], language: &str) -> Result<Home, NoBeginning> {
    let all = homes(brought);
    let found = all.iter().find(|home| home.language == language).cloned();
    found.ok_or_else(|| {
        let known = named(all.iter().map(|home| home.language.as_str()));
        NoBeginning::Language { language: language.to_owned(), known }
    })
}

/// Whether a recogniser file adds to a task that the method asks for, or says which words hold sentences together.
fn speaks_for(recogniser: &SourceFile, method: &SourceFile) -> bool {
    let head = recogniser.text.lines().take_while(|line| !line.starts_with('['));
    let task =
        head.filter_map(|line| line.strip_prefix("task = ")).next().unwrap_or_default().trim_matches('"');
    method.text.contains(&format!("\"{task}.")) || recogniser.text.contains("role = \"frame\"")
}

fn sources_of(manifest: &SourceFile) -> &str {
    manifest.text.find("[sources").and_then(|at| manifest.text.get(at..)).unwrap_or_default()
}

fn manifest(id: &str, language: &str, title: &str, sources: &str) -> String {
    let mut text = "format = 1\n".to_owned();
    for (key, value) in [("id", id), ("title", title), ("language", language), ("version", "0.1.0")] {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key} = {}", quoted(value));
    }
    format!("{text}\n{sources}")
}
