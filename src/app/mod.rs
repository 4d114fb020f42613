//! The use cases. Each has four lines of plot: load, decide, save, say.
//! Adapters call them and show what they return; all that is decided about drills and scores is decided in `coach`.
//! It must not know a chat platform, nor hold SQL.

mod assign;
mod assign_list;
mod assigned;
mod begin;
mod card;
mod complete;
mod contents;
mod customers;
mod days;
mod drill;
mod duel;
mod enable;
mod error;
mod escalate;
mod files;
mod follow_up;
mod hand_out;
mod held;
mod hold;
mod judge;
mod kept;
mod marking;
mod ping;
mod plan;
mod processes;
mod progress;
mod queue;
mod quiz;
mod recognisers;
mod reload;
mod review;
mod reviewed;
mod rounds;
mod scores;
mod send_due;
mod settings;
mod shelf;
pub mod spar;
mod statements;
mod tape;
mod team;
mod tend;
mod touch;
mod training;
mod uploads;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::TimeDelta;

use tokio::sync::watch;

pub use assign::{Announcement, AssignAsked, AssignedTold, Person, RoleAsked, What};
pub use assigned::Beginning;
pub use begin::{Asked, Chosen, Opened, Pinned};
pub use complete::Suggestion;
pub use customers::LARGEST_CUSTOMERS;
pub use days::{DaysByDefault, DaysError};
pub use drill::{Answered, Left, Place, Taken};
pub use error::AppError;
pub use follow_up::FollowUpAsked;
pub use ping::{Ping, Post, Posted, SendError, Told};
pub use processes::{Part, Standing};
pub use quiz::LONGEST_COMMENT;
pub use send_due::Round;
pub use settings::SettingsAsked;
pub use team::Canvas;
pub use tend::Tended;
pub use touch::LONGEST_NOTED;
pub use training::{Announced, TrainingAsked};
pub use uploads::{Brought, LARGEST_UPLOAD, too_large};

use crate::clock::Clock;
use crate::coach::ids::{RepId, ServerId};
use crate::coach::seed;
pub use crate::coach::snooze::Until;
use crate::playbook::Library;
use crate::reply::{Reply, Words};
pub use crate::store::{Closing, Use};
use crate::store::{Store, ToRole};
use contents::Contents;
use hold::Hold;
use kept::Kept;
use recognisers::Recognisers;

/// Who wants something, and where.
#[derive(Debug, Clone)]
pub struct Who {
    /// The server; 0 in direct messages.
    pub server: ServerId,
    /// The member.
    pub rep: RepId,
    /// What they are called there.
    pub name: String,
    /// The language that their client is set to.
    pub language: String,
    /// Whether they may manage the server.
    pub manager: bool,
    /// The ids of their roles there, as far as the platform tells.
    pub roles: Vec<i64>,
}

/// What came of a press on a message that asks for one, and what is asked next.
#[derive(Debug)]
pub struct Step {
    /// What replaces the message that was pressed on; absent where it stays as it is.
    pub outcome: Option<Reply>,
    /// What is asked next, where something is.
    pub next: Option<Reply>,
}

impl Step {
    fn last(outcome: Reply) -> Self {
        Self { outcome: Some(outcome), next: None }
    }

    /// The message stays; whoever pressed is told something.
    fn aside(told: Reply) -> Self {
        Self { outcome: None, next: Some(told) }
    }
}

/// All that the use cases share.
pub struct App {
    pub(crate) store: Store,
    library: watch::Sender<Arc<Library>>,
    recognisers: Recognisers,
    contents: Contents,
    /// What is assigned to roles, by server.
    to_roles: Kept<(), Vec<ToRole>>,
    /// Held while a correction is tried and stored.
    correcting: tokio::sync::Mutex<()>,
    /// Held while an upload is checked, and while it takes effect.
    uploading: tokio::sync::Mutex<()>,
    clock: Arc<dyn Clock>,
    /// Which days are worked in servers that chose nothing.
    days: DaysByDefault,
    /// Tells this process's claims from those of others.
    worker: String,
    /// How many claims there were.
    claims: AtomicU64,
    /// How long a claim holds.
    lease: TimeDelta,
    /// How many processes live.
    live: watch::Sender<usize>,
}

impl App {
    /// Brings the parts together. `worker` names this process among those that share the database.
    pub fn new(store: Store, library: Library, clock: Arc<dyn Clock>, worker: String) -> Self {
        let (library, recognisers) = (watch::Sender::new(Arc::new(library)), Recognisers::default());
        let (correcting, uploading) = Default::default();
        let (contents, to_roles, days) = Default::default();
        let (claims, lease) = (AtomicU64::new(0), hold::LEASE);
        let live = watch::Sender::new(1);
        Self {
            store,
            library,
            recognisers,
            contents,
            to_roles,
            correcting,
            uploading,
            clock,
            days,
            worker,
            claims,
            lease,
            live,
        }
    }

    /// What is claimed is held for so long, instead of a minute.
    #[must_use]
    pub fn with_lease(self, lease: TimeDelta) -> Self {
        Self { lease, ..self }
    }

    /// The channel of a member's direct messages, where it is known.
    pub(crate) async fn direct_channel(&self, rep: RepId) -> Result<Option<i64>, AppError> {
        Ok(self.store.direct_channel(rep).await?)
    }

    /// Notes the channel of a member's direct messages.
    pub(crate) async fn note_direct_channel(&self, rep: RepId, channel: i64) -> Result<(), AppError> {
        Ok(self.store.note_direct_channel(rep, channel).await?)
    }

    /// The noted channel of a member's direct messages is not there any more.
    pub(crate) async fn forget_direct_channel(&self, rep: RepId) -> Result<(), AppError> {
        Ok(self.store.forget_direct_channel(rep).await?)
    }

    /// A claim that begins now.
    fn hold(&self) -> Hold {
        let n = self.claims.fetch_add(1, Ordering::Relaxed);
        Hold::new(format!("{}.{n:x}", self.worker), self.now(), self.lease)
    }

    /// The same with other days worked in servers that chose nothing.
    #[must_use]
    pub fn with_days(self, days: DaysByDefault) -> Self {
        Self { days, ..self }
    }

    /// The playbooks as they are now.
    pub fn library(&self) -> Arc<Library> {
        Arc::clone(&self.library.borrow())
    }

    /// Where the rows are kept.
    pub fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }

    /// The words for a reader, in their language as far as it is there.
    pub fn words(&self, language: &str) -> Result<Arc<Words>, AppError> {
        self.library().words(language).cloned().ok_or(AppError::NoContent("words of the interface"))
    }

    /// Chance for something that is begun now: another at each moment, the same for the same thing and moment.
    fn seed(&self, what: &str) -> u64 {
        seed::mix(seed::digest(what), self.now().timestamp_millis().unsigned_abs())
    }

    /// Remembers what a member is called and which language they read, and hands out what waits for their roles.
    pub async fn met(&self, who: &Who) -> Result<(), AppError> {
        self.store.note_rep(who.server, who.rep, &who.name, &who.language, self.now()).await?;
        self.catch_up(who).await
    }
}
