//! Reads a `multipart/form-data` body: `payload_json` and `files[n]`.

/// A file that came along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Upload {
    /// The `n` of `files[n]`.
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) bytes: Vec<u8>,
}

/// The parts of a multipart body.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) payload: Option<String>,
    pub(super) files: Vec<Upload>,
}

/// Reads a body with the content type that came with it; `None` when it is not well formed.
pub(super) fn read(content_type: &str, body: &[u8]) -> Option<Parts> {
    let (_, boundary) = content_type.split_once("boundary=")?;
    let line = format!("--{}", boundary.trim_matches('"'));
    let mut out = Parts::default();
    let mut rest = &body[find(body, line.as_bytes())? + line.len()..];
    while rest.starts_with(b"\r\n") {
        let end = find(rest, format!("\r\n{line}").as_bytes())?;
        add_part(&mut out, rest.get(2..end)?)?;
        rest = &rest[end + 2 + line.len()..];
    }
    rest.starts_with(b"--").then_some(out)
}

fn add_part(out: &mut Parts, part: &[u8]) -> Option<()> {
    let split = find(part, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(part.get(..split)?).into_owned();
    let bytes = part.get(split + 4..)?.to_vec();
    let field = parameter(&head, "name")?;
    if field == "payload_json" {
        out.payload = Some(String::from_utf8(bytes).ok()?);
        return Some(());
    }
    let number = field.strip_prefix("files[")?.strip_suffix(']')?.parse().ok()?;
    let kind = head
        .lines()
        .find_map(|l| l.to_lowercase().strip_prefix("content-type:").map(|k| k.trim().to_owned()));
    let kind = kind.unwrap_or_else(|| "application/octet-stream".into());
    out.files.push(Upload { number, name: parameter(&head, "filename")?, kind, bytes });
    Some(())
}

/// A parameter of the Content-Disposition header.
fn parameter(head: &str, name: &str) -> Option<String> {
    let wanted = format!("; {name}=\"");
    let (_, after) = head.split_once(&wanted)?;
    after.split_once('"').map(|(value, _)| value.to_owned())
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}
