//! A training's report in a picture: who was there, each one's test before and after, what stayed, the survey, use on the
//! job.
//! It must not show an answer to the survey that may not be shown, nor know a figure that the words do not tell as well.

use super::super::files::small;
use super::record::Whole;
use crate::app::Canvas;
use crate::coach::evaluate::Reaction;
use crate::coach::evaluate::training::{Evaluation, OnTheJob, Person, Record, Taken};
use crate::coach::purpose::Stage;
use crate::coach::training::Use;
use crate::picture::{
    Board, Chart, Choice, Panel, Part, Person as Thread, PictureError, Slope, Spread, Stacked, StackedRow,
    Tile, Tiles, Tone, draw as drawn,
};
use crate::reply::evaluation::{response, withheld};
use crate::reply::{Phrase, Words, phrase};

/// Fewer people than this are not drawn: one could tell who is who.
const FEWEST: usize = 5;

/// Draws it.
pub(super) fn draw(
    words: &Words,
    whole: &Whole,
    record: &Record,
    evaluation: &Evaluation,
    canvas: Canvas,
) -> Result<Vec<u8>, PictureError> {
    let say = |phrase: Phrase| words.plain(phrase).to_owned();
    let mut panels = vec![Panel::new("", Chart::Tiles(tiles(words, evaluation)))];
    let test =
        |person: &Person, stage: Stage| person.tests.get(stage as usize)?.as_ref().and_then(Taken::percent);
    let drill = |person: &Person, stage: Stage| (*person.drills.get(stage as usize)?).map(f64::from);
    panels.extend(slope(words, phrase::REPORT_KNOWLEDGE, record, &test, &[Stage::Pre, Stage::Post]));
    panels.extend(slope(words, phrase::BOARD_STAYED, record, &test, &Stage::ALL));
    panels.extend(slope(words, phrase::REPORT_SKILL, record, &drill, &[Stage::Pre, Stage::Post]));
    let asked = whole.questions().into_iter().zip(&evaluation.reaction);
    panels.extend(asked.map(|((_, ask, choices), (_, reaction))| spread(words, ask, reaction, &choices)));
    if !evaluation.behaviour.is_empty() {
        panels.push(Panel::new(say(phrase::REPORT_BEHAVIOUR), Chart::Stacked(on_the_job(words, evaluation))));
    }
    panels.truncate(MOST_PANELS);
    drawn(&Board {
        title: words.say(phrase::REPORT_TITLE, &[("title", &whole.training.new.title)]),
        subtitle: whole.training.new.opened.date_naive().to_string(),
        panels,
        footnote: say(phrase::NOT_CAUSED_GAIN),
        more: say(phrase::BOARD_MORE),
        theme: canvas.theme(),
        width: canvas.width(),
    })
}

/// Panels that one picture takes.
const MOST_PANELS: usize = 12;

fn tiles(words: &Words, evaluation: &Evaluation) -> Tiles {
    let tile = |value: usize, of: usize, caption: Phrase| Tile {
        value: value.to_string(),
        unit: format!("/{of}"),
        caption: words.plain(caption).to_owned(),
        share: (of > 0).then(|| value as f64 / of as f64),
    };
    let attended = evaluation.attended;
    let answered = evaluation.reaction.iter().map(|(_, reaction)| reaction.answered).max().unwrap_or(0);
    Tiles {
        tiles: vec![
            tile(evaluation.knowledge.pairs, attended, phrase::FIGURE_PAIRS),
            tile(answered, attended, phrase::FIGURE_ANSWERED),
        ],
    }
}

/// A thread for each who has a score at each of the stages; nothing below [`FEWEST`] of them.
fn slope(
    words: &Words,
    title: Phrase,
    record: &Record,
    score: &dyn Fn(&Person, Stage) -> Option<f64>,
    stages: &[Stage],
) -> Option<Panel> {
    let all = record
        .people
        .iter()
        .filter_map(|person| stages.iter().map(|stage| score(person, *stage)).collect::<Option<Vec<f64>>>());
    let all: Vec<Vec<f64>> = all.collect();
    if all.len() < FEWEST {
        return None;
    }
    let mean = |at: usize| {
        let values = all.iter().filter_map(|scores| scores.get(at));
        Some(values.sum::<f64>() / all.len() as f64)
    };
    let name = |stage: &Stage| match stage {
        Stage::Pre => phrase::BOARD_PRE,
        Stage::Post => phrase::BOARD_POST,
        Stage::Delayed => phrase::BOARD_DELAYED,
    };
    let thread = |scores: &Vec<f64>| Thread {
        label: String::new(),
        percents: scores.iter().map(|score| Some(*score)).collect(),
    };
    let mut panel = Panel::new(
        words.plain(title).to_owned(),
        Chart::Slope(Slope {
            stages: stages.iter().map(|stage| words.plain(name(stage)).to_owned()).collect(),
            people: all.iter().map(thread).collect(),
            middle: (0..stages.len()).map(mean).collect(),
            middle_label: words.plain(phrase::BOARD_MEAN).to_owned(),
            rise_label: words.plain(phrase::BOARD_ROSE).to_owned(),
            fall_label: words.plain(phrase::BOARD_FELL).to_owned(),
        }),
    );
    panel.aside = format!("n = {}", all.len());
    Some(panel)
}

fn spread(words: &Words, ask: String, reaction: &Reaction, choices: &[(String, String)]) -> Panel {
    let text = |id: &String| {
        choices.iter().find(|(choice, _)| choice == id).map_or_else(|| id.clone(), |(_, text)| text.clone())
    };
    let chart = match &reaction.distribution {
        Ok(distribution) => {
            let counts = distribution.counts.iter();
            Spread::Shown(counts.map(|(id, n)| Choice { label: text(id), count: small(*n) }).collect())
        }
        Err(why) => Spread::Hidden(withheld(words, *why)),
    };
    Panel { caption: response(words, reaction), ..Panel::new(ask, Chart::Spread(chart)) }
}

fn on_the_job(words: &Words, evaluation: &Evaluation) -> Stacked {
    let part = |label: Phrase, tone| Part { label: words.plain(label).to_owned(), tone };
    let row = |side: &OnTheJob| {
        let who = if side.by_manager { phrase::BOARD_BY_MANAGER } else { phrase::BOARD_BY_REPS };
        let counts = Use::ALL.iter().zip(side.counts);
        let of = |wanted: &[Use]| counts.clone().filter(|(u, _)| wanted.contains(u)).map(|(_, n)| n).sum();
        StackedRow {
            label: words.say(who, &[("day", &side.day.to_string())]),
            counts: vec![
                small(of(&[Use::Often, Use::Tried])),
                small(of(&[Use::NoOccasion])),
                small(of(&[Use::NotYet])),
            ],
            aside: format!("{}/{}", side.used(), side.answered()),
        }
    };
    Stacked {
        parts: vec![
            part(phrase::BOARD_USED, Tone::Done),
            part(phrase::BOARD_NO_OCCASION, Tone::NotBegun),
            part(phrase::BOARD_NOT_USED, Tone::UnderWay),
        ],
        rows: evaluation.behaviour.iter().map(row).collect(),
    }
}
