//! The table of slash commands, and how Discord is told of it.
//! Names and descriptions come from the interface's words, so a language is added without code.
//! It must not hold texts, nor do what a command does.

use std::collections::HashMap;

use serde_json::Value;
use serenity::all::{CommandOptionType, InteractionContext, Permissions};
use serenity::builder::{CreateCommand, CreateCommandOption};

use crate::coach::drill::HARDEST;
use crate::playbook::{Library, UPLOADS, UploadKind};
use crate::reply::{Phrase, Words, phrase};

/// A command, or a subcommand of one.
#[derive(Debug)]
pub struct Command {
    /// Its English name.
    pub name: &'static str,
    /// Its name in each language.
    pub names: Phrase,
    /// What it does.
    pub about: Phrase,
    /// Whether Discord shows it to managers only; the use case asks again.
    pub managers: bool,
    /// Its subcommands.
    pub subcommands: &'static [Command],
    /// Its options.
    pub options: &'static [CommandOption],
}

/// An option of a command.
#[derive(Debug)]
pub struct CommandOption {
    /// Its English name.
    pub name: &'static str,
    /// Its name in each language.
    pub names: Phrase,
    /// What it is for.
    pub about: Phrase,
    /// Whether it must be given.
    pub required: bool,
    /// Text with suggestions while typing, plain text, or a switch.
    pub kind: OptionKind,
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionKind {
    /// Text, with suggestions while typing.
    Suggested,
    /// Text.
    Text,
    /// A switch.
    Flag,
    /// A whole number from 1 to 4.
    Level,
    /// A member of the server.
    Member,
    /// A file.
    File,
    /// A kind of file that may be uploaded, from a list.
    Kind,
}

/// The most characters of a text that is typed into a command.
const LONGEST: u16 = 300;

const fn sub(name: &'static str, names: Phrase, about: Phrase, options: &'static [CommandOption]) -> Command {
    Command { name, names, about, managers: false, subcommands: &[], options }
}

const fn group(name: &'static str, names: Phrase, about: Phrase, subcommands: &'static [Command]) -> Command {
    Command { name, names, about, managers: false, subcommands, options: &[] }
}

const fn option(
    name: &'static str,
    names: Phrase,
    about: Phrase,
    required: bool,
    kind: OptionKind,
) -> CommandOption {
    CommandOption { name, names, about, required, kind }
}

use OptionKind::{File, Flag, Kind, Level, Member, Suggested, Text};

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
    group(
        "followup",
        phrase::NAME_FOLLOWUP,
        phrase::COMMAND_FOLLOWUP,
        &[
            sub(
                "add",
                phrase::NAME_ADD,
                phrase::COMMAND_FOLLOWUP_ADD,
                &[
                    option("customer", phrase::NAME_CUSTOMER, phrase::OPTION_CUSTOMER, true, Text),
                    option("signed", phrase::NAME_SIGNED, phrase::OPTION_SIGNED, false, Text),
                    option("zone", phrase::NAME_ZONE, phrase::OPTION_ZONE, false, Suggested),
                    option("note", phrase::NAME_NOTE, phrase::OPTION_NOTE, false, Text),
                ],
            ),
            sub("list", phrase::NAME_LIST, phrase::COMMAND_FOLLOWUP_LIST, &[]),
        ],
    ),
    group(
        "quiz",
        phrase::NAME_QUIZ,
        phrase::COMMAND_QUIZ,
        &[sub(
            "start",
            phrase::NAME_START,
            phrase::COMMAND_QUIZ_START,
            &[option("quiz", phrase::NAME_QUIZ, phrase::OPTION_QUIZ, false, Suggested)],
        )],
    ),
    group(
        "me",
        phrase::NAME_ME,
        phrase::COMMAND_ME,
        &[sub("progress", phrase::NAME_PROGRESS, phrase::COMMAND_ME_PROGRESS, &[])],
    ),
    Command {
        name: "team",
        names: phrase::NAME_TEAM,
        about: phrase::COMMAND_TEAM,
        managers: true,
        subcommands: &[sub("progress", phrase::NAME_PROGRESS, phrase::COMMAND_TEAM_PROGRESS, &[])],
        options: &[],
    },
    Command { managers: true, ..sub("review", phrase::NAME_REVIEW, phrase::COMMAND_REVIEW, &[]) },
    PLAYBOOK,
    sub("help", phrase::NAME_HELP, phrase::COMMAND_HELP, &[]),
];

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

/// The commands in serenity's words, with every language that there is.
fn definitions(library: &Library) -> Vec<CreateCommand> {
    let Some(english) = library.words("en") else {
        return Vec::new();
    };
    let others: Vec<&Words> =
        library.words.values().map(|w| &**w).filter(|w| w.language().primary() != "en").collect();
    let define = |command: &Command| {
        let contexts = if command.managers {
            vec![InteractionContext::Guild]
        } else {
            vec![InteractionContext::Guild, InteractionContext::BotDm]
        };
        let mut made =
            CreateCommand::new(command.name).description(english.plain(command.about)).contexts(contexts);
        for words in &others {
            let tag = words.language().as_str();
            made = made
                .name_localized(tag, words.plain(command.names))
                .description_localized(tag, words.plain(command.about));
        }
        if command.managers {
            made = made.default_member_permissions(Permissions::MANAGE_GUILD);
        }
        let subcommands = command.subcommands.iter().map(|sub| subcommand(sub, english, &others));
        subcommands
            .chain(command.options.iter().map(|o| defined_option(o, english, &others)))
            .fold(made, CreateCommand::add_option)
    };
    COMMANDS.iter().map(define).collect()
}

fn subcommand(command: &Command, english: &Words, others: &[&Words]) -> CreateCommandOption {
    let about = english.plain(command.about);
    let made = CreateCommandOption::new(CommandOptionType::SubCommand, command.name, about);
    let made = localized(made, command.names, command.about, others);
    command
        .options
        .iter()
        .fold(made, |made, option| made.add_sub_option(defined_option(option, english, others)))
}

fn defined_option(option: &CommandOption, english: &Words, others: &[&Words]) -> CreateCommandOption {
    let kind = match option.kind {
        Flag => CommandOptionType::Boolean,
        Level => CommandOptionType::Integer,
        Member => CommandOptionType::User,
        File => CommandOptionType::Attachment,
        Kind | Suggested | Text => CommandOptionType::String,
    };
    let made =
        CreateCommandOption::new(kind, option.name, english.plain(option.about)).required(option.required);
    let made = if option.kind == Suggested { made.set_autocomplete(true) } else { made };
    let made = match option.kind {
        Text => made.max_length(LONGEST),
        Level => made.min_int_value(1).max_int_value(u64::from(HARDEST)),
        Kind => UPLOADS.iter().fold(made, |made, kind| kind_choice(made, kind, english, others)),
        _ => made,
    };
    localized(made, option.names, option.about, others)
}

fn kind_choice(
    made: CreateCommandOption,
    kind: &UploadKind,
    english: &Words,
    others: &[&Words],
) -> CreateCommandOption {
    let named = |words: &&Words| (words.language().as_str().to_owned(), words.plain(kind.name).to_owned());
    made.add_string_choice_localized(
        english.plain(kind.name),
        kind.word,
        others.iter().map(named).collect::<HashMap<_, _>>(),
    )
}

fn localized(
    made: CreateCommandOption,
    names: Phrase,
    about: Phrase,
    others: &[&Words],
) -> CreateCommandOption {
    others.iter().fold(made, |made, words| {
        let tag = words.language().as_str();
        made.name_localized(tag, words.plain(names)).description_localized(tag, words.plain(about))
    })
}

/// serenity writes every field of every sort of option; Discord describes for each sort only those that fit it. What
/// says nothing is left out.
fn tidy(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(fields) => {
            let empty = |v: &Value| {
                v.as_array().is_some_and(Vec::is_empty) || v.as_object().is_some_and(|o| o.is_empty())
            };
            fields.retain(|_, field| !(field.is_null() || *field == Value::Bool(false) || empty(field)));
            fields.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

/// The commands as Discord wants to be told of them.
pub(super) fn described(library: &Library) -> Value {
    let mut commands = serde_json::to_value(definitions(library)).unwrap_or_default();
    tidy(&mut commands);
    commands
}
