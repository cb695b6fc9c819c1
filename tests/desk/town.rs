//! The town of the stories: those of screens.md, by name.

use frontdesk::domain::car::CarDetails;
use frontdesk::domain::contact::ContactDetails;
use frontdesk::domain::customer::{CustomerDetails, CustomerId};
use frontdesk::domain::deed::{Deed, SamePerson};
use frontdesk::domain::email::Email;
use frontdesk::domain::phone::{Phone, Region};
use frontdesk::domain::preference::Preferences;
use frontdesk::domain::role::RoleBook;

use super::Desk;

pub fn build(desk: &mut Desk) {
    let lopez =
        customer(desk, ("", "", "Lopez Racing"), "office@lopez.example", "(509) 555-0134", "Keys in the left drawer.");
    car(desk, lopez, 2019, "Mazda", "MX-5", "XYZ4471");
    car(desk, lopez, 1988, "Porsche", "911", "OKG1234");
    let maria = contact(("Maria", "Lopez"), "maria@lopez.example", "(509) 555-0171", "Spouse");
    add(desk, lopez, ContactDetails { primary: true, portal_access: true, ..maria });
    let bea = contact(("Beatriz", "Quiñones"), "bea@ledger.example", "(509) 555-0191", "Bookkeeper");
    add(desk, lopez, ContactDetails { portal_access: true, ..bea });
    let tom = contact(("Tom", "Hale"), "", "(509) 555-0160", "Other");
    add(desk, lopez, ContactDetails { role_description: Some("Vehicle manager".into()), ..tom });
    for (phone, email, model, plate) in [
        ("(509) 555-0172", "john@smith.example", "MX-5", "JSM4471"),
        ("(509) 555-0173", "js@post.example", "Civic", "ABC1111"),
    ] {
        let smith = customer(desk, ("John", "Smith", ""), email, phone, "");
        car(desk, smith, 2015, "", model, plate);
    }
    let garcia = customer(desk, ("Ana", "Garcia", ""), "ana@garcia.example", "(213) 555-0144", "");
    add(desk, garcia, contact(("John", "Smith"), "", "", "Assistant"));
    customer(desk, ("Siobhán", "O'Brien", ""), "siobhan@obrien.example", "(509) 555-0102", "");
}

pub fn customer(
    desk: &mut Desk,
    (first, last, company): (&str, &str, &str),
    email: &str,
    phone: &str,
    notes: &str,
) -> CustomerId {
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let details = CustomerDetails {
        first_name: first.into(),
        last_name: last.into(),
        company: filled(company),
        email: filled(email).map(Email::kept),
        phone: Phone::read(phone, Region::US),
        notes: filled(notes),
        preferences: Preferences::CUSTOMER,
    };
    desk.perform(&Deed::AddCustomer { details }).expect("a customer").customer
}

pub fn car(desk: &mut Desk, customer: CustomerId, year: u16, make: &str, model: &str, plate: &str) {
    let details = CarDetails {
        year: Some(year),
        make: (!make.is_empty()).then(|| make.to_owned()),
        model: Some(model.to_owned()),
        plate: Some(plate.to_owned()),
    };
    desk.perform(&Deed::AddCar { customer, details }).expect("a car");
}

/// Somebody with the preferences that the role proposes.
pub fn contact((first, last): (&str, &str), email: &str, phone: &str, role: &str) -> ContactDetails {
    let description = if role == "Other" { "Vehicle manager" } else { "" };
    ContactDetails {
        first_name: first.into(),
        last_name: last.into(),
        email: (!email.is_empty()).then(|| Email::kept(email.to_owned())),
        phone: Phone::read(phone, Region::US),
        role: Some(role.into()),
        preferences: RoleBook::of_the_guide().proposal(role, description).unwrap_or_default(),
        ..ContactDetails::default()
    }
}

pub fn add(desk: &mut Desk, customer: CustomerId, details: ContactDetails) {
    desk.perform(&Deed::AddContact { customer, details, same_person: SamePerson::NotAsked, primary_seen: None })
        .expect("a contact");
}
