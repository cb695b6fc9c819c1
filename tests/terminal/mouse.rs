//! The mouse is the terminal's, unless the configuration says otherwise; and then it is given back.

use rustix::process::Signal;

use super::{Desk, Home, Window, key};

const LIST: &str = "ref,company\nL1,Lopez Racing\nW1,Whitlock Farm\n";
const ASKED_FOR: &str = "\x1b[?1000h";

fn has(desk: &Desk, sequence: &str) -> bool {
    String::from_utf8_lossy(&desk.bytes()).contains(sequence)
}

#[test]
fn a_click_in_a_real_terminal() {
    let home = Home::with_customers(LIST);
    home.configure("[screen]\nmouse = true\n");
    let mut desk = Desk::open(&home, Window::USUAL);
    desk.wait_for("► Lopez Racing");
    // The second row, then the same once more.
    desk.typed("\x1b[<0;20;6M\x1b[<0;20;6m");
    desk.wait_for("► Whitlock Farm");
    desk.typed("\x1b[<0;20;6M\x1b[<0;20;6m");
    desk.wait_for("Contacts > Whitlock Farm");
    desk.typed("\x1b[<65;20;6M");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
    assert_eq!(desk.modes_left_on(), Vec::<&str>::new());
}

#[test]
fn it_is_not_asked_for_by_itself_and_given_back_on_every_way_out() {
    let home = Home::with_customers(LIST);
    let desk = Desk::open(&home, Window::USUAL);
    desk.signal(Signal::TERM);
    desk.wait_for_the_end();
    assert!(!has(&desk, ASKED_FOR));
    home.configure("[screen]\nmouse = true\n");
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let desk = Desk::open(&home, Window::USUAL);
        assert!(has(&desk, ASKED_FOR));
        desk.signal(signal);
        desk.wait_for_the_end();
        assert_eq!(desk.modes_left_on(), Vec::<&str>::new(), "after {signal:?}");
    }
}
