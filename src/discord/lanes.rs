//! One lane a member: what a member does is worked on one after another, members beside each other.
//! A lane exists only while something is in it, so memory follows what is going on.
//! It must not know what the work is.

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Work that may wait in one lane; whoever presses faster than this has the rest dropped.
const LONGEST: usize = 20;

/// The lanes.
#[derive(Clone, Default)]
pub(super) struct Lanes {
    waiting: Arc<Mutex<HashMap<i64, VecDeque<Work>>>>,
    empty: Arc<Notify>,
}

impl Lanes {
    /// Puts work at the end of a lane; `false` where the lane is full.
    pub(super) fn push(&self, lane: i64, work: impl Future<Output = ()> + Send + 'static) -> bool {
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
        tokio::spawn(self.clone().drain(lane, Box::pin(work)));
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
