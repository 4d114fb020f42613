//! Whether typed words are the answer: folded as replies are (width, case, traditional characters, what is invisible), with
//! typing errors forgiven where the question says so. A number keeps its sign and its point, and no slip makes it another.
//! It must not know what was asked.

use super::recognise::Text;

/// Whether what was typed is this answer, or so few typing errors in letters away as are forgiven.
pub(super) fn near(right: &str, typed: &str, typos: u32) -> bool {
    let (wanted, given) = (bare(right), bare(typed));
    if wanted.is_empty() || given.is_empty() {
        // An answer of signs alone is compared as it is.
        return wanted == given && Text::new(right).folded().trim() == Text::new(typed).folded().trim();
    }
    wanted == given
        || (numbers(&wanted) == numbers(&given)
            && strsim::damerau_levenshtein(&wanted, &given) <= typos as usize)
}

/// Letters, digits and percent signs, and the marks that are part of a number.
fn bare(text: &str) -> String {
    let text = Text::new(text);
    let all: Vec<char> = text.folded().chars().map(plain_mark).collect();
    let digit = |at: usize| all.get(at).is_some_and(char::is_ascii_digit);
    let before =
        |at: usize, what: fn(&char) -> bool| at.checked_sub(1).and_then(|at| all.get(at)).is_some_and(what);
    let kept = |(at, c): &(usize, &char)| match c {
        '.' => before(*at, char::is_ascii_digit) && digit(at + 1),
        '-' => digit(at + 1) && !before(*at, |c| c.is_alphabetic()),
        // Three digits after it are thousands, and those may be written without it.
        ',' => before(*at, char::is_ascii_digit) && digit(at + 1) && !is_thousands(&all, *at),
        c => c.is_alphanumeric() || **c == '%',
    };
    all.iter().enumerate().filter(kept).map(|(_, c)| *c).collect()
}

/// Dashes that stand for a minus, and the small percent sign.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        '\u{FE6A}' => '%',
        '\u{FE50}' => ',',
        '\u{FE52}' => '.',
        c => c,
    }
}

fn is_thousands(all: &[char], at: usize) -> bool {
    all.iter().skip(at + 1).take_while(|c| c.is_ascii_digit()).count() == 3
}

/// All that is part of a number.
fn numbers(bare: &str) -> String {
    bare.chars().filter(|c| c.is_numeric() || matches!(c, '.' | '-' | ',' | '%')).collect()
}

#[cfg(test)]
mod tests {
    use super::near;
    use proptest::prelude::*;

    #[test]
    fn width_case_spaces_and_marks_make_no_difference() {
        for (right, typed) in [
            ("80%", "８０％ "),
            ("80%", "80 ﹪"),
            ("Pareto", "  PARETO."),
            ("need-payoff", "Need payoff"),
            ("1-3-7-21", "1－3－7－21"),
            ("1-3-7-21", "1–3–7–21"),
            ("1000", "1,000"),
            ("1,000", "１，０００"),
            ("don't", "DONT"),
        ] {
            assert!(near(right, typed, 0), "{right} {typed}");
        }
        for (right, typed) in
            [("80%", "81%"), ("Pareto", "Paret"), ("1-3-7-21", "13721"), ("x", ""), ("x", "…")]
        {
            assert!(!near(right, typed, 0), "{right} {typed}");
        }
    }

    #[test]
    fn traditional_and_simplified_are_the_same_and_other_words_are_not() {
        for (right, typed) in
            [("客户关系", "客戶關係"), ("臺灣", "台湾"), ("需求層次", "需求层次"), ("价值", "價值。")]
        {
            assert!(near(right, typed, 0), "{right} {typed}");
        }
        assert!(!near("客户关系", "客户关心", 0));
        assert!(near("客户关系", "客戶關心", 1), "one slip is forgiven where it is declared");
    }

    #[test]
    fn a_number_keeps_its_sign_and_its_point_whatever_is_forgiven() {
        for (right, typed) in [
            ("1.5", "15"),
            ("1.5", "-1.5"),
            ("-5", "5"),
            ("35", "3,5"),
            ("80", "81"),
            ("80%", "80"),
            ("20 days", "21 days"),
        ] {
            for typos in 0..=3 {
                assert!(!near(right, typed, typos), "{right} {typed} {typos}");
            }
        }
        assert!(near("-5", "−5", 0) && near("1.5", " 1.5 ", 0) && near("20 days", "20 dasy", 1));
    }

    #[test]
    fn so_many_slips_are_forgiven_as_are_declared_and_no_more() {
        assert!(near("Pareto", "paretto", 1) && near("Pareto", "praeto", 1));
        assert!(!near("Pareto", "paretto", 0) && !near("Pareto", "prto", 1) && !near("Pareto", "", 3));
        assert!(near("Pareto", "prto", 2));
    }

    #[test]
    fn an_answer_of_signs_alone_is_itself() {
        assert!(near("+", "＋", 0) && !near("+", "!", 0) && !near("+", "", 3));
    }

    /// Pairs of one character in simplified and traditional writing.
    const PAIRS: [(char, char); 8] = [
        ('户', '戶'),
        ('关', '關'),
        ('系', '係'),
        ('价', '價'),
        ('层', '層'),
        ('机', '機'),
        ('词', '詞'),
        ('认', '認'),
    ];

    /// The same word as somebody else types it: each character by the number beside it.
    fn otherwise(word: &str, how: &[u8]) -> String {
        let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c);
        let one = |(c, how): (char, &u8)| match how % 4 {
            1 if c.is_ascii_graphic() => wide(c),
            2 if c.is_ascii_lowercase() => c.to_ascii_uppercase(),
            3 if c.is_ascii_lowercase() => wide(c.to_ascii_uppercase()),
            _ => PAIRS.iter().find(|(simple, _)| how % 2 == 1 && *simple == c).map_or(c, |(_, other)| *other),
        };
        word.chars().zip(how.iter().cycle()).map(one).collect()
    }

    proptest! {
        #[test]
        fn a_right_answer_stays_right_however_it_is_typed(
            word in "[a-z户关价层机词认][a-z0-9户关价层机词认]{0,12}", how in prop::collection::vec(any::<u8>(), 1..14),
            around in "[ 。!?\u{200B}]{0,3}", typos in 0u32..3,
        ) {
            let typed = format!("{around}{}{around}", otherwise(&word, &how));
            prop_assert!(near(&word, &typed, typos), "{} {}", word, typed);
            prop_assert!(near(&typed, &word, typos), "{} {}", typed, word);
        }

        #[test]
        fn a_number_is_right_in_every_width_and_wrong_with_another_sign_or_point(
            whole in 1u32..100_000, part in 1u32..100, minus in any::<bool>(), typos in 0u32..4,
        ) {
            let sign = if minus { "-" } else { "" };
            let right = format!("{sign}{whole}.{part:02}");
            prop_assert!(near(&right, &otherwise(&right, &[1]), typos));
            let other_sign = if minus { "" } else { "-" };
            for wrong in [
                format!("{other_sign}{whole}.{part:02}"),
                format!("{sign}{whole}{part:02}"),
                format!("{sign}{whole}.{:02}", part + 1),
            ] {
                prop_assert!(!near(&right, &wrong, typos), "{} {}", right, wrong);
            }
        }

        #[test]
        fn whatever_is_typed_is_itself_and_no_other_word(one in "\\PC{0,20}", other in "[a-z]{1,10}") {
            let marks = super::bare(&one).is_empty();
            prop_assert!(near(&one, &one, 0));
            prop_assert_eq!(near(&one, &other, 0), !marks && super::bare(&one) == super::bare(&other));
        }
    }
}
