//! Rubrics that measure the wrong thing, or nothing: what is broken in each case.

use super::cases::{Case, case};

const QUOTE: &str = "tiny.en/scenarios/quote.toml";
const METHOD: &str = "tiny.en/methods/lscpa.toml";

const WORDS: &str = "tiny.en/recognisers/lscpa.toml";
const FIRST_PATTERN: &str = "[[patterns]]\nlabel = \"listen\"\nmatch = \"tell me more|go on\"\n";

/// A check with another rule, ahead of the transcripts.
fn check(rule: &str) -> String {
    format!(
        "[[checks]]\nid = \"extra\"\nstep = \"listen\"\nweight = 1\ntitle = \"Extra\"\nbetter = \"Six weeks.\"\nrule = {rule}\n\n[transcripts]"
    )
}

pub(super) fn rubric() -> Vec<Case> {
    let listens = "when = { did = [\"lscpa.listen\"] }";
    let everybody = "id = \"anybody\"\ntitle = \"Anybody\"\nmust = \"pass\"\n[says.facts]\n";
    vec![
        case(
            "never-holds",
            "never-holds",
            &[(QUOTE, listens, "when = { did = [\"lscpa.listen\"], facts = 3 }")],
        ),
        case(
            "never-holds-denied",
            "never-holds",
            &[(QUOTE, listens, "when = { did = [\"lscpa.listen\"], not = [\"lscpa.listen\"] }")],
        ),
        case("push-backs", "push-backs", &[(QUOTE, "level = 1", "level = 2")]),
        case("shadowed", "shadowed", &[(QUOTE, listens, "when = { did = [\"lscpa.confirm\"], facts = 1 }")]),
        case(
            "shadowed-everywhere",
            "shadowed",
            &[(QUOTE, listens, "when = { did = [\"lscpa.argue\", \"lscpa.listen\"] }")],
        ),
        case(
            "out-of-reach",
            "out-of-reach",
            &[(QUOTE, "[transcripts]", &check("{ names = { at-least = 3 } }"))],
        ),
        case(
            "out-of-reach-method",
            "out-of-reach",
            &[(
                METHOD,
                "rule = { did = { any = [\"lscpa.assure\"] } }",
                "rule = { opened = { at-least = 2 } }",
            )],
        ),
        case(
            "leak",
            "leak",
            &[(QUOTE, "There is more behind it, yes.", "Last year a line stood still for three days.")],
        ),
        case("synthetic", "synthetic", &[("tiny.en/synthetic/anybody.toml", "", everybody)]),
        case(
            "never-taken",
            "never-taken",
            &[(QUOTE, listens, "when = { did = [\"lscpa.listen\"], turn-at-least = 30 }")],
        ),
        case(
            "never-fires",
            "never-fires",
            &[(QUOTE, "[transcripts]", &check("{ mentions = { any = ['rhubarb'] } }"))],
        ),
        case(
            "never-quiet",
            "never-quiet",
            &[(QUOTE, "[transcripts]", &check("{ length = { most = 4000 } }"))],
        ),
        case(
            "overlapping-patterns",
            "overlapping-patterns",
            &[(
                WORDS,
                FIRST_PATTERN,
                &format!(
                    "{FIRST_PATTERN}\n[[patterns]]\nlabel = \"argue\"\nmatch = \"tell me more|go on\"\nweight = 0.01\n"
                ),
            )],
        ),
        case(
            "straying-pattern",
            "straying-pattern",
            &[(
                WORDS,
                FIRST_PATTERN,
                &format!(
                    "{FIRST_PATTERN}\n[[patterns]]\nlabel = \"listen\"\nmatch = \"rhubarb\"\nweight = 0.01\n\n[[examples]]\ntext = \"Rhubarb pie.\"\nlabels = []\n"
                ),
            )],
        ),
        case(
            "model-number",
            "model-number",
            &[(QUOTE, "took six weeks and no more", "took six weeks in 17 plants and no more")],
        ),
        case(
            "model-fault",
            "model-fault",
            &[
                (METHOD, "title = \"Argue\"", "title = \"Argue\"\neverywhere = true"),
                (METHOD, "cost = 15", "cost = 5"),
                (QUOTE, "Our last rollouts", "You are wrong. Our last rollouts"),
            ],
        ),
    ]
}
