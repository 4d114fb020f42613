//! The learner's rounds after a drill.

use super::Phrase;

phrases! {
    BUTTON_ROUNDS = "button-rounds" [];
    ROUNDS_NONE = "rounds-none" [];
    ROUNDS_OVER = "rounds-over" [];
    ROUNDS_PLANNED = "rounds-planned" [];
    ROUNDS_ON = "rounds-on" [];
    ROUND_DRILL = "round-drill" [];
    ROUND_TO_MEND = "round-to-mend" [];
}
