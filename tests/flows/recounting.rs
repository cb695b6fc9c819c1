//! Who needs attention is kept beside the customers, because it takes the whole record to know. After every kind of act
//! it is what a full recount says.

use frontdesk::domain::address::Mark;
use frontdesk::domain::contact::{Contact, ContactDetails};
use frontdesk::domain::customer::CustomerDetails;
use frontdesk::domain::deed::{AddressChange, AddressReport, Deed, PreferenceEdit, SamePerson};
use frontdesk::domain::email::Email;
use frontdesk::domain::history::Subject;
use frontdesk::domain::invite::Delivery;
use frontdesk::domain::phone::{Phone, Region};
use frontdesk::domain::preference::Preferences;
use frontdesk::domain::record::Record;
use frontdesk::domain::review;
use frontdesk::domain::search::Query;
use frontdesk::store::{Flaw, Outcome, examine};

use crate::desk::{Desk, town};

const ACTS: usize = 180;
/// How many kinds of acts there are below.
const KINDS: usize = 15;

/// The same numbers every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        if all.is_empty() { None } else { Some(all[self.below(all.len())].clone()) }
    }

    /// An address that others have too, one of an own, none, or something that is no address.
    fn email(&mut self) -> Option<Email> {
        let shared = ["bea@ledger.example", "office@lopez.example", "BEA@ledger.example", "maria@lopez.example"];
        match self.below(16) {
            0 => None,
            1 => Some(Email::kept("ask at home".into())),
            2..=5 => Some(Email::kept(format!("nobody{}@post.example", self.below(20)))),
            _ => self.one_of(&shared).map(|email| Email::kept(email.into())),
        }
    }

    fn phone(&mut self) -> Option<Phone> {
        Phone::read(["", "ask", "(509) 555-0101", "(509) 555-0102", "(509) 555-0103"][self.below(5)], Region::US)
    }

    fn preferences(&mut self) -> Preferences {
        Preferences::from_bits(u8::try_from(self.below(64)).expect("six bits"))
    }

    fn person(&mut self) -> ContactDetails {
        let email = self.email();
        ContactDetails {
            first_name: ["Ann", "Bo", "Cy"][self.below(3)].into(),
            last_name: "Recount".into(),
            portal_access: email.as_ref().is_some_and(Email::is_address) && self.below(6) == 0,
            email,
            phone: self.phone(),
            role: self.one_of(&["Spouse", "Assistant", "Bookkeeper"]).map(str::to_owned),
            primary: self.below(4) == 0,
            preferences: self.preferences(),
            ..ContactDetails::default()
        }
    }
}

/// One act of a kind; refusals are answers too.
fn act(kind: usize, desk: &mut Desk, chance: &mut Chance) {
    let records = records(desk);
    let record = chance.one_of(&records).expect("somebody is left");
    let contact = chance.one_of(&record.contacts);
    let same_person = SamePerson::Confirmed;
    let customer = record.customer.id;
    let of = |make: fn(&Contact, &mut Chance) -> Deed, chance: &mut Chance| contact.as_ref().map(|c| make(c, chance));
    let deed = match kind {
        0 => Some(Deed::AddContact {
            customer,
            details: chance.person(),
            same_person,
            primary_seen: record.primary().map(|c| c.id),
        }),
        1 => of(
            |contact, chance| Deed::EditContact {
                id: contact.id,
                before: contact.details.clone(),
                after: chance.person(),
                primary_seen: None,
                same_person: SamePerson::Confirmed,
            },
            chance,
        ),
        2 | 13 => of(|contact, _| Deed::RemoveContact { id: contact.id, version: contact.version }, chance),
        3 => of(
            |contact, _| Deed::Invite {
                id: contact.id,
                version: contact.version,
                email: contact.details.email.clone().unwrap_or(Email::kept(String::new())),
                turn_on_access: true,
                same_person: SamePerson::Confirmed,
            },
            chance,
        ),
        4 => {
            let outcomes = [
                Outcome::Delivered(Delivery::Smtp),
                Outcome::Refused("550 unknown".into()),
                Outcome::Rejected("554 spam".into()),
                Outcome::Deferred("450 later".into()),
            ];
            desk.post(&chance.one_of(&outcomes).expect("one"));
            None
        }
        5 => contact
            .as_ref()
            .and_then(|contact| contact.invite.as_ref())
            .map(|invite| Deed::RevokeInvite { id: invite.id }),
        6 => {
            let own = record.customer.details.clone();
            let after = CustomerDetails { email: chance.email(), phone: chance.phone(), ..own.clone() };
            Some(Deed::EditCustomer { id: customer, before: own, after })
        }
        7 => {
            let before = record.customer.details.preferences;
            let edit = PreferenceEdit { subject: Subject::Customer, before, after: chance.preferences() };
            Some(Deed::SetPreferences { customer, edits: vec![edit] })
        }
        8 | 9 => {
            let changes = [
                AddressChange::Mark(Mark::NoMessages),
                AddressChange::Mark(Mark::NoMarketing),
                AddressChange::Mark(Mark::Returned),
                AddressChange::WriteAgain,
                AddressChange::Arrives,
            ];
            let news = chance.one_of(&changes).expect("one");
            chance.email().map(|email| Deed::MarkAddress {
                report: AddressReport { customer, subject: Subject::Customer, email, change: news },
                reason: "said so".into(),
            })
        }
        10 => record.history.iter().find(|entry| entry.undoable).map(|entry| Deed::Undo { entry: entry.id }),
        11 => {
            let to = chance.one_of(&records).expect("somebody").customer.id;
            let keep = chance.below(2) == 0;
            contact.as_ref().map(|contact| Deed::MoveContact { id: contact.id, version: contact.version, to, keep })
        }
        12 => match record.history.iter().find(|entry| entry.act.word() == "archived") {
            None if records.len() > 12 => Some(Deed::ArchiveCustomer {
                id: customer,
                version: record.customer.version,
                ends: record.with_access().map(|contact| contact.id).collect(),
            }),
            _ => None,
        },
        _ => {
            desk.pass(6 * 3600);
            None
        }
    };
    if let Some(deed) = deed {
        // What cannot be done is refused, and has written nothing.
        let _ = desk.perform(&deed);
    }
}

fn records(desk: &Desk) -> Vec<Record> {
    let mut records = Vec::new();
    desk.store
        .each_record(&desk.author, 20, |record| {
            records.push(record);
            Ok::<(), frontdesk::store::StoreError>(())
        })
        .expect("the file answers");
    records
}

#[test]
fn after_every_act_the_list_is_what_a_recount_says() {
    for seed in [7, 11, 23] {
        a_busy_year(seed);
    }
}

fn a_busy_year(seed: u64) {
    let mut desk = Desk::new();
    // Most are in order, so that an act makes a difference.
    for number in 0..12 {
        let email = format!("own{number}@recount.example");
        town::customer(&mut desk, ("", "", &format!("Recount {number}")), &email, "(509) 555-0199", "");
    }
    let mut chance = Chance(seed);
    for step in 0..ACTS {
        let kind = chance.below(KINDS);
        act(kind, &mut desk, &mut chance);
        let now = desk.now().wall;
        let due = records(&desk).iter().filter(|record| review::points(record, now) > 0).count();
        let counted = desk.store.count(&Query::read("!"), now).expect("the file answers");
        assert_eq!((counted.hits, counted.attention), (due, due), "act {step} of kind {kind}, seed {seed}");
        // The same for the moment from which on each is due, and for the words of the search.
        if step % 20 == 19 {
            let flaws = examine(desk.store.path(), false, now).content.expect("a file");
            let is_out = |flaw: &Flaw| matches!(flaw, Flaw::Index { .. });
            assert!(!flaws.iter().any(is_out), "act {step} of kind {kind}: {flaws:?}");
        }
    }
}
