//! Drills: a small row for a drill and, in `turns.rs`, a log of what was said with its verdicts.
//! Where a drill stands is folded from its log by the domain, so a restart between two turns changes nothing and a new
//! sort of drill needs no new column.
//! It must not judge a reply or compute a score.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::connection::sql;
use super::receipts::StoredReceipt;
use super::row::{Cells, Named, ms, plain};
use super::uploads::ContentVersion;
use super::{PeerLine, Store, StoreError, purpose, verdict};
use crate::coach::ids::{RepId, ServerId, SessionId};
use crate::coach::purpose::Purpose;
use crate::coach::recognise::Verdict;
use crate::coach::scenario::Occasion;

/// A drill as it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The event that began it.
    pub id: SessionId,
    /// Where it belongs; 0 for direct messages.
    pub server: ServerId,
    /// Who practises.
    pub rep: RepId,
    /// The channel in which it is held.
    pub channel: i64,
    /// The playbook's id.
    pub playbook: String,
    /// The language, as a tag.
    pub language: String,
    /// The scenario's id.
    pub scenario: String,
    /// The digest of the content that it began with.
    pub digest: u64,
    /// The server's content that it began with; `None` for the playbooks as they are.
    pub content: Option<ContentVersion>,
    /// The seed of its choices.
    pub seed: u64,
    /// How hard the buyer is, 1 to 4; 0 as hard as the scenario's level says.
    pub difficulty: u32,
    /// What its template was filled with.
    pub occasion: Option<Occasion>,
    /// The member who plays the buyer.
    pub peer: Option<RepId>,
    /// For what it is held.
    pub purpose: Purpose,
    /// When it began.
    pub started: DateTime<Utc>,
}

/// Where a drill stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// The buyer waits for the next reply.
    Open,
    /// It came to its end.
    Finished,
    /// The rep left before.
    Left,
}

impl Named for SessionState {
    const ALL: &'static [Self] = &[Self::Open, Self::Finished, Self::Left];

    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Finished => "finished",
            Self::Left => "left",
        }
    }
}

/// What became of a drill that was to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// It is open now.
    New,
    /// The same event came twice; nothing was changed.
    Duplicate,
    /// The rep has another open drill in that server or that channel.
    Busy,
}

/// A drill with its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// As it began.
    pub new: NewSession,
    /// Where it stands.
    pub state: SessionState,
    /// When it ended.
    pub ended: Option<DateTime<Utc>>,
    /// Its score; `None` while it is open and where nothing could be rated.
    pub score: Option<u32>,
    /// The score from which it counted as passed; `None` while it is open, and for drills of long ago.
    pub pass_mark: Option<u32>,
    /// What was said, in order.
    pub turns: Vec<StoredTurn>,
    /// What the member who plays the buyer said, in order.
    pub peer_lines: Vec<PeerLine>,
}

impl Session {
    /// A drill that has just begun.
    pub fn begun(new: NewSession) -> Self {
        let (turns, peer_lines) = (Vec::new(), Vec::new());
        let (ended, score, pass_mark) = (None, None, None);
        Self { new, state: SessionState::Open, ended, score, pass_mark, turns, peer_lines }
    }
}

/// One reply of the rep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTurn {
    /// The message, which is stored only once.
    pub message: i64,
    /// What was said.
    pub said: String,
    /// What was recognised in it.
    pub verdict: Verdict,
    /// When it was said.
    pub at: DateTime<Utc>,
    /// Whether the bot's answer reached the rep.
    pub answered: bool,
}

/// How a drill ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Finished or left.
    pub state: SessionState,
    /// When.
    pub at: DateTime<Utc>,
    /// 0 to 100; `None` where nothing could be rated.
    pub score: Option<u32>,
    /// The score from which it counts as passed.
    pub pass_mark: u32,
    /// Whether it reaches the pass mark.
    pub passed: bool,
    /// Thousandths of a point earned.
    pub earned: u32,
    /// Thousandths of a point that could be rated.
    pub rated: u32,
    /// Thousandths of a point that all checks are worth.
    pub whole: u32,
    /// Points of the hundred lost by faults.
    pub faults_cost: u32,
    /// One for each check, then one for each sort of fault.
    pub receipts: Vec<StoredReceipt>,
}

/// Drills with their turns, in one statement, so that both are seen at the same moment.
macro_rules! sessions {
    ($where:literal) => {
        concat!(
            "SELECT s.id, s.server_id, s.rep_id, s.channel_id, s.playbook, s.language, s.scenario, s.digest, s.seed, \
             s.difficulty, s.customer, s.touch, s.purpose, s.note, s.peer_id, \
             s.edition, s.version, s.assignment_id, s.step, s.training_id, s.stage, s.started_ms, s.state, s.ended_ms, s.score, s.pass_mark, \
             t.n, t.message_id, t.said, t.verdict, t.at_ms, t.answered \
             FROM sessions s LEFT JOIN turns t ON t.session_id = s.id WHERE ",
            $where,
            " ORDER BY s.id, t.n"
        )
    };
}
pub(super) use sessions;

impl Store {
    /// Opens a drill, unless the rep holds another one in that server or that channel.
    pub async fn begin_session(&self, new: &NewSession) -> Result<Begun, StoreError> {
        let about =
            |text: fn(&Occasion) -> &String| new.occasion.as_ref().map(|occasion| plain(text(occasion)));
        // Unique indices over open drills decide, so two events at once cannot both begin one.
        let insert = sql(
            "INSERT INTO sessions (id, server_id, rep_id, channel_id, playbook, language, scenario, digest, \
             seed, official, started_ms, difficulty, customer, touch, purpose, note, peer_id, \
             edition, version, assignment_id, step, training_id, stage, \
             state, next_n, passed, earned, rated, whole, faults_cost) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
             $20, $21, $22, $23, 'open', 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING",
        )
        .bind(new.id.0)
        .bind(new.server.0)
        .bind(new.rep.0)
        .bind(new.channel)
        .bind(new.playbook.clone())
        .bind(new.language.clone())
        .bind(new.scenario.clone())
        .bind(new.digest.cast_signed())
        .bind(new.seed.cast_signed())
        .bind(i16::from(new.purpose.official()))
        .bind(ms(new.started))
        .bind(i16::try_from(new.difficulty).unwrap_or(0))
        .bind(about(|occasion| &occasion.customer))
        .bind(about(|occasion| &occasion.touch))
        .bind(about(|occasion| &occasion.purpose))
        .bind(about(|occasion| &occasion.note))
        .bind(new.peer.map(|peer| peer.0))
        .bind(new.content.map(|content| content.edition))
        .bind(new.content.and_then(|content| content.version).map(i64::from));
        if self.run(purpose::bind(insert, new.purpose)).await? > 0 {
            return Ok(Begun::New);
        }
        let same = self.row(sql("SELECT id FROM sessions WHERE id = $1").bind(new.id.0)).await?;
        Ok(if same.is_some() { Begun::Duplicate } else { Begun::Busy })
    }

    /// The rep's open drill in a server.
    pub async fn open_session(&self, server: ServerId, rep: RepId) -> Result<Option<Session>, StoreError> {
        let query = sql(sessions!("s.server_id = $1 AND s.rep_id = $2 AND s.state = 'open'"));
        self.first(self.rows(query.bind(server.0).bind(rep.0)).await?).await
    }

    /// The rep's open drill in a channel.
    pub async fn session_in_channel(&self, channel: i64, rep: RepId) -> Result<Option<Session>, StoreError> {
        let query = sql(sessions!("s.channel_id = $1 AND s.rep_id = $2 AND s.state = 'open'"));
        self.first(self.rows(query.bind(channel).bind(rep.0)).await?).await
    }

    /// The open duel in a channel in which that member plays the buyer.
    pub async fn duel_in_channel(&self, channel: i64, peer: RepId) -> Result<Option<Session>, StoreError> {
        let query = sql(sessions!("s.channel_id = $1 AND s.peer_id = $2 AND s.state = 'open'"));
        self.first(self.rows(query.bind(channel).bind(peer.0)).await?).await
    }

    /// A duel, open or not, in which that member plays the buyer.
    pub async fn duel(&self, id: SessionId, peer: RepId) -> Result<Option<Session>, StoreError> {
        let query = sql(sessions!("s.id = $1 AND s.peer_id = $2"));
        self.first(self.rows(query.bind(id.0).bind(peer.0)).await?).await
    }

    /// A drill of the rep, open or not; nobody else's.
    pub async fn session(&self, id: SessionId, rep: RepId) -> Result<Option<Session>, StoreError> {
        let query = sql(sessions!("s.id = $1 AND s.rep_id = $2"));
        self.first(self.rows(query.bind(id.0).bind(rep.0)).await?).await
    }

    /// An official drill of a server that has ended, whoever held it; never practice.
    pub async fn official_drill(
        &self,
        server: ServerId,
        id: SessionId,
    ) -> Result<Option<Session>, StoreError> {
        let query =
            sql(sessions!("s.id = $1 AND s.server_id = $2 AND s.official = 1 AND s.ended_ms IS NOT NULL"));
        self.first(self.rows(query.bind(id.0).bind(server.0)).await?).await
    }

    /// The drill that the rep ended last in a server.
    pub async fn last_ended(&self, server: ServerId, rep: RepId) -> Result<Option<Session>, StoreError> {
        let query = sql(sessions!(
            "s.id = (SELECT id FROM sessions WHERE server_id = $1 AND rep_id = $2 AND ended_ms IS NOT NULL \
             ORDER BY ended_ms DESC, id DESC LIMIT 1)"
        ));
        self.first(self.rows(query.bind(server.0).bind(rep.0)).await?).await
    }

    async fn first(&self, rows: Vec<AnyRow>) -> Result<Option<Session>, StoreError> {
        let Some(mut session) = read_sessions(&rows)?.pop() else {
            return Ok(None);
        };
        if session.new.peer.is_some() {
            session.peer_lines = self.peer_lines(session.new.id).await?;
        }
        Ok(Some(session))
    }
}

/// Rows come ordered by drill and place; each drill takes those that are its own.
pub(super) fn read_sessions(rows: &[AnyRow]) -> Result<Vec<Session>, StoreError> {
    let mut sessions: Vec<Session> = Vec::new();
    for row in rows {
        let cells = Cells::new(row, "sessions", &["id"]);
        let id = SessionId(cells.int("id")?);
        let turn = read_turn(row)?;
        match sessions.last_mut() {
            Some(session) if session.new.id == id => session.turns.extend(turn),
            _ => sessions.push(Session { turns: turn.into_iter().collect(), ..read_session(id, cells)? }),
        }
    }
    Ok(sessions)
}

fn read_session(id: SessionId, cells: Cells<'_>) -> Result<Session, StoreError> {
    let new = NewSession {
        id,
        server: ServerId(cells.int("server_id")?),
        rep: RepId(cells.int("rep_id")?),
        channel: cells.int("channel_id")?,
        playbook: cells.text("playbook")?,
        language: cells.text("language")?,
        scenario: cells.text("scenario")?,
        digest: cells.bits("digest")?,
        content: ContentVersion::read(cells)?,
        seed: cells.bits("seed")?,
        difficulty: cells.maybe_count("difficulty")?.unwrap_or(0),
        occasion: read_occasion(cells)?,
        peer: cells.maybe_int("peer_id")?.map(RepId),
        purpose: purpose::read(cells)?,
        started: cells.time("started_ms")?,
    };
    let (ended, score) = (cells.maybe_time("ended_ms")?, cells.maybe_count("score")?);
    let pass_mark = cells.maybe_count("pass_mark")?;
    Ok(Session { state: cells.named("state")?, ended, score, pass_mark, ..Session::begun(new) })
}

fn read_occasion(cells: Cells<'_>) -> Result<Option<Occasion>, StoreError> {
    let Some(customer) = cells.maybe_text("customer")? else {
        return Ok(None);
    };
    let text = |column| Ok::<String, StoreError>(cells.maybe_text(column)?.unwrap_or_default());
    Ok(Some(Occasion { customer, touch: text("touch")?, purpose: text("purpose")?, note: text("note")? }))
}

fn read_turn(row: &AnyRow) -> Result<Option<StoredTurn>, StoreError> {
    let cells = Cells::new(row, "turns", &["id", "n"]);
    let Some(message) = cells.maybe_int("message_id")? else {
        return Ok(None);
    };
    let verdict = verdict::read(&cells.text("verdict")?).ok_or_else(|| cells.bad("verdict"))?;
    let (at, answered) = (cells.time("at_ms")?, cells.flag("answered")?);
    Ok(Some(StoredTurn { message, said: cells.text("said")?, verdict, at, answered }))
}
