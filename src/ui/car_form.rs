//! Draws Add car and Edit of a car.

use super::form::{View, sentences};
use super::frame;
use super::look::Part;
use super::pen::Pen;
use crate::app::App;
use crate::app::car_form::{CarForm, Focus};
use crate::domain::car::CarField;

pub fn draw(pen: &mut Pen, app: &App, form: &CarForm) {
    frame::title(pen, app, &format!("Contacts > {} > {}", form.customer_name, form.title()));
    pen.text(1, 1, &format!("a car of {}", form.customer_name), pen.width(), Part::Faint);
    pen.rule(2);
    frame::form_edited_elsewhere(pen, app, 2);
    let focus = form.layout.focus;
    let mut view = View::new(pen, &form.layout);
    for (line, label, field, text, at) in [
        (0, "Year", CarField::Year, &form.year, Focus::Year),
        (1, "Make", CarField::Make, &form.make, Focus::Make),
        (2, "Model", CarField::Model, &form.model, Focus::Model),
        (3, "Plate", CarField::Plate, &form.plate, Focus::Plate),
    ] {
        view.field(line, label, text, focus == at, form.aside(field).as_ref());
    }
    let mut buttons = vec![(form.save_label(), focus == Focus::Save), ("Cancel", focus == Focus::Cancel)];
    if !form.is_adding() {
        buttons.push(("Remove car", focus == Focus::Remove));
    }
    view.buttons(5, &buttons);
    let (problem, guide) = form.sentences(&app.desk());
    sentences(pen, problem.as_deref(), &guide);
}
