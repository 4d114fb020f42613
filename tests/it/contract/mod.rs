//! What the bot sends, held against Discord's own description: SPARRING_DISCORD_OPENAPI names its `openapi.json`.

mod description;
mod follow_ups;
mod reviews;

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::discord::answer_question;
use crate::support::bench::{Bench, label_of, list_of};
use crate::support::fake_discord::{Interaction, Message, Request, User};
use crate::training::with_forms;
use description::Description;

/// Every request that the bot may make.
const OPERATIONS: [&str; 12] = [
    "GET /channels/{channel_id}/messages",
    "GET /gateway/bot",
    "GET /guilds/{guild_id}/members",
    "GET /guilds/{guild_id}/members/{user_id}",
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original",
    "POST /channels/{channel_id}/messages",
    "POST /channels/{channel_id}/threads",
    "POST /interactions/{interaction_id}/{interaction_token}/callback",
    "POST /users/@me/channels",
    "POST /webhooks/{webhook_id}/{webhook_token}",
    "PUT /applications/{application_id}/commands",
    "PUT /channels/{channel_id}/thread-members/{user_id}",
];
/// Every sort of button, list and form.
const VERBS: [&str; 60] = [
    "anew",
    "answer",
    "assigned",
    "attend",
    "begin",
    "check-in",
    "choose",
    "correct",
    "dispute",
    "done",
    "enable",
    "hint",
    "keep",
    "late",
    "misses",
    "overdue",
    "overlay",
    "pick",
    "rate",
    "react",
    "react-pick",
    "rehearse",
    "remark",
    "resume",
    "review-case",
    "review-check",
    "review-comment",
    "review-finish",
    "review-goto",
    "review-look",
    "review-mark",
    "review-marking",
    "review-outcome",
    "review-reason",
    "review-settle",
    "review-skip",
    "review-test",
    "review-verdict",
    "round",
    "rounds",
    "say",
    "secret",
    "stop",
    "survey",
    "tape",
    "team-check-in",
    "team-nobody",
    "test",
    "test-drill",
    "touch",
    "touch-end",
    "touch-hand",
    "touch-next",
    "touch-open",
    "touch-skip",
    "touch-snooze",
    "touch-to",
    "touch-until",
    "type",
    "why",
];

const LINES: [&str; 4] = [
    "Tell me more, please.",
    "So the worry is a standstill in the season, do I get that right?",
    "Three firms went live in six weeks with two hours of standstill.",
    "I own it. Shall we say Thursday at ten?",
];

const OWN_CARDS: &str =
    "id = \"own\"\n\n[[cards]]\nid = \"ours\"\ntitle = \"Ours\"\nsource = \"deck\"\nbody = \"Our own.\"\n";

/// A bot that is led through all it can do, and the commands that were given.
struct Tour {
    bench: Bench,
    given: BTreeSet<String>,
}

impl Tour {
    fn give(&mut self, who: &User, line: (&str, Option<&str>), options: Value) -> Interaction {
        let (command, sub) = line;
        self.given.insert(sub.map_or_else(|| command.to_owned(), |sub| format!("{command} {sub}")));
        self.bench.d.slash(who, self.bench.channel, command, sub, options)
    }

    /// A drill with all its buttons; its scorecard comes back.
    async fn drills(&mut self, who: &User) -> Message {
        for sub in ["list", "history", "why", "stop"] {
            self.give(who, ("drill", Some(sub)), json!({})).answer().await;
        }
        let typed = json!({"scenario": "a"});
        let line = ("drill", Some("start"));
        self.bench.d.autocomplete(who, self.bench.channel, line, typed, "scenario").choices().await;
        self.give(who, line, json!({"scenario": "no such thing"})).answer().await;
        self.give(who, line, json!({"scenario": "quote"})).answer().await;
        let thread = self.bench.d.thread_of(who).await;
        self.bench.d.next_message(thread).await;
        let mut last = self.bench.d.next_message(thread).await;
        self.give(who, line, json!({})).answer().await;
        self.bench.d.press(who, last.id, &label_of(&last, "hint")).answer().await;
        for words in LINES {
            let form = self.bench.d.press(who, last.id, &label_of(&last, "answer"));
            form.modal().await;
            self.bench.d.submit(who, &form, json!({"words": words})).callback().await;
            self.bench.d.next_message(thread).await;
            last = self.bench.d.next_message(thread).await;
        }
        let card = self.bench.d.next_message(thread).await;
        self.bench.d.press(who, card.id, &label_of(&card, "why")).answer().await;
        self.bench.d.press(who, card.id, &label_of(&card, "tape")).answer().await;
        let why = self.give(who, ("drill", Some("why")), json!({})).answer().await;
        for reply in ["0", "1", "1"] {
            self.bench.d.choose(who, why.id, &list_of(&why), &[reply]).answer().await;
        }
        self.give(who, ("drill", Some("history")), json!({})).answer().await;
        self.bench.d.press_forged(who, card.id, "v0:stop:1").answer().await;
        card
    }

    /// A refused correction, one that is taken, a verdict that is kept, and the file.
    async fn reviews(&mut self, boss: &User) {
        let case = self.give(boss, ("review", Some("next")), json!({})).answer().await;
        let refused = self.bench.d.choose(boss, case.id, &list_of(&case), &[]);
        let case = refused.followup(0).await;
        let case = self.bench.d.press(boss, case.id, &label_of(&case, "review-case")).answer().await;
        let taken = self.bench.d.choose(boss, case.id, &list_of(&case), &["listen"]);
        let case = taken.followup(0).await;
        let kept = self.bench.d.press(boss, case.id, &label_of(&case, "keep"));
        let nothing = kept.followup(0).await;
        let file = self.bench.d.press(boss, nothing.id, &self.bench.sealed("v1:overlay")).answer().await;
        assert_eq!(file.files().len(), 1);
    }

    /// A file that is refused, one that takes effect by its button, and one by the command.
    async fn content(&mut self, boss: &User) {
        let offer =
            |bench: &Bench, name: &str, text: &str| bench.d.upload(name, "text/plain", text.as_bytes());
        let line = |sub| ("playbook", Some(sub));
        self.give(boss, line("list"), json!({})).answer().await;
        let broken = offer(&self.bench, "own.toml", "id = \"own\"\n\tcards = `*@everyone*`\n");
        let good = offer(&self.bench, "own.toml", OWN_CARDS);
        for (sub, file) in [("check", broken), ("check", good), ("upload", broken)] {
            self.give(boss, line(sub), json!({"file": file, "kind": "cards"})).answer().await;
        }
        let options = json!({"file": good, "kind": "cards", "playbook": "tiny", "language": "en"});
        let taken = self.give(boss, line("upload"), options.clone()).answer().await;
        self.bench.d.press(boss, taken.id, &label_of(&taken, "enable")).answer().await;
        self.give(boss, line("check"), json!({})).answer().await;
        self.give(boss, line("list"), json!({})).answer().await;
        let typed = json!({"name": "own", "version": ""});
        for (sub, options, option) in [
            ("upload", json!({"file": good, "kind": "cards", "playbook": "t"}), "playbook"),
            ("check", json!({"language": "e"}), "language"),
            ("enable", json!({"name": "o"}), "name"),
            ("enable", typed, "version"),
        ] {
            self.bench.d.autocomplete(boss, self.bench.channel, line(sub), options, option).choices().await;
        }
        for version in ["1", "off", "0", "7"] {
            self.give(boss, line("enable"), json!({"name": "own", "version": version})).answer().await;
        }
        self.give(boss, line("reload"), json!({})).answer().await;
    }

    /// A duel, with its card and its ratings.
    async fn duel(&mut self, who: &User) {
        let ben = self.bench.d.user("Ben", &who.locale);
        self.bench.d.member(self.bench.guild, &ben, &[], 1 << 11);
        let options = json!({"scenario": "quote", "buyer": ben.id.to_string()});
        self.give(who, ("drill", Some("duel")), options).answer().await;
        let thread = self.bench.d.thread_of(&ben).await;
        self.bench.d.next_message(thread).await;
        let opening = self.bench.d.next_message(thread).await;
        self.bench.d.press(&ben, opening.id, &label_of(&opening, "secret")).answer().await;
        self.bench.d.press(who, opening.id, &label_of(&opening, "stop")).callback().await;
        self.bench.d.next_message(thread).await;
        let asked = self.bench.d.next_message(thread).await;
        self.bench.d.press(&ben, asked.id, &label_of(&asked, "rate")).followup(0).await;
    }

    /// A drill in direct messages, left by its button.
    async fn in_private(&mut self, who: &User) {
        let dm = self.bench.d.dm(who);
        self.bench.d.says(who, dm, "Hello?");
        self.bench.d.next_message(dm).await;
        let options = json!({"scenario": "quote", "private": true});
        self.give(who, ("drill", Some("start")), options).answer().await;
        self.bench.d.next_message(dm).await;
        self.bench.d.next_message(dm).await;
        self.bench.d.says(who, dm, "…");
        self.bench.d.next_message(dm).await;
        // Long, and full of what is markup: cut and escaped within the limits.
        self.bench.d.says(who, dm, &"Tell me more, *please* _do_ [x](y). ".repeat(50));
        let said = self.bench.d.next_message(dm).await;
        self.bench.d.press(who, said.id, &label_of(&said, "stop"));
        self.bench.d.next_message(dm).await;
    }

    async fn cards_and_help(&mut self, who: &User) {
        let (d, channel) = (&self.bench.d, self.bench.channel);
        d.autocomplete(who, channel, ("card", None), json!({"name": "p"}), "name").choices().await;
        self.give(who, ("card", None), json!({"name": "price"})).answer().await;
        self.give(who, ("card", None), json!({"name": "none such"})).answer().await;
        self.give(who, ("help", None), json!({})).answer().await;
    }

    /// Follow-ups with their pings: into direct messages, after a lost answer, and into the channel.
    async fn follow_ups(&mut self, who: &User) {
        let (d, channel) = (&self.bench.d, self.bench.channel);
        let options = json!({"customer": "Delta", "zone": "Asia"});
        d.autocomplete(who, channel, ("followup", Some("add")), options, "zone").choices().await;
        let options = json!({"customer": "Delta", "signed": "2026-03-01", "zone": "Asia/Shanghai"});
        self.give(who, ("followup", Some("add")), options).answer().await;
        let options = json!({"customer": "Delta *Foods*", "signed": "2026-03-05", "zone": "Asia/Shanghai"});
        self.give(who, ("followup", Some("add")), options).answer().await;
        let dm = self.bench.d.dm(who);
        self.bench.d.commit_then_fail_next("POST /channels/*/messages", 502);
        self.bench.later(TimeDelta::days(3)).await;
        self.bench.later(TimeDelta::minutes(30)).await;
        let ping = self.bench.d.next_message(dm).await;
        let pings = [ping, self.bench.d.next_message(dm).await, self.bench.d.next_message(dm).await];
        self.bench.d.press(who, pings[0].id, &label_of(&pings[0], "rehearse")).answer().await;
        self.touches(who, &pings).await;
        self.customers(who).await;
        self.bench.d.blocks_dms(who, true);
        self.bench.settled(TimeDelta::days(10)).await;
        while self.bench.d.unread().iter().any(|message| message.channel == channel) {
            self.bench.d.next_message(channel).await;
        }
        self.bench.d.blocks_dms(who, false);
        self.give(who, ("followup", Some("list")), json!({})).answer().await;
    }

    /// Pings that come late, reach nobody, or are overdue; and a round after a drill.
    async fn other_pings(&mut self, who: &User, card: &Message) {
        self.bench.d.press(who, card.id, &label_of(card, "rounds")).answer().await;
        self.bench.settled(TimeDelta::days(9)).await;
        let round = self.with_button(who, "round");
        self.bench.d.press(who, round.id, &label_of(&round, "round")).answer().await;
        let boss = self.bench.d.user("Chief", &who.locale);
        self.bench.d.member(self.bench.guild, &boss, &[], 1 << 5);
        let reminders = self.bench.d.text_channel(self.bench.guild, "reminders");
        let rule = json!({
            "manager": boss.id.to_string(), "overdue-days": 1, "followup-channel": reminders.to_string(),
        });
        self.give(&boss, ("settings", None), rule).answer().await;
        self.two_customers(who).await;
        self.bench.d.blocks_dms(who, true);
        self.bench.settled(TimeDelta::days(12)).await;
        let in_public = self.bench.d.next_message(reminders).await;
        let verb = if in_public.text().contains("team") { "overdue" } else { "late" };
        self.bench.d.press(who, in_public.id, &label_of(&in_public, verb)).answer().await;
        self.bench.d.delete_channel(reminders);
        self.bench.d.deny(self.bench.channel, "SEND_MESSAGES");
        self.bench.settled(TimeDelta::days(40)).await;
        self.bench.d.allow(self.bench.channel, "SEND_MESSAGES");
        self.bench.d.blocks_dms(who, false);
        let dm = self.bench.d.dm(&boss);
        let told = self.bench.d.next_message(dm).await;
        let button = told.buttons()[0].custom_id.clone();
        self.bench.d.press(&boss, told.id, &button).answer().await;
        self.two_customers(who).await;
        // The bot was down: what is late comes together.
        self.bench.settled(TimeDelta::days(4)).await;
        let late = self.with_button(who, "late");
        let value = late.selects()[0]["options"][0]["value"].as_str().expect("a value").to_owned();
        self.bench.d.choose(who, late.id, &list_of(&late), &[value.as_str()]).answer().await;
        for message in self.bench.d.unread() {
            self.bench.d.next_message(message.channel).await;
        }
        self.give(&boss, ("settings", None), json!({"overdue-days": 0})).answer().await;
    }

    async fn two_customers(&mut self, who: &User) {
        for customer in ["Golf", "Hotel"] {
            let options = json!({"customer": customer, "zone": "Asia/Shanghai"});
            self.give(who, ("followup", Some("add")), options).answer().await;
        }
    }

    /// The newest message to somebody that has such a button or list.
    fn with_button(&self, user: &User, verb: &str) -> Message {
        let (d, verb) = (&self.bench.d, format!("\"v1:{verb}:"));
        let own = |m: &Message| m.json["components"].to_string().contains(&verb);
        d.messages(d.dm(user)).into_iter().rev().find(own).expect("such a message")
    }

    async fn quizzes(&mut self, who: &User) {
        let (d, channel) = (&self.bench.d, self.bench.channel);
        d.autocomplete(who, channel, ("quiz", Some("start")), json!({"quiz": "b"}), "quiz").choices().await;
        let asked = self.give(who, ("quiz", Some("start")), json!({}));
        asked.answer().await;
        asked.followup(0).await;
        let offer = self.give(who, ("quiz", Some("start")), json!({})).answer().await;
        let resumed = self.bench.d.press(who, offer.id, &label_of(&offer, "resume"));
        let mut question = resumed.followup(0).await;
        for _ in 0..5 {
            question = answer_question(&self.bench, &question).await.followup(0).await;
        }
        for _ in 0..2 {
            let pressed = self.bench.d.press(who, question.id, &label_of(&question, "survey"));
            question = pressed.followup(0).await;
        }
        let form = self.bench.d.press(who, question.id, &label_of(&question, "say"));
        form.modal().await;
        self.bench.d.submit(who, &form, json!({"words": "More of it."})).answer().await;
        self.give(who, ("quiz", Some("review")), json!({})).answer().await;
        // What was missed is due on the next day.
        self.bench.clock.advance(chrono::TimeDelta::days(1));
        let missed = self.give(who, ("quiz", Some("misses")), json!({})).answer().await;
        let begun = self.bench.d.press(who, missed.id, &label_of(&missed, "misses"));
        begun.followup(1).await;
        self.give(who, ("me", Some("progress")), json!({})).answer().await;
        let boss = self.bench.d.user("Boss", &who.locale);
        self.bench.d.member(self.bench.guild, &boss, &[], 1 << 5);
        self.give(&boss, ("team", Some("progress")), json!({})).answer().await;
        self.give(&boss, ("team", Some("followups")), json!({})).answer().await;
        self.reviews(&boss).await;
        self.official(who, &boss).await;
        self.content(&boss).await;
        self.settings(who, &boss).await;
        self.sessions(who, &boss).await;
        self.assignments(who, &boss).await;
    }
}

impl Tour {
    /// A training session with all its tests, its survey, its check-ins and its report.
    async fn sessions(&mut self, who: &User, boss: &User) {
        let line = |sub| ("session", Some(sub));
        let asked = json!({"title": "Objections", "drill": "quote", "manager": boss.id.to_string()});
        self.give(boss, line("open"), asked).answer().await;
        let (d, channel) = (&self.bench.d, self.bench.channel);
        for (option, typed) in [("test", "c"), ("drill", "q")] {
            let given = json!({"title": "x", option: typed});
            d.autocomplete(boss, channel, line("open"), given, option).choices().await;
        }
        d.autocomplete(boss, channel, line("close"), json!({"session": "o"}), "session").choices().await;
        let announced = d.next_message(channel).await;
        let there = d.press(who, announced.id, &label_of(&announced, "attend")).answer().await;
        d.press(who, there.id, &label_of(&there, "test")).followup(0).await;
        d.press(who, there.id, &label_of(&there, "test-drill")).answer().await;
        self.give(who, ("drill", Some("stop")), json!({})).answer().await;
        self.give(boss, line("close"), json!({})).answer().await;
        let d = &self.bench.d;
        let over = d.next_message(channel).await;
        let question = d.press(who, over.id, &label_of(&over, "react")).answer().await;
        let mut asked = d.press(who, question.id, &label_of(&question, "react-pick")).followup(0).await;
        while asked.buttons().iter().any(|button| button.custom_id.starts_with("v1:react-pick")) {
            asked = d.press(who, asked.id, &label_of(&asked, "react-pick")).followup(0).await;
        }
        let form = d.press(who, asked.id, &label_of(&asked, "remark"));
        form.modal().await;
        d.submit(who, &form, json!({"words": "More *drills*."})).answer().await;
        self.bench.settled(TimeDelta::days(30)).await;
        let last = |user: &User, verb: &str| {
            let (d, verb) = (&self.bench.d, format!("v1:{verb}:"));
            let own = |m: &Message| m.buttons().iter().any(|b| b.custom_id.starts_with(&verb));
            d.messages(d.dm(user)).into_iter().rev().find(own).expect("a check-in")
        };
        let mine = last(who, "check-in");
        self.bench.d.press(who, mine.id, &label_of(&mine, "check-in")).answer().await;
        let team = last(boss, "team-nobody");
        self.bench.d.press(boss, team.id, &label_of(&team, "team-nobody")).answer().await;
        self.give(boss, line("report"), json!({"light": true})).answer().await;
        for options in [json!({}), json!({"period": "2026", "wide": true}), json!({"period": "soon"})] {
            self.give(boss, ("team", Some("report")), options).answer().await;
        }
    }

    async fn settings(&mut self, who: &User, boss: &User) {
        for options in
            [json!({}), json!({"zone": "Asia/Shanghai", "leaderboard": true}), json!({"zone": "Mars"})]
        {
            self.give(boss, ("settings", None), options).answer().await;
        }
        let typed = json!({"zone": "Asia"});
        self.bench
            .d
            .autocomplete(boss, self.bench.channel, ("settings", None), typed, "zone")
            .choices()
            .await;
        for options in [json!({}), json!({"quiet-from": "21:00", "quiet-until": "08:00"})] {
            self.give(who, ("me", Some("settings")), options).answer().await;
        }
    }

    /// Every sort of assignment to members and to a role, told, begun, listed and cancelled.
    async fn assignments(&mut self, who: &User, boss: &User) {
        let line = |sub| ("assign", Some(sub));
        let role = self.bench.d.role(self.bench.guild, "Reps @everyone");
        self.bench.d.member(self.bench.guild, who, &[role], 1 << 11);
        let mention = format!("<@{}>", who.id);
        let given = [
            ("drill", json!({"scenario": "quote", "members": mention, "due": "7d", "feedback": "final"})),
            ("quiz", json!({"quiz": "basics", "role": role.to_string(), "pass": 90, "attempts": 1})),
            ("course", json!({"steps": "quote, basics", "member": who.id.to_string()})),
            ("course", json!({"steps": "quote, *none*", "member": who.id.to_string()})),
        ];
        for (sub, options) in given.iter().cycle().take(12).cloned() {
            self.give(boss, line(sub), options).answer().await;
        }
        for _ in 0..3 {
            let said = self.bench.d.next_message(self.bench.channel).await;
            self.bench.d.press(who, said.id, &label_of(&said, "begin")).answer().await;
        }
        self.bench.later(TimeDelta::hours(24)).await;
        let dm = self.bench.d.dm(who);
        let mut begun = 0;
        while begun < 6 {
            let notice = self.bench.d.next_message(dm).await;
            // Follow-ups are due as well.
            if notice.buttons().iter().any(|button| button.custom_id.starts_with("v1:begin:")) {
                self.bench.d.press(who, notice.id, &label_of(&notice, "begin")).answer().await;
                begun += 1;
            }
        }
        self.bench.know_members().await;
        self.give(boss, line("quiz"), json!({"quiz": "basics", "role": role.to_string()})).answer().await;
        let list = self.give(boss, line("list"), json!({})).answer().await;
        let turned = self.bench.d.press(boss, list.id, &label_of(&list, "assigned")).answer().await;
        assert!(turned.text().contains("Page 2 of 2"), "{}", turned.text());
        let (d, channel) = (&self.bench.d, self.bench.channel);
        let typed = json!({"assignment": ""});
        let open = d.autocomplete(boss, channel, line("cancel"), typed, "assignment").choices().await;
        d.autocomplete(boss, channel, line("course"), json!({"steps": "quote, "}), "steps").choices().await;
        for sub in ["list", "cancel", "list"] {
            self.give(boss, line(sub), json!({"assignment": open[0].1})).answer().await;
        }
        self.give(who, ("me", Some("progress")), json!({})).answer().await;
    }
}

/// Everything that was sent, each with what is wrong with it.
fn wrong_ones(description: &Description, requests: &[Request]) -> (BTreeSet<String>, Vec<String>) {
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for request in requests {
        match description.check(&request.method, &request.path, &request.body) {
            Ok(operation) => drop(seen.insert(operation)),
            Err(why) => wrong.push(why),
        }
    }
    (seen, wrong)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_the_bot_sends_is_what_discord_describes() {
    let Some(description) = Description::named() else {
        return;
    };
    let mut tour = Tour {
        bench: Bench::with(false, with_forms(crate::quiz::sheet::files(""))).await,
        given: BTreeSet::new(),
    };
    let ana = tour.bench.ana.clone();
    let card = tour.drills(&ana).await;
    tour.duel(&ana).await;
    tour.in_private(&ana).await;
    tour.cards_and_help(&ana).await;
    tour.follow_ups(&ana).await;
    tour.other_pings(&ana, &card).await;
    tour.quizzes(&ana).await;
    let chinese = ana.speaking("zh-CN");
    tour.cards_and_help(&chinese).await;
    let (seen, wrong) = wrong_ones(&description, &tour.bench.d.requests());
    assert!(wrong.is_empty(), "{} requests are wrong:\n{}", wrong.len(), wrong.join("\n\n"));
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), OPERATIONS);
    assert_eq!(tour.given, all_commands(), "the tour gives every command");
    let sent: String = tour.bench.d.requests().iter().map(|r| r.body.to_string()).collect();
    let ids = sent.split("\"v1:").skip(1).filter_map(|id| id.split([':', '~']).next());
    assert_eq!(ids.collect::<BTreeSet<_>>(), BTreeSet::from(VERBS), "the tour meets every button");
    tour.bench.finish().await;
}

fn all_commands() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for command in sparring::discord::COMMANDS {
        if command.subcommands.is_empty() {
            names.insert(command.name.to_owned());
        }
        names.extend(command.subcommands.iter().map(|sub| format!("{} {}", command.name, sub.name)));
    }
    names
}

#[test]
fn what_is_wrong_is_found() {
    let Some(description) = Description::named() else {
        return;
    };
    let button = |label: Value| json!({"type": 2, "style": 1, "label": label, "custom_id": "v1:why:1"});
    let message = |inner: Value| json!({"content": "x", "components": [{"type": 1, "components": [inner]}]});
    let option = |name: &str| json!([{"name": "card", "description": "x", "options": [{"type": 3, "name": name, "description": "x"}]}]);
    let (messages, commands) = ("/channels/1/messages", "/applications/1/commands");
    let reply = "/interactions/1/token/callback";
    let right = [
        ("POST", messages, message(button(json!("Go")))),
        ("PUT", commands, option("name")),
        ("PUT", commands, option("卡片")),
        ("POST", reply, json!({"type": 6})),
    ];
    for (method, path, body) in right {
        assert_eq!(description.check(method, path, &body).err(), None);
    }
    let wrong = [
        ("POST", messages, message(button(json!(7)))),
        ("POST", messages, message(json!({"type": 99, "custom_id": "x"}))),
        ("POST", messages, message(json!({"type": 2, "label": "no style", "custom_id": "x"}))),
        ("POST", messages, json!({"content": "x", "nonse": "1"})),
        ("POST", messages, json!({"content": "x", "nonce": "n".repeat(26)})),
        ("PUT", commands, option("Name")),
        ("PUT", commands, option("two words")),
        ("POST", reply, json!({"type": 10})),
        (
            "POST",
            reply,
            json!({"type": 9, "data": {"custom_id": "x", "title": "t".repeat(46), "components": []}}),
        ),
        ("POST", "/users/@me/channels", json!({"recipient_id": "Ana"})),
        ("PUT", "/channels/1/thread-members/2", json!({"user": "2"})),
        ("POST", "/channels/1/no-such-thing", json!({})),
    ];
    for (method, path, body) in wrong {
        assert!(description.check(method, path, &body).is_err(), "{method} {path} {body} was let through");
    }
}
