//! Official attempts as xAPI statements, for a company's own record of learning. People stand in them under pseudonyms
//! that only this server's key could undo; nothing a rep typed is in them, and no survey.
//! It must not tell of practice.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::contents::Content;
use super::{App, AppError, Who};
use crate::coach::period::Period;
use crate::coach::quiz::{Answer, Item, Quiz};
use crate::export::xapi::{
    CheckMark, Choice, Deed, Event, Finish, Form, Iri, Named, Points, Question, Response, Stage, Statement,
    Teller, ids_of, lines, pseudonym,
};
use crate::store::{TakenDrill, TakenQuiz, TestAnswer};

/// The most drills, and the most quiz runs, that are read for one report.
const MOST: u32 = 1_000;
/// The most bytes of statements in one report: Discord takes ten million in all files of a message.
const MOST_BYTES: usize = 6_000_000;
/// Where the names of activities begin. They are names, not addresses: nothing needs to answer there.
const BASE: &str = "https://sparring.invalid/xapi";

impl App {
    /// The statements of a server's official attempts in a period, one on a line; empty where there are none. Where they
    /// are too many for a message, the latest.
    pub(super) async fn statements(&self, who: &Who, period: Period) -> Result<Statements, AppError> {
        let time = (period.from(), period.until());
        let drills = self.store.taken_drills(who.server, time, MOST).await?;
        let quizzes = self.store.taken_quizzes(who.server, time, MOST).await?;
        if drills.is_empty() && quizzes.is_empty() {
            return Ok(Statements::default());
        }
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let more = drills.len() == most || quizzes.len() == most;
        // The one place where chance is not a seed: a key that could be computed again would keep no secret.
        let proposed = (Uuid::new_v4(), Uuid::new_v4());
        let (namespace, secret) = self.store.server_keys(who.server, proposed).await?;
        let content = self.content(who.server).await?;
        let made = tokio::task::spawn_blocking(move || {
            let base = Iri::new(BASE)?;
            let (home, platform) = (base.clone(), "Discord".to_owned());
            let teller = Teller { home, base, namespace, platform, verbs: BTreeMap::new() };
            let source = Source { content: &content, secret };
            let drills = drills.iter().flat_map(|drill| source.drill(drill));
            let mut events: Vec<Event> =
                drills.chain(quizzes.iter().flat_map(|run| source.quiz(run))).collect();
            events.sort_by_key(|event| event.at);
            let all: Vec<Statement> = events.iter().map(|event| teller.tell(event)).collect();
            let all = lines(&all).map_err(crate::export::ExportError::from)?;
            Ok::<_, AppError>(latest(all, more))
        });
        made.await?
    }
}

/// Statements as a file, one on a line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Statements {
    pub(super) lines: String,
    /// Whether there are more in the period than a message takes.
    pub(super) cut: bool,
}

/// The latest lines that a message takes.
fn latest(all: String, more: bool) -> Statements {
    if all.len() <= MOST_BYTES {
        return Statements { lines: all, cut: more };
    }
    // The place is within a line, perhaps within a character: what follows its end is whole.
    let from = all.len() - MOST_BYTES;
    let end = all.as_bytes().iter().skip(from).position(|byte| *byte == b'\n');
    let kept = end.and_then(|end| all.get(from + end + 1..)).unwrap_or_default();
    Statements { lines: kept.to_owned(), cut: true }
}

/// What statements are made from besides the rows.
struct Source<'s> {
    content: &'s Content,
    secret: Uuid,
}

/// How a quiz came out: right answers of those that count.
fn points(right: usize, of: usize) -> Option<Points> {
    (of > 0).then_some(Points { raw: right as f64, min: 0.0, max: of as f64 })
}

fn words(language: &str, text: &str) -> BTreeMap<String, String> {
    if text.is_empty() { BTreeMap::new() } else { BTreeMap::from([(language.to_owned(), text.to_owned())]) }
}

fn named(id: &str, language: &str, title: &str) -> Named {
    Named { id: id.to_owned(), name: words(language, title), about: BTreeMap::new() }
}

impl Source<'_> {
    fn event(
        &self,
        rep: i64,
        at: chrono::DateTime<chrono::Utc>,
        run: i64,
        language: &str,
        deed: Deed,
    ) -> Event {
        Event {
            rep: pseudonym(self.secret, &rep.to_string()),
            at,
            run: run.to_string(),
            deed,
            course: None,
            assignment: None,
            edition: self.content.library.exact_playbook(language).map(|p| p.version.clone()),
            language: Some(language.to_owned()),
        }
    }

    fn drill(&self, drill: &TakenDrill) -> Vec<Event> {
        let playbook = self.content.library.exact_playbook(&drill.language);
        let title = playbook.and_then(|p| p.scenarios.get(drill.scenario.as_str()).map(|s| s.title.clone()));
        let scenario = named(&drill.scenario, &drill.language, &title.unwrap_or_default());
        let mark = |(method, step, check, earned, rated): &(String, String, String, u32, u32)| CheckMark {
            method: method.clone(),
            step: step.clone(),
            check: check.clone(),
            earned: f64::from(*earned) / 1_000.0,
            rated: f64::from(*rated),
        };
        let finish = Finish {
            points: drill.score.map(|score| Points { raw: f64::from(score), min: 0.0, max: 100.0 }),
            took: Some(drill.ended - drill.started),
            checks: drill.checks.iter().map(mark).collect(),
        };
        let ended = match drill.score {
            None => Stage::Completed(finish),
            Some(_) if drill.passed => Stage::Passed(finish),
            Some(_) => Stage::Failed(finish),
        };
        [(drill.started, Stage::Attempted), (drill.ended, ended)]
            .map(|(at, stage)| {
                let deed = Deed::Drill { scenario: scenario.clone(), stage };
                self.event(drill.rep.0, at, drill.id.0, &drill.language, deed)
            })
            .into()
    }

    fn quiz(&self, run: &TakenQuiz) -> Vec<Event> {
        let playbook = self.content.library.exact_playbook(&run.language);
        let quiz = playbook.and_then(|p| p.quizzes.get(run.quiz.as_str()));
        let title = quiz.map_or("", |quiz| quiz.title.as_str());
        let name = named(&run.quiz, &run.language, title);
        let form = quiz.and_then(|quiz| quiz.form.as_ref()).and_then(|form| form_of(form.as_str()));
        let scored = run.answers.iter().filter(|answer| answer.scored);
        let (of, right) = (scored.clone().count(), scored.filter(|answer| answer.right).count());
        let of = quiz.map_or(of, |quiz| quiz.scored().max(of));
        let took = Some(run.ended - run.started);
        let finish = Finish { points: points(right, of), took, checks: Vec::new() };
        let enough = quiz.is_some_and(|quiz| right * 100 >= quiz.pass as usize * of);
        let ended = if of == 0 {
            Stage::Completed(finish)
        } else if enough {
            Stage::Passed(finish)
        } else {
            Stage::Failed(finish)
        };
        let stage = |stage| Deed::Quiz { quiz: name.clone(), form, stage };
        let event = |at, deed| self.event(run.rep.0, at, run.id.0, &run.language, deed);
        let mut all = vec![event(run.started, stage(Stage::Attempted))];
        let answers = run.answers.iter().filter_map(|answer| answered(&name, quiz?, answer, &run.language));
        all.extend(answers.map(|deed| event(run.ended, deed)));
        all.push(event(run.ended, stage(ended)));
        all
    }
}

fn form_of(name: &str) -> Option<Form> {
    match name {
        "pre" => Some(Form::Pre),
        "post" => Some(Form::Post),
        "delayed" => Some(Form::Delayed),
        _ => None,
    }
}

fn answered(name: &Named, quiz: &Quiz, answer: &TestAnswer, language: &str) -> Option<Deed> {
    let item = quiz.items.iter().find(|item| item.id == *answer.item.as_str())?;
    Some(Deed::Answer {
        quiz: name.clone(),
        item: answer.item.clone(),
        ask: words(language, &item.ask),
        question: question(item, language),
        response: response(item, answer),
        right: answer.scored.then_some(answer.right),
        took: None,
    })
}

fn choices(texts: &[&str], letter: char, language: &str) -> Vec<Choice> {
    let ids = ids_of(letter, texts.len());
    ids.into_iter().zip(texts).map(|(id, text)| Choice { id, words: words(language, text) }).collect()
}

fn question(item: &Item, language: &str) -> Question {
    let texts = item.choices();
    let ids = ids_of('a', texts.len());
    let pick = |at: &usize| ids.get(*at).cloned();
    match &item.answer {
        Answer::Single { correct, .. } | Answer::Classify { correct, .. } => Question::Choice {
            choices: choices(&texts, 'a', language),
            right: pick(correct).into_iter().collect(),
        },
        Answer::Multiple { correct, .. } | Answer::Spot { correct, .. } => Question::Choice {
            choices: choices(&texts, 'a', language),
            right: correct.iter().filter_map(pick).collect(),
        },
        Answer::TrueFalse { correct } => Question::TrueFalse { right: *correct },
        Answer::Order { .. } => {
            Question::Sequencing { choices: choices(&texts, 'a', language), right: ids.clone() }
        }
        Answer::Match { pairs } => {
            let lefts: Vec<&str> = pairs.iter().map(|(left, _)| left.as_str()).collect();
            let right = ids_of('s', pairs.len()).into_iter().zip(ids_of('t', pairs.len())).collect();
            let (source, target) = (choices(&lefts, 's', language), choices(&texts, 't', language));
            Question::Matching { source, target, right }
        }
        Answer::Fill { accepted, typos } => {
            Question::FillIn { accepted: accepted.clone(), forgiving: *typos > 0 }
        }
    }
}

/// What was chosen; what was typed is not told.
fn response(item: &Item, answer: &TestAnswer) -> Response {
    let chosen: Vec<usize> = answer.given.split(' ').filter_map(|at| at.parse().ok()).collect();
    match &item.answer {
        Answer::TrueFalse { .. } => chosen.first().map_or(Response::Untold, |at| Response::Truth(*at == 2)),
        Answer::Single { .. } | Answer::Classify { .. } | Answer::Multiple { .. } | Answer::Spot { .. } => {
            let ids = ids_of('a', item.choices().len());
            let of = |at: &usize| ids.get(at.checked_sub(1)?).cloned();
            Response::Ids(chosen.iter().filter_map(of).collect())
        }
        Answer::Order { .. } | Answer::Match { .. } | Answer::Fill { .. } => Response::Untold,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_for_a_message_loses_its_oldest_lines_whole() {
        let few = latest("{\"a\":1}\n".to_owned(), false);
        assert_eq!((few.lines.as_str(), few.cut), ("{\"a\":1}\n", false));
        let line = format!("{{\"title\":\"{}\"}}\n", "异议".repeat(500));
        let many = latest(line.repeat(3_000), false);
        assert!(many.cut && many.lines.len() <= MOST_BYTES && many.lines.len() > MOST_BYTES - line.len());
        assert!(many.lines.lines().all(|kept| kept.len() + 1 == line.len()));
    }
}
