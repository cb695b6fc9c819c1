//! Colours: as the flag says, else as `NO_COLOR` and `CLICOLOR` say, and never for what a program reads.

use super::{Desk, Home, Window, key};

/// Whether the program, started like this, sets a colour of the letters.
fn is_coloured(home: &Home, arguments: &[&str]) -> bool {
    let mut desk = Desk::start(home, Window::USUAL, arguments);
    desk.wait_for("Enter View Details");
    desk.typed(key::CTRL_Q);
    desk.wait_for_the_end();
    sets_a_colour(&desk.bytes())
}

/// Looks for a sequence that ends in `m` and names one of the colours of the letters.
fn sets_a_colour(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).split("\u{1b}[").skip(1).any(|sequence| {
        let end = sequence.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(sequence.len());
        sequence[end..].starts_with('m')
            && sequence[..end]
                .split(';')
                .any(|number| number.parse::<u8>().is_ok_and(|number| matches!(number, 30..=38 | 90..=97)))
    })
}

fn home() -> Home {
    Home::with_customers("ref,company,email\nL1,Lopez Racing,office@lopez.example\n")
}

#[test]
fn the_desk_is_coloured_unless_somebody_says_otherwise() {
    assert!(is_coloured(&home(), &[]));
    assert!(!is_coloured(&home(), &["--color", "never"]));
    assert!(!is_coloured(&home().with_variable("NO_COLOR", "1"), &[]));
    assert!(!is_coloured(&home().with_variable("CLICOLOR", "0"), &[]));
    assert!(is_coloured(&home().with_variable("NO_COLOR", ""), &[]), "an empty one says nothing (no-color.org)");
    assert!(is_coloured(&home().with_variable("NO_COLOR", "1"), &["--color", "always"]), "a flag over a variable");
}

#[test]
fn help_is_in_bold_on_a_terminal_unless_somebody_says_otherwise() {
    let says_bold = |home: &Home, arguments: &[&str]| {
        let desk = Desk::start(home, Window::USUAL, arguments);
        desk.wait_for_the_end();
        String::from_utf8_lossy(&desk.bytes()).contains("\u{1b}[1m")
    };
    assert!(says_bold(&Home::empty(), &["--help"]));
    assert!(!says_bold(&Home::empty().with_variable("NO_COLOR", "1"), &["--help"]));
    assert!(!says_bold(&Home::empty().with_variable("CLICOLOR", "0"), &["--help"]));
    assert!(!says_bold(&Home::empty(), &["--color", "never", "--help"]));
    assert!(!says_bold(&Home::empty(), &["import", "--help", "--color=never"]));
}
