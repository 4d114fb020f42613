//! `sparring serve` that cannot serve: every wrong setting is one sentence, and no secret is in it.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor};

use super::{Home, Ran, TOKEN, ran};

/// Serves with a token and these settings, which cannot go well.
fn serve(home: &Home, settings: &[(&str, &str)]) -> Ran {
    let mut program = home.program(&["serve"]);
    program.env("DISCORD_TOKEN", TOKEN);
    program.env("SPARRING_DISCORD__API_URL", "http://127.0.0.1:1");
    program.envs(settings.iter().copied());
    ran(program, b"")
}

#[test]
fn without_a_token_it_says_where_to_put_one() {
    let home = Home::new();
    assert_eq!(home.run(&["serve"]).failed(&["no token", "DISCORD_TOKEN", "config.toml"]), "");
    serve(&home, &[("DISCORD_TOKEN", "  ")]).failed(&["no token"]);
    assert!(!home.path("sparring.db").exists(), "a database was made for nothing");
}

#[test]
fn an_api_that_cannot_be_reached_is_told_with_its_address() {
    let home = Home::new();
    serve(&home, &[]).failed(&["cannot reach Discord at http://127.0.0.1:1", "discord.api_url"]);
    for odd in ["discord.com", "ftp://discord.com", "http://"] {
        serve(&home, &[("SPARRING_DISCORD__API_URL", odd)]).failed(&[
            "cannot reach Discord",
            odd,
            "discord.api_url",
        ]);
    }
}

#[test]
fn a_token_that_cannot_be_sent_is_told_without_showing_it() {
    let home = Home::new();
    serve(&home, &[("DISCORD_TOKEN", "hush\nhush")]).failed(&["cannot reach Discord", "token"]);
}

#[test]
fn a_database_address_that_is_none_is_told_without_its_password() {
    let home = Home::new();
    for url in ["mysql://bot:hush@h/d", "sqlite:", "postgres://bot:hush@h:hushport/d", "hush", ""] {
        let told = serve(&home, &[("SPARRING_DATABASE__URL", url)]);
        told.failed(&["database.url", "sqlite://sparring.db"]);
    }
}

#[test]
fn a_postgres_that_cannot_be_reached_is_told_without_its_password() {
    let home = Home::new();
    serve(&home, &[("SPARRING_DATABASE__URL", "postgres://bot:hush@127.0.0.1:1/coach")])
        .failed(&["cannot reach the PostgreSQL database 127.0.0.1:1/coach", "see that it runs"]);
}

#[test]
fn a_sqlite_file_that_cannot_be_made_is_told() {
    let home = Home::new();
    serve(&home, &[("SPARRING_DATABASE__URL", "sqlite://no/such/folder/a.db")])
        .failed(&["cannot reach the SQLite file no/such/folder/a.db", "see that its folder exists"]);
}

#[tokio::test]
async fn a_sqlite_file_that_another_program_holds_is_told() {
    let home = Home::new();
    let options = SqliteConnectOptions::new().filename(home.path("sparring.db")).create_if_missing(true);
    let mut other = options.connect().await.expect("a database");
    other.execute("BEGIN EXCLUSIVE").await.expect("held");
    let told = tokio::task::spawn_blocking(move || serve(&home, &[])).await.expect("no panic");
    told.failed(&["the SQLite file sparring.db is locked by another program", "close what else uses it"]);
    other.close().await.expect("closed");
}

#[test]
fn a_setting_that_is_wrong_is_told_with_its_line() {
    let home = Home::new();
    let with = |text: &str| {
        home.write("config.toml", text);
        serve(&home, &[])
    };
    with("[discord]\ntokn = \"hush\"\n").failed(&["config.toml:2:1", "tokn", "token", "config.example.toml"]);
    with("[disk]\nsize = 1\n").failed(&["config.toml:1:2", "disk"]);
    with("[log]\njson = \"yes\"\n").failed(&["config.toml:2:8", "boolean"]);
    with("[discord]\ntoken = MTE4hush.Gsecret\n").failed(&["config.toml:2:9"]);
    with("[discord]\ntoken = 'MTE4hush\n").failed(&["config.toml:2:"]);
    with("[discord]\ntoken = [\"MTE4hush\"]\n").failed(&["config.toml:2:9"]);
    with("").failed(&["cannot reach Discord"]);
    serve(&home, &[("SPARRING_DISCORD__TOKN", "hush")])
        .failed(&["SPARRING_DISCORD__TOKN", "no such setting"]);
    serve(&home, &[("SPARRING_LOG__JSON", "hush")]).failed(&["SPARRING_LOG__JSON", "`true` or `false`"]);
}

#[test]
fn a_configuration_that_is_not_there_is_told() {
    let home = Home::new();
    home.run(&["serve", "--config", "nowhere.toml"]).failed(&["cannot read nowhere.toml", "--config"]);
    home.write("bytes.toml", b"[log]\nfilter = \"\xff\"\n");
    home.run(&["serve", "--config", "bytes.toml"]).failed(&["bytes.toml", "UTF-8"]);
}

#[test]
fn a_playbooks_folder_that_is_not_there_is_told() {
    let home = Home::new();
    home.write("config.toml", "[playbooks]\npath = \"nowhere\"\n");
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_sparring"));
    program.arg("serve").current_dir(home.0.path()).env_clear();
    ran(program, b"").failed(&["cannot read nowhere", "check that the path exists"]);
}
