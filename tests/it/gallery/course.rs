//! The course as it is looked up and asked about: cards, pages of banks, quiz items of every kind. Drawn, not compared.

use std::path::Path;

use serde_json::{Value, json};

use super::{answered, any_answer};
use crate::support::bench::{Bench, shipped_files};

/// Cards of every sort: plain, with checklists and templates, headings only, weakly supported, out of each bank.
const CARDS: [&str; 24] = [
    "lscpa",
    "key-account",
    "account-scoring",
    "strategic-ally",
    "nine-ladder",
    "kcp",
    "sales-rhythm",
    "smart",
    "training-evaluation",
    "churn-response",
    "type-three",
    "channel-visual",
    "body-language",
    "follow-up-1-3-7-21",
    "case-doubled-sales",
    "spin-questions/any-s1",
    "spin-questions/food-s1",
    "fabe-examples/coder-consumables",
    "objection-scripts/price-too-expensive",
    "buying-signals/training-arranged",
    "pre-framing/total-cost",
    "hypothetical-questions/deck-ten-hours",
    "growth-lines/deck-edition",
    "smart-rewrites/deck-satisfaction",
];
/// Quizzes that have items of every kind among their first.
const QUIZZES: [&str; 2] = ["course-pre", "funnel-ltc"];
const ITEMS: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cards_and_questions_are_written_where_asked_for() {
    let Some(folder) = std::env::var_os("SPARRING_GALLERY") else { return };
    for locale in ["en-US", "zh-CN"] {
        let bench = Bench::with(true, shipped_files()).await;
        let ana = bench.ana.speaking(locale);
        let write = |name: &str, messages: &[Value]| {
            let all: Vec<String> = messages.iter().map(Value::to_string).collect();
            std::fs::write(Path::new(&folder).join(format!("{name}-{locale}.jsonl")), all.join("\n"))
                .expect("written");
        };
        let mut cards = Vec::new();
        for card in CARDS {
            let asked = bench.d.slash(&ana, bench.channel, "card", None, json!({"name": card}));
            cards.push(answered(&asked.answer().await, &ana, "card", None));
        }
        write("cards", &cards);
        let mut questions = Vec::new();
        for quiz in QUIZZES {
            let asked = bench.d.slash(&ana, bench.channel, "quiz", Some("start"), json!({"quiz": quiz}));
            let said = asked.answer().await;
            questions.push(answered(&said, &ana, "quiz", Some("start")));
            // The quiz before is open: going on with it is offered.
            let anew = said.buttons().into_iter().find(|button| button.custom_id.contains(":anew:"));
            let mut question = match anew {
                Some(anew) => bench.d.press(&ana, said.id, &anew.custom_id).followup(1).await,
                None => asked.followup(0).await,
            };
            for _ in 0..ITEMS {
                questions.push(question.json.clone());
                let step = any_answer(&bench, &ana, &question).await;
                questions.push(step.answer().await.json);
                question = step.followup(0).await;
            }
        }
        write("questions", &questions);
        bench.finish().await;
    }
}
