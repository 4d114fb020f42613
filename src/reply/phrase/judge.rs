//! Official drills under review, marked blind, and what their reps are told.

use super::Phrase;

phrases! {
    // The queue.
    QUEUE_WAITING = "queue-waiting" ["drills", "replies"];
    QUEUE_END = "queue-end" [];
    BUTTON_SKIP = "button-skip" [];
    // An official drill.
    JUDGE_TITLE = "judge-title" ["rep", "title"];
    JUDGE_ENDED = "judge-ended" [];
    JUDGE_MACHINE = "judge-machine" ["score", "verdict", "pass"];
    JUDGE_YOURS = "judge-yours" ["score", "verdict"];
    JUDGE_UNSCORED = "judge-unscored" [];
    JUDGE_PASSED = "judge-passed" [];
    JUDGE_NOT_PASSED = "judge-not-passed" [];
    JUDGE_COMMENT = "judge-comment" [];
    JUDGE_CHECKS = "judge-checks" [];
    JUDGE_LINE = "judge-line" ["title", "points"];
    JUDGE_LINE_QUOTED = "judge-line-quoted" ["title", "points", "turn", "words"];
    JUDGE_CHANGED = "judge-changed" ["title", "machine", "trainer"];
    JUDGE_HOW = "judge-how" [];
    JUDGE_CHOOSE = "judge-choose" [];
    JUDGE_TALK = "judge-talk" ["page", "of"];
    JUDGE_NO_LINES = "judge-no-lines" [];
    BUTTON_ACCEPT = "button-accept" [];
    BUTTON_SAVE_REVIEW = "button-save-review" [];
    BUTTON_COMMENT = "button-comment" [];
    BUTTON_TALK = "button-talk" [];
    BUTTON_EARLIER = "button-earlier" [];
    BUTTON_LATER = "button-later" [];
    BUTTON_BACK = "button-back" [];
    // A verdict of it.
    POINTS_OF = "points-of" ["earned", "weight"];
    POINTS_NONE = "points-none" [];
    POINTS_FAULT = "points-fault" ["cost"];
    POINTS_NO_FAULT = "points-no-fault" [];
    JUDGE_MACHINE_SAYS = "judge-machine-says" ["points"];
    JUDGE_YOU_SAY = "judge-you-say" ["points"];
    JUDGE_VERDICT = "judge-verdict" [];
    MARK_OPTION = "mark-option" ["mark", "points"];
    MARK_MET = "mark-met" [];
    MARK_PARTLY = "mark-partly" [];
    MARK_NOT_MET = "mark-not-met" [];
    MARK_NOT_RATED = "mark-not-rated" [];
    MARK_NOT_MADE = "mark-not-made" [];
    MARK_MADE = "mark-made" [];
    MARK_AS_MACHINE = "mark-as-machine" [];
    FORM_REASON = "form-reason" [];
    FORM_REASON_FIELD = "form-reason-field" [];
    FORM_COMMENT = "form-comment" [];
    FORM_COMMENT_FIELD = "form-comment-field" [];
    // What came of it.
    JUDGE_ACCEPTED = "judge-accepted" ["rep", "score"];
    JUDGE_ADJUSTED = "judge-adjusted" ["rep", "score", "machine"];
    JUDGED_BY = "judged-by" ["who"];
    JUDGE_GONE = "judge-gone" [];
    // What the rep is told.
    REVIEWED_TITLE = "reviewed-title" ["who", "title"];
    REVIEWED_ACCEPTED = "reviewed-accepted" ["score", "verdict"];
    REVIEWED_ADJUSTED = "reviewed-adjusted" ["score", "machine", "verdict"];
    REVIEWED_CHANGE = "reviewed-change" ["title", "machine", "trainer"];
    REVIEWED_SAID = "reviewed-said" ["who"];
    WHY_TRAINER = "why-trainer" ["machine", "who", "trainer"];
    WHY_ARITHMETIC = "why-arithmetic" ["who", "earned", "rated", "base", "faults", "score"];
    DISPUTE_KEPT = "dispute-kept" ["turn"];
    DISPUTE_CORRECTED = "dispute-corrected" ["turn", "labels"];
    // Marking blind.
    MARKING_TITLE = "marking-title" ["title"];
    MARKING_HOW = "marking-how" [];
    MARKING_CHECK = "marking-check" ["at", "of", "title"];
    MARKING_CHOSEN = "marking-chosen" ["mark"];
    MARKING_ALL = "marking-all" ["of"];
    MARKING_CHOOSE = "marking-choose" [];
    MARKING_OPTION = "marking-option" ["title", "mark"];
    MARKING_OPEN = "marking-open" [];
    BUTTON_FINISH = "button-finish" [];
    MARKING_FINISHED = "marking-finished" [];
    MARKING_NOTHING = "marking-nothing" [];
    MARKING_CLOSED = "marking-closed" [];
    // How far marks agree.
    AGREEMENT_TITLE = "agreement-title" ["count"];
    AGREEMENT_NOTHING = "agreement-nothing" [];
    AGREEMENT_RULE = "agreement-rule" ["kappa"];
    AGREEMENT_LINE = "agreement-line" ["one", "other", "n", "percent", "kappa"];
    AGREEMENT_TOO_FEW = "agreement-too-few" ["one", "other", "n", "fewest"];
    AGREEMENT_ONE_MARK = "agreement-one-mark" ["one", "other", "n", "percent"];
    AGREEMENT_MACHINE = "agreement-machine" [];
    AGREEMENT_USABLE = "agreement-usable" ["title"];
    AGREEMENT_NOT_YET = "agreement-not-yet" ["title"];
    AGREEMENT_OPEN = "agreement-open" ["title"];
}
