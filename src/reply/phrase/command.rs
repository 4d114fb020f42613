//! Commands and their options, as Discord lists them and as they are typed.

use super::Phrase;

phrases! {
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
    COMMAND_REVIEW = "command-review" []; COMMAND_REVIEW_NEXT = "command-review-next" [];
    COMMAND_REVIEW_MARK = "command-review-mark" [];
    COMMAND_REVIEW_AGREEMENT = "command-review-agreement" [];
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
    NAME_REVIEW = "name-review" []; NAME_NEXT = "name-next" []; NAME_MARK = "name-mark" [];
    NAME_AGREEMENT = "name-agreement" [];
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
}
