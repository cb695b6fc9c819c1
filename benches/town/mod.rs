//! A made-up shop of any size, always the same for a size: names as frequent as in the United States, cars, phones,
//! emails and 1.44 additional contacts a customer. Made once and kept under `target/`.

mod chance;
mod names;

use std::fs;
use std::path::{Path, PathBuf};

use frontdesk::domain::car::CarDetails;
use frontdesk::domain::contact::ContactDetails;
use frontdesk::domain::customer::{CustomerDetails, CustomerId};
use frontdesk::domain::email::Email;
use frontdesk::domain::history::Author;
use frontdesk::domain::invite::{Delivery, Posting};
use frontdesk::domain::phone::{Phone, Region};
use frontdesk::domain::preference::Preferences;
use frontdesk::domain::secret::{KEY_BYTES, NONCE_BYTES, SecretKey};
use frontdesk::store::{Occasion, Store, StoreError};
use jiff::Timestamp;

use chance::Chance;

/// A new number here makes every town anew.
const EDITION: u32 = 12;
/// Of 100 customers, so many have no contact, one, two and so on: 1.44 on average.
const CONTACTS: [u64; 6] = [33, 27, 18, 11, 7, 4];

/// A customer with everything that hangs under it.
#[derive(Debug, Clone)]
pub struct Household {
    pub reference: String,
    pub details: CustomerDetails,
    pub cars: Vec<CarDetails>,
    pub contacts: Vec<ContactDetails>,
}

/// The customers of a town, one after the other.
pub fn households(customers: u64) -> impl Iterator<Item = Household> {
    (1..=customers).map(household)
}

/// The file of a town of this size, which nobody may change: [`copy`] it first.
pub fn file(customers: u64) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/towns");
    let path = folder.join(format!("{customers}-{EDITION}.db"));
    if path.exists() {
        return path;
    }
    fs::create_dir_all(&folder).expect("a folder");
    let unfinished = folder.join(format!("{customers}.unfinished"));
    remove(&unfinished);
    let mut store = Store::create(&unfinished, Timestamp::UNIX_EPOCH, [7; KEY_BYTES]).expect("a new file");
    import(&mut store, customers);
    tidy(&mut store);
    drop(store);
    fs::rename(&unfinished, &path).expect("the file gets its name");
    path
}

/// A copy that may be changed, in a folder of its own.
pub fn copy(customers: u64) -> (tempfile::TempDir, PathBuf) {
    let original = file(customers);
    let folder = tempfile::tempdir_in(original.parent().expect("a folder")).expect("a folder");
    let path = folder.path().join("shop.db");
    fs::copy(&original, &path).expect("copied");
    // Else the first save would wait until all of it is on the disk.
    fs::File::open(&path).and_then(|file| file.sync_all()).expect("on the disk");
    fs::copy(original.with_file_name("frontdesk.key"), path.with_file_name("frontdesk.key")).expect("copied");
    (folder, path)
}

/// Brings a town into a file as any list is brought in: one transaction, every rule.
pub fn import(store: &mut Store, customers: u64) {
    with_occasion(store, |store, occasion| {
        store.import::<_, StoreError>(occasion, |import| {
            for household in households(customers) {
                let Household { reference, details, cars, contacts } = household;
                let (customer, _) =
                    import.put_customer(Some(&reference), &details, &cars)?.expect("a customer by the rules");
                for contact in &contacts {
                    import.put_contact(customer, None, contact)?.expect("a contact by the rules");
                }
            }
            Ok(())
        })
    })
    .expect("the file takes it");
}

/// Puts the whole index in order, as a desk does while nobody saves.
fn tidy(store: &mut Store) {
    while store.tidy_index().expect("the file takes it") {}
}

/// Does something as the clerk of the town.
pub fn with_occasion<T>(store: &mut Store, act: impl FnOnce(&mut Store, &Occasion) -> T) -> T {
    let author = Author { staff: "ines".to_owned(), desk: "counter".to_owned(), run: 1 };
    let posting = Posting {
        has_sign_in_address: true,
        valid_days: 7,
        delivery: Delivery::Folder,
        sender_domain: "riverside.example".to_owned(),
    };
    let key = SecretKey::new([7; KEY_BYTES]);
    let now = Timestamp::UNIX_EPOCH;
    act(store, &Occasion { author: &author, now, nonce: [7; NONCE_BYTES], posting: &posting, key: &key })
}

/// A part of 1 that belongs to a number.
pub fn part(number: u64) -> f64 {
    f64::from(u32::try_from(Chance::of(number).below(1000)).expect("a thousandth")) / 1000.0
}

/// The customers are numbered from 1 in the order in which they came.
pub fn id(number: u64) -> CustomerId {
    CustomerId(i64::try_from(number).expect("a number of the town"))
}

/// The customer of a number, whoever else is made.
pub fn household(number: u64) -> Household {
    let mut chance = Chance::of(number);
    let (first, last) = (names::first(&mut chance), names::last(&mut chance));
    let company = (chance.below(100) < 8).then(|| names::company(&mut chance, &last));
    let nobody_named = company.is_some() && chance.below(2) == 0;
    let (first_name, last_name) = if nobody_named { Default::default() } else { (first.clone(), last.clone()) };
    let email = (chance.below(100) < 70).then(|| names::email(&mut chance, &first, &last));
    let phone = (chance.below(100) < 95).then(|| phone(&mut chance));
    let cars = [40, 45, 12, 3];
    let cars = (0..chance.weighted(&cars)).map(|_| car(&mut chance)).collect();
    let contacts = (0..chance.weighted(&CONTACTS)).map(|place| contact(&mut chance, number, place, &last)).collect();
    Household {
        reference: format!("C-{number:07}"),
        details: CustomerDetails {
            first_name,
            last_name,
            company,
            email: email.map(Email::kept),
            phone,
            notes: None,
            preferences: Preferences::CUSTOMER,
        },
        cars,
        contacts,
    }
}

fn contact(chance: &mut Chance, customer: u64, place: usize, family: &str) -> ContactDetails {
    let role = chance.one_of(&["Spouse", "Spouse", "Assistant", "Bookkeeper", "Other"]);
    let last_name = if role == "Spouse" { family.to_owned() } else { names::last(chance) };
    // The place in the name keeps two people of one customer apart.
    let first_name = format!("{}{}", names::first(chance), ["", " B.", " C.", " D.", " E."][place]);
    let email = (chance.below(100) < 65).then(|| format!("{}.{customer}.{place}", names::email_name(&last_name)));
    let portal_access = email.is_some() && chance.below(100) < 30;
    ContactDetails {
        first_name,
        last_name,
        email: email.map(|name| Email::kept(format!("{name}@{}", names::domain(chance)))),
        phone: (chance.below(100) < 60).then(|| phone(chance)),
        role: Some(role.to_owned()),
        role_description: (role == "Other").then(|| "Vehicle manager".to_owned()),
        primary: place == 0 && chance.below(100) < 50,
        portal_access,
        preferences: if portal_access { Preferences::CUSTOMER } else { Preferences::default() },
    }
}

fn phone(chance: &mut Chance) -> Phone {
    let area = chance.one_of(&[509, 509, 509, 206, 253, 360, 425, 208, 503, 213, 310, 415, 212, 646, 312, 713, 602]);
    let typed = format!("+1{area}{}{:06}", chance.below(8) + 2, chance.below(1_000_000));
    Phone::read(&typed, Region::US).expect("a phone")
}

fn car(chance: &mut Chance) -> CarDetails {
    let (make, model) = names::car(chance);
    let letter = |chance: &mut Chance| char::from(b'A' + u8::try_from(chance.below(26)).expect("a letter"));
    let plate: String = (0..3).map(|_| letter(chance)).collect();
    CarDetails {
        year: Some(1998 + u16::try_from(chance.below(28)).expect("a year")),
        make: Some(make.to_owned()),
        model: Some(model.to_owned()),
        plate: (chance.below(100) < 92).then(|| format!("{plate}{:04}", chance.below(10_000))),
    }
}

/// Takes away what an earlier run left half made.
fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm", ".lock"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        // Mostly there is none.
        fs::remove_file(name).ok();
    }
}
