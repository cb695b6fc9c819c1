//! stub
use super::*;
pub fn draw(_: &mut Pen, _: &App, _: &crate::app::form::Form) {}
pub fn text_field(_: &mut Pen, _: &crate::app::form::TextField, _: u16, _: u16, _: u16, _: bool) {}
