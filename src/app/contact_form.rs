//! Add Contact and Edit: the guide's fields in the guide's order.

use super::desk::Desk;
use super::form::asides::{phone_note, signs_in_as, was};
use super::form::sheet::{self, Layout, Place, Sheet};
use super::form::{Aside, LookAlikes, Picked, RolePicker, TextField, Ticks, leave_question, likeness};
use super::key::Key;
use super::question::Question;
use super::step::{Notice, Step};
use super::vocabulary::Effect;
use super::{answers, questions};
use crate::domain::alike::Likeness;
use crate::domain::contact::{Contact, ContactDetails, ContactDraft, ContactField, ContactId};
use crate::domain::deed::{Deed, Refusal, SamePerson};
use crate::domain::draft::Typed;
use crate::domain::email::{self, EMAIL_LIMIT, Email};
use crate::domain::history::Field;
use crate::domain::preference::Preferences;
use crate::domain::problem::{Problem, Problems};
use crate::domain::record::Record;
use crate::domain::role::OTHER;
use crate::domain::text::{NAME_LIMIT, PHONE_LIMIT, ROLE_LIMIT, fold};

/// Where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    FirstName,
    LastName,
    Email,
    Phone,
    Role,
    RoleDescription,
    Primary,
    PortalAccess,
    Preferences,
    Save,
    Cancel,
}

/// Places of the cursor with their lines: a line for each field, one more below a toggle, the heading above the boxes.
const PLACES: [Place<Focus>; 11] = [
    Place { focus: Focus::FirstName, first: 0, last: 0 },
    Place { focus: Focus::LastName, first: 1, last: 1 },
    Place { focus: Focus::Email, first: 2, last: 2 },
    Place { focus: Focus::Phone, first: 3, last: 3 },
    Place { focus: Focus::Role, first: 4, last: 4 },
    Place { focus: Focus::RoleDescription, first: 5, last: 5 },
    Place { focus: Focus::Primary, first: 6, last: 7 },
    Place { focus: Focus::PortalAccess, first: 8, last: 9 },
    Place { focus: Focus::Preferences, first: 11, last: 13 },
    Place { focus: Focus::Save, first: 15, last: 15 },
    Place { focus: Focus::Cancel, first: 15, last: 15 },
];

#[derive(Debug, Clone, PartialEq)]
pub struct ContactForm {
    /// The record as it was read last; what is edited is compared with how it was when the form was opened.
    pub record: Record,
    /// Whom it edits; `None` adds.
    editing: Option<ContactId>,
    before: ContactDetails,
    pub first_name: TextField,
    pub last_name: TextField,
    pub email: TextField,
    pub phone: TextField,
    pub role: RolePicker,
    pub role_description: TextField,
    pub primary: bool,
    pub portal_access: bool,
    pub ticks: Ticks,
    /// Whether the chosen role needs its description.
    described: bool,
    pub layout: Layout<Focus>,
    pub alikes: LookAlikes,
    /// What only the file could know, until the field is changed.
    refused: Option<(ContactField, Problem)>,
}

impl ContactForm {
    pub fn add(record: &Record, desk: &Desk) -> Self {
        Self::open(record, None, ContactDetails::default(), desk)
    }

    pub fn edit(record: &Record, contact: &Contact, desk: &Desk) -> Self {
        Self::open(record, Some(contact.id), contact.details.clone(), desk)
    }

    fn open(record: &Record, editing: Option<ContactId>, before: ContactDetails, desk: &Desk) -> Self {
        let draft = ContactDraft::from(&before);
        let phone = before.phone.as_ref().map(|phone| phone.shown(desk.settings.region)).unwrap_or_default();
        let mut form = Self {
            record: record.clone(),
            editing,
            first_name: TextField::with(&draft.first_name, NAME_LIMIT),
            last_name: TextField::with(&draft.last_name, NAME_LIMIT),
            email: TextField::with(&draft.email, EMAIL_LIMIT),
            phone: TextField::with(&phone, PHONE_LIMIT),
            role: RolePicker::new(&desk.settings.roles, before.role.as_deref()),
            role_description: TextField::with(&draft.role_description, ROLE_LIMIT),
            primary: before.primary,
            portal_access: before.portal_access,
            ticks: Ticks::new(before.preferences),
            described: before.role.as_deref().is_some_and(|role| desk.settings.roles.needs_description(role)),
            layout: Layout::new(Focus::FirstName),
            alikes: LookAlikes::default(),
            refused: None,
            before,
        };
        form.alikes = LookAlikes::of(form.likeness(desk));
        form.first_name.select_all();
        form
    }

    /// With what was typed before it was left.
    pub fn resume(
        record: &Record,
        editing: Option<ContactId>,
        before: &ContactDetails,
        draft: &ContactDraft,
        desk: &Desk,
    ) -> Self {
        let mut form = Self::open(record, editing, before.clone(), desk);
        for (field, text) in [
            (&mut form.first_name, &draft.first_name),
            (&mut form.last_name, &draft.last_name),
            (&mut form.email, &draft.email),
            (&mut form.phone, &draft.phone),
            (&mut form.role_description, &draft.role_description),
        ] {
            field.put(text);
        }
        form.role.put(draft.role.as_deref());
        form.described = draft.role.as_deref().is_some_and(|role| desk.settings.roles.needs_description(role));
        (form.primary, form.portal_access) = (draft.primary, draft.portal_access);
        form.ticks.take(draft.preferences);
        form.first_name.select_all();
        form
    }

    /// As whom the person would be known elsewhere in the file.
    pub fn likeness(&self, desk: &Desk) -> Likeness {
        let [first, last] = [&self.first_name, &self.last_name].map(|field| field.text().trim().to_owned());
        let name = if first.is_empty() || last.is_empty() { String::new() } else { format!("{first} {last}") };
        let but = self.editing.map(|id| (self.record.customer.id, Some(id)));
        Likeness { but, ..likeness(self.email.text(), self.phone.text(), name, desk.settings.region) }
    }

    /// What is kept of it while it is not saved.
    pub fn kept(&self) -> Typed {
        Typed::Contact { editing: self.editing, before: self.before.clone(), draft: self.draft() }
    }

    pub fn is_adding(&self) -> bool {
        self.editing.is_none()
    }

    pub fn title(&self) -> String {
        if self.is_adding() { "Add Contact".to_owned() } else { format!("Edit · {}", self.before.name()) }
    }

    pub fn save_label(&self) -> &'static str {
        if self.is_adding() { "Add Contact" } else { "Save Changes" }
    }

    pub fn is_changed(&self) -> bool {
        [&self.first_name, &self.last_name, &self.email, &self.phone, &self.role_description]
            .into_iter()
            .any(TextField::is_changed)
            || self.role.is_changed()
            || self.primary != self.before.primary
            || self.portal_access != self.before.portal_access
            || self.ticks.is_changed()
    }

    pub fn leave_question(&self) -> Question {
        let name = format!("{} {}", self.first_name.text(), self.last_name.text());
        let role = self.role.name().unwrap_or_default();
        let title = format!("{} · {}", self.title(), self.record.customer.details.name());
        leave_question(&title, self.is_adding(), &[name.trim(), self.email.text(), self.phone.text(), role])
    }

    /// Whether the chosen role needs its description.
    pub fn is_described(&self) -> bool {
        self.described
    }

    /// What the role proposes.
    pub fn proposal(&self, desk: &Desk) -> Option<Preferences> {
        desk.settings.roles.proposal(self.role.name()?, self.role_description.text())
    }

    /// All that keeps the form from being saved, as it stands.
    pub fn problems(&self, desk: &Desk) -> Option<Problems<ContactField>> {
        self.check(desk).err()
    }

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
                Some(format!("Nothing is saved yet: {count} fields need you. This is the first."))
            }
            (Some(problem), Some(ContactField::Email)) => Some(match self.completed_email() {
                Some(whole) => format!("The part after the @ needs a dot. Did you mean {whole}?"),
                None => problem,
            }),
            (problem, _) => problem,
        };
        let alike = || self.alikes.first().map(|alike| alike.sentence(Some(self.record.customer.id)));
        let said = said.or_else(|| self.alikes.known(desk)).or_else(alike);
        (said, self.guide_sentence(desk))
    }

    /// Chooses a role by a click.
    pub fn click_role(&mut self, role: usize, desk: &Desk) {
        if !self.layout.saving {
            sheet::stand_on(self, Focus::Role);
            if self.role.clicked(role) == Picked::Role {
                self.role_chosen(desk);
            }
        }
    }

    fn role_chosen(&mut self, desk: &Desk) {
        let role = self.role.name();
        self.described = role.is_some_and(|role| desk.settings.roles.needs_description(role));
        self.apply_proposal(desk);
    }

    pub fn refuse(&mut self, refusal: &Refusal, desk: &Desk) -> Vec<Step> {
        let problem = match refusal {
            Refusal::SignsInAs { name, .. } => Some((ContactField::Email, signs_in_as(self.email.text(), name))),
            Refusal::Rule { field, problem } => contact_field(*field).map(|field| (field, problem.clone())),
            _ => None,
        };
        if let Refusal::PrimaryTaken { .. } = refusal {
            sheet::stand_on(self, Focus::Primary);
        }
        self.layout.tried = true;
        if let Some((field, problem)) = problem {
            sheet::stand_on(self, focus_of(field));
            self.refused = Some((field, problem));
            return Vec::new();
        }
        vec![Step::Say(answers::refused(refusal, desk))]
    }

    fn draft(&self) -> ContactDraft {
        ContactDraft {
            first_name: self.first_name.text().to_owned(),
            last_name: self.last_name.text().to_owned(),
            email: self.email.text().to_owned(),
            phone: self.phone.text().to_owned(),
            role: self.role.name().map(str::to_owned),
            role_description: if self.described { self.role_description.text().to_owned() } else { String::new() },
            primary: self.primary,
            portal_access: self.portal_access,
            preferences: self.ticks.ticked,
        }
    }

    fn check(&self, desk: &Desk) -> Result<ContactDetails, Problems<ContactField>> {
        let checked = self.draft().check(&desk.settings.roles, desk.settings.region);
        let held = self.refused.clone().or_else(|| {
            let email = Email::parse(self.email.text()).ok().filter(|_| self.portal_access)?;
            let name = self.record.signs_in_as(&email, self.editing)?;
            Some((ContactField::Email, signs_in_as(self.email.text(), &name)))
        });
        match (checked, held) {
            (checked, None) => checked,
            (Ok(_), Some((field, problem))) => Err(Problems::of(field, problem)),
            (Err(problems), Some((field, problem))) => Err(problems.and(field, problem)),
        }
    }

    /// Name and email change together on somebody who can sign in, or has been asked to.
    fn becomes_another(&self, typed: &ContactDetails, desk: &Desk) -> bool {
        let contact = self.editing.and_then(|id| self.record.contact(id));
        let invite = contact.and_then(|contact| contact.invite.as_ref());
        let can_sign_in =
            self.before.portal_access || invite.is_some_and(|invite| invite.state_at(desk.now.wall).is_open());
        let new_email = self.before.email.is_some() && typed.email != self.before.email;
        can_sign_in && new_email && fold(&typed.name()) != fold(&self.before.name())
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
            Some(proposal) if proposal == self.ticks.ticked => format!("proposed for the role {role}"),
            Some(proposal) if !self.is_adding() || self.layout.focus == Focus::Preferences => {
                format!("= takes the proposal: {proposal}")
            }
            Some(_) => "changed by hand".to_owned(),
            None if !desk.settings.roles.proposes_by_description(role) => format!("no proposal for the role {role}"),
            None if self.role_description.text().is_empty() => "proposed after Role description".to_owned(),
            None => "no proposal for this description".to_owned(),
        };
        Some(if unreachable { format!("! no email to send them to · {proposed}") } else { proposed })
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
                return self.layout.offer.as_ref().map(|offer| offer.sentence(desk.settings.region)).unwrap_or_default();
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
            Focus::Role => "Use Role to explain who this person is, such as spouse, assistant, bookkeeper, or other.",
            Focus::Primary => {
                "Turn on Primary contact (main point of contact for this customer) only if this person should be your main contact."
            }
            Focus::PortalAccess => {
                "Turn on Can access customer portal (login with their email) only if this person should sign in to the portal."
            }
            Focus::Preferences => {
                "Select only the message types this person should receive. Space or the letters S U C I E M tick."
            }
            Focus::Save if self.is_adding() => "Click Add Contact to save the person under the customer record: Enter or F2.",
            Focus::Save => "Save the changes and confirm the contact row now shows the right information: Enter or F2.",
            Focus::Cancel => "Leaves the form; it asks before anything typed is lost.",
        }
        .to_owned()
    }

    fn apply_proposal(&mut self, desk: &Desk) {
        // Editing a role later only offers (product.md, rule 4).
        if self.is_adding() {
            self.ticks.propose(self.proposal(desk).unwrap_or_default());
        }
    }
}

impl Sheet for ContactForm {
    type Focus = Focus;
    const BUTTONS: &[Focus] = &[Focus::Save, Focus::Cancel];

    fn layout(&self) -> &Layout<Focus> {
        &self.layout
    }

    fn layout_mut(&mut self) -> &mut Layout<Focus> {
        &mut self.layout
    }

    fn places(&self) -> Vec<Place<Focus>> {
        // The place of Role description is kept free when it is not asked for.
        PLACES.into_iter().filter(|place| place.focus != Focus::RoleDescription || self.described).collect()
    }

    fn text_at(&mut self, focus: Focus) -> Option<&mut TextField> {
        match focus {
            Focus::FirstName => Some(&mut self.first_name),
            Focus::LastName => Some(&mut self.last_name),
            Focus::Email => Some(&mut self.email),
            Focus::Phone => Some(&mut self.phone),
            Focus::RoleDescription => Some(&mut self.role_description),
            _ => None,
        }
    }

    fn person(&mut self) -> Option<[&mut TextField; 4]> {
        Some([&mut self.first_name, &mut self.last_name, &mut self.email, &mut self.phone])
    }

    fn ticks_at(&mut self, focus: Focus) -> Option<&mut Ticks> {
        (focus == Focus::Preferences).then_some(&mut self.ticks)
    }

    fn press(&mut self, focus: Focus, desk: &Desk) -> Vec<Step> {
        match focus {
            Focus::Primary => self.primary = !self.primary,
            Focus::PortalAccess => self.portal_access = !self.portal_access,
            Focus::Save => return self.save(desk),
            Focus::Cancel => return vec![Step::Back],
            _ => {}
        }
        self.refused = None;
        Vec::new()
    }

    fn own_key(&mut self, key: Key, desk: &Desk) -> Option<Vec<Step>> {
        if self.layout.focus != Focus::Role {
            return None;
        }
        match self.role.on_key(key) {
            Picked::No => return None,
            Picked::Heard => {}
            Picked::Role => self.role_chosen(desk),
        }
        Some(Vec::new())
    }

    fn typed(&mut self, focus: Focus, desk: &Desk) -> Vec<Step> {
        self.refused = None;
        if focus == Focus::RoleDescription {
            self.apply_proposal(desk);
        }
        Vec::new()
    }

    fn save(&mut self, desk: &Desk) -> Vec<Step> {
        self.refused = None;
        let details = match self.check(desk) {
            Ok(details) => details,
            Err(problems) => return sheet::not_yet(self, problems.first().map(focus_of)),
        };
        let deed = match self.editing {
            None => Deed::AddContact {
                customer: self.record.customer.id,
                details,
                same_person: SamePerson::NotAsked,
                primary_seen: self.record.primary_id(),
            },
            Some(_) if details == self.before => {
                return vec![Step::Close, Step::Say(Notice::plain("Nothing was changed."))];
            }
            Some(id) => {
                let typed = details.clone();
                let deed = Deed::EditContact {
                    id,
                    before: self.before.clone(),
                    after: details,
                    same_person: SamePerson::NotAsked,
                    primary_seen: self.record.primary_id(),
                };
                if let Some(contact) = self.record.contact(id).filter(|_| self.becomes_another(&typed, desk)) {
                    return vec![Step::Ask(questions::another_person(contact, self.record.customer.id, deed, &typed))];
                }
                deed
            }
        };
        vec![Step::Do(Effect::Perform(deed))]
    }

    fn propose(&mut self, desk: &Desk) {
        if let Some(proposal) = self.proposal(desk) {
            self.ticks.take(proposal);
        }
    }
}

fn focus_of(field: ContactField) -> Focus {
    match field {
        ContactField::FirstName => Focus::FirstName,
        ContactField::LastName => Focus::LastName,
        ContactField::Email => Focus::Email,
        ContactField::Phone => Focus::Phone,
        ContactField::Role => Focus::Role,
        ContactField::RoleDescription => Focus::RoleDescription,
        ContactField::Primary => Focus::Primary,
        ContactField::PortalAccess => Focus::PortalAccess,
        ContactField::Preferences => Focus::Preferences,
    }
}

fn field_of(focus: Focus) -> Option<ContactField> {
    Some(match focus {
        Focus::FirstName => ContactField::FirstName,
        Focus::LastName => ContactField::LastName,
        Focus::Email => ContactField::Email,
        Focus::Phone => ContactField::Phone,
        Focus::Role => ContactField::Role,
        Focus::RoleDescription => ContactField::RoleDescription,
        Focus::Primary => ContactField::Primary,
        Focus::PortalAccess => ContactField::PortalAccess,
        Focus::Preferences => ContactField::Preferences,
        Focus::Save | Focus::Cancel => return None,
    })
}

/// The form's field for one of the history.
fn contact_field(field: Field) -> Option<ContactField> {
    Some(match field {
        Field::FirstName => ContactField::FirstName,
        Field::LastName => ContactField::LastName,
        Field::Email => ContactField::Email,
        Field::Phone => ContactField::Phone,
        Field::Role => ContactField::Role,
        Field::RoleDescription => ContactField::RoleDescription,
        Field::Primary => ContactField::Primary,
        Field::PortalAccess => ContactField::PortalAccess,
        Field::Preferences => ContactField::Preferences,
        Field::Company | Field::Notes | Field::Year | Field::Make | Field::Model | Field::Plate => return None,
    })
}
