//! A spread: how often each answer to a question was given, as a bar with its number and percent.
//! Where too few answered there is a notice instead, so that nobody's answer can be guessed.
//! It must not compute a mean of answers.

use super::MOST_ROWS;
use super::layout::{BODY, Look, SMALL, lines};
use super::measure;
use super::svg::{Area, Side, Svg};

/// How the answers to a question are spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spread {
    /// The choices with their answers.
    Shown(Vec<Choice>),
    /// Too few answered; the words say so.
    Hidden(String),
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its words, at most two lines.
    pub label: String,
    /// How often it was chosen.
    pub count: u32,
}

/// The height of a bar.
const BAR: f64 = 12.0;

impl Spread {
    pub(super) fn draw(&self, svg: &mut Svg, look: &Look<'_>) -> f64 {
        match self {
            Self::Shown(choices) => shown(svg, choices, look),
            Self::Hidden(words) => hidden(svg, words, look),
        }
    }
}

fn shown(svg: &mut Svg, choices: &[Choice], look: &Look<'_>) -> f64 {
    let all: f64 = choices.iter().map(|choice| f64::from(choice.count)).sum();
    let most = choices.iter().map(|choice| choice.count).max().unwrap_or(0);
    let mut y = -2.0;
    for choice in choices.iter().take(MOST_ROWS) {
        let share = if all > 0.0 { f64::from(choice.count) / all } else { 0.0 };
        let words = measure::wrap(&choice.label, BODY, look.width, 2);
        y += lines(svg, (0.0, y), &words, look.words(BODY, Side::Start), 19.0);
        let end = 84.0;
        let bar = Area { x: 0.0, y: y + 3.0, w: look.width - end, h: BAR };
        svg.rect(bar, 3.0, look.palette.track);
        let top = choice.count == most;
        let fill = if top { look.palette.main } else { look.palette.main.mix(look.palette.card, 0.4) };
        let w = if choice.count > 0 { (bar.w * share).max(3.0) } else { 0.0 };
        svg.rect(Area { w, ..bar }, 3.0, fill);
        let middle = bar.y + BAR / 2.0;
        let face = if top { look.strong(SMALL, Side::End) } else { look.words(SMALL, Side::End) };
        svg.text((look.width - 42.0, middle), &choice.count.min(99_999).to_string(), face);
        svg.text((look.width, middle), &format!("{:.0}%", share * 100.0), look.muted(Side::End));
        y += 3.0 + BAR + 10.0;
    }
    y - 8.0 + look.rest(svg, y - 8.0, choices.len().saturating_sub(MOST_ROWS))
}

/// A notice in a hatched frame.
fn hidden(svg: &mut Svg, words: &str, look: &Look<'_>) -> f64 {
    let words = measure::wrap(words, BODY, look.width - 48.0, 4);
    let high = 19.0 * words.len() as f64 + 32.0;
    let area = Area { x: 0.0, y: 0.0, w: look.width, h: high };
    svg.rect(area, 2.0, look.palette.track);
    svg.hatch(Area { w: 8.0, ..area }, 5.0, super::layout::stroke(look.palette.muted, 1.2));
    lines(svg, (24.0, 16.0), &words, look.words(BODY, Side::Start), 19.0);
    high
}
