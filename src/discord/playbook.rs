//! `/playbook`: a trainer's file is fetched, then the use case does the rest.
//! It must not look at what is in a file.

use std::sync::Arc;

use serenity::all::Attachment;

use super::commands::Typed;
use super::{Bot, attachment};
use crate::app::{AppError, Brought, LARGEST_UPLOAD, Suggestion, Who};
use crate::reply::{Reply, notice, phrase};

/// What a subcommand does.
pub(super) async fn run(bot: &Arc<Bot>, who: &Who, event: i64, typed: &Typed<'_>) -> Result<Reply, AppError> {
    let app = &bot.app;
    match (typed.subcommand, typed.file("file")) {
        ("list", _) => app.list_playbooks(who).await,
        ("reload", _) => app.reload_content(who).await,
        ("enable", _) => app.enable(who, typed.text("name").unwrap_or_default(), typed.text("version")).await,
        ("check", None) => app.check_content(who).await,
        (subcommand @ ("check" | "upload"), Some(file)) => match brought(bot, who, file, typed).await? {
            Ok(brought) if subcommand == "check" => app.check_upload(who, &brought).await,
            Ok(brought) => app.upload(who, event, &brought).await,
            Err(reply) => Ok(reply),
        },
        _ => app.words(&who.language).map(|words| notice::plain(&words, phrase::OLD_BUTTON)),
    }
}

/// Fetches the file, for a trainer only.
async fn brought(
    bot: &Arc<Bot>,
    who: &Who,
    file: &Attachment,
    typed: &Typed<'_>,
) -> Result<Result<Brought, Reply>, AppError> {
    if let Some(why) = bot.app.not_a_trainer(who)? {
        return Ok(Err(why));
    }
    Ok(attachment::fetched(bot, who, file, LARGEST_UPLOAD).await?.map(|bytes| {
        let text = |name| typed.text(name).map(str::to_owned);
        let name = file.filename.clone();
        let (kind, playbook, language) = (text("kind"), text("playbook"), text("language"));
        Brought { name, bytes, kind, playbook, language }
    }))
}

/// What is offered while a trainer types.
pub(super) async fn complete(
    bot: &Bot,
    who: &Who,
    option: &str,
    value: &str,
    typed: &Typed<'_>,
) -> Result<Vec<Suggestion>, AppError> {
    match option {
        "playbook" => Ok(bot.app.suggest_playbooks(value)),
        "language" => Ok(bot.app.suggest_languages(value)),
        "name" => bot.app.suggest_uploads(who, value).await,
        "version" => bot.app.suggest_versions(who, typed.text("name").unwrap_or_default(), value).await,
        _ => Ok(Vec::new()),
    }
}
