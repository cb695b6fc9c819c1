//! Terminals × sizes × locales, each walked through the main flow: no stray byte, and the modes restored.

use super::{Desk, Home, Window, key, torture};

const LIST: &str = "ref,first_name,last_name,company,email,phone\n\
    L1,,,Lopez Racing,office@lopez.example,(509) 555-0134\n\
    Q1,Lucía,Ferrer,,lucia@ferrer.example,(509) 555-0160\n";
const TERMS: [&str; 7] = ["xterm-256color", "linux", "vt100", "screen", "tmux-256color", "putty", "rxvt"];
const SIZES: [(u16, u16); 4] = [(80, 24), (60, 16), (120, 34), (200, 50)];

#[test]
fn every_terminal_at_every_size_in_every_locale() {
    let mut walked = 0;
    for (place, term) in TERMS.into_iter().enumerate() {
        for (size, (columns, lines)) in SIZES.into_iter().enumerate() {
            for locale in ["C.UTF-8", "C"] {
                // Each term, size and locale at least once; all of them together take a minute.
                if torture()
                    || (place % SIZES.len() == size && (place + size) % 2 == usize::from(locale == "C"))
                    || size == place
                {
                    walk(Window { term, columns, lines }, locale);
                    walked += 1;
                }
            }
        }
    }
    assert!(walked >= TERMS.len());
}

fn walk(window: Window, locale: &'static str) {
    let home = Home::with_customers(LIST).in_locale(locale);
    let mut desk = Desk::open(&home, window);
    desk.typed("ferrer");
    desk.wait_for("1 of 2 customers");
    desk.typed(key::ENTER);
    desk.wait_for("a Add Contact");
    desk.typed("aVal\tReed");
    desk.typed(key::F2);
    desk.wait_for("Added Val Reed");
    let name = if locale == "C" { "Lucia Ferrer" } else { "Lucía Ferrer" };
    assert!(desk.words().contains(name), "{window:?} {locale}: {}", desk.words());
    // What is typed twice and taken back leaves nothing.
    desk.typed(key::END);
    desk.typed(key::UP);
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0, "{window:?} {locale}");
    assert_eq!(desk.modes_left_on(), Vec::<&str>::new(), "{window:?} {locale}");
    let bytes = desk.bytes();
    if locale == "C" {
        assert!(bytes.is_ascii(), "{window:?}: not ASCII");
    }
    // A control character that is no part of a sequence would be a stray one.
    let stray = bytes.iter().find(|byte| matches!(byte, 0..=6 | 9 | 11 | 12 | 16..=26 | 28..=31 | 127));
    assert_eq!(stray, None, "{window:?} {locale}");
}
