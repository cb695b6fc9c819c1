//! The shop's own keys, and the commands by their names.

use super::{Desk, Home, Window, key};

const LIST: &str = "ref,company\nL1,Lopez Racing\n";
const CTRL_X: &str = "\x18";

#[test]
fn keys_of_the_shop_act_and_are_printed() {
    let home = Home::with_customers(LIST);
    home.configure("[keys]\ncustomer.edit = 'b'\ncustomer.undo = 'z'\neverywhere.quit = 'Ctrl-X'\n");
    let mut desk = Desk::open(&home, Window::WIDE);
    desk.wait_for("Ctrl-X quit");
    desk.typed("lopez\r");
    desk.wait_for("a Add Contact");
    desk.typed("\x1b[H");
    desk.wait_for("b Edit");
    // In a sentence too.
    desk.typed("d");
    desk.wait_for("z brings it back");
    desk.typed(key::ESC);
    desk.wait_for_no("z brings it back");
    // The key that it had is none any more, and swallows what follows like every other that is none.
    desk.typed("e");
    desk.wait_for("e is no key here. / searches, ? lists the keys.");
    // Not swallowed, because it is no letter.
    desk.typed(key::CTRL_P);
    desk.wait_for("b, Enter Edit");
    desk.typed(key::CTRL_P);
    desk.wait_for_no("Commands of this screen");
    desk.typed("\r");
    desk.typed(CTRL_X);
    assert_eq!(desk.wait_for_the_end().code, 0);
}

#[test]
fn sentences_name_the_keys_of_the_shop() {
    let home = Home::with_customers(LIST);
    home.configure(
        "[keys]\ncontacts.new_customer = 'F7'\ncontacts.outbox = 'F6'\ncustomer.edit = 'b'\n\
         customer.add_contact = 'g'\nforms.save = 'F9'\nwho_gets_what.save = 'F9'\n",
    );
    let mut desk = Desk::open(&home, Window::WIDE);
    desk.typed("xyzzy");
    desk.wait_for("F7 New customer, with \"xyzzy\" filled in.");
    desk.typed("\x1b[18~");
    desk.wait_for("On the page that opens, g is Add Contact.");
    desk.typed("\x1b[Z\x1b[Z");
    desk.wait_for("Enter or F9 saves.");
    desk.typed(key::ESC);
    desk.wait_for_question("Leave");
    desk.typed("y");
    desk.wait_for_no("filled in");
    desk.typed("\x15lopez\r");
    desk.wait_for("g Add Contact");
    desk.typed("gTom\tHale\x1b[20~");
    desk.wait_for("Added Tom Hale.");
    desk.typed("i");
    desk.wait_for("Tom Hale has no email, so no invite can be sent. b adds one.");
    desk.typed("r");
    desk.typed(&key::DOWN.repeat(3));
    desk.wait_for("goes to Lopez Racing; there b corrects it");
    desk.typed("w");
    desk.wait_for("Nothing is saved before F9.");
}

#[test]
fn a_command_is_found_by_a_word_of_its_name() {
    let home = Home::with_customers(LIST);
    let mut desk = Desk::open(&home, Window::USUAL);
    desk.typed("lopez\r");
    desk.wait_for("a Add Contact");
    desk.typed(":");
    desk.wait_for("Commands of this screen");
    desk.typed("who gets");
    desk.wait_for_no("Copy phone");
    desk.typed("\r");
    desk.wait_for("Lopez Racing > Who gets what");
    // In a form, whose letters are typed.
    desk.typed(key::ESC);
    desk.wait_for("a Add Contact");
    desk.typed("aVal");
    desk.wait_for("First Name Val");
    desk.typed(key::CTRL_P);
    desk.typed("zzz");
    desk.wait_for("No command here is called that.");
    desk.typed(&key::BACKSPACE.repeat(3));
    desk.typed("quit\r");
    desk.wait_for_question("Quit frontdesk?");
    desk.typed("y");
    assert_eq!(desk.wait_for_the_end().code, 0);
}

#[test]
fn a_wrong_key_is_named_before_the_desk_opens() {
    let home = Home::with_customers(LIST);
    home.configure("[keys]\ncustomer.edit = 'd'\n");
    let desk = Desk::start(&home, Window::USUAL, &[]);
    desk.wait_for("d is the key of `remove` under [keys.customer] already");
    assert_eq!(desk.wait_for_the_end().code, 3);
}

#[test]
fn a_changed_configuration_counts_after_f5() {
    let home = Home::with_customers(LIST);
    let mut desk = Desk::open(&home, Window::WIDE);
    desk.wait_for("F10 quit");
    home.configure(
        "[keys]\neverywhere.quit = 'Ctrl-X'\n[screen]\nascii = true\nmouse = true\n[backup]\nkeep_days = 3\n",
    );
    desk.typed(key::F5);
    desk.wait_for(
        "The configuration has changed: from now on [screen] and [keys]; after the next start (Ctrl-X, then frontdesk) \
         [backup].",
    );
    desk.wait_for("Ctrl-X quit");
    desk.wait_for("> Lopez Racing");
    assert!(String::from_utf8_lossy(&desk.bytes()).contains("\x1b[?1000h"));

    home.configure("[screen]\ntheme = 'pink'\n");
    desk.typed(key::F5);
    desk.wait_for("theme: write one of \"dark\", \"light\", \"mono\". This desk goes on as it was");
    desk.typed(key::CTRL_Q);
    desk.typed(CTRL_X);
    assert_eq!(desk.wait_for_the_end().code, 0);
    assert_eq!(desk.modes_left_on(), Vec::<&str>::new());
}
