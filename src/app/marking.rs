//! Blind marking: a trainer marks the checks of an official drill by what was said alone; when two have marked the same
//! drills, it is shown how far they agree with each other and with the machine.
//! It must not show a name, a verdict or another's marks to whoever is marking.

use std::collections::{BTreeMap, BTreeSet};

use super::review::not_for;
use super::{App, AppError, Step, Who};
use crate::coach::evaluate::compare_raters;
use crate::coach::ids::{RepId, SessionId};
use crate::coach::review::{Item, Mark};
use crate::reply::marking::{self, Marked, Pair};
use crate::reply::{Reply, Words, notice, phrase};
use crate::store::{FinishedMark, Recorded, Reviewing};

/// Pairs of trainers that are shown for a check: those with the most drills in common.
const PAIRS: usize = 3;

impl App {
    /// The next drill to mark blind.
    pub async fn mark_next(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        match self.store.next_to_mark(who.server, who.rep).await? {
            Some(session) => self.blind(who, &words, session, None, 0).await,
            None => Ok(notice::plain(&words, phrase::MARKING_NOTHING)),
        }
    }

    /// A drill that is marked blind, at a check and a page.
    pub async fn look_blind(
        &self,
        who: &Who,
        session: SessionId,
        check: u32,
        page: usize,
    ) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        match not_for(who) {
            Some(why) => Ok(Step::last(notice::plain(&words, why))),
            None => Ok(Step::last(self.blind(who, &words, session, Some(check), page).await?)),
        }
    }

    /// Marks a check and goes on to the next that has no mark.
    pub async fn mark(
        &self,
        who: &Who,
        session: SessionId,
        (n, mark): (u32, Mark),
        page: usize,
    ) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Step::last(notice::plain(&words, why)));
        }
        let receipts = self.store.receipts(session).await?;
        let there = receipts.get(usize::try_from(n).unwrap_or(usize::MAX)).is_some_and(|r| r.step.is_some());
        let closed = || Ok(Step::last(notice::plain(&words, phrase::MARKING_CLOSED)));
        if !there || !Mark::BLIND.contains(&mark) {
            return closed();
        }
        match self.store.record_mark(&self.marking_now(who, session), n, mark).await? {
            Recorded::New => Ok(Step::last(self.blind(who, &words, session, None, page).await?)),
            Recorded::Duplicate => closed(),
        }
    }

    /// Finishes a marking: its marks stay and count.
    pub async fn finish_marking(&self, who: &Who, session: SessionId) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Step::last(notice::plain(&words, why)));
        }
        let said = match self.store.finish_marking(&self.marking_now(who, session)).await? {
            Recorded::New => phrase::MARKING_FINISHED,
            Recorded::Duplicate => phrase::MARKING_CLOSED,
        };
        Ok(Step::last(notice::plain(&words, said)))
    }

    fn marking_now(&self, who: &Who, session: SessionId) -> Reviewing {
        Reviewing { session, server: who.server, by: who.rep, at: self.now() }
    }

    /// What is shown to somebody who marks: the check that is named, else the first without a mark.
    async fn blind(
        &self,
        who: &Who,
        words: &Words,
        session: SessionId,
        check: Option<u32>,
        page: usize,
    ) -> Result<Reply, AppError> {
        let closed = || Ok(notice::plain(words, phrase::MARKING_CLOSED));
        let marking = self.store.marking(who.server, who.rep, session).await?;
        let Some(marking) = marking.filter(|marking| marking.finished.is_none()) else { return closed() };
        let Some(drill) = self.store.official_drill(who.server, session).await? else { return closed() };
        let examined = self.examine(drill).await?;
        let own = |n: u32| marking.marks.iter().find(|(at, _)| *at == n).map(|(_, mark)| *mark);
        let is_check = |item: &Item| matches!(item, Item::Check { .. });
        let checks = examined.judged.iter().filter(|judged| is_check(&judged.item));
        let checks: Vec<_> = checks.map(|judged| (judged.n, judged.title.clone(), own(judged.n))).collect();
        let named = check.filter(|check| checks.iter().any(|(n, ..)| n == check));
        let open = || checks.iter().find(|(.., mark)| mark.is_none()).map(|(n, ..)| *n);
        let marked = Marked {
            session,
            title: &examined.title,
            talk: &examined.talk,
            as_played: examined.as_played,
            checks: &checks,
            check: named.or_else(open),
            page,
        };
        Ok(marking::marking(words, &marked))
    }

    /// How far the trainers of a server agree with each other and with the machine, check by check.
    pub async fn agreement(&self, who: &Who) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        let marks = self.store.finished_marks(who.server).await?;
        let markers: Vec<RepId> = marks.iter().map(|mark| mark.marker).collect();
        let names = self.store.names(who.server, &markers).await?;
        let name = |rep: &RepId| names.get(rep).cloned().unwrap_or_else(|| rep.to_string());
        let drills: BTreeSet<SessionId> = marks.iter().map(|mark| mark.session).collect();
        let shown: Vec<(String, Vec<Pair>)> = by_check(&marks)
            .into_iter()
            .map(|(title, marks)| (title.to_owned(), pairs(&marks, &name)))
            .collect();
        Ok(marking::agreement(&words, drills.len(), &shown))
    }
}

/// The marks of each check with what it asks, in the order of the methods' checks. A check that was worded otherwise is
/// another one.
fn by_check(marks: &[FinishedMark]) -> Vec<(&str, Vec<&FinishedMark>)> {
    let mut checks: BTreeMap<(&str, &str, &str), Vec<&FinishedMark>> = BTreeMap::new();
    for mark in marks {
        checks.entry((&mark.method, &mark.item, &mark.title)).or_default().push(mark);
    }
    let place = |marks: &[&FinishedMark]| marks.iter().map(|mark| mark.n).min();
    let mut checks: Vec<_> = checks.into_iter().collect();
    checks.sort_by_key(|((method, ..), marks)| (*method, place(marks)));
    checks.into_iter().map(|((.., title), marks)| (title, marks)).collect()
}

/// The trainers two by two, those with the most drills in common first; then each of them with the machine.
fn pairs(marks: &[&FinishedMark], name: &impl Fn(&RepId) -> String) -> Vec<Pair> {
    let mut trainers: BTreeMap<RepId, BTreeMap<SessionId, Mark>> = BTreeMap::new();
    for mark in marks {
        trainers.entry(mark.marker).or_default().insert(mark.session, mark.mark);
    }
    let mut both = Vec::new();
    for (one, marked) in &trainers {
        for (other, theirs) in trainers.range((std::ops::Bound::Excluded(*one), std::ops::Bound::Unbounded)) {
            let pairs: Vec<(Mark, Mark)> =
                marked.iter().filter_map(|(drill, mark)| Some((*mark, *theirs.get(drill)?))).collect();
            both.push((pairs, *one, Some(*other)));
        }
    }
    both.sort_by_key(|(pairs, ..)| std::cmp::Reverse(pairs.len()));
    both.truncate(PAIRS);
    let mut named: Vec<RepId> = trainers.keys().copied().collect();
    if !both.is_empty() {
        named.retain(|rep| both.iter().any(|(_, one, other)| one == rep || *other == Some(*rep)));
    }
    for rep in named {
        let machine = |mark: &&FinishedMark| {
            let machine = Mark::of(mark.weight, mark.earned);
            (mark.marker == rep && machine != Mark::NotRated).then_some((mark.mark, machine))
        };
        both.push((marks.iter().filter_map(machine).collect(), rep, None));
    }
    let pair = |(pairs, one, other): (Vec<(Mark, Mark)>, RepId, Option<RepId>)| Pair {
        one: name(&one),
        other: other.as_ref().map(name),
        n: pairs.len(),
        agreement: compare_raters(&pairs),
    };
    both.into_iter().map(pair).collect()
}
