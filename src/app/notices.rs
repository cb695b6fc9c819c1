//! What is said without a key for it: what a colleague did, what needs a person now, and what fails in the background.

use super::App;
use super::awaiting::Saved;
use super::colleague;
use super::customer_page::{CustomerPage, invite_hint};
use super::screen::Screen;
use super::step::{Notice, Step};
use crate::domain::history::Subject;
use crate::domain::record::Record;
use crate::domain::remedy::By;
use crate::domain::review;

impl App {
    /// What happened in the background waits until nothing of the person's own is left to read.
    pub(super) fn say_later(&mut self, notice: Notice) -> Vec<Step> {
        self.unsaid.push_back(notice);
        Vec::new()
    }

    pub(super) fn say_what_waits(&mut self) {
        self.notice = self.notice.take().or_else(|| self.unsaid.pop_front());
    }

    pub(super) fn tell_of_a_colleague(&mut self, after: &Record) {
        let Some(page) = self.page().filter(|page| page.id() == after.customer.id) else { return };
        let (before, desk) = (&page.record, self.desk());
        let archived = |kept| colleague::archived(kept, before, after, &desk);
        let told = match self.screen() {
            Screen::Form(form) => archived(colleague::TYPED_IS_KEPT).or_else(|| {
                form.kept().subject().and_then(|subject| colleague::to_the_form(subject, before, after, &desk))
            }),
            Screen::Conflict(_) => archived(colleague::TYPED_IS_KEPT),
            // While it is being saved, what is read may be one's own.
            Screen::WhoGetsWhat(grid) if !grid.is_saving() => {
                archived(if grid.is_changed() { " Your ticks are kept, and not saved." } else { "" })
                    .or_else(|| colleague::to_the_grid(grid.is_changed(), before, after, &desk))
            }
            Screen::Customer(page) => archived("").or_else(|| {
                // After one's own act the cursor goes to what was done.
                let subject = page.subject().filter(|_| self.stand_on.is_none())?;
                colleague::to_the_row(subject, before, after, &desk)
            }),
            _ => None,
        };
        if told.is_some() {
            self.notice = told;
        }
    }

    /// What needs a person since this desk's own act joins its notice, with the key that invites where that mends it.
    pub(super) fn tell_what_arose(&mut self, after: &Record) {
        let is_archived = after.customer.archived_at.is_some();
        let own_act = |page: &&CustomerPage| page.id() == after.customer.id && !is_archived;
        let (Some(page), Some(Saved { on: subject, .. })) = (self.page().filter(own_act), self.stand_on) else {
            return;
        };
        let arisen = review::arisen(&page.record, after, self.now.wall);
        let is_mended = arisen.iter().any(|reason| reason.remedy.by == By::Inviting && reason.at == subject);
        let invite = match subject {
            Subject::Contact(id) if is_mended => after.contact(id).and_then(|it| invite_hint(it, &self.desk())),
            _ => None,
        };
        // A notice that names the next key has said it already.
        if let Some(notice) = self.notice.as_mut().filter(|notice| notice.then.is_none() && !arisen.is_empty()) {
            let words: Vec<String> = arisen.into_iter().map(|reason| reason.words).collect();
            notice.words = format!("{} Review: {}.", notice.words, words.join("; "));
            notice.then = invite;
        }
    }
}
