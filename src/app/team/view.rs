//! All that is shown of a team in a period, read in a fixed number of questions however many reps there are.
//! It must not say anything.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::super::contents::Content;
use super::super::{App, AppError, Who};
use crate::coach::assignment::{Progress, Standing};
use crate::coach::ids::RepId;
use crate::coach::period::{Period, midnight};
use crate::coach::team::{
    Improvement, Scored, StepRow, WeekMedian, distribution, heat, improvements, last_scores, median, trend,
};
use crate::reply::team::{Assignment, Overdue, Reaction, Step, Told};
use crate::store::{Assigned, Training};

/// A team in a period.
pub(super) struct View {
    pub(super) period: Period,
    pub(super) now: DateTime<Utc>,
    pub(super) drills: Vec<Scored>,
    pub(super) heat: Vec<StepRow>,
    pub(super) weeks: Vec<NaiveDate>,
    pub(super) trend: Vec<WeekMedian>,
    pub(super) assigned: Vec<Assigned>,
    pub(super) trainings: Vec<Training>,
    pub(super) names: BTreeMap<RepId, String>,
    /// The last official score of each.
    pub(super) last: BTreeMap<RepId, Scored>,
    /// What it all comes to, for words; computed once, for it asks how everybody stands in everything.
    pub(super) told: Told,
    /// Whether improvement may be shown with names.
    pub(super) leaderboard: bool,
    reaction: Vec<Reaction>,
    comments: Vec<String>,
    content: std::sync::Arc<Content>,
    language: String,
}

impl App {
    pub(super) async fn team_view(&self, who: &Who, period: Period) -> Result<View, AppError> {
        // A quiz whose time is up counts as it stands.
        self.store.end_late_runs(self.now()).await?;
        let (from, until) = (first_monday(&period), period.until());
        let drills = self.store.official_scores(who.server, period.from(), until).await?;
        let sums = self.store.official_steps(who.server, from, until).await?;
        let weeks = weeks_of(&period);
        let mut assigned = self.store.assignments_in(who.server, period.from(), until).await?;
        assigned.retain(|one| !one.assignees.is_empty());
        let mut reps: Vec<RepId> = drills.iter().map(|drill| drill.rep).collect();
        reps.extend(assigned.iter().flat_map(|one| one.assignees.keys().copied()));
        let mut view = View {
            last: last_scores(&drills),
            told: Told::default(),
            heat: heat(&sums, weeks.len()),
            trend: trend(&drills, &weeks, period.zone),
            names: self.store.names(who.server, &reps).await?,
            trainings: self.store.trainings(who.server, period.from(), until).await?,
            leaderboard: self.store.server_settings(who.server).await?.leaderboard,
            reaction: self.reaction(who).await?,
            comments: self.said_freely(who).await?,
            content: self.content(who.server).await?,
            language: who.language.clone(),
            now: self.now(),
            period,
            drills,
            weeks,
            assigned,
        };
        view.told = view.tell();
        Ok(view)
    }
}

/// The Mondays of the weeks of a period.
fn weeks_of(period: &Period) -> Vec<NaiveDate> {
    let back = u64::from(period.first.weekday().num_days_from_monday());
    let first = period.first.checked_sub_days(Days::new(back)).unwrap_or(period.first);
    first.iter_weeks().take_while(|monday| *monday < period.end).collect()
}

fn first_monday(period: &Period) -> DateTime<Utc> {
    weeks_of(period).first().map_or_else(|| period.from(), |monday| midnight(*monday, period.zone))
}

impl View {
    pub(super) fn is_empty(&self) -> bool {
        self.drills.is_empty() && self.assigned.is_empty()
    }

    pub(super) fn name(&self, rep: RepId) -> String {
        self.names.get(&rep).cloned().unwrap_or_else(|| rep.to_string())
    }

    pub(super) fn bins(&self) -> [usize; crate::coach::team::BINS] {
        distribution(self.last.values().map(|drill| drill.score))
    }

    pub(super) fn improved(&self) -> Vec<Improvement> {
        if self.leaderboard { improvements(&self.drills) } else { Vec::new() }
    }

    /// What a step is called.
    pub(super) fn step_name(&self, row: &StepRow) -> String {
        let playbook = self.content.playbook(&self.language).ok();
        let method = playbook.as_ref().and_then(|p| p.methods.get(row.method.as_str()));
        let step = method.and_then(|m| m.steps.iter().find(|step| step.id == *row.step.as_str()));
        step.map_or_else(|| row.step.clone(), |step| step.name.clone())
    }

    /// What it comes to, for words.
    fn tell(&self) -> Told {
        let last = &self.last;
        let scores: Vec<u32> = last.values().map(|drill| drill.score).collect();
        let weakest = self.heat.iter().map(|row| Step { name: self.step_name(row), percent: row.percent });
        Told {
            reps: self.reps(),
            drilled: last.len(),
            drills: self.drills.len(),
            median: median(scores),
            passed: last.values().filter(|drill| drill.passed).count(),
            weakest: weakest.take(3).collect(),
            assignments: self.assigned.iter().map(|one| self.assignment(one)).collect(),
            overdue: self.overdue(),
            improved: self
                .improved()
                .iter()
                .take(5)
                .map(|one| (self.name(one.rep), one.points, one.drills))
                .collect(),
            reaction: self.reaction.clone(),
            comments: self.comments.clone(),
            trainings: self.trainings.iter().map(|training| training.new.title.clone()).collect(),
        }
    }

    /// Everybody with anything official, by name.
    pub(super) fn everybody(&self) -> Vec<RepId> {
        let drilled = self.drills.iter().map(|drill| drill.rep);
        let assigned = self.assigned.iter().flat_map(|one| one.assignees.keys().copied());
        let all: std::collections::BTreeSet<RepId> = drilled.chain(assigned).collect();
        let mut all: Vec<RepId> = all.into_iter().collect();
        all.sort_by_key(|rep| (self.name(*rep), *rep));
        all
    }

    /// How a member stands in all that they have.
    pub(super) fn standings(&self, rep: RepId) -> impl Iterator<Item = Standing> + '_ {
        let own = self.assigned.iter().filter(move |one| one.assignees.contains_key(&rep));
        own.map(move |one| one.standing(rep, self.now))
    }

    fn reps(&self) -> usize {
        self.everybody().len()
    }

    fn assignment(&self, one: &Assigned) -> Assignment {
        let mut counted = Assignment { title: title(one), of: one.assignees.len(), ..Assignment::default() };
        for rep in one.assignees.keys() {
            let standing = one.standing(*rep, self.now);
            match standing.progress {
                Progress::Passed { .. } => counted.done += 1,
                Progress::Failed { .. } => counted.failed += 1,
                _ if standing.overdue => counted.overdue += 1,
                Progress::UnderWay { .. } => counted.under_way += 1,
                Progress::NotBegun => counted.not_begun += 1,
            }
        }
        counted
    }

    /// Who is late with what, the longest first.
    fn overdue(&self) -> Vec<Overdue> {
        let mut late: Vec<(DateTime<Utc>, Overdue)> = Vec::new();
        for one in &self.assigned {
            let Some(due) = one.assignment.new.due else { continue };
            let open = one.assignees.keys().filter(|rep| one.standing(**rep, self.now).overdue);
            late.extend(open.map(|rep| {
                let days = (self.now - due).num_days();
                (due, Overdue { who: self.name(*rep), what: title(one), days })
            }));
        }
        late.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.who.cmp(&b.1.who)));
        late.into_iter().map(|(_, late)| late).collect()
    }
}

/// What an assignment is called: its step, or the first of a course with how many follow.
pub(super) fn title(one: &Assigned) -> String {
    let steps = &one.assignment.new.steps;
    let first = steps.first().map(|step| step.title.clone()).unwrap_or_default();
    if steps.len() > 1 { format!("{first} +{}", steps.len() - 1) } else { first }
}
