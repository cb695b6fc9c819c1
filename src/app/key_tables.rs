//! Every key table, for the configuration, the README and the tests.

use super::{conflict, customer_page, first_start, form, keyboard, keys, outbox, search, who_gets_what};
use crate::config::{EVERYWHERE, KeyTable};

pub fn key_tables() -> Vec<KeyTable> {
    vec![
        keys::table(EVERYWHERE, "Everywhere", false, keyboard::KEYS),
        keys::table(keys::CONTACTS, "Contacts", true, search::KEYS),
        keys::table(keys::CUSTOMER, "Customer", false, customer_page::KEYS),
        keys::table(keys::FORMS, "Forms", true, form::KEYS),
        keys::table(keys::FIRST_START, "First start", true, first_start::KEYS),
        keys::table(keys::OUTBOX, "Outbox", false, outbox::KEYS),
        keys::table(keys::WHO_GETS_WHAT, "Who gets what", false, who_gets_what::KEYS),
        keys::table(keys::CONFLICT, "Conflict", false, conflict::KEYS),
    ]
}
