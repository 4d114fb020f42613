//! Slopes: the same people before and after, a thin line each, with the middle of them drawn thick.
//! Whoever fell is dashed and of another colour; the middle's values stand at its points.
//! It must not draw a line for a person between whose values one is missing.

use super::axis::{self, GUTTER, Span};
use super::layout::{Look, SMALL, stroke};
use super::svg::{Area, Face, Side, Stroke, Svg};
use super::{legend, measure};

/// People before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Slope {
    /// The names of the two or three occasions.
    pub stages: Vec<String>,
    /// The people; at most 200 are drawn.
    pub people: Vec<Person>,
    /// The median or mean at each stage, percent.
    pub middle: Vec<Option<f64>>,
    /// What the legend calls the middle.
    pub middle_label: String,
    /// What the legend calls who rose or stayed.
    pub rise_label: String,
    /// What the legend calls who fell.
    pub fall_label: String,
}

/// One person's values.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// What stands at the end of the line; names are written where at most twelve people have one.
    pub label: String,
    /// Percent at each stage; what is not finite counts as no value.
    pub percents: Vec<Option<f64>>,
}

const MOST_PEOPLE: usize = 200;
const MOST_NAMES: usize = 12;
const MOST_STAGES: usize = 4;
const HEIGHT: f64 = 210.0;

/// Places of one chart.
struct Plan {
    plot: Area,
    stages: usize,
    span: Span,
    names: f64,
}

impl Plan {
    fn x(&self, stage: usize) -> f64 {
        let inset = 22.0;
        let steps = self.stages.saturating_sub(1);
        let inner = self.plot.w - 2.0 * inset;
        self.plot.x + inset + if steps == 0 { inner / 2.0 } else { inner * stage as f64 / steps as f64 }
    }

    fn course(&self, percents: &[Option<f64>]) -> Vec<Option<(f64, f64)>> {
        let place = |(at, value): (usize, &Option<f64>)| {
            Some((self.x(at), self.span.y(self.plot, value.and_then(axis::percent)?)))
        };
        percents.iter().take(self.stages).enumerate().map(place).collect()
    }
}

impl Slope {
    pub(super) fn draw(&self, svg: &mut Svg, look: &Look<'_>) -> f64 {
        let top = self.legend(svg, look) + 10.0;
        let named = self.people.iter().filter(|person| !person.label.is_empty()).count();
        let widest =
            self.people.iter().take(MOST_NAMES).map(|p| measure::width(&measure::plain(&p.label), SMALL));
        let names = if named > MOST_NAMES { 0.0 } else { widest.fold(0.0, f64::max).min(look.width * 0.25) };
        let plot = Area {
            x: GUTTER,
            y: top,
            w: look.width - GUTTER - if names > 0.0 { names + 10.0 } else { 0.0 },
            h: HEIGHT,
        };
        let stages = self.stages.len().min(MOST_STAGES);
        let all =
            self.people.iter().take(MOST_PEOPLE).flat_map(|person| &person.percents).chain(&self.middle);
        let span = Span::around(all.copied().flatten().filter_map(axis::percent));
        let plan = Plan { plot, stages, span, names };
        plan.span.grid(svg, plot, look);
        for stage in 0..plan.stages {
            svg.line((plan.x(stage), plot.y), (plan.x(stage), plot.y + plot.h), look.rule());
        }
        for person in self.people.iter().take(MOST_PEOPLE) {
            self.person(svg, person, &plan, look);
        }
        self.names(svg, &plan, look);
        self.middle(svg, &plan, look);
        let apart = if plan.stages > 1 { plan.x(1) - plan.x(0) } else { plot.w };
        for (stage, words) in self.stages.iter().take(plan.stages).enumerate() {
            let words = measure::fit(words, SMALL, apart - 8.0);
            let half = measure::width(&words, SMALL) / 2.0;
            let x = plan.x(stage).clamp(half, (look.width - half).max(half));
            svg.text((x, plot.y + plot.h + 18.0), &words, look.words(SMALL, Side::Middle));
        }
        plot.y + plot.h + 28.0
    }

    fn legend(&self, svg: &mut Svg, look: &Look<'_>) -> f64 {
        let lines = [
            (&self.middle_label, stroke(look.palette.ink, 3.5)),
            (&self.rise_label, rising(look)),
            (&self.fall_label, falling(look)),
        ];
        let used: Vec<(&String, Stroke)> = lines.into_iter().filter(|(words, _)| !words.is_empty()).collect();
        let words: Vec<String> = used.iter().map(|(words, _)| (*words).clone()).collect();
        let (signs, height) = legend::flow(svg, 0.0, 22.0, &words, look);
        for (sign, (_, pen)) in signs.iter().zip(&used) {
            let y = sign.y + sign.h / 2.0;
            svg.line((sign.x + 1.0, y), (sign.x + sign.w - 1.0, y), *pen);
        }
        height
    }

    fn person(&self, svg: &mut Svg, person: &Person, plan: &Plan, look: &Look<'_>) {
        let course = plan.course(&person.percents);
        let found: Vec<(f64, f64)> = course.iter().copied().flatten().collect();
        let fell = found.first().zip(found.last()).is_some_and(|(first, last)| last.1 > first.1 + 0.01);
        let pen = if fell { falling(look) } else { rising(look) };
        for stretch in course.split(Option::is_none) {
            let points: Vec<(f64, f64)> = stretch.iter().copied().flatten().collect();
            svg.path(&points, pen);
        }
        for point in found {
            svg.circle(point, 2.5, pen.ink, stroke(pen.ink, 0.1));
        }
    }

    fn names(&self, svg: &mut Svg, plan: &Plan, look: &Look<'_>) {
        if plan.names <= 0.0 {
            return;
        }
        let last = plan.stages.saturating_sub(1);
        let ends: Vec<(&str, f64, f64)> = self
            .people
            .iter()
            .filter(|person| !person.label.is_empty())
            .take(MOST_NAMES)
            .filter_map(|person| {
                let (x, y) = plan.course(&person.percents).get(last).copied().flatten()?;
                Some((person.label.as_str(), x, y))
            })
            .collect();
        let wanted: Vec<f64> = ends.iter().map(|(.., y)| *y).collect();
        let placed = axis::dodge(&wanted, 15.0, plan.plot.y, plan.plot.y + plan.plot.h);
        let left = plan.plot.x + plan.plot.w + 10.0;
        for ((words, x, from), y) in ends.iter().zip(placed) {
            svg.path(
                &[(x + 5.0, *from), (left - 12.0, *from), (left - 3.0, y)],
                stroke(look.palette.muted, 0.8),
            );
            svg.text((left, y), &measure::fit(words, SMALL, plan.names), look.muted(Side::Start));
        }
    }

    /// The thick line with its values.
    fn middle(&self, svg: &mut Svg, plan: &Plan, look: &Look<'_>) {
        let course = plan.course(&self.middle);
        for stretch in course.split(Option::is_none) {
            let points: Vec<(f64, f64)> = stretch.iter().copied().flatten().collect();
            svg.path(&points, stroke(look.palette.card, 6.5));
            svg.path(&points, stroke(look.palette.ink, 3.5));
        }
        for ((x, y), value) in
            course.iter().zip(&self.middle).filter_map(|(place, value)| Some(((*place)?, (*value)?)))
        {
            let words = axis::figure(value.clamp(0.0, 100.0));
            let wide = measure::width(&words, SMALL) + 12.0;
            let chip = Area { x: x - wide / 2.0, y: y - 10.0, w: wide, h: 20.0 };
            svg.rect(
                Area { x: chip.x - 1.5, y: chip.y - 1.5, w: chip.w + 3.0, h: 23.0 },
                11.5,
                look.palette.card,
            );
            svg.rect(chip, 10.0, look.palette.ink);
            svg.text(
                (x, y),
                &words,
                Face { ink: look.palette.ink.ink_on(), ..look.strong(SMALL, Side::Middle) },
            );
        }
    }
}

fn rising(look: &Look<'_>) -> Stroke {
    stroke(look.palette.main.mix(look.palette.card, 0.35), 1.3)
}

fn falling(look: &Look<'_>) -> Stroke {
    Stroke { dashed: true, ..stroke(look.palette.alert, 1.5) }
}
