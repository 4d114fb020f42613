//! Working a touch, in both languages: the ping with its card and last notes, forms, what was noted, putting off, handing
//! over, lists, files, and what a manager sees.

use std::path::Path;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{answered, hold};
use crate::support::bench::{Bench, label_of, list_of, shipped_files, tiny_files};
use crate::support::fake_discord::{Message, User};

/// What is typed, in a language.
struct Typed {
    locale: &'static str,
    customer: &'static str,
    contact: &'static str,
    product: &'static str,
    note: &'static str,
    gave: &'static str,
    next: &'static str,
    because: &'static str,
    others: [&'static str; 2],
}

const ENGLISH: Typed = Typed {
    locale: "en-US",
    customer: "Northfield *Foods*",
    contact: "Ms Wang, plant manager",
    product: "line 2, two pumps",
    note: "wants short mails; night shift not trained yet",
    gave: "The figures of the first week: 3 % less waste",
    next: "Training of the night shift, Thursday at ten",
    because: "Plant closed for the holidays",
    others: ["Delta Bakery", "=Harbour Cold Store"],
};
const CHINESE: Typed = Typed {
    locale: "zh-CN",
    customer: "北田*食品*",
    contact: "王厂长",
    product: "二号线,两台泵",
    note: "喜欢短消息;夜班还没培训",
    gave: "第一周的数据:浪费少了 3%",
    next: "周四上午十点给夜班做培训",
    because: "工厂放假",
    others: ["三角面包", "=海港冷库"],
};

struct Scene<'s> {
    bench: &'s Bench,
    typed: &'s Typed,
    ana: User,
    seen: Vec<Value>,
}

impl Scene<'_> {
    async fn command(&mut self, sub: &str, options: Value) -> Message {
        let said = self.bench.d.slash(&self.ana, self.bench.channel, "followup", Some(sub), options);
        let message = said.answer().await;
        self.seen.push(answered(&message, &self.ana, "followup", Some(sub)));
        message
    }

    async fn press(&mut self, under: &Message, verb: &str) -> Message {
        let message = self.bench.d.press(&self.ana, under.id, &label_of(under, verb)).answer().await;
        self.seen.push(message.json.clone());
        message
    }

    async fn fill_in(&mut self, under: &Message, button: &str, fields: Value) -> Message {
        let form = self.bench.d.press(&self.ana, under.id, button);
        form.modal().await;
        let message = self.bench.d.submit(&self.ana, &form, fields).answer().await;
        self.seen.push(message.json.clone());
        message
    }

    /// Pings are told as they come, one after another.
    async fn pinged(&mut self) -> Message {
        let message = self.bench.d.next_message(self.bench.d.dm(&self.ana)).await;
        self.seen.push(message.json.clone());
        message
    }

    async fn touches(&mut self) {
        let t = self.typed;
        let first = {
            let options = json!({
                "customer": t.customer, "signed": "2026-03-05", "zone": "Asia/Shanghai", "contact": t.contact, "product": t.product,
                "note": t.note,
            });
            self.command("add", options).await;
            self.bench.later(TimeDelta::zero()).await;
            self.bench.later(TimeDelta::days(3)).await;
            let first = self.bench.d.next_message(self.bench.d.dm(&self.ana)).await;
            self.seen.push(first.json.clone());
            first
        };
        let second = self.bench.d.next_message(self.bench.d.dm(&self.ana)).await;
        self.fill_in(&first, &label_of(&first, "done"), json!({"field0": t.gave, "field1": t.next})).await;
        let asked = self.press(&second, "touch-snooze").await;
        self.press(&asked, "touch-until").await;
        let pick = asked.buttons()[2].custom_id.clone();
        for wished in ["2026-03-20", "*soon*", "2026-03-01", "2029-01-01"] {
            let form = self.bench.d.press_forged(&self.ana, second.id, &pick);
            form.modal().await;
            let said = self.bench.d.submit(&self.ana, &form, json!({ "field0": wished }));
            self.seen.push(said.followup(0).await.json);
        }
        self.bench.later(TimeDelta::hours(1)).await;
        let again = self.pinged().await;
        self.fill_in(&again, &label_of(&again, "done"), json!({})).await;
        self.command("list", json!({})).await;
    }

    async fn later_touches(&mut self) {
        let t = self.typed;
        self.bench.later(TimeDelta::days(4)).await;
        let empty_before = self.pinged().await;
        self.fill_in(&empty_before, &label_of(&empty_before, "touch-skip"), json!({"field0": t.because}))
            .await;
        let [one, two] = t.others;
        let offer = |text: String| json!({"file": self.bench.d.upload("c.csv", "text/csv", text.as_bytes())});
        let bad = offer(format!("customer,signed,zone\n{one},soon,Mars\n,2026-03-06,\n{two},2020-03-06,\n"));
        let good = offer(format!(
            "customer,signed\n{one},2026-03-13\n{two},2026-03-14\n{},2026-03-13\n",
            t.customer
        ));
        self.command("import", bad).await;
        self.command("import", good).await;
        self.bench.later(TimeDelta::days(7)).await;
        self.command("done", json!({"touch": one})).await;
        self.command("list", json!({"by": "day"})).await;
        self.command("list", json!({"by": "customer"})).await;
        self.command("export", json!({})).await;
    }

    async fn hand_over(&mut self) {
        let ben = self.bench.d.user("Ben", self.typed.locale);
        self.bench.d.member(self.bench.guild, &ben, &[], 1 << 11);
        let shown = self.command("done", json!({"touch": self.typed.customer})).await;
        let asked = self.press(&shown, "touch-hand").await;
        let handed = self.bench.d.choose(&self.ana, asked.id, &list_of(&asked), &[&ben.id.to_string()]);
        self.seen.push(handed.answer().await.json);
        self.bench.later(TimeDelta::minutes(1)).await;
        let dm = self.bench.d.dm(&ben);
        self.seen.push(self.bench.d.next_message(dm).await.json);
        let asked = self.command("cancel", json!({"customer": self.typed.others[0]})).await;
        let reason = json!({"field0": self.typed.because});
        self.fill_in(&asked, &label_of(&asked, "touch-end"), reason).await;
        let boss = self.bench.boss(self.bench.guild, self.typed.locale);
        let team = self.bench.d.slash(&boss, self.bench.channel, "team", Some("followups"), json!({}));
        self.seen.push(answered(&team.answer().await, &boss, "team", Some("followups")));
    }
}

async fn messages(bench: &Bench, typed: &Typed) -> Vec<Value> {
    let mut scene = Scene { bench, typed, ana: bench.ana.speaking(typed.locale), seen: Vec::new() };
    scene.touches().await;
    scene.later_touches().await;
    scene.hand_over().await;
    scene.seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn working_a_touch_is_as_it_was_looked_at() {
    for (typed, name) in [(ENGLISH, "followup-en"), (CHINESE, "followup-zh-CN")] {
        let bench = Bench::with(true, tiny_files()).await;
        hold(name, &messages(&bench, &typed).await);
        bench.finish().await;
    }
}

/// The same with the shipped playbooks, for drawing; nothing is compared.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shipped_follow_ups_are_written_where_asked_for() {
    let Some(folder) = std::env::var_os("SPARRING_GALLERY") else { return };
    for typed in [ENGLISH, CHINESE] {
        let bench = Bench::with(true, shipped_files()).await;
        let all: Vec<String> = messages(&bench, &typed).await.iter().map(Value::to_string).collect();
        let name = format!("followup-{}.jsonl", typed.locale);
        std::fs::write(Path::new(&folder).join(name), all.join("\n")).expect("written");
        bench.finish().await;
    }
}
