//! Forms that are not saved: kept with every change, put aside, offered again, taken to another customer.

use super::App;
use super::colleague;
use super::forms::Form;
use super::question::{Line, Question};
use super::screen::Screen;
use super::step::{Notice, Place, Step};
use super::vocabulary::Effect;
use crate::domain::draft::{Draft, DraftId, Owner};
use crate::domain::moment::short;

impl App {
    /// Keeps the open form when it has changed, and lets it go when it was left: whatever closed it.
    pub(super) fn keep_the_form(&mut self) -> Option<Effect> {
        let Some(form) = self.changed_form() else {
            return self.drafts.open.take().map(|draft| Effect::LetDraftGo(draft.id));
        };
        let typed = form.kept();
        if self.drafts.open.as_ref().is_some_and(|open| open.typed == typed) {
            return None;
        }
        let of = self.page().map(|page| Owner { id: page.id(), name: page.record.customer.details.name() });
        let id = self.drafts.open.as_ref().map(|open| open.id);
        let id = id.unwrap_or_else(|| self.next_draft());
        let draft = Draft { id, of, typed, at: self.now.wall, aside: false };
        self.drafts.open = Some(draft.clone());
        Some(Effect::KeepDraft(Box::new(draft)))
    }

    /// Drafts were found at the start: all wait, and the newest that was open is offered, unless somebody was faster
    /// and is typing already.
    pub(super) fn drafts_found(&mut self, mut found: Vec<Draft>) -> Vec<Step> {
        found.sort_by_key(|draft| std::cmp::Reverse(draft.at));
        let offered = found.iter().find(|draft| !draft.aside).map(|draft| self.offer(draft));
        self.drafts.waiting = found;
        self.share_drafts();
        match offered {
            Some(_) if self.unsaved().is_some() => {
                self.say_later(Notice::plain("A form that was not saved waits at the top of Contacts."))
            }
            offered => offered.into_iter().map(Step::Ask).collect(),
        }
    }

    /// The open form waits; the next one is another draft.
    pub(super) fn put_aside(&mut self) -> Option<Effect> {
        self.keep_the_form();
        let draft = Draft { aside: true, at: self.now.wall, ..self.drafts.open.take()? };
        self.drafts.waiting.insert(0, draft.clone());
        self.close_the_form();
        self.share_drafts();
        Some(Effect::KeepDraft(Box::new(draft)))
    }

    /// The draft that was put aside last.
    pub(super) fn newest_draft(&self) -> Option<&Draft> {
        self.drafts.waiting.first()
    }

    pub(super) fn draft(&self, id: DraftId) -> Option<&Draft> {
        self.drafts.waiting.iter().find(|draft| draft.id == id)
    }

    /// Opens the form of a draft on the customer that is open; from here on it is kept as a form of this run.
    pub(super) fn resume(&mut self, id: DraftId) -> Vec<Step> {
        let desk = self.desk();
        let record = self.page().map(|page| &page.record);
        let Some(form) = self.draft(id).and_then(|draft| Form::resume(draft, record, &desk)) else { return Vec::new() };
        let told = record.and_then(|record| colleague::to_a_form_that_is_back(form.kept().subject(), record, &desk));
        self.open(Screen::Form(Box::new(form)));
        let mut steps = self.let_go(id);
        steps.extend(told.map(Step::Say));
        steps
    }

    /// A draft that nobody wants any more.
    pub(super) fn let_go(&mut self, id: DraftId) -> Vec<Step> {
        self.drafts.waiting.retain(|draft| draft.id != id);
        self.share_drafts();
        vec![Step::Do(Effect::LetDraftGo(id))]
    }

    /// Shows what waits on Contacts and on the customer.
    pub(super) fn share_drafts(&mut self) {
        let waiting = self.drafts.waiting.clone();
        if let Some(page) = self.page_mut() {
            let id = page.id();
            let of_page = |draft: &&Draft| draft.of.as_ref().is_some_and(|owner| owner.id == id);
            page.show_unfinished(waiting.iter().filter(of_page).cloned().collect());
        }
        if let Some(search) = self.search_mut() {
            search.show_unfinished(waiting);
        }
    }

    pub(super) fn changed_form(&self) -> Option<&Form> {
        self.screens.iter().find_map(|screen| match screen {
            Screen::Form(form) if form.is_changed() => Some(&**form),
            _ => None,
        })
    }

    fn next_draft(&mut self) -> DraftId {
        self.drafts.count += 1;
        DraftId { run: self.settings.author.run, number: self.drafts.count }
    }

    fn offer(&self, draft: &Draft) -> Question {
        let when = short(draft.at, self.now.wall, &self.settings.time_zone);
        let body = vec![
            Line::Text(draft.line()),
            Line::Text(format!("It was open when the program ended, {when}. Nothing of it was saved.")),
        ];
        Question::new("A form was not saved", body, "Open it")
            .stacked()
            .safely(vec![Step::Go(Place::Draft(draft.id))])
            .or('p', "Leave it aside (it waits at the top of Contacts)", Vec::new())
            .or('y', "Discard", vec![Step::LetGo(draft.id)])
    }
}
