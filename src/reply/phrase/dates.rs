//! Days, why a touch comes on one, and the settings that decide it.

use super::Phrase;

phrases! {
    DATE_MONDAY = "date-monday" [];
    DATE_TUESDAY = "date-tuesday" [];
    DATE_WEDNESDAY = "date-wednesday" [];
    DATE_THURSDAY = "date-thursday" [];
    DATE_FRIDAY = "date-friday" [];
    DATE_SATURDAY = "date-saturday" [];
    DATE_SUNDAY = "date-sunday" [];
    DATE_DAY = "date-day" ["weekday", "date"];
    DATE_MOMENT = "date-moment" ["weekday", "date", "time"];
    DATE_DAYS = "date-days" ["from", "to"];
    DATE_AND = "date-and" [];
    DAY_OFF_WEEKEND = "day-off-weekend" [];
    DAY_OFF_HOLIDAY = "day-off-holiday" [];
    DAY_OFF_UNTIL = "day-off-until" ["name", "to"];
    DAY_NOT_WORKED = "day-not-worked" ["day", "off"];
    WHY_CLAMPED = "why-clamped" ["day"];
    WHY_MOVED = "why-moved" ["planned"];
    WHY_REPLACES = "why-replaces" ["touches"];
    WHY_MERGED = "why-merged" ["touch", "planned"];
    WHY_GAP = "why-gap" ["time"];
    WHY_OVERLAP = "why-overlap" ["time"];
    WHY_QUIET = "why-quiet" ["hours"];
    WHY_UNKNOWN_YEAR = "why-unknown-year" ["year", "calendar"];
    PREVIEW_TITLE = "preview-title" ["cadence", "signed"];
    PREVIEW_TERMS = "preview-terms" ["zone", "days", "calendar"];
    PREVIEW_NO_CALENDAR = "preview-no-calendar" [];
    COMMAND_FOLLOWUP_PREVIEW = "command-followup-preview" [];
    NAME_PREVIEW = "name-preview" [];
    NAME_CALENDAR = "name-calendar" [];
    OPTION_CALENDAR = "option-calendar" [];
    NAME_WORKING_DAYS = "name-working-days" [];
    OPTION_WORKING_DAYS = "option-working-days" [];
    SETTINGS_CALENDAR = "settings-calendar" [];
    SETTINGS_WORKING_DAYS = "settings-working-days" [];
    SETTINGS_BAD_CALENDAR = "settings-bad-calendar" ["typed", "known"];
    SETTINGS_BAD_DAYS = "settings-bad-days" ["typed"];
}
