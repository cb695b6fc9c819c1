//! Draws the first start.

use super::form::{VALUE, View, foot, sentences};
use super::look::Part;
use super::pen::Pen;
use super::text::{width, wrap};
use crate::app::App;
use crate::app::first_start::{FirstStart, Focus};
use crate::app::form::Aside;
use crate::app::key::Key;
use crate::app::keys::{self, Hint};
use crate::app::spot::Spot;

/// What a person should know first; above the fields there are four lines, the last of them empty in a usual window.
const WORDS: &str = "There is no customer file at the place where this desk looks, and none has been made yet. Does the \
                     shop have one? Type its path under File: nothing is copied, this desk then works on the same \
                     customers as the others.";

pub fn draw(pen: &mut Pen, app: &App, form: &FirstStart) {
    let author = &app.settings.author;
    let end = pen.text_right(0, &format!("{} · {} ", author.staff, author.desk), Part::Faint);
    pen.text(1, 0, "frontdesk · first start", end.saturating_sub(2), Part::Strong);
    pen.text(1, 1, "Four lines, and the desk is at work. All can be changed.", pen.width(), Part::Faint);
    pen.rule(2);
    let focus = form.layout.focus;
    let mut view = View::new(pen, &form.layout);
    let columns = usize::from(view.pen.width().saturating_sub(2)).min(100);
    for (line, words) in wrap(WORDS, columns).into_iter().take(4).enumerate() {
        if let Some(y) = view.y(line) {
            view.pen.text(1, y, &words, view.pen.width() - 1, Part::Plain);
        }
    }
    view.field(4, "Shop name", &form.shop_name, focus == Focus::ShopName, form.aside(Focus::ShopName).as_ref());
    long_field(&mut view, 5, "File", form, Focus::File);
    invites(&mut view, form);
    long_field(&mut view, 9, "Sign-in address", form, Focus::SignIn);
    view.buttons(11, &[(form.start_label(), focus == Focus::Start), ("Quit", focus == Focus::Quit)]);
    let new_customer = app.desk().key_of(keys::CONTACTS, Key::Ctrl('n'));
    let typing_in = format!("  {:<37}types in the first customer", format!("{new_customer} in the program"));
    for (line, words) in [
        (13, "Afterwards"),
        (14, &typing_in),
        (15, "  frontdesk import customers FILE      brings in the list of the shop (CSV)"),
        // Where there is room.
        (16, "  frontdesk demo                       a small town to try everything on"),
    ] {
        if let Some(y) = view.y(line) {
            view.pen.text(1, y, words, view.pen.width() - 1, Part::Faint);
        }
    }
    sentences(pen, None, &form.sentence(&app.desk()));
    let quit = if form.by_mail { "quit" } else { "quit, nothing written" };
    foot(pen, app, &form.hints(), Hint::new(Key::F(10), quit));
}

/// The two ways out of the house.
fn invites(view: &mut View, form: &FirstStart) {
    let focused = form.layout.focus == Focus::Invites;
    let ways = [
        (false, format!("as files, into {}", form.folder.display())),
        (true, "by the mail server of the shop (asked on the next page)".to_owned()),
    ];
    for (line, (by_mail, words)) in (7..).zip(ways) {
        let Some(y) = view.y(line) else { continue };
        view.pen.spot(0, y, view.pen.width(), Spot::Line { line, nth: 0 });
        if !by_mail {
            view.label(y, "Invites", focused);
        }
        let chosen = form.by_mail == by_mail;
        let mark = if chosen { "(•)" } else { "( )" };
        let part = if chosen && focused { Part::Strong } else { Part::Plain };
        // In a narrow window without its brackets: the next page comes by itself.
        let is_cut = usize::from(VALUE) + 4 + width(&words) > usize::from(view.pen.width());
        let words = words.split(" (").next().filter(|_| is_cut).unwrap_or(&words);
        view.pen.text(VALUE, y, &format!("{mark} {words}"), view.pen.width() - VALUE, part);
        if chosen && focused {
            view.pen.put_cursor(VALUE + 1, y);
        }
    }
}

/// A field over the whole width, with what stands beside it on the line below.
fn long_field(view: &mut View, line: usize, label: &str, form: &FirstStart, at: Focus) {
    let focused = form.layout.focus == at;
    let field = if at == Focus::File { &form.file } else { &form.sign_in };
    if let Some(y) = view.y(line) {
        view.pen.spot(0, y, view.pen.width(), Spot::Line { line, nth: 0 });
        view.label(y, label, focused);
        let room = view.pen.width().saturating_sub(VALUE + 1);
        super::form::text_field(view.pen, field, VALUE, y, room, focused);
    }
    if let Some(y) = view.y(line + 1) {
        let beside: Option<Aside> = form.aside(at);
        view.aside(VALUE, y, beside.as_ref());
    }
}
