//! The part of the tour that trainers walk: official drills reviewed and marked blind, a disputed reply as a test.

use chrono::TimeDelta;
use serde_json::json;

use super::Tour;
use crate::support::bench::{label_of, list_of};
use crate::support::fake_discord::User;

impl Tour {
    pub(super) async fn official(&mut self, who: &User, boss: &User) {
        // So long that what was said takes two pages.
        let long = "I see, please tell me more. ".repeat(40);
        let lines = ["Tell me more, please.", long.as_str(), "So the worry is a standstill?"];
        self.bench.official(who, 500, &lines).await;
        let mut shown = self.give(boss, ("review", Some("mark")), json!({})).answer().await;
        shown = self.bench.d.press(boss, shown.id, &label_of(&shown, "review-marking")).answer().await;
        shown = self.bench.d.choose(boss, shown.id, &list_of(&shown), &["0"]).answer().await;
        for _ in 0..4 {
            shown = self.bench.d.press(boss, shown.id, &label_of(&shown, "review-mark")).answer().await;
        }
        self.bench.d.press(boss, shown.id, &label_of(&shown, "review-finish")).answer().await;
        self.give(boss, ("review", Some("agreement")), json!({})).answer().await;
        let mut case = self.give(boss, ("review", Some("next")), json!({})).answer().await;
        case = self.bench.d.press(boss, case.id, &label_of(&case, "review-look")).answer().await;
        let looked = self.bench.d.choose(boss, case.id, &list_of(&case), &["2"]).answer().await;
        let form = self.bench.d.choose(boss, looked.id, &list_of(&looked), &["met"]);
        form.modal().await;
        case = self.bench.d.submit(boss, &form, json!({"words": "She did."})).answer().await;
        let form = self.bench.d.press(boss, case.id, &label_of(&case, "review-comment"));
        form.modal().await;
        case = self.bench.d.submit(boss, &form, json!({"words": "Well done."})).answer().await;
        let settled = self.bench.d.press(boss, case.id, &label_of(&case, "review-settle"));
        settled.followup(0).await;
        self.bench.later(TimeDelta::seconds(1)).await;
        let dm = self.bench.d.dm(who);
        loop {
            let told = self.bench.d.next_message(dm).await;
            if told.buttons().iter().any(|button| button.custom_id.contains("review-outcome")) {
                self.bench.d.press(who, told.id, &label_of(&told, "review-outcome")).answer().await;
                break;
            }
        }
    }
}
