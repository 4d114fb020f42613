//! What is refused, with the path that the error tree names.

use serde_json::{Value, json};

use super::{Bare, running, world};

fn button(id: &str) -> Value {
    json!({"type": 2, "style": 1, "label": "Go", "custom_id": id})
}

fn row(inner: Vec<Value>) -> Value {
    json!({"type": 1, "components": inner})
}

fn select(options: usize) -> Value {
    let options: Vec<Value> = (0..options).map(|n| json!({"label": "x", "value": n.to_string()})).collect();
    json!({"type": 3, "custom_id": "s", "options": options})
}

/// Bodies with the pointer to the error that they must meet ("" where the message alone is refused).
fn bad_messages() -> Vec<(Value, &'static str)> {
    let field = |name: &str, value: &str| json!({"embeds": [{"fields": [{"name": name, "value": value}]}]});
    vec![
        (json!({"content": "x".repeat(2001)}), "/content"),
        (json!({"content": "  "}), ""),
        (json!({"content": "x", "nonce": "n".repeat(26)}), "/nonce"),
        (json!({"embeds": vec![json!({"title": "t"}); 11]}), "/embeds"),
        (json!({"embeds": [{"title": "t".repeat(257)}]}), "/embeds/0/title"),
        (
            json!({"embeds": [{"description": "t".repeat(4096)}, {"description": "t".repeat(1905)}]}),
            "/embeds",
        ),
        (field("", "x"), "/embeds/0/fields/0/name"),
        (field("x", " "), "/embeds/0/fields/0/value"),
        (field("x", &"v".repeat(1025)), "/embeds/0/fields/0/value"),
        (json!({"content": "x", "components": vec![row(vec![button("a")]); 6]}), "/components"),
        (json!({"content": "x", "components": [button("a")]}), "/components/0/type"),
        (json!({"content": "x", "components": [row(vec![])]}), "/components/0/components"),
        (
            json!({"content": "x", "components": [row(vec![button("a"), button("a")])]}),
            "/components/0/components/1/custom_id",
        ),
        (
            json!({"content": "x", "components": [row(vec![button(&"a".repeat(101))])]}),
            "/components/0/components/0/custom_id",
        ),
        (
            json!({"content": "x", "components": [row(vec![button("")])]}),
            "/components/0/components/0/custom_id",
        ),
        (
            json!({"content": "x", "components": [row(vec![json!({"type": 2, "style": 1, "label": "l".repeat(81), "custom_id": "a"})])]}),
            "/components/0/components/0/label",
        ),
        (
            json!({"content": "x", "components": [row(vec![select(26)])]}),
            "/components/0/components/0/options",
        ),
        (
            json!({"content": "x", "components": [row(vec![select(2), button("a")])]}),
            "/components/0/components",
        ),
        (
            json!({"content": "x", "components": [row(vec![json!({"type": 23, "custom_id": "a"})])]}),
            "/components/0/components/0/type",
        ),
        (json!({"content": "x", "flags": 64}), "/flags"),
        (json!({"content": "x", "flags": 32768, "components": [{"type": 10, "content": "y"}]}), "/content"),
        (json!({"content": "x", "components": [{"type": 10, "content": "y"}]}), "/components/0/type"),
        (json!({"flags": 32768, "components": vec![json!({"type": 10, "content": "y"}); 41]}), "/components"),
        (json!({"content": "x", "allowed_mentions": {"parse": ["all"]}}), "/allowed_mentions/parse/0"),
        (json!({"content": "x", "attachments": [{"id": 0, "filename": "a"}]}), "/attachments/0/id"),
    ]
}

#[tokio::test]
async fn bad_messages_are_refused_with_a_tree_that_names_the_field() {
    let w = world().await;
    let bare = Bare::new(&w.d);
    let path = format!("/channels/{}/messages", w.channel);
    for (body, pointer) in bad_messages() {
        let (status, answer) = bare.ask("POST", &path, body.clone()).await;
        assert_eq!(status, 400, "{body}");
        if pointer.is_empty() {
            assert_eq!(answer["code"], 50006, "{body}: {answer}");
        } else {
            let found = answer["errors"].pointer(&format!("{pointer}/_errors/0/code"));
            assert!(found.is_some_and(Value::is_string), "{body}: {answer}");
            assert_eq!((&answer["code"], &answer["message"]), (&json!(50035), &json!("Invalid Form Body")));
        }
    }
    assert!(w.d.messages(w.channel).is_empty());
    let v2 = json!({"flags": 32768, "components": [{"type": 17, "components": [{"type": 10, "content": "shown"}, row(vec![button("a")])]}]});
    assert_eq!(bare.ask("POST", &path, v2).await.0, 200);
    let shown = w.d.next_message(w.channel).await;
    assert_eq!((shown.text(), shown.button("Go")), ("shown".to_owned(), "a".to_owned()));
}

fn option(name: &str, required: bool) -> Value {
    json!({"type": 3, "name": name, "description": "d", "required": required})
}

fn command(options: Vec<Value>) -> Value {
    json!([{"name": "drill", "description": "d", "options": options}])
}

#[tokio::test]
async fn bad_commands_are_refused() {
    let w = world().await;
    let bare = Bare::new(&w.d);
    let many: Vec<Value> = (0..101).map(|n| json!({"name": format!("c{n}"), "description": "d"})).collect();
    let long: Vec<Value> = (0..25).map(|n| json!({"type": 3, "name": format!("o{n}"), "description": "d".repeat(100),
        "choices": (0..5).map(|c| json!({"name": format!("{c}{}", "n".repeat(40)), "value": format!("{c}{}", "v".repeat(40))})).collect::<Vec<_>>()})).collect();
    let both = json!({"type": 3, "name": "o", "description": "d", "autocomplete": true, "choices": [{"name": "a", "value": "a"}]});
    let bad = [
        (json!(many), "/_errors"),
        (json!([{"name": "Drill", "description": "d"}]), "/0/name"),
        (json!([{"name": "a b", "description": "d"}]), "/0/name"),
        (json!([{"name": "drill", "description": ""}]), "/0/description"),
        (json!([{"name": "drill", "description": "d".repeat(101)}]), "/0/description"),
        (
            json!([{"name": "drill", "description": "d", "name_localizations": {"zh": "x"}}]),
            "/0/name_localizations/zh",
        ),
        (
            json!([{"name": "drill", "description": "d", "name_localizations": {"de": "Über"}}]),
            "/0/name_localizations/de",
        ),
        (command(vec![option("a", false), option("b", true)]), "/0/options/1"),
        (command((0..26).map(|n| option(&format!("o{n}"), false)).collect()), "/0/options"),
        (command(vec![both]), "/0/options/0/autocomplete"),
        (command(long), "/0"),
    ];
    for path in [
        format!("/applications/{}/commands", w.d.bot_id()),
        format!("/applications/{}/guilds/{}/commands", w.d.bot_id(), w.guild),
    ] {
        for (body, pointer) in &bad {
            let (status, answer) = bare.ask("PUT", &path, body.clone()).await;
            assert_eq!(status, 400, "{body}");
            assert!(answer["errors"].pointer(pointer).is_some(), "{pointer}: {answer}");
        }
        let good = json!([{"name": "演练", "description": "d", "description_localizations": {"zh-CN": "演练"}, "options": [option("a", true)]}]);
        assert_eq!(bare.ask("PUT", &path, good).await.0, 200);
        assert_eq!(bare.ask("GET", &path, json!(null)).await.1[0]["name"], "演练");
    }
}

#[tokio::test]
async fn bad_answers_are_refused() {
    let w = running().await;
    let bare = Bare::new(&w.d);
    let ask = |kind: u64, data: Value| {
        let asked = w.d.interact(&w.ana, w.channel, kind, data);
        asked.may_stay_unanswered();
        format!("/interactions/{}/{}/callback", asked.id, asked.token())
    };
    let input =
        |id: &str, label: &str| row(vec![json!({"type": 4, "style": 1, "label": label, "custom_id": id})]);
    let modal = |title: &str, rows: Vec<Value>| json!({"type": 9, "data": {"custom_id": "m", "title": title, "components": rows}});
    let choices = |n: usize| json!({"type": 8, "data": {"choices": (0..n).map(|n| json!({"name": n.to_string(), "value": "v"})).collect::<Vec<_>>()}});
    let (command, typing) = (
        json!({"id": "1", "name": "x", "type": 1}),
        json!({"id": "1", "name": "x", "type": 1, "options": [{"name": "o", "type": 3, "value": "a", "focused": true}]}),
    );
    let sent = json!({"custom_id": "m", "components": []});
    let bad = [
        (2, &command, modal(&"t".repeat(46), vec![input("a", "l")]), "/data/title"),
        (2, &command, modal("t", vec![]), "/data/components"),
        (2, &command, modal("t", vec![input("a", "l"); 6]), "/data/components"),
        (2, &command, modal("t", vec![input("a", &"l".repeat(46))]), "/data/components/0/components/0/label"),
        (
            2,
            &command,
            modal("t", vec![input("a", "l"), input("a", "l")]),
            "/data/components/1/components/0/custom_id",
        ),
        (2, &command, json!({"type": 4, "data": {"content": "x".repeat(2001)}}), "/data/content"),
        (2, &command, json!({"type": 6}), "/type"),
        (2, &command, choices(1), "/type"),
        (4, &typing, choices(26), "/data/choices"),
        (4, &typing, json!({"type": 4, "data": {"content": "x"}}), "/type"),
        (5, &sent, modal("t", vec![input("a", "l")]), "/type"),
    ];
    for (kind, data, body, pointer) in bad {
        let (status, answer) = bare.ask("POST", &ask(kind, data.clone()), body.clone()).await;
        assert_eq!((status, &answer["code"]), (400, &json!(50035)), "{body}");
        assert!(answer["errors"].pointer(&format!("{pointer}/_errors")).is_some(), "{pointer}: {answer}");
    }
    assert_eq!(bare.ask("POST", &ask(4, typing), choices(25)).await.0, 204);
    assert_eq!(bare.ask("POST", &ask(2, command), modal("t", vec![input("a", "l"); 1])).await.0, 204);
    w.d.finish().await;
}
