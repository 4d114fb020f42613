//! Beginning a drill: which one, how hard, about whom, against whom; and the briefing with which it opens.
//! It must not find a place for it: adapters open threads and direct messages.

use std::sync::Arc;

use crate::coach::choose::{Choice, PastDrill, Reason, choose};
use crate::coach::drill::{Bout, HARDEST};
use crate::coach::ids::{RepId, SessionId, TouchId};
use crate::coach::progress::weak_steps;
use crate::coach::purpose::Purpose;
use crate::coach::scenario::{Kind, Occasion, Scenario};
use crate::coach::seed;
use crate::playbook::Playbook;
use crate::reply::{Block, Reply, Words, drill, duel, notice, phrase};
use crate::store::{Begun, NewSession, Session};

use super::contents::{Content, SCENARIOS};
use super::{App, AppError, Who, spar};

/// The cadence after which drills come again, in every playbook that has it.
pub(super) const LEARNER: &str = "learner";
/// Drills that are looked at when one is chosen.
const LOOKED_AT: u32 = 200;
/// Drills from which the weak steps are computed.
const FOR_STEPS: u32 = 10;

/// What a rep asked for; everything else is chosen.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The scenario's id.
    pub scenario: Option<&'a str>,
    /// How hard, 1 to 4.
    pub difficulty: Option<u32>,
    /// One that suits the rep, with the reason told.
    pub suits: bool,
    /// The member who is to play the buyer.
    pub peer: Option<RepId>,
}

/// A drill that can begin.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// The scenario's id.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// How hard, 1 to 4; 0 as its level says.
    pub difficulty: u32,
    /// Why this one, in the rep's language.
    pub why: Option<String>,
    /// The touch that it is about.
    pub occasion: Option<Occasion>,
    /// The member who plays the buyer.
    pub peer: Option<RepId>,
    /// For what it is held.
    pub purpose: Purpose,
    /// The content that it must be held with; the rep's own as it is now when absent.
    pub pinned: Option<Pinned>,
}

/// Content that was fixed before a drill began.
#[derive(Debug, Clone)]
pub struct Pinned {
    /// The playbook's id.
    pub playbook: String,
    /// Its language, as a tag.
    pub language: String,
    /// The edition of the server's content.
    pub edition: Option<i64>,
}

/// A drill that was begun.
#[derive(Debug)]
pub struct Opened {
    /// The session.
    pub session: SessionId,
    /// The briefing and the buyer's opening, in this order.
    pub replies: Vec<Reply>,
}

impl App {
    /// Whether a drill can begin, and which; else what to tell the rep.
    pub async fn before_drill(
        &self,
        who: &Who,
        asked: Asked<'_>,
        event: i64,
    ) -> Result<Result<Chosen, Reply>, AppError> {
        let words = self.words(&who.language)?;
        let playbook = self.playbook(who).await?;
        if let Some(busy) = self.busy(who, &words).await? {
            return Ok(Err(busy));
        }
        if asked.peer == Some(who.rep) {
            return Ok(Err(notice::plain(&words, phrase::DUEL_ALONE)));
        }
        let difficulty = asked.difficulty.filter(|d| (1..=HARDEST).contains(d));
        if asked.suits && asked.scenario.is_none() {
            return Ok(self
                .suiting(who, &playbook, &words)
                .await?
                .map(|chosen| Chosen { difficulty: difficulty.unwrap_or(chosen.difficulty), ..chosen }));
        }
        Ok(match spar::choose_scenario(&playbook, asked.scenario, event.unsigned_abs()) {
            Ok(scenario) => Ok(Chosen {
                title: title(&playbook, &scenario),
                scenario,
                difficulty: difficulty.unwrap_or(0),
                peer: asked.peer,
                ..Chosen::default()
            }),
            Err(near) => {
                let holes = [("typed", asked.scenario.unwrap_or_default()), ("near", near.as_str())];
                Err(Reply::text(words.say(phrase::SCENARIO_NOT_FOUND, &holes)))
            }
        })
    }

    /// A minute of practice before a touch: a template of the playbook about that customer.
    pub async fn before_rehearsal(&self, who: &Who, id: TouchId) -> Result<Result<Chosen, Reply>, AppError> {
        let words = self.words(&who.language)?;
        if let Some(busy) = self.busy(who, &words).await? {
            return Ok(Err(busy));
        }
        let touch = self.store.touch(id).await?.filter(|touch| touch.owner == who.rep);
        let Some(touch) = touch else {
            return Ok(Err(notice::plain(&words, phrase::TOUCH_NOT_YOURS)));
        };
        let playbook = self.playbook(who).await?;
        let templates: Vec<&Scenario> =
            playbook.scenarios.values().filter(|s| s.kind == Kind::JustInTime).map(|s| &**s).collect();
        let plan = self.touch_plan(&touch).await?;
        let template =
            templates.get(seed::pick(id.follow_up.0.unsigned_abs(), u64::from(id.n), templates.len()));
        let (Some(template), Some(plan)) = (template, plan) else {
            return Ok(Err(notice::plain(&words, phrase::NO_REHEARSAL)));
        };
        // Without a note there is still something to come back to: what the touch is to see to.
        let note = if touch.card.note.is_empty() { plan.checklist.join(" ") } else { touch.card.note };
        let occasion = Occasion {
            customer: touch.card.customer,
            touch: plan.title.clone(),
            purpose: plan.purpose.clone(),
            note,
        };
        let (scenario, title) = (template.id.to_string(), template.title.clone());
        Ok(Ok(Chosen { scenario, title, occasion: Some(occasion), ..Chosen::default() }))
    }

    /// The drill that suits a rep, with the reason in words.
    pub(super) async fn suiting(
        &self,
        who: &Who,
        playbook: &Playbook,
        words: &Words,
    ) -> Result<Result<Chosen, Reply>, AppError> {
        let past = self.store.history(who.server, who.rep, LOOKED_AT).await?;
        let past: Vec<PastDrill> = past
            .into_iter()
            .map(|past| PastDrill {
                scenario: past.scenario,
                day: past.started.date_naive(),
                score: past.score,
                passed: past.passed,
            })
            .collect();
        let weak = weak_steps(&self.store.points(who.server, who.rep, FOR_STEPS).await?);
        let intervals = playbook.cadences.get(LEARNER).map(|c| c.days()).unwrap_or_default();
        let scenarios: Vec<_> =
            playbook.scenarios.values().filter(|s| s.kind != Kind::JustInTime).cloned().collect();
        let today = self.now().date_naive();
        let Some(choice) = choose(&scenarios, &past, &weak, &intervals, today, self.seed("suits")) else {
            return Ok(Err(notice::plain(words, phrase::NO_DRILL)));
        };
        let why = reason(playbook, words, &choice);
        let scenario = choice.scenario.to_string();
        let (title, difficulty) = (title(playbook, &scenario), choice.difficulty);
        Ok(Ok(Chosen { scenario, title, difficulty, why: Some(why), ..Chosen::default() }))
    }

    async fn content_for(
        &self,
        who: &Who,
        chosen: &Chosen,
    ) -> Result<(Arc<Content>, Arc<Playbook>), AppError> {
        let (content, playbook);
        if let Some(pinned) = &chosen.pinned {
            content = self.content_in(who.server, pinned.edition).await?;
            playbook = content.own(&pinned.playbook, &pinned.language)?;
        } else {
            content = self.content(who.server).await?;
            playbook = content.playbook(&who.language)?;
        }
        Ok((content, playbook))
    }

    /// What to tell a rep who is in a drill already.
    pub(super) async fn busy(&self, who: &Who, words: &Words) -> Result<Option<Reply>, AppError> {
        let open = self.store.open_session(who.server, who.rep).await?;
        Ok(match open {
            Some(open) => Some(self.still_drilling(words, &open).await),
            None => None,
        })
    }

    async fn still_drilling(&self, words: &Words, open: &Session) -> Reply {
        let playbook = self.playbook_of(&open.new).await.ok();
        let scenario = playbook.as_ref().and_then(|p| p.scenarios.get(open.new.scenario.as_str()));
        let title = scenario.map_or(open.new.scenario.as_str(), |s| s.title.as_str());
        let text = words.say(phrase::ALREADY_DRILLING, &[("title", title), ("place", "{place}")]);
        Reply::default().with(Block::Where(text, open.new.channel))
    }

    /// Begins a drill in a channel; the event's id becomes the session's.
    pub async fn begin_drill(
        &self,
        who: &Who,
        event: i64,
        channel: i64,
        chosen: &Chosen,
    ) -> Result<Result<Opened, Reply>, AppError> {
        let words = self.words(&who.language)?;
        let (content, playbook) = self.content_for(who, chosen).await?;
        let scenario = playbook.scenarios.get(chosen.scenario.as_str());
        let scenario = scenario.ok_or(AppError::NoContent("scenario"))?;
        let new = NewSession {
            id: SessionId(event),
            server: who.server,
            rep: who.rep,
            channel,
            playbook: playbook.id.to_string(),
            language: playbook.language.to_string(),
            scenario: chosen.scenario.clone(),
            digest: scenario.digest,
            content: content.remembered(&playbook, SCENARIOS, &scenario.id),
            seed: self.seed(&chosen.scenario),
            difficulty: chosen.difficulty,
            occasion: chosen.occasion.clone(),
            peer: chosen.peer,
            purpose: chosen.purpose,
            started: self.now(),
        };
        match self.store.begin_session(&new).await? {
            Begun::New | Begun::Duplicate => {
                let session = Session::begun(new);
                let held = self.fold(session).await?;
                Ok(Ok(Opened {
                    session: SessionId(event),
                    replies: opening(&words, &held.bout, event, chosen),
                }))
            }
            Begun::Busy => match self.store.open_session(who.server, who.rep).await? {
                Some(open) => Ok(Err(self.still_drilling(&words, &open).await)),
                None => Ok(Err(notice::plain(&words, phrase::PEER_BUSY))),
            },
        }
    }
}

fn title(playbook: &Playbook, scenario: &str) -> String {
    playbook.scenarios.get(scenario).map_or_else(String::new, |s| s.title.clone())
}

fn reason(playbook: &Playbook, words: &Words, choice: &Choice) -> String {
    match &choice.reason {
        Reason::Due { days } => words.say(phrase::WHY_DUE, &[("days", &days.to_string())]),
        Reason::Weak { method, step, percent } => {
            let method = playbook.methods.get(method);
            let name = method.and_then(|m| m.step(step)).map_or(step.as_str(), |step| step.name.as_str());
            words.say(phrase::WHY_WEAK, &[("step", name), ("percent", &percent.to_string())])
        }
        Reason::New => words.plain(phrase::WHY_NEW).to_owned(),
        Reason::LongAgo => words.plain(phrase::WHY_LONG_AGO).to_owned(),
    }
}

fn opening(words: &Words, bout: &Bout, event: i64, chosen: &Chosen) -> Vec<Reply> {
    let session = SessionId(event);
    let mut briefing = drill::briefing(words, &bout.plan);
    if let Some(why) = &chosen.why {
        briefing.blocks.insert(0, Block::Note(why.clone()));
    }
    if chosen.difficulty > 0 {
        let told = words.say(phrase::DIFFICULTY, &[("difficulty", &chosen.difficulty.to_string())]);
        briefing = briefing.with(Block::Note(told));
    }
    if chosen.peer.is_some() {
        return vec![briefing, duel::opening(words, bout, session)];
    }
    let briefing = briefing.with(Block::Note(words.plain(phrase::HOW_TO_ANSWER).into()));
    vec![briefing, drill::line(words, bout, Some(session))]
}
