//! What a trainer sees of assignments: the open ones with how many stand where, the members of one, and cancelling.
//! It must not show practice: only attempts that name the assignment are there.

use super::assign::not_for;
use super::assigned::face;
use super::complete::MOST;
use super::{App, AppError, Step, Suggestion, Who};
use crate::coach::assignment::LISTED_FOR;
use crate::coach::card::likeness;
use crate::coach::ids::{AssignmentId, RepId};
use crate::coach::notice::NoticeKind;
use crate::reply::assign::{Listed, list, members};
use crate::reply::{Reply, Words, notice, phrase};
use crate::store::Assigned;

/// The longest value that a suggestion may bring back.
const LONGEST_VALUE: usize = 100;

impl App {
    /// The open assignments of a server, or the members of the one that was named.
    pub async fn list_assigned(&self, who: &Who, asked: Option<&str>) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        match asked {
            None => self.assigned_page(who, &words, AssignmentId(0), 0).await,
            Some(typed) => match typed.trim().parse() {
                Ok(id) => self.assigned_page(who, &words, AssignmentId(id), 0).await,
                Err(_) => Ok(unknown(&words, typed)),
            },
        }
    }

    /// Another page of a list of assignments or members.
    pub async fn turn_assigned(&self, who: &Who, id: AssignmentId, page: usize) -> Result<Step, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(Step::aside(notice::plain(&words, why)));
        }
        Ok(Step::last(self.assigned_page(who, &words, id, page).await?))
    }

    async fn assigned_page(
        &self,
        who: &Who,
        words: &Words,
        id: AssignmentId,
        page: usize,
    ) -> Result<Reply, AppError> {
        if id.0 == 0 {
            let mut all = Vec::new();
            for found in self.open_assigned(who).await? {
                all.push(self.listed(who, &found).await?);
            }
            return Ok(list(words, &all, page));
        }
        match self.store.assignment(id).await?.filter(|found| found.assignment.new.server == who.server) {
            Some(found) => Ok(members(words, &self.listed(who, &found).await?, page)),
            None => Ok(unknown(words, &id.to_string())),
        }
    }

    /// The open ones; what is due first comes first.
    async fn open_assigned(&self, who: &Who) -> Result<Vec<Assigned>, AppError> {
        let now = self.now();
        let until = now + chrono::TimeDelta::milliseconds(1);
        let mut all = self.store.assignments_in(who.server, now - LISTED_FOR, until).await?;
        all.sort_by_key(|found| {
            let new = &found.assignment.new;
            (new.due.is_none(), new.due, new.id)
        });
        Ok(all)
    }

    async fn listed(&self, who: &Who, found: &Assigned) -> Result<Listed, AppError> {
        let new = &found.assignment.new;
        let reps: Vec<RepId> = found.assignees.keys().copied().collect();
        let names = self.store.names(who.server, &reps).await?;
        let named = |rep: &RepId| names.get(rep).filter(|name| !name.is_empty()).cloned();
        let now = self.now();
        let one = |rep: &RepId| (named(rep).unwrap_or_else(|| rep.to_string()), found.standing(*rep, now));
        let mut changed = false;
        for step in &new.steps {
            changed |= self.pinned(new, step, &new.language).await?.is_none();
        }
        Ok(Listed { face: face(new), members: reps.iter().map(one).collect(), changed })
    }

    /// Cancels an assignment: nobody is reminded of it any more, and nothing can be begun.
    pub async fn cancel_assigned(&self, who: &Who, typed: &str) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(notice::plain(&words, why));
        }
        let Ok(id) = typed.trim().parse().map(AssignmentId) else {
            return Ok(unknown(&words, typed));
        };
        let now = self.now();
        if !self.store.cancel_assignment(who.server, id, now).await? {
            return Ok(unknown(&words, typed));
        }
        self.to_roles.forget(|server| server == who.server);
        let mut dropped = 0;
        for kind in [NoticeKind::Assigned, NoticeKind::DueSoon, NoticeKind::Overdue] {
            dropped += self.store.drop_notices(kind, id.0, now).await?;
        }
        tracing::info!(assignment = id.0, dropped, "cancelled");
        let Some(found) = self.store.assignment(id).await? else {
            return Ok(unknown(&words, typed));
        };
        let open = found.assignees.keys().filter(|rep| !found.standing(**rep, now).is_over()).count();
        let (open, count) = (open.to_string(), found.assignees.len().to_string());
        let title = face(&found.assignment.new).title(&words);
        let holes = [("title", title.as_str()), ("open", &open), ("count", &count)];
        Ok(Reply::text(words.say(phrase::ASSIGN_CANCELLED, &holes)))
    }

    /// Open assignments like what is typed; nothing for who may not assign.
    pub async fn suggest_assigned(&self, who: &Who, typed: &str) -> Result<Vec<Suggestion>, AppError> {
        if not_for(who).is_some() {
            return Ok(Vec::new());
        }
        let words = self.words(&who.language)?;
        let typed = typed.to_lowercase();
        let like = |title: &str| typed.is_empty() || likeness(&title.to_lowercase(), &typed) >= 30;
        let zone = self.server_zone(who).await?;
        let suggest = |found: &Assigned| {
            let new = &found.assignment.new;
            let due = new.due.map(|due| due.with_timezone(&zone).date_naive().to_string());
            let due = due.unwrap_or_else(|| words.plain(phrase::CHOOSE_NO_DUE).to_owned());
            let (title, count) = (face(new).title(&words), found.assignees.len().to_string());
            let holes = [("title", title.as_str()), ("due", &due), ("count", &count)];
            let name = words.say(phrase::CHOOSE_ASSIGNMENT, &holes);
            Suggestion { name, value: new.id.to_string() }
        };
        let open = self.open_assigned(who).await?;
        let found = open.iter().filter(|found| like(&face(&found.assignment.new).title(&words)));
        Ok(told_apart(found.take(MOST).map(suggest).collect()))
    }

    /// Drills and quizzes like what is typed after the last comma of a course; what stands before it stays.
    pub async fn suggest_steps(&self, who: &Who, typed: &str) -> Result<Vec<Suggestion>, AppError> {
        let cut = typed.rfind([',', '，', '、']).map_or(0, |at| {
            at + typed.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
        });
        let (before, last) = typed.split_at(cut);
        let before = before.replace(['，', '、'], ",");
        let mut found = self.suggest_scenarios(who, last.trim()).await?;
        let quizzes = self.suggest_quizzes(who, last.trim()).await?;
        // Half of the list for each, so that quizzes are seen before anything is typed.
        found.truncate(MOST - quizzes.len().min(MOST / 2));
        found.extend(quizzes);
        let shown = if before.is_empty() { "" } else { "… → " };
        let all = found.into_iter().take(MOST).map(|step| Suggestion {
            name: format!("{shown}{}", step.name),
            value: format!("{before}{}{}", if before.is_empty() { "" } else { " " }, step.value),
        });
        let fits = |step: &Suggestion| step.value.chars().count() <= LONGEST_VALUE;
        Ok(told_apart(all.filter(fits).collect()))
    }
}

/// Discord refuses two entries of one name; the later one is numbered.
pub(super) fn told_apart(all: Vec<Suggestion>) -> Vec<Suggestion> {
    /// A name may be so long, with its number.
    const LONGEST: usize = 94;
    let mut seen = std::collections::BTreeMap::new();
    let apart = |suggestion: Suggestion| {
        let name: String = suggestion.name.chars().take(LONGEST).collect();
        let times = seen.entry(name.clone()).and_modify(|times| *times += 1).or_insert(1);
        let name = if *times == 1 { name } else { format!("{name} ({times})") };
        Suggestion { name, ..suggestion }
    };
    all.into_iter().map(apart).collect()
}

fn unknown(words: &Words, typed: &str) -> Reply {
    let shown: String = typed.chars().take(60).collect();
    Reply::text(words.say(phrase::ASSIGN_UNKNOWN, &[("typed", &shown)]))
}
