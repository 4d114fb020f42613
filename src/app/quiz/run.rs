//! A run with its questions: which comes next, what is told of an answer, what it came to.
//! It must not read the store or the clock.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::misses::review_quiz;
use crate::app::Step;
use crate::coach::ids::Id;
use crate::coach::quiz::{Feedback, Given, Item, Quiz, Survey};
use crate::playbook::Playbook;
use crate::reply::quiz::Asked;
use crate::reply::{Action, Block, Reply, Words, phrase, quiz};
use crate::store::QuizRun;

/// A run with its content.
pub(super) struct Running {
    pub(super) run: QuizRun,
    pub(super) playbook: Arc<Playbook>,
    pub(super) quiz: Arc<Quiz>,
    pub(super) words: Arc<Words>,
    /// The ids of its questions in the order in which they come.
    pub(super) order: Vec<Id>,
}

/// What came of an answer.
pub(super) struct Marked<'m> {
    pub(super) item: &'m Item,
    pub(super) right: bool,
    /// What is said of misses that come back, where the run is over.
    pub(super) comes_back: Option<String>,
}

impl Running {
    /// `None` where the quiz is gone or is another by now. What of a review is gone is passed over.
    pub(super) fn new(run: QuizRun, playbook: Arc<Playbook>, words: Arc<Words>) -> Option<Self> {
        if !run.new.items.is_empty() {
            let (quiz, order) = review_quiz(&run.new.items, &playbook, &words);
            return Some(Self { run, playbook, quiz: Arc::new(quiz), words, order });
        }
        let quiz = playbook.quizzes.get(run.new.quiz.as_str()).filter(|quiz| quiz.digest == run.new.digest);
        let quiz = Arc::clone(quiz?);
        let order = quiz.in_order(run.new.seed).map(|item| item.id.clone()).collect();
        Some(Self { run, playbook, quiz, words, order })
    }

    /// The so-manieth question, counted from 0.
    pub(super) fn item(&self, at: usize) -> Option<&Item> {
        let id = self.order.get(at)?;
        self.quiz.items.iter().find(|item| item.id == *id)
    }

    /// The place of the question that is asked now; `None` where all are answered.
    pub(super) fn at(&self) -> Option<usize> {
        let answered = self.run.answers.last().and_then(|answer| usize::try_from(answer.n).ok());
        self.after(answered)
    }

    /// The place of the question that comes after a place.
    pub(super) fn after(&self, answered: Option<usize>) -> Option<usize> {
        let next = answered.map_or(0, |at| at.saturating_add(1));
        (next..self.order.len()).find(|&at| self.item(at).is_some())
    }

    /// Whether time was up before all was answered.
    pub(super) fn is_late(&self, now: DateTime<Utc>) -> bool {
        let up = self.run.new.terms.until.is_some_and(|until| until <= self.run.ended.unwrap_or(now));
        up && self.at().is_some()
    }

    /// A question in words.
    pub(super) fn question(&self, at: usize) -> Option<Reply> {
        let asked = Asked { run: self.run.new.id, seed: self.run.new.seed, at, of: self.order.len() };
        Some(quiz::question(&self.words, self.item(at)?, &asked))
    }

    /// Only practice asks for a reaction: attempts at an assignment would be counted again and again, and a training has
    /// a survey of its own.
    pub(super) fn survey(&self) -> Option<&Survey> {
        if self.run.new.purpose.official() {
            return None;
        }
        let id = self.quiz.survey.as_ref()?;
        self.playbook.surveys.get(id).map(|survey| &**survey)
    }

    /// A question of the survey with its buttons; thanks after the last.
    pub(super) fn survey_question(&self, survey: &Survey, at: usize) -> Reply {
        let run = self.run.new.id;
        let more = (!self.run.commented).then_some(Action::SurveySay(run));
        quiz::survey(&self.words, survey, at, &|which| Action::SurveyPick(run, at, which), more)
    }

    pub(super) fn feedback(&self) -> Feedback {
        Feedback::of(self.run.new.purpose, self.run.new.terms.at_once, &self.quiz)
    }

    /// An answer in words.
    pub(super) fn in_words(&self, item: &Item, given: &Given) -> String {
        match given {
            Given::Chosen(chosen) if item.choices().is_empty() => {
                quiz::truth(&self.words, chosen.contains(&1)).to_owned()
            }
            _ => item.in_words(given, self.run.new.seed).join(" · "),
        }
    }

    /// What is said when it is gone on with.
    pub(super) fn goes_on(&self) -> Reply {
        let title = self.words.say(phrase::QUIZ_GOES_ON, &[("title", &self.quiz.title)]);
        let until = self.run.new.terms.until.map(|until| until.timestamp());
        let until = until.map(|until| Block::Moment(self.words.plain(phrase::QUIZ_UNTIL).into(), until));
        until.into_iter().fold(Reply::default().with(Block::Text(title)), Reply::with)
    }

    /// The offer to go on with it, or to begin the quiz that was asked for.
    pub(super) fn offer(&self, words: &Words, wanted: &Quiz) -> Option<Reply> {
        let until = self.run.new.terms.until.map(|until| until.timestamp());
        Some(quiz::offer(words, &self.quiz, self.run.new.id, (self.at()?, self.order.len()), until, wanted))
    }

    /// What is said of an answer, and what is asked next.
    pub(super) fn step(&self, marked: &Marked<'_>, next: Option<usize>) -> Step {
        // What comes at the end is about all questions.
        let whole = next.is_none() && self.feedback() != Feedback::AtOnce;
        let title = if whole { &self.quiz.title } else { &marked.item.ask };
        let mut verdict = Reply::default().with(Block::Title(title.clone()));
        let noted = match (self.feedback(), next) {
            (Feedback::AtOnce, _) => {
                let source = self.source(marked.item);
                verdict.blocks.extend(quiz::marked(&self.words, marked.item, marked.right, source));
                None
            }
            (Feedback::AtEnd, Some(_)) => Some(phrase::QUIZ_NOTED),
            (Feedback::Never, Some(_)) => Some(phrase::QUIZ_NOTED_ONLY),
            (Feedback::AtEnd | Feedback::Never, None) => None,
        };
        verdict.blocks.extend(noted.map(|noted| Block::Note(self.words.plain(noted).into())));
        if let Some(next) = next {
            return Step { outcome: Some(verdict), next: self.question(next) };
        }
        let last = (!marked.right).then_some(marked.item);
        verdict.blocks.extend(self.result(last, usize::from(marked.right && marked.item.scored)));
        verdict.blocks.extend(marked.comes_back.clone().map(Block::Note));
        Step { outcome: Some(verdict), next: self.survey().map(|survey| self.survey_question(survey, 0)) }
    }

    /// What is said when time is up: the result, and every miss so far where misses are explained at the end.
    pub(super) fn out_of_time(&self) -> Step {
        let left = self.order.len().saturating_sub(self.run.answers.len()).to_string();
        let up = Block::Text(self.words.say(phrase::QUIZ_TIME_UP, &[("left", &left)]));
        let mut told = Reply::default().with(Block::Title(self.quiz.title.clone())).with(up);
        told.blocks.extend(self.result(None, 0));
        let missed = self.run.answers.iter().filter(|answer| !answer.right).count();
        told.blocks.extend(self.comes_back(missed).map(Block::Note));
        let asked = self.survey().and_then(|survey| {
            let at = usize::try_from(self.run.surveyed).ok()?;
            survey.questions.get(at)?;
            Some(self.survey_question(survey, at))
        });
        Step { outcome: Some(told), next: asked }
    }

    /// The score, with the misses explained before it where that is done at the end. `last` is the question that was just
    /// missed, which is not among the stored ones yet; `more` are right answers that are not.
    fn result(&self, last: Option<&Item>, more: usize) -> Vec<Block> {
        let mut told = Vec::new();
        if self.feedback() == Feedback::AtEnd {
            let missed = self.run.answers.iter().filter(|answer| !answer.right);
            let items = missed.filter_map(|a| self.quiz.items.iter().find(|i| i.id == *a.item.as_str()));
            for item in items.chain(last) {
                told.push(Block::Field(item.ask.clone(), String::new()));
                told.extend(quiz::explained(&self.words, item, self.source(item)));
            }
        }
        let earlier = self.run.answers.iter().filter(|answer| answer.right && answer.scored).count();
        told.push(quiz::done(&self.words, earlier + more, self.counted()));
        if self.feedback() == Feedback::Never {
            told.push(Block::Note(self.words.plain(phrase::QUIZ_NOT_EXPLAINED).into()));
        }
        told
    }

    /// How many questions count; runs of before know it from the quiz alone.
    fn counted(&self) -> usize {
        usize::try_from(self.run.new.counts).ok().filter(|counts| *counts > 0).unwrap_or(self.quiz.scored())
    }

    fn source(&self, item: &Item) -> &str {
        self.playbook.sources.get(&item.source).map_or("", String::as_str)
    }
}
