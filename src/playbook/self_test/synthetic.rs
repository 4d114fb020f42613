//! Synthetic reps play a scenario over many seeds: those who must fail never pass, the ideal one always does.

use super::transcripts::explain;
use super::{SelfTest, Subject, Talk};
use crate::coach::drill::Bout;
use crate::coach::ids::Id;
use crate::coach::recognise::{Text, Verdict};
use crate::coach::score::score;
use crate::coach::synthetic::{Must, Says, SyntheticRep};

/// Talks of each rep: each seed chooses other wordings and another order.
const SEEDS: u64 = 12;

impl Subject<'_> {
    /// The score of each synthetic rep: the worst of one that must pass, the best of any other.
    pub(super) fn synthetic(&self, talks: &mut Vec<Talk>, result: &mut SelfTest) -> Vec<(Id, Option<u32>)> {
        let reps = self.playbook.synthetic.values();
        reps.map(|rep| (rep.id.clone(), self.plays(rep, talks, result))).collect()
    }

    fn plays(&self, rep: &SyntheticRep, talks: &mut Vec<Talk>, result: &mut SelfTest) -> Option<u32> {
        let mut played: Vec<(u32, Talk)> = (0..SEEDS)
            .filter_map(|seed| {
                let bout = self.talk(rep, seed);
                let card = score(&bout);
                Some((card.score?, (bout, card)))
            })
            .collect();
        played.sort_by_key(|(score, _)| *score);
        let worst_counts = rep.must == Must::Pass;
        let (told, (bout, card)) = if worst_counts { played.first() } else { played.last() }?;
        let pass = self.plan.method.pass;
        let wrong = match rep.must {
            Must::Pass => *told < pass,
            Must::Fail => *told >= pass,
            Must::Either => false,
        };
        if wrong {
            let verb = if worst_counts { "fails" } else { "passes" };
            let what = format!("{} {verb} `{}` with {told} of {pass}", rep.title, self.plan.scenario.id);
            let mut said = explain(bout, card);
            if let Some(turn) = bout.turns.first() {
                said = format!("\"{}\"; {said}", turn.said);
            }
            result.problems.push(self.problem("synthetic", "", "id", what, said));
        }
        let told = *told;
        talks.extend(played.into_iter().map(|(_, talk)| talk));
        Some(told)
    }

    fn talk(&self, rep: &SyntheticRep, seed: u64) -> Bout {
        let mut bout = Bout::begin(self.plan.clone(), seed);
        while let Some(said) = rep.reply(&bout) {
            let verdict = self.verdict(rep, &bout, &said);
            if bout.answer(&said, verdict).is_err() || bout.end.is_some() {
                break;
            }
        }
        bout.stop();
        bout
    }

    /// A model transcript that is played is no copy; whatever else is said may be a trick.
    fn verdict(&self, rep: &SyntheticRep, bout: &Bout, said: &str) -> Verdict {
        match rep.says {
            Says::Model => self.recogniser.judge(&Text::new(said), bout.last_line()),
            _ => bout.hear(self.recogniser, said),
        }
    }
}
