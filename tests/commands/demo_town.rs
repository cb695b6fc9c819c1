//! The town of the demo: what a newcomer meets has the variety of a real shop, and nobody in it exists.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Shop;

fn town(list: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo").join(list);
    fs::read_to_string(path).expect("a list of the town")
}

/// Customers of the town, through the door that every list takes, without a row left out.
fn customers() -> Vec<Value> {
    let shop = Shop::new();
    for list in ["customers", "contacts"] {
        let ended = shop.import(list, town(&format!("{list}.csv"))).succeeds();
        assert!(ended.said.contains(" 0 rows left out"), "{ended:?}");
    }
    shop.everything()["customers"].as_array().expect("customers").clone()
}

fn name(person: &Value) -> String {
    format!("{} {}", person["first_name"].as_str().unwrap_or(""), person["last_name"].as_str().unwrap_or(""))
}

#[test]
fn it_has_the_variety_of_a_real_shop() {
    let customers = customers();
    let contacts: Vec<&Value> =
        customers.iter().flat_map(|one| one["contacts"].as_array().expect("contacts")).collect();
    assert!(customers.len() >= 200 && contacts.len() >= 300, "{} and {}", customers.len(), contacts.len());
    let mut so_named: HashMap<String, usize> = HashMap::new();
    for person in customers.iter().filter(|one| one["company"].is_null()) {
        *so_named.entry(name(person)).or_default() += 1;
    }
    let everybody: Vec<String> = customers.iter().chain(contacts.iter().copied()).map(name).collect();
    let cars = |one: &&Value| one["cars"].as_array().is_some_and(|cars| cars.len() > 1);
    for (what, is_there) in [
        ("companies", customers.iter().any(|one| one["company"].is_string())),
        ("two of the same name", so_named.values().any(|count| *count > 1)),
        ("accents", everybody.iter().any(|name| !name.is_ascii())),
        ("apostrophes", everybody.iter().any(|name| name.contains('\''))),
        ("long names", everybody.iter().any(|name| name.chars().count() > 35)),
        (
            "a company that fills a line",
            customers.iter().any(|one| one["company"].as_str().is_some_and(|n| n.len() > 80)),
        ),
        ("several cars", customers.iter().filter(cars).count() > 50),
        ("a phone that is none", contacts.iter().any(|one| one["phone"].as_str().is_some_and(|p| !p.starts_with('+')))),
        ("somebody without a role", contacts.iter().any(|one| one["role"].is_null())),
        ("no contacts", customers.iter().any(|one| one["contacts"] == serde_json::json!([]))),
    ] {
        assert!(is_there, "the town lacks {what}");
    }
    for role in ["Spouse", "Assistant", "Bookkeeper", "Other"] {
        assert!(contacts.iter().any(|one| one["role"] == role), "the town lacks the role {role}");
    }
    let invites = town("invites.csv");
    for state in ["queued", "sent", "written", "accepted", "failed", "revoked"] {
        assert!(invites.lines().any(|line| line.split(',').nth(5) == Some(state)), "no invite is {state}");
    }
    let week =
        |line: &str| line.split(',').nth(4).and_then(|hours| hours.parse::<u32>().ok()).is_some_and(|h| h > 7 * 24);
    assert!(invites.lines().any(|line| line.contains(",sent,") && week(line)), "none has expired");
}

#[test]
fn nobody_in_it_exists() {
    for one in customers() {
        for person in one["contacts"].as_array().expect("contacts").iter().chain([&one]) {
            if let Some(phone) = person["phone"].as_str().filter(|phone| phone.starts_with('+')) {
                assert!(phone.len() == 12 && &phone[5..10] == "55501", "{phone} could ring somewhere");
            }
            let email = person["email"].as_str().unwrap_or("x.example");
            assert!(email.ends_with(".example"), "{email} could arrive somewhere");
        }
    }
}
