//! `frontdesk export`: its shape is that of interfaces.md, and a file is written whole or not at all.

use std::fs;

use serde_json::{Map, Value, json};

use frontdesk::domain::address::Mark;
use frontdesk::domain::deed::{AddressChange, AddressReport, Deed};
use frontdesk::domain::history::Subject;
use frontdesk::domain::preference::MessageType;
use frontdesk::domain::reach::Unreached;
use frontdesk::domain::secret::NONCE_BYTES;

use super::Shop;

const CUSTOMER: [&str; 11] =
    ["id", "ref", "first_name", "last_name", "company", "email", "phone", "notes", "preferences", "cars", "contacts"];
const CONTACT: [&str; 12] = [
    "id",
    "ref",
    "first_name",
    "last_name",
    "email",
    "phone",
    "role",
    "role_description",
    "primary",
    "portal_access",
    "preferences",
    "invite",
];

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().map(Map::keys).expect("an object").map(String::as_str).collect()
}

#[test]
fn it_has_every_key_of_the_interface_in_its_order_and_no_other() {
    let shop = Shop::with_people();
    let everything = shop.run(&["export"]).succeeds().json();
    assert_eq!(keys(&everything), ["format", "customers"]);
    assert_eq!(everything["format"], 1);
    for customer in everything["customers"].as_array().expect("customers") {
        assert_eq!(keys(customer), CUSTOMER);
        for car in customer["cars"].as_array().expect("cars") {
            assert_eq!(keys(car), ["year", "make", "model", "plate"]);
        }
        for contact in customer["contacts"].as_array().expect("contacts") {
            assert_eq!(keys(contact), CONTACT);
            let invite = ["id", "state", "delivery", "email", "sent_at", "expires_at", "sent_by"];
            assert_eq!(keys(&contact["invite"]), invite);
        }
    }
    let lopez = &everything["customers"][0];
    let absent = Value::Null;
    assert_eq!((&lopez["first_name"], &lopez["last_name"]), (&absent, &absent), "absent values are null");
    assert_eq!(lopez["phone"], "+15095550134");
    assert_eq!(lopez["preferences"], json!(["Scheduling", "Car Updates", "Contracts", "Invoices", "Estimates"]));
    assert_eq!(lopez["cars"], json!([{"year": 2019, "make": "Mazda", "model": "MX-5", "plate": "XYZ4471"}]));
    let bea = &lopez["contacts"][0];
    assert_eq!(bea["ref"], absent);
    assert_eq!((&bea["primary"], &bea["portal_access"]), (&json!(true), &json!(true)));
    assert_eq!(
        bea["invite"],
        json!({"id": null, "state": "none", "delivery": null, "email": null, "sent_at": null, "expires_at": null,
               "sent_by": null})
    );
}

#[test]
fn an_invite_is_in_it_with_its_state_and_its_times() {
    let shop = Shop::with_people();
    shop.run(&["invite", &shop.number("C-1001", "Beatriz")]).succeeds();
    assert_eq!(shop.contact("C-1001", "Beatriz")["invite"]["state"], "queued");
    shop.run(&["outbox", "send"]).succeeds();
    let invite = shop.contact("C-1001", "Beatriz")["invite"].clone();
    assert_eq!((&invite["state"], &invite["delivery"]), (&json!("sent"), &json!("folder")));
    assert_eq!((&invite["email"], &invite["sent_by"]), (&json!("bea@ledger.example"), &json!("ines")));
    for time in ["sent_at", "expires_at"] {
        let time = invite[time].as_str().expect("a time");
        assert!(time.ends_with('Z') && time.parse::<jiff::Timestamp>().is_ok(), "{time}");
    }
}

#[test]
fn the_history_is_in_it_when_asked_for() {
    let shop = Shop::with_people();
    shop.import("contacts", "customer_ref,first_name,last_name,phone\nC-1001,Tom,Hale,(509) 555-0161\n").succeeds();
    let lopez = shop.customer("C-1001");
    let newest = &lopez["history"][0];
    assert_eq!(keys(newest), ["at", "staff", "desk", "act", "contact_id", "changes"]);
    assert_eq!((&newest["staff"], &newest["desk"]), (&json!("ines"), &json!("desk 2")));
    assert_eq!(newest["contact_id"], shop.contact("C-1001", "Tom")["id"]);
    assert_eq!(newest["changes"], json!({"phone": ["+15095550160", "+15095550161"]}));
    let without = shop.run(&["export"]).succeeds().json();
    assert_eq!(without["customers"][0]["history"], Value::Null);
}

#[test]
fn an_empty_shop_is_an_empty_list() {
    assert_eq!(Shop::new().run(&["export"]).succeeds().json(), json!({"format": 1, "customers": []}));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let shop = Shop::with_people();
    let said = shop.run(&["export"]).succeeds().said;
    shop.write("shop.json", "the last one");
    let ended = shop.run(&["export", "--output", "shop.json"]).succeeds();
    assert_eq!((ended.said.as_str(), ended.told.as_str()), ("", ""));
    assert_eq!(fs::read_to_string(shop.path("shop.json")).expect("written"), said);

    let ended = shop.run(&["export", "--output", "gone/shop.json"]).ends_with(1);
    ended.tells(&["gone/shop.json could not be written (No such file or directory). Nothing was left behind"]);
    assert!(!shop.path("gone").exists());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let shop = Shop::with_people();
    let mut command = shop.command(&["export"]);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let ended = super::ended(command.stdout(writer).output().expect("the program starts"));
    assert_eq!((ended.code, ended.told.as_str()), (0, ""));
}

#[test]
fn what_is_known_of_addresses_is_in_it_and_no_list_changes_it() {
    let shop = Shop::with_people();
    let contact = shop.in_store("C-1001", "Beatriz");
    let email = contact.details.email.clone().expect("an email");
    let report = AddressReport {
        customer: contact.customer,
        subject: Subject::Contact(contact.id),
        email: email.clone(),
        change: AddressChange::Mark(Mark::NoMarketing),
    };
    let at = "2026-11-23T18:32:00Z".parse().expect("a moment");
    shop.deed(&Deed::MarkAddress { report, reason: "by phone".into() }, at, [9; NONCE_BYTES]);
    let known = json!([{
        "email": email.key(), "mark": "no marketing", "said_by": "person", "how": "by phone", "staff": "test",
        "at": "2026-11-23T18:32:00Z",
    }]);
    let without_staff = |mut list: Value| {
        list[0].as_object_mut().expect("an object").remove("staff");
        list
    };
    assert_eq!(without_staff(shop.everything()["addresses"].clone()), without_staff(known.clone()));
    // A list that ticks Marketing for the same address ticks, and reaches nobody.
    let list = format!(
        "customer_ref,first_name,last_name,email,marketing\nC-1001,Beatriz,{},{email},yes\n",
        contact.details.last_name
    );
    shop.import("contacts", list).succeeds();
    let after = shop.in_store("C-1001", "Beatriz");
    assert!(after.details.preferences.contains(MessageType::Marketing));
    assert_eq!(after.unreached(MessageType::Marketing), Some(Unreached::NoMarketing));
    assert_eq!(without_staff(shop.everything()["addresses"].clone()), without_staff(known));
}
