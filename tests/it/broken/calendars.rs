//! Calendars with one mistake each.

use super::cases::Case;

/// A calendar without a mistake.
const AUSTRIA: &str = r#"id = "at"
title = { de = "Österreich", en = "Austria" }

[[years]]
year = 2026
source = "Feiertagsruhegesetz"
off = [
  { from = "2026-10-26", holiday = "national-day" },
  { from = "2026-12-25", to = "2026-12-26", holiday = "christmas" },
]
working = ["2026-10-31"]

[holidays]
national-day = { name = { de = "Nationalfeiertag", en = "National Day" } }
christmas = { name = { de = "Weihnachten", en = "Christmas" } }
"#;

/// What is taken out of it and what comes in its place.
const MISTAKES: [(&str, &str, &str, &str); 9] = [
    ("date", "date", "\"2026-10-26\"", "\"26 October\""),
    ("date-order", "date-order", "to = \"2026-12-26\"", "to = \"2026-12-24\""),
    ("out-of-year", "out-of-year", "working = [\"2026-10-31\"]", "working = [\"2027-10-30\"]"),
    ("day-twice", "day-twice", "working = [\"2026-10-31\"]", "working = [\"2026-12-26\"]"),
    (
        "day-twice-year",
        "day-twice",
        "[holidays]",
        "[[years]]\nyear = 2026\nsource = \"x\"\noff = []\n\n[holidays]",
    ),
    ("calendar-names", "type", "{ de = \"Weihnachten\", en = \"Christmas\" }", "\"Christmas\""),
    ("calendar-language", "language", "{ de = \"Weihnachten\"", "{ German = \"Weihnachten\""),
    ("calendar-holiday", "reference", "holiday = \"christmas\"", "holiday = \"chrismas\""),
    ("calendar-id", "id", "id = \"at\"", "id = \"AT\""),
];

pub(crate) fn calendars() -> Vec<Case> {
    let case = |name, rule, path, text: String| Case {
        name,
        rule,
        patches: vec![(path, "", text)],
        both_languages: false,
    };
    let mut all = vec![case("calendar-folder", "folder", "tiny.en/calendars/at.toml", AUSTRIA.to_owned())];
    for (name, rule, find, with) in MISTAKES {
        assert!(AUSTRIA.contains(find), "{find}");
        all.push(case(name, rule, "calendars/at.toml", AUSTRIA.replacen(find, with, 1)));
    }
    all
}
