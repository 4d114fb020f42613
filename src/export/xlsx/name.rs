//! Names of sheets: at most 31 places, none of `[ ] : * ? / \`, no apostrophe at either end, each only once.
//! What Excel would refuse is mended here, for it calls the whole file damaged otherwise.
//! It must not fail.

use std::collections::BTreeSet;

/// Places that Excel gives a name, in UTF-16 units.
const MOST: usize = 31;

/// The names that a workbook has already.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A name like the wished one that the workbook does not have yet; `instead` where nothing of it is left.
    pub(super) fn take(&mut self, wished: &str, instead: &str) -> String {
        let clean = cleaned(wished);
        let name = if clean.is_empty() { cleaned(instead) } else { clean };
        let numbered = (1_u32..).map(|number| match number {
            1 => cut(&name, MOST).to_owned(),
            _ => format!("{} ({number})", cut(&name, MOST - 3 - number.to_string().len()).trim_end()),
        });
        // Excel tells names apart without regard to case, and keeps "History" for itself.
        let mut free = numbered.filter(|name| name.to_lowercase() != "history");
        let found = free.find(|name| self.taken.insert(name.to_lowercase()));
        found.unwrap_or(name)
    }
}

fn cleaned(name: &str) -> String {
    let allowed = name.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    let changed: String = allowed
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '-' } else { c })
        .collect();
    let ends = |c: char| c == '\'' || c.is_whitespace();
    cut(changed.trim_matches(ends), MOST).trim_end_matches(ends).to_owned()
}

/// The longest start of a text that fits so many UTF-16 units.
pub(super) fn cut(text: &str, most: usize) -> &str {
    let mut units = 0;
    let fits = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    fits.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_excel_refuses_is_replaced_and_twins_are_numbered() {
        let mut names = Names::default();
        let mut take = |wished| names.take(wished, "team");
        let taken = [take("Team: 10/2026"), take("team: 10/2026"), take("'?'"), take("''"), take("History")];
        assert_eq!(taken, ["Team- 10-2026", "team- 10-2026 (2)", "-", "team", "History (2)"]);
    }

    #[test]
    fn a_long_chinese_name_is_cut_to_31_places() {
        let mut names = Names::default();
        let long = "销售".repeat(20);
        assert_eq!(names.take(&long, "x").chars().count(), 31);
        assert_eq!(
            names.take(&long, "x"),
            format!("{} (2)", "销售".repeat(14).chars().take(27).collect::<String>())
        );
    }

    proptest! {
        #[test]
        fn excel_takes_every_name(wished in prop::collection::vec(".{0,40}|['\\[\\]:*?/\\\\ a]{0,40}", 1..9)) {
            let mut names = Names::default();
            let mut workbook = rust_xlsxwriter::Workbook::new();
            for name in &wished {
                workbook.add_worksheet().set_name(names.take(name, "table")).unwrap();
            }
            prop_assert!(workbook.save_to_buffer().is_ok());
        }
    }
}
