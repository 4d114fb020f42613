//! The fake tested with a tiny serenity bot and with bare requests.

mod flow;
mod limits;
mod rest;
mod trouble;

use serde_json::{Value, json};
use serenity::all::{
    ActionRowComponent, AutocompleteChoice, CommandOptionType, Context, CreateActionRow,
    CreateAllowedMentions, CreateAutocompleteResponse, CreateButton, CreateCommand, CreateCommandOption,
    CreateInputText, CreateInteractionResponse, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, CreateMessage, CreateModal, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption, EditInteractionResponse, EventHandler, GatewayIntents, InputTextStyle,
    Interaction, Message, Ready,
};
use serenity::async_trait;

use crate::support::fake_discord::{FakeDiscord, User};

/// What every test begins with: a server, a channel, a member.
pub(crate) struct World {
    pub(crate) d: FakeDiscord,
    pub(crate) guild: u64,
    pub(crate) channel: u64,
    pub(crate) ana: User,
}

pub(crate) async fn world() -> World {
    let d = FakeDiscord::start().await;
    let guild = d.guild("Acme");
    let channel = d.text_channel(guild, "practice");
    let ana = d.user("Ana", "zh-CN");
    let role = d.role(guild, "Trainer");
    d.member(guild, &ana, &[role], 1 << 11);
    World { d, guild, channel, ana }
}

pub(crate) const INTENTS: GatewayIntents =
    GatewayIntents::GUILDS.union(GatewayIntents::GUILD_MESSAGES).union(GatewayIntents::DIRECT_MESSAGES);

/// Starts the bot; the task ends with what ended the client.
pub(crate) fn bot(
    d: &FakeDiscord,
    token: &str,
    intents: GatewayIntents,
) -> tokio::task::JoinHandle<Result<(), String>> {
    let http = serenity::http::HttpBuilder::new(token).proxy(d.api_url()).ratelimiter_disabled(true).build();
    tokio::spawn(async move {
        let client = serenity::client::ClientBuilder::new_with_http(http, intents).event_handler(Bot).await;
        client.expect("a client").start().await.map_err(|e| e.to_string())
    })
}

pub(crate) async fn running() -> World {
    let world = world().await;
    drop(bot(&world.d, &world.d.token(), INTENTS));
    world.d.ready().await;
    world
}

struct Bot;

fn commands() -> Vec<CreateCommand> {
    let scenario = CreateCommandOption::new(CommandOptionType::String, "scenario", "Which")
        .required(true)
        .set_autocomplete(true);
    let who = CreateCommandOption::new(CommandOptionType::User, "who", "With whom");
    let file = CreateCommandOption::new(CommandOptionType::Attachment, "file", "A file");
    let start = CreateCommandOption::new(CommandOptionType::SubCommand, "start", "Begin")
        .add_sub_option(scenario)
        .add_sub_option(who)
        .add_sub_option(file);
    vec![
        CreateCommand::new("drill")
            .description("Drills")
            .description_localized("zh-CN", "演练")
            .add_option(start),
        CreateCommand::new("slow").description("Answers late"),
        CreateCommand::new("admin")
            .description("For few")
            .default_member_permissions(serenity::all::Permissions::ADMINISTRATOR),
    ]
}

fn quiet() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
}

fn card(text: String) -> CreateInteractionResponse {
    let options = vec![CreateSelectMenuOption::new("One", "1"), CreateSelectMenuOption::new("Two", "2")];
    let select = CreateSelectMenu::new("v1:pick", CreateSelectMenuKind::String { options });
    let buttons = vec![
        CreateButton::new("v1:go").label("Go"),
        CreateButton::new("v1:write").label("Write"),
        CreateButton::new("v1:off").label("Off").disabled(true),
    ];
    let rows = vec![CreateActionRow::Buttons(buttons), CreateActionRow::SelectMenu(select)];
    CreateInteractionResponse::Message(
        CreateInteractionResponseMessage::new()
            .content(text)
            .components(rows)
            .ephemeral(true)
            .allowed_mentions(quiet()),
    )
}

#[async_trait]
impl EventHandler for Bot {
    async fn ready(&self, ctx: Context, _: Ready) {
        serenity::all::Command::set_global_commands(&ctx.http, commands()).await.expect("registered");
    }

    async fn message(&self, ctx: Context, said: Message) {
        if said.author.bot {
            return;
        }
        let text = format!("heard {:?}", said.content);
        let answer = CreateMessage::new().content(text).allowed_mentions(quiet());
        said.channel_id.send_message(&ctx.http, answer).await.expect("sent");
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        match interaction {
            Interaction::Command(c) if c.data.name == "drill" => {
                let text = format!(
                    "{} {} {:?}",
                    c.locale,
                    c.user.name,
                    c.data.resolved.users.len() + c.data.resolved.attachments.len()
                );
                drop(c.create_response(&ctx.http, card(text)).await);
            }
            Interaction::Command(c) if c.data.name == "slow" => {
                let defer = CreateInteractionResponseMessage::new().ephemeral(true);
                c.create_response(&ctx.http, CreateInteractionResponse::Defer(defer))
                    .await
                    .expect("deferred");
                c.edit_response(
                    &ctx.http,
                    EditInteractionResponse::new().content("late").allowed_mentions(quiet()),
                )
                .await
                .expect("edited");
                let more = CreateInteractionResponseFollowup::new().content("more").allowed_mentions(quiet());
                c.create_followup(&ctx.http, more).await.expect("followed");
            }
            Interaction::Autocomplete(c) => {
                let typed = c.data.autocomplete().map(|a| a.value.to_owned()).unwrap_or_default();
                let choices = CreateAutocompleteResponse::new()
                    .set_choices(vec![AutocompleteChoice::new(typed + "ce", "price")]);
                c.create_response(&ctx.http, CreateInteractionResponse::Autocomplete(choices))
                    .await
                    .expect("completed");
            }
            Interaction::Component(c) => {
                let answer = match c.data.custom_id.as_str() {
                    "v1:write" => {
                        let input = CreateInputText::new(InputTextStyle::Paragraph, "Your words", "words");
                        CreateInteractionResponse::Modal(
                            CreateModal::new("v1:form", "Say it")
                                .components(vec![CreateActionRow::InputText(input)]),
                        )
                    }
                    other => {
                        let text = format!("you took {other} {:?}", c.data.kind);
                        CreateInteractionResponse::UpdateMessage(
                            CreateInteractionResponseMessage::new().content(text).allowed_mentions(quiet()),
                        )
                    }
                };
                c.create_response(&ctx.http, answer).await.expect("answered");
            }
            Interaction::Modal(m) => {
                let ActionRowComponent::InputText(input) = &m.data.components[0].components[0] else {
                    return;
                };
                let text = format!("you wrote {}", input.value.as_deref().unwrap_or("nothing"));
                let message = CreateInteractionResponseMessage::new().content(text).allowed_mentions(quiet());
                m.create_response(&ctx.http, CreateInteractionResponse::Message(message))
                    .await
                    .expect("answered");
            }
            _ => {}
        }
    }
}

/// A bare client with the bot's token.
pub(crate) struct Bare {
    client: reqwest::Client,
    base: String,
    token: String,
}

impl Bare {
    pub(crate) fn new(d: &FakeDiscord) -> Self {
        Self { client: reqwest::Client::new(), base: format!("{}/api/v10", d.api_url()), token: d.token() }
    }

    pub(crate) fn raw(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("a method");
        let address = format!("{}{path}", self.base);
        self.client.request(method, address).header("authorization", format!("Bot {}", self.token))
    }

    /// Status and body.
    pub(crate) async fn ask(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let mut request = self.raw(method, path);
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("a body");
        (status, if text.is_empty() { json!(null) } else { serde_json::from_str(&text).expect("JSON") })
    }
}
