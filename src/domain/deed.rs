//! Everything that a desk can do to the file, as data: one order, one answer. Form, command line and undo all come
//! through here, so every rule holds for every way in.

use jiff::Timestamp;

use super::address::Mark;
use super::car::{CarDetails, CarId};
use super::change::{Change, Field};
use super::contact::{Contact, ContactDetails, ContactId};
use super::customer::{CustomerDetails, CustomerId};
use super::email::Email;
use super::history::{Act, EntryId, Subject, took_away};
use super::invite::{Invite, InviteId};
use super::inviting::Obstacle;
use super::joining::Hindrance;
use super::preference::Preferences;
use super::problem::Problem;
use super::remedy::{By, Remedy};

/// One order. An edit carries what the person saw, so that two edits of different fields merge and two of the same
/// field never overwrite each other; a removal or an invite carries the version and the address that the person saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    AddCustomer {
        details: CustomerDetails,
    },
    EditCustomer {
        id: CustomerId,
        before: CustomerDetails,
        after: CustomerDetails,
    },
    /// Out of Search and the export; access and invites of its contacts end with it.
    ArchiveCustomer {
        id: CustomerId,
        version: i64,
        /// Whose access ends, as the person saw it: nobody else's does.
        ends: Vec<ContactId>,
    },
    /// Brings an archived customer back; its contacts come back without access.
    RestoreCustomer {
        id: CustomerId,
    },
    /// A customer that stands alone goes on as an additional contact of another, its cars with it; the record it
    /// leaves is archived.
    BecomeContact {
        id: CustomerId,
        version: i64,
        of: CustomerId,
    },
    /// A contact goes on as a customer of its own.
    BecomeCustomer {
        id: ContactId,
        version: i64,
    },
    AddCar {
        customer: CustomerId,
        details: CarDetails,
    },
    EditCar {
        id: CarId,
        before: CarDetails,
        after: CarDetails,
    },
    RemoveCar {
        id: CarId,
        version: i64,
    },
    AddContact {
        customer: CustomerId,
        details: ContactDetails,
        same_person: SamePerson,
        /// Who was primary when the person looked: nobody else is demoted.
        primary_seen: Option<ContactId>,
    },
    EditContact {
        id: ContactId,
        before: ContactDetails,
        after: ContactDetails,
        same_person: SamePerson,
        primary_seen: Option<ContactId>,
    },
    /// A new email or phone of one person, saved on other accounts too, in one transaction.
    CorrectElsewhere {
        /// The customer and the contact where it was changed first.
        at: CustomerId,
        subject: ContactId,
        corrections: Vec<Correction>,
    },
    RemoveContact {
        id: ContactId,
        version: i64,
    },
    /// To another customer, without access and not primary; or added there too, and kept where it is.
    MoveContact {
        id: ContactId,
        version: i64,
        to: CustomerId,
        keep: bool,
    },
    /// Brings a removed contact back, without access.
    RestoreContact {
        id: ContactId,
    },
    /// Queues an invite, after turning access on where that was asked for, and ends the link before it.
    Invite {
        id: ContactId,
        version: i64,
        email: Email,
        turn_on_access: bool,
        same_person: SamePerson,
    },
    /// Queues an invite for each of these who was never invited; the answer tells of all of them.
    InviteAll {
        customer: CustomerId,
        people: Vec<Invitee>,
    },
    RevokeInvite {
        id: InviteId,
    },
    /// Makes a queued invite due now.
    RetryInvite {
        id: InviteId,
    },
    /// Ticks and unticks for several people of one customer at once; one entry in the history for each.
    SetPreferences {
        customer: CustomerId,
        edits: Vec<PreferenceEdit>,
    },
    /// One role in place of another for everybody who has it. Where the new one needs a description, a person without
    /// one is described by the old role.
    ReplaceRole {
        from: String,
        to: String,
        needs_description: bool,
    },
    /// Writes down what is known of an address, or takes it back, for every account where it stands.
    MarkAddress {
        report: AddressReport,
        /// Why, as typed.
        reason: String,
    },
    /// Takes a change back, with everything that was written in the same act.
    Undo {
        entry: EntryId,
    },
}

impl Deed {
    /// Invites a contact as it was seen; `None` without an email.
    #[must_use]
    pub fn invite(contact: &Contact, turn_on_access: bool) -> Option<Self> {
        Some(Self::Invite {
            id: contact.id,
            version: contact.version,
            email: contact.details.email.clone()?,
            turn_on_access,
            same_person: SamePerson::NotAsked,
        })
    }
}

/// What somebody at a desk says of an address, and on whose row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressReport {
    pub customer: CustomerId,
    pub subject: Subject,
    pub email: Email,
    pub change: AddressChange,
}

/// What is new about an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressChange {
    Mark(Mark),
    /// The person wants messages again, of every kind that is ticked.
    WriteAgain,
    /// Mail arrives there again.
    Arrives,
}

/// The same person on another account, as that row is and as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub contact: ContactId,
    pub customer_name: String,
    pub before: ContactDetails,
    pub after: ContactDetails,
}

/// What one person gets, before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreferenceEdit {
    pub subject: Subject,
    pub before: Preferences,
    pub after: Preferences,
}

/// One of several people to invite, as the person at the desk saw them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    pub id: ContactId,
    pub version: i64,
    pub email: Email,
}

/// What inviting one of several people came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invited {
    Queued,
    /// Before, by whomever: nothing more was sent.
    Already(Invite),
    Cannot(Refusal),
}

/// Whether somebody has said that the holder of this email on another account is the same person (product.md, rule 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SamePerson {
    NotAsked,
    /// Nobody can be asked: the same first and last name say so (an import).
    ByName,
    Confirmed,
}

/// What an order came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub customer: CustomerId,
    pub subject: Subject,
    pub name: String,
    pub act: Act,
    /// Exactly the changed fields; none when the save was unchanged, and then nothing was written.
    pub changes: Vec<Change>,
    /// Others for whom the same fields have changed, by name.
    pub also: Vec<String>,
    /// Somebody else who changed by it: who stopped being primary.
    pub no_longer_primary: Option<String>,
    /// Where somebody was before.
    pub came_from: Option<CameFrom>,
    /// The entry that `u` takes back, where it can.
    pub undo: Option<EntryId>,
    /// Whether this answer is itself an undo.
    pub undone: bool,
    /// The invite that was queued or revoked.
    pub invite: Option<InviteId>,
    /// What came of inviting several people, by name.
    pub invited: Vec<(String, Invited)>,
    /// Where the same person still stands with the old email or phone.
    pub offered: Vec<Correction>,
}

/// Where somebody was before who now stands elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CameFrom {
    /// An additional contact of another customer, by name.
    Customer(String),
    /// A customer of its own.
    OwnRecord,
}

/// Why an order was not carried out; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The email already signs in somebody of this account.
    SignsInAs { email: Email, name: String },
    /// The email signs in somebody of another account: to be asked, then ordered again as confirmed.
    SamePersonElsewhere { email: Email, name: String, customer: String },
    /// Both sides changed these fields.
    Clash { fields: Vec<Field>, staff: String, desk: String, at: Timestamp },
    /// Somebody else was made primary since the person looked.
    PrimaryTaken { name: String, staff: String, desk: String, at: Timestamp },
    /// Changed by somebody since the person looked.
    Changed { name: String, staff: String, desk: String, at: Timestamp },
    /// Removed, or moved there, by somebody since the person looked.
    Removed { name: String, there: Option<String>, staff: String, desk: String, at: Timestamp },
    /// The customer is archived: nothing changes on it before it is brought back.
    Archived { name: String },
    /// It is not in the file: another file, or a mistyped number.
    NotThere { what: &'static str },
    /// Two edits that merge by themselves break a rule together, or the file's rules say no.
    Rule { field: Field, problem: Problem },
    /// No invite can be sent.
    CannotInvite { name: String, obstacle: Obstacle },
    /// A customer cannot become an additional contact.
    CannotJoin { name: String, hindrance: Hindrance },
    /// A list names somebody who was removed.
    NotBroughtBack { name: String },
    /// A list would turn access on for somebody who exists without it.
    AccessNotByList { name: String },
    /// The invite is no longer open.
    InviteEnded,
    /// There is nothing to take back, or it cannot be taken back any more.
    CannotUndo { reason: String },
}

impl Refusal {
    /// What clears the way, where that is one act at the desk.
    #[must_use]
    pub fn remedy(&self) -> Option<Remedy> {
        match self {
            Self::CannotInvite { obstacle, .. } => obstacle.remedy(),
            Self::Archived { .. } => Some(Remedy::new(By::TakingBack, "on its page brings it back first")),
            _ => None,
        }
    }

    /// What happened and what to do, for a notice; forms put the same words beside the field.
    #[must_use]
    pub fn sentence(&self, said_at: impl Fn(Timestamp) -> String) -> String {
        match self {
            Self::SignsInAs { email, name } => {
                format!("{email} already signs in as {name}. Use another email, or turn the access of one of them off.")
            }
            Self::SamePersonElsewhere { email, name, customer } => {
                format!("{email} already signs in as {name} of {customer}.")
            }
            Self::Clash { fields, staff, desk, at } => {
                let fields: Vec<&str> = fields.iter().map(|field| field.label()).collect();
                format!(
                    "{staff} ({desk}) changed {} too, {}. Nothing was changed: look at what stands there now.",
                    fields.join(", "),
                    said_at(*at)
                )
            }
            Self::PrimaryTaken { name, staff, desk, at } => format!(
                "{staff} ({desk}) made {name} the primary contact {}. Nothing is saved yet: save again to have this \
                 contact primary instead, or turn Primary contact off.",
                said_at(*at)
            ),
            Self::Changed { name, staff, desk, at } => {
                format!("{staff} ({desk}) changed {name} {}. Nothing was done: look at the row again.", said_at(*at))
            }
            Self::Removed { name, there, staff, desk, at } => {
                format!("{staff} ({desk}) {} {}.", took_away(name, there.as_deref()), said_at(*at))
            }
            Self::Archived { name } => {
                format!("{name} is archived. Nothing was changed.")
            }
            Self::NotThere { what } => format!("There is no such {what} in this file. Nothing was changed."),
            Self::Rule { problem, .. } => problem.sentence.clone(),
            Self::CannotInvite { name, obstacle } => obstacle.sentence(name),
            Self::CannotJoin { name, hindrance } => {
                format!("{} Nothing was changed.", hindrance.sentence(name))
            }
            Self::NotBroughtBack { name } => {
                format!("{name} was removed, and a list brings nobody back. Add the contact by hand.")
            }
            Self::AccessNotByList { name } => {
                format!("{name} is here without portal access, and a list does not turn it on. Turn it on by hand.")
            }
            Self::InviteEnded => "That invite is no longer open. Nothing was changed.".to_owned(),
            Self::CannotUndo { reason } => reason.clone(),
        }
    }
}
