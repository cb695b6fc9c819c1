//! The keyboard: what the terminal sends, as the program's own keys.

use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};

use crossterm::event::{
    self, Event as Sent, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use crate::app::key::Key;
use crate::app::spot::Wheel;
use crate::app::vocabulary::Event;
use crate::ui::spots::Spots;

/// More than this of one paste is left out: no field takes so much.
const PASTE_LIMIT: usize = 1 << 20;

/// Reads keys until the terminal is gone, which is told as the end of the program.
pub fn read(inbox: &Sender<Event>, spots: &Mutex<Spots>) {
    // Once the terminal is gone the library waits at full speed (crossterm #793), but not for long: that it is gone is
    // told by the thread that watches for it.
    while let Ok(sent) = event::read() {
        if understood(sent, spots).is_some_and(|event| inbox.send(event).is_err()) {
            return;
        }
    }
    end(inbox);
}

fn understood(sent: Sent, spots: &Mutex<Spots>) -> Option<Event> {
    match sent {
        Sent::Key(key) => translate(key).map(Event::KeyPressed),
        Sent::Paste(text) => Some(Event::Pasted(cut(text))),
        // The size is read when its signal arrives: see signals.rs.
        Sent::Mouse(mouse) => pointed(mouse, spots),
        Sent::Resize(..) | Sent::FocusGained | Sent::FocusLost => None,
    }
}

/// What was clicked is what stood there when it was clicked, whatever is drawn before it is heard.
fn pointed(mouse: MouseEvent, spots: &Mutex<Spots>) -> Option<Event> {
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            let spots = spots.lock().unwrap_or_else(PoisonError::into_inner);
            spots.at(mouse.column, mouse.row).map(Event::Clicked)
        }
        MouseEventKind::ScrollUp => Some(Event::Scrolled(Wheel::Up)),
        MouseEventKind::ScrollDown => Some(Event::Scrolled(Wheel::Down)),
        _ => None,
    }
}

/// Waits until the other end of the terminal is gone (a line that dropped, a window that was closed), which is told
/// as the end of the program. A thread of its own, because the reader may be in the middle of a key.
pub fn watch_for_hang_up(inbox: &Sender<Event>) {
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    let tty = rustix::stdio::stdin();
    loop {
        let mut watched = [PollFd::new(&tty, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_) if !watched[0].revents().intersects(gone) => {}
            Err(Errno::INTR) => {}
            Ok(_) | Err(_) => return end(inbox),
        }
    }
}

fn end(inbox: &Sender<Event>) {
    // Nobody hears it when the program is leaving already.
    inbox.send(Event::Ended).ok();
}

/// A key as the program understands it; `None` for those that mean nothing to it.
fn translate(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    // Esc and then a key typed fast arrive as one with Alt: the Esc counts, the key was not meant for what follows.
    if key.modifiers.contains(KeyModifiers::ALT)
        && matches!(key.code, KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace | KeyCode::Esc)
    {
        return Some(Key::Esc);
    }
    let key = match key.code {
        KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::CONTROL) => match c.to_ascii_lowercase() {
            // As some PuTTYs send Backspace, and as a newline arrives in a paste without brackets.
            'h' => Key::Backspace,
            'j' => Key::Enter,
            letter @ 'a'..='z' => Key::Ctrl(letter),
            _ => return None,
        },
        KeyCode::Char(_) if key.modifiers.intersects(KeyModifiers::SUPER | KeyModifiers::META) => return None,
        KeyCode::Char(c) if c.is_control() => return None,
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::F(n) => Key::F(n),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    };
    Some(key)
}

fn cut(mut text: String) -> String {
    if text.len() > PASTE_LIMIT {
        let end = (0..=PASTE_LIMIT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        translate(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn keys_as_terminals_really_send_them() {
        let none = KeyModifiers::NONE;
        assert_eq!(typed(KeyCode::Char('Ü'), KeyModifiers::SHIFT), Some(Key::Char('Ü')));
        assert_eq!(typed(KeyCode::Char('i'), KeyModifiers::ALT), Some(Key::Esc), "a fast Esc, i");
        assert_eq!(typed(KeyCode::Enter, KeyModifiers::ALT), Some(Key::Esc));
        assert_eq!(typed(KeyCode::Char('h'), KeyModifiers::CONTROL), Some(Key::Backspace));
        assert_eq!(typed(KeyCode::Char('j'), KeyModifiers::CONTROL), Some(Key::Enter));
        assert_eq!(typed(KeyCode::Char('Q'), KeyModifiers::CONTROL), Some(Key::Ctrl('q')));
        assert_eq!(typed(KeyCode::Char(' '), KeyModifiers::CONTROL), None);
        assert_eq!(typed(KeyCode::Tab, KeyModifiers::SHIFT), Some(Key::BackTab));
        assert_eq!(typed(KeyCode::Char('\u{9b}'), none), None, "a control character is no key");
        assert_eq!(typed(KeyCode::Insert, none), None);
        let released = KeyEvent { kind: KeyEventKind::Release, ..KeyEvent::new(KeyCode::Enter, none) };
        assert_eq!(translate(released), None);
    }

    #[test]
    fn a_paste_is_cut_between_characters() {
        let cut = cut("ü".repeat(PASTE_LIMIT));
        assert_eq!(cut.len(), PASTE_LIMIT);
        assert_eq!(super::cut("x".to_owned() + &"ü".repeat(PASTE_LIMIT)).len(), PASTE_LIMIT - 1);
    }
}
