//! stub
use super::vocabulary::Finding;
use super::*;
use std::path::Path;
#[derive(Debug, Clone, PartialEq)]
pub struct FirstStart;
impl FirstStart {
    pub fn new(_: &Settings, _: PathBuf) -> Self {
        Self
    }
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
    pub fn probed(&mut self, _: &Path, _: Finding) {}
    pub fn not_ready(&mut self) {}
    pub fn started(&mut self) -> Vec<Step> {
        vec![]
    }
}
