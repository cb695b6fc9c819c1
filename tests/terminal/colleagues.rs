//! Two desks in two terminals on one file: what a colleague does is seen at once, and what does not concern this screen
//! sends nothing over its line.

use std::fs;
use std::time::Duration;

use frontdesk::domain::customer::CustomerId;
use rustix::process::Signal;

use super::{Desk, Home, Window, key};
use crate::desks::one_desk::OneDesk;

const HEAD: &str = "ref,first_name,last_name,company,email,phone\n";
const LIST: &str = "L1,,,Lopez Racing,office@lopez.example,(509) 555-0134\n\
    H1,Tom,Hale,,tom@hale.example,(509) 555-0160\n";
/// Longer than a desk takes to notice what others do.
const A_WHILE: Duration = Duration::from_millis(1500);

fn ana(home: &Home) -> Desk {
    let ana = Desk::start(home, Window::USUAL, &["--staff", "ana", "--desk", "desk 1"]);
    ana.wait_for("Enter View Details");
    ana
}

#[test]
fn who_edits_is_seen_and_no_longer_once_that_program_is_killed() {
    let home = Home::with_customers(&format!("{HEAD}{LIST}"));
    let mut ines = Desk::open(&home, Window::USUAL);
    ines.typed("lopez\r\x1b[H");
    ines.wait_for("Contacts > Lopez Racing");
    let mut ana = ana(&home);
    ana.typed("lopez\r");
    ana.wait_for("Contacts > Lopez Racing");
    ana.typed("\x1b[He");
    ana.wait_for("Lopez Racing > Edit");
    ines.wait_for("being edited by ana · desk 1 since");

    // Typing says nothing more, and sends nothing.
    ana.typed("\t\t\t\tx@y.example");
    ana.wait_for("x@y.example");
    assert_eq!(ines.written_within(A_WHILE), "");

    ana.signal(Signal::KILL);
    ana.wait_for_the_end();
    ines.wait_until_gone("being edited");
    ines.typed(key::CTRL_Q);
    ines.wait_for_the_end();
    let folder = home.path("shop.db.editing");
    assert_eq!(fs::read_dir(folder).expect("a folder").count(), 0, "nothing is left of it");
}

#[test]
fn what_does_not_concern_the_screen_sends_nothing() {
    let home = Home::with_customers(&format!("{HEAD}{LIST}"));
    let mut desk = Desk::open(&home, Window::USUAL);
    desk.typed("lopez\r");
    desk.wait_for("Contacts > Lopez Racing");
    let mut ana = OneDesk::at(&home.database(), 1);
    // The first look after opening has been taken.
    desk.written_within(A_WHILE);
    ana.changes_the_phone_of(CustomerId(2), "+15095550161");
    assert_eq!(desk.written_within(A_WHILE), "", "another customer was changed");
    ana.changes_the_phone_of(CustomerId(1), "+15095550135");
    desk.wait_for("(509) 555-0135");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
}
