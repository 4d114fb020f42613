//! A reply as Discord messages: embeds within Discord's limits, words of others escaped, nobody pinged.
//! The limits are kept here and nowhere else: what is too long becomes several messages, cut between blocks.
//! It must not send.

use serenity::builder::{
    CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed, CreateEmbedAuthor, CreateMessage,
    CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::application::ButtonStyle;
use serenity::model::channel::Nonce;
use unicode_normalization::char::is_combining_mark;

use super::custom_id;
use super::seal::Seal;
use crate::reply::{Action, Block, Button, Entry, Look, Reply, bulleted};

/// Characters of an embed's description that are used; Discord allows 4,096.
const DESCRIPTION: usize = 3_900;
/// Characters that the fences of a code block take.
const FENCES: usize = 8;
/// Characters of a title; Discord allows 256.
const TITLE: usize = 250;
/// Characters of a button's label; Discord allows 80.
const LABEL: usize = 80;
/// Characters of an option's label; Discord allows 100.
const OPTION: usize = 100;
/// Options of a list.
const OPTIONS: usize = 25;
/// Buttons in a row and rows in a message.
const ROW: usize = 5;

const BUYER: u32 = 0x2F_80_ED;
const COACH: u32 = 0x27_AE_60;

/// One message, ready for any of Discord's builders.
#[derive(Debug, Clone, Default)]
pub(super) struct Rendered {
    pub(super) embed: CreateEmbed,
    pub(super) rows: Vec<CreateActionRow>,
}

impl Rendered {
    /// A channel's message, which Discord shows once however often it is sent under its nonce.
    pub(super) fn message(self, nonce: String) -> CreateMessage {
        CreateMessage::new()
            .embed(self.embed)
            .components(self.rows)
            .allowed_mentions(nobody())
            .nonce(Nonce::String(nonce))
            .enforce_nonce(true)
    }
}

/// Nobody is ever pinged by words.
pub(super) fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new().empty_users().empty_roles().replied_user(false)
}

/// The messages of a reply, at least one; buttons are under the last.
pub(super) fn render(reply: &Reply, seal: &Seal) -> Vec<Rendered> {
    let speaker = reply.blocks.iter().find_map(|block| match block {
        Block::Said(who, _) => Some(who.as_str()),
        _ => None,
    });
    let (title, rest) = match reply.blocks.split_first() {
        Some((Block::Title(title), rest)) => (Some(title.as_str()), rest),
        _ => (None, reply.blocks.as_slice()),
    };
    let mut pages = vec![String::new()];
    let mut before: Option<&Block> = None;
    for block in rest {
        for (part, piece) in pieces_of(block).into_iter().enumerate() {
            let gap = if part == 0 { gap(before, block) } else { "\n" };
            let full =
                pages.last().is_some_and(|page| count(page) + count(&piece) + count(gap) > DESCRIPTION);
            if full {
                pages.push(String::new());
            }
            if let Some(page) = pages.last_mut() {
                if !page.is_empty() {
                    page.push_str(gap);
                }
                page.push_str(&piece);
            }
        }
        before = Some(block);
    }
    let last = pages.len() - 1;
    let picture = reply.files.iter().find(|file| file.kind.starts_with("image/"));
    let embed = |(at, page): (usize, String)| {
        let mut embed = CreateEmbed::new().colour(if speaker.is_some() { BUYER } else { COACH });
        if !page.is_empty() {
            embed = embed.description(page);
        }
        if let (0, Some(title)) = (at, title) {
            embed = embed.title(cut(&escape(title), TITLE));
        }
        if let (0, Some(who)) = (at, speaker) {
            embed = embed.author(CreateEmbedAuthor::new(cut(&tidy(who), TITLE)));
        }
        if let (true, Some(picture)) = (at == last, picture) {
            embed = embed.image(format!("attachment://{}", picture.name));
        }
        Rendered { embed, rows: if at == last { rows(reply, seal) } else { Vec::new() } }
    };
    pages.into_iter().enumerate().map(embed).collect()
}

/// What stands between two blocks: an empty line where something new begins, so that the eye finds it.
fn gap(before: Option<&Block>, block: &Block) -> &'static str {
    let after_words =
        matches!(before, Some(Block::Quote(_) | Block::List(_) | Block::Note(_) | Block::Said(..)));
    match block {
        Block::Field(..) | Block::Title(_) => "\n\n",
        Block::Text(_) | Block::Note(_)
            if after_words && !matches!((before, block), (Some(Block::Note(_)), Block::Note(_))) =>
        {
            "\n\n"
        }
        _ => "\n",
    }
}

fn markdown(block: &Block) -> String {
    match block {
        Block::Title(text) => format!("### {}", escape(text)),
        Block::Said(_, line) => escape(line),
        Block::Text(text) => escape(text),
        Block::List(lines) => lines.iter().map(|line| bulleted(&escape(line))).collect::<Vec<_>>().join("\n"),
        Block::Quote(words) => format!("> {}", escape(words).replace('\n', "\n> ")),
        Block::Field(name, value) if value.is_empty() => format!("**{}**", escape(name)),
        Block::Field(name, value) => format!("**{}**\n{}", escape(name), escape(value)),
        Block::Note(text) => format!("-# {}", escape(text)),
        Block::Code(text) => fenced(&in_fences(text)),
        // Discord shows it in the reader's own zone and language.
        Block::Moment(text, at) => format!("{} <t:{at}:f> (<t:{at}:R>)", escape(text)),
        Block::Where(text, channel) => escape(text).replace("{place}", &format!("<#{channel}>")),
    }
}

/// The pieces of a block; each piece of a code block is one by itself.
fn pieces_of(block: &Block) -> Vec<String> {
    match block {
        Block::Code(text) => {
            pieces(&in_fences(text), DESCRIPTION - FENCES).iter().map(|piece| fenced(piece)).collect()
        }
        _ => pieces(&markdown(block), DESCRIPTION),
    }
}

/// Text as it is in a code block, where nothing but its end is markup.
fn in_fences(text: &str) -> String {
    tidy(text).replace("``", "`\u{200B}`")
}

fn fenced(text: &str) -> String {
    format!("```\n{}\n```", text.trim_end())
}

/// A block that is too long by itself, cut at lines, and at characters where a line is too long.
fn pieces(text: &str, most: usize) -> Vec<String> {
    if count(text) <= most {
        return vec![text.to_owned()];
    }
    let mut found = vec![String::new()];
    for line in text.split_inclusive('\n') {
        let mut rest: Vec<char> = line.chars().collect();
        while !rest.is_empty() {
            let part: String = rest.drain(..rest.len().min(most)).collect();
            match found.last_mut() {
                Some(last) if count(last) + count(&part) <= most => last.push_str(&part),
                _ => found.push(part),
            }
        }
    }
    found
}

fn count(text: &str) -> usize {
    text.chars().count()
}

/// At most so many characters, the last an ellipsis where something is missing.
fn cut(text: &str, most: usize) -> String {
    if count(text) <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// Marks that may stand on one letter; nobody's name needs more, and a tower of them covers the lines around it.
const MARKS: usize = 3;

/// Without characters that steer or hide: controls, bidirectional overrides, what has no width, tags, and towers of marks.
pub(super) fn tidy(text: &str) -> String {
    let mut marks = 0;
    let shown = |&c: &char| {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        marks <= MARKS && (c == '\n' || !c.is_control()) && !hides(c)
    };
    text.chars().filter(shown).collect()
}

/// Unicode's bidirectional controls (UAX #9) and default ignorable characters (UCD), but for the joiner in an emoji of several
/// and the selectors of its look.
fn hides(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Words of others as they are, not as markup.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    let mut line_starts = true;
    for c in tidy(text).chars() {
        let opens_a_line = line_starts && matches!(c, '>' | '#' | '-' | '+');
        if matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '[' | ']') || opens_a_line {
            safe.push('\\');
        }
        safe.push(c);
        line_starts = c == '\n' || (line_starts && c == ' ');
    }
    safe
}

fn rows(reply: &Reply, seal: &Seal) -> Vec<CreateActionRow> {
    let buttons: Vec<CreateButton> =
        reply.buttons.iter().take(ROW * ROW).map(|it| button(it, seal)).collect();
    let mut rows: Vec<CreateActionRow> =
        buttons.chunks(ROW).map(|row| CreateActionRow::Buttons(row.to_vec())).collect();
    if let Some(choice) = &reply.choice {
        let option = |entry: &Entry| {
            CreateSelectMenuOption::new(cut(&tidy(&entry.words), OPTION), entry.value.as_str())
                .default_selection(entry.chosen)
        };
        let options: Vec<_> = choice.options.iter().take(OPTIONS).map(option).collect();
        let count = |wanted: usize| u8::try_from(wanted.min(options.len())).unwrap_or(1);
        let (least, most) = (count(choice.least), count(choice.most));
        let menu =
            CreateSelectMenu::new(closed(seal, &choice.action), CreateSelectMenuKind::String { options })
                .placeholder(cut(&choice.prompt, OPTION))
                .min_values(least)
                .max_values(most);
        rows.push(CreateActionRow::SelectMenu(menu));
    }
    if let Some(people) = &reply.people {
        let menu = CreateSelectMenu::new(
            closed(seal, &people.action),
            CreateSelectMenuKind::User { default_users: None },
        );
        rows.push(CreateActionRow::SelectMenu(menu.placeholder(cut(&people.prompt, OPTION))));
    }
    rows.truncate(ROW);
    rows
}

/// What a button carries, sealed.
fn closed(seal: &Seal, action: &Action) -> String {
    seal.close(&custom_id::write(action))
}

fn button(button: &Button, seal: &Seal) -> CreateButton {
    let style = match button.look {
        Look::Main => ButtonStyle::Primary,
        Look::Plain => ButtonStyle::Secondary,
        Look::Stop => ButtonStyle::Danger,
    };
    CreateButton::new(closed(seal, &button.action)).label(cut(&tidy(&button.label), LABEL)).style(style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;
    use proptest::prelude::*;

    fn seal() -> Seal {
        Seal::of(&Secret::from("token".to_owned()))
    }

    fn page(reply: &Reply, at: usize) -> serde_json::Value {
        serde_json::to_value(&render(reply, &seal())[at].embed).expect("serialises")
    }

    #[test]
    fn words_of_others_are_not_markup() {
        assert_eq!(escape("# big *bold* <@1> [a](b)"), "\\# big \\*bold\\* \\<@1> \\[a\\](b)");
        assert_eq!(escape("1-3-7\n- x"), "1-3-7\n\\- x");
        assert_eq!(escape("a\u{202E}b"), "ab");
        assert_eq!(escape("@every\u{200B}one\u{FEFF} \u{2067}evil\u{2069}\u{E0041}"), "@everyone evil");
        assert_eq!(escape(&format!("Zoe\u{308}{}", "\u{301}".repeat(40))), "Zoe\u{308}\u{301}\u{301}");
        assert_eq!(escape("👩\u{200D}👧 ok"), "👩\u{200D}👧 ok");
    }

    #[test]
    fn nothing_but_its_end_closes_a_code_block() {
        let reply = Reply::default().with(Block::Code("a ``` *b* `````\n\n  ^".into()));
        let embed = page(&reply, 0);
        let text = embed["description"].as_str().expect("text");
        assert_eq!(text.matches("```").count(), 2, "{text}");
        assert!(
            text.starts_with("```\na `") && text.contains(" *b* `") && text.ends_with("\n\n  ^\n```"),
            "{text}"
        );
        let long = Reply::default().with(Block::Code("`x`\n".repeat(3_000)));
        for at in 0..render(&long, &seal()).len() {
            let embed = page(&long, at);
            let text = embed["description"].as_str().expect("text");
            assert!(text.starts_with("```\n") && text.ends_with("\n```") && text.len() <= 4_096, "{text}");
        }
    }

    #[test]
    fn the_buyer_speaks_under_their_own_name() {
        let reply = Reply::default()
            .with(Block::Said("Ms Wang".into(), "Too dear.".into()))
            .with(Block::Note("1 of 9".into()));
        let embed = page(&reply, 0);
        assert_eq!(embed["author"]["name"], "Ms Wang");
        assert_eq!(embed["description"], "Too dear.\n\n-# 1 of 9");
    }

    proptest! {
        #[test]
        fn nothing_is_too_long_for_discord(texts in proptest::collection::vec("\\PC{0,3000}", 0..8)) {
            let reply = texts.into_iter().fold(Reply::text("x"), |reply, text| reply.with(Block::Quote(text)));
            for rendered in render(&reply, &seal()) {
                let embed = serde_json::to_value(&rendered.embed).expect("serialises");
                let length = embed["description"].as_str().map_or(0, |d| d.encode_utf16().count());
                prop_assert!(length <= 2 * DESCRIPTION);
                prop_assert!(embed["description"].as_str().map_or(0, |d| d.chars().count()) <= 4_096);
            }
        }
    }
}
