//! What Discord refuses in components: rows, buttons, selects, the layout of Components V2, and modals.

use std::collections::BTreeSet;

use serde_json::Value;

use super::limits::{Form, Refusal};

/// Walks the components of one message or modal.
struct Walk<'f> {
    form: &'f mut Form,
    seen: BTreeSet<String>,
    v2: bool,
    count: usize,
    letters: usize,
}

/// Checks the components of a message.
pub(super) fn in_message(form: &mut Form, value: &Value, v2: bool) {
    let most = if v2 { 40 } else { 5 };
    let top = form.list("components", value, 0, most);
    let mut walk = Walk { form, seen: BTreeSet::new(), v2, count: 0, letters: 0 };
    for (n, component) in top.iter().enumerate() {
        walk.top(&format!("components.{n}"), component);
    }
    let (count, letters) = (walk.count, walk.letters);
    if v2 && count > 40 {
        form.add(
            "components",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 40 in length (all levels together).",
        );
    }
    if letters > 4000 {
        form.add(
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            "Text exceeds maximum size of 4000",
        );
    }
}

impl Walk<'_> {
    fn top(&mut self, at: &str, component: &Value) {
        self.count += 1;
        match component["type"].as_u64() {
            Some(1) => self.row(at, component),
            Some(9) if self.v2 => self.section(at, component),
            Some(10) if self.v2 => self.text_display(at, component),
            Some(12) if self.v2 => self.gallery(at, component),
            Some(13) if self.v2 => self.attachment(&format!("{at}.file"), &component["file"]["url"]),
            Some(14) if self.v2 => {}
            Some(17) if self.v2 => self.container(at, component),
            _ if self.v2 => self.form.choices(&format!("{at}.type"), "(1, 9, 10, 12, 13, 14, 17)"),
            _ => self.form.choices(&format!("{at}.type"), "(1,)"),
        }
    }

    fn container(&mut self, at: &str, container: &Value) {
        let inner = self.form.list(&format!("{at}.components"), &container["components"], 1, 40);
        for (n, component) in inner.iter().enumerate() {
            let path = format!("{at}.components.{n}");
            match component["type"].as_u64() {
                Some(17) => self.form.choices(&format!("{path}.type"), "(1, 9, 10, 12, 13, 14)"),
                _ => self.top(&path, component),
            }
        }
    }

    fn section(&mut self, at: &str, section: &Value) {
        let texts = self.form.list(&format!("{at}.components"), &section["components"], 1, 3);
        for (n, text) in texts.iter().enumerate() {
            self.count += 1;
            match text["type"].as_u64() {
                Some(10) => self.text_display(&format!("{at}.components.{n}"), text),
                _ => self.form.choices(&format!("{at}.components.{n}.type"), "(10,)"),
            }
        }
        let accessory = &section["accessory"];
        self.count += 1;
        match accessory["type"].as_u64() {
            Some(2) => self.button(&format!("{at}.accessory"), accessory),
            Some(11) => self.attachment(&format!("{at}.accessory.media"), &accessory["media"]["url"]),
            None => self.form.required(&format!("{at}.accessory")),
            _ => self.form.choices(&format!("{at}.accessory.type"), "(2, 11)"),
        }
    }

    fn text_display(&mut self, at: &str, component: &Value) {
        self.form.text(&format!("{at}.content"), &component["content"], 1, 4000);
        self.letters += component["content"].as_str().map_or(0, |t| t.chars().count());
    }

    fn gallery(&mut self, at: &str, component: &Value) {
        let items = self.form.list(&format!("{at}.items"), &component["items"], 1, 10);
        for (n, item) in items.iter().enumerate() {
            self.attachment(&format!("{at}.items.{n}.media"), &item["media"]["url"]);
        }
    }

    fn attachment(&mut self, at: &str, url: &Value) {
        if url.as_str().is_none_or(str::is_empty) {
            self.form.required(&format!("{at}.url"));
        }
    }

    fn row(&mut self, at: &str, row: &Value) {
        let inner = self.form.list(&format!("{at}.components"), &row["components"], 1, 5);
        let mut width = 0;
        for (n, component) in inner.iter().enumerate() {
            self.count += 1;
            let path = format!("{at}.components.{n}");
            match component["type"].as_u64() {
                Some(2) => {
                    width += 1;
                    self.button(&path, component);
                }
                Some(3 | 5..=8) => {
                    width += 5;
                    self.select(&path, component);
                }
                _ => self.form.choices(&format!("{path}.type"), "(2, 3, 5, 6, 7, 8)"),
            }
        }
        if width > 5 {
            let path = format!("{at}.components");
            self.form.add(
                &path,
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            );
        }
    }

    fn custom_id(&mut self, at: &str, component: &Value) {
        let path = format!("{at}.custom_id");
        let given = self.form.text(&path, &component["custom_id"], 1, 100);
        let name = component["custom_id"].as_str().unwrap_or_default();
        if given && !self.seen.insert(name.to_owned()) {
            self.form.add(
                &path,
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            );
        }
    }

    fn button(&mut self, at: &str, button: &Value) {
        self.form.text(&format!("{at}.label"), &button["label"], 0, 80);
        let style = button["style"].as_u64();
        match style {
            Some(1..=4) => self.custom_id(at, button),
            Some(5) => {
                self.form.text(&format!("{at}.url"), &button["url"], 1, 512);
                if !button["custom_id"].is_null() {
                    let why = "A custom id and url cannot both be specified";
                    self.form.add(
                        &format!("{at}.custom_id"),
                        "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE",
                        why,
                    );
                }
            }
            Some(6) => {
                let _ = self.form.text(&format!("{at}.sku_id"), &button["sku_id"], 1, 20);
            }
            _ => self.form.choices(&format!("{at}.style"), "(1, 2, 3, 4, 5, 6)"),
        }
        if matches!(style, Some(1..=4)) && !button["url"].is_null() {
            let why = "A custom id and url cannot both be specified";
            self.form.add(&format!("{at}.url"), "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE", why);
        }
        let bare = button["label"].as_str().is_none_or(|l| l.trim().is_empty()) && button["emoji"].is_null();
        if bare && style != Some(6) {
            let why = "A label or emoji is required for non-premium buttons";
            self.form.add(at, "BUTTON_COMPONENT_EMPTY_LABEL_AND_EMOJI", why);
        }
    }

    fn select(&mut self, at: &str, select: &Value) {
        self.custom_id(at, select);
        self.form.text(&format!("{at}.placeholder"), &select["placeholder"], 0, 150);
        let string = select["type"] == 3;
        let least = usize::from(string);
        let options = self.form.list(&format!("{at}.options"), &select["options"], least, 25);
        let most = if string { options.len() } else { 25 };
        self.select_numbers(at, select, most);
        let mut values = BTreeSet::new();
        for (n, option) in options.iter().enumerate() {
            let path = format!("{at}.options.{n}");
            self.form.text(&format!("{path}.label"), &option["label"], 1, 100);
            self.form.text(&format!("{path}.value"), &option["value"], 1, 100);
            self.form.text(&format!("{path}.description"), &option["description"], 0, 100);
            if !values.insert(option["value"].as_str()) {
                let why = "The specified option value is already used";
                self.form.add(&format!("{path}.value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", why);
            }
        }
        let chosen = options.iter().filter(|o| o["default"] == true).count();
        if chosen as u64 > select["max_values"].as_u64().unwrap_or(1) {
            let why = "Too many default options";
            self.form.add(&format!("{at}.options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS", why);
        }
    }

    fn select_numbers(&mut self, at: &str, select: &Value, most: usize) {
        let (low, high) =
            (select["min_values"].as_u64().unwrap_or(1), select["max_values"].as_u64().unwrap_or(1));
        if low > 25 || high == 0 || high > 25 || low > high {
            self.form.add(
                &format!("{at}.max_values"),
                "NUMBER_TYPE_MAX",
                "min_values and max_values must be within 0 and 25.",
            );
        } else if high as usize > most {
            let why = "The specified max_values exceeds the number of options";
            self.form.add(&format!("{at}.max_values"), "SELECT_COMPONENT_MAX_VALUES_EXCEEDED", why);
        }
    }

    fn text_input(&mut self, at: &str, input: &Value, labelled: bool) {
        self.custom_id(at, input);
        if !labelled {
            self.form.text(&format!("{at}.label"), &input["label"], 1, 45);
        }
        if !matches!(input["style"].as_u64(), Some(1 | 2)) {
            self.form.choices(&format!("{at}.style"), "(1, 2)");
        }
        self.form.text(&format!("{at}.placeholder"), &input["placeholder"], 0, 100);
        self.form.text(&format!("{at}.value"), &input["value"], 0, 4000);
        let (low, high) =
            (input["min_length"].as_u64().unwrap_or(0), input["max_length"].as_u64().unwrap_or(4000));
        if low > 4000 || high == 0 || high > 4000 || low > high {
            self.form.add(
                &format!("{at}.max_length"),
                "NUMBER_TYPE_MAX",
                "Lengths must be within 0 and 4000.",
            );
        }
        let filled = input["value"].as_str().map_or(0, |v| v.chars().count()) as u64;
        if filled > 0 && (filled < low || filled > high) {
            let why = format!("Must be between {low} and {high} in length.");
            self.form.add(&format!("{at}.value"), "BASE_TYPE_BAD_LENGTH", &why);
        }
    }

    fn in_modal(&mut self, at: &str, component: &Value) {
        match component["type"].as_u64() {
            Some(1) => {
                for (n, input) in self
                    .form
                    .list(&format!("{at}.components"), &component["components"], 1, 1)
                    .iter()
                    .enumerate()
                {
                    let path = format!("{at}.components.{n}");
                    match input["type"].as_u64() {
                        Some(4) => self.text_input(&path, input, false),
                        _ => self.form.choices(&format!("{path}.type"), "(4,)"),
                    }
                }
            }
            Some(10) => self.text_display(at, component),
            Some(18) => self.label(at, component),
            _ => self.form.choices(&format!("{at}.type"), "(1, 10, 18)"),
        }
    }

    fn label(&mut self, at: &str, label: &Value) {
        self.form.text(&format!("{at}.label"), &label["label"], 1, 45);
        self.form.text(&format!("{at}.description"), &label["description"], 0, 100);
        let (path, inner) = (format!("{at}.component"), &label["component"]);
        match inner["type"].as_u64() {
            Some(4) => self.text_input(&path, inner, true),
            Some(3 | 5..=8) => self.select(&path, inner),
            Some(19 | 21..=23) => self.custom_id(&path, inner),
            _ => self.form.choices(&format!("{path}.type"), "(3, 4, 5, 6, 7, 8, 19, 21, 22, 23)"),
        }
    }
}

/// Checks the `data` of a modal callback.
pub(super) fn modal(data: &Value) -> Result<(), Refusal> {
    let mut form = Form::default();
    form.text("data.title", &data["title"], 1, 45);
    form.text("data.custom_id", &data["custom_id"], 1, 100);
    let rows = form.list("data.components", &data["components"], 1, 5);
    let mut walk = Walk { form: &mut form, seen: BTreeSet::new(), v2: false, count: 0, letters: 0 };
    for (n, row) in rows.iter().enumerate() {
        walk.in_modal(&format!("data.components.{n}"), row);
    }
    form.verdict()
}
