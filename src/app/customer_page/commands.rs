//! What each key of the customer page does with the row under the cursor.

use super::key_table::{Command, KEYS};
use super::{ACCESS_CHECK, CustomerPage, Row, Section};
use crate::app::desk::Desk;
use crate::app::errand::Errand;
use crate::app::key::Key;
use crate::app::keys::{self, HelpRow, Hint, Shown, Standing, command};
use crate::app::question::{Line, Question};
use crate::app::questions;
use crate::app::step::{Notice, Place, Step};
use crate::app::vocabulary::Effect;
use crate::domain::address::Marks;
use crate::domain::contact::{Contact, ContactId};
use crate::domain::email::Email;
use crate::domain::history::{Act, Entry, Subject};
use crate::domain::inviting::{Invitees, Inviting, Obstacle, invitees, may_invite};
use crate::domain::joining::stands_alone;
use crate::domain::phone::Phone;
use crate::domain::text::{counted, tidy};

impl CustomerPage {
    fn hints(&self, shown: Shown, desk: &Desk) -> Vec<Hint> {
        let mut hints = keys::hints(KEYS, shown, |binding| self.standing(binding.command, desk));
        if shown == Shown::Row {
            hints.extend(self.narrowing().map(|words| Hint::new(Key::Char('h'), words)));
            hints.extend(self.taking_back().map(|words| Hint::new(Key::Char('u'), words)));
        }
        hints
    }

    /// What acts on the row first; then what does not, and why.
    pub fn row_hints(&self, desk: &Desk) -> Vec<Hint> {
        let mut hints = self.hints(Shown::Row, desk);
        if let (Some(_), Standing::Cannot { label, why }) = (self.contact(), self.standing(Command::Undo, desk)) {
            hints.push(Hint { key: Key::Char('u'), words: format!("{label}: {why}"), acts: false });
        }
        // An invite that cannot go is what people came for.
        hints.sort_by_key(|hint| !hint.acts && hint.key != Key::Char('i'));
        hints
    }

    /// What acts on the page.
    pub fn page_hints(&self, desk: &Desk) -> Vec<Hint> {
        self.hints(Shown::Page, desk).into_iter().filter(|hint| hint.acts).collect()
    }

    pub fn help_rows(&self, desk: &Desk) -> Vec<HelpRow> {
        keys::help_rows(KEYS, |binding| match self.standing(binding.command, desk) {
            Standing::Absent if binding.shown != Shown::Row => Standing::Absent,
            Standing::Absent => Standing::cannot(binding.label, "not on this row"),
            standing => standing,
        })
    }

    /// What a command would do on this row.
    pub fn standing(&self, command: Command, desk: &Desk) -> Standing {
        match command {
            Command::Undo if self.is_archived() => Standing::acts("Restore"),
            changing if self.is_archived() && changing.changes() && !self.only_shows(changing) => Standing::Absent,
            Command::Edit => match self.row {
                Row::Customer | Row::Car(_) | Row::Contact(_) => Standing::acts("Edit"),
                Row::AddCar => Standing::acts("Add car"),
                Row::Unfinished(_) => Standing::acts("Open the form"),
                Row::Check(place) => match self.mended_at(place, desk) {
                    Some(where_to) => Standing::acts(where_to),
                    None => Standing::Absent,
                },
                Row::Entry(_) => Standing::acts("Show"),
                Row::Older => Standing::acts("Read them"),
                Row::NoContacts | Row::NoHistory => Standing::Absent,
            },
            Command::Invite if self.row == Row::Check(ACCESS_CHECK) => {
                let never = self.invitees(desk).map_or(0, |invitees| invitees.never.len());
                Standing::acts_if(never > 0, &format!("Send {}", counted(never, "invite")))
            }
            Command::Invite => self.contact().map_or(Standing::Absent, |contact| invite_standing(contact, desk)),
            Command::Revoke => self.on_contact(self.open_invite(desk).is_some(), "Revoke invite", "none is open"),
            Command::Remove => match self.row {
                Row::Contact(_) | Row::Car(_) => Standing::acts("Remove"),
                Row::Customer => Standing::acts("Archive"),
                Row::Unfinished(_) => Standing::acts("Discard"),
                _ => Standing::Absent,
            },
            Command::Move => match self.row {
                Row::Customer => match stands_alone(&self.record) {
                    Ok(()) => Standing::acts("Make a contact"),
                    Err(hindrance) => Standing::cannot("Make a contact", hindrance.short()),
                },
                _ => Standing::acts_if(self.contact().is_some(), "Move"),
            },
            Command::StopMessages => match self.address() {
                Some((_, _, marks)) if marks.is_empty() => Standing::acts("Stop messages"),
                Some(_) => Standing::acts("Write again"),
                None => Standing::Absent,
            },
            Command::CopyEmail => self.on_person(self.email().is_some(), "Copy email", "no email"),
            Command::CopyPhone => self.on_person(self.phone().is_some(), "Copy phone", "no phone"),
            Command::Undo if self.restorable().is_some() => Standing::acts("Restore"),
            Command::Undo if self.newest_undoable().is_some() => Standing::acts("Undo"),
            Command::Undo => Standing::cannot("Undo", "nothing of yours"),
            Command::AddContact => Standing::acts("Add Contact"),
            Command::Find => Standing::acts_if(!self.record.contacts.is_empty(), "Find contact"),
            Command::Search => Standing::acts("Search"),
            Command::History => Standing::acts(self.narrowing().unwrap_or_else(|| label(command).to_owned())),
            navigation => Standing::acts(label(navigation)),
        }
    }

    /// `None` for a key without a meaning on this page.
    pub fn on_key(&mut self, key: Key, desk: &Desk) -> Option<Vec<Step>> {
        if let Key::Char(digit @ '0'..='9') = key {
            return Some(vec![Step::Go(Place::Search { typed: Some(digit.to_string()) })]);
        }
        command(KEYS, key).map(|command| self.run(command, desk))
    }

    fn run(&mut self, command: Command, desk: &Desk) -> Vec<Step> {
        let page = isize::try_from(self.height() / 2).unwrap_or(1).max(1);
        match command {
            Command::Undo if self.is_archived() => return vec![Step::Ask(self.bring_back(desk))],
            changing if self.is_archived() && changing.changes() && !self.only_shows(changing) => {
                let name = self.record.customer.details.name();
                return say(format!("{name} is archived: {} brings it back first.", desk.key('u')));
            }
            Command::Edit => return self.edit(desk),
            Command::Invite => return self.invite(desk),
            Command::Revoke => return self.revoke(desk),
            Command::Remove => return self.remove(desk),
            Command::Move => return self.start_moving(),
            Command::StopMessages => return self.stop_messages(desk),
            Command::CopyEmail => return self.copy_email(),
            Command::CopyPhone => return self.copy_phone(desk),
            Command::AddContact => return vec![Step::Go(Place::AddContact)],
            Command::Undo => return self.undo(desk),
            Command::WhoGetsWhat => {
                let at = self.contact().map_or(Subject::Customer, |contact| Subject::Contact(contact.id));
                return vec![Step::Go(Place::WhoGetsWhat(at))];
            }
            Command::Find if self.record.contacts.is_empty() => {
                return say(format!("There is nobody to find yet. {} adds a contact.", desk.key('a')));
            }
            Command::Find => return vec![Step::Find(self.row)],
            Command::Outbox => return vec![Step::Go(Place::Outbox)],
            Command::Search => return vec![Step::Go(Place::Search { typed: None })],
            Command::Up => self.move_by(-1),
            Command::Down => self.move_by(1),
            Command::PageUp => self.move_by(-page),
            Command::PageDown => self.move_by(page),
            Command::Top => self.move_by(isize::MIN),
            Command::Bottom => self.move_by(isize::MAX),
            Command::NextSection => self.turn_section(1),
            Command::PreviousSection => self.turn_section(Section::ALL.len() - 1),
            Command::Contacts => self.go_to(Section::Contacts),
            Command::Cars => self.go_to(Section::Cars),
            Command::Review => self.go_to(Section::Review),
            Command::History => self.go_to_history(),
        }
        Vec::new()
    }

    fn edit(&mut self, desk: &Desk) -> Vec<Step> {
        let place = match self.row {
            Row::Customer => Place::EditCustomer,
            Row::Car(id) => Place::EditCar(id),
            Row::AddCar => Place::AddCar,
            Row::Contact(id) => Place::EditContact(id),
            Row::Unfinished(id) => Place::Draft(id),
            Row::Check(place) => {
                if let Some(reason) = self.review(desk)[place].points().next() {
                    self.stand_on(reason.at);
                }
                return Vec::new();
            }
            Row::NoContacts => {
                return say(format!("There is nobody to edit yet. {} adds a contact.", desk.key('a')));
            }
            Row::Entry(_) => {
                return self.entry().map_or_else(Vec::new, |entry| vec![Step::Ask(questions::entry(entry, desk))]);
            }
            Row::Older => return self.read_whole_history(),
            Row::NoHistory => return say("Nothing has been changed yet, so there is nothing to show."),
        };
        vec![Step::Go(place)]
    }

    /// Whether a command that leads to a change elsewhere only shows something on this row.
    fn only_shows(&self, command: Command) -> bool {
        command == Command::Edit && matches!(self.row, Row::Entry(_) | Row::Older)
    }

    /// Whom Enter on a check goes to, and what mends it there.
    fn mended_at(&self, place: usize, desk: &Desk) -> Option<String> {
        let checks = self.review(desk);
        let reason = checks[place].points().next()?;
        let name = match reason.at {
            Subject::Contact(id) => self.record.contact(id)?.details.name(),
            Subject::Customer | Subject::Car(_) => self.record.customer.details.name(),
        };
        Some(format!("goes to {name}; there {}", desk.remedy(reason.remedy)))
    }

    /// Who has access, for the check that lists them.
    fn invitees(&self, desk: &Desk) -> Option<Invitees<'_>> {
        let has_sign_in_address = desk.settings.portal.sign_in_url.is_some();
        (self.row == Row::Check(ACCESS_CHECK))
            .then(|| invitees(&self.record.contacts, has_sign_in_address, desk.now.wall))
    }

    fn invite(&self, desk: &Desk) -> Vec<Step> {
        if let Some(invitees) = self.invitees(desk) {
            return match &invitees.never[..] {
                [] => say(format!(
                    "Nobody who has access waits for a first invite. {} on a row sends one again.",
                    desk.key('i')
                )),
                _ => vec![Step::Ask(questions::invite_all(&self.record, &invitees, desk))],
            };
        }
        let Some(contact) = self.contact() else {
            return say(format!("Only a contact can be invited: {} goes to Contacts.", desk.key('c')));
        };
        let customer = self.record.customer.details.name();
        match may_invite(contact, desk.settings.portal.sign_in_url.is_some(), desk.now.wall) {
            Ok(Inviting::First) => vec![Step::Ask(questions::send_invite(contact, &customer, desk))],
            Ok(Inviting::Again(invite)) => vec![Step::Ask(questions::resend_invite(contact, &invite, &customer, desk))],
            Err(Obstacle::NoAccess) => vec![Step::Ask(questions::turn_on_and_send(contact, desk))],
            Err(obstacle) => {
                let sentence = obstacle.sentence(&contact.details.name());
                vec![Step::Say(Notice::alarm(desk.with_remedy(&sentence, obstacle.remedy())))]
            }
        }
    }

    fn revoke(&self, desk: &Desk) -> Vec<Step> {
        match (self.contact(), self.open_invite(desk)) {
            (Some(contact), Some(invite)) => vec![Step::Ask(questions::revoke_invite(contact, invite, desk))],
            (Some(contact), None) => say(format!("{} has no open invite to revoke.", contact.details.name())),
            _ => say(format!("Only the invite of a contact can be revoked: {} goes to Contacts.", desk.key('c'))),
        }
    }

    fn remove(&self, desk: &Desk) -> Vec<Step> {
        match self.row {
            Row::Contact(id) => vec![Step::Ask(questions::remove_contact(&self.record, id, desk))],
            Row::Customer => vec![Step::Ask(questions::archive_customer(&self.record, desk))],
            Row::Car(id) => self.record.car(id).map_or_else(Vec::new, |car| {
                vec![Step::Ask(questions::remove_car(car, &self.record.customer.details.name(), desk))]
            }),
            Row::Unfinished(id) => self.draft().map_or_else(Vec::new, |draft| {
                let body = vec![Line::Text(draft.line())];
                let question = Question::new("Discard what was typed?", body, "Keep");
                vec![Step::Ask(question.or('y', "Discard", vec![Step::LetGo(id)]))]
            }),
            _ => say(format!("There is nothing to remove on this row: {} goes to Contacts.", desk.key('c'))),
        }
    }

    fn start_moving(&self) -> Vec<Step> {
        if self.row == Row::Customer {
            return match stands_alone(&self.record) {
                Ok(()) => vec![Step::Go(Place::SearchFor(Errand::Join(Box::new(self.record.clone()))))],
                Err(hindrance) => {
                    vec![Step::Say(Notice::alarm(hindrance.sentence(&self.record.customer.details.name())))]
                }
            };
        }
        let Some(contact) = self.contact() else {
            return say("Only an additional contact or the customer can be moved.");
        };
        let (contact, from) = (Box::new(contact.clone()), Box::new(self.record.clone()));
        vec![Step::Go(Place::SearchFor(Errand::Move { contact, from }))]
    }

    /// The contact that the removal under the cursor took out, when it is still gone.
    fn restorable(&self) -> Option<(ContactId, &Entry)> {
        let entry = self.entry().filter(|entry| entry.act == Act::Removed)?;
        match entry.subject {
            Subject::Contact(id) if self.record.contact(id).is_none() => Some((id, entry)),
            _ => None,
        }
    }

    /// What `u` would do with the entry under the cursor.
    fn taking_back(&self) -> Option<&'static str> {
        match self.entry() {
            _ if self.is_archived() => None,
            Some(_) if self.restorable().is_some() => Some("Restore"),
            Some(entry) if entry.undoable => Some("Undo this one"),
            _ => None,
        }
    }

    fn copy_email(&self) -> Vec<Step> {
        match self.email() {
            Some(email) => copied("Email", &email),
            None => say("There is no email on this row."),
        }
    }

    fn copy_phone(&self, desk: &Desk) -> Vec<Step> {
        match self.phone() {
            Some(phone) => copied("Phone", &phone.shown(desk.settings.region)),
            None => say("There is no phone on this row."),
        }
    }

    fn undo(&self, desk: &Desk) -> Vec<Step> {
        if let Some((contact, entry)) = self.restorable() {
            return vec![Step::Ask(questions::restore(contact, entry, desk))];
        }
        let entry = match self.entry() {
            Some(entry) if !entry.undoable => {
                return say("This act cannot be undone from here: only your own last acts since you started can.");
            }
            Some(entry) => Some(entry),
            None => self.newest_undoable(),
        };
        match entry {
            Some(entry) => vec![Step::Ask(questions::undo(entry, &self.record.history, desk))],
            None => say("There is nothing to undo: none of your acts here since you started can be taken back."),
        }
    }

    /// Own archiving is taken back whole, with the cars and the contact that went elsewhere; another's customer comes
    /// back alone.
    fn bring_back(&self, desk: &Desk) -> Question {
        let archiving = self.record.history.iter().find(|entry| entry.act == Act::Archived);
        match archiving {
            Some(entry) if entry.undoable => questions::undo(entry, &self.record.history, desk),
            _ => questions::restore_customer(&self.record, archiving, desk),
        }
    }

    fn email(&self) -> Option<String> {
        let email = match self.row {
            Row::Customer => self.record.customer.details.email.as_ref(),
            _ => self.contact().and_then(|contact| contact.details.email.as_ref()),
        };
        email.map(ToString::to_string)
    }

    fn phone(&self) -> Option<&Phone> {
        match self.row {
            Row::Customer => self.record.customer.details.phone.as_ref(),
            _ => self.contact().and_then(|contact| contact.details.phone.as_ref()),
        }
    }

    /// The address under the cursor: whose it is, and what is known of it.
    fn address(&self) -> Option<(Subject, &Email, &Marks)> {
        let customer = &self.record.customer;
        if self.row == Row::Customer {
            return Some((Subject::Customer, customer.details.email.as_ref()?, &customer.marks));
        }
        let contact = self.contact()?;
        Some((Subject::Contact(contact.id), contact.details.email.as_ref()?, &contact.marks))
    }

    fn stop_messages(&self, desk: &Desk) -> Vec<Step> {
        match self.address() {
            Some((subject, email, marks)) => {
                vec![Step::Ask(questions::about_address(self.id(), subject, email, marks, desk))]
            }
            None => say("There is no email on this row that messages could go to."),
        }
    }

    /// On a contact it acts or says why not; elsewhere it has no meaning.
    fn on_contact(&self, acts: bool, label: &str, why_not: &str) -> Standing {
        match acts {
            true => Standing::acts(label),
            false if self.contact().is_some() => Standing::cannot(label, why_not),
            false => Standing::Absent,
        }
    }

    /// The same, for the main customer too.
    fn on_person(&self, acts: bool, label: &str, why_not: &str) -> Standing {
        if self.row == Row::Customer && !acts {
            return Standing::cannot(label, why_not);
        }
        self.on_contact(acts, label, why_not)
    }

    fn open_invite(&self, desk: &Desk) -> Option<&crate::domain::invite::Invite> {
        let invite = self.contact()?.invite.as_ref()?;
        invite.state_at(desk.now.wall).is_open().then_some(invite)
    }
}

fn invite_standing(contact: &Contact, desk: &Desk) -> Standing {
    match may_invite(contact, desk.settings.portal.sign_in_url.is_some(), desk.now.wall) {
        Ok(Inviting::First) => Standing::acts("Send invite"),
        Ok(Inviting::Again(_)) => Standing::acts("Resend invite"),
        Err(Obstacle::NoAccess) => Standing::acts("Turn on access and send"),
        Err(obstacle) => Standing::cannot("Send invite", desk.obstacle(&obstacle)),
    }
}

/// `i Resend invite`, where an invite can be sent now.
pub fn invite_hint(contact: &Contact, desk: &Desk) -> Option<Hint> {
    match invite_standing(contact, desk) {
        Standing::Acts(label) => Some(Hint::new(Key::Char('i'), label)),
        Standing::Cannot { .. } | Standing::Absent => None,
    }
}

fn label(command: Command) -> &'static str {
    KEYS.iter().find(|binding| binding.command == command).map_or("", |binding| binding.label)
}

/// One harmless line, whatever another program has written: it is pasted into shells too.
fn copied(what: &str, text: &str) -> Vec<Step> {
    let text = tidy(text);
    let words = format!("{what} {text} was sent to the clipboard, if this terminal allows it.");
    vec![Step::Do(Effect::OfferToClipboard(text)), Step::Say(Notice::plain(words))]
}

fn say(words: impl Into<String>) -> Vec<Step> {
    vec![Step::Say(Notice::plain(words))]
}
