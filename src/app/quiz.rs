//! Quizzes and their survey in chat: start, answer, ask on. Learning and reaction are stored apart.

use crate::coach::ids::QuizRunId;
use crate::coach::purpose::Purpose;
use crate::coach::quiz::{Given, Item, Quiz, Survey};
use crate::playbook::Playbook;
use crate::reply::{Block, Reply, Words, notice, phrase, quiz};
use crate::store::{Answered, NewQuizRun, QuizRun, Recorded, SurveyAnswer, Terms};

use super::contents::{Content, QUIZZES};
use super::{App, AppError, Step, Who};

/// A run with its content.
struct Running {
    run: QuizRun,
    playbook: std::sync::Arc<Playbook>,
    quiz: std::sync::Arc<Quiz>,
    words: std::sync::Arc<Words>,
}

impl App {
    /// Starts a quiz as practice, which nobody else sees.
    pub async fn start_quiz(
        &self,
        who: &Who,
        event: i64,
        asked: Option<&str>,
    ) -> Result<Vec<Reply>, AppError> {
        self.begin_quiz(who, event, asked, Purpose::Practice, Terms::default()).await
    }

    /// Begins a run; the event's id becomes the run's. The introduction and the first question come back.
    pub(super) async fn begin_quiz(
        &self,
        who: &Who,
        event: i64,
        asked: Option<&str>,
        purpose: Purpose,
        terms: Terms,
    ) -> Result<Vec<Reply>, AppError> {
        let words = self.words(&who.language)?;
        let content = self.content(who.server).await?;
        let playbook = content.playbook(&who.language)?;
        let found = match asked {
            Some(id) => playbook.quizzes.get(id.trim()),
            None => playbook.quizzes.values().next(),
        };
        let Some(found) = found else {
            let typed = asked.unwrap_or_default();
            return Ok(vec![Reply::text(words.say(phrase::QUIZ_NOT_FOUND, &[("typed", typed)]))]);
        };
        self.begin_run(who, event, (&content, &playbook, found), purpose, terms).await
    }

    /// Begins a run of a quiz that was found.
    pub(super) async fn begin_run(
        &self,
        who: &Who,
        event: i64,
        (content, playbook, found): (&Content, &Playbook, &Quiz),
        purpose: Purpose,
        terms: Terms,
    ) -> Result<Vec<Reply>, AppError> {
        let words = self.words(&who.language)?;
        let new = NewQuizRun {
            id: QuizRunId(event),
            server: who.server,
            rep: who.rep,
            quiz: found.id.to_string(),
            playbook: playbook.id.to_string(),
            digest: found.digest,
            content: content.remembered(playbook, QUIZZES, &found.id),
            language: playbook.language.to_string(),
            seed: self.seed(found.id.as_str()),
            purpose,
            terms,
            started: self.now(),
        };
        self.store.begin_quiz_run(&new).await?;
        let first = quiz::question(&words, found, new.id, new.seed, 0);
        Ok([Some(quiz::intro(&words, found, purpose.official())), first].into_iter().flatten().collect())
    }

    /// The question that a run stands at, shown again; `None` where its content is not there any more.
    pub(super) async fn quiz_again(&self, who: &Who, run: QuizRunId) -> Result<Option<Vec<Reply>>, AppError> {
        let Ok(running) = self.running(who, run).await? else {
            return Ok(None);
        };
        let at = running.run.answers.len();
        let question = quiz::question(&running.words, &running.quiz, run, running.run.new.seed, at);
        let told = notice::plain(&running.words, phrase::ASSIGN_RESUMED);
        Ok(Some(std::iter::once(told).chain(question).collect()))
    }

    async fn running(&self, who: &Who, run: QuizRunId) -> Result<Result<Running, Reply>, AppError> {
        let words = self.words(&who.language)?;
        let Some(run) = self.store.quiz_run(run, who.rep).await? else {
            return Ok(Err(notice::plain(&words, phrase::QUIZ_NOT_YOURS)));
        };
        let edition = run.new.content.map(|content| content.edition);
        let content = self.content_in(run.new.server, edition).await?;
        let own = content.own(&run.new.playbook, &run.new.language).ok();
        let quiz = own
            .as_ref()
            .and_then(|p| p.quizzes.get(run.new.quiz.as_str()))
            .filter(|q| q.digest == run.new.digest)
            .cloned();
        // Questions that were changed cannot be mixed with answers to the old ones.
        let (Some(playbook), Some(quiz)) = (own, quiz) else {
            return Ok(Err(notice::plain(&words, phrase::OLD_BUTTON)));
        };
        let words = self.words(&run.new.language)?;
        Ok(Ok(Running { run, playbook, quiz, words }))
    }

    /// Takes the answer to the so-manieth question.
    pub async fn answer_quiz(
        &self,
        who: &Who,
        run: QuizRunId,
        at: usize,
        given: &Given,
    ) -> Result<Step, AppError> {
        let running = match self.running(who, run).await? {
            Ok(running) => running,
            Err(reply) => {
                return Ok(Step::last(reply));
            }
        };
        let answered = Step::last(notice::plain(&running.words, phrase::QUIZ_ANSWERED));
        let Some(item) =
            running.quiz.item(running.run.new.seed, at).filter(|_| at == running.run.answers.len())
        else {
            return Ok(answered);
        };
        let right = item.is_right(given, running.run.new.seed);
        let row = Answered {
            n: u32::try_from(at).unwrap_or(u32::MAX),
            item: item.id.to_string(),
            given: written(given),
            right,
            scored: item.scored,
            at: self.now(),
        };
        let last = at + 1 >= running.quiz.items.len();
        if self.store.record_answer(run, &row, last).await? == Recorded::Duplicate {
            return Ok(answered);
        }
        let mut step = running.step(item, right, at, last);
        if last {
            let told = self.told_after(running.run.new.purpose, who.rep, &running.words).await?;
            if let (Some(verdict), Some(told)) = (&mut step.outcome, told) {
                verdict.blocks.extend(told.blocks);
                verdict.buttons.extend(told.buttons);
            }
        }
        Ok(step)
    }

    /// What the form for a typed answer is called; `Err` with a notice where there is nothing to answer.
    pub async fn quiz_form(
        &self,
        who: &Who,
        run: QuizRunId,
        at: usize,
    ) -> Result<Result<(String, String), Reply>, AppError> {
        Ok(match self.running(who, run).await? {
            Ok(r) if at == r.run.answers.len() => {
                let (number, of) = ((at + 1).to_string(), r.quiz.items.len().to_string());
                let title = r.words.say(phrase::QUIZ_QUESTION, &[("at", &number), ("of", &of)]);
                Ok((title, r.words.plain(phrase::QUIZ_TYPE).to_owned()))
            }
            Ok(r) => Err(notice::plain(&r.words, phrase::QUIZ_ANSWERED)),
            Err(reply) => Err(reply),
        })
    }

    /// Takes the answer to the so-manieth question of the survey.
    pub async fn answer_survey(
        &self,
        who: &Who,
        run: QuizRunId,
        at: usize,
        which: usize,
    ) -> Result<Step, AppError> {
        let running = match self.running(who, run).await? {
            Ok(running) => running,
            Err(reply) => {
                return Ok(Step::last(reply));
            }
        };
        let survey = running.survey();
        let question = survey.and_then(|survey| survey.questions.get(at));
        let choice = question.and_then(|question| question.choices.get(which));
        let (Some(survey), Some(question), Some((choice, text))) = (survey, question, choice) else {
            return Ok(Step::last(notice::plain(&running.words, phrase::OLD_BUTTON)));
        };
        let n = u32::try_from(at).unwrap_or(u32::MAX);
        let answer = SurveyAnswer {
            survey: survey.id.to_string(),
            question: question.id.to_string(),
            choice: choice.to_string(),
        };
        if self.store.record_survey(run, n, &answer).await? == Recorded::Duplicate {
            return Ok(Step::last(notice::plain(&running.words, phrase::QUIZ_ANSWERED)));
        }
        let verdict =
            Reply::default().with(Block::Note(question.ask.clone())).with(Block::Text(text.clone()));
        Ok(Step { outcome: Some(verdict), next: Some(quiz::survey(&running.words, survey, run, at + 1)) })
    }
}

impl Running {
    fn at_once(&self) -> bool {
        self.run.new.terms.at_once.unwrap_or(self.quiz.at_once)
    }

    /// An assigned quiz asks for no reaction: its attempts would be counted again and again.
    fn survey(&self) -> Option<&Survey> {
        if matches!(self.run.new.purpose, Purpose::Assigned { .. }) {
            return None;
        }
        let id = self.quiz.survey.as_ref()?;
        self.playbook.surveys.get(id).map(|survey| &**survey)
    }

    fn source(&self, item: &Item) -> &str {
        self.playbook.sources.get(&item.source).map_or("", String::as_str)
    }

    fn step(&self, item: &Item, right: bool, at: usize, last: bool) -> Step {
        let mut verdict = Reply::default().with(Block::Title(item.ask.clone()));
        if self.at_once() {
            verdict.blocks.extend(quiz::marked(&self.words, item, right, self.source(item)));
        } else if !last {
            verdict.blocks.push(Block::Note(self.words.plain(phrase::QUIZ_NOTED).into()));
        }
        if !last {
            return Step {
                outcome: Some(verdict),
                next: quiz::question(&self.words, &self.quiz, self.run.new.id, self.run.new.seed, at + 1),
            };
        }
        if !self.at_once() {
            self.explain_misses(item, right, &mut verdict);
        }
        let earlier = self.run.answers.iter().filter(|answer| answer.right && answer.scored).count();
        let rights = earlier + usize::from(right && item.scored);
        verdict.blocks.push(quiz::done(&self.words, rights, self.quiz.scored()));
        let next = self.survey().map(|survey| quiz::survey(&self.words, survey, self.run.new.id, 0));
        Step { outcome: Some(verdict), next }
    }

    /// At the end of a quiz that explains nothing on the way, every miss is explained.
    fn explain_misses(&self, last: &Item, last_right: bool, verdict: &mut Reply) {
        let earlier = self
            .run
            .answers
            .iter()
            .filter(|a| !a.right)
            .filter_map(|a| self.quiz.items.iter().find(|i| i.id == *a.item.as_str()));
        for item in earlier.chain((!last_right).then_some(last)) {
            verdict.blocks.push(Block::Field(item.ask.clone(), String::new()));
            verdict.blocks.extend(quiz::marked(&self.words, item, false, self.source(item)));
        }
    }
}

/// An answer as it is stored.
fn written(given: &Given) -> String {
    match given {
        Given::Chosen(chosen) => chosen.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(" "),
        Given::Typed(text) => text.chars().take(200).collect(),
    }
}
