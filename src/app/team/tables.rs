//! The tables of a team's report: people, assignments, steps by week, every score.
//! It must not compute a figure.

use super::super::files::{column, count};
use super::view::{View, title};
use crate::coach::assignment::{Progress, Standing};
use crate::coach::team::median;
use crate::export::{Cell, Kind, Table, TableError};
use crate::reply::{Words, phrase};

/// Each member: assignments, drills, scores.
pub(super) fn people(words: &Words, view: &View) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "rep", phrase::COLUMN_NAME, Kind::Text),
        column(words, "assigned", phrase::COLUMN_ASSIGNED, Kind::Whole),
        column(words, "done", phrase::BOARD_PART_DONE, Kind::Whole),
        column(words, "overdue", phrase::BOARD_PART_OVERDUE, Kind::Whole),
        column(words, "drills", phrase::COLUMN_DRILLS, Kind::Whole),
        column(words, "median", phrase::COLUMN_MEDIAN, Kind::Decimal(1)),
        column(words, "last_score", phrase::COLUMN_LAST, Kind::Whole),
        column(words, "last_at", phrase::COLUMN_LAST_AT, Kind::Moment),
    ];
    let mut table = Table::new("people", words.plain(phrase::TABLE_PEOPLE), columns)?;
    let last = &view.last;
    for rep in view.everybody() {
        let standings: Vec<Standing> = view.standings(rep).collect();
        let done = standings.iter().filter(|s| matches!(s.progress, Progress::Passed { .. })).count();
        let scores: Vec<u32> = view.drills.iter().filter(|d| d.rep == rep).map(|d| d.score).collect();
        let own = last.get(&rep);
        table.push(vec![
            Cell::Text(view.name(rep)),
            count(standings.len()),
            count(done),
            count(standings.iter().filter(|standing| standing.overdue).count()),
            count(scores.len()),
            median(scores).map_or(Cell::Empty, Cell::Decimal),
            own.map_or(Cell::Empty, |drill| Cell::Whole(i64::from(drill.score))),
            own.map_or(Cell::Empty, |drill| Cell::Moment(drill.ended)),
        ])?;
    }
    Ok(table)
}

/// Each assignment with its counts.
pub(super) fn assignments(words: &Words, view: &View) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "assignment", phrase::COLUMN_ASSIGNMENT, Kind::Text),
        column(words, "assigned_at", phrase::COLUMN_ASSIGNED_AT, Kind::Moment),
        column(words, "due", phrase::COLUMN_DUE, Kind::Moment),
        column(words, "reps", phrase::COLUMN_REPS, Kind::Whole),
        column(words, "done", phrase::BOARD_PART_DONE, Kind::Whole),
        column(words, "under_way", phrase::BOARD_PART_UNDER_WAY, Kind::Whole),
        column(words, "overdue", phrase::BOARD_PART_OVERDUE, Kind::Whole),
        column(words, "failed", phrase::COLUMN_FAILED, Kind::Whole),
        column(words, "not_begun", phrase::BOARD_PART_NOT_BEGUN, Kind::Whole),
    ];
    let mut table = Table::new("assignments", words.plain(phrase::TEAM_ASSIGNMENTS), columns)?;
    for (one, counted) in view.assigned.iter().zip(&view.told.assignments) {
        table.push(vec![
            Cell::Text(title(one)),
            Cell::Moment(one.assignment.new.created),
            one.assignment.new.due.map_or(Cell::Empty, Cell::Moment),
            count(counted.of),
            count(counted.done),
            count(counted.under_way),
            count(counted.overdue),
            count(counted.failed),
            count(counted.not_begun),
        ])?;
    }
    Ok(table)
}

/// What the team earns on each step in each week.
pub(super) fn steps(words: &Words, view: &View) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "method", phrase::COLUMN_METHOD, Kind::Text),
        column(words, "step", phrase::COLUMN_STEP, Kind::Text),
        column(words, "name", phrase::COLUMN_NAME, Kind::Text),
        column(words, "week", phrase::COLUMN_WEEK, Kind::Date),
        column(words, "percent", phrase::COLUMN_PERCENT, Kind::Percent),
        column(words, "drills", phrase::COLUMN_DRILLS, Kind::Whole),
    ];
    let mut table = Table::new("steps", words.plain(phrase::TABLE_STEPS), columns)?;
    for row in &view.heat {
        for (week, cell) in view.weeks.iter().zip(&row.weeks) {
            let Some((percent, drills)) = cell else { continue };
            table.push(vec![
                Cell::Text(row.method.clone()),
                Cell::Text(row.step.clone()),
                Cell::Text(view.step_name(row)),
                Cell::Date(*week),
                Cell::Decimal(*percent),
                Cell::Whole(i64::from(*drills)),
            ])?;
        }
    }
    Ok(table)
}

/// Every official score.
pub(super) fn scores(words: &Words, view: &View) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "rep", phrase::COLUMN_NAME, Kind::Text),
        column(words, "ended", phrase::COLUMN_LAST_AT, Kind::Moment),
        column(words, "score", phrase::COLUMN_SCORE, Kind::Whole),
        column(words, "passed", phrase::COLUMN_PASSED, Kind::Flag),
    ];
    let mut table = Table::new("scores", words.plain(phrase::TABLE_SCORES), columns)?;
    for drill in &view.drills {
        table.push(vec![
            Cell::Text(view.name(drill.rep)),
            Cell::Moment(drill.ended),
            Cell::Whole(i64::from(drill.score)),
            Cell::Flag(drill.passed),
        ])?;
    }
    Ok(table)
}
