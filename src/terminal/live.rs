//! A drill at the keyboard while its playbook is being written: when the files change, the talk so far is judged again.
//! The same words, seed and files give the same talk. It must not read files; a watch does.

use std::sync::Arc;

use crate::coach::drill::{Bout, Plan};
use crate::coach::recognise::{Correction, Recogniser};
use crate::playbook::{Library, Playbook, Problem, Watch, reload};
use crate::reply::Words;

/// What a drill is held with: the content in effect and the talk so far.
pub struct Stage {
    pub(super) library: Arc<Library>,
    pub(super) playbook: Arc<Playbook>,
    pub(super) words: Arc<Words>,
    pub(super) recogniser: Recogniser,
    /// The talk.
    pub bout: Bout,
}

/// What came of a look at the files.
#[derive(Debug)]
pub enum News {
    /// They have changed; the talk was judged again.
    Taken,
    /// They have problems; the old content stays.
    Broken(Vec<Problem>),
    /// The scenario is not in them any more; the old content stays.
    Gone,
}

impl Stage {
    /// Sets a scenario up in the playbook of a language; `None` where there is none. Of a difficulty, 0 is the scenario's own.
    pub fn set(
        library: Arc<Library>,
        playbook: Arc<Playbook>,
        scenario: &str,
        difficulty: u32,
        seed: u64,
        corrections: &[Correction],
    ) -> Option<Self> {
        let plan: Plan = playbook.plan(scenario)?.as_hard_as(difficulty);
        let words = Arc::clone(library.words(playbook.language.as_str())?);
        let recogniser = playbook.recogniser().corrected(corrections);
        Some(Self { library, playbook, words, recogniser, bout: Bout::begin(plan, seed) })
    }

    /// The playbook in effect.
    pub fn playbook(&self) -> &Playbook {
        &self.playbook
    }

    /// What judges.
    pub fn recogniser(&self) -> &Recogniser {
        &self.recogniser
    }

    /// Looks whether the files have changed, and takes them over; `None` when they have not.
    pub fn refresh(
        &mut self,
        watch: &mut Watch<'_>,
        difficulty: u32,
        corrections: &[Correction],
    ) -> Option<News> {
        let library = match reload(&self.library, watch.changed()?) {
            Ok(library) => Arc::new(library),
            Err(problems) => return Some(News::Broken(problems)),
        };
        let scenario = self.bout.plan.scenario.id.as_str();
        let playbook = library.exact_playbook(self.playbook.language.as_str()).map(Arc::clone);
        let again = playbook.and_then(|playbook| {
            Self::set(library, playbook, scenario, difficulty, self.bout.seed, corrections)
        });
        let Some(mut again) = again else { return Some(News::Gone) };
        again.bout.say_again(&again.recogniser, self.bout.turns.iter().map(|turn| turn.said.as_str()));
        *self = again;
        Some(News::Taken)
    }
}
