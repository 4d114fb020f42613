//! Settings in words: what holds, and where it comes from.
//! It must not decide what holds.

use super::{Block, Phrase, Reply, Words, phrase};

/// One setting: what it is called, its value where there is one, and whether that is the server's and not one's own.
pub type Setting = (Phrase, Option<String>, bool);

/// A list of settings under a title; `taken` where something was just changed.
pub fn shown(words: &Words, title: Phrase, settings: &[Setting], taken: bool) -> Reply {
    let mut reply = Reply::default().with(Block::Title(words.plain(title).into()));
    for (name, value, from_server) in settings {
        let value = match value {
            Some(value) if *from_server => words.say(phrase::SETTINGS_FROM_SERVER, &[("value", value)]),
            Some(value) => value.clone(),
            None => words.plain(phrase::SETTINGS_NOT_SET).to_owned(),
        };
        reply = reply.with(Block::Field(words.plain(*name).into(), value));
    }
    let note = if taken { phrase::SETTINGS_TAKEN } else { phrase::SETTINGS_HOW };
    reply.with(Block::Note(words.plain(note).into()))
}
