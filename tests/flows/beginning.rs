//! The first day: no file yet, then a file without a customer.

use frontdesk::app::vocabulary::{Event, Finding};

use super::picture;
use crate::desk::Desk;

fn found(desk: &mut Desk, path: &str, finding: Finding) {
    desk.happens(Event::PlaceProbed { path: path.into(), finding });
}

/// The configuration was wrong, was corrected, and is read again.
#[test]
fn a_fault_of_the_configuration_is_not_said_any_more_once_it_is_read_again() {
    let mut desk = Desk::new();
    desk.happens(Event::SettingsWrong("config.toml:2:1: unknown key `shop_nam`: did you mean `shop_name`?".to_owned()));
    let said = desk.running_text();
    assert!(said.contains("did you mean `shop_name`? This desk goes on as it was"), "{}", desk.picture());
    desk.keys("<F5>");
    assert!(!desk.picture().contains("shop_nam"), "{}", desk.picture());
    let same = desk.app.settings.clone();
    desk.happens(Event::SettingsRead(Box::new(same)));
    assert!(desk.picture().contains("Read again: nothing is new in the configuration."), "{}", desk.picture());
}

#[test]
fn the_first_start_says_what_it_found_and_what_it_will_make() {
    let mut desk = Desk::without_a_file();
    found(&mut desk, "/home/ines/.local/share/frontdesk/frontdesk.db", Finding::Nothing);
    picture!("first_start", desk);
    desk.keys("<Tab>/srv/shop.db");
    found(&mut desk, "/srv/shop.db", Finding::Customers(412));
    picture!("first_start_of_a_further_desk", desk);
    desk.keys("<Tab>");
    found(&mut desk, "/srv/shop.db", Finding::NotOurs);
    picture!("first_start_on_something_else", desk);
}

#[test]
fn the_mail_server_is_asked_for_on_a_page_of_its_own() {
    let mut desk = Desk::without_a_file();
    found(&mut desk, "/home/ines/.local/share/frontdesk/frontdesk.db", Finding::Nothing);
    desk.keys("<Ctrl-c>");
    assert!(desk.picture().contains("│ Nothing was written. "), "no invite waits yet: {}", desk.picture());
    desk.keys("<Esc><Tab><Tab><Right><F2>");
    picture!("mail_server", desk);
    desk.keys("<F2>");
    picture!("mail_server_required", desk);
    desk.keys("mail.riverside.example<Tab><Right><Tab><Tab>desk@riverside.example<Tab>desk<Tab>hunter2");
    picture!("mail_server_filled", desk);
    assert!(!desk.picture().contains("hunter2"));
    desk.keys("<F2>");
    picture!("mail_server_tried", desk);
    let late = desk.tried.take().expect("tried");
    desk.keys("x<Esc>");
    assert!(desk.picture().contains("The mail server is not tried any more."), "{}", desk.picture());
    let refused = |first| Event::MailTried {
        first: Box::new(first),
        outcome: Err("The mail server refuses the login (535). Nothing was written.".to_owned()),
    };
    desk.happens(refused(late));
    assert!(!desk.picture().contains("refuses"), "what comes late is not heard: {}", desk.picture());
    desk.keys("<F2>");
    let first = desk.tried.take().expect("tried again");
    desk.happens(refused(first));
    picture!("mail_server_refuses", desk);
    desk.keys("<Esc>");
    assert!(desk.picture().contains("Leave the mail server?"));
    let typed = "Not saved: mail.riverside.example, desk@riverside.example, desk, a ";
    assert!(desk.picture().contains(typed), "{}", desk.picture());
    desk.keys("<Esc><Ctrl-c>");
    assert!(desk.picture().contains("is not saved and would be lost."), "{}", desk.picture());
    desk.keys("<Esc><Esc>");
    desk.keys("y");
    assert!(desk.picture().contains("[ Mail server ]"));
}

#[test]
fn the_first_start_fits_the_smallest_window() {
    let mut desk = Desk::without_a_file();
    found(&mut desk, "/home/ines/.local/share/frontdesk/frontdesk.db", Finding::Nothing);
    desk.resize(60, 16);
    picture!("first_start_60x16", desk);
    desk.keys("<Tab><Tab><Right>");
    assert!(desk.picture().contains("(•) by the mail server of the shop  "), "{}", desk.picture());
}

#[test]
fn an_empty_file_says_how_the_first_customer_comes_in() {
    let mut desk = Desk::on_an_empty_file();
    desk.app.settings.database = "/srv/shop.db".into();
    desk.start(80, 24);
    picture!("empty_list", desk);
    let mut desk = desk.in_a_kiosk();
    desk.keys("<F5>");
    assert!(desk.picture().contains("ask whoever runs the server") && !desk.picture().contains("import"));
}
