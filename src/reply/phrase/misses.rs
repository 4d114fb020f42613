//! Missed questions that come back.

use super::Phrase;

phrases! {
    MISSES_TITLE = "misses-title" [];
    MISSES_NONE = "misses-none" [];
    MISSES_GROUP = "misses-group" ["quiz", "when"];
    MISS_NOW = "miss-now" [];
    MISS_TOMORROW = "miss-tomorrow" [];
    MISS_IN = "miss-in" ["days"];
    MISSES_MORE = "misses-more" ["count"];
    MISSES_FILES = "misses-files" [];
    MISSES_START = "misses-start" [];
    MISSES_DUE = "misses-due" ["count"];
    MISSES_NOT_DUE = "misses-not-due" ["when"];
    MISSES_REVIEW = "misses-review" [];
    MISSES_REVIEW_ABOUT = "misses-review-about" ["days"];
    // Columns of the table.
    MISSES_QUIZ = "misses-quiz" [];
    MISSES_QUESTION = "misses-question" [];
    MISSES_RIGHT = "misses-right" [];
    MISSES_GIVEN = "misses-given" [];
    MISSES_SOURCE = "misses-source" [];
    MISSES_DUE_DAY = "misses-due-day" [];
}
