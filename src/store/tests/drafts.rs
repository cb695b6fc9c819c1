//! Which forms of a program that has died were saved all the same.

use super::{Shop, at, person};
use crate::domain::contact::{ContactDetails, ContactDraft};
use crate::domain::customer::CustomerId;
use crate::domain::draft::{Draft, DraftId, Owner, Typed};

/// A form of Add Contact at this desk, changed last at that second.
fn form(shop: &Shop, customer: CustomerId, second: i64) -> Draft {
    Draft {
        id: DraftId { run: shop.author.run, number: 1 },
        of: Some(Owner { id: customer, name: "Lopez Racing".into() }),
        typed: Typed::Contact { editing: None, before: ContactDetails::default(), draft: ContactDraft::default() },
        at: at(second),
        aside: false,
    }
}

#[test]
fn a_form_is_saved_when_its_own_program_has_saved_after_the_last_key() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    let saved = |shop: &Shop, draft: &Draft| shop.store.was_saved(draft).expect("the file answers");
    shop.add(lopez, person("Tom", "Hale")).expect("added");
    let now = shop.seconds;
    assert!(!saved(&shop, &form(&shop, lopez, now + 1)), "that was the form before it");
    shop.seconds += 1;
    shop.add(lopez, person("Bea", "Quill")).expect("added");
    assert!(saved(&shop, &form(&shop, lopez, now + 1)));

    let waiting = Draft { aside: true, ..form(&shop, lopez, now + 1) };
    assert!(!saved(&shop, &waiting), "put aside, and another was saved meanwhile");
    let other = Draft { id: DraftId { run: 99, number: 1 }, ..form(&shop, lopez, now + 1) };
    assert!(!saved(&shop, &other), "another program saved");
}
