//! `frontdesk import`: what a list may say, what it changes, and what it never does.

use frontdesk::domain::customer::CustomerId;
use frontdesk::domain::deed::Deed;
use frontdesk::domain::secret::NONCE_BYTES;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{CONTACTS, CUSTOMERS, Shop};

#[test]
fn a_list_comes_in_and_a_second_time_changes_nothing() {
    let shop = Shop::new();
    let first = shop.import("customers", CUSTOMERS).succeeds();
    assert_eq!(first.said, "2 customers added, 0 changed, 0 unchanged, 0 rows left out.\n");
    let first = shop.import("contacts", CONTACTS).succeeds();
    assert_eq!(first.said, "3 contacts added, 0 changed, 0 unchanged, 0 rows left out.\n");
    assert_eq!(first.told, "");
    let before = shop.everything();

    let again = shop.import("customers", CUSTOMERS).succeeds();
    assert_eq!(again.said, "0 customers added, 0 changed, 2 unchanged, 0 rows left out.\n");
    let again = shop.import("contacts", CONTACTS).succeeds();
    assert_eq!(again.said, "0 contacts added, 0 changed, 3 unchanged, 0 rows left out.\n");
    assert_eq!(shop.everything(), before, "not even an entry in the history");
}

#[test]
fn nobody_gets_marketing_unless_the_list_says_so() {
    let shop = Shop::new();
    let all = json!(["Scheduling", "Car Updates", "Contracts", "Invoices", "Estimates"]);
    shop.import("customers", "ref,company,marketing\nC-1,Lopez Racing,yes\nC-2,Hale Tiling,no\n").succeeds();
    shop.import("customers", "ref,company\nC-3,Quinn Fleet\n").succeeds();
    let mut with_marketing = all.clone();
    with_marketing.as_array_mut().expect("a list").push(json!("Marketing"));
    for (reference, gets) in [("C-1", &with_marketing), ("C-2", &all), ("C-3", &all)] {
        assert_eq!(&shop.customer(reference)["preferences"], gets, "{reference}");
    }
    // A contact gets what the role proposes, which is never Marketing.
    let roles = ["Spouse", "Assistant", "Bookkeeper", "Other"];
    let rows = roles.map(|role| format!("C-1,{role},Reed,{role},Vehicle manager"));
    let list = format!("customer_ref,first_name,last_name,role,role_description\n{}\n", rows.join("\n"));
    shop.import("contacts", &list).succeeds();
    for role in roles {
        let gets = shop.contact("C-1", role)["preferences"].clone();
        let gets = gets.as_array().expect("a list");
        assert!(!gets.is_empty() && !gets.contains(&json!("Marketing")), "{role}: {gets:?}");
    }
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let shop = Shop::new();
    let before = shop.everything();
    let dry = shop.import_with("customers", CUSTOMERS, &["--dry-run"]).succeeds();
    assert_eq!(dry.said, "2 customers would be added, 0 would be changed, 0 unchanged, 0 rows would be left out.\n");
    let dry = shop.import_with("customers", CUSTOMERS, &["--dry-run", "--json"]).succeeds().json();
    assert_eq!(dry, json!({"dry_run": true, "added": 2, "changed": 0, "unchanged": 0, "left_out": [], "warnings": []}));
    assert_eq!(shop.everything(), before);
    let wet = shop.import_with("customers", CUSTOMERS, &["--json"]).succeeds().json();
    assert_eq!(
        wet,
        json!({"dry_run": false, "added": 2, "changed": 0, "unchanged": 0, "left_out": [], "warnings": []})
    );
}

#[test]
fn a_ref_that_is_known_updates() {
    let shop = Shop::with_people();
    let list = "ref,company,phone,car1_plate,car1_model\nC-1001,Lopez Racing,,ABC1234,Miata\n";
    let ended = shop.import("customers", list).succeeds();
    assert_eq!(ended.said, "0 customers added, 1 changed, 0 unchanged, 0 rows left out.\n");
    let lopez = shop.customer("C-1001");
    assert_eq!(lopez["phone"], Value::Null, "an empty cell clears");
    assert_eq!(lopez["notes"], "Keys in the left drawer.", "an absent column leaves alone");
    let plates: Vec<_> = lopez["cars"].as_array().expect("cars").iter().map(|car| car["plate"].clone()).collect();
    assert_eq!(plates, ["XYZ4471", "ABC1234"], "a car is added, none is removed");
    assert_eq!(lopez["contacts"].as_array().map(Vec::len), Some(2));
}

#[test]
fn columns_in_any_order_with_any_delimiter_and_unknown_ones_named() {
    let shop = Shop::new();
    let list = "\u{feff}Favourite colour;COMPANY;Ref;Marketing;Scheduling\r\ngreen;\"Lopez; Racing\";C-1;YES;0\r\n";
    shop.import("customers", list).succeeds().tells(&["The column favourite colour is not known and was ignored."]);
    let lopez = shop.customer("C-1");
    assert_eq!(lopez["company"], "Lopez; Racing");
    assert_eq!(lopez["preferences"], json!(["Car Updates", "Contracts", "Invoices", "Estimates", "Marketing"]));
    // The warnings are in the JSON too, and then nowhere else.
    let ended = shop.import_with("customers", list, &["--json"]).succeeds();
    assert_eq!(ended.json()["warnings"], json!(["The column favourite colour is not known and was ignored."]));
    assert_eq!(ended.told, "");
}

#[test]
fn a_customer_without_a_ref_gets_one() {
    let shop = Shop::new();
    shop.import("customers", "company\nLopez Racing\n").succeeds();
    let customers = shop.everything()["customers"].clone();
    assert!(customers[0]["ref"].as_str().is_some_and(|reference| !reference.is_empty()), "{customers}");
}

#[test]
fn a_new_contact_gets_what_its_role_proposes_and_a_column_says_otherwise() {
    let shop = Shop::with_people();
    assert_eq!(shop.contact("C-1001", "Beatriz")["preferences"], json!(["Invoices", "Estimates"]));
    assert_eq!(shop.contact("C-1001", "Tom")["preferences"], json!(["Scheduling", "Car Updates", "Contracts"]));
    let list = "customer_ref,first_name,last_name,role,invoices,estimates,marketing\n\
                C-1002,Aoife,Byrne,bookkeeper,yes,no,true\n";
    shop.import("contacts", list).succeeds();
    let aoife = shop.contact("C-1002", "Aoife");
    assert_eq!(aoife["role"], "Bookkeeper", "a role of the shop in its own spelling");
    assert_eq!(aoife["preferences"], json!(["Invoices", "Marketing"]));
    // Somebody who is there keeps what was ticked by hand.
    shop.import("contacts", "customer_ref,first_name,last_name,role\nC-1002,Aoife,Byrne,Spouse\n").succeeds();
    assert_eq!(shop.contact("C-1002", "Aoife")["preferences"], json!(["Invoices", "Marketing"]));
}

#[test]
fn a_contact_is_recognised_by_its_own_ref_else_by_name() {
    let shop = Shop::with_people();
    let list = "contact_ref,customer_ref,first_name,last_name\nK-7,C-1002,Aoife,Byrne\n";
    shop.import("contacts", list).succeeds();
    shop.import("contacts", list.replace("Byrne", "Walsh")).succeeds();
    let aoife = shop.contact("C-1002", "Aoife");
    assert_eq!((&aoife["ref"], &aoife["last_name"]), (&json!("K-7"), &json!("Walsh")));
    // Any case, any accents.
    let list = "customer_ref,first_name,last_name,phone\nC-1001,BEATRIZ,Quinones,(509) 555-0100\n";
    let ended = shop.import("contacts", list).succeeds();
    assert!(ended.said.starts_with("0 contacts added, 1 changed"), "{ended:?}");
}

#[test]
fn a_new_primary_takes_the_place_of_the_old_one() {
    let shop = Shop::with_people();
    shop.import("contacts", "customer_ref,first_name,last_name,primary\nC-1001,Tom,Hale,yes\n").succeeds();
    assert_eq!(shop.contact("C-1001", "Tom")["primary"], true);
    assert_eq!(shop.contact("C-1001", "Beatriz")["primary"], false);
}

#[test]
fn what_a_list_never_does_is_left_out_with_the_reason() {
    let shop = Shop::with_people();
    // Access is not turned on for somebody who is there without it.
    let list = "customer_ref,first_name,last_name,portal_access\nC-1002,Niall,O'Brien,yes\n";
    let ended = shop.import_with("contacts", list, &["--json"]).ends_with(1).json();
    let row = &ended["left_out"][0];
    assert_eq!((&row["line"], &row["column"]), (&json!(2), &json!("portal_access")));
    assert_eq!(shop.contact("C-1002", "Niall")["portal_access"], false);
    // Nobody is removed, and nobody is invited.
    shop.import("contacts", "customer_ref,first_name,last_name\nC-1001,Ann,New\n").succeeds();
    assert_eq!(shop.customer("C-1001")["contacts"].as_array().map(Vec::len), Some(3));
    assert_eq!(shop.run(&["outbox", "list", "--json"]).succeeds().json(), json!([]));
}

#[test]
fn somebody_who_was_removed_is_not_brought_back() {
    let shop = Shop::with_people();
    let niall = shop.in_store("C-1002", "Niall");
    let deed = Deed::RemoveContact { id: niall.id, version: niall.version };
    shop.deed(&deed, Timestamp::UNIX_EPOCH, [0; NONCE_BYTES]);
    let before = shop.everything();
    shop.import("contacts", CONTACTS).ends_with(1).tells(&["line 4, last_name: ", "Niall O'Brien", "removed"]);
    assert_eq!(shop.everything(), before);
}

#[test]
fn an_archived_customer_is_out_of_the_export_and_not_brought_back_by_a_list() {
    let shop = Shop::with_people();
    let id = CustomerId(shop.customer("C-1001")["id"].as_i64().expect("a number"));
    shop.deed(
        &Deed::ArchiveCustomer { id, version: 1, ends: vec![shop.in_store("C-1001", "Beatriz").id] },
        Timestamp::UNIX_EPOCH,
        [0; NONCE_BYTES],
    );
    let before = shop.everything();
    assert_eq!(before["customers"].as_array().map(Vec::len), Some(1));
    let words = "Lopez Racing is archived. Find it with -Lopez Racing in Search, and bring it back";
    shop.import("customers", CUSTOMERS).ends_with(1).tells(&["line 2, ref: ", words]);
    let ended = shop.import("contacts", CONTACTS).ends_with(1).tells(&["line 2, customer_ref: ", words, "line 3, "]);
    assert_eq!(ended.said, "0 contacts added, 0 changed, 1 unchanged, 2 rows left out.\n");
    assert_eq!(shop.everything(), before);
    // A list without refs, of an address book perhaps, does not add it anew either.
    let list = "company,email,phone,notes\nLopez Racing,office@lopez.example,(509) 555-0134,Keys in the left drawer.\n";
    for manner in [&["--dry-run"][..], &[]] {
        shop.import_with("customers", list, manner).ends_with(1).tells(&["line 2, ", "Lopez Racing is archived."]);
    }
    assert_eq!(shop.everything(), before);
}

#[test]
fn good_rows_come_in_and_bad_ones_are_listed_with_line_column_and_reason() {
    let shop = Shop::with_people();
    let list = "customer_ref,first_name,last_name,email,role,role_description,primary\n\
                C-1001,Ann,Good,ann@lopez.example,,,no\n\
                C-1001,,Nameless,,,,no\n\
                C-1001,Bo,\"Two\nlines\",,,,perhaps\n\
                C-1001,Cy,Other,,Other,,no\n\
                C-1001,Di,Mail,di@,,,no\n";
    let ended = shop.import("contacts", list).ends_with(1);
    assert_eq!(ended.said, "1 contact added, 0 changed, 0 unchanged, 4 rows left out.\n");
    let lines: Vec<&str> = ended.told.lines().collect();
    assert_eq!(lines.len(), 4, "{ended:?}");
    for (line, start) in lines.iter().zip([
        "line 3, first_name: ",
        "line 4, primary: perhaps is neither yes nor no",
        "line 6, role_description: ",
        "line 7, email: ",
    ]) {
        assert!(line.starts_with(start) && line.len() >= start.len(), "{line}");
    }
    assert_eq!(shop.contact("C-1001", "Ann")["last_name"], "Good");
}

#[test]
fn a_long_report_is_cut_for_a_person_and_whole_in_json() {
    let shop = Shop::new();
    let list = format!("ref,company,email\n{}", "X,,\n".repeat(140));
    let ended = shop.import("customers", &list).ends_with(1);
    assert_eq!(ended.told.lines().count(), 101);
    assert!(ended.told.ends_with("and 40 more: --json lists all\n"), "{ended:?}");
    let all = shop.import_with("customers", &list, &["--json"]).ends_with(1).json();
    assert_eq!(all["left_out"].as_array().map(Vec::len), Some(140));
}
