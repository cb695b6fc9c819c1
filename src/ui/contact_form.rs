//! Draws Add Contact and Edit of a contact.

use super::customer_page::identity;
use super::form::{VALUE, View, sentences};
use super::frame;
use super::look::Part;
use super::pen::Pen;
use super::question::outline;
use super::text::{fitting, width};
use crate::app::App;
use crate::app::contact_form::{ContactForm, Focus};
use crate::app::form::{Aside, RolePicker};
use crate::app::key::Key;
use crate::app::spot::Spot;
use crate::domain::contact::ContactField;

pub fn draw(pen: &mut Pen, app: &App, form: &ContactForm) {
    let customer = form.record.customer.details.name();
    frame::title(pen, app, &format!("Contacts > {customer} > {}", form.title()));
    let whose = if form.is_adding() { "an additional contact of" } else { "additional contact of" };
    let after = pen.text(1, 1, whose, pen.width(), Part::Faint);
    let room = pen.width() - after - 1;
    pen.text(after + 1, 1, fitting(&identity(app, &form.record), usize::from(room)), room, Part::Plain);
    pen.rule(2);
    frame::form_edited_elsewhere(pen, app, 2);
    let (desk, focus) = (app.desk(), form.layout.focus);
    let aside = |field| form.aside(field, &desk);
    let mut view = View::new(pen, &form.layout);
    for (line, label, field, text, at) in [
        (0, "First Name", ContactField::FirstName, &form.first_name, Focus::FirstName),
        (1, "Last Name", ContactField::LastName, &form.last_name, Focus::LastName),
        (2, "Email", ContactField::Email, &form.email, Focus::Email),
        (3, "Phone", ContactField::Phone, &form.phone, Focus::Phone),
    ] {
        view.field(line, label, text, focus == at, aside(field).as_ref());
    }
    role(&mut view, 4, &form.role, focus == Focus::Role, aside(ContactField::Role).as_ref());
    if form.is_described() {
        let focused = focus == Focus::RoleDescription;
        let beside = aside(ContactField::RoleDescription);
        view.field(5, "Role description", &form.role_description, focused, beside.as_ref());
    }
    let label = "Primary contact (main point of contact for this customer)";
    let below = aside(ContactField::Primary);
    view.toggle(6, label, form.primary, focus == Focus::Primary, below.as_ref());
    let label = "Can access customer portal (login with their email)";
    let below = aside(ContactField::PortalAccess);
    view.toggle(8, label, form.portal_access, focus == Focus::PortalAccess, below.as_ref());
    view.ticks(11, &form.ticks, focus == Focus::Preferences, aside(ContactField::Preferences).as_ref());
    view.buttons(15, &[(form.save_label(), focus == Focus::Save), ("Cancel", focus == Focus::Cancel)]);
    let list_at = view.y(4);
    let (problem, guide) = form.sentences(&desk);
    sentences(pen, problem.as_deref(), &guide);
    if let (Some(open), Some(y)) = (form.role.open, list_at) {
        role_list(pen, &form.role, open, y);
    }
}

fn role(view: &mut View, line: usize, picker: &RolePicker, focused: bool, aside: Option<&Aside>) {
    let Some(y) = view.y(line) else { return };
    view.label(y, "Role", focused);
    if focused {
        view.pen.put_cursor(VALUE, y);
    }
    if picker.is_list() {
        let name = picker.name().unwrap_or("no role");
        let after = view.pen.text(VALUE, y, name, 40, if focused { Part::Cursor } else { Part::Plain });
        view.pen.spot(0, y, after, Spot::Line { line, nth: 0 });
        if focused {
            view.pen.spot(VALUE, y, after + 22 - VALUE, Spot::Key(Key::Char(' ')));
            view.pen.text(after + 2, y, "Space opens the list", 20, Part::Faint);
        }
        return;
    }
    let all: usize = picker.names.iter().map(|name| width(name) + 7).sum();
    if usize::from(VALUE) + all > usize::from(view.pen.width()) + 3 {
        chosen_role(view, line, y, picker, focused, aside);
        return;
    }
    let mut x = VALUE;
    for (index, name) in picker.names.iter().enumerate() {
        let chosen = picker.chosen == Some(index);
        if chosen && focused {
            view.pen.put_cursor(x + 1, y);
        }
        let mark = if chosen { "(•)" } else { "( )" };
        let part = if chosen && focused { Part::Strong } else { Part::Plain };
        let after = view.pen.text(x, y, &format!("{mark} {name}"), view.pen.width(), part);
        view.pen.spot(x, y, after - x, Spot::Role(index));
        x = after + 3;
    }
    view.aside(x, y, aside);
}

/// The chosen role alone, where not all of them have room beside one another.
fn chosen_role(view: &mut View, line: usize, y: u16, picker: &RolePicker, focused: bool, aside: Option<&Aside>) {
    let words = match picker.name() {
        Some(name) => format!("(•) {name}"),
        None => "( ) no role".to_owned(),
    };
    view.pen.spot(0, y, view.pen.width(), Spot::Line { line, nth: 0 });
    if focused {
        view.pen.put_cursor(VALUE + 1, y);
    }
    let after = view.pen.text(VALUE, y, &words, 24, if focused { Part::Strong } else { Part::Plain });
    if focused && aside.is_none() {
        let words = format!("Left, Right: {} roles", picker.names.len());
        view.pen.text(after + 2, y, &words, view.pen.width(), Part::Faint);
    }
    view.aside(after + 1, y, aside);
}

/// The open list of roles, over the form.
fn role_list(pen: &mut Pen, picker: &RolePicker, open: usize, y: u16) {
    let room = usize::from(pen.height().saturating_sub(6));
    let shown = picker.names.len().min(room);
    let first = open.saturating_sub(shown.saturating_sub(1));
    let height = u16::try_from(shown).unwrap_or(u16::MAX) + 2;
    let top = y.min(pen.height().saturating_sub(height + 1));
    pen.clear(VALUE - 1, top, 40, height);
    outline(pen, VALUE - 1, top, 40, height, "Role");
    for (line, (index, name)) in (top + 1..).zip(picker.names.iter().enumerate().skip(first).take(shown)) {
        let here = index == open;
        if here {
            pen.text(VALUE, line, "►", 1, Part::Strong);
            pen.put_cursor(VALUE, line);
        }
        pen.spot(VALUE, line, 38, Spot::Role(index));
        pen.text(VALUE + 2, line, name, 35, if here { Part::Row } else { Part::Plain });
    }
}
