//! Shards: the parts of the gateway that this process serves now. It keeps its lease, connects what it holds, gives back
//! what is others' share (closed first, and all done that it brought) and takes over what nobody holds any more.
//! A connection whose lease could not be renewed in time ends by itself, before anybody else may begin one.
//! It must not decide who holds what: that is agreed in the database (`app/processes`).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;

use super::gateway::{self, Asked, Ended, GatewayError, Piece, Until};
use super::lanes::Lanes;
use super::lease::{Lease, Renewal, lease};
use super::{Bot, BotError, Gateway, Plan, intake, message};
use crate::app::{AppError, Part, Standing};
use crate::coach::ids::ServerId;
use crate::config::Shards;

/// Events of a shard that may wait to be worked on.
const WAITING: usize = 10_000;
/// The longest wait between two looks at who holds what.
const LOOK: Duration = Duration::from_secs(1);
/// The longest wait before a gateway that does not answer is asked again.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Serves this process's shards until `stop` turns true, or Discord closes one for good.
pub(super) async fn serve(
    bot: Arc<Bot>,
    asked: Asked,
    plan: Plan,
    gateway: &Gateway,
    mut stop: watch::Receiver<bool>,
) -> Result<(), BotError> {
    let buckets = gateway.session_start_limit.max_concurrency.max(1);
    let begun = Instant::now();
    let part = match plan.shards {
        Shards::Range { .. } => bot.app.join_apart(plan.lease).await?,
        Shards::Shared(wished) => bot.app.join(wished, plan.lease).await?,
        Shards::Recommended => bot.app.join(gateway.shards.max(1), plan.lease).await?,
    };
    let (renewal, lease) = lease(matches!(plan.shards, Shards::Range { .. }));
    let world =
        Arc::new(World { bot, asked: Arc::new(asked), apart: plan.apart, buckets, lanes: Lanes::default() });
    let (running, tasks) = Default::default();
    let mut keeper = Keeper { world, plan, part, renewal, lease, sign: begun, running, tasks };
    keeper.renewal.renewed(begun, keeper.valid());
    let result = keeper.keep(&mut stop).await;
    keeper.close().await;
    result
}

/// What all shards share.
struct World {
    bot: Arc<Bot>,
    asked: Arc<Asked>,
    apart: Duration,
    buckets: u32,
    lanes: Lanes,
}

struct Keeper {
    world: Arc<World>,
    plan: Plan,
    part: Part,
    renewal: Renewal,
    lease: Lease,
    /// When the last sign of life was given.
    sign: Instant,
    /// Those that are served, each with the means to tell it to end.
    running: BTreeMap<Piece, watch::Sender<bool>>,
    tasks: JoinSet<(Piece, Result<(), GatewayError>)>,
}

impl Keeper {
    /// For so long a sign of life lets events be taken: a little less than the lease, for clocks differ.
    fn valid(&self) -> Duration {
        self.plan.lease * 4 / 5
    }

    async fn keep(&mut self, stop: &mut watch::Receiver<bool>) -> Result<(), BotError> {
        let mut wrong = false;
        self.say_what_was_left().await;
        loop {
            let looked = tokio::select! {
                looked = self.look() => looked,
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
            };
            // Told once, not at every look.
            if let (Err(error), false) = (&looked, wrong) {
                tracing::error!(%error, "it cannot be told who serves which shards; those served now go on for a while");
            }
            wrong = looked.is_err();
            tokio::select! {
                () = pause(LOOK.min(self.plan.lease / 15)) => {}
                Some(ended) = self.tasks.join_next() => self.ended(ended)?,
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
            }
        }
    }

    async fn look(&mut self) -> Result<(), AppError> {
        if self.sign.elapsed() >= self.plan.lease / 3 || self.lease.is_over() {
            let begun = Instant::now();
            self.world.bot.app.renew(&self.part).await?;
            self.renewal.renewed(begun, self.valid());
            self.sign = begun;
        }
        let mut standing = self.world.bot.app.look(&mut self.part).await?;
        if let Shards::Range { first, last, total } = self.plan.shards {
            standing = Standing { total, keep: (first..=last).collect(), ..standing };
        }
        if standing.took_over {
            self.say_what_was_left().await;
        }
        for shard in &standing.give_back {
            if !self.running.keys().any(|piece| piece.shard == *shard) {
                self.world.bot.app.give_back(*shard).await?;
                tracing::info!(shard, "given back: it is another process's share");
            }
        }
        self.follow(&standing).await
    }

    /// Ends what is not kept, and begins what is.
    async fn follow(&mut self, standing: &Standing) -> Result<(), AppError> {
        let total = standing.total;
        for (piece, told) in &self.running {
            if piece.total != total || !standing.keep.contains(&piece.shard) {
                told.send_replace(true);
            }
        }
        let idle = |shard: &&u32| !self.running.keys().any(|piece| piece.shard == **shard);
        let begun: Vec<Piece> =
            standing.keep.iter().filter(idle).map(|shard| Piece { shard: *shard, total }).collect();
        if begun.is_empty() {
            return Ok(());
        }
        // Direct messages come over shard 0 and may be about any server.
        let all = begun.iter().any(|piece| piece.shard == 0);
        let whose = |server| all || begun.iter().any(|piece| piece.brings(server));
        self.world.bot.app.forget(whose).await?;
        for piece in begun {
            self.begin(piece);
        }
        Ok(())
    }

    fn begin(&mut self, piece: Piece) {
        let (tell, told) = watch::channel(false);
        let until = Until { told, lease: self.lease.clone() };
        let serving = tokio::spawn(Arc::clone(&self.world).serve(piece, until));
        self.tasks.spawn(async move {
            let ended = serving.await.inspect_err(|error| tracing::error!(%error, "a shard ended badly"));
            (piece, ended.unwrap_or(Ok(())))
        });
        self.running.insert(piece, tell);
    }

    fn ended(&mut self, ended: Result<(Piece, Result<(), GatewayError>), JoinError>) -> Result<(), BotError> {
        if let Ok((piece, result)) = ended {
            self.running.remove(&piece);
            result?;
        }
        Ok(())
    }

    async fn say_what_was_left(&self) {
        message::say_what_was_left(Arc::clone(&self.world.bot), &self.world.lanes).await;
    }

    /// Closes everything; each shard is free for others as soon as all is done that it brought.
    async fn close(&mut self) {
        let app = &self.world.bot.app;
        let told = |error: AppError| tracing::warn!(%error, "others take over only when the lease is over");
        app.retire(&mut self.part).await.unwrap_or_else(told);
        for tell in self.running.values() {
            tell.send_replace(true);
        }
        while let Some(ended) = self.tasks.join_next().await {
            if let Ok((piece, _)) = ended {
                app.give_back(piece.shard).await.unwrap_or_else(told);
            }
        }
        self.world.lanes.finish().await;
        app.leave().await.unwrap_or_else(told);
    }
}

impl Piece {
    /// Whether events of a server come over this shard.
    fn brings(self, server: ServerId) -> bool {
        (server.0.cast_unsigned() >> 22) % u64::from(self.total.max(1)) == u64::from(self.shard)
    }
}

impl World {
    /// Serves a shard until it is told to end or may no more; then all is done that it brought.
    async fn serve(self: Arc<Self>, piece: Piece, until: Until) -> Result<(), GatewayError> {
        let (events, received) = mpsc::channel(WAITING);
        let (lanes, done) = self.lanes.apart();
        let work = tokio::spawn(intake::work(Arc::clone(&self.bot), piece.shard, lanes, received));
        let result = self.connected(piece, events, until).await;
        work.await.ok();
        done.wait().await;
        result
    }

    async fn connected(
        &self,
        piece: Piece,
        events: mpsc::Sender<gateway::Event>,
        mut until: Until,
    ) -> Result<(), GatewayError> {
        let mut wait = Duration::from_millis(500);
        loop {
            tokio::select! {
                () = self.turn_is_near(piece) => {}
                () = until.ends() => return Ok(()),
            }
            let (asked, turn) = (Arc::clone(&self.asked), self.turn(piece));
            match gateway::connect(asked, piece, events.clone(), until.clone(), turn).await {
                Ended::Told => return Ok(()),
                Ended::Anew | Ended::NoTurn => wait = Duration::from_millis(500),
                Ended::Unreachable(why) => {
                    tracing::warn!(shard = piece.shard, why, "the gateway does not answer");
                    wait = (wait * 2).min(LONGEST_WAIT);
                    tokio::select! {
                        () = pause(wait) => {}
                        () = until.ends() => return Ok(()),
                    }
                }
                Ended::ForGood(error) => return Err(error),
            }
        }
    }

    /// Waits until the turn to identify may be this shard's. Discord takes one at a time from each bucket, whichever
    /// process it comes from.
    async fn turn_is_near(&self, piece: Piece) {
        while !self.apart.is_zero() {
            match self.bot.app.identify_wait(piece.shard % self.buckets, self.apart).await {
                Ok(Duration::ZERO) => return,
                Ok(wait) => pause(wait).await,
                Err(error) => {
                    tracing::warn!(shard = piece.shard, %error, "no turn to identify; it is asked for again");
                    pause(LOOK).await;
                }
            }
        }
    }

    async fn turn(&self, piece: Piece) -> bool {
        if self.apart.is_zero() {
            return true;
        }
        let taken = self.bot.app.take_identify_turn(piece.shard % self.buckets, self.apart).await;
        taken.unwrap_or_else(|error| {
            tracing::warn!(shard = piece.shard, %error, "no turn to identify; it is asked for again");
            false
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "after every wait it is looked at anew how things stand")]
async fn pause(wait: Duration) {
    tokio::time::sleep(wait).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_server_comes_over_one_shard_and_direct_messages_over_the_first() {
        for id in [0, 1 << 22, 3 << 22, (7 << 22) + 5, i64::MAX] {
            let over = |shard: &u32| Piece { shard: *shard, total: 4 }.brings(ServerId(id));
            assert_eq!((0..4).filter(over).count(), 1);
        }
        assert!(Piece { shard: 0, total: 4 }.brings(ServerId(0)));
        assert!(Piece { shard: 3, total: 4 }.brings(ServerId((7 << 22) + 5)));
    }
}
