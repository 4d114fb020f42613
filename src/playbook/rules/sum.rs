//! Sums in worked examples: `6 machines × 1,200 = 7,200` is worked out again, for a wrong sum costs a rep the sale.
//! Words are passed over; numbers, `× ÷ + − =`, brackets and percent signs count.

/// Why a sum does not hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It is no chain of sums with an equals sign.
    Unreadable,
    /// One side comes to this, and not to what stands there.
    Comes(String),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    /// A number and how far it may be off, as it is rounded: half of its last place.
    Number(f64, f64),
    Sign(char),
}

/// Whether every side of a sum comes to the same, as far as the last side is rounded.
pub(super) fn holds(sum: &str) -> Result<(), Wrong> {
    let tokens = tokens(sum).ok_or(Wrong::Unreadable)?;
    let sides: Vec<&[Token]> = tokens.split(|token| *token == Token::Sign('=')).collect();
    let worked: Option<Vec<f64>> = sides.iter().map(|side| worked_out(side)).collect();
    let worked = worked.filter(|all| all.len() > 1).ok_or(Wrong::Unreadable)?;
    for (pair, told) in worked.windows(2).zip(sides.iter().skip(1)) {
        let [left, right] = pair else { continue };
        let off =
            told.iter().map(|token| if let Token::Number(_, off) = token { *off } else { 0.0 }).sum::<f64>();
        if (left - right).abs() > off + right.abs() * 1e-9 {
            return Err(Wrong::Comes(written(*left)));
        }
    }
    Ok(())
}

fn written(value: f64) -> String {
    let short = format!("{value:.4}");
    short.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn tokens(sum: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = sum;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let (number, after) = number(rest)?;
            found.push(number);
            rest = after;
            continue;
        }
        let before = sum.get(..sum.len() - rest.len()).and_then(|before| before.chars().next_back());
        // A hyphen or stroke within a word is no sign.
        let in_word = before.is_some_and(char::is_alphabetic);
        let sign = match c {
            '×' | '*' => '×',
            '÷' => '÷',
            '/' if !in_word => '÷',
            '−' => '−',
            '-' if !in_word => '−',
            '+' | '\u{FF0B}' => '+',
            '=' | '\u{FF1D}' => '=',
            '(' | '\u{FF08}' => '(',
            ')' | '\u{FF09}' => ')',
            _ => ' ',
        };
        if sign != ' ' {
            found.push(Token::Sign(sign));
        }
        rest = rest.get(c.len_utf8()..)?;
    }
    Some(found)
}

/// A number with thousands parted by commas, with a point, a percent sign or 万.
fn number(text: &str) -> Option<(Token, &str)> {
    let end = text
        .char_indices()
        .find(|&(at, c)| !(c.is_ascii_digit() || (matches!(c, ',' | '.') && follows_digit(text, at))))
        .map_or(text.len(), |(at, _)| at);
    let (digits, rest) = text.split_at_checked(end)?;
    let plain: String = digits.chars().filter(|c| *c != ',').collect();
    let value: f64 = plain.parse().ok()?;
    let places = plain.split_once('.').map_or(0, |(_, after)| after.len());
    let off = 0.5 / 10f64.powi(i32::try_from(places).ok()?);
    let (times, rest) = match rest.chars().next() {
        Some('%') => (0.01, rest.get(1..)?),
        Some('万') => (10_000.0, rest.get('万'.len_utf8()..)?),
        _ => (1.0, rest),
    };
    Some((Token::Number(value * times, off * times), rest))
}

fn follows_digit(text: &str, at: usize) -> bool {
    text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The value of one side: products before sums, brackets first.
fn worked_out(tokens: &[Token]) -> Option<f64> {
    let mut rest = tokens;
    let value = summed(&mut rest)?;
    rest.is_empty().then_some(value)
}

fn taken(rest: &mut &[Token]) -> Option<Token> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    Some(*first)
}

fn summed(rest: &mut &[Token]) -> Option<f64> {
    let mut value = multiplied(rest)?;
    while let Some(Token::Sign(sign @ ('+' | '−'))) = rest.first().copied() {
        taken(rest)?;
        let next = multiplied(rest)?;
        value += if sign == '+' { next } else { -next };
    }
    Some(value)
}

fn multiplied(rest: &mut &[Token]) -> Option<f64> {
    let mut value = single(rest)?;
    while let Some(Token::Sign(sign @ ('×' | '÷'))) = rest.first().copied() {
        taken(rest)?;
        let next = single(rest)?;
        value = if sign == '×' { value * next } else { value / next };
    }
    value.is_finite().then_some(value)
}

fn single(rest: &mut &[Token]) -> Option<f64> {
    match taken(rest)? {
        Token::Number(value, _) => Some(value),
        Token::Sign('(') => {
            let value = summed(rest)?;
            (taken(rest)? == Token::Sign(')')).then_some(value)
        }
        Token::Sign(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_with_words_hold() {
        for sum in [
            "6 machines × 1,200 = 7,200",
            "8,000 × 0.5% = 40",
            "(9 − 5) × 35 = 140",
            "8,400 ÷ 2 − 3,600 = 600",
            "6台×1.2万=7.2万",
            "100 ÷ 3 = 33",
            "2 + 3 = 5 = 10 ÷ 2",
        ] {
            assert_eq!(holds(sum), Ok(()), "{sum}");
        }
    }

    #[test]
    fn a_wrong_sum_is_told_with_what_it_comes_to() {
        assert_eq!(holds("6 × 1,200 = 7,300"), Err(Wrong::Comes("7200".into())));
        assert_eq!(holds("100 ÷ 3 = 34"), Err(Wrong::Comes("33.3333".into())));
    }

    #[test]
    fn what_is_no_sum_is_unreadable() {
        for sum in ["", "saves a lot", "6 × = 7", "6 × 7", "(6 = 6", "1 ÷ 0 = 0"] {
            assert_eq!(holds(sum), Err(Wrong::Unreadable), "{sum}");
        }
    }
}
