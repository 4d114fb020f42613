//! Every kind of file that may be uploaded is seen where it belongs.

use std::sync::{Arc, LazyLock};

use chrono::TimeDelta;
use proptest::prelude::*;
use serde_json::json;
use sparring::coach::scenario::Scenario;
use sparring::playbook::{Library, Playbook, SourceFile, UPLOADS, load, put_in, put_in_what_fits};

use super::{ask, drills, put, quote, say, tiny, turn_off};
use crate::support::bench::{Bench, label_of, shipped, shipped_files, tiny_files};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quiz_run_goes_on_as_it_began() {
    let bench = Bench::start().await;
    let (ana, here) = (bench.ana.clone(), bench.channel);
    let boss = bench.boss(bench.guild, "en-US");
    let quiz = |title: &str| tiny("quizzes/basics.toml").replace("\"Basics\"", &format!("\"{title}\""));
    put(&bench, &boss, "quiz", "basics.toml", &quiz("Ours")).await;
    let own = tiny("surveys/reaction.toml").replace("How near to your work", "How near to our work");
    put(&bench, &boss, "survey", "reaction.toml", &own).await;
    let asked = bench.d.slash(&ana, here, "quiz", Some("start"), json!({}));
    assert!(asked.answer().await.text().contains("Ours: 5 questions"));
    let mut question = asked.followup(0).await;
    put(&bench, &boss, "quiz", "basics.toml", &quiz("Newer")).await;
    turn_off(&bench, &boss, "reaction").await;
    for _ in 0..5 {
        question = crate::discord::answer_question(&bench, &question).await.followup(0).await;
    }
    assert!(question.text().contains("How near to our work"), "{}", question.text());
    let choices = bench.d.autocomplete(&ana, here, ("quiz", Some("start")), json!({"quiz": "new"}), "quiz");
    assert_eq!(choices.choices().await[0].0, "Newer");
    let rep = sparring::coach::ids::RepId(i64::try_from(ana.id).expect("an id"));
    let run = bench.app.store().quiz_history(super::server(&bench), rep, 9).await.expect("read");
    assert_eq!((run.len(), run[0].right), (1, 4));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn touches_are_pinged_by_the_cadence_that_they_were_planned_by() {
    let bench = Bench::start().await;
    let (ana, here) = (bench.ana.clone(), bench.channel);
    let boss = bench.boss(bench.guild, "en-US");
    let cadence = tiny("cadences/customer.toml").replace("day-3", "ours").replace("First look", "Our look");
    put(&bench, &boss, "cadence", "customer.toml", &cadence).await;
    let options = json!({"customer": "Delta", "zone": "Asia/Shanghai"});
    ask(&bench, &ana, here, ("followup", Some("add")), options).await;
    turn_off(&bench, &boss, "customer").await;
    let dm = bench.d.dm(&ana);
    let round = bench.later(TimeDelta::days(3)).await;
    // Day 1 is a Saturday: it is told on Monday, with day 3.
    assert_eq!((round.sent, round.gave_up), (1, 0));
    let pings = bench.d.next_message(dm).await.text();
    assert!(pings.contains("Our look"), "{pings}");
    let list = ask(&bench, &ana, here, ("followup", Some("list")), json!({})).await;
    assert!(list.contains("Our look"), "{list}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_method_scores_and_a_persona_is_met_in_the_playbooks_own_scenario() {
    let bench = Bench::start().await;
    let (ana, here) = (bench.ana.clone(), bench.channel);
    let boss = bench.boss(bench.guild, "en-US");
    let method = tiny("methods/lscpa.toml")
        .replace("weight = 30", "weight = 50")
        .replace("\"Listen\"", "\"Hear them out\"");
    put(&bench, &boss, "method", "lscpa.toml", &method).await;
    let persona = "id = \"people\"\naxis = \"role\"\ngrade = \"practice\"\nsource = \"deck\"\n\n[[parts]]\nid = \"payer\"\n\
        name = \"Payer\"\nemphasis = \"Money.\"\ntips = [\"Name numbers.\"]\n";
    put(&bench, &boss, "persona", "people.toml", persona).await;
    let scenario =
        quote("Paid").replace("company = \"Delta Foods\"", "company = \"Delta Foods\"\nparts = [\"payer\"]");
    put(&bench, &boss, "scenario", "quote.toml", &scenario).await;
    assert!(drills(&bench, &ana, here).await.contains("Paid"));
    turn_off(&bench, &boss, "quote").await;
    let (thread, opening) = bench.start_drill().await;
    turn_off(&bench, &boss, "lscpa").await;
    let line = say(&bench, &ana, thread, &opening, "Tell me more, please.").await;
    bench.d.press(&ana, line.id, &label_of(&line, "stop")).callback().await;
    let card = bench.d.next_message(thread).await.text();
    // 50 of 140 points: the method of then, though the scenario is the playbook's own.
    assert!(card.contains("Score 36 of 100"), "{card}");
    let why = ask(&bench, &ana, here, ("drill", Some("why")), json!({})).await;
    assert!(why.contains("Hear them out") && why.contains("uploads/v1/methods/lscpa.toml"), "{why}");
    assert!(!why.contains("Held with version"), "{why}");
    bench.finish().await;
}

/// The shipped files of a playbook in one language that may be uploaded.
fn uploadable(language: &str) -> Vec<SourceFile> {
    let folder = format!(".{language}/");
    let files = shipped_files().into_iter().filter(|file| file.path.contains(&folder));
    let kinds = UPLOADS.map(|kind| format!("/{}/", kind.folder));
    files.filter(|file| kinds.iter().any(|kind| file.path.contains(kind))).collect()
}

#[test]
fn every_shipped_file_could_be_uploaded_as_it_is() {
    for base in &shipped().playbooks {
        let files = uploadable(base.language.as_str());
        assert!(files.len() > 20, "{}", files.len());
        let (made, problems) = put_in(base, &files);
        let pictures: String = problems.iter().map(|problem| problem.picture(false)).collect();
        assert!(problems.is_empty(), "{pictures}");
        // Patterns are compiled when they are needed, so what holds them does not look alike.
        let known = |playbook: &Playbook| {
            let scenarios = playbook.scenarios.values();
            let scenario = |s: &Arc<Scenario>| (s.id.clone(), s.digest, format!("{:?}", s.buyer));
            let methods = playbook.methods.values().map(|m| (m.id.clone(), format!("{:?}", m.steps)));
            (scenarios.map(scenario).collect::<Vec<_>>(), methods.collect::<Vec<_>>())
        };
        assert_eq!(known(&made), known(base));
        assert_eq!(format!("{:?}", made.quizzes), format!("{:?}", base.quizzes));
        assert_eq!(format!("{:?}", made.cards), format!("{:?}", base.cards));
        assert!(std::ptr::eq(made.recogniser(), base.recogniser()), "nothing is learnt again");
        // One by one they lean on the playbook around them.
        for file in files {
            let (_, problems) = put_in(base, std::slice::from_ref(&file));
            assert!(problems.is_empty(), "{}", file.path);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_file_does_harm(at in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), junk in "\\PC{0,12}", which in 0usize..7) {
        static BASE: LazyLock<Library> = LazyLock::new(|| load(&tiny_files()).library);
        let base = &BASE.playbooks[0];
        let kind = &UPLOADS[which];
        let files = tiny_files();
        let inside = format!("tiny.en/{}/", kind.folder);
        let text = files.iter().find(|file| file.path.contains(&inside)).map_or("", |file| &file.text);
        let letters: Vec<char> = text.chars().collect();
        let (at, cut) = (at.index(letters.len() + 1), cut.index(20));
        let rest = letters.iter().skip(at + cut);
        let text: String = letters.iter().take(at).copied().chain(junk.chars()).chain(rest.copied()).collect();
        let file = SourceFile { path: format!("{}/x.toml", kind.folder).into(), text: text.into() };
        let (_, problems) = put_in(base, std::slice::from_ref(&file));
        problems.iter().for_each(|problem| drop(problem.picture(false)));
        prop_assert!(put_in_what_fits(base, &[file]).1.len() >= problems.len());
    }
}
