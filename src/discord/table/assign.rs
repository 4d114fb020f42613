//! The commands by which trainers assign, and those by which servers and members set when they are reminded.
//! It must not hold texts.

use super::OptionKind::{Channel, Feedback, Flag, Member, Number, Role, Suggested, Text};
use super::list::{group, option, sub};
use super::{Command, CommandOption};
use crate::reply::phrase;

const MEMBER: CommandOption = option("member", phrase::NAME_ASSIGNEE, phrase::OPTION_ASSIGNEE, false, Member);
const MEMBERS: CommandOption =
    option("members", phrase::NAME_ASSIGNEES, phrase::OPTION_ASSIGNEES, false, Text);
const ROLE: CommandOption = option("role", phrase::NAME_ROLE, phrase::OPTION_ROLE, false, Role);
const DUE: CommandOption = option("due", phrase::NAME_DUE, phrase::OPTION_DUE, false, Text);
const PASS: CommandOption = option("pass", phrase::NAME_PASS, phrase::OPTION_PASS, false, Number(1, 100));
const ATTEMPTS: CommandOption =
    option("attempts", phrase::NAME_ATTEMPTS, phrase::OPTION_ATTEMPTS, false, Number(1, 10));
const FEEDBACK: CommandOption =
    option("feedback", phrase::NAME_FEEDBACK, phrase::OPTION_FEEDBACK, false, Feedback);

/// What trainers assign.
pub(super) const ASSIGN: Command = Command {
    managers: true,
    ..group(
        "assign",
        phrase::NAME_ASSIGN,
        phrase::COMMAND_ASSIGN,
        &[
            sub(
                "drill",
                phrase::NAME_DRILL,
                phrase::COMMAND_ASSIGN_DRILL,
                &[
                    option(
                        "scenario",
                        phrase::NAME_SCENARIO,
                        phrase::OPTION_ASSIGN_SCENARIO,
                        true,
                        Suggested,
                    ),
                    MEMBER,
                    MEMBERS,
                    ROLE,
                    DUE,
                    PASS,
                    ATTEMPTS,
                    FEEDBACK,
                ],
            ),
            sub(
                "quiz",
                phrase::NAME_QUIZ,
                phrase::COMMAND_ASSIGN_QUIZ,
                &[
                    option("quiz", phrase::NAME_QUIZ, phrase::OPTION_ASSIGN_QUIZ, true, Suggested),
                    MEMBER,
                    MEMBERS,
                    ROLE,
                    DUE,
                    PASS,
                    ATTEMPTS,
                    FEEDBACK,
                ],
            ),
            sub(
                "course",
                phrase::NAME_COURSE,
                phrase::COMMAND_ASSIGN_COURSE,
                &[
                    option("steps", phrase::NAME_STEPS, phrase::OPTION_STEPS, true, Suggested),
                    MEMBER,
                    MEMBERS,
                    ROLE,
                    DUE,
                    PASS,
                    ATTEMPTS,
                    FEEDBACK,
                ],
            ),
            sub(
                "list",
                phrase::NAME_LIST,
                phrase::COMMAND_ASSIGN_LIST,
                &[option(
                    "assignment",
                    phrase::NAME_ASSIGNMENT,
                    phrase::OPTION_ASSIGNMENT_LIST,
                    false,
                    Suggested,
                )],
            ),
            sub(
                "cancel",
                phrase::NAME_CANCEL,
                phrase::COMMAND_ASSIGN_CANCEL,
                &[option("assignment", phrase::NAME_ASSIGNMENT, phrase::OPTION_ASSIGNMENT, true, Suggested)],
            ),
        ],
    )
};

const QUIET_FROM: CommandOption =
    option("quiet-from", phrase::NAME_QUIET_FROM, phrase::OPTION_QUIET_FROM, false, Text);
const QUIET_UNTIL: CommandOption =
    option("quiet-until", phrase::NAME_QUIET_UNTIL, phrase::OPTION_QUIET_UNTIL, false, Text);

/// A member's own settings.
pub(super) const MY_SETTINGS: Command = sub(
    "settings",
    phrase::NAME_SETTINGS,
    phrase::COMMAND_ME_SETTINGS,
    &[option("zone", phrase::NAME_ZONE, phrase::OPTION_ZONE, false, Suggested), QUIET_FROM, QUIET_UNTIL],
);

/// A server's settings.
pub(super) const SETTINGS: Command = Command {
    managers: true,
    ..sub(
        "settings",
        phrase::NAME_SETTINGS,
        phrase::COMMAND_SETTINGS,
        &[
            option("zone", phrase::NAME_ZONE, phrase::OPTION_SERVER_ZONE, false, Suggested),
            QUIET_FROM,
            QUIET_UNTIL,
            option("calendar", phrase::NAME_CALENDAR, phrase::OPTION_CALENDAR, false, Suggested),
            option("working-days", phrase::NAME_WORKING_DAYS, phrase::OPTION_WORKING_DAYS, false, Text),
            option("leaderboard", phrase::NAME_LEADERBOARD, phrase::OPTION_LEADERBOARD, false, Flag),
            option(
                "followup-channel",
                phrase::NAME_FOLLOWUP_CHANNEL,
                phrase::OPTION_FOLLOWUP_CHANNEL,
                false,
                Channel,
            ),
            option("manager", phrase::NAME_MANAGER, phrase::OPTION_OVERDUE_TOLD_TO, false, Member),
            option(
                "overdue-days",
                phrase::NAME_OVERDUE_DAYS,
                phrase::OPTION_OVERDUE_DAYS,
                false,
                Number(0, 30),
            ),
        ],
    )
};
