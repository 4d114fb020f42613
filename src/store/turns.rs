//! What was said in a drill, and how a drill ends. A turn takes the next place of an open drill or none at all.
//! It must not judge a reply or compute a score.

use super::connection::{Work, sql};
use super::row::{Named, ms, plain};
use super::sessions::{Ended, SessionState, StoredTurn};
use super::{Recorded, Store, StoreError, receipts, verdict};
use crate::coach::ids::SessionId;

impl Store {
    /// Stores a reply as the `n`th of a drill (from 0) and, with it, the drill's end where it is one.
    /// A message that was stored before is a [`Recorded::Duplicate`]; a place that is not the next one, or a drill that
    /// is over, a [`StoreError::Conflict`]. `by` is the process that will say the answer.
    pub async fn record_turn(
        &self,
        session: SessionId,
        n: u32,
        turn: &StoredTurn,
        ended: Option<&Ended>,
        by: &str,
    ) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        let take =
            sql("UPDATE sessions SET next_n = next_n + 1 WHERE id = $1 AND next_n = $2 AND state = 'open'");
        if work.run(take.bind(session.0).bind(i64::from(n))).await? == 0 {
            let same = work.row(sql("SELECT n FROM turns WHERE message_id = $1").bind(turn.message)).await?;
            let lost = || {
                StoreError::conflict(format!(
                    "reply {n} does not come next in drill {session}, or it is over"
                ))
            };
            return same.map(|_| Recorded::Duplicate).ok_or_else(lost);
        }
        let insert =
            sql("INSERT INTO turns (session_id, n, message_id, said, verdict, at_ms, answered, taken_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING")
            .bind(session.0)
            .bind(i64::from(n))
            .bind(turn.message)
            .bind(plain(&turn.said))
            .bind(verdict::write(&turn.verdict))
            .bind(ms(turn.at))
            .bind(i16::from(turn.answered))
            .bind(by.to_owned());
        if work.run(insert).await? == 0 {
            // The message stands elsewhere; leaving without a commit gives the place back.
            return Ok(Recorded::Duplicate);
        }
        if let Some(ended) = ended {
            end(&mut work, session, ended).await?;
        }
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// Ends an open drill; one that is over already stays as it ended.
    pub async fn end_session(&self, session: SessionId, ended: &Ended) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        if end(&mut work, session, ended).await? > 0 {
            work.commit().await?;
            return Ok(Recorded::New);
        }
        let there = work.row(sql("SELECT id FROM sessions WHERE id = $1").bind(session.0)).await?;
        let lost = || StoreError::conflict(format!("there is no drill {session} to end"));
        there.map(|_| Recorded::Duplicate).ok_or_else(lost)
    }

    /// Notes that the answer to the `n`th reply reached the rep.
    pub async fn mark_answered(&self, session: SessionId, n: u32) -> Result<(), StoreError> {
        let mark = sql("UPDATE turns SET answered = 1 WHERE session_id = $1 AND n = $2 AND answered = 0");
        self.run(mark.bind(session.0).bind(i64::from(n))).await.map(|_| ())
    }
}

async fn end(work: &mut Work<'_>, session: SessionId, ended: &Ended) -> Result<u64, StoreError> {
    if ended.state == SessionState::Open {
        return Err(StoreError::conflict(format!("drill {session} cannot end as one that is open")));
    }
    let update = sql(
        "UPDATE sessions SET state = $2, ended_ms = $3, score = $4, passed = $5, earned = $6, rated = $7, \
         whole = $8, faults_cost = $9, pass_mark = $10 WHERE id = $1 AND state = 'open'",
    )
    .bind(session.0)
    .bind(ended.state.name())
    .bind(ms(ended.at))
    .bind(ended.score.map(i64::from))
    .bind(i16::from(ended.passed))
    .bind(i64::from(ended.earned))
    .bind(i64::from(ended.rated))
    .bind(i64::from(ended.whole))
    .bind(i64::from(ended.faults_cost))
    .bind(i64::from(ended.pass_mark));
    let rows = work.run(update).await?;
    if rows > 0 {
        receipts::write(work, session, &ended.receipts).await?;
    }
    Ok(rows)
}
