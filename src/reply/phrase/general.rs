//! What belongs nowhere else, and the terminal.

use super::Phrase;

phrases! {
    // Everything else.
    HELP_TITLE = "help-title" [];
    HELP_TEXT = "help-text" [];
    SERVER_ONLY = "server-only" [];
    FAILED = "failed" ["id"];
    NOT_SAVED = "not-saved" ["id"];
    OLD_BUTTON = "old-button" [];
    TOO_FAST = "too-fast" ["seconds"];
    TOO_MANY_AT_ONCE = "too-many-at-once" ["seconds"];
    TOO_MANY_WORDS = "too-many-words" [];
    ANSWER_TOO_LATE = "answer-too-late" [];
    NO_THREAD = "no-thread" ["permission"];
    NO_DM = "no-dm" [];
    // The terminal.
    TERMINAL_HOW = "terminal-how" [];
    TERMINAL_WHY = "terminal-why" [];
    TERMINAL_YOU = "terminal-you" [];
    CORRECT_HOW = "correct-how" ["typed", "labels"];
    CORRECT_NOTHING_YET = "correct-nothing-yet" [];
    CORRECT_NO_FILE = "correct-no-file" [];
    CORRECT_TAKEN = "correct-taken" ["labels"];
    TERMINAL_SAVED = "terminal-saved" ["path"];
    TERMINAL_RELOADED = "terminal-reloaded" ["count"];
    TERMINAL_RELOAD_BROKEN = "terminal-reload-broken" ["problem"];
    TERMINAL_RELOAD_GONE = "terminal-reload-gone" [];
}
