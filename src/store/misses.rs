//! Questions that a rep missed and that come back. What an answer does to them is stored with the answer, in one
//! transaction, together with the notice of the day on which a question comes back.
//! It must not decide when that is.

use chrono::NaiveDate;
use sqlx::any::AnyRow;

use super::connection::{Work, sql};
use super::notices::{NewNotice, plan};
use super::row::{Cells, plain};
use super::{Store, StoreError};
use crate::coach::ids::{RepId, ServerId};
use crate::coach::ladder::Standing;

/// Which question of whom.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissKey {
    /// Where; 0 for direct messages.
    pub server: ServerId,
    /// Who missed it.
    pub rep: RepId,
    /// The playbook's id.
    pub playbook: String,
    /// The language, as a tag.
    pub language: String,
    /// The quiz's id.
    pub quiz: String,
    /// The question's id within the quiz.
    pub item: String,
}

/// A missed question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Which.
    pub key: MissKey,
    /// Where it stands.
    pub standing: Standing,
    /// The wrong answer, in words.
    pub given: String,
}

/// What an answer does to the missed questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissChange {
    /// Nothing.
    None,
    /// The question comes back, and the rep is told on its day.
    Comes(Miss, NewNotice),
    /// It comes no more.
    Gone(MissKey),
}

impl Store {
    /// A rep's missed questions in a server, the earliest due first.
    pub async fn misses(&self, server: ServerId, rep: RepId) -> Result<Vec<Miss>, StoreError> {
        let query =
            sql("SELECT server_id, rep_id, playbook, language, quiz, item, rung, due, given FROM misses \
             WHERE server_id = $1 AND rep_id = $2 ORDER BY due, quiz, item, playbook, language");
        let rows = self.rows(query.bind(server.0).bind(rep.0)).await?;
        rows.iter().map(read).collect()
    }
}

/// Stores what becomes of a missed question.
pub(super) async fn change(work: &mut Work<'_>, change: &MissChange) -> Result<(), StoreError> {
    match change {
        MissChange::None => Ok(()),
        MissChange::Comes(miss, notice) => {
            comes(work, miss).await?;
            plan(work, notice).await
        }
        MissChange::Gone(key) => {
            let delete = sql("DELETE FROM misses WHERE server_id = $1 AND rep_id = $2 AND playbook = $3 \
                 AND language = $4 AND quiz = $5 AND item = $6")
            .bind(key.server.0)
            .bind(key.rep.0)
            .bind(key.playbook.clone())
            .bind(key.language.clone())
            .bind(key.quiz.clone())
            .bind(key.item.clone());
            work.run(delete).await.map(|_| ())
        }
    }
}

async fn comes(work: &mut Work<'_>, miss: &Miss) -> Result<(), StoreError> {
    let Miss { key, standing, given } = miss;
    let upsert = sql("INSERT INTO misses (server_id, rep_id, playbook, language, quiz, item, rung, due, given) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (server_id, rep_id, playbook, language, quiz, item) \
         DO UPDATE SET rung = excluded.rung, due = excluded.due, given = excluded.given")
    .bind(key.server.0)
    .bind(key.rep.0)
    .bind(key.playbook.clone())
    .bind(key.language.clone())
    .bind(key.quiz.clone())
    .bind(key.item.clone())
    .bind(i64::from(standing.rung))
    .bind(standing.due.to_string())
    .bind(plain(given));
    work.run(upsert).await.map(|_| ())
}

fn read(row: &AnyRow) -> Result<Miss, StoreError> {
    let cells = Cells::new(row, "misses", &["server_id", "rep_id"]);
    let due: NaiveDate = cells.date("due")?;
    Ok(Miss {
        key: MissKey {
            server: ServerId(cells.int("server_id")?),
            rep: RepId(cells.int("rep_id")?),
            playbook: cells.text("playbook")?,
            language: cells.text("language")?,
            quiz: cells.text("quiz")?,
            item: cells.text("item")?,
        },
        standing: Standing { rung: cells.count("rung")?, due },
        given: cells.text("given")?,
    })
}
