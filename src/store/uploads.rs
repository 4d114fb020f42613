//! Uploads: content that a server's trainers bring along, in versions, and which of it was in effect when.
//! Every change of what is in effect begins a new edition of the server's content. Attempts remember their edition, so
//! what they began with is found again, by every process on the database. Every question names the server that asks.
//! It must not read what is in a file, nor decide whether it may take effect.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::connection::{Work, sql};
use super::row::{Cells, ms, plain};
use super::{Store, StoreError};
use crate::coach::ids::{RepId, ServerId};

/// The most files that one server may have uploaded, however many versions of each.
pub const MOST_UPLOADS: usize = 100;
/// So many versions of a file are kept; older ones only while they are in effect or an attempt needs them.
pub const MOST_VERSIONS: u32 = 20;

/// The content that an attempt began with, where its server had uploads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentVersion {
    /// The edition of the server's content.
    pub edition: i64,
    /// Which version of the scenario's or quiz's upload it is; `None` where that is the playbook's own.
    pub version: Option<u32>,
}

impl ContentVersion {
    pub(super) fn read(cells: Cells<'_>) -> Result<Option<Self>, StoreError> {
        let Some(edition) = cells.maybe_int("edition")? else {
            return Ok(None);
        };
        Ok(Some(Self { edition, version: cells.maybe_count("version")? }))
    }
}

/// Which file of which playbook.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UploadPath {
    /// The playbook's id.
    pub playbook: String,
    /// Its language, as a tag.
    pub language: String,
    /// The folder of its kind.
    pub folder: String,
    /// The file's name without its ending.
    pub name: String,
}

/// A file as it is uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    /// The event that brought it.
    pub id: i64,
    /// Whose it is.
    pub server: ServerId,
    /// Which file.
    pub path: UploadPath,
    /// What is in it.
    pub text: String,
    /// Who brought it.
    pub by: RepId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What became of a file that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uploaded {
    /// It is kept as this version of its file.
    Version(u32),
    /// The server has as many files as it may; nothing was changed.
    Full,
}

/// A version of a file, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Which.
    pub id: i64,
    /// Of which file.
    pub path: UploadPath,
    /// The so-manieth version, from 1.
    pub version: u32,
    /// Who brought it.
    pub by: RepId,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it is in effect.
    pub in_effect: bool,
}

/// A version of a file with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadText {
    /// Which.
    pub id: i64,
    /// Of which file.
    pub path: UploadPath,
    /// The so-manieth version, from 1.
    pub version: u32,
    /// What is in it.
    pub text: String,
}

/// A change of what is in effect in a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The server.
    pub server: ServerId,
    /// The edition that the change was decided on; another one since makes it void.
    pub edition: i64,
    /// The file; whatever version of it is in effect ends.
    pub path: UploadPath,
    /// The version that takes effect; none to turn the file off.
    pub on: Option<i64>,
    /// Who wants it.
    pub by: RepId,
    /// When.
    pub at: DateTime<Utc>,
}

const TEXTS: &str = "SELECT u.id, u.playbook, u.language, u.folder, u.name, u.version, u.text FROM uploads u \
     JOIN effects e ON e.upload_id = u.id WHERE u.server_id = $1 AND e.from_edition <= $2 \
     AND (e.until_edition IS NULL OR e.until_edition > $2) ORDER BY u.playbook, u.language, u.folder, u.name";

/// Old versions of a file that are not in effect, that no attempt was begun with and nothing assigned stands on.
const NEEDED_NO_MORE: &str = "SELECT u.id FROM uploads u WHERE u.server_id = $1 AND u.playbook = $2 AND u.language = $3 \
     AND u.folder = $4 AND u.name = $5 AND u.version <= $6 AND NOT EXISTS ( \
     SELECT 1 FROM effects e WHERE e.upload_id = u.id AND (e.until_edition IS NULL \
     OR EXISTS (SELECT 1 FROM sessions s WHERE s.server_id = u.server_id AND s.playbook = u.playbook \
       AND s.language = u.language AND s.edition >= e.from_edition AND s.edition < e.until_edition \
       AND u.folder NOT IN ('quizzes', 'surveys', 'cards', 'cadences') \
       AND (u.folder <> 'scenarios' OR s.scenario = u.name)) \
     OR EXISTS (SELECT 1 FROM quiz_runs q WHERE q.server_id = u.server_id AND q.playbook = u.playbook \
       AND q.language = u.language AND q.edition >= e.from_edition AND q.edition < e.until_edition \
       AND u.folder NOT IN ('scenarios', 'methods', 'personas', 'cards', 'cadences') \
       AND (u.folder <> 'quizzes' OR q.quiz = u.name)) \
     OR EXISTS (SELECT 1 FROM follow_ups f WHERE f.server_id = u.server_id AND f.playbook = u.playbook \
       AND f.language = u.language AND f.edition >= e.from_edition AND f.edition < e.until_edition \
       AND u.folder = 'cadences' AND f.cadence = u.name) \
     OR EXISTS (SELECT 1 FROM assignments a WHERE a.server_id = u.server_id AND a.playbook = u.playbook \
       AND a.edition >= e.from_edition AND a.edition < e.until_edition AND a.cancelled_ms IS NULL)))";

impl Store {
    /// Keeps a file as the next version of its path, not yet in effect. The same event again tells the same version.
    pub async fn add_upload(&self, new: &NewUpload) -> Result<Uploaded, StoreError> {
        let mut work = self.work().await?;
        take_turn(&mut work, new.server).await?;
        let same = sql("SELECT id, version FROM uploads WHERE id = $1 AND server_id = $2");
        if let Some(row) = work.row(same.bind(new.id).bind(new.server.0)).await? {
            return Ok(Uploaded::Version(cells(&row).count("version")?));
        }
        let newest = newest(&mut work, new.server, &new.path).await?;
        if newest.is_none() && paths(&mut work, new.server).await? >= MOST_UPLOADS {
            return Ok(Uploaded::Full);
        }
        let version = newest.unwrap_or(0).saturating_add(1);
        let insert =
            sql("INSERT INTO uploads (id, server_id, playbook, language, folder, name, version, text, \
             uploaded_by, uploaded_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(new.id)
            .bind(new.server.0)
            .bind(new.path.playbook.clone())
            .bind(new.path.language.clone())
            .bind(new.path.folder.clone())
            .bind(new.path.name.clone())
            .bind(i64::from(version))
            .bind(plain(&new.text))
            .bind(new.by.0)
            .bind(ms(new.at));
        work.run(insert).await?;
        drop_old(&mut work, new, version).await?;
        work.commit().await?;
        Ok(Uploaded::Version(version))
    }

    /// All versions of a server's files, by file, the newest first.
    pub async fn uploads(&self, server: ServerId) -> Result<Vec<Upload>, StoreError> {
        let query = sql(
            "SELECT u.id, u.playbook, u.language, u.folder, u.name, u.version, u.uploaded_by, u.uploaded_ms, \
             (SELECT COUNT(*) FROM effects e WHERE e.upload_id = u.id AND e.until_edition IS NULL) AS in_effect \
             FROM uploads u WHERE u.server_id = $1 \
             ORDER BY u.playbook, u.language, u.folder, u.name, u.version DESC",
        );
        self.rows(query.bind(server.0)).await?.iter().map(read_upload).collect()
    }

    /// A version of a server's file with its text.
    pub async fn upload(&self, server: ServerId, id: i64) -> Result<Option<UploadText>, StoreError> {
        let query = sql("SELECT id, playbook, language, folder, name, version, text FROM uploads \
             WHERE server_id = $1 AND id = $2");
        self.row(query.bind(server.0).bind(id)).await?.as_ref().map(read_text).transpose()
    }

    /// What was in effect in an edition of a server's content, with texts.
    pub async fn in_effect(&self, server: ServerId, edition: i64) -> Result<Vec<UploadText>, StoreError> {
        self.rows(sql(TEXTS).bind(server.0).bind(edition)).await?.iter().map(read_text).collect()
    }

    /// The edition of a server's content; 0 where nothing was ever in effect.
    pub async fn edition(&self, server: ServerId) -> Result<i64, StoreError> {
        let query = sql("SELECT server_id, edition FROM editions WHERE server_id = $1");
        let row = self.row(query.bind(server.0)).await?;
        row.map_or(Ok(0), |row| Cells::new(&row, "editions", &["server_id"]).int("edition"))
    }

    /// The editions of all servers in which something was ever in effect.
    pub async fn editions(&self) -> Result<BTreeMap<ServerId, i64>, StoreError> {
        let rows = self.rows(sql("SELECT server_id, edition FROM editions WHERE edition > 0")).await?;
        let read = |row| {
            let cells = Cells::new(row, "editions", &["server_id"]);
            Ok((ServerId(cells.int("server_id")?), cells.int("edition")?))
        };
        rows.iter().map(read).collect()
    }

    /// Lets a version take effect in the place of another, or none. The new edition comes back; none where the content
    /// has changed since it was decided, or the version is not that file's: nothing was changed then.
    pub async fn take_effect(&self, change: &Effect) -> Result<Option<i64>, StoreError> {
        let mut work = self.work().await?;
        take_turn(&mut work, change.server).await?;
        let edition = change.edition.saturating_add(1);
        let update = sql("UPDATE editions SET edition = $3 WHERE server_id = $1 AND edition = $2");
        if work.run(update.bind(change.server.0).bind(change.edition).bind(edition)).await? == 0 {
            return Ok(None);
        }
        let UploadPath { playbook, language, folder, name } = change.path.clone();
        let end = sql("UPDATE effects SET until_edition = $6 WHERE until_edition IS NULL AND upload_id IN \
             (SELECT id FROM uploads WHERE server_id = $1 AND playbook = $2 AND language = $3 AND folder = $4 AND name = $5)");
        let end = end.bind(change.server.0).bind(playbook).bind(language).bind(folder).bind(name);
        work.run(end.bind(edition)).await?;
        if let Some(id) = change.on {
            let UploadPath { playbook, language, folder, name } = change.path.clone();
            let begin = sql("INSERT INTO effects (upload_id, from_edition, enabled_by, enabled_ms) \
                 SELECT id, $7, $8, $9 FROM uploads WHERE id = $1 AND server_id = $2 AND playbook = $3 \
                 AND language = $4 AND folder = $5 AND name = $6")
            .bind(id)
            .bind(change.server.0)
            .bind(playbook)
            .bind(language)
            .bind(folder)
            .bind(name)
            .bind(edition)
            .bind(change.by.0)
            .bind(ms(change.at));
            if work.run(begin).await? == 0 {
                return Ok(None);
            }
        }
        work.commit().await?;
        Ok(Some(edition))
    }
}

/// Those who change a server's uploads at once come one after the other: each writes this row first.
async fn take_turn(work: &mut Work<'_>, server: ServerId) -> Result<(), StoreError> {
    let touch = sql("INSERT INTO editions (server_id, edition) VALUES ($1, 0) \
         ON CONFLICT (server_id) DO UPDATE SET edition = editions.edition");
    work.run(touch.bind(server.0)).await.map(|_| ())
}

async fn newest(work: &mut Work<'_>, server: ServerId, path: &UploadPath) -> Result<Option<u32>, StoreError> {
    let query =
        sql("SELECT id, version FROM uploads WHERE server_id = $1 AND playbook = $2 AND language = $3 \
         AND folder = $4 AND name = $5 ORDER BY version DESC LIMIT 1");
    let UploadPath { playbook, language, folder, name } = path.clone();
    let row = work.row(query.bind(server.0).bind(playbook).bind(language).bind(folder).bind(name)).await?;
    row.map(|row| cells(&row).count("version")).transpose()
}

async fn paths(work: &mut Work<'_>, server: ServerId) -> Result<usize, StoreError> {
    let query = sql("SELECT DISTINCT playbook, language, folder, name FROM uploads WHERE server_id = $1");
    Ok(work.rows(query.bind(server.0)).await?.len())
}

async fn drop_old(work: &mut Work<'_>, new: &NewUpload, version: u32) -> Result<(), StoreError> {
    let Some(before) = version.checked_sub(MOST_VERSIONS).filter(|before| *before > 0) else {
        return Ok(());
    };
    let UploadPath { playbook, language, folder, name } = new.path.clone();
    let query = sql(NEEDED_NO_MORE).bind(new.server.0).bind(playbook).bind(language).bind(folder).bind(name);
    for row in &work.rows(query.bind(i64::from(before))).await? {
        let id = cells(row).int("id")?;
        work.run(sql("DELETE FROM effects WHERE upload_id = $1").bind(id)).await?;
        let server = new.server.0;
        work.run(sql("DELETE FROM uploads WHERE id = $1 AND server_id = $2").bind(id).bind(server)).await?;
    }
    Ok(())
}

fn cells(row: &AnyRow) -> Cells<'_> {
    Cells::new(row, "uploads", &["id"])
}

fn read_path(cells: Cells<'_>) -> Result<UploadPath, StoreError> {
    Ok(UploadPath {
        playbook: cells.text("playbook")?,
        language: cells.text("language")?,
        folder: cells.text("folder")?,
        name: cells.text("name")?,
    })
}

fn read_upload(row: &AnyRow) -> Result<Upload, StoreError> {
    let cells = cells(row);
    Ok(Upload {
        id: cells.int("id")?,
        path: read_path(cells)?,
        version: cells.count("version")?,
        by: RepId(cells.int("uploaded_by")?),
        at: cells.time("uploaded_ms")?,
        in_effect: cells.count("in_effect")? > 0,
    })
}

fn read_text(row: &AnyRow) -> Result<UploadText, StoreError> {
    let cells = cells(row);
    Ok(UploadText {
        id: cells.int("id")?,
        path: read_path(cells)?,
        version: cells.count("version")?,
        text: cells.text("text")?,
    })
}
