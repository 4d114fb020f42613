//! Text as it stands in a TOML file.

/// A text in double quotes.
pub(super) fn quoted(text: &str) -> String {
    // JSON's escapes are TOML's too, but for this one character, which TOML wants escaped.
    serde_json::to_string(text).unwrap_or_default().replace('\u{7f}', "\\u007f")
}

/// Texts in brackets.
pub(super) fn list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(quoted).collect();
    format!("[{}]", texts.join(", "))
}
