//! A customer's whole record: what one page shows, read at one moment.

use super::alike::Alike;
use super::car::{Car, CarId};
use super::contact::{Contact, ContactId};
use super::customer::Customer;
use super::email::Email;
use super::history::{Entry, Subject};

/// A customer with everything that hangs under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub customer: Customer,
    pub cars: Vec<Car>,
    /// Not removed; primary first, then by name.
    pub contacts: Vec<Contact>,
    /// Newest first, as many as were asked for.
    pub history: Vec<Entry>,
    /// How many entries there are in all.
    pub history_total: usize,
    /// Other customers, and their contacts, for whom this one could be taken.
    pub alikes: Vec<Alike>,
}

impl Record {
    /// The people alone, where cars and history do not matter.
    #[must_use]
    pub fn of_people(customer: Customer, contacts: Vec<Contact>) -> Self {
        Self { customer, contacts, cars: Vec::new(), history: Vec::new(), history_total: 0, alikes: Vec::new() }
    }

    #[must_use]
    pub fn contact(&self, id: ContactId) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.id == id)
    }

    #[must_use]
    pub fn car(&self, id: CarId) -> Option<&Car> {
        self.cars.iter().find(|car| car.id == id)
    }

    /// Whether what an act or a form is about is still on the record.
    #[must_use]
    pub fn has(&self, subject: Subject) -> bool {
        match subject {
            Subject::Customer => true,
            Subject::Contact(id) => self.contact(id).is_some(),
            Subject::Car(id) => self.car(id).is_some(),
        }
    }

    /// The contacts who may sign in.
    pub fn with_access(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.iter().filter(|contact| contact.details.portal_access)
    }

    /// What was written since an earlier reading, newest first.
    pub fn since(&self, earlier: &Self) -> impl Iterator<Item = &Entry> {
        let seen = earlier.history.first().map(|entry| entry.id);
        self.history.iter().take_while(move |entry| Some(entry.id) != seen)
    }

    /// The contact who is the main point of contact; without one it is the customer.
    #[must_use]
    pub fn primary(&self) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.details.primary)
    }

    #[must_use]
    pub fn primary_id(&self) -> Option<ContactId> {
        self.primary().map(|contact| contact.id)
    }

    /// Who on this account already signs in with an email, by name: a contact with portal access, or the main
    /// customer, whose own email always counts (product.md, rule 6).
    #[must_use]
    pub fn signs_in_as(&self, email: &Email, but: Option<ContactId>) -> Option<String> {
        let key = email.key();
        let own = self.customer.details.email.as_ref().is_some_and(|own| own.key() == key);
        let holder = || {
            self.contacts.iter().find(|contact| {
                Some(contact.id) != but
                    && contact.details.portal_access
                    && contact.details.email.as_ref().is_some_and(|held| held.key() == key)
            })
        };
        if own { Some(self.customer.details.name()) } else { holder().map(|contact| contact.details.name()) }
    }

    /// Who else on this account uses an email, signing in or not.
    #[must_use]
    pub fn shares_email(&self, email: &Email, but: Option<ContactId>) -> Option<String> {
        let key = email.key();
        if self.customer.details.email.as_ref().is_some_and(|own| own.key() == key) {
            return Some(self.customer.details.name());
        }
        self.contacts
            .iter()
            .filter(|contact| Some(contact.id) != but)
            .find(|contact| contact.details.email.as_ref().is_some_and(|held| held.key() == key))
            .map(|contact| contact.details.name())
    }
}
