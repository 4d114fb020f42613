//! Question banks in and out: what is said in them comes back as it was, and what cannot be taken is told at its line.

use std::sync::Arc;

use proptest::prelude::*;
use sparring::coach::ids::{Id, Place};
use sparring::coach::quiz::{Answer, Item, Quiz};
use sparring::playbook::SourceFile;
use sparring::playbook::exchange::{Format, Imported, import, to_anki, to_gift};
use sparring::playbook::scaffold::{QuizHead, homes, problems_with, quiz};

use crate::support::bench::{shipped, tiny_files};

fn file(text: &str) -> SourceFile {
    SourceFile { path: "bank".into(), text: text.into() }
}

fn read(text: &str, format: Format) -> Imported {
    import(&file(text), format, "house")
}

/// Everything of an item but its place.
fn said(items: &[Item]) -> Vec<String> {
    let one = |item: &Item| {
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?}",
            item.id, item.topic, item.ask, item.explain, item.source, item.answer
        )
    };
    items.iter().map(one).collect()
}

fn told(imported: &Imported) -> Vec<String> {
    imported.problems.iter().map(|p| format!("{}: {}; {}", p.position().0, p.what, p.help)).collect()
}

fn item(id: usize, topic: Option<String>, ask: String, explain: String, answer: Answer) -> Item {
    let place = Place { file: Arc::from("t"), line: 1 };
    let topic = topic.as_deref().map(Id::new);
    Item {
        id: Id::new(&format!("item-{id}")),
        topic,
        ask,
        scored: true,
        explain,
        source: Id::new("house"),
        answer,
        place,
    }
}

fn quiz_of(items: Vec<Item>) -> Quiz {
    Quiz {
        id: Id::new("q"),
        title: "Q".into(),
        summary: "Q".into(),
        pass: 70,
        at_once: true,
        minutes: None,
        survey: None,
        form: None,
        test: None,
        items,
        place: Place { file: Arc::from("t"), line: 1 },
        digest: 0,
    }
}

/// Words with everything that GIFT takes for its own; no `->`, which it cannot say.
fn words() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-zA-Z0-9 ,.%!?_|;'\"<>&/$*`^()+@-]{1,8}",
        "[~=#{}:\\\\\n\\[\\]]{1,4}",
        Just("####".to_owned()),
        Just("%50%".to_owned()),
        Just("[html]".to_owned()),
        Just("::".to_owned()),
        Just("//".to_owned()),
        Just("$CATEGORY: x".to_owned()),
        Just("\\n".to_owned()),
        Just("你好,对吗?".to_owned()),
        Just("TRUE".to_owned()),
        Just("1..2".to_owned()),
    ];
    let no_arrow = |text: String| {
        let text = text.replace("->", "-").trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    prop::collection::vec(part, 1..5).prop_filter_map("not empty", move |parts| no_arrow(parts.concat()))
}

fn answer() -> impl Strategy<Value = Answer> {
    let some = || prop::collection::vec(words(), 2..6);
    prop_oneof![
        (some(), any::<prop::sample::Index>()).prop_map(|(choices, at)| {
            let correct = at.index(choices.len());
            Answer::Single { choices, correct }
        }),
        (some(), prop::collection::vec(any::<prop::sample::Index>(), 1..6)).prop_map(|(choices, at)| {
            let correct = at.iter().map(|at| at.index(choices.len())).collect();
            Answer::Multiple { choices, correct }
        }),
        any::<bool>().prop_map(|correct| Answer::TrueFalse { correct }),
        prop::collection::vec((words(), words()), 2..6).prop_map(|pairs| Answer::Match { pairs }),
        prop::collection::vec(words(), 1..5).prop_map(|accepted| Answer::Fill { accepted, typos: 0 }),
    ]
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let topic = prop::option::of("[a-z/ ]{0,6}[a-z]");
    let topic = topic.prop_map(|topic| topic.map(|topic| topic.trim().to_owned()));
    let one = (topic, words(), words(), answer());
    prop::collection::vec(one, 1..6).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        numbered.map(|(at, (topic, ask, explain, answer))| item(at, topic, ask, explain, answer)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn what_is_written_in_gift_is_read_as_it_was(items in items()) {
        let quiz = quiz_of(items);
        let exported = to_gift(&quiz);
        prop_assert!(exported.left_out.is_empty() && exported.changed.is_empty());
        let imported = read(&exported.text, Format::Gift);
        prop_assert!(imported.problems.is_empty(), "{:?}\n{}", told(&imported), exported.text);
        prop_assert_eq!(said(&imported.items), said(&quiz.items), "{}", exported.text);
    }

    #[test]
    fn nothing_that_is_read_brings_it_down(text in "(?s)[ -~\n{}=~#%:\\\\>\\-你]{0,200}") {
        for format in [Format::Gift, Format::Csv] {
            let imported = read(&text, format);
            prop_assert!(!imported.items.is_empty() || !imported.problems.is_empty());
        }
    }
}

/// What Moodle's documentation shows, in its own words.
#[test]
fn gift_is_read_as_it_is_documented() {
    let text = "\
// a comment
$CATEGORY: $course$/top/People

::Grant::Who's buried in Grant's tomb?{
=Grant ~no one ~Napoleon#He lies in Paris.
####General Grant.
}

// a comment in between
Grant was buried in a tomb in New York City.{T#No.#Yes, there.}

Who's buried in Grant's tomb?{=Ulysses S. Grant =Grant}

$CATEGORY: top
::Grant::Match these.{
 =Italy -> Rome
 =Japan -> Tokyo
}

When was Ulysses S. Grant born?{#1822:0}

Mahatma Gandhi's birthday is an {~US =Indian} holiday.

::two::[html]<p>Which are <b>even</b>?</p>{~%50%2 ~%50%4 ~%-100%3}
";
    let imported = read(&text.replace('\n', "\r\n"), Format::Gift);
    assert_eq!(told(&imported), [""; 0]);
    let ids: Vec<&str> = imported.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["grant", "q2", "q3", "grant-2", "q5", "q6", "two"]);
    let lines: Vec<u32> = imported.items.iter().map(|item| item.place.line).collect();
    assert_eq!(lines, [4, 10, 12, 14, 20, 22, 24]);
    let topics: Vec<Option<&str>> =
        imported.items.iter().map(|item| item.topic.as_ref().map(Id::as_str)).collect();
    assert_eq!(topics, [Some("People"), Some("People"), Some("People"), None, None, None, None]);
    let explained: Vec<&str> = imported.items.iter().map(|item| item.explain.as_str()).collect();
    let wanted = [
        "General Grant.\nNapoleon: He lies in Paris.",
        "No.\nYes, there.",
        "✓ Ulysses S. Grant",
        "✓ Italy – Rome; Japan – Tokyo",
        "✓ 1822",
        "✓ Indian",
        "✓ 2; 4",
    ];
    assert_eq!((explained, imported.unexplained), (wanted.to_vec(), 5));
    assert_eq!(imported.items[5].ask, "Mahatma Gandhi's birthday is an _____ holiday.");
    assert_eq!(imported.items[6].ask, "Which are even?");
    assert!(
        matches!(&imported.items[0].answer, Answer::Single { correct: 0, choices } if choices.len() == 3)
    );
    assert!(matches!(&imported.items[1].answer, Answer::TrueFalse { correct: true }));
    assert!(matches!(&imported.items[3].answer, Answer::Match { pairs } if pairs[1].1 == "Tokyo"));
    assert!(
        matches!(&imported.items[4].answer, Answer::Fill { accepted, typos: 0 } if accepted[0] == "1822")
    );
    assert!(matches!(&imported.items[6].answer, Answer::Multiple { correct, .. } if correct.len() == 2));
}

#[test]
fn what_gift_says_and_a_quiz_cannot_is_told_at_its_line() {
    for (text, wanted) in [
        ("What do you think?{}", "1: it is an essay"),
        ("Read this first.", "1: it has no answer in braces"),
        ("How much?{#5:1}", "1: `5:1` is not one exact number; a quiz accepts what is listed"),
        ("How much?{#1..5}", "1: `1..5` is not one exact number"),
        ("Which?{=a ~%50%b}", "1: `b` is half right; a quiz knows right and wrong only"),
        ("Which?{=%50%a =b}", "1: `a` is half right"),
        ("Which?{=a =b ~c}", "1: several answers are right where one is asked for; keep one `=`"),
        ("Which?{~a ~b}", "1: no answer is right; put `=`"),
        ("Which?{~%50%a ~%20%b}", "1: the weights of the right answers add up to 70"),
        ("Match.{=a -> b = -> c}", "1: a pair has only one side"),
        ("Match.{=a -> b =c}", "1: `c` has no `->`"),
        ("\n\nOne?{T}\nTwo?{F}", "3: two answers in braces stand in one question; put a blank line"),
        ("Which?{=a\n\n~b}", "1: its `{` is never closed; add the `}`, and take out blank lines"),
        ("{T}", "1: the question has no words"),
        ("[html]What is <img src='x'>?{T}", "1: it holds <img>, which a quiz cannot show"),
        ("Which?{= ~b}", "1: one of its answers is empty"),
        ("// nothing\n", "1: there is no question in it"),
    ] {
        let imported = read(text, Format::Gift);
        let told = told(&imported);
        assert!(told.iter().any(|told| told.starts_with(wanted)), "{text}: {told:?}");
    }
}

#[test]
fn a_table_is_read_with_either_divider_and_in_any_order_of_columns() {
    let rows = [
        ["id", "topic", "kind", "ask", "choices", "correct", "explain"],
        ["one", "t", "single", "\"Which, then?\"", "a|b \\| c|d", "2", "b."],
        ["", "", "multiple", "Which?", "a|b|c", "a|3", ""],
        ["", "", "true-false", "So?", "", "TRUE", "x"],
        ["", "", "fill", "\"How\nmany?\"", "", "80|80 %", "x"],
        ["", "", "match", "What?", "l -> r|l2 -> r2", "", "x"],
        ["", "", "order", "Order.", "a|b|c", "", "x"],
        ["", "", "spot", "Spot.", "a|b|c", "1|2", "x"],
    ];
    for divider in [",", ";"] {
        let text: Vec<String> = rows.iter().map(|row| row.join(divider)).collect();
        let imported = read(&text.join("\r\n"), Format::Csv);
        assert_eq!(told(&imported), [""; 0]);
        assert_eq!((imported.items.len(), imported.unexplained), (7, 1));
        assert!(
            matches!(&imported.items[0].answer, Answer::Single { correct: 1, choices } if choices[1] == "b | c")
        );
        assert!(
            matches!(&imported.items[1].answer, Answer::Multiple { correct, .. } if *correct == [0, 2].into())
        );
        assert!(matches!(&imported.items[4].answer, Answer::Match { pairs } if pairs[1].0 == "l2"));
        let lines: Vec<u32> = imported.items.iter().map(|item| item.place.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 7, 8, 9]);
    }
    let turned = read("Ask,Correct,Kind\nSo?,false,true-false\n", Format::Csv);
    assert!(matches!(turned.items[0].answer, Answer::TrueFalse { correct: false }));
}

#[test]
fn what_a_table_gets_wrong_is_told_at_its_line() {
    let header = "kind,ask,choices,correct\n";
    for (text, wanted) in [
        ("ask,answer\n", "1: there is no column `answer`; let the first line be `id,topic,kind"),
        ("ask,choices\n", "1: the column `kind` is missing"),
        ("ask,ask,kind\n", "1: the column `ask` is there twice"),
        ("", "1: there is no question in it"),
    ] {
        assert!(
            told(&read(text, Format::Csv))[0].starts_with(wanted),
            "{:?}",
            told(&read(text, Format::Csv))
        );
    }
    for (row, wanted) in [
        ("essay,What?,,", "2: there is no kind `essay` in a table; use single"),
        ("classify,What?,a|b,1", "2: there is no kind `classify` in a table"),
        ("single,What?,a|b,3", "2: no choice is `3`; name a number from 1 to 2"),
        ("single,What?,a|b,1|2", "2: not exactly one choice is right"),
        ("single,What?,,1", "2: it has no choices"),
        ("multiple,What?,a|b,", "2: nothing is right"),
        ("true-false,What?,,perhaps", "2: `perhaps` is neither true nor false"),
        ("fill,What?,,", "2: it accepts nothing"),
        ("match,What?,a-b,", "2: `a-b` is no pair"),
        ("single,,a|b,1", "2: the question has no words"),
        ("single,What, then?,a|b,1", "2: the line has 5 cells, the header 4"),
    ] {
        let told = told(&read(&format!("{header}{row}\n"), Format::Csv));
        assert!(told[0].starts_with(wanted), "{row}: {told:?}");
    }
}

/// The shipped quizzes go out and come back; what is written into a playbook is the same again.
#[test]
fn a_shipped_quiz_goes_out_and_comes_back() {
    let files = tiny_files();
    let home = &homes(&files)[0];
    for playbook in &shipped().playbooks {
        for quiz_there in playbook.quizzes.values() {
            let exported = to_gift(quiz_there);
            assert!(exported.left_out.is_empty(), "{:?}", exported.left_out);
            let imported = import(&file(&exported.text), Format::Gift, "deck");
            assert_eq!(told(&imported), [""; 0]);
            assert_eq!(imported.items.len(), quiz_there.items.len());
            let head = QuizHead { id: "came-back", title: "T", summary: "S" };
            let (made, lines) = quiz(home, head, &imported.items);
            assert_eq!(lines.len(), imported.items.len());
            assert!(problems_with(&files, std::slice::from_ref(&made)).is_empty());
            // Written once more from what is loaded, it is the same text.
            let again = sparring::playbook::load(&[files.clone(), vec![made.clone()]].concat());
            let loaded = &again.library.exact_playbook("en").expect("tiny").quizzes["came-back"];
            assert_eq!(quiz(home, head, &loaded.items).0.text, made.text);
        }
    }
}

#[test]
fn anki_gets_notes_with_front_back_and_tags() {
    let single = Answer::Single { choices: vec!["#a, \"b\"".into(), "c".into()], correct: 0 };
    let quiz = quiz_of(vec![
        item(1, Some("two words".into()), "# Which?".into(), "Because.".into(), single),
        item(2, None, "So?".into(), "Yes.".into(), Answer::TrueFalse { correct: true }),
    ]);
    let text = to_anki(&quiz, ["True", "False"]).text;
    let head = "#separator:Comma\n#html:false\n#columns:Front,Back,Tags\n#tags column:3\n";
    let notes = text.strip_prefix(head).expect("the head");
    assert!(notes.lines().all(|line| !line.starts_with('#')), "{notes}");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(notes.as_bytes());
    let notes: Vec<Vec<String>> =
        reader.records().map(|note| note.expect("a note").iter().map(str::to_owned).collect()).collect();
    assert!(notes[0][0].starts_with("# Which?\nA. "), "{notes:?}");
    assert_eq!((notes[0][1].as_str(), notes[0][2].as_str()), ("#a, \"b\"\n\nBecause.", "q two-words"));
    assert_eq!(notes[1], ["So?\nTrue / False", "True\n\nYes.", "q"]);
}
