//! A strict fake Discord: gateway and REST on one local port, driven and read by tests. It refuses what Discord
//! refuses, and says what the bot did. It knows nothing of the bot's own code.
//!
//! `FakeDiscord::start()` – make a world (`guild`, `text_channel`, `user`, `member`) – start the bot against `api_url()`
//! and `token()` – `ready()` – let people act (`slash`, `press`, `says`) and read (`answer`, `next_message`) – `finish()`.

mod client;
mod commands;
mod components;
mod faults;
mod gateway;
mod handle;
mod history;
mod ledger;
mod limits;
mod mentions;
mod messages;
mod multipart;
mod orders;
mod payload;
mod people;
mod rates;
mod resources;
mod routes;
mod shards;
mod state;
mod typed;
mod view;
mod weather;
mod webhooks;

use std::sync::Arc;

use serde_json::Value;

pub(crate) use handle::Interaction;
pub(crate) use ledger::Request;
pub(crate) use view::{Button, Message};
pub(crate) use weather::{Dice, Weather};

use state::{ACK_WITHIN, Guild, Hub, Member, Role, State};

/// A person. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct User {
    /// The snowflake.
    pub(crate) id: u64,
    /// The name shown.
    pub(crate) name: String,
    /// The language of their Discord, such as `zh-CN`.
    pub(crate) locale: String,
}

impl User {
    /// The same person with Discord in another language.
    #[must_use]
    pub(crate) fn speaking(&self, locale: &str) -> Self {
        assert!(commands::known_locale(locale), "Discord does not know the locale {locale}");
        Self { locale: locale.into(), ..self.clone() }
    }
}

/// A fake Discord. Stops when dropped.
pub(crate) struct FakeDiscord {
    hub: Arc<Hub>,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for FakeDiscord {
    fn drop(&mut self) {
        self.server.abort();
        self.hub.look().gateway.lines().for_each(|line| drop(line.send(gateway::Order::Drop)));
    }
}

impl FakeDiscord {
    /// Starts on a free port.
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let hub = Hub::new(format!("http://{address}"));
        let service = routes::router(hub.clone()).into_make_service_with_connect_info::<faults::Line>();
        let server = tokio::spawn(async move {
            axum::serve(faults::Lines(listener), service).await.expect("the fake serves");
        });
        Self { hub, server }
    }

    /// What stands for `https://discord.com`: `http://127.0.0.1:PORT`.
    #[must_use]
    pub(crate) fn api_url(&self) -> String {
        self.hub.look().base.clone()
    }

    /// The bot's token.
    #[must_use]
    pub(crate) fn token(&self) -> String {
        self.hub.look().token.clone()
    }

    /// The bot's user id, which is its application id too.
    #[must_use]
    pub(crate) fn bot_id(&self) -> u64 {
        self.hub.look().bot
    }

    /// A server with the bot in it. A running bot sees it join.
    pub(crate) fn guild(&self, name: &str) -> u64 {
        let id = self.hub.with(State::next_id);
        self.guild_with_id(name, id)
    }

    fn guild_with_id(&self, name: &str, id: u64) -> u64 {
        self.hub.with(|s| {
            s.guilds
                .insert(id, Guild { id, name: name.into(), roles: Vec::new(), members: Default::default() });
            let data = s.guild_create_json(id);
            s.guild_event("GUILD_CREATE", Some(id), data);
            id
        })
    }

    /// A text channel of a server.
    pub(crate) fn text_channel(&self, guild: u64, name: &str) -> u64 {
        self.hub.with(|s| {
            let id = s.add_channel(0, Some(guild), name, 0);
            let data = s.channel_json(&s.channels[&id]);
            s.guild_event("CHANNEL_CREATE", Some(guild), data);
            id
        })
    }

    /// A role of a server.
    pub(crate) fn role(&self, guild: u64, name: &str) -> u64 {
        self.hub.must(|s| {
            let id = s.next_id();
            let found = s.guilds.get_mut(&guild).ok_or("no such guild")?;
            found.roles.push(Role { id, name: name.into() });
            Ok(id)
        })
    }

    /// A person whose Discord speaks `locale`.
    pub(crate) fn user(&self, name: &str, locale: &str) -> User {
        let id = self.hub.with(|s| s.add_person(name, false));
        User { id, name: name.into(), locale: String::new() }.speaking(locale)
    }

    /// Makes a person a member, with roles and permission bits; again to change them. A bot with the privileged intent
    /// hears of it.
    pub(crate) fn member(&self, guild: u64, user: &User, roles: &[u64], permissions: u64) {
        self.hub.must(|s| {
            let found = s.guilds.get_mut(&guild).ok_or("no such guild")?;
            let known =
                found.members.insert(user.id, Member { roles: roles.to_vec(), permissions }).is_some();
            let name = if known { "GUILD_MEMBER_UPDATE" } else { "GUILD_MEMBER_ADD" };
            let mut data = s.member_json(guild, user.id);
            data["guild_id"] = payload::id(guild);
            s.dispatch(&gateway::Outgoing { name, data, guild: Some(guild), intent: gateway::GUILD_MEMBERS });
            Ok(())
        });
    }

    /// The direct channel of a person with the bot.
    pub(crate) fn dm(&self, user: &User) -> u64 {
        self.hub.with(|s| s.direct_channel(user.id))
    }

    /// A file that a command's attachment option can carry: its id is the option's value.
    pub(crate) fn upload(&self, name: &str, content_type: &str, bytes: &[u8]) -> u64 {
        self.hub.with(|s| s.offer_file(name, content_type, bytes))
    }

    /// Tells something else of an offered file than is true, such as its size or its address.
    pub(crate) fn misrepresent(&self, file: u64, field: &str, value: Value) {
        self.hub.must(|s| {
            s.offered.get_mut(&file).ok_or("no such file")?[field] = value;
            Ok(())
        });
    }

    /// Waits until the bot has a session and has registered commands.
    pub(crate) async fn ready(&self) {
        let ready =
            |s: &mut State| (s.gateway.lines().next().is_some() && !s.commands.is_empty()).then_some(());
        self.hub.until("READY and registered commands", ready).await;
    }

    /// The next message of the bot in a channel that no test has read yet; ephemeral ones are read at their interaction.
    pub(crate) async fn next_message(&self, channel: u64) -> Message {
        let place = self.hub.look().place(channel);
        let find = |s: &mut State| {
            let bot = s.bot;
            let fresh = |p: &&mut state::Post| {
                p.channel == channel && p.author == bot && !p.read && p.hidden_for.is_none()
            };
            s.posts.values_mut().find(fresh).map(|p| {
                p.read = true;
                Message::of(p)
            })
        };
        self.hub.until(&format!("a message in {place}"), find).await
    }

    /// The message after an edit that no test has read yet.
    pub(crate) async fn next_edit(&self, message: u64) -> Message {
        let find = |s: &mut State| {
            let post = s.posts.get_mut(&message).filter(|p| p.edits > p.edits_read)?;
            post.edits_read = post.edits;
            Some(Message::of(post))
        };
        self.hub.until(&format!("an edit of message {message}"), find).await
    }

    /// A message as it is now; `None` once it is deleted.
    #[must_use]
    pub(crate) fn message(&self, message: u64) -> Option<Message> {
        self.hub.look().posts.get(&message).map(Message::of)
    }

    /// All messages of a channel but Discord's own, ephemeral ones included, in order.
    #[must_use]
    pub(crate) fn messages(&self, channel: u64) -> Vec<Message> {
        let state = self.hub.look();
        let here = state.posts.values().filter(|p| p.channel == channel && p.json["type"] != 1);
        here.map(Message::of).collect()
    }

    /// All that the bot has said where others than one person see it, in all channels, deleted ones too, in order.
    #[must_use]
    pub(crate) fn all_messages(&self) -> Vec<Message> {
        let state = self.hub.look();
        let said = state.posts.values().filter(|p| p.author == state.bot && p.hidden_for.is_none());
        said.map(Message::of).collect()
    }

    /// How many those are.
    #[must_use]
    pub(crate) fn count_messages(&self) -> usize {
        let state = self.hub.look();
        state.posts.values().filter(|p| p.author == state.bot && p.hidden_for.is_none()).count()
    }

    /// Messages of the bot that no test has read, ephemeral ones apart.
    #[must_use]
    pub(crate) fn unread(&self) -> Vec<Message> {
        let state = self.hub.look();
        let left =
            state.posts.values().filter(|p| p.author == state.bot && !p.read && p.hidden_for.is_none());
        left.map(Message::of).collect()
    }

    /// The bytes of a message's file.
    #[must_use]
    pub(crate) fn file(&self, url: &str) -> Option<Vec<u8>> {
        let state = self.hub.look();
        url.strip_prefix(state.base.as_str()).and_then(|path| state.files.get(path)).cloned()
    }

    /// Everything that happened, readable.
    #[must_use]
    pub(crate) fn conversation(&self) -> String {
        self.hub.look().conversation()
    }

    /// The newest living thread that a person was added to, once there is one.
    pub(crate) async fn thread_of(&self, user: &User) -> u64 {
        let find = |s: &mut State| {
            let theirs =
                s.channels.values().rev().find(|c| c.is_thread() && !c.gone && c.members.contains(&user.id));
            theirs.map(|c| c.id)
        };
        self.hub.until(&format!("a thread with {}", user.name), find).await
    }

    /// All living threads as channel objects.
    #[must_use]
    pub(crate) fn threads(&self) -> Vec<Value> {
        let state = self.hub.look();
        state.channels.values().filter(|c| c.is_thread() && !c.gone).map(|c| state.channel_json(c)).collect()
    }

    /// The registered global commands.
    #[must_use]
    pub(crate) fn commands(&self) -> Value {
        self.registered(0)
    }

    /// The registered commands of a server.
    #[must_use]
    pub(crate) fn guild_commands(&self, guild: u64) -> Value {
        self.registered(guild)
    }

    fn registered(&self, guild: u64) -> Value {
        Value::Array(self.hub.look().commands.get(&guild).cloned().unwrap_or_default())
    }

    /// Waits for interactions that may still be acknowledged in time, then panics with a list of everything that was
    /// wrong: unknown routes, violations, interactions without (timely) acknowledgement, a gateway never asked for.
    pub(crate) async fn finish(&self) {
        let open =
            |s: &State| s.asked.values().any(|a| a.callback.is_none() && !a.excused && a.age() <= ACK_WITHIN);
        self.hub.within(ACK_WITHIN, |s| (!open(s)).then_some(())).await;
        let wrong = self.hub.look().wrong();
        assert!(wrong.is_empty(), "{}\n\n{}", wrong.join("\n"), self.conversation());
    }
}

impl State {
    fn wrong(&self) -> Vec<String> {
        let mut out: Vec<String> =
            self.unknown_routes.iter().map(|r| format!("unknown route: {r}")).collect();
        out.extend(self.violations.iter().map(|v| format!("violation: {v}")));
        for asked in self.asked.values().filter(|a| !a.excused) {
            match &asked.callback {
                None => out.push(format!("never acknowledged: {}", asked.what)),
                Some(c) if c.after > ACK_WITHIN => {
                    out.push(format!("acknowledged after {:?}: {}", c.after, asked.what))
                }
                Some(_) => {}
            }
        }
        if self.gateway.asked == 0 {
            out.push("GET /gateway was never asked: the bot may have gone to the real Discord".into());
        }
        out
    }
}
