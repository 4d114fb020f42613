//! The table of slash commands, and how Discord is told of it.
//! Names and descriptions come from the interface's words, so a language is added without code.
//! It must not hold texts, nor do what a command does.

use std::collections::HashMap;

use serde_json::Value;
use serenity::all::{ChannelType, CommandOptionType, InteractionContext, Permissions};
use serenity::builder::{CreateCommand, CreateCommandOption};

use crate::coach::drill::HARDEST;
use crate::playbook::{Library, UPLOADS};
use crate::reply::{Phrase, Words, phrase};
use OptionKind::{Channel, Feedback, File, Flag, Kind, Level, Member, Number, Order, Role, Suggested, Text};

mod assign;
mod follow_up;
mod list;

pub use list::COMMANDS;

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
    /// A role of the server.
    Role,
    /// A text channel of the server.
    Channel,
    /// A whole number from the first to the second.
    Number(u64, u64),
    /// Whether feedback comes at once or at the end, from a list.
    Feedback,
    /// How follow-ups are put in order, from a list.
    Order,
}

/// The most characters of a text that is typed into a command.
const LONGEST: u16 = 300;

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
        Level | Number(..) => CommandOptionType::Integer,
        Role => CommandOptionType::Role,
        Channel => CommandOptionType::Channel,
        Member => CommandOptionType::User,
        File => CommandOptionType::Attachment,
        Feedback | Kind | Order | Suggested | Text => CommandOptionType::String,
    };
    let made =
        CreateCommandOption::new(kind, option.name, english.plain(option.about)).required(option.required);
    let made = if option.kind == Suggested { made.set_autocomplete(true) } else { made };
    let made = match option.kind {
        Text => made.max_length(LONGEST),
        Channel => made.channel_types(vec![ChannelType::Text]),
        Level => made.min_int_value(1).max_int_value(u64::from(HARDEST)),
        Number(least, most) => made.min_int_value(least).max_int_value(most),
        Kind => UPLOADS.iter().fold(made, |made, kind| choice(made, kind.name, kind.word, english, others)),
        Feedback => {
            let instant = choice(made, phrase::FEEDBACK_INSTANT, "instant", english, others);
            choice(instant, phrase::FEEDBACK_FINAL, "final", english, others)
        }
        Order => {
            let orders =
                [(phrase::BY_DAY, "day"), (phrase::BY_CUSTOMER, "customer"), (phrase::BY_OWNER, "owner")];
            orders.iter().fold(made, |made, (name, value)| choice(made, *name, value, english, others))
        }
        _ => made,
    };
    localized(made, option.names, option.about, others)
}

fn choice(
    made: CreateCommandOption,
    name: Phrase,
    value: &str,
    english: &Words,
    others: &[&Words],
) -> CreateCommandOption {
    let named = |words: &&Words| (words.language().as_str().to_owned(), words.plain(name).to_owned());
    let localized = others.iter().map(named).collect::<HashMap<_, _>>();
    made.add_string_choice_localized(english.plain(name), value, localized)
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
