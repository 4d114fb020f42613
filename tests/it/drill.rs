//! What holds for every talk, whatever the rep says: over the tiny playbooks and over every scenario that is shipped.
//! Replies are drawn from the scenarios' own transcripts, from parts of them and from anything that can be typed.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use sparring::app::spar::answer;
use sparring::coach::drill::{Bout, Plan};
use sparring::coach::score::{Quote, Scorecard, feedback, score};
use sparring::playbook::{Library, Playbook, load};
use sparring::transcript::{ending, opening, replay, turn};

use crate::support::bench::{shipped, tiny_files};

static TINY: LazyLock<Library> = LazyLock::new(|| load(&tiny_files()).library);
/// A reply: a line of the pool, two of them in one breath, or anything.
#[derive(Debug, Clone)]
enum Reply {
    One(Index),
    Two(Index, Index),
    Any(String),
}

/// How many reps are tried on shipped scenarios; `SPARRING_STRATEGIES=3000 cargo test --release` tries as many.
fn strategies() -> u32 {
    let asked = std::env::var("SPARRING_STRATEGIES").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(48)
}

fn replies() -> impl Strategy<Value = Vec<Reply>> {
    let one = any::<Index>().prop_map(Reply::One);
    let two = any::<(Index, Index)>().prop_map(|(a, b)| Reply::Two(a, b));
    let anything = "\\PC{0,40}".prop_map(Reply::Any);
    proptest::collection::vec(prop_oneof![6 => one, 2 => two, 1 => anything], 0..45)
}

/// Everything that reps say in a playbook's transcripts.
fn pool(playbook: &Playbook) -> Vec<&str> {
    let transcripts = playbook.scenarios.values().map(|scenario| &scenario.transcripts);
    transcripts.flat_map(|t| t.model.iter().chain(&t.weak).chain(&t.bad)).map(String::as_str).collect()
}

fn play(playbook: &Playbook, plan: &Plan, seed: u64, said: &[Reply]) -> Bout {
    let pool = pool(playbook);
    let mut bout = Bout::begin(plan.clone(), seed);
    for reply in said {
        let line = match reply {
            Reply::One(at) => at.get(&pool).to_string(),
            Reply::Two(first, second) => format!("{} {}", first.get(&pool), second.get(&pool)),
            Reply::Any(line) => line.clone(),
        };
        // A reply that is not taken changes nothing, and one after the end is not heard.
        answer(playbook, playbook.recogniser(), &mut bout, &line).ok();
    }
    bout
}

/// Every line of the transcript.
fn written(playbook: &Playbook, bout: &Bout, card: &Scorecard) -> String {
    let next = playbook.after(&bout.plan.scenario);
    let mut events = opening(playbook, bout);
    events.extend((1..=bout.turns.len()).flat_map(|number| turn(bout, number)));
    events.extend(ending(bout, card, next.map(|next| &**next)));
    events.iter().map(|event| event.line() + "\n").collect()
}

fn secrets_stay_secret(bout: &Bout) -> Result<(), TestCaseError> {
    let mut open = BTreeSet::new();
    let opening = (&bout.opening.line, BTreeSet::new());
    let heard = bout.turns.iter().map(|turn| (&turn.answer.line, turn.opened.clone()));
    for (line, opened) in std::iter::once(opening).chain(heard) {
        open.extend(opened);
        for (at, need) in bout.plan.scenario.needs.iter().enumerate() {
            prop_assert!(!line.contains(&need.text), "{} tells what is never told: {line}", need.id);
            let told = need.reveal.iter().any(|reveal| line.contains(reveal));
            prop_assert!(!told || open.contains(&at), "{} was told before it was asked: {line}", need.id);
        }
    }
    Ok(())
}

/// Whether a wording of the scenario that was just heard is heard again, alone or beside what a need is told with.
fn repeats(bout: &Bout, last: &str, line: &str) -> bool {
    let scenario = &bout.plan.scenario;
    let reactions = scenario.states.iter().flat_map(|state| state.reactions.iter().chain(&state.otherwise));
    let said = scenario.reactions.iter().chain(reactions).flat_map(|reaction| &reaction.say);
    let all: Vec<&String> = said.chain(scenario.states.iter().flat_map(|state| &state.say)).collect();
    all.iter().any(|&words| last.starts_with(words.as_str()) && line.starts_with(words.as_str()))
}

fn the_buyer_always_has_something_new_to_say(bout: &Bout) -> Result<(), TestCaseError> {
    let mut last = bout.opening.line.as_str();
    prop_assert!(!last.is_empty());
    for turn in &bout.turns {
        let line = turn.answer.line.as_str();
        prop_assert!(!line.trim().is_empty(), "silence after `{last}` in {}", turn.answer.state);
        prop_assert!(last != line && !repeats(bout, last, line), "`{line}` after `{last}`");
        last = line;
    }
    Ok(())
}

fn the_talk_ends_in_time(bout: &Bout) -> Result<(), TestCaseError> {
    let most = bout.plan.scenario.most_turns(bout.plan.difficulty);
    prop_assert!(bout.turns.len() <= most);
    prop_assert!(bout.turns.len() < most || bout.end.is_some());
    Ok(())
}

fn receipts_add_up(bout: &Bout, card: &Scorecard) -> Result<(), TestCaseError> {
    let earned: u32 = card.receipts.iter().filter_map(|receipt| receipt.earned()).sum();
    let rated: u32 = card.receipts.iter().map(|receipt| receipt.rated()).sum();
    let faults: u32 = card.faults.iter().map(|fault| fault.cost).sum();
    prop_assert_eq!((earned, rated, faults), (card.earned, card.rated, card.faults_cost));
    prop_assert!(card.receipts.iter().all(|receipt| receipt.earned().unwrap_or(0) <= receipt.rated()));
    let nothing = bout.turns.is_empty() || rated == 0;
    let wanted = (f64::from(earned) * 100.0 / f64::from(rated.max(1)) + 0.5).floor() - f64::from(faults);
    match card.score {
        Some(score) => {
            prop_assert!(!nothing && score <= 100);
            prop_assert!((f64::from(score) - wanted.max(0.0)).abs() < 0.5, "{score} is not {wanted}");
        }
        None => prop_assert!(nothing),
    }
    Ok(())
}

fn quotes_are_words_of_the_rep(bout: &Bout, card: &Scorecard) -> Result<(), TestCaseError> {
    let short = feedback(bout, card);
    let praised = short.strength.iter().map(|(_, quote)| quote);
    let mended = short.fix.iter().filter_map(|fix| fix.quote.as_ref());
    let receipts = card.receipts.iter().flat_map(|receipt| &receipt.quotes);
    let faults = card.faults.iter().flat_map(|fault| &fault.quotes);
    let all: Vec<&Quote> = receipts.chain(faults).chain(praised).chain(mended).collect();
    for quote in all {
        let said = quote.turn.checked_sub(1).and_then(|at| bout.turns.get(at)).map(|turn| &turn.said);
        let words = said.and_then(|said| said.get(quote.span.clone()));
        prop_assert!(words.is_some_and(|words| !words.is_empty()), "{quote:?} quotes nothing");
    }
    for turn in &bout.turns {
        for mark in &turn.heard.verdict.marks {
            prop_assert!(turn.said.get(mark.span.clone()).is_some_and(|words| !words.is_empty()), "{mark:?}");
        }
    }
    Ok(())
}

fn everything_holds(
    library: &Library,
    seed: u64,
    said: &[Reply],
    which: Option<Index>,
) -> Result<(), TestCaseError> {
    let plans: Vec<(&Playbook, Plan)> = library
        .playbooks
        .iter()
        .flat_map(|playbook| playbook.scenarios.keys().map(|id| (&**playbook, playbook.plan(id.as_str()))))
        .filter_map(|(playbook, plan)| Some((playbook, plan?)))
        .collect();
    let chosen = which.map_or(plans.as_slice(), |which| std::slice::from_ref(which.get(&plans)));
    prop_assert!(!chosen.is_empty(), "there is nothing to play");
    for (playbook, plan) in chosen {
        let mut bout = play(playbook, plan, seed, said);
        the_talk_ends_in_time(&bout)?;
        secrets_stay_secret(&bout)?;
        the_buyer_always_has_something_new_to_say(&bout)?;
        bout.stop();
        let card = score(&bout);
        receipts_add_up(&bout, &card)?;
        quotes_are_words_of_the_rep(&bout, &card)?;
        let mut again = play(playbook, plan, seed, said);
        again.stop();
        let transcript = written(playbook, &bout, &card);
        prop_assert_eq!(&transcript, &written(playbook, &again, &score(&again)));
        let replayed = replay(library, &[], &transcript).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(replayed.differences, []);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_talk_over_the_tiny_playbooks_is_sound(seed in any::<u64>(), said in replies()) {
        everything_holds(&TINY, seed, &said, None)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: strategies(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_talk_over_a_shipped_scenario_is_sound(seed in any::<u64>(), said in replies(), which in any::<Index>()) {
        everything_holds(shipped(), seed, &said, Some(which))?;
    }
}
