//! One reply taken: is it fit to be judged, what did it do, how does the buyer react. Terminal and Discord both come here.
//! It must not keep anything.

use crate::coach::card::likeness;
use crate::coach::drill::Bout;
use crate::coach::recognise::{Recogniser, Text};
use crate::coach::scenario::Scenario;
use crate::coach::seed;
use crate::playbook::Playbook;
use crate::reply::notice::{Refusal, accept};

/// Why a reply was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    /// The words cannot be judged; the rep may say it again.
    Refused(Refusal),
    /// The talk had ended.
    Over,
}

/// Takes a reply: the words are judged in the light of what the buyer said last, and the buyer answers. The recogniser
/// is the playbook's own, or that with a server's corrections in effect.
///
/// # Errors
/// When the words cannot be judged or the talk is over; the drill is then as it was.
pub fn answer(
    playbook: &Playbook,
    recogniser: &Recogniser,
    bout: &mut Bout,
    said: &str,
) -> Result<(), NotTaken> {
    accept(said, playbook.language.as_str()).map_err(NotTaken::Refused)?;
    if bout.end.is_some() {
        return Err(NotTaken::Over);
    }
    let said = said.trim();
    let verdict = recogniser.judge(&Text::new(said), bout.last_line());
    bout.answer(said, verdict).map(|_| ()).map_err(|_| NotTaken::Over)
}

/// The scenario that was asked for, or one of the easiest.
///
/// # Errors
/// What there is instead, when there is none of that name.
pub fn choose_scenario(playbook: &Playbook, asked: Option<&str>, seed: u64) -> Result<String, String> {
    let Some(asked) = asked else {
        let easiest = playbook.scenarios.values().map(|s| s.level).min();
        let all: Vec<&str> =
            playbook.scenarios.values().filter(|s| Some(s.level) == easiest).map(|s| s.id.as_str()).collect();
        return all.get(seed::pick(seed, 0, all.len())).map(|id| (*id).to_owned()).ok_or_else(String::new);
    };
    if playbook.scenarios.contains_key(asked) {
        return Ok(asked.to_owned());
    }
    Err(like(playbook, asked).iter().take(8).map(|s| s.id.as_str()).collect::<Vec<_>>().join(", "))
}

/// Scenarios, those first that are most like what was typed.
pub fn like<'p>(playbook: &'p Playbook, typed: &str) -> Vec<&'p Scenario> {
    let typed = typed.trim().to_lowercase();
    let near = |s: &Scenario| likeness(s.id.as_str(), &typed).max(likeness(&s.title.to_lowercase(), &typed));
    let mut all: Vec<&Scenario> = playbook.scenarios.values().map(|s| &**s).collect();
    all.sort_by_key(|s| (std::cmp::Reverse(near(s)), s.level, s.id.clone()));
    all
}
