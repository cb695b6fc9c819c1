//! Draws whichever form is open.

use super::form::foot;
use super::pen::Pen;
use super::{car_form, contact_form, customer_form};
use crate::app::App;
use crate::app::forms::Form;
use crate::app::key::Key;
use crate::app::keys::Hint;

pub fn draw(pen: &mut Pen, app: &App, form: &Form) {
    match form {
        Form::Contact(form) => contact_form::draw(pen, app, form),
        Form::Customer(form) => customer_form::draw(pen, app, form),
        Form::Car(form) => car_form::draw(pen, app, form),
    }
    foot(pen, app, &form.hints(), Hint::new(Key::Esc, "leave"));
}
