//! What Discord's client refuses to send: a command's options, typed and checked against what the bot registered.

use serde_json::{Map, Value, json};

/// What a person typed, against the registered command.
pub(super) struct Typed<'a> {
    /// The registered command.
    pub(super) command: &'a Value,
    /// Sub-command, or group and sub-command.
    pub(super) path: Vec<&'a str>,
    /// Option names with values.
    pub(super) given: &'a Map<String, Value>,
    /// The option being completed, when it is an autocomplete.
    pub(super) focused: Option<&'a str>,
}

impl Typed<'_> {
    /// The options of the payload, or why Discord's client would not send them.
    pub(super) fn options(&self) -> Result<Vec<Value>, String> {
        let (mut level, mut kinds) = (self.command, Vec::new());
        for step in &self.path {
            level = named_option(level, step)
                .ok_or_else(|| format!("no sub-command {step}: there are {}", names(level)))?;
            kinds.push((level["name"].clone(), level["type"].clone()));
        }
        if list(level).iter().any(|o| matches!(o["type"].as_u64(), Some(1 | 2))) {
            return Err(format!("{} needs one of its sub-commands: {}", level["name"], names(level)));
        }
        let mut out = self.leaves(level)?;
        for (name, kind) in kinds.into_iter().rev() {
            out = vec![json!({"name": name, "type": kind, "options": out})];
        }
        Ok(out)
    }

    fn leaves(&self, level: &Value) -> Result<Vec<Value>, String> {
        for name in self.given.keys() {
            named_option(level, name)
                .ok_or_else(|| format!("no option {name}: there are {}", names(level)))?;
        }
        let mut out = Vec::new();
        for option in list(level) {
            let name = option["name"].as_str().unwrap_or_default();
            match self.given.get(name) {
                Some(value) => out.push(self.leaf(option, name, value)?),
                None if option["required"] == true && self.focused.is_none() => {
                    return Err(format!("the option {name} is required"));
                }
                None => {}
            }
        }
        Ok(out)
    }

    fn leaf(&self, option: &Value, name: &str, value: &Value) -> Result<Value, String> {
        let kind = option["type"].as_u64().unwrap_or(0);
        let mut out = json!({"name": name, "type": kind, "value": value});
        if self.focused == Some(name) {
            if option["autocomplete"] != true {
                return Err(format!("the option {name} has no autocomplete"));
            }
            out["focused"] = json!(true);
            return Ok(out);
        }
        fits(option, kind, value).map_err(|why| format!("option {name} = {value}: {why}"))?;
        if matches!(kind, 6..=9 | 11) && value.is_u64() {
            out["value"] = json!(value.to_string());
        }
        Ok(out)
    }
}

fn fits(option: &Value, kind: u64, value: &Value) -> Result<(), String> {
    let ok = match kind {
        3 => value.is_string(),
        4 => value.is_i64() || value.is_u64(),
        5 => value.is_boolean(),
        10 => value.is_number(),
        _ => value.is_u64() || value.as_str().is_some_and(|v| v.parse::<u64>().is_ok()),
    };
    if !ok {
        return Err(format!("not of type {kind}"));
    }
    let choices = option["choices"].as_array().filter(|c| !c.is_empty());
    if choices.is_some_and(|all| all.iter().all(|c| c["value"] != *value)) {
        return Err(format!("none of the choices {}", option["choices"]));
    }
    let (low, high, size) = match value {
        Value::String(text) => ("min_length", "max_length", text.chars().count() as f64),
        number => ("min_value", "max_value", number.as_f64().unwrap_or(0.0)),
    };
    let below = option[low].as_f64().is_some_and(|l| size < l);
    let above = option[high].as_f64().is_some_and(|h| size > h);
    if below || above { Err("outside its bounds".into()) } else { Ok(()) }
}

fn list(level: &Value) -> &[Value] {
    level["options"].as_array().map_or(&[], Vec::as_slice)
}

fn named_option<'v>(level: &'v Value, name: &str) -> Option<&'v Value> {
    list(level).iter().find(|o| o["name"] == name)
}

fn names(level: &Value) -> String {
    let all: Vec<&str> = list(level).iter().filter_map(|o| o["name"].as_str()).collect();
    format!("[{}]", all.join(", "))
}
