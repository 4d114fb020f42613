//! Quizzes and surveys.

use super::Phrase;

phrases! {
    QUIZ_INTRO = "quiz-intro" ["title", "count"];
    QUIZ_COUNTS = "quiz-counts" [];
    QUIZ_PRACTICE = "quiz-practice" [];
    QUIZ_NOT_SCORED = "quiz-not-scored" []; QUIZ_NOTED = "quiz-noted" [];
    QUIZ_QUESTION = "quiz-question" ["at", "of"];
    QUIZ_TRUE = "quiz-true" [];
    QUIZ_FALSE = "quiz-false" [];
    QUIZ_RIGHT = "quiz-right" [];
    QUIZ_WRONG = "quiz-wrong" [];
    QUIZ_RIGHT_ANSWER = "quiz-right-answer" ["answer"];
    QUIZ_TYPE = "quiz-type" [];
    QUIZ_CHOOSE = "quiz-choose" [];
    QUIZ_LETTERS = "quiz-letters" [];
    QUIZ_LETTERS_MATCH = "quiz-letters-match" [];
    QUIZ_DONE = "quiz-done" ["right", "of", "percent"];
    QUIZ_ANSWERED = "quiz-answered" [];
    QUIZ_NOT_YOURS = "quiz-not-yours" [];
    SURVEY_INTRO = "survey-intro" ["at", "of"];
    SURVEY_THANKS = "survey-thanks" [];
    SURVEY_MORE = "survey-more" [];
    SURVEY_SAY = "survey-say" [];
    SURVEY_SAID = "survey-said" [];
    // Time, going on, and what is told when.
    QUIZ_UNTIL = "quiz-until" [];
    QUIZ_TIME_UP = "quiz-time-up" ["left"];
    QUIZ_NOTED_ONLY = "quiz-noted-only" [];
    QUIZ_NOT_EXPLAINED = "quiz-not-explained" [];
    QUIZ_OPEN = "quiz-open" ["title", "at", "of"];
    QUIZ_RESUME = "quiz-resume" [];
    QUIZ_ANEW = "quiz-anew" ["title"];
    QUIZ_GOES_ON = "quiz-goes-on" ["title"];
    QUIZ_LETTERS_ODD = "quiz-letters-odd" [];
    QUIZ_COME_BACK = "quiz-come-back" ["count", "days"];
    // In the terminal.
    QUIZ_HOW_ONE = "quiz-how-one" [];
    QUIZ_HOW_SOME = "quiz-how-some" [];
    QUIZ_HOW_WORDS = "quiz-how-words" [];
    QUIZ_AGAIN = "quiz-again" [];
    QUIZ_NOT_KEPT = "quiz-not-kept" [];
    QUIZ_LISTED = "quiz-listed" ["id", "title", "count"];
}
