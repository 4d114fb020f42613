//! A trainer assigns a drill, a quiz or a course: everything that was typed is read and checked, the content is pinned as
//! it is now, and those who get it are told at a time that suits them.
//! It must not know how anybody stands; `assigned.rs` does.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::contents::Content;
use super::{App, AppError, Who, spar};
use crate::coach::assignment::{LISTED_FOR, StepKind, end_of};
use crate::coach::card::likeness;
use crate::coach::ids::{AssignmentId, RepId, ServerId};
use crate::playbook::Playbook;
use crate::reply::assign::{Handed, announcement, made};
use crate::reply::{Phrase, Reply, Words, notice, phrase};
use crate::store::{AssignedStep, Assigning, NewAssignment};

/// The most members that have one assignment.
pub(super) const MOST_ASSIGNEES: usize = 500;
/// The most assignments of a server that are open.
const MOST_OPEN: u32 = 200;
/// The most steps of a course.
const MOST_STEPS: usize = 20;
/// Attempts where the trainer says nothing, and the most that there may be.
const ATTEMPTS: u32 = 3;
const MOST_ATTEMPTS: u32 = 10;
/// Days after which an end is too far away.
const FURTHEST: u64 = 366;

/// What is assigned, as it was typed.
#[derive(Debug, Clone, Copy)]
pub enum What<'a> {
    /// A scenario's id.
    Drill(&'a str),
    /// A quiz's id.
    Quiz(&'a str),
    /// Ids of both, in order, between commas.
    Course(&'a str),
}

/// Somebody who gets something assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub rep: RepId,
    /// What they are called there.
    pub name: String,
}

/// A role to which something is assigned.
#[derive(Debug, Clone)]
pub struct RoleAsked {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its members, where the bot may know them.
    pub members: Option<Vec<Person>>,
}

/// What `/assign` was given.
#[derive(Debug, Clone)]
pub struct AssignAsked<'a> {
    /// What.
    pub what: What<'a>,
    /// Those who were chosen or mentioned.
    pub members: Vec<Person>,
    /// The role that was chosen.
    pub role: Option<RoleAsked>,
    /// The day on which it ends, or the number of days until then.
    pub due: Option<&'a str>,
    /// The pass mark in percent; each step's own when absent.
    pub pass: Option<u32>,
    /// Attempts allowed; three when absent.
    pub attempts: Option<u32>,
    /// Whether feedback comes at the end only.
    pub final_only: bool,
    /// The channel where it is assigned.
    pub channel: i64,
}

/// What is to be said in a channel so that a role hears of it.
#[derive(Debug)]
pub struct Announcement {
    /// The channel.
    pub channel: i64,
    /// The role, which alone is mentioned.
    pub role: i64,
    /// What is said.
    pub reply: Reply,
}

/// What came of assigning.
#[derive(Debug)]
pub struct AssignedTold {
    /// What the trainer is told.
    pub reply: Reply,
    /// What is to be announced.
    pub announce: Option<Announcement>,
}

impl AssignedTold {
    fn only(reply: Reply) -> Self {
        Self { reply, announce: None }
    }
}

/// Why somebody may not assign here; none where they may.
pub(super) fn not_for(who: &Who) -> Option<Phrase> {
    match who {
        Who { server: ServerId(0), .. } => Some(phrase::SERVER_ONLY),
        Who { manager: false, .. } => Some(phrase::NOT_FOR_ASSIGNING),
        _ => None,
    }
}

impl App {
    /// What somebody is told who may not assign here; none where they may.
    pub fn may_not_assign(&self, who: &Who) -> Result<Option<Reply>, AppError> {
        let words = self.words(&who.language)?;
        Ok(not_for(who).map(|why| notice::plain(&words, why)))
    }

    /// Assigns something. The event's id becomes the assignment's.
    pub async fn assign(
        &self,
        who: &Who,
        event: i64,
        asked: &AssignAsked<'_>,
    ) -> Result<AssignedTold, AppError> {
        let words = self.words(&who.language)?;
        if let Some(why) = not_for(who) {
            return Ok(AssignedTold::only(notice::plain(&words, why)));
        }
        let content = self.content(who.server).await?;
        let zone = self.server_zone(who).await?;
        let read = self.read(&words, who, event, asked, &content, zone);
        let (new, reps) = match read {
            Ok(read) => read,
            Err(reply) => return Ok(AssignedTold::only(*reply)),
        };
        let handings = self.handings(&new, &reps, true).await?;
        let since = self.now() - LISTED_FOR;
        if self.store.assign(&new, &handings, MOST_OPEN, since).await? == Assigning::Full {
            let full = words.say(phrase::ASSIGN_FULL, &[("most", &MOST_OPEN.to_string())]);
            return Ok(AssignedTold::only(Reply::text(full)));
        }
        self.to_roles.forget(|server| server == who.server);
        let role = asked.role.iter().filter_map(|role| role.members.as_ref()).flatten();
        let names = asked.members.iter().chain(role).map(|person| (person.rep, person.name.as_str()));
        self.store.introduce(who.server, &names.collect::<Vec<_>>()).await?;
        Ok(told(&words, &new, asked, reps.len()))
    }

    /// What was typed as an assignment and those who get it, or what is wrong with it.
    fn read(
        &self,
        words: &Words,
        who: &Who,
        event: i64,
        asked: &AssignAsked<'_>,
        content: &Content,
        zone: Tz,
    ) -> Result<(NewAssignment, Vec<RepId>), Box<Reply>> {
        let playbook = content
            .playbook(&who.language)
            .map_err(|_| Box::new(notice::plain(words, phrase::ASSIGN_NO_STEPS)))?;
        let steps = read_steps(words, &playbook, content, asked)?;
        let reps = read_reps(words, who, asked)?;
        let now = self.now();
        let due = asked.due.map(|typed| read_due(typed, now, zone).ok_or_else(|| bad_due(words, typed)));
        let attempts = asked.attempts.unwrap_or(ATTEMPTS);
        if !(1..=MOST_ATTEMPTS).contains(&attempts) || asked.pass.is_some_and(|p| !(1..=100).contains(&p)) {
            return Err(Box::new(notice::plain(words, phrase::ASSIGN_BAD_NUMBER)));
        }
        let new = NewAssignment {
            id: AssignmentId(event),
            server: who.server,
            playbook: playbook.id.to_string(),
            version: playbook.version.clone(),
            language: playbook.language.to_string(),
            edition: content.edition,
            by: who.rep,
            role: asked.role.as_ref().map(|role| role.id),
            channel: asked.channel,
            attempts,
            final_only: asked.final_only,
            due: due.transpose()?,
            created: now,
            steps,
        };
        Ok((new, reps))
    }
}

fn bad_due(words: &Words, typed: &str) -> Box<Reply> {
    Box::new(Reply::text(words.say(phrase::ASSIGN_BAD_DUE, &[("typed", typed)])))
}

fn told(words: &Words, new: &NewAssignment, asked: &AssignAsked<'_>, members: usize) -> AssignedTold {
    let face = super::assigned::face(new);
    let role = asked.role.as_ref();
    let known = role.is_some_and(|role| role.members.is_some());
    let reply = made(words, &face, Handed { members, role: role.map(|role| role.name.as_str()), known });
    let announce = role.filter(|role| role.members.is_none()).map(|role| Announcement {
        channel: asked.channel,
        role: role.id,
        reply: announcement(words, &face),
    });
    AssignedTold { reply, announce }
}

fn read_steps(
    words: &Words,
    playbook: &Playbook,
    content: &Content,
    asked: &AssignAsked<'_>,
) -> Result<Vec<AssignedStep>, Box<Reply>> {
    let refused = |what, holes: &[(&str, &str)]| Box::new(Reply::text(words.say(what, holes)));
    let typed: Vec<&str> = match asked.what {
        What::Drill(id) | What::Quiz(id) => vec![id.trim()],
        What::Course(list) => {
            list.split([',', '，', '、', ';', '\n']).map(str::trim).filter(|id| !id.is_empty()).collect()
        }
    };
    if typed.is_empty() {
        return Err(refused(phrase::ASSIGN_NO_STEPS, &[]));
    }
    if typed.len() > MOST_STEPS {
        let (most, count) = (MOST_STEPS.to_string(), typed.len().to_string());
        return Err(refused(phrase::ASSIGN_TOO_LONG, &[("most", &most), ("count", &count)]));
    }
    let mut seen = BTreeSet::new();
    let mut steps = Vec::with_capacity(typed.len());
    for id in typed {
        let found = step(playbook, content, asked, id).ok_or_else(|| {
            let near = near(playbook, asked.what, id).join(", ");
            refused(phrase::ASSIGN_NOT_FOUND, &[("typed", id), ("near", &near)])
        })?;
        if !seen.insert((found.kind, found.content.clone())) {
            return Err(refused(phrase::ASSIGN_TWICE, &[("typed", id)]));
        }
        steps.push(found);
    }
    Ok(steps)
}

/// A step by its id, pinned as it is in all languages of the playbook; in a course a scenario goes before a quiz of the
/// same id.
fn step(playbook: &Playbook, content: &Content, asked: &AssignAsked<'_>, id: &str) -> Option<AssignedStep> {
    let drill = || {
        let plan = playbook.plan(id)?;
        Some((StepKind::Drill, plan.scenario.title.clone(), plan.method.pass, 0))
    };
    let quiz = || {
        let quiz = playbook.quizzes.get(id)?;
        let counted = u32::try_from(quiz.scored()).unwrap_or(u32::MAX);
        Some((StepKind::Quiz, quiz.title.clone(), quiz.pass, counted))
    };
    let (kind, title, own_pass, counted) = match asked.what {
        What::Drill(_) => drill(),
        What::Quiz(_) => quiz(),
        What::Course(_) => drill().or_else(quiz),
    }?;
    let languages = content.library.playbooks.iter().filter(|other| other.id == playbook.id);
    let digests: BTreeMap<String, u64> =
        languages.filter_map(|own| Some((own.language.to_string(), digest(own, kind, id)?))).collect();
    let pass = asked.pass.unwrap_or(own_pass);
    Some(AssignedStep { kind, content: id.to_owned(), title, pass, counted, digests })
}

/// The digest of a step's content in a playbook.
pub(super) fn digest(playbook: &Playbook, kind: StepKind, id: &str) -> Option<u64> {
    match kind {
        StepKind::Drill => playbook.scenarios.get(id).map(|scenario| scenario.digest),
        StepKind::Quiz => playbook.quizzes.get(id).map(|quiz| quiz.digest),
    }
}

/// What there is that is like what was typed.
fn near<'p>(playbook: &'p Playbook, what: What<'_>, typed: &str) -> Vec<&'p str> {
    /// As many as one reads.
    const FEW: usize = 3;
    let folded = typed.to_lowercase();
    let like = |id: &str, title: &str| likeness(id, &folded).max(likeness(&title.to_lowercase(), &folded));
    let quizzes = || {
        let all = playbook.quizzes.values();
        let mut all: Vec<_> = all.map(|q| (like(q.id.as_str(), &q.title), q.id.as_str())).collect();
        all.sort_by_key(|(near, id)| (std::cmp::Reverse(*near), *id));
        all
    };
    let drills = || {
        let all = spar::like(playbook, typed).into_iter();
        all.map(|s| (like(s.id.as_str(), &s.title), s.id.as_str())).collect::<Vec<_>>()
    };
    let mut all = match what {
        What::Drill(_) => drills(),
        What::Quiz(_) => quizzes(),
        What::Course(_) => drills().into_iter().chain(quizzes()).collect(),
    };
    all.sort_by_key(|(near, _)| std::cmp::Reverse(*near));
    // Where something is like it, what is not is left out.
    if all.first().is_some_and(|(near, _)| *near > 0) {
        all.retain(|(near, _)| *near > 0);
    }
    all.into_iter().take(FEW).map(|(_, id)| id).collect()
}

/// Everybody who was chosen, mentioned or has the role, each once.
fn read_reps(words: &Words, who: &Who, asked: &AssignAsked<'_>) -> Result<Vec<RepId>, Box<Reply>> {
    let refused = |what, holes: &[(&str, &str)]| Box::new(Reply::text(words.say(what, holes)));
    let mut reps: BTreeSet<RepId> = asked.members.iter().map(|person| person.rep).collect();
    if let Some(role) = &asked.role {
        if role.id == who.server.0 {
            return Err(refused(phrase::ASSIGN_EVERYONE, &[]));
        }
        if role.members.as_ref().is_some_and(Vec::is_empty) && reps.is_empty() {
            return Err(refused(phrase::ASSIGN_ROLE_EMPTY, &[("role", &role.name)]));
        }
        reps.extend(role.members.iter().flatten().map(|person| person.rep));
    } else if reps.is_empty() {
        return Err(refused(phrase::ASSIGN_NOBODY, &[]));
    }
    if reps.len() > MOST_ASSIGNEES {
        let (most, count) = (MOST_ASSIGNEES.to_string(), reps.len().to_string());
        return Err(refused(phrase::ASSIGN_TOO_MANY, &[("most", &most), ("count", &count)]));
    }
    Ok(reps.into_iter().collect())
}

/// The end of the day that was meant: `2026-12-01`, or in so many days, `7d` or `7天`. None for anything else, a day that
/// is past or one that is more than a year away.
fn read_due(typed: &str, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let today = now.with_timezone(&zone).date_naive();
    let typed = typed.trim();
    let ahead = typed.strip_suffix(['d', 'D', '天']).and_then(|days| days.trim().parse::<u64>().ok());
    let day = match ahead {
        Some(days) => today.checked_add_days(Days::new(days.min(FURTHEST + 1)))?,
        None => typed.parse::<NaiveDate>().ok()?,
    };
    let furthest = today.checked_add_days(Days::new(FURTHEST))?;
    let end = end_of(day, zone);
    (day >= today && day <= furthest && end > now).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_in_its_zone() {
        let now = "2026-03-06T01:00:00Z".parse().expect("a moment");
        let read = |typed| read_due(typed, now, chrono_tz::Asia::Shanghai).map(|end| end.to_rfc3339());
        assert_eq!(read("2026-03-06").as_deref(), Some("2026-03-06T15:59:00+00:00"));
        assert_eq!(read(" 7d ").as_deref(), Some("2026-03-13T15:59:00+00:00"));
        assert_eq!(read("7 天"), read("7D"));
        for odd in ["2026-03-05", "2027-03-08", "367d", "99999999999999999999d", "-1d", "soon", "", "d"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
