//! Pastes as people make them: a whole person into First Name, many lines, a megabyte; and copies.

use super::picture;
use crate::desk::Desk;

const MARIA: &str = "Maria Lopez <maria@lopez.example> 555-0134";

#[test]
fn a_whole_person_is_offered_and_filled_in_when_asked_for() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>a").paste("Vera Abbott\nBookkeeper\nT: (509) 555-0148\nvera@abbott.example");
    picture!("person_offered", desk);
    desk.keys("<Ctrl-f>");
    picture!("person_filled_in", desk);
    desk.keys("b<F2>");
    let vera = desk.record("garcia").contacts[1].details.clone();
    assert_eq!((vera.first_name.as_str(), vera.last_name.as_str()), ("Vera", "Abbott"));
    assert_eq!(vera.email.map(|email| email.to_string()).as_deref(), Some("vera@abbott.example"));
    assert_eq!(vera.phone.map(|phone| phone.to_string()).as_deref(), Some("+15095550148"));
    assert_eq!(vera.role.as_deref(), Some("Bookkeeper"));
}

#[test]
fn it_is_never_filled_in_by_itself() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>a").paste(MARIA);
    desk.keys("<Tab>");
    assert!(!desk.picture().contains("Email              maria@"), "{}", desk.picture());
    assert!(desk.picture().contains("Ctrl-F fill in"), "the key stays: {}", desk.picture());
    desk.keys("<BackTab>M<Ctrl-f>");
    assert!(!desk.picture().contains("fill in"), "another name is another person: {}", desk.picture());
    assert!(desk.picture().contains("First Name         M "), "{}", desk.picture());
}

#[test]
fn a_phone_alone_goes_to_phone_and_leaves_the_name() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>e").paste("tel. (509) 555-0199");
    assert!(desk.picture().contains("Ctrl-F fills in Phone (509) 555-0199."), "{}", desk.picture());
    desk.keys("<Ctrl-f><F2>");
    let bea = desk.record("lopez").contacts[1].details.clone();
    assert_eq!(
        (bea.first_name.as_str(), bea.phone.map(|phone| phone.to_string())),
        ("Beatriz", Some("+15095550199".into()))
    );
}

#[test]
fn a_new_customer_is_filled_in_too() {
    let mut desk = Desk::new();
    desk.keys("<Ctrl-n>").paste("Abbott, Vera\tvera@abbott.example\t(509) 555-0148");
    picture!("customer_offered", desk);
    desk.keys("<Ctrl-f><F2>");
    assert!(desk.picture().contains("Contacts > Vera Abbott · (509) 555-0148"), "{}", desk.picture());
}

#[test]
fn a_paste_of_a_megabyte_is_cut_and_said_so() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>a").paste(&"Maria ".repeat(200_000));
    picture!("megabyte", desk);
}

/// Without bracketed paste every line ends with an Enter, which walks through the form and over its buttons.
#[test]
fn many_lines_without_brackets_save_and_send_and_remove_nothing() {
    let line = "Maria<Enter>";
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>a").burst(&line.repeat(40));
    assert_eq!(desk.record("garcia").contacts.len(), 1, "{}", desk.picture());
    picture!("pasted_without_brackets", desk);
    for place in ["", "v", "c", "h"] {
        let mut desk = Desk::new();
        desk.keys("quinones<Enter>").keys(place);
        let before = desk.record("lopez");
        desk.burst("Dear desk,<Enter>yes, remove it<Enter>y<Enter>d<Enter>y<Enter>iy<Enter>xy<Enter>");
        assert_eq!(desk.record("lopez"), before, "{}", desk.picture());
    }
}

#[test]
fn copies_go_to_the_clipboard_and_say_so() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>y");
    picture!("copied", desk);
    desk.keys("t<Home>yt<End>y");
    assert!(desk.picture().contains("There is no email on this row."), "{}", desk.picture());
    assert_eq!(desk.clipboard, ["bea@ledger.example", "(509) 555-0191", "office@lopez.example", "(509) 555-0134"]);
}
