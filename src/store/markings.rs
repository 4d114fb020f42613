//! Blind marks: what trainers say of the checks of official drills without having seen what the machine or anybody else
//! said. Marks may be changed until the marking is finished, and count from then on. Whoever was shown how the machine
//! judged a drill cannot mark it. It must not reckon how far marks agree.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::connection::{Query, sql};
use super::reviews::Reviewing;
use super::row::{Cells, ms};
use super::{Recorded, Store, StoreError};
use crate::coach::ids::{RepId, ServerId, SessionId};
use crate::coach::review::Mark;

/// A trainer's marking of one drill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marking {
    /// The marks so far, each with its receipt's number.
    pub marks: Vec<(u32, Mark)>,
    /// When it was finished.
    pub finished: Option<DateTime<Utc>>,
}

/// A mark of a finished marking, with what the machine said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedMark {
    /// The drill.
    pub session: SessionId,
    /// Which receipt, counted from 0.
    pub n: u32,
    /// The trainer.
    pub marker: RepId,
    /// What the trainer says.
    pub mark: Mark,
    /// The method's id.
    pub method: String,
    /// The check's id.
    pub item: String,
    /// What the check asks; reworded, it is another criterion.
    pub title: String,
    /// What it is worth, in points.
    pub weight: u32,
    /// Thousandths of a point earned by the machine; `None` where it was not rated.
    pub earned: Option<u32>,
}

/// Official drills that a trainer may mark blind: `$1` the server, `$2` the trainer.
macro_rules! markable {
    ($and:literal) => {
        concat!(
            "SELECT s.id FROM sessions s LEFT JOIN markings o ON o.session_id = s.id AND o.marker_id = $2 \
             WHERE s.server_id = $1 AND s.rep_id <> $2 AND s.official = 1 AND s.ended_ms IS NOT NULL \
             AND s.next_n > 0 AND o.finished_ms IS NULL AND NOT EXISTS \
             (SELECT 1 FROM reviews r WHERE r.session_id = s.id AND r.reviewer_id = $2)",
            $and
        )
    };
}

impl Store {
    /// The drill that a trainer marks next: one that they have begun, else one that one other has marked, else the
    /// oldest.
    pub async fn next_to_mark(&self, server: ServerId, by: RepId) -> Result<Option<SessionId>, StoreError> {
        let query = sql(markable!(
            " ORDER BY CASE WHEN o.session_id IS NOT NULL THEN 0 ELSE CASE (SELECT COUNT(*) FROM markings m \
             WHERE m.session_id = s.id AND m.finished_ms IS NOT NULL) WHEN 1 THEN 1 WHEN 0 THEN 2 ELSE 3 END END, \
             s.ended_ms, s.id LIMIT 1"
        ));
        let row = self.row(query.bind(server.0).bind(by.0)).await?;
        row.map(|row| Cells::new(&row, "sessions", &["id"]).int("id").map(SessionId)).transpose()
    }

    /// A trainer's marking of a drill, while they may still mark it blind or have done so.
    pub async fn marking(
        &self,
        server: ServerId,
        by: RepId,
        session: SessionId,
    ) -> Result<Option<Marking>, StoreError> {
        let finished = sql("SELECT m.session_id, m.finished_ms FROM markings m JOIN sessions s \
             ON s.id = m.session_id WHERE s.server_id = $1 AND m.marker_id = $2 AND m.session_id = $3 \
             AND m.finished_ms IS NOT NULL");
        let ask = |query: Query| self.row(query.bind(server.0).bind(by.0).bind(session.0));
        let finished = match ask(finished).await? {
            Some(row) => Cells::new(&row, "markings", &["session_id"]).maybe_time("finished_ms")?,
            None if ask(sql(markable!(" AND s.id = $3"))).await?.is_some() => None,
            None => return Ok(None),
        };
        let query = sql("SELECT session_id, n, mark FROM marks WHERE session_id = $1 AND marker_id = $2 \
             ORDER BY n");
        let read = |row: &AnyRow| {
            let cells = Cells::new(row, "marks", &["session_id", "n"]);
            Ok((cells.count("n")?, cells.named("mark")?))
        };
        let rows = self.rows(query.bind(session.0).bind(by.0)).await?;
        Ok(Some(Marking { marks: rows.iter().map(read).collect::<Result<_, _>>()?, finished }))
    }

    /// Keeps a blind mark; the newest of a check stays. A [`Recorded::Duplicate`] where the marking is finished or the
    /// trainer may not mark the drill blind, and nothing is changed.
    pub async fn record_mark(&self, marking: &Reviewing, n: u32, mark: Mark) -> Result<Recorded, StoreError> {
        let Reviewing { session, server, by, at } = *marking;
        let mut work = self.work().await?;
        let may = sql(markable!(" AND s.id = $3")).bind(server.0).bind(by.0).bind(session.0);
        if work.row(may).await?.is_none() {
            return Ok(Recorded::Duplicate);
        }
        // The row is held until the transaction ends, so that the marking is not finished meanwhile.
        let begin = sql("INSERT INTO markings (session_id, marker_id, begun_ms) VALUES ($1, $2, $3) \
             ON CONFLICT (session_id, marker_id) DO UPDATE SET begun_ms = markings.begun_ms \
             WHERE markings.finished_ms IS NULL");
        if work.run(begin.bind(session.0).bind(by.0).bind(ms(at))).await? == 0 {
            return Ok(Recorded::Duplicate);
        }
        let upsert = sql("INSERT INTO marks (session_id, n, marker_id, mark) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (session_id, n, marker_id) DO UPDATE SET mark = excluded.mark");
        let upsert = upsert.bind(session.0).bind(i64::from(n)).bind(by.0).bind(mark.name());
        work.run(upsert).await?;
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// Finishes a marking; a [`Recorded::Duplicate`] where a check has no mark yet, or it was finished before.
    pub async fn finish_marking(&self, marking: &Reviewing) -> Result<Recorded, StoreError> {
        let finish = sql("UPDATE markings SET finished_ms = $4 WHERE session_id = $1 AND marker_id = $2 \
             AND finished_ms IS NULL AND EXISTS (SELECT 1 FROM sessions s WHERE s.id = $1 AND s.server_id = $3) \
             AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.session_id = $1 AND r.reviewer_id = $2) \
             AND NOT EXISTS (SELECT 1 FROM receipts r LEFT JOIN marks k ON k.session_id = r.session_id \
             AND k.n = r.n AND k.marker_id = $2 WHERE r.session_id = $1 AND r.step IS NOT NULL AND k.n IS NULL)");
        let finish = finish.bind(marking.session.0).bind(marking.by.0).bind(marking.server.0);
        Ok(Recorded::of(self.run(finish.bind(ms(marking.at))).await?))
    }

    /// The marks of all finished markings of a server, by drill, check and trainer.
    pub async fn finished_marks(&self, server: ServerId) -> Result<Vec<FinishedMark>, StoreError> {
        let query = sql(
            "SELECT k.session_id, k.n, k.marker_id, k.mark, r.method, r.item, r.title, r.weight, r.earned \
             FROM marks k JOIN markings m ON m.session_id = k.session_id AND m.marker_id = k.marker_id \
             JOIN sessions s ON s.id = k.session_id \
             JOIN receipts r ON r.session_id = k.session_id AND r.n = k.n \
             WHERE s.server_id = $1 AND s.official = 1 AND m.finished_ms IS NOT NULL \
             ORDER BY k.session_id, k.n, k.marker_id",
        );
        let read = |row: &AnyRow| {
            let (cells, receipt) = (
                Cells::new(row, "marks", &["session_id", "n"]),
                Cells::new(row, "receipts", &["session_id"]),
            );
            Ok(FinishedMark {
                session: SessionId(cells.int("session_id")?),
                n: cells.count("n")?,
                marker: RepId(cells.int("marker_id")?),
                mark: cells.named("mark")?,
                method: receipt.text("method")?,
                item: receipt.text("item")?,
                title: receipt.text("title")?,
                weight: receipt.count("weight")?,
                earned: receipt.maybe_count("earned")?,
            })
        };
        self.rows(query.bind(server.0)).await?.iter().map(read).collect()
    }
}
