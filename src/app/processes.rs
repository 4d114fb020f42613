//! Several processes on one database: who lives, which parts of the gateway (shards) each ought to serve, and what is to
//! be forgotten when one comes from another process.
//! It must not connect, nor know which members a shard brings.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;

use super::{App, AppError};
use crate::coach::ids::ServerId;
use crate::process;
use crate::store::{Process, Shard, StoreError};

/// This process's part among those that share the database, from when it came in.
#[derive(Debug)]
pub struct Part {
    own: Process,
    lease: TimeDelta,
    /// Those that lived when it was last looked, without this one.
    others: BTreeSet<String>,
}

/// How things stand after a look.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many shards there are in all.
    pub total: u32,
    /// Those that this process holds and keeps.
    pub keep: BTreeSet<u32>,
    /// Those that it holds and must give back, for they are others' share.
    pub give_back: BTreeSet<u32>,
    /// Whether some were taken, or a process is gone since the last look: answers may have been left unsaid.
    pub took_over: bool,
}

impl App {
    /// This process comes in, to share the shards. `wished` counts when no other lives, else theirs does.
    pub async fn join(&self, wished: u32, lease: Duration) -> Result<Part, AppError> {
        let part = self.part(true, lease);
        self.living().await?;
        let agreed = self.store.join(&part.own, wished, part.own.started, part.lease).await?;
        if agreed != wished {
            tracing::warn!(
                wished,
                agreed,
                "other processes have agreed on another number of shards: it stays"
            );
        }
        Ok(part)
    }

    /// This process comes in, with shards of its own that nobody shares.
    pub async fn join_apart(&self, lease: Duration) -> Result<Part, AppError> {
        let part = self.part(false, lease);
        self.living().await?;
        self.renew(&part).await?;
        Ok(part)
    }

    fn part(&self, leases: bool, lease: Duration) -> Part {
        let own = Process { id: self.worker.clone(), leases, started: self.now() };
        let lease = TimeDelta::from_std(lease).unwrap_or(TimeDelta::seconds(15));
        Part { own, lease, others: BTreeSet::new() }
    }

    /// A sign of life, which renews what this process holds. Where the disk is full nobody can take it away either: that
    /// is as good as a sign.
    pub async fn renew(&self, part: &Part) -> Result<(), AppError> {
        match self.store.renew_process(&part.own, self.now(), part.lease).await {
            Ok(()) | Err(StoreError::Full { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Looks who lives and what they hold, and takes free shards up to this process's share.
    pub async fn look(&self, part: &mut Part) -> Result<Standing, AppError> {
        let (mut live, buried) = self.living().await?;
        if !live.iter().any(|process| process.id == self.worker) {
            // The clock has leapt, or nobody could write for a while.
            self.renew(part).await?;
            live = self.living().await?.0;
        }
        self.live.send_replace(live.len().max(1));
        let others: BTreeSet<String> = live
            .iter()
            .filter(|process| process.id != self.worker)
            .map(|process| process.id.clone())
            .collect();
        let gone = buried || part.others.iter().any(|known| !others.contains(known));
        part.others = others;
        if !part.own.leases {
            return Ok(Standing { took_over: gone, ..Standing::default() });
        }
        let shards = self.store.shards().await?;
        let mut standing = self.standing(&live, &shards);
        let taken = self.take_free(part, &standing, &shards, &live).await?;
        standing.took_over = gone || !taken.is_empty();
        standing.keep.extend(taken);
        Ok(standing)
    }

    fn standing(&self, live: &[Process], shards: &[Shard]) -> Standing {
        let total = u32::try_from(shards.len()).unwrap_or(u32::MAX);
        let own = shards.iter().filter(|shard| shard.held_by.as_deref() == Some(self.worker.as_str()));
        let (mut keep, mut give_back) = (BTreeSet::new(), BTreeSet::new());
        let share = self.share(live, total);
        for shard in own {
            // The lowest stay, so that shard 0, which registers commands, moves least.
            let goes_to = if keep.len() < share { &mut keep } else { &mut give_back };
            goes_to.insert(shard.shard);
        }
        Standing { total, keep, give_back, took_over: false }
    }

    fn share(&self, live: &[Process], total: u32) -> usize {
        let sharing: Vec<&str> =
            live.iter().filter(|process| process.leases).map(|process| process.id.as_str()).collect();
        share_of(&sharing, &self.worker, total)
    }

    async fn take_free(
        &self,
        part: &Part,
        standing: &Standing,
        shards: &[Shard],
        live: &[Process],
    ) -> Result<Vec<u32>, AppError> {
        let now = self.now();
        let wanted = self.share(live, standing.total).saturating_sub(standing.keep.len());
        let free = shards.iter().any(|shard| shard.held_by.is_none() || shard.until <= now);
        if wanted == 0 || !free || !standing.give_back.is_empty() {
            return Ok(Vec::new());
        }
        let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
        Ok(self.store.claim_shards(&self.worker, now, part.lease, wanted).await?)
    }

    /// Who lives, and whether one was found gone: one that ran on this machine and runs no more need not be waited for.
    async fn living(&self) -> Result<(Vec<Process>, bool), AppError> {
        let known = self.store.live_processes(self.now()).await?;
        let is_gone = |known: &Process| known.id != self.worker && process::is_gone(&known.id);
        let (gone, live): (Vec<_>, Vec<_>) = known.into_iter().partition(is_gone);
        for gone in &gone {
            tracing::warn!(process = gone.id, "a process on this machine is gone; what it held is free");
            self.store.process_left(&gone.id).await?;
        }
        Ok((live, !gone.is_empty()))
    }

    /// A shard's connection is closed and all that it brought is done: others may have it.
    pub async fn give_back(&self, shard: u32) -> Result<(), AppError> {
        self.store.release_shard(shard, &self.worker).await?;
        Ok(())
    }

    /// This process is about to end: others may have its share, as it gives it back.
    pub async fn retire(&self, part: &mut Part) -> Result<(), AppError> {
        part.own.leases = false;
        self.renew(part).await
    }

    /// This process ends: all that it held is free at once.
    pub async fn leave(&self) -> Result<(), AppError> {
        Ok(self.store.process_left(&self.worker).await?)
    }

    /// How long to wait for the next turn to identify in a bucket, as far as is known.
    pub async fn identify_wait(&self, bucket: u32, apart: Duration) -> Result<Duration, AppError> {
        let next = self.store.next_identify_turn(bucket).await?.unwrap_or_default();
        let wait = (next - self.now()).to_std().unwrap_or_default();
        // One that is further ahead was told by a clock that has been put right since.
        Ok(if wait > apart { Duration::ZERO } else { wait })
    }

    /// Takes the turn to identify in a bucket, the next one `apart` later; `false` where another process was first.
    pub async fn take_identify_turn(&self, bucket: u32, apart: Duration) -> Result<bool, AppError> {
        let apart = TimeDelta::from_std(apart).unwrap_or(TimeDelta::seconds(5));
        match self.store.take_identify_turn(bucket, self.now(), apart).await {
            // Nobody can note a turn; members are better off with a bot that says that it cannot save.
            Err(StoreError::Full { .. }) => Ok(true),
            taken => Ok(taken?),
        }
    }

    /// How many processes live, this one among them: what all of them together may do is divided by it.
    pub fn live_processes(&self) -> watch::Receiver<usize> {
        self.live.subscribe()
    }

    /// Forgets what is kept of some servers: another process may have changed what it is made of.
    pub async fn forget(&self, whose: impl Fn(ServerId) -> bool) -> Result<(), AppError> {
        self.recognisers.forget(&whose);
        self.to_roles.forget(&whose);
        self.contents.forget(&whose);
        self.read_editions_again().await
    }
}

/// How many of so many shards are one process's, where the sharing ones are told oldest first: all get the same, and the
/// oldest one more where that does not come out even.
fn share_of(sharing: &[&str], own: &str, total: u32) -> usize {
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    let Some(place) = sharing.iter().position(|id| *id == own) else {
        return 0;
    };
    total / sharing.len() + usize::from(place < total % sharing.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shard_is_somebodys_share_and_shares_differ_by_one_at_most() {
        let names: Vec<String> = (0..9).map(|n| format!("p{n}")).collect();
        for live in 1..=names.len() {
            let sharing: Vec<&str> = names.iter().take(live).map(String::as_str).collect();
            for total in 1..=20 {
                let shares: Vec<usize> = sharing.iter().map(|own| share_of(&sharing, own, total)).collect();
                assert_eq!(shares.iter().sum::<usize>(), usize::try_from(total).expect("small"));
                let (most, least) = (shares.iter().max(), shares.iter().min());
                assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1), "{shares:?}");
            }
        }
        assert_eq!(share_of(&["a"], "stranger", 4), 0);
    }
}
