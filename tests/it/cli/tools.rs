//! `sparring check` and `sparring recognise`: an author's tools.

use serde_json::Value;

use super::{Home, lines};

#[test]
fn a_good_folder_is_summed_up() {
    let home = Home::new();
    let out = home.run(&["check", "books"]).well();
    let reached = "en     quote                          objection            1    100   50    0   100 (4)\n";
    assert!(out.contains(reached), "{out}");
    let synthetic = "lang   scenario                       pass         echo\nen     quote                            75            0\n";
    assert!(out.contains(synthetic), "{out}");
    for counts in [
        "tiny en 1\n  methods             1  practice 1\n",
        "  quiz items          5  fill 1, multiple 1, order 1,",
    ] {
        assert!(out.contains(counts), "{counts} is not in {out}");
    }
    assert!(out.ends_with("6 transcripts played, all score as their names say; 0 problems\n"), "{out}");
    assert_eq!(home.run(&["check"]).well(), out);
    assert_eq!(home.run(&["check", "--json"]).well(), "");
}

#[test]
fn a_scenarios_own_transcripts_are_read_out_with_their_receipts() {
    let home = Home::new();
    let out = home.run(&["check", "books", "--show", "quote"]).well();
    for wanted in ["quote · model", "quote · weak", "quote · bad", "You: Tell me more, please.", "= 100;"]
    {
        assert!(out.contains(wanted), "{wanted} is not in {out}");
    }
    home.run(&["check", "books", "--show", "none"]).failed(&["there is no scenario `none`"]);
}

#[test]
fn one_playbook_can_be_checked_by_itself() {
    let home = Home::new();
    let out = home.run(&["check", "books/tiny.en"]).well();
    assert!(out.ends_with("3 transcripts played, all score as their names say; 0 problems\n"), "{out}");
}

#[test]
fn a_broken_folder_is_pictured_and_counted() {
    let home = Home::new();
    let path = "books/tiny.en/scenarios/quote.toml";
    home.write(path, home.read(path).replacen("level = 1", "level = 9", 1));
    let out = home.run(&["check", "books"]).failed(&["1 problem in 23 files"]);
    assert!(out.contains(&format!("{path}:5:9: `level` must be from 1 to 4")), "{out}");
    assert!(!out.contains('\u{1b}'), "colours in a pipe");
    let json = home.run(&["check", "books", "--json"]).failed(&["1 problem in"]);
    let problem: Value = serde_json::from_str(&json).expect("one line of JSON");
    assert_eq!(
        (&problem["line"], &problem["column"], &problem["rule"]),
        (&5.into(), &9.into(), &"range".into())
    );
    // Everything else that needs the playbooks says the first problem and points to `check`.
    for arguments in [&["practice"][..], &["replay", "t"], &["recognise"], &["serve"]] {
        let failed = home.run(arguments);
        failed.failed(&["quote.toml:5:9: `level` must be from 1 to 4", "sparring check"]);
    }
}

#[test]
fn a_folder_that_is_missing_empty_or_no_folder_is_told() {
    let home = Home::new();
    std::fs::create_dir(home.path("hollow")).expect("made");
    home.write("alone.toml", "");
    home.run(&["check", "nowhere"]).failed(&["cannot read nowhere", "check that the path exists"]);
    home.run(&["check", "hollow"]).failed(&["hollow holds no playbook", "playbook.toml"]);
    home.run(&["check", "alone.toml"]).failed(&["cannot read alone.toml"]);
    home.run(&["--playbooks", "hollow", "practice"]).code.filter(|code| *code != 0).expect("refused");
}

#[test]
fn a_file_that_is_no_text_is_told_with_its_byte() {
    let home = Home::new();
    home.write("books/tiny.en/cards/cards.toml", b"id = \"\xff\"");
    home.run(&["check", "books"]).failed(&["cards.toml is not UTF-8 text (byte 6)", "save it as UTF-8"]);
}

const LINE: &str = r#"{"task":"lscpa","lang":"en","text":"Well. Tell me more!","labels":[]}"#;

#[test]
fn a_codebook_line_comes_back_with_labels_and_the_words_that_carry_them() {
    let home = Home::new();
    let out = home.hear(&["recognise"], format!("{LINE}\n\n{LINE}\n")).well();
    assert_eq!(out.lines().count(), 2);
    let line: Value = serde_json::from_str(out.lines().next().expect("a line")).expect("JSON");
    assert_eq!(line["labels"], serde_json::json!(["listen"]));
    let evidence = &line["evidence"][0];
    assert_eq!(
        (&evidence["text"], &evidence["start"], &evidence["end"]),
        (&"Tell me more!".into(), &6.into(), &19.into())
    );
    assert!(
        evidence["rule"].as_str().is_some_and(|rule| rule.ends_with("recognisers/lscpa.toml:30")),
        "{evidence}"
    );
}

#[test]
fn a_bad_codebook_line_is_told_with_its_number_after_the_good_ones() {
    let home = Home::new();
    let cases: [(&[u8], &[&str]); 5] = [
        (b"hello", &["stdin:2", "codebook line"]),
        (br#"{"task":"lscpa","lang":"en"}"#, &["stdin:2", "text"]),
        (br#"{"task":"lscpa","lang":"fr","text":"x"}"#, &["stdin:2", "no playbook in `fr`"]),
        (br#"{"task":"spin","lang":"en","text":"x"}"#, &["stdin:2", "no task `spin`", "lscpa"]),
        (b"{\"task\":\"lscpa\",\"lang\":\"en\",\"text\":\"\xff\"}", &["stdin:2", "UTF-8"]),
    ];
    for (bad, words) in cases {
        let input = [LINE.as_bytes(), b"\n", bad, b"\n"].concat();
        let out = home.hear(&["recognise"], &input).failed(words);
        assert_eq!(out.lines().count(), 1, "{out}");
        home.write("gold.jsonl", input);
        let in_file: Vec<String> = words.iter().map(|word| word.replace("stdin", "gold.jsonl")).collect();
        let in_file: Vec<&str> = in_file.iter().map(String::as_str).collect();
        assert_eq!(home.run(&["recognise", "--score", "gold.jsonl"]).failed(&in_file), "");
    }
    home.run(&["recognise", "--score", "nowhere"]).failed(&["cannot read nowhere", "check"]);
}

/// Found: listen, argue, listen and argue, nothing. So listen has 2 hits; argue 1 hit and 1 extra; confirm 1 miss.
#[test]
fn scores_are_what_a_hand_computes() {
    let home = Home::new();
    let line = |text: &str, label: &str| {
        format!(r#"{{"task":"lscpa","lang":"en","context":"","text":"{text}","labels":["{label}"]}}"#)
    };
    home.write("one.jsonl", lines(&[&line("Tell me more.", "listen"), &line("You are wrong.", "argue")]));
    home.write(
        "two.jsonl",
        lines(&[&line("You are wrong, go on.", "listen"), &line("Fine weather.", "confirm")]),
    );
    assert_eq!(
        home.run(&["recognise", "--score", "one.jsonl", "two.jsonl"]).well(),
        "en lscpa      argue           precision 0.500 recall 1.000 F1 0.667 (n=1)\n\
         en lscpa      confirm         precision 0.000 recall 0.000 F1 0.000 (n=1)\n\
         en lscpa      listen          precision 1.000 recall 1.000 F1 1.000 (n=2)\n\
         en lscpa      macro-F1 0.556; 2 of 4 texts exactly right; not rated 0.0 %, precision of the rest 0.750\n\
         en mean macro-F1 0.556 over 1 tasks\n"
    );
}

#[test]
fn what_was_learnt_is_taken_up_again_and_a_damaged_memory_is_learnt_anew() {
    let home = Home::new();
    let line = r#"{"task":"lscpa","lang":"en","context":"","text":"Tell me more, please."}"#;
    let kept = || -> Vec<std::path::PathBuf> {
        let folder = std::fs::read_dir(home.path("learnt")).into_iter().flatten().flatten();
        folder.map(|entry| entry.path()).collect()
    };
    let first = home.hear(&["recognise"], line).well();
    let [memory] = kept().try_into().expect("one memory");
    let whole = std::fs::read(&memory).expect("read");
    assert_eq!(home.hear(&["recognise"], line).well(), first);
    for damaged in [whole[..whole.len() / 2].to_vec(), Vec::new(), vec![0xff; whole.len()]] {
        std::fs::write(&memory, damaged).expect("damaged");
        assert_eq!(home.hear(&["recognise"], line).well(), first);
        assert_eq!(std::fs::read(&memory).expect("kept anew"), whole);
    }
    let recogniser = "books/tiny.en/recognisers/lscpa.toml";
    home.write(
        recogniser,
        format!("{}\n[[examples]]\ntext = \"More!\"\nlabels = [\"listen\"]\n", home.read(recogniser)),
    );
    home.hear(&["recognise"], line).well();
    assert_ne!(kept(), [memory], "other contents, another memory; the old one is gone");
    // A folder that cannot be written costs time, nothing else.
    home.write("file", "");
    home.hear(&["recognise", "--cache", "file/under"], line).well();
}
