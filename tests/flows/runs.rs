//! Runs of letters on the wrong screen, and how few keys the day's work takes.

use frontdesk::domain::invite::{Delivery, InviteState};
use frontdesk::store::Outcome;

use crate::desk::{Desk, keys};

/// The hundred commonest surnames of the United States (census of 2010).
const SURNAMES: [&str; 100] = [
    "smith",
    "johnson",
    "williams",
    "brown",
    "jones",
    "garcia",
    "miller",
    "davis",
    "rodriguez",
    "martinez",
    "hernandez",
    "lopez",
    "gonzalez",
    "wilson",
    "anderson",
    "thomas",
    "taylor",
    "moore",
    "jackson",
    "martin",
    "lee",
    "perez",
    "thompson",
    "white",
    "harris",
    "sanchez",
    "clark",
    "ramirez",
    "lewis",
    "robinson",
    "walker",
    "young",
    "allen",
    "king",
    "wright",
    "scott",
    "torres",
    "nguyen",
    "hill",
    "flores",
    "green",
    "adams",
    "nelson",
    "baker",
    "hall",
    "rivera",
    "campbell",
    "mitchell",
    "carter",
    "roberts",
    "gomez",
    "phillips",
    "evans",
    "turner",
    "diaz",
    "parker",
    "cruz",
    "edwards",
    "collins",
    "reyes",
    "stewart",
    "morris",
    "morales",
    "murphy",
    "cook",
    "rogers",
    "gutierrez",
    "ortiz",
    "morgan",
    "cooper",
    "peterson",
    "bailey",
    "reed",
    "kelly",
    "howard",
    "ramos",
    "kim",
    "cox",
    "ward",
    "richardson",
    "watson",
    "brooks",
    "chavez",
    "wood",
    "james",
    "bennett",
    "gray",
    "mendoza",
    "ruiz",
    "hughes",
    "price",
    "alvarez",
    "castillo",
    "sanders",
    "patel",
    "myers",
    "long",
    "ross",
    "foster",
    "jimenez",
];

#[test]
fn a_name_typed_on_the_page_changes_nothing() {
    // Fast as a hand that types, and slow as one that hesitates at each letter.
    for slowly in [false, true] {
        for surname in SURNAMES {
            let mut desk = Desk::new();
            desk.keys("quinones<Enter>").pass(2);
            let before = desk.record("lopez");
            let script = format!("{surname}<Enter>");
            if slowly {
                desk.keys(&script)
            } else {
                desk.fast(&script)
            };
            let after = desk.record("lopez");
            assert_eq!(before.contacts, after.contacts, "{surname} changed somebody");
            assert_eq!(before.customer, after.customer, "{surname}");
            assert_eq!(before.history_total, after.history_total, "{surname} was written into the history");
            assert!(
                desk.store.outbox(desk.now().wall).expect("the file answers").is_empty(),
                "{surname} queued an invite"
            );
            assert!(!desk.left, "{surname} left the program");
        }
    }
}

/// `d` archives and `m` makes a contact on the customer's row, `d` removes a car on its own: all ask.
#[test]
fn nor_does_it_on_the_rows_of_the_customer_and_its_cars() {
    for row in ["<Home>", "v"] {
        for surname in SURNAMES.iter().filter(|surname| surname.starts_with(['d', 'm'])) {
            let mut desk = Desk::new();
            desk.keys("0172<Enter>").keys(row).pass(2);
            let before = desk.record("0172");
            desk.keys(surname).keys("<Enter>");
            assert_eq!(before, desk.record("0172"), "{surname}");
            assert!(!desk.left, "{surname} left the program");
        }
    }
}

#[test]
fn a_letter_without_a_meaning_swallows_the_run() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>").fast("garcia<Enter>");
    assert!(desk.picture().contains("g is no key here. / searches, ? lists the keys."));
    assert!(desk.picture().contains("[c Contacts 3]"));
    desk.pass(2).keys("a");
    assert!(desk.picture().contains("Add Contact"), "after a pause keys mean something again");
}

/// Where something is typed or chosen that would be lost, `/` leads nowhere.
#[test]
fn no_key_is_named_that_the_page_does_not_have() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>w").keys("g").pass(2);
    assert!(desk.picture().contains("g is no key here. ? lists the keys."), "{}", desk.picture());
    desk.paste("garcia");
    assert!(desk.picture().contains("A paste is only taken by a text field. "), "{}", desk.picture());
    assert!(!desk.picture().contains("goes to Search"), "{}", desk.picture());
    desk.keys("<Esc>").paste("garcia");
    assert!(desk.picture().contains("A paste is only taken by a text field. / goes to Search."), "{}", desk.picture());
}

#[test]
fn a_second_enter_is_dropped() {
    let mut desk = Desk::new();
    desk.fast("lopez<Enter><Enter>");
    assert!(desk.picture().contains("[c Contacts 3]"), "the second Enter did not open the form");
}

/// keys.md: keys from Search with the customer in view, typed data not counted.
#[test]
fn the_days_work_takes_few_keys() {
    let budget = |name: &str, most: usize, steps: &[&str], data: &[&str], check: &dyn Fn(&Desk)| {
        let mut desk = Desk::new();
        desk.keys("lopez");
        let pressed: usize = steps.iter().map(|step| keys(step).len()).sum();
        assert!(pressed <= most, "{name} takes {pressed} keys, {most} are allowed");
        for (index, step) in steps.iter().enumerate() {
            desk.keys(step).keys(data.get(index).copied().unwrap_or_default());
        }
        check(&desk);
    };
    let invited = |desk: &Desk| {
        assert!(desk.record("lopez").contacts.iter().any(|contact| contact.invite.is_some()));
    };
    budget(
        "adding a bookkeeper",
        12,
        &["<Enter>", "a", "<Enter>", "<Enter>", "<Enter>", "<Enter>b", "<F2>"],
        &["", "Val", "Reed", "val@reed.example", "5095550122"],
        &|desk| assert_eq!(desk.record("lopez").contacts.len(), 4),
    );
    budget(
        "editing a phone",
        9,
        &["<Enter>", "<Down>", "e", "<Tab><Tab><Tab>", "<F2>"],
        &["", "", "", "5095550199"],
        &|desk| assert!(desk.picture().contains("is now (509) 555-0199")),
    );
    budget("sending an invite", 5, &["<Enter>", "<Down>", "i", "<Enter>"], &[], &invited);
    budget("finding among the contacts", 3, &["<Enter>", "f", "<Enter>"], &["", "bea"], &|desk| {
        assert!(desk.picture().contains("── Beatriz Quiñones · Bookkeeper"));
    });
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aVal<Enter>Reed<Enter>val@reed.example<F2>/val reed");
    assert!(keys("<Enter>iy").len() <= 5, "access and invite");
    desk.keys("<Enter>iy");
    assert!(desk.record("val reed").contacts.iter().any(|contact| contact.invite.is_some()));
    for (name, script) in [("resending", "iy"), ("revoking", "xy")] {
        let mut desk = Desk::new();
        desk.keys("lopez<Enter><Down>i<Enter>");
        desk.post(&Outcome::Delivered(Delivery::Smtp));
        desk.keys("/");
        let pressed = format!("<Enter><Down>{script}");
        assert!(keys(&pressed).len() <= 5, "{name}");
        desk.keys(&pressed);
        let invite = desk.record("lopez").contacts[1].invite.clone().expect("an invite");
        assert_ne!(invite.state, InviteState::Sent, "{name}");
    }
    budget("moving", 6, &["<Enter>", "<Down>", "m", "<Enter>", "y"], &["", "", "garcia"], &|desk| {
        assert_eq!(desk.record("garcia").contacts.len(), 2);
    });
    budget("removing", 5, &["<Enter>", "<Down>", "d", "y"], &[], &|desk| {
        assert_eq!(desk.record("lopez").contacts.len(), 2);
    });
}
