//! Numbers as they are meant: digits, Chinese numerals and English number words, with what multiplies them.
//! A spelled-out number counts as a claim only where it measures something: "three years", not "three things".
//! It must not decide whether a number is true.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::coach::recognise::Text;

/// A number in a text: its value as it would be written in digits, and the bytes of the original.
pub type Number = (String, Range<usize>);

static DIGITS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d+(?:,\d{3})*(?:\.\d+)?(?:\s?(?:万|亿|千|百|k\b|m\b|thousand\b|million\b|billion\b))?").ok()
});
static CHINESE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(?:百分之)?[零一二两三四五六七八九十百千万亿]+").ok());
static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b",
    )
    .ok()
});
/// What a spelled-out number measures, right behind it.
static MEASURES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[\s-]?(?:年|个月|个季度|天|周|个?小时|分钟|秒|元|块|成|倍|台|吨|percent|%|years?|months?|weeks?|days?|hours?|minutes?|dollars?|euros?|thousand|million|times)",
    )
    .ok()
});
/// A time of day or a date: when something is to happen is no claim about the offer.
static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s?(?::\d\d|点(?:钟|半|整|前|之前|左右|[,,。;?! ]|$)|号|日|月|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|a\.?m\b|p\.?m\b|o'clock|st\b|nd\b|rd\b|th\b)").ok()
});

/// Every number that a text gives, also those that measure nothing: what may be said after it.
pub(super) fn given(text: &Text) -> impl Iterator<Item = String> {
    read(text.folded()).into_iter().map(|found| found.value)
}

/// The numbers that a reply claims something with.
pub(super) fn claimed(text: &Text) -> Vec<Number> {
    let claims = read(text.folded()).into_iter().filter(|found| found.claims);
    claims.map(|found| (found.value, text.origin(&found.range))).collect()
}

struct Found {
    value: String,
    range: Range<usize>,
    claims: bool,
}

fn read(folded: &str) -> Vec<Found> {
    let after = |at: usize| folded.get(at..).unwrap_or_default();
    let fits = |pattern: &LazyLock<Option<Regex>>, at: usize| {
        pattern.as_ref().is_some_and(|pattern| pattern.is_match(after(at)))
    };
    let mut all = Vec::new();
    for found in DIGITS.iter().flat_map(|digits| digits.find_iter(folded)) {
        let minutes = folded.get(..found.start()).is_some_and(|before| before.ends_with(':'));
        let claims = !minutes && !fits(&CLOCK, found.end());
        all.push(Found { value: digits(found.as_str()), range: found.range(), claims });
    }
    let spelled = CHINESE.iter().flat_map(|chinese| chinese.find_iter(folded));
    for found in spelled.filter(|found| !after_digit(folded, found.start())) {
        let share = found.as_str().starts_with("百分之");
        let Some(value) = chinese(found.as_str().trim_start_matches("百分之")) else { continue };
        // "九成" is nine tenths, which a sheet writes as 90 %.
        let value = if after(found.end()).starts_with('成') { value * 10 } else { value };
        let claims = share || fits(&MEASURES, found.end()) && !fits(&CLOCK, found.end());
        all.push(Found { value: value.to_string(), range: found.range(), claims });
    }
    for found in ENGLISH.iter().flat_map(|english| english.find_iter(folded)) {
        let Some(value) = english(found.as_str()) else { continue };
        let claims = fits(&MEASURES, found.end());
        all.push(Found { value: value.to_string(), range: found.range(), claims });
    }
    all.sort_by_key(|found| found.range.start);
    all
}

fn after_digit(folded: &str, at: usize) -> bool {
    folded.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

/// `4.2万` is 42000, and `1,200` is 1200.
fn digits(written: &str) -> String {
    let end = written.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(written.len());
    let (number, unit) = written.split_at(end);
    let zeros = match unit.trim() {
        "百" => 2,
        "千" | "k" | "thousand" => 3,
        "万" => 4,
        "m" | "million" => 6,
        "亿" => 8,
        "billion" => 9,
        _ => 0,
    };
    let plain = number.replace(',', "");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let moved: String = part.chars().chain(std::iter::repeat('0')).take(zeros).collect();
    let rest: String = part.chars().skip(zeros).collect();
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

/// `三十六` is 36. What only looks like a number (`万一`, `千万`) has no value.
fn chinese(written: &str) -> Option<u64> {
    if matches!(written, "万一" | "千万" | "百" | "千" | "万" | "亿" | "百万" | "一一") {
        return None;
    }
    let (mut total, mut section, mut digit) = (0u64, 0u64, 0u64);
    for c in written.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => {
                digit = "零一二三四五六七八九".chars().position(|d| d == c).map_or(2, |at| at as u64);
                continue;
            }
        };
        if unit < 10_000 {
            section += digit.max(1) * unit;
        } else {
            total = (total + section + digit) * unit;
            section = 0;
        }
        digit = 0;
    }
    Some(total + section + digit)
}

fn english(word: &str) -> Option<u64> {
    const WORDS: [(&str, u64); 21] = [
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
    ];
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(text: &str) -> Vec<String> {
        claimed(&Text::new(text)).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn numbers_are_read_as_they_are_meant() {
        assert_eq!(claims("1,200 units, 3.5％ and ６周, v2."), ["1200", "3.5", "6", "2"]);
        assert_eq!(claims("4.2万元,1.5亿,$48k, 2 million"), ["42000", "150000000", "48000", "2000000"]);
        assert_eq!(claims("三年质保,省三十六个小时,百分之二十,少九成"), ["3", "36", "20", "90"]);
        assert_eq!(claims("three years, thirty percent"), ["3", "30"]);
    }

    #[test]
    fn what_measures_nothing_or_says_when_is_no_claim() {
        assert_eq!(claims("万一出事,千万别急,一起看三个方案,十分重要"), Vec::<String>::new());
        assert_eq!(claims("three things; let's say the 14th at 10:30, or at 3 pm"), Vec::<String>::new());
        assert_eq!(claims("周四上午10点整,3月9日, Monday 10 March"), Vec::<String>::new());
        assert!(given(&Text::new("three things")).any(|value| value == "3"));
    }
}
