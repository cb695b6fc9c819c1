//! `frontdesk roles`: what is in use, and one role in place of another for everybody.

use super::Shop;

const CONTACTS: &str = "\
customer_ref,first_name,last_name,role,role_description,invoices
C-1001,Bea,Quiñones,bookkeeper,,yes
C-1001,Dan,Drake,Driver,,no
C-1002,Dora,Drew,driver,,yes
C-1002,Tom,Hale,Other,Vehicle manager,no
";

/// Some have a role that the configuration does not name.
fn shop() -> Shop {
    let shop = Shop::new();
    shop.import("customers", super::CUSTOMERS).succeeds();
    shop.configure("[roles]\nBookkeeper = ['Invoices']\nFleet = ['Scheduling', 'Car Updates']\nOther = {}\n");
    shop.import("contacts", CONTACTS).succeeds();
    shop
}

#[test]
fn an_import_takes_the_roles_of_the_shop_and_keeps_others_as_they_are() {
    let shop = shop();
    assert_eq!(shop.contact("C-1001", "Bea")["role"], "Bookkeeper", "in the spelling of the configuration");
    assert_eq!(shop.contact("C-1001", "Dan")["role"], "Driver");
    shop.import("contacts", "customer_ref,first_name,last_name,role\nC-1001,Flo,Park,fleet\n").succeeds();
    let flo = shop.contact("C-1001", "Flo");
    assert_eq!(
        (&flo["role"], &flo["preferences"]),
        (&"Fleet".into(), &serde_json::json!(["Scheduling", "Car Updates"]))
    );
}

#[test]
fn the_list_names_those_that_the_configuration_does_not() {
    let ended = shop().run(&["roles"]).succeeds().tells(&["`frontdesk roles replace OLD NEW`"]);
    assert_eq!(
        ended.said,
        "Role                   People  Proposes\n\
         Bookkeeper                  1  Invoices\n\
         Fleet                       0  Scheduling, Car Updates\n\
         Other                       1  with a description\n\
         Driver                      2  (not in the configuration)\n"
    );
    let json = shop().run(&["roles", "--json"]).succeeds().json();
    assert_eq!(json[3], serde_json::json!({ "role": "Driver", "configured": false, "people": 2, "accounts": 2 }));
}

#[test]
fn one_role_takes_the_place_of_another_in_one_act_with_history() {
    let shop = shop();
    let asked = shop.run(&["roles", "replace", "Driver", "Other"]).ends_with(2);
    let asked = asked.tells(&["2 contacts on 2 accounts with the role Driver", "described as Driver", "Say --yes"]);
    assert_eq!(asked.said, "");
    let ended = shop.run(&["roles", "replace", "DRIVER", "other", "--yes"]).succeeds();
    assert_eq!(ended.said, "2 contacts: Driver is now Other. The history of each says so.\n");
    let dora = shop.contact("C-1002", "Dora");
    assert_eq!((&dora["role"], &dora["role_description"]), (&"Other".into(), &"driver".into()));
    assert_eq!(dora["preferences"], serde_json::json!(["Invoices"]), "messages stay");
    let history = shop.run(&["export", "--history"]).succeeds().json();
    let of_dora = history["customers"][1]["history"]
        .as_array()
        .expect("entries")
        .iter()
        .find(|entry| entry["contact_id"] == dora["id"] && entry["act"] == "changed");
    assert_eq!(of_dora.expect("an entry")["changes"]["role"], serde_json::json!(["driver", "Other"]));
    // Back to a role that needs no description: it is dropped, and the history has it.
    shop.run(&["roles", "replace", "Other", "Fleet", "--yes"]).succeeds();
    assert_eq!(shop.contact("C-1002", "Tom")["role_description"], serde_json::Value::Null);
}

#[test]
fn what_cannot_be_replaced_is_said() {
    let shop = shop();
    let before = shop.everything();
    let refused = |old, new, words| {
        shop.run(&["roles", "replace", old, new, "--yes"]).ends_with(1).tells(&[words, "Nothing was changed."]);
    };
    refused("Driver", "Chauffeur", "Chauffeur is no role of this shop; there are Bookkeeper, Fleet, Other.");
    refused("Spouse", "Fleet", "Nobody has the role Spouse.");
    refused("Bookkeeper", "bookkeeper", "are the same role.");
    assert_eq!(shop.everything(), before);
}
