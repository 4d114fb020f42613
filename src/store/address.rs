//! Where the memory is: `database.url`, read once and told without its password.
//! SQLite's URLs are looser than the URL standard, so they are brought into one form here.
//! It must not connect.

use std::path::{Path, PathBuf};

use sqlx::ConnectOptions;
use sqlx::any::AnyConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use super::StoreError;

/// Which database it is, as far as the store has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file.
    Sqlite,
    /// SQLite in memory: there is one connection, and what it holds ends with it.
    Memory,
    /// A PostgreSQL server.
    Postgres,
}

/// A URL that was understood.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) kind: Kind,
    /// How to name it to a person: no user, no password.
    pub(super) place: String,
    pub(super) options: AnyConnectOptions,
}

impl Address {
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        if let Some(rest) = url.strip_prefix("sqlite:") {
            return Self::sqlite(rest.strip_prefix("//").unwrap_or(rest));
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return Self::postgres(url);
        }
        Err(bad("database.url must start with sqlite: or postgres:"))
    }

    fn sqlite(rest: &str) -> Result<Self, StoreError> {
        let (path, asked) = rest.split_once('?').unwrap_or((rest, ""));
        if path == ":memory:" || asked.contains("mode=memory") {
            let options = options("sqlite::memory:")?;
            return Ok(Self {
                kind: Kind::Memory,
                place: "the SQLite database in memory".to_owned(),
                options,
            });
        }
        if path.is_empty() {
            return Err(bad("database.url names no file after sqlite:"));
        }
        let asked = match asked {
            "" => "mode=rwc".to_owned(),
            asked if asked.contains("mode=") => asked.to_owned(),
            asked => format!("{asked}&mode=rwc"),
        };
        let options = options(&format!("sqlite:{path}?{asked}"))?;
        Ok(Self { kind: Kind::Sqlite, place: format!("the SQLite file {path}"), options })
    }

    /// A SQLite file by its path; `mode` is `ro` or `rw`, which make no file.
    pub(super) fn of_file(path: &Path, mode: &str) -> Result<Self, StoreError> {
        let name = path.to_str().ok_or_else(|| bad("the name of the file is not UTF-8"))?;
        let mut address = Self::sqlite(&format!("{}?mode={mode}", escaped(name)))?;
        address.place = format!("the SQLite file {name}");
        Ok(address)
    }

    /// The path of a SQLite file.
    pub(super) fn file(&self) -> Result<PathBuf, StoreError> {
        let options = SqliteConnectOptions::from_url(&self.options.database_url);
        let options = options.map_err(|error| bad(&format!("database.url cannot be read ({error})")))?;
        Ok(options.get_filename().to_owned())
    }

    fn postgres(url: &str) -> Result<Self, StoreError> {
        let options = options(url)?;
        let parts = &options.database_url;
        let asked = parts.query_pairs().find(|(key, _)| key == "host" || key == "hostaddr");
        let host = asked
            .map_or_else(|| parts.host_str().unwrap_or_default().to_owned(), |(_, host)| host.into_owned());
        let host = if host.is_empty() { "localhost".to_owned() } else { host };
        let port = parts.port().map(|port| format!(":{port}")).unwrap_or_default();
        let place = format!("the PostgreSQL database {host}{port}{}", parts.path());
        Ok(Self { kind: Kind::Postgres, place, options })
    }
}

/// A path within a URL.
fn escaped(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    path.bytes().map(byte).collect()
}

fn options(url: &str) -> Result<AnyConnectOptions, StoreError> {
    url.parse().map_err(|error: sqlx::Error| {
        // The parser's own words say what is wrong without repeating the URL.
        let why = match error {
            sqlx::Error::Configuration(why) => why.to_string(),
            other => other.to_string(),
        };
        bad(&format!("database.url cannot be read ({why})"))
    })
}

fn bad(why: &str) -> StoreError {
    StoreError::BadUrl { why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(url: &str) -> String {
        match Address::parse(url) {
            Ok(address) => format!("{:?} {}", address.kind, address.place),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_place_is_told_without_user_and_password() {
        let told = place("postgres://bot:s3cret@db.example:5433/sparring?password=s3cret");
        assert_eq!(told, "Postgres the PostgreSQL database db.example:5433/sparring");
        assert_eq!(place("postgresql:///sparring"), "Postgres the PostgreSQL database localhost/sparring");
        assert_eq!(place("postgres:///x?host=/run/pg"), "Postgres the PostgreSQL database /run/pg/x");
    }

    #[test]
    fn sqlite_is_found_with_and_without_slashes() {
        assert_eq!(place("sqlite:data/a.db"), "Sqlite the SQLite file data/a.db");
        assert_eq!(place("sqlite://data/a.db"), "Sqlite the SQLite file data/a.db");
        assert_eq!(place("sqlite:///var/a.db"), "Sqlite the SQLite file /var/a.db");
        assert!(place("sqlite::memory:").starts_with("Memory"));
        assert!(place("sqlite://?mode=memory").starts_with("Memory"));
    }

    #[test]
    fn a_path_is_found_again_whatever_is_in_it() {
        for path in ["/var/a b.db", "data/50%25?#.db", "C:\\备份\\a&b.db", "/a/%41.db", "a+b.db"] {
            let address = Address::of_file(Path::new(path), "ro").expect("an address");
            assert_eq!(address.file().expect("a file"), Path::new(path));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_repeating_it() {
        assert!(
            place("mysql://u:s3cret@h/d").starts_with("database.url must start with sqlite: or postgres:")
        );
        assert!(place("sqlite:").starts_with("database.url names no file"));
        let told = place("postgres://u:s3cret@h:notaport/d");
        assert!(told.starts_with("database.url cannot be read"), "{told}");
        assert!(!told.contains("s3cret"), "{told}");
    }
}
