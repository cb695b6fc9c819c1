//! The guide that staff are trained with, walked line by line in a real terminal: the real program, a real file, and
//! a mail server that takes the invite.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::{Desk, Home, Window, key};
use crate::mail_server::{MailServer, Script};

/// Every line of the guide that tells somebody to do or to check something, with the test that covers it. Lines that
/// repeat another's words stand once.
const COVERED: [(&str, &str); 41] = [
    ("Add spouses, assistants, bookkeepers, and other people who help manage a customer's account.", GUIDE),
    ("Open the correct main customer record first.", "every_key_answers_and_the_row_says_why"),
    ("Have the additional person's first name and last name ready.", ALL_PROBLEMS),
    ("Add an email address if they should receive messages or have portal access.", ALL_PROBLEMS),
    ("Decide whether this person should be the primary contact.", "who_stops_being_primary_is_said"),
    ("Decide which types of messages this person should receive.", "a_choice_by_hand_is_never_overwritten"),
    ("Open Contacts.", GUIDE),
    ("Search for the customer who owns the account.", GUIDE),
    ("Click the customer row or View Details.", GUIDE),
    ("Scroll down to the Contacts section.", GUIDE),
    ("In the Contacts section, click Add Contact.", GUIDE),
    ("Fill in First Name and Last Name. These fields are required.", ALL_PROBLEMS),
    (
        "Add an email address if this person should receive messages, invoices, contracts, or portal access.",
        "emails_that_are_none_are_refused_in_words",
    ),
    ("Add a phone number if your team may call or text them.", "an_edit_says_what_was_and_what_is_now"),
    ("Use Role to explain who this person is, such as spouse, assistant, bookkeeper, or other.", GUIDE),
    ("If you choose Other, add a clear role description.", ALL_PROBLEMS),
    (
        "Turn on Primary contact (main point of contact for this customer) only if this person should be your main \
         contact.",
        "who_stops_being_primary_is_said",
    ),
    (
        "Turn on Can access customer portal (login with their email) only if this person should sign in to the portal.",
        "turning_access_on_sends_nothing_and_says_what_to_press",
    ),
    ("Select only the message types this person should receive.", "a_choice_by_hand_is_never_overwritten"),
    ("For example, a bookkeeper may need Invoices but not Car Updates.", "a_bookkeeper_with_the_roles_proposal"),
    ("An assistant may need Scheduling but not Marketing.", "a_choice_by_hand_is_never_overwritten"),
    ("Click Add Contact to save the person under the customer record.", GUIDE),
    ("Find the customer in Contacts and open the detail page.", GUIDE),
    ("Click the edit action beside the additional contact.", GUIDE),
    ("Change the name, email, phone, role, portal access, or communication preferences.", GUIDE),
    ("Save the changes and confirm the contact row now shows the right information.", GUIDE),
    (
        "If Can access customer portal (login with their email) is turned on and the contact has an email address, you \
         can send that person their own portal invite.",
        "without_an_email_it_says_why_not",
    ),
    ("The contact should show Portal Access in the Access column.", GUIDE),
    (
        "Click the send action beside the contact. The system sends a sign-in email to that contact's email address.",
        GUIDE,
    ),
    ("Remove a contact only when the person should no longer be connected to the account.", GUIDE),
    ("Click the delete action beside the contact.", GUIDE),
    (
        "Confirm only after checking that this person no longer needs messages or portal access.",
        "the_question_names_the_person_and_what_ends",
    ),
    ("| Spouse or partner | Spouse | Scheduling, Car Updates, Contracts |", PROPOSALS),
    ("| Assistant | Assistant | Scheduling, Car Updates |", PROPOSALS),
    ("| Bookkeeper | Bookkeeper | Invoices, Estimates |", PROPOSALS),
    ("| Vehicle manager | Other | Scheduling, Car Updates, Contracts |", PROPOSALS),
    ("After adding additional contacts, review the main customer record:", REVIEW),
    ("The correct person is marked primary, if needed.", "the_correct_person_is_marked_primary"),
    ("Only the right people have portal access.", "only_the_right_people_have_portal_access"),
    ("Communication preferences match each person's role.", "communication_preferences_match_each_role"),
    (
        "The main customer still has the correct email and phone number.",
        "the_main_customer_still_has_the_correct_email_and_phone",
    ),
];
const GUIDE: &str = "the_whole_guide";
const ALL_PROBLEMS: &str = "all_problems_at_once_and_the_cursor_on_the_first";
const PROPOSALS: &str = "the_guides_examples_are_proposed";
const REVIEW: &str = "what_a_change_brings_is_said_at_once_and_leaves_the_list_when_it_is_mended";

const LIST: &str = "ref,first_name,last_name,company,email,phone\n\
    L1,,,Lopez Racing,office@lopez.example,(509) 555-0134\n\
    H1,Tom,Hale,,tom@hale.example,(509) 555-0160\n";

#[test]
fn every_line_is_covered_by_a_test_that_exists() {
    fn sources(folder: &Path, text: &mut String) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                sources(&entry, text);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                text.push_str(&fs::read_to_string(&entry).expect("a text"));
            }
        }
    }
    let mut text = String::new();
    for folder in ["src", "tests"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut text);
    }
    for (line, test) in COVERED {
        assert!(text.contains(&format!("fn {test}()")), "no test is called {test}, which covers {line:?}");
    }
}

#[test]
fn the_whole_guide() {
    for window in [Window::WIDE, Window::USUAL, Window::CONSOLE] {
        walk(window);
    }
}

fn walk(window: Window) {
    let server = MailServer::start(Script::default());
    let home = Home::with_customers(LIST);
    home.configure(&server.configuration());
    let mut desk = Desk::open(&home, window);

    // Open Contacts, find the main customer, open the customer detail page, scroll to Contacts.
    desk.typed("0134");
    desk.wait_for("1 of 2 customers");
    desk.typed(key::ENTER);
    desk.wait_for("a Add Contact");
    desk.typed("c");
    desk.wait_for("[c Contacts 0]");

    // Add an additional contact: a bookkeeper, with the messages that the role proposes.
    desk.typed("a");
    desk.wait_for("These fields are required");
    desk.typed("Beatriz\tQuill\tbea@ledger.example\t5095550191\tb");
    desk.wait_for("proposed for Bookkeeper");
    desk.typed(key::F2);
    desk.wait_for("Added Beatriz Quill");
    let bea = contact(&home);
    assert_eq!(bea["role"], "Bookkeeper");
    assert_eq!(bea["preferences"], serde_json::json!(["Invoices", "Estimates"]));
    assert_eq!(bea["portal_access"], false);

    // Edit: the phone, then portal access; the row shows it.
    desk.typed("e\t\t\t5095550192");
    desk.typed(key::F2);
    desk.wait_for("is now (509) 555-0192");
    desk.typed("e\t\t\t\t\t\t ");
    desk.wait_for("[x] Can access customer portal (login with their email)");
    desk.typed(key::F2);
    desk.wait_for("Portal Access is on, no invite sent yet");
    desk.wait_for("Beatriz Quill Bookkeeper");

    // Send a portal invite; the desk stays at work, and the row says when it was sent.
    desk.typed("i");
    desk.wait_for_question("The system sends a sign-in email to that address");
    desk.typed(key::ENTER);
    desk.wait_for("link valid until");
    let letter = server.wait_for(1, Duration::from_secs(5)).remove(0);
    assert_eq!(letter.to, ["bea@ledger.example"]);
    assert!(letter.data.contains("https://portal.riverside.example/sign-in?token="), "{}", letter.data);
    assert!(letter.data.contains("Riverside Auto"));
    assert_eq!(contact(&home)["invite"]["state"], "sent");

    // The link signs in once.
    let token = token_of(&letter.data);
    assert_eq!(home.redeem(&token)["ok"], true);
    assert_eq!(home.redeem(&token)["reason"], "used");
    desk.wait_for("signed in");

    // Remove, and take it back.
    desk.typed("d");
    desk.wait_for_question("Remove Beatriz Quill from Lopez Racing?");
    desk.typed("y");
    desk.wait_for("Removed Beatriz Quill");
    assert_eq!(contact(&home), Value::Null);
    desk.typed("u");
    desk.wait_for("Undone: Beatriz Quill is back, without portal access");
    assert_eq!(contact(&home)["portal_access"], false);

    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
    assert_eq!(desk.modes_left_on(), Vec::<&str>::new());
}

/// The first contact of Lopez Racing, as the export has it.
fn contact(home: &Home) -> Value {
    let everything = home.export();
    let customers = everything["customers"].as_array().expect("customers").clone();
    let lopez = customers.into_iter().find(|customer| customer["ref"] == "L1").expect("Lopez Racing");
    lopez["contacts"].get(0).cloned().unwrap_or(Value::Null)
}

/// The token of the link, out of a quoted-printable or plain part.
fn token_of(letter: &str) -> String {
    let plain = letter.replace("=\r\n", "").replace("=3D", "=");
    let after = plain.split("sign-in?token=").nth(1).expect("a link");
    after.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}
