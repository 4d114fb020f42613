//! The delivered program, killed and started again: whatever was taken is kept, and every answer is seen once.

use std::time::Duration;

use serde_json::json;

use crate::support::bench::label_of;
use crate::support::fake_discord::{Interaction, Message};
use crate::support::program::{Drill, Program};

const LINES: [&str; 4] = [
    "Tell me more, please.",
    "So the worry is a standstill in the season, do I get that right?",
    "Three firms went live in six weeks with two hours of standstill.",
    "I own it. Shall we say Thursday at ten?",
];
/// What is said in a channel.
const SAID: &str = "POST /channels/*/messages";

/// Gives a reply: by the form, or as a message where there is no form to acknowledge.
async fn give(program: &Program, drill: &Drill, words: &str, by_form: bool) -> Option<Interaction> {
    let d = &program.d;
    if !by_form {
        d.says(&drill.rep, drill.channel, words);
        return None;
    }
    let form = d.press(&drill.rep, drill.last.id, &label_of(&drill.last, "answer"));
    form.modal().await;
    Some(d.submit(&drill.rep, &form, json!({"words": words})))
}

/// Waits for the buyer's `n`th answer, counted from 1.
async fn answered(program: &Program, drill: &mut Drill, n: usize) {
    loop {
        drill.last = program.d.next_message(drill.channel).await;
        if drill.last.text().contains(&format!("Reply {n} of at most")) {
            return;
        }
    }
}

/// The scorecard, then the receipts, once the last answer was seen.
async fn result(program: &Program, drill: &Drill) -> [String; 2] {
    let card = program.d.next_message(drill.channel).await;
    let why = program.d.press(&drill.rep, card.id, &label_of(&card, "why"));
    [card.text(), why.answer().await.text()]
}

/// Every answer is there once and in its place, and so is the scorecard.
fn assert_whole(program: &Program, drill: &Drill) {
    let own = |m: &Message| m.text();
    let all: Vec<String> = program.d.messages(drill.channel).iter().map(own).collect();
    let places = |part: &str| -> Vec<usize> {
        all.iter().enumerate().filter(|(_, text)| text.contains(part)).map(|(at, _)| at).collect()
    };
    let mut before = 0;
    for n in 1..=LINES.len() {
        let found = places(&format!("Reply {n} of at most"));
        assert_eq!(found.len(), 1, "answer {n} is seen once:\n{}\n{}", all.join("\n--\n"), program.log());
        assert!(found[0] > before, "answer {n} comes after the one before:\n{}", all.join("\n--\n"));
        before = found[0];
    }
    assert_eq!(places("Score 100 of 100").len(), 1, "one scorecard:\n{}", all.join("\n--\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drill_killed_between_its_turns_ends_as_one_that_was_not() {
    let mut program = Program::start().await;
    let mut calm = program.drill("Ana", false).await;
    for (n, words) in LINES.iter().enumerate() {
        give(&program, &calm, words, true).await;
        answered(&program, &mut calm, n + 1).await;
    }
    let expected = result(&program, &calm).await;
    let mut hard = program.drill("Ana", false).await;
    for (n, words) in LINES.iter().enumerate() {
        give(&program, &hard, words, true).await;
        answered(&program, &mut hard, n + 1).await;
        if n + 1 < LINES.len() {
            program.kill();
            program.launch().await;
        }
    }
    let found = result(&program, &hard).await;
    assert!(found[0].contains("Score 100 of 100"), "{}", found[0]);
    assert_eq!(found, expected);
    assert_whole(&program, &hard);
    let (status, _) = program.terminate().await;
    assert!(status.success(), "{status}\n{}", program.log());
    program.d.finish().await;
}

/// A request at which the program is killed: how many such requests pass before, and whether this one takes effect.
struct Step {
    pattern: &'static str,
    spared: usize,
    committed: bool,
}

/// Kills the program at a step of its work on the `n`th reply and starts it again; the answer must come.
async fn kill_at(program: &mut Program, drill: &mut Drill, n: usize, by_form: bool, step: &Step) {
    program.d.hang_after(step.spared, step.pattern, step.committed);
    let asked = give(program, drill, LINES[n - 1], by_form).await;
    program.d.faults_met().await;
    program.kill();
    asked.iter().for_each(Interaction::may_stay_unanswered);
    assert_eq!(program.stored(drill).await.turns.len(), n, "it was stored before anything was said of it");
    program.launch().await;
    answered(program, drill, n).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_at_any_step_of_an_answer_leaves_it_to_be_said_once_by_the_next_start() {
    let step = |pattern, spared, committed| Step { pattern, spared, committed };
    let mut program = Program::start().await;
    // By the form (opening it is a callback, too): acknowledged, the rep's words, the buyer's line, in the end the scorecard.
    let by_form = [
        [step("callback", 1, false), step("callback", 1, true), step(SAID, 0, false), step(SAID, 2, false)],
        [step(SAID, 0, true), step(SAID, 1, false), step(SAID, 1, true), step(SAID, 2, true)],
    ];
    // As a message: the buyer's line, in the end the scorecard.
    let written = [
        [step(SAID, 0, false), step(SAID, 0, true), step(SAID, 0, false), step(SAID, 0, false)],
        [step(SAID, 0, true), step(SAID, 0, false), step(SAID, 0, true), step(SAID, 1, false)],
    ];
    for (at, steps) in by_form.iter().chain(&written).enumerate() {
        let in_thread = at < by_form.len();
        let mut drill = program.drill(&format!("Rep {at}"), !in_thread).await;
        for (n, step) in steps.iter().enumerate() {
            kill_at(&mut program, &mut drill, n + 1, in_thread, step).await;
        }
        let [card, _] = result(&program, &drill).await;
        assert!(card.contains("Score 100 of 100"), "{card}");
        assert_whole(&program, &drill);
    }
    program.d.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_night_in_which_discord_forgot_the_nonces_an_answer_is_not_doubled() {
    let mut program = Program::start().await;
    program.d.remember_nonces_for(Duration::ZERO);
    let said = |committed| Step { pattern: SAID, spared: 0, committed };
    let mut drill = program.drill("Ana", true).await;
    for (n, committed) in [true, false, true].into_iter().enumerate() {
        kill_at(&mut program, &mut drill, n + 1, false, &said(committed)).await;
    }
    let card = Step { pattern: SAID, spared: 1, committed: true };
    kill_at(&mut program, &mut drill, LINES.len(), false, &card).await;
    let (status, _) = program.terminate().await;
    assert!(status.success(), "{status}\n{}", program.log());
    assert_whole(&program, &drill);
    assert!(program.stored(&drill).await.turns.iter().all(|turn| turn.answered), "all is noted");
    program.d.finish().await;
}

/// Small and seeded: the moments are the same in every run, what they hit is not.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_at_random_moments_lose_no_reply_that_was_acknowledged_and_double_no_answer() {
    let mut program = Program::start().await;
    let mut dice = Dice(20_260_306);
    let (mut late, mut again) = (0, 0);
    for at in 0..8 {
        let by_form = at % 2 == 0;
        let mut drill = program.drill(&format!("Rep {at}"), !by_form).await;
        for (n, words) in LINES.iter().enumerate() {
            // The form itself is asked for by one request.
            let before = program.d.requests().len() + usize::from(by_form);
            let asked = give(&program, &drill, words, by_form).await;
            // After none, one or more of the requests that the reply causes, and a little later.
            let more = dice.below(if by_form { 4 } else { 2 });
            program.d.requested(before + usize::try_from(more).expect("few")).await;
            tokio::time::sleep(Duration::from_micros(dice.below(15_000))).await;
            program.kill();
            let acknowledged = asked.as_ref().is_some_and(Interaction::is_acknowledged);
            if !acknowledged {
                asked.iter().for_each(Interaction::may_stay_unanswered);
            }
            let session = program.stored(&drill).await;
            let taken = session.turns.len() == n + 1;
            assert!(taken || !acknowledged, "an acknowledged reply is lost:\n{}", program.d.conversation());
            late += usize::from(taken && session.turns.last().is_some_and(|turn| !turn.answered));
            program.launch().await;
            if !taken {
                // Nothing came of it: who talks to a person says it again.
                again += 1;
                give(&program, &drill, words, by_form).await;
            }
            answered(&program, &mut drill, n + 1).await;
        }
        let [card, _] = result(&program, &drill).await;
        assert!(card.contains("Score 100 of 100"), "{card}");
        assert_whole(&program, &drill);
    }
    eprintln!("32 kills: {late} answers said by the next start, {again} replies said again by the rep");
    program.d.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_end_it_finishes_what_it_started() {
    let mut program = Program::start().await;
    let mut drill = program.drill("Ana", false).await;
    // The reply is acknowledged and the first word of the answer asked to wait when the signal comes.
    program.d.rate_limit_next(SAID, 0.5);
    let asked = give(&program, &drill, LINES[0], true).await.expect("by the form");
    asked.callback().await;
    program.d.faults_met().await;
    let (status, took) = program.terminate().await;
    assert_eq!(status.code(), Some(0), "{status}\n{}", program.log());
    assert!(took < Duration::from_secs(2), "it took {took:?}\n{}", program.log());
    answered(&program, &mut drill, 1).await;
    let stored = program.stored(&drill).await;
    assert!(stored.turns.iter().all(|turn| turn.answered), "nothing is left for the next start");
    program.launch().await;
    // A command whose acknowledgement is under way is answered, too.
    program.d.rate_limit_next("PATCH /webhooks", 0.5);
    let asked = program.d.slash(&drill.rep, program.channel, "help", None, json!({}));
    program.d.faults_met().await;
    let (status, took) = program.terminate().await;
    assert_eq!(status.code(), Some(0), "{status}\n{}", program.log());
    assert!(took < Duration::from_secs(2), "it took {took:?}\n{}", program.log());
    asked.answer().await;
    program.d.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_end_while_discord_does_not_answer_it_ends_at_once() {
    let mut program = Program::start().await;
    program.kill();
    program.d.hang_next("GET /gateway");
    program.spawn();
    program.d.faults_met().await;
    let (status, took) = program.terminate().await;
    assert_eq!(status.code(), Some(0), "{status}\n{}", program.log());
    assert!(took < Duration::from_secs(2), "it took {took:?}");
}
