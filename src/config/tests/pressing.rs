//! A shop's own keys: translated, and a wrong wish pointed at.

use super::*;

#[test]
fn keys_are_translated_where_they_are_pressed_and_back_where_they_are_printed() {
    let keys =
        Desk::with("[keys]\ncustomer.edit = \"B\"\ncustomer.remove = [\"e\", \"Ctrl-D\"]\neverywhere.help = \"f4\"\n")
            .load()
            .expect("three wishes")
            .keys;
    let (pressed, own) = (Key::Char('e'), Key::Char('d'));
    assert_eq!(keys.meant("customer", pressed), Some(own), "taken over from another command");
    assert_eq!(keys.meant("customer", Key::Char('E')), Some(own));
    assert_eq!(keys.meant("customer", Key::Char('b')), Some(Key::Char('e')));
    assert_eq!(keys.meant("customer", Key::Enter), Some(Key::Enter), "keys that choose stay");
    assert_eq!(keys.meant("customer", own), None, "given away");
    assert_eq!(keys.meant("contacts", own), Some(own), "on this screen only");
    assert_eq!(keys.meant("contacts", Key::F(4)), Some(Key::F(1)));
    assert_eq!(keys.meant("contacts", Key::F(1)), None);
    assert_eq!(keys.printed("customer", own), pressed);
    assert_eq!(keys.chosen("customer", &[Key::Char('e'), Key::Enter]), [Key::Char('b'), Key::Enter]);
    assert_eq!(keys.chosen("contacts", &[Key::Enter]), [Key::Enter]);
    let desk = Desk::with("[keys]\ncustomer.edit = \"b\"\n");
    let shown = desk.ask(shown).expect("right").into_iter().find(|setting| setting.key == "keys.customer.edit");
    assert_eq!(shown.and_then(|setting| setting.value).as_deref(), Some("[\"b\"]"));
}

#[test]
fn a_wrong_key_is_pointed_at() {
    for (config, words) in [
        ("customr.edit = \"b\"", "2:1: no screen is called `customr`: did you mean `customer`?"),
        ("customer.edti = \"b\"", "2:10: unknown command `edti`: did you mean `edit`?"),
        ("customer.outbox = \"b\"", "2:10: `outbox` belongs under [keys.contacts]"),
        ("customer.zzz = \"b\"", "2:10: unknown command `zzz`. There are edit, remove"),
        (
            "customer.edit = \"Ctl-N\"",
            "2:17: edit: there is no key `Ctl-N`; write a key as the help prints it, as in \"e\" or \"Ctrl-N\", or several \
             as in [\"i\", \"F9\"]",
        ),
        (
            "customer.edit = \"Enter\"",
            "2:17: edit: Enter is no choice: it means the same everywhere and cannot be given away",
        ),
        (
            "contacts.outbox = \"o\"",
            "2:19: outbox: o is no choice: on this screen it is typed; choose an F-key, or Ctrl and a letter",
        ),
        ("customer.edit = \"7\"", "2:17: edit: 7 is no choice: digits begin a search"),
        (
            "customer.edit = \"d\"",
            "2:17: edit: d is the key of `remove` under [keys.customer] already; give that another one, or choose \
             another here",
        ),
        (
            "everywhere.help = \"F7\"",
            "2:19: help: F7 is the key of `outbox` under [keys.contacts] already; give that another one, or choose \
             another here",
        ),
        (
            "customer.edit = 3",
            "2:17: edit: write a key as the help prints it, as in \"e\" or \"Ctrl-N\", or several as in [\"i\", \"F9\"]",
        ),
        ("customer = 3", "2:1: write [keys.customer] or another screen on a line of its own, and its commands below"),
    ] {
        assert_eq!(
            first_line(&Desk::complaint(&format!("[keys]\n{config}\n"))),
            format!("config.toml:{words}"),
            "{config}"
        );
    }
}
