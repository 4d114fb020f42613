//! A drill as it was said, in pages that a phone shows without much scrolling: the buyer's lines and the rep's words,
//! numbered by reply. Nothing is left out; what is too long goes on on the next page.
//! It must not say who the rep is.

use super::Block;
use crate::coach::drill::Bout;

/// Characters of a page.
const PAGE: usize = 1_200;
/// Characters of one piece of what somebody said.
const PIECE: usize = 1_000;

/// One exchange: what the buyer said and how the rep replied.
struct Exchange<'t> {
    head: String,
    buyer: &'t str,
    rep: Option<&'t str>,
}

/// The pages of a talk, at least one.
pub fn pages(bout: &Bout) -> Vec<Vec<Block>> {
    let buyer = |reply: usize| {
        let line = bout.said_before(reply);
        (line.speaker.as_ref().unwrap_or(&bout.plan.scenario.buyer.name), line.line.as_str())
    };
    let replied = bout.turns.iter().enumerate().map(|(n, turn)| {
        let (name, line) = buyer(n);
        Exchange { head: format!("{} · {name}", n + 1), buyer: line, rep: Some(turn.said.as_str()) }
    });
    let (name, line) = buyer(bout.turns.len());
    let last = Exchange { head: name.clone(), buyer: line, rep: None };
    paged(replied.chain([last]))
}

/// The pages of the rep's words alone, where the buyer's lines are not known any more.
pub fn pages_of_words<'t>(said: impl IntoIterator<Item = &'t str>) -> Vec<Vec<Block>> {
    let exchange = |(n, said)| Exchange { head: format!("{n}"), buyer: "", rep: Some(said) };
    paged((1usize..).zip(said).map(exchange))
}

fn paged<'t>(exchanges: impl Iterator<Item = Exchange<'t>>) -> Vec<Vec<Block>> {
    let mut pages = vec![Vec::new()];
    let mut filled = 0;
    for exchange in exchanges {
        let blocks = blocks(&exchange);
        let whole: usize = blocks.iter().map(|(_, length)| length).sum();
        // An exchange is kept together where a page holds it.
        let mut turn_over = filled > 0 && filled + whole > PAGE;
        for (block, length) in blocks {
            if turn_over || (filled > 0 && filled + length > PAGE) {
                pages.push(Vec::new());
                (filled, turn_over) = (0, false);
            }
            if let Some(page) = pages.last_mut() {
                page.push(block);
            }
            filled += length;
        }
    }
    pages
}

/// What one exchange is shown as, each block with its length.
fn blocks(exchange: &Exchange<'_>) -> Vec<(Block, usize)> {
    let length = |text: &str| text.chars().count();
    let mut buyer = pieces(exchange.buyer).into_iter();
    let first = buyer.next().unwrap_or_default();
    let mut all = vec![(Block::Field(exchange.head.clone(), first.clone()), length(&first))];
    all.extend(buyer.map(|piece| (Block::Text(piece.clone()), length(&piece))));
    let rep = exchange.rep.map(pieces).unwrap_or_default();
    all.extend(rep.into_iter().map(|piece| (Block::Quote(piece.clone()), length(&piece))));
    all
}

fn pieces(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(PIECE).map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(block: &Block) -> &str {
        match block {
            Block::Field(_, text) | Block::Text(text) | Block::Quote(text) => text,
            other => panic!("{other:?}"),
        }
    }

    proptest! {
        #[test]
        fn nothing_that_was_said_is_left_out_and_no_page_is_long(said in prop::collection::vec("\\PC{1,4000}", 0..9)) {
            let said: Vec<&str> = said.iter().map(String::as_str).collect();
            let pages = pages_of_words(said.iter().copied());
            let shown: String = pages.iter().flatten().map(text).collect();
            prop_assert_eq!(shown, said.concat());
            for page in &pages {
                prop_assert!(page.iter().map(|block| text(block).chars().count()).sum::<usize>() <= PAGE);
            }
        }
    }

    #[test]
    fn an_exchange_is_kept_together() {
        let long = "a".repeat(700);
        let pages = pages_of_words([long.as_str(), &long, "b"]);
        let counts: Vec<usize> = pages.iter().map(Vec::len).collect();
        // Each reply has its number and its words.
        assert_eq!(counts, [2, 4]);
    }
}
