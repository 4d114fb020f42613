//! Which parts of the gateway a process serves: `auto`, `8` or `0-3/8`.
//! It must not know which of them others serve.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// More than any bot has: a typing error is not obeyed.
const MOST: u32 = 16_384;

/// Which shards a process serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(try_from = "String")]
pub enum Shards {
    /// A share of those that all processes on the database have agreed on: as many as Discord recommends.
    #[default]
    Recommended,
    /// A share of so many.
    Shared(u32),
    /// These and no others, whoever else is there.
    Range {
        /// The first of them.
        first: u32,
        /// The last of them.
        last: u32,
        /// How many there are in all.
        total: u32,
    },
}

/// What was written is none of the three.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error(
    "shards must be `auto` (as many as Discord recommends), a number such as `8`, or some of so many such as `0-3/8`"
)]
pub struct WrongShards;

impl FromStr for Shards {
    type Err = WrongShards;

    fn from_str(text: &str) -> Result<Self, WrongShards> {
        let text = text.trim();
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| WrongShards);
        if text.is_empty() || text == "auto" {
            return Ok(Self::Recommended);
        }
        let Some((range, total)) = text.split_once('/') else {
            let total = number(text)?;
            return if (1..=MOST).contains(&total) { Ok(Self::Shared(total)) } else { Err(WrongShards) };
        };
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let (first, last, total) = (number(first)?, number(last)?, number(total)?);
        let fits = first <= last && last < total && total <= MOST;
        if fits { Ok(Self::Range { first, last, total }) } else { Err(WrongShards) }
    }
}

impl TryFrom<String> for Shards {
    type Error = WrongShards;

    fn try_from(text: String) -> Result<Self, WrongShards> {
        text.parse()
    }
}

impl fmt::Display for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recommended => f.write_str("auto"),
            Self::Shared(total) => write!(f, "{total}"),
            Self::Range { first, last, total } => write!(f, "{first}-{last}/{total}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_understood_or_refused() {
        for text in ["auto", "8", "0-3/8", "2-2/4"] {
            assert_eq!(text.parse::<Shards>().expect("understood").to_string(), text);
        }
        assert_eq!("3/4".parse::<Shards>().ok(), Some(Shards::Range { first: 3, last: 3, total: 4 }));
        assert_eq!("".parse::<Shards>().ok(), Some(Shards::Recommended));
        for text in ["0", "four", "4-3/8", "0-8/8", "/8", "1-/8", "99999", "0-3"] {
            assert!(text.parse::<Shards>().is_err(), "{text}");
        }
    }
}
