//! Every key table with the name of its screen, for the README and the tests.

use super::{conflict, customer_page, first_start, form, keyboard, keys, outbox, search, who_gets_what};

pub fn key_tables() -> Vec<(&'static str, Vec<(String, &'static str)>)> {
    vec![
        ("Everywhere", keys::printed(keyboard::KEYS)),
        ("Contacts", keys::printed(search::KEYS)),
        ("Customer", keys::printed(customer_page::KEYS)),
        ("Forms", keys::printed(form::KEYS)),
        ("First start", keys::printed(first_start::KEYS)),
        ("Outbox", keys::printed(outbox::KEYS)),
        ("Who gets what", keys::printed(who_gets_what::KEYS)),
        ("Conflict", keys::printed(conflict::KEYS)),
    ]
}
