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
    QUIZ_DONE = "quiz-done" ["right", "of", "percent"];
    QUIZ_ANSWERED = "quiz-answered" [];
    QUIZ_NOT_YOURS = "quiz-not-yours" [];
    SURVEY_INTRO = "survey-intro" ["at", "of"];
    SURVEY_THANKS = "survey-thanks" [];
}
