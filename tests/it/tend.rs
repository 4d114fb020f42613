//! Follow-ups over the years: further months are planned as time goes by, each touch is told once and on a working day, and
//! calendars, working days and quiet hours that change move what is still to come.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, TimeDelta};
use chrono_tz::Asia::Shanghai;
use serde_json::json;
use sparring::app::Tended;
use sparring::clock::Clock;
use sparring::coach::ids::{RepId, ServerId};
use sparring::playbook::SourceFile;

use crate::support::bench::{Bench, shipped_files, tiny_files};
use crate::support::fake_discord::User;

/// The tiny playbooks with the rhythm and the calendars that are shipped.
fn files() -> Vec<SourceFile> {
    let whole = |file: &SourceFile| {
        file.path.contains("/calendars/") || file.path.ends_with("key-account.en/cadences/customer.toml")
    };
    let mut files = tiny_files();
    for shipped in shipped_files().into_iter().filter(whole) {
        match files.iter_mut().find(|file| file.path.ends_with("tiny.en/cadences/customer.toml")) {
            Some(tiny) if shipped.path.contains("/cadences/") => tiny.text = shipped.text,
            _ => files.push(shipped),
        }
    }
    files.retain(|file| !file.path.contains("zh-CN/"));
    files
}

async fn ask(bench: &Bench, who: &User, command: (&str, Option<&str>), options: serde_json::Value) -> String {
    bench.d.slash(who, bench.channel, command.0, command.1, options).answer().await.text()
}

/// Tends until nothing is left to look at.
async fn tended(bench: &Bench) -> usize {
    let mut changed = 0;
    loop {
        match bench.app.tend().await.expect("tended") {
            Tended { looked_at: 0, .. } => return changed,
            Tended { changed: some, .. } => changed += some,
        }
    }
}

fn today(bench: &Bench) -> NaiveDate {
    bench.clock.now().with_timezone(&Shanghai).date_naive()
}

/// Lives through days; what is told is collected with its day.
async fn live(bench: &Bench, days: u32, told: &mut Vec<(NaiveDate, String)>) {
    let dm = bench.d.dm(&bench.ana);
    for _ in 0..days {
        let round = bench.later(TimeDelta::days(1)).await;
        assert_eq!((round.later, round.gave_up), (0, 0));
        tended(bench).await;
        for _ in 0..round.sent {
            let text = bench.d.next_message(dm).await.text();
            told.push((today(bench), text));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_two_years_each_touch_is_told_once_on_a_working_day_and_none_is_missing() {
    let bench = Bench::with(false, files()).await;
    let boss = bench.boss(bench.guild, "en-US");
    let settings = json!({"zone": "Asia/Shanghai", "calendar": "CN"});
    assert!(ask(&bench, &boss, ("settings", None), settings).await.contains("Mainland China"));
    let customer = json!({"customer": "Delta", "zone": "Asia/Shanghai"});
    ask(&bench, &bench.ana.clone(), ("followup", Some("add")), customer).await;
    let mut told = Vec::new();
    live(&bench, 740, &mut told).await;
    let calendar = bench.app.library().calendar("CN").expect("there").clone();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (day, text) in &told {
        let weekend = day.weekday().number_from_monday() > 5;
        assert!(
            !calendar.off.contains_key(day) && (!weekend || calendar.working.contains(day)),
            "{day} {text}"
        );
        for kind in [
            "Thank-you",
            "Check-back",
            "Progress report",
            "Full review",
            "Monthly",
            "Quarterly",
            "Half-yearly",
            "Yearly",
        ] {
            // The rhythm's titles stand at the top of a ping; what else it tells stands under its own heading.
            *kinds.entry(kind).or_default() += text
                .lines()
                .filter(|line| line.contains("Delta: ") || line.contains("Also today: "))
                .filter(|line| line.contains(kind))
                .count();
        }
    }
    let days: BTreeSet<NaiveDate> = told.iter().map(|(day, _)| *day).collect();
    assert_eq!(days.len(), told.len(), "one ping a day");
    // Of 24 months, two are yearly, two half-yearly, four quarterly; signed on a Friday, day 1 is told with day 3.
    let meant = [
        ("Check-back", 1),
        ("Full review", 1),
        ("Half-yearly", 2),
        ("Monthly", 16),
        ("Progress report", 1),
        ("Quarterly", 4),
        ("Thank-you", 1),
        ("Yearly", 2),
    ];
    assert_eq!(kinds, BTreeMap::from(meant), "{told:#?}");
    bench.finish().await;
}

/// When the open touches come, on the clocks of Shanghai.
async fn plan(bench: &Bench) -> Vec<String> {
    let (server, ana) = (ServerId(bench.guild.cast_signed()), RepId(bench.ana.id.cast_signed()));
    let touches = bench.app.store().touches_of(server, ana, 99).await.expect("touches");
    let told = |due: chrono::DateTime<chrono::Utc>| due.with_timezone(&Shanghai).format("%F %R").to_string();
    touches.iter().map(|touch| told(touch.new.due)).collect()
}

async fn set(bench: &Bench, options: serde_json::Value) -> String {
    let boss = bench.boss(bench.guild, "en-US");
    let said = ask(bench, &boss, ("settings", None), options).await;
    tended(bench).await;
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn days_off_that_change_move_what_is_still_to_come() {
    let bench = Bench::with(false, files()).await;
    let ana = bench.ana.clone();
    ask(&bench, &ana, ("followup", Some("add")), json!({"customer": "Delta", "zone": "Asia/Shanghai"})).await;
    let first = plan(&bench).await;
    assert_eq!(first[..4], ["2026-03-09 09:00", "2026-03-13 09:00", "2026-03-27 09:00", "2026-04-06 09:00"]);
    // 6 April is a holiday in China; 14 February and 9 May are worked.
    set(&bench, json!({"calendar": "cn"})).await;
    let china = plan(&bench).await;
    assert_eq!((china.len(), &*china[3], &*china[4]), (first.len(), "2026-04-07 09:00", "2026-05-06 09:00"));
    // A week from Sunday to Thursday: day 1 is worked no more, day 3 comes by itself.
    let said = set(&bench, json!({"calendar": "off", "working-days": "周日至周四"})).await;
    assert!(said.contains("Mon to Thu, Sun") && said.contains("none, only weekends"), "{said}");
    let sunday = plan(&bench).await;
    assert_eq!(sunday[..4], ["2026-03-08 09:00", "2026-03-09 09:00", "2026-03-15 09:00", "2026-03-29 09:00"]);
    // And back again: the first plan.
    set(&bench, json!({"working-days": "off"})).await;
    assert_eq!(plan(&bench).await, first);
    let quiet = json!({"quiet-from": "08:00", "quiet-until": "10:30"});
    ask(&bench, &ana, ("me", Some("settings")), quiet).await;
    tended(&bench).await;
    assert!(plan(&bench).await.iter().all(|due| due.ends_with("10:30")));
    ask(&bench, &ana, ("me", Some("settings")), json!({"quiet-from": "off"})).await;
    tended(&bench).await;
    // What was told stays, whatever the calendar says by now.
    set(&bench, json!({"calendar": "cn"})).await;
    live(&bench, 3, &mut Vec::new()).await;
    let mut changed = files();
    let calendar = changed.iter_mut().find(|file| file.path.ends_with("calendars/cn.toml")).expect("there");
    let shut = "working = [\"2026-01-04\"";
    assert!(calendar.text.contains(shut));
    let more = "  { from = \"2026-03-09\", to = \"2026-03-13\", holiday = \"new-year\" },\n]\n";
    calendar.text = calendar.text.replace(&format!("]\n{shut}"), &format!("{more}{shut}")).into();
    bench.app.reload(&changed).expect("taken over");
    bench.app.notice_other_days().await.expect("noticed");
    assert_eq!(tended(&bench).await, 1);
    let now = plan(&bench).await;
    assert_eq!(now[..3], ["2026-03-09 09:00", "2026-03-16 09:00", "2026-03-27 09:00"]);
    bench.app.notice_other_days().await.expect("noticed");
    assert_eq!(tended(&bench).await, 0);
    bench.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_set_is_told() {
    let bench = Bench::with(false, files()).await;
    let said = set(&bench, json!({"calendar": "xx"})).await;
    assert!(said.contains("There is no calendar “xx”. There are: CN."), "{said}");
    let said = set(&bench, json!({"working-days": "daily"})).await;
    assert!(said.contains("“daily” names no days of the week"), "{said}");
    let boss = bench.boss(bench.guild, "zh-CN");
    let choices = bench.d.autocomplete(
        &boss,
        bench.channel,
        ("settings", None),
        json!({"calendar": "中国"}),
        "calendar",
    );
    assert_eq!(choices.choices().await, [("中国大陆".to_owned(), "cn".into())]);
    bench.finish().await;
}
