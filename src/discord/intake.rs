//! Events come in: each is acknowledged at once, then its work is put into the member's lane.
//! It must not do the work itself.

use std::sync::Arc;

use serenity::all::{Event, GuildId, Interaction, Member, Permissions, User};
use tokio::sync::mpsc;

use super::answer::Answer;
use super::cooldown::Busy;
use super::lanes::Lanes;
use super::{Bot, commands, component, message};
use crate::app::Who;
use crate::coach::ids::{RepId, ServerId};

/// Works on a shard's events until there are no more.
pub(super) async fn work(bot: Arc<Bot>, shard: u32, lanes: Lanes, mut events: mpsc::Receiver<Event>) {
    while let Some(event) = events.recv().await {
        take(&bot, shard, &lanes, event);
    }
}

fn take(bot: &Arc<Bot>, shard: u32, lanes: &Lanes, event: Event) {
    let bot = Arc::clone(bot);
    match event {
        Event::Ready(ready) => {
            let application = ready.ready.application.id.get();
            tracing::info!(application, shard, servers = ready.ready.guilds.len(), "connected");
            // One of all processes tells Discord which commands there are.
            if shard == 0 {
                beside(lanes, application, async move { commands::register(&bot, application).await });
            }
        }
        Event::MessageCreate(created) if !created.message.author.bot => {
            let message = created.message;
            let lane = signed(message.author.id.get());
            let dropped = message::dropped(Arc::clone(&bot), &message);
            if !lanes.push(lane, message::taken(bot, message)) {
                beside(lanes, lane.unsigned_abs(), dropped);
            }
        }
        Event::GuildMemberAdd(added) if !added.member.user.bot => {
            let member = added.member;
            let lane = signed(member.user.id.get());
            lanes.push(lane, member_has(bot, member.guild_id.get(), lane, roles(&member)));
        }
        Event::GuildMemberUpdate(changed) if !changed.user.bot => {
            let lane = signed(changed.user.id.get());
            let roles = changed.roles.iter().map(|role| signed(role.get())).collect();
            lanes.push(lane, member_has(bot, changed.guild_id.get(), lane, roles));
        }
        Event::InteractionCreate(created) => interaction(bot, lanes, created.interaction),
        _ => {}
    }
}

/// Somebody joined or was given a role: what is open for it is handed out.
async fn member_has(bot: Arc<Bot>, server: u64, rep: i64, roles: Vec<i64>) {
    if let Err(error) = bot.app.member_has(ServerId(signed(server)), RepId(rep), &roles).await {
        tracing::error!(server, %error, "what is assigned to a role could not be handed out");
    }
}

fn interaction(bot: Arc<Bot>, lanes: &Lanes, interaction: Interaction) {
    let lanes = lanes.clone();
    match interaction {
        // Answered at once: nothing is changed by it, and who types does not wait for who is busy.
        Interaction::Autocomplete(asked) if bot.suggests(&asked.user) => {
            beside(&lanes.clone(), asked.id.get(), commands::complete(bot, asked));
        }
        Interaction::Command(command) => {
            let (server, effort) = (command.guild_id, commands::effort(&command));
            if let Err(busy) = bot.takes(server, &command.user, effort) {
                return refuse(&lanes, Answer::to_command(&bot, &command), busy);
            }
            beside(&lanes.clone(), command.id.get(), async move {
                if let Some(answer) = commands::acknowledge(&bot, &command).await {
                    lanes.push(signed(command.user.id.get()), commands::run(bot, answer, command));
                }
            });
        }
        Interaction::Component(pressed) => {
            let (server, effort) = (pressed.guild_id, component::effort(&bot, &pressed));
            if let Err(busy) = bot.takes(server, &pressed.user, effort) {
                return refuse(&lanes, Answer::to_press(&bot, &pressed), busy);
            }
            lanes.push(signed(pressed.user.id.get()), component::pressed(bot, pressed));
        }
        Interaction::Modal(form) => {
            lanes.push(signed(form.user.id.get()), component::submitted(bot, form));
        }
        _ => {}
    }
}

/// Who asks too often is told so, and nothing is done.
fn refuse(lanes: &Lanes, answer: Answer, busy: Busy) {
    beside(lanes, answer.id, async move { answer.busy(busy).await });
}

impl Bot {
    /// Takes note of what a member asks for, unless it is too much.
    fn takes(&self, server: Option<GuildId>, user: &User, effort: u32) -> Result<(), Busy> {
        let server = server.map_or(0, |server| signed(server.get()));
        let now = self.app.now().timestamp_millis();
        self.cooldown.take(server, signed(user.id.get()), effort, now)
    }

    fn suggests(&self, user: &User) -> bool {
        self.cooldown.suggests(signed(user.id.get()), self.app.now().timestamp_millis())
    }
}

/// Work that waits for nobody, in a lane of its own (no member's id is below 0), so that stopping waits for it as well.
fn beside(lanes: &Lanes, id: u64, work: impl Future<Output = ()> + Send + 'static) {
    lanes.push(-signed(id), work);
}

/// Discord's ids fit 63 bits until the year 2154.
pub(super) fn signed(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

/// The roles of a member.
pub(super) fn roles(member: &Member) -> Vec<i64> {
    member.roles.iter().map(|role| signed(role.get())).collect()
}

/// Who it was, as Discord tells it.
pub(super) fn who(user: &User, member: Option<&Member>, server: Option<u64>, locale: &str) -> Who {
    let nick = member.and_then(|member| member.nick.clone());
    let permissions = member.and_then(|member| member.permissions).unwrap_or(Permissions::empty());
    Who {
        server: ServerId(server.map_or(0, signed)),
        rep: RepId(signed(user.id.get())),
        name: nick.or_else(|| user.global_name.clone()).unwrap_or_else(|| user.name.clone()),
        language: locale.to_owned(),
        manager: permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR),
        roles: member.map_or_else(Vec::new, roles),
    }
}
