//! Banks, parallel forms of a test, and texts that must fit: what is broken in each case.

use super::cases::{Case, case};

const BANK: &str = "tiny.en/banks/lines.toml";
const QUIZ: &str = "tiny.en/quizzes/basics.toml";
const CADENCE: &str = "tiny.en/cadences/customer.toml";

/// Two forms of a test; `second` is the second one's head and item.
fn forms(name: &'static str, second: &str) -> Case {
    let first = format!("id = \"a\"\n{}pass = 60\n{}", FORM, item("Is day 0 the day of signing?"));
    case(
        name,
        "parallel-forms",
        &[("tiny.en/quizzes/a.toml", "", &first), ("tiny.en/quizzes/b.toml", "", second)],
    )
}

const FORM: &str = "title = \"Form\"\nsummary = \"A form.\"\ntest = \"course\"\n";

fn item(ask: &str) -> String {
    format!(
        "[[items]]\nid = \"x\"\ntopic = \"rhythm\"\nask = \"{ask}\"\nexplain = \"It is.\"\nsource = \"deck\"\n\
         answer = {{ true-false = {{ correct = true }} }}\n"
    )
}

pub(super) fn worked() -> Vec<Case> {
    let other = item("Is the thank-you sent on day 1?");
    let single = "[[items]]\nid = \"x\"\ntopic = \"rhythm\"\nask = \"Which day?\"\nexplain = \"It is.\"\nsource = \"deck\"\n\
                  answer = { single = { choices = [\"1\", \"2\"], correct = 1 } }\n";
    let long = "word ".repeat(39);
    let pairs = format!("{{ left = \"{long}\", right = \"{long}\" }}, ").repeat(10);
    let lines = format!("\"{long}word\", ").repeat(10);
    let draft = format!("draft = \"{}{{customer}} {{rep}}\"", "word ".repeat(195));
    let purpose = format!("purpose = \"{}\"", "word ".repeat(79));
    vec![
        case("found-by", "found-by", &[(BANK, "title = \"Too dear\"\n", "")]),
        case("bad-without-why", "bad-without-why", &[(BANK, ", why = \"It shuts the door.\"", "")]),
        case(
            "evidence-source",
            "evidence-source",
            &[
                (BANK, "evidence = {", "note = \"Mind.\"\n# {"),
                (BANK, "{ title = \"Then\",", "{ label = \"lscpa.evidence\","),
                ("tiny.en/recognisers/lscpa.toml", "[[labels]]", EVIDENCE),
            ],
        ),
        case("sum", "sum", &[(BANK, "= 7,200", "= 7,300")]),
        case("sum-unreadable", "sum", &[(BANK, "6 machines × 1,200 = 7,200", "saves a lot")]),
        case(
            "too-long-to-show",
            "too-long-to-show",
            &[
                (CADENCE, "checklist = [\"Call them\"]", &format!("checklist = [{lines}]")),
                (CADENCE, "draft = \"Dear {customer}, thank you. {rep}\"", &draft),
                (CADENCE, "purpose = \"Keep the promise.\"", &purpose),
            ],
        ),
        case(
            "too-long-to-show-question",
            "too-long-to-show",
            &[(
                QUIZ,
                "answer = { order = { items = [\"Lead\", \"Quote\", \"Cash\"] } }",
                &format!("answer = {{ match = {{ pairs = [{pairs}] }} }}"),
            )],
        ),
        forms("parallel-forms", &format!("id = \"b\"\n{FORM}pass = 60\n{single}")),
        forms("parallel-forms-pass", &format!("id = \"b\"\n{FORM}pass = 70\n{other}")),
        forms("parallel-forms-minutes", &format!("id = \"b\"\n{FORM}pass = 60\nminutes = 20\n{other}")),
        forms(
            "parallel-forms-same",
            &format!("id = \"b\"\n{FORM}pass = 60\n{}", item("Is day 0 the day of signing?")),
        ),
    ]
}

const EVIDENCE: &str =
    "[[labels]]\nid = \"evidence\"\nname = \"Evidence\"\nmeaning = \"Proves something.\"\n\n[[labels]]";
