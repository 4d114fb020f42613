//! Every phrase that the interface says, by name, with the holes that its text must have.
//! The texts are in `playbooks/phrases/LANGUAGE.toml`; the loader holds them against this list.
//! It must not hold texts.

/// A phrase: its name in the files and its holes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// Its name.
    pub name: &'static str,
    /// The holes that its text has, each as often as it likes.
    pub holes: &'static [&'static str],
}

macro_rules! phrases {
    ($($constant:ident = $name:literal [$($hole:literal),*];)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub const $constant: Phrase = Phrase { name: $name, holes: &[$($hole),*] };
        )*
        /// All of them.
        pub const ALL: &[Phrase] = &[$($constant),*];
    };
}

phrases! {
    // A drill under way.
    BRIEF = "brief" [];
    GOAL = "goal" [];
    FACT_SHEET = "fact-sheet" [];
    BUYER_LINE = "buyer-line" ["name", "title", "company"];
    TURN = "turn" ["turn", "most"];
    HINT = "hint" ["hint"];
    NO_HINT = "no-hint" [];
    TRICK_ECHO = "trick-echo" [];
    TRICK_PASTED = "trick-pasted" [];
    TRICK_SALAD = "trick-salad" [];
    TRICK_AGAIN = "trick-again" [];
    TRICK_IN_REPLY = "trick-in-reply" ["turn", "why"];
    BUTTON_REPLY = "button-reply" [];
    BUTTON_HINT = "button-hint" [];
    BUTTON_STOP = "button-stop" [];
    BUTTON_WHY = "button-why" [];
    MODAL_TITLE = "modal-title" ["name"];
    MODAL_FIELD = "modal-field" [];
    HOW_TO_ANSWER = "how-to-answer" [];
    DRILL_OPENED = "drill-opened" ["place"];
    ALREADY_DRILLING = "already-drilling" ["title", "place"];
    NO_DRILL = "no-drill" [];
    DRILL_OVER = "drill-over" [];
    CHOOSE_SCENARIO = "choose-scenario" ["title", "level"];
    // How a drill ended.
    END_ADVANCE = "end-advance" [];
    END_OPEN = "end-open" [];
    END_LOST = "end-lost" [];
    END_PATIENCE = "end-patience" [];
    END_TURNS = "end-turns" [];
    END_STOPPED = "end-stopped" [];
    // The scorecard.
    SCORE = "score" ["score", "pass"];
    SCORE_PASSED = "score-passed" [];
    SCORE_NOT_YET = "score-not-yet" [];
    NOT_SCORED = "not-scored" [];
    ARITHMETIC = "arithmetic" ["earned", "rated", "base", "faults", "score"];
    COVERAGE = "coverage" ["percent"];
    STRENGTH = "strength" ["title"];
    NO_STRENGTH = "no-strength" [];
    FIX = "fix" ["title"];
    NO_FIX = "no-fix" [];
    BETTER = "better" ["line"];
    NEXT_DRILL = "next-drill" ["title", "id"];
    SAME_AGAIN = "same-again" ["title", "id"];
    RECEIPT = "receipt" [];
    RECEIPT_EARNED = "receipt-earned" ["title", "earned", "weight", "got", "of"];
    RECEIPT_NOT_RATED = "receipt-not-rated" ["title", "why"];
    RECEIPT_FAULT = "receipt-fault" ["title", "cost"];
    RECEIPT_PLACE = "receipt-place" ["check", "place"];
    RECEIPT_QUOTE = "receipt-quote" ["turn", "words"];
    NOT_RATED_UNSURE = "not-rated-unsure" [];
    NOT_RATED_NEVER = "not-rated-never" [];
    NEEDS_LEFT = "needs-left" [];
    FOR_COACHING = "for-coaching" [];
    // A duel.
    DUEL_TITLE = "duel-title" [];
    DUEL_HOW = "duel-how" ["name"];
    DUEL_ALONE = "duel-alone" [];
    DUEL_NOT_BUYER = "duel-not-buyer" [];
    PEER_BUSY = "peer-busy" [];
    BUTTON_SECRET = "button-secret" [];
    MODAL_AS_BUYER = "modal-as-buyer" ["name"];
    SECRET_TITLE = "secret-title" [];
    SECRET_YOU_ARE = "secret-you-are" ["name", "title", "company"];
    SECRET_BEGIN = "secret-begin" [];
    SECRET_NEEDS = "secret-needs" [];
    SECRET_NEED = "secret-need" ["kind", "need", "opens"];
    SECRET_NEED_GIVEN = "secret-need-given" ["kind", "need"];
    SECRET_RULES = "secret-rules" [];
    RATE_INTRO = "rate-intro" ["at", "of"];
    RATE_LISTENED = "rate-listened" [];
    RATE_UNDERSTOOD = "rate-understood" [];
    RATE_NEXT = "rate-next" [];
    RATE_YES = "rate-yes" [];
    RATE_PARTLY = "rate-partly" [];
    RATE_NO = "rate-no" [];
    RATE_TOLD = "rate-told" ["question", "answer"];
    // The tape.
    TAPE_TITLE = "tape-title" [];
    TAPE_TOO_OLD = "tape-too-old" [];
    TAPE_REPLY = "tape-reply" ["turn", "grade"];
    TAPE_REPLY_TO_PEER = "tape-reply-to-peer" ["turn"];
    TAPE_LOST = "tape-lost" ["points"];
    GRADE_BEST = "grade-best" [];
    GRADE_GOOD = "grade-good" [];
    GRADE_INACCURACY = "grade-inaccuracy" [];
    GRADE_BLUNDER = "grade-blunder" [];
    TAPE_STEP = "tape-step" ["letter", "step", "words"];
    TAPE_OPENED = "tape-opened" [];
    TAPE_IDLE = "tape-idle" [];
    TAPE_PROVOKED = "tape-provoked" ["objection", "turns"];
    OBJECTION_PRICE = "objection-price" [];
    OBJECTION_PRODUCT = "objection-product" [];
    OBJECTION_TIMING = "objection-timing" [];
    OBJECTION_TRUST = "objection-trust" [];
    OBJECTION_INTERNAL = "objection-internal" [];
    AND = "and" [];
    TAPE_MISSING = "tape-missing" ["steps"];
    TAPE_OUT_OF_ORDER = "tape-out-of-order" ["early", "late"];
    LEDGER = "ledger" [];
    LEDGER_OPENED = "ledger-opened" ["kind", "need", "turn"];
    LEDGER_HIDDEN = "ledger-hidden" ["kind", "need"];
    LEDGER_GIVEN = "ledger-given" ["kind", "need"];
    NEED_FACT = "need-fact" [];
    NEED_IMPLIED = "need-implied" [];
    NEED_EXPLICIT = "need-explicit" [];
    TAPE_STAND_INS = "tape-stand-ins" ["percent", "longest"];
    TAPE_READING = "tape-reading" ["title", "letters", "score"];
    TAPE_BEST = "tape-best" ["score", "count"];
    BEST_ASKS = "best-asks" ["does", "need"];
    BEST_EXAMPLE = "best-example" ["does", "line"];
    BUTTON_TAPE = "button-tape" [];
    // A drill that was chosen, or built from a touch.
    WHY_DUE = "why-due" ["days"];
    WHY_WEAK = "why-weak" ["step", "percent"];
    WHY_NEW = "why-new" [];
    WHY_LONG_AGO = "why-long-ago" [];
    DIFFICULTY = "difficulty" ["difficulty"];
    BUTTON_REHEARSE = "button-rehearse" [];
    NO_REHEARSAL = "no-rehearsal" [];
    FOLLOWUP_BAD_NOTE = "followup-bad-note" ["most"];
    // Replies that are not taken.
    LANGUAGE_NAME = "language-name" [];
    REFUSED_EMPTY = "refused-empty" [];
    REFUSED_LONG = "refused-long" ["count", "most"];
    REFUSED_CONTROL = "refused-control" ["code"];
    REFUSED_LANGUAGE = "refused-language" ["language"];
    // Lists and look-ups.
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
    // Follow-ups.
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
    PING_DUE = "ping-due" [];
    BUTTON_DONE = "button-done" [];
    TOUCH_DONE = "touch-done" ["customer", "touch"];
    TOUCH_WAS_DONE = "touch-was-done" [];
    TOUCH_NOT_YOURS = "touch-not-yours" [];
    // Quiz and survey.
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
    // Progress.
    ME_TITLE = "me-title" [];
    ME_DRILLS = "me-drills" [];
    ME_WEAK = "me-weak" [];
    ME_WEAK_LINE = "me-weak-line" ["step", "percent"];
    ME_QUIZZES = "me-quizzes" [];
    ME_QUIZ_LINE = "me-quiz-line" ["title", "right", "of"];
    ME_DUE = "me-due" [];
    ME_NOTHING = "me-nothing" [];
    TEAM_TITLE = "team-title" [];
    TEAM_LEARNING = "team-learning" ["title", "count"];
    TEAM_LEARNING_LINE = "team-learning-line" ["who", "right", "of"];
    TEAM_REACTION = "team-reaction" ["count"];
    TEAM_REACTION_LINE = "team-reaction-line" ["count", "choice"];
    TEAM_TOO_FEW = "team-too-few" ["fewest"];
    TEAM_NOTHING = "team-nothing" [];
    TEAM_PRIVATE = "team-private" [];
    NOT_A_MANAGER = "not-a-manager" [];
    // Wrong verdicts.
    DISPUTE_CHOOSE = "dispute-choose" [];
    DISPUTED = "disputed" ["turn"];
    DISPUTED_BEFORE = "disputed-before" ["turn"];
    DISPUTE_TOO_OLD = "dispute-too-old" [];
    REVIEW_TITLE = "review-title" ["count"];
    REVIEW_BEFORE = "review-before" [];
    REVIEW_SAID = "review-said" [];
    REVIEW_RECOGNISED = "review-recognised" [];
    REVIEW_MARK = "review-mark" ["label", "words"];
    REVIEW_UNSURE = "review-unsure" ["label"];
    REVIEW_NONE = "review-none" [];
    REVIEW_HOW = "review-how" [];
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
    OVERLAY_READY = "overlay-ready" ["count"];
    OVERLAY_EMPTY = "overlay-empty" [];
    // Uploads of a server.
    HELD_WITH_VERSION = "held-with-version" ["version"];
    HISTORY_VERSION = "history-version" ["title", "version"];
    PLAYBOOK_LIST = "playbook-list" [];
    PLAYBOOK_LINE = "playbook-line" ["title", "playbook", "version"];
    PLAYBOOK_COUNT = "playbook-count" ["kind", "count"];
    PLAYBOOK_UPLOADS = "playbook-uploads" [];
    PLAYBOOK_NO_UPLOADS = "playbook-no-uploads" [];
    UPLOAD_LINE = "upload-line" ["kind", "name", "playbook", "version", "state", "who"];
    UPLOAD_ON = "upload-on" []; UPLOAD_ON_OLDER = "upload-on-older" ["version"]; UPLOAD_OFF = "upload-off" [];
    UPLOAD_LEFT_OUT = "upload-left-out" [];
    UPLOAD_TAKEN = "upload-taken" ["kind", "name", "playbook", "version"];
    UPLOAD_CHECKED = "upload-checked" ["kind", "name", "playbook"];
    UPLOAD_PROBLEMS = "upload-problems" ["kind", "name", "playbook", "count"];
    PROBLEMS_MORE = "problems-more" ["count"];
    CONTENT_CHECKED = "content-checked" ["count"];
    CONTENT_PROBLEMS = "content-problems" ["count"];
    CONTENT_RELOADED = "content-reloaded" ["count"];
    UPLOAD_BAD_NAME = "upload-bad-name" ["name"];
    UPLOAD_NEEDS_KIND = "upload-needs-kind" [];
    UPLOAD_NO_PLAYBOOK = "upload-no-playbook" ["there"];
    UPLOAD_TOO_LARGE = "upload-too-large" ["most"];
    UPLOAD_NOT_TEXT = "upload-not-text" ["byte"];
    UPLOAD_ELSEWHERE = "upload-elsewhere" []; UPLOAD_NOT_FETCHED = "upload-not-fetched" [];
    UPLOAD_FULL = "upload-full" ["most"];
    BUTTON_ENABLE = "button-enable" [];
    ENABLED = "enabled" ["kind", "name", "playbook", "version"];
    ENABLED_BEFORE = "enabled-before" ["kind", "name", "version"];
    TURNED_OFF = "turned-off" ["kind", "name", "playbook"];
    TURNED_OFF_BEFORE = "turned-off-before" ["kind", "name"];
    TURN_OFF_REFUSED = "turn-off-refused" ["kind", "name", "count"];
    ENABLE_UNKNOWN = "enable-unknown" ["typed"];
    ENABLE_NO_VERSION = "enable-no-version" ["typed", "kind", "name", "versions"];
    ENABLE_OVERTAKEN = "enable-overtaken" [];
    CHOOSE_UPLOAD = "choose-upload" ["kind", "name", "playbook"];
    CHOOSE_VERSION = "choose-version" ["version"]; CHOOSE_NEWEST = "choose-newest" ["version"];
    CHOOSE_OFF = "choose-off" [];
    NOT_FOR_CONTENT = "not-for-content" [];
    KIND_SCENARIO = "kind-scenario" []; KIND_QUIZ = "kind-quiz" []; KIND_CARDS = "kind-cards" [];
    KIND_CADENCE = "kind-cadence" []; KIND_PERSONA = "kind-persona" []; KIND_SURVEY = "kind-survey" [];
    KIND_METHOD = "kind-method" []; KIND_BANK = "kind-bank" [];
    // Everything else.
    HELP_TITLE = "help-title" [];
    HELP_TEXT = "help-text" [];
    SERVER_ONLY = "server-only" [];
    FAILED = "failed" ["id"];
    NOT_SAVED = "not-saved" ["id"];
    OLD_BUTTON = "old-button" [];
    NO_THREAD = "no-thread" ["permission"];
    NO_DM = "no-dm" [];
    // Commands, as Discord lists them.
    COMMAND_DRILL = "command-drill" [];
    COMMAND_DRILL_START = "command-drill-start" [];
    COMMAND_DRILL_LIST = "command-drill-list" [];
    COMMAND_DRILL_STOP = "command-drill-stop" [];
    COMMAND_DRILL_HISTORY = "command-drill-history" [];
    COMMAND_DRILL_WHY = "command-drill-why" [];
    COMMAND_DRILL_DUEL = "command-drill-duel" [];
    COMMAND_CARD = "command-card" [];
    COMMAND_FOLLOWUP = "command-followup" [];
    COMMAND_FOLLOWUP_ADD = "command-followup-add" [];
    COMMAND_FOLLOWUP_LIST = "command-followup-list" [];
    COMMAND_QUIZ = "command-quiz" [];
    COMMAND_QUIZ_START = "command-quiz-start" [];
    COMMAND_ME = "command-me" [];
    COMMAND_ME_PROGRESS = "command-me-progress" [];
    COMMAND_TEAM = "command-team" [];
    COMMAND_TEAM_PROGRESS = "command-team-progress" [];
    COMMAND_REVIEW = "command-review" [];
    COMMAND_PLAYBOOK = "command-playbook" []; COMMAND_PLAYBOOK_LIST = "command-playbook-list" [];
    COMMAND_PLAYBOOK_CHECK = "command-playbook-check" [];
    COMMAND_PLAYBOOK_UPLOAD = "command-playbook-upload" [];
    COMMAND_PLAYBOOK_ENABLE = "command-playbook-enable" [];
    COMMAND_PLAYBOOK_RELOAD = "command-playbook-reload" []; OPTION_FILE = "option-file" [];
    OPTION_KIND = "option-kind" []; OPTION_PLAYBOOK = "option-playbook" [];
    OPTION_LANGUAGE = "option-language" []; OPTION_UPLOAD = "option-upload" [];
    OPTION_VERSION = "option-version" [];
    COMMAND_HELP = "command-help" [];
    OPTION_SCENARIO = "option-scenario" [];
    OPTION_PRIVATE = "option-private" [];
    OPTION_DIFFICULTY = "option-difficulty" [];
    OPTION_SUITS = "option-suits" [];
    OPTION_BUYER = "option-buyer" [];
    OPTION_NOTE = "option-note" [];
    OPTION_NAME = "option-name" [];
    OPTION_CUSTOMER = "option-customer" [];
    OPTION_SIGNED = "option-signed" [];
    OPTION_ZONE = "option-zone" [];
    OPTION_QUIZ = "option-quiz" [];
    // Names of commands and options, as they are typed.
    NAME_DRILL = "name-drill" [];
    NAME_START = "name-start" [];
    NAME_LIST = "name-list" [];
    NAME_STOP = "name-stop" [];
    NAME_HISTORY = "name-history" [];
    NAME_WHY = "name-why" [];
    NAME_CARD = "name-card" [];
    NAME_FOLLOWUP = "name-followup" [];
    NAME_ADD = "name-add" [];
    NAME_QUIZ = "name-quiz" [];
    NAME_ME = "name-me" [];
    NAME_PROGRESS = "name-progress" [];
    NAME_TEAM = "name-team" [];
    NAME_REVIEW = "name-review" [];
    NAME_PLAYBOOK = "name-playbook" []; NAME_CHECK = "name-check" []; NAME_UPLOAD = "name-upload" [];
    NAME_ENABLE = "name-enable" []; NAME_RELOAD = "name-reload" []; NAME_FILE = "name-file" [];
    NAME_KIND = "name-kind" []; NAME_LANGUAGE = "name-language" []; NAME_VERSION = "name-version" [];
    NAME_HELP = "name-help" [];
    NAME_SCENARIO = "name-scenario" [];
    NAME_PRIVATE = "name-private" [];
    NAME_DIFFICULTY = "name-difficulty" [];
    NAME_SUITS = "name-suits" [];
    NAME_BUYER = "name-buyer" [];
    NAME_NOTE = "name-note" [];
    NAME_DUEL = "name-duel" [];
    NAME_NAME = "name-name" [];
    NAME_CUSTOMER = "name-customer" [];
    NAME_SIGNED = "name-signed" [];
    NAME_ZONE = "name-zone" [];
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
