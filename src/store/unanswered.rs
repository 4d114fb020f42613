//! Answers that were decided and stored, but whose process was gone before it said them.
//! Each is taken over by one living process; what a living process took is its own to say.
//! It must not say anything.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::address::Kind;
use super::connection::sql;
use super::row::{Cells, ms};
use super::sessions::{Session, read_sessions, sessions};
use super::{Store, StoreError};

/// The predicate stands outside as well as inside (see `claims`).
macro_rules! take {
    ($lock:literal) => {
        concat!(
            "WITH gone AS MATERIALIZED (SELECT u.session_id, u.n FROM turns u \
             JOIN sessions o ON o.id = u.session_id AND o.next_n = u.n + 1 WHERE u.answered = 0 AND \
             (u.taken_by IS NULL OR u.taken_by NOT IN (SELECT id FROM processes WHERE until_ms > $1)) \
             ORDER BY u.session_id LIMIT $2",
            $lock,
            ") UPDATE turns SET taken_by = $3 WHERE answered = 0 AND \
             (taken_by IS NULL OR taken_by NOT IN (SELECT id FROM processes WHERE until_ms > $1)) \
             AND (session_id, n) IN (SELECT session_id, n FROM gone) RETURNING session_id"
        )
    };
}

impl Store {
    /// Takes over up to so many drills whose last reply has no answer yet and whose process lives no more; the oldest
    /// first. `by` must live, or what it takes is taken from it at once.
    pub async fn take_unanswered(
        &self,
        by: &str,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Session>, StoreError> {
        let mut work = self.work().await?;
        let take = match self.kind {
            Kind::Postgres => take!(" FOR UPDATE OF u SKIP LOCKED"),
            Kind::Sqlite | Kind::Memory => take!(""),
        };
        let take = sql(take).bind(ms(now)).bind(i64::from(limit)).bind(by.to_owned());
        let taken = work.rows(take).await?;
        if taken.is_empty() {
            return Ok(Vec::new());
        }
        let id = |row| Cells::new(row, "turns", &["session_id"]).int("session_id");
        let ids: BTreeSet<i64> = taken.iter().map(id).collect::<Result<_, _>>()?;
        let query =
            sql(sessions!("s.id IN (SELECT session_id FROM turns WHERE answered = 0 AND taken_by = $1)"));
        let mut sessions = read_sessions(&work.rows(query.bind(by.to_owned())).await?)?;
        work.commit().await?;
        // What it took itself and is just answering is not among them.
        sessions.retain(|session| ids.contains(&session.new.id.0));
        Ok(sessions)
    }
}
