//! The sorts of exercise. All run on the same engine; the kind tells a rep what is trained.
//! It must not change how a buyer reacts: that is the scenario's own machine.

/// What sort of exercise a scenario is. All run on the same engine; the kind tells a rep what is trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Answer an objection.
    Objection,
    /// Find needs by questions.
    Discovery,
    /// Many questions of one type in a row.
    RapidFire,
    /// Present an offer against known needs.
    Pitch,
    /// From the opening to the next step.
    FullCall,
    /// Notice a buying signal and answer it.
    Signal,
    /// Set criteria openly before the offer.
    PreFraming,
    /// Let the buyer picture the solved state.
    Hypothetical,
    /// Ask to be recommended.
    Referral,
    /// Offer something that fits what was bought.
    CrossSell,
    /// Trade, do not give.
    Negotiation,
    /// Rewrite a vague goal.
    Smart,
    /// The same offer for three levels.
    ThreeAudiences,
    /// Find out who decides.
    WhoDecides,
    /// A minute of practice before a touch.
    JustInTime,
    /// Something that must be said exactly so.
    FixedAnswer,
}

impl Kind {
    /// Every kind with its name in playbooks.
    pub const NAMES: [(&'static str, Self); 16] = [
        ("objection", Self::Objection),
        ("discovery", Self::Discovery),
        ("rapid-fire", Self::RapidFire),
        ("pitch", Self::Pitch),
        ("full-call", Self::FullCall),
        ("signal", Self::Signal),
        ("pre-framing", Self::PreFraming),
        ("hypothetical", Self::Hypothetical),
        ("referral", Self::Referral),
        ("cross-sell", Self::CrossSell),
        ("negotiation", Self::Negotiation),
        ("smart", Self::Smart),
        ("three-audiences", Self::ThreeAudiences),
        ("who-decides", Self::WhoDecides),
        ("just-in-time", Self::JustInTime),
        ("fixed-answer", Self::FixedAnswer),
    ];

    /// Its name in playbooks.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}
