//! `sparring new scenario`: a scaffold with holes to fill, or a copy of another scenario, in all languages of a playbook.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Desk, NewError, first_playbook, good_id, next, unused, write};
use crate::playbook::scaffold::{HOLES, OBJECTIONS, filled, like};

/// What was given for a scenario.
#[derive(Debug)]
pub struct NewScenario {
    /// Its id.
    pub id: String,
    /// The scenario that it is a copy of.
    pub like: Option<String>,
    /// The method whose scaffold it begins with.
    pub method: Option<String>,
    /// What was given for the holes, by their names.
    pub given: BTreeMap<&'static str, Vec<String>>,
}

/// Makes a scenario in every language of a folder's first playbook.
///
/// # Errors
/// When something is missing, not good, there already, or cannot be written.
pub fn new_scenario(new: &NewScenario, folder: &Path, desk: &mut Desk<'_>) -> Result<(), NewError> {
    good_id(&new.id)?;
    let (there, homes) = first_playbook(folder)?;
    let method = match (&new.like, &new.method) {
        (None, None) => desk.ask(
            "--method",
            "Of which method is it? (lscpa has a scaffold; --like ID makes a copy)",
            "ID",
        )?,
        (_, method) => method.clone().unwrap_or_default(),
    };
    unused(&homes, "scenarios", &new.id)?;
    // Nobody answers questions for something that there is not.
    for home in &homes {
        match &new.like {
            Some(original) => like(&there, home, &new.id, "", original)?,
            None => filled(home, &new.id, &method, &BTreeMap::new())?,
        };
    }
    let mut files = Vec::new();
    // The sort of objection is the same in every language.
    let objection = match &new.like {
        Some(_) => String::new(),
        None => desk.one_of("--objection", given(new, "objection"), "Which objection is it?", &OBJECTIONS)?,
    };
    for home in &homes {
        let language = &home.language;
        if let Some(original) = &new.like {
            let title =
                desk.needed("--title", given(new, "title"), language, "What is the scenario called?")?;
            files.push(like(&there, home, &new.id, &title, original)?);
            continue;
        }
        let mut answers = BTreeMap::from([("objection", objection.clone())]);
        for (hole, question) in HOLES {
            answers.insert(hole, desk.needed(&format!("--{hole}"), given(new, hole), language, question)?);
        }
        files.push(filled(home, &new.id, &method, &answers)?);
    }
    write(&there, &files, desk)?;
    let folder = folder.display();
    let language = homes.first().map_or("en", |home| home.language.as_str());
    next(
        desk,
        &[
            format!("check {folder}"),
            format!("practice --playbooks {folder} --lang {language} --scenario {}", new.id),
        ],
    )
}

fn given<'n>(new: &'n NewScenario, hole: &str) -> &'n [String] {
    new.given.get(hole).map_or(&[], Vec::as_slice)
}
