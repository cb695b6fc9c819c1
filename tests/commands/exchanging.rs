//! Other programs' address books, as they write them (tests/samples), and our own lists, out and in again.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::Shop;

fn sample(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name).display().to_string()
}

/// What a customer is called, how it is reached, and its people with their roles.
fn brief(customer: &Value) -> Value {
    let people: Vec<Value> = customer["contacts"]
        .as_array()
        .expect("contacts")
        .iter()
        .map(|contact| {
            let name = format!(
                "{} {}",
                contact["first_name"].as_str().expect("a first name"),
                contact["last_name"].as_str().expect("a last name")
            );
            let role = contact["role_description"].as_str().or(contact["role"].as_str()).unwrap_or_default();
            json!([name, role, contact["email"], contact["phone"]])
        })
        .collect();
    let name = [&customer["first_name"], &customer["last_name"], &customer["company"]]
        .iter()
        .filter_map(|part| part.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    json!([name, customer["email"], customer["phone"], customer["notes"], people])
}

fn all(shop: &Shop) -> Vec<Value> {
    shop.everything()["customers"].as_array().expect("customers").iter().map(brief).collect()
}

/// Brings a sample in twice: the second time changes nothing.
fn brought_in(name: &str, code: i32) -> (Shop, super::Ended) {
    let shop = Shop::new();
    let ended = shop.run(&["import", "customers", &sample(name)]).ends_with(code);
    let before = shop.everything();
    shop.run(&["import", "customers", &sample(name)]).ends_with(code);
    assert_eq!(shop.everything(), before, "{name}");
    (shop, ended)
}

#[test]
fn google_contacts() {
    let (shop, ended) = brought_in("google.csv", 1);
    let ended = ended.tells(&["line 5, last_name: "]);
    assert_eq!(
        ended.said,
        "2 customers added, 0 changed, 0 unchanged, 1 row left out.\n2 contacts added, 0 changed, 0 unchanged, 0 rows left out.\n"
    );
    assert_eq!(
        all(&shop),
        [
            json!([
                "María López",
                "maria@lopez.example",
                "+15095550134",
                "Red MX-5, key in the left drawer",
                [["Tomás López", "Spouse", null, null], ["Ann Bell", "Assistant", null, null]]
            ]),
            json!(["Riverside Bakery", "office@bakery.example", "+15095550150", null, []]),
        ]
    );
}

#[test]
fn google_contacts_of_old() {
    let (shop, _) = brought_in("google-2018.csv", 0);
    let niall = json!([["Niall Quinn", "Brother", null, null]]);
    assert_eq!(all(&shop), [json!(["Ana Quinn", "ana@quinn.example", "+15095550141", null, niall])]);
}

#[test]
fn outlook_with_spouse_and_assistant() {
    let (shop, ended) = brought_in("outlook.csv", 0);
    ended.tells(&["Windows-1252"]);
    let people = json!([["Zoë Müller", "Spouse", null, null], ["Ann Bell", "Assistant", null, "+15095550162"]]);
    assert_eq!(
        all(&shop),
        [
            json!(["Jürgen Müller", "juergen@mueller.example", "+15095550161", null, people]),
            json!(["Hale Motors", "ap@hale.example", "+15095550163", "Net 30", []]),
        ]
    );
}

#[test]
fn cards_of_apple() {
    let (shop, _) = brought_in("apple.vcf", 0);
    let okafor = json!([["Ngozi Okafor", "Spouse", null, null], ["Ada Obi", "Sister", null, null]]);
    let reed = json!([["Val Reed", "Bookkeeper", "val@reed.example", null]]);
    assert_eq!(
        all(&shop),
        [
            json!([
                "Chidi Okafor Okafor Tiles",
                "chidi@tiles.example",
                "+15095550170",
                "Calls before, never after lunch",
                okafor
            ]),
            json!(["Harbor Glass", null, "+15095550171", null, reed]),
        ]
    );
}

#[test]
fn cards_of_android() {
    let (shop, _) = brought_in("android.vcf", 0);
    let luis = json!([["Luis Rey", "Spouse", null, null]]);
    assert_eq!(
        all(&shop),
        [json!(["Beatriz Quiñones", "bea@ledger.example", "+15095550180", "Prefers the morning", luis])]
    );
}

#[test]
fn cards_that_name_each_other() {
    let (shop, _) = brought_in("vcard4.vcf", 0);
    let people = json!([["Sue Hale", "Spouse", "sue@hale.example", null], ["Ann Bell", "Assistant", null, null]]);
    assert_eq!(
        all(&shop),
        [
            json!(["Tom Hale", null, "+15095550190", "Tags: VIP, Fleet", people]),
            json!(["Sue Hale", "sue@hale.example", null, null, []]),
        ]
    );
    assert_eq!(shop.customer("4fbe8971-0bc3-424c-9c26-36c3e1eff6b1")["last_name"], "Hale");
}

#[test]
fn a_dry_run_of_an_address_book_writes_nothing() {
    let shop = Shop::new();
    let before = shop.everything();
    let dry = shop.run(&["import", "customers", &sample("apple.vcf"), "--dry-run", "--json"]).succeeds().json();
    assert_eq!((&dry["added"], &dry["contacts"]["added"]), (&json!(2), &json!(3)));
    assert_eq!(shop.everything(), before);
}

/// What an export says, without the numbers that a file gives.
fn without_numbers(mut everything: Value) -> Value {
    for customer in everything["customers"].as_array_mut().expect("customers") {
        customer["id"] = Value::Null;
        for contact in customer["contacts"].as_array_mut().expect("contacts") {
            contact["id"] = Value::Null;
        }
        customer["history"] = Value::Null;
    }
    everything
}

/// People with everything that is hard for a list.
fn hard_people() -> Shop {
    let shop = Shop::with_people();
    shop.import(
        "customers",
        "ref,first_name,last_name,company,phone,notes,marketing,car1_model,car2_model,car2_plate\n\
         C-9,''tis,=1+1,\"A; B, \"\"C\"\" \\ D\",ask Ana,+1 free oil,yes,Civic,,Ä 12-X\n\
         C-8,Ann,''=1,'#N/A,'1E+5,,no,,,'12E+5\n",
    )
    .succeeds();
    shop.import(
        "contacts",
        "customer_ref,contact_ref,first_name,last_name,email,role,role_description,invoices,portal_access\n\
         C-9,K-1,-Dash,@Home,d@home.example,Other,\"Keys; and, more\",yes,yes\nC-9,,No,Role,,,,no,no\n",
    )
    .succeeds();
    shop
}

#[test]
fn csv_out_and_in_again_is_exact() {
    let shop = hard_people();
    shop.run(&["export", "--format", "csv", "--output", "lists"]).succeeds();
    let other = Shop::new();
    let list = |name: &str| shop.path("lists").join(name).display().to_string();
    other.run(&["import", "customers", &list("customers.csv")]).succeeds();
    other.run(&["import", "contacts", &list("contacts.csv")]).succeeds();
    assert_eq!(without_numbers(other.everything()), without_numbers(shop.everything()));
    let again = shop.run(&["import", "customers", &list("customers.csv")]).succeeds();
    assert_eq!(again.said, "0 customers added, 0 changed, 4 unchanged, 0 rows left out.\n");
    let again = shop.run(&["import", "contacts", &list("contacts.csv")]).succeeds();
    assert_eq!(again.said, "0 contacts added, 0 changed, 5 unchanged, 0 rows left out.\n");
}

#[test]
fn a_fleet_goes_out_and_in_again_whole() {
    let shop = Shop::new();
    let columns: Vec<String> = (1..=120).map(|number| format!("car{number}_plate")).collect();
    let plates: Vec<String> = (1..=120).map(|number| format!("VAN {number}")).collect();
    let list = format!("ref,company,{}\nC-1,Vans,{}\n", columns.join(","), plates.join(","));
    shop.import("customers", &list).succeeds();
    assert_eq!(shop.customer("C-1")["cars"].as_array().map(Vec::len), Some(120));
    shop.run(&["export", "--format", "csv", "--output", "lists"]).succeeds();
    let other = Shop::new();
    other.run(&["import", "customers", &shop.path("lists/customers.csv").display().to_string()]).succeeds();
    assert_eq!(without_numbers(other.everything()), without_numbers(shop.everything()));
}

#[test]
fn no_cell_of_an_export_is_run_by_a_spreadsheet() {
    let shop = hard_people();
    shop.run(&["export", "--format", "csv", "--output", "lists"]).succeeds();
    for name in ["customers.csv", "contacts.csv"] {
        let mut reader = csv::Reader::from_path(shop.path("lists").join(name)).expect("a list");
        for cell in reader.records().flat_map(|row| row.expect("a row").iter().map(str::to_owned).collect::<Vec<_>>()) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
}

#[test]
fn cards_out_and_in_again_are_exact() {
    let shop = hard_people();
    shop.run(&["export", "--format", "vcard", "--output", "shop.vcf"]).succeeds();
    let cards = fs::read_to_string(shop.path("shop.vcf")).expect("written");
    assert!(cards.split("\r\n").all(|line| line.len() <= 75), "folded as RFC 6350 asks");
    assert_eq!(cards.matches("BEGIN:VCARD").count(), 9);
    let other = Shop::new();
    other.run(&["import", "customers", &shop.path("shop.vcf").display().to_string()]).succeeds();
    assert_eq!(without_numbers(other.everything()), without_numbers(shop.everything()));
}

#[test]
fn what_an_export_cannot_be_is_said() {
    let shop = Shop::with_people();
    shop.run(&["export", "--format", "csv"]).ends_with(2).tells(&["--output FOLDER"]);
    shop.run(&["export", "--format", "vcard", "--history"]).ends_with(2).tells(&["Only JSON holds the history"]);
}

#[test]
fn cards_that_are_none() {
    let shop = Shop::new();
    let ended = shop.import("customers", "BEGIN:VCARD\nFN:Ana\n").ends_with(1);
    ended.tells(&["the card that begins on line 1 never ends", "Nothing was changed"]);
}

#[test]
fn a_list_without_refs_adds_nobody_twice() {
    let shop = Shop::new();
    let list = "company,phone\nLopez Racing,(509) 555-0134\nHale Motors,\n";
    shop.import("customers", list).succeeds();
    let again = shop.import("customers", list).succeeds();
    assert_eq!(again.said, "0 customers added, 0 changed, 2 unchanged, 0 rows left out.\n");
}
