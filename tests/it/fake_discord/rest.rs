//! Channels, threads, direct channels, files and the errors around them.

use serde_json::{Value, json};

use super::{Bare, World, world};

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

async fn thread(w: &World, bare: &Bare) -> u64 {
    let body = json!({"name": "Ana spars", "type": 12, "auto_archive_duration": 1440});
    let (status, made) = bare.ask("POST", &format!("/channels/{}/threads", w.channel), body).await;
    assert_eq!((status, &made["type"]), (201, &json!(12)));
    text(&made["id"]).parse().expect("an id")
}

#[tokio::test]
async fn a_private_thread_is_opened_peopled_and_archived() {
    let w = world().await;
    let bare = Bare::new(&w.d);
    let t = thread(&w, &bare).await;
    let member = format!("/channels/{t}/thread-members/{}", w.ana.id);
    assert_eq!(bare.ask("GET", &member, json!(null)).await.1["code"], 10007);
    assert_eq!(bare.ask("PUT", &member, json!(null)).await.0, 204);
    assert_eq!(bare.ask("GET", &member, json!(null)).await.0, 200);
    assert_eq!(w.d.thread_of(&w.ana).await, t);
    w.d.says(&w.ana, t, "hello");
    assert_eq!(w.d.messages(t).len(), 1);
    let (_, said) = bare.ask("POST", &format!("/channels/{t}/messages"), json!({"content": "hi"})).await;
    let own = format!("/channels/{t}/messages/{}", text(&said["id"]));
    assert_eq!(
        bare.ask("PATCH", &format!("/channels/{t}"), json!({"archived": true})).await.1["thread_metadata"]["archived"],
        true
    );
    assert_eq!(bare.ask("PATCH", &own, json!({"content": "x"})).await.1["code"], 50083);
    assert_eq!(bare.ask("PUT", &member, json!(null)).await.1["code"], 50083);
    assert_eq!(bare.ask("POST", &format!("/channels/{t}/messages"), json!({"content": "hi"})).await.0, 200);
    assert_eq!(bare.ask("PATCH", &own, json!({"content": "x"})).await.0, 200);
    let id: u64 = text(&said["id"]).parse().expect("an id");
    assert_eq!(w.d.next_edit(id).await.content(), "x");
    w.d.archive(t, true);
    w.d.deny(w.channel, "MANAGE_THREADS");
    assert_eq!(
        bare.ask("POST", &format!("/channels/{t}/messages"), json!({"content": "hi"})).await.1["code"],
        50083
    );
    assert_eq!(w.d.threads()[0]["thread_metadata"]["locked"], true);
    w.d.delete_channel(w.channel);
    assert_eq!(bare.ask("GET", &format!("/channels/{t}"), json!(null)).await.1["code"], 10003);
    assert!(w.d.violations().is_empty());
}

#[tokio::test]
async fn doors_that_are_closed_stay_closed() {
    let w = world().await;
    let bare = Bare::new(&w.d);
    let hi = json!({"content": "hi"});
    let (_, dm) =
        bare.ask("POST", "/users/@me/channels", json!({"recipient_id": w.ana.id.to_string()})).await;
    let (_, again) =
        bare.ask("POST", "/users/@me/channels", json!({"recipient_id": w.ana.id.to_string()})).await;
    assert_eq!((text(&dm["id"]), &again), (w.d.dm(&w.ana).to_string(), &dm));
    assert_eq!(bare.ask("POST", "/users/@me/channels", json!({"recipient_id": "5"})).await.1["code"], 50033);
    w.d.blocks_dms(&w.ana, true);
    let path = format!("/channels/{}/messages", text(&dm["id"]));
    assert_eq!(
        bare.ask("POST", &path, hi.clone()).await,
        (403, json!({"code": 50007, "message": "Cannot send messages to this user"}))
    );
    let path = format!("/channels/{}/messages", w.channel);
    w.d.deny(w.channel, "SEND_MESSAGES");
    assert_eq!(bare.ask("POST", &path, hi.clone()).await.1["code"], 50013);
    w.d.deny(w.channel, "VIEW_CHANNEL");
    assert_eq!(bare.ask("POST", &path, hi.clone()).await.1["code"], 50001);
    w.d.allow(w.channel, "VIEW_CHANNEL");
    w.d.allow(w.channel, "SEND_MESSAGES");
    let (_, sent) = bare.ask("POST", &path, hi.clone()).await;
    let one = format!("{path}/{}", text(&sent["id"]));
    assert_eq!(bare.ask("GET", &one, json!(null)).await.1["content"], "hi");
    assert_eq!(bare.ask("DELETE", &one, json!(null)).await.0, 204);
    assert_eq!(bare.ask("GET", &one, json!(null)).await.1["code"], 10008);
    let said = w.d.says(&w.ana, w.channel, "mine");
    assert_eq!(bare.ask("PATCH", &format!("{path}/{said}"), hi.clone()).await.1["code"], 50005);
    w.d.deny(w.channel, "READ_MESSAGE_HISTORY");
    assert_eq!(bare.ask("GET", &path, json!(null)).await.1, json!([]));
    assert_eq!(bare.ask("POST", "/channels/77/messages", hi).await.1["code"], 10003);
    assert_eq!(bare.ask("POST", &format!("/channels/{}/typing", w.channel), json!(null)).await.0, 204);
    for (path, code) in [("/guilds/5", 10004), (&*format!("/guilds/{}/members/5", w.guild), 10013)] {
        assert_eq!(bare.ask("GET", path, json!(null)).await.1["code"], code);
    }
    let (_, member) =
        bare.ask("GET", &format!("/guilds/{}/members/{}", w.guild, w.ana.id), json!(null)).await;
    assert_eq!(member["user"]["id"], w.ana.id.to_string());
    assert_eq!(bare.ask("GET", &format!("/guilds/{}", w.guild), json!(null)).await.1["name"], "Acme");
}

#[tokio::test]
async fn the_application_is_described_and_the_token_checked() {
    let w = world().await;
    let bare = Bare::new(&w.d);
    for path in ["/gateway", "/gateway/bot", "/users/@me", "/applications/@me", "/oauth2/applications/@me"] {
        assert_eq!(bare.ask("GET", path, json!(null)).await.0, 200, "{path}");
    }
    let anonymous = reqwest::get(format!("{}/api/v10/users/@me", w.d.api_url())).await.expect("an answer");
    assert_eq!(anonymous.status(), 401);
    assert_eq!(
        anonymous.json::<Value>().await.expect("JSON"),
        json!({"message": "401: Unauthorized", "code": 0})
    );
    assert_eq!(bare.ask("GET", "/nowhere", json!(null)).await.0, 501);
    assert_eq!(w.d.take_violations(), ["GET /nowhere"]);
    let elsewhere = reqwest::get(format!("{}/api/v9/gateway", w.d.api_url())).await.expect("an answer");
    assert_eq!(elsewhere.status(), 501);
    w.d.take_violations();
    w.d.finish().await;
}

#[tokio::test]
async fn files_come_along_and_can_be_fetched() {
    let w = world().await;
    let bare = Bare::new(&w.d);
    let payload = json!({"embeds": [{"title": "t", "image": {"url": "attachment://a.png"}}], "attachments": [{"id": 0, "filename": "a.png"}]});
    let body = format!(
        "--B\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{payload}\r\n--B\r\nContent-Disposition: \
         form-data; name=\"files[0]\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n\r\n--B--\r\n"
    );
    let path = format!("/channels/{}/messages", w.channel);
    let request =
        bare.raw("POST", &path).header("content-type", "multipart/form-data; boundary=B").body(body);
    assert_eq!(request.send().await.expect("an answer").status(), 200);
    let message = w.d.next_message(w.channel).await;
    let (name, url) = message.files().remove(0);
    assert_eq!((name.as_str(), w.d.file(&url)), ("a.png", Some(b"PNG\r\n".to_vec())));
    assert_eq!(
        reqwest::get(url).await.expect("an answer").bytes().await.expect("bytes").as_ref(),
        b"PNG\r\n"
    );
    let request = w.d.requests().remove(0);
    assert_eq!((request.files, request.query.as_str()), (vec![("a.png".to_owned(), 5)], ""));
    assert_eq!(request.body["embeds"][0]["title"], "t");
    assert!(request.at.as_secs() < 60);
    assert_eq!(w.d.message(message.id).expect("there").text(), "t");
    assert!(w.d.violations().is_empty());
}

#[tokio::test]
async fn a_ping_that_nobody_allowed_is_noted() {
    let w = world().await;
    let bare = Bare::new(&w.d);
    let path = format!("/channels/{}/messages", w.channel);
    let hey = format!("hey <@{}>", w.ana.id);
    bare.ask("POST", &path, json!({"content": hey, "allowed_mentions": {"parse": []}})).await;
    assert!(w.d.violations().is_empty());
    bare.ask("POST", &path, json!({"content": hey})).await;
    assert!(w.d.take_violations()[0].contains("would ping"));
}

#[tokio::test]
async fn serenity_reads_every_answer_and_event() {
    use serenity::all::{
        AutoArchiveDuration, ChannelId, ChannelType, CreateMessage, CreateThread, EditThread, GetMessages,
        GuildId, UserId,
    };
    let w = super::running().await;
    let http =
        serenity::http::HttpBuilder::new(w.d.token()).proxy(w.d.api_url()).ratelimiter_disabled(true).build();
    let (guild, channel, ana) = (GuildId::new(w.guild), ChannelId::new(w.channel), UserId::new(w.ana.id));
    assert_eq!(http.get_guild(guild).await.expect("a guild").roles.len(), 2);
    assert_eq!(http.get_member(guild, ana).await.expect("a member").roles.len(), 1);
    assert_eq!(http.get_current_user().await.expect("me").id.get(), w.d.bot_id());
    http.get_current_application_info().await.expect("the application");
    http.get_bot_gateway().await.expect("the gateway");
    let thread = CreateThread::new("Ana")
        .kind(ChannelType::PrivateThread)
        .auto_archive_duration(AutoArchiveDuration::OneDay);
    let mut thread = channel.create_thread(&http, thread).await.expect("a thread");
    http.add_thread_channel_member(thread.id, ana).await.expect("added");
    thread.edit_thread(&http, EditThread::new().archived(true)).await.expect("archived");
    let sent = thread.id.send_message(&http, CreateMessage::new().content("hi")).await.expect("sent");
    assert_eq!(thread.id.message(&http, sent.id).await.expect("read").content, "hi");
    assert_eq!(thread.id.messages(&http, GetMessages::new().limit(10)).await.expect("read").len(), 2);
    http.get_channel(thread.id).await.expect("a channel");
    let direct = ana.create_dm_channel(&http).await.expect("a direct channel");
    assert_eq!(direct.recipient.id, ana);
    let other = w.d.guild("Later");
    w.d.text_channel(other, "new");
    w.d.delete_channel(thread.id.get());
    w.d.delete_channel(w.channel);
    w.d.finish().await;
}
