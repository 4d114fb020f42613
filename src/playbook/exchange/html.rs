//! Text out of the little HTML that question banks hold: paragraphs and emphasis go, anything that says more is refused.

/// Tags that begin a new line.
const BREAKS: [&str; 6] = ["br", "p", "div", "li", "ul", "ol"];
/// Tags that only change how words look.
const LOOKS: [&str; 10] = ["b", "i", "em", "strong", "u", "span", "font", "small", "code", "pre"];

/// The text without its tags.
///
/// # Errors
/// The first tag that means something which plain text cannot say.
pub(super) fn plain(html: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let Some((tag, after)) = tag.split_once('>') else {
            out.push('<');
            rest = tag;
            continue;
        };
        let name =
            tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default().to_lowercase();
        if BREAKS.contains(&name.as_str()) {
            out.push('\n');
        } else if !LOOKS.contains(&name.as_str()) {
            return Err(format!("<{name}>"));
        }
        rest = after;
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(entities(&lines.collect::<Vec<_>>().join("\n")))
}

fn entities(text: &str) -> String {
    const NAMED: [(&str, &str); 6] =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    NAMED.iter().fold(text.to_owned(), |text, (name, meant)| text.replace(name, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_go_and_meaning_is_refused() {
        assert_eq!(plain("<p>1 &lt; <b>2</b></p><p>a<br/>b</p>"), Ok("1 < 2\na\nb".to_owned()));
        assert_eq!(plain("a < b"), Ok("a < b".to_owned()));
        assert_eq!(plain("10<sup>2</sup>"), Err("<sup>".to_owned()));
        assert_eq!(plain("<img src='x'>"), Err("<img>".to_owned()));
    }
}
