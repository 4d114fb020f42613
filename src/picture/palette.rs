//! The colours: Okabe and Ito's set for kinds of things, viridis for more and less, and the greys of both themes.
//! Both sets can be told apart by people who do not see red or green; words always contrast with what is behind them.
//! It must not be the only sign of anything: panels add marks, patterns or words.

use std::fmt;

use super::Theme;

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rgb(pub(super) u8, pub(super) u8, pub(super) u8);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Rgb {
    /// This colour with a share (0 to 1) of another.
    pub(super) fn mix(self, other: Self, share: f64) -> Self {
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        // Between two bytes, so the cast keeps the value.
        let part = |from: u8, to: u8| (f64::from(from) * (1.0 - share) + f64::from(to) * share).round() as u8;
        Self(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// The contrast of two colours, 1 to 21 (WCAG 2.2).
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Black or white, whichever is read better on this colour; at least 4.58 by their definition.
    pub(super) fn ink_on(self) -> Self {
        if self.contrast(BLACK) >= self.contrast(WHITE) { BLACK } else { WHITE }
    }
}

const BLACK: Rgb = Rgb(0, 0, 0);
const WHITE: Rgb = Rgb(255, 255, 255);

/// Okabe and Ito (2008): sky blue.
pub(super) const SKY: Rgb = Rgb(86, 180, 233);
/// Okabe and Ito: bluish green.
pub(super) const GREEN: Rgb = Rgb(0, 158, 115);
/// Okabe and Ito: blue.
pub(super) const BLUE: Rgb = Rgb(0, 114, 178);
/// Okabe and Ito: orange.
pub(super) const ORANGE: Rgb = Rgb(230, 159, 0);
/// Okabe and Ito: vermillion.
pub(super) const VERMILLION: Rgb = Rgb(213, 94, 0);
/// Okabe and Ito: reddish purple.
pub(super) const PURPLE: Rgb = Rgb(204, 121, 167);

/// Stops of viridis (van der Walt and Smith, 2015), from little to much, without its darkest end.
const VIRIDIS: [Rgb; 6] = [
    Rgb(70, 30, 110),
    Rgb(62, 74, 137),
    Rgb(38, 130, 142),
    Rgb(53, 183, 121),
    Rgb(143, 215, 68),
    Rgb(253, 231, 37),
];

/// The colour of a share, 0 to 1.
pub(super) fn sequential(share: f64) -> Rgb {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let along = share * 5.0;
    // Between 0 and 4, so the cast keeps the value.
    let below = (along.floor() as usize).min(4);
    let stop = |at: usize| VIRIDIS.get(at).copied().unwrap_or(BLACK);
    stop(below).mix(stop(below + 1), along - below as f64)
}

/// The colours of a theme.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    /// Behind everything.
    pub(super) page: Rgb,
    /// Behind a panel.
    pub(super) card: Rgb,
    /// Words.
    pub(super) ink: Rgb,
    /// Words of less weight.
    pub(super) muted: Rgb,
    /// Lines that part or measure.
    pub(super) rule: Rgb,
    /// An empty bar.
    pub(super) track: Rgb,
    /// The colour of what is shown, where there is only one.
    pub(super) main: Rgb,
    /// The colour of what asks for a look.
    pub(super) alert: Rgb,
    /// Lines of several kinds, in their order.
    pub(super) kinds: [Rgb; 4],
}

impl Palette {
    /// The colours of a theme.
    pub(super) fn of(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self {
                page: Rgb(241, 243, 246),
                card: WHITE,
                ink: Rgb(26, 30, 36),
                muted: Rgb(89, 97, 107),
                rule: Rgb(219, 224, 230),
                track: Rgb(236, 239, 243),
                main: BLUE,
                alert: VERMILLION,
                kinds: [BLUE, VERMILLION, GREEN, PURPLE],
            },
            Theme::Dark => Self {
                page: Rgb(26, 27, 30),
                card: Rgb(38, 40, 45),
                ink: Rgb(242, 243, 245),
                muted: Rgb(176, 182, 192),
                rule: Rgb(66, 69, 77),
                track: Rgb(54, 57, 64),
                main: SKY,
                alert: ORANGE,
                kinds: [SKY, ORANGE, GREEN, PURPLE],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_both_themes() {
        for theme in [Theme::Light, Theme::Dark] {
            let palette = Palette::of(theme);
            for words in [palette.ink, palette.muted] {
                for behind in [palette.page, palette.card, palette.track] {
                    assert!(words.contrast(behind) >= 4.5, "{theme:?}: {words} on {behind}");
                }
            }
            for mark in [palette.main, palette.alert].iter().chain(&palette.kinds) {
                assert!(mark.contrast(palette.card) >= 3.0, "{theme:?}: {mark}");
            }
        }
    }

    #[test]
    fn words_are_read_on_every_colour() {
        let steps = (0..=100).map(|step| sequential(f64::from(step) / 100.0));
        for colour in steps.chain([SKY, GREEN, BLUE, ORANGE, VERMILLION, PURPLE]) {
            assert!(colour.contrast(colour.ink_on()) >= 4.5, "{colour}");
            for theme in [Theme::Light, Theme::Dark] {
                let faint = colour.mix(Palette::of(theme).card, 0.6);
                assert!(faint.contrast(faint.ink_on()) >= 4.5, "{colour}, faint");
            }
        }
    }

    #[test]
    fn more_is_always_brighter() {
        let steps: Vec<f64> = (0..=20).map(|step| sequential(f64::from(step) / 20.0).luminance()).collect();
        assert!(steps.windows(2).all(|pair| pair[0] < pair[1]), "{steps:?}");
    }

    /// How a colour looks without red (protan) or green (deutan) cones: Viénot, Brettel and Mollon (1999).
    fn seen(colour: Rgb, rows: [[f64; 3]; 2]) -> [f64; 3] {
        let linear = [colour.0, colour.1, colour.2].map(|part| (f64::from(part) / 255.0).powf(2.2));
        let sum = |row: [f64; 3]| {
            row.iter().zip(linear).map(|(a, b)| a * b).sum::<f64>().max(0.0).powf(1.0 / 2.2) * 255.0
        };
        [sum(rows[0]), sum(rows[0]), sum(rows[1])]
    }

    #[test]
    fn kinds_differ_without_red_or_green_cones() {
        let protan = [[0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]];
        let deutan = [[0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]];
        for theme in [Theme::Light, Theme::Dark] {
            let kinds = Palette::of(theme).kinds;
            for (at, a) in kinds.iter().enumerate() {
                for b in &kinds[at + 1..] {
                    for eye in [protan, deutan] {
                        let (a, b) = (seen(*a, eye), seen(*b, eye));
                        let apart = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                        assert!(apart > 35.0, "{theme:?}: {apart}");
                    }
                }
            }
        }
    }
}
