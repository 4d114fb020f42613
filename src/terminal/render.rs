//! A reply as lines for a terminal. Colours are there where the terminal has them; `anstream` strips them elsewhere.
//! It must not print.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::reply::{Block, Reply, bulleted};

const TITLE: Style = Style::new().bold();
const SPEAKER: Style = AnsiColor::Cyan.on_default().bold();
const QUOTE: Style = AnsiColor::Yellow.on_default();
const NOTE: Style = Style::new().dimmed();

/// The reply as text, each block on lines of its own.
pub fn render(reply: &Reply) -> String {
    reply.blocks.iter().fold(String::new(), |mut page, block| {
        // Writing to a string cannot fail.
        let _ = match block {
            Block::Title(text) => writeln!(page, "{TITLE}{}{TITLE:#}", clean(text)),
            Block::Said(who, line) => {
                writeln!(page, "{SPEAKER}{}:{SPEAKER:#} {}", clean(who), clean(line))
            }
            Block::Text(text) => writeln!(page, "{}", clean(text)),
            Block::List(lines) => {
                lines.iter().try_for_each(|line| writeln!(page, "  {}", bulleted(&clean(line))))
            }
            Block::Quote(words) => {
                writeln!(page, "  {QUOTE}> {}{QUOTE:#}", clean(words).replace('\n', "\n  > "))
            }
            Block::Field(name, value) => {
                writeln!(page, "{TITLE}{}:{TITLE:#} {}", clean(name), clean(value))
            }
            Block::Code(text) => writeln!(page, "{}", clean(text)),
            Block::Note(text) => writeln!(page, "{NOTE}{}{NOTE:#}", clean(text)),
            Block::Where(text, channel) => {
                writeln!(page, "{}", clean(text).replace("{place}", &channel.to_string()))
            }
            Block::Moment(text, at) => {
                let moment = chrono::DateTime::from_timestamp(*at, 0).unwrap_or_default();
                writeln!(page, "{} {}", clean(text), moment.format("%Y-%m-%d %H:%M UTC"))
            }
        };
        page
    })
}

/// Words of others must not steer the terminal.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}
