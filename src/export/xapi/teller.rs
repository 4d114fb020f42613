//! From events to statements: which verb, which activity, which result, which context.
//! Everything in a statement comes from the event and from what the teller knows of its server.
//! It must not tell the same event under two ids.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::activity::{Activity, Definition, Words};
use super::event::{Deed, Event, Finish, Named, Stage};
use super::id::{Iri, uuid_of};
use super::result::{Outcome, Score, duration};
use super::statement::{Account, Actor, Context, ContextActivities, Statement};
use super::verb::{Verb, VerbWord};

const SIMULATION: &str = "http://adlnet.gov/expapi/activities/simulation";
const ASSESSMENT: &str = "http://adlnet.gov/expapi/activities/assessment";
const COURSE: &str = "http://adlnet.gov/expapi/activities/course";
const MODULE: &str = "http://adlnet.gov/expapi/activities/module";
const MEETING: &str = "http://adlnet.gov/expapi/activities/meeting";
const PERFORMANCE: &str = "http://adlnet.gov/expapi/activities/performance";
const PROFILE: &str = "http://adlnet.gov/expapi/activities/profile";

/// What is the same in all statements of a server.
#[derive(Debug, Clone)]
pub struct Teller {
    /// The home page of the system that gives the pseudonyms.
    pub home: Iri,
    /// Where the IRIs of activities and extensions begin; a domain that the operator may use.
    pub base: Iri,
    /// The namespace of the ids of statements and runs; one for each server, and never changed.
    pub namespace: Uuid,
    /// Where reps practise, such as `Discord`.
    pub platform: String,
    /// Words of the verbs in further languages than English.
    pub verbs: BTreeMap<VerbWord, Words>,
}

/// What a deed is, before it is put around with actor and context.
struct Told {
    verb: VerbWord,
    object: Activity,
    result: Outcome,
    parent: Option<Activity>,
    extensions: BTreeMap<String, Value>,
}

impl Teller {
    /// The statement of an event.
    pub fn tell(&self, event: &Event) -> Statement {
        let told = self.of_deed(&event.deed);
        let assignment = event.assignment.as_ref().map(|named| self.assignment(named));
        let course = event.course.as_ref().map(|named| self.named("courses", COURSE, named));
        let (parent, farther) = match told.parent {
            Some(parent) => (Some(parent), assignment),
            None => (assignment, None),
        };
        let activities = ContextActivities {
            parent: parent.into_iter().collect(),
            grouping: farther.into_iter().chain(course).collect(),
            category: vec![self.profile()],
        };
        let registration = uuid_of(self.namespace, &format!("run\n{}\n{}", event.rep, event.run));
        let at = event.at.timestamp_millis();
        let key =
            [told.verb.word(), told.object.id.as_str(), &event.rep, &event.run, &at.to_string()].join("\n");
        Statement {
            id: uuid_of(self.namespace, &format!("statement\n{key}")),
            actor: self.actor(&event.rep),
            verb: Verb::new(told.verb, self.verbs.get(&told.verb)),
            object: told.object,
            result: told.result,
            context: Context {
                registration,
                activities,
                revision: event.edition.clone(),
                platform: self.platform.clone(),
                language: event.language.clone(),
                extensions: told.extensions,
            },
            timestamp: event.at,
        }
    }

    fn of_deed(&self, deed: &Deed) -> Told {
        match deed {
            Deed::Drill { scenario, stage } => {
                self.staged(self.named("drills", SIMULATION, scenario), stage, BTreeMap::new())
            }
            Deed::Quiz { quiz, form, stage } => {
                let form = form.map(|form| (self.extension("form"), json!(form)));
                self.staged(self.quiz(quiz), stage, form.into_iter().collect())
            }
            Deed::Answer { quiz, item, ask, question, response, right, took } => {
                let id = self.base.below(&["quizzes", &quiz.id, "items", item]);
                let (success, duration) = (*right, took.map(duration));
                let result =
                    Outcome { success, response: response.written(), duration, ..Outcome::default() };
                let object = Activity::new(id, question.definition(ask));
                Told { parent: Some(self.quiz(quiz)), ..done(VerbWord::Answered, object, result) }
            }
            Deed::Assignment { assignment, late } => {
                done(VerbWord::Completed, self.assignment(assignment), self.ended(*late))
            }
            Deed::Session { session, took } => {
                let result = Outcome { duration: took.map(duration), ..Outcome::default() };
                done(VerbWord::Attended, self.named("sessions", MEETING, session), result)
            }
            Deed::FollowUp { cadence, touch, late } => {
                let id = self.base.below(&["cadences", &cadence.id, "touches", &touch.id]);
                let object = Activity::new(id, definition(PERFORMANCE, touch));
                let parent = Some(self.named("cadences", MODULE, cadence));
                Told { parent, ..done(VerbWord::Completed, object, self.ended(*late)) }
            }
        }
    }

    fn staged(&self, object: Activity, stage: &Stage, extensions: BTreeMap<String, Value>) -> Told {
        let (verb, finish) = match stage {
            Stage::Attempted => (VerbWord::Attempted, None),
            Stage::Completed(finish) => (VerbWord::Completed, Some(finish)),
            Stage::Passed(finish) => (VerbWord::Passed, Some(finish)),
            Stage::Failed(finish) => (VerbWord::Failed, Some(finish)),
        };
        let success = match stage {
            Stage::Passed(_) => Some(true),
            Stage::Failed(_) => Some(false),
            Stage::Attempted | Stage::Completed(_) => None,
        };
        let result = finish.map(|finish| Outcome { success, ..self.finished(finish) }).unwrap_or_default();
        Told { extensions, ..done(verb, object, result) }
    }

    fn finished(&self, finish: &Finish) -> Outcome {
        let checks = (!finish.checks.is_empty()).then(|| (self.extension("checks"), json!(finish.checks)));
        Outcome {
            score: finish.points.and_then(Score::of),
            completion: Some(true),
            duration: finish.took.map(duration),
            extensions: checks.into_iter().collect(),
            ..Outcome::default()
        }
    }

    fn ended(&self, late: u32) -> Outcome {
        let extensions = BTreeMap::from([(self.extension("days-late"), json!(late))]);
        Outcome { completion: Some(true), extensions, ..Outcome::default() }
    }

    fn actor(&self, rep: &str) -> Actor {
        let account = Account { home_page: self.home.clone(), name: rep.to_owned() };
        Actor { object_type: "Agent", account }
    }

    fn quiz(&self, quiz: &Named) -> Activity {
        self.named("quizzes", ASSESSMENT, quiz)
    }

    fn assignment(&self, assignment: &Named) -> Activity {
        self.named("assignments", MODULE, assignment)
    }

    fn named(&self, folder: &str, kind: &'static str, named: &Named) -> Activity {
        Activity::new(self.base.below(&[folder, &named.id]), definition(kind, named))
    }

    /// The activity that says whose manner of telling this is.
    fn profile(&self) -> Activity {
        let definition = Definition { kind: Some(Iri::of_vocabulary(PROFILE)), ..Definition::default() };
        Activity::new(self.base.below(&["xapi", "sparring", "1"]), definition)
    }

    fn extension(&self, name: &str) -> String {
        self.base.below(&["xapi", "extensions", name]).as_str().to_owned()
    }
}

fn done(verb: VerbWord, object: Activity, result: Outcome) -> Told {
    Told { verb, object, result, parent: None, extensions: BTreeMap::new() }
}

fn definition(kind: &'static str, named: &Named) -> Definition {
    let (name, description) = (named.name.clone(), named.about.clone());
    Definition { name, description, kind: Some(Iri::of_vocabulary(kind)), ..Definition::default() }
}
