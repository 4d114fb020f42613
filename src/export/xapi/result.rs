//! The result of a statement: a score, whether it was enough, whether it came to its end, how long it took.
//! A score is told with its lowest and highest, so that no reader takes points for percent.
//! It must not tell a score where nothing was rated.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::Serialize;
use serde_json::Value;

/// Points with the fewest and the most that could be had.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Points {
    /// What was earned.
    pub raw: f64,
    /// The fewest.
    pub min: f64,
    /// The most.
    pub max: f64,
}

/// A score (xAPI 1.0.3, data, section 2.4.5.1).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// From 0 to 1, to four digits.
    pub scaled: f64,
    /// What was earned.
    pub raw: f64,
    /// The fewest.
    pub min: f64,
    /// The most.
    pub max: f64,
}

impl Score {
    /// The score of points; `None` where there was nothing to earn, or less or more was earned than can be.
    pub fn of(points: Points) -> Option<Self> {
        let Points { raw, min, max } = points;
        let is_sound = min < max && (min..=max).contains(&raw);
        let scaled = ((raw - min) / (max - min) * 10_000.0).round() / 10_000.0;
        (is_sound && scaled.is_finite()).then_some(Self { scaled, raw, min, max })
    }
}

/// The result of a statement (section 2.4.5).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Outcome {
    /// The score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// Whether it was enough, or right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// Whether it came to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion: Option<bool>,
    /// What was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
    /// How long it took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// What else is told, by IRIs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extensions: BTreeMap<String, Value>,
}

impl Outcome {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A time as ISO 8601 writes it, to a hundredth of a second: `PT1H2M3.45S` (section 4.6). Less than nothing is nothing.
pub fn duration(took: TimeDelta) -> String {
    let hundredths = took.num_milliseconds().max(0) / 10;
    let (seconds, rest) = (hundredths / 100, hundredths % 100);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let part =
        |number: i64, letter: char| if number > 0 { format!("{number}{letter}") } else { String::new() };
    let last = match (seconds, rest) {
        (0, 0) if hundredths > 0 => String::new(),
        (_, 0) => format!("{seconds}S"),
        _ => format!("{seconds}.{rest:02}S"),
    };
    format!("PT{}{}{last}", part(hours, 'H'), part(minutes, 'M'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_lies_between_nought_and_one() {
        let score = |raw, max| Score::of(Points { raw, min: 0.0, max }).map(|score| score.scaled);
        assert_eq!((score(2.0, 3.0), score(0.0, 3.0), score(3.0, 3.0)), (Some(0.6667), Some(0.0), Some(1.0)));
        assert_eq!((score(0.0, 0.0), score(4.0, 3.0), score(f64::NAN, 3.0)), (None, None, None));
    }

    #[test]
    fn a_time_has_hours_minutes_and_hundredths() {
        let written: Vec<_> = [0, -5, 9, 1_000, 60_000, 61_250, 3_600_000, 3_723_456]
            .map(|milliseconds| duration(TimeDelta::milliseconds(milliseconds)))
            .into();
        assert_eq!(written, ["PT0S", "PT0S", "PT0S", "PT1S", "PT1M", "PT1M1.25S", "PT1H", "PT1H2M3.45S"]);
    }
}
