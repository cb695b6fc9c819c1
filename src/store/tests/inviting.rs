//! Invites in the outbox, their links and codes, and the portal that redeems them.

use super::*;

#[test]
fn an_invite_lives_its_life() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    let bea = ContactDetails { portal_access: false, ..with_access("Beatriz", "Quiñones", "bea@ledger.example") };
    shop.add(lopez, bea).expect("added");
    let bea = shop.contact(lopez, "Beatriz");
    assert!(matches!(shop.invite(&bea, false), Err(Refusal::CannotInvite { .. })));
    shop.invite(&bea, true).expect("queued");
    let bea = shop.contact(lopez, "Beatriz");
    assert!(matches!(shop.invite(&bea, false), Err(Refusal::CannotInvite { .. })), "pressed twice, one mail goes");

    let (author, key) = (shop.author.clone(), shop.store.key().expect("a key"));
    let lease = SignedDuration::from_mins(2);
    let parcel = shop.store.claim_due(&author, at(60), lease).expect("the file").expect("a parcel");
    assert!(shop.store.claim_due(&author, at(61), lease).expect("the file").is_none(), "claimed by one at a time");
    // A desk that dies leaves it to the next one, under the same Message-ID.
    let again = shop.store.claim_due(&author, at(300), lease).expect("the file").expect("taken over");
    assert_eq!((again.invitation.message_id.clone(), again.attempts), (parcel.invitation.message_id.clone(), 2));
    assert_eq!(
        shop.store.settle(&parcel, &Outcome::Delivered(Delivery::Smtp), &author, at(301)).expect("the file"),
        Settled::Overtaken
    );
    let deferred = Outcome::Deferred("450 greylisted".into());
    assert_eq!(shop.store.settle(&again, &deferred, &author, at(302)).expect("the file"), Settled::Queued);
    assert!(shop.store.claim_due(&author, at(303), lease).expect("the file").is_none(), "it waits");
    let third = shop.store.claim_due(&author, at(3000), lease).expect("the file").expect("due again");
    assert_eq!(
        shop.store.settle(&third, &Outcome::Delivered(Delivery::Smtp), &author, at(3001)).expect("the file"),
        Settled::Sent
    );
    assert_eq!(shop.contact(lopez, "Beatriz").invite.map(|invite| invite.state), Some(InviteState::Sent));

    let token = key.token(&third.nonce);
    let ask = |check, request: Option<&str>| Redeem {
        asked: Asked::Token(token.clone()),
        check,
        request: request.map(str::to_owned),
    };
    assert!(shop.store.redeem(&ask(true, None), &key, &author, at(3002)).expect("the file").is_ok());
    assert!(shop.store.redeem(&ask(false, Some("r1")), &key, &author, at(3003)).expect("the file").is_ok());
    assert!(shop.store.redeem(&ask(false, Some("r1")), &key, &author, at(3004)).expect("the file").is_ok());
    assert_eq!(shop.store.redeem(&ask(false, None), &key, &author, at(3005)).expect("the file"), Err(Denied::Used));
    assert_eq!(shop.store.access("BEA@ledger.example").expect("the file").len(), 1);
}

#[test]
fn a_code_is_locked_after_five_wrong_tries_and_the_link_is_not() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    shop.add(lopez, with_access("Maria", "Lopez", "maria@lopez.example")).expect("added");
    let maria = shop.contact(lopez, "Maria");
    shop.invite(&maria, false).expect("queued");
    let (author, key, nonce) = (shop.author.clone(), shop.store.key().expect("a key"), [shop.deeds; NONCE_BYTES]);
    let ask = |email: &str, code: &str| Redeem {
        asked: Asked::Code { email: email.into(), code: code.into() },
        check: false,
        request: None,
    };
    assert_eq!(
        shop.store.redeem(&ask("nobody@x.example", "AAAA"), &key, &author, at(9)).expect("the file"),
        Err(Denied::Unknown)
    );
    for _ in 0..5 {
        let wrong = shop.store.redeem(&ask("maria@lopez.example", "AAAA-AAAA"), &key, &author, at(9));
        assert_eq!(wrong.expect("the file"), Err(Denied::Unknown));
    }
    let right = ask("maria@lopez.example", &key.code(&nonce));
    assert_eq!(shop.store.redeem(&right, &key, &author, at(9)).expect("the file"), Err(Denied::Locked));
    let link = Redeem { asked: Asked::Token(key.token(&nonce)), check: false, request: None };
    assert!(shop.store.redeem(&link, &key, &author, at(9)).expect("the file").is_ok());
}

#[test]
fn a_changed_address_ends_the_link() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    shop.add(lopez, with_access("Maria", "Lopez", "maria@lopez.example")).expect("added");
    let maria = shop.contact(lopez, "Maria");
    shop.invite(&maria, false).expect("queued");
    let nonce = [shop.deeds; NONCE_BYTES];
    let email = Some(Email::kept("m@lopez.example".into()));
    shop.edit(&maria, ContactDetails { email, ..maria.details.clone() }).expect("saved");
    let (author, key) = (shop.author.clone(), shop.store.key().expect("a key"));
    let link = Redeem { asked: Asked::Token(key.token(&nonce)), check: false, request: None };
    assert_eq!(shop.store.redeem(&link, &key, &author, at(9)).expect("the file"), Err(Denied::Revoked));
    let cleared = ContactDetails { email: None, ..shop.contact(lopez, "Maria").details };
    assert!(matches!(shop.edit(&shop.contact(lopez, "Maria"), cleared), Err(Refusal::Rule { .. })));
}
