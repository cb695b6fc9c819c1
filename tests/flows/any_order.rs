//! Somebody types whatever comes to hand while the answers of reader and clerk come late, in any order that their
//! threads could bring them, and a colleague changes the same people. Whatever happens, the desk stays usable.
//!
//! A walk is told by its seed: `FRONTDESK_SEED=17 cargo test any_order` walks the one that failed,
//! `FRONTDESK_TORTURE=1` some thousands, from that seed on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fastrand::Rng;
use frontdesk::app::answers;
use frontdesk::app::question::Question;
use frontdesk::app::screen::{Dialog, Screen};
use frontdesk::app::vocabulary::{Event, Size};
use frontdesk::domain::deed::{Deed, Refusal};
use frontdesk::domain::draft::Typed;
use frontdesk::store::{Outcome, examine};

use crate::desk::{Desk, LateDesk, Worker, drawn, keys};
use crate::desks::audit;
use crate::desks::one_desk::OneDesk;
use crate::terminal::torture;

const STEPS: usize = 300;
/// Walks in a usual run, and in a long one.
const WALKS: [usize; 2] = [5, 2000];
/// Milliseconds before a key: a terminal's burst, somebody who types, who looks, who thinks.
const PAUSES: [u64; 5] = [0, 60, 400, 400, 1500];
/// Keys that surely lead home, whatever is open.
const WAY_HOME: usize = 40;

/// What is typed where, as scripts between blanks; what is typed more often stands there more often.
const ON_CONTACTS: &str = "lopez smith garcia tom<Space>hale quinones brien ! zz <Enter> <Enter> <Enter> <Enter> <Down> \
                           <Up> <F6> <F7> <Esc> <F5>";
const ON_A_PAGE: &str =
    "e e e <Enter> a i x d d m s w f o u u u h c c v r <Down> <Down> <Down> <Up> <Home> <End> <Esc> / 0 y";
const IN_A_FORM: &str = "Rosa<Tab>Vega Maria bea@ledger.example maria@lopez.example 509-555-0171 509-555-0200 1999 a <Tab> \
                         <Tab> <Tab><Tab><Tab> <BackTab> <Space> = <F2> <F2> <F2> <F2> <F4> <Esc> <Esc> <Ctrl-u>";
const IN_A_CONFLICT: &str = "<Left> <Right> <Down> <F2> <Right><Down><Right><Down><Right><F2> <Esc>";
const IN_WHO_GETS_WHAT: &str = "<Space> <Space> <Down> <Right> <F2> <F2> <Esc>";
const IN_THE_OUTBOX: &str = "<Enter> e i x l <Down> / <Esc>";
const AT_A_QUESTION: &str = "y y y <Enter> <Esc> a e p t n <Down><Enter> z";
const IN_A_DIALOG: &str = "<Esc> <Esc> <Enter> <Down> ma";
/// Whatever stands on the screen.
const ANYWHERE: &str = "<F2> <Esc> <F1> <F5> <Ctrl-c> <F10> q <Enter> u y <Tab> <Ctrl-n> <F7> <F9>";

#[test]
fn answers_that_come_late_in_any_order_leave_the_desk_usable() {
    let first = std::env::var("FRONTDESK_SEED").ok().map(|seed| seed.parse::<u64>().expect("a number"));
    let walks = match (first, torture()) {
        (Some(_), false) => 1,
        (_, is_long) => WALKS[usize::from(is_long)],
    };
    for seed in (first.unwrap_or_default()..).take(walks) {
        let mut told = Vec::new();
        let walked = catch_unwind(AssertUnwindSafe(|| Walk::begin(seed, &mut told).goes_on()));
        assert!(walked.is_ok(), "FRONTDESK_SEED={seed} walks it again; the last steps:\n{}", last(&told));
    }
}

fn last(told: &[String]) -> String {
    told[told.len().saturating_sub(60)..].join("\n")
}

struct Walk<'a> {
    ines: LateDesk,
    ana: OneDesk,
    chance: Rng,
    told: &'a mut Vec<String>,
    /// An edit has clashed, and nothing was said or asked of it yet.
    clashes: bool,
    /// Something could not be read: the screen may be behind the file until it changes again.
    is_behind: bool,
    /// Keys may wait for a screen: they are heard with an answer.
    holds_keys: bool,
}

impl<'a> Walk<'a> {
    fn begin(seed: u64, told: &'a mut Vec<String>) -> Self {
        let ines = LateDesk::new(Desk::new());
        let mut ana = OneDesk::at(ines.desk.store.path(), 9);
        ana.chance = Rng::with_seed(seed);
        Self { ines, ana, chance: Rng::with_seed(seed), told, clashes: false, is_behind: false, holds_keys: false }
    }

    fn goes_on(mut self) {
        for _ in 0..STEPS {
            self = self.step();
        }
        self.settles();
        let database = self.ines.desk.store.path();
        audit::the_history_tells_what_the_rows_are(database);
        let found = examine(database, false, self.ines.desk.now().wall).content.expect("a file that can be read");
        assert!(found.is_empty(), "{found:?}");
    }

    fn step(mut self) -> Self {
        match self.chance.u8(..100) {
            0..55 => self.types(),
            55..75 => self.works(Worker::Reader),
            75..85 => self.works(Worker::Clerk),
            85..93 => self.colleague(),
            93 => self.fails(Worker::Reader),
            94 => self.fails(Worker::Clerk),
            95 => self.clerk_waits(),
            96 => self.posts(),
            97 => self.settles(),
            98 => self.goes_home(),
            _ => self.is_resized(),
        }
        if self.ines.desk.left {
            self.told.push("starts again".into());
            self.ines = self.ines.started_again();
            let found = self.ines.drafts();
            if self.chance.bool() {
                self.types();
            }
            self.hears(&found);
        }
        self
    }

    /// A few keys that mean something on this screen, or any.
    fn types(&mut self) {
        let habits = match (self.chance.u8(..8), self.ines.desk.app.dialogs.last(), self.ines.desk.app.screen()) {
            (0, _, _) => ANYWHERE,
            (_, Some(Dialog::Question(_)), _) => AT_A_QUESTION,
            (_, Some(_), _) => IN_A_DIALOG,
            (_, None, Screen::Search(_)) => ON_CONTACTS,
            (_, None, Screen::Customer(_)) => ON_A_PAGE,
            (_, None, Screen::Conflict(_)) => IN_A_CONFLICT,
            (_, None, Screen::WhoGetsWhat(_)) => IN_WHO_GETS_WHAT,
            (_, None, Screen::Outbox(_)) => IN_THE_OUTBOX,
            (_, None, _) => IN_A_FORM,
        };
        let scripts: Vec<&str> = habits.split(' ').collect();
        let script = self.chance.choice(scripts).expect("a habit");
        let pause = self.chance.choice(PAUSES).expect("a pause");
        self.presses(script, pause);
    }

    fn presses(&mut self, script: &str, pause: u64) {
        self.told.push(format!("after {pause} ms: {script}"));
        for key in keys(script) {
            self.holds_keys |= self.ines.desk.app.holds_keys();
            self.ines.press(key, pause);
        }
        self.is_drawn();
    }

    fn works(&mut self, worker: Worker) {
        let heard = self.ines.step(worker);
        self.told.push(format!("the {worker:?} works"));
        self.hears_if(heard);
    }

    fn fails(&mut self, worker: Worker) {
        let said = self.ines.fail(worker);
        self.is_behind |= said.is_some();
        self.hears_if(said);
    }

    fn clerk_waits(&mut self) {
        let said = self.ines.waits();
        self.hears_if(said);
    }

    fn colleague(&mut self) {
        self.ana.moment = Some(self.ines.desk.now().wall);
        let open = self.ines.desk.app.subject_of_the_form();
        if let Some((customer, subject)) = open.filter(|_| self.chance.bool()) {
            self.told.push("the colleague changes what the form is about".into());
            self.ana.changes(customer, subject);
        } else {
            self.told.push("the colleague does something".into());
            self.ana.does_something();
        }
        self.ines.is_changed = true;
    }

    fn posts(&mut self) {
        let outcome = Outcome::Delivered(frontdesk::domain::invite::Delivery::Smtp);
        let (author, now) = (self.ines.desk.author.clone(), self.ines.desk.now().wall);
        let store = &mut self.ines.desk.store;
        let parcel = store.claim_due(&author, now, jiff::SignedDuration::from_mins(2)).expect("the file answers");
        if let Some(parcel) = parcel {
            store.settle(&parcel, &outcome, &author, now).expect("the file answers");
            self.ines.is_changed = true;
        }
    }

    fn is_resized(&mut self) {
        let (width, height) = *self.chance.choice(&[(80, 24), (60, 16), (120, 40)]).expect("a window");
        self.hears(&Event::Resized(Size { width, height }));
    }

    fn hears_if(&mut self, answer: Option<Event>) {
        if let Some(event) = answer {
            self.hears(&event);
        }
    }

    /// An answer comes: what is typed stays, and what became of an order is said.
    fn hears(&mut self, event: &Event) {
        self.told.push(format!("heard: {}", format!("{event:?}").chars().take(150).collect::<String>()));
        let ticks = matches!(self.ines.desk.app.screen(), Screen::WhoGetsWhat(grid) if grid.is_changed());
        let before = (self.ines.desk.kept.len(), self.ines.desk.app.dialogs.len(), self.picture());
        let saves = matches!(event, Event::DeedDone(_)) && self.has_ordered();
        self.ines.happens(event.clone());
        let app = &self.ines.desk.app;
        let may_fall = usize::from(saves || self.holds_keys);
        assert!(self.ines.desk.kept.len() + may_fall >= before.0, "something typed is lost\n{}", self.picture());
        let are_ticks_left = matches!(app.screen(), Screen::WhoGetsWhat(_)) || may_fall > 0;
        assert!(!ticks || are_ticks_left, "what was ticked is lost\n{}", self.picture());
        if self.holds_keys && !app.holds_keys() {
            // Whatever they did to what was said and asked: they were heard.
            (self.holds_keys, self.clashes) = (false, false);
        }
        let asks = app.dialogs.len() > before.1;
        let words = app.notice.as_ref().map(|notice| notice.words.as_str()).unwrap_or_default();
        let is_said = match event {
            Event::DeedDone(done) => asks || words.contains(&answers::done(done, &app.desk()).words),
            Event::DeedRefused(Refusal::Clash { .. }) => {
                self.clashes = app.unsaved().is_some();
                true
            }
            Event::DeedRefused(_) => asks || !words.is_empty() || self.picture() != before.2,
            Event::DeedFailed(_) => !words.is_empty(),
            _ => true,
        };
        assert!(is_said, "not said: {event:?}\n{}", self.picture());
        self.is_drawn();
    }

    /// Whether what was ordered last is what the form or the ticks on top hold.
    fn has_ordered(&self) -> bool {
        let form = match self.ines.desk.app.screen() {
            Screen::Form(form) if form.is_saving() => Some(form.kept()),
            Screen::Conflict(conflict) => return conflict.is_saving(),
            Screen::WhoGetsWhat(grid) => {
                return grid.is_saving() && matches!(self.ines.ordered, Some(Deed::SetPreferences { .. }));
            }
            _ => None,
        };
        matches!(
            (form, &self.ines.ordered),
            (Some(Typed::Contact { .. }), Some(Deed::AddContact { .. } | Deed::EditContact { .. }))
                | (Some(Typed::Customer { .. }), Some(Deed::AddCustomer { .. } | Deed::EditCustomer { .. }))
                | (Some(Typed::Car { .. }), Some(Deed::AddCar { .. } | Deed::EditCar { .. } | Deed::RemoveCar { .. }))
        )
    }

    /// The screen can be drawn, in a window that is too small too.
    fn is_drawn(&mut self) {
        let app = &self.ines.desk.app;
        let is_conflict = matches!(app.screen(), Screen::Conflict(_));
        self.clashes &= !is_conflict && app.notice.is_none() && app.dialogs.is_empty();
        assert!(!is_conflict || app.unsaved().is_some(), "a conflict without its form\n{}", self.picture());
        self.picture();
        let mut small = self.ines.desk.app.clone();
        small.update(Event::Resized(Size { width: 40, height: 15 }), self.ines.desk.now());
        drawn(&small);
    }

    fn picture(&self) -> String {
        self.ines.picture()
    }

    /// Everything that was asked is answered: nothing is waited for any more.
    fn settles(&mut self) {
        self.told.push("all is answered".into());
        self.ines.is_changed |= std::mem::take(&mut self.is_behind);
        while !self.ines.is_all_answered() {
            for worker in [Worker::Clerk, Worker::Reader] {
                let heard = self.ines.step(worker);
                self.hears_if(heard);
            }
        }
        let desk = &self.ines.desk;
        assert!(!self.clashes, "an edit has clashed, and nobody says so\n{}", self.picture());
        assert!(!desk.app.screen().is_saving(), "it saves for ever\n{}", self.picture());
        if desk.app.dialogs.is_empty() {
            self.presses("<F1>", 400);
            assert_eq!(self.ines.desk.app.dialogs.len(), 1, "no key is heard\n{}", self.picture());
            self.presses("<Esc>", 400);
        }
        let desk = &self.ines.desk;
        if let Some(page) = desk.app.page() {
            let record = desk.store.record(page.id(), &desk.author, 0).expect("the file answers").expect("a record");
            assert_eq!(page.record.contacts, record.contacts, "the page is not what the file holds");
            assert_eq!(page.record.cars, record.cars, "the page is not what the file holds");
            assert_eq!(page.record.customer, record.customer, "the page is not what the file holds");
        }
    }

    /// Esc leads to Contacts from everywhere; what is typed is discarded on the way.
    fn goes_home(&mut self) {
        self.settles();
        for _ in 0..WAY_HOME {
            let app = &self.ines.desk.app;
            if app.dialogs.is_empty() && matches!(app.screen(), Screen::Search(search) if search.errand.is_none()) {
                return;
            }
            let leaves = |question: &Question| question.armed && question.title.starts_with("Leave ");
            let leaves = matches!(app.dialogs.last(), Some(Dialog::Question(question)) if leaves(question));
            self.presses(if leaves { "y" } else { "<Esc>" }, 400);
            self.settles();
        }
        panic!("there is no way home\n{}", self.picture());
    }
}
