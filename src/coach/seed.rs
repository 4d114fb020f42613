//! Chance that can be repeated: a small mixer that turns a seed and a place into a choice.
//! SplitMix64 (Steele, Lea and Flood, 2014) is enough for picking one of a few wordings, and it is the same everywhere.
//! It must not be used for secrets.

/// Mixes a seed with what the choice is for, so that neighbouring choices do not move together.
pub fn mix(seed: u64, salt: u64) -> u64 {
    let mut z = seed.wrapping_add(salt.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Picks one of `of` places; 0 where there is none to pick from.
pub fn pick(seed: u64, salt: u64, of: usize) -> usize {
    let of = u64::try_from(of).unwrap_or(u64::MAX).max(1);
    usize::try_from(mix(seed, salt) % of).unwrap_or(0)
}

/// The numbers `0..of` in an order that the seed decides (Fisher and Yates).
pub fn shuffled(seed: u64, of: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..of).collect();
    for last in (1..of).rev() {
        order.swap(last, pick(seed, last as u64, last + 1));
    }
    order
}

/// A 64-bit digest of text (FNV-1a), for noticing that something changed; not for keeping anybody out.
pub fn digest(text: &str) -> u64 {
    digest_bytes(text.as_bytes())
}

/// The same of bytes.
pub fn digest_bytes(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_keeps_every_number_once() {
        for seed in 0..50 {
            let mut order = shuffled(seed, 10);
            order.sort_unstable();
            assert_eq!(order, (0..10).collect::<Vec<_>>());
        }
    }

    #[test]
    fn seeds_choose_differently_and_repeat_themselves() {
        let choices: std::collections::BTreeSet<_> = (0..64).map(|seed| pick(seed, 1, 4)).collect();
        assert_eq!(choices.len(), 4);
        assert_eq!(pick(7, 3, 5), pick(7, 3, 5));
    }
}
