//! What slash commands do: a function each, over the use cases. What there is stands in `table`.
//! It must not hold texts.

use std::sync::Arc;

use reqwest::Method;
use serde_json::Value;
use serenity::all::{Attachment, CommandInteraction, ResolvedOption, ResolvedValue};
use serenity::builder::{CreateAutocompleteResponse, CreateInteractionResponse};

use super::Bot;
use super::answer::Answer;
use super::cooldown::HEAVY;
use super::intake::{signed, who};
use super::message::say_answer;
use super::render::tidy;
use super::rest::RestError;
use super::table::{COMMANDS, described};
use super::{assign, follow_up, playbook, session, start};
use crate::app::{App, AppError, Asked, Canvas, Person, SettingsAsked, Suggestion, Who};
use crate::coach::ids::RepId;
use crate::reply::{Block, Reply, notice, phrase};

/// Tells Discord which commands there are.
pub(super) async fn register(bot: &Bot, application: u64) {
    let commands = described(&bot.app.library());
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
    let answer = Answer::to_command(bot, command);
    answer.thinking().await.then_some(answer)
}

/// For how many presses of a button a command counts: what is drawn, fetched, or made into files counts for more.
pub(super) fn effort(command: &CommandInteraction) -> u32 {
    let typed = Typed::new(command);
    match (command.data.name.as_str(), typed.subcommand) {
        ("team", _)
        | ("me", "progress" | "export" | "erase")
        | ("session", "report")
        | ("playbook", "check" | "upload" | "enable" | "reload")
        | ("followup", "import" | "export")
        | ("review", "agreement") => HEAVY,
        _ => 1,
    }
}

/// What was typed: the subcommand's name and its options.
pub(super) struct Typed<'c> {
    pub(super) subcommand: &'c str,
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

    pub(super) fn text(&self, name: &str) -> Option<&'c str> {
        self.options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::String(text) | ResolvedValue::Autocomplete { value: text, .. } => Some(text),
            _ => None,
        })
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::Integer(number) => u32::try_from(number).ok(),
            _ => None,
        })
    }

    /// A member who was chosen; bots are nobody to talk to.
    pub(super) fn member(&self, name: &str) -> Option<RepId> {
        self.options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::User(user, _) if !user.bot => Some(RepId(signed(user.id.get()))),
            _ => None,
        })
    }

    /// Somebody who was chosen, with their name; `Some(None)` for a bot.
    pub(super) fn person(&self, name: &str) -> Option<Option<Person>> {
        self.options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::User(user, member) => {
                let rep = RepId(signed(user.id.get()));
                let nick = member.and_then(|member| member.nick.clone());
                let name = nick.or_else(|| user.global_name.clone()).unwrap_or_else(|| user.name.clone());
                Some((!user.bot).then_some(Person { rep, name }))
            }
            _ => None,
        })
    }

    /// A channel that was chosen.
    fn channel(&self, name: &str) -> Option<i64> {
        self.options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::Channel(channel) => Some(signed(channel.id.get())),
            _ => None,
        })
    }

    /// A role that was chosen, with its name.
    pub(super) fn role(&self, name: &str) -> Option<(i64, String)> {
        self.options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::Role(role) => Some((signed(role.id.get()), role.name.clone())),
            _ => None,
        })
    }

    /// A file that was attached.
    pub(super) fn file(&self, name: &str) -> Option<&'c Attachment> {
        self.options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::Attachment(file) => Some(file),
            _ => None,
        })
    }

    /// How a picture is wanted.
    pub(super) fn canvas(&self) -> Canvas {
        Canvas { light: self.flag("light"), wide: self.flag("wide") }
    }

    fn flag(&self, name: &str) -> bool {
        self.switch(name) == Some(true)
    }

    fn switch(&self, name: &str) -> Option<bool> {
        self.options.iter().find(|option| option.name == name).and_then(|option| match option.value {
            ResolvedValue::Boolean(on) => Some(on),
            _ => None,
        })
    }

    fn settings(&self) -> SettingsAsked<'c> {
        SettingsAsked {
            zone: self.text("zone"),
            quiet_from: self.text("quiet-from"),
            quiet_until: self.text("quiet-until"),
            leaderboard: self.switch("leaderboard"),
            followup_channel: self.channel("followup-channel"),
            manager: self.member("manager"),
            overdue_days: self.number("overdue-days"),
            calendar: self.text("calendar"),
            working_days: self.text("working-days"),
        }
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
        ("drill", "start") => {
            let asked = Asked {
                scenario: typed.text("scenario"),
                difficulty: typed.number("difficulty"),
                suits: typed.flag("suits-me"),
                peer: None,
            };
            start::drill(&bot, &who, &command, asked, typed.flag("private")).await
        }
        ("drill", "duel") => {
            start::duel(&bot, &who, &command, typed.text("scenario"), typed.member("buyer")).await
        }
        ("drill", "list") => app.list_drills(&who).await,
        ("drill", "stop") => stop_drill(&bot, &who, &command).await,
        ("drill", "history") => app.history(&who).await,
        ("drill", "why") => app.why(&who, None).await,
        ("card", _) => app.card(&who, typed.text("name").unwrap_or_default()).await,
        ("followup", _) => follow_up::run(&bot, &who, &command, &typed).await,
        ("quiz", "start") => {
            return answer.finish_all(app.start_quiz(&who, event, typed.text("quiz")).await).await;
        }
        ("me", "progress") => app.my_progress(&who, typed.canvas()).await,
        ("me", "settings") => app.my_settings(&who, typed.settings()).await,
        ("settings", _) => app.server_settings(&who, typed.settings()).await,
        ("assign", _) => assign::run(&bot, &who, &command, &typed).await,
        ("team", "progress") => app.team_progress(&who, typed.canvas()).await,
        ("team", "followups") => app.team_follow_ups(&who).await,
        ("team", "report") => app.team_report(&who, typed.text("period"), typed.canvas()).await,
        ("quiz", "review") => return answer.finish_all(app.review_misses(&who, event).await).await,
        ("quiz", "misses") => app.list_misses(&who).await,
        ("review", "mark") => app.mark_next(&who).await,
        ("review", "agreement") => app.agreement(&who).await,
        ("review", _) => app.review(&who).await,
        ("session", _) => session::run(&bot, &who, &command, &typed).await,
        ("playbook", _) => playbook::run(&bot, &who, event, &typed).await,
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

/// Ends the drill that is held here, else the one in this server: what was assigned in a server may be held in direct
/// messages.
async fn stop_drill(bot: &Bot, who: &Who, command: &CommandInteraction) -> Result<Reply, AppError> {
    let here = bot.app.drill_in(who, signed(command.channel_id.get())).await?;
    let answered = bot.app.stop_drill(who, here).await?;
    if answered.channel != 0 {
        say_answer(bot, &answered, signed(command.id.get())).await;
    }
    Ok(answered.replies.into_iter().next().unwrap_or_default())
}

/// Suggestions while somebody types. They change nothing, so they need no acknowledgement of their own.
pub(super) async fn complete(bot: Arc<Bot>, asked: CommandInteraction) {
    let who = asker(&asked);
    let Some(option) = asked.data.autocomplete() else {
        return;
    };
    let found = match option.name {
        _ if asked.data.name == "playbook" => {
            playbook::complete(&bot, &who, option.name, option.value, &Typed::new(&asked)).await
        }
        _ if asked.data.name == "session" => {
            session::complete(&bot, &who, (option.name, option.value), &Typed::new(&asked)).await
        }
        "touch" => bot.app.suggest_touches(&who, option.value).await,
        "customer" => bot.app.suggest_customers(&who, option.value).await,
        "scenario" => bot.app.suggest_scenarios(&who, option.value).await,
        "name" => bot.app.suggest_cards(&who, option.value).await,
        "quiz" => bot.app.suggest_quizzes(&who, option.value).await,
        "steps" => bot.app.suggest_steps(&who, option.value).await,
        "assignment" => bot.app.suggest_assigned(&who, option.value).await,
        "zone" => Ok(bot.app.suggest_zones(option.value)),
        "calendar" => Ok(bot.app.suggest_calendars(&who, option.value)),
        _ => Ok(Vec::new()),
    };
    let cut = |text: &str| tidy(text).chars().take(100).collect::<String>();
    let add = |list: CreateAutocompleteResponse, s: Suggestion| list.add_string_choice(cut(&s.name), s.value);
    let list = found.unwrap_or_default().into_iter().fold(CreateAutocompleteResponse::new(), add);
    let answer = Answer::to_command(&bot, &asked);
    answer.respond(&CreateInteractionResponse::Autocomplete(list)).await;
}
