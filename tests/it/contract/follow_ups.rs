//! Follow-ups with all that can be done about a touch and a customer.

use chrono::TimeDelta;
use serde_json::json;

use super::Tour;
use crate::support::bench::{label_of, list_of};
use crate::support::fake_discord::{Message, User};

impl Tour {
    /// A form is opened by a button and sent.
    async fn fill_in(&self, who: &User, under: &Message, button: &str, first: &str) -> Message {
        let form = self.bench.d.press(who, under.id, button);
        form.modal().await;
        let sent = self.bench.d.submit(who, &form, json!({"field0": first}));
        sent.answer().await
    }

    /// What stands under a ping: put off, left out, done; each also where it is refused.
    pub(super) async fn touches(&mut self, who: &User, pings: &[Message; 3]) {
        let d = &self.bench.d;
        let [done, skipped, put_off] = pings;
        let asked = d.press(who, put_off.id, &label_of(put_off, "touch-snooze")).answer().await;
        let pick = asked.buttons()[2].custom_id.clone();
        let form = d.press(who, asked.id, &pick);
        form.modal().await;
        d.submit(who, &form, json!({"field0": "*soon*"})).followup(0).await;
        d.press(who, asked.id, &label_of(&asked, "touch-until")).answer().await;
        self.fill_in(who, skipped, &label_of(skipped, "touch-skip"), "On *holiday*").await;
        self.fill_in(who, done, &label_of(done, "done"), "A [report](x)").await;
        let d = &self.bench.d;
        d.press_forged(who, done.id, &label_of(done, "done")).followup(0).await;
        d.press(who, put_off.id, &label_of(put_off, "touch-hand")).answer().await;
        let line = |sub| ("followup", Some(sub));
        for (sub, option) in [("done", "touch"), ("snooze", "touch"), ("cancel", "customer")] {
            let typed = json!({option: "del"});
            d.autocomplete(who, self.bench.channel, line(sub), typed, option).choices().await;
        }
        for by in ["day", "customer", "owner"] {
            self.give(who, line("list"), json!({ "by": by })).answer().await;
        }
        self.give(who, line("snooze"), json!({"touch": "Delta", "until": "2h"})).answer().await;
        self.give(who, line("done"), json!({"touch": "*none*"})).answer().await;
        self.give(who, line("preview"), json!({"signed": "2026-03-06"})).answer().await;
    }

    /// Customers from a file and into files; one is handed over, and the follow-ups of another end.
    pub(super) async fn customers(&mut self, who: &User) {
        let line = |sub| ("followup", Some(sub));
        for text in
            ["customer,sined\nx,y\n", "customer,signed\n\"Echo *and* sons\",2026-03-09\nDelta,2026-03-09\n"]
        {
            let file = self.bench.d.upload("customers.csv", "text/csv", text.as_bytes());
            self.give(who, line("import"), json!({ "file": file })).answer().await;
        }
        self.give(who, line("export"), json!({})).answer().await;
        let asked = self.give(who, line("cancel"), json!({"customer": "Echo *and* sons"})).answer().await;
        self.fill_in(who, &asked, &label_of(&asked, "touch-end"), "Contract over").await;
        let cora = self.bench.d.user("Cora @everyone", &who.locale);
        self.bench.d.member(self.bench.guild, &cora, &[], 1 << 11);
        let shown = self.give(who, line("done"), json!({"touch": "Delta"})).answer().await;
        let d = &self.bench.d;
        let asked = d.press(who, shown.id, &label_of(&shown, "touch-hand")).answer().await;
        d.choose(who, asked.id, &list_of(&asked), &[&cora.id.to_string()]).answer().await;
        self.bench.later(TimeDelta::minutes(1)).await;
        let told = self.bench.d.next_message(self.bench.d.dm(&cora)).await;
        self.bench.d.press(&cora, told.id, &label_of(&told, "touch-next")).answer().await;
    }
}
