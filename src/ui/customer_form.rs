//! Draws New customer and Edit of the main customer.

use super::form::{View, sentences};
use super::frame;
use super::look::Part;
use super::pen::Pen;
use crate::app::App;
use crate::app::customer_form::{CustomerForm, Focus};
use crate::domain::customer::CustomerField;

pub fn draw(pen: &mut Pen, app: &App, form: &CustomerForm) {
    let path = match form.customer() {
        Some(customer) => format!("Contacts > {} > Edit", customer.details.name()),
        None => "Contacts > New customer".to_owned(),
    };
    frame::title(pen, app, &path);
    let words = match form.customer() {
        Some(customer) => format!("the main customer · {}", customer.reference),
        None => format!("Owns the account. On the page that opens, {} is Add Contact.", app.desk().key('a')),
    };
    pen.text(1, 1, &words, pen.width(), Part::Faint);
    pen.rule(2);
    frame::form_edited_elsewhere(pen, app, 2);
    let (desk, focus) = (app.desk(), form.layout.focus);
    let mut view = View::new(pen, &form.layout);
    for (line, label, field, text, at) in [
        (0, "First Name", CustomerField::FirstName, &form.first_name, Focus::FirstName),
        (1, "Last Name", CustomerField::LastName, &form.last_name, Focus::LastName),
        (2, "Company", CustomerField::Company, &form.company, Focus::Company),
        (3, "Email", CustomerField::Email, &form.email, Focus::Email),
        (4, "Phone", CustomerField::Phone, &form.phone, Focus::Phone),
        (5, "Notes", CustomerField::Notes, &form.notes, Focus::Notes),
    ] {
        view.field(line, label, text, focus == at, form.aside(field, &desk).as_ref());
    }
    let beside = form.aside(CustomerField::Preferences, &desk);
    view.ticks(7, &form.ticks, focus == Focus::Preferences, beside.as_ref());
    view.buttons(11, &[(form.save_label(), focus == Focus::Save), ("Cancel", focus == Focus::Cancel)]);
    let (problem, guide) = form.sentences(&desk);
    sentences(pen, problem.as_deref(), &guide);
}
