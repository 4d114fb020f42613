//! Whether a statement keeps the rules, written by hand from the specification of xAPI 1.0.3, "xAPI-Data"; the numbers
//! are its sections. MUST and SHOULD weigh the same here, for we make the statements ourselves.
//! It must not share code with what it checks.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Everything that is wrong with a statement, each with its section.
pub(crate) fn check(statement: &Value) -> Vec<String> {
    let mut wrong = Wrong(Vec::new());
    no_nulls(&mut wrong, "", statement);
    let Some(top) = wrong.object("", statement) else { return wrong.0 };
    wrong.keys("", top, &["id", "actor", "verb", "object", "result", "context", "timestamp"], "2.4");
    for needed in ["id", "actor", "verb", "object", "timestamp"] {
        wrong.unless(top.contains_key(needed), &format!("2.2 `{needed}` is missing"));
    }
    for (key, value) in top {
        match key.as_str() {
            "id" => wrong.unless(is_uuid(value), "4.4 id is no UUID"),
            "actor" => agent(&mut wrong, value),
            "verb" => verb(&mut wrong, value),
            "object" => activity(&mut wrong, "object", value),
            "result" => result(&mut wrong, value),
            "context" => context(&mut wrong, value),
            "timestamp" => {
                wrong.unless(is_timestamp(value), "4.5 timestamp is none with milliseconds and a zone")
            }
            _ => {}
        }
    }
    response(&mut wrong, statement);
    wrong.0
}

struct Wrong(Vec<String>);

impl Wrong {
    fn unless(&mut self, right: bool, said: &str) {
        if !right {
            self.0.push(said.to_owned());
        }
    }

    fn object<'v>(&mut self, place: &str, value: &'v Value) -> Option<&'v Map<String, Value>> {
        let object = value.as_object().filter(|object| !object.is_empty());
        self.unless(object.is_some(), &format!("2.2 {place} is no object, or an empty one"));
        object
    }

    fn keys(&mut self, place: &str, object: &Map<String, Value>, known: &[&str], section: &str) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            self.0.push(format!("{section} {place} has `{key}`, which is not known"));
        }
    }

    fn words(&mut self, place: &str, value: &Value) {
        let Some(words) = self.object(place, value) else { return };
        for (tag, text) in words {
            self.unless(is_tag(tag), &format!("4.2 {place} has `{tag}`, which is no language"));
            self.unless(text.is_string(), &format!("4.2 {place} has no text for `{tag}`"));
        }
    }

    fn extensions(&mut self, place: &str, value: &Value) {
        let Some(extensions) = self.object(place, value) else { return };
        for key in extensions.keys() {
            self.unless(
                is_iri(&Value::from(key.as_str())),
                &format!("4.1 {place} has `{key}`, which is no IRI"),
            );
        }
    }
}

/// Section 2.2: no null anywhere but in extensions.
fn no_nulls(wrong: &mut Wrong, key: &str, value: &Value) {
    match value {
        Value::Null => wrong.0.push(format!("2.2 `{key}` is null")),
        Value::Array(values) => values.iter().for_each(|value| no_nulls(wrong, key, value)),
        Value::Object(object) => {
            object
                .iter()
                .filter(|(key, _)| *key != "extensions")
                .for_each(|(key, value)| no_nulls(wrong, key, value));
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Sections 2.4.2.1 and 2.4.2.4; this house tells of accounts only, and never a name.
fn agent(wrong: &mut Wrong, value: &Value) {
    let Some(agent) = wrong.object("actor", value) else { return };
    wrong.keys("actor", agent, &["objectType", "account"], "2.4.2.1");
    wrong.unless(agent.get("objectType").is_none_or(|kind| kind == "Agent"), "2.4.2.1 actor is no Agent");
    let Some(account) = agent.get("account").and_then(|account| wrong.object("account", account)) else {
        return wrong.unless(false, "2.4.2.1 actor has no identifier");
    };
    wrong.keys("account", account, &["homePage", "name"], "2.4.2.4");
    wrong.unless(account.get("homePage").is_some_and(is_iri), "2.4.2.4 homePage is no IRL");
    wrong.unless(account.get("name").is_some_and(is_text), "2.4.2.4 name is missing");
}

/// Section 2.4.3.
fn verb(wrong: &mut Wrong, value: &Value) {
    let Some(verb) = wrong.object("verb", value) else { return };
    wrong.keys("verb", verb, &["id", "display"], "2.4.3");
    wrong.unless(verb.get("id").is_some_and(is_iri), "2.4.3 verb id is no IRI");
    match verb.get("display") {
        Some(display) => wrong.words("display", display),
        None => wrong.unless(false, "2.4.3 verb has no display"),
    }
}

/// Section 2.4.4.1.
fn activity(wrong: &mut Wrong, place: &str, value: &Value) {
    let Some(activity) = wrong.object(place, value) else { return };
    wrong.keys(place, activity, &["objectType", "id", "definition"], "2.4.4.1");
    wrong.unless(activity.get("objectType").is_none_or(|kind| kind == "Activity"), "2.4.4.1 no Activity");
    wrong.unless(activity.get("id").is_some_and(is_iri), "2.4.4.1 activity id is no IRI");
    let Some(definition) = activity.get("definition").and_then(|value| wrong.object("definition", value))
    else {
        return;
    };
    for (key, value) in definition {
        match key.as_str() {
            "name" | "description" => wrong.words(key, value),
            "type" | "moreInfo" => wrong.unless(is_iri(value), &format!("2.4.4.1 {key} is no IRI")),
            "extensions" => wrong.extensions("definition", value),
            "interactionType" | "correctResponsesPattern" => {}
            "choices" | "scale" | "source" | "target" | "steps" => components(wrong, key, value),
            _ => wrong.unless(false, &format!("2.4.4.1 definition has `{key}`, which is not known")),
        }
    }
    interaction(wrong, definition);
}

/// "Interaction Activities" and "Interaction Components" of section 2.4.4.1.
fn interaction(wrong: &mut Wrong, definition: &Map<String, Value>) {
    let lists = ["choices", "scale", "source", "target", "steps"];
    let kind = definition.get("interactionType").and_then(Value::as_str);
    let allowed: &[&str] = match kind {
        Some("choice" | "sequencing") => &["choices"],
        Some("likert") => &["scale"],
        Some("matching") => &["source", "target"],
        Some("performance") => &["steps"],
        Some("true-false" | "fill-in" | "long-fill-in" | "numeric" | "other") | None => &[],
        Some(_) => return wrong.unless(false, "2.4.4.1 interactionType is not known"),
    };
    for list in lists.into_iter().filter(|list| definition.contains_key(*list) && !allowed.contains(list)) {
        wrong.0.push(format!("2.4.4.1 `{list}` does not go with {kind:?}"));
    }
    if kind.is_some() {
        let is_interaction = definition
            .get("type")
            .is_some_and(|kind| kind == "http://adlnet.gov/expapi/activities/cmi.interaction");
        wrong.unless(is_interaction, "2.4.4.1 an interaction has another type");
    }
    if let Some(pattern) = definition.get("correctResponsesPattern") {
        wrong.unless(kind.is_some(), "2.4.4.1 a pattern without an interactionType");
        let patterns = pattern.as_array().into_iter().flatten();
        let all = patterns.clone().count() > 0 && patterns.clone().all(|one| fits(definition, one));
        wrong.unless(all, &format!("2.4.4.1 the pattern {pattern} does not fit"));
    }
}

fn components(wrong: &mut Wrong, list: &str, value: &Value) {
    let mut seen = BTreeSet::new();
    for component in value.as_array().into_iter().flatten() {
        let Some(component) = wrong.object(list, component) else { continue };
        wrong.keys(list, component, &["id", "description"], "2.4.4.1");
        let id = component.get("id").and_then(Value::as_str).unwrap_or_default();
        wrong.unless(
            !id.is_empty() && !id.contains(char::is_whitespace),
            "2.4.4.1 a component's id has blanks",
        );
        wrong.unless(seen.insert(id), "2.4.4.1 two components have one id");
        component.get("description").into_iter().for_each(|words| wrong.words("description", words));
    }
}

/// "Response Patterns" of section 2.4.4.1.
fn fits(definition: &Map<String, Value>, pattern: &Value) -> bool {
    let Some(text) = pattern.as_str() else { return false };
    let ids = |list: &str| -> BTreeSet<&str> {
        let components = definition.get(list).and_then(Value::as_array).into_iter().flatten();
        components.filter_map(|component| component.get("id")?.as_str()).collect()
    };
    match definition.get("interactionType").and_then(Value::as_str) {
        Some("true-false") => matches!(text, "true" | "false"),
        Some("choice" | "sequencing") => text.split("[,]").all(|id| ids("choices").contains(id)),
        Some("matching") => text.split("[,]").all(|pair| {
            pair.split_once("[.]")
                .is_some_and(|(from, to)| ids("source").contains(from) && ids("target").contains(to))
        }),
        Some("fill-in") => !text.is_empty(),
        _ => true,
    }
}

/// Section 2.4.5.
fn result(wrong: &mut Wrong, value: &Value) {
    let Some(result) = wrong.object("result", value) else { return };
    for (key, value) in result {
        match key.as_str() {
            "score" => score(wrong, value),
            "success" | "completion" => {
                wrong.unless(value.is_boolean(), &format!("2.4.5 {key} is no boolean"))
            }
            "response" => wrong.unless(value.is_string(), "2.4.5 response is no text"),
            "duration" => wrong.unless(is_duration(value), "4.6 duration is none"),
            "extensions" => wrong.extensions("result", value),
            _ => wrong.unless(false, &format!("2.4.5 result has `{key}`, which is not known")),
        }
    }
}

/// Section 2.4.5.1.
fn score(wrong: &mut Wrong, value: &Value) {
    let Some(score) = wrong.object("score", value) else { return };
    wrong.keys("score", score, &["scaled", "raw", "min", "max"], "2.4.5.1");
    let number = |key: &str| score.get(key).map(|value| value.as_f64().unwrap_or(f64::NAN));
    let (low, high) = (number("min").unwrap_or(f64::MIN), number("max").unwrap_or(f64::MAX));
    wrong.unless(number("scaled").is_some_and(|scaled| (-1.0..=1.0).contains(&scaled)), "2.4.5.1 scaled");
    wrong.unless(low < high, "2.4.5.1 min is not below max");
    wrong.unless(number("raw").is_none_or(|raw| (low..=high).contains(&raw)), "2.4.5.1 raw is not between");
}

/// Section 2.4.6.
fn context(wrong: &mut Wrong, value: &Value) {
    let Some(context) = wrong.object("context", value) else { return };
    for (key, value) in context {
        match key.as_str() {
            "registration" => wrong.unless(is_uuid(value), "2.4.6 registration is no UUID"),
            "contextActivities" => context_activities(wrong, value),
            "revision" | "platform" => wrong.unless(is_text(value), &format!("2.4.6 {key} is no text")),
            "language" => wrong.unless(value.as_str().is_some_and(is_tag), "2.4.6 language is none"),
            "extensions" => wrong.extensions("context", value),
            _ => wrong.unless(false, &format!("2.4.6 context has `{key}`, which is not known")),
        }
    }
}

/// Section 2.4.6.2; a single activity is allowed there, but a list is recommended.
fn context_activities(wrong: &mut Wrong, value: &Value) {
    let Some(activities) = wrong.object("contextActivities", value) else { return };
    wrong.keys("contextActivities", activities, &["parent", "grouping", "category", "other"], "2.4.6.2");
    for (key, list) in activities {
        wrong.unless(
            list.as_array().is_some_and(|list| !list.is_empty()),
            &format!("2.4.6.2 {key} is no list"),
        );
        list.as_array().into_iter().flatten().for_each(|one| activity(wrong, key, one));
    }
}

/// The answer has the form of its question ("Response Patterns" of section 2.4.4.1).
fn response(wrong: &mut Wrong, statement: &Value) {
    let definition = statement.pointer("/object/definition").and_then(Value::as_object);
    if let (Some(definition), Some(response)) = (definition, statement.pointer("/result/response")) {
        wrong.unless(fits(definition, response), &format!("2.4.4.1 the response {response} does not fit"));
    }
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}

/// Standard string form, variant 2 of RFC 4122 (section 4.4).
pub(super) fn is_uuid(value: &Value) -> bool {
    let groups: Vec<&str> = value.as_str().unwrap_or_default().split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let is_hex = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let variant = groups.get(3).is_some_and(|group| group.starts_with(['8', '9', 'a', 'b']));
    lengths == [8, 4, 4, 4, 12] && is_hex && variant
}

/// Section 2.2 asks for a scheme; blanks and quotation marks are in no IRI (RFC 3987).
pub(super) fn is_iri(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !text.contains([' ', '\t', '\n', '"', '<', '>', '\\', '^', '`', '{', '|', '}'])
}

/// The lengths of a tag's parts (RFC 5646, section 2.1), as section 2.2 asks for.
pub(super) fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// RFC 3339 with a zone and three digits at least behind the seconds (section 4.5).
pub(super) fn is_timestamp(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let digits =
        text.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
    digits >= 3 && chrono::DateTime::parse_from_rfc3339(text).is_ok()
}

/// `PTnHnMn.nnS` (ISO 8601:2004, section 4.4.3.2) with at most a hundredth of a second (section 4.6).
pub(super) fn is_duration(value: &Value) -> bool {
    let Some(mut rest) = value.as_str().and_then(|text| text.strip_prefix("PT")) else { return false };
    let mut parts = 0;
    for letter in ['H', 'M', 'S'] {
        let Some((number, tail)) = rest.split_once(letter) else { continue };
        let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole)
            || !all_digits(part)
            || part.len() > 2
            || (letter != 'S' && number.contains('.'))
        {
            return false;
        }
        (rest, parts) = (tail, parts + 1);
    }
    parts > 0 && rest.is_empty()
}
