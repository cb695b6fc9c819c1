//! Draws Contacts: the search, the rows that answer it, and why each is there.

use super::frame::{self, EDITED};
use super::look::Part;
use super::pen::Pen;
use super::text::{fit, width, wrap};
use crate::app::App;
use crate::app::key::Key;
use crate::app::keys::Hint;
use crate::app::search::{FOOT_LINES, HEAD_LINES, SearchScreen};
use crate::app::spot::Spot;
use crate::domain::marks;
use crate::domain::moment::short;
use crate::domain::search::{Among, Count, FoundBy, Hit, Query};
use crate::domain::text::{counted, grouped};

/// Where the columns begin.
struct Columns {
    phone: u16,
    car: Option<u16>,
    found: u16,
}

impl Columns {
    const NAME: u16 = 5;
    const PHONE_WIDTH: u16 = 14;

    fn of(width: u16, query: &Query) -> Self {
        let mut columns = Self::beside_one_another(width);
        if is_of_attention(query) {
            // Why is worth more than which car.
            columns.found = columns.car.take().unwrap_or(columns.found);
        }
        columns
    }

    fn beside_one_another(width: u16) -> Self {
        if width < 74 {
            let phone = 24;
            return Self { phone, car: None, found: phone + Self::PHONE_WIDTH + 1 };
        }
        // What 80 columns leave over is shared out: names are what people read.
        let spare = width.saturating_sub(80);
        let phone = 25 + (spare / 4).min(20);
        let car = phone + Self::PHONE_WIDTH + 1;
        Self { phone, car: Some(car), found: car + 18 + (spare / 4).min(16) }
    }
}

pub fn draw(pen: &mut Pen, app: &App, search: &SearchScreen) {
    frame::title(pen, app, &path(pen, app));
    search_line(pen, search);
    pen.rule(2);
    if search.rows.is_empty() && search.answered {
        nothing(pen, app, search);
    } else {
        rows(pen, app, search);
    }
    let foot = pen.height().saturating_sub(FOOT_LINES);
    pen.rule(foot);
    if let Some(said) = frame::said(app, 2) {
        frame::notice(pen, app, foot + 1, 2, &said);
    }
    let more = more_of_the_row(pen, search).filter(|_| frame::said(app, 2).is_none() && search.errand.is_none());
    if let Some(errand) = search.errand.as_ref().filter(|_| app.notice.is_none()) {
        frame::paragraph(pen, foot + 1, 2, &format!(" {}", errand.words()), Part::Strong);
    } else if app.notice.is_none()
        && app.importing.is_none()
        && app.why_held().is_none()
        && search.field.text().is_empty()
    {
        let (typed, signs) = ("Type a name, the last four digits, a plate.", "! needs attention  - archived");
        let whole = format!("{typed}  {signs}");
        let (first, second) = match (width(&whole) + 1 < usize::from(pen.width()), more.is_some()) {
            (true, _) => (whole, ""),
            // In a narrow window the mark of the row, below, says what it is.
            (false, true) => (format!("{typed}  - archived"), ""),
            (false, false) => (typed.to_owned(), signs),
        };
        pen.text(1, foot + 1, &first, pen.width() - 1, Part::Faint);
        pen.text(1, foot + 2, second, pen.width() - 1, Part::Faint);
    }
    if let Some(words) = more.map(|words| format!(" {words}")) {
        let lines = if wrap(&words, usize::from(pen.width() - 1)).len() > 1 { 2 } else { 1 };
        frame::paragraph(pen, foot + 3 - lines, lines, &words, Part::Faint);
    }
    let mut hints = search.hints();
    hints.push(Hint::new(Key::F(10), "quit"));
    frame::hints(pen, app, pen.height() - 1, &hints);
}

/// Whether those who need attention are listed with the reasons, all of them.
fn is_of_attention(query: &Query) -> bool {
    query.among() == Among::Attention && query.is_empty()
}

/// What has no room on the row under the cursor: the reasons, else what the number before it counts.
fn more_of_the_row(pen: &Pen, search: &SearchScreen) -> Option<String> {
    let hit = search.selection().filter(|hit| hit.points > 0 && search.at_unfinished().is_none())?;
    if let FoundBy::Attention(reasons) = &hit.found_by {
        let found = Columns::of(pen.width(), &Query::read(search.field.text())).found;
        if width(reasons) > usize::from(pen.width() - found) {
            return Some(format!("! {reasons}"));
        }
    }
    let mark = if hit.points > 1 { format!("!{}", hit.points) } else { "!".to_owned() };
    Some(format!("{mark} on this row: {} under Review to look at", counted(hit.points, "point")))
}

fn path(pen: &Pen, app: &App) -> String {
    // A wide title names the shop by itself.
    if pen.width() < 110 { format!("{} > Contacts", app.settings.shop_name) } else { "Contacts".to_owned() }
}

fn search_line(pen: &mut Pen, search: &SearchScreen) {
    let count = count_words(search);
    let end = pen.text_right(1, &format!("{count} "), Part::Faint);
    pen.text(1, 1, "Search", 6, Part::Strong);
    let room = end.saturating_sub(10);
    super::form::text_field(pen, &search.field, 9, 1, room, true);
}

fn count_words(search: &SearchScreen) -> String {
    let Some(count) = search.count else { return String::new() };
    let typed = !search.field.text().trim().is_empty();
    let is_archived = Query::read(search.field.text()).among() == Among::Archived;
    match count {
        // They are not among the customers that are counted.
        Count { hits: 0, .. } if is_archived => "none of the archived".to_owned(),
        Count { hits, .. } if is_archived => format!("{} archived", at_most(hits)),
        Count { customers: 0, .. } => "no customers".to_owned(),
        Count { customers, attention: 0, .. } if !typed => counted(customers, "customer"),
        Count { customers, attention, .. } if !typed => {
            format!("{} · {} need attention", counted(customers, "customer"), at_most(attention))
        }
        Count { hits: 0, customers, .. } => format!("none of {}", counted(customers, "customer")),
        Count { hits, customers, .. } => format!("{} of {}", at_most(hits), counted(customers, "customer")),
    }
}

/// A number that was counted no further than its limit.
fn at_most(count: usize) -> String {
    if count > Count::LIMIT { format!("{}+", grouped(Count::LIMIT)) } else { grouped(count) }
}

fn rows(pen: &mut Pen, app: &App, search: &SearchScreen) {
    let query = Query::read(search.field.text());
    let columns = Columns::of(pen.width(), &query);
    let head = HEAD_LINES - 1;
    pen.text(Columns::NAME, head, "Customer", 20, Part::Faint);
    pen.text(columns.phone, head, "Phone", 14, Part::Faint);
    if let Some(car) = columns.car {
        pen.text(car, head, "Car", 10, Part::Faint);
    }
    if is_of_attention(&query) {
        pen.text(columns.found, head, "Needs attention", 20, Part::Faint);
    } else if query.among() == Among::Archived {
        pen.text(columns.found, head, "Archived", 10, Part::Faint);
    } else if !query.is_empty() {
        pen.text(columns.found, head, "Found by", 10, Part::Faint);
    }
    let unfinished = search.unfinished();
    for (y, (place, draft)) in (HEAD_LINES..).zip(unfinished.iter().enumerate()) {
        let how = if draft.aside { "put aside" } else { "left open" };
        let when = short(draft.at, app.now.wall, &app.settings.time_zone);
        let words = format!("Unfinished: {}, {how} {when}", draft.line());
        pen.text(Columns::NAME, y, &words, pen.width() - Columns::NAME, Part::Plain);
        pen.spot(0, y, pen.width(), Spot::Unfinished(place));
        if search.at_unfinished() == Some(place) {
            cursor(pen, y);
        }
    }
    let first = HEAD_LINES + u16::try_from(unfinished.len()).unwrap_or_default();
    let shown = search.rows.iter().enumerate().skip(search.top).take(search.height());
    for (y, (index, hit)) in (first..).zip(shown) {
        row(pen, app, &columns, y, hit, &query);
        pen.spot(0, y, pen.width(), Spot::Row(index));
        if index == search.selected && search.at_unfinished().is_none() {
            cursor(pen, y);
        }
    }
}

fn cursor(pen: &mut Pen, y: u16) {
    pen.text(1, y, "►", 1, Part::Strong);
    pen.restyle(Columns::NAME, y, pen.width() - Columns::NAME, Part::Row);
}

fn row(pen: &mut Pen, app: &App, columns: &Columns, y: u16, hit: &Hit, query: &Query) {
    match hit.points {
        0 => {}
        1 => {
            pen.text(2, y, "!", 1, Part::Alarm);
        }
        points => {
            pen.text(2, y, &format!("!{points}"), 2, Part::Alarm);
        }
    }
    let edited = app.customer_edited_elsewhere(hit.customer);
    if edited.is_some() {
        pen.text(4, y, EDITED, 1, Part::Alarm);
    }
    marked(pen, (Columns::NAME, y), &hit.name, columns.phone - Columns::NAME - 1, query);
    marked(pen, (columns.phone, y), &hit.phone, Columns::PHONE_WIDTH, query);
    let (answers, said) = match (&hit.found_by, edited) {
        (FoundBy::Rest { .. }, Some(editing)) => (String::new(), editing.short()),
        _ => why(app, hit),
    };
    // It takes the room of what is not said.
    let is_alone = answers.is_empty() && said.is_empty();
    if let Some(car) = columns.car.or(is_alone.then_some(columns.found)) {
        let end = if is_alone { pen.width() } else { columns.found - 1 };
        let room = end.saturating_sub(car);
        marked(pen, (car, y), &with_its_plate(&hit.car, room), room, query);
    }
    let room = pen.width() - columns.found;
    let plated = with_its_plate(&answers, room);
    // What was typed is seen, whichever part of a car it is.
    let answers = if marks::of(query, &plated).is_empty() { answers } else { plated };
    let end = marked(pen, (columns.found, y), &answers, room, query);
    // A role that has no room stands in full one key away; half of it says nothing.
    let is_cut = !answers.is_empty() && width(&said) > usize::from(pen.width() - end);
    pen.text(end, y, if is_cut { "" } else { &said }, pen.width() - end, Part::Plain);
}

/// A car, cut before its plate, which tells it from others.
fn with_its_plate(car: &str, columns: u16) -> String {
    let columns = usize::from(columns);
    match car.rsplit_once(" · ") {
        Some((model, plate)) if width(car) > columns && width(plate) + 6 <= columns => {
            format!("{} · {plate}", fit(model, columns - width(plate) - 3))
        }
        _ => car.to_owned(),
    }
}

/// Text with what was typed for marked in it; returns the column after it.
fn marked(pen: &mut Pen, (x, y): (u16, u16), text: &str, columns: u16, query: &Query) -> u16 {
    let end = pen.text(x, y, text, columns, Part::Plain);
    pen.mark(x, y, text, columns, &marks::of(query, text));
    end
}

/// Why a row is there: what of it answers the search, and what is said about it.
fn why(app: &App, hit: &Hit) -> (String, String) {
    let said = |words: String| (String::new(), words);
    let moment = |at| short(at, app.now.wall, &app.settings.time_zone);
    match &hit.found_by {
        FoundBy::Rest { opened: Some(at) } => said(format!("opened {}", moment(*at))),
        FoundBy::Rest { opened: None } => said(String::new()),
        FoundBy::Archived(at) => said(moment(*at)),
        FoundBy::Name { of: 1, .. } => said("name".to_owned()),
        FoundBy::Name { number, of } => said(format!("name: {number} of {of} so named")),
        FoundBy::Attention(words) => said(words.clone()),
        FoundBy::Own(words) => (words.clone(), String::new()),
        FoundBy::Contact { name, role, .. } => (name.clone(), format!(", {role}")),
    }
}

fn new_customer(app: &App) -> String {
    app.printed(Key::Ctrl('n')).to_string()
}

/// How customers come into a file; in a kiosk others see to that.
fn nobody_yet(app: &App) -> Vec<String> {
    let mut lines = vec![
        "No customer is in this file yet.".into(),
        app.settings.database.display().to_string(),
        String::new(),
        format!(
            "{:<8} New customer. On the page that opens, {} is Add Contact.",
            new_customer(app),
            app.desk().key('a')
        ),
        String::new(),
    ];
    if app.settings.kiosk {
        lines.push("If there should be customers here, ask whoever runs the server.".into());
    } else {
        lines.extend([
            format!("To bring in the list of the shop: {}, then", app.printed(Key::F(10))),
            "         frontdesk import customers FILE".into(),
            String::new(),
            "If there should be customers here, this desk looks at the wrong file:".into(),
            "         frontdesk --database FILE".into(),
        ]);
    }
    lines
}

/// Nobody found, or nobody in the file yet: what to do about it.
fn nothing(pen: &mut Pen, app: &App, search: &SearchScreen) {
    let typed = search.field.text().trim();
    let query = Query::read(typed);
    let lines: Vec<String> = if query.among() == Among::Archived {
        let whom = if query.is_empty() { String::new() } else { format!(" by \"{}\"", Query::name_in(typed)) };
        vec![format!("Nobody is found among the archived{whom}."), String::new(), "Esc      clears the search.".into()]
    } else if query.among() == Among::Attention && query.is_empty() {
        vec!["Nobody needs attention.".into(), String::new(), "Esc      clears the search.".into()]
    } else if typed.is_empty() {
        nobody_yet(app)
    } else {
        nobody_found(app, search, typed)
    };
    let columns = usize::from(pen.width().saturating_sub(6));
    let wrapped = lines.iter().flat_map(|line| wrap(line, columns)).collect::<Vec<_>>();
    let last = pen.height().saturating_sub(FOOT_LINES);
    for (y, line) in (HEAD_LINES..last).zip(&wrapped) {
        pen.text(3, y, line, pen.width() - 4, Part::Plain);
        if let Some(key) = [&new_customer(app), "Esc"].into_iter().find(|key| line.starts_with(&format!("{key}  "))) {
            pen.restyle(3, y, u16::try_from(width(key)).unwrap_or_default(), Part::Key);
        }
    }
    let below = HEAD_LINES + u16::try_from(wrapped.len()).unwrap_or(last);
    for (y, (place, meant)) in (below..last).zip(search.nearest.iter().enumerate()) {
        let words = if place == 0 { format!("Did you mean {meant}?") } else { format!("          or {meant}?") };
        pen.text(3, y, &words, pen.width() - 4, Part::Plain);
        pen.spot(0, y, pen.width(), Spot::Meant(place));
        if place == search.at_nearest {
            pen.text(1, y, "►", 1, Part::Strong);
        }
    }
}

/// What to do, and in the place of the advice, a moment later, what may have been meant.
fn nobody_found(app: &App, search: &SearchScreen, typed: &str) -> Vec<String> {
    let name = Query::name_in(typed);
    let advice = "Fewer letters find more: parts of names from their start, the last four digits of a phone, a plate.";
    let mut lines = vec![format!("Nobody is found by \"{typed}\"."), String::new()];
    let keys = [new_customer(app), format!("-{name}"), "Esc".to_owned()];
    let does =
        [&format!("New customer, with \"{name}\" filled in."), "looks among the archived.", "clears the search."];
    // A long name stands out rather than pushing the others aside.
    let column = keys.iter().map(|key| width(key)).filter(|columns| *columns <= 10).max().unwrap_or(8).max(8);
    let is_asked = search.errand.is_some();
    lines.extend(keys.iter().zip(does).skip(usize::from(is_asked)).map(|(key, does)| format!("{key:<column$} {does}")));
    lines.push(String::new());
    lines.extend(search.nearest.is_empty().then(|| advice.to_owned()));
    lines
}
