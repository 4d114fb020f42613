//! Requests to Discord. serenity's own client cannot be used for this: with its limiter on it ignores another API
//! address and makes storms of 429, with its limiter off it hides how long to wait (measured; see ARCHITECTURE.md).
//! One message at a time goes to a channel, and all keep the pace (`pace.rs`); who is told to wait waits as long as told.
//! It must not decide what is said.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::hour::Hour;
use super::pace::{Heard, Pace, Turn, Urgency, duration};
use crate::config::Secret;
use crate::reply::File;

/// A request may take so long.
const TIMEOUT: Duration = Duration::from_secs(12);
/// The longest that a waiting member is kept waiting for a rate limit.
const PATIENCE: Duration = Duration::from_secs(20);
/// Tries of a request that a member waits for.
const TRIES: u32 = 4;
/// Channels remembered for taking turns before the list is tidied.
const LANES: usize = 10_000;

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RestError {
    /// Asked to wait.
    #[error("asked to wait {0:?}")]
    RetryAfter(Duration),
    /// Discord refused it.
    #[error("Discord refused it: {message} (HTTP {status}, code {code}) {errors}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code.
        code: u64,
        /// What Discord says.
        message: String,
        /// Which fields are wrong.
        errors: Value,
    },
    /// It may have arrived or not.
    #[error("no answer: {0}")]
    NoAnswer(String),
}

impl RestError {
    /// Discord's own code, 0 where there is none.
    pub(crate) fn code(&self) -> u64 {
        match self {
            Self::Refused { code, .. } => *code,
            _ => 0,
        }
    }
}

/// How long a request that nobody waits for may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slack {
    /// It is not begun after that.
    pub(crate) by: Instant,
    /// It is over within that.
    pub(crate) within: Duration,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ErrorBody {
    code: u64,
    message: String,
    errors: Value,
    retry_after: Option<f64>,
    global: bool,
}

/// A client for Discord's REST API.
pub(crate) struct Rest {
    pub(super) http: reqwest::Client,
    pub(super) base: String,
    token: Secret,
    pace: Pace,
    pub(super) hour: Hour,
    /// One turn a channel: twenty messages at once to a cold channel would be thirty times told to wait.
    lanes: Mutex<HashMap<i64, Arc<tokio::sync::Mutex<()>>>>,
}

impl Rest {
    /// A client for an API address that is asked at most so often a second, by this and so many other processes.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub(crate) fn new(
        api_url: &str,
        token: &Secret,
        a_second: u32,
        processes: watch::Receiver<usize>,
    ) -> Result<Self, RestError> {
        let http = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .connect_timeout(Duration::from_secs(5))
            // Discord's API sends nobody elsewhere, and a file is fetched from where Discord keeps it or not at all.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!(
                "DiscordBot (https://github.com/sparring-coach/sparring, ",
                env!("CARGO_PKG_VERSION"),
                ")"
            ))
            .build()
            .map_err(no_answer)?;
        let base = format!("{}/api/v10", api_url.trim_end_matches('/'));
        let (pace, lanes) = (Pace::new(a_second, processes), Mutex::new(HashMap::new()));
        Ok(Self { http, base, token: token.clone(), pace, hour: Hour::default(), lanes })
    }

    /// One try of what a member waits for.
    pub(crate) async fn once<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<T, RestError> {
        let turn = self.pace.turn(&method, path, Urgency::Waited, PATIENCE).await;
        let turn = turn.map_err(RestError::RetryAfter)?;
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(body);
        }
        self.answer(request, turn).await
    }

    /// One try of what nobody waits for.
    pub(crate) async fn in_background<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
        slack: Slack,
    ) -> Result<T, RestError> {
        let patience = slack.by.saturating_duration_since(Instant::now());
        let turn = self.pace.turn(&method, path, Urgency::Background, patience).await;
        let turn = turn.map_err(RestError::RetryAfter)?;
        let mut request = self.request(method, path).timeout(slack.within.min(TIMEOUT));
        if let Some(body) = body {
            request = request.json(body);
        }
        self.answer(request, turn).await
    }

    /// One try of a message that nobody waits for, after those that wait in the channel already.
    pub(crate) async fn send_in_background(
        &self,
        channel: i64,
        body: &impl Serialize,
        slack: Slack,
    ) -> Result<Sent, RestError> {
        let lane = self.lane(channel);
        let turn = tokio::time::timeout_at(slack.by.into(), lane.lock()).await;
        let _turn = turn.or(Err(RestError::RetryAfter(Duration::from_secs(1))))?;
        self.in_background(Method::POST, &format!("/channels/{channel}/messages"), Some(body), slack).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        request.header("Authorization", format!("Bot {}", self.token.reveal()))
    }

    /// As many tries as a waiting member bears. For requests that may be repeated without harm.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<T, RestError> {
        patiently(|| self.once(method.clone(), path, body)).await
    }

    /// [`Self::call`] with a message that brings files.
    pub(crate) async fn call_with_files<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
        files: &[File],
    ) -> Result<T, RestError> {
        let mut body = serde_json::to_value(body).unwrap_or_default();
        without_nulls(&mut body);
        if let Some(fields) = body.as_object_mut() {
            let listed = files.iter().enumerate().map(|(at, file)| {
                // Discord takes a description of up to 1,024 characters for those who cannot see a picture.
                let alt: Option<String> =
                    (!file.alt.is_empty()).then(|| file.alt.chars().take(1_024).collect());
                let mut entry = json!({ "id": at.to_string(), "filename": file.name, "description": alt });
                without_nulls(&mut entry);
                entry
            });
            fields.insert("attachments".into(), listed.collect());
        }
        let body = body.to_string();
        patiently(|| async {
            let mut form = Form::new().text("payload_json", body.clone());
            for (at, file) in files.iter().enumerate() {
                let part = Part::bytes(file.bytes.clone()).file_name(file.name.clone());
                form = form.part(format!("files[{at}]"), part.mime_str(file.kind).map_err(no_answer)?);
            }
            let turn = self.pace.turn(&method, path, Urgency::Waited, PATIENCE).await;
            let turn = turn.map_err(RestError::RetryAfter)?;
            self.answer(self.request(method.clone(), path).multipart(form), turn).await
        })
        .await
    }

    /// Sends a message to a channel, after those that wait there already. The body must carry an enforced nonce.
    pub(crate) async fn send_message(&self, channel: i64, body: &impl Serialize) -> Result<Sent, RestError> {
        let lane = self.lane(channel);
        let _turn = lane.lock().await;
        self.call(Method::POST, &format!("/channels/{channel}/messages"), Some(body)).await
    }

    /// Sends a request and reads the answer; what it tells of limits and of the time is noted.
    async fn answer<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
        turn: Option<Turn<'_>>,
    ) -> Result<T, RestError> {
        let answer = request.send().await.map_err(no_answer)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        self.hour.heard(&headers);
        let bytes = answer.bytes().await.map_err(no_answer)?;
        let failed = (!status.is_success()).then(|| failure(status, &headers, &bytes));
        let wait = match &failed {
            Some(RestError::RetryAfter(wait)) => Some(*wait),
            _ => None,
        };
        if let Some(turn) = turn {
            let of_all = wait.is_some() && is_of_all(&headers, &bytes);
            turn.answered(&Heard { status: status.as_u16(), headers: &headers, wait, of_all });
        }
        if let Some(error) = failed {
            return Err(error);
        }
        let bytes: &[u8] = if bytes.is_empty() { b"null" } else { &bytes };
        serde_json::from_slice(bytes)
            .map_err(|e| RestError::NoAnswer(format!("an answer that cannot be read: {e}")))
    }

    fn lane(&self, channel: i64) -> Arc<tokio::sync::Mutex<()>> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if lanes.len() > LANES {
            lanes.retain(|_, lane| Arc::strong_count(lane) > 1);
        }
        Arc::clone(lanes.entry(channel).or_default())
    }
}

/// Builders write `null` for what an embed's picture does not have; Discord describes it as absent.
fn without_nulls(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(without_nulls);
        }
        _ => {}
    }
}

/// Whether a 429 is meant of all requests; one that does not say whom it limits comes from before Discord's own servers.
fn is_of_all(headers: &HeaderMap, bytes: &[u8]) -> bool {
    let body: ErrorBody = serde_json::from_slice(bytes).unwrap_or_default();
    body.global || headers.contains_key("x-ratelimit-global") || !headers.contains_key("x-ratelimit-scope")
}

/// Tries as often as a waiting member bears.
async fn patiently<T, F: Future<Output = Result<T, RestError>>>(
    attempt: impl Fn() -> F,
) -> Result<T, RestError> {
    let mut tries = 1;
    loop {
        let error = match attempt().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let wait = match &error {
            RestError::RetryAfter(asked) if *asked <= PATIENCE => *asked,
            RestError::NoAnswer(_) => Duration::from_millis(250 * u64::from(tries)),
            _ => return Err(error),
        };
        if tries >= TRIES {
            return Err(error);
        }
        tries += 1;
        pause(wait).await;
    }
}

/// Ids of what was made; Discord writes them as text.
#[derive(Debug, Deserialize)]
pub(crate) struct Sent {
    /// The id.
    #[serde(deserialize_with = "snowflake")]
    pub(crate) id: i64,
}

fn snowflake<'de, D: serde::Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a short wait that a restart may cut off: the member is told or the touch is claimed again"
)]
async fn pause(wait: Duration) {
    tokio::time::sleep(wait).await;
}

fn no_answer(error: reqwest::Error) -> RestError {
    // The address may hold an interaction's token.
    RestError::NoAnswer(error.without_url().to_string())
}

fn failure(status: StatusCode, headers: &HeaderMap, bytes: &[u8]) -> RestError {
    let body: ErrorBody = serde_json::from_slice(bytes).unwrap_or_default();
    if status == StatusCode::TOO_MANY_REQUESTS {
        let header = headers.get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        let wait = body.retry_after.or(header).and_then(duration).unwrap_or(Duration::from_secs(1));
        return RestError::RetryAfter(wait.clamp(Duration::from_millis(50), Duration::from_secs(3_600)));
    }
    if status.is_server_error() {
        return RestError::NoAnswer(format!("HTTP {status}"));
    }
    RestError::Refused {
        status: status.as_u16(),
        code: body.code,
        message: body.message,
        errors: body.errors,
    }
}
