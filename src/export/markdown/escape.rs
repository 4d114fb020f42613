//! Text as Markdown that shows exactly that text (CommonMark 0.31, section 2.4: a backslash before punctuation).
//! HTML's own marks become entities, for readers differ in what they do with tags.
//! It must not leave a line break in a cell or a heading.

/// Text in a line of its own: a heading, a point of a list, a line of a paragraph.
pub(super) fn in_line(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let escaped: String = flat.chars().filter(|c| !c.is_control()).map(escape).collect();
    at_start(&escaped)
}

/// Text in a cell of a table: line breaks become `<br>`.
pub(super) fn in_cell(text: &str) -> String {
    let lines =
        text.trim().lines().map(|line| line.trim().chars().filter(|c| !c.is_control()).map(escape).collect());
    lines.collect::<Vec<String>>().join("<br>")
}

/// A file name as the target of an image: no folder, everything unusual percent-encoded (RFC 3986, section 2.1).
pub(super) fn file_name(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    name.bytes()
        .map(|byte| if usual(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn escape(c: char) -> String {
    match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => format!("\\{c}"),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '&' => "&amp;".to_owned(),
        _ => c.to_string(),
    }
}

/// Marks that mean something only at the start of a line: headings, lists, rules.
fn at_start(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits).unwrap_or(("", line));
    let is_mark = if number.is_empty() {
        rest.starts_with(['#', '-', '+', '='])
    } else {
        matches!(rest, "." | ")") || rest.starts_with(". ") || rest.starts_with(") ")
    };
    if is_mark { format!("{number}\\{rest}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_tags_become_harmless() {
        assert_eq!(in_line("[x](http://a) <b> a_b & c"), "\\[x\\](http://a) &lt;b&gt; a\\_b &amp; c");
        assert_eq!(in_line("- a"), "\\- a");
        assert_eq!(in_line("12) a"), "12\\) a");
        assert_eq!(in_line("3.5 points"), "3.5 points");
        assert_eq!(in_line("a\nb"), "a b");
    }

    #[test]
    fn a_cell_keeps_its_line_breaks_as_tags() {
        assert_eq!(in_cell(" a|b\nc\\ "), "a\\|b<br>c\\\\");
    }

    #[test]
    fn an_image_lies_beside_the_report() {
        assert_eq!(file_name("../up/图 (1).png"), "%E5%9B%BE%20%281%29.png");
    }
}
