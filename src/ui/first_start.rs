//! stub
use super::*;
pub fn draw(_: &mut Pen, _: &App, _: &crate::app::first_start::FirstStart) {}
