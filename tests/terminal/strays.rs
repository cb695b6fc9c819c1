//! What a program writes that a terminal does not understand, or that it should not have been told.

use vt100::{Callbacks, Screen};

#[derive(Default)]
pub struct Strays(pub Vec<String>);

impl Strays {
    fn note(&mut self, what: &str) {
        self.0.push(what.to_owned());
    }
}

impl Callbacks for Strays {
    fn audible_bell(&mut self, _: &mut Screen) {
        self.note("a bell");
    }

    fn visual_bell(&mut self, _: &mut Screen) {
        self.note("a flash");
    }

    fn resize(&mut self, _: &mut Screen, _: (u16, u16)) {
        self.note("a change of the window");
    }

    fn set_window_icon_name(&mut self, _: &mut Screen, _: &[u8]) {
        self.note("a name for the window");
    }

    fn set_window_title(&mut self, _: &mut Screen, _: &[u8]) {
        self.note("a title");
    }

    fn paste_from_clipboard(&mut self, _: &mut Screen, _: &[u8]) {
        self.note("a look into the clipboard");
    }

    fn unhandled_char(&mut self, _: &mut Screen, character: char) {
        self.note(&format!("the character {character:?}"));
    }

    fn unhandled_control(&mut self, _: &mut Screen, byte: u8) {
        self.note(&format!("the control byte {byte:#x}"));
    }

    fn unhandled_escape(&mut self, _: &mut Screen, _: Option<u8>, _: Option<u8>, last: u8) {
        self.note(&format!("ESC {}", char::from(last)));
    }

    fn unhandled_csi(&mut self, _: &mut Screen, first: Option<u8>, _: Option<u8>, params: &[&[u16]], last: char) {
        self.note(&format!("CSI {:?} {params:?} {last}", first.map(char::from)));
    }

    fn unhandled_osc(&mut self, _: &mut Screen, params: &[&[u8]]) {
        self.note(&format!("OSC {params:?}"));
    }
}
