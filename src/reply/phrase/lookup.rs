//! Lists and look-ups.

use super::Phrase;

phrases! {
    DRILL_LIST = "drill-list" [];
    DRILL_LIST_LINE = "drill-list-line" ["title", "level", "id", "industry"];
    HISTORY = "history" [];
    HISTORY_LINE = "history-line" ["title", "score"];
    HISTORY_UNSCORED = "history-unscored" ["title"];
    HISTORY_EMPTY = "history-empty" [];
    CARD_NOT_FOUND = "card-not-found" ["typed"];
    CARD_SOURCE = "card-source" ["source"];
    CARD_HEADING_ONLY = "card-heading-only" [];
    CARD_SITUATION = "card-situation" [];
    CARD_CUSTOMER = "card-customer" [];
    CARD_BEHIND = "card-behind" [];
    CARD_SUMS = "card-sums" [];
    CARD_EVIDENCE = "card-evidence" [];
    CARD_NEVER = "card-never" [];
    CARD_NOTE = "card-note" [];
    CARD_BAD = "card-bad" ["line", "why"];
    GRADE_STRONG = "grade-strong" [];
    GRADE_MODERATE = "grade-moderate" [];
    GRADE_PRACTICE = "grade-practice" [];
    GRADE_WEAK = "grade-weak" [];
    SCENARIO_NOT_FOUND = "scenario-not-found" ["typed", "near"];
    QUIZ_NOT_FOUND = "quiz-not-found" ["typed"];
}
