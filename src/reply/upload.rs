//! A server's own content in words: what was uploaded, what is wrong with it, what is in effect.
//! Problems are shown with the picture of their place; those for which there is no room are counted.
//! It must not decide what is in order.

use super::{Action, Block, Look, Phrase, Reply, Words, phrase};

/// Characters of all pictures of one reply, so that it stays one message.
const PICTURES: usize = 3_000;
/// Characters of one picture, and of one of its lines.
const PICTURE: usize = 1_500;
const LINE: usize = 600;
/// Uploads that are listed.
const LISTED: usize = 40;

/// A file as people call it.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name of its kind, in the reader's language.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The playbook with its language.
    pub playbook: String,
}

impl Named {
    fn say(&self, words: &Words, what: Phrase, more: &[(&str, &str)]) -> String {
        let own = [("kind", self.kind.as_str()), ("name", &self.name), ("playbook", &self.playbook)];
        words.say(what, &[&own[..], more].concat())
    }

    /// A notice about it.
    pub fn told(&self, words: &Words, what: Phrase, more: &[(&str, &str)]) -> Reply {
        Reply::text(self.say(words, what, more))
    }

    /// How it is offered while somebody types.
    pub fn offered(&self, words: &Words) -> String {
        self.say(words, phrase::CHOOSE_UPLOAD, &[])
    }

    /// It was taken as a version, which may take effect now.
    pub fn taken(&self, words: &Words, version: u32, id: i64) -> Reply {
        let button = words.plain(phrase::BUTTON_ENABLE).to_owned();
        let told = self.told(words, phrase::UPLOAD_TAKEN, &[("version", &version.to_string())]);
        told.button(button, Action::Enable(id), Look::Main)
    }

    /// Why it was not taken, with the pictures of all problems.
    pub fn problems(&self, words: &Words, what: Phrase, pictures: &[String]) -> Reply {
        let count = pictures.len().to_string();
        shown(words, self.told(words, what, &[("count", &count)]), pictures)
    }
}

/// What is wrong with all that is in effect.
pub fn problems(words: &Words, pictures: &[String]) -> Reply {
    let count = pictures.len().to_string();
    shown(words, Reply::text(words.say(phrase::CONTENT_PROBLEMS, &[("count", &count)])), pictures)
}

/// As many pictures as one message has room for, and how many there are besides.
fn shown(words: &Words, mut reply: Reply, pictures: &[String]) -> Reply {
    let (mut room, mut shown) = (PICTURES, 0);
    for picture in pictures.iter().map(|picture| cut(picture)) {
        let Some(left) = room.checked_sub(picture.chars().count()) else { break };
        (room, shown) = (left, shown + 1);
        reply = reply.with(Block::Code(picture));
    }
    match pictures.len() - shown {
        0 => reply,
        more => reply.with(Block::Note(words.say(phrase::PROBLEMS_MORE, &[("count", &more.to_string())]))),
    }
}

/// A picture whose lines and length are bounded: what it shows was written by anybody.
fn cut(picture: &str) -> String {
    let mut kept = String::new();
    let mut room = PICTURE;
    for line in picture.lines() {
        let most = LINE.min(room);
        let mut line: String = line.chars().take(most + 1).collect();
        let length = line.chars().count();
        if length > most {
            line = line.chars().take(most.saturating_sub(1)).chain(['…']).collect();
        }
        room = room.saturating_sub(length + 1);
        kept.push_str(&line);
        kept.push('\n');
        if room == 0 {
            break;
        }
    }
    kept.truncate(kept.trim_end().len());
    kept
}

/// A playbook in the list.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// Its name.
    pub title: String,
    /// Its id with its language.
    pub playbook: String,
    /// The content's version.
    pub version: String,
    /// How many there are of each kind, by the kind's name.
    pub counts: Vec<(String, usize)>,
}

/// How a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The newest version is in effect.
    On,
    /// An older version is.
    OnOlder(u32),
    /// None is.
    Off,
    /// One ought to be, and does not fit the playbook any more.
    LeftOut,
}

/// An uploaded file in the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Which.
    pub named: Named,
    /// Its newest version.
    pub version: u32,
    /// How it stands.
    pub standing: Standing,
    /// Who uploaded the newest version.
    pub who: String,
    /// When, in seconds since 1970.
    pub at: i64,
}

/// The playbooks and a server's uploads, the latest first.
pub fn list(words: &Words, shelves: &[Shelf], uploads: &[Listed]) -> Reply {
    let heading = |phrase| Block::Field(words.plain(phrase).into(), String::new());
    let mut reply = Reply::default().with(Block::Title(words.plain(phrase::PLAYBOOK_LIST).into()));
    for shelf in shelves {
        let holes =
            [("title", shelf.title.as_str()), ("playbook", &shelf.playbook), ("version", &shelf.version)];
        let count = |(kind, count): &(String, usize)| {
            words.say(phrase::PLAYBOOK_COUNT, &[("kind", kind), ("count", &count.to_string())])
        };
        let counts: Vec<String> = shelf.counts.iter().map(count).collect();
        reply = reply.with(Block::Field(words.say(phrase::PLAYBOOK_LINE, &holes), counts.join(" · ")));
    }
    if uploads.is_empty() {
        return reply.with(Block::Note(words.plain(phrase::PLAYBOOK_NO_UPLOADS).into()));
    }
    reply = reply.with(heading(phrase::PLAYBOOK_UPLOADS));
    for upload in uploads.iter().take(LISTED) {
        let state = match upload.standing {
            Standing::On => words.plain(phrase::UPLOAD_ON).to_owned(),
            Standing::Off => words.plain(phrase::UPLOAD_OFF).to_owned(),
            Standing::LeftOut => words.plain(phrase::UPLOAD_LEFT_OUT).to_owned(),
            Standing::OnOlder(version) => {
                words.say(phrase::UPLOAD_ON_OLDER, &[("version", &version.to_string())])
            }
        };
        let version = upload.version.to_string();
        let more = [("version", version.as_str()), ("state", &state), ("who", &upload.who)];
        reply = reply.with(Block::Moment(upload.named.say(words, phrase::UPLOAD_LINE, &more), upload.at));
    }
    match uploads.len().saturating_sub(LISTED) {
        0 => reply,
        more => reply.with(Block::Note(words.say(phrase::PROBLEMS_MORE, &[("count", &more.to_string())]))),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::coach::ids::Language;

    #[test]
    fn many_and_long_pictures_stay_one_message() {
        let texts = BTreeMap::from([(phrase::PROBLEMS_MORE.name, "{count} more".to_owned())]);
        let words = Words::new(Language::new("en"), texts);
        let long = format!("error\n{}\n{}", "字".repeat(100_000), "x\n".repeat(10_000));
        let reply = shown(&words, Reply::default(), &vec![long; 50]);
        let pictures: Vec<&String> = reply
            .blocks
            .iter()
            .filter_map(|block| if let Block::Code(text) = block { Some(text) } else { None })
            .collect();
        assert!(!pictures.is_empty());
        assert!(pictures.iter().all(|p| p.chars().count() <= PICTURE && p.contains("字…")));
        let more = Block::Note(format!("{} more", 50 - pictures.len()));
        assert_eq!(reply.blocks.last(), Some(&more));
        assert_eq!(cut("a\n  b\n\n"), "a\n  b");
    }
}
