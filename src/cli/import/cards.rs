//! vCards: those of phones and address books become customers with the people they name; our own come back as they
//! were.

use std::collections::HashMap;
use std::io::{BufRead, Read};

use super::super::csv::Cells;
use super::super::text_file::TextFile;
use super::super::vcard::{self, Card, Property};
use super::people::{People, Person, Relation, names};
use crate::cli::export;
use crate::domain::preference::MessageType;
use crate::domain::text::{fold, tidy};

/// More than this is no address book.
const LARGEST: u64 = 256 * 1024 * 1024;
/// Android's numbers for relations, from 1.
const ANDROID: [&str; 14] = [
    "Assistant",
    "Brother",
    "Child",
    "Domestic partner",
    "Father",
    "Friend",
    "Manager",
    "Mother",
    "Parent",
    "Partner",
    "Referred by",
    "Relative",
    "Sister",
    "Spouse",
];
const ANDROID_RELATION: &str = "vnd.android.cursor.item/relation";

/// Whether a text is one of cards.
pub fn begins(text: &TextFile) -> Result<bool, String> {
    let mut first = String::new();
    text.reader()?.take(200).read_line(&mut first).map_err(|error| format!("{error}."))?;
    Ok(first.trim().eq_ignore_ascii_case("BEGIN:VCARD"))
}

/// Everybody in a file of cards.
pub fn people(text: &TextFile) -> Result<People, String> {
    if text.length() > LARGEST {
        return Err("it is larger than 256 MB.".to_owned());
    }
    let mut whole = String::new();
    text.reader()?.read_to_string(&mut whole).map_err(|error| format!("{error}."))?;
    let cards = vcard::read(&whole)?;
    let by_uid: HashMap<String, &Card> = cards.iter().filter_map(|card| Some((uid(card)?, card))).collect();
    let mut people = People::with(&text.warnings);
    let (ours, theirs): (Vec<&Card>, Vec<&Card>) = cards.iter().partition(|card| is_ours(card));
    for card in ours {
        let cells = of_ours(card);
        let is_contact = card.all(export::CUSTOMER).next().is_some();
        let (customer, contact) = if is_contact { (None, Some(cells)) } else { (Some(cells), None) };
        people.add_rows(card.line, customer, contact);
    }
    let mut read: Vec<(&Card, Person)> = theirs.into_iter().map(|card| (card, person(card, &by_uid))).collect();
    staff_to_their_company(&mut read);
    for (card, person) in read {
        people.add(card.line, uid(card), &person);
    }
    Ok(people)
}

/// Whoever has one of the guide's roles in a company that has a card itself belongs to it.
fn staff_to_their_company(people: &mut Vec<(&Card, Person)>) {
    let is_company = |person: &Person| !person.company.is_empty() && person.last_name.is_empty();
    let companies: HashMap<String, usize> = people
        .iter()
        .enumerate()
        .filter(|(_, (_, person))| is_company(person))
        .map(|(place, (_, person))| (fold(&person.company), place))
        .collect();
    let mut staff = Vec::new();
    for (place, (card, person)) in people.iter().enumerate() {
        let role = tidy(&card.text("ROLE"));
        let known = ["spouse", "assistant", "bookkeeper", "accountant"].contains(&fold(&role).as_str());
        if let Some(company) = companies.get(&fold(&person.company)).filter(|at| known && **at != place) {
            let name = format!("{}, {}", person.last_name, person.first_name);
            let (email, phone) = (person.email.clone(), person.phone.clone());
            staff.push((place, *company, Relation { name, email, phone, kind: role }));
        }
    }
    for (_, company, relation) in &staff {
        people[*company].1.relations.push(relation.clone());
    }
    for (place, _, _) in staff.iter().rev() {
        people.remove(*place);
    }
}

fn uid(card: &Card) -> Option<String> {
    let uid = card.text("UID");
    let uid = uid.trim().trim_start_matches("urn:uuid:");
    (!uid.is_empty()).then(|| uid.to_owned())
}

fn person(card: &Card, by_uid: &HashMap<String, &Card>) -> Person {
    let (first_name, last_name) = name(card);
    let company = card.all("ORG").next().and_then(|org| org.parts().into_iter().next()).unwrap_or_default();
    let mut notes: Vec<String> = card.all("NOTE").map(Property::text).map(|note| tidy(&note)).collect();
    let tags: Vec<String> = card.all("CATEGORIES").flat_map(Property::list).collect();
    for (what, words) in [("Title", card.text("TITLE")), ("Role", card.text("ROLE")), ("Tags", tags.join(", "))] {
        if !words.trim().is_empty() {
            notes.push(format!("{what}: {}", tidy(&words)));
        }
    }
    notes.retain(|note| !note.is_empty());
    // The card of a company repeats its name where a person's would be.
    let is_nobody = card.all("N").next().is_none_or(|name| name.parts().iter().all(String::is_empty));
    let is_company = is_nobody && fold(&card.text("FN")) == fold(&company);
    let (first_name, last_name) = if is_company { Default::default() } else { (first_name, last_name) };
    Person {
        first_name,
        last_name,
        company,
        email: card.preferred("EMAIL"),
        phone: card.preferred("TEL").trim_start_matches("tel:").to_owned(),
        notes,
        relations: relations(card, by_uid),
        // No spreadsheet has had it.
        spoiled: None,
    }
}

fn name(card: &Card) -> (String, String) {
    let parts = card.all("N").next().map(Property::parts).unwrap_or_default();
    let part = |place: usize| parts.get(place).map(|part| tidy(part)).unwrap_or_default();
    if part(0).is_empty() && part(1).is_empty() { names(&card.text("FN"), "") } else { (part(1), part(0)) }
}

/// Whom a card names as its people, in every way that programs have for it.
fn relations(card: &Card, by_uid: &HashMap<String, &Card>) -> Vec<Relation> {
    let named = |name: String, kind: &str| Relation { name, kind: kind.to_owned(), ..Relation::default() };
    let of_card = |other: &Card, kind: &str| {
        let (first, last) = name(other);
        Relation {
            name: format!("{last}, {first}"),
            email: other.preferred("EMAIL"),
            phone: other.preferred("TEL"),
            kind: kind.to_owned(),
        }
    };
    let mut found: Vec<Relation> = card.agents.iter().map(|agent| of_card(agent, "assistant")).collect();
    for property in &card.properties {
        let text = property.text();
        match property.name.as_str() {
            "RELATED" => {
                let kind = property.types().find(|kind| kind != "pref").unwrap_or_default();
                let uid = text.trim().trim_start_matches("urn:uuid:");
                match by_uid.get(uid) {
                    Some(other) => found.push(of_card(other, &kind)),
                    // An address elsewhere names nobody.
                    None if text.contains("://") || text.starts_with("urn:") || text.starts_with("mailto:") => {}
                    None => found.push(named(text, &kind)),
                }
            }
            "X-ABRELATEDNAMES" => {
                let label = card.all("X-ABLABEL").find(|label| label.group == property.group).map(Property::text);
                let label = label.unwrap_or_default();
                let kind = label.trim_start_matches("_$!<").trim_end_matches(">!$_");
                found.push(named(text, kind));
            }
            "X-ANDROID-CUSTOM" => {
                let parts = property.parts();
                let part = |place: usize| parts.get(place).cloned().unwrap_or_default();
                if part(0) == ANDROID_RELATION {
                    let kind = part(2).parse().ok().and_then(|number: usize| ANDROID.get(number.checked_sub(1)?));
                    found.push(named(part(1), kind.map_or(part(3).as_str(), |kind| kind)));
                }
            }
            "X-SPOUSE" | "X-EVOLUTION-SPOUSE" | "X-MS-SPOUSE" | "X-KADDRESSBOOK-X-SPOUSESNAME" => {
                found.push(named(text, "spouse"));
            }
            "X-ASSISTANT" | "X-EVOLUTION-ASSISTANT" | "X-MS-ASSISTANT" | "X-KADDRESSBOOK-X-ASSISTANTSNAME" => {
                found.push(named(text, "assistant"));
            }
            _ => {}
        }
    }
    found.retain(|relation| !relation.name.trim_matches([',', ' ']).is_empty());
    found
}

fn is_ours(card: &Card) -> bool {
    card.all(export::REFERENCE).chain(card.all(export::CUSTOMER)).next().is_some()
}

/// The row of a card that this program wrote.
fn of_ours(card: &Card) -> Cells {
    let (first_name, last_name) = {
        let parts = card.all("N").next().map(Property::parts).unwrap_or_default();
        (parts.get(1).cloned().unwrap_or_default(), parts.first().cloned().unwrap_or_default())
    };
    let mut cells: Cells = vec![
        ("first_name".to_owned(), first_name),
        ("last_name".to_owned(), last_name),
        ("email".to_owned(), card.text("EMAIL")),
        ("phone".to_owned(), card.text("TEL")),
    ];
    let gets = card.all(export::GETS).next().map(Property::list).unwrap_or_default();
    for message in MessageType::ALL {
        let gets_it = gets.iter().any(|label| label == message.label());
        cells.push((message.column().to_owned(), if gets_it { "yes" } else { "no" }.to_owned()));
    }
    let texts: &[(&str, &str)] = if card.all(export::CUSTOMER).next().is_some() {
        &[
            ("customer_ref", export::CUSTOMER),
            ("contact_ref", export::REFERENCE),
            ("role", "ROLE"),
            ("role_description", export::ROLE_DESCRIPTION),
            ("primary", export::PRIMARY),
            ("portal_access", export::ACCESS),
        ]
    } else {
        &[("ref", export::REFERENCE), ("company", "ORG"), ("notes", "NOTE")]
    };
    cells.extend(texts.iter().map(|(column, property)| ((*column).to_owned(), card.text(property))));
    for (number, car) in (1..).zip(card.all(export::CAR)) {
        let parts = car.parts();
        for (field, part) in ["year", "make", "model", "plate"].iter().zip(parts) {
            cells.push((format!("car{number}_{field}"), part));
        }
    }
    cells
}
