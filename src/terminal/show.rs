//! `sparring check --show ID`: a scenario's own transcripts, played and read out with all receipts, for an author's eyes.
//! In `practice` they would be refused as pasted.

use std::io::{self, Write};

use super::render::render;
use crate::playbook::{Library, play};
use crate::reply::{Block, Reply, drill, phrase};

/// Plays the transcripts of a scenario in every language that has it; `false` where none has.
///
/// # Errors
/// When the output cannot be written.
pub(super) fn show(library: &Library, scenario: &str, out: &mut dyn Write) -> io::Result<bool> {
    let mut found = false;
    for playbook in &library.playbooks {
        let (Some(plan), Some(words)) = (playbook.plan(scenario), library.words(playbook.language.as_str()))
        else {
            continue;
        };
        found = true;
        writeln!(out, "{}", render(&drill::briefing(words, &plan)))?;
        let transcripts = &plan.scenario.transcripts;
        let three = [("model", &transcripts.model), ("weak", &transcripts.weak), ("bad", &transcripts.bad)];
        for (name, lines) in three {
            let Some((_, bout, card)) = play(playbook.recogniser(), &plan, lines, 0) else { continue };
            writeln!(
                out,
                "{}",
                render(&Reply::default().with(Block::Title(format!("{scenario} · {name}"))))
            )?;
            let you = words.plain(phrase::TERMINAL_YOU);
            for number in 0..=bout.turns.len() {
                let mut said = Reply::default().with(drill::said(&bout, number));
                if let Some(turn) = bout.turns.get(number) {
                    said = said.with(Block::Said(you.to_owned(), turn.said.clone()));
                }
                write!(out, "{}", render(&said))?;
            }
            writeln!(out, "\n{}", render(&drill::receipts(words, &bout, &card)))?;
        }
    }
    Ok(found)
}
