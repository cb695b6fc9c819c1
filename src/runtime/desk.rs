//! The desk: one inbox for everything that happens, one app that decides, one frame when something changed.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, bail};
use rustix::io::Errno;

use super::canvas::{Canvas, Screen};
use super::clock::Clock;
use super::staff::Staff;
use super::terminal::{self, Held};
use super::worker::Worker;
use super::{fault, input, signals};
use crate::app::vocabulary::{Effect, Event};
use crate::app::{App, Opening};
use crate::config::Settings;
use crate::ui::spots::Spots;

/// What is said on the shell's screen while it has the terminal.
const STOPPED: &str = "frontdesk is waiting. fg brings it back.\r\n";
/// Events taken in before the next frame, so that keys that come faster than frames are not each drawn.
const DRAIN: usize = 64;

/// Reads the configuration once more; the words say what is wrong with it.
pub type Reread = Box<dyn Fn() -> Result<Settings, String> + Send + Sync>;

/// Opens the desk and stays until it is left.
pub fn run(settings: &Settings, opening: Opening, reread: Reread) -> Result<()> {
    terminal::check(std::env::var("TERM").ok().as_deref())?;
    let clock = Clock::start();
    let (inbox, events) = channel();
    let staff = match &opening {
        Opening::Desk => Staff::opening(settings, clock, &inbox)?,
        Opening::FirstStart { .. } => Staff::for_first_start(settings, &inbox)?,
    };
    fault::watch(&settings.state);

    // From here on every way out passes the end of `held`, or the panic hook.
    let (stay, left) = channel();
    let continued = Arc::new(AtomicBool::new(false));
    let line = signals::Line { inbox: inbox.clone(), continued: Arc::clone(&continued), left };
    let taken = signals::take().context("The signals of the system could not be taken over.")?;
    let size = terminal::size();
    let mut app = App::new(settings.clone(), opening);
    for effect in app.update(Event::Started(size), clock.now()) {
        staff.hand_out(effect, &inbox);
    }
    staff.read_first();
    let held = Held::take(settings.screen.mouse).context("The terminal could not be taken over.")?;
    let canvas = Canvas::new(Screen::open()?, size)?;
    let senses = Senses::start(taken, line, &inbox, canvas.spots())?;
    let mut desk = Desk { app, canvas, held, staff, clock, inbox, continued, reread: reread.into(), leaving: None };
    let worked = desk.work(&events);
    let Desk { app, held, staff, leaving, .. } = desk;
    drop(held);
    drop(stay);
    staff.log_the_end(how_it_was_left(leaving, &worked), &settings.state);
    if senses.have_failed() {
        bail!(fault::sentence(Some(&fault::log_in(&settings.state))));
    }
    worked?;
    match leaving {
        Some(Leaving::Quit) => staff.dismiss(&events, &app.settings),
        Some(Leaving::Ended) | None => staff.dismiss_at_once(),
    }
    Ok(())
}

fn how_it_was_left(leaving: Option<Leaving>, worked: &Result<()>) -> &'static str {
    match (leaving, worked) {
        (_, Err(_)) => "the terminal failed",
        (Some(Leaving::Quit), _) => "quit",
        (Some(Leaving::Ended) | None, _) => "a signal, or the line was gone",
    }
}

/// The threads without which nobody can use the desk.
struct Senses([Worker; 3]);

impl Senses {
    fn start(
        taken: signal_hook::iterator::Signals,
        line: signals::Line,
        inbox: &Sender<Event>,
        spots: Arc<Mutex<Spots>>,
    ) -> io::Result<Self> {
        let start = |name, work: Box<dyn FnOnce() + Send>| Worker::start(name, vec![Event::Ended], inbox.clone(), work);
        let (keys, hang_up) = (inbox.clone(), inbox.clone());
        Ok(Self([
            start("signals", Box::new(move || signals::listen(taken, &line)))?,
            start("hang-up", Box::new(move || input::watch_for_hang_up(&hang_up)))?,
            start("keyboard", Box::new(move || input::read(&keys, &spots)))?,
        ]))
    }

    fn have_failed(&self) -> bool {
        self.0.iter().any(Worker::has_failed)
    }
}

/// How the desk is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaving {
    /// By a person: what is under way is finished.
    Quit,
    /// By a signal or a line that is gone: at once.
    Ended,
}

struct Desk {
    app: App,
    canvas: Canvas<Screen>,
    held: Held,
    staff: Staff,
    clock: Clock,
    inbox: Sender<Event>,
    /// The shell has continued the program.
    continued: Arc<AtomicBool>,
    reread: Arc<dyn Fn() -> Result<Settings, String> + Send + Sync>,
    leaving: Option<Leaving>,
}

impl Desk {
    fn work(&mut self, events: &Receiver<Event>) -> Result<()> {
        let worked = self.take_in_and_show(events);
        match worked {
            // The line is gone: nobody is there to be told, and the hang-up is on its way.
            Err(error) if [Errno::IO, Errno::PIPE].iter().any(|gone| is(&error, *gone)) => Ok(()),
            worked => worked.context("The terminal does not take what is shown any more."),
        }
    }

    fn take_in_and_show(&mut self, events: &Receiver<Event>) -> io::Result<()> {
        // What was read for the first screen.
        self.take_in_all(events)?;
        self.show()?;
        self.staff.complete(&self.app.settings, &self.inbox)?;
        while self.leaving.is_none() {
            let next = self.next(events);
            self.take_in(next)?;
            self.take_in_all(events)?;
            self.show()?;
        }
        Ok(())
    }

    fn show(&mut self) -> io::Result<()> {
        if self.continued.swap(false, Ordering::AcqRel) {
            self.held.take_again()?;
            self.canvas.clear()?;
        }
        self.canvas.draw(&self.app)
    }

    fn take_in_all(&mut self, events: &Receiver<Event>) -> io::Result<()> {
        for event in events.try_iter().take(DRAIN) {
            if self.leaving.is_none() {
                self.take_in(event)?;
            }
        }
        Ok(())
    }

    /// On a file that was not there before.
    fn go_to_work(&mut self, settings: &Settings) -> Result<()> {
        let mut staff = Staff::opening(settings, self.clock, &self.inbox)?;
        staff.complete(settings, &self.inbox)?;
        self.staff = staff;
        Ok(())
    }

    fn next(&self, events: &Receiver<Event>) -> Event {
        let Some(wake_at) = self.app.wake_at() else { return events.recv().unwrap_or(Event::Ended) };
        match events.recv_timeout(wake_at.saturating_sub(self.clock.now().steady)) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => Event::TimeCame,
            Err(RecvTimeoutError::Disconnected) => Event::Ended,
        }
    }

    fn take_in(&mut self, event: Event) -> io::Result<()> {
        let event = match event {
            Event::Ended => {
                self.leaving = Some(Leaving::Ended);
                Event::Ended
            }
            Event::FileChanged => {
                // A command may have queued an invite, or made one due.
                self.staff.ring();
                Event::FileChanged
            }
            Event::DeskReady { settings, said } => match self.go_to_work(&settings) {
                Ok(()) => Event::DeskReady { settings, said },
                Err(error) => Event::DeskNotReady(format!("{error:#}")),
            },
            Event::Resized(size) => {
                // Of a window that shrank and grew only the end may be heard, and then nobody drew what it lost.
                self.canvas.clear()?;
                Event::Resized(size)
            }
            Event::SettingsRead(settings) => {
                self.held.set_mouse(settings.screen.mouse)?;
                Event::SettingsRead(settings)
            }
            event => event,
        };
        for effect in self.app.update(event, self.clock.now()) {
            self.carry_out(effect)?;
        }
        Ok(())
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::OfferToClipboard(text) => self.canvas.offer_to_clipboard(&text),
            Effect::Redraw => self.canvas.clear(),
            Effect::Suspend => self.suspend(),
            Effect::ReadSettings => self.read_settings(),
            Effect::Quit => {
                self.leaving.get_or_insert(Leaving::Quit);
                Ok(())
            }
            effect => {
                self.staff.hand_out(effect, &self.inbox);
                Ok(())
            }
        }
    }

    /// On a thread, because the file may stand in a network that does not answer.
    fn read_settings(&self) -> io::Result<()> {
        let (reread, inbox) = (Arc::clone(&self.reread), self.inbox.clone());
        let failed = vec![Event::SettingsWrong("The configuration could not be read".to_owned())];
        Worker::start("configuration", failed, self.inbox.clone(), move || {
            let event = match reread() {
                Ok(settings) => Event::SettingsRead(Box::new(settings)),
                Err(words) => Event::SettingsWrong(words),
            };
            // Nobody hears it when the desk has left already.
            inbox.send(event).ok();
        })?;
        Ok(())
    }

    /// The signal that continues the program sets `continued`, also after a stop that nobody here asked for.
    fn suspend(&mut self) -> io::Result<()> {
        if !signals::can_stop()? {
            return Ok(());
        }
        self.held.lend();
        io::Write::write_all(&mut terminal::output()?, STOPPED.as_bytes())?;
        signals::stop()
    }
}

fn is(error: &io::Error, errno: Errno) -> bool {
    error.raw_os_error() == Some(errno.raw_os_error())
}
