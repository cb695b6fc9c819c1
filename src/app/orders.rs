//! Orders: one at a time, and what the file's answer does to whatever waited for it. Whoever has gone on meanwhile stays
//! where they are.

use super::App;
use super::answers;
use super::awaiting::{Clashing, Ordered, Saved};
use super::colleague::Colleague;
use super::conflict::Conflict;
use super::customer_page::CustomerPage;
use super::desk::Desk;
use super::key::Key;
use super::keys;
use super::questions;
use super::screen::Screen;
use super::step::{Notice, Place, Step};
use super::vocabulary::Effect;
use crate::domain::deed::{Deed, Done, Refusal};
use crate::domain::history::{Act, Subject};
use crate::domain::record::Record;

impl App {
    /// One order at a time: the form or the row waits for its answer.
    pub(super) fn order(&mut self, deed: Deed) -> Option<Effect> {
        if self.ordered.is_some() {
            self.notice = Some(Notice::plain("The last change is still being saved: one moment."));
            return None;
        }
        if let Some(screen) = self.screens.last_mut().filter(|screen| screen.holds(&deed)) {
            screen.set_saving(true);
        }
        // Its answer decides: a conflict that is still being read is not opened over it.
        (self.notice, self.clashing) = (None, None);
        self.ordered = Some(Ordered { deed: deed.clone(), on: self.page().map(CustomerPage::id) });
        Some(Effect::Perform(deed))
    }

    /// The order was answered: whatever waited for it hears keys again, and says what it was.
    fn deed_answered(&mut self) -> Option<Ordered> {
        if let Some(screen) = self.screens.last_mut() {
            screen.set_saving(false);
        }
        self.ordered.take()
    }

    pub(super) fn deed_done(&mut self, done: &Done) -> Vec<Step> {
        let was_saving = self.screen().is_saving();
        let ordered_on = self.deed_answered().and_then(|ordered| ordered.on);
        if was_saving {
            // The form below a conflict is saved by it.
            self.close_the_form();
        }
        let said = answers::done(done, &self.desk());
        let notice = Step::Say(said.clone());
        if matches!(self.screen(), Screen::Outbox(_)) {
            return vec![notice, Step::Do(Effect::ReadOutbox)];
        }
        if self.page().is_some_and(|page| page.id() == done.customer) {
            let mut steps = vec![notice];
            steps.extend(self.page().map(CustomerPage::read));
            if !done.invited.is_empty() {
                steps.push(Step::Ask(questions::all_invited(done, &self.desk())));
                return steps;
            }
            let added = done.undo.filter(|_| done.act == Act::Added);
            self.stand_on = Some(Saved { on: done.subject, added });
            if let (Subject::Contact(contact), false) = (done.subject, done.offered.is_empty()) {
                steps.push(Step::Ask(questions::elsewhere_too(done.customer, contact, &done.offered, &self.desk())));
                // The question has taken it from the screen; what was saved here is read after it.
                steps.push(Step::Say(said));
            }
            return steps;
        }
        let has_gone_on = self.page().map(CustomerPage::id) != ordered_on || self.unsaved().is_some();
        if has_gone_on {
            // A key that follows from it would act on another row.
            return vec![Step::Say(Notice { then: None, ..said })];
        }
        let contact = match done.subject {
            Subject::Contact(contact) => Some(contact),
            Subject::Customer | Subject::Car(_) => None,
        };
        vec![Step::Go(Place::Customer { id: done.customer, contact }), notice]
    }

    pub(super) fn deed_failed(&mut self, words: String) -> Vec<Step> {
        self.deed_answered();
        let kept = self.changed_form().map_or("", |_| " What you typed is still here.");
        vec![Step::Say(Notice::alarm(words + kept))]
    }

    pub(super) fn deed_refused(&mut self, refusal: &Refusal) -> Vec<Step> {
        let was_saving = self.screen().is_saving();
        let ordered = self.deed_answered().map(|ordered| ordered.deed);
        if let (Refusal::SamePersonElsewhere { email, name, customer }, Some(deed)) = (refusal, &ordered) {
            return vec![Step::Ask(questions::same_person(deed, email, name, customer))];
        }
        let desk = Desk { settings: &self.settings, now: self.now, post: self.post() };
        match (refusal, &ordered) {
            (Refusal::Clash { staff, desk: theirs, at, .. }, Some(deed)) if self.changed_form().is_some() => {
                let colleague = Colleague::new(staff, theirs, *at, &desk);
                self.clashing = Some(Clashing { deed: deed.clone(), colleague, once_more: false });
                if matches!(self.screen(), Screen::Conflict(_)) {
                    // Somebody was faster once more: it begins anew with what stands there now.
                    self.screens.pop();
                }
                return self.read_again();
            }
            (Refusal::Removed { .. }, Some(deed)) => {
                let asked = self.page().map(|page| questions::removed_meanwhile(refusal, page.id(), deed, &desk));
                if let Some(question) = asked.flatten() {
                    if matches!(self.screen(), Screen::Conflict(_)) {
                        // There is nothing left to choose between: it is asked over the form.
                        self.screens.pop();
                    }
                    return vec![Step::Ask(question)];
                }
            }
            _ => {}
        }
        let mut steps = match self.screens.last_mut() {
            Some(Screen::Form(form)) if was_saving => form.refuse(refusal, &desk),
            _ => vec![Step::Say(answers::refused(refusal, &desk))],
        };
        steps.extend(self.read_again());
        steps
    }

    /// Opens the choice between both sides, over the form.
    pub(super) fn show_the_clash(&mut self, clashing: Clashing, record: &Record) -> Vec<Step> {
        if let Some(conflict) = Conflict::new(&clashing.deed, record, clashing.colleague.clone()) {
            self.notice = None;
            self.open(Screen::Conflict(Box::new(conflict)));
        } else if !clashing.once_more {
            self.clashing = Some(Clashing { once_more: true, ..clashing });
            return self.page().map(CustomerPage::read).into_iter().collect();
        } else if self.changed_form().and_then(|form| form.kept().subject()).is_some_and(|it| record.has(it)) {
            let save = self.desk().key_of(keys::FORMS, Key::F(2));
            let words = format!("What clashed was taken back meanwhile. {save} saves what you typed.");
            self.notice = Some(Notice::plain(words));
        }
        Vec::new()
    }
}
