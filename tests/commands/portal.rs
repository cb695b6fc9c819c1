//! `frontdesk portal`: one JSON object in, one out, also on failure; the portal's contract of interfaces.md.

use std::fs;

use frontdesk::domain::customer::CustomerId;
use frontdesk::domain::deed::Deed;
use frontdesk::domain::secret::NONCE_BYTES;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::Shop;

/// The clock of the commands.
#[expect(clippy::disallowed_methods, reason = "the program reads the real clock, so its past has to be a real one")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// Asks, and checks that the exit code says the same as the answer.
#[track_caller]
fn ask(shop: &Shop, what: &str, question: &Value) -> Value {
    let ended = shop.run_with(&["portal", what], &question.to_string());
    assert_eq!(ended.said.lines().count(), 1, "one object: {ended:?}");
    let answer = ended.json();
    let code = match (&answer["ok"], answer["reason"].as_str()) {
        (Value::Bool(true), None) => 0,
        (Value::Bool(false), Some("unavailable")) => 4,
        (Value::Bool(false), Some(_)) => 1,
        _ => panic!("no answer: {answer}"),
    };
    assert_eq!(ended.code, code, "{ended:?}");
    answer
}

#[track_caller]
fn redeem(shop: &Shop, question: &Value) -> Value {
    ask(shop, "redeem", question)
}

/// A shop in which Beatriz has been invited just now, with the token and the code of her letter.
fn invited() -> (Shop, String, String) {
    let shop = Shop::with_people();
    let (token, code) = shop.invited("C-1001", "Beatriz", now(), 1);
    (shop, token, code)
}

fn bea(shop: &Shop) -> Value {
    json!({
        "ok": true,
        "contact_id": shop.contact("C-1001", "Beatriz")["id"],
        "customer_id": shop.customer("C-1001")["id"],
        "email": "bea@ledger.example",
        "name": "Beatriz Quiñones",
    })
}

fn no(reason: &str) -> Value {
    json!({ "ok": false, "reason": reason })
}

/// The token of the only letter in the folder.
pub fn token_in_the_letter(shop: &Shop) -> String {
    let folder = fs::read_dir(shop.path(".local/share/frontdesk/outbox")).expect("a folder");
    let letter = folder.map(|entry| entry.expect("an entry").path()).next().expect("a letter");
    let text = fs::read_to_string(letter).expect("a text").replace("=\r\n", "").replace("=3D", "=");
    let link = text.split("https://portal.riverside.example/sign-in?token=").nth(1).expect("a link");
    link.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

/// A shop that has written Beatriz her letter, and the token in it.
fn with_a_letter() -> (Shop, String) {
    let shop = Shop::with_people();
    shop.run(&["invite", &shop.number("C-1001", "Beatriz")]).succeeds();
    shop.run(&["outbox", "send"]).succeeds();
    let token = token_in_the_letter(&shop);
    (shop, token)
}

#[test]
fn the_link_in_the_letter_opens_the_portal_exactly_once() {
    let (shop, token) = with_a_letter();
    assert_eq!(redeem(&shop, &json!({ "token": token })), bea(&shop));
    assert_eq!(redeem(&shop, &json!({ "token": token })), no("used"));
    assert_eq!(shop.contact("C-1001", "Beatriz")["invite"]["state"], "accepted");
}

#[test]
fn a_check_uses_nothing_up() {
    let (shop, token, _) = invited();
    for _ in 0..2 {
        assert_eq!(redeem(&shop, &json!({ "token": token, "check": true })), bea(&shop));
    }
    assert_eq!(redeem(&shop, &json!({ "token": token })), bea(&shop));
    assert_eq!(redeem(&shop, &json!({ "token": token, "check": true })), no("used"));
}

#[test]
fn a_portal_that_died_after_redeeming_asks_again_with_its_request() {
    let (shop, token, _) = invited();
    let question = json!({ "token": token, "request": "5f0c1e9e-8a55-4b53-9d2a-6a1f0e7f1b11" });
    assert_eq!(redeem(&shop, &question), bea(&shop));
    assert_eq!(redeem(&shop, &question), bea(&shop));
    assert_eq!(redeem(&shop, &json!({ "token": token, "request": "another" })), no("used"));
    assert_eq!(redeem(&shop, &json!({ "token": token })), no("used"));
    // Whose access was turned off in between does not get in by asking again.
    shop.import("contacts", "customer_ref,first_name,last_name,portal_access\nC-1001,Beatriz,Quiñones,no\n").succeeds();
    assert_eq!(redeem(&shop, &question), no("used"));
}

#[test]
fn a_code_opens_once_as_people_type_it() {
    let (shop, token, code) = invited();
    let typed = format!(" {}-{} ", code[..4].to_lowercase(), &code[4..]);
    let question = json!({ "email": "BEA@Ledger.example", "code": typed });
    assert_eq!(redeem(&shop, &question), bea(&shop));
    assert_eq!(redeem(&shop, &question), no("used"));
    assert_eq!(redeem(&shop, &json!({ "token": token })), no("used"));
}

#[test]
fn five_wrong_codes_lock_the_code_and_not_the_link() {
    let (shop, token, code) = invited();
    for _ in 0..5 {
        assert_eq!(redeem(&shop, &json!({ "email": "bea@ledger.example", "code": "WRNG-WRNG" })), no("unknown"));
    }
    assert_eq!(redeem(&shop, &json!({ "email": "bea@ledger.example", "code": code })), no("locked"));
    // Whoever guesses learns nothing of the lock, nor of who is a customer.
    assert_eq!(redeem(&shop, &json!({ "email": "bea@ledger.example", "code": "WRNG-WRNG" })), no("unknown"));
    assert_eq!(redeem(&shop, &json!({ "email": "nobody@ledger.example", "code": code })), no("unknown"));
    assert_eq!(redeem(&shop, &json!({ "token": token })), bea(&shop));
}

/// Ends the access of Beatriz, without anything sent.
fn end_access(shop: &Shop, how: &str) {
    let list = |columns: &str, values: &str| {
        let list = format!("customer_ref,first_name,last_name,{columns}\nC-1001,Beatriz,Quiñones,{values}\n");
        shop.import("contacts", list).succeeds();
    };
    let deed = |deed: &Deed| {
        shop.deed(deed, now(), [9; NONCE_BYTES]);
    };
    match how {
        "access off" => list("portal_access", "no"),
        "email changed" => list("email", "new@ledger.example"),
        "removed" => {
            let contact = shop.in_store("C-1001", "Beatriz");
            deed(&Deed::RemoveContact { id: contact.id, version: contact.version });
        }
        _ => {
            let id = CustomerId(shop.customer("C-1001")["id"].as_i64().expect("a number"));
            deed(&Deed::ArchiveCustomer { id, version: 1, ends: vec![shop.in_store("C-1001", "Beatriz").id] });
        }
    }
}

#[test]
fn what_ends_access_ends_the_link_and_the_code_at_once() {
    for how in ["access off", "email changed", "removed", "archived"] {
        let (shop, token, code) = invited();
        end_access(&shop, how);
        assert_eq!(redeem(&shop, &json!({ "token": token })), no("revoked"), "{how}");
        assert_eq!(redeem(&shop, &json!({ "token": token, "check": true })), no("revoked"), "{how}");
        let by_code = redeem(&shop, &json!({ "email": "bea@ledger.example", "code": code }));
        assert_eq!(by_code, no(if how == "email changed" { "unknown" } else { "revoked" }), "{how}");
        let accounts = ask(&shop, "access", &json!({ "email": "bea@ledger.example" }));
        assert_eq!(accounts, json!({ "ok": true, "accounts": [] }), "{how}");
    }
}

#[test]
fn the_secret_of_a_letter_stays_in_the_letter() {
    let (shop, token) = with_a_letter();
    redeem(&shop, &json!({ "token": token }));
    shop.run(&["backup", "copy.db"]).succeeds();
    let said = shop.everything().to_string();
    assert!(!said.contains(&token), "the export");
    let log = shop.path(".local/state/frontdesk/frontdesk.log");
    for file in
        [log, shop.database(), shop.path("shop.db-wal"), shop.path("copy.db")].iter().filter(|file| file.exists())
    {
        let bytes = fs::read(file).expect("read");
        assert!(!bytes.windows(token.len()).any(|part| part == token.as_bytes()), "{}", file.display());
    }
}

#[test]
fn every_other_link_says_why_not() {
    let shop = Shop::with_people();
    assert_eq!(redeem(&shop, &json!({ "token": "guessed" })), no("unknown"));
    assert_eq!(redeem(&shop, &json!({ "token": "" })), no("unknown"));

    let long_ago = now() - SignedDuration::from_hours(8 * 24);
    let (old, _) = shop.invited("C-1001", "Beatriz", long_ago, 1);
    shop.delivered(long_ago);
    assert_eq!(redeem(&shop, &json!({ "token": old })), no("expired"));
    let (second, code) = shop.invited("C-1001", "Beatriz", now(), 2);
    let invite = shop.contact("C-1001", "Beatriz")["invite"]["id"].to_string();
    shop.run(&["outbox", "revoke", &invite]).succeeds();
    assert_eq!(redeem(&shop, &json!({ "token": second })), no("revoked"));
    assert_eq!(redeem(&shop, &json!({ "email": "bea@ledger.example", "code": code })), no("revoked"));
}

#[test]
fn a_question_that_is_none_is_invalid() {
    let (shop, token, code) = invited();
    for question in [
        json!({}),
        json!([]),
        json!({ "token": 7 }),
        json!({ "token": token, "email": "bea@ledger.example", "code": code }),
        json!({ "email": "bea@ledger.example" }),
        json!({ "email": "bea@ledger.example", "code": code, "check": true }),
        json!({ "token": token, "colour": "green" }),
        json!({ "token": "x".repeat(70_000) }),
    ] {
        assert_eq!(redeem(&shop, &question), no("invalid"));
    }
    for text in ["", "token", "{", "{}{}", "\u{0}", "{\"token\":\"a\",\"token\":\"b\"}"] {
        let ended = shop.run_with(&["portal", "redeem"], text).ends_with(1);
        assert_eq!(ended.json(), no("invalid"), "{text:?}");
        assert_eq!(ended.told, "");
    }
    let ended = shop.run_with(&["portal", "access"], "{\"mail\":\"x\"}").ends_with(1);
    assert_eq!(ended.json(), no("invalid"));
    assert_eq!(redeem(&shop, &json!({ "token": token })), bea(&shop), "none of it used the link up");
}

#[test]
fn a_file_that_is_not_there_is_unavailable_and_said_to_whoever_runs_the_server() {
    let shop = Shop::bare();
    shop.configure("");
    assert_eq!(redeem(&shop, &json!({ "token": "t" })), no("unavailable"));
    assert_eq!(ask(&shop, "access", &json!({ "email": "a@b.example" })), no("unavailable"));
    shop.run_with(&["portal", "redeem"], "{\"token\":\"t\"}").ends_with(4).tells(&["There is no customer file at"]);
    shop.write(".config/frontdesk/config.toml", "colour = 'green'");
    assert_eq!(redeem(&shop, &json!({ "token": "t" })), no("unavailable"));
}

#[test]
fn access_names_every_account_that_an_email_signs_in_to_now() {
    let shop = Shop::with_people();
    shop.import(
        "contacts",
        "customer_ref,first_name,last_name,email,portal_access\nC-1002,Beatriz,Quiñones,bea@ledger.example,yes\n",
    )
    .succeeds();
    let accounts = ask(&shop, "access", &json!({ "email": " Bea@Ledger.Example " }));
    let expected: Vec<Value> = ["C-1001", "C-1002"]
        .map(|customer| {
            json!({
                "contact_id": shop.contact(customer, "Beatriz")["id"],
                "customer_id": shop.customer(customer)["id"],
                "name": "Beatriz Quiñones",
            })
        })
        .to_vec();
    assert_eq!(accounts, json!({ "ok": true, "accounts": expected }));
    let nobody = json!({ "ok": true, "accounts": [] });
    assert_eq!(ask(&shop, "access", &json!({ "email": "nobody@ledger.example" })), nobody);
    assert_eq!(ask(&shop, "access", &json!({ "email": "niall@obrien.example" })), nobody, "no access, no account");
}
