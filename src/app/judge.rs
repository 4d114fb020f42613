//! Official drills under review: a trainer accepts the machine's verdicts or changes some with a reason, and comments.
//! What is changed is kept until the review is settled; then it counts, beside the machine's, and the rep is told.
//! It must not show practice, nor let anybody judge themselves.

use super::held::Held;
use super::review::not_for;
use super::{App, AppError, Step, Who};
use crate::coach::ids::{RepId, SessionId};
use crate::coach::review::{Item, LONGEST_COMMENT, LONGEST_REASON, Mark, QueuePlace, Total};
use crate::coach::score::score;
use crate::reply::judge::{self, Case, Changed, Judged};
use crate::reply::{Block, Phrase, Reply, Words, drill, notice, phrase, reviewed, talk};
use crate::store::{Outcome, Override, Recorded, Reviewing, Said, Session, Settled, StoredReceipt};

/// An official drill in a trainer's hands.
pub(super) struct Examined {
    pub(super) session: Session,
    pub(super) title: String,
    pub(super) judged: Vec<Judged>,
    pub(super) talk: Vec<Vec<Block>>,
    pub(super) as_played: bool,
    /// The score from which it counts as passed.
    pass: u32,
    /// What it was folded to, where that is known.
    held: Option<Held>,
}

impl App {
    /// A drill with its receipts and what was said, as far as that is known.
    pub(super) async fn examine(&self, session: Session) -> Result<Examined, AppError> {
        let receipts = self.store.receipts(session.new.id).await?;
        let held = self.fold(session.clone()).await.ok().filter(Held::is_as_played);
        let as_played = held.is_some();
        let said = || session.turns.iter().map(|turn| turn.said.as_str());
        let (title, talk, pass) = match &held {
            Some(held) => {
                let plan = &held.bout.plan;
                (plan.scenario.title.clone(), talk::pages(&held.bout), plan.method.pass)
            }
            None => (session.new.scenario.clone(), talk::pages_of_words(said()), 100),
        };
        let mut judged: Vec<Judged> = (0..).zip(&receipts).map(judged).collect();
        if let Some(held) = &held {
            quote(held, &mut judged);
        }
        let pass = session.pass_mark.unwrap_or(pass);
        Ok(Examined { session, title, judged, talk, as_played, pass, held })
    }

    /// An official drill as a trainer sees it; from then on they cannot mark it blind.
    pub(super) async fn drill_case(
        &self,
        who: &Who,
        words: &Words,
        session: SessionId,
        page: usize,
    ) -> Result<Reply, AppError> {
        let Some((examined, said)) = self.under_review(who, session).await? else {
            return Ok(notice::plain(words, phrase::JUDGE_GONE));
        };
        self.store.see_drill(&self.reviewing(who, session)).await?;
        let since_ms = examined.session.ended.map_or(0, |at| at.timestamp_millis());
        let (machine, trainer) = examined.standings();
        let tricks = examined.held.as_ref().map(|held| drill::tricks(words, &held.bout)).unwrap_or_default();
        let case = Case {
            place: QueuePlace { since_ms, session, reply: 0 },
            waiting: (
                self.store.drills_waiting(who.server, who.rep).await?,
                self.store.disputes_waiting(who.server).await?,
            ),
            title: &examined.title,
            rep: &self.name_of(who, examined.session.new.rep).await?,
            machine,
            trainer,
            judged: &examined.judged,
            talk: &examined.talk,
            as_played: examined.as_played,
            pass: examined.pass,
            tricks: &tricks,
            comment: said.comment.as_deref(),
        };
        Ok(judge::case(words, &case, page))
    }

    /// A drill that this trainer may review, with what they have said so far; none where there is no such drill.
    async fn under_review(
        &self,
        who: &Who,
        session: SessionId,
    ) -> Result<Option<(Examined, Said)>, AppError> {
        let drill = self.store.official_drill(who.server, session).await?;
        let Some(drill) = drill.filter(|drill| drill.new.rep != who.rep) else { return Ok(None) };
        let (mut examined, said) =
            (self.examine(drill).await?, self.store.said_of_drill(session, who.rep).await?);
        examined.change(&said);
        Ok(Some((examined, said)))
    }

    fn reviewing(&self, who: &Who, session: SessionId) -> Reviewing {
        Reviewing { session, server: who.server, by: who.rep, at: self.now() }
    }

    /// What a member is called in the server, else their number.
    pub(super) async fn name_of(&self, who: &Who, rep: RepId) -> Result<String, AppError> {
        let known = self.store.rep(who.server, rep).await?.map(|rep| rep.name);
        Ok(known.filter(|name| !name.is_empty()).unwrap_or_else(|| rep.to_string()))
    }

    /// A page of a drill under review.
    pub async fn look_at_drill(&self, who: &Who, session: SessionId, page: usize) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        match self.not_now(who, session).await? {
            Some(why) => Ok(Step::last(why)),
            None => Ok(Step::last(self.drill_case(who, &words, session, page).await?)),
        }
    }

    /// Why a drill is not to be reviewed by somebody now: they may not, or it was reviewed.
    async fn not_now(&self, who: &Who, session: SessionId) -> Result<Option<Reply>, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Some(notice::plain(&words, why)));
        }
        let drill = self.store.official_drill(who.server, session).await?;
        if drill.is_none_or(|drill| drill.new.rep == who.rep) {
            return Ok(Some(notice::plain(&words, phrase::JUDGE_GONE)));
        }
        match self.store.review_of(session).await? {
            Some(review) => {
                let by = self.name_of(who, review.by).await?;
                Ok(Some(Reply::text(words.say(phrase::JUDGED_BY, &[("who", &by)]))))
            }
            None => Ok(None),
        }
    }

    /// One verdict of a drill, to be changed.
    pub async fn look_at_verdict(&self, who: &Who, session: SessionId, n: u32) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = self.not_now(who, session).await? {
            return Ok(Step::last(why));
        }
        let found = self.under_review(who, session).await?;
        let judged = found.as_ref().and_then(|(drill, _)| drill.judged.iter().find(|judged| judged.n == n));
        Ok(Step::last(match judged {
            Some(judged) => judge::verdict(&words, session, judged),
            None => notice::plain(&words, phrase::JUDGE_GONE),
        }))
    }

    /// What the form for the reason of a changed verdict is called, and its field; `Err` with a notice where nothing is to be changed.
    pub async fn reason_form(
        &self,
        who: &Who,
        session: SessionId,
    ) -> Result<Result<(String, String), Reply>, AppError> {
        self.form(who, session, phrase::FORM_REASON, phrase::FORM_REASON_FIELD).await
    }

    /// What the form for a comment on a drill is called, and its field.
    pub async fn comment_form(
        &self,
        who: &Who,
        session: SessionId,
    ) -> Result<Result<(String, String), Reply>, AppError> {
        self.form(who, session, phrase::FORM_COMMENT, phrase::FORM_COMMENT_FIELD).await
    }

    async fn form(
        &self,
        who: &Who,
        session: SessionId,
        title: Phrase,
        field: Phrase,
    ) -> Result<Result<(String, String), Reply>, AppError> {
        let words = self.words(&who.language)?;
        Ok(match self.not_now(who, session).await? {
            Some(why) => Err(why),
            None => Ok((words.plain(title).to_owned(), words.plain(field).to_owned())),
        })
    }

    /// A trainer's verdict on a check, with the reason; it counts when the review is settled.
    pub async fn change_verdict(
        &self,
        who: &Who,
        (session, n, mark): (SessionId, u32, Mark),
        reason: &str,
    ) -> Result<Step, AppError> {
        if let Some(why) = self.not_now(who, session).await? {
            return Ok(Step::last(why));
        }
        let found = self.under_review(who, session).await?;
        let judged = found.as_ref().and_then(|(drill, _)| drill.judged.iter().find(|judged| judged.n == n));
        // A reason of spaces alone is none: the drill is shown as it was.
        if let (Some(judged), Some(reason)) = (judged, told(reason, LONGEST_REASON)) {
            let (earned, cost) = match judged.item.marked(mark) {
                Item::Check { earned, .. } => (earned, 0),
                Item::Fault(cost) => (None, cost),
            };
            let changed = Override { n, mark, earned, cost, reason };
            self.store.record_override(&self.reviewing(who, session), &changed).await?;
        }
        self.look_at_drill(who, session, 0).await
    }

    /// Takes a changed verdict back: the machine's stands.
    pub async fn as_machine(&self, who: &Who, session: SessionId, n: u32) -> Result<Step, AppError> {
        if let Some(why) = self.not_now(who, session).await? {
            return Ok(Step::last(why));
        }
        self.store.drop_override(&self.reviewing(who, session), n).await?;
        self.look_at_drill(who, session, 0).await
    }

    /// A trainer's comment on a drill.
    pub async fn comment_on_drill(
        &self,
        who: &Who,
        session: SessionId,
        comment: &str,
    ) -> Result<Step, AppError> {
        if let Some(why) = self.not_now(who, session).await? {
            return Ok(Step::last(why));
        }
        if let Some(comment) = told(comment, LONGEST_COMMENT) {
            self.store.record_comment(&self.reviewing(who, session), &comment).await?;
        }
        self.look_at_drill(who, session, 0).await
    }

    /// Settles a review in which the trainer saw so many changed verdicts.
    pub async fn settle_drill(
        &self,
        who: &Who,
        session: SessionId,
        changes: usize,
    ) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = self.not_now(who, session).await? {
            return Ok(Step::last(why));
        }
        let Some((examined, said)) = self.under_review(who, session).await? else {
            return Ok(Step::last(notice::plain(&words, phrase::JUDGE_GONE)));
        };
        if said.overrides.len() != changes {
            // The message is older than what was changed: it is shown as it is now.
            return self.look_at_drill(who, session, 0).await;
        }
        let (machine, standing) = examined.standings();
        let outcome = if changes > 0 { Outcome::Adjusted } else { Outcome::Accepted };
        let comment = said.comment.clone();
        let settled = Settled { outcome, said, score: standing.0, passed: standing.1 };
        if self.store.settle_review(&self.reviewing(who, session), &settled).await? == Recorded::Duplicate {
            let why = self.not_now(who, session).await?;
            return Ok(Step::last(why.unwrap_or_else(|| notice::plain(&words, phrase::JUDGE_GONE))));
        }
        let (title, judged) = (examined.title.as_str(), examined.judged.as_slice());
        let comment = comment.as_deref();
        let told = reviewed::Told { session, title, who: &who.name, machine, standing, judged, comment };
        let rep = self.name_of(who, examined.session.new.rep).await?;
        self.followed(who, &words, reviewed::settled(&words, &rep, &told)).await
    }
}

impl Examined {
    /// Puts a trainer's verdicts beside the machine's.
    pub(super) fn change(&mut self, said: &Said) {
        for judged in &mut self.judged {
            let own = said.overrides.iter().find(|own| own.n == judged.n);
            judged.changed = own.map(|own| {
                let item = match judged.item {
                    Item::Check { weight, .. } => Item::Check { weight, earned: own.earned },
                    Item::Fault(_) => Item::Fault(own.cost),
                };
                Changed { item, reason: own.reason.clone() }
            });
        }
    }

    /// The machine's score, and the score with the trainer's verdicts.
    pub(super) fn standings(&self) -> (judge::Standing, judge::Standing) {
        let machine = self.session.score;
        let changed = |judged: &Judged| judged.changed.as_ref().map_or(judged.item, |changed| changed.item);
        let trainer = if self.judged.iter().any(|judged| judged.changed.is_some()) {
            Total::of(self.judged.iter().map(changed)).score
        } else {
            machine
        };
        let passed = |score: Option<u32>| score.is_some_and(|score| score >= self.pass);
        ((machine, passed(machine)), (trainer, passed(trainer)))
    }
}

/// Words of a form as they are kept; none where there are none.
fn told(words: &str, most: usize) -> Option<String> {
    let words: String = words.trim().chars().take(most).collect();
    (!words.is_empty()).then_some(words)
}

fn judged((n, receipt): (u32, &StoredReceipt)) -> Judged {
    let item = match receipt.step {
        Some(_) => Item::Check { weight: receipt.weight, earned: receipt.earned },
        None => Item::Fault(receipt.cost),
    };
    let (id, title) = (receipt.id.clone(), receipt.title.clone());
    Judged { n, id, title, item, quotes: Vec::new(), changed: None }
}

/// The rep's words that each verdict rests on.
fn quote(held: &Held, judged: &mut [Judged]) {
    let card = score(&held.bout);
    let checks = card.receipts.iter().map(|receipt| (&receipt.check, &receipt.quotes));
    let faults = card.faults.iter().map(|fault| (&fault.fault, &fault.quotes));
    for (id, quotes) in checks.chain(faults) {
        for judged in judged.iter_mut().filter(|judged| judged.id == id.as_str()) {
            let words = quotes.iter().map(|quote| (quote.turn, quote.words(&held.bout).to_owned()));
            judged.quotes = words.collect();
        }
    }
}
