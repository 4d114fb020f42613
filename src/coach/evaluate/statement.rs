//! Statements people make about a training: those that evidence can carry, and those often made without any.
//! Each has a name and the numbers that belong in its sentence; the sentences are phrases and stand
//! elsewhere.
//! It must not decide which of them hold.

use super::Withheld;
use super::effect::MeanChange;

/// A claim and whether it holds; what may be said comes first, each part from level 1 to level 4.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Claim {
    /// The evidence carries it.
    MaySay(Supported),
    /// The evidence does not carry it.
    MayNotSay(Unsupported),
}

/// What the evidence carries.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Supported {
    /// So many of those asked answered, and this is how they answered.
    Answered {
        /// How many answered.
        answered: usize,
        /// How many were asked.
        asked: usize,
    },
    /// The people who took both tests gained so many points on average.
    Gained {
        /// How many took both tests.
        people: usize,
        /// The mean gain in percentage points, above nought with its whole interval.
        change: MeanChange,
    },
    /// The people who took both tests lost so many points on average.
    Lost {
        /// How many took both tests.
        people: usize,
        /// The mean gain in percentage points, below nought with its whole interval.
        change: MeanChange,
    },
    /// The scores of the people who took both tests show no clear change.
    NoClearChange {
        /// How many took both tests.
        people: usize,
        /// The mean gain in percentage points; its interval holds nought.
        change: MeanChange,
    },
    /// So many had the full score before and could not gain.
    AtCeiling {
        /// How many.
        people: usize,
        /// Of how many who took both tests.
        of: usize,
    },
    /// So many took only one of the two tests, and nothing is known of their gain.
    DroppedOut {
        /// How many.
        people: usize,
    },
    /// In the delayed test people stood so many points above or below the test right after.
    LaterChange {
        /// How many took all three tests.
        people: usize,
        /// The mean change in percentage points.
        change: MeanChange,
    },
    /// The items of the test hang together well enough for a class test.
    HangsTogether {
        /// KR-20.
        kr20: f64,
        /// How many examinees it rests on.
        examinees: usize,
        /// Whether they are so few that it is to be read with caution.
        caution: bool,
    },
    /// Two raters agree on the skill marks beyond chance.
    RatersAgree {
        /// Cohen's kappa.
        kappa: f64,
    },
    /// So many of the check-ins say that it was used on the job.
    ReportedUse {
        /// How many say so.
        used: usize,
        /// Of how many answered check-ins.
        of: usize,
    },
    /// These outcome figures were recorded in the same time.
    OutcomesBeside {
        /// How many figures.
        results: usize,
    },
}

/// What the evidence does not carry.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Unsupported {
    /// "They liked it, so they learned": reaction and learning are hardly related.
    ReactionShowsLearning,
    /// "This is what the participants think": so few answered that it is not even shown.
    ReactionKnown {
        /// How many answered.
        answered: usize,
        /// How many have to.
        fewest: usize,
    },
    /// "All think so": not all who were asked answered, and the silent may think otherwise.
    EveryoneThinksSo {
        /// How many did not answer.
        silent: usize,
        /// How many were asked.
        asked: usize,
    },
    /// "They gained so and so much": the figure is withheld.
    GainKnown {
        /// Why it is withheld.
        reason: Withheld,
    },
    /// "They have improved": the interval of the mean gain holds nought or lies below it.
    ClearlyImproved {
        /// How many took both tests.
        people: usize,
    },
    /// "All participants gained it": so many are not in the figure.
    AllParticipantsGained {
        /// How many took only one test.
        dropouts: usize,
        /// How many took both.
        people: usize,
    },
    /// "Each of them gained": an average does not say who gained.
    EachGained {
        /// How many took both tests.
        people: usize,
    },
    /// "They know more, not only this test": both tests had the same items, which can be remembered.
    KnowsMoreThanTheForm,
    /// "They still know it weeks later": too few took a delayed test, or its scores have clearly fallen.
    StillKnowsLater {
        /// How many took all three tests.
        people: usize,
    },
    /// "The test is reliable": the figure is withheld.
    TestReliable {
        /// Why it is withheld.
        reason: Withheld,
    },
    /// "The test is reliable": the figure is too low for a class test.
    TestReliableEnough {
        /// KR-20.
        kr20: f64,
    },
    /// "The items are sound": so many are doubtful.
    ItemsSound {
        /// How many items.
        doubtful: usize,
    },
    /// "The skill marks are fair": how far raters agree is not known.
    MarksChecked {
        /// Why kappa is withheld.
        reason: Withheld,
    },
    /// "The skill marks are fair": two raters agree too little.
    MarksFair {
        /// Cohen's kappa.
        kappa: f64,
    },
    /// "They use it on the job": too few check-ins were answered, or none; a test does not show it.
    UsedOnTheJob {
        /// How many check-ins were answered.
        check_ins: usize,
    },
    /// "The training brought the gain": there is no group without it to compare with.
    TrainingCausedGain,
    /// "Others will gain as much": the group was not drawn from those others.
    OthersWillGain,
    /// "The training brought the revenue": outcomes have many causes, and there is no group to compare
    /// with.
    TrainingCausedRevenue {
        /// How many outcome figures stand beside the training.
        results: usize,
    },
}
