//! `frontdesk invite` and `frontdesk outbox`: the same rules as the screen, delivered without one.

use std::fs;

use serde_json::{Value, json};

use super::Shop;

/// A mail server that is not there: nothing on this machine answers at port 1.
const NO_SERVER: &str = "[mail]\nfrom = 'desk@riverside.example'\ndelivery = 'smtp'\n\
                         [mail.smtp]\nhost = '127.0.0.1'\nport = 1\nsecurity = 'none'\n";

/// A shop in which Beatriz has been invited.
fn with_an_invite() -> (Shop, String) {
    let shop = Shop::with_people();
    let ended = shop.run(&["invite", "--json", &shop.number("C-1001", "Beatriz")]).succeeds().json();
    let invite = ended["invite"].to_string();
    (shop, invite)
}

fn waiting(shop: &Shop) -> Value {
    shop.run(&["outbox", "list", "--json"]).succeeds().json()
}

#[test]
fn an_invite_is_queued_then_delivered_into_the_folder() {
    let shop = Shop::with_people();
    let number = shop.number("C-1001", "Beatriz");
    let ended = shop.run(&["invite", &number]).succeeds();
    assert_eq!(
        ended.said,
        "The invite of Beatriz Quiñones is queued. A running desk or `frontdesk outbox send` delivers it.\n"
    );
    let row = waiting(&shop)[0].clone();
    let keys: Vec<&String> = row.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["id", "contact_id", "email", "state", "attempts", "next_attempt_at", "last_error"]);
    assert_eq!(row["contact_id"].to_string(), number);
    assert_eq!((&row["state"], &row["attempts"]), (&json!("queued"), &json!(0)));
    let listed = shop.run(&["outbox", "list"]).succeeds().said;
    assert!(listed.contains(" 0 tries  bea@ledger.example") && listed.contains("Lopez Racing"), "{listed}");

    let sent = shop.run(&["outbox", "send"]).succeeds();
    assert_eq!(sent.told, "1 invite delivered, 0 to be tried again, 0 failed.\n");
    let letters: Vec<_> = fs::read_dir(shop.path(".local/share/frontdesk/outbox")).expect("a folder").collect();
    assert_eq!(letters.len(), 1);
    assert_eq!(waiting(&shop), json!([]));
    let ended = shop.run(&["outbox", "list"]).succeeds();
    assert_eq!((ended.said.as_str(), ended.told.as_str()), ("", "Every invite has arrived.\n"));
    assert_eq!(shop.run(&["outbox", "send"]).succeeds().told, "0 invites delivered, 0 to be tried again, 0 failed.\n");
}

#[test]
fn who_cannot_be_invited_is_said_with_the_reason() {
    let shop = Shop::with_people();
    for (customer, name, words) in
        [("C-1001", "Tom", "Tom Hale has no email"), ("C-1002", "Niall", "Niall O'Brien has no portal access")]
    {
        let number = shop.number(customer, name);
        assert_eq!(shop.run(&["invite", &number]).ends_with(1).tells(&[words]).said, "");
        let answer = shop.run(&["invite", "--json", &number]).ends_with(1).json();
        assert_eq!(answer["ok"], false);
        assert!(answer["reason"].as_str().is_some_and(|reason| reason.contains(words)), "{answer}");
    }
    shop.run(&["invite", "4711"]).ends_with(1).tells(&["There is no such contact in this file."]);
    let answer = shop.run(&["invite", "4711", "--json"]).ends_with(1).json();
    assert_eq!(answer["ok"], false);
    shop.run(&["invite", "Beatriz"]).ends_with(2).tells(&["Beatriz"]);
    assert_eq!(waiting(&shop), json!([]));
}

#[test]
fn a_preview_is_the_letter_with_a_link_that_opens_nothing() {
    let shop = Shop::with_people();
    let number = shop.number("C-1001", "Beatriz");
    let ended = shop.run(&["outbox", "preview", &number]).succeeds();
    let file = format!("preview-of-invite-{number}.eml");
    assert!(ended.said.starts_with(&format!("{file}: ")), "{ended:?}");
    let letter = fs::read_to_string(shop.path(&file)).expect("a letter").replace("=\r\n", "").replace("=3D", "=");
    for part in [
        "To: =?utf-8?b?",
        "<bea@ledger.example>",
        "Riverside Auto",
        "https://portal.riverside.example/sign-in?token=ONLY-A-PREVIEW-THIS-LINK-OPENS-NOTHING",
        "ONLY-SEEN",
    ] {
        assert!(letter.contains(part), "{part} in {letter}");
    }
    assert_eq!(waiting(&shop), json!([]), "nothing is queued");
    shop.run(&["outbox", "preview", &number, "--output", "seen.eml"]).succeeds();
    assert!(shop.path("seen.eml").exists());
    shop.run(&["outbox", "preview", &number, "--output", "no/such/folder.eml"])
        .ends_with(1)
        .tells(&["cannot be written"]);
    shop.run(&["outbox", "preview", "4711"]).ends_with(1).tells(&["There is no such contact in this file."]);
    shop.run(&["outbox", "preview", &shop.number("C-1001", "Tom")]).ends_with(1).tells(&["has no email"]);
}

#[test]
fn a_letter_that_cannot_be_used_stops_its_own_desk_and_no_other() {
    let (shop, _) = with_an_invite();
    shop.write("own/invite.html", "<p>{{ link }}\n<p>{{ nobody }}");
    shop.configure(&format!("[mail]\ntemplates = '{}'", shop.path("own").display()));
    let said = "own/invite.html, line 2, cannot be used: undefined value";
    shop.run(&["outbox", "send"]).ends_with(5).tells(&[said]);
    let ended = shop.run(&["doctor"]).ends_with(1);
    assert!(ended.said.contains("!!  configuration: The letter ") && ended.said.contains(said), "{ended:?}");
    assert_eq!(waiting(&shop)[0]["state"], "queued");
    shop.configure("");
    shop.run(&["outbox", "send"]).succeeds();
    // Said early, and no failure: nothing was due.
    shop.configure(&format!("[mail]\ntemplates = '{}'", shop.path("own").display()));
    shop.run(&["outbox", "send"]).succeeds().tells(&[said, "no invite leaves from here"]);
}

#[test]
fn where_only_the_timer_sends_every_desk_hears_that_its_letter_cannot_be_used() {
    let (shop, _) = with_an_invite();
    shop.write("own/invite.html", "<p>{{ link }}\n<p>{{ nobody }}");
    shop.configure(&format!("[mail]\nsend_from = 'timer'\ntemplates = '{}'", shop.path("own").display()));
    let said = "Nothing goes out for now: The letter ";
    shop.run(&["outbox", "send"]).ends_with(5).tells(&[said, "own/invite.html, line 2, cannot be used"]);
    shop.configure("[mail]\nsend_from = 'timer'");
    shop.run(&["outbox", "list"]).succeeds().tells(&[said, "next try"]);
    shop.run(&["outbox", "send"]).ends_with(5).tells(&[said]);
    shop.run(&["outbox", "retry", "--all"]).succeeds();
    shop.run(&["outbox", "send"]).succeeds();
}

#[test]
fn a_second_invite_waits_for_the_first() {
    let (shop, _) = with_an_invite();
    let ended = shop.run(&["invite", &shop.number("C-1001", "Beatriz")]).ends_with(1);
    ended.tells(&["An invite to bea@ledger.example is already waiting to go out, asked for by ines."]);
}

#[test]
fn without_a_sign_in_address_nothing_can_be_sent() {
    let shop = Shop::with_people();
    shop.write(".config/frontdesk/config.toml", format!("database = '{}'", shop.database().display()));
    let ended = shop.run(&["invite", &shop.number("C-1001", "Beatriz")]).ends_with(1);
    ended.tells(&["sign_in_url under [portal] in the configuration"]);
}

#[test]
fn a_server_that_is_not_there_defers_and_retry_makes_due_again() {
    let (shop, invite) = with_an_invite();
    shop.configure(NO_SERVER);
    shop.run(&["outbox", "send"]).ends_with(5);
    let row = waiting(&shop)[0].clone();
    assert_eq!((&row["state"], &row["attempts"]), (&json!("queued"), &json!(1)));
    assert!(row["last_error"].as_str().is_some_and(|words| words.contains("connection refused")), "{row}");
    let listed = shop.run(&["outbox", "list"]).succeeds();
    assert!(listed.said.contains(" 1 try    bea@ledger.example"), "{listed:?}");
    listed.tells(&["Nothing goes out for now: The mail server", "next try"]);
    // Now there is a folder instead, and what waits is made due.
    shop.configure("");
    shop.run(&["outbox", "retry", &invite]).succeeds();
    shop.run(&["outbox", "send"]).succeeds();
    assert_eq!(shop.contact("C-1001", "Beatriz")["invite"]["state"], "sent");
}

#[test]
fn retry_all_makes_everything_due() {
    let (shop, _) = with_an_invite();
    shop.configure(NO_SERVER);
    shop.run(&["outbox", "send"]).ends_with(5);
    shop.configure("");
    assert_eq!(shop.run(&["outbox", "retry", "--all"]).succeeds().told, "1 invite due now.\n");
    shop.run(&["outbox", "send"]).succeeds();
    assert_eq!(waiting(&shop), json!([]));
    assert_eq!(shop.run(&["outbox", "retry", "--all"]).succeeds().told, "0 invites due now.\n");
    shop.run(&["outbox", "retry"]).ends_with(2);
}

#[test]
fn a_revoked_invite_opens_nothing_and_is_not_sent() {
    let (shop, invite) = with_an_invite();
    shop.run(&["outbox", "revoke", &invite]).succeeds();
    shop.run(&["outbox", "send"]).succeeds();
    assert_eq!(shop.contact("C-1001", "Beatriz")["invite"]["state"], "revoked");
    assert!(!shop.path(".local/share/frontdesk/outbox").exists(), "no letter was written");
    shop.run(&["outbox", "revoke", &invite]).ends_with(1).tells(&["frontdesk: "]);
    shop.run(&["outbox", "retry", &invite]).ends_with(1).tells(&["frontdesk: "]);
    shop.run(&["outbox", "revoke", "4711"]).ends_with(1).tells(&["There is no such invite in this file."]);
}
