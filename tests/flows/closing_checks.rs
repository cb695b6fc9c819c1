//! The guide's closing checks ("What happens next"), each on people with every kind of flaw, and mended.

use frontdesk::domain::address::Mark;
use frontdesk::domain::contact::ContactDetails;
use frontdesk::domain::customer::CustomerId;
use frontdesk::domain::deed::{AddressChange, AddressReport, Deed};
use frontdesk::domain::email::Email;
use frontdesk::domain::history::Subject;
use frontdesk::domain::invite::Delivery;
use frontdesk::domain::preference::{MessageType, Preferences};
use frontdesk::domain::review::{Check, review};
use frontdesk::store::Outcome;

use super::picture;
use crate::desk::{Desk, town};

/// A customer without contacts.
fn fleet(desk: &mut Desk) -> CustomerId {
    town::customer(desk, ("", "", "Fleet Works"), "fleet@works.example", "(509) 555-0155", "")
}

fn check(desk: &Desk, place: usize) -> Check {
    let record = desk.record("fleet works");
    review(&record, &desk.app.settings.roles, desk.now().wall)[place].clone()
}

/// What is said of a check, one point each.
fn points(desk: &Desk, place: usize) -> Vec<String> {
    check(desk, place).points().map(|point| point.words.clone()).collect()
}

fn somebody(first_name: &str, email: &str, role: &str) -> ContactDetails {
    town::contact((first_name, "Flaw"), email, "", role)
}

fn mark(desk: &mut Desk, customer: CustomerId, email: &str, mark: Mark) {
    let report = AddressReport {
        customer,
        subject: Subject::Customer,
        email: Email::kept(email.into()),
        change: AddressChange::Mark(mark),
    };
    desk.perform(&Deed::MarkAddress { report, reason: "by phone".into() }).expect("marked");
}

#[test]
fn the_correct_person_is_marked_primary() {
    let mut desk = Desk::new();
    let fleet = fleet(&mut desk);
    assert_eq!(check(&desk, 0).finding, "Fleet Works, the main customer");
    town::add(&mut desk, fleet, ContactDetails { primary: true, ..somebody("Primo", "", "Assistant") });
    assert_eq!(points(&desk, 0), ["Primo Flaw is primary, but has neither a usable email nor a phone"]);
    desk.keys("fleet works<Enter>r<Enter>");
    assert!(desk.picture().contains("── Primo Flaw · Assistant"), "Enter goes to the person: {}", desk.picture());
    desk.keys("e<Tab><Tab><Tab>5095550156<F2>");
    assert!(check(&desk, 0).is_fine());
    assert_eq!(check(&desk, 0).finding, "Primo Flaw");
}

#[test]
fn only_the_right_people_have_portal_access() {
    let mut desk = Desk::new();
    let fleet = fleet(&mut desk);
    let outcomes = [
        ("Nora", None),
        ("Rita", Some(Outcome::Refused("550 5.1.1 user unknown".into()))),
        ("Sven", Some(Outcome::Delivered(Delivery::Smtp))),
        ("Xena", Some(Outcome::Delivered(Delivery::Smtp))),
    ];
    for (name, outcome) in outcomes {
        let details =
            ContactDetails { portal_access: true, ..somebody(name, &format!("{name}@works.example"), "Spouse") };
        town::add(&mut desk, fleet, details);
        let Some(outcome) = outcome else { continue };
        let contact = desk.record("fleet works").contacts.last().cloned().expect("a contact");
        desk.perform(&Deed::invite(&contact, false).expect("an email")).expect("queued");
        desk.post(&outcome);
    }
    let xena = desk.record("fleet works").contacts[3].invite.clone().expect("an invite");
    desk.perform(&Deed::RevokeInvite { id: xena.id }).expect("revoked");
    assert_eq!(
        points(&desk, 1),
        ["Nora Flaw was never invited", "Rita Flaw did not get the invite", "Xena Flaw has no valid link"]
    );
    desk.pass(3 * 24 * 3600);
    assert!(points(&desk, 1).contains(&"Sven Flaw has not signed in".to_owned()));
    desk.pass(5 * 24 * 3600);
    assert!(points(&desk, 1).contains(&"Sven Flaw has an expired link".to_owned()));
    desk.resize(120, 34);
    desk.keys("fleet works<Enter>r<Down>");
    picture!("access_with_every_flaw", desk);
}

#[test]
fn whoever_asked_not_to_be_written_to_is_not_to_be_invited() {
    let mut desk = Desk::new();
    let fleet = fleet(&mut desk);
    for name in ["Stop", "Back"] {
        let email = format!("{name}@works.example");
        let details =
            ContactDetails { portal_access: true, preferences: Preferences::NONE, ..somebody(name, &email, "Spouse") };
        town::add(&mut desk, fleet, details);
    }
    mark(&mut desk, fleet, "stop@works.example", Mark::NoMessages);
    assert_eq!(
        points(&desk, 1),
        ["Stop Flaw has access and asked not to be written to", "Back Flaw was never invited"]
    );
    assert_eq!(points(&desk, 2).len(), 1, "nor proposed any message: {:?}", points(&desk, 2));
    desk.keys("fleet works<Enter>r<Down>");
    picture!("access_of_who_wants_no_messages", desk);
    desk.keys("<Enter>e<Tab><Tab><Tab><Tab><Tab><Tab><Space><F2>");
    assert_eq!(points(&desk, 1), ["Back Flaw was never invited"], "{}", desk.picture());
    mark(&mut desk, fleet, "back@works.example", Mark::Returned);
    desk.file_changed();
    desk.keys("r<Down>");
    let picture = desk.picture();
    assert!(picture.contains("e goes to Back Flaw; there e corrects the email"), "{picture}");
}

#[test]
fn communication_preferences_match_each_role() {
    let mut desk = Desk::new();
    let fleet = fleet(&mut desk);
    let ticked = |messages: &[MessageType]| messages.iter().copied().collect::<Preferences>();
    let people = [
        somebody("Fine", "fine@works.example", "Bookkeeper"),
        somebody("Mute", "", "Assistant"),
        ContactDetails { email: Some(Email::kept("ask at home".into())), ..somebody("Odd", "", "Spouse") },
        somebody("Back", "back@works.example", "Bookkeeper"),
        somebody("Stop", "stop@works.example", "Assistant"),
        ContactDetails {
            preferences: ticked(&[MessageType::Invoices, MessageType::Marketing]),
            ..somebody("Mark", "mark@works.example", "Bookkeeper")
        },
        ContactDetails { preferences: Preferences::NONE, ..somebody("Less", "less@works.example", "Assistant") },
    ];
    for details in people {
        town::add(&mut desk, fleet, details);
    }
    mark(&mut desk, fleet, "back@works.example", Mark::Returned);
    mark(&mut desk, fleet, "stop@works.example", Mark::NoMessages);
    mark(&mut desk, fleet, "mark@works.example", Mark::NoMarketing);
    assert_eq!(
        points(&desk, 2),
        [
            "Mute Flaw gets Scheduling, Car Updates and has no email",
            "Odd Flaw gets Scheduling, Car Updates, Contracts and has an email that is no address",
            "Back Flaw gets Invoices, Estimates and has an email at which mail does not arrive",
            "Stop Flaw gets Scheduling, Car Updates and asked not to be written to",
            "Mark Flaw is ticked for Marketing and asked for no Marketing",
            "Less Flaw (Assistant) does not get Scheduling, Car Updates",
        ]
    );
    desk.resize(120, 34);
    desk.keys("fleet works<Enter>");
    picture!("messages_with_every_flaw", desk);
    desk.keys("w");
    picture!("who_gets_what_with_every_flaw", desk);
}

#[test]
fn the_main_customer_still_has_the_correct_email_and_phone() {
    let mut desk = Desk::new();
    let fleet = fleet(&mut desk);
    town::add(&mut desk, fleet, somebody("Fine", "fine@works.example", "Bookkeeper"));
    assert_eq!(points(&desk, 3), [""; 0]);
    desk.keys("fleet works<Enter><Home>e<Tab><Tab><Tab>new@works.example<F2>");
    assert_eq!(points(&desk, 3), ["Email of Fleet Works was changed by ines"]);
    assert!(check(&desk, 3).is_fine(), "worth a look, and no fault");
    desk.keys("e<Tab><Tab><Tab><Ctrl-u><Tab>ask<F2>");
    assert_eq!(points(&desk, 3)[0], "Fleet Works has no email and a phone that is no number");
    assert!(desk.picture().contains("Fleet Works has no email and a phone that is no number.  u Undo"), "said at once");
    desk.keys("e<Tab><Tab><Tab>fleet@works.example<Tab>5095550155<F2>");
    mark(&mut desk, fleet, "fleet@works.example", Mark::Returned);
    assert_eq!(points(&desk, 3)[0], "Fleet Works has an email at which mail does not arrive");
}
