//! Corrections: made in one action, in effect at once, kept in a file, refused where they break what was right.

use super::Home;

const SENTENCE: &str =
    r#"{"task":"lscpa","lang":"en","context":"","text":"Go on about the berths and the cranes."}"#;

fn overlay(text: &str, labels: &str) -> String {
    format!("[[corrections]]\ntask = \"lscpa\"\ntext = \"{text}\"\nlabels = [{labels}]\n")
}

#[test]
fn a_reply_is_corrected_in_one_action_and_its_like_are_judged_anew_at_once() {
    let home = Home::new();
    let script = "The berths and the cranes will be looked at.\n/wrong confirm\nThe cranes and the berths will be looked at.\n";
    let drill = ["practice", "--lang", "en", "--seed", "1", "--overlay", "own.toml"];
    let out = home.hear(&drill, script).well();
    assert!(out.contains("counts as confirm"), "{out}");
    assert_eq!(
        home.read("own.toml"),
        "[[corrections]]\ntask = \"lscpa\"\ncontext = \"Twenty per cent above the other one, that is what your quote is.\"\n\
         text = \"The berths and the cranes will be looked at.\"\nlabels = [\"confirm\"]\n"
    );
    let json: Vec<&str> = drill.iter().copied().chain(["--json"]).collect();
    let out = home.hear(&json, "The cranes and the berths will be looked at.\n").well();
    assert!(out.contains(r#""label":"lscpa.confirm""#), "in effect in the next drill: {out}");
    assert!(out.contains("corrected: The berths"), "and said why: {out}");
    home.run(&["check", "books", "--overlay", "own.toml"]).well();
}

#[test]
fn what_cannot_be_a_correction_is_told() {
    let home = Home::new();
    let drill = ["practice", "--lang", "en", "--seed", "1"];
    let out = home.hear(&drill, "/wrong listen\nTell me more.\n/wrong\n/wrong applaud\n/wrong none\n").well();
    assert!(out.contains("no reply yet"), "{out}");
    assert_eq!(out.matches("listen, confirm").count(), 2, "{out}");
    assert!(out.contains("applaud") && out.contains("--overlay"), "{out}");
}

#[test]
fn an_overlay_that_breaks_the_playbooks_tests_is_refused_and_changes_nothing() {
    let home = Home::new();
    home.write("bad.toml", overlay("Tell me more, please.", "\"argue\""));
    let out = home.run(&["check", "books", "--overlay", "bad.toml"]).failed(&["the overlay is refused"]);
    assert!(
        out.contains("lscpa (en): macro-F1 1.000 before") && out.contains("no longer right: Tell me more"),
        "{out}"
    );
    let drill = ["practice", "--lang", "en", "--seed", "1", "--overlay", "new.toml"];
    let out = home.hear(&drill, "Tell me more, please.\n/wrong argue\n").well();
    assert!(out.contains("Not taken") && out.contains("These would break"), "{out}");
    assert!(!home.path("new.toml").exists());
}

#[test]
fn what_is_wrong_with_an_overlay_is_told_with_its_place() {
    let home = Home::new();
    for (text, words) in [
        ("[[corrections]]\ntask = \"lscpa\"\n", ["own.toml:1:1: the key", "labels"]),
        ("corrections = 3\n", ["own.toml:1:15", "list"]),
        ("[[corrections\n", ["own.toml:1:", "this is not TOML"]),
        (
            &overlay("Well.", "\"lisen\""),
            ["own.toml:4:10: the task `lscpa` has no label `lisen`", "did you mean `listen`?"],
        ),
        (
            &overlay("Well.", "\"listen\"").replace("\"lscpa\"", "\"lspca\""),
            ["own.toml:2:8: no playbook has the task", "lscpa"],
        ),
    ] {
        home.write("own.toml", text);
        home.run(&["check", "books", "--overlay", "own.toml"]).failed(&words);
    }
}

#[test]
fn a_sentence_is_explained_and_a_correction_is_named() {
    let home = Home::new();
    let out = home.hear(&["recognise", "--explain"], SENTENCE).well();
    assert!(
        out.contains(r#""labels":["listen"]"#)
            && out.contains("pattern books/tiny.en/recognisers/lscpa.toml:30"),
        "{out}"
    );
    home.write("own.toml", overlay("Go on about the berths and the cranes.", "\"confirm\""));
    let out = home.hear(&["recognise", "--explain", "--overlay", "own.toml"], SENTENCE).well();
    assert!(out.contains(r#""labels":["confirm"]"#) && out.contains(" corrections\""), "{out}");
}

#[test]
fn the_tests_of_an_overlay_measure_and_are_never_learnt_from() {
    let home = Home::new();
    let test = |text: &str, labels: &str| overlay(text, labels).replace("corrections", "tests");
    let unheard = "The berths and the cranes will be looked at.";
    home.write(
        "own.toml",
        test("Tell me more, please.", "\"listen\"") + "\n" + &test(unheard, "\"confirm\""),
    );
    let out = home.run(&["check", "books", "--overlay", "own.toml"]).well();
    assert!(out.contains("tests of the overlay: 1 of 2 come out as they say"), "{out}");
    assert!(out.contains(&format!("not yet: {unheard}")), "{out}");
    // A correction at the keyboard leaves the tests in the file.
    let drill = ["practice", "--lang", "en", "--seed", "1", "--overlay", "own.toml"];
    let out = home.hear(&drill, format!("{unheard}\n/wrong confirm\n")).well();
    assert!(out.contains("counts as confirm"), "{out}");
    assert_eq!(home.read("own.toml").matches("[[tests]]").count(), 2, "{}", home.read("own.toml"));
    let out = home.run(&["check", "books", "--overlay", "own.toml"]).well();
    assert!(out.contains("tests of the overlay: 2 of 2 come out as they say"), "{out}");
}

#[test]
fn a_correction_that_breaks_a_test_of_the_overlay_is_refused() {
    let home = Home::new();
    let nothing = "The harbour opens its gates on Monday.";
    home.write("own.toml", overlay(nothing, "").replace("corrections", "tests"));
    let drill = ["practice", "--lang", "en", "--seed", "1", "--overlay", "own.toml"];
    let out = home.hear(&drill, format!("{nothing}\n/wrong listen\n")).well();
    assert!(out.contains("Not taken") && out.contains("overlay.toml"), "{out}");
    assert!(!home.read("own.toml").contains("[[corrections]]"));
}
