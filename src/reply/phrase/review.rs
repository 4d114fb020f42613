//! Verdicts that are disputed and corrected.

use super::Phrase;

phrases! {
    DISPUTE_CHOOSE = "dispute-choose" [];
    DISPUTED = "disputed" ["turn"];
    DISPUTED_BEFORE = "disputed-before" ["turn"];
    DISPUTE_FULL = "dispute-full" ["most"];
    DISPUTE_TOO_OLD = "dispute-too-old" [];
    REVIEW_TITLE = "review-title" ["count"];
    REVIEW_BEFORE = "review-before" [];
    REVIEW_SAID = "review-said" [];
    REVIEW_RECOGNISED = "review-recognised" [];
    REVIEW_MARK = "review-mark" ["label", "words"];
    REVIEW_UNSURE = "review-unsure" ["label"];
    REVIEW_NONE = "review-none" [];
    REVIEW_HOW = "review-how" [];
    REVIEW_HOW_TEST = "review-how-test" [];
    BUTTON_AS_TEST = "button-as-test" [];
    BUTTON_AS_EXAMPLE = "button-as-example" [];
    REVIEW_TAKEN_TEST = "review-taken-test" ["labels"];
    REVIEW_CHOOSE = "review-choose" [];
    BUTTON_KEEP = "button-keep" [];
    BUTTON_OVERLAY = "button-overlay" [];
    REVIEW_EMPTY = "review-empty" [];
    REVIEW_TAKEN = "review-taken" ["labels"];
    REVIEW_KEPT = "review-kept" [];
    REVIEW_SETTLED = "review-settled" [];
    REVIEW_FULL = "review-full" ["most"];
    REVIEW_REFUSED = "review-refused" [];
    REVIEW_WORSE = "review-worse" ["language", "before", "after"];
    REVIEW_MORE = "review-more" ["count"];
    NOT_A_TRAINER = "not-a-trainer" [];
    OVERLAY_READY = "overlay-ready" ["count", "tests"];
    OVERLAY_EMPTY = "overlay-empty" [];
}
