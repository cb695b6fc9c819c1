//! Import: the lists of a town, brought in by the program and by a bare loader that
//! checks nothing and keeps no history, into the same tables with the same search index.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use frontdesk::domain::car::CarDetails;
use frontdesk::domain::contact::ContactDetails;
use frontdesk::domain::customer::CustomerDetails;
use frontdesk::domain::email::Email;
use frontdesk::domain::phone::{Phone, Region};
use frontdesk::domain::preference::Preferences;
use frontdesk::domain::secret::KEY_BYTES;
use frontdesk::domain::text::{Take, each_spelling, fold};
use frontdesk::domain::words;
use frontdesk::store::Store;
use jiff::Timestamp;
use rusqlite::Connection;

use crate::{measure, town};

/// Each way is tried so often; the median counts.
const TRIES: usize = 3;

pub fn run(customers: u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let (customers_csv, contacts_csv) = (folder.path().join("customers.csv"), folder.path().join("contacts.csv"));
    write_lists(customers, &customers_csv, &contacts_csv);
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for attempt in 0..TRIES {
        let path = folder.path().join(format!("{attempt}.db"));
        drop(Store::create(&path, Timestamp::UNIX_EPOCH, [7; KEY_BYTES]).expect("a new file"));
        ours.push(
            ["customers", "contacts"]
                .map(|what| measure::timed(|| import(&path, what, &folder.path().join(format!("{what}.csv"))))),
        );
        let bare_path = folder.path().join(format!("{attempt}-bare.db"));
        drop(Store::create(&bare_path, Timestamp::UNIX_EPOCH, [7; KEY_BYTES]).expect("a new file"));
        let conn = Connection::open(&bare_path).expect("the file");
        let mut loaded = Loaded::new();
        bare.push([
            measure::timed(|| loaded = load_customers(&conn, &customers_csv)),
            measure::timed(|| load_contacts(&conn, &contacts_csv, loaded)),
        ]);
        assert_eq!(indexed(&path), indexed(&bare_path), "both have the same index");
    }
    let people = town::households(customers).map(|household| household.contacts.len() as u64).sum();
    measure::say(&format!(
        "| Import, {customers} customers | rows | frontdesk s | rows a second | bare loader s | ratio |"
    ));
    measure::say("|---|---|---|---|---|---|");
    for (place, what, rows) in [(0, "customers", customers), (1, "contacts", people)] {
        let median = |times: &[[Duration; 2]]| {
            let mut times: Vec<f64> = times.iter().map(|pair| pair[place].as_secs_f64()).collect();
            times.sort_by(f64::total_cmp);
            times[TRIES / 2]
        };
        let (ours, bare) = (median(&ours), median(&bare));
        #[expect(clippy::cast_precision_loss, reason = "a rate")]
        let rate = rows as f64 / ours;
        measure::say(&format!("| {what} | {rows} | {ours:.2} | {rate:.0} | {bare:.2} | {:.2} |", ours / bare));
    }
}

fn write_lists(customers: u64, customers_csv: &Path, contacts_csv: &Path) {
    let create = |path: &Path| BufWriter::new(File::create(path).expect("a file"));
    let (mut list, mut people) = (create(customers_csv), create(contacts_csv));
    writeln!(list, "ref,first_name,last_name,company,email,phone,car1_year,car1_make,car1_model,car1_plate")
        .expect("written");
    writeln!(people, "customer_ref,first_name,last_name,email,phone,role,role_description,primary,portal_access")
        .expect("written");
    for household in town::households(customers) {
        let details = &household.details;
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let car = household.cars.first();
        let cells = [
            household.reference.clone(),
            details.first_name.clone(),
            details.last_name.clone(),
            text(details.company.as_deref()),
            text(details.email.as_ref().map(Email::as_str)),
            text(details.phone.as_ref().map(Phone::as_str)),
            car.and_then(|car| car.year).map(|year| year.to_string()).unwrap_or_default(),
            text(car.and_then(|car| car.make.as_deref())),
            text(car.and_then(|car| car.model.as_deref())),
            text(car.and_then(|car| car.plate.as_deref())),
        ];
        writeln!(list, "{}", cells.join(",")).expect("written");
        let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
        for contact in &household.contacts {
            let cells = [
                household.reference.clone(),
                contact.first_name.clone(),
                contact.last_name.clone(),
                text(contact.email.as_ref().map(Email::as_str)),
                text(contact.phone.as_ref().map(Phone::as_str)),
                text(contact.role.as_deref()),
                text(contact.role_description.as_deref()),
                yes(contact.primary),
                yes(contact.portal_access),
            ];
            writeln!(people, "{}", cells.join(",")).expect("written");
        }
    }
}

/// The program, as somebody types it.
fn import(database: &Path, what: &str, list: &Path) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
    program.args(["import", what]).arg(list).arg("--database").arg(database);
    // Rows that are left out by the rules are part of the work: the exit code says only that.
    let status = program.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program runs");
    assert!(matches!(status.code(), Some(0 | 1)), "the import of {what} failed");
}

/// Customers by their refs, with their words.
type Loaded = HashMap<String, (i64, Vec<String>)>;

/// Rows as they are, with the words that the program's index has for them.
fn load_customers(conn: &Connection, list: &Path) -> Loaded {
    let mut reader = csv::Reader::from_path(list).expect("a list");
    let mut loaded = Loaded::new();
    conn.execute_batch("BEGIN IMMEDIATE").expect("begun");
    for row in reader.records() {
        let row = row.expect("a row");
        let cell = |at: usize| Some(&row[at]).filter(|cell| !cell.is_empty());
        let customer = CustomerDetails {
            first_name: row[1].to_owned(),
            last_name: row[2].to_owned(),
            company: cell(3).map(str::to_owned),
            email: cell(4).map(|email| Email::kept(email.to_owned())),
            phone: cell(5).and_then(|phone| Phone::read(phone, Region::US)),
            ..CustomerDetails::default()
        };
        conn.prepare_cached(
            "INSERT INTO customer (ref, first_name, last_name, company, email, email_key, phone, preferences, sort_key)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )
        .expect("prepared")
        .execute((
            &row[0],
            &customer.first_name,
            &customer.last_name,
            customer.company.as_deref(),
            customer.email.as_ref().map(Email::as_str),
            customer.email.as_ref().map(Email::key),
            customer.phone.as_ref().map(Phone::as_str),
            Preferences::CUSTOMER.bits(),
            fold(&customer.listed_name()),
        ))
        .expect("inserted");
        let id = conn.last_insert_rowid();
        let names = words_of(|take| words::names(&customer, take));
        let mut all = words_of(|take| {
            words::email(customer.email.as_ref(), take);
            words::phone(customer.phone.as_ref(), take);
            each_spelling(&row[0], take);
        });
        all.extend(names.iter().cloned());
        if cell(8).or(cell(9)).is_some() {
            let text = |at| cell(at).map(str::to_owned);
            let year = cell(6).and_then(|year| year.parse().ok());
            let car = CarDetails { year, make: text(7), model: text(8), plate: text(9) };
            conn.prepare_cached("INSERT INTO car (customer_id, year, make, model, plate) VALUES (?1, ?2, ?3, ?4, ?5)")
                .expect("prepared")
                .execute((id, car.year, &car.make, &car.model, &car.plate))
                .expect("inserted");
            all.extend(words_of(|take| words::car(&car, take)));
        }
        insert_words(conn, "search_names", id, &names);
        insert_words(conn, "search_all", id, &all);
        loaded.insert(row[0].to_owned(), (id, all));
    }
    conn.execute_batch("COMMIT").expect("committed");
    loaded
}

fn load_contacts(conn: &Connection, list: &Path, mut customers: Loaded) {
    let mut reader = csv::Reader::from_path(list).expect("a list");
    conn.execute_batch("BEGIN IMMEDIATE").expect("begun");
    let mut changed = Vec::new();
    for row in reader.records() {
        let row = row.expect("a row");
        let cell = |at: usize| Some(&row[at]).filter(|cell| !cell.is_empty());
        let (id, words) = customers.get_mut(&row[0]).expect("the customer");
        let contact = ContactDetails {
            first_name: row[1].to_owned(),
            last_name: row[2].to_owned(),
            email: cell(3).map(|email| Email::kept(email.to_owned())),
            phone: cell(4).and_then(|phone| Phone::read(phone, Region::US)),
            ..ContactDetails::default()
        };
        conn.prepare_cached(
            "INSERT INTO contact (customer_id, first_name, last_name, email, email_key, phone, role, role_description,
                                  is_primary, portal_access) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
        .expect("prepared")
        .execute((
            *id,
            &contact.first_name,
            &contact.last_name,
            contact.email.as_ref().map(Email::as_str),
            contact.email.as_ref().map(Email::key),
            contact.phone.as_ref().map(Phone::as_str),
            cell(5),
            cell(6),
            &row[7] == "yes",
            &row[8] == "yes",
        ))
        .expect("inserted");
        words.extend(words_of(|take| words::contact(&contact, take)));
        changed.push(row[0].to_owned());
    }
    changed.dedup();
    for (id, words) in changed.iter().map(|reference| &customers[reference]) {
        // The customer's row is written anew, with the words of its people.
        conn.prepare_cached("DELETE FROM search_all WHERE rowid = ?1")
            .expect("prepared")
            .execute([id])
            .expect("deleted");
        insert_words(conn, "search_all", *id, words);
    }
    conn.execute_batch("COMMIT").expect("committed");
}

fn words_of(each: impl FnOnce(Take)) -> Vec<String> {
    let mut words = Vec::new();
    each(&mut |word| words.push(word.to_owned()));
    words
}

fn insert_words(conn: &Connection, table: &str, id: i64, words: &[String]) {
    conn.prepare_cached(&format!("INSERT INTO {table} (rowid, words) VALUES (?1, ?2)"))
        .expect("prepared")
        .execute((id, words.join(" ")))
        .expect("inserted");
}

/// How many words the index of a file has, and how many rows hold them.
fn indexed(path: &Path) -> (i64, i64) {
    let conn = Connection::open(path).expect("the file");
    conn.execute_batch("CREATE VIRTUAL TABLE temp.indexed USING fts5vocab (main, search_all, row)").expect("a look");
    conn.query_row("SELECT count(*), sum(doc) FROM temp.indexed", [], |found| Ok((found.get(0)?, found.get(1)?)))
        .expect("counted")
}
