//! Files that members attach to commands, fetched from where Discord keeps them and from nowhere else: an address comes
//! with the event, and who forges an event must not make this program ask other servers.
//! It must not look at what is in a file.

use std::time::Duration;

use reqwest::Url;
use serenity::all::Attachment;

use super::Bot;
use super::rest::Rest;
use crate::app::{AppError, Who, too_large};
use crate::reply::{Reply, notice, phrase};

/// Where Discord keeps files.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];
/// The API's own address, which keeps no files.
const API_HOST: &str = "discord.com";
/// A file may take so long.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Why a file was not fetched.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FetchError {
    /// It does not lie where Discord keeps files.
    #[error("an attachment's address is not one of Discord's; it was not asked for")]
    Elsewhere,
    /// It has more bytes than it may.
    #[error("an attachment is too large; only its beginning was fetched")]
    TooLarge,
    /// It could not be had.
    #[error("an attachment could not be fetched: {0}; try again")]
    NoAnswer(String),
}

/// A member's file, or what to tell them where it cannot be had.
pub(super) async fn fetched(
    bot: &Bot,
    who: &Who,
    file: &Attachment,
    most: usize,
) -> Result<Result<Vec<u8>, Reply>, AppError> {
    let words = bot.app.words(&who.language)?;
    Ok(match bot.rest.fetch(file, most).await {
        Ok(bytes) => Ok(bytes),
        Err(FetchError::TooLarge) => Err(too_large(&words)),
        Err(FetchError::Elsewhere) => {
            tracing::warn!(
                server = who.server.0,
                "an attachment does not lie with Discord; it was not fetched"
            );
            Err(notice::plain(&words, phrase::UPLOAD_ELSEWHERE))
        }
        Err(error @ FetchError::NoAnswer(_)) => {
            tracing::warn!(server = who.server.0, %error, "no upload");
            Err(notice::plain(&words, phrase::UPLOAD_NOT_FETCHED))
        }
    })
}

impl Rest {
    /// Fetches a file of at most so many bytes. Its size is counted while it comes, whatever was told of it before.
    pub(super) async fn fetch(&self, file: &Attachment, most: usize) -> Result<Vec<u8>, FetchError> {
        let url = Url::parse(&file.url).map_err(|_| FetchError::Elsewhere)?;
        if !is_discords(&url, &self.base) {
            return Err(FetchError::Elsewhere);
        }
        if usize::try_from(file.size).is_ok_and(|size| size > most) {
            return Err(FetchError::TooLarge);
        }
        let asked = self.http.get(url).timeout(TIMEOUT).send().await;
        // Without the address: its signature lets anybody have the file.
        let failed = |error: reqwest::Error| FetchError::NoAnswer(error.without_url().to_string());
        let mut answer = asked.map_err(failed)?;
        if !answer.status().is_success() {
            return Err(FetchError::NoAnswer(format!("HTTP {}", answer.status())));
        }
        let mut bytes = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(failed)? {
            if bytes.len() + part.len() > most {
                return Err(FetchError::TooLarge);
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }
}

/// Whether Discord keeps files there: its own hosts, or, where another API address is configured, that one.
fn is_discords(url: &Url, api: &str) -> bool {
    let plain = url.username().is_empty() && url.password().is_none();
    let own = url.scheme() == "https" && url.port().is_none();
    if plain && own && url.host_str().is_some_and(|host| HOSTS.contains(&host)) {
        return true;
    }
    let Ok(api) = Url::parse(api) else { return false };
    plain && api.host_str() != Some(API_HOST) && url.origin() == api.origin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(url: &str, api: &str) -> bool {
        Url::parse(url).is_ok_and(|url| is_discords(&url, api))
    }

    #[test]
    fn only_discords_own_hosts_are_asked() {
        const API: &str = "https://discord.com/api/v10";
        assert!(fetched("https://cdn.discordapp.com/attachments/1/2/a.toml?ex=1", API));
        assert!(fetched("https://media.discordapp.net/attachments/1/2/a.toml", API));
        for elsewhere in [
            "http://cdn.discordapp.com/a.toml",
            "https://cdn.discordapp.com:8443/a.toml",
            "https://cdn.discordapp.com.evil.example/a.toml",
            "https://cdn.discordapp.com@evil.example/a.toml",
            "https://user@cdn.discordapp.com/a.toml",
            "https://discord.com/a.toml",
            "http://127.0.0.1/a.toml",
            "http://169.254.169.254/latest/meta-data",
            "file:///etc/passwd",
            "data:text/plain,x",
        ] {
            assert!(!fetched(elsewhere, API), "{elsewhere}");
        }
    }

    #[test]
    fn another_api_address_keeps_its_own_files() {
        const API: &str = "http://127.0.0.1:4000/api/v10";
        assert!(fetched("http://127.0.0.1:4000/attachments/1/a.toml", API));
        assert!(!fetched("http://127.0.0.1:4001/attachments/1/a.toml", API));
        assert!(!fetched("https://127.0.0.1:4000/a.toml", API));
    }
}
