//! What stands beside the fields of a contact's form, and at its foot: problems, what was, what follows, and the guide's
//! sentences.

use super::{ContactForm, Focus, field_of};
use crate::app::desk::Desk;
use crate::app::form::Aside;
use crate::app::form::asides::{phone_note, was};
use crate::app::key::Key;
use crate::app::keys;
use crate::domain::contact::ContactField;
use crate::domain::email::{self, Email};
use crate::domain::problem::Problem;
use crate::domain::role::OTHER;

impl ContactForm {
    /// What stands beside a field.
    pub fn aside(&self, field: ContactField, desk: &Desk) -> Option<Aside> {
        if let Some(problem) = self.shown_problem(field, desk) {
            return Some(Aside::Problem(problem.short));
        }
        let note = match field {
            ContactField::FirstName => self.first_name.room().or_else(|| was(&self.first_name)),
            ContactField::LastName => self.last_name.room().or_else(|| was(&self.last_name)),
            ContactField::Email => self.email.room().or_else(|| self.shared_email()).or_else(|| was(&self.email)),
            ContactField::Phone => phone_note(&self.phone, desk),
            ContactField::Role => {
                self.role.is_changed().then(|| self.role.before().map(|role| format!("was {role}"))).flatten()
            }
            ContactField::RoleDescription => self.role_description.room().or_else(|| was(&self.role_description)),
            ContactField::Primary => Some(self.primary_note()),
            ContactField::PortalAccess
                if self.portal_access && self.shown_problem(ContactField::Email, desk).is_some() =>
            {
                return Some(Aside::Problem("not with this email".to_owned()));
            }
            ContactField::PortalAccess => Some(self.access_note(desk)),
            ContactField::Preferences => self.preferences_note(desk),
        };
        note.map(Aside::Note)
    }

    /// The problem of a field that is to be shown: all of them after saving was tried, before it those that a
    /// person can see for what they are.
    pub fn shown_problem(&self, field: ContactField, desk: &Desk) -> Option<Problem> {
        let problem = self.problems(desk)?.at(field)?.clone();
        let at_once = match field {
            ContactField::Email => !self.email.text().is_empty(),
            ContactField::PortalAccess => true,
            _ => false,
        };
        (self.layout.tried || at_once).then_some(problem)
    }

    /// The sentences of the place under the cursor: what is wrong, and what the guide says of it.
    pub fn sentences(&self, desk: &Desk) -> (Option<String>, String) {
        let field = field_of(self.layout.focus);
        let problem = field.and_then(|field| self.shown_problem(field, desk)).map(|problem| problem.sentence);
        let count = self.problems(desk).map_or(0, |problems| problems.count());
        let said = match (problem, field) {
            (Some(_), Some(ContactField::FirstName)) if self.layout.tried && count > 1 => {
                Some(format!("Nothing is saved yet: {count} fields need you, this one first."))
            }
            (Some(problem), Some(ContactField::Email)) => Some(self.layout.in_full(match self.completed_email() {
                Some(whole) => format!("The part after the @ needs a dot. Did you mean {whole}?"),
                None => problem,
            })),
            (problem, _) => problem.map(|problem| self.layout.in_full(problem)),
        };
        let alike = || self.alikes.first().map(|alike| alike.sentence(Some(self.record.customer.id)));
        let said = said.or_else(|| self.alikes.known(desk)).or_else(alike);
        let guide = self.guide_sentence(desk);
        // The guide's sentence is said once, be it as a problem.
        let is_said = said.as_ref().is_some_and(|said| said.contains(guide.trim_end_matches('.')));
        (said, if is_said { String::new() } else { guide })
    }

    fn shared_email(&self) -> Option<String> {
        let email = Email::parse(self.email.text()).ok()?;
        self.record.shares_email(&email, self.editing).map(|name| format!("also the email of {name}"))
    }

    fn primary_note(&self) -> String {
        let other = self.record.primary().filter(|contact| Some(contact.id) != self.editing);
        match (self.primary, other, self.before.primary) {
            (true, Some(other), _) => format!("{} will no longer be primary", other.details.name()),
            (true, None, _) => "the main point of contact".to_owned(),
            (false, Some(other), _) => format!("now: {}", other.details.name()),
            (false, None, true) => format!("then {} is the main point of contact", self.record.customer.details.name()),
            (false, None, false) => format!("now: {}, the main customer", self.record.customer.details.name()),
        }
    }

    fn access_note(&self, desk: &Desk) -> String {
        let invite = self.editing.and_then(|id| self.record.contact(id)).and_then(|contact| contact.invite.as_ref());
        let open = invite.is_some_and(|invite| invite.state_at(desk.now.wall).is_open());
        let new_address = email::key(self.email.text()) != email::key(self.email.before());
        match (self.portal_access, self.before.portal_access) {
            (true, true) if open && new_address => "saving ends the link that was sent to the old email".to_owned(),
            (true, false) => format!("saving sends nothing; afterwards {} on the row sends the invite", desk.key('i')),
            (false, true) if open => "saving ends the open link at once".to_owned(),
            (true, true) | (false, _) => String::new(),
        }
    }

    fn preferences_note(&self, desk: &Desk) -> Option<String> {
        let unreachable = !self.ticks.ticked.is_empty() && self.email.text().trim().is_empty();
        let role = self.role.name()?;
        let proposed = match self.proposal(desk) {
            Some(proposal) if proposal == self.ticks.ticked => {
                let by_description = desk.settings.roles.proposes_by_description(role);
                format!("proposed for {}", if by_description { self.role_description.text().trim() } else { role })
            }
            Some(proposal) if !self.is_adding() || self.layout.focus == Focus::Preferences => {
                format!("{} proposal: {proposal}", desk.key_of(keys::FORMS, Key::Char('=')))
            }
            Some(_) => "changed by hand".to_owned(),
            None if !desk.settings.roles.proposes_by_description(role) => format!("no proposal for the role {role}"),
            None if self.role_description.text().is_empty() => "proposed after Role description".to_owned(),
            None => "no proposal for this description".to_owned(),
        };
        Some(if unreachable { format!("! no email for these · {proposed}") } else { proposed })
    }

    fn completed_email(&self) -> Option<String> {
        let own = self.record.customer.details.email.as_ref().map(Email::domain);
        let others =
            self.record.contacts.iter().filter_map(|contact| contact.details.email.as_ref().map(Email::domain));
        email::completed(self.email.text(), own.into_iter().chain(others))
    }

    fn guide_sentence(&self, desk: &Desk) -> String {
        match self.layout.focus {
            Focus::FirstName if self.layout.offer.is_some() => {
                return self.layout.offer.as_ref().map(|offer| offer.sentence(desk)).unwrap_or_default();
            }
            Focus::Role if self.role.name().is_some_and(|role| desk.settings.roles.find(role).is_none()) => {
                let role = self.role.name().unwrap_or_default();
                return format!("{role} is not among the roles of this shop any more. It stays until you choose another.");
            }
            Focus::RoleDescription => {
                return format!("If you choose {}, add a clear role description.", self.role.name().unwrap_or(OTHER));
            }
            Focus::FirstName | Focus::LastName => "Fill in First Name and Last Name. These fields are required.",
            Focus::Email => {
                "Add an email address if this person should receive messages, invoices, contracts, or portal access."
            }
            Focus::Phone => "Add a phone number if your team may call or text them.",
            Focus::Role if self.role.open.is_some() => {
                "Up, Down or a letter goes to a role. Enter takes it, Esc leaves the one before."
            }
            Focus::Role if self.role.is_list() => {
                "Use Role to explain who this person is. Space opens the list, a letter goes to its role."
            }
            Focus::Role => {
                "Use Role to explain who this person is, such as spouse, assistant, bookkeeper, or other. A letter chooses."
            }
            Focus::Primary => {
                "Turn on Primary contact (main point of contact for this customer) only if this person should be your main contact. Space ticks."
            }
            Focus::PortalAccess => {
                "Turn on Can access customer portal (login with their email) only if this person should sign in to the portal. Space ticks."
            }
            Focus::Preferences => {
                "Select only the message types this person should receive. Space or the letters S U C I E M tick."
            }
            Focus::Save => {
                let guide = if self.is_adding() {
                    "Click Add Contact to save the person under the customer record"
                } else {
                    "Save the changes and confirm the contact row now shows the right information"
                };
                return format!("{guide}: Enter or {}.", desk.key_of(keys::FORMS, Key::F(2)));
            }
            Focus::Cancel => "Leaves the form; it asks before anything typed is lost.",
        }
        .to_owned()
    }
}
