//! One lane a member: what a member does is worked on one after another, members beside each other.
//! A lane exists only while something is in it, so memory follows what is going on.
//! It must not know what the work is.

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, mpsc};

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Work that may wait in one lane; whoever presses faster than this has the rest dropped.
const LONGEST: usize = 20;

/// The lanes.
#[derive(Clone, Default)]
pub(super) struct Lanes {
    waiting: Arc<Mutex<HashMap<i64, VecDeque<Work>>>>,
    empty: Arc<Notify>,
    /// Held by all work that is put in through this clone.
    ticket: Option<mpsc::Sender<()>>,
}

/// Waits until all work is done that was put in through some lanes.
pub(super) struct Done(mpsc::Receiver<()>);

impl Done {
    /// Waits; those lanes must have been dropped.
    pub(super) async fn wait(mut self) {
        // Nothing is ever sent: the last ticket that goes ends it.
        while self.0.recv().await.is_some() {}
    }
}

impl Lanes {
    /// The same lanes, with an eye on what is put in through them.
    pub(super) fn apart(&self) -> (Self, Done) {
        let (ticket, all) = mpsc::channel(1);
        (Self { ticket: Some(ticket), ..self.clone() }, Done(all))
    }

    /// Puts work at the end of a lane; `false` where the lane is full.
    pub(super) fn push(&self, lane: i64, work: impl Future<Output = ()> + Send + 'static) -> bool {
        let ticket = self.ticket.clone();
        let work = async move {
            let _held = ticket;
            work.await;
        };
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = waiting.get_mut(&lane) {
            let fits = queue.len() < LONGEST;
            if fits {
                queue.push_back(Box::pin(work));
            }
            return fits;
        }
        waiting.insert(lane, VecDeque::new());
        drop(waiting);
        let all = Self { ticket: None, ..self.clone() };
        tokio::spawn(all.drain(lane, Box::pin(work)));
        true
    }

    async fn drain(self, lane: i64, first: Work) {
        let mut next = Some(first);
        while let Some(work) = next {
            // A task of its own, so that a panic ends this piece of work and not the lane.
            if let Err(error) = tokio::spawn(work).await {
                tracing::error!(%error, "a piece of work ended badly");
            }
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            next = waiting.get_mut(&lane).and_then(VecDeque::pop_front);
            if next.is_none() {
                waiting.remove(&lane);
                self.empty.notify_waiters();
            }
        }
    }

    /// Waits until all that was started is finished.
    pub(super) async fn finish(&self) {
        loop {
            let empty = self.empty.notified();
            if self.waiting.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
                return;
            }
            empty.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_lane_keeps_its_order_and_survives_a_panic() {
        let lanes = Lanes::default();
        let seen = Arc::new(Mutex::new(Vec::new()));
        for n in 0..10 {
            let seen = Arc::clone(&seen);
            assert!(lanes.push(1, async move {
                tokio::task::yield_now().await;
                assert_ne!(n, 4, "one piece of work panics");
                seen.lock().expect("not poisoned").push(n);
            }));
        }
        lanes.finish().await;
        assert_eq!(*seen.lock().expect("not poisoned"), [0, 1, 2, 3, 5, 6, 7, 8, 9]);
    }

    #[tokio::test]
    async fn what_one_shard_brought_can_be_waited_for_alone() {
        let lanes = Lanes::default();
        let gate = Arc::new(Notify::new());
        let opened = Arc::clone(&gate);
        lanes.push(1, async move { opened.notified().await });
        let (apart, done) = lanes.apart();
        let seen = Arc::new(Mutex::new(0));
        let (inner, count) = (apart.clone(), Arc::clone(&seen));
        // Work that puts more in: both are waited for.
        apart.push(2, async move {
            inner.push(3, async move { *count.lock().expect("not poisoned") += 1 });
        });
        drop(apart);
        done.wait().await;
        assert_eq!(*seen.lock().expect("not poisoned"), 1);
        gate.notify_one();
        lanes.finish().await;
    }

    #[tokio::test]
    async fn a_full_lane_takes_no_more() {
        let lanes = Lanes::default();
        let gate = Arc::new(Notify::new());
        let opened = Arc::clone(&gate);
        lanes.push(1, async move { opened.notified().await });
        let taken = (0..LONGEST + 5).filter(|_| lanes.push(1, async {})).count();
        assert_eq!(taken, LONGEST);
        gate.notify_one();
        lanes.finish().await;
    }
}
