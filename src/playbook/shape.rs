//! The language in which the file format is described: which keys a table has, of what kind, and what they are for.
//! The tables in `format` are written in it; validation, documentation and editors' schemas are read off them.
//! It must not know any particular file.

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Whether a table without it is refused.
    pub required: bool,
    /// What its value must be.
    pub kind: Kind,
    /// What it is for, in a sentence.
    pub doc: &'static str,
}

/// What a value must be.
#[derive(Debug)]
pub enum Kind {
    /// Words, not empty, of at most so many characters.
    Text(usize),
    /// A whole number within bounds.
    Integer(i64, i64),
    /// A number within bounds.
    Decimal(f64, f64),
    /// `true` or `false`.
    Flag,
    /// A regular expression, matched against the folded text (lower case, half width).
    Pattern,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A local time, `HH:MM`.
    Time,
    /// A language tag.
    Language,
    /// A date, `2026-03-06`.
    Date,
    /// A table of such values by language tag.
    ByLanguage(&'static Kind),
    /// An id that this place defines.
    Define(Space),
    /// An id that another place defines.
    Refer(Space),
    /// A list with at least and at most so many entries.
    List(&'static Kind, usize, usize),
    /// A table with these keys.
    Table(&'static [Key]),
    /// A table with exactly one of these keys; the key is the kind (architecture notes, F7: spans stay exact).
    Choice(&'static [Key]),
    /// A table whose keys are ids that it defines, each with such a table.
    Named(Space, &'static [Key]),
}

/// Where an id is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    /// A source, in the manifest.
    Source,
    /// A method.
    Method,
    /// `task.label`, over all recogniser files.
    Label,
    /// A label's name within the file's own task.
    OwnLabel,
    /// A scenario.
    Scenario,
    /// A persona part.
    Part,
    /// A quiz.
    Quiz,
    /// A survey.
    Survey,
    /// A card.
    Card,
    /// A cadence.
    Cadence,
    /// A bank of worked lines.
    Bank,
    /// A synthetic rep.
    Synthetic,
    /// A calendar.
    Calendar,
    /// A recogniser file.
    Recogniser,
    /// A persona file.
    Persona,
    /// A file of cards.
    Cards,
    /// A step, within its file.
    Step,
    /// A check, within its file.
    Check,
    /// A state, within its file.
    State,
    /// A fact, within its file.
    Fact,
    /// A need, within its file.
    Need,
    /// A holiday, within its file.
    Holiday,
    /// A quiz item, a survey question, a touch or a variant, within its file.
    Entry,
}

impl Space {
    /// Whether ids of this space are known only within their file.
    pub fn is_local(self) -> bool {
        matches!(
            self,
            Self::Step | Self::Check | Self::State | Self::Fact | Self::Need | Self::Holiday | Self::Entry
        )
    }

    /// What a person calls it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Method => "method",
            Self::Label | Self::OwnLabel => "label",
            Self::Scenario => "scenario",
            Self::Part => "persona part",
            Self::Quiz => "quiz",
            Self::Survey => "survey",
            Self::Card => "card",
            Self::Cadence => "cadence",
            Self::Bank => "bank",
            Self::Synthetic => "synthetic rep",
            Self::Calendar => "calendar",
            Self::Recogniser => "recogniser file",
            Self::Persona => "persona file",
            Self::Cards => "file of cards",
            Self::Step => "step",
            Self::Check => "check",
            Self::State => "state",
            Self::Fact => "fact",
            Self::Need => "need",
            Self::Holiday => "holiday",
            Self::Entry => "entry",
        }
    }
}

/// A key that must be there.
pub(super) const fn req(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, required: true, kind, doc }
}

/// A key that may be there.
pub(super) const fn opt(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, required: false, kind, doc }
}
