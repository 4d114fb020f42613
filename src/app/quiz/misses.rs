//! Missed questions that come back: what an answer does to them, a run over those that are due, the list with its files, and
//! what a rep is told on the day.
//! It must not ask what is no longer in the playbook, nor tell anybody else.

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::run::Running;
use crate::app::begin::LEARNER;
use crate::app::settings::by_language;
use crate::app::{App, AppError, Who};
use crate::coach::ids::{Id, Place, QuizRunId, RepId, ServerId};
use crate::coach::ladder::{Moved, moved, told_again};
use crate::coach::local::moment;
use crate::coach::notice::{About, NoticeKind};
use crate::coach::purpose::Purpose;
use crate::coach::quiz::{Given, Item, Quiz};
use crate::coach::seed;
use crate::playbook::Playbook;
use crate::playbook::exchange::{MissRow, misses_table, to_anki};
use crate::reply::misses::{Group, due, list, nothing_due};
use crate::reply::{Action, File, Reply, Words, notice, phrase, quiz};
use crate::store::{Miss, MissChange, MissKey, NewNotice, NewQuizRun, Notice, Terms};

/// The most questions of one review.
const AT_ONCE: usize = 20;

/// A missed question that is still asked.
struct Found {
    miss: Miss,
    playbook: Arc<Playbook>,
    quiz: Arc<Quiz>,
    item: Item,
}

impl App {
    /// What an answer does to the missed questions. A playbook without a learner's cadence brings nothing back.
    pub(super) async fn miss_change(
        &self,
        running: &Running,
        item: &Item,
        given: &Given,
        right: bool,
    ) -> Result<MissChange, AppError> {
        let Some(cadence) = running.playbook.cadences.get(LEARNER) else {
            return Ok(MissChange::None);
        };
        let key = running.miss_key(item);
        let known = self.store.misses(key.server, key.rep).await?.into_iter().find(|miss| miss.key == key);
        let zone = self.zone_of(key.server, key.rep, &key.language).await?;
        let before = known.as_ref().map(|miss| miss.standing);
        Ok(match moved(right, before, self.today(zone), &cadence.days()) {
            Moved::Stays => MissChange::None,
            Moved::Off => MissChange::Gone(key),
            Moved::To(standing) => {
                let given =
                    known.filter(|_| right).map_or_else(|| running.in_words(item, given), |m| m.given);
                let notice = notice_on(key.server, key.rep, standing.due, cadence.at, zone);
                MissChange::Comes(Miss { key, standing, given }, notice)
            }
        })
    }

    /// Begins a run over missed questions that are due, as practice; in direct messages those of none of the servers.
    pub async fn review_misses(&self, who: &Who, event: i64) -> Result<Vec<Reply>, AppError> {
        self.review_misses_of(who, who.server, event).await
    }

    /// The same for those of a server, wherever it is asked.
    pub async fn review_misses_of(
        &self,
        who: &Who,
        server: ServerId,
        event: i64,
    ) -> Result<Vec<Reply>, AppError> {
        let words = self.words(&who.language)?;
        let found = self.found_misses(server, who.rep).await?;
        let today = self.today(self.zone_of(server, who.rep, &who.language).await?);
        let Some(playbook) = self.reviewed_first(who, server, &found, today).await? else {
            let days = found.first().map(|next| (next.miss.standing.due - today).num_days());
            return Ok(vec![nothing_due(&words, days)]);
        };
        let items: Vec<String> = found
            .iter()
            .filter(|f| f.miss.standing.due <= today && Arc::ptr_eq(&f.playbook, &playbook))
            .take(AT_ONCE)
            .map(|f| pinned(&f.quiz.id, &f.item))
            .collect();
        let content = self.content(server).await?;
        let new = NewQuizRun {
            id: QuizRunId(event),
            server,
            rep: who.rep,
            quiz: String::new(),
            counts: 0,
            playbook: playbook.id.to_string(),
            digest: 0,
            content: content.edition.map(|edition| crate::store::ContentVersion { edition, version: None }),
            language: playbook.language.to_string(),
            seed: self.seed("misses"),
            purpose: Purpose::Practice,
            terms: Terms::default(),
            started: self.now(),
            items,
        };
        self.begun(who, new).await
    }

    /// The playbook whose due questions are asked first: that of the reader's language, else that of the earliest.
    async fn reviewed_first(
        &self,
        who: &Who,
        server: ServerId,
        found: &[Found],
        today: NaiveDate,
    ) -> Result<Option<Arc<Playbook>>, AppError> {
        let due = || found.iter().filter(|found| found.miss.standing.due <= today).map(|f| &f.playbook);
        let own = self.content(server).await?.playbook(&who.language)?;
        let first = due().find(|playbook| Arc::ptr_eq(playbook, &own)).or_else(|| due().next());
        Ok(first.cloned())
    }

    /// A rep's open misses with when they come back, and as files.
    pub async fn list_misses(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let found = self.found_misses(who.server, who.rep).await?;
        if found.is_empty() {
            return Ok(notice::plain(&words, phrase::MISSES_NONE));
        }
        let today = self.today(self.zone_of(who.server, who.rep, &who.language).await?);
        let mut groups: Vec<Group> = Vec::new();
        for Found { miss, quiz, item, .. } in &found {
            let (title, days) = (quiz.title.clone(), (miss.standing.due - today).num_days().max(0));
            match groups.iter_mut().find(|group| group.title == title && group.days == days) {
                Some(group) => group.asks.push(item.ask.clone()),
                None => groups.push(Group { title, days, asks: vec![item.ask.clone()] }),
            }
        }
        let start = Action::QuizReview(who.server, day_number(today));
        let listed = list(&words, &groups, start);
        Ok(files(&words, &found).into_iter().fold(listed, Reply::file))
    }

    /// What a rep is told of what is due; `None` where nothing is. While it stays due it is told again for some days.
    pub(in crate::app) async fn misses_told(
        &self,
        told: &Notice,
    ) -> Result<Option<(Reply, Action)>, AppError> {
        let (server, rep) = (told.new.server, told.new.about.rep);
        let language = self.store.rep(server, rep).await?.map(|rep| rep.language).unwrap_or_default();
        let zone = self.zone_of(server, rep, &language).await?;
        let today = self.today(zone);
        let mut open = self.found_misses(server, rep).await?;
        open.retain(|found| found.miss.standing.due <= today);
        let Some(first) = open.first() else {
            return Ok(None);
        };
        if let Some(cadence) = first.playbook.cadences.get(LEARNER) {
            let on = |day| notice_on(server, rep, day, cadence.at, zone);
            if told.new.about.subject < day_number(today) {
                // It comes late: that of today stands for it, so that nobody is told twice a day.
                self.store.plan_notices(&[on(today)]).await?;
                return Ok(None);
            }
            let again = told_again(open.iter().map(|found| found.miss.standing.due), today);
            let tomorrow = today.checked_add_days(Days::new(1)).filter(|_| again);
            self.store.plan_notices(&tomorrow.map(on).into_iter().collect::<Vec<_>>()).await?;
        }
        let start = Action::QuizReview(server, told.new.about.subject);
        let words = self.words(&language).or_else(|_| self.words(first.playbook.language.as_str()))?;
        Ok(Some((due(&words, open.len(), start.clone()), start)))
    }

    /// A rep's misses whose questions are in the playbooks, the earliest due first.
    async fn found_misses(&self, server: ServerId, rep: RepId) -> Result<Vec<Found>, AppError> {
        let content = self.content(server).await?;
        let find = |miss: Miss| {
            let playbook = content.own(&miss.key.playbook, &miss.key.language).ok()?;
            let quiz = playbook.quizzes.get(miss.key.quiz.as_str()).cloned()?;
            let item = quiz.items.iter().find(|item| item.id == *miss.key.item.as_str())?.clone();
            Some(Found { miss, playbook, quiz, item })
        };
        Ok(self.store.misses(server, rep).await?.into_iter().filter_map(find).collect())
    }

    /// The zone that a rep chose, else that of their language.
    async fn zone_of(&self, server: ServerId, rep: RepId, language: &str) -> Result<Tz, AppError> {
        let chosen = self.store.rep(server, rep).await?.and_then(|rep| rep.zone?.parse().ok());
        Ok(chosen.unwrap_or_else(|| by_language(language)))
    }

    fn today(&self, zone: Tz) -> NaiveDate {
        self.now().with_timezone(&zone).date_naive()
    }
}

impl Running {
    fn miss_key(&self, item: &Item) -> MissKey {
        let new = &self.run.new;
        let whole = item.id.as_str();
        let (quiz, item) = whole.split_once('/').unwrap_or((&new.quiz, whole));
        MissKey {
            server: new.server,
            rep: new.rep,
            playbook: new.playbook.clone(),
            language: new.language.clone(),
            quiz: quiz.to_owned(),
            item: item.to_owned(),
        }
    }

    /// What is said at the end of a run in which so many questions were missed, where they come back.
    pub(super) fn comes_back(&self, missed: usize) -> Option<String> {
        let days = days_of(&self.playbook)?;
        let explained = self.feedback() != crate::coach::quiz::Feedback::Never;
        let holes = [("count", missed.to_string()), ("days", days)];
        (missed > 0 && explained).then(|| {
            self.words
                .say(phrase::QUIZ_COME_BACK, &holes.each_ref().map(|(hole, value)| (*hole, value.as_str())))
        })
    }
}

/// The days of the learner's cadence as the course writes them, such as 1-3-7-21.
fn days_of(playbook: &Playbook) -> Option<String> {
    let days = playbook.cadences.get(LEARNER)?.days();
    Some(days.iter().map(u32::to_string).collect::<Vec<_>>().join("-"))
}

/// A question as a run over missed ones remembers it: with a digest, so that one which was changed is passed over.
fn pinned(quiz: &Id, item: &Item) -> String {
    format!("{quiz}/{} {:x}", item.id, item.digest())
}

/// The quiz that a run over missed questions is, of those that are as they were when it began; and the ids of all, in
/// order.
pub(super) fn review_quiz(items: &[String], playbook: &Playbook, words: &Words) -> (Quiz, Vec<Id>) {
    let named = |line: &str| line.split_once(' ').map_or(line, |(id, _)| id).to_owned();
    let find = |line: &String| {
        let id = named(line);
        let (quiz, item) = id.split_once('/')?;
        let quiz = playbook.quizzes.get(quiz)?;
        let item = quiz.items.iter().find(|one| one.id == *item)?;
        (pinned(&quiz.id, item) == *line).then(|| Item { id: Id::new(&id), scored: true, ..item.clone() })
    };
    let order = items.iter().map(|line| Id::new(&named(line))).collect();
    let about = words.say(phrase::MISSES_REVIEW_ABOUT, &[("days", &days_of(playbook).unwrap_or_default())]);
    (made_of(words, about, items.iter().filter_map(find).collect()), order)
}

fn made_of(words: &Words, summary: String, items: Vec<Item>) -> Quiz {
    Quiz {
        id: Id::new("misses"),
        title: words.plain(phrase::MISSES_REVIEW).to_owned(),
        summary,
        pass: 0,
        at_once: true,
        minutes: None,
        survey: None,
        form: None,
        test: None,
        items,
        place: Place { file: Arc::from(""), line: 0 },
        digest: 0,
    }
}

fn files(words: &Words, found: &[Found]) -> [File; 2] {
    let row = |Found { miss, playbook, quiz, item }: &Found| MissRow {
        quiz: quiz.title.clone(),
        question: item.ask.clone(),
        right: quiz::right_answer(words, item),
        given: miss.given.clone(),
        source: playbook.sources.get(&item.source).cloned().unwrap_or_default(),
        due: miss.standing.due.to_string(),
    };
    let heads = [
        phrase::MISSES_QUIZ,
        phrase::MISSES_QUESTION,
        phrase::MISSES_RIGHT,
        phrase::MISSES_GIVEN,
        phrase::MISSES_SOURCE,
        phrase::MISSES_DUE_DAY,
    ];
    let table = misses_table(heads.map(|head| words.plain(head)), &found.iter().map(row).collect::<Vec<_>>());
    let all = made_of(words, String::new(), found.iter().map(|found| found.item.clone()).collect());
    let cards = to_anki(&all, [true, false].map(|truth| quiz::truth(words, truth)));
    [("misses.csv", table), ("misses-anki.csv", cards.text)].map(|(name, text)| File {
        name: name.to_owned(),
        kind: "text/csv",
        bytes: text.into_bytes(),
        alt: String::new(),
    })
}

/// The notice of a day, one for a rep in a server.
fn notice_on(server: ServerId, rep: RepId, day: NaiveDate, at: NaiveTime, zone: Tz) -> NewNotice {
    // A rep of several servers is told by each; half of the digest fits a part.
    let part = u32::try_from(seed::digest(&server.to_string()) >> 33).unwrap_or_default();
    let about = About { rep, kind: NoticeKind::Misses, subject: day_number(day), part };
    NewNotice { about, server, channel: 0, due: moment(day, at, zone) }
}

/// The day, counted from 1970.
fn day_number(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days()
}
