//! stub
use super::*;
use crate::domain::car::Car;
use crate::domain::contact::Contact;
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    X,
}
#[derive(Debug, Clone, PartialEq)]
pub struct TextField(String);
impl TextField {
    pub fn new(_: usize) -> Self {
        Self(String::new())
    }
    pub fn text(&self) -> &str {
        &self.0
    }
    pub fn put(&mut self, t: &str) {
        self.0 = t.into()
    }
    pub fn select_all(&mut self) {}
    pub fn paste(&mut self, _: &str) {}
    pub fn on_key(&mut self, _: Key) -> bool {
        false
    }
}
#[derive(Debug, Clone, Copy)]
pub enum FormCommand {
    X,
}
pub const KEYS: &[Binding<FormCommand>] = &[];
impl Form {
    pub fn on_key(&mut self, _: Key, _: &Desk) -> Vec<Step> {
        vec![]
    }
    pub fn on_paste(&mut self, _: &str, _: &Desk) -> Vec<Step> {
        vec![]
    }
    pub fn resized(&mut self, _: Size) {}
    pub fn help_rows(&self) -> Vec<keys::HelpRow> {
        vec![]
    }
    pub fn set_saving(&mut self, _: bool) {}
    pub fn is_saving(&self) -> bool {
        false
    }
    pub fn is_changed(&self) -> bool {
        false
    }
    pub fn leave_question(&self) -> Question {
        todo!()
    }
    pub fn title(&self) -> String {
        String::new()
    }
    pub fn refuse(&mut self, _: &Refusal, _: &Desk) -> Vec<Step> {
        vec![]
    }
    pub fn new_customer(_: &str, _: &Desk) -> Self {
        Self::X
    }
    pub fn edit_customer(_: &Record, _: &Desk) -> Self {
        Self::X
    }
    pub fn add_contact(_: &Record, _: &Desk) -> Self {
        Self::X
    }
    pub fn edit_contact(_: &Record, _: &Contact, _: &Desk) -> Self {
        Self::X
    }
    pub fn add_car(_: &Record, _: &Desk) -> Self {
        Self::X
    }
    pub fn edit_car(_: &Record, _: &Car, _: &Desk) -> Self {
        Self::X
    }
}
