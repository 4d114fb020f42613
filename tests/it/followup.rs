//! Working a touch end to end: what the ping shows, its buttons and forms, the commands, files, and who may do what.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::bench::{Bench, label_of, list_of};
use crate::support::fake_discord::{Message, User};

/// Signed on Thursday: the first touch is told on Friday, the second on Monday, both at nine in Shanghai.
pub(crate) async fn pinged(bench: &Bench, who: &User) -> [Message; 2] {
    let options = json!({
        "customer": "Delta *Foods*", "signed": "2026-03-05", "zone": "Asia/Shanghai", "contact": "Ms Wang", "product": "two pumps",
        "note": "likes short mails",
    });
    bench.d.slash(who, bench.channel, "followup", Some("add"), options).answer().await;
    bench.later(TimeDelta::zero()).await;
    bench.later(TimeDelta::days(3)).await;
    let dm = bench.d.dm(who);
    [bench.d.next_message(dm).await, bench.d.next_message(dm).await]
}

async fn command(bench: &Bench, who: &User, sub: &str, options: Value) -> Message {
    bench.d.slash(who, bench.channel, "followup", Some(sub), options).answer().await
}

/// A member of the server beside Ana.
pub(crate) async fn ben(bench: &Bench) -> User {
    let ben = bench.d.user("Ben", "en-US");
    bench.d.member(bench.guild, &ben, &[], 1 << 11);
    ben
}

async fn close(bench: &Bench, who: &User, message: &Message, fields: Value) -> Message {
    let form = bench.d.press(who, message.id, &label_of(message, "done"));
    form.modal().await;
    bench.d.submit(who, &form, fields).answer().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ping_shows_the_card_and_the_last_notes_and_done_asks_what_was_given() {
    let bench = Bench::start().await;
    let [first, second] = pinged(&bench, &bench.ana).await;
    for shown in
        ["Contact: Ms Wang", "Signed for: two pumps", "To remember: likes short mails", "Keep the promise."]
    {
        assert!(first.text().contains(shown), "{shown} in {}", first.text());
    }
    let modal = bench.d.press(&bench.ana, first.id, &label_of(&first, "done"));
    assert_eq!(modal.modal().await["components"].as_array().map(Vec::len), Some(2));
    let given = json!({"field0": "A report", "field1": "Minutes by Friday"});
    let closed = bench.d.submit(&bench.ana, &modal, given).answer().await;
    assert_eq!(closed.id, first.id, "the ping itself shows what was noted");
    assert!(closed.buttons().is_empty());
    for shown in ["A report", "Minutes by Friday", "First look, due"] {
        assert!(closed.text().contains(shown), "{shown} in {}", closed.text());
    }
    // The other touch, told before, shows it now as well.
    let list = command(&bench, &bench.ana, "list", json!({})).await;
    let value = list.selects()[0]["options"][0]["value"].as_str().expect("a value").to_owned();
    let shown = bench.d.choose(&bench.ana, list.id, &list_of(&list), &[&value]).answer().await;
    assert!(
        shown.text().contains("Given: A report") && shown.text().contains("Minutes by Friday"),
        "{}",
        shown.text()
    );
    // Nothing given: it counts as empty, and kindly so.
    let empty = close(&bench, &bench.ana, &second, json!({})).await;
    assert!(empty.text().contains("empty touch"), "{}", empty.text());
    let list = command(&bench, &bench.ana, "list", json!({})).await.text();
    assert!(
        list.contains("1 done with nothing given") && list.contains("done with nothing given, was due"),
        "{list}"
    );
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_touch_stays_as_it_was_closed_and_others_close_nothing() {
    let bench = Bench::start().await;
    let [first, _] = pinged(&bench, &bench.ana).await;
    let ben = ben(&bench).await;
    let foreign = bench.d.press_forged(&ben, first.id, &label_of(&first, "done"));
    assert!(foreign.followup(0).await.text().contains("somebody else"));
    // Two forms at once: the first that comes closes it.
    let forms = [0, 1].map(|_| bench.d.press(&bench.ana, first.id, &label_of(&first, "done")));
    for form in &forms {
        form.modal().await;
    }
    let id = label_of(&first, "done");
    bench.d.submit(&bench.ana, &forms[0], json!({"field0": "A report"})).answer().await;
    let late = bench.d.submit(&bench.ana, &forms[1], json!({"field0": "Another"}));
    assert!(late.followup(0).await.text().contains("closed already"));
    let shown = late.answer().await.text();
    assert!(shown.contains("A report") && !shown.contains("Another"), "{shown}");
    let again = bench.d.press_forged(&bench.ana, first.id, &id);
    assert!(again.followup(0).await.text().contains("closed already"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snooze_moves_the_ping_and_never_past_the_next_touch() {
    let bench = Bench::start().await;
    let [overdue, first] = pinged(&bench, &bench.ana).await;
    let dm = bench.d.dm(&bench.ana);
    let late = bench.d.press(&bench.ana, overdue.id, &label_of(&overdue, "touch-snooze")).answer().await;
    let late = bench.d.press(&bench.ana, late.id, &label_of(&late, "touch-until")).followup(0).await;
    assert!(late.text().contains("due already"), "{}", late.text());
    let asked = bench.d.press(&bench.ana, first.id, &label_of(&first, "touch-snooze")).answer().await;
    assert!(asked.is_ephemeral() && asked.text().contains("At the latest before"), "{}", asked.text());
    assert!(asked.buttons()[1].label.contains("09:00"));
    let [hour, tomorrow, pick] = [0, 1, 2].map(|n| asked.buttons()[n].custom_id.clone());
    let off = bench.d.press(&bench.ana, asked.id, &hour).answer().await;
    assert!(off.text().contains("I will remind you <t:1773021600:f>"), "{}", off.text());
    assert!(command(&bench, &bench.ana, "list", json!({})).await.text().contains("put off until"));
    assert_eq!(bench.later(TimeDelta::minutes(59)).await.sent, 0);
    assert_eq!(bench.later(TimeDelta::minutes(2)).await.sent, 1);
    let again = bench.d.next_message(dm).await;
    assert!(again.text().contains("You put this off. It was due <t:1773018000:f>"), "{}", again.text());
    // Past the next touch is refused with the reason; a form takes a moment of one's own.
    for (typed, told) in [
        ("2026-03-20", "Not past the next touch"),
        ("soon", "is not a time"),
        ("2026-03-01", "is over"),
        ("2026-03-10 08:15", "I will remind you <t:1773101700:f>"),
    ] {
        let form = bench.d.press_forged(&bench.ana, again.id, &pick);
        form.modal().await;
        let said = bench.d.submit(&bench.ana, &form, json!({"field0": typed}));
        let said = if told.starts_with("I will") { said.answer().await } else { said.followup(0).await };
        assert!(said.text().contains(told), "{typed}: {}", said.text());
    }
    let moved = bench.d.press_forged(&bench.ana, again.id, &tomorrow).answer().await;
    assert!(moved.text().contains("<t:1773104400:f>"), "{}", moved.text());
    // Late in the week the next touch is there before tomorrow.
    bench.later(TimeDelta::days(4)).await;
    let late = bench.d.press_forged(&bench.ana, again.id, &tomorrow).followup(0).await;
    assert!(late.text().contains("due already"), "{}", late.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_touch_is_left_out_with_a_reason() {
    let bench = Bench::start().await;
    let [first, second] = pinged(&bench, &bench.ana).await;
    let form = bench.d.press(&bench.ana, first.id, &label_of(&first, "touch-skip"));
    form.modal().await;
    let closed = bench.d.submit(&bench.ana, &form, json!({"field0": "On holiday"})).answer().await;
    assert!(closed.text().contains("Left out") && closed.text().contains("On holiday"), "{}", closed.text());
    assert!(closed.buttons().is_empty());
    let shown = command(&bench, &bench.ana, "done", json!({"touch": "delta *foods*"})).await;
    assert!(shown.text().contains("Left out: On holiday"), "{}", shown.text());
    let options = json!({"touch": "Delta *Foods*", "gave": "A call", "next": "None"});
    assert!(command(&bench, &bench.ana, "done", options).await.text().contains("A call"));
    let gone = bench.d.press(&bench.ana, second.id, &label_of(&second, "done"));
    assert!(gone.followup(0).await.text().contains("closed already"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_is_handed_to_a_member_who_is_told() {
    let bench = Bench::start().await;
    let [first, second] = pinged(&bench, &bench.ana).await;
    let ben = ben(&bench).await;
    // In direct messages those are offered who are known.
    let nobody = bench.d.press(&bench.ana, first.id, &label_of(&first, "touch-hand")).answer().await;
    assert!(nobody.text().contains("I know nobody else"), "{}", nobody.text());
    bench.d.slash(&ben, bench.channel, "help", None, json!({})).answer().await;
    let asked = bench.d.press(&bench.ana, first.id, &label_of(&first, "touch-hand")).answer().await;
    assert_eq!(asked.selects()[0]["type"], 3);
    // On the server any member can be chosen, but no bot, nobody else, and not oneself.
    let shown = command(&bench, &bench.ana, "done", json!({"touch": "Delta *Foods*"})).await;
    let asked = bench.d.press(&bench.ana, shown.id, &label_of(&shown, "touch-hand")).answer().await;
    assert_eq!(asked.selects()[0]["type"], 5);
    let list = list_of(&asked);
    let stranger = bench.d.user("Eve", "en-US");
    for (whom, told) in [
        (bench.d.bot_id(), "members of this server"),
        (stranger.id, "members of this server"),
        (bench.ana.id, "already"),
    ] {
        let said = bench.d.choose(&bench.ana, asked.id, &list, &[&whom.to_string()]).followup(0).await;
        assert!(said.text().contains(told), "{}", said.text());
    }
    let done = bench.d.choose(&bench.ana, asked.id, &list, &[&ben.id.to_string()]).answer().await;
    assert!(done.text().contains("is now with Ben"), "{}", done.text());
    let late = bench.d.press(&bench.ana, second.id, &label_of(&second, "done"));
    assert!(late.followup(0).await.text().contains("somebody else"));
    bench.later(TimeDelta::minutes(1)).await;
    let told = bench.d.next_message(bench.d.dm(&ben)).await;
    for shown in ["Ana has handed Delta \\*Foods\\* over to you, with 4 open touches", "Thank-you, due"] {
        assert!(told.text().contains(shown), "{}", told.text());
    }
    let next = bench.d.press(&ben, told.id, &label_of(&told, "touch-next")).answer().await;
    assert!(next.text().contains("Contact: Ms Wang"), "{}", next.text());
    let closed = close(&bench, &ben, &next, json!({"field0": "A letter"})).await;
    assert!(closed.text().contains("A letter"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_follow_ups_of_a_customer_end_after_asking_back() {
    let bench = Bench::start().await;
    let [first, _] = pinged(&bench, &bench.ana).await;
    let d = &bench.d;
    let typed = json!({"customer": "del"});
    let line = ("followup", Some("cancel"));
    let choices = d.autocomplete(&bench.ana, bench.channel, line, typed, "customer").choices().await;
    assert_eq!(choices[0].0, "Delta *Foods*");
    let unknown = command(&bench, &bench.ana, "cancel", json!({"customer": "Echo"})).await.text();
    assert!(unknown.contains("no open follow-up “Echo”"), "{unknown}");
    let asked = command(&bench, &bench.ana, "cancel", json!({"customer": choices[0].1})).await;
    assert!(asked.text().contains("4 open touches"), "{}", asked.text());
    let form = d.press(&bench.ana, asked.id, &label_of(&asked, "touch-end"));
    form.modal().await;
    let ended = d.submit(&bench.ana, &form, json!({"field0": "Contract over"})).answer().await;
    assert!(ended.text().contains("have ended; 4 open touches"), "{}", ended.text());
    assert_eq!(bench.settled(TimeDelta::days(400)).await, 0, "nothing is told any more");
    let old = d.press(&bench.ana, first.id, &label_of(&first, "done"));
    assert!(old.answer().await.text().contains("have ended"));
    let again = d.press_forged(&bench.ana, asked.id, &label_of(&asked, "touch-end"));
    assert!(again.answer().await.text().contains("have ended"));
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_take_touches_by_name_and_suggest_them() {
    let bench = Bench::start().await;
    pinged(&bench, &bench.ana).await;
    let line = ("followup", Some("snooze"));
    let typed = json!({"touch": "delta"});
    let choices = bench.d.autocomplete(&bench.ana, bench.channel, line, typed, "touch").choices().await;
    assert_eq!(choices[0].0, "Delta *Foods*: Thank-you, 2026-03-06");
    let touch = &choices[1].1;
    let off = command(&bench, &bench.ana, "snooze", json!({"touch": touch, "until": "2h"})).await.text();
    assert!(off.contains("I will remind you <t:1773025200:f>"), "{off}");
    let asked = command(&bench, &bench.ana, "snooze", json!({"touch": touch})).await;
    assert_eq!(asked.buttons().len(), 3);
    let ben = ben(&bench).await;
    let foreign = command(&bench, &ben, "done", json!({"touch": touch, "gave": "x"})).await.text();
    assert!(foreign.contains("You have no open follow-up"), "{foreign}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customers_come_from_a_file_all_or_none_and_go_into_files() {
    let bench = Bench::start().await;
    pinged(&bench, &bench.ana).await;
    let offer = |text: &str| json!({"file": bench.d.upload("customers.csv", "text/csv", text.as_bytes())});
    let bad = offer("customer,signed,zone\nEcho,soon,Mars\nFoxtrot,2026-03-06,\n");
    let refused = command(&bench, &bench.ana, "import", bad).await.text();
    assert!(
        refused.contains("Nothing was taken") && refused.contains("Line 2, column 2: “soon” is not a date"),
        "{refused}"
    );
    let good = "customer,signed,contact,product,note,zone\ndelta *foods*,2026-03-06,,,,\n\
                Echo,2026-03-09,Mr Li,service,calls at noon,Europe/Vienna\n=Fox,2026-03-09,,,,\n";
    let taken = command(&bench, &bench.ana, "import", offer(good)).await.text();
    assert!(taken.contains("Customers taken: 2, with 8 touches"), "{taken}");
    assert!(taken.contains("delta \\*foods\\*"), "{taken}");
    let again = command(&bench, &bench.ana, "import", offer(good)).await.text();
    assert!(again.contains("Customers taken: 0"), "{again}");
    let exported = command(&bench, &bench.ana, "export", json!({})).await;
    let files = exported.files();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["customers.csv", "touches.csv", "followups.ics"]);
    let [customers, touches, calendar] =
        [0, 1, 2].map(|n| String::from_utf8(bench.d.file(&files[n].1).expect("a file")).expect("UTF-8"));
    assert!(customers.contains("Echo,2026-03-09,Mr Li,service,calls at noon,Europe/Vienna"), "{customers}");
    assert!(customers.contains("'=Fox,"), "{customers}");
    assert_eq!(touches.lines().count(), 1 + 12, "{touches}");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 12);
    assert!(calendar.contains("Echo: Thank-you") && !calendar.contains("noon"), "{calendar}");
    // Nine in Vienna, on the day after.
    assert!(calendar.contains("DTSTART:20260310T080000Z"), "{calendar}");
    // What was exported can be taken by somebody else.
    let ben = ben(&bench).await;
    let taken = command(&bench, &ben, "import", offer(&customers)).await.text();
    assert!(taken.contains("Customers taken: 3"), "{taken}");
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn managers_see_how_much_is_open_and_nothing_of_what_was_noted() {
    let bench = Bench::start().await;
    let [first, _] = pinged(&bench, &bench.ana).await;
    close(&bench, &bench.ana, &first, json!({})).await;
    bench.later(TimeDelta::days(2)).await;
    let refused = command(&bench, &bench.ana, "list", json!({"by": "owner"})).await.text();
    assert!(refused.contains("for managers"), "{refused}");
    let boss = bench.boss(bench.guild, "en-US");
    let team = bench.d.slash(&boss, bench.channel, "team", Some("followups"), json!({})).answer().await;
    assert!(
        team.text().contains("3 open · 1 overdue · 1 done with nothing given") && team.text().contains("Ana"),
        "{}",
        team.text()
    );
    assert!(!team.text().contains("Delta"), "{}", team.text());
    let (name, url) = &team.files()[0];
    let file = String::from_utf8(bench.d.file(url).expect("a file")).expect("UTF-8");
    assert_eq!(name, "followups.csv");
    assert!(file.contains("Ana,3,1,0,1,1,0,2026-03-12T01:00:00Z"), "{file}");
    let by = command(&bench, &boss, "list", json!({"by": "owner"})).await.text();
    assert!(by.contains("Ana"), "{by}");
    for (by, shown) in [("customer", "2 more after it"), ("day", "overdue since")] {
        let list = command(&bench, &bench.ana, "list", json!({ "by": by })).await.text();
        assert!(list.contains(shown), "{list}");
    }
    bench.d.open_command("team");
    let not = bench.d.slash(&bench.ana, bench.channel, "team", Some("followups"), json!({})).answer().await;
    assert!(not.text().contains("for managers"), "{}", not.text());
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_lists_end_with_a_count() {
    let bench = Bench::start().await;
    let rows: String = (0..30).map(|n| format!("Customer {n},2026-03-05\n")).collect();
    let file = format!("customer,signed\n{rows}");
    let file = bench.d.upload("customers.csv", "text/csv", file.as_bytes());
    let taken = command(&bench, &bench.ana, "import", json!({"file": file})).await.text();
    assert!(taken.contains("Customers taken: 30, with 120 touches"), "{taken}");
    for (by, more) in [("day", "and 100 more"), ("customer", "and 10 more")] {
        let list = command(&bench, &bench.ana, "list", json!({ "by": by })).await;
        assert!(list.text().contains(more), "{}", list.text());
        assert_eq!(list.selects()[0]["options"].as_array().map(Vec::len), Some(25));
    }
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn touches_of_the_same_day_are_told_in_one_ping_each_with_its_draft() {
    let bench = Bench::start().await;
    // Signed on Friday: days 1 and 3 both move to Monday.
    let options = json!({"customer": "Delta", "zone": "Asia/Shanghai"});
    command(&bench, &bench.ana, "add", options).await;
    assert_eq!(bench.later(TimeDelta::days(3)).await.sent, 1);
    let ping = bench.d.next_message(bench.d.dm(&bench.ana)).await.text();
    assert!(
        ping.contains("Also today: Thank-you") && ping.matches("Dear Delta, thank you.").count() == 2,
        "{ping}"
    );
    bench.finish().await;
}
