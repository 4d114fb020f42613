//! What Discord refuses in command registrations and autocomplete answers.

use std::collections::BTreeSet;

use serde_json::Value;

use super::limits::{Form, Refusal};

/// The locales Discord knows.
const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr",
    "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk",
    "vi", "zh-CN", "zh-TW",
];

/// Is it a locale that Discord knows?
pub(super) fn known_locale(locale: &str) -> bool {
    LOCALES.contains(&locale)
}

/// Checks a bulk overwrite.
pub(super) fn registration(body: &Value) -> Result<(), Refusal> {
    let mut form = Form::default();
    let commands = form.list("", body, 0, 130);
    let mut names = BTreeSet::new();
    for (n, command) in commands.iter().enumerate() {
        let kind = command["type"].as_u64().unwrap_or(1);
        one_command(&mut form, &n.to_string(), command, kind);
        if !names.insert((kind, command["name"].as_str())) {
            let why = "Application command names must be unique";
            form.add(&format!("{n}.name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", why);
        }
    }
    for (kind, most) in [(1, 100), (2, 15), (3, 15)] {
        if commands.iter().filter(|c| c["type"].as_u64().unwrap_or(1) == kind).count() > most {
            form.add("", "BASE_TYPE_BAD_LENGTH", &format!("At most {most} commands of type {kind}."));
        }
    }
    form.verdict()
}

fn one_command(form: &mut Form, at: &str, command: &Value, kind: u64) {
    match kind {
        1 => named(form, at, command),
        2 | 3 => {
            localised(form, &format!("{at}.name"), command, "name", 32);
            if !command["description"].as_str().unwrap_or_default().is_empty() {
                form.add(
                    &format!("{at}.description"),
                    "BASE_TYPE_MAX_LENGTH",
                    "Context menus have no description.",
                );
            }
        }
        _ => form.choices(&format!("{at}.type"), "(1, 2, 3, 4)"),
    }
    if !matches!(&command["default_member_permissions"], Value::Null | Value::String(_)) {
        form.add(&format!("{at}.default_member_permissions"), "BASE_TYPE_BAD_TYPE", "Must be a string.");
    }
    for list in ["contexts", "integration_types"] {
        for (n, value) in form.list(&format!("{at}.{list}"), &command[list], 0, 3).iter().enumerate() {
            if value.as_u64().is_none_or(|v| v > 2) {
                form.choices(&format!("{at}.{list}.{n}"), "(0, 1, 2)");
            }
        }
    }
    options(form, at, &command["options"], 0);
    if letters(command) > 8000 {
        form.add(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
    }
}

/// A name in Discord's form and a description, both with their localisations.
fn named(form: &mut Form, at: &str, item: &Value) {
    localised(form, &format!("{at}.name"), item, "name", 32);
    localised(form, &format!("{at}.description"), item, "description", 100);
    let own = item["name"].as_str().map(|n| ("name".to_owned(), n));
    let others = item["name_localizations"].as_object().into_iter().flatten();
    let others = others.filter_map(|(l, n)| Some((format!("name_localizations.{l}"), n.as_str()?)));
    for (field, name) in own.into_iter().chain(others) {
        if !well_named(name) {
            let why = "String value did not match validation regex.";
            form.add(&format!("{at}.{field}"), "APPLICATION_COMMAND_INVALID_NAME", why);
        }
    }
}

fn well_named(name: &str) -> bool {
    let allowed = |c: char| {
        c == '-' || c == '_' || c == '\'' || c.is_alphanumeric() || ('\u{0900}'..='\u{097f}').contains(&c)
    };
    name.chars().all(allowed) && name.to_lowercase() == name
}

fn localised(form: &mut Form, at: &str, item: &Value, field: &str, most: usize) {
    form.text(at, &item[field], 1, most);
    match &item[format!("{field}_localizations").as_str()] {
        Value::Null => {}
        Value::Object(map) => {
            for (locale, text) in map {
                let path = format!("{at}_localizations.{locale}");
                if !known_locale(locale) {
                    form.choices(&path, "Discord's locales");
                }
                form.text(&path, text, 1, most);
            }
        }
        _ => form.add(&format!("{at}_localizations"), "BASE_TYPE_BAD_TYPE", "Must be an object."),
    }
}

fn options(form: &mut Form, at: &str, value: &Value, depth: usize) {
    let mut names = BTreeSet::new();
    let mut optional_seen = false;
    let options = form.list(&format!("{at}.options"), value, 0, 25);
    let nested = options.iter().filter(|o| matches!(o["type"].as_u64(), Some(1 | 2))).count();
    if nested > 0 && nested < options.len() {
        let why = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        form.add(&format!("{at}.options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", why);
    }
    for (n, option) in options.iter().enumerate() {
        let path = format!("{at}.options.{n}");
        named(form, &path, option);
        if !names.insert(option["name"].as_str()) {
            form.add(
                &format!("{path}.name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
                "Option name already used",
            );
        }
        let required = option["required"] == true;
        if required && optional_seen {
            let why = "Required options must be placed before non-required options";
            form.add(&path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", why);
        }
        optional_seen |= !required;
        one_option(form, &path, option, depth);
    }
}

fn one_option(form: &mut Form, at: &str, option: &Value, depth: usize) {
    let kind = option["type"].as_u64().unwrap_or(0);
    match (kind, depth) {
        (1, 0 | 1) | (2, 0) => return options(form, at, &option["options"], depth + kind as usize),
        (3..=11, _) => {}
        _ => form.choices(&format!("{at}.type"), "(3..11; 1 and 2 only on their level)"),
    }
    if !option["options"].as_array().is_none_or(Vec::is_empty) {
        form.add(
            &format!("{at}.options"),
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Only sub-commands have options.",
        );
    }
    let choices = form.list(&format!("{at}.choices"), &option["choices"], 0, 25);
    if option["autocomplete"] == true && !choices.is_empty() {
        let why = "Autocomplete and choices exclude each other.";
        form.add(&format!("{at}.autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES_EXCLUSIVE", why);
    }
    if option["autocomplete"] == true && !matches!(kind, 3 | 4 | 10) {
        form.choices(&format!("{at}.type"), "(3, 4, 10) with autocomplete");
    }
    choice_list(form, at, choices, kind);
    for bound in ["min_length", "max_length"] {
        let most = option[bound].as_u64().unwrap_or(1);
        if most > 6000 || (bound == "max_length" && most == 0) {
            form.add(&format!("{at}.{bound}"), "NUMBER_TYPE_MAX", "Must be between 1 and 6000.");
        }
    }
}

/// Choices of an option or of an autocomplete answer.
fn choice_list(form: &mut Form, at: &str, choices: &[Value], kind: u64) {
    let mut names = BTreeSet::new();
    for (n, choice) in choices.iter().enumerate() {
        let path = format!("{at}.choices.{n}");
        localised(form, &format!("{path}.name"), choice, "name", 100);
        if !names.insert(choice["name"].as_str()) {
            let why = "Option name already used";
            form.add(&format!("{path}.name"), "APPLICATION_COMMAND_OPTIONS_CHOICES_NAME_INVALID", why);
        }
        match &choice["value"] {
            Value::Null => form.required(&format!("{path}.value")),
            text @ Value::String(_) if kind == 3 => {
                let _ = form.text(&format!("{path}.value"), text, 1, 100);
            }
            Value::Number(_) if kind == 4 || kind == 10 => {}
            _ => form.add(
                &format!("{path}.value"),
                "BASE_TYPE_BAD_TYPE",
                "The value does not fit the option's type.",
            ),
        }
    }
}

/// Checks the `data` of an autocomplete answer to an option of this type.
pub(super) fn autocomplete_answer(data: &Value, kind: u64) -> Result<(), Refusal> {
    let mut form = Form::default();
    if !data["choices"].is_array() {
        form.required("data.choices");
    }
    let choices = form.list("data.choices", &data["choices"], 0, 25);
    choice_list(&mut form, "data", choices, kind);
    form.verdict()
}

/// The characters that count toward a command's 8,000: of each text its longest language.
fn letters(item: &Value) -> usize {
    let long = |v: &Value| v.as_str().map_or(0, |t| t.chars().count());
    let longest = |field: &str| {
        let others = item[format!("{field}_localizations").as_str()].as_object().into_iter().flatten();
        others.map(|(_, t)| long(t)).chain([long(&item[field])]).max().unwrap_or(0)
    };
    let below = |list: &str| item[list].as_array().into_iter().flatten().map(letters).sum::<usize>();
    longest("name") + longest("description") + long(&item["value"]) + below("options") + below("choices")
}
