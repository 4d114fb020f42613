//! The gateway: hello, identify, ready, heartbeats, dispatch with sequence numbers, resume with replay, and the ways in
//! which Discord ends a connection.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use serenity::model::event::{Event, GatewayEvent};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::state::{Hub, State};

/// Intents that decide what is sent.
pub(super) const GUILDS: u64 = 1;
/// Privileged: who is a member.
pub(super) const GUILD_MEMBERS: u64 = 1 << 1;
pub(super) const GUILD_MESSAGES: u64 = 1 << 9;
pub(super) const DIRECT_MESSAGES: u64 = 1 << 12;
pub(super) const MESSAGE_CONTENT: u64 = 1 << 15;
/// All intents that Discord knows.
const KNOWN_INTENTS: u64 = 0x1_ffff | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
/// Events a connection may send in a minute.
const EVENTS_A_MINUTE: usize = 120;

/// An order to a connection.
pub(super) enum Order {
    /// Send a payload.
    Send(Value),
    /// Close with a code.
    Close(u16, &'static str),
    /// Hang up without a close frame.
    Drop,
}

/// Where a connection takes its orders.
pub(super) type Orders = UnboundedSender<Order>;

/// A session, connected or waiting to be resumed.
pub(super) struct Session {
    pub(super) id: String,
    pub(super) intents: u64,
    pub(super) shard: (u64, u64),
    pub(super) seq: u64,
    pub(super) sent: Vec<(u64, Value)>,
    pub(super) line: Option<(u64, Orders)>,
}

/// An event on its way.
#[derive(Clone)]
pub(super) struct Outgoing {
    pub(super) name: &'static str,
    pub(super) data: Value,
    pub(super) guild: Option<u64>,
    pub(super) intent: u64,
}

/// The gateway's part of the state.
pub(super) struct Gateway {
    pub(super) sessions: Vec<Session>,
    pub(super) identifies: Vec<Value>,
    pub(super) resumes: Vec<Value>,
    pub(super) asked: usize,
    pub(super) heartbeats: usize,
    pub(super) heartbeat_ms: u64,
    pub(super) silent_to_heartbeats: bool,
    pub(super) forbidden_intents: u64,
    /// The last event a person caused, to be sent again on order.
    pub(super) last: Option<Outgoing>,
    /// How many shards are recommended, and how many buckets identify beside each other.
    pub(super) shards: u64,
    pub(super) buckets: u64,
    /// How long a bucket takes no other identify after one.
    pub(super) apart: Duration,
    /// The moments of identifies that were taken, by bucket.
    pub(super) taken: Vec<(u64, Instant)>,
    /// Identifies that came too early.
    pub(super) too_early: usize,
    connections: u64,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            sessions: Vec::new(),
            identifies: Vec::new(),
            resumes: Vec::new(),
            asked: 0,
            heartbeats: 0,
            heartbeat_ms: 41_250,
            silent_to_heartbeats: false,
            forbidden_intents: 0,
            last: None,
            shards: 1,
            buckets: 1,
            apart: Duration::ZERO,
            taken: Vec::new(),
            too_early: 0,
            connections: 0,
        }
    }
}

impl Gateway {
    /// The connected sessions' lines.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Orders> {
        self.sessions.iter().filter_map(|s| s.line.as_ref().map(|(_, line)| line))
    }
}

/// A connection as long as it lives.
pub(super) async fn serve(hub: Arc<Hub>, mut socket: WebSocket) {
    let (line, mut orders) = unbounded_channel();
    let mut caller = hub.with(|s| {
        s.gateway.connections += 1;
        let beat = s.gateway.heartbeat_ms;
        let _ = line
            .send(Order::Send(json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": beat}})));
        Caller { id: s.gateway.connections, line, session: None, heard: Vec::new() }
    });
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                Some(Order::Send(payload)) => {
                    if socket.send(Message::Text(payload.to_string().into())).await.is_err() { break }
                }
                Some(Order::Close(code, reason)) => {
                    hub.with(|s| s.tell(&format!("gateway: closes with {code} {reason}")));
                    let frame = CloseFrame { code, reason: reason.into() };
                    let _ = socket.send(Message::Close(Some(frame))).await;
                    break;
                }
                Some(Order::Drop) | None => break,
            },
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(text))) => hub.with(|s| s.hear(&mut caller, text.as_str())),
                Some(Ok(Message::Close(frame))) => {
                    let code = frame.map_or(1005, |f| f.code);
                    hub.with(|s| s.hung_up(&caller, code));
                    // Asked again, the socket says goodbye in turn.
                    let _ = socket.recv().await;
                    return;
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break,
            },
        }
    }
    hub.with(|s| s.hung_up(&caller, 1006));
}

/// The bot's end of a connection.
struct Caller {
    id: u64,
    line: Orders,
    session: Option<String>,
    heard: Vec<Instant>,
}

impl Caller {
    fn send(&self, op: u64, d: &Value) {
        let _ = self.line.send(Order::Send(json!({"op": op, "d": d, "s": null, "t": null})));
    }

    fn close(&self, code: u16, reason: &'static str) {
        let _ = self.line.send(Order::Close(code, reason));
    }

    fn too_fast(&mut self) -> bool {
        self.heard.retain(|at| at.elapsed().as_secs() < 60);
        self.heard.push(Instant::now());
        self.heard.len() > EVENTS_A_MINUTE
    }
}

impl State {
    fn hear(&mut self, caller: &mut Caller, text: &str) {
        let Ok(payload) = serde_json::from_str::<Value>(text) else {
            return caller.close(4002, "Error while decoding payload.");
        };
        if caller.too_fast() {
            self.violation("gateway: more than 120 events in a minute".into());
            return caller.close(4008, "Rate limited.");
        }
        let d = &payload["d"];
        match (payload["op"].as_u64(), caller.session.is_some()) {
            (Some(1), _) => self.heartbeat(caller),
            (Some(2), true) => caller.close(4005, "Already authenticated."),
            (Some(2), false) => self.identify(caller, d),
            (Some(6), _) => self.resume(caller, d),
            (Some(3), true) => {}
            (Some(4 | 8 | 31), true) => self.violation(format!("gateway: op {} is not faked", payload["op"])),
            (Some(3 | 4 | 8 | 31), false) => caller.close(4003, "Not authenticated."),
            _ => caller.close(4001, "Unknown opcode."),
        }
    }

    fn heartbeat(&mut self, caller: &Caller) {
        self.gateway.heartbeats += 1;
        if !self.gateway.silent_to_heartbeats {
            caller.send(11, &Value::Null);
        }
    }

    fn identify(&mut self, caller: &mut Caller, d: &Value) {
        let mut seen = d.clone();
        seen["token"] = json!("(hidden)");
        self.gateway.identifies.push(seen);
        let intents = d["intents"].as_u64();
        let shard = shard_of(&d["shard"]);
        let known = intents.filter(|i| i & !KNOWN_INTENTS == 0);
        match (known, shard) {
            _ if !self.knows(&d["token"]) => caller.close(4004, "Authentication failed."),
            (_, None) => caller.close(4010, "Invalid shard."),
            (None, _) => caller.close(4013, "Invalid intent(s)."),
            (Some(i), _) if i & self.gateway.forbidden_intents != 0 => {
                caller.close(4014, "Disallowed intent(s).")
            }
            (Some(_), Some((shard, _))) if !self.in_turn(shard) => caller.send(9, &json!(false)),
            (Some(intents), Some(shard)) => self.start_session(caller, intents, shard),
        }
    }

    /// Whether the shard's bucket takes an identify now.
    fn in_turn(&mut self, shard: u64) -> bool {
        let (bucket, apart) = (shard % self.gateway.buckets, self.gateway.apart);
        let last = self.gateway.taken.iter().rev().find(|(other, _)| *other == bucket);
        if last.is_some_and(|(_, at)| at.elapsed() < apart) {
            self.gateway.too_early += 1;
            self.tell(&format!("gateway: shard {shard} identifies too early"));
            return false;
        }
        self.gateway.taken.push((bucket, Instant::now()));
        true
    }

    /// Is it the bot's token, with or without the prefix that serenity leaves on?
    fn knows(&self, token: &Value) -> bool {
        token.as_str().is_some_and(|t| t.strip_prefix("Bot ").unwrap_or(t) == self.token)
    }

    fn start_session(&mut self, caller: &mut Caller, intents: u64, shard: (u64, u64)) {
        self.gateway.sessions.retain(|s| s.line.is_some() || s.shard != shard);
        let id = format!("{:032x}", self.next_id());
        caller.session = Some(id.clone());
        let line = Some((caller.id, caller.line.clone()));
        let ready = self.ready_json(&id, shard);
        self.gateway.sessions.push(Session { id, intents, shard, seq: 0, sent: Vec::new(), line });
        let at = self.gateway.sessions.len() - 1;
        let (own, of) = shard;
        self.tell(&format!("gateway: shard {own} of {of} identified with intents {intents:#x}"));
        self.send_to(at, "READY", ready);
        if intents & GUILDS != 0 {
            let guilds: Vec<u64> =
                self.guilds.keys().copied().filter(|g| on_shard(Some(*g), shard)).collect();
            for guild in guilds {
                let data = self.guild_create_json(guild);
                self.send_to(at, "GUILD_CREATE", data);
            }
        }
    }

    fn resume(&mut self, caller: &mut Caller, d: &Value) {
        let mut seen = d.clone();
        seen["token"] = json!("(hidden)");
        self.gateway.resumes.push(seen);
        if !self.knows(&d["token"]) {
            return caller.close(4004, "Authentication failed.");
        }
        let wanted = d["session_id"].as_str().unwrap_or_default();
        let Some(at) = self.gateway.sessions.iter().position(|s| s.id == wanted) else {
            return caller.send(9, &json!(false));
        };
        let seq = d["seq"].as_u64().unwrap_or(0);
        let session = &mut self.gateway.sessions[at];
        if seq > session.seq {
            return caller.close(4007, "Invalid seq.");
        }
        session.line = Some((caller.id, caller.line.clone()));
        caller.session = Some(session.id.clone());
        let missed: Vec<Value> =
            session.sent.iter().filter(|(n, _)| *n > seq).map(|(_, p)| p.clone()).collect();
        let replayed = missed.len();
        for payload in missed {
            let _ = caller.line.send(Order::Send(payload));
        }
        self.tell(&format!("gateway: resumed, {replayed} events replayed"));
        self.send_to(at, "RESUMED", json!({"_trace": []}));
    }

    fn hung_up(&mut self, caller: &Caller, code: u16) {
        self.tell(&format!("gateway: connection {} ended ({code})", caller.id));
        let mine = |s: &Session| s.line.as_ref().is_some_and(|(id, _)| *id == caller.id);
        if matches!(code, 1000 | 1001) {
            self.gateway.sessions.retain(|s| !mine(s));
        }
        for session in self.gateway.sessions.iter_mut().filter(|s| mine(s)) {
            session.line = None;
        }
    }

    /// Sends an event to every session that asked for it.
    pub(super) fn dispatch(&mut self, event: &Outgoing) {
        for at in 0..self.gateway.sessions.len() {
            let session = &self.gateway.sessions[at];
            let wanted = event.intent == 0 || session.intents & event.intent != 0;
            if wanted && on_shard(event.guild, session.shard) {
                let data = self.as_seen(event, session.intents);
                self.send_to(at, event.name, data);
            }
        }
    }

    /// Sends an event that a person caused, and remembers it for redelivery.
    pub(super) fn dispatch_from_person(&mut self, event: Outgoing) {
        self.dispatch(&event);
        if self.comes_twice() {
            self.dispatch(&event);
        }
        self.gateway.last = Some(event);
    }

    fn as_seen(&self, event: &Outgoing, intents: u64) -> Value {
        let mut data = event.data.clone();
        let message = event.name.starts_with("MESSAGE_") && event.name != "MESSAGE_DELETE";
        if message && intents & MESSAGE_CONTENT == 0 && event.guild.is_some() && !self.content_is_open(&data)
        {
            data["content"] = json!("");
            for list in ["embeds", "attachments", "components"] {
                data[list] = json!([]);
            }
        }
        data
    }

    fn content_is_open(&self, message: &Value) -> bool {
        let bot = self.bot.to_string();
        let mentioned =
            message["mentions"].as_array().is_some_and(|m| m.iter().any(|u| u["id"] == bot.as_str()));
        mentioned || message["author"]["id"] == bot.as_str()
    }

    fn send_to(&mut self, at: usize, name: &str, data: Value) {
        let session = &mut self.gateway.sessions[at];
        session.seq += 1;
        let payload = json!({"op": 0, "s": session.seq, "t": name, "d": data});
        session.sent.push((session.seq, payload.clone()));
        if let Some((_, line)) = &session.line {
            let _ = line.send(Order::Send(payload.clone()));
        }
        if let Some(why) = unreadable(&payload) {
            self.violation(format!("serenity cannot read this {name} ({why}): {payload}"));
        }
    }
}

/// Why serenity would pass over a payload in silence, if it would.
fn unreadable(payload: &Value) -> Option<String> {
    match serde_json::from_value::<GatewayEvent>(payload.clone()) {
        Ok(GatewayEvent::Dispatch(_, Event::Unknown(_))) => Some(match payload["t"].as_str() {
            Some("INTERACTION_CREATE") => reason::<serenity::model::application::Interaction>(payload),
            Some("MESSAGE_CREATE") => reason::<serenity::model::channel::Message>(payload),
            Some("GUILD_CREATE") => reason::<serenity::model::guild::Guild>(payload),
            Some("GUILD_MEMBER_ADD") => reason::<serenity::model::guild::Member>(payload),
            Some("READY") => reason::<serenity::model::gateway::Ready>(payload),
            _ => reason::<serenity::model::channel::GuildChannel>(payload),
        }),
        Ok(_) => None,
        Err(error) => Some(error.to_string()),
    }
}

fn reason<T: serde::de::DeserializeOwned>(payload: &Value) -> String {
    match serde_json::from_value::<T>(payload["d"].clone()) {
        Ok(_) => "unknown event".into(),
        Err(error) => error.to_string(),
    }
}

fn shard_of(shard: &Value) -> Option<(u64, u64)> {
    if shard.is_null() {
        return Some((0, 1));
    }
    let (id, count) = (shard[0].as_u64()?, shard[1].as_u64()?);
    (id < count).then_some((id, count))
}

/// Whether what happens in a guild, or in direct messages, comes over a shard.
pub(super) fn on_shard(guild: Option<u64>, (id, count): (u64, u64)) -> bool {
    guild.map_or(0, |g| (g >> 22) % count) == id
}
