//! Draws the customer page: title, sections, the page, the panel of its row, and the keys.

use super::frame::{self, EDITED};
use super::look::Part;
use super::pen::Pen;
use super::text::{fit, fit_before_last, fit_parts, fitting, width};
use crate::app::App;
use crate::app::customer_page::{CustomerPage, FOOT_LINES, HEAD_LINES, Line, PanelLine, Row, Section};
use crate::app::key::Key;
use crate::app::keys::Hint;
use crate::app::spot::Spot;
use crate::domain::attention::{self, attention};
use crate::domain::contact::Contact;
use crate::domain::history::Entry;
use crate::domain::moment::said;
use crate::domain::preference::legend;
use crate::domain::reach::{self, EmailOnRow};
use crate::domain::record::Record;
use crate::domain::review::{self, Check};
use crate::domain::story;
use crate::domain::text::grouped;

/// From here email and phone stand on a contact's row.
const WIDE: u16 = 110;
/// From here message types stand there in words.
const IN_WORDS: u16 = 150;
/// Columns of the panel stand no further apart than in a window of this width.
const ACROSS: u16 = 90;
/// Below this the role is left to the panel.
const NARROW: u16 = 74;

/// Where the columns of the contacts begin; `None` for one that has no room.
struct Columns {
    role: Option<u16>,
    email: Option<u16>,
    phone: Option<u16>,
    access: u16,
    invite: u16,
    messages: u16,
}

impl Columns {
    const NAME: u16 = 5;
    /// As much as a long name takes, with the blank behind it.
    const LONG_NAME: u16 = 26;

    fn of(width: u16) -> Self {
        if width < NARROW {
            let messages = width - 7;
            let invite = messages - 16;
            return Self { role: None, email: None, phone: None, access: invite - 14, invite, messages };
        }
        if width < WIDE {
            let messages = width - 7;
            let invite = messages - 16;
            let access = invite - 14;
            return Self { role: Some(access - 16), email: None, phone: None, access, invite, messages };
        }
        let words = if width >= IN_WORDS { 36 } else { 7 };
        let messages = width - words - 1;
        let invite = messages - 17;
        let access = invite - 14;
        let phone = access - 15;
        // Beside the role, name and email share what is left; in a wide window emails are longer than names.
        let left = phone - Self::NAME - 16;
        let email = Self::NAME + (left - left / 2 - 1).min(Self::LONG_NAME) + 16;
        Self { role: Some(email - 16), email: Some(email), phone: Some(phone), access, invite, messages }
    }

    fn name_width(&self) -> u16 {
        self.role.unwrap_or(self.access) - Self::NAME - 1
    }
}

pub fn draw(pen: &mut Pen, app: &App, page: &CustomerPage) {
    let paths: Vec<String> = identity(app, &page.record).iter().map(|words| format!("Contacts > {words}")).collect();
    frame::title_in(pen, app, &paths);
    strip(pen, app, page);
    pen.rule(2);
    let (lines, rows) = (page.lines(), page.rows());
    let said = frame::said(app, 1);
    // A long notice takes its lines from the rows, which come back; the panel and the keys move up with them.
    let more = said.as_ref().map_or(0, |said| frame::more_lines(pen, app, 1, said));
    let height = page.height().saturating_sub(usize::from(more));
    let cursor = lines.iter().position(|line| page.row_of(*line) == Some(page.row)).unwrap_or_default();
    let top = page.top.max((cursor + 1).saturating_sub(height));
    for (y, line) in (HEAD_LINES..).zip(lines.iter().skip(top).take(height)) {
        draw_line(pen, app, page, y, *line);
        let row = page.row_of(*line);
        if let Some(subject) = row.and_then(Row::subject)
            && app.edited_elsewhere(page.id(), subject).is_some()
        {
            pen.text(if matches!(row, Some(Row::Contact(_))) { 4 } else { 11 }, y, EDITED, 1, Part::Alarm);
        }
        if let Some(place) = row.and_then(|row| rows.iter().position(|other| *other == row)) {
            pen.spot(0, y, pen.width(), Spot::Row(place));
        }
        if row == Some(page.row) {
            mark(pen, y, page.row);
        }
    }
    let foot = pen.height().saturating_sub(FOOT_LINES + more);
    // The line of the notice is the keys' too while there is none.
    panel(pen, app, page, foot, if said.is_none() { 2 } else { 1 });
    if let Some(said) = said {
        frame::notice(pen, app, pen.height() - 2, 1, &said);
    }
    let mut hints = page.page_hints(&app.desk());
    // Before those that are only there where there is room.
    let place = if pen.width() < NARROW { 2 } else { 3 };
    hints.insert(hints.len().min(place), Hint::new(Key::Esc, "back"));
    frame::hints(pen, app, pen.height() - 1, &hints);
}

/// Whose record it is, with what tells it from another of the same name: first all of it, then with fewer plates, as
/// half a plate is another one.
pub fn identity(app: &App, record: &Record) -> Vec<String> {
    let details = &record.customer.details;
    let phone = details.phone.as_ref().map(|phone| phone.shown(app.settings.region));
    let archived = record.customer.archived_at.map(|_| "archived".to_owned());
    let whose = [Some(details.name()), archived, phone].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let plates: Vec<&str> = record.cars.iter().filter_map(|car| car.details.plate.as_deref()).collect();
    let with_plates = |count: usize| {
        let left_out = (count < plates.len()).then_some("…");
        let shown: Vec<&str> = plates[..count].iter().copied().chain(left_out).collect();
        format!("{whose} · {}", shown.join(", "))
    };
    let mut ways = if plates.is_empty() { Vec::new() } else { (0..=plates.len()).rev().map(with_plates).collect() };
    ways.push(whose);
    ways
}

fn strip(pen: &mut Pen, app: &App, page: &CustomerPage) {
    let record = &page.record;
    let narrow = pen.width() < NARROW;
    let mut x = 1;
    for section in Section::ALL {
        let (key, words) = match section {
            Section::Customer => (Key::Home, "Customer".to_owned()),
            Section::Cars if narrow => (Key::Char('v'), "Cars".to_owned()),
            Section::Cars => (Key::Char('v'), format!("Cars {}", record.cars.len())),
            Section::Contacts => (Key::Char('c'), format!("Contacts {}", record.contacts.len())),
            Section::Review => (Key::Char('r'), review_words(app, page)),
            Section::History if narrow => (Key::Char('h'), "History".to_owned()),
            Section::History => (Key::Char('h'), format!("History {}", record.history_total)),
        };
        let here = page.section() == section;
        if here {
            x = pen.text(x, 1, "[", 1, Part::Strong);
        }
        let printed = app.printed(key).to_string();
        pen.spot(x, 1, u16::try_from(width(&printed) + 1 + width(&words)).unwrap_or(1), Spot::Key(key));
        x = pen.text(x, 1, &printed, 6, Part::Key) + 1;
        x = pen.text(x, 1, &words, pen.width(), if here { Part::Strong } else { Part::Plain });
        if here {
            x = pen.text(x, 1, "]", 1, Part::Strong);
        }
        x += if narrow { 1 } else { 3 };
    }
}

/// `Review`, and how many of the checks need a person.
fn review_words(app: &App, page: &CustomerPage) -> String {
    match review::points(&page.record, app.now.wall) {
        0 => "Review".to_owned(),
        count => format!("Review !{count}"),
    }
}

fn mark(pen: &mut Pen, y: u16, row: Row) {
    let x = match row {
        Row::Customer | Row::Car(_) | Row::AddCar => 10,
        _ => 1,
    };
    pen.text(x, y, "►", 1, Part::Strong);
    pen.put_cursor(x, y);
}

fn draw_line(pen: &mut Pen, app: &App, page: &CustomerPage, y: u16, line: Line) {
    let record = &page.record;
    match line {
        Line::Customer => customer_line(pen, app, page, y),
        Line::Alike => {
            let others: Vec<String> = record.alikes.iter().map(|alike| alike.line(app.settings.region)).collect();
            let room = pen.width() - 12;
            let words = fit_parts(&format!("! {}", others.join("; ")), usize::from(room));
            pen.text(12, y, &words, room, Part::Alarm);
        }
        Line::Notes => {
            let notes = record.customer.details.notes.as_deref().unwrap_or_default();
            pen.text(12, y, notes, pen.width() - 12, Part::Plain);
        }
        Line::Car(index) => {
            if index == 0 {
                pen.text(1, y, "Cars", 9, Part::Strong);
            }
            let room = pen.width() - 12;
            let car = fit_before_last(&record.cars[index].details.line(), usize::from(room));
            pen.text(12, y, &car, room, Part::Plain);
        }
        Line::AddCar => {
            if record.cars.is_empty() {
                pen.text(1, y, "Cars", 9, Part::Strong);
            }
            pen.text(12, y, "+ Add car", 20, Part::Faint);
        }
        Line::ContactsHead => contacts_head(pen, y),
        Line::Contact(index) => contact_line(pen, app, y, record, &record.contacts[index]),
        Line::NoContacts => {
            let after = pen.text(5, y, "Nobody besides the main customer.", pen.width() - 5, Part::Plain);
            frame::hints_at(pen, app, after + 1, y, &[Hint::new(Key::Char('a'), "Add Contact")]);
        }
        Line::Legend => {
            let ways = ["  * primary  small letter: not reached", "  small letter: not reached", ""];
            let ways = ways.map(|more| format!("{}{more}", legend()));
            pen.text(1, y, fitting(&ways, usize::from(pen.width() - 2)), pen.width() - 1, Part::Faint);
        }
        Line::Unfinished(index) => {
            let draft = &page.unfinished[index];
            let when = said(draft.at, app.now.wall, &app.settings.time_zone);
            let how = if draft.aside { "put aside" } else { "left open" };
            let words = format!("Unfinished: {}, {how} {when}", draft.short());
            pen.text(5, y, &words, pen.width() - 5, Part::Strong);
        }
        Line::ReviewHead => {
            pen.text(1, y, "Review", 10, Part::Strong);
        }
        Line::Check(index) => check_line(pen, y, &page.review(&app.desk())[index]),
        Line::HistoryHead => {
            pen.text(1, y, "History", 10, Part::Strong);
            if let Some(name) = page.only_name() {
                pen.text(12, y, &format!("only {name}"), pen.width() - 12, Part::Alarm);
            }
        }
        Line::Entry(index) => entry_line(pen, app, y, &record.history[index]),
        Line::NoHistory => {
            pen.text(5, y, "Nothing has been changed yet.", pen.width() - 5, Part::Faint);
        }
        Line::Older(count) => {
            pen.text(5, y, &format!("and {} older", grouped(count)), pen.width() - 5, Part::Faint);
        }
        Line::Blank => {}
    }
}

fn customer_line(pen: &mut Pen, app: &App, page: &CustomerPage, y: u16) {
    let details = &page.record.customer.details;
    pen.text(1, y, "Customer", 9, Part::Strong);
    let email = reach::email_in_words(details.email.as_ref(), &page.record.customer.marks);
    let is_wrong = page.record.customer.unreachable().is_some();
    let email = if is_wrong { format!("! {email}") } else { email };
    let phone =
        details.phone.as_ref().map_or_else(|| "! no phone".to_owned(), |phone| phone.shown(app.settings.region));
    let loud = |is_missing: bool| if is_missing { Part::Alarm } else { Part::Plain };
    // Where the notes have no line of their own they follow; else what the customer gets does.
    let mut x = 12;
    for (words, part) in
        [(email.as_str(), loud(is_wrong)), (" · ", Part::Plain), (phone.as_str(), loud(details.phone.is_none()))]
    {
        x = pen.text(x, y, words, pen.width().saturating_sub(x), part);
    }
    let room = usize::from(pen.width().saturating_sub(x));
    let more = if page.lines().contains(&Line::Notes) || details.notes.is_none() {
        // In full, else shorter, else left to the panel.
        let ways = [format!(" · gets {}", details.preferences), format!(" · gets {}", details.preferences.in_short())];
        ways.into_iter().find(|way| width(way) <= room).unwrap_or_default()
    } else {
        format!(" · {}", details.notes.clone().unwrap_or_default())
    };
    pen.text(x, y, &more, pen.width().saturating_sub(x), Part::Plain);
}

fn contacts_head(pen: &mut Pen, y: u16) {
    let columns = Columns::of(pen.width());
    pen.text(1, y, "Contacts", 10, Part::Strong);
    for (x, label) in [
        (columns.role, "Role"),
        (columns.email, "Email"),
        (columns.phone, "Phone"),
        (Some(columns.access), "Access"),
        (Some(columns.invite), "Invite"),
    ] {
        if let Some(x) = x {
            pen.text(x, y, label, 10, Part::Faint);
        }
    }
    // Right-aligned over the marks where they are short.
    if pen.width() >= IN_WORDS {
        pen.text(columns.messages, y, "Messages", 8, Part::Faint);
    } else {
        pen.text(pen.width() - 9, y, "Messages", 8, Part::Faint);
    }
}

fn contact_line(pen: &mut Pen, app: &App, y: u16, record: &Record, contact: &Contact) {
    let details = &contact.details;
    let columns = Columns::of(pen.width());
    if details.primary {
        pen.text(2, y, "*", 1, Part::Strong);
    }
    if attention(contact, app.now.wall).is_some() {
        pen.text(3, y, "!", 1, Part::Alarm);
    }
    pen.text(Columns::NAME, y, &details.name(), columns.name_width(), Part::Plain);
    if let Some(role) = columns.role {
        let end = columns.email.unwrap_or(columns.access);
        pen.text(role, y, details.role_on_row(), end - role - 1, Part::Plain);
    }
    if let (Some(x), Some(phone)) = (columns.email, columns.phone) {
        email_cell(pen, y, record, contact, x, phone - x - 1);
        let number = details.phone.as_ref().map_or_else(|| "·".to_owned(), |phone| phone.shown(app.settings.region));
        pen.text(phone, y, &number, 14, Part::Plain);
    }
    pen.text(columns.access, y, if details.portal_access { "Portal Access" } else { "·" }, 13, Part::Plain);
    invite_cell(pen, app, y, contact, columns.invite);
    if pen.width() >= IN_WORDS {
        let words = if details.preferences.is_empty() { "·".to_owned() } else { details.preferences.to_string() };
        pen.text(columns.messages, y, &words, pen.width() - columns.messages, Part::Plain);
    } else {
        pen.text(columns.messages, y, &contact.messages_on_row(), 6, Part::Plain);
    }
}

/// The address, and what is to be known of it: the address gives way where both have no room.
fn email_cell(pen: &mut Pen, y: u16, record: &Record, contact: &Contact, x: u16, room: u16) {
    let EmailOnRow { address, state } = reach::email_on_row(record, contact);
    let is_alarm = attention::messages(contact).is_some();
    let part = match (is_alarm, &contact.details.email) {
        (true, _) => Part::Alarm,
        (false, None) => Part::Faint,
        (false, Some(_)) => Part::Plain,
    };
    let mark = if is_alarm { "! " } else { "" };
    let state = state.map_or_else(String::new, |state| format!(" ({state})"));
    let left = room.saturating_sub(u16::try_from(width(&state)).unwrap_or(room));
    let end = pen.text(x, y, &format!("{mark}{address}"), left, part);
    pen.text(end, y, &state, room, part);
}

fn invite_cell(pen: &mut Pen, app: &App, y: u16, contact: &Contact, x: u16) {
    let words = story::on_row(contact, app.now.wall, &app.settings.time_zone);
    let alarm = story::attention(contact, app.now.wall).is_some();
    let words = if alarm && pen.width() >= WIDE { format!("! {words}") } else { words };
    let room = Columns::of(pen.width()).messages - x - 1;
    pen.text(x, y, &words, room, if alarm { Part::Alarm } else { Part::Plain });
}

fn check_line(pen: &mut Pen, y: u16, check: &Check) {
    let (mark, part) = match (check.is_fine(), check.remarks.is_empty()) {
        (false, _) => ("!", Part::Alarm),
        (true, false) => ("·", Part::Plain),
        (true, true) => ("√", Part::Fine),
    };
    pen.text(3, y, mark, 1, part);
    let points: Vec<&str> = check.points().map(|reason| reason.words.as_str()).collect();
    let said = if points.is_empty() { check.finding.clone() } else { points.join("; ") };
    let words = if said.is_empty() { check.sentence.to_owned() } else { format!("{}: {said}", check.sentence) };
    pen.text(5, y, &words, pen.width() - 5, Part::Plain);
}

fn entry_line(pen: &mut Pen, app: &App, y: u16, entry: &Entry) {
    let when = said(entry.at, app.now.wall, &app.settings.time_zone);
    let (who_at, name_at, words_at) = match pen.width().checked_sub(WIDE) {
        // What a wide window leaves over is shared with the names, as far as names go.
        Some(spare) => (17, 34, 56 + (spare / 2).min(10)),
        None => (15, 29, 46),
    };
    pen.text(3, y, &when, who_at - 4, Part::Plain);
    pen.text(who_at, y, &entry.by(), name_at - who_at - 1, Part::Faint);
    let name = fit_before_last(&entry.subject_name, usize::from(words_at - name_at - 1));
    pen.text(name_at, y, &name, words_at - name_at - 1, Part::Plain);
    pen.text(words_at, y, &entry.words(app.settings.region), pen.width() - words_at, Part::Plain);
}

/// The row under the cursor in words, with the keys that act on it; it has the same height everywhere.
fn panel(pen: &mut Pen, app: &App, page: &CustomerPage, y: u16, key_lines: u16) {
    let panel = page.panel(&app.desk());
    pen.rule(y);
    let title = width(&panel.title) + 6;
    let end = match page.subject() {
        Some(subject) => frame::edited_elsewhere(pen, app, y, title, page.id(), subject),
        None => pen.width(),
    };
    if !panel.title.is_empty() {
        let title = fit(&panel.title, usize::from(end.saturating_sub(6)));
        pen.text(2, y, &format!(" {title} "), end.saturating_sub(4), Part::Strong);
    }
    let mut line = y + 1;
    let last = y + 3;
    for (place, words) in panel.lines.iter().enumerate() {
        let left = u16::try_from(panel.lines.len() - place - 1).unwrap_or_default();
        match words {
            PanelLine::Reached { email, phone, standing, alarm } => {
                reached(pen, line, [email, phone, standing], *alarm);
                line += 1;
            }
            PanelLine::Words { words, alarm } => {
                let part = if *alarm { Part::Alarm } else { Part::Plain };
                let room = (last + 1).saturating_sub(line + left).max(1);
                let words = format!(" {words}");
                let needed = super::text::wrap(&words, usize::from(pen.width().saturating_sub(1))).len();
                let lines = u16::try_from(needed).unwrap_or(room).min(room);
                frame::paragraph(pen, line, lines, &words, part);
                line += lines;
            }
        }
    }
    frame::hints_in_lines(pen, app, y + 4, key_lines, &page.row_hints(&app.desk()));
}

fn reached(pen: &mut Pen, y: u16, [email, phone, standing]: [&String; 3], alarm: bool) {
    let columns = |text: &str| u16::try_from(width(text)).unwrap_or_default();
    let across = pen.width().min(ACROSS);
    let (phone_at, usual) = (across * 36 / 80, across * 63 / 80);
    let beside = columns(phone) + 4;
    let is_long = columns(email) > usual.saturating_sub(beside);
    let standing_at = if is_long { usual.max(pen.width().saturating_sub(columns(standing) + 1)) } else { usual };
    let email_part = if alarm { Part::Alarm } else { Part::Plain };
    let phone_at = phone_at.max(columns(email).min(standing_at.saturating_sub(beside)) + 3);
    pen.text(1, y, email, phone_at - 2, email_part);
    pen.text(phone_at, y, phone, standing_at.saturating_sub(phone_at + 1), Part::Plain);
    pen.text(standing_at, y, standing, pen.width() - standing_at, Part::Plain);
}
