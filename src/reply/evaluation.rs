//! What a training came to, in words: figures with their names and units, why a figure is withheld, what one may say.
//! It must not compute; it is told an evaluation.

use super::{Block, Phrase, Reply, Words, phrase};
use crate::coach::evaluate::figures::{NamedFigure, Unit};
use crate::coach::evaluate::reaction::Distribution;
use crate::coach::evaluate::training::{Evaluation, OnTheJob};
use crate::coach::evaluate::{Band, Claim, LearningGain, Note, Reaction, Supported, Unsupported, Withheld};
use crate::coach::training::Use;

use super::training::use_phrase;

/// A question of the survey as it is shown: its id, the question, its choices with their words.
pub type AskedQuestion = (String, String, Vec<(String, String)>);

/// An evaluation with all words that it lacks.
#[derive(Debug)]
pub struct Shown<'e> {
    /// The training's title.
    pub title: &'e str,
    /// The figures.
    pub evaluation: &'e Evaluation,
    /// The questions of the survey.
    pub questions: &'e [AskedQuestion],
    /// The comments; shown only when there are enough answers.
    pub comments: &'e [String],
    /// Figures of the business: what, when, how much with its unit.
    pub outcomes: &'e [(String, String, String)],
    /// Whether the session is still open.
    pub open: bool,
}

/// Why a figure is withheld.
pub fn withheld(words: &Words, why: Withheld) -> String {
    let counted = |phrase: Phrase, n: usize, fewest: usize| {
        words.say(phrase, &[("count", &n.to_string()), ("fewest", &fewest.to_string())])
    };
    match why {
        Withheld::TooFew { n, fewest } => counted(phrase::WITHHELD_TOO_FEW, n, fewest),
        Withheld::TooFewItems { n, fewest } => counted(phrase::WITHHELD_TOO_FEW_ITEMS, n, fewest),
        Withheld::NoPairs => words.plain(phrase::WITHHELD_NO_PAIRS).to_owned(),
        Withheld::NoSpread => words.plain(phrase::WITHHELD_NO_SPREAD).to_owned(),
        Withheld::FullPreScore => words.plain(phrase::WITHHELD_FULL).to_owned(),
        Withheld::NoGain => words.plain(phrase::WITHHELD_NO_GAIN).to_owned(),
        Withheld::OneMark => words.plain(phrase::WITHHELD_ONE_MARK).to_owned(),
    }
}

/// A number as it is shown in its unit; never two digits of a percentage.
pub fn number(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Count => format!("{value:.0}"),
        Unit::Percent => format!("{value:.1} %"),
        Unit::Points => format!("{value:+.1}"),
        Unit::Ratio => format!("{value:.2}"),
    }
    // A minus before nought says nothing.
    .replace("-0.00", "0.00")
    .replace("-0.0 ", "0.0 ")
}

/// A figure, or why it is withheld.
pub fn value(words: &Words, value: Result<f64, Withheld>, unit: Unit) -> String {
    value.map_or_else(|why| withheld(words, why), |value| number(value, unit))
}

/// What is worth a look at a question.
pub fn note(words: &Words, note: &Note) -> String {
    let plain = match note {
        Note::CheckKey => phrase::NOTE_CHECK_KEY,
        Note::Poor => phrase::NOTE_POOR,
        Note::Fair => phrase::NOTE_FAIR,
        Note::Good => phrase::NOTE_GOOD,
        Note::Hard => phrase::NOTE_HARD,
        Note::Easy => phrase::NOTE_EASY,
        Note::NeverChosen(option) => return words.say(phrase::NOTE_NEVER_CHOSEN, &[("option", option)]),
    };
    words.plain(plain).to_owned()
}

/// What a figure is called.
pub fn figure_name(words: &Words, figure: &NamedFigure) -> String {
    let found = FIGURES.iter().find(|(name, _)| *name == figure.name);
    found.map_or_else(|| figure.name.to_owned(), |(_, phrase)| words.plain(*phrase).to_owned())
}

const FIGURES: &[(&str, Phrase)] = &[
    ("attended", phrase::FIGURE_ATTENDED),
    ("tested", phrase::FIGURE_TESTED),
    ("drilled", phrase::FIGURE_DRILLED),
    ("reaction.answered", phrase::FIGURE_ANSWERED),
    ("reaction.response-rate", phrase::FIGURE_RESPONSE_RATE),
    ("reaction.does-not-apply", phrase::FIGURE_NOT_APPLY),
    ("reaction.choice", phrase::FIGURE_CHOICE),
    ("gain.pairs", phrase::FIGURE_PAIRS),
    ("gain.only-pre", phrase::FIGURE_ONLY_PRE),
    ("gain.only-post", phrase::FIGURE_ONLY_POST),
    ("gain.mean-pre", phrase::FIGURE_MEAN_PRE),
    ("gain.mean-post", phrase::FIGURE_MEAN_POST),
    ("gain.raw", phrase::FIGURE_RAW),
    ("gain.raw-low", phrase::FIGURE_RAW_LOW),
    ("gain.raw-high", phrase::FIGURE_RAW_HIGH),
    ("gain.of-averages", phrase::FIGURE_OF_AVERAGES),
    ("gain.average", phrase::FIGURE_AVERAGE_GAIN),
    ("gain.ceilings", phrase::FIGURE_CEILINGS),
    ("gain.d-av", phrase::FIGURE_D_AV),
    ("gain.g-av", phrase::FIGURE_G_AV),
    ("gain.d-z", phrase::FIGURE_D_Z),
    ("retention.people", phrase::FIGURE_RETAINED),
    ("retention.mean-post", phrase::FIGURE_RETENTION_POST),
    ("retention.mean-delayed", phrase::FIGURE_RETENTION_DELAYED),
    ("retention.change", phrase::FIGURE_CHANGE),
    ("retention.change-low", phrase::FIGURE_CHANGE_LOW),
    ("retention.change-high", phrase::FIGURE_CHANGE_HIGH),
    ("retention.kept", phrase::FIGURE_KEPT),
    ("test.examinees", phrase::FIGURE_EXAMINEES),
    ("test.incomplete", phrase::FIGURE_INCOMPLETE),
    ("test.kr20", phrase::FIGURE_KR20),
    ("item.difficulty", phrase::FIGURE_DIFFICULTY),
    ("item.rest", phrase::FIGURE_ITEM_REST),
    ("item.option", phrase::FIGURE_OPTION),
    ("check-in.answered", phrase::FIGURE_CHECK_INS),
    ("check-in.choice", phrase::FIGURE_CHECK_IN_CHOICE),
    ("outcomes", phrase::FIGURE_OUTCOMES),
];

/// A claim in a sentence.
pub fn claim(words: &Words, claim: &Claim) -> String {
    match claim {
        Claim::MaySay(supported) => may_say(words, supported),
        Claim::MayNotSay(unsupported) => may_not_say(words, unsupported),
    }
}

fn may_say(words: &Words, supported: &Supported) -> String {
    let say = |phrase: Phrase, holes: &[(&str, String)]| {
        let holes: Vec<(&str, &str)> = holes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        words.say(phrase, &holes)
    };
    let of_change = |phrase: Phrase, people: usize, change: &crate::coach::evaluate::effect::MeanChange| {
        let points = |value| number(value, Unit::Points);
        say(
            phrase,
            &[
                ("people", people.to_string()),
                ("points", points(change.mean)),
                ("low", points(change.interval.low)),
                ("high", points(change.interval.high)),
            ],
        )
    };
    match supported {
        Supported::Answered { answered, asked } => {
            say(phrase::MAY_ANSWERED, &[("answered", answered.to_string()), ("asked", asked.to_string())])
        }
        Supported::Gained { people, change } => of_change(phrase::MAY_GAINED, *people, change),
        Supported::Lost { people, change } => of_change(phrase::MAY_LOST, *people, change),
        Supported::NoClearChange { people, change } => {
            of_change(phrase::MAY_NO_CLEAR_CHANGE, *people, change)
        }
        Supported::AtCeiling { people, of } => {
            say(phrase::MAY_AT_CEILING, &[("people", people.to_string()), ("of", of.to_string())])
        }
        Supported::DroppedOut { people } => say(phrase::MAY_DROPPED_OUT, &[("people", people.to_string())]),
        Supported::LaterChange { people, change } => of_change(phrase::MAY_LATER_CHANGE, *people, change),
        Supported::HangsTogether { kr20, examinees, caution } => {
            let phrase = if *caution { phrase::MAY_HANGS_CAUTION } else { phrase::MAY_HANGS };
            say(phrase, &[("value", number(*kr20, Unit::Ratio)), ("people", examinees.to_string())])
        }
        Supported::RatersAgree { kappa } => {
            say(phrase::MAY_RATERS, &[("value", number(*kappa, Unit::Ratio))])
        }
        Supported::ReportedUse { used, of } => {
            say(phrase::MAY_USE, &[("used", used.to_string()), ("of", of.to_string())])
        }
        Supported::OutcomesBeside { results } => say(phrase::MAY_OUTCOMES, &[("count", results.to_string())]),
    }
}

fn may_not_say(words: &Words, unsupported: &Unsupported) -> String {
    let one = |phrase: Phrase, value: String| words.say(phrase, &[("value", &value)]);
    let two = |phrase: Phrase, count: &usize, of: &usize| {
        words.say(phrase, &[("count", &count.to_string()), ("of", &of.to_string())])
    };
    match unsupported {
        Unsupported::ReactionShowsLearning => words.plain(phrase::NOT_REACTION_LEARNING).to_owned(),
        Unsupported::ReactionKnown { answered, fewest } => two(phrase::NOT_REACTION_KNOWN, answered, fewest),
        Unsupported::EveryoneThinksSo { silent, asked } => two(phrase::NOT_EVERYONE, silent, asked),
        Unsupported::GainKnown { reason } => one(phrase::NOT_GAIN_KNOWN, withheld(words, *reason)),
        Unsupported::ClearlyImproved { people } => one(phrase::NOT_CLEARLY_IMPROVED, people.to_string()),
        Unsupported::AllParticipantsGained { dropouts, people } => {
            two(phrase::NOT_ALL_GAINED, dropouts, people)
        }
        Unsupported::EachGained { people } => one(phrase::NOT_EACH_GAINED, people.to_string()),
        Unsupported::KnowsMoreThanTheForm => words.plain(phrase::NOT_MORE_THAN_FORM).to_owned(),
        Unsupported::StillKnowsLater { people } => one(phrase::NOT_STILL_KNOWS, people.to_string()),
        Unsupported::TestReliable { reason } => one(phrase::NOT_RELIABLE, withheld(words, *reason)),
        Unsupported::TestReliableEnough { kr20 } => {
            one(phrase::NOT_RELIABLE_ENOUGH, number(*kr20, Unit::Ratio))
        }
        Unsupported::ItemsSound { doubtful } => one(phrase::NOT_ITEMS_SOUND, doubtful.to_string()),
        Unsupported::MarksChecked { reason } => one(phrase::NOT_MARKS_CHECKED, withheld(words, *reason)),
        Unsupported::MarksFair { kappa } => one(phrase::NOT_MARKS_FAIR, number(*kappa, Unit::Ratio)),
        Unsupported::UsedOnTheJob { check_ins } => one(phrase::NOT_USED, check_ins.to_string()),
        Unsupported::TrainingCausedGain => words.plain(phrase::NOT_CAUSED_GAIN).to_owned(),
        Unsupported::OthersWillGain => words.plain(phrase::NOT_OTHERS).to_owned(),
        Unsupported::TrainingCausedRevenue { .. } => words.plain(phrase::NOT_CAUSED_REVENUE).to_owned(),
    }
}

/// The report of a training, as it is read in chat.
pub fn report(words: &Words, shown: &Shown<'_>) -> Reply {
    let evaluation = shown.evaluation;
    let mut reply =
        Reply::default().with(Block::Title(words.say(phrase::REPORT_TITLE, &[("title", shown.title)]))).with(
            Block::Text(words.say(phrase::REPORT_ATTENDED, &[("count", &evaluation.attended.to_string())])),
        );
    if shown.open {
        reply = reply.with(Block::Note(words.plain(phrase::REPORT_OPEN).into()));
    }
    reply.blocks.extend(reaction(words, shown));
    reply.blocks.extend(learning(words, phrase::REPORT_KNOWLEDGE, &evaluation.knowledge));
    if evaluation.drilled.iter().any(|count| *count > 0) {
        reply.blocks.extend(learning(words, phrase::REPORT_SKILL, &evaluation.skill));
    }
    reply.blocks.extend(behaviour(words, &evaluation.behaviour));
    if !shown.outcomes.is_empty() {
        let lines = shown.outcomes.iter().map(|(what, when, much)| format!("{what} · {when} · {much}"));
        reply = reply
            .with(Block::Field(words.plain(phrase::REPORT_RESULTS).into(), String::new()))
            .with(Block::List(lines.take(MOST_OUTCOMES).collect()));
    }
    reply.blocks.extend(claims(words, &evaluation.claims));
    reply
}

/// Figures of the business that are listed in chat; files have all of them.
const MOST_OUTCOMES: usize = 10;

/// What one may say and what not, one list each.
pub fn claims(words: &Words, claims: &[Claim]) -> Vec<Block> {
    let (may, may_not): (Vec<&Claim>, Vec<&Claim>) =
        claims.iter().partition(|claim| matches!(claim, Claim::MaySay(_)));
    [(phrase::REPORT_MAY, '✓', may), (phrase::REPORT_MAY_NOT, '✗', may_not)]
        .into_iter()
        .filter(|(_, _, list)| !list.is_empty())
        .flat_map(|(title, mark, list)| {
            let lines = list.into_iter().map(|one| format!("{mark} {}", claim(words, one))).collect();
            [Block::Field(words.plain(title).into(), String::new()), Block::List(lines)]
        })
        .collect()
}

fn reaction(words: &Words, shown: &Shown<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (id, ask, choices) in shown.questions {
        let Some((_, reaction)) = shown.evaluation.reaction.iter().find(|(question, _)| question == id)
        else {
            continue;
        };
        blocks.push(Block::Field(ask.clone(), String::new()));
        blocks.push(Block::Text(response(words, reaction)));
        match &reaction.distribution {
            Ok(distribution) => blocks.push(Block::List(spread(words, distribution, choices))),
            Err(why) => blocks.push(Block::Text(withheld(words, *why))),
        }
    }
    let enough = shown.evaluation.reaction.iter().any(|(_, reaction)| reaction.distribution.is_ok());
    if enough && !shown.comments.is_empty() {
        blocks.push(Block::Field(words.plain(phrase::REPORT_COMMENTS).into(), String::new()));
        blocks.extend(shown.comments.iter().take(MOST_COMMENTS).map(|text| Block::Quote(text.clone())));
    }
    blocks
}

/// Comments that are shown in chat; files have all of them.
const MOST_COMMENTS: usize = 5;

/// How many answered of how many.
pub fn response(words: &Words, reaction: &Reaction) -> String {
    let rate = value(words, reaction.response_rate, Unit::Percent);
    let (answered, asked) = (reaction.answered.to_string(), reaction.asked.to_string());
    words.say(phrase::REPORT_RESPONSE, &[("answered", &answered), ("asked", &asked), ("rate", &rate)])
}

fn spread(words: &Words, distribution: &Distribution, choices: &[(String, String)]) -> Vec<String> {
    let text = |id: &String| {
        choices.iter().find(|(choice, _)| choice == id).map_or_else(|| id.clone(), |(_, text)| text.clone())
    };
    let line = |(id, count): &(String, usize)| {
        words.say(phrase::TEAM_REACTION_LINE, &[("count", &count.to_string()), ("choice", &text(id))])
    };
    distribution.counts.iter().map(line).collect()
}

/// What was gained in one sort of learning, in a few lines.
fn learning(words: &Words, title: Phrase, gain: &LearningGain) -> Vec<Block> {
    let mut blocks = vec![Block::Field(words.plain(title).into(), String::new())];
    let Ok(change) = gain.raw_gain else {
        let why = gain.raw_gain.err().map(|why| withheld(words, why)).unwrap_or_default();
        blocks.push(Block::Text(why));
        return blocks;
    };
    let points = |value| number(value, Unit::Points);
    let mut lines = vec![
        words.say(
            phrase::REPORT_GAIN,
            &[
                ("people", &gain.pairs.to_string()),
                ("before", &value(words, gain.mean_pre, Unit::Percent)),
                ("after", &value(words, gain.mean_post, Unit::Percent)),
            ],
        ),
        words.say(
            phrase::REPORT_RAW,
            &[
                ("points", &points(change.mean)),
                ("low", &points(change.interval.low)),
                ("high", &points(change.interval.high)),
            ],
        ),
        words.say(
            phrase::REPORT_NORMALIZED,
            &[
                ("value", &value(words, gain.gain_of_averages, Unit::Ratio)),
                ("band", words.plain(band(gain.gain_of_averages))),
            ],
        ),
        words.say(
            phrase::REPORT_NORMALIZED_EACH,
            &[("value", &value(words, gain.average_of_gains, Unit::Ratio))],
        ),
    ];
    if let Ok(effect) = &gain.effect {
        let d = value(words, effect.d_av, Unit::Ratio);
        let phrase = if effect.unsteady { phrase::REPORT_EFFECT_UNSTEADY } else { phrase::REPORT_EFFECT };
        lines.push(words.say(phrase, &[("value", &d)]));
    }
    let dropouts = gain.only_pre + gain.only_post;
    if dropouts > 0 {
        lines.push(words.say(phrase::REPORT_DROPOUTS, &[("count", &dropouts.to_string())]));
    }
    if let Ok(change) = gain.retention.change {
        lines.push(words.say(
            phrase::REPORT_RETENTION,
            &[
                ("people", &gain.retention.people.to_string()),
                ("points", &points(change.mean)),
                ("low", &points(change.interval.low)),
                ("high", &points(change.interval.high)),
            ],
        ));
    }
    blocks.push(Block::List(lines));
    blocks
}

fn band(gain: Result<f64, Withheld>) -> Phrase {
    match gain.map(Band::of) {
        Ok(Band::Low) => phrase::BAND_LOW,
        Ok(Band::Medium) => phrase::BAND_MEDIUM,
        Ok(Band::High) => phrase::BAND_HIGH,
        Err(_) => phrase::BAND_NONE,
    }
}

fn behaviour(words: &Words, sides: &[OnTheJob]) -> Vec<Block> {
    if sides.is_empty() {
        return Vec::new();
    }
    let line = |side: &OnTheJob| {
        let who = if side.by_manager { phrase::REPORT_BY_MANAGER } else { phrase::REPORT_BY_REPS };
        let (day, used) = (side.day.to_string(), side.used().to_string());
        let answered = side.answered().to_string();
        words.say(who, &[("day", &day), ("used", &used), ("of", &answered)])
    };
    vec![
        Block::Field(words.plain(phrase::REPORT_BEHAVIOUR).into(), String::new()),
        Block::List(sides.iter().map(line).collect()),
    ]
}

/// What an answer to a check-in is called.
pub fn use_name(words: &Words, answer: Use) -> &str {
    words.plain(use_phrase(answer))
}
