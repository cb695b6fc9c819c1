//! Key scripts: `smi<Down><Enter>a`.

use frontdesk::app::key::Key;

/// The keys of a script; a name that is no key is a mistake in the story.
pub fn keys(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|inner| inner.split_once('>')) {
            keys.push(named(name));
            rest = after;
        } else {
            keys.push(Key::Char(first));
            rest = &rest[first.len_utf8()..];
        }
    }
    keys
}

fn named(name: &str) -> Key {
    match name {
        "Enter" => Key::Enter,
        "Esc" => Key::Esc,
        "Tab" => Key::Tab,
        "BackTab" => Key::BackTab,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "Space" => Key::Char(' '),
        _ => match (name.strip_prefix("Ctrl-"), name.strip_prefix('F')) {
            (Some(letter), _) => Key::Ctrl(letter.chars().next().expect("a letter")),
            (None, Some(number)) => Key::F(number.parse().expect("a number")),
            (None, None) => panic!("{name} is no key"),
        },
    }
}
