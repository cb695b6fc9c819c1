//! Every command as a script meets it: the real program without a terminal, what it prints on which of the two
//! outputs, and its exit code.

mod bad_lists;
mod bringing_in;
mod configuring;
mod demo_town;
mod endings;
mod exchanging;
mod inviting;
mod logging;
mod manual;
mod portal;
mod roles;
mod taking_out;
mod torture;

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use frontdesk::domain::contact::{Contact, ContactId};
use frontdesk::domain::deed::{Deed, Done};
use frontdesk::domain::history::Author;
use frontdesk::domain::invite::Delivery;
use frontdesk::domain::secret::{KEY_BYTES, NONCE_BYTES, Nonce, SecretKey};
use frontdesk::store::{Occasion, Outcome, Store};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tempfile::TempDir;

use crate::desk::posting;

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk");

/// Two customers of a shop, as its list has them.
pub const CUSTOMERS: &str = "\
ref,first_name,last_name,company,email,phone,notes,car1_year,car1_make,car1_model,car1_plate
C-1001,,,Lopez Racing,office@lopez.example,(509) 555-0134,Keys in the left drawer.,2019,Mazda,MX-5,XYZ4471
C-1002,Siobhán,O'Brien,,siobhan@obrien.example,,,,,,
";
/// Their additional contacts.
pub const CONTACTS: &str = "\
customer_ref,first_name,last_name,email,phone,role,role_description,primary,portal_access
C-1001,Beatriz,Quiñones,bea@ledger.example,(509) 555-0191,Bookkeeper,,yes,yes
C-1001,Tom,Hale,,(509) 555-0160,Other,Vehicle manager,no,no
C-1002,Niall,O'Brien,niall@obrien.example,,Spouse,,no,no
";

/// The key of every shop here.
fn key() -> SecretKey {
    SecretKey::new([7; KEY_BYTES])
}

/// A machine of a shop, with a home of its own.
pub struct Shop {
    home: TempDir,
}

/// What a command came to.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub said: String,
    pub told: String,
}

impl Shop {
    /// With nothing in it.
    pub fn bare() -> Self {
        Self { home: tempfile::tempdir().expect("a folder") }
    }

    /// With a configuration and an empty customer file.
    pub fn new() -> Self {
        let shop = Self::bare();
        shop.configure("");
        drop(Store::create(&shop.database(), Timestamp::UNIX_EPOCH, [7; KEY_BYTES]).expect("a new file"));
        shop
    }

    /// With the two customers and their contacts.
    pub fn with_people() -> Self {
        let shop = Self::new();
        shop.import("customers", CUSTOMERS).succeeds();
        shop.import("contacts", CONTACTS).succeeds();
        shop
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn database(&self) -> PathBuf {
        self.path("shop.db")
    }

    pub fn config_file(&self) -> PathBuf {
        self.path(".config/frontdesk/config.toml")
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder made");
        fs::write(&path, content).expect("written");
        path
    }

    /// Writes the configuration: the shop, its file and its portal, and these sections.
    pub fn configure(&self, sections: &str) {
        let text = format!(
            "shop_name = 'Riverside Auto'\ndatabase = '{}'\n\
             [portal]\nsign_in_url = 'https://portal.riverside.example/sign-in?token={{token}}'\n{sections}",
            self.database().display()
        );
        self.write(".config/frontdesk/config.toml", text);
    }

    /// A command that is ready to run, away from the environment of these tests.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env_clear().current_dir(self.home.path()).args(arguments).stdin(Stdio::null());
        for (name, below) in [
            ("HOME", ""),
            ("XDG_CONFIG_HOME", ".config"),
            ("XDG_DATA_HOME", ".local/share"),
            ("XDG_STATE_HOME", ".local/state"),
        ] {
            command.env(name, self.path(below));
        }
        command.envs([("LANG", "C.UTF-8"), ("TZ", "UTC"), ("USER", "ines"), ("FRONTDESK_DESK", "desk 2")]);
        command
    }

    /// Runs a command, whatever comes of it.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments).output().expect("the program starts"))
    }

    /// Runs a command that reads this.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // It may have heard enough before the end.
        let written = child.stdin.take().expect("a way in").write_all(input.as_bytes());
        assert!(written.map_or_else(|error| error.kind() == ErrorKind::BrokenPipe, |()| true), "it reads");
        ended(child.wait_with_output().expect("an end"))
    }

    /// Imports a list.
    pub fn import(&self, what: &str, list: impl AsRef<[u8]>) -> Ended {
        self.import_with(what, list, &[])
    }

    pub fn import_with(&self, what: &str, list: impl AsRef<[u8]>, flags: &[&str]) -> Ended {
        self.write("list.csv", list);
        self.run(&[&["import", what, "list.csv"], flags].concat())
    }

    /// Everything in the file, with its history.
    pub fn everything(&self) -> Value {
        self.run(&["export", "--history"]).succeeds().json()
    }

    /// A customer by its ref.
    pub fn customer(&self, reference: &str) -> Value {
        let everything = self.everything();
        let mut customers = everything["customers"].as_array().expect("customers").iter();
        customers.find(|customer| customer["ref"] == reference).cloned().expect("the customer is there")
    }

    /// A contact by the ref of its customer and its first name.
    pub fn contact(&self, reference: &str, first_name: &str) -> Value {
        let customer = self.customer(reference);
        let mut contacts = customer["contacts"].as_array().expect("contacts").iter();
        contacts.find(|contact| contact["first_name"] == first_name).cloned().expect("the contact is there")
    }

    /// A contact as the store has it.
    pub fn in_store(&self, reference: &str, first_name: &str) -> Contact {
        let id = ContactId(self.contact(reference, first_name)["id"].as_i64().expect("a number"));
        let store = self.store();
        let customer = store.customer_of(id).expect("it answers").expect("a customer");
        let record = store.record(customer, &maria(), 0).expect("it answers").expect("a record");
        record.contact(id).cloned().expect("a contact")
    }

    /// Does something as a desk does it, at a moment; an invite gets a secret of this nonce.
    pub fn deed(&self, deed: &Deed, now: Timestamp, nonce: Nonce) -> Done {
        let posting = posting(Delivery::Folder);
        let occasion = Occasion { author: &maria(), now, nonce, posting: &posting, key: &key() };
        self.store().perform(deed, &occasion).expect("it answers").expect("it is done")
    }

    /// Invites somebody at a moment, and returns the token and the code of the letter.
    pub fn invited(&self, reference: &str, first_name: &str, now: Timestamp, seed: u8) -> (String, String) {
        let deed = Deed::invite(&self.in_store(reference, first_name), false).expect("an email");
        let nonce = [seed; NONCE_BYTES];
        self.deed(&deed, now, nonce);
        (key().token(&nonce), key().code(&nonce))
    }

    /// Delivers one invite at a moment.
    pub fn delivered(&self, now: Timestamp) {
        let mut store = self.store();
        let parcel = store.claim_due(&maria(), now, SignedDuration::from_mins(5)).expect("it answers").expect("one");
        store.settle(&parcel, &Outcome::Delivered(Delivery::Folder), &maria(), now).expect("it is settled");
    }

    fn store(&self) -> Store {
        Store::open(&self.database(), Timestamp::UNIX_EPOCH).expect("the file opens")
    }

    /// The number of a contact, as a command takes it.
    pub fn number(&self, reference: &str, first_name: &str) -> String {
        self.contact(reference, first_name)["id"].to_string()
    }
}

fn maria() -> Author {
    Author { staff: "maria".to_owned(), desk: "desk 1".to_owned(), run: 1 }
}

fn ended(output: std::process::Output) -> Ended {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ended { code: output.status.code().expect("not killed"), said: text(output.stdout), told: text(output.stderr) }
}

impl Ended {
    #[track_caller]
    pub fn succeeds(self) -> Self {
        self.ends_with(0)
    }

    #[track_caller]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// Says all of these on standard error.
    #[track_caller]
    pub fn tells(self, words: &[&str]) -> Self {
        for words in words {
            assert!(self.told.contains(words), "not told: {words:?} in {self:?}");
        }
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.said).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
