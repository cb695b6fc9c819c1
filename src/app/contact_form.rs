//! Add Contact and Edit: the guide's fields in the guide's order.

mod asides;

use super::desk::Desk;
use super::form::asides::signs_in_as;
use super::form::sheet::{self, Layout, Place, Sheet};
use super::form::{LookAlikes, Picked, RolePicker, TextField, Ticks, leave_question, likeness};
use super::key::Key;
use super::question::Question;
use super::step::{Notice, Step};
use super::vocabulary::Effect;
use super::{answers, questions};
use crate::domain::alike::Likeness;
use crate::domain::change::Field;
use crate::domain::contact::{Contact, ContactDetails, ContactDraft, ContactField, ContactId};
use crate::domain::deed::{Deed, Refusal, SamePerson};
use crate::domain::draft::Typed;
use crate::domain::email::{EMAIL_LIMIT, Email};
use crate::domain::preference::Preferences;
use crate::domain::problem::{Problem, Problems};
use crate::domain::record::Record;
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
        let as_seen = |contact: &&Contact| contact.details.email == form.before.email;
        let marks = editing.and_then(|id| record.contact(id)).filter(as_seen).map(|contact| contact.marks.clone());
        form.alikes = LookAlikes::of(form.likeness(desk), marks.unwrap_or_default());
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
        let role = match self.role_description.text().trim() {
            description if self.described && !description.is_empty() => description,
            _ => self.role.name().unwrap_or_default(),
        };
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
