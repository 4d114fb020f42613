//! Pings that do not go the usual way, in both languages: late ones together, where others read along, what a manager
//! hears, and rounds after a drill.

use std::path::Path;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::hold;
use crate::quiz::sheet;
use crate::support::bench::{Bench, label_of};

async fn messages(bench: &mut Bench, locale: &str, customers: [&str; 2], said: &str) -> Vec<Value> {
    bench.ana = bench.ana.speaking(locale);
    let (ana, reminders) = (bench.ana.clone(), bench.d.text_channel(bench.guild, "reminders"));
    let boss = bench.boss(bench.guild, locale);
    let mut seen = Vec::new();
    let rule = json!({
        "manager": boss.id.to_string(), "overdue-days": 2, "followup-channel": reminders.to_string(),
    });
    seen.push(bench.d.slash(&boss, bench.channel, "settings", None, rule).answer().await.json);
    let (thread, last) = bench.start_drill().await;
    bench.reply(&last, said).await.callback().await;
    bench.d.next_message(thread).await;
    let line = bench.d.next_message(thread).await;
    bench.d.press(&ana, line.id, &label_of(&line, "stop")).callback().await;
    let card = bench.d.next_message(thread).await;
    seen.push(bench.d.press(&ana, card.id, &label_of(&card, "rounds")).answer().await.json);
    for customer in customers {
        let options = json!({"customer": customer, "zone": "Asia/Shanghai"});
        bench.d.slash(&ana, bench.channel, "followup", Some("add"), options).answer().await;
    }
    // Down from Saturday to Monday evening; then direct messages are closed, then the channels are gone, too.
    for step in 0..3 {
        match step {
            0 => {}
            1 => bench.d.blocks_dms(&ana, true),
            _ => {
                bench.d.delete_channel(reminders);
                bench.d.deny(bench.channel, "SEND_MESSAGES");
            }
        }
        bench.settled(TimeDelta::days([3, 7, 14][step]) + TimeDelta::hours(9)).await;
        let mut unread = bench.d.unread();
        unread.sort_by_key(|message| message.id);
        for message in unread {
            seen.push(bench.d.next_message(message.channel).await.json);
        }
    }
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_pings_are_as_they_were_looked_at() {
    let english = ("en-US", ["Delta *Foods*", "Northfield"], "Our price is fine. Buy today.", "pings-en");
    let chinese = ("zh-CN", ["三角*食品*", "北田"], "我们的价格没问题,今天就买吧。", "pings-zh-CN");
    for (locale, customers, said, name) in [english, chinese] {
        let mut bench = Bench::with(false, sheet::files("")).await;
        let seen = messages(&mut bench, locale, customers, said).await;
        if let Some(folder) = std::env::var_os("SPARRING_GALLERY") {
            let all: Vec<String> = seen.iter().map(Value::to_string).collect();
            std::fs::write(Path::new(&folder).join(format!("{name}.jsonl")), all.join("\n"))
                .expect("written");
        }
        hold(name, &seen);
        bench.finish().await;
    }
}
