//! Carries out a [`Deed`]: one order, one transaction, every rule.

use super::work::Work;
use super::{
    Occasion, Store, StoreError, address, archive, car, contact, customer, invite, joining, leaving, roles, undo,
};
use crate::domain::deed::{Deed, Done, Refusal};

impl Store {
    /// Does what was ordered, or says why not; a refusal has written nothing.
    pub fn perform(&mut self, deed: &Deed, occasion: &Occasion) -> Result<Result<Done, Refusal>, StoreError> {
        self.write(|conn| {
            let work = Work { conn, occasion };
            match deed {
                Deed::AddCustomer { details } => customer::add(&work, details),
                Deed::EditCustomer { id, before, after } => customer::edit(&work, *id, before, after),
                Deed::ArchiveCustomer { id, version, ends } => archive::archive(&work, *id, *version, ends),
                Deed::RestoreCustomer { id } => archive::restore(&work, *id),
                Deed::BecomeContact { id, version, of } => joining::become_contact(&work, *id, *version, *of),
                Deed::BecomeCustomer { id, version } => joining::become_customer(&work, *id, *version),
                Deed::AddCar { customer, details } => car::add(&work, *customer, details),
                Deed::EditCar { id, before, after } => car::edit(&work, *id, before, after),
                Deed::RemoveCar { id, version } => car::remove(&work, *id, *version),
                Deed::AddContact { customer, details, same_person, primary_seen } => {
                    contact::add(&work, *customer, details, *same_person, *primary_seen)
                }
                Deed::EditContact { id, before, after, same_person, primary_seen } => {
                    contact::edit(&work, *id, [before, after], *same_person, *primary_seen)
                }
                Deed::CorrectElsewhere { at, subject, corrections } => {
                    contact::correct_elsewhere(&work, *at, *subject, corrections)
                }
                Deed::RemoveContact { id, version } => leaving::remove(&work, *id, *version),
                Deed::MoveContact { id, version, to, keep } => leaving::move_to(&work, *id, *version, *to, *keep),
                Deed::RestoreContact { id } => leaving::restore(&work, *id),
                Deed::SetPreferences { customer, edits } => contact::set_preferences(&work, *customer, edits),
                Deed::Invite { id, version, email, turn_on_access, same_person } => {
                    invite::queue(&work, *id, *version, email, *turn_on_access, *same_person)
                }
                Deed::InviteAll { customer, people } => invite::queue_all(&work, *customer, people),
                Deed::RevokeInvite { id } => invite::revoke(&work, *id),
                Deed::RetryInvite { id } => invite::retry(&work, *id),
                Deed::ReplaceRole { from, to, needs_description } => {
                    roles::replace(&work, from, to, *needs_description)
                }
                Deed::MarkAddress { report, reason } => address::change(&work, report, reason),
                Deed::Undo { entry } => undo::undo(&work, *entry),
            }
        })
    }
}
