//! Claims: what may be said of a training with the evidence at hand, and what may not though many would say
//! it. A training is judged without a group that had none, so no claim of cause is ever among those one may
//! make.
//! It must not word a claim, nor weigh anything that is not in the evidence.

use super::agreement::USABLE_KAPPA;
use super::effect::MeanChange;
use super::items::{ACCEPTABLE_RELIABILITY, STEADY_EXAMINEES};
use super::reaction::FEWEST_ANSWERS;
use super::statement::{Claim, Supported, Unsupported};
use super::{Figure, Withheld};

/// What is at hand about one training.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// How many were asked for their reaction.
    pub asked: usize,
    /// How many gave it.
    pub answered: usize,
    /// How many took the test before and the test after.
    pub pairs: usize,
    /// How many took only one of the two.
    pub dropouts: usize,
    /// How many had the full score before, or why that is not told.
    pub ceilings: Result<usize, Withheld>,
    /// The mean gain of the pairs.
    pub gain: Result<MeanChange, Withheld>,
    /// Whether the test after has other items of the same worth than the test before.
    pub parallel_forms: bool,
    /// How many took the delayed test too.
    pub delayed: usize,
    /// The mean change from the test after to the delayed test.
    pub delayed_change: Result<MeanChange, Withheld>,
    /// KR-20 of the test.
    pub reliability: Figure,
    /// How many examinees the reliability rests on.
    pub examinees: usize,
    /// How many items carry a note to check the key or a poor discrimination.
    pub doubtful_items: usize,
    /// The kappa of two raters on the skill marks.
    pub kappa: Figure,
    /// How many check-ins on the job were answered.
    pub check_ins: usize,
    /// How many of these said that it was used.
    pub used: usize,
    /// How many outcome figures were imported.
    pub results: usize,
}

impl Evidence {
    /// The evidence of a training of which nothing was kept; what is at hand is then put in.
    pub fn nothing() -> Self {
        Self {
            asked: 0,
            answered: 0,
            pairs: 0,
            dropouts: 0,
            ceilings: Err(Withheld::NoPairs),
            gain: Err(Withheld::NoPairs),
            parallel_forms: false,
            delayed: 0,
            delayed_change: Err(Withheld::NoPairs),
            reliability: Err(Withheld::NoPairs),
            examinees: 0,
            doubtful_items: 0,
            kappa: Err(Withheld::NoPairs),
            check_ins: 0,
            used: 0,
            results: 0,
        }
    }
}

/// The claims that the evidence carries and those it does not, in the order of [`Claim`].
pub fn weigh_claims(evidence: &Evidence) -> Vec<Claim> {
    let supported = [reacted(evidence), gained(evidence), tested(evidence), applied(evidence)].concat();
    let unsupported =
        [not_reacted(evidence), not_gained(evidence), not_tested(evidence), not_caused(evidence)].concat();
    let may = supported.into_iter().map(Claim::MaySay);
    may.chain(unsupported.into_iter().map(Claim::MayNotSay)).collect()
}

/// A claim if it holds, as a list.
fn when<T>(holds: bool, claim: T) -> Option<T> {
    holds.then_some(claim)
}

fn reacted(evidence: &Evidence) -> Vec<Supported> {
    let &Evidence { answered, asked, .. } = evidence;
    when(answered >= FEWEST_ANSWERS, Supported::Answered { answered, asked }).into_iter().collect()
}

fn gained(evidence: &Evidence) -> Vec<Supported> {
    let &Evidence { pairs: people, dropouts, delayed, .. } = evidence;
    let gain = evidence.gain.ok().map(|change| match change.interval {
        interval if interval.low > 0.0 => Supported::Gained { people, change },
        interval if interval.high < 0.0 => Supported::Lost { people, change },
        _ => Supported::NoClearChange { people, change },
    });
    let full = evidence.ceilings.unwrap_or(0);
    let later = evidence.delayed_change.ok();
    [
        gain,
        when(full > 0, Supported::AtCeiling { people: full, of: people }),
        when(dropouts > 0, Supported::DroppedOut { people: dropouts }),
        later.map(|change| Supported::LaterChange { people: delayed, change }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn tested(evidence: &Evidence) -> Vec<Supported> {
    let examinees = evidence.examinees;
    let caution = examinees < STEADY_EXAMINEES;
    let kr20 = evidence.reliability.ok().filter(|kr20| *kr20 >= ACCEPTABLE_RELIABILITY);
    let kappa = evidence.kappa.ok().filter(|kappa| *kappa >= USABLE_KAPPA);
    let hangs = kr20.map(|kr20| Supported::HangsTogether { kr20, examinees, caution });
    hangs.into_iter().chain(kappa.map(|kappa| Supported::RatersAgree { kappa })).collect()
}

fn applied(evidence: &Evidence) -> Vec<Supported> {
    let &Evidence { check_ins, used, results, .. } = evidence;
    let use_told = when(check_ins >= FEWEST_ANSWERS, Supported::ReportedUse { used, of: check_ins });
    use_told.into_iter().chain(when(results > 0, Supported::OutcomesBeside { results })).collect()
}

fn not_reacted(evidence: &Evidence) -> Vec<Unsupported> {
    let &Evidence { answered, asked, .. } = evidence;
    let silent = asked.saturating_sub(answered);
    [
        Some(Unsupported::ReactionShowsLearning),
        when(answered < FEWEST_ANSWERS, Unsupported::ReactionKnown { answered, fewest: FEWEST_ANSWERS }),
        when(answered >= FEWEST_ANSWERS && silent > 0, Unsupported::EveryoneThinksSo { silent, asked }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn not_gained(evidence: &Evidence) -> Vec<Unsupported> {
    let &Evidence { pairs: people, dropouts, delayed, .. } = evidence;
    let unclear = evidence.gain.is_ok_and(|change| change.interval.low <= 0.0);
    let still_knows = evidence.delayed_change.is_ok_and(|change| change.interval.high >= 0.0);
    [
        evidence.gain.err().map(|reason| Unsupported::GainKnown { reason }),
        when(unclear, Unsupported::ClearlyImproved { people }),
        when(dropouts > 0, Unsupported::AllParticipantsGained { dropouts, people }),
        when(evidence.gain.is_ok(), Unsupported::EachGained { people }),
        when(!evidence.parallel_forms, Unsupported::KnowsMoreThanTheForm),
        when(!still_knows, Unsupported::StillKnowsLater { people: delayed }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn not_tested(evidence: &Evidence) -> Vec<Unsupported> {
    let doubtful = evidence.doubtful_items;
    let test = match evidence.reliability {
        Err(reason) => Some(Unsupported::TestReliable { reason }),
        Ok(kr20) => when(kr20 < ACCEPTABLE_RELIABILITY, Unsupported::TestReliableEnough { kr20 }),
    };
    let marks = match evidence.kappa {
        Err(reason) => Some(Unsupported::MarksChecked { reason }),
        Ok(kappa) => when(kappa < USABLE_KAPPA, Unsupported::MarksFair { kappa }),
    };
    [test, when(doubtful > 0, Unsupported::ItemsSound { doubtful }), marks].into_iter().flatten().collect()
}

fn not_caused(evidence: &Evidence) -> Vec<Unsupported> {
    let &Evidence { check_ins, results, .. } = evidence;
    when(check_ins < FEWEST_ANSWERS, Unsupported::UsedOnTheJob { check_ins })
        .into_iter()
        .chain([
            Unsupported::TrainingCausedGain,
            Unsupported::OthersWillGain,
            Unsupported::TrainingCausedRevenue { results },
        ])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::Interval;
    use super::*;
    use proptest::prelude::*;

    fn change(mean: f64, half: f64) -> MeanChange {
        MeanChange { mean, interval: Interval { low: mean - half, high: mean + half } }
    }

    /// All that a careful trainer could have.
    fn full() -> Evidence {
        Evidence {
            asked: 12,
            answered: 12,
            pairs: 12,
            dropouts: 0,
            ceilings: Ok(0),
            gain: Ok(change(18.0, 6.0)),
            parallel_forms: true,
            delayed: 12,
            delayed_change: Ok(change(-2.0, 4.0)),
            reliability: Ok(0.72),
            examinees: 12,
            doubtful_items: 0,
            kappa: Ok(0.75),
            check_ins: 10,
            used: 7,
            results: 3,
        }
    }

    #[test]
    fn with_full_evidence_cause_still_may_not_be_claimed() {
        let all = weigh_claims(&full());
        let refused: Vec<_> = all.iter().filter(|claim| matches!(claim, Claim::MayNotSay(_))).collect();
        assert_eq!(
            refused,
            [
                &Claim::MayNotSay(Unsupported::ReactionShowsLearning),
                &Claim::MayNotSay(Unsupported::EachGained { people: 12 }),
                &Claim::MayNotSay(Unsupported::TrainingCausedGain),
                &Claim::MayNotSay(Unsupported::OthersWillGain),
                &Claim::MayNotSay(Unsupported::TrainingCausedRevenue { results: 3 }),
            ]
        );
        assert!(all.contains(&Claim::MaySay(Supported::Gained { people: 12, change: change(18.0, 6.0) })));
        assert!(all.contains(&Claim::MaySay(Supported::ReportedUse { used: 7, of: 10 })));
    }

    #[test]
    fn without_evidence_nothing_may_be_said() {
        let all = weigh_claims(&Evidence::nothing());
        assert!(all.iter().all(|claim| matches!(claim, Claim::MayNotSay(_))));
        for refused in [
            Unsupported::ReactionKnown { answered: 0, fewest: 5 },
            Unsupported::GainKnown { reason: Withheld::NoPairs },
            Unsupported::KnowsMoreThanTheForm,
            Unsupported::StillKnowsLater { people: 0 },
            Unsupported::TestReliable { reason: Withheld::NoPairs },
            Unsupported::UsedOnTheJob { check_ins: 0 },
        ] {
            assert!(all.contains(&Claim::MayNotSay(refused)), "{refused:?}");
        }
    }

    #[test]
    fn who_dropped_out_is_told_and_forbids_to_speak_of_all() {
        let all = weigh_claims(&Evidence { pairs: 9, dropouts: 3, ceilings: Ok(2), answered: 8, ..full() });
        assert!(all.contains(&Claim::MaySay(Supported::DroppedOut { people: 3 })));
        assert!(all.contains(&Claim::MaySay(Supported::AtCeiling { people: 2, of: 9 })));
        assert!(
            all.contains(&Claim::MayNotSay(Unsupported::AllParticipantsGained { dropouts: 3, people: 9 }))
        );
        assert!(all.contains(&Claim::MayNotSay(Unsupported::EveryoneThinksSo { silent: 4, asked: 12 })));
    }

    #[test]
    fn a_gain_whose_interval_holds_nought_is_no_improvement() {
        let unclear = weigh_claims(&Evidence { gain: Ok(change(3.0, 5.0)), ..full() });
        assert!(
            unclear
                .contains(&Claim::MaySay(Supported::NoClearChange { people: 12, change: change(3.0, 5.0) }))
        );
        assert!(unclear.contains(&Claim::MayNotSay(Unsupported::ClearlyImproved { people: 12 })));
        let lost = weigh_claims(&Evidence { gain: Ok(change(-9.0, 5.0)), ..full() });
        assert!(lost.contains(&Claim::MaySay(Supported::Lost { people: 12, change: change(-9.0, 5.0) })));
        assert!(lost.contains(&Claim::MayNotSay(Unsupported::ClearlyImproved { people: 12 })));
    }

    #[test]
    fn who_clearly_fell_back_does_not_still_know_it() {
        let fallen = weigh_claims(&Evidence { delayed_change: Ok(change(-20.0, 5.0)), ..full() });
        assert!(fallen.contains(&Claim::MayNotSay(Unsupported::StillKnowsLater { people: 12 })));
        assert!(
            fallen
                .contains(&Claim::MaySay(Supported::LaterChange { people: 12, change: change(-20.0, 5.0) }))
        );
    }

    #[test]
    fn a_weak_test_and_weak_marks_are_not_called_sound() {
        let all =
            weigh_claims(&Evidence { reliability: Ok(-0.1), kappa: Ok(0.59), doubtful_items: 2, ..full() });
        assert!(all.contains(&Claim::MayNotSay(Unsupported::TestReliableEnough { kr20: -0.1 })));
        assert!(all.contains(&Claim::MayNotSay(Unsupported::MarksFair { kappa: 0.59 })));
        assert!(all.contains(&Claim::MayNotSay(Unsupported::ItemsSound { doubtful: 2 })));
    }

    fn any_change() -> impl Strategy<Value = Result<MeanChange, Withheld>> {
        prop_oneof![
            Just(Err(Withheld::NoPairs)),
            (-50.0..50.0_f64, 0.0..30.0_f64).prop_map(|(mean, half)| Ok(change(mean, half))),
        ]
    }

    prop_compose! {
        fn any_evidence()(
            asked in 0..20_usize, answered in 0..20_usize, dropouts in 0..5_usize, gain in any_change(),
            delayed_change in any_change(), kr20 in -1.0..1.0_f64, kappa in -1.0..1.0_f64,
            check_ins in 0..9_usize, results in 0..3_usize, doubtful_items in 0..3_usize,
        ) -> Evidence {
            Evidence {
                asked: asked.max(answered), answered, dropouts, gain, delayed_change, check_ins, results,
                used: check_ins / 2, reliability: Ok(kr20), kappa: Ok(kappa), doubtful_items, ..full()
            }
        }
    }

    proptest! {
        #[test]
        fn claims_are_in_order_and_never_of_cause(evidence in any_evidence()) {
            let all = weigh_claims(&evidence);
            prop_assert!(all.is_sorted());
            prop_assert!(all.contains(&Claim::MayNotSay(Unsupported::TrainingCausedGain)));
            prop_assert!(all.contains(&Claim::MayNotSay(Unsupported::ReactionShowsLearning)));
        }

        #[test]
        fn what_is_known_is_never_refused_as_unknown(evidence in any_evidence()) {
            let all = weigh_claims(&evidence);
            let has = |wanted: fn(&Claim) -> bool| all.iter().any(wanted);
            let said = has(|claim| matches!(claim, Claim::MaySay(Supported::Gained { .. })));
            let unknown = has(|claim| matches!(claim, Claim::MayNotSay(Unsupported::GainKnown { .. })));
            let unclear = has(|claim| matches!(claim, Claim::MayNotSay(Unsupported::ClearlyImproved { .. })));
            prop_assert!(said != (unknown || unclear) && !(unknown && unclear));
            let later = has(|claim| matches!(claim, Claim::MaySay(Supported::LaterChange { .. })));
            let unknown = has(|claim| matches!(claim, Claim::MayNotSay(Unsupported::StillKnowsLater { .. })));
            prop_assert!(later || unknown);
        }
    }
}
