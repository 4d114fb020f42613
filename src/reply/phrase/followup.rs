//! Follow-ups.

use super::Phrase;

phrases! {
    FOLLOWUP_ADDED = "followup-added" ["customer", "count"];
    FOLLOWUP_LINE = "followup-line" ["customer", "touch"];
    FOLLOWUP_DONE_LINE = "followup-done-line" ["customer", "touch"];
    FOLLOWUP_GAVE_UP_LINE = "followup-gave-up-line" ["customer", "touch"];
    FOLLOWUP_LIST = "followup-list" [];
    FOLLOWUP_EMPTY = "followup-empty" [];
    FOLLOWUP_MOVED = "followup-moved" ["planned"];
    FOLLOWUP_REPLACES = "followup-replaces" ["touches"];
    FOLLOWUP_BAD_DATE = "followup-bad-date" ["typed"];
    FOLLOWUP_BAD_NAME = "followup-bad-name" ["most"];
    FOLLOWUP_BAD_ZONE = "followup-bad-zone" ["typed"];
    FOLLOWUP_MORE = "followup-more" ["count"];
    PING_TITLE = "ping-title" ["customer", "touch"];
    PING_PURPOSE = "ping-purpose" [];
    PING_CHECKLIST = "ping-checklist" [];
    PING_DRAFT = "ping-draft" [];
    PING_WAS_DUE = "ping-was-due" [];
    PING_PUBLIC = "ping-public" [];
    PINGS_LATE = "pings-late" ["count"];
    PINGS_LATE_OPEN = "pings-late-open" [];
    BUTTON_SHOW = "button-show" [];
    PING_DUE = "ping-due" [];
    BUTTON_DONE = "button-done" [];
    TOUCH_DONE = "touch-done" ["customer", "touch"];
    TOUCH_WAS_DONE = "touch-was-done" [];
    TOUCH_NOT_YOURS = "touch-not-yours" [];
}
