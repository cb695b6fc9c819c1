//! Search: every key of a typed corpus, before and after 10,000 edits.

use frontdesk::domain::customer::CustomerDetails;
use frontdesk::domain::deed::Deed;
use frontdesk::domain::phone::{Phone, Region};
use frontdesk::domain::search::{Query, Stretch};
use frontdesk::store::{Store, View};
use jiff::Timestamp;

use crate::measure::{self, Times};
use crate::town;

/// People whose names, phones, plates and emails are typed, one key after the other.
const PEOPLE: u64 = 60;
const EDITS: u64 = 10_000;
/// The rows that the desk asks for.
const ROWS: usize = 50;
/// Wrong names for which the nearest are looked up.
const NEAREST: usize = 40;
/// Pages of those who need attention.
const PAGES: usize = 100;
/// Customers that this desk opened before.
const OPENED: u64 = 20;

pub fn run(customers: u64) {
    let (_folder, path) = town::copy(customers);
    let mut store = Store::open(&path, Timestamp::UNIX_EPOCH).expect("the town");
    for number in 1..=OPENED {
        store.note_opened(town::id(number * customers / OPENED), "counter", Timestamp::UNIX_EPOCH).expect("noted");
    }
    let corpus = corpus(customers);

    measure::head(&format!("Search, {customers} customers, a key"));
    type_all(&store, &corpus, "every key");
    let one_letter: Vec<String> = corpus.iter().filter(|typed| typed.chars().count() == 1).cloned().collect();
    type_all(&store, &one_letter, "one letter or digit");
    count_all(&store, &corpus);
    in_need(&store);

    let mut saves = Times::default();
    for edit in 1..=EDITS {
        edit_one(&mut store, (edit * customers / EDITS).max(1), edit, &mut saves);
    }
    saves.row("10,000 edits, a save");
    let mut steps = Times::default();
    while steps.take(|| store.tidy_index()).expect("the file takes it") {}
    steps.row("the clerk puts the index in order, a step");
    type_all(&store, &corpus, "every key after them");
    nearest_all(&store, &corpus);
}

/// Everything that somebody types until the last key of it.
fn corpus(customers: u64) -> Vec<String> {
    let mut keys = Vec::new();
    for person in 1..=PEOPLE {
        let household = town::household(person * customers / PEOPLE);
        let CustomerDetails { first_name, last_name, company, email, phone, .. } = household.details;
        let phone = phone.map(|phone| phone.shown(Region::US)).unwrap_or_default();
        let mut texts = vec![format!("{first_name} {last_name}"), format!("{last_name} {first_name}")];
        texts.extend(company);
        texts.extend(phone.get(phone.len().saturating_sub(4)..).map(str::to_owned));
        texts.push(phone);
        texts.extend(email.map(|email| email.to_string()));
        texts.extend(household.cars.into_iter().filter_map(|car| car.plate));
        texts.extend(household.contacts.into_iter().map(|contact| contact.name()));
        for text in texts {
            let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
            keys.extend(ends.map(|end| text[..end].to_lowercase()));
        }
    }
    keys
}

fn type_all(store: &Store, corpus: &[String], what: &str) {
    let view = View { desk: "counter".to_owned(), region: Region::US, now: Timestamp::UNIX_EPOCH };
    let mut times = Times::default();
    for typed in corpus {
        times.take_alone(|| store.search(&Query::read(typed), &view, Stretch::first(ROWS))).expect("the file answers");
    }
    times.row(what);
    measure::say_slowest(&times, corpus);
}

fn count_all(store: &Store, corpus: &[String]) {
    let mut times = Times::default();
    for typed in corpus {
        times.take_alone(|| store.count(&Query::read(typed), Timestamp::UNIX_EPOCH)).expect("the file answers");
    }
    times.row("the number of hits, after the rows");
}

/// Names with two letters swapped, which nobody has.
fn nearest_all(store: &Store, corpus: &[String]) {
    let view = View { desk: "counter".to_owned(), region: Region::US, now: Timestamp::UNIX_EPOCH };
    let mut times = Times::default();
    let long = corpus.iter().filter(|typed| typed.len() > 6 && typed.is_ascii());
    for typed in long.step_by(corpus.len() / NEAREST) {
        let wrong = format!("{}{}{}", &typed[..2], "zq", &typed[2..]);
        times.take_alone(|| store.nearest(&Query::read(&wrong), &view)).expect("the file answers");
    }
    times.row("nobody found: the nearest names, after the answer");
}

/// Those who need attention, by name.
fn in_need(store: &Store) {
    let view = View { desk: "counter".to_owned(), region: Region::US, now: Timestamp::UNIX_EPOCH };
    let mut times = Times::default();
    let mut stretch = Stretch::first(ROWS);
    for _ in 0..PAGES {
        let hits = times.take_alone(|| store.search(&Query::read("!"), &view, stretch)).expect("the file answers");
        let Some(last) = hits.rows.last().filter(|_| hits.more) else { break };
        stretch = Stretch { skip: stretch.skip + hits.rows.len(), after: Some(last.customer), limit: ROWS };
    }
    times.row("who needs attention, fifty more rows");
}

/// Somebody has a new phone.
fn edit_one(store: &mut Store, number: u64, edit: u64, saves: &mut Times) {
    let before = town::household(number).details;
    let after = CustomerDetails { phone: Phone::read(&format!("509 556 {edit:04}"), Region::US), ..before.clone() };
    let deed = Deed::EditCustomer { id: town::id(number), before, after };
    let answer = saves.take(|| town::with_occasion(store, |store, occasion| store.perform(&deed, occasion)));
    answer.expect("the file takes it").expect("it is allowed");
}
