//! What is said freely after a survey: words alone, without rep, run or moment. All of a survey are written anew with each
//! new one, in the order of their digests, so that the order of the rows does not tell whose came when; a run only knows
//! that something was said.
//! It must not learn more than that, whoever asks.

use std::collections::BTreeMap;

use super::address::Kind;
use super::connection::{Work, sql};
use super::row::{Cells, plain};
use super::{Recorded, Store, StoreError};
use crate::coach::ids::{QuizRunId, ServerId};
use crate::coach::seed;

impl Store {
    /// Keeps what was said after the survey of a quiz run. A second time is a [`Recorded::Duplicate`].
    pub async fn record_survey_comment(
        &self,
        run: QuizRunId,
        server: ServerId,
        survey: &str,
        said: &str,
    ) -> Result<Recorded, StoreError> {
        let mut work = self.work().await?;
        let take = sql("UPDATE quiz_runs SET commented = 1 WHERE id = $1 AND commented IS NULL");
        if work.run(take.bind(run.0)).await? == 0 {
            return Ok(Recorded::Duplicate);
        }
        self.keep_comment(&mut work, server, survey, said).await?;
        work.commit().await?;
        Ok(Recorded::New)
    }

    /// All that was said freely after a survey of a server, sorted by digest.
    pub async fn comments(&self, server: ServerId, survey: &str) -> Result<Vec<String>, StoreError> {
        let query = sql("SELECT server_id, digest, said, times FROM comments \
             WHERE server_id = $1 AND survey = $2 ORDER BY digest");
        let mut all = Vec::new();
        for row in &self.rows(query.bind(server.0).bind(survey.to_owned())).await? {
            let (_, said, times) = read(Cells::new(row, "comments", &["server_id", "digest"]))?;
            all.extend((0..times).map(|_| said.clone()));
        }
        Ok(all)
    }

    /// Keeps a comment within a transaction: all of the survey are written anew.
    pub(super) async fn keep_comment(
        &self,
        work: &mut Work<'_>,
        server: ServerId,
        survey: &str,
        said: &str,
    ) -> Result<(), StoreError> {
        if self.kind == Kind::Postgres {
            // Two at once come one after the other; SQLite has one writer anyway.
            work.run(sql("LOCK TABLE comments IN SHARE ROW EXCLUSIVE MODE")).await?;
        }
        let said = plain(said);
        let first =
            sql("INSERT INTO comments (server_id, survey, digest, said, times) VALUES ($1, $2, $3, $4, 1) \
             ON CONFLICT (server_id, survey, digest) DO UPDATE SET times = comments.times + 1");
        let digest = seed::digest(&said).cast_signed();
        work.run(first.bind(server.0).bind(survey.to_owned()).bind(digest).bind(said)).await?;
        let query =
            sql("SELECT server_id, digest, said, times FROM comments WHERE server_id = $1 AND survey = $2");
        let mut all = BTreeMap::new();
        for row in &work.rows(query.bind(server.0).bind(survey.to_owned())).await? {
            let (digest, said, times) = read(Cells::new(row, "comments", &["server_id", "digest"]))?;
            all.insert(digest, (said, times));
        }
        for (digest, (said, times)) in all {
            let gone = sql("DELETE FROM comments WHERE server_id = $1 AND survey = $2 AND digest = $3");
            work.run(gone.bind(server.0).bind(survey.to_owned()).bind(digest)).await?;
            let anew = sql(
                "INSERT INTO comments (server_id, survey, digest, said, times) VALUES ($1, $2, $3, $4, $5)",
            );
            let anew =
                anew.bind(server.0).bind(survey.to_owned()).bind(digest).bind(said).bind(i64::from(times));
            work.run(anew).await?;
        }
        Ok(())
    }
}

fn read(cells: Cells<'_>) -> Result<(i64, String, u32), StoreError> {
    Ok((cells.int("digest")?, cells.text("said")?, cells.count("times")?))
}
