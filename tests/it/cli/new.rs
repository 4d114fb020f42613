//! `sparring new`: what is made loads, is green from the start, and nothing that is there is written over.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use sparring::playbook::scaffold::{self, OBJECTIONS, filled, homes, like, problems_with};
use sparring::playbook::{SourceFile, load, self_test};

use super::Home;
use crate::support::bench::shipped_files;

const LANGUAGES: [&str; 2] = ["en", "zh-CN"];

/// A new playbook in both languages with the words of the interface.
fn fresh() -> Vec<SourceFile> {
    let made = LANGUAGES.iter().flat_map(|language| {
        let root = format!("books/acme.{language}/");
        scaffold::playbook(&root, "acme", language, "Acme", "lscpa").expect("made")
    });
    let words = shipped_files().into_iter().filter(|file| file.path.contains("/phrases/"));
    made.chain(words).collect()
}

fn answers(objection: &str) -> BTreeMap<&'static str, String> {
    let odd = "A \"quoted\" word, a \\, «id», {x y} and 引号";
    let given = [
        ("title", odd),
        ("customer", "Ms Wang"),
        ("company", "Delta"),
        ("product", odd),
        ("objection", objection),
        ("says", "Your quote is 20 % above the other one."),
    ];
    given.map(|(hole, text)| (hole, text.to_owned())).into()
}

/// Every objection's scaffold, and copies of shipped scenarios, in a new playbook.
#[test]
fn what_is_made_is_green_from_the_start() {
    let mut files = fresh();
    assert!(load(&files).problems.is_empty());
    let mut new = Vec::new();
    for home in homes(&files) {
        for objection in OBJECTIONS {
            let id = format!("new-{objection}");
            new.push(filled(&home, &id, "lscpa", &answers(objection)).expect("filled"));
        }
    }
    assert!(new.iter().all(|file| !file.text.contains('«') || file.text.contains("«id»")));
    files.extend(new);
    let loaded = load(&files);
    assert!(loaded.problems.is_empty(), "{}", loaded.problems[0].picture(false));
    let test = self_test(&loaded.library, &files, &[]);
    assert!(test.problems.is_empty(), "{}", test.problems[0].picture(false));
    assert_eq!(test.reached.len(), 2 * OBJECTIONS.len());
    assert!(test.reached.iter().all(|reached| reached.scores[0] == 100), "{:?}", test.reached);
}

/// A copy in the playbook of its original scores as that does: only names and comments are other.
#[test]
fn a_copy_of_any_shipped_scenario_loads() {
    static SHIPPED: LazyLock<Vec<SourceFile>> = LazyLock::new(shipped_files);
    let mut new = Vec::new();
    for home in homes(&SHIPPED) {
        let folder = format!("{}scenarios/", home.root);
        for file in SHIPPED.iter().filter(|file| file.path.starts_with(&folder)) {
            let stem = file.path.rsplit('/').next().expect("a name").trim_end_matches(".toml");
            let copy = like(&SHIPPED, &home, &format!("{stem}-2"), "A copy", stem).expect("copied");
            assert!(copy.text.lines().filter(|line| line.starts_with("# ")).count() >= 8, "{stem}");
            new.push(copy);
        }
    }
    assert_eq!(new.len(), 80);
    let problems = problems_with(&SHIPPED, &new);
    assert!(problems.is_empty(), "{}", problems[0].picture(false));
}

const ANSWERS: [&str; 10] = [
    "--customer",
    "en=Ms Wang",
    "--customer",
    "zh-CN=王经理",
    "--company",
    "Delta",
    "--product",
    "pumps",
    "--says",
    "It costs too much.",
];

#[test]
fn from_nothing_to_a_drill() {
    let home = Home::new();
    std::fs::remove_dir_all(home.path("books")).expect("gone");
    let out = home.run(&["new", "playbook", "acme", "--title", "en=Acme", "--title", "zh-CN=艾克米"]).well();
    assert!(out.contains("made books/acme.en/playbook.toml\n"), "{out}");
    assert!(out.ends_with("then: sparring check books\n"), "{out}");
    let scenario =
        ["new", "scenario", "too-much", "--method", "lscpa", "--title", "Too much", "--objection", "price"];
    let out = home.run(&[&scenario[..], &ANSWERS].concat()).well();
    assert!(out.contains("made books/acme.zh-CN/scenarios/too-much.toml\n"), "{out}");
    assert!(home.read("books/acme.zh-CN/scenarios/too-much.toml").contains("name = \"王经理\""));
    home.run(&["new", "scenario", "copy", "--like", "too-much", "--title", "Copy"]).well();
    let quiz = [
        "new",
        "quiz",
        "week",
        "--title",
        "Week",
        "--ask",
        "Which?",
        "--right",
        "A",
        "--explain",
        "A it is.",
    ];
    home.run(&[&quiz[..], &["--wrong", "B|en=C"]].concat()).well();
    assert!(
        home.read("books/acme.en/quizzes/week.toml")
            .contains("choices = [\"A\", \"B\", \"en=C\"], correct = 1")
    );
    let files = sparring::playbook::read_dir(&home.path("books")).expect("read");
    assert!(load(&files).problems.is_empty());
    let drill = ["practice", "--lang", "en", "--scenario", "too-much", "--seed", "1"];
    let out = home.hear(&drill, "").well();
    assert!(out.contains("It costs too much."), "{out}");
}

#[test]
fn what_cannot_be_made_is_told_and_nothing_is_written() {
    let home = Home::new();
    let scenario = home.read("books/tiny.en/scenarios/quote.toml");
    let title = ["--title", "T"];
    let new = |arguments: &[&str]| home.run(&[&["new"], arguments, &title[..]].concat());
    new(&["scenario", "quote", "--like", "quote"]).failed(&["quote.toml is there already", "another id"]);
    new(&["scenario", "New Id", "--like", "quote"]).failed(&["`New Id` cannot be an id", "lower-case"]);
    new(&["scenario", "x", "--like", "qoute"])
        .failed(&["no scenario `qoute` in en", "did you mean `quote`?"]);
    new(&["scenario", "x"]).failed(&["--method is missing"]);
    new(&["scenario", "x", "--method", "lscpa"]).failed(&["--objection is missing"]);
    let asked = ["scenario", "x", "--method", "lscpa", "--objection", "price"];
    new(&asked).failed(&["--customer is missing", "LANG=TEXT"]);
    let unknown = ["scenario", "x", "--method", "spin"];
    new(&unknown).failed(&["no scaffold for the method `spin` in en", "`lscpa`", "--like"]);
    let all = [&["scenario", "x", "--method", "lscpa", "--objection", "weather"][..], &ANSWERS].concat();
    new(&all).failed(&["`weather` cannot be taken", "price, product", "--objection"]);
    // The tiny method knows no brushing off; the copy does not fit.
    let out = new(&["scenario", "x", "--like", "timing-not-now"])
        .failed(&["nothing was written", "problems stand above"]);
    assert!(out.contains("there is no persona part `decider`"), "{out}");
    new(&["playbook", "acme"]).failed(&["books holds the playbook `tiny` in en already", "--playbooks"]);
    new(&["playbook", "acme", "--lang", "fr"]).failed(&["nothing in `fr`", "`zh-CN`"]);
    new(&["playbook", "tiny", "--method", "none"]).failed(&["no method `none`", "`spin`"]);
    new(&["quiz", "basics"]).failed(&["basics.toml is there already"]);
    new(&["quiz", "x"]).failed(&["--ask is missing"]);
    new(&["quiz", "x", "--playbooks", "nowhere"]).failed(&["no folder nowhere", "sparring new playbook"]);
    assert_eq!(home.read("books/tiny.en/scenarios/quote.toml"), scenario);
    assert!(!Path::new(&home.path("books/tiny.en/scenarios/x.toml")).exists());
}

const BANK: &str = "::one::Which?{=a ~b####A.}\n\nEssay?{}\n\nSo?{T}\n";

#[test]
fn a_bank_becomes_a_quiz_in_every_language_or_nothing_does() {
    let home = Home::new();
    home.write("bank.gift", BANK);
    home.write("good.csv", "\u{feff}kind;ask;correct;explain\ntrue-false;对吗?;true;对。\n");
    let quiz = ["new", "quiz", "week", "--title", "Week", "--from"];
    let out = home
        .run(&[&quiz[..], &["bank.gift"]].concat())
        .failed(&["nothing was written: 2 problems stand above"]);
    assert!(out.contains("bank.gift:3:1: it is an essay"), "{out}");
    assert!(!home.path("books/tiny.en/quizzes/week.toml").exists());

    let out = home.run(&[&quiz[..], &["bank.gift", "--leave-out"]].concat()).well();
    assert!(out.contains("bank.gift: 2 taken, 1 left out"), "{out}");
    assert!(out.contains("bank.gift: 1 without an explanation; the right answer stands in for it"), "{out}");
    assert!(home.read("books/tiny.zh-CN/quizzes/week.toml").contains("id = \"one\""));
    let files = sparring::playbook::read_dir(&home.path("books")).expect("read");
    assert!(load(&files).problems.is_empty());

    // A table with a byte order mark for one language only: the other's is missing.
    let quiz = ["new", "quiz", "next", "--title", "Next", "--from", "zh-CN=good.csv"];
    home.run(&quiz).failed(&["--from is missing", "(en)"]);
    home.run(&[&quiz[..], &["--from", "en=bank.doc"]].concat())
        .failed(&["`bank.doc` cannot be a bank", ".gift"]);
    home.run(&[&quiz[..], &["--from", "en=none.csv"]].concat()).failed(&["cannot read none.csv"]);
    home.write("latin.csv", b"kind,ask\nfill,caf\xe9\n");
    home.run(&[&quiz[..], &["--from", "en=latin.csv"]].concat()).failed(&["not UTF-8", "save it as UTF-8"]);
}

/// The format's bounds hold, and are told at the bank's own lines.
#[test]
fn what_is_too_long_or_too_much_for_a_quiz_is_told_at_its_line() {
    let home = Home::new();
    let long = "x".repeat(1_001);
    home.write("long.gift", format!("\n\nGood?{{T}}\n\n{long}?{{T}}\n"));
    let quiz = ["new", "quiz", "week", "--title", "Week", "--from"];
    let out = home.run(&[&quiz[..], &["long.gift"]].concat()).failed(&["2 problems"]);
    assert!(out.contains("long.gift:5:1: `ask` has 1002 characters; 1000 fit"), "{out}");
    home.write("many.gift", "Good?{T}\n\n".repeat(301));
    let out = home.run(&[&quiz[..], &["many.gift"]].concat()).failed(&["2 problems"]);
    assert!(out.contains("`items` has 301 entries; it must have 1 to 300"), "{out}");
}

#[test]
fn a_quiz_goes_out_to_other_programs() {
    let home = Home::new();
    let export = ["export", "quiz", "basics", "--lang", "en", "--to"];
    let ran = home.run(&[&export[..], &["gift"]].concat());
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("::pareto::[plain]How many per cent"), "{}", ran.out);
    assert_eq!(ran.err, "1 written otherwise:\n  order: an order, written as numbers to match\n");
    home.run(&[&export[..], &["anki", "--out", "cards.csv"]].concat()).well();
    assert!(
        home.read("cards.csv").contains("\"Signing day is day 0.\nTrue / False\",\"True"),
        "{}",
        home.read("cards.csv")
    );
    home.run(&["export", "quiz", "none", "--to", "gift", "--lang", "zh"])
        .failed(&["no quiz `none` in zh-CN", "basics"]);
    home.run(&[&export[..], &["gift", "--out", "no/such/place"]].concat())
        .failed(&["cannot write no/such/place"]);
}
