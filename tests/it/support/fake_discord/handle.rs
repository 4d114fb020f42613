//! An interaction that a person has begun, and what a test can await of it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::state::{Asked, Hub, State};
use super::view::Message;

/// An interaction that was dispatched. Every wait ends after five seconds with a panic that prints the conversation.
#[derive(Clone)]
pub(crate) struct Interaction {
    pub(super) hub: Arc<Hub>,
    /// Its id.
    pub(crate) id: u64,
}

impl Interaction {
    fn asked<'s>(&self, state: &'s mut State) -> &'s mut Asked {
        state.asked.get_mut(&self.id).expect("an interaction of this fake")
    }

    /// Its token, for tests that answer in the bot's place.
    #[must_use]
    pub(crate) fn token(&self) -> String {
        self.asked(&mut self.hub.look()).token.clone()
    }

    fn what(&self) -> String {
        self.hub.look().asked.get(&self.id).map(|a| a.what.clone()).unwrap_or_default()
    }

    /// Has the bot acknowledged it so far?
    #[must_use]
    pub(crate) fn is_acknowledged(&self) -> bool {
        self.asked(&mut self.hub.look()).callback.is_some()
    }

    /// The body of the first callback: `{"type": …, "data": …}`.
    pub(crate) async fn callback(&self) -> Value {
        let what = format!("an acknowledgement of {}", self.what());
        self.hub.until(&what, |s| self.asked(s).callback.as_ref().map(|c| c.body.clone())).await
    }

    /// How long the bot took to acknowledge.
    pub(crate) async fn acknowledged_after(&self) -> Duration {
        self.callback().await;
        self.asked(&mut self.hub.look()).callback.as_ref().map_or(Duration::ZERO, |c| c.after)
    }

    /// The first message in answer: at once (types 4 and 7), or what follows a deferral (an edit of the original or a
    /// follow-up, whichever comes first). It counts as read for [`super::FakeDiscord::next_message`].
    ///
    /// # Panics
    /// When the bot opens a modal or offers choices instead.
    pub(crate) async fn answer(&self) -> Message {
        let what = format!("an answer to {}", self.what());
        let found = self.hub.until(&what, |s| self.first_answer(s)).await;
        found.unwrap_or_else(|why| panic!("{why}\n{}", self.hub.look().conversation()))
    }

    fn first_answer(&self, state: &mut State) -> Option<Result<Message, String>> {
        let asked = self.asked(state);
        let other = asked.callback.as_ref().map(|c| c.kind).filter(|k| matches!(k, 8 | 9));
        if let Some(kind) = other {
            return Some(Err(format!("{} was answered with type {kind}, not with a message", asked.what)));
        }
        let message = asked.answered?;
        Some(match state.posts.get_mut(&message) {
            Some(post) => {
                post.read = true;
                post.edits_read = post.edits;
                Ok(Message::of(post))
            }
            None => Err(format!("the answer {message} has been deleted since")),
        })
    }

    /// The modal that the bot opens: its `data` (`custom_id`, `title`, `components`).
    pub(crate) async fn modal(&self) -> Value {
        self.data_of(9, "a modal").await
    }

    /// The choices that the bot offers: names and values.
    pub(crate) async fn choices(&self) -> Vec<(String, Value)> {
        let data = self.data_of(8, "choices").await;
        let all = data["choices"].as_array().cloned().unwrap_or_default();
        all.into_iter()
            .map(|c| (c["name"].as_str().unwrap_or_default().to_owned(), c["value"].clone()))
            .collect()
    }

    async fn data_of(&self, kind: u64, name: &str) -> Value {
        let body = self.callback().await;
        if body["type"] != kind {
            panic!(
                "{} was not answered with {name} but with {body}\n{}",
                self.what(),
                self.hub.look().conversation()
            );
        }
        body["data"].clone()
    }

    /// The follow-ups so far, as they are now.
    #[must_use]
    pub(crate) fn followups(&self) -> Vec<Message> {
        let mut state = self.hub.look();
        let wanted = self.asked(&mut state).followups.clone();
        wanted.iter().filter_map(|m| state.posts.get(m)).map(Message::of).collect()
    }

    /// The `n`th follow-up, counted from 0, once it is there. It counts as read.
    pub(crate) async fn followup(&self, n: usize) -> Message {
        let what = format!("follow-up {n} to {}", self.what());
        let find = |s: &mut State| {
            let message = *self.asked(s).followups.get(n)?;
            s.posts.get_mut(&message).map(|p| {
                p.read = true;
                Message::of(p)
            })
        };
        self.hub.until(&what, find).await
    }

    /// Makes it older than it is: over 3 s an unanswered one is unknown, over 15 min the token is void. `finish` no
    /// longer asks for its answer.
    pub(crate) fn grow_older(&self, by: Duration) {
        self.hub.with(|s| {
            let asked = self.asked(s);
            asked.aged += by;
            asked.excused = true;
        });
    }

    /// `finish` need not see an answer.
    pub(crate) fn may_stay_unanswered(&self) {
        self.hub.with(|s| self.asked(s).excused = true);
    }
}
