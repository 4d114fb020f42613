//! The commands of authors: what may be typed for `sparring new …` and `schema`.
//! It must not do the work itself.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::Failure;
use crate::terminal::{self, Desk, NewPlaybook, NewQuiz, NewScenario};

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
    /// A quiz with a first question, in all languages of the playbook.
    Quiz {
        /// Its id, such as `first-week`.
        id: String,
        /// Its name, for every language or as LANG=TEXT; so are the texts below.
        #[arg(long, value_name = "TEXT")]
        title: Vec<String>,
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
pub(super) fn run(what: Authoring, playbooks: Option<&Path>, out: &mut dyn Write) -> Result<(), Failure> {
    match what {
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
        New::Quiz { id, title, ask, right, wrong, explain } => {
            Ok(terminal::new_quiz(&NewQuiz { id, title, ask, right, wrong, explain }, folder, desk)?)
        }
    }
}
