//! What a team did officially in a period, in few statements however many reps there are; practice is never read here.
//! It must not compute a median or a share.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::connection::sql;
use super::row::{Cells, ms};
use super::{Store, StoreError};
use crate::coach::ids::{RepId, ServerId};
use crate::coach::team::{Scored, StepWeek};

impl Store {
    /// The official drills of a server that were ended with a score in a period, in the order of their ends.
    pub async fn official_scores(
        &self,
        server: ServerId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Scored>, StoreError> {
        let query = sql("SELECT id, rep_id, ended_ms, COALESCE(reviewed_score, score) AS score, \
             COALESCE(reviewed_passed, passed) AS passed FROM sessions WHERE server_id = $1 \
             AND official = 1 AND ended_ms >= $2 AND ended_ms < $3 AND score IS NOT NULL ORDER BY ended_ms, id");
        let rows = self.rows(query.bind(server.0).bind(ms(from)).bind(ms(until))).await?;
        rows.iter().map(read_scored).collect()
    }

    /// The drills of a rep in a server that were ended with a score since a moment, practice as well: for the rep alone.
    pub async fn own_scores(
        &self,
        server: ServerId,
        rep: RepId,
        from: DateTime<Utc>,
    ) -> Result<Vec<Scored>, StoreError> {
        let query = sql("SELECT id, rep_id, ended_ms, COALESCE(reviewed_score, score) AS score, \
             COALESCE(reviewed_passed, passed) AS passed FROM sessions WHERE server_id = $1 \
             AND rep_id = $2 AND ended_ms >= $3 AND score IS NOT NULL ORDER BY ended_ms, id");
        self.rows(query.bind(server.0).bind(rep.0).bind(ms(from))).await?.iter().map(read_scored).collect()
    }

    /// What a server's team earned on each step of each method in each week from a moment on.
    pub async fn official_steps(
        &self,
        server: ServerId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<StepWeek>, StoreError> {
        let query = sql("SELECT r.method, r.step, (s.ended_ms - $2) / 604800000 AS week, \
             CAST(SUM(r.earned) AS BIGINT) AS earned, CAST(SUM(r.weight) AS BIGINT) AS rated, \
             COUNT(DISTINCT s.id) AS drills \
             FROM sessions s JOIN receipts r ON r.session_id = s.id \
             WHERE s.server_id = $1 AND s.official = 1 AND s.ended_ms >= $2 AND s.ended_ms < $3 \
             AND r.step IS NOT NULL AND r.earned IS NOT NULL \
             GROUP BY r.method, r.step, (s.ended_ms - $2) / 604800000 ORDER BY r.method, r.step, 3");
        let read = |row: &AnyRow| {
            let cells = Cells::new(row, "receipts", &["week"]);
            Ok(StepWeek {
                method: cells.text("method")?,
                step: cells.text("step")?,
                week: cells.count("week")?,
                earned: cells.int("earned")?,
                rated: cells.int("rated")?,
                drills: cells.count("drills")?,
            })
        };
        self.rows(query.bind(server.0).bind(ms(from)).bind(ms(until))).await?.iter().map(read).collect()
    }
}

fn read_scored(row: &AnyRow) -> Result<Scored, StoreError> {
    let cells = Cells::new(row, "sessions", &["id"]);
    Ok(Scored {
        rep: RepId(cells.int("rep_id")?),
        ended: cells.time("ended_ms")?,
        score: cells.count("score")?,
        passed: cells.flag("passed")?,
    })
}
