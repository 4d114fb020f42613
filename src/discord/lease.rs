//! For how long this process may take events of its shards: by a clock that nobody can put forward or back. Whoever takes
//! over waits until the lease in the database is over; by then this one is, too, whether or not the database answers.
//! It must not ask the database.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// May be asked whether it is over, and waited for. A clone is the same lease.
#[derive(Clone)]
pub(super) struct Lease(watch::Receiver<Option<Instant>>);

/// Renews a lease. Dropped, the lease runs out as it was renewed last.
pub(super) struct Renewal(watch::Sender<Option<Instant>>);

/// A lease that was never renewed; `forever` where nobody else wants what it is for.
pub(super) fn lease(forever: bool) -> (Renewal, Lease) {
    let (renewal, lease) = watch::channel((!forever).then(Instant::now));
    (Renewal(renewal), Lease(lease))
}

impl Renewal {
    /// It was renewed by a request that began then, for so long.
    pub(super) fn renewed(&self, begun: Instant, length: Duration) {
        self.0.send_modify(|until| *until = until.map(|until| until.max(begun + length)));
    }
}

impl Lease {
    /// Whether it is over now.
    pub(super) fn is_over(&self) -> bool {
        self.0.borrow().is_some_and(|until| until <= Instant::now())
    }

    /// Waits until it is over.
    pub(super) async fn end(&mut self) {
        loop {
            let Some(until) = *self.0.borrow_and_update() else {
                return std::future::pending().await;
            };
            let gone = tokio::select! {
                () = tokio::time::sleep_until(until) => false,
                changed = self.0.changed() => changed.is_err(),
            };
            if gone {
                tokio::time::sleep_until(until).await;
            }
            if self.is_over() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: Duration = Duration::from_millis(60);

    #[tokio::test]
    async fn it_ends_when_it_is_not_renewed_and_not_before() {
        let (renewal, mut lease) = lease(false);
        assert!(lease.is_over());
        let began = Instant::now();
        renewal.renewed(began, LENGTH);
        let waiting = tokio::spawn(async move {
            lease.end().await;
            began.elapsed()
        });
        renewal.renewed(began + LENGTH, LENGTH);
        // An answer that comes late takes nothing back.
        renewal.renewed(began, LENGTH);
        assert!(waiting.await.expect("ended") >= 2 * LENGTH);
    }

    #[tokio::test]
    async fn what_nobody_else_wants_never_ends_and_a_dropped_renewal_lets_it_run_out() {
        let (_renewal, mut apart) = lease(true);
        assert!(!apart.is_over());
        assert!(tokio::time::timeout(LENGTH, apart.end()).await.is_err());
        let (renewal, mut shared) = lease(false);
        let began = Instant::now();
        renewal.renewed(began, LENGTH);
        drop(renewal);
        shared.end().await;
        assert!(shared.is_over() && began.elapsed() >= LENGTH);
    }
}
