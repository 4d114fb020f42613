//! The one font of all pictures, embedded: which characters it has and how wide each is.
//! It reads only the two tables needed for that (OpenType 1.9, `cmap` format 12 and `hmtx`), once.
//! It must not look for a font of the machine, or a picture would differ from one machine to the next.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb;

/// The family's name, as the font says it.
pub(super) const FAMILY: &str = "Noto Sans CJK SC";

const BYTES: &[u8] = include_bytes!("fonts/NotoSansCJKsc-Regular.subset.otf");

static FONT: LazyLock<Font> = LazyLock::new(|| Font::read(BYTES).unwrap_or_default());

static SHELF: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut shelf = fontdb::Database::new();
    shelf.load_font_source(fontdb::Source::Binary(Arc::new(BYTES)));
    Arc::new(shelf)
});

/// The font as the renderer wants it: a database with nothing else in it.
pub(super) fn shelf() -> Arc<fontdb::Database> {
    Arc::clone(&SHELF)
}

/// Whether the font has the character.
pub(super) fn has(char: char) -> bool {
    FONT.glyph(char).is_some()
}

/// How far the character moves the pen, in ems; one em where the font lacks it.
pub(super) fn advance(char: char) -> f64 {
    FONT.glyph(char)
        .and_then(|glyph| FONT.advances.get(glyph))
        .map_or(1.0, |units| f64::from(*units) / FONT.em)
}

/// What the tables say.
#[derive(Default)]
struct Font {
    /// Runs of characters with consecutive glyphs: first character, last character, first glyph; sorted.
    runs: Vec<(u32, u32, u32)>,
    /// The advance of each glyph, in units.
    advances: Vec<u16>,
    /// Units of an em.
    em: f64,
}

impl Font {
    fn read(bytes: &[u8]) -> Option<Self> {
        let em = f64::from(short(bytes, table(bytes, b"head")? + 18)?);
        let runs = runs(bytes, table(bytes, b"cmap")?)?;
        let glyphs = usize::from(short(bytes, table(bytes, b"maxp")? + 4)?);
        let long = usize::from(short(bytes, table(bytes, b"hhea")? + 34)?);
        let widths = table(bytes, b"hmtx")?;
        let advance = |glyph: usize| short(bytes, widths + 4 * glyph.min(long.saturating_sub(1)));
        let advances = (0..glyphs).map(advance).collect::<Option<Vec<u16>>>()?;
        Some(Self { runs, advances, em })
    }

    fn glyph(&self, char: char) -> Option<usize> {
        let code = u32::from(char);
        let after = self.runs.partition_point(|run| run.0 <= code);
        let (first, last, glyph) = self.runs.get(after.checked_sub(1)?)?;
        if code > *last { None } else { usize::try_from(glyph + (code - first)).ok() }
    }
}

/// Where a table begins.
fn table(bytes: &[u8], name: &[u8; 4]) -> Option<usize> {
    let entries = (0..usize::from(short(bytes, 4)?)).map(|entry| 12 + 16 * entry);
    let found = entries.into_iter().find(|at| bytes.get(*at..at + 4) == Some(name))?;
    usize::try_from(long(bytes, found + 8)?).ok()
}

/// The runs of the first subtable of format 12.
fn runs(bytes: &[u8], cmap: usize) -> Option<Vec<(u32, u32, u32)>> {
    for entry in 0..usize::from(short(bytes, cmap + 2)?) {
        let at = cmap + usize::try_from(long(bytes, cmap + 4 + 8 * entry + 4)?).ok()?;
        if short(bytes, at)? == 12 {
            let count = usize::try_from(long(bytes, at + 12)?).ok()?;
            let run = |group: usize| {
                let at = at + 16 + 12 * group;
                Some((long(bytes, at)?, long(bytes, at + 4)?, long(bytes, at + 8)?))
            };
            return (0..count).map(run).collect();
        }
    }
    None
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_come_from_the_font() {
        assert_eq!(advance('中'), 1.0);
        assert_eq!(advance('0'), 0.555);
        assert_eq!(advance(','), 0.278);
        assert_eq!(advance('🐄'), 1.0);
    }

    #[test]
    fn it_has_chinese_and_latin_and_no_emoji() {
        assert!("Az09é中囔喆\u{ff0c}。“”…□\u{e019}".chars().all(has));
        assert!(!has('🐄') && !has('\n') && !has('ש'));
    }

    #[test]
    fn the_renderer_finds_the_family() {
        let query = fontdb::Query { families: &[fontdb::Family::Name(FAMILY)], ..fontdb::Query::default() };
        assert!(shelf().query(&query).is_some());
        assert_eq!(shelf().len(), 1);
    }

    fn playbooks() -> std::path::PathBuf {
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks")
    }

    fn files(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                files(&path, found);
            } else if path.extension().is_some_and(|end| end == "toml") {
                found.push(path);
            }
        }
    }

    #[test]
    fn the_font_covers_the_playbooks() {
        let mut found = Vec::new();
        files(&playbooks(), &mut found);
        assert!(found.len() > 20);
        for file in found {
            let text = std::fs::read_to_string(&file).expect("a text");
            // No font of this size has emoji; they show as the placeholder.
            let emoji = |char: &char| u32::from(*char) >= 0x1_f000;
            let shown = super::super::measure::plain(&text.chars().filter(|c| !emoji(c)).collect::<String>());
            let lacking: Vec<char> =
                text.chars().filter(|c| !emoji(c) && !super::super::measure::known(*c)).collect();
            assert!(lacking.is_empty(), "{} has {lacking:?}", file.display());
            assert!(shown.chars().all(has));
        }
    }
}
