//! Every kind of event as a statement, held against the rules of the specification.
//! Broken statements show that the rules find something.
//! It must not know how a store behaves.

use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::testing::moment;
use super::check::check;
use super::*;

fn words(en: &str, zh: &str) -> Words {
    Words::from([("en".to_owned(), en.to_owned()), ("zh-CN".to_owned(), zh.to_owned())])
}

fn named(id: &str) -> Named {
    Named { id: id.to_owned(), name: words(id, "名称"), about: Words::new() }
}

fn teller() -> Teller {
    Teller {
        home: Iri::new("https://coach.example").unwrap(),
        base: Iri::new("https://coach.example/sparring/").unwrap(),
        namespace: Uuid::from_u128(7),
        platform: "Discord".to_owned(),
        verbs: [(VerbWord::Passed, Words::from([("zh-CN".to_owned(), "通过了".to_owned())]))].into(),
    }
}

fn event(deed: Deed) -> Event {
    Event {
        rep: pseudonym(Uuid::from_u128(9), "184405311681986560"),
        at: moment("2026-10-31T16:30:00.125Z"),
        run: "drill 17".to_owned(),
        deed,
        course: Some(named("lscpa")),
        assignment: None,
        edition: Some("2026.3".to_owned()),
        language: Some("zh-CN".to_owned()),
    }
}

fn finish() -> Finish {
    let mark = |check: &str, earned| CheckMark {
        method: "lscpa".into(),
        step: "listen".into(),
        check: check.into(),
        earned,
        rated: 2.0,
    };
    Finish {
        points: Some(Points { raw: 7.0, min: 0.0, max: 10.0 }),
        took: Some(TimeDelta::milliseconds(245_500)),
        checks: vec![mark("names-feeling", 2.0), mark("asks-back", 0.5)],
    }
}

fn choices(letter: char) -> Vec<Choice> {
    ids_of(letter, 3).into_iter().map(|id| Choice { id, words: words("a word", "词") }).collect()
}

fn answer(question: Question, response: Response) -> Deed {
    Deed::Answer {
        quiz: named("objections"),
        item: "价格 1".into(),
        ask: words("Which?", "哪个？"),
        question,
        response,
        right: Some(true),
        took: Some(TimeDelta::seconds(9)),
    }
}

fn answers() -> Vec<Deed> {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let pairs = vec![("a1".to_owned(), "b2".to_owned()), ("a2".to_owned(), "b1".to_owned())];
    let accepted = vec!["empathy".to_owned(), "同理心".to_owned()];
    vec![
        answer(
            Question::Choice { choices: choices('a'), right: ids(&["a1", "a3"]) },
            Response::Ids(ids(&["a1", "a3"])),
        ),
        answer(Question::TrueFalse { right: false }, Response::Truth(true)),
        answer(
            Question::FillIn { accepted: accepted.clone(), forgiving: false },
            Response::Word("同理心".into()),
        ),
        answer(Question::FillIn { accepted, forgiving: true }, Response::Untold),
        answer(
            Question::Matching { source: choices('a'), target: choices('b'), right: pairs.clone() },
            Response::Pairs(pairs),
        ),
        answer(
            Question::Sequencing { choices: choices('a'), right: ids_of('a', 3) },
            Response::Ids(ids(&["a2", "a1", "a3"])),
        ),
        answer(Question::Other, Response::Untold),
    ]
}

fn deeds() -> Vec<Deed> {
    let stages =
        || [Stage::Attempted, Stage::Completed(finish()), Stage::Passed(finish()), Stage::Failed(finish())];
    let drills = stages().map(|stage| Deed::Drill { scenario: named("price/first"), stage });
    let quizzes = stages().map(|stage| Deed::Quiz { quiz: named("pre"), form: Some(Form::Pre), stage });
    let others = [
        Deed::Assignment { assignment: named("week-1"), late: 0 },
        Deed::Session { session: named("kick-off"), took: Some(TimeDelta::minutes(90)) },
        Deed::FollowUp { cadence: named("1-3-7-21"), touch: named("day-3"), late: 2 },
    ];
    drills.into_iter().chain(quizzes).chain(others).chain(answers()).collect()
}

fn told(deed: Deed) -> Value {
    serde_json::to_value(teller().tell(&event(deed))).unwrap()
}

#[test]
fn every_statement_keeps_the_rules() {
    for deed in deeds() {
        let statement = told(deed);
        assert_eq!(check(&statement), Vec::<String>::new(), "{statement:#}");
    }
    let bare = Event { course: None, edition: None, language: None, ..event(deeds().remove(0)) };
    let for_assignment = Event { assignment: Some(named("week-1")), ..bare.clone() };
    for event in [bare, for_assignment] {
        assert_eq!(check(&serde_json::to_value(teller().tell(&event)).unwrap()), Vec::<String>::new());
    }
}

#[test]
fn a_schema_by_other_hands_agrees() {
    let validator = super::schema::validator();
    for deed in deeds() {
        let statement = told(deed);
        let found: Vec<String> = validator.iter_errors(&statement).map(|error| error.to_string()).collect();
        assert_eq!(found, Vec::<String>::new(), "{statement:#}");
    }
    let mut broken = told(answers().remove(0));
    broken["object"]["definition"]["scale"] = json!([{"id": "x"}]);
    assert!(!validator.is_valid(&broken));
    let mut broken = told(answers().remove(0));
    broken["result"]["score"] = json!({"scaled": 2});
    assert!(!validator.is_valid(&broken));
    let mut broken = told(answers().remove(0));
    broken["colour"] = json!("red");
    assert!(!validator.is_valid(&broken));
}

#[test]
fn a_passed_drill_is_told_like_this() {
    let statement = told(Deed::Drill { scenario: named("price"), stage: Stage::Passed(finish()) });
    assert_eq!(statement["verb"]["id"], "http://adlnet.gov/expapi/verbs/passed");
    assert_eq!(statement["verb"]["display"], json!({"en": "passed", "zh-CN": "通过了"}));
    assert_eq!(statement["object"]["id"], "https://coach.example/sparring/drills/price");
    assert_eq!(statement["result"]["score"], json!({"scaled": 0.7, "raw": 7.0, "min": 0.0, "max": 10.0}));
    assert_eq!(
        (&statement["result"]["success"], &statement["result"]["completion"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(statement["result"]["duration"], "PT4M5.50S");
    let checks = &statement["result"]["extensions"]["https://coach.example/sparring/xapi/extensions/checks"];
    assert_eq!(checks[1]["check"], "asks-back");
    assert_eq!(statement["timestamp"], "2026-10-31T16:30:00.125Z");
    assert_eq!(statement["actor"]["account"]["homePage"], "https://coach.example");
}

#[test]
fn an_answer_belongs_to_its_quiz() {
    let statement = told(answers().remove(4));
    assert_eq!(
        statement["object"]["id"],
        "https://coach.example/sparring/quizzes/objections/items/%E4%BB%B7%E6%A0%BC%201"
    );
    assert_eq!(statement["object"]["definition"]["correctResponsesPattern"], json!(["a1[.]b2[,]a2[.]b1"]));
    assert_eq!(statement["result"]["response"], "a1[.]b2[,]a2[.]b1");
    let parent = &statement["context"]["contextActivities"]["parent"][0]["id"];
    assert_eq!(parent, "https://coach.example/sparring/quizzes/objections");
}

#[test]
fn the_same_event_has_one_id_and_another_event_another() {
    let statements: Vec<Statement> = deeds().into_iter().map(|deed| teller().tell(&event(deed))).collect();
    let again: Vec<Statement> = deeds().into_iter().map(|deed| teller().tell(&event(deed))).collect();
    assert_eq!(statements, again);
    let drill = |at: &str, run: &str, rep: &str| {
        let first = event(deeds().remove(0));
        teller().tell(&Event { at: moment(at), run: run.into(), rep: rep.into(), ..first }).id
    };
    let ids = [
        drill("2026-10-31T16:30:00Z", "1", "a"),
        drill("2026-10-31T16:30:00.001Z", "1", "a"),
        drill("2026-10-31T16:30:00Z", "2", "a"),
        drill("2026-10-31T16:30:00Z", "1", "b"),
    ];
    assert_eq!(std::collections::BTreeSet::from(ids).len(), 4);
}

#[test]
fn no_statement_holds_the_id_of_a_member() {
    let file =
        lines(&deeds().into_iter().map(|deed| teller().tell(&event(deed))).collect::<Vec<_>>()).unwrap();
    assert_eq!(file.lines().count(), deeds().len());
    assert!(!file.contains("184405311681986560"));
    assert!(!file.contains("customer"));
}

#[test]
fn statements_make_one_list() {
    let statements: Vec<Statement> = deeds().into_iter().map(|deed| teller().tell(&event(deed))).collect();
    let read: Vec<Value> = serde_json::from_str(&list(&statements).unwrap()).unwrap();
    assert_eq!(read.len(), deeds().len());
}

#[test]
fn broken_statements_are_found_out() {
    let good = || told(answers().remove(0));
    for (pointer, value, section) in [
        ("/id", json!("7"), "4.4"),
        ("/actor/account/homePage", json!("coach.example"), "2.4.2.4"),
        ("/verb/id", json!("passed"), "2.4.3"),
        ("/verb/display", json!({"english!": "x"}), "4.2"),
        ("/object/definition/interactionType", json!("quiz"), "2.4.4.1"),
        ("/object/definition/correctResponsesPattern", json!(["a9"]), "2.4.4.1"),
        ("/object/definition/choices/0/id", json!("a2"), "2.4.4.1"),
        ("/result/response", json!("a1,a3"), "2.4.4.1"),
        ("/result/success", json!("true"), "2.4.5"),
        ("/result/success", Value::Null, "2.2"),
        ("/result/duration", json!("9 s"), "4.6"),
        ("/result", json!({"score": {"scaled": 1.2}}), "2.4.5.1"),
        ("/context/registration", json!("x"), "2.4.6"),
        ("/context/language", json!("z"), "2.4.6"),
        ("/context/contextActivities/parent", json!({"id": "https://a.example"}), "2.4.6.2"),
        ("/timestamp", json!("2026-10-31T16:30:00Z"), "4.5"),
    ] {
        let mut broken = good();
        *broken.pointer_mut(pointer).unwrap() = value;
        let found = check(&broken);
        assert!(found.iter().any(|said| said.starts_with(section)), "{pointer}: {found:?}");
    }
}
