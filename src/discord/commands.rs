//! The slash commands: one table says what there is, one function each does it.
//! Names and descriptions come from the interface's words, so a language is added without code.
//! It must not hold texts.

use std::sync::Arc;

use reqwest::Method;
use serde_json::Value;
use serenity::all::{
    CommandInteraction, CommandOptionType, InteractionContext, Permissions, ResolvedOption, ResolvedValue,
};
use serenity::builder::{
    CreateAutocompleteResponse, CreateCommand, CreateCommandOption, CreateInteractionResponse,
};

use super::Bot;
use super::answer::Answer;
use super::intake::{signed, who};
use super::message::{say, say_answer};
use super::rest::{RestError, Sent};
use crate::app::{App, AppError, FollowUpAsked, Suggestion, Who};
use crate::playbook::Library;
use crate::reply::{Block, Phrase, Reply, Words, notice, phrase};

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
}

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

use OptionKind::{Flag, Suggested, Text};

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
                    option("private", phrase::NAME_PRIVATE, phrase::OPTION_PRIVATE, false, Flag),
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
    sub("help", phrase::NAME_HELP, phrase::COMMAND_HELP, &[]),
];

/// The commands as Discord wants to be told of them, with every language that it knows.
pub fn definitions(library: &Library) -> Vec<CreateCommand> {
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
    let kind = if option.kind == Flag { CommandOptionType::Boolean } else { CommandOptionType::String };
    let made =
        CreateCommandOption::new(kind, option.name, english.plain(option.about)).required(option.required);
    let made = if option.kind == Suggested { made.set_autocomplete(true) } else { made };
    let made = if option.kind == Text { made.max_length(100) } else { made };
    localized(made, option.names, option.about, others)
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

/// Tells Discord which commands there are.
pub(super) async fn register(bot: &Bot, application: u64) {
    let mut commands = serde_json::to_value(definitions(&bot.app.library())).unwrap_or_default();
    tidy(&mut commands);
    let path = format!("/applications/{application}/commands");
    let told: Result<Value, RestError> = bot.rest.call(Method::PUT, &path, Some(&commands)).await;
    match told {
        Ok(_) => tracing::info!(count = COMMANDS.len(), "commands are registered"),
        Err(error) => {
            tracing::error!(%error, "commands could not be registered; members see the old ones")
        }
    }
}

/// Acknowledges a command before any work. `None` where it came twice.
pub(super) async fn acknowledge(bot: &Arc<Bot>, command: &CommandInteraction) -> Option<Answer> {
    let answer =
        Answer::new(bot, command.id.get(), command.application_id.get(), &command.token, &command.locale);
    answer.thinking().await.then_some(answer)
}

/// What was typed: the subcommand's name and its options.
struct Typed<'c> {
    subcommand: &'c str,
    options: Vec<ResolvedOption<'c>>,
}

impl<'c> Typed<'c> {
    fn new(command: &'c CommandInteraction) -> Self {
        let mut options = command.data.options();
        match options.pop() {
            Some(ResolvedOption { name, value: ResolvedValue::SubCommand(inner), .. }) => {
                Self { subcommand: name, options: inner }
            }
            Some(other) => {
                options.push(other);
                Self { subcommand: "", options }
            }
            None => Self { subcommand: "", options },
        }
    }

    fn text(&self, name: &str) -> Option<&'c str> {
        self.options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::String(text) => Some(text),
            _ => None,
        })
    }

    fn flag(&self, name: &str) -> bool {
        self.options
            .iter()
            .any(|option| option.name == name && matches!(option.value, ResolvedValue::Boolean(true)))
    }
}

fn asker(command: &CommandInteraction) -> Who {
    who(&command.user, command.member.as_deref(), command.guild_id.map(|id| id.get()), &command.locale)
}

/// Work on a command that was acknowledged.
pub(super) async fn run(bot: Arc<Bot>, answer: Answer, command: CommandInteraction) {
    let who = asker(&command);
    let typed = Typed::new(&command);
    let (app, event) = (&bot.app, signed(command.id.get()));
    if let Err(error) = app.met(&who).await {
        return answer.finish(Err(error)).await;
    }
    let result = match (command.data.name.as_str(), typed.subcommand) {
        ("drill", "start") => start_drill(&bot, &who, &command, &typed).await,
        ("drill", "list") => app.list_drills(&who),
        ("drill", "stop") => stop_drill(&bot, &who, event).await,
        ("drill", "history") => app.history(&who).await,
        ("drill", "why") => app.why(&who, None).await,
        ("card", _) => app.card(&who, typed.text("name").unwrap_or_default()),
        ("followup", "add") => {
            let asked = FollowUpAsked {
                customer: typed.text("customer").unwrap_or_default().to_owned(),
                signed: typed.text("signed").map(str::to_owned),
                zone: typed.text("zone").map(str::to_owned),
                channel: command.guild_id.map_or(0, |_| signed(command.channel_id.get())),
            };
            app.add_follow_up(&who, event, &asked).await
        }
        ("followup", "list") => app.list_follow_ups(&who).await,
        ("quiz", "start") => {
            return start_quiz(app, &answer, &who, event, typed.text("quiz")).await;
        }
        ("me", "progress") => app.my_progress(&who).await,
        ("team", "progress") => app.team_progress(&who).await,
        ("help", _) => help(app, &who),
        _ => app.words(&who.language).map(|words| notice::plain(&words, phrase::OLD_BUTTON)),
    };
    answer.finish(result).await;
}

fn help(app: &App, who: &Who) -> Result<Reply, AppError> {
    let words = app.words(&who.language)?;
    let title = Block::Title(words.plain(phrase::HELP_TITLE).into());
    Ok(Reply::default().with(title).with(Block::Text(words.plain(phrase::HELP_TEXT).into())))
}

async fn start_quiz(app: &App, answer: &Answer, who: &Who, event: i64, quiz: Option<&str>) {
    match app.start_quiz(who, event, quiz).await {
        Ok(replies) => {
            let mut replies = replies.into_iter();
            if let Some(first) = replies.next() {
                answer.fill(&first).await;
            }
            for reply in replies {
                answer.follow(&reply).await;
            }
        }
        Err(error) => answer.finish(Err(error)).await,
    }
}

async fn stop_drill(bot: &Bot, who: &Who, event: i64) -> Result<Reply, AppError> {
    let answered = bot.app.stop_drill(who, None).await?;
    if answered.channel != 0 {
        say_answer(bot, &answered, event).await;
    }
    Ok(answered.replies.into_iter().next().unwrap_or_default())
}

/// A drill is held in a private thread, or in direct messages where asked for or where there are no threads.
async fn start_drill(
    bot: &Bot,
    who: &Who,
    command: &CommandInteraction,
    typed: &Typed<'_>,
) -> Result<Reply, AppError> {
    let event = signed(command.id.get());
    let words = bot.app.words(&who.language)?;
    let (scenario, title) = match bot.app.before_drill(who, typed.text("scenario"), event).await? {
        Ok(chosen) => chosen,
        Err(reply) => return Ok(reply),
    };
    let direct = typed.flag("private") || command.guild_id.is_none();
    let place = if direct { direct_channel(bot, who).await } else { thread(bot, command, who, &title).await };
    let channel = match place {
        Ok(channel) => channel,
        Err(error) => {
            tracing::warn!(%error, direct, "no place for a drill");
            return Ok(no_place(&words, direct));
        }
    };
    let opened = match bot.app.begin_drill(who, event, channel, &scenario).await? {
        Ok(opened) => opened,
        Err(reply) => return Ok(reply),
    };
    if let Err(error) = say(bot, channel, &format!("o{event:x}"), &opened.replies).await {
        tracing::warn!(%error, channel, "the opening of a drill could not be said");
        bot.app.stop_drill(who, Some(opened.session)).await?;
        return Ok(no_place(&words, direct));
    }
    let text = words.say(phrase::DRILL_OPENED, &[("place", "{place}")]);
    Ok(Reply::default().with(Block::Where(text, channel)))
}

fn no_place(words: &Words, direct: bool) -> Reply {
    if direct {
        return notice::plain(words, phrase::NO_DM);
    }
    Reply::text(
        words.say(phrase::NO_THREAD, &[("permission", "Create Private Threads, Send Messages in Threads")]),
    )
}

async fn direct_channel(bot: &Bot, who: &Who) -> Result<i64, RestError> {
    let body = serde_json::json!({ "recipient_id": who.rep.to_string() });
    let made: Sent = bot.rest.call(Method::POST, "/users/@me/channels", Some(&body)).await?;
    Ok(made.id)
}

async fn thread(bot: &Bot, command: &CommandInteraction, who: &Who, title: &str) -> Result<i64, RestError> {
    /// Discord's number for a private thread.
    const PRIVATE: u8 = 12;
    /// A week of silence before it is archived.
    const MINUTES: u16 = 10_080;
    let name: String = title.chars().take(90).collect();
    let body = serde_json::json!({ "name": name, "type": PRIVATE, "auto_archive_duration": MINUTES, "invitable": false });
    // A thread cannot open a thread: in one, its parent does.
    let in_thread = command.channel.as_ref().filter(|channel| channel.thread_metadata.is_some());
    let parent = in_thread.and_then(|channel| channel.parent_id).unwrap_or(command.channel_id);
    let made: Sent = bot.rest.call(Method::POST, &format!("/channels/{parent}/threads"), Some(&body)).await?;
    let nothing: Option<&()> = None;
    let path = format!("/channels/{}/thread-members/{}", made.id, who.rep);
    bot.rest.call::<Value>(Method::PUT, &path, nothing).await?;
    Ok(made.id)
}

/// Suggestions while somebody types. They change nothing, so they need no acknowledgement of their own.
pub(super) async fn complete(bot: Arc<Bot>, asked: CommandInteraction) {
    let who = asker(&asked);
    let Some(option) = asked.data.autocomplete() else {
        return;
    };
    let found = match option.name {
        "scenario" => bot.app.suggest_scenarios(&who, option.value),
        "name" => bot.app.suggest_cards(&who, option.value),
        "quiz" => bot.app.suggest_quizzes(&who, option.value),
        "zone" => Ok(bot.app.suggest_zones(option.value)),
        _ => Ok(Vec::new()),
    };
    let cut = |text: &str| text.chars().take(100).collect::<String>();
    let add = |list: CreateAutocompleteResponse, s: Suggestion| list.add_string_choice(cut(&s.name), s.value);
    let list = found.unwrap_or_default().into_iter().fold(CreateAutocompleteResponse::new(), add);
    let answer = Answer::new(&bot, asked.id.get(), asked.application_id.get(), &asked.token, &asked.locale);
    answer.respond(&CreateInteractionResponse::Autocomplete(list)).await;
}
