//! What is costly to make and belongs to one server, kept until what it is made of has changed.
//! What was begun before a change is not kept after it: whoever makes something takes the count first.
//! It must not make anything.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::coach::ids::ServerId;

/// So many are kept; then all are forgotten.
const MOST: usize = 200;

/// Things of servers, each under the server and a name of its own.
pub(super) struct Kept<K, V>(Mutex<Inner<K, V>>);

struct Inner<K, V> {
    /// How often something was forgotten.
    forgotten: u64,
    made: HashMap<(ServerId, K), Arc<V>>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Inner { forgotten: 0, made: HashMap::new() }))
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    /// Forgets those of some servers, after what they are made of has changed.
    pub(super) fn forget(&self, whose: impl Fn(ServerId) -> bool) {
        let mut inner = self.inner();
        inner.forgotten += 1;
        inner.made.retain(|(server, _), _| !whose(*server));
    }

    /// What is kept, else the count by which [`Self::keep`] tells whether what is made meanwhile is still right.
    pub(super) fn find(&self, server: ServerId, name: K) -> Result<Arc<V>, u64> {
        let inner = self.inner();
        inner.made.get(&(server, name)).cloned().ok_or(inner.forgotten)
    }

    /// Keeps what was made, unless something was forgotten since the count was taken.
    pub(super) fn keep(&self, server: ServerId, name: K, forgotten: u64, made: &Arc<V>) {
        let mut inner = self.inner();
        if inner.forgotten != forgotten {
            return;
        }
        if inner.made.len() >= MOST {
            inner.made.clear();
        }
        inner.made.insert((server, name), Arc::clone(made));
    }

    fn inner(&self) -> MutexGuard<'_, Inner<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_begun_before_a_change_is_not_kept() {
        let kept = Kept::default();
        let (server, made) = (ServerId(1), Arc::new("made"));
        let begun = kept.find(server, 1).expect_err("nothing is kept");
        kept.forget(|_| true);
        kept.keep(server, 1, begun, &made);
        let begun = kept.find(server, 1).expect_err("it was made of what is past");
        kept.keep(server, 1, begun, &made);
        assert!(kept.find(server, 1).is_ok());
        assert!(kept.find(server, 2).is_err() && kept.find(ServerId(2), 1).is_err());
        kept.forget(|other| other == ServerId(2));
        assert!(kept.find(server, 1).is_ok());
    }

    #[test]
    fn only_so_many_are_kept() {
        let (kept, made) = (Kept::default(), Arc::new("made"));
        for server in 0..1_000 {
            kept.keep(ServerId(server), (), 0, &made);
        }
        assert!(kept.inner().made.len() <= MOST);
    }
}
