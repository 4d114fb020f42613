//! The library: every playbook that was found valid, by id and language, and the words of the interface.
//! A `Library` is only made by loading, so whatever holds one may rely on its references.
//! It must not read files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::memory::Memory;
use crate::coach::bank::Bank;
use crate::coach::cadence::Cadence;
use crate::coach::calendar::Calendar;
use crate::coach::card::Card;
use crate::coach::drill::Plan;
use crate::coach::ids::{Id, Language};
use crate::coach::method::Method;
use crate::coach::quiz::{Quiz, Survey};
use crate::coach::recognise::{self, Example, Recogniser, Select, TaskSpec, digest};
use crate::coach::scenario::{Occasion, Part, Scenario};
use crate::coach::synthetic::SyntheticRep;
use crate::reply::{Words, phrase};

/// One playbook in one language.
#[derive(Debug)]
pub struct Playbook {
    /// Its id, the same in every language.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// The content's version.
    pub version: String,
    /// The titles of its sources.
    pub sources: Arc<BTreeMap<Id, String>>,
    /// Its methods.
    pub methods: BTreeMap<Id, Arc<Method>>,
    /// Its scenarios.
    pub scenarios: BTreeMap<Id, Arc<Scenario>>,
    /// Its quizzes.
    pub quizzes: BTreeMap<Id, Arc<Quiz>>,
    /// Its surveys.
    pub surveys: BTreeMap<Id, Arc<Survey>>,
    /// Its cards in the order of their files, then what is looked up in its banks.
    pub cards: Vec<Arc<Card>>,
    /// Its banks of worked lines.
    pub banks: BTreeMap<Id, Arc<Bank>>,
    /// Its synthetic reps, by which scenarios are tested.
    pub synthetic: BTreeMap<Id, Arc<SyntheticRep>>,
    /// Its cadences.
    pub cadences: BTreeMap<Id, Arc<Cadence>>,
    /// What labels are called, by `task.label`.
    pub label_names: Arc<BTreeMap<String, String>>,
    /// Labelled texts that measure recognition and are never learnt from, by task.
    pub tests: Arc<BTreeMap<Id, Vec<Example>>>,
    /// How many labelled examples it brings.
    pub examples: usize,
    /// The parts of people that its buyers are made of.
    pub parts: Arc<BTreeMap<Id, Part>>,
    pub(super) recognition: Arc<Recognition>,
}

/// What all languages of a playbook are recognised by.
#[derive(Debug, Default)]
pub(super) struct Recognition {
    specs: Vec<Arc<TaskSpec>>,
    learnt: OnceLock<Recogniser>,
    /// Where to keep what was learnt.
    folder: OnceLock<PathBuf>,
}

impl Recognition {
    pub(super) fn new(specs: Vec<TaskSpec>) -> Self {
        Self { specs: specs.into_iter().map(Arc::new).collect(), ..Self::default() }
    }

    /// Takes up what was learnt before, else learns, and keeps it.
    fn learn(&self, playbook: &Id) -> Recogniser {
        let memory = self.folder.get().map(|folder| Memory::new(folder, playbook, digest(&self.specs)));
        let kept = memory.as_ref().and_then(Memory::read);
        if let Some(known) = kept.and_then(|kept| Recogniser::remembered(&self.specs, &kept)) {
            return known;
        }
        let learnt = Recogniser::new(&self.specs, recognise::Part::All);
        if let Some(memory) = memory {
            memory.keep(learnt.memory());
        }
        learnt
    }
}

impl Playbook {
    /// A scenario with its method, as hard as its level says. A template is about its own example.
    pub fn plan(&self, scenario: &str) -> Option<Plan> {
        let scenario = self.scenarios.get(scenario)?;
        match &scenario.occasion {
            Some(example) => self.plan_about(scenario.id.as_str(), example),
            None => self.planned(Arc::clone(scenario)),
        }
    }

    /// A template about a real occasion.
    pub fn plan_about(&self, template: &str, occasion: &Occasion) -> Option<Plan> {
        let template = self.scenarios.get(template)?;
        self.planned(Arc::new(template.about(occasion)))
    }

    fn planned(&self, scenario: Arc<Scenario>) -> Option<Plan> {
        let method = self.methods.get(&scenario.method)?;
        Some(Plan { difficulty: scenario.level, method: Arc::clone(method), scenario })
    }

    /// The recogniser of all the playbook's languages; it learns its examples when it is first asked for.
    pub fn recogniser(&self) -> &Recogniser {
        self.recognition.learnt.get_or_init(|| self.recognition.learn(&self.id))
    }

    /// What its recognisers are made of.
    pub(super) fn specs(&self) -> impl Iterator<Item = &TaskSpec> {
        self.recognition.specs.iter().map(|spec| &**spec)
    }

    /// The tasks that its recognisers have; to ask for them costs nothing.
    pub fn tasks(&self) -> impl Iterator<Item = &Id> {
        self.recognition.specs.iter().map(|spec| &spec.task)
    }

    /// The names of a task's labels.
    pub fn labels_of(&self, task: &str) -> impl Iterator<Item = &str> {
        let spec = self.recognition.specs.iter().find(|spec| spec.task == *task);
        spec.into_iter().flat_map(|spec| spec.labels.iter().map(Id::as_str))
    }

    /// Whether a text has exactly one of a task's labels.
    pub fn takes_one(&self, task: &str) -> bool {
        let spec = self.recognition.specs.iter().find(|spec| spec.task == *task);
        spec.is_some_and(|spec| matches!(spec.select, Some(Select::One { .. })))
    }

    /// A recogniser that looks only at a part, to measure what the part is worth; it learns anew each time.
    pub fn recogniser_of(&self, part: recognise::Part) -> Recogniser {
        Recogniser::new(&self.recognition.specs, part)
    }

    /// What its language is called, in itself.
    pub fn language_name(&self, words: &Words) -> String {
        words.plain(phrase::LANGUAGE_NAME).to_owned()
    }

    /// The scenario that comes after one: its own `next`, else the next harder one of its method.
    pub fn after(&self, scenario: &Scenario) -> Option<&Arc<Scenario>> {
        let named = scenario.next.as_ref().and_then(|next| self.scenarios.get(next));
        named.or_else(|| {
            let mut same: Vec<_> = self.scenarios.values().filter(|s| s.method == scenario.method).collect();
            same.sort_by_key(|s| (s.level, s.id.clone()));
            let at = same.iter().position(|s| s.id == scenario.id)?;
            same.get((at + 1) % same.len()).copied().filter(|s| s.id != scenario.id)
        })
    }
}

/// Everything that was loaded.
#[derive(Debug)]
pub struct Library {
    /// The playbooks, in the order of their folders.
    pub playbooks: Vec<Arc<Playbook>>,
    /// The words of the interface, by language.
    pub words: BTreeMap<Language, Arc<Words>>,
    /// The calendars of days off, by id.
    pub calendars: BTreeMap<Id, Arc<Calendar>>,
}

impl Library {
    /// From now on, what recognisers learn is kept in a folder and taken up from there.
    pub fn remember_in(&self, folder: &Path) {
        for playbook in &self.playbooks {
            playbook.recognition.folder.set(folder.to_owned()).ok();
        }
    }

    /// Keeps what is learnt where another library does.
    pub fn remember_as(&self, other: &Self) {
        let folder = other.playbooks.iter().find_map(|playbook| playbook.recognition.folder.get());
        folder.into_iter().for_each(|folder| self.remember_in(folder));
    }

    /// A calendar as it is asked for: `CN` is `cn`.
    pub fn calendar(&self, typed: &str) -> Option<&Arc<Calendar>> {
        self.calendars.get(typed.trim().to_lowercase().as_str())
    }

    /// The first playbook that serves a language, else the first one of all.
    pub fn playbook(&self, language: &str) -> Option<&Arc<Playbook>> {
        self.exact_playbook(language).or_else(|| self.playbooks.first())
    }

    /// The first playbook that serves a language.
    pub fn exact_playbook(&self, language: &str) -> Option<&Arc<Playbook>> {
        self.playbooks.iter().find(|playbook| playbook.language.serves(language))
    }

    /// The words of a language, else English, else whatever there is.
    pub fn words(&self, language: &str) -> Option<&Arc<Words>> {
        let serving =
            |wanted: &str| self.words.iter().find(|(tag, _)| tag.serves(wanted)).map(|(_, words)| words);
        serving(language).or_else(|| serving("en")).or_else(|| self.words.values().next())
    }
}
