//! The log of what commands did: by numbers, never by names.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{CONTACTS, CUSTOMERS, Shop};

fn log(shop: &Shop) -> String {
    fs::read_to_string(shop.path(".local/state/frontdesk/frontdesk.log")).expect("a log")
}

/// The lines without moment and process.
fn entries(shop: &Shop) -> Vec<String> {
    log(shop).lines().map(|line| line.split_once("] ").expect("a line of the log").1.to_owned()).collect()
}

#[test]
fn what_commands_did_is_logged_by_numbers() {
    let shop = Shop::with_people();
    let contact = shop.number("C-1001", "Beatriz");
    shop.run(&["invite", &contact]).succeeds();
    shop.run(&["outbox", "send"]).succeeds();
    shop.run(&["outbox", "revoke", "1"]).succeeds();
    shop.run_with(&["portal", "redeem"], r#"{"token":"no-such-token"}"#).ends_with(1);
    shop.run(&["backup", "copy.db"]).succeeds();
    let dry = shop.write("customers.csv", CUSTOMERS).display().to_string();
    shop.run(&["import", "customers", &dry, "--dry-run"]).succeeds();
    assert_eq!(
        entries(&shop),
        [
            "a list was brought in: 2 added, 0 changed",
            "a list was brought in: 3 added, 0 changed",
            &format!("invite queued: contact {contact} of customer 1, invite 1"),
            "invite 1: written as a file",
            &format!("invite revoked: contact {contact} of customer 1, invite 1"),
            "the portal was told: unknown",
            "a backup was made",
        ]
    );
    let told = shop.run(&["doctor"]).told;
    assert!(told.contains(".local/state/frontdesk/frontdesk.log"), "{told}");
}

#[test]
fn nobody_is_named_in_the_log_and_only_its_owner_reads_it() {
    let shop = Shop::with_people();
    shop.configure("[mail]\nfrom = 'desk@riverside.example'\ndelivery = 'smtp'\n[mail.smtp]\nhost = '127.0.0.1'\nport = 1\nsecurity = 'none'\n");
    shop.run(&["invite", &shop.number("C-1001", "Beatriz")]).succeeds();
    shop.run(&["outbox", "send"]).ends_with(5);
    let log = log(&shop);
    assert!(log.contains("invite 1: to be tried again"), "{log}");
    // What stands in the lists, but for flags and numbers.
    for cell in [CUSTOMERS, CONTACTS].join("\n").split([',', '\n']).filter(|cell| cell.len() > 3) {
        assert!(!log.contains(cell), "{cell} stands in {log}");
    }
    let file = shop.path(".local/state/frontdesk/frontdesk.log");
    assert_eq!(fs::metadata(file).expect("a log").permissions().mode() & 0o777, 0o600);
}
