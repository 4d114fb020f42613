//! The commands of authors: what may be typed for `sparring new …`, `schema` and `export`.
//! It must not do the work itself.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::Failure;
use crate::terminal::{self, Desk, ExportOptions, NewPlaybook, NewQuiz, NewScenario, Target};

#[derive(Debug, Subcommand)]
pub(super) enum Authoring {
    /// Make a playbook, a scenario or a quiz to begin from.
    New {
        #[command(subcommand)]
        what: New,
    },
    /// JSON Schemas of the playbook files, for editors.
    Schema {
        /// The kind of file, by its folder: scenarios, quizzes …; `playbook` for the manifest. Left out: lists them.
        #[arg(conflicts_with = "into")]
        kind: Option<String>,
        /// Lay all of them down in the folder that is open in the editor, with the editor's settings.
        #[arg(long, value_name = "DIR")]
        into: Option<PathBuf>,
    },
    /// Write content for other programs.
    Export {
        #[command(subcommand)]
        what: Export,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// A quiz as a question bank or as cards.
    Quiz {
        /// Its id.
        id: String,
        /// For which program.
        #[arg(long, value_enum)]
        to: To,
        /// The language: zh or en; the system's when left out.
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
        /// Write it here instead of to standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Another program.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum To {
    /// Moodle and what else reads GIFT.
    Gift,
    /// Anki: notes with front, back and tags.
    Anki,
}

/// Texts may be given as `TEXT` for every language or `LANG=TEXT` for one.
#[derive(Debug, Subcommand)]
pub(super) enum New {
    /// A playbook: a folder a language, with a method and what recognises its replies.
    Playbook {
        /// Its id, such as `acme`.
        id: String,
        /// Its languages.
        #[arg(long, value_name = "LANG", value_delimiter = ',', default_value = "en,zh-CN")]
        lang: Vec<String>,
        /// Its name, for every language or as LANG=TEXT.
        #[arg(long, value_name = "TEXT")]
        title: Vec<String>,
        /// The method that it begins with.
        #[arg(long, value_name = "ID", default_value = "lscpa")]
        method: String,
    },
    /// A scenario, complete from the start, in all languages of the playbook.
    Scenario {
        /// Its id, such as `price-too-high`.
        id: String,
        /// Copy this scenario, of the playbook or of those that the program brings along.
        #[arg(long, value_name = "ID", conflicts_with_all = ["method", "customer", "company", "product", "objection", "says"])]
        like: Option<String>,
        /// Begin with the scaffold of this method.
        #[arg(long, value_name = "ID")]
        method: Option<String>,
        /// Its name, for every language or as LANG=TEXT; so are the texts below.
        #[arg(long, value_name = "TEXT")]
        title: Vec<String>,
        /// How the rep addresses the customer.
        #[arg(long, value_name = "TEXT")]
        customer: Vec<String>,
        /// The customer's company.
        #[arg(long, value_name = "TEXT")]
        company: Vec<String>,
        /// What the rep sells.
        #[arg(long, value_name = "TEXT")]
        product: Vec<String>,
        /// The sort of objection: price, product, timing, trust or internal.
        #[arg(long, value_name = "KIND")]
        objection: Vec<String>,
        /// The words of the objection.
        #[arg(long, value_name = "TEXT")]
        says: Vec<String>,
    },
    /// A quiz with a first question, or with those of a bank, in all languages of the playbook.
    Quiz {
        /// Its id, such as `first-week`.
        id: String,
        /// Its name, for every language or as LANG=TEXT; so are the texts below.
        #[arg(long, value_name = "TEXT")]
        title: Vec<String>,
        /// Take the questions of this bank: GIFT (.gift, .txt) or a table (.csv).
        #[arg(long, value_name = "FILE", conflicts_with_all = ["ask", "right", "wrong", "explain"])]
        from: Vec<String>,
        /// With --from: leave out questions that cannot be taken, instead of taking none.
        #[arg(long, requires = "from")]
        leave_out: bool,
        /// The first question.
        #[arg(long, value_name = "TEXT")]
        ask: Vec<String>,
        /// Its right answer.
        #[arg(long, value_name = "TEXT")]
        right: Vec<String>,
        /// Its wrong answers, divided by `|`.
        #[arg(long, value_name = "TEXT|…")]
        wrong: Vec<String>,
        /// Why the right answer is right.
        #[arg(long, value_name = "TEXT")]
        explain: Vec<String>,
    },
}

/// Does what an author typed.
pub(super) fn run(
    what: Authoring,
    playbooks: Option<&Path>,
    cache: Option<&Path>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    match what {
        Authoring::Export { what: Export::Quiz { id, to, lang, out: into } } => {
            let language = lang.or_else(sys_locale::get_locale).unwrap_or_else(|| "en".to_owned());
            let to = match to {
                To::Gift => Target::Gift,
                To::Anki => Target::Anki,
            };
            let options = ExportOptions { id, to, language, into };
            let library = super::library(playbooks, cache)?;
            Ok(terminal::export_quiz(&library, &options, out, &mut anstream::stderr())?)
        }
        Authoring::New { what } => new(what, playbooks, out),
        Authoring::Schema { into: Some(folder), .. } => Ok(terminal::lay_down_schemas(&folder, out)?),
        Authoring::Schema { kind, .. } => Ok(terminal::print_schema(kind.as_deref(), out)?),
    }
}

/// Makes it, under the folder of playbooks.
fn new(new: New, folder: Option<&Path>, out: &mut dyn Write) -> Result<(), Failure> {
    let folder = folder.unwrap_or(Path::new("playbooks"));
    let desk = &mut Desk::new(out);
    match new {
        New::Playbook { id, lang: languages, title, method } => {
            Ok(terminal::new_playbook(&NewPlaybook { id, languages, title, method }, folder, desk)?)
        }
        New::Scenario { id, like, method, title, customer, company, product, objection, says } => {
            let given = [
                ("title", title),
                ("customer", customer),
                ("company", company),
                ("product", product),
                ("objection", objection),
                ("says", says),
            ];
            let new = NewScenario { id, like, method, given: given.into() };
            Ok(terminal::new_scenario(&new, folder, desk)?)
        }
        New::Quiz { id, title, from, leave_out, ask, right, wrong, explain } => {
            let new = NewQuiz { id, title, from, leave_out, ask, right, wrong, explain };
            Ok(terminal::new_quiz(&new, folder, desk)?)
        }
    }
}
