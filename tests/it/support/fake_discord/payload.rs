//! Objects and events as Discord writes them, built from the state, with every field that serenity wants.

use serde_json::{Map, Value, json};
use serenity::model::Timestamp;

use super::gateway::{GUILDS, Outgoing};
use super::state::{Asked, Channel, EPOCH_MS, Guild, State};

/// What the bot may do where nothing is denied: read, write, threads, embeds, files, history.
pub(super) const BOT_PERMISSIONS: u64 =
    1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31 | 1 << 34 | 1 << 35 | 1 << 36 | 1 << 38;

/// A snowflake's time as Discord writes it.
pub(super) fn time_of(id: u64) -> String {
    iso((id >> 22) + EPOCH_MS)
}

/// Unix milliseconds as Discord writes them.
pub(super) fn iso(ms: u64) -> String {
    let stamp = Timestamp::from_millis(i64::try_from(ms).unwrap_or(0)).unwrap_or_default();
    stamp.to_string().replace('Z', "+00:00")
}

/// An id as Discord writes it.
pub(super) fn id(id: u64) -> Value {
    Value::String(id.to_string())
}

/// An object without the entries that are null.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.into_iter().filter(|(_, v)| !v.is_null()).collect()),
        other => other,
    }
}

impl State {
    /// A user object.
    pub(super) fn user_json(&self, user: u64) -> Value {
        let person = self.people.get(&user);
        let name = person.map_or("someone", |p| p.name.as_str());
        let mut out = json!({
            "id": id(user), "username": name.to_lowercase(), "global_name": name, "discriminator": "0", "avatar": null,
            "avatar_decoration_data": null, "primary_guild": null, "collectibles": null, "public_flags": 0, "clan": null,
        });
        if person.is_some_and(|p| p.bot) {
            out["bot"] = json!(true);
            out["global_name"] = Value::Null;
        }
        out
    }

    /// The bot's own user object.
    pub(super) fn me_json(&self) -> Value {
        let mut out = self.user_json(self.bot);
        for (key, value) in [("verified", json!(true)), ("mfa_enabled", json!(true)), ("email", Value::Null)]
        {
            out[key] = value;
        }
        out["flags"] = json!(0);
        out
    }

    /// A member object with its user.
    pub(super) fn member_json(&self, guild: u64, user: u64) -> Value {
        let mut out = self.partial_member_json(guild, user);
        out["user"] = self.user_json(user);
        out
    }

    /// A member object without its user, as messages and resolved data carry it.
    pub(super) fn partial_member_json(&self, guild: u64, user: u64) -> Value {
        let member = self.guilds.get(&guild).and_then(|g| g.members.get(&user));
        let roles: Vec<String> = member.iter().flat_map(|m| &m.roles).map(u64::to_string).collect();
        json!({
            "roles": roles, "nick": null, "avatar": null, "banner": null, "joined_at": time_of(user),
            "premium_since": null, "deaf": false, "mute": false, "pending": false, "flags": 0,
            "communication_disabled_until": null, "unusual_dm_activity_until": null, "avatar_decoration_data": null,
        })
    }

    /// The permission bits of a member, as interactions carry them.
    pub(super) fn permissions_of(&self, guild: u64, user: u64) -> u64 {
        self.guilds.get(&guild).and_then(|g| g.members.get(&user)).map_or(0, |m| m.permissions)
    }

    /// What the bot may do in a channel.
    pub(super) fn bot_permissions(&self, channel: u64) -> u64 {
        let own = self.channels.get(&channel);
        let parent = own.and_then(|c| c.parent).and_then(|p| self.channels.get(&p));
        let denied = own.map_or(0, |c| c.denied) | parent.map_or(0, |c| c.denied);
        BOT_PERMISSIONS & !denied
    }

    /// A role object.
    pub(super) fn role_json(guild: u64, role: u64, name: &str, at: usize) -> Value {
        let shown = if role == guild { "@everyone" } else { name };
        json!({
            "id": id(role), "name": shown, "description": null, "permissions": "2248473465835073", "position": at,
            "color": 0, "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
            "hoist": false, "managed": false, "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0,
        })
    }

    /// A channel object.
    pub(super) fn channel_json(&self, channel: &Channel) -> Value {
        let last =
            self.posts.iter().rev().find(|(_, p)| p.channel == channel.id).map(|(at, _)| at.to_string());
        if channel.kind == 1 {
            return json!({
                "id": id(channel.id), "type": 1, "last_message_id": last, "flags": 0,
                "recipients": [self.user_json(channel.owner)],
            });
        }
        let mut out = json!({
            "id": id(channel.id), "type": channel.kind, "guild_id": channel.guild.map(id), "name": channel.name,
            "parent_id": channel.parent.map(id), "last_message_id": last, "rate_limit_per_user": 0, "flags": 0,
        });
        let more = if channel.is_thread() { self.thread_fields(channel) } else { text_fields() };
        out.as_object_mut().expect("an object").extend(more);
        out
    }

    fn thread_fields(&self, thread: &Channel) -> Map<String, Value> {
        let said = self.posts.values().filter(|p| p.channel == thread.id).count();
        let fields = json!({
            "owner_id": id(thread.owner), "message_count": said, "total_message_sent": said,
            "member_count": thread.members.len().min(50), "thread_metadata": thread_metadata(thread),
            "member": {"id": id(thread.id), "user_id": id(self.bot), "flags": 1, "join_timestamp": time_of(thread.id)},
        });
        fields.as_object().cloned().unwrap_or_default()
    }

    /// The channel as interactions carry it.
    pub(super) fn channel_in_interaction(&self, channel: &Channel, user: u64) -> Value {
        let mut out = self.channel_json(channel);
        if let Some(guild) = channel.guild {
            out["permissions"] = id(self.permissions_of(guild, user));
        }
        without_nulls(out)
    }

    /// What READY says.
    pub(super) fn ready_json(&self, session: &str, shard: (u64, u64)) -> Value {
        let on_this = |g: &&u64| (**g >> 22) % shard.1 == shard.0;
        let guilds: Vec<Value> =
            self.guilds.keys().filter(on_this).map(|g| json!({"id": id(*g), "unavailable": true})).collect();
        json!({
            "v": 10, "user": self.me_json(), "guilds": guilds, "session_id": session, "session_type": "normal",
            "resume_gateway_url": self.gateway_url(), "shard": [shard.0, shard.1], "private_channels": [],
            "presences": [], "relationships": [], "user_settings": {}, "geo_ordered_rtc_regions": [], "_trace": [],
            "application": {"id": id(self.app), "flags": self.app_flags()},
        })
    }

    /// Where the gateway is.
    pub(super) fn gateway_url(&self) -> String {
        format!("{}/gateway", self.base.replacen("http", "ws", 1))
    }

    /// Application flags: message content and members (limited) unless the intent is switched off.
    fn app_flags(&self) -> u64 {
        let granted = |intent, flag| if self.gateway.forbidden_intents & intent == 0 { flag } else { 0 };
        let content = granted(super::gateway::MESSAGE_CONTENT, 1 << 19);
        1 << 23 | content | granted(super::gateway::GUILD_MEMBERS, 1 << 15)
    }

    /// The application object.
    pub(super) fn application_json(&self) -> Value {
        json!({
            "id": id(self.app), "name": "Sparring", "icon": null, "description": "", "type": null, "bot_public": true,
            "bot_require_code_grant": false, "verify_key": "0".repeat(64), "flags": self.app_flags(), "team": null,
            "owner": self.user_json(self.bot), "integration_types_config": {"0": {}}, "redirect_uris": [],
            "approximate_guild_count": self.guilds.len(), "approximate_user_install_count": 0, "bot": self.me_json(),
            "interactions_endpoint_url": null, "role_connections_verification_url": null, "hook": true, "summary": "",
        })
    }

    /// A guild object as REST gives it.
    pub(super) fn guild_json(&self, guild: &Guild) -> Value {
        let mut roles = vec![Self::role_json(guild.id, guild.id, "", 0)];
        roles.extend(
            guild.roles.iter().enumerate().map(|(n, r)| Self::role_json(guild.id, r.id, &r.name, n + 1)),
        );
        let owner = guild.members.keys().next().copied().unwrap_or(self.bot);
        let mut out = guild_defaults();
        let own = json!({
            "id": id(guild.id), "name": guild.name, "owner_id": id(owner), "roles": roles, "features": [],
            "preferred_locale": "en-US",
        });
        out.extend(own.as_object().cloned().unwrap_or_default());
        Value::Object(out)
    }

    /// A guild with channels, threads and the bot as member, as GUILD_CREATE gives it.
    pub(super) fn guild_create_json(&self, guild: u64) -> Value {
        let Some(found) = self.guilds.get(&guild) else {
            return Value::Null;
        };
        let mut out = self.guild_json(found);
        let of = |threads: bool| -> Vec<Value> {
            let here = self.channels.values().filter(|c| c.guild == Some(guild) && !c.gone);
            here.filter(|c| c.is_thread() == threads && !c.archived).map(|c| self.channel_json(c)).collect()
        };
        let more = json!({
            "joined_at": time_of(guild), "large": false, "unavailable": false, "member_count": found.members.len() + 1,
            "voice_states": [], "members": [self.member_json(guild, self.bot)], "channels": of(false),
            "threads": of(true), "presences": [], "stage_instances": [], "guild_scheduled_events": [],
            "soundboard_sounds": [], "activity_instances": [], "version": self.gateway.asked,
        });
        let more = more.as_object().cloned().unwrap_or_default();
        out.as_object_mut().expect("an object").extend(more);
        out
    }

    /// An event about a guild or one of its channels.
    pub(super) fn guild_event(&mut self, name: &'static str, guild: Option<u64>, data: Value) {
        self.dispatch(&Outgoing { name, data, guild, intent: GUILDS });
    }

    /// The INTERACTION_CREATE payload.
    pub(super) fn interaction_json(&self, number: u64, asked: &Asked, data: &Value) -> Value {
        let place = self.channels.get(&asked.channel);
        let guild = place.and_then(|c| c.guild);
        let mut out = json!({
            "id": id(number), "application_id": id(self.app), "type": asked.kind, "token": asked.token, "version": 1,
            "data": data, "channel_id": id(asked.channel), "locale": asked.locale, "entitlements": [],
            "channel": place.map(|c| self.channel_in_interaction(c, asked.user)), "attachment_size_limit": 10_485_760,
            "app_permissions": id(self.bot_permissions(asked.channel)), "entitlement_sku_ids": [],
            "authorizing_integration_owners": {"0": guild.map_or("0".to_owned(), |g| g.to_string())},
            "context": if guild.is_some() { 0 } else { 1 },
        });
        match guild {
            Some(guild) => {
                out["guild_id"] = id(guild);
                out["guild_locale"] = json!("en-US");
                out["guild"] = json!({"id": id(guild), "locale": "en-US", "features": []});
                out["member"] = self.member_json(guild, asked.user);
                out["member"]["permissions"] = id(self.permissions_of(guild, asked.user));
            }
            None => out["user"] = self.user_json(asked.user),
        }
        if let Some(source) = asked.source.and_then(|m| self.posts.get(&m)) {
            out["message"] = source.json.clone();
        }
        out
    }
}

/// What a guild says of itself when nobody has changed its settings.
fn guild_defaults() -> Map<String, Value> {
    let nothing = [
        "icon",
        "splash",
        "discovery_splash",
        "banner",
        "description",
        "afk_channel_id",
        "system_channel_id",
        "application_id",
        "rules_channel_id",
        "public_updates_channel_id",
        "safety_alerts_channel_id",
        "max_presences",
        "vanity_url_code",
        "widget_channel_id",
        "incidents_data",
        "home_header",
        "hub_type",
        "inventory_settings",
    ];
    let zero = [
        "system_channel_flags",
        "verification_level",
        "default_message_notifications",
        "explicit_content_filter",
        "mfa_level",
        "premium_tier",
        "premium_subscription_count",
        "nsfw_level",
    ];
    let some = json!({
        "emojis": [], "stickers": [], "afk_timeout": 300, "max_members": 500_000, "nsfw": false,
        "max_video_channel_users": 25, "max_stage_video_channel_users": 50, "widget_enabled": false,
        "premium_progress_bar_enabled": false, "region": "deprecated",
    });
    let mut out: Map<String, Value> = nothing.iter().map(|k| ((*k).to_owned(), Value::Null)).collect();
    out.extend(zero.iter().map(|k| ((*k).to_owned(), json!(0))));
    out.extend(some.as_object().cloned().unwrap_or_default());
    out
}

fn text_fields() -> Map<String, Value> {
    let fields = json!({
        "position": 0, "topic": null, "nsfw": false, "permission_overwrites": [], "last_pin_timestamp": null,
    });
    fields.as_object().cloned().unwrap_or_default()
}

fn thread_metadata(thread: &Channel) -> Value {
    let mut out = json!({
        "archived": thread.archived, "auto_archive_duration": thread.archive_after, "locked": thread.locked,
        "archive_timestamp": time_of(thread.id), "create_timestamp": time_of(thread.id),
    });
    if thread.kind == 12 {
        out["invitable"] = json!(false);
    }
    out
}
