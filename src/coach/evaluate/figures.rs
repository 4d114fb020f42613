//! The figures of an evaluation as one list, each with a name that stays: what a report shows, what a file holds and what
//! somebody else recomputes are the same figures.
//! It must not compute; it reads an [`Evaluation`].

use super::effect::MeanChange;
use super::reaction::Distribution;
use super::training::Evaluation;
use super::{Figure, LearningGain, Withheld};
use crate::coach::purpose::Stage;
use crate::coach::training::Use;

/// What a figure is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// People, answers: whole numbers.
    Count,
    /// Percent, 0 to 100.
    Percent,
    /// Percentage points.
    Points,
    /// A number without a unit, such as a correlation.
    Ratio,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedFigure {
    /// What it is, such as `knowledge.raw-gain`.
    pub name: &'static str,
    /// Of what: a stage, a question, an item, a choice; joined by `/`; empty where there is only one.
    pub of: String,
    /// In what it is counted.
    pub unit: Unit,
    /// The figure, or why it is not told.
    pub value: Figure,
}

fn figure(name: &'static str, of: impl Into<String>, unit: Unit, value: Figure) -> NamedFigure {
    NamedFigure { name, of: of.into(), unit, value }
}

fn count(name: &'static str, of: impl Into<String>, value: usize) -> NamedFigure {
    figure(name, of, Unit::Count, Ok(value as f64))
}

/// All figures of an evaluation, level by level.
pub fn figures(evaluation: &Evaluation) -> Vec<NamedFigure> {
    let mut all = vec![count("attended", "", evaluation.attended)];
    reaction(evaluation, &mut all);
    for stage in Stage::ALL {
        let at = stage as usize;
        all.push(count("tested", stage.name(), evaluation.tested.get(at).copied().unwrap_or(0)));
        all.push(count("drilled", stage.name(), evaluation.drilled.get(at).copied().unwrap_or(0)));
    }
    gain("knowledge", &evaluation.knowledge, &mut all);
    gain("skill", &evaluation.skill, &mut all);
    items(evaluation, &mut all);
    for side in &evaluation.behaviour {
        let who = if side.by_manager { "manager" } else { "rep" };
        let of = format!("{}/{who}", side.day);
        all.push(count("check-in.answered", &of, side.answered()));
        for (answer, times) in Use::ALL.into_iter().zip(side.counts) {
            all.push(count("check-in.choice", format!("{of}/{}", answer.name()), times));
        }
    }
    all.push(count("outcomes", "", evaluation.outcomes));
    all
}

fn reaction(evaluation: &Evaluation, all: &mut Vec<NamedFigure>) {
    for (question, reaction) in &evaluation.reaction {
        all.push(count("reaction.answered", question, reaction.answered));
        all.push(figure("reaction.response-rate", question, Unit::Percent, reaction.response_rate));
        let apart = reaction.does_not_apply.map(|times| times as f64);
        all.push(figure("reaction.does-not-apply", question, Unit::Count, apart));
        match &reaction.distribution {
            Ok(Distribution { counts, .. }) => {
                let choices = counts
                    .iter()
                    .map(|(choice, times)| count("reaction.choice", format!("{question}/{choice}"), *times));
                all.extend(choices);
            }
            Err(why) => all.push(figure("reaction.choice", question, Unit::Count, Err(*why))),
        }
    }
}

/// The names of the figures of one sort of learning; the list is long because each is told by itself.
fn gain(kind: &str, gain: &LearningGain, all: &mut Vec<NamedFigure>) {
    let change = |change: Result<MeanChange, Withheld>, part: fn(MeanChange) -> f64| change.map(part);
    let effect = &gain.effect;
    let retained = &gain.retention;
    all.push(count("gain.pairs", kind, gain.pairs));
    all.push(count("gain.only-pre", kind, gain.only_pre));
    all.push(count("gain.only-post", kind, gain.only_post));
    let rows: [(&'static str, Unit, Figure); 16] = [
        ("gain.mean-pre", Unit::Percent, gain.mean_pre),
        ("gain.mean-post", Unit::Percent, gain.mean_post),
        ("gain.raw", Unit::Points, change(gain.raw_gain, |c| c.mean)),
        ("gain.raw-low", Unit::Points, change(gain.raw_gain, |c| c.interval.low)),
        ("gain.raw-high", Unit::Points, change(gain.raw_gain, |c| c.interval.high)),
        ("gain.of-averages", Unit::Ratio, gain.gain_of_averages),
        ("gain.average", Unit::Ratio, gain.average_of_gains),
        ("gain.ceilings", Unit::Count, gain.ceilings.map(|people| people as f64)),
        ("gain.d-av", Unit::Ratio, effect.as_ref().map_err(|why| *why).and_then(|effect| effect.d_av)),
        ("gain.g-av", Unit::Ratio, effect.as_ref().map_err(|why| *why).and_then(|effect| effect.g_av)),
        ("gain.d-z", Unit::Ratio, effect.as_ref().map_err(|why| *why).and_then(|effect| effect.d_z)),
        ("retention.mean-post", Unit::Percent, retained.mean_post),
        ("retention.mean-delayed", Unit::Percent, retained.mean_delayed),
        ("retention.change", Unit::Points, change(retained.change, |c| c.mean)),
        ("retention.change-low", Unit::Points, change(retained.change, |c| c.interval.low)),
        ("retention.change-high", Unit::Points, change(retained.change, |c| c.interval.high)),
    ];
    all.extend(rows.map(|(name, unit, value)| figure(name, kind, unit, value)));
    all.push(count("retention.people", kind, retained.people));
    all.push(figure("retention.kept", kind, Unit::Ratio, retained.kept));
}

fn items(evaluation: &Evaluation, all: &mut Vec<NamedFigure>) {
    for (stage, form) in Stage::ALL.into_iter().zip(&evaluation.forms) {
        if form.items.is_empty() {
            continue;
        }
        let of = stage.name();
        all.push(count("test.examinees", of, form.examinees));
        all.push(count("test.incomplete", of, form.incomplete));
        all.push(figure("test.kr20", of, Unit::Ratio, form.reliability.map(|r| r.kr20)));
        for item in &form.items {
            let of = format!("{of}/{}", item.id);
            all.push(figure("item.difficulty", &of, Unit::Ratio, item.difficulty));
            all.push(figure("item.rest", &of, Unit::Ratio, item.item_rest));
            for (option, times) in item.options.iter().flatten() {
                all.push(count("item.option", format!("{of}/{option}"), *times));
            }
        }
    }
}
