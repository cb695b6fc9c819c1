//! Letters and what becomes of them: at a good mail server, at every bad one, in a folder, and on paper.

mod letters;
mod naming;
mod servers;

use frontdesk::domain::email::{Email, Mailbox};
use frontdesk::domain::preference::{MessageType, Preferences};
use frontdesk::mail::{Facts, Letter, Letters};

/// What a letter to Beatriz says.
pub fn facts() -> Facts {
    Facts {
        from: Mailbox::parse("Riverside Auto <desk@riverside.example>").expect("a sender"),
        reply_to: Mailbox::parse("office@riverside.example").ok(),
        to: Email::parse("bea@ledger.example").expect("an address"),
        message_id: "0f3c-1@riverside.example".to_owned(),
        date: "2026-11-20T18:32:00Z".parse().expect("a moment"),
        shop_name: "Riverside Auto".to_owned(),
        shop_phone: Some("(509) 555-0100".to_owned()),
        contact_name: "Beatriz Quiñones".to_owned(),
        customer_name: "Lopez Racing".to_owned(),
        invited_by: "ana".to_owned(),
        link: "https://portal.example.com/sign-in?token=t0ken-T0KEN&shop=1".to_owned(),
        code: "K7MQ-2XWD".to_owned(),
        valid_until: "Friday 27 November, 17:00".to_owned(),
        preferences: [MessageType::Invoices, MessageType::Estimates].into_iter().collect::<Preferences>(),
    }
}

/// The built-in letter with those facts.
pub fn letter() -> Letter {
    Letters::load(None).and_then(|letters| letters.render(&facts())).expect("a letter")
}
