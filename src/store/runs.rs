//! Quiz runs that are under way: which a rep has begun of late, and the end of those whose time is up.
//! It must not know what is asked.

use chrono::{DateTime, Utc};

use super::connection::sql;
use super::row::{Cells, ms};
use super::{Store, StoreError, purpose};
use crate::coach::ids::{QuizRunId, RepId, ServerId};
use crate::coach::purpose::Purpose;

/// The most runs that are looked through for one to go on with.
const LOOKED_THROUGH: i64 = 100;

/// A run as far as it tells whether to go on with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BegunRun {
    /// Which.
    pub id: QuizRunId,
    /// The quiz's id; empty for a run over missed questions.
    pub quiz: String,
    /// For what it is answered.
    pub purpose: Purpose,
    /// Whether it is not over: neither answered to the end nor out of time.
    pub open: bool,
}

impl Store {
    /// The runs that a rep began in a server since a moment, the latest first.
    pub async fn begun_quiz_runs(
        &self,
        server: ServerId,
        rep: RepId,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Vec<BegunRun>, StoreError> {
        let query = sql("SELECT id, quiz, assignment_id, step, training_id, stage, \
             CAST(CASE WHEN ended_ms IS NULL AND (until_ms IS NULL OR until_ms > $4) THEN 1 ELSE 0 END AS BIGINT) AS open \
             FROM quiz_runs WHERE server_id = $1 AND rep_id = $2 AND started_ms >= $3 \
             ORDER BY started_ms DESC, id DESC LIMIT $5");
        let query = query.bind(server.0).bind(rep.0).bind(ms(since)).bind(ms(now)).bind(LOOKED_THROUGH);
        let read = |row: &_| {
            let cells = Cells::new(row, "quiz_runs", &["id"]);
            Ok(BegunRun {
                id: QuizRunId(cells.int("id")?),
                quiz: cells.text("quiz")?,
                purpose: purpose::read(cells)?,
                open: cells.flag("open")?,
            })
        };
        self.rows(query).await?.iter().map(read).collect()
    }

    /// Ends all runs whose time is up, each at the moment when it was; how many there were. Done again, it does nothing.
    pub async fn end_late_runs(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let end = sql("UPDATE quiz_runs SET ended_ms = until_ms \
             WHERE ended_ms IS NULL AND until_ms IS NOT NULL AND until_ms <= $1");
        self.run(end.bind(ms(now))).await
    }
}
