//! A team in a picture: tiles, completion, weak steps by week, distribution, trend.
//! It must not know a figure that the words do not tell as well.

use super::super::files::small;
use super::Canvas;
use super::view::View;
use crate::coach::team::{FEW, WeekMedian};
use crate::picture::{
    Bin, Board, Cell, Chart, Heat, HeatRow, Histogram, Line, Mark, Panel, Part, PictureError, Point, Stacked,
    StackedRow, Tile, Tiles, Tone, Trend, draw as drawn,
};
use crate::reply::{Phrase, Words, phrase};

/// Steps, and weeks, that a picture for a phone can show.
const STEPS: usize = 12;
const WEEKS: usize = 12;
/// Assignments that a picture shows.
const ASSIGNMENTS: usize = 10;

/// Draws it.
pub(super) fn draw(words: &Words, view: &View, canvas: Canvas) -> Result<Vec<u8>, PictureError> {
    let say = |phrase: Phrase| words.plain(phrase).to_owned();
    let mut panels = vec![Panel::new("", Chart::Tiles(tiles(words, view)))];
    if !view.assigned.is_empty() {
        panels.push(Panel::new(say(phrase::TEAM_ASSIGNMENTS), Chart::Stacked(stacked(words, view))));
    }
    if !view.heat.is_empty() {
        let mut steps = Panel::new(say(phrase::BOARD_HEAT), Chart::Heat(heat(words, view)));
        steps.caption = say(phrase::BOARD_HEAT_HOW);
        panels.push(steps);
    }
    if !view.drills.is_empty() {
        let mut last = Panel::new(say(phrase::BOARD_LAST), Chart::Histogram(histogram(words, view)));
        last.aside = format!("n = {}", view.last.len());
        panels.push(last);
        panels.push(Panel::new(say(phrase::BOARD_TREND), Chart::Trend(trend_of(words, &view.trend))));
    }
    drawn(&Board {
        title: say(phrase::TEAM_TITLE),
        subtitle: super::period_name(&view.period),
        panels,
        footnote: say(phrase::TEAM_PRIVATE),
        more: say(phrase::BOARD_MORE),
        theme: canvas.theme(),
        width: canvas.width(),
    })
}

fn tiles(words: &Words, view: &View) -> Tiles {
    let told = &view.told;
    let share = |part: usize, of: usize| (of > 0).then(|| part as f64 / of as f64);
    let tile = |value: String, unit: String, caption: Phrase, share| Tile {
        value,
        unit,
        caption: words.plain(caption).to_owned(),
        share,
    };
    let (done, all) = told.assignments.iter().fold((0, 0), |(done, all), a| (done + a.done, all + a.of));
    let median = told.median.map_or_else(|| "–".to_owned(), |median| format!("{median:.0}"));
    let mut tiles = Vec::new();
    if all > 0 {
        tiles.push(tile(done.to_string(), format!("/{all}"), phrase::BOARD_DONE, share(done, all)));
        tiles.push(tile(told.overdue.len().to_string(), String::new(), phrase::BOARD_OVERDUE, None));
    }
    if told.drilled > 0 {
        let of = format!("/{}", told.drilled);
        tiles.push(tile(median, "/100".to_owned(), phrase::BOARD_MEDIAN, None));
        let passed = share(told.passed, told.drilled);
        tiles.push(tile(told.passed.to_string(), of, phrase::BOARD_PASSED, passed));
    }
    Tiles { tiles }
}

fn stacked(words: &Words, view: &View) -> Stacked {
    let part = |label: Phrase, tone| Part { label: words.plain(label).to_owned(), tone };
    let rows = view.told.assignments.iter().rev().take(ASSIGNMENTS).map(|counted| StackedRow {
        label: counted.title.clone(),
        counts: vec![
            small(counted.done),
            small(counted.under_way),
            small(counted.overdue + counted.failed),
            small(counted.not_begun),
        ],
        aside: format!("{}/{}", counted.done, counted.of),
    });
    Stacked {
        parts: vec![
            part(phrase::BOARD_PART_DONE, Tone::Done),
            part(phrase::BOARD_PART_UNDER_WAY, Tone::UnderWay),
            part(phrase::BOARD_PART_OVERDUE, Tone::Overdue),
            part(phrase::BOARD_PART_NOT_BEGUN, Tone::NotBegun),
        ],
        rows: rows.collect(),
    }
}

fn heat(words: &Words, view: &View) -> Heat {
    let skipped = view.weeks.len().saturating_sub(WEEKS);
    let rows = view.heat.iter().take(STEPS).map(|row| HeatRow {
        label: view.step_name(row),
        cells: row
            .weeks
            .iter()
            .skip(skipped)
            .map(|cell| cell.map(|(percent, n)| Cell { percent, n }))
            .collect(),
    });
    Heat {
        columns: view.weeks.iter().skip(skipped).map(week_name).collect(),
        rows: rows.collect(),
        few: FEW,
        few_label: words.say(phrase::BOARD_FEW, &[("fewest", &FEW.to_string())]),
        none_label: words.plain(phrase::BOARD_NONE).to_owned(),
    }
}

/// A week by its Monday, short enough for a column.
fn week_name(monday: &chrono::NaiveDate) -> String {
    monday.format("%-m/%-d").to_string()
}

fn histogram(words: &Words, view: &View) -> Histogram {
    let bins = view.bins().into_iter().enumerate().map(|(at, count)| {
        let from = at as f64 * 10.0;
        Bin { from, to: from + 10.0, count: small(count) }
    });
    let scores = view.last.values().map(|drill| drill.score).collect();
    let median = crate::coach::team::median(scores);
    let label = |at: f64| words.say(phrase::BOARD_MEDIAN_MARK, &[("value", &format!("{at:.0}"))]);
    Histogram { bins: bins.collect(), pass: None, median: median.map(|at| Mark { at, label: label(at) }) }
}

/// Medians by week as a line, with how many drills stand behind each.
pub(in crate::app) fn trend_of(words: &Words, weeks: &[WeekMedian]) -> Trend {
    let point = |week: &WeekMedian| week.median.map(|percent| Point { percent, n: small(week.drills) });
    Trend {
        times: weeks.iter().map(|week| week_name(&week.week)).collect(),
        lines: vec![Line {
            label: words.plain(phrase::BOARD_TREND_LINE).to_owned(),
            points: weeks.iter().map(point).collect(),
        }],
        goal: None,
        count_label: "n".to_owned(),
    }
}
