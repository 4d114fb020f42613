//! A seal on what buttons carry, so that an id that this bot never wrote does nothing.
//!
//! The key is made from the bot's token: it lasts as long as the token, is the same in all processes, and is stored
//! nowhere. A seal tells who wrote an id, not who may press: that is asked of the use case at each press, and pressing
//! twice changes nothing there.
//! It must not know what an id means.

use hmac::digest::Key;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::config::Secret;

/// Stands between an id and its seal; no id holds it.
const BETWEEN: char = '~';
/// Bytes of HMAC-SHA256 that are kept: half of it would be more than an id has room for, and who guesses has to ask
/// Discord for every try.
const KEPT: usize = 8;
/// Sets these keys apart from anything else that may once be made from a token.
const PURPOSE: &[u8] = b"sparring: ids of buttons and forms";

/// Closes and opens ids.
#[derive(Clone)]
pub struct Seal(Hmac<Sha256>);

impl Seal {
    /// The seal that goes with a token.
    #[must_use]
    pub fn of(token: &Secret) -> Self {
        let digest = Sha256::new().chain_update(PURPOSE).chain_update(token.reveal().trim()).finalize();
        let mut key = Key::<Hmac<Sha256>>::default();
        key.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self(Hmac::new(&key))
    }

    /// An id with its seal, 17 characters longer.
    #[must_use]
    pub fn close(&self, id: &str) -> String {
        let mut closed = self.until_the_seal(id);
        let mut mac = self.0.clone();
        mac.update(id.as_bytes());
        for byte in mac.finalize().into_bytes().iter().take(KEPT) {
            closed.push_str(&format!("{byte:02x}"));
        }
        closed
    }

    /// How an id begins in a message, whatever token it was sealed with.
    pub(super) fn until_the_seal(&self, id: &str) -> String {
        format!("{id}{BETWEEN}")
    }

    /// The id without its seal; `None` where it has none, or another's.
    #[must_use]
    pub fn open<'i>(&self, closed: &'i str) -> Option<&'i str> {
        let (id, seal) = closed.rsplit_once(BETWEEN)?;
        let seal: Vec<u8> = (0..seal.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(seal.get(at..at + 2)?, 16).ok())
            .collect::<Option<_>>()?;
        let mut mac = self.0.clone();
        mac.update(id.as_bytes());
        // Takes as long for a wrong seal as for a right one.
        (seal.len() == KEPT && mac.verify_truncated_left(&seal).is_ok()).then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seal(token: &str) -> Seal {
        Seal::of(&Secret::from(token.to_owned()))
    }

    #[test]
    fn an_id_comes_back_from_its_seal_in_any_process_with_the_token() {
        let closed = seal("token").close("v1:done:7:3");
        assert_eq!(seal("token").open(&closed), Some("v1:done:7:3"));
        assert_eq!(seal(" token\n").open(&closed), Some("v1:done:7:3"), "as the environment may give it");
        assert_eq!(seal("another").open(&closed), None);
        assert!(closed.starts_with(&seal("another").until_the_seal("v1:done:7:3")));
    }

    #[test]
    fn seals_are_no_longer_valid_once_anything_is_changed() {
        let closed = seal("token").close("v1:done:7:3");
        for forged in [
            "v1:done:7:3".to_owned(),
            "v1:done:7:3~".to_owned(),
            closed.replace(":7:", ":8:"),
            closed.to_uppercase(),
            format!("{closed}00"),
            closed[..closed.len() - 2].to_owned(),
        ] {
            assert_eq!(seal("token").open(&forged), None, "{forged}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_refused(id in "\\PC{0,100}") {
            prop_assert_eq!(seal("token").open(&id), None);
        }

        #[test]
        fn whatever_is_closed_can_be_opened(id in "[a-z0-9:-]{0,60}") {
            let seal = seal("token");
            let closed = seal.close(&id);
            prop_assert_eq!(closed.len(), id.len() + 17);
            prop_assert_eq!(seal.open(&closed), Some(id.as_str()));
        }
    }
}
