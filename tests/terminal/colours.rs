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

/// Whether a colour of the letters is set.
fn sets_a_colour(bytes: &[u8]) -> bool {
    sets(bytes, |number| matches!(number, 30..=38 | 90..=97))
}

/// Looks for a sequence that ends in `m` and has such a number.
fn sets(bytes: &[u8], is_meant: impl Fn(u8) -> bool) -> bool {
    String::from_utf8_lossy(bytes).split("\u{1b}[").skip(1).any(|sequence| {
        let end = sequence.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(sequence.len());
        sequence[end..].starts_with('m') && sequence[..end].split(';').any(|number| number.parse().is_ok_and(&is_meant))
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
fn a_theme_has_its_colours_and_no_background_is_ever_painted() {
    let shown = |screen: &str| {
        let home = home();
        home.configure(screen);
        let mut desk = Desk::start(&home, Window::USUAL, &[]);
        desk.wait_for("Enter View Details");
        desk.typed(key::CTRL_Q);
        desk.wait_for_the_end();
        let bytes = desk.bytes();
        assert!(!sets(&bytes, |number| matches!(number, 40..=49 | 100..=107)), "a background: {screen}");
        bytes
    };
    let (cyan, blue) = (36, 34);
    let dark = shown("");
    assert!(sets(&dark, |number| number == cyan) && !sets(&dark, |number| number == 90), "nor what is a background");
    let light = shown("[screen]\ntheme = 'light'\n");
    assert!(sets(&light, |number| number == blue) && !sets(&light, |number| number == cyan));
    assert!(!sets_a_colour(&shown("[screen]\ntheme = 'mono'\n")));
    assert!(sets(&dark, |number| number == 2), "faint is half as bright");
    let console = Home::with_customers("ref,company\nL1,Lopez Racing\n");
    let mut desk = Desk::start(&console, Window::CONSOLE, &[]);
    desk.wait_for("Enter View Details");
    desk.typed(key::CTRL_Q);
    desk.wait_for_the_end();
    assert!(!sets(&desk.bytes(), |number| number == 2), "but not on the Linux console, where it is nearly black");
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
