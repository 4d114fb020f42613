//! Configuration: `config.toml`, every key overridable by an environment variable (`SPARRING_DATABASE__URL`).
//! The only place that reads the environment. The token is a [`Secret`], which is never printed.
//! It must not open anything.

mod shards;

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use shards::{Shards, WrongShards};

/// Something that must not be seen in a log.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The value itself, to be sent to where it belongs.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

/// All settings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The chat platform.
    pub discord: Discord,
    /// Where rows are kept.
    pub database: Database,
    /// How processes on one database know of each other.
    pub processes: Processes,
    /// Content.
    pub playbooks: Playbooks,
    /// How pings are sent.
    pub delivery: Delivery,
    /// Which days are worked in servers that chose nothing.
    pub working_days: WorkingDays,
    /// How often members may ask.
    pub limits: Limits,
    /// What is logged.
    pub log: Log,
}

/// The `[discord]` section.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Discord {
    /// The bot's token; better given as `DISCORD_TOKEN`.
    pub token: Option<Secret>,
    /// The REST base; another one for a proxy or a test server.
    pub api_url: String,
    /// Whether the bot may read messages in servers (a privileged intent).
    pub message_content: bool,
    /// Whether the bot may know who is a member of a server (a privileged intent).
    pub members: bool,
    /// How many requests a second Discord allows this bot, over all processes.
    pub requests_a_second: u32,
    /// Which parts of the gateway are served.
    pub shards: Shards,
    /// Seconds between two identifies that Discord takes.
    pub identify_seconds: u32,
}

impl Default for Discord {
    fn default() -> Self {
        Self {
            token: None,
            api_url: "https://discord.com".to_owned(),
            message_content: false,
            members: false,
            requests_a_second: 50,
            shards: Shards::default(),
            identify_seconds: 5,
        }
    }
}

/// The `[database]` section.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    pub url: Secret,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: Secret("sqlite://sparring.db".to_owned()) }
    }
}

/// The `[processes]` section.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Processes {
    /// After so many seconds without a sign of life a process is taken for dead.
    pub lease_seconds: u32,
}

impl Default for Processes {
    fn default() -> Self {
        Self { lease_seconds: 15 }
    }
}

/// The `[playbooks]` section.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Playbooks {
    /// The folder; absent: `playbooks` here, else those built in.
    pub path: Option<PathBuf>,
}

/// The `[limits]` section: how often commands, buttons and forms are worked on.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// So many of one member at once; at least eight, which is what a report counts for.
    pub member_at_once: u32,
    /// So many of one member a minute when they go on.
    pub member_a_minute: u32,
    /// So many of all members of a server at once.
    pub server_at_once: u32,
    /// So many of all members of a server a minute.
    pub server_a_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { member_at_once: 40, member_a_minute: 90, server_at_once: 600, server_a_minute: 6_000 }
    }
}

/// The `[delivery]` section.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Delivery {
    /// How many seconds a process holds what it is sending before another may take it over.
    pub lease_seconds: u32,
}

impl Default for Delivery {
    fn default() -> Self {
        Self { lease_seconds: 60 }
    }
}

/// The `[working_days]` section: what holds in servers that chose nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WorkingDays {
    /// The id of a calendar; absent: only weekends are days off.
    pub calendar: Option<String>,
    /// The days of the week that are worked.
    pub days: String,
    /// Days off of one's own.
    pub holidays: Vec<String>,
}

impl Default for WorkingDays {
    fn default() -> Self {
        Self { calendar: None, days: "mon-fri".to_owned(), holidays: Vec::new() }
    }
}

/// The `[log]` section.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// A filter as `tracing` has it.
    pub filter: String,
    /// One JSON object a line.
    pub json: bool,
}

impl Default for Log {
    fn default() -> Self {
        // At INFO serenity formats the bodies of requests, at DEBUG it prints them. What sqlx logs, it returns as well.
        Self { filter: "info,serenity=warn,sqlx=off".to_owned(), json: false }
    }
}

/// The configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}; check the name given with --config")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A key or value is wrong.
    #[error("{place}: {what}; config.example.toml shows every key")]
    Wrong {
        /// File with line and column, or the variable.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// There is no token.
    #[error(
        "no token: set DISCORD_TOKEN, or `token` under [discord] in config.toml; the README says how to get one"
    )]
    NoToken,
}

impl Config {
    /// Reads the file (`config.toml` here when none is named and it is there) and the environment.
    ///
    /// # Errors
    /// When the file cannot be read, or a key or value is wrong.
    pub fn load(named: Option<&Path>) -> Result<Self, ConfigError> {
        let default = Path::new("config.toml");
        let path = named.or_else(|| default.is_file().then_some(default));
        let text = match path {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?,
            None => String::new(),
        };
        #[expect(clippy::disallowed_methods, reason = "this is the place")]
        let environment: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)))
            .collect();
        Self::from_parts(&path.map_or_else(String::new, |p| p.display().to_string()), &text, &environment)
    }

    /// Configuration from a file's text and variables.
    ///
    /// # Errors
    /// When a key or value is wrong.
    pub fn from_parts(name: &str, text: &str, environment: &[(String, String)]) -> Result<Self, ConfigError> {
        let mut config: Self = toml::from_str(text).map_err(|error| wrong_in_file(name, text, &error))?;
        for (variable, value) in environment {
            if variable == "DISCORD_TOKEN" && !value.trim().is_empty() {
                config.discord.token = Some(Secret(value.trim().to_owned()));
            } else if let Some(key) = variable.strip_prefix("SPARRING_").filter(|key| key.contains("__")) {
                config.set(variable, &key.to_lowercase(), value)?;
            }
        }
        Ok(config)
    }

    fn set(&mut self, variable: &str, key: &str, value: &str) -> Result<(), ConfigError> {
        let wrong = |what: &str| ConfigError::Wrong { place: variable.to_owned(), what: what.to_owned() };
        let flag = || value.parse::<bool>().map_err(|_| wrong("it must be `true` or `false`"));
        let number = || value.parse::<u32>().map_err(|_| wrong("it must be a whole number"));
        match key {
            "discord__token" => self.discord.token = Some(Secret(value.to_owned())),
            "discord__api_url" => value.clone_into(&mut self.discord.api_url),
            "discord__message_content" => self.discord.message_content = flag()?,
            "discord__members" => self.discord.members = flag()?,
            "discord__requests_a_second" => self.discord.requests_a_second = number()?,
            "delivery__lease_seconds" => self.delivery.lease_seconds = number()?,
            "discord__shards" => {
                self.discord.shards = value.parse().map_err(|why: WrongShards| wrong(&why.to_string()))?;
            }
            "discord__identify_seconds" => self.discord.identify_seconds = number()?,
            "processes__lease_seconds" => self.processes.lease_seconds = number()?,
            "database__url" => self.database.url = Secret(value.to_owned()),
            "playbooks__path" => self.playbooks.path = Some(PathBuf::from(value)),
            "working_days__calendar" => self.working_days.calendar = Some(value.to_owned()),
            "working_days__days" => value.clone_into(&mut self.working_days.days),
            "working_days__holidays" => {
                let each = value.split(',').map(str::trim).filter(|day| !day.is_empty());
                self.working_days.holidays = each.map(str::to_owned).collect();
            }
            "limits__member_at_once" => self.limits.member_at_once = number()?,
            "limits__member_a_minute" => self.limits.member_a_minute = number()?,
            "limits__server_at_once" => self.limits.server_at_once = number()?,
            "limits__server_a_minute" => self.limits.server_a_minute = number()?,
            "log__filter" => value.clone_into(&mut self.log.filter),
            "log__json" => self.log.json = flag()?,
            _ => return Err(wrong("there is no such setting")),
        }
        Ok(())
    }

    /// The token.
    ///
    /// # Errors
    /// When none was given.
    pub fn token(&self) -> Result<&Secret, ConfigError> {
        self.discord.token.as_ref().filter(|token| !token.0.trim().is_empty()).ok_or(ConfigError::NoToken)
    }
}

fn wrong_in_file(name: &str, text: &str, error: &toml::de::Error) -> ConfigError {
    let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
    let (line, column) =
        (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or("").chars().count() + 1);
    ConfigError::Wrong { place: format!("{name}:{line}:{column}"), what: error.message().replace('\n', " ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
        let variables: Vec<_> = variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Config::from_parts("config.toml", text, &variables).map_err(|e| e.to_string())
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let config = with(
            "[database]\nurl = \"sqlite://a.db\"",
            &[("SPARRING_DATABASE__URL", "sqlite://b.db"), ("DISCORD_TOKEN", "t")],
        );
        let config = config.expect("valid");
        assert_eq!(config.database.url.reveal(), "sqlite://b.db");
        let days = [("SPARRING_WORKING_DAYS__HOLIDAYS", "12-24 Eve, 2026-05-17")];
        assert_eq!(with("", &days).expect("valid").working_days.holidays, ["12-24 Eve", "2026-05-17"]);
        assert_eq!(config.token().expect("given").reveal(), "t");
    }

    #[test]
    fn a_wrong_key_is_told_with_its_place() {
        let error = with("[discord]\ntokn = \"x\"", &[]).expect_err("wrong");
        assert!(error.starts_with("config.toml:2:1: unknown field `tokn`"), "{error}");
        assert!(
            with("", &[("SPARRING_DISCORD__TOKN", "x")])
                .expect_err("wrong")
                .starts_with("SPARRING_DISCORD__TOKN")
        );
    }

    #[test]
    fn shards_are_given_by_file_or_environment_and_a_wrong_one_is_told_with_its_place() {
        let config = with("[discord]\nshards = \"0-3/8\"", &[]).expect("valid");
        assert_eq!(config.discord.shards, Shards::Range { first: 0, last: 3, total: 8 });
        let config = with("", &[("SPARRING_DISCORD__SHARDS", "4")]).expect("valid");
        assert_eq!(config.discord.shards, Shards::Shared(4));
        let error = with("[discord]\nshards = \"8-3\"", &[]).expect_err("wrong");
        assert!(error.starts_with("config.toml:2:10: shards must be"), "{error}");
        let error = with("", &[("SPARRING_DISCORD__SHARDS", "many")]).expect_err("wrong");
        assert!(error.starts_with("SPARRING_DISCORD__SHARDS: shards must be"), "{error}");
    }

    #[test]
    fn secrets_do_not_show() {
        let config = with("[discord]\ntoken = \"hush\"\n[database]\nurl = \"postgres://a:hush@h/d\"", &[])
            .expect("valid");
        assert!(!format!("{config:?}").contains("hush"));
    }

    #[test]
    fn the_example_is_valid_and_shows_every_key() {
        let example = include_str!("../config.example.toml");
        with(example, &[]).expect("valid");
        let shown = example.replace("\n# ", "\n").replace("\n#", "\n");
        for key in [
            "token",
            "api_url",
            "message_content",
            "members",
            "requests_a_second",
            "shards",
            "identify_seconds",
            "lease_seconds",
            "url",
            "path",
            "calendar",
            "days",
            "holidays",
            "member_at_once",
            "member_a_minute",
            "server_at_once",
            "server_a_minute",
            "filter",
            "json",
        ] {
            assert!(shown.lines().any(|line| line.starts_with(&format!("{key} ="))), "{key} is not shown");
        }
    }
}
