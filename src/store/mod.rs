//! Memory: what reps said, earned, promised and answered, in SQLite or PostgreSQL with one SQL text for both.
//! Every function is one read or one transaction, and a commit is on disk when it returns, so a crash loses nothing
//! that was answered. An event that comes twice meets its own id and is reported as [`Recorded::Duplicate`].
//! It must not decide anything, read the clock (time is always a parameter) or be asked for one row after another.

mod address;
mod assigned;
mod assignments;
mod backup;
mod claims;
mod comments;
mod connection;
mod corrections;
mod direct_channels;
mod duels;
mod error;
mod explain;
mod follow_ups;
mod markings;
mod misses;
mod notices;
mod official;
mod processes;
mod purpose;
mod quizzes;
mod receipts;
mod reps;
mod responses;
mod reviews;
mod row;
mod runs;
mod sessions;
mod settings;
mod shards;
mod surveys;
mod team;
mod tend;
mod touch_counts;
mod touches;
mod trainings;
mod turns;
mod unanswered;
mod uploads;
mod verdict;

use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::{AnyPool, ConnectOptions, Executor};

use address::{Address, Kind};
pub use assigned::Assigned;
pub use assignments::{AssignedStep, Assigning, Assignment, Handing, NewAssignment, ToRole};
pub use backup::{Backup, BackupError, back_up, restore};
pub use corrections::{
    Corrected, Dispute, Disputed, MOST_CORRECTIONS, MOST_DISPUTES, NewDispute, SettledDispute, Settling,
    Taught, Use,
};
pub use duels::PeerLine;
pub use error::StoreError;
pub use explain::Frequent;
pub use follow_ups::{Card, NewFollowUp, NewTouch, Telling, Touch, TouchState};
pub use markings::{FinishedMark, Marking};
pub use misses::{Miss, MissChange, MissKey};
pub use notices::{NewNotice, Notice};
pub use official::{TakenDrill, TakenQuiz};
pub use processes::Process;
pub use quizzes::{Answered, NewQuizRun, QuizResult, QuizRun, Terms};
pub use receipts::{OfficialDrill, Past, StoredReceipt};
pub use reps::Rep;
pub use responses::{BusinessFigure, CheckIn, ReactionCount};
pub use reviews::{Outcome, Override, Review, Reviewing, Said, Settled};
pub use runs::BegunRun;
pub use sessions::{Begun, Ended, NewSession, Session, SessionState, StoredTurn};
pub use settings::ServerSettings;
pub use shards::Shard;
pub use surveys::SurveyAnswer;
pub use tend::{PlanChange, PlannedTouch, StoredPlan};
pub use touch_counts::TouchCounts;
pub use touches::{Changed, Closing, Customer};
pub use trainings::{Attendance, NewTraining, TestAnswer, TestDrill, TestRun, Training};
pub use uploads::{
    ContentVersion, Effect, MOST_UPLOADS, MOST_VERSIONS, NewUpload, Upload, UploadPath, UploadText, Uploaded,
};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// The number of this program's last migration.
fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// What became of something that was to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is stored now.
    New,
    /// It was stored before: the same event came twice, and nothing was changed.
    Duplicate,
}

impl Recorded {
    fn of(rows: u64) -> Self {
        if rows == 0 { Self::Duplicate } else { Self::New }
    }
}

/// How long to wait and how much to take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a connection is waited for.
    pub connect: Duration,
    /// How long a lock that somebody else holds is waited for.
    pub lock: Duration,
    /// The most pages (of 4 KiB) that a SQLite file may grow to; `None` is as many as the disk holds.
    pub pages: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), lock: Duration::from_secs(5), pages: None }
    }
}

/// The memory of the bot. A clone shares its connections.
#[derive(Debug, Clone)]
pub struct Store {
    /// One connection for SQLite, which takes one writer at a time; a pool for PostgreSQL.
    write: AnyPool,
    /// The same pool for PostgreSQL and for SQLite in memory.
    read: AnyPool,
    kind: Kind,
    place: Arc<str>,
}

impl Store {
    /// Opens `sqlite://path`, `sqlite::memory:` or `postgres://…`; makes the SQLite file where it is missing, and
    /// brings the tables up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_within(url, Limits::default()).await
    }

    /// [`Store::open`] with other limits.
    pub async fn open_within(url: &str, limits: Limits) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        let store = Self::connect(&address, limits);
        if store.kind == Kind::Postgres {
            // Another process that is bringing the tables up to date is waited for: 0 is no limit there.
            let patient = Self::connect(&address, Limits { lock: Duration::ZERO, ..limits });
            patient.prepare(&address).await?;
            patient.close().await;
        } else {
            store.prepare(&address).await?;
        }
        Ok(store)
    }

    /// Ends all connections; a SQLite file is then one file again, without its log beside it.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    async fn prepare(&self, address: &Address) -> Result<(), StoreError> {
        if self.kind == Kind::Sqlite {
            // The pool tries again and again where a connection cannot be used; asked without it, SQLite says why.
            let asked = async { address.options.connect().await?.execute("PRAGMA schema_version").await };
            asked.await.map_err(|error| self.failed(error))?;
            // Readers go on while one writes; the setting stays in the file.
            let wal = sqlx::query("PRAGMA journal_mode = WAL").fetch_optional(&self.write).await;
            wal.map_err(|error| self.failed(error))?;
        }
        self.migrate().await
    }

    /// PostgreSQL lets one process at a time bring the tables up to date. SQLite has no such lock: who comes second fails
    /// over what the first has just made, and goes on from there.
    async fn migrate(&self) -> Result<(), StoreError> {
        loop {
            let before = self.migrated().await;
            match MIGRATIONS.run(&self.write).await {
                Ok(()) => return Ok(()),
                Err(_) if self.kind == Kind::Sqlite && self.migrated().await > before => {}
                Err(error) => return Err(error::of_migration(self.kind, &self.place, error)),
            }
        }
    }

    /// How many migrations were applied; none where nobody can tell.
    async fn migrated(&self) -> i64 {
        let count = "SELECT COUNT(*) FROM _sqlx_migrations";
        sqlx::query_scalar(count).fetch_one(&self.write).await.unwrap_or(0)
    }

    fn failed(&self, error: sqlx::Error) -> StoreError {
        error::of_database(self.kind, &self.place, error)
    }
}
