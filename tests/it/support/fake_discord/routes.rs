//! The REST front: reads a request, checks the token, applies ordered faults, finds the route, writes the ledger.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::{HeaderValue, Response, header};
use axum::routing::get;
use serde_json::{Value, json};

use super::faults::{Effect, Line, matches};
use super::ledger;
use super::limits::{Refusal, refuse};
use super::multipart::{self, Upload};
use super::rates::Standing;
use super::state::{Hub, State};

/// The largest body Discord takes.
const BODY_LIMIT: usize = 25 * 1024 * 1024;
/// The largest file Discord takes.
const FILE_LIMIT: usize = 10 * 1024 * 1024;

/// One request, read.
pub(super) struct Call {
    pub(super) method: String,
    /// Without `/api/v10`.
    pub(super) path: String,
    pub(super) query: String,
    authorization: Option<String>,
    pub(super) body: Value,
    pub(super) files: Vec<Upload>,
    unreadable: Option<&'static str>,
}

impl Call {
    /// A value of the query.
    pub(super) fn asked(&self, name: &str) -> Option<&str> {
        self.query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// A call that brings nothing along.
    pub(super) fn empty() -> Self {
        Self {
            method: String::new(),
            path: String::new(),
            query: String::new(),
            authorization: None,
            body: Value::Null,
            files: Vec::new(),
            unreadable: None,
        }
    }

    async fn read(request: Request) -> Self {
        let (head, body) = request.into_parts();
        let text =
            |name| head.headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).map(str::to_owned);
        let path = head.uri.path();
        let mut call = Self {
            method: head.method.to_string(),
            path: path.strip_prefix("/api/v10").unwrap_or(path).to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            authorization: text(header::AUTHORIZATION),
            ..Self::empty()
        };
        match to_bytes(body, BODY_LIMIT).await {
            Ok(bytes) => call.take_body(&text(header::CONTENT_TYPE).unwrap_or_default(), &bytes),
            Err(_) => call.unreadable = Some("Request entity too large"),
        }
        call
    }

    fn take_body(&mut self, kind: &str, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        if kind.starts_with("multipart/form-data") {
            let Some(parts) = multipart::read(kind, bytes) else {
                self.unreadable = Some("The multipart body is not well formed");
                return;
            };
            self.files = parts.files;
            text = parts.payload.unwrap_or_else(|| "{}".into());
        }
        match serde_json::from_str(&text) {
            Ok(body) => self.body = body,
            Err(_) => self.unreadable = Some("The request body contains invalid JSON."),
        }
    }

    fn refused_body(&self) -> Result<(), Refusal> {
        match self.unreadable {
            Some(why @ "Request entity too large") => Err(refuse(413, 40005, why)),
            Some(why) => Err(refuse(400, 50109, why)),
            None if self.files.iter().any(|f| f.bytes.len() > FILE_LIMIT) => {
                Err(refuse(413, 40005, "Request entity too large"))
            }
            None => Ok(()),
        }
    }
}

/// A successful answer.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Option<Value>,
}

/// What a route function gives.
pub(super) type Answer = Result<Reply, Refusal>;

/// 200 with a body.
pub(super) fn ok(body: Value) -> Answer {
    Ok(Reply { status: 200, body: Some(body) })
}

/// 204.
pub(super) fn done() -> Answer {
    Ok(Reply { status: 204, body: None })
}

/// A snowflake in a path.
pub(super) fn snowflake(segment: &str) -> Result<u64, Refusal> {
    let bad = || {
        let errors = json!({"id": {"_errors": [{"code": "NUMBER_TYPE_COERCE", "message": "Value is not snowflake."}]}});
        Refusal {
            status: 400,
            body: json!({"code": 50035, "message": "Invalid Form Body", "errors": errors}),
        }
    };
    segment.parse().map_err(|_| bad())
}

/// The whole server: REST and the gateway.
pub(super) fn router(hub: Arc<Hub>) -> Router {
    Router::new().route("/gateway", get(upgrade)).fallback(api).with_state(hub)
}

async fn upgrade(Shared(hub): Shared<Arc<Hub>>, socket: WebSocketUpgrade) -> Response<Body> {
    socket.on_upgrade(move |socket| super::gateway::serve(hub, socket))
}

async fn api(
    Shared(hub): Shared<Arc<Hub>>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
) -> Response<Body> {
    if let Some(file) = hub.look().files.get(request.uri().path()) {
        return Response::new(Body::from(file.clone()));
    }
    let known = request.uri().path().starts_with("/api/v10/");
    let call = Call::read(request).await;
    let (ticket, rate, fault) = hub.with(|s| {
        let (ticket, rate) = (s.note(&call), s.rate(&call.method, &call.path));
        let fault =
            if rate.is_ok() { s.take_fault(&call).or_else(|| s.weather_for(&call.path)) } else { None };
        (ticket, rate, fault)
    });
    let standing = match rate {
        Ok(standing) => standing,
        Err(over) => {
            let effect = Effect::Limited(over.wait.as_secs_f64(), over.global);
            return suffer(&hub, ticket, &effect, &line).await;
        }
    };
    if let Some(fault) = fault.as_ref().filter(|f| !f.committed) {
        return suffer(&hub, ticket, &fault.effect, &line).await;
    }
    let answer = hub.with(|s| if known { s.answer(&call) } else { s.unknown(&call) });
    if let Some(fault) = fault {
        return suffer(&hub, ticket, &fault.effect, &line).await;
    }
    let (status, body) = match answer {
        Ok(reply) => (reply.status, reply.body),
        Err(refusal) => (refusal.status, Some(refusal.body)),
    };
    hub.with(|s| s.requests[ticket].status = Some(status));
    let mut answer = response(status, body.as_ref(), &call, standing);
    if let Some(date) = hub.look().date {
        let date = date.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        answer.headers_mut().insert(header::DATE, HeaderValue::from_str(&date).expect("a date"));
    }
    answer
}

fn response(status: u16, body: Option<&Value>, call: &Call, standing: Standing) -> Response<Body> {
    let answer = Response::builder().status(status).header("content-type", "application/json");
    standing
        .headers(&call.path, answer)
        .body(body.map_or_else(Body::empty, |b| Body::from(b.to_string())))
        .expect("a response")
}

async fn suffer(hub: &Hub, ticket: usize, effect: &Effect, line: &Line) -> Response<Body> {
    match effect {
        Effect::Status(status) => {
            hub.with(|s| s.requests[ticket].status = Some(*status));
            let body = json!({"message": format!("{status}: ordered by the test"), "code": 0});
            Response::builder().status(*status).body(Body::from(body.to_string())).expect("a response")
        }
        Effect::Limited(after, global) => {
            hub.with(|s| s.requests[ticket].status = Some(429));
            limited(*after, *global)
        }
        Effect::Hang => std::future::pending().await,
        Effect::Cut => {
            line.cut();
            Response::new(Body::empty())
        }
    }
}

fn limited(after: f64, global: bool) -> Response<Body> {
    let body = json!({"message": "You are being rate limited.", "retry_after": after, "global": global});
    let scope = if global { "global" } else { "user" };
    let mut response = Response::builder()
        .status(429)
        .header("content-type", "application/json")
        .header("retry-after", format!("{:.0}", after.ceil()))
        .header("x-ratelimit-scope", scope)
        .header("x-ratelimit-reset-after", format!("{after:.3}"));
    if global {
        response = response.header("x-ratelimit-global", "true");
    } else {
        response = response.header("x-ratelimit-limit", "50").header("x-ratelimit-remaining", "0");
    }
    response.body(Body::from(body.to_string())).expect("a response")
}

impl State {
    fn note(&mut self, call: &Call) -> usize {
        self.requests.push(ledger::Request {
            method: call.method.clone(),
            path: call.path.clone(),
            query: call.query.clone(),
            body: call.body.clone(),
            files: call.files.iter().map(|f| (f.name.clone(), f.bytes.len())).collect(),
            at: self.began.elapsed(),
            status: None,
        });
        self.requests.len() - 1
    }

    fn take_fault(&mut self, call: &Call) -> Option<super::faults::Fault> {
        let at = self.faults.iter().position(|f| matches(&f.pattern, &call.method, &call.path))?;
        if self.faults[at].spared > 0 {
            self.faults[at].spared -= 1;
            return None;
        }
        let fault = self.faults.remove(at);
        self.tell(&format!("fault: {} {} meets {:?}", call.method, call.path, fault.effect));
        if let ["interactions", id, ..] = segments(&call.path).as_slice() {
            let asked = id.parse().ok().and_then(|id: u64| self.asked.get_mut(&id));
            asked.into_iter().for_each(|a| a.excused = true);
        }
        Some(fault)
    }

    fn answer(&mut self, call: &Call) -> Answer {
        let path = segments(&call.path);
        // `GET /gateway` is open to all. Were it refused, serenity would go to the real gateway.
        let open = matches!((call.method.as_str(), path.as_slice()), ("GET", ["gateway"]));
        let by_token = matches!(path.as_slice(), ["interactions", ..] | ["webhooks", ..]);
        let expected = format!("Bot {}", self.token);
        match &call.authorization {
            _ if open => {}
            Some(given) if *given == expected => {}
            None if by_token => {}
            _ => return Err(refuse(401, 0, "401: Unauthorized")),
        }
        call.refused_body()?;
        self.route(call, &path)
    }

    fn route(&mut self, call: &Call, path: &[&str]) -> Answer {
        match (call.method.as_str(), path) {
            ("GET", ["gateway"]) => self.gateway_address(false),
            ("GET", ["gateway", "bot"]) => self.gateway_address(true),
            ("GET", ["users", "@me"]) => ok(self.me_json()),
            ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => {
                ok(self.application_json())
            }
            ("POST", ["users", "@me", "channels"]) => self.open_direct(call),
            (_, ["applications", app, "commands"]) => self.commands_route(call, app, 0),
            (_, ["applications", app, "guilds", guild, "commands"]) => {
                self.commands_route(call, app, snowflake(guild)?)
            }
            ("POST", ["interactions", id, token, "callback"]) => self.callback(call, snowflake(id)?, token),
            (_, ["webhooks", app, token, rest @ ..]) => {
                self.webhook_route(call, snowflake(app)?, token, rest)
            }
            (_, ["channels", channel, rest @ ..]) => self.channel_route(call, snowflake(channel)?, rest),
            ("GET", ["guilds", guild]) => self.get_guild(snowflake(guild)?),
            ("GET", ["guilds", guild, "members"]) => self.list_members(call, snowflake(guild)?),
            ("GET", ["guilds", guild, "members", user]) => {
                self.get_member(snowflake(guild)?, snowflake(user)?)
            }
            _ => self.unknown(call),
        }
    }

    /// 501, and a note for `finish`.
    pub(super) fn unknown(&mut self, call: &Call) -> Answer {
        let route = format!("{} {}", call.method, call.path);
        self.tell(&format!("!! unknown route {route}"));
        self.unknown_routes.push(route);
        Err(refuse(501, 0, "501: this fake does not know the route"))
    }
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|s| !s.is_empty()).collect()
}
