//! Several shards: what a test orders of them, and who is connected for which.

use std::collections::BTreeMap;
use std::time::Duration;

use super::FakeDiscord;
use super::gateway::on_shard;

impl FakeDiscord {
    /// Recommends so many shards, of which so many buckets identify beside each other, each again after `apart`; what
    /// comes earlier is an invalid session (op 9), as Discord has it.
    pub(crate) fn recommend_shards(&self, shards: u64, buckets: u64, apart: Duration) {
        self.hub.with(|s| {
            (s.gateway.shards, s.gateway.buckets, s.gateway.apart) = (shards, buckets, apart);
        });
    }

    /// Identifies that came before their bucket took another.
    #[must_use]
    pub(crate) fn identified_too_early(&self) -> usize {
        self.hub.look().gateway.too_early
    }

    /// A server whose events come over a shard of so many.
    pub(crate) fn guild_on_shard(&self, name: &str, shard: u64, total: u64) -> u64 {
        loop {
            let id = self.hub.with(|s| s.next_id_of_another_millisecond());
            if on_shard(Some(id), (shard, total)) {
                return self.guild_with_id(name, id);
            }
        }
    }

    /// How many connections there are for each shard of so many.
    #[must_use]
    pub(crate) fn connections(&self, total: u64) -> BTreeMap<u64, usize> {
        let mut all: BTreeMap<u64, usize> = (0..total).map(|shard| (shard, 0)).collect();
        let state = self.hub.look();
        let connected = state.gateway.sessions.iter().filter(|session| session.line.is_some());
        for session in connected.filter(|session| session.shard.1 == total) {
            *all.entry(session.shard.0).or_default() += 1;
        }
        all
    }

    /// Waits until each of so many shards is connected once.
    pub(crate) async fn all_connected(&self, total: u64) {
        let served = |s: &mut super::State| {
            let once = |shard| {
                let ours =
                    s.gateway.sessions.iter().filter(|x| x.shard == (shard, total) && x.line.is_some());
                ours.count() == 1
            };
            (0..total).all(once).then_some(())
        };
        self.hub.until(&format!("one connection for each of {total} shards"), served).await;
    }
}
