//! The first day: no file yet, then a file without a customer.

use frontdesk::app::vocabulary::{Event, Finding};

use super::picture;
use crate::desk::Desk;

fn found(desk: &mut Desk, path: &str, finding: Finding) {
    desk.happens(Event::PlaceProbed { path: path.into(), finding });
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
fn an_empty_file_says_how_the_first_customer_comes_in() {
    let mut desk = Desk::on_an_empty_file();
    desk.app.settings.database = "/srv/shop.db".into();
    desk.start(80, 24);
    picture!("empty_list", desk);
}
