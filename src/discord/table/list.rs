//! Every command with its subcommands and options.
//! It must not hold texts.

use super::OptionKind::{File, Flag, Kind, Level, Member, Suggested, Text};
use super::{Command, CommandOption, OptionKind, assign, follow_up};
use crate::reply::{Phrase, phrase};

pub(super) const fn sub(
    name: &'static str,
    names: Phrase,
    about: Phrase,
    options: &'static [CommandOption],
) -> Command {
    Command { name, names, about, managers: false, subcommands: &[], options }
}

pub(super) const fn group(
    name: &'static str,
    names: Phrase,
    about: Phrase,
    subcommands: &'static [Command],
) -> Command {
    Command { name, names, about, managers: false, subcommands, options: &[] }
}

pub(super) const fn option(
    name: &'static str,
    names: Phrase,
    about: Phrase,
    required: bool,
    kind: OptionKind,
) -> CommandOption {
    CommandOption { name, names, about, required, kind }
}

/// Every command.
pub const COMMANDS: &[Command] = &[
    group(
        "drill",
        phrase::NAME_DRILL,
        phrase::COMMAND_DRILL,
        &[
            sub(
                "start",
                phrase::NAME_START,
                phrase::COMMAND_DRILL_START,
                &[
                    option("scenario", phrase::NAME_SCENARIO, phrase::OPTION_SCENARIO, false, Suggested),
                    option("difficulty", phrase::NAME_DIFFICULTY, phrase::OPTION_DIFFICULTY, false, Level),
                    option("suits-me", phrase::NAME_SUITS, phrase::OPTION_SUITS, false, Flag),
                    option("private", phrase::NAME_PRIVATE, phrase::OPTION_PRIVATE, false, Flag),
                ],
            ),
            sub(
                "duel",
                phrase::NAME_DUEL,
                phrase::COMMAND_DRILL_DUEL,
                &[
                    option("buyer", phrase::NAME_BUYER, phrase::OPTION_BUYER, true, Member),
                    option("scenario", phrase::NAME_SCENARIO, phrase::OPTION_SCENARIO, false, Suggested),
                ],
            ),
            sub("list", phrase::NAME_LIST, phrase::COMMAND_DRILL_LIST, &[]),
            sub("stop", phrase::NAME_STOP, phrase::COMMAND_DRILL_STOP, &[]),
            sub("history", phrase::NAME_HISTORY, phrase::COMMAND_DRILL_HISTORY, &[]),
            sub("why", phrase::NAME_WHY, phrase::COMMAND_DRILL_WHY, &[]),
        ],
    ),
    sub(
        "card",
        phrase::NAME_CARD,
        phrase::COMMAND_CARD,
        &[option("name", phrase::NAME_NAME, phrase::OPTION_NAME, true, Suggested)],
    ),
    follow_up::FOLLOWUP,
    group(
        "quiz",
        phrase::NAME_QUIZ,
        phrase::COMMAND_QUIZ,
        &[
            sub(
                "start",
                phrase::NAME_START,
                phrase::COMMAND_QUIZ_START,
                &[option("quiz", phrase::NAME_QUIZ, phrase::OPTION_QUIZ, false, Suggested)],
            ),
            sub("review", phrase::NAME_QUIZ_REVIEW, phrase::COMMAND_QUIZ_REVIEW, &[]),
            sub("misses", phrase::NAME_MISSES, phrase::COMMAND_QUIZ_MISSES, &[]),
        ],
    ),
    group(
        "me",
        phrase::NAME_ME,
        phrase::COMMAND_ME,
        &[
            sub("progress", phrase::NAME_PROGRESS, phrase::COMMAND_ME_PROGRESS, &[LIGHT, WIDE]),
            assign::MY_SETTINGS,
        ],
    ),
    assign::ASSIGN,
    Command {
        name: "team",
        names: phrase::NAME_TEAM,
        about: phrase::COMMAND_TEAM,
        managers: true,
        subcommands: &[
            sub("progress", phrase::NAME_PROGRESS, phrase::COMMAND_TEAM_PROGRESS, &[LIGHT, WIDE]),
            sub("followups", phrase::NAME_FOLLOWUPS, phrase::COMMAND_TEAM_FOLLOWUPS, &[]),
            sub(
                "report",
                phrase::NAME_REPORT,
                phrase::COMMAND_TEAM_REPORT,
                &[option("period", phrase::NAME_PERIOD, phrase::OPTION_PERIOD, false, Text), LIGHT, WIDE],
            ),
        ],
        options: &[],
    },
    REVIEW,
    SESSION,
    PLAYBOOK,
    assign::SETTINGS,
    sub("help", phrase::NAME_HELP, phrase::COMMAND_HELP, &[]),
];

const LIGHT: CommandOption = option("light", phrase::NAME_LIGHT, phrase::OPTION_LIGHT, false, Flag);
const WIDE: CommandOption = option("wide", phrase::NAME_WIDE, phrase::OPTION_WIDE, false, Flag);

/// Training sessions.
const SESSION: Command = Command {
    managers: true,
    ..group(
        "session",
        phrase::NAME_SESSION,
        phrase::COMMAND_SESSION,
        &[
            sub(
                "open",
                phrase::NAME_OPEN,
                phrase::COMMAND_SESSION_OPEN,
                &[
                    option("title", phrase::NAME_TITLE, phrase::OPTION_TITLE, true, Text),
                    option("test", phrase::NAME_TEST, phrase::OPTION_TEST, false, Suggested),
                    option("drill", phrase::NAME_DRILL_OPTION, phrase::OPTION_TEST_DRILL, false, Suggested),
                    option("manager", phrase::NAME_MANAGER, phrase::OPTION_MANAGER, false, Member),
                ],
            ),
            sub("close", phrase::NAME_CLOSE, phrase::COMMAND_SESSION_CLOSE, &[FOR_SESSION]),
            sub(
                "report",
                phrase::NAME_REPORT,
                phrase::COMMAND_SESSION_REPORT,
                &[
                    FOR_SESSION,
                    option("results", phrase::NAME_RESULTS, phrase::OPTION_RESULTS, false, File),
                    LIGHT,
                    WIDE,
                ],
            ),
        ],
    )
};

/// What trainers do about verdicts.
const REVIEW: Command = Command {
    managers: true,
    ..group(
        "review",
        phrase::NAME_REVIEW,
        phrase::COMMAND_REVIEW,
        &[
            sub("next", phrase::NAME_NEXT, phrase::COMMAND_REVIEW_NEXT, &[]),
            sub("mark", phrase::NAME_MARK, phrase::COMMAND_REVIEW_MARK, &[]),
            sub("agreement", phrase::NAME_AGREEMENT, phrase::COMMAND_REVIEW_AGREEMENT, &[]),
        ],
    )
};

const FOR_SESSION: CommandOption =
    option("session", phrase::NAME_SESSION, phrase::OPTION_SESSION, false, Suggested);

const FILE_KIND: CommandOption = option("kind", phrase::NAME_KIND, phrase::OPTION_KIND, false, Kind);
const FOR_PLAYBOOK: CommandOption =
    option("playbook", phrase::NAME_PLAYBOOK, phrase::OPTION_PLAYBOOK, false, Suggested);
const IN_LANGUAGE: CommandOption =
    option("language", phrase::NAME_LANGUAGE, phrase::OPTION_LANGUAGE, false, Suggested);

/// What trainers do about content.
const PLAYBOOK: Command = Command {
    managers: true,
    ..group(
        "playbook",
        phrase::NAME_PLAYBOOK,
        phrase::COMMAND_PLAYBOOK,
        &[
            sub("list", phrase::NAME_LIST, phrase::COMMAND_PLAYBOOK_LIST, &[]),
            sub(
                "check",
                phrase::NAME_CHECK,
                phrase::COMMAND_PLAYBOOK_CHECK,
                &[
                    option("file", phrase::NAME_FILE, phrase::OPTION_FILE, false, File),
                    FILE_KIND,
                    FOR_PLAYBOOK,
                    IN_LANGUAGE,
                ],
            ),
            sub(
                "upload",
                phrase::NAME_UPLOAD,
                phrase::COMMAND_PLAYBOOK_UPLOAD,
                &[
                    option("file", phrase::NAME_FILE, phrase::OPTION_FILE, true, File),
                    CommandOption { required: true, ..FILE_KIND },
                    FOR_PLAYBOOK,
                    IN_LANGUAGE,
                ],
            ),
            sub(
                "enable",
                phrase::NAME_ENABLE,
                phrase::COMMAND_PLAYBOOK_ENABLE,
                &[
                    option("name", phrase::NAME_NAME, phrase::OPTION_UPLOAD, true, Suggested),
                    option("version", phrase::NAME_VERSION, phrase::OPTION_VERSION, false, Suggested),
                ],
            ),
            sub("reload", phrase::NAME_RELOAD, phrase::COMMAND_PLAYBOOK_RELOAD, &[]),
        ],
    )
};
