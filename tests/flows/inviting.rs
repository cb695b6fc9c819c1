//! Sending, resending and revoking a portal invite.

use frontdesk::app::vocabulary::Event;
use frontdesk::domain::invite::{Delivery, InviteState};
use frontdesk::store::Outcome;
use jiff::SignedDuration;

use super::picture;
use crate::desk::Desk;

#[test]
fn from_the_row_to_sent_while_the_desk_goes_on() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i");
    picture!("send_invite_question", desk);
    desk.keys("<Enter>");
    picture!("invite_queued", desk);
    let parcel = desk.post(&Outcome::Delivered(Delivery::Smtp)).expect("a parcel");
    assert_eq!(parcel.invitation.email.as_str(), "bea@ledger.example");
    picture!("invite_sent", desk);
}

#[test]
fn pressed_twice_one_mail_goes() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>i");
    assert!(desk.picture().contains("already waiting to go out"));
    assert!(desk.post(&Outcome::Delivered(Delivery::Smtp)).is_some());
    assert!(desk.post(&Outcome::Delivered(Delivery::Smtp)).is_none());
}

#[test]
fn resend_says_when_the_last_went_out_and_asks() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    let first = desk.post(&Outcome::Delivered(Delivery::Smtp)).expect("a parcel");
    desk.pass(240).keys("i");
    picture!("resend_question", desk);
    desk.keys("<Enter>");
    assert!(desk.post(&Outcome::Delivered(Delivery::Smtp)).is_none(), "the default sends nothing");
    desk.keys("iy");
    let second = desk.post(&Outcome::Delivered(Delivery::Smtp)).expect("a parcel");
    assert_ne!(first.nonce, second.nonce, "the old link is dead");
}

#[test]
fn what_went_into_the_folder_was_written_and_the_new_link_is_told_from_the_old() {
    let mut desk = Desk::new();
    desk.app.settings.mail.delivery = Delivery::Folder;
    desk.keys("quinones<Enter>i<Enter>");
    assert!(desk.picture().contains(" The invite of Beatriz Quiñones is written as a file; its row says when. "));
    desk.post(&Outcome::Delivered(Delivery::Folder)).expect("a parcel");
    assert!(!desk.picture().contains("queued"), "nothing says any more that it waits:\n{}", desk.picture());
    desk.pass(240).keys("i");
    let asked = desk.picture();
    assert!(asked.contains("One was written 4 minutes ago (10:32) by ines. That link stops working."), "{asked}");
    assert!(asked.contains("The new link is valid until Mon 30 Nov 10:36."), "{asked}");
}

#[test]
fn without_access_it_offers_to_turn_it_on_and_send() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aEva<Tab>Stone<Tab>eva@stone.example<F2>i");
    picture!("turn_on_and_send", desk);
    desk.keys("y");
    let record = desk.record("garcia");
    let eva = record.contacts.iter().find(|contact| contact.details.first_name == "Eva").expect("Eva");
    assert!(eva.details.portal_access && eva.invite.is_some());
}

/// Turns access on for a contact of Lopez Racing who has none, without an invite.
fn with_access(desk: &mut Desk, first_name: &str, email: &str) {
    desk.keys(&format!("a{first_name}<Tab>Osei<Tab>{email}<Tab><Tab><Tab><Tab><Space><F2>"));
}

#[test]
fn everybody_who_was_never_invited_is_invited_in_one_act() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    desk.post(&Outcome::Refused("The mail server refuses this address. It said: 550 5.1.1 user unknown".into()));
    with_access(&mut desk, "Ken", "ken@osei.example");
    with_access(&mut desk, "Ama", "ama@osei.example");
    desk.keys("r<Down>");
    picture!("invite_all_offered", desk);
    desk.keys("i");
    picture!("invite_all_question", desk);
    // While the question stands, a colleague invites one of them.
    let mut ana = desk.colleague();
    ana.keys("ama osei<Enter>i<Enter>");
    desk.keys("y");
    picture!("invite_all_answer", desk);
    desk.keys("<Enter>");
    let mut sent = Vec::new();
    while let Some(parcel) = desk.post(&Outcome::Delivered(Delivery::Smtp)) {
        sent.push((parcel.invitation.email.to_string(), parcel.nonce));
    }
    assert_eq!(sent.len(), 2, "{sent:?}");
    assert_ne!(sent[0].1, sent[1].1, "each has a secret of its own");
    assert!(!desk.picture().contains("i Send"), "nobody is left");
    assert!(desk.keys("i").picture().contains("Nobody who has access waits for a first invite"));
}

#[test]
fn whoever_was_invited_meanwhile_by_a_file_was_written_to_and_not_sent_to() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>r<Down>i");
    let mut ana = desk.colleague();
    ana.keys("quinones<Enter>i<Enter>");
    ana.post(&Outcome::Delivered(Delivery::Folder));
    desk.keys("y");
    assert!(desk.picture().contains("Already invited, nothing sent: Beatriz Quiñones (written)"), "{}", desk.picture());
}

#[test]
fn the_safe_answer_invites_nobody() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>");
    with_access(&mut desk, "Ken", "ken@osei.example");
    desk.keys("r<Down>i<Enter>");
    assert!(desk.post(&Outcome::Delivered(Delivery::Smtp)).is_none());
}

#[test]
fn without_an_email_it_says_why_not() {
    let mut desk = Desk::new();
    desk.keys("tom hale<Enter>");
    assert!(desk.picture().contains("i Send invite: no email yet, e adds one"));
    desk.keys("i");
    assert!(desk.picture().contains("Tom Hale has no email, so no invite can be sent. e adds one."));
}

#[test]
fn a_refused_address_stands_on_the_row_with_the_servers_words() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    desk.post(&Outcome::Refused("The mail server does not know this mailbox: 550 5.1.1 user unknown".into()));
    picture!("invite_failed", desk);
    desk.keys("o");
    picture!("outbox", desk);
    let ended = "This link has ended. Enter, then i sends a new invite.";
    assert!(desk.keys("l").picture().contains(ended), "a key of other rows answers, too");
    desk.keys("<Enter>");
    assert!(desk.picture().contains("── Beatriz Quiñones · Bookkeeper"));
}

#[test]
fn what_holds_the_post_stands_once_and_marks_nobody() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    let now = desk.now().wall;
    let words = "The mail server mail.riverside.example does not answer on port 587 (connection refused). Nothing is \
                 lost: the invites wait here and go out by themselves.";
    desk.store.hold_post(words, now).expect("held");
    let held = desk.store.post_held(now).expect("the file answers");
    desk.happens(Event::PostHeld(held));
    desk.keys("<Esc><Esc>quinones<Enter>");
    picture!("post_held_on_the_page", desk);
    desk.keys("o");
    picture!("post_held_in_the_outbox", desk);
    desk.keys("i");
    assert_eq!(desk.store.post_held(now).expect("the file answers"), None, "who tries again lets the post go on");
}

#[test]
fn what_holds_only_this_desk_says_so() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    let words = "The letter /home/ines/letter/invite.txt, line 3, cannot be used: undefined value. Nothing is lost: no \
                 invite leaves from here until that is put right.";
    desk.happens(Event::HeldHere(Some(words.to_owned())));
    desk.keys("<Esc><Esc>quinones<Enter>");
    assert!(desk.picture().contains("! No invite leaves from here; nothing is lost.  o Outbox says why"));
    assert!(desk.picture().contains("waits until another desk sends it"), "{}", desk.picture());
    desk.keys("o");
    picture!("held_here_in_the_outbox", desk);
    desk.happens(Event::HeldHere(None));
    assert!(!desk.picture().contains("cannot be used") && desk.picture().contains("It goes out by itself"));
}

#[test]
fn an_invite_that_does_not_leave_from_here_is_not_said_to_go_out_by_itself() {
    let mut desk = Desk::new();
    desk.happens(Event::HeldHere(Some("The letter cannot be used.".to_owned())));
    desk.keys("quinones<Enter>i<Enter>");
    assert!(desk.picture().contains("The invite of Beatriz Quiñones waits until another desk sends it."));
    desk.happens(Event::HeldHere(None));
    assert!(desk.picture().contains("by ines, goes out by itself"));
}

#[test]
fn leaving_while_an_invite_is_being_sent_is_asked_about() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    let (author, now) = (desk.author.clone(), desk.now().wall);
    desk.store.claim_due(&author, now, SignedDuration::from_mins(2)).expect("the file answers").expect("one is due");
    desk.file_changed().keys("<Ctrl-q>");
    picture!("quit_while_sending", desk);
    desk.keys("<Enter>");
    assert!(!desk.left);
    desk.keys("o<Ctrl-q>y");
    assert!(desk.left);
}

#[test]
fn revoke_asks_and_ends_the_link() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    desk.post(&Outcome::Delivered(Delivery::Smtp));
    desk.keys("x");
    picture!("revoke_question", desk);
    desk.keys("y");
    assert!(desk.picture().contains("Revoked. The link of Beatriz Quiñones no longer works."));
    let record = desk.record("lopez");
    assert_eq!(record.contacts[1].invite.as_ref().map(|invite| invite.state), Some(InviteState::Revoked));
}

#[test]
fn the_link_is_shown_to_somebody_at_the_desk_and_that_is_recorded() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>ol");
    picture!("link_shown", desk);
    assert_eq!(desk.clipboard.len(), 1);
    assert_eq!(desk.record("lopez").history[0].act.word(), "link shown");
    desk.keys("<Esc><Esc>");
    assert!(desk.picture().contains("[c Contacts 3]"));
}

#[test]
fn copying_says_no_more_than_is_known() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>yt");
    assert_eq!(desk.clipboard, ["bea@ledger.example", "(509) 555-0191"]);
    assert!(desk.picture().contains("was sent to the clipboard, if this terminal allows it"));
}

#[test]
fn every_key_that_cannot_act_says_why_on_the_row() {
    let mut desk = Desk::new().colleague();
    desk.resize(200, 50);
    desk.keys("garcia<Enter>");
    let picture = desk.picture();
    for words in [
        "i Send invite: no email yet, e adds one",
        "x Revoke invite: none is open",
        "y Copy email: no email",
        "t Copy phone: no phone",
        "u Undo: nothing of yours",
    ] {
        assert!(picture.contains(words), "{words}: {picture}");
    }
    desk.keys("<Home>");
    let picture = desk.picture();
    assert!(picture.contains("m Make a contact: it has contacts"), "{picture}");
    assert!(!picture.contains("Send invite"), "no key without a meaning on the row: {picture}");
}
