//! An assignment on the rep's side: what they are told of it, beginning and going on, and what an attempt meant.
//! Every attempt is made with the content that was assigned: as it is now where that is the same, else in the edition of
//! then; where neither is there any more, nobody is measured by anything else.
//! It must not store how anybody stands.

use std::sync::Arc;

use super::assign::digest;
use super::contents::Content;
use super::{App, AppError, Chosen, Pinned, Who};
use crate::coach::assignment::{LISTED_FOR, Progress, Standing, StepKind};
use crate::coach::ids::{AssignmentId, Language, RepId};
use crate::coach::notice::NoticeKind;
use crate::coach::purpose::Purpose;
use crate::playbook::Playbook;
use crate::reply::assign::{Face, Own, after, notice as told};
use crate::reply::{Action, Reply, Words, notice, phrase};
use crate::store::{Assigned, AssignedStep, NewAssignment, Notice, Terms};

/// What came of beginning what was assigned.
#[derive(Debug)]
pub enum Beginning {
    /// A quiz: its introduction and its question.
    Quiz(Vec<Reply>),
    /// A drill, for which a place is to be found; in the server where it was assigned, wherever it was begun.
    Drill(Who, Chosen),
    /// Nothing was begun, and this is why.
    Told(Reply),
}

/// What an assignment looks like.
pub(super) fn face(new: &NewAssignment) -> Face {
    Face {
        id: new.id,
        steps: new.steps.iter().map(|step| (step.title.clone(), step.pass)).collect(),
        attempts: new.attempts,
        final_only: new.final_only,
        due: new.due,
    }
}

impl App {
    /// What a rep has that is not cancelled: in a server, or from a direct message in all of them.
    pub async fn assignments_of(&self, who: &Who) -> Result<Vec<Own>, AppError> {
        let now = self.now();
        let all = self.store.assignments_of(who.server, who.rep, now - LISTED_FOR).await?;
        let own = |found: &Assigned| Own {
            face: face(&found.assignment.new),
            standing: found.standing(who.rep, now),
        };
        Ok(all.iter().map(own).collect())
    }

    /// Begins the step that a rep is at, or goes on with the quiz that they have begun. The event's id becomes the
    /// attempt's.
    pub async fn begin_assigned(
        &self,
        who: &Who,
        event: i64,
        id: AssignmentId,
    ) -> Result<Beginning, AppError> {
        let words = self.words(&who.language)?;
        let Some(found) = self.theirs(who, id).await? else {
            return Ok(Beginning::Told(notice::plain(&words, phrase::ASSIGN_NOT_YOURS)));
        };
        let new = &found.assignment.new;
        let standing = found.standing(who.rep, self.now());
        if let Some(over) = over(&words, &found, &standing) {
            return Ok(Beginning::Told(over));
        }
        let at = match standing.progress {
            Progress::UnderWay { step, .. } => step,
            _ => 0,
        };
        let who = Who { server: new.server, ..who.clone() };
        if let Some(run) = self.store.open_assigned_run(id, who.rep).await? {
            if let Some(replies) = self.quiz_again(&who, run).await? {
                return Ok(Beginning::Quiz(replies));
            }
            let changed = words.say(phrase::ASSIGN_CHANGED, &[("title", &face(new).title(&words))]);
            return Ok(Beginning::Told(Reply::text(changed)));
        }
        match new.steps.get(at as usize) {
            Some(step) => self.begin_step(&who, event, new, at, step).await,
            None => Ok(Beginning::Told(notice::plain(&words, phrase::OLD_BUTTON))),
        }
    }

    async fn begin_step(
        &self,
        who: &Who,
        event: i64,
        new: &NewAssignment,
        at: u32,
        step: &AssignedStep,
    ) -> Result<Beginning, AppError> {
        let words = self.words(&who.language)?;
        let Some((content, playbook)) = self.pinned(new, step, &who.language).await? else {
            let changed = words.say(phrase::ASSIGN_CHANGED, &[("title", &step.title)]);
            return Ok(Beginning::Told(Reply::text(changed)));
        };
        let purpose = Purpose::Assigned { assignment: new.id, step: at };
        if step.kind == StepKind::Quiz {
            let terms = Terms { at_once: new.final_only.then_some(false), until: None };
            let quiz = playbook.quizzes.get(step.content.as_str());
            let quiz = quiz.ok_or(AppError::NoContent("quiz that was assigned"))?;
            let replies = self.begin_run(who, event, (&content, &playbook, quiz), purpose, terms).await?;
            return Ok(Beginning::Quiz(replies));
        }
        if let Some(busy) = self.busy(who, &words).await? {
            return Ok(Beginning::Told(busy));
        }
        let pinned = Pinned {
            playbook: playbook.id.to_string(),
            language: playbook.language.to_string(),
            edition: content.edition,
        };
        let (scenario, title) = (step.content.clone(), step.title.clone());
        let chosen = Chosen { scenario, title, purpose, pinned: Some(pinned), ..Chosen::default() };
        Ok(Beginning::Drill(who.clone(), chosen))
    }

    /// The assignment where it is theirs; one that is for a role of theirs is handed out by that.
    async fn theirs(&self, who: &Who, id: AssignmentId) -> Result<Option<Assigned>, AppError> {
        let here = |found: &Assigned| who.server.0 == 0 || found.assignment.new.server == who.server;
        if let Some(found) = self.store.assignment_of(id, who.rep).await? {
            return Ok(Some(found).filter(here));
        }
        let Some(found) = self.store.assignment(id).await? else {
            return Ok(None);
        };
        let new = &found.assignment.new;
        let open = found.assignment.cancelled.is_none() && new.due.is_none_or(|due| due > self.now());
        let role = new.role.filter(|role| who.roles.contains(role) && who.server == new.server);
        if role.is_none() || !open {
            return Ok(None);
        }
        self.hand_to(id, who.rep, false).await?;
        Ok(self.store.assignment_of(id, who.rep).await?)
    }

    /// The content of a step as it was assigned, in the reader's language where it was there in it.
    pub(super) async fn pinned(
        &self,
        new: &NewAssignment,
        step: &AssignedStep,
        language: &str,
    ) -> Result<Option<(Arc<Content>, Arc<Playbook>)>, AppError> {
        let served = |tag: &&String| Language::new(tag).serves(language);
        let tag = step.digests.keys().find(served).unwrap_or(&new.language);
        let wanted = step.digests.get(tag);
        for content in [self.content(new.server).await?, self.content_in(new.server, new.edition).await?] {
            if let Ok(playbook) = content.own(&new.playbook, tag)
                && wanted.is_some()
                && digest(&playbook, step.kind, &step.content).as_ref() == wanted
            {
                return Ok(Some((content, playbook)));
            }
        }
        Ok(None)
    }

    /// What an attempt meant that has just ended, where it was made for an assignment.
    pub(super) async fn told_after(
        &self,
        purpose: Purpose,
        rep: RepId,
        words: &Words,
    ) -> Result<Option<Reply>, AppError> {
        let Purpose::Assigned { assignment, step } = purpose else {
            return Ok(None);
        };
        let Some(found) = self.store.assignment_of(assignment, rep).await? else {
            return Ok(None);
        };
        if found.assignment.cancelled.is_some() {
            return Ok(Some(notice::plain(words, phrase::ASSIGN_WAS_CANCELLED)));
        }
        let standing = found.standing(rep, self.now());
        Ok(Some(after(words, &face(&found.assignment.new), step, &standing)))
    }

    /// Whether hints are off in a drill: it is assigned with feedback at the end only.
    pub(super) async fn without_hints(&self, purpose: Purpose, rep: RepId) -> Result<bool, AppError> {
        let Purpose::Assigned { assignment, .. } = purpose else {
            return Ok(false);
        };
        let found = self.store.assignment_of(assignment, rep).await?;
        Ok(found.is_some_and(|found| found.assignment.new.final_only))
    }

    /// What a notice of an assignment says now; `None` where it is cancelled or there is nothing more to do.
    pub(super) async fn said_of_assigned(
        &self,
        planned: &Notice,
    ) -> Result<Option<(Reply, Action)>, AppError> {
        let about = &planned.new.about;
        let id = AssignmentId(about.subject);
        let Some(found) = self.store.assignment_of(id, about.rep).await? else {
            return Ok(None);
        };
        let new = &found.assignment.new;
        let now = self.now();
        let standing = found.standing(about.rep, now);
        let is_due = new.due.is_some_and(|due| due <= now);
        let what = match about.kind {
            NoticeKind::Assigned => phrase::ASSIGN_NEW,
            NoticeKind::DueSoon if is_due => return Ok(None),
            NoticeKind::DueSoon => phrase::ASSIGN_SOON,
            _ => phrase::ASSIGN_OVERDUE,
        };
        if found.assignment.cancelled.is_some() || standing.is_over() {
            return Ok(None);
        }
        let known = self.store.rep(new.server, about.rep).await?.map(|rep| rep.language);
        let language = known.filter(|language| !language.is_empty()).unwrap_or_else(|| new.language.clone());
        let words = self.words(&language)?;
        let reply = told(&words, &face(new), what, &standing, about.id());
        Ok(Some((reply, Action::BeginAssigned(id, about.id()))))
    }
}

/// What somebody is told who has nothing to begin.
fn over(words: &Words, found: &Assigned, standing: &Standing) -> Option<Reply> {
    if found.assignment.cancelled.is_some() {
        return Some(notice::plain(words, phrase::ASSIGN_WAS_CANCELLED));
    }
    let what = match standing.progress {
        Progress::Passed { .. } => phrase::ASSIGN_WAS_PASSED,
        Progress::Failed { .. } => phrase::ASSIGN_WAS_FAILED,
        _ => return None,
    };
    Some(Reply::text(words.say(what, &[("title", &face(&found.assignment.new).title(words))])))
}
