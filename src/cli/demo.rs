//! `frontdesk demo`: a small town to try everything on, thrown away at the end.
//!
//! It is brought in by the same import and the same deeds as a real shop's data, with moments in the past.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use super::arguments::Global;
use super::csv::Table;
use super::desk;
use super::failure::{FAILED, Fails, Failure};
use super::import;
use super::office::{Office, sources, tell};
use super::text_file::TextFile;
use crate::app::Opening;
use crate::config::{self, Flags, Settings, Sources};
use crate::domain::deed::Deed;
use crate::domain::history::Author;
use crate::domain::invite::{Delivery, Posting};
use crate::domain::secret::SecretKey;
use crate::domain::text::reason;
use crate::runtime::chance;
use crate::store::{Asked, KnownContact, Occasion, Outcome, Redeem, Store};

const CUSTOMERS: &[u8] = include_bytes!("../../assets/demo/customers.csv");
const CONTACTS: &[u8] = include_bytes!("../../assets/demo/contacts.csv");
const INVITES: &[u8] = include_bytes!("../../assets/demo/invites.csv");

const SIGN_IN: &str = "https://portal.example.com/sign-in?token={token}";
/// How long a claimed invite belongs to whoever plays the postman.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// How long ago the shop brought its list in: before the first invite.
const AGE: SignedDuration = SignedDuration::from_hours(24 * 300);

pub fn run(global: &Global) -> Result<u8, Failure> {
    desk::check_terminal()?;
    let folder = tempfile::Builder::new().prefix("frontdesk-demo-").tempdir().map_err(|error| {
        Failure::new(
            FAILED,
            format!(
                "No place was found for a throw-away copy ({}). Set TMPDIR to a folder that can be written.",
                reason(&error)
            ),
        )
    })?;
    let (flags, path) = (global.flags(), folder.path().to_owned());
    let settings = settings(&flags, &path)?;
    build(&settings, Office::now())?;
    let reread = Box::new(move || self::settings(&flags, &path).map_err(|failure| failure.words));
    let code = desk::run(&settings, Opening::Desk, reread)?;
    tell(&format!("The demo town was in {} and is thrown away.", folder.path().display()));
    Ok(code)
}

/// The settings of the demo, whatever this user has configured for the real shop; only the screen and
/// the keys are as always.
fn settings(said: &Flags, folder: &Path) -> Result<Settings, Failure> {
    let flags = Flags { config: None, database: Some(folder.join("frontdesk.db")), ..said.clone() };
    let of_the_town = Sources {
        environment: &|name| {
            (name == "FRONTDESK_STAFF" || name == "FRONTDESK_DESK" || !name.starts_with("FRONTDESK_"))
                .then(|| std::env::var(name).ok())
                .flatten()
        },
        places: config::Places::of_this_user().map(|places| config::Places { config: folder.join("config"), ..places }),
        system_file: folder.join("none.toml"),
        ..sources(flags)
    };
    let mut settings = config::load(&of_the_town).fails()?;
    if let Ok(own) = config::load(&sources(said.clone())) {
        (settings.screen, settings.keys) = (own.screen, own.keys);
    }
    "Riverside Auto".clone_into(&mut settings.shop_name);
    settings.portal.sign_in_url = Some(SIGN_IN.to_owned());
    settings.mail.folder = folder.join("outbox");
    settings.state = folder.join("state");
    // It is thrown away.
    settings.keep_days = 0;
    Ok(settings)
}

/// Makes the town.
pub fn build(settings: &Settings, now: Timestamp) -> Result<(), Failure> {
    let store = Store::create(&settings.database, now, chance::key()).fails()?;
    let author = Author { staff: "ana".to_owned(), desk: "desk 1".to_owned(), run: 0 };
    let opened = now.saturating_sub(AGE).unwrap_or(now);
    let mut office = Office { settings: Settings { author, ..settings.clone() }, store, now: opened };
    import::quietly(&mut office, CUSTOMERS, CONTACTS)?;
    let key = office.store.key().fails()?;
    for invite in invites()? {
        Past { office: &mut office, key: &key, now }.live(&invite)?;
    }
    Ok(())
}

/// An invite of the town: to whom, by whom, how long ago, and what became of it.
struct Invite {
    customer: String,
    first_name: String,
    last_name: String,
    by: String,
    hours_ago: i64,
    state: String,
    words: String,
}

fn invites() -> Result<Vec<Invite>, Failure> {
    let broken = |reason: String| Failure::new(FAILED, format!("The demo's invites cannot be read: {reason}"));
    let table = TextFile::of(INVITES).and_then(Table::of).map_err(broken)?;
    table
        .rows()
        .map_err(broken)?
        .map(|row| {
            let row = row.map_err(broken)?;
            let cell = |column| table.cell(&row, column).unwrap_or_default().to_owned();
            Ok(Invite {
                customer: cell("customer_ref"),
                first_name: cell("first_name"),
                last_name: cell("last_name"),
                by: cell("by"),
                hours_ago: cell("hours_ago").parse().map_err(|_| broken(format!("hours on line {}", row.line)))?,
                state: cell("state"),
                words: cell("words"),
            })
        })
        .collect()
}

/// Acts in the past.
struct Past<'a> {
    office: &'a mut Office,
    key: &'a SecretKey,
    now: Timestamp,
}

impl Past<'_> {
    fn live(&mut self, invite: &Invite) -> Result<(), Failure> {
        let author = Author { staff: invite.by.clone(), desk: "desk 1".to_owned(), run: 0 };
        let queued = self.now.saturating_sub(SignedDuration::from_hours(invite.hours_ago)).unwrap_or(self.now);
        let after = |minutes| queued.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(queued);
        let Some(id) = self.queue(invite, &author, queued)? else { return Ok(()) };
        let store = &mut self.office.store;
        match invite.state.as_str() {
            "queued" => {
                // Tried a few times already, so that it is still waiting while somebody looks at the town.
                for minutes in [1, 3, 9, 25] {
                    if let Some(parcel) = store.claim_due(&author, after(minutes), LEASE).fails()? {
                        let outcome = Outcome::Deferred(invite.words.clone());
                        store.settle(&parcel, &outcome, &author, after(minutes)).fails()?;
                    }
                }
            }
            "failed" | "sent" | "written" | "accepted" => {
                let Some(parcel) = store.claim_due(&author, after(1), LEASE).fails()? else { return Ok(()) };
                let outcome = match invite.state.as_str() {
                    "failed" => Outcome::Refused(invite.words.clone()),
                    "written" => Outcome::Delivered(Delivery::Folder),
                    _ => Outcome::Delivered(Delivery::Smtp),
                };
                store.settle(&parcel, &outcome, &author, after(1)).fails()?;
                if invite.state == "accepted" {
                    let asked = Asked::Token(self.key.token(&parcel.nonce));
                    let redeem = Redeem { asked, check: false, request: None };
                    let portal = Author { staff: "portal".to_owned(), desk: "portal".to_owned(), run: 0 };
                    // Signed in the next morning.
                    let _ = store.redeem(&redeem, self.key, &portal, after(14 * 60)).fails()?;
                }
            }
            "revoked" => {
                let deed = Deed::RevokeInvite { id };
                self.perform(&deed, &author, after(5))?;
            }
            other => return Err(Failure::new(FAILED, format!("The demo knows no invite that is {other}."))),
        }
        Ok(())
    }

    fn queue(
        &mut self,
        invite: &Invite,
        author: &Author,
        at: Timestamp,
    ) -> Result<Option<crate::domain::invite::InviteId>, Failure> {
        let known = self.office.store.known().fails()?;
        let Some(customer) = known.customer(&invite.customer).fails()? else { return Ok(None) };
        let name = (invite.first_name.as_str(), invite.last_name.as_str());
        let found = known.contact(customer.id, None, name).fails()?;
        drop(known);
        let Some(KnownContact::Here(contact)) = found else { return Ok(None) };
        let Some(deed) = Deed::invite(&contact, false) else { return Ok(None) };
        Ok(self.perform(&deed, author, at)?.invite)
    }

    fn perform(&mut self, deed: &Deed, author: &Author, now: Timestamp) -> Result<crate::domain::deed::Done, Failure> {
        let posting = Posting {
            has_sign_in_address: true,
            valid_days: self.office.settings.portal.invite_valid_days,
            delivery: Delivery::Smtp,
            sender_domain: self.office.settings.mail.sender_domain(),
        };
        let occasion = Occasion { author, now, nonce: chance::nonce(), posting: &posting, key: self.key };
        self.office.store.perform(deed, &occasion).fails()?.fails()
    }
}
