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
    OVERDUE_TITLE = "overdue-title" ["count", "days"];
    OVERDUE_LINE = "overdue-line" ["owner", "customer", "touch"];
    OVERDUE_UNTOLD_LINE = "overdue-untold-line" ["owner", "customer", "touch"];
    OVERDUE_PUBLIC = "overdue-public" ["count"];
    NOTHING_OVERDUE = "nothing-overdue" [];
    UNDELIVERED_TITLE = "undelivered-title" ["owner"];
    UNDELIVERED_WHY = "undelivered-why" [];
    BUTTON_LOOK_AGAIN = "button-look-again" [];
    SETTINGS_MANAGER = "settings-manager" [];
    SETTINGS_OVERDUE = "settings-overdue" [];
    SETTINGS_OVERDUE_AFTER = "settings-overdue-after" ["days"];
    SETTINGS_FOLLOWUP_CHANNEL = "settings-followup-channel" ["place"];
    OPTION_FOLLOWUP_CHANNEL = "option-followup-channel" [];
    OPTION_OVERDUE_TOLD_TO = "option-overdue-told-to" [];
    OPTION_OVERDUE_DAYS = "option-overdue-days" [];
    NAME_FOLLOWUP_CHANNEL = "name-followup-channel" [];
    NAME_OVERDUE_DAYS = "name-overdue-days" [];
    BUTTON_SHOW = "button-show" [];
    PING_DUE = "ping-due" [];
    BUTTON_DONE = "button-done" [];
    TOUCH_DONE = "touch-done" ["customer", "touch"];
    TOUCH_WAS_DONE = "touch-was-done" [];
    TOUCH_NOT_YOURS = "touch-not-yours" [];
}
