//! Draws the second page of the first start: the shop's mail server.

use super::form::{VALUE, View, foot, sentences};
use super::look::Part;
use super::pen::Pen;
use crate::app::App;
use crate::app::key::Key;
use crate::app::keys::Hint;
use crate::app::mail_setup::{Focus, MailSetup};
use crate::app::spot::Spot;
use crate::config::Security;

pub fn draw(pen: &mut Pen, app: &App, form: &MailSetup) {
    let author = &app.settings.author;
    let end = pen.text_right(0, &format!("{} · {} ", author.staff, author.desk), Part::Faint);
    pen.text(1, 0, "frontdesk · first start · mail server", end.saturating_sub(2), Part::Strong);
    let words = "Tried without sending a letter; nothing is written before.";
    pen.text(1, 1, words, pen.width(), Part::Faint);
    pen.rule(2);
    let focus = form.layout.focus;
    let mut view = View::new(pen, &form.layout);
    for (line, label, field, at) in [
        (0, "Mail server", &form.host, Focus::Host),
        (2, "Port", &form.port, Focus::Port),
        (3, "Sender", &form.from, Focus::From),
        (4, "User name", &form.username, Focus::Username),
        (5, "Password", &form.password, Focus::Password),
    ] {
        view.field(line, label, field, focus == at, form.aside(at).as_ref());
    }
    security(&mut view, form);
    view.buttons(
        7,
        &[
            ("Try and start", focus == Focus::Try),
            ("Start without trying", focus == Focus::Skip),
            ("Back", focus == Focus::Back),
        ],
    );
    sentences(pen, None, &form.sentence());
    if form.is_trying() {
        foot(pen, app, &[], Hint::new(Key::Esc, "give up trying"));
    } else {
        foot(pen, app, &form.hints(), Hint::new(Key::Esc, "back"));
    }
}

fn security(view: &mut View, form: &MailSetup) {
    let Some(y) = view.y(1) else { return };
    let focused = form.layout.focus == Focus::Security;
    view.pen.spot(0, y, view.pen.width(), Spot::Line { line: 1, nth: 0 });
    view.label(y, "Encryption", focused);
    let mut x = VALUE;
    for security in Security::ALL {
        let chosen = form.security == security;
        if chosen && focused {
            view.pen.put_cursor(x + 1, y);
        }
        let mark = if chosen { "(•)" } else { "( )" };
        let name = match security {
            Security::StartTls => "STARTTLS",
            Security::Tls => "TLS",
            Security::None => "none",
        };
        let part = if chosen && focused { Part::Strong } else { Part::Plain };
        x = view.pen.text(x, y, &format!("{mark} {name}"), view.pen.width(), part) + 3;
    }
    view.aside(x, y, form.aside(Focus::Security).as_ref());
}
