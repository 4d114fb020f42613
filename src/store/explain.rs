//! How the database goes about the questions that are asked most, in its own words: a question that reads a whole table
//! is quick in every test and stands still with millions of rows.
//! It must not ask the questions themselves.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Row};

use super::address::Kind;
use super::claims::claiming;
use super::follow_ups::OF_OWNER;
use super::row::ms;
use super::{Store, StoreError};
use crate::coach::ids::{RepId, ServerId};

/// A question that is asked again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequent {
    /// What is due: every few seconds.
    Claim {
        /// The moment.
        now: DateTime<Utc>,
    },
    /// What a member has to do: `/followup list`.
    TouchesOf {
        /// The server.
        server: ServerId,
        /// The member.
        owner: RepId,
    },
}

impl Store {
    /// The database's plan for a question, a line for each step.
    pub async fn plan_of(&self, question: Frequent) -> Result<Vec<String>, StoreError> {
        let (explain, column) = match self.kind {
            Kind::Postgres => ("EXPLAIN", 0),
            Kind::Sqlite | Kind::Memory => ("EXPLAIN QUERY PLAN", 3),
        };
        let asked = |text: &str| sqlx::query(AssertSqlSafe(format!("{explain} {text}")));
        let query = match question {
            Frequent::Claim { now } => {
                asked(claiming(self.kind)).bind(ms(now)).bind(100_i64).bind("worker".to_owned()).bind(ms(now))
            }
            Frequent::TouchesOf { server, owner } => {
                asked(OF_OWNER).bind(server.0).bind(owner.0).bind(60_i64)
            }
        };
        let rows = self.rows(query).await?;
        rows.iter().map(|row| row.try_get(column).map_err(|error| self.failed(error))).collect()
    }
}
