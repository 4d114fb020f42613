//! `sparring schema`: JSON Schemas of the playbook files for editors, printed or laid down in a folder.
//! It must not know what is in them; `playbook::schema` does.

use std::io::{self, Write};
use std::path::Path;

use crate::playbook::format::FILES;
use crate::playbook::schema::{editor_settings, name, schema};

/// The settings of Taplo and Even Better TOML.
const SETTINGS: &str = ".taplo.toml";
/// Where the schemas lie beside the settings.
const FOLDER: &str = ".sparring-schemas";

/// Why there is no schema.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// There is no such kind.
    #[error("there is no kind of playbook file `{asked}`; use one of {known}")]
    NoKind {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: String,
    },
    /// A file cannot be written.
    #[error("cannot write {path}: {source}; choose another folder with --into, or free some space")]
    Write {
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// What is shown cannot be written.
    #[error("cannot write the output: {0}; check where it is sent")]
    Output(#[from] io::Error),
}

/// Prints the schema of one kind of file, or the kinds that there are.
///
/// # Errors
/// When there is no such kind, or the output cannot be written.
pub fn print_schema(kind: Option<&str>, out: &mut dyn Write) -> Result<(), SchemaError> {
    let known: Vec<&str> = FILES.iter().map(name).collect();
    let Some(kind) = kind else {
        writeln!(out, "{}", known.join("\n"))?;
        return Ok(());
    };
    let Some(text) = schema(kind) else {
        return Err(SchemaError::NoKind { asked: kind.to_owned(), known: known.join(", ") });
    };
    Ok(writeln!(out, "{text}")?)
}

/// Lays all schemas down in a folder, with the settings by which editors find them. Settings that are there already are left
/// alone; what they need is said.
///
/// # Errors
/// When something cannot be written.
pub fn lay_down_schemas(into: &Path, out: &mut dyn Write) -> Result<(), SchemaError> {
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |source| SchemaError::Write { path, source }
    };
    let folder = into.join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(failed(&folder))?;
    for kind in FILES.iter().map(name) {
        let path = folder.join(format!("{kind}.schema.json"));
        std::fs::write(&path, schema(kind).unwrap_or_default()).map_err(failed(&path))?;
        writeln!(out, "made {}", path.display())?;
    }
    let (path, settings) = (into.join(SETTINGS), editor_settings(FOLDER));
    match std::fs::read_to_string(&path) {
        Ok(there) if there == settings => {}
        Ok(_) => writeln!(out, "{} is there already; add this to it:\n\n{settings}", path.display())?,
        Err(_) => {
            std::fs::write(&path, &settings).map_err(failed(&path))?;
            writeln!(out, "made {}", path.display())?;
        }
    }
    let shown = if into == Path::new(".") { "this folder".to_owned() } else { into.display().to_string() };
    Ok(writeln!(out, "next: open {shown} in an editor with Taplo, such as VS Code with Even Better TOML")?)
}
