//! Lists that are none, and rows that contradict one another: a report in plain words each, and nothing half done.

use serde_json::json;

use super::{Ended, Shop};

/// A list that is refused as a whole: exit 1, these words, nothing changed.
#[track_caller]
fn refused(what: &str, list: impl AsRef<[u8]>, words: &[&str]) -> Ended {
    let shop = Shop::with_people();
    let before = shop.everything();
    let ended = shop.import(what, list).ends_with(1).tells(words).tells(&["Nothing was changed."]);
    assert_eq!(ended.said, "");
    assert_eq!(ended.told.lines().count(), 1, "{ended:?}");
    assert_eq!(shop.everything(), before);
    ended
}

/// The rows of a list of contacts that are left out, as line, column and reason.
#[track_caller]
fn left_out(shop: &Shop, what: &str, list: &str) -> Vec<(u64, String, String)> {
    let ended = shop.import_with(what, list, &["--json"]).ends_with(1).json();
    let rows = ended["left_out"].as_array().expect("rows").clone();
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    rows.iter().map(|row| (row["line"].as_u64().expect("a line"), text(&row["column"]), text(&row["reason"]))).collect()
}

#[test]
fn an_empty_file() {
    for list in ["", "\n\n", "\u{feff}", "  \r\n"] {
        refused("customers", list, &["list.csv cannot be read: it is empty."]);
    }
}

#[test]
fn a_header_of_something_else() {
    refused("customers", "invoice,amount\n17,20.50\n", &["This is no list of customers", "first_name"]);
    refused("contacts", "first_name,last_name\nAna,Li\n", &["This is no list of contacts", "customer_ref"]);
    refused(
        "customers",
        "ref,email,company,email\n1,a@b.example,A,c@d.example\n",
        &["the column email stands there twice"],
    );
}

#[test]
fn a_header_without_a_row_changes_nothing() {
    let shop = Shop::with_people();
    let ended = shop.import("customers", "ref,company\n").succeeds();
    assert_eq!(ended.said, "0 customers added, 0 changed, 0 unchanged, 0 rows left out.\n");
}

#[test]
fn a_binary() {
    refused("customers", b"\x7fELF\x02\x01\x01\0\0\0\0", &["it is not a text"]);
    refused("customers", b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", &["it is not a text", "CSV"]);
}

#[test]
fn a_file_that_is_not_there_and_a_folder() {
    let shop = Shop::new();
    shop.run(&["import", "customers", "gone.csv"])
        .ends_with(1)
        .tells(&["gone.csv cannot be read", "Nothing was changed."]);
    shop.run(&["import", "customers", "."]).ends_with(1).tells(&["cannot be read", "Nothing was changed."]);
}

#[test]
fn utf_16_is_read() {
    let shop = Shop::new();
    let units = "ref\tcompany\r\nC-1\tMüller & Söhne\r\n".encode_utf16();
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(units.flat_map(u16::to_le_bytes)).collect();
    shop.import("customers", bytes).succeeds();
    assert_eq!(shop.customer("C-1")["company"], "Müller & Söhne");
}

#[test]
fn other_bytes_are_windows_1252_and_said() {
    let shop = Shop::new();
    shop.import("customers", b"ref,company\nC-1,M\xfcller\n").succeeds().tells(&["not UTF-8", "Windows-1252"]);
    assert_eq!(shop.customer("C-1")["company"], "Müller");
}

#[test]
fn mixed_line_ends_and_the_lines_are_still_right() {
    let shop = Shop::new();
    let list = "ref,company,email\r\nC-1,One,\nC-2,Two,\rC-3,,\r\nC-4,Four,four@";
    let left_out = left_out(&shop, "customers", list);
    let columns: Vec<&str> = left_out.iter().map(|(_, column, _)| column.as_str()).collect();
    assert_eq!(columns, ["first_name", "email"], "{left_out:?}");
    assert_eq!(shop.customer("C-2")["company"], "Two");
    // A lone carriage return ends a row and is no line of an editor: the count is that of the newlines.
    assert_eq!(left_out[0].0, 3, "{left_out:?}");
}

#[test]
fn a_quote_that_never_closes() {
    refused(
        "customers",
        "ref,company\nC-1,\"One\nC-2,Two\nC-3,Three\n",
        &["the quote that opens on line 2 is never closed"],
    );
}

#[test]
fn ten_megabytes_in_one_cell() {
    let shop = Shop::new();
    let list = format!("ref,company,notes\nC-1,One,{}\nC-2,Two,short\n", "x".repeat(10_000_000));
    let left_out = left_out(&shop, "customers", &list);
    assert_eq!(left_out, [(2, "notes".to_owned(), "this cell is too long to be read".to_owned())]);
    assert_eq!(shop.customer("C-2")["notes"], "short");
}

#[test]
fn a_ref_twice() {
    let shop = Shop::new();
    let left_out = left_out(&shop, "customers", "ref,company\nC-1,One\nC-2,Two\nC-1,Three\n");
    assert_eq!(left_out, [(4, "ref".to_owned(), "C-1 stands in this list twice; the first row counts".to_owned())]);
    assert_eq!(shop.customer("C-1")["company"], "One");
}

/// Else a mistake in one row would cost the good one behind it.
#[test]
fn a_row_that_is_left_out_stands_in_nobodys_way() {
    let shop = Shop::with_people();
    let left_out_customers = left_out(&shop, "customers", "ref,company,email\nC-1,One,nowhere\nC-1,Two,\n");
    assert_eq!(left_out_customers.iter().map(|row| row.0).collect::<Vec<_>>(), [2]);
    assert_eq!(shop.customer("C-1")["company"], "Two");
    let list = "customer_ref,contact_ref,first_name,last_name,primary\n\
                C-1002,P-1,Ana,Li,yes\nC-1002,P-2,Bo,Li,yes\nC-1001,P-2,Cy,Li,yes\n";
    let left_out_contacts = left_out(&shop, "contacts", list);
    let said: Vec<_> = left_out_contacts.iter().map(|row| (row.0, row.1.as_str())).collect();
    assert_eq!(said, [(3, "primary")]);
    assert_eq!(shop.contact("C-1001", "Cy")["primary"], true);
}

#[test]
fn a_contact_of_nobody_known() {
    let shop = Shop::with_people();
    let list = "customer_ref,first_name,last_name\nC-9,Ana,Li\n,Bo,Li\n";
    let left_out = left_out(&shop, "contacts", list);
    assert_eq!(left_out[0].1, "customer_ref");
    assert_eq!(left_out[0].2, "there is no customer with the ref C-9");
    assert_eq!(left_out[1].1, "customer_ref");
}

#[test]
fn two_primaries() {
    let shop = Shop::with_people();
    let list = "customer_ref,first_name,last_name,primary\nC-1002,Ana,Li,yes\nC-1002,Bo,Li,yes\nC-1001,Cy,Li,yes\n";
    let left_out = left_out(&shop, "contacts", list);
    let words = "the contact on line 2 is already primary for this customer";
    assert_eq!(left_out, [(3, "primary".to_owned(), words.to_owned())]);
    assert_eq!(shop.contact("C-1002", "Ana")["primary"], true);
}

#[test]
fn a_contact_twice() {
    let shop = Shop::with_people();
    let list = "customer_ref,first_name,last_name,phone\nC-1002,Ana,Li,\nC-1002,ANA,LI,(509) 555-0100\n";
    let left_out = left_out(&shop, "contacts", list);
    assert_eq!((left_out[0].0, left_out[0].1.as_str()), (3, "last_name"));
}

#[test]
fn access_without_an_email_or_with_one_in_use() {
    let shop = Shop::with_people();
    let list = "customer_ref,first_name,last_name,email,portal_access\n\
                C-1002,Ana,Li,,yes\n\
                C-1001,Bo,Li,BEA@ledger.example,yes\n\
                C-1001,Cy,Li,office@lopez.example,yes\n\
                C-1002,Di,Li,bea@ledger.example,yes\n\
                C-1002,Ed,Li,ed@li.example,yes\n\
                C-1002,Flo,Li,Ed@Li.example,yes\n";
    let left_out = left_out(&shop, "contacts", list);
    let at: Vec<(u64, &str)> = left_out.iter().map(|(line, column, _)| (*line, column.as_str())).collect();
    // By line: the rules that only the file knows are told like those that the row shows by itself.
    assert_eq!(at, [(2, "portal_access"), (3, "email"), (4, "email"), (5, "email"), (7, "email")], "{left_out:#?}");
    for ((_, _, reason), words) in left_out.iter().zip([
        "email",
        "BEA@ledger.example already signs in as Beatriz Quiñones",
        "the main customer, Lopez Racing, signs in with this email",
        "bea@ledger.example signs in as Beatriz Quiñones of Lopez Racing, whose name is another",
        "the contact on line 6 already signs in with Ed@li.example",
    ]) {
        assert!(reason.contains(words), "{reason:?} lacks {words:?}");
    }
    assert_eq!(shop.contact("C-1002", "Ed")["portal_access"], true);
}

#[test]
fn what_a_dry_run_finds_is_what_the_import_finds() {
    let list = "customer_ref,first_name,last_name,email,portal_access\n\
                C-1001,Bo,Li,bea@ledger.example,yes\n\
                C-1002,Di,Li,bea@ledger.example,yes\n\
                C-1002,Ed,Li,ed@li.example,yes\n";
    let shop = Shop::with_people();
    let mut dry = shop.import_with("contacts", list, &["--json", "--dry-run"]).ends_with(1).json();
    dry["dry_run"] = json!(false);
    let wet = shop.import_with("contacts", list, &["--json"]).ends_with(1).json();
    assert_eq!(dry, wet);
}

#[test]
fn the_same_person_on_two_accounts_may_come_in_by_a_list() {
    let shop = Shop::with_people();
    let list =
        "customer_ref,first_name,last_name,email,portal_access\nC-1002,beatriz,quinones,bea@ledger.example,yes\n";
    shop.import("contacts", list).succeeds();
    assert_eq!(shop.contact("C-1002", "beatriz")["portal_access"], true);
}

#[test]
fn what_a_spreadsheet_mangled_is_said() {
    let shop = Shop::new();
    let list = "ref,company,email,phone,car1_year,car1_plate,notes,total\nC-1,One,#REF!,,,,\nC-2,Two,,,19-Mar,12E5,\n\
                C-3,Three,,5.09556E+09,,,\nC-4,Four,,,,1.2E+06,\nC-5,Five,,,,12E5,E+ 5E+ and 1E+1 more,#DIV/0!\n\
                C-6,#N/A,,,,,\n";
    let left_out = left_out(&shop, "customers", list);
    let at: Vec<(u64, &str)> = left_out.iter().map(|(line, column, _)| (*line, column.as_str())).collect();
    assert_eq!(at, [(2, "email"), (3, "car1_year"), (4, "phone"), (5, "car1_plate"), (7, "company")], "{left_out:#?}");
    assert!(left_out[2].2.starts_with("a spreadsheet has shortened this number"), "{left_out:#?}");
}

/// Rows as Google Contacts writes them, below the columns that count here.
fn google(rows: &[&str]) -> String {
    let header = "First Name,Last Name,Birthday,E-mail 1 - Value,Phone 1 - Value,Relation 1 - Label,Relation 1 - Value";
    [&[header], rows].concat().join("\n")
}

#[test]
fn a_row_of_an_address_book_that_a_spreadsheet_mangled_is_said_once() {
    let shop = Shop::new();
    let list = google(&[
        "Ana,Quinn,,ana@quinn.example,5.09556E+09,Spouse,Niall Quinn",
        "Bea,Li,#N/A,bea@li.example,,Assistant,Ann Bell",
        "Cy,Li,,,,Spouse,#REF!",
    ]);
    let report = shop.import_with("customers", &list, &["--json"]).ends_with(1).json();
    let at: Vec<_> =
        report["left_out"].as_array().expect("rows").iter().map(|row| (&row["line"], &row["column"])).collect();
    assert_eq!(
        at,
        [(&json!(2), &json!("phone 1 - value")), (&json!(4), &json!("relation 1 - value"))],
        "a birthday is not taken: {report:#}"
    );
    let reason = report["left_out"][0]["reason"].as_str().expect("a reason");
    assert!(reason.starts_with("a spreadsheet has shortened this number"), "{reason}");
    assert_eq!((&report["added"], &report["contacts"]["added"]), (&json!(1), &json!(1)));
    assert_eq!(report["contacts"]["left_out"], json!([]), "whoever stands in the row is left out with it");
}

#[test]
fn of_an_address_book_only_who_belongs_to_a_customer_is_missed_among_the_contacts() {
    let shop = Shop::new();
    let list = "First Name,Last Name,E-mail Address,Business Phone,Spouse,Assistant's Name,Assistant's Phone\n\
                Tom,Hale,#REF!,,,,\nJo,Hale,#REF!,,Sue Hale,Ann Bell,\nBo,Li,,,,Ann Bell,5.09556E+09\n";
    let at: Vec<(u64, String)> =
        left_out(&shop, "contacts", list).into_iter().map(|(line, column, _)| (line, column)).collect();
    assert_eq!(at, [(3, "e-mail address".to_owned()), (4, "assistant's phone".to_owned())]);
}

#[test]
fn a_mangled_row_of_an_address_book_keeps_its_place_among_those_of_its_name() {
    let shop = Shop::new();
    let mangled = ["Ana,Quinn,,first@quinn.example,5.09556E+09,,", "Ana,Quinn,,second@quinn.example,,,"];
    shop.import("customers", google(&mangled)).ends_with(1);
    let mended = ["Ana,Quinn,,first@quinn.example,,,", mangled[1]];
    let ended = shop.import("customers", google(&mended)).succeeds();
    assert!(ended.said.starts_with("1 customer added, 0 changed, 1 unchanged"), "{ended:?}");
}

#[test]
fn signs_that_steer_a_terminal_are_not_repeated() {
    let shop = Shop::new();
    let list = "ref,company,email,\u{1b}]0;x\u{7}\nC-1,One,\u{1b}[2Jx@,\n";
    let ended = shop.import("customers", list).ends_with(1);
    assert!(!ended.told.contains('\u{1b}') && !ended.told.contains('\u{7}'), "{ended:?}");
}
