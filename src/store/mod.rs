//! Where it is kept: one SQLite file for all desks. The only module that knows SQL.
//!
//! Every thread opens a [`Store`] of its own. Everything that changes goes through [`Store::perform`], an import, the
//! outbox or the portal, each one transaction that takes the write lock at its start.

mod address;
mod alike;
mod archive;
mod at_work;
mod backup;
mod by_name;
mod car;
mod checkup;
mod claims;
mod contact;
mod customer;
mod daily;
mod derived;
mod drafts;
mod editing;
mod elsewhere;
mod error;
mod file;
mod flaw;
mod handle;
mod history;
mod hits;
mod import;
mod importing;
mod index;
mod invite;
mod joining;
mod kept;
mod key;
mod leaving;
mod links;
mod listing;
mod marks;
mod matching;
mod migrate;
mod nearest;
mod outbox;
mod path;
mod perform;
mod portal;
mod probe;
mod reading;
mod record;
mod restore;
mod rights;
mod roles;
mod row;
mod rules;
mod search;
mod surroundings;
mod transaction;
mod undo;
mod work;

pub use self::backup::Backup;
pub use self::checkup::{Checkup, examine};
pub use self::claims::Claims;
pub use self::daily::back_up_daily;
pub use self::editing::{OpenForm, open_elsewhere};
pub use self::error::StoreError;
pub use self::flaw::Flaw;
pub use self::handle::{InterruptHandle, Occasion, Patience, Store};
pub use self::hits::View;
pub use self::import::{Import, Known, KnownContact, Put};
pub use self::importing::{ImportSign, import_elsewhere};
pub use self::marks::MarkedAddress;
pub use self::outbox::{Outcome, Parcel, Settled};
pub use self::portal::{Account, Answer, Asked, Denied, Redeem};
pub use self::probe::{Probe, probe};
pub use self::restore::{Restored, Whom, restore};
pub use self::rules::Rule;

#[cfg(test)]
mod tests;
