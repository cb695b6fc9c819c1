//! Rows of the file as the domain's types. Text is read lossily: bytes that are not UTF-8, which another program may
//! have written, must not cost anybody a list.

use std::borrow::Cow;

use jiff::Timestamp;
use rusqlite::types::ValueRef;
use rusqlite::{Row, RowIndex};

use crate::domain::address::Marks;
use crate::domain::car::{Car, CarDetails, CarId};
use crate::domain::contact::{Contact, ContactDetails, ContactId};
use crate::domain::customer::{Customer, CustomerDetails, CustomerId};
use crate::domain::email::Email;
use crate::domain::invite::{Delivery, Invite, InviteId, InviteState};
use crate::domain::phone::Phone;
use crate::domain::preference::Preferences;

/// Columns of [`customer`], in its order.
pub const CUSTOMER: &str = "customer.id, customer.ref, customer.version, customer.first_name, customer.last_name, \
     customer.company, customer.email, customer.phone, customer.notes, customer.preferences, \
     customer.archived_at";
/// Columns of [`car`], in its order.
pub const CAR: &str = "car.id, car.version, car.year, car.make, car.model, car.plate";
/// Columns of [`contact`], in its order; the latest invite comes with it from [`LATEST_INVITE`].
pub const CONTACT: &str = "contact.id, contact.customer_id, contact.version, contact.first_name, contact.last_name, \
     contact.email, contact.phone, contact.role, contact.role_description, contact.is_primary, contact.portal_access, \
     contact.preferences, contact.ref";
/// Columns of [`invite`], in its order.
pub const INVITE: &str = "invite.id, invite.state, invite.delivery, invite.email, invite.queued_at, invite.queued_by, \
     invite.expires_at, invite.sent_at, invite.accepted_at, invite.ended_at, invite.attempts, invite.next_attempt_at, \
     invite.last_error";
/// Joins the latest invite of a contact.
pub const LATEST_INVITE: &str =
    "LEFT JOIN invite ON invite.id = (SELECT max(id) FROM invite WHERE invite.contact_id = contact.id)";
/// How many columns [`CONTACT`] has: where those of its invite begin.
pub const CONTACT_COLUMNS: usize = 13;

pub fn text<I: RowIndex>(row: &Row, index: I) -> Result<Option<String>, rusqlite::Error> {
    Ok(match row.get_ref(index)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(bytes).into_owned(),
        }),
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Null => None,
    })
}

pub fn words<I: RowIndex>(row: &Row, index: I) -> Result<String, rusqlite::Error> {
    text(row, index).map(Option::unwrap_or_default)
}

/// Text as it stands in the row, for a look at it; empty where there is none.
pub fn borrowed<'r, I: RowIndex>(row: &'r Row, index: I) -> Result<Cow<'r, str>, rusqlite::Error> {
    Ok(match row.get_ref(index)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes),
        _ => Cow::Borrowed(""),
    })
}

pub fn moment<I: RowIndex>(row: &Row, index: I) -> Result<Option<Timestamp>, rusqlite::Error> {
    Ok(row.get::<_, Option<i64>>(index)?.map(at))
}

/// A moment from its milliseconds; one beyond the calendar is its end.
pub fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
}

fn messages<I: RowIndex>(row: &Row, index: I) -> Result<Preferences, rusqlite::Error> {
    Ok(Preferences::from_bits(row.get::<_, u8>(index)?))
}

pub fn customer(row: &Row) -> Result<Customer, rusqlite::Error> {
    Ok(Customer {
        id: CustomerId(row.get(0)?),
        reference: words(row, 1)?,
        version: row.get(2)?,
        details: CustomerDetails {
            first_name: words(row, 3)?,
            last_name: words(row, 4)?,
            company: text(row, 5)?,
            email: text(row, 6)?.map(Email::kept),
            phone: text(row, 7)?.map(Phone::kept),
            notes: text(row, 8)?,
            preferences: messages(row, 9)?,
        },
        marks: Marks::default(),
        archived_at: moment(row, 10)?,
    })
}

pub fn car(row: &Row) -> Result<Car, rusqlite::Error> {
    Ok(Car {
        id: CarId(row.get(0)?),
        version: row.get(1)?,
        details: CarDetails { year: row.get(2)?, make: text(row, 3)?, model: text(row, 4)?, plate: text(row, 5)? },
    })
}

/// A contact without what is known of its address; its latest invite where the columns of [`INVITE`] follow.
pub fn contact(row: &Row) -> Result<Contact, rusqlite::Error> {
    let has_invite = row.as_ref().column_count() > CONTACT_COLUMNS && row.get_ref(CONTACT_COLUMNS)? != ValueRef::Null;
    Ok(Contact {
        id: ContactId(row.get(0)?),
        customer: CustomerId(row.get(1)?),
        reference: text(row, 12)?,
        version: row.get(2)?,
        details: ContactDetails {
            first_name: words(row, 3)?,
            last_name: words(row, 4)?,
            email: text(row, 5)?.map(Email::kept),
            phone: text(row, 6)?.map(Phone::kept),
            role: text(row, 7)?,
            role_description: text(row, 8)?,
            primary: row.get(9)?,
            portal_access: row.get(10)?,
            preferences: messages(row, 11)?,
        },
        marks: Marks::default(),
        invite: if has_invite { Some(invite(row, CONTACT_COLUMNS)?) } else { None },
        elsewhere: Vec::new(),
    })
}

/// An invite whose columns begin at `first`.
pub fn invite(row: &Row, first: usize) -> Result<Invite, rusqlite::Error> {
    // The schema knows the same words; one of a newer program would have refused the file before.
    let state = InviteState::from_word(&words(row, first + 1)?).unwrap_or(InviteState::Failed);
    Ok(Invite {
        id: InviteId(row.get(first)?),
        state,
        delivery: Delivery::from_word(&words(row, first + 2)?).unwrap_or(Delivery::Smtp),
        email: Email::kept(words(row, first + 3)?),
        queued_at: at(row.get(first + 4)?),
        queued_by: words(row, first + 5)?,
        expires_at: at(row.get(first + 6)?),
        sent_at: moment(row, first + 7)?,
        accepted_at: moment(row, first + 8)?,
        ended_at: moment(row, first + 9)?,
        attempts: row.get(first + 10)?,
        next_attempt_at: moment(row, first + 11)?,
        last_error: text(row, first + 12)?,
    })
}

/// A count, as SQL has it.
pub fn count<I: RowIndex>(row: &Row, index: I) -> Result<usize, rusqlite::Error> {
    row.get::<_, i64>(index).map(|count| usize::try_from(count).unwrap_or_default())
}
