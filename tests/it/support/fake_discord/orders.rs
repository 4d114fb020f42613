//! What a test orders Discord to do: faults, closed doors, gateway trouble; and the ledger it reads afterwards.

use std::time::Duration;

use serde_json::{Value, json};

use super::faults::{Effect, Fault, matches};
use super::gateway::Order;
use super::ledger::Request;
use super::{FakeDiscord, User, resources};

/// Patterns: `"POST /channels"`, `"PATCH /webhooks/*/*/messages"`, `"callback"`: an optional method, then the beginning
/// of the path (`*` is any one segment) or, without a leading slash, any part of it. A fault meets one request.
impl FakeDiscord {
    /// Every connection drops without a word; the bot may resume.
    pub(crate) fn restart_gateway(&self) {
        self.order(|| Order::Drop);
    }

    /// Asks the bot to reconnect (op 7).
    pub(crate) fn reconnect_op7(&self) {
        self.order(|| Order::Send(json!({"op": 7, "d": null, "s": null, "t": null})));
    }

    /// Calls the session invalid (op 9). Not resumable ones are forgotten.
    pub(crate) fn invalid_session(&self, resumable: bool) {
        self.order(|| Order::Send(json!({"op": 9, "d": resumable, "s": null, "t": null})));
        if !resumable {
            self.hub.with(|s| s.gateway.sessions.clear());
        }
    }

    /// Closes every connection with a code.
    pub(crate) fn close_gateway(&self, code: u16) {
        self.order(|| Order::Close(code, "ordered by the test"));
    }

    fn order(&self, order: impl Fn() -> Order) {
        self.hub.with(|s| {
            s.tell("the gateway is given an order");
            s.gateway.lines().for_each(|line| drop(line.send(order())));
        });
    }

    /// Sends the last message or interaction of a person once more.
    pub(crate) fn redeliver_last(&self) {
        self.hub.must(|s| {
            let last = s.gateway.last.clone().ok_or("nobody has said anything")?;
            s.tell(&format!("{} is delivered again", last.name));
            s.dispatch(&last);
            Ok(())
        });
    }

    /// Heartbeats of new connections come this often; 41.25 s without this.
    pub(crate) fn heartbeat_every(&self, interval: Duration) {
        let ms = u64::try_from(interval.as_millis()).unwrap_or(u64::MAX);
        self.hub.with(|s| s.gateway.heartbeat_ms = ms);
    }

    /// Leaves heartbeats unanswered, or answers them again.
    pub(crate) fn ignore_heartbeats(&self, ignore: bool) {
        self.hub.with(|s| s.gateway.silent_to_heartbeats = ignore);
    }

    /// Intents that the application has not been granted: identifying with one closes with 4014.
    pub(crate) fn forbid_intents(&self, intents: u64) {
        self.hub.with(|s| s.gateway.forbidden_intents = intents);
    }

    fn fault(&self, pattern: &str, effect: Effect, committed: bool) {
        self.hub.with(|s| s.faults.push(Fault { pattern: pattern.into(), effect, spared: 0, committed }));
    }

    /// After `spared` such requests the next one is never answered; it takes effect if `committed`.
    pub(crate) fn hang_after(&self, spared: usize, pattern: &str, committed: bool) {
        let fault = Fault { pattern: pattern.into(), effect: Effect::Hang, spared, committed };
        self.hub.with(|s| s.faults.push(fault));
    }

    /// Waits until every ordered fault has met its request.
    pub(crate) async fn faults_met(&self) {
        self.hub.until("a request that meets the fault", |s| s.faults.is_empty().then_some(())).await;
    }

    /// Waits until so many requests have come in all.
    pub(crate) async fn requested(&self, count: usize) {
        self.hub.until(&format!("{count} requests"), |s| (s.requests.len() >= count).then_some(())).await;
    }

    /// How long is waited for anything before the test fails; five seconds without this.
    pub(crate) fn wait_at_most(&self, patience: Duration) {
        self.hub.with(|s| s.patience = patience);
    }

    /// The next such request gets 429, to be repeated after these seconds.
    pub(crate) fn rate_limit_next(&self, pattern: &str, retry_after: f64) {
        self.fault(pattern, Effect::Limited(retry_after, false), false);
    }

    /// The next such request meets the global limit.
    pub(crate) fn rate_limit_next_globally(&self, pattern: &str, retry_after: f64) {
        self.fault(pattern, Effect::Limited(retry_after, true), false);
    }

    /// The next such request fails with a status and has no effect.
    pub(crate) fn fail_next(&self, pattern: &str, status: u16) {
        self.fault(pattern, Effect::Status(status), false);
    }

    /// The next such request takes effect, but its answer is this status.
    pub(crate) fn commit_then_fail_next(&self, pattern: &str, status: u16) {
        self.fault(pattern, Effect::Status(status), true);
    }

    /// The next such request is never answered and has no effect.
    pub(crate) fn hang_next(&self, pattern: &str) {
        self.fault(pattern, Effect::Hang, false);
    }

    /// The next such request takes effect and is never answered.
    pub(crate) fn commit_then_hang_next(&self, pattern: &str) {
        self.fault(pattern, Effect::Hang, true);
    }

    /// The next such request finds its connection cut, without effect.
    pub(crate) fn drop_next(&self, pattern: &str) {
        self.fault(pattern, Effect::Cut, false);
    }

    /// The next such request takes effect, and its connection is cut before the answer.
    pub(crate) fn commit_then_drop_next(&self, pattern: &str) {
        self.fault(pattern, Effect::Cut, true);
    }

    /// Ordered faults that no request has met.
    #[must_use]
    pub(crate) fn faults_left(&self) -> usize {
        self.hub.look().faults.len()
    }

    /// This person no longer takes direct messages of the bot (50007), or takes them again.
    pub(crate) fn blocks_dms(&self, user: &User, blocked: bool) {
        self.hub.with(|s| s.people.get_mut(&user.id).into_iter().for_each(|p| p.closed_to_bot = blocked));
    }

    /// A member leaves a server; once it was the last one shared with the bot, it cannot write to them (50278).
    pub(crate) fn leaves(&self, guild: u64, user: &User) {
        self.hub.must(|s| {
            s.guilds.get_mut(&guild).ok_or("no such guild")?.members.remove(&user.id);
            let left = s.guilds.values().all(|g| !g.members.contains_key(&user.id));
            s.people.get_mut(&user.id).ok_or("no such person")?.left = left;
            Ok(())
        });
    }

    /// From now on answers tell this time.
    pub(crate) fn tells_the_time(&self, date: chrono::DateTime<chrono::Utc>) {
        self.hub.with(|s| s.date = Some(date));
    }

    /// Somebody deletes a channel or thread.
    pub(crate) fn delete_channel(&self, channel: u64) {
        self.hub.must(|s| s.remove_channel(channel));
    }

    /// Somebody deletes a message.
    pub(crate) fn delete_message(&self, message: u64) {
        self.hub.with(|s| s.delete(message));
    }

    /// A thread falls asleep; `locked` ones only moderators can open again.
    pub(crate) fn archive(&self, thread: u64, locked: bool) {
        self.hub.must(|s| {
            let found = s.channels.get_mut(&thread).filter(|c| c.is_thread()).ok_or("no such thread")?;
            (found.archived, found.locked) = (true, locked);
            s.thread_changed(thread);
            Ok(())
        });
    }

    /// Takes a permission from the bot in a channel and its threads, by Discord's name: `"SEND_MESSAGES"`.
    pub(crate) fn deny(&self, channel: u64, permission: &str) {
        self.hub.must(|s| {
            let bit = resources::permission(permission)
                .ok_or_else(|| format!("unknown permission {permission}"))?;
            s.channels.get_mut(&channel).ok_or("no such channel")?.denied |= bit;
            Ok(())
        });
    }

    /// Gives it back.
    pub(crate) fn allow(&self, channel: u64, permission: &str) {
        self.hub.must(|s| {
            let bit = resources::permission(permission)
                .ok_or_else(|| format!("unknown permission {permission}"))?;
            s.channels.get_mut(&channel).ok_or("no such channel")?.denied &= !bit;
            Ok(())
        });
    }

    /// An admin opens a command for everybody in the server's settings, whatever permission it asks for.
    pub(crate) fn open_command(&self, name: &str) {
        self.hub.with(|s| s.opened_commands.insert(name.into()));
    }

    /// From now on ids, timestamps and the nonce window follow this clock (Unix milliseconds). Ids never go back.
    pub(crate) fn use_clock(&self, now_ms: impl Fn() -> u64 + Send + Sync + 'static) {
        self.hub.with(|s| s.clock = std::sync::Arc::new(now_ms));
    }

    /// How long an enforced nonce is remembered; five minutes without this.
    pub(crate) fn remember_nonces_for(&self, window: Duration) {
        self.hub.with(|s| s.nonce_window_ms = u64::try_from(window.as_millis()).unwrap_or(u64::MAX));
    }

    /// All requests so far, in order of arrival.
    #[must_use]
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.hub.look().requests.clone()
    }

    /// The requests that match a pattern, once there are at least `count`.
    pub(crate) async fn requests_to(&self, pattern: &str, count: usize) -> Vec<Request> {
        let what = format!("{count} requests to {pattern}");
        self.hub
            .until(&what, |s| {
                let all = s.requests.iter().filter(|r| matches(pattern, &r.method, &r.path));
                let found: Vec<Request> = all.cloned().collect();
                (found.len() >= count).then_some(found)
            })
            .await
    }

    /// Was the gateway's address asked for here?
    #[must_use]
    pub(crate) fn gateway_was_asked(&self) -> bool {
        self.hub.look().gateway.asked > 0
    }

    /// The IDENTIFYs so far, tokens hidden.
    #[must_use]
    pub(crate) fn identifies(&self) -> Vec<Value> {
        self.hub.look().gateway.identifies.clone()
    }

    /// The RESUMEs so far, tokens hidden.
    #[must_use]
    pub(crate) fn resumes(&self) -> Vec<Value> {
        self.hub.look().gateway.resumes.clone()
    }

    /// Waits until the bot has identified and resumed this often.
    pub(crate) async fn sessions(&self, identifies: usize, resumes: usize) {
        let what = format!("{identifies} identifies and {resumes} resumes");
        let seen =
            |g: &super::gateway::Gateway| g.identifies.len() >= identifies && g.resumes.len() >= resumes;
        self.hub
            .until(&what, |s| (seen(&s.gateway) && s.gateway.lines().next().is_some()).then_some(()))
            .await;
    }

    /// Heartbeats heard.
    #[must_use]
    pub(crate) fn heartbeats(&self) -> usize {
        self.hub.look().gateway.heartbeats
    }

    /// Messages that an enforced nonce has suppressed.
    #[must_use]
    pub(crate) fn suppressed_doubles(&self) -> usize {
        self.hub.look().suppressed_doubles
    }

    /// What the bot did against the rules so far; `finish` panics with it.
    #[must_use]
    pub(crate) fn violations(&self) -> Vec<String> {
        self.hub.look().violations.clone()
    }

    /// Takes the violations and unknown routes, so that `finish` no longer sees them: for tests that provoke them.
    pub(crate) fn take_violations(&self) -> Vec<String> {
        self.hub.with(|s| {
            let mut out = std::mem::take(&mut s.violations);
            out.append(&mut s.unknown_routes);
            out
        })
    }
}
