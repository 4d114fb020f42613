//! Which days are worked: the week that somebody works, a country's calendar, and the house's own days off.
//! What lies on another day moves to the next one that is worked.
//! It must not know what is to be done on a day.

use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::calendar::{Calendar, Names, OwnDays};
use super::seed::mix;

/// A worked day is looked for so many days ahead.
const FURTHEST: u64 = 366;

/// The days of the week that are worked; at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week([bool; 7]);

impl Default for Week {
    /// Monday to Friday.
    fn default() -> Self {
        Self([true, true, true, true, true, false, false])
    }
}

/// The days of a week in their order.
pub const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

impl Week {
    /// Every day.
    pub const WHOLE: Self = Self([true; 7]);

    /// A week with these days; `None` where there is none of them.
    pub fn new(days: impl IntoIterator<Item = Weekday>) -> Option<Self> {
        let days: Vec<Weekday> = days.into_iter().collect();
        (!days.is_empty()).then(|| Self(WEEK.map(|day| days.contains(&day))))
    }

    /// Whether a day of the week is worked.
    pub fn has(self, day: Weekday) -> bool {
        WEEK.into_iter().zip(self.0).any(|(of, worked)| worked && of == day)
    }
}

impl fmt::Display for Week {
    /// As [`read_week`] reads it: `mon-fri`, `mon-thu,sun`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let worked: Vec<Weekday> = WEEK.into_iter().filter(|day| self.has(*day)).collect();
        let runs = worked.chunk_by(|one, next| one.succ() == *next);
        let short = |day: &Weekday| day.to_string().to_lowercase();
        let told = runs.map(|run| match run {
            [first, _, .., last] if run.len() > 2 => format!("{}-{}", short(first), short(last)),
            _ => run.iter().map(short).collect::<Vec<_>>().join(","),
        });
        f.write_str(&told.collect::<Vec<_>>().join(","))
    }
}

/// A week as it is typed: `mon-fri`, `Sun–Thu`, `1-5`, `1,2,4`, `周一至周五`, `周一、周三`; `None` for anything else.
pub fn read_week(typed: &str) -> Option<Week> {
    let mut plain: String = typed.trim().to_lowercase().chars().map(folded).collect();
    while plain.contains(" -") || plain.contains("- ") {
        plain = plain.replace(" -", "-").replace("- ", "-");
    }
    let mut days = Vec::new();
    for part in plain.split([',', ' ']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (read_weekday(first)?, read_weekday(last)?);
        let mut day = first;
        days.push(day);
        while day != last {
            day = day.succ();
            days.push(day);
        }
    }
    Week::new(days)
}

/// Every sign for `from … to` as a dash, every sign between as a comma, digits at half width.
fn folded(c: char) -> char {
    match c {
        '–' | '—' | '－' | '~' | '～' | '至' | '到' => '-',
        '，' | '、' | ';' | '；' | '/' | '和' => ',',
        '１'..='７' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn read_weekday(typed: &str) -> Option<Weekday> {
    const FULL: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const CHINESE: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    let chinese =
        ["星期", "礼拜", "周"].iter().find_map(|prefix| typed.strip_prefix(prefix)).unwrap_or(typed);
    let chinese = if chinese == "天" { "日" } else { chinese };
    let is = |at: usize| {
        FULL.get(at).is_some_and(|full| typed.len() >= 3 && full.starts_with(typed))
            || CHINESE.get(at) == Some(&chinese)
            || typed == (at + 1).to_string()
    };
    (0..7).find(|at| is(*at)).and_then(|at| WEEK.get(at).copied())
}

/// Why a day is not worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayOff {
    /// It is not within the working week.
    Weekend,
    /// It is a holiday, of the calendar or one's own.
    Holiday(Names),
}

/// Days off one after another, for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Off {
    /// The first of them.
    pub from: NaiveDate,
    /// The last of them.
    pub to: NaiveDate,
    /// Why they are off.
    pub why: DayOff,
}

/// Everything that says whether a day is worked. The house's own days off come first, then the calendar, then the week.
#[derive(Debug, Clone, Default)]
pub struct WorkingDays {
    /// The week that is worked.
    pub week: Week,
    /// The country's calendar.
    pub calendar: Option<Arc<Calendar>>,
    /// The house's own days off.
    pub own: Arc<OwnDays>,
}

impl WorkingDays {
    /// Why a day is not worked; `None` for one that is.
    pub fn off(&self, day: NaiveDate) -> Option<DayOff> {
        if let Some(names) = self.own.on(day) {
            return Some(DayOff::Holiday(names.clone()));
        }
        let calendar = self.calendar.as_deref();
        if let Some(names) = calendar.and_then(|calendar| calendar.off.get(&day)) {
            return Some(DayOff::Holiday(names.clone()));
        }
        let swapped = calendar.is_some_and(|calendar| calendar.working.contains(&day));
        (!swapped && !self.week.has(day.weekday())).then_some(DayOff::Weekend)
    }

    /// The day itself or the next one that is worked; the day itself where none within a year is.
    pub fn next(&self, day: NaiveDate) -> NaiveDate {
        let ahead = (0..=FURTHEST).filter_map(|ahead| day.checked_add_days(Days::new(ahead)));
        ahead.into_iter().find(|day| self.off(*day).is_none()).unwrap_or(day)
    }

    /// The days off from one day to before another, those for the same reason together.
    pub fn between(&self, from: NaiveDate, until: NaiveDate) -> Vec<Off> {
        let mut all: Vec<Off> = Vec::new();
        for day in from.iter_days().take_while(|day| *day < until) {
            let Some(why) = self.off(day) else { continue };
            match all.last_mut() {
                Some(last) if last.why == why && last.to.succ_opt() == Some(day) => last.to = day,
                _ => all.push(Off { from: day, to: day, why }),
            }
        }
        all
    }

    /// Whether the calendar knows a year; without a calendar there is nothing to know.
    pub fn knows(&self, year: i32) -> bool {
        self.calendar.as_ref().is_none_or(|calendar| calendar.years.contains(&year))
    }

    /// A number that changes when any day might be another than before; names do not matter.
    pub fn digest(&self) -> i64 {
        let week = WEEK.into_iter().filter(|day| self.week.has(*day)).map(|day| day.to_string());
        let calendar = self.calendar.as_deref();
        let off = calendar.into_iter().flat_map(|calendar| calendar.off.keys()).map(|day| format!("-{day}"));
        let working =
            calendar.into_iter().flat_map(|calendar| &calendar.working).map(|day| format!("+{day}"));
        let own = self.own.0.keys().map(|day| format!("{day:?}"));
        let all = week.chain(off).chain(working).chain(own);
        all.fold(0, |digest, part| mix(digest, super::seed::digest(&part))).cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coach::calendar::read_own_day;
    use crate::coach::ids::{Id, Place};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn week(typed: &str) -> Week {
        read_week(typed).expect("a week")
    }

    fn china() -> Arc<Calendar> {
        let holiday = Names::of_any_language("National Day");
        let off = day("2026-10-01").iter_days().take(7).map(|day| (day, holiday.clone()));
        Arc::new(Calendar {
            id: Id::new("CN"),
            title: Names::of_any_language("China"),
            years: [2026].into(),
            off: off.collect(),
            working: [day("2026-09-20"), day("2026-10-10")].into(),
            place: Place { file: "t".into(), line: 1 },
        })
    }

    fn days() -> WorkingDays {
        WorkingDays { calendar: Some(china()), ..WorkingDays::default() }
    }

    #[test]
    fn weeks_are_read_as_they_are_typed() {
        let five = Week::default();
        for typed in [
            "mon-fri",
            "Mon–Fri",
            "1-5",
            "１～５",
            "周一至周五",
            "星期一到星期五",
            "周一到五",
            "monday - friday",
            "mon tue wed thu fri",
            "1,2,3,4,5",
            "一、二、三、四、五",
            "Mon, Tues; Wed/Thurs，fri",
        ] {
            assert_eq!(read_week(typed), Some(five), "{typed}");
        }
        assert_eq!(week("周日至周四"), week("sun-thu"));
        assert_eq!(week("礼拜天"), week("7"));
        for odd in ["", "-", "mon-", "8", "0", "m", "mon-fri-sun", "weekdays", "周", "周八", "t", ","] {
            assert_eq!(read_week(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_week_is_told_as_it_is_read() {
        for (typed, told) in
            [("1-5", "mon-fri"), ("sun-thu", "mon-thu,sun"), ("2,1", "mon,tue"), ("6", "sat")]
        {
            assert_eq!(week(typed).to_string(), told);
        }
    }

    #[test]
    fn holidays_are_off_and_swapped_weekends_are_worked() {
        let days = days();
        assert_eq!(days.off(day("2026-09-19")), Some(DayOff::Weekend));
        assert_eq!(days.off(day("2026-09-20")), None);
        assert!(matches!(days.off(day("2026-10-03")), Some(DayOff::Holiday(_))));
        assert_eq!(days.next(day("2026-10-01")), day("2026-10-08"));
        assert_eq!(days.next(day("2026-10-10")), day("2026-10-10"));
        assert!(days.knows(2026) && !days.knows(2027) && WorkingDays::default().knows(2027));
    }

    #[test]
    fn days_off_for_one_reason_stand_together() {
        let own = OwnDays(read_own_day("10-08 Moving house").into_iter().collect());
        let days = WorkingDays { own: Arc::new(own), ..days() };
        let told: Vec<String> = days
            .between(day("2026-09-25"), days.next(day("2026-09-26")))
            .into_iter()
            .chain(days.between(day("2026-09-30"), days.next(day("2026-10-01"))))
            .map(|off| format!("{} {} {:?}", off.from, off.to, matches!(off.why, DayOff::Weekend)))
            .collect();
        assert_eq!(
            told,
            ["2026-09-26 2026-09-27 true", "2026-10-01 2026-10-07 false", "2026-10-08 2026-10-08 false"]
        );
    }

    #[test]
    fn where_no_day_is_worked_the_day_stays() {
        let off = day("2026-01-01").iter_days().take(800).map(|day| (day, Names::default())).collect();
        let calendar = Calendar { off, ..Calendar::clone(&china()) };
        let never = WorkingDays { calendar: Some(Arc::new(calendar)), ..WorkingDays::default() };
        assert_eq!(never.next(day("2026-03-07")), day("2026-03-07"));
    }

    #[test]
    fn the_digest_changes_with_every_day_and_with_no_name() {
        let first = days().digest();
        assert_eq!(first, days().digest());
        let with = |change: &dyn Fn(&mut Calendar)| {
            let mut calendar = Calendar::clone(&china());
            change(&mut calendar);
            WorkingDays { calendar: Some(Arc::new(calendar)), ..WorkingDays::default() }.digest()
        };
        assert_eq!(first, with(&|c| c.off.values_mut().for_each(|name| *name = Names::default())));
        assert_ne!(first, with(&|c| c.off.clear()));
        assert_ne!(first, with(&|c| c.working.clear()));
        assert_ne!(first, WorkingDays { week: week("1-6"), ..days() }.digest());
        let own = Arc::new(OwnDays(read_own_day("10-08").into_iter().collect()));
        assert_ne!(first, WorkingDays { own, ..days() }.digest());
    }

    proptest! {
        #[test]
        fn any_week_is_read_back(bits in 1u8..128) {
            let days = WEEK.into_iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0).map(|(_, day)| day);
            let week = Week::new(days).expect("a week");
            prop_assert_eq!(read_week(&week.to_string()), Some(week));
        }

        #[test]
        fn nothing_that_is_typed_makes_it_stumble(typed in ".{0,24}") {
            read_week(&typed);
            read_own_day(&typed);
        }
    }
}
