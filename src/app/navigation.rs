//! Takes the steps that screens answer: opens and closes them, asks, and hands orders on.

use super::awaiting::{Awaited, Then};
use super::errand::Errand;
use super::find::Find;
use super::forms::Form;
use super::help::Help;
use super::key::Key;
use super::keyboard::{Command, KEYS};
use super::keys::{self, Standing};
use super::mail_setup::MailSetup;
use super::outbox::OutboxScreen;
use super::question::Question;
use super::questions::Unsaved;
use super::screen::{Dialog, Screen};
use super::step::{Notice, Place, Step};
use super::vocabulary::Effect;
use super::who_gets_what::WhoGetsWhat;
use super::why::Why;
use super::{App, questions};
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::draft::DraftId;
use crate::domain::history::Depth;
use crate::domain::invite::{Invite, InviteState};

impl App {
    pub(super) fn take(&mut self, steps: Vec<Step>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for step in steps {
            match step {
                Step::Do(Effect::Perform(deed)) => effects.extend(self.order(deed)),
                Step::Do(effect) => effects.push(effect),
                Step::Ask(question) => self.ask(question),
                Step::Go(place) => {
                    let steps = self.go(place);
                    effects.extend(self.take(steps));
                }
                Step::Say(notice) => self.notice = Some(notice),
                Step::Help => self.show_help(),
                Step::Find(from) => self.dialogs.push(Dialog::Find(Find::new(from))),
                Step::Why(report) => self.dialogs.push(Dialog::Why(Why::new(report))),
                Step::Back => {
                    let steps = self.back();
                    effects.extend(self.take(steps));
                }
                Step::Close => self.close(),
                Step::CloseTheForm => self.close_the_form(),
                Step::PutAside => {
                    effects.extend(self.put_aside());
                    self.notice = Some(Notice::plain("Put aside: it waits at the top of Contacts."));
                }
                Step::TakeElsewhere => {
                    effects.extend(self.put_aside());
                    if let Some(draft) = self.newest_draft().cloned() {
                        let steps = self.go(Place::SearchFor(Errand::Take(Box::new(draft))));
                        effects.extend(self.take(steps));
                    }
                }
                Step::LetGo(draft) => {
                    let steps = self.let_go(draft);
                    effects.extend(self.take(steps));
                }
                Step::Quit => match (self.unsaved(), self.sending_to()) {
                    (None, None) => effects.push(Effect::Quit),
                    (None, Some(name)) => self.ask(questions::quit_while_sending(&name)),
                    (unsaved, _) => self.ask(questions::quit(unsaved.as_ref())),
                },
            }
        }
        effects
    }

    /// To whom an invite is being sent, as far as the screen shows it.
    fn sending_to(&self) -> Option<String> {
        let is_sending = |invite: &Invite| invite.state == InviteState::Sending;
        if let Screen::Outbox(outbox) = self.screen() {
            let mut rows = outbox.rows.iter().flatten();
            return rows.find(|waiting| is_sending(&waiting.invite)).map(|waiting| waiting.contact_name.clone());
        }
        let mut contacts = self.page()?.record.contacts.iter();
        let sending = contacts.find(|contact| contact.invite.as_ref().is_some_and(is_sending))?;
        Some(sending.details.name())
    }

    fn ask(&mut self, mut question: Question) {
        question.asked(self.now);
        self.notice = None;
        // Keys typed before it was asked do not count (keys.md, rule 3).
        self.held.clear();
        self.dialogs.push(Dialog::Question(question));
    }

    fn go(&mut self, place: Place) -> Vec<Step> {
        self.notice = None;
        let desk = self.desk();
        let record = self.page().map(|page| &page.record);
        let form = match (place, record) {
            (Place::Customer { id, contact }, _) => return self.await_customer(id, contact, None),
            (Place::ContactOf { customer, contact }, _) => {
                return self.await_customer(customer, Some(contact), Some(Then::Edit(contact)));
            }
            (Place::Outbox, _) => {
                self.open(Screen::Outbox(OutboxScreen::new(self.why_held().is_some(), self.size)));
                return vec![Step::Do(Effect::ReadOutbox)];
            }
            (Place::Search { typed }, _) => {
                self.screens.truncate(1);
                return self.search_mut().map_or_else(Vec::new, |search| search.enter(typed.as_deref()));
            }
            (Place::SearchFor(errand), _) => {
                self.screens.truncate(1);
                return self.search_mut().map_or_else(Vec::new, |search| search.enter_for(errand));
            }
            (Place::MailServer(first), _) => {
                let form = MailSetup::new(first, &self.settings.file);
                self.open(Screen::MailSetup(Box::new(form)));
                return Vec::new();
            }
            (Place::Draft(id), _) => {
                let customer = self.draft(id).and_then(|draft| draft.of.as_ref()).map(|owner| owner.id);
                return self.go_to_draft(id, customer);
            }
            (Place::DraftAt { draft, customer }, _) => return self.go_to_draft(draft, Some(customer)),
            (Place::NewCustomer { typed }, _) => Form::new_customer(&typed, &desk),
            (_, None) => return Vec::new(),
            (Place::WhoGetsWhat(at), Some(record)) => {
                let grid = WhoGetsWhat::new(record, &self.settings.roles, at, self.size);
                self.open(Screen::WhoGetsWhat(grid));
                return Vec::new();
            }
            (Place::EditCustomer, Some(record)) => Form::edit_customer(record, &desk),
            (Place::AddContact, Some(record)) => Form::add_contact(record, &desk),
            (Place::EditContact(id), Some(record)) => match record.contact(id) {
                Some(contact) => Form::edit_contact(record, contact, &desk),
                None => return Vec::new(),
            },
            (Place::AddCar, Some(record)) => Form::add_car(record, &desk),
            (Place::EditCar(id), Some(record)) => match record.car(id) {
                Some(car) => Form::edit_car(record, car, &desk),
                None => return Vec::new(),
            },
        };
        self.open(Screen::Form(Box::new(form)));
        Vec::new()
    }

    /// Opens a draft's form, on its customer where it has one.
    fn go_to_draft(&mut self, id: DraftId, customer: Option<CustomerId>) -> Vec<Step> {
        match customer {
            Some(customer) if self.page().is_none_or(|page| page.id() != customer) => {
                self.await_customer(customer, None, Some(Then::Resume(id)))
            }
            _ => self.resume(id),
        }
    }

    /// Asks for the record of a customer, whose page opens when it has come.
    fn await_customer(&mut self, customer: CustomerId, contact: Option<ContactId>, then: Option<Then>) -> Vec<Step> {
        self.opening = Some(Awaited { customer, contact, then });
        vec![Step::Do(Effect::Read(customer, Depth::Newest)), Step::Do(Effect::NoteOpened(customer))]
    }

    pub(super) fn open(&mut self, mut screen: Screen) {
        screen.resized(self.size);
        self.screens.push(screen);
    }

    fn back(&mut self) -> Vec<Step> {
        match self.screens.last() {
            Some(Screen::FirstStart(_) | Screen::Search(_)) | None => Vec::new(),
            Some(screen) if screen.is_saving() => Vec::new(),
            Some(screen) => vec![screen.leave_question().map_or(Step::Close, Step::Ask)],
        }
    }

    /// Leaves the form that is open, and what stands over it.
    pub(super) fn close_the_form(&mut self) {
        if matches!(self.screen(), Screen::Conflict(_)) {
            self.screens.pop();
        }
        self.close();
    }

    pub(super) fn close(&mut self) {
        if self.screens.len() > 1 {
            self.screens.pop();
            self.notice = None;
            // The next name typed replaces the last one.
            if let Some(Screen::Search(search)) = self.screens.last_mut() {
                search.field.select_all();
            }
        }
    }

    fn show_help(&mut self) {
        let (desk, screen) = (self.desk(), self.screen());
        let mut rows = screen.help_rows(&desk);
        let typed = screen.is_typed_into();
        rows.extend(keys::help_rows(KEYS, |binding| match binding.command {
            Command::Help => Standing::Absent,
            Command::Back if matches!(screen, Screen::Search(_) | Screen::FirstStart(_)) => Standing::Absent,
            Command::Suspend if desk.settings.kiosk => Standing::Absent,
            Command::Suspend if matches!(screen, Screen::Form(_) | Screen::FirstStart(_) | Screen::MailSetup(_)) => {
                Standing::cannot("suspend", "a form is open")
            }
            _ => Standing::acts(binding.label),
        }));
        for row in &mut rows {
            row.keys = self.settings.keys.chosen(screen.table(), &row.keys);
            // Where letters are typed, they are no keys; but a blank ticks.
            row.keys.retain(|key| !typed || !matches!(key, Key::Char(c) if *c != ' ' && *c != '='));
        }
        self.dialogs.push(Dialog::Help(Help::new(rows, self.size)));
    }

    /// What is not saved, and would be lost by leaving now.
    pub fn unsaved(&self) -> Option<Unsaved> {
        self.screens.iter().find_map(|screen| match screen {
            Screen::Form(form) if form.is_changed() => Some(Unsaved { what: form.title(), is_form: true }),
            Screen::WhoGetsWhat(grid) if grid.is_changed() => {
                Some(Unsaved { what: "Who gets what".to_owned(), is_form: false })
            }
            Screen::MailSetup(form) if form.is_changed() => {
                Some(Unsaved { what: "What was typed of the mail server".to_owned(), is_form: false })
            }
            _ => None,
        })
    }
}
