//! What a search says does not depend on what was asked before, nor on what is kept for its speed.

use super::*;
use crate::domain::address::Mark;
use crate::domain::deed::{AddressChange, AddressReport};
use crate::domain::history::Subject;
use crate::domain::review;
use crate::domain::search::Hit;

impl Shop {
    fn hits(&self, typed: &str) -> Vec<Hit> {
        hits(&self.store, typed, at(self.seconds))
    }
}

fn hits(store: &Store, typed: &str, now: Timestamp) -> Vec<Hit> {
    let view = View { desk: "counter".to_owned(), region: Region::US, now };
    store.search(&Query::read(typed), &view, Stretch::first(50)).expect("the file answers").rows
}

#[test]
fn everybody_is_found_and_the_row_says_why() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", Some("office@lopez.example"));
    let mueller = shop.customer("Autohaus Müller", None);
    let car = CarDetails { model: Some("911".into()), plate: Some("OKG 1234".into()), ..CarDetails::default() };
    shop.order(&Deed::AddCar { customer: lopez, details: car }).expect("added");
    let tom = ContactDetails {
        phone: Phone::read("(509) 555-0160", Region::US),
        role: Some("Assistant".into()),
        ..person("Tom", "O'Hale")
    };
    shop.add(lopez, tom).expect("added");
    for typed in [
        "lop",
        "racing lopez",
        "office@lopez",
        "okg1234",
        "okg 1234",
        "1234",
        "0160",
        "509 555-0160",
        "ohale",
        "tom o'hale",
    ] {
        assert_eq!(shop.names_found(typed), ["Lopez Racing"], "{typed}");
    }
    for typed in ["muller", "müller", "mueller", "MUELLER auto"] {
        assert_eq!(shop.names_found(typed), ["Autohaus Müller"], "{typed}");
    }
    for typed in ["x", "%", "\"", "ace", "*"] {
        assert!(shop.names_found(typed).is_empty() || Query::read(typed).is_empty(), "{typed}");
    }
    assert!(
        matches!(&shop.found("tom")[0].1, FoundBy::Contact { name, role, .. } if name == "Tom O'Hale" && role == "Assistant")
    );
    assert!(matches!(&shop.found("tom lopez")[0].1, FoundBy::Contact { .. }));
    assert!(matches!(&shop.found("okg")[0].1, FoundBy::Own(words) if words == "911 · OKG 1234"));
    // A contact that leaves is not found any more; an opened customer leads the list.
    let tom = shop.contact(lopez, "Tom");
    shop.order(&Deed::RemoveContact { id: tom.id, version: tom.version }).expect("removed");
    assert!(shop.names_found("tom").is_empty());
    assert_eq!(shop.names_found(""), ["Autohaus Müller", "Lopez Racing"]);
    shop.store.note_opened(lopez, "desk 2", at(50)).expect("noted");
    assert_eq!(shop.names_found(""), ["Lopez Racing", "Autohaus Müller"]);
    assert_eq!(shop.store.count(&Query::read("l"), Timestamp::UNIX_EPOCH).expect("counted").hits, 1);
    let _ = mueller;
}

#[test]
fn a_search_typed_letter_by_letter_finds_what_one_typed_at_once_finds() {
    let mut shop = Shop::new();
    for (first, last) in
        [("Maria", "Lopez"), ("Mario", "Lopez"), ("Lope", "Marin"), ("Ana", "Müller"), ("Jo", "O'Mara")]
    {
        let id = shop.customer(&format!("{first} {last}"), None);
        shop.add(id, person(last, first)).expect("a contact");
        shop.add(id, person("Marlo", "Smith")).expect("a contact");
    }
    for typed in ["maria lopez", "lopez mar", "mueller ana", "jo o'mara", "smith marlo lope", "marlo ana x"] {
        for (end, letter) in typed.char_indices() {
            let typed = &typed[..end + letter.len_utf8()];
            let at_once = Store::open(shop.store.path(), at(0)).expect("the same file");
            assert_eq!(shop.hits(typed), hits(&at_once, typed, at(shop.seconds)), "{typed}");
        }
    }
}

#[test]
fn somebody_who_came_meanwhile_is_found_by_typing_on() {
    let mut shop = Shop::new();
    shop.customer("Maria Lopez", None);
    assert_eq!(shop.hits("mar").len(), 1);
    let mut other = Store::open(shop.store.path(), at(0)).expect("the same file");
    std::mem::swap(&mut shop.store, &mut other);
    shop.customer("Mario Lopez", None);
    std::mem::swap(&mut shop.store, &mut other);
    assert_eq!(shop.hits("mari").len(), 2);
}

#[test]
fn an_index_that_names_somebody_who_is_not_there_finds_the_others() {
    let mut shop = Shop::new();
    shop.customer("Nobody & Sons", None);
    shop.raw().execute("INSERT INTO search_names (rowid, words) VALUES (7, 'nobody')", []).expect("planted");
    assert_eq!(shop.hits("nobody").len(), 1);
}

#[test]
fn the_number_on_a_row_is_the_one_of_the_page_at_any_time() {
    let mut shop = Shop::new();
    let details = CustomerDetails {
        company: Some("Lopez Racing".into()),
        email: Some(Email::kept("office@lopez.example".into())),
        phone: Phone::read("(509) 555-0134", Region::US),
        preferences: Preferences::CUSTOMER,
        ..CustomerDetails::default()
    };
    let customer = shop.order(&Deed::AddCustomer { details }).expect("a customer").customer;
    shop.add(customer, with_access("Maria", "Lopez", "maria@lopez.example")).expect("a contact");
    let maria = shop.contact(customer, "Maria");
    shop.invite(&maria, false).expect("invited");
    let mut numbers = look(&shop, customer);
    for (subject, email) in
        [(Subject::Contact(maria.id), "maria@lopez.example"), (Subject::Customer, "office@lopez.example")]
    {
        let (email, change) = (Email::kept(email.to_owned()), AddressChange::Mark(Mark::Returned));
        let report = AddressReport { customer, subject, email, change };
        shop.order(&Deed::MarkAddress { report, reason: "came back".to_owned() }).expect("marked");
        numbers.extend(look(&shop, customer));
    }
    assert!(numbers.contains(&0) && numbers.iter().any(|number| *number > 1), "all sorts of numbers: {numbers:?}");
}

/// The numbers on a customer's row, each as the page counts it: now, and after days in which nobody does anything.
fn look(shop: &Shop, id: CustomerId) -> Vec<usize> {
    let later = |days: i64| {
        let now = at(shop.seconds) + SignedDuration::from_hours(days * 24);
        let row = hits(&shop.store, "lopez", now).remove(0);
        assert_eq!(row.points, review::points(&shop.record(id), now), "{days} days later");
        row.points
    };
    [0, 2, 4, 8].map(later).to_vec()
}
