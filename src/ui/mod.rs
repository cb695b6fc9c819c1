//! What the user sees: draws `&App` and decides nothing.

pub mod car_form;
pub mod conflict;
pub mod contact_form;
pub mod customer_form;
pub mod customer_page;
pub mod find;
pub mod first_start;
pub mod form;
pub mod forms;
pub mod frame;
pub mod help;
pub mod link;
pub mod look;
pub mod mail_setup;
pub mod outbox;
pub mod pen;
pub mod question;
pub mod search;
pub mod spots;
pub mod text;
pub mod who_gets_what;
mod why;

use ratatui::Frame;
use ratatui::layout::Rect;

use self::look::Look;
use self::pen::Pen;
use self::spots::Spots;
use crate::app::App;
use crate::app::key::Key;
use crate::app::screen::{Dialog, Screen};
use crate::app::vocabulary::SMALLEST;

/// Text stops here on wider windows: longer lines are not read, they are searched.
const WIDEST: u16 = 160;

/// Draws the screen on top with everything that lies over it, and says what of it can be clicked.
pub fn draw(frame: &mut Frame, app: &App) -> Spots {
    let look = &Look(app.settings.screen);
    let whole = frame.area();
    let area = Rect { width: whole.width.min(WIDEST), ..whole };
    let mut pen = Pen::new(frame.buffer_mut(), area, look);
    if app.is_too_small() {
        too_small(&mut pen, app);
    } else {
        match app.screen() {
            Screen::FirstStart(form) => first_start::draw(&mut pen, app, form),
            Screen::MailSetup(form) => mail_setup::draw(&mut pen, app, form),
            Screen::Search(search) => search::draw(&mut pen, app, search),
            Screen::Customer(page) => customer_page::draw(&mut pen, app, page),
            Screen::Form(form) => forms::draw(&mut pen, app, form),
            Screen::WhoGetsWhat(grid) => who_gets_what::draw(&mut pen, app, grid),
            Screen::Conflict(conflict) => conflict::draw(&mut pen, app, conflict),
            Screen::Outbox(outbox) => outbox::draw(&mut pen, app, outbox),
        }
        for dialog in &app.dialogs {
            pen.cover();
            // Who finds somebody on the page looks at the page.
            if !matches!(dialog, Dialog::Find(_)) {
                pen.quieten();
            }
            match dialog {
                Dialog::Question(question) => question::draw(&mut pen, question),
                Dialog::Help(help) => help::draw(&mut pen, help),
                Dialog::Find(find) => find::draw(&mut pen, app, find),
                Dialog::Why(why) => why::draw(&mut pen, app, why),
                Dialog::Link(link) => link::draw(&mut pen, link),
            }
        }
    }
    let (cursor, spots) = pen.finish();
    look.fall_back(frame.buffer_mut());
    if let Some(position) = cursor {
        frame.set_cursor_position(position);
    }
    spots
}

fn too_small(pen: &mut Pen, app: &App) {
    let leave = match app.unsaved() {
        Some(unsaved) => format!("{} is open and not saved yet: nothing is lost.", unsaved.what),
        None => format!("{} quits.", app.printed(Key::Ctrl('q'))),
    };
    let words = format!(
        "This window is too small: frontdesk needs {} columns and {} lines. Make it larger. {leave}",
        SMALLEST.width, SMALLEST.height
    );
    let width = usize::from(pen.width());
    for (y, line) in (0..pen.height()).zip(text::wrap(&words, width)) {
        pen.text(0, y, &line, pen.width(), look::Part::Plain);
    }
}
