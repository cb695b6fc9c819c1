//! The index after any mix of acts is the one that would be written anew. Seeded, so that a failure comes again.

use std::collections::BTreeSet;

use super::*;
use crate::domain::car::Car;
use crate::domain::deed::Deed;
use crate::domain::history::Subject;

const SEEDS: u64 = 12;
const ACTS: usize = 90;

/// Names, phones and plates that share words, so that rows answer for one another's.
const NAMES: [&str; 8] =
    ["Müller", "Mueller", "O'Brien", "Smith", "García-Lopez", "Christopherson", "Weiß", "Søndergaard"];
const PHONES: [Option<&str>; 4] = [None, Some("(509) 555-0134"), Some("(509) 555-4471"), Some("ask her son")];
const PLATES: [&str; 3] = ["XYZ 4471", "okg1234", "ABC-99"];

/// A number that looks random (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(end).expect("an end")).expect("a place")
    }

    fn one_of<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    fn customer(&mut self) -> CustomerDetails {
        CustomerDetails {
            first_name: self.one_of(&NAMES).to_owned(),
            last_name: self.one_of(&NAMES).to_owned(),
            phone: self.one_of(&PHONES).and_then(|phone| Phone::read(phone, Region::US)),
            email: (self.below(2) == 0).then(|| Email::kept(format!("{}@shop.example", self.below(9)))),
            preferences: Preferences::CUSTOMER,
            ..CustomerDetails::default()
        }
    }

    fn contact(&mut self) -> ContactDetails {
        let CustomerDetails { first_name, last_name, phone, email, .. } = self.customer();
        ContactDetails { first_name, last_name, phone, email, role: Some("Spouse".into()), ..ContactDetails::default() }
    }

    fn car(&mut self) -> CarDetails {
        let year = u16::try_from(1990 + self.below(30)).ok();
        CarDetails { year, make: Some("Mazda".into()), model: None, plate: Some(self.one_of(&PLATES).to_owned()) }
    }
}

impl Shop {
    /// Any act at all; one that is refused is one, too.
    fn acts_at_random(&mut self, dice: &mut Dice, customers: &mut Vec<CustomerId>) {
        let (id, other) = (dice.one_of(customers), dice.one_of(customers));
        let record = self.record(id);
        let version = record.customer.version;
        let contact = record.contacts.get(dice.below(4)).cloned();
        let car: Option<Car> = record.cars.first().cloned();
        let removed = record.history.iter().find(|entry| entry.act == Act::Removed).map(|entry| entry.subject);
        let same_person = SamePerson::Confirmed;
        let deed = match (dice.below(14), contact, car) {
            (0, ..) => Deed::AddCustomer { details: dice.customer() },
            (1, ..) => Deed::EditCustomer { id, before: record.customer.details, after: dice.customer() },
            (2 | 3, ..) => Deed::AddContact { customer: id, details: dice.contact(), same_person, primary_seen: None },
            (4 | 5, Some(contact), _) => Deed::EditContact {
                id: contact.id,
                before: contact.details,
                after: dice.contact(),
                same_person,
                primary_seen: None,
            },
            (6, Some(contact), _) => Deed::RemoveContact { id: contact.id, version: contact.version },
            (7, Some(contact), _) => {
                Deed::MoveContact { id: contact.id, version: contact.version, to: other, keep: dice.below(2) == 0 }
            }
            (8, Some(contact), _) => Deed::BecomeCustomer { id: contact.id, version: contact.version },
            (8, None, _) => Deed::BecomeContact { id, version, of: other },
            (9, _, Some(car)) if dice.below(2) == 0 => Deed::RemoveCar { id: car.id, version: car.version },
            (9, _, Some(car)) => Deed::EditCar { id: car.id, before: car.details, after: dice.car() },
            (9, _, None) => Deed::AddCar { customer: id, details: dice.car() },
            (10, ..) if record.customer.archived_at.is_some() => Deed::RestoreCustomer { id },
            (10, ..) if dice.below(3) == 0 => {
                Deed::ArchiveCustomer { id, version, ends: record.with_access().map(|contact| contact.id).collect() }
            }
            (11, ..) => return self.import_at_random(dice),
            (12, ..) if removed.is_some() => match removed {
                Some(Subject::Contact(id)) => Deed::RestoreContact { id },
                _ => return,
            },
            _ => match record.history.iter().find(|entry| entry.undoable) {
                Some(entry) => Deed::Undo { entry: entry.id },
                None => return,
            },
        };
        if let Ok(done) = self.order(&deed)
            && !customers.contains(&done.customer)
        {
            customers.push(done.customer);
        }
    }

    fn import_at_random(&mut self, dice: &mut Dice) {
        let (details, contact, car) = (dice.customer(), dice.contact(), dice.car());
        let reference = format!("L-{}", dice.below(3));
        let author = self.author.clone();
        let (now, key) = (at(self.seconds), self.store.key().expect("a key"));
        let posting = posting();
        let occasion = Occasion { author: &author, now, nonce: [0; NONCE_BYTES], posting: &posting, key: &key };
        let brought = self.store.import::<_, StoreError>(&occasion, |import| {
            // Refused rows are left out, as in a list.
            if let Ok((id, _)) = import.put_customer(Some(&reference), &details, &[car])? {
                let _left_out = import.put_contact(id, None, &contact)?;
            }
            Ok(())
        });
        brought.expect("the file takes it");
    }

    fn counted(&self) -> usize {
        self.store.count(&Query::default(), at(self.seconds)).expect("the file answers").customers
    }

    fn not_archived(&self) -> usize {
        let sql = "SELECT count(*) FROM customer WHERE archived_at IS NULL";
        self.raw().query_row(sql, [], |found| row::count(found, 0)).expect("a count")
    }

    /// Every word of the index with the customers that have it.
    fn words(&self) -> BTreeSet<(String, String, i64)> {
        let conn = self.raw();
        let mut words = BTreeSet::new();
        for table in index::TABLES {
            let vocabulary =
                format!("CREATE VIRTUAL TABLE temp.{table}_words USING fts5vocab(main, {table}, instance)");
            conn.execute_batch(&vocabulary).expect("a vocabulary");
            let mut statement = conn.prepare(&format!("SELECT term, doc FROM temp.{table}_words")).expect("prepared");
            let found =
                statement.query_map([], |row| Ok((table.to_owned(), row.get(0)?, index::customer_of(row.get(1)?).0)));
            words.extend(found.expect("read").map(|row| row.expect("a word")));
        }
        words
    }
}

#[test]
fn it_is_always_the_one_that_would_be_written_anew() {
    for seed in 1..=SEEDS {
        let mut shop = Shop::new();
        let mut dice = Dice(seed);
        let mut customers = vec![shop.customer("Lopez Racing", None), shop.customer("Smith & Sons", None)];
        for act in 0..ACTS {
            shop.acts_at_random(&mut dice, &mut customers);
            if act % 30 == 29 {
                shop.store.tidy_index().expect("the file takes it");
            }
        }
        let mut steps = 0;
        while shop.store.tidy_index().expect("the file takes it") {
            steps += 1;
            assert!(steps < 1000, "it comes to an end");
        }
        assert_eq!(shop.counted(), shop.not_archived(), "seed {seed}");
        let kept = shop.words();
        assert!(kept.len() > 50, "seed {seed}: next to nothing was done");
        shop.store.rebuild_index().expect("the file takes it");
        assert_eq!(shop.counted(), shop.not_archived(), "seed {seed}, anew");
        let anew = shop.words();
        let [missing, too_much] = [anew.difference(&kept), kept.difference(&anew)].map(Iterator::collect::<Vec<_>>);
        assert!(missing.is_empty() && too_much.is_empty(), "seed {seed}: missing {missing:?}, too much {too_much:?}");
    }
}

#[test]
fn the_customer_that_a_contact_leaves_is_found_by_it_no_more() {
    let mut shop = Shop::new();
    let (lopez, smith) = (shop.customer("Lopez Racing", None), shop.customer("Smith & Sons", None));
    shop.add(lopez, Dice(1).contact()).expect("a contact");
    let contact = shop.record(lopez).contacts.remove(0);
    let before = shop.words();
    let order = Deed::MoveContact { id: contact.id, version: contact.version, to: smith, keep: false };
    shop.order(&order).expect("moved");
    let after = shop.words();
    let of =
        |words: &BTreeSet<(String, String, i64)>, id: CustomerId| words.iter().filter(|word| word.2 == id.0).count();
    assert!(of(&after, lopez) < of(&before, lopez));
    assert!(of(&after, smith) > of(&before, smith));
}

#[test]
fn the_index_equals_a_rebuilt_one() {
    let mut shop = Shop::new();
    let ids: Vec<CustomerId> = (0..5).map(|number| shop.customer(&format!("Shop {number}"), None)).collect();
    let mut chance = 12345_u64;
    for step in 0..150_u64 {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let id = ids[usize::try_from(chance >> 33).expect("small") % ids.len()];
        let record = shop.record(id);
        match (chance >> 20) % 4 {
            _ if record.customer.archived_at.is_some() => drop(shop.order(&Deed::RestoreCustomer { id })),
            0 => drop(shop.add(id, person(&format!("Name{step}"), "Öst"))),
            1 if !record.contacts.is_empty() => {
                let contact = &record.contacts[0];
                drop(shop.order(&Deed::RemoveContact { id: contact.id, version: contact.version }));
            }
            2 if !record.contacts.is_empty() => {
                let contact = record.contacts[0].clone();
                drop(
                    shop.edit(&contact, ContactDetails { last_name: format!("New{step}"), ..contact.details.clone() }),
                );
            }
            _ if record.history.iter().any(|entry| entry.undoable) => drop(shop.undo_last(id)),
            _ => {}
        }
    }
    let words = |shop: &Shop| -> Vec<(String, i64)> {
        let raw = shop.raw();
        raw.execute_batch("CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, search_all, instance)").expect("a view");
        let mut statement = raw.prepare("SELECT term, doc FROM temp.v ORDER BY 1, 2").expect("a query");
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).and_then(Iterator::collect).expect("the words")
    };
    let kept = words(&shop);
    assert!(kept.len() > 20);
    shop.store.write(|conn| Ok(derived::anew(conn)?)).expect("written").expect("not refused");
    assert_eq!(words(&shop), kept);
}
