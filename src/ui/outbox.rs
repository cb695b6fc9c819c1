//! Draws the Outbox: the server's fault once, above; a person's fault on the row.

use super::frame;
use super::look::Part;
use super::pen::Pen;
use super::text::{width, wrap};
use crate::app::App;
use crate::app::key::Key;
use crate::app::keys::{Hint, Shown};
use crate::app::outbox::{FOOT_LINES, OutboxScreen};
use crate::app::spot::Spot;
use crate::domain::invite::{Delivery, InviteState};
use crate::domain::moment::{said, short, until};
use crate::domain::outbox::{Post, Waiting};
use crate::domain::text::counted;

/// What is told of the invite under the cursor, between its rule and its keys.
const PANEL_LINES: u16 = 4;

/// Further than this nobody follows a line.
const FOLLOWED: u16 = 110;

/// Where the columns begin, as parts of the width.
struct Columns {
    customer: u16,
    state: u16,
    tries: u16,
    next: u16,
}

impl Columns {
    const NAME: u16 = 4;

    fn of(width: u16) -> Self {
        let next = width.min(FOLLOWED) - 15;
        let (tries, state) = (next - 7, next - 16);
        Self { customer: Self::NAME + (state - Self::NAME) / 2, state, tries, next }
    }
}

pub fn draw(pen: &mut Pen, app: &App, outbox: &OutboxScreen) {
    frame::title(pen, app, "Contacts > Outbox");
    let rows = outbox.rows.as_deref().unwrap_or_default();
    let words = match rows.len() {
        0 if outbox.rows.is_some() => "Every invite has arrived.".to_owned(),
        0 => String::new(),
        1 => "1 invite has not arrived".to_owned(),
        count => format!("{} have not arrived", counted(count, "invite")),
    };
    let end = pen.text(1, 1, &words, pen.width(), Part::Strong);
    let way = format!("{} ", where_to(app));
    if usize::from(end) + 2 + width(&way) <= usize::from(pen.width()) {
        pen.text_right(1, &way, Part::Faint);
    }
    pen.rule(2);
    if let Some(words) = app.why_held() {
        frame::paragraph(pen, 3, 3, &format!(" ! {words}"), Part::Alarm);
    }
    let columns = Columns::of(pen.width());
    if !rows.is_empty() {
        let head = outbox.head_lines() - 1;
        for (x, label) in [
            (Columns::NAME, "Invite to"),
            (columns.customer, "Customer"),
            (columns.state, "State"),
            (columns.tries, "Tries"),
            (columns.next, "Next try"),
        ] {
            pen.text(x, head, label, 12, Part::Faint);
        }
    }
    // A long notice takes its lines from the rows, which come back.
    let more = app.notice.as_ref().map_or(0, |notice| frame::more_lines(pen, app, 1, notice));
    let height = outbox.height().saturating_sub(usize::from(more));
    let top = outbox.top.max((outbox.selected + 1).saturating_sub(height));
    for (y, (index, waiting)) in (outbox.head_lines()..).zip(rows.iter().enumerate().skip(top).take(height)) {
        row(pen, app, &columns, y, waiting);
        pen.spot(0, y, pen.width(), Spot::Row(index));
        if index == outbox.selected {
            pen.text(1, y, "►", 1, Part::Strong);
            pen.put_cursor(1, y);
        }
    }
    let foot = pen.height().saturating_sub(FOOT_LINES + more);
    panel(pen, app, outbox, foot);
    if let Some(notice) = &app.notice {
        frame::notice(pen, app, pen.height() - 2, 1, notice);
    }
    let mut hints = vec![Hint::new(Key::Esc, "back")];
    hints.extend(outbox.hints(Shown::Page, &app.desk()));
    frame::hints(pen, app, pen.height() - 1, &hints);
}

fn where_to(app: &App) -> String {
    let mail = &app.settings.mail;
    match (&mail.smtp, mail.delivery) {
        (Some(smtp), Delivery::Smtp) => format!("{}, port {}", smtp.host, smtp.port),
        _ => format!("files in {}", mail.folder.display()),
    }
}

fn row(pen: &mut Pen, app: &App, columns: &Columns, y: u16, waiting: &Waiting) {
    let (now, zone) = (app.now.wall, &app.settings.time_zone);
    if waiting.needs_attention(now) {
        pen.text(2, y, "!", 1, Part::Alarm);
    }
    let state = waiting.invite.state_at(now);
    // What holds the post holds every invite.
    let held = app.post_held.as_ref().map(|held| held.next_try);
    let next = match (state, waiting.invite.next_attempt_at.max(held)) {
        (InviteState::Queued, Some(at)) if at > now => short(at, now, zone),
        (InviteState::Queued, _) if app.post() == Post::HeldHere => "not from here".to_owned(),
        (InviteState::Queued, _) => "now".to_owned(),
        (InviteState::Sending, _) => "being sent".to_owned(),
        _ => "none".to_owned(),
    };
    pen.text(Columns::NAME, y, &waiting.contact_name, columns.customer - Columns::NAME - 1, Part::Plain);
    pen.text(columns.customer, y, &waiting.customer_name, columns.state - columns.customer - 1, Part::Plain);
    pen.text(columns.state, y, state.word(), 8, Part::Plain);
    pen.text(columns.tries, y, &waiting.invite.attempts.to_string(), 5, Part::Plain);
    pen.text(columns.next, y, &next, 14, Part::Plain);
}

fn panel(pen: &mut Pen, app: &App, outbox: &OutboxScreen, y: u16) {
    pen.rule(y);
    let Some(waiting) = outbox.selection() else { return };
    let (now, zone, invite) = (app.now.wall, &app.settings.time_zone, &waiting.invite);
    let title = format!(" {} ", waiting.who());
    pen.text(2, y, &title, pen.width() - 4, Part::Strong);
    let asked = said(invite.queued_at, now, zone);
    let state = invite.state_at(now);
    let ends = until(invite.expires_at, zone);
    let link = match state {
        InviteState::Expired => format!(" · link expired {ends}"),
        state if state.is_open() => format!(" · link valid until {ends}"),
        _ => String::new(),
    };
    let first = format!(" {} · by {}, {asked}{link}", invite.email, invite.queued_by);
    let words = match (&invite.last_error, state) {
        (Some(words), InviteState::Failed) => {
            let stop = if words.ends_with('.') { "" } else { "." };
            format!("{words}{stop} Ask for the right address, then e: a changed address ends this invite.")
        }
        (Some(words), _) => words.clone(),
        (None, InviteState::Expired) => {
            "The link was not used in time. A new invite goes out from the contact's row.".to_owned()
        }
        (None, _) if app.post() == Post::HeldHere => {
            "It waits for another desk, or for what is said above to be put right.".to_owned()
        }
        (None, _) if app.post() == Post::Held => {
            "It waits for what is said above to be put right, and then goes out by itself.".to_owned()
        }
        (None, _) => "It goes out by itself; nothing needs to be done.".to_owned(),
    };
    let columns = usize::from(pen.width().saturating_sub(1));
    let taken = u16::try_from(wrap(&first, columns).len()).unwrap_or(PANEL_LINES).min(PANEL_LINES - 1);
    frame::paragraph(pen, y + 1, taken, &first, Part::Plain);
    frame::paragraph(pen, y + 1 + taken, PANEL_LINES - taken, &format!(" {words}"), Part::Plain);
    frame::row_hints(pen, app, y + 5, &outbox.hints(Shown::Row, &app.desk()));
}
