//! The channels of members' direct messages: Discord gives a member the same one for good, so it is asked for once.
//! It must not open any.

use super::connection::sql;
use super::row::Cells;
use super::{Store, StoreError};
use crate::coach::ids::RepId;

impl Store {
    /// The channel of a member's direct messages, where it is known.
    pub async fn direct_channel(&self, rep: RepId) -> Result<Option<i64>, StoreError> {
        let query = sql("SELECT rep_id, channel_id FROM direct_channels WHERE rep_id = $1");
        let row = self.row(query.bind(rep.0)).await?;
        row.map(|row| Cells::new(&row, "direct_channels", &["rep_id"]).int("channel_id")).transpose()
    }

    /// Notes the channel of a member's direct messages; the last one noted counts.
    pub async fn note_direct_channel(&self, rep: RepId, channel: i64) -> Result<(), StoreError> {
        let upsert = sql("INSERT INTO direct_channels (rep_id, channel_id) VALUES ($1, $2) \
             ON CONFLICT (rep_id) DO UPDATE SET channel_id = excluded.channel_id");
        self.run(upsert.bind(rep.0).bind(channel)).await.map(|_| ())
    }

    /// Forgets it, where it is not there any more.
    pub async fn forget_direct_channel(&self, rep: RepId) -> Result<(), StoreError> {
        let delete = sql("DELETE FROM direct_channels WHERE rep_id = $1");
        self.run(delete.bind(rep.0)).await.map(|_| ())
    }
}
