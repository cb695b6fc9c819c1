//! What counts, shown with who said it.

use super::*;

#[test]
fn every_value_is_shown_with_who_said_it() {
    let mut desk = Desk::with("shop_name = \"User\"\n\n[mail.smtp]\nhost = \"a.example\"\nport = 2525\n");
    desk.write("system.toml", b"shop_name = \"System\"\nregion = \"DE\"\n");
    desk.environment = vec![("FRONTDESK_DATABASE", "/env.db"), ("USER", "ana"), ("FRONTDESK_SMTP_PASSWORD", "hunter2")];
    desk.flags.desk = Some("desk 9".to_owned());
    let home = desk.home.path().display().to_string();
    let shown = desk.ask(shown).expect("it is right");
    let of = |key: &str| {
        let setting = shown.iter().find(|setting| setting.key == key).expect("every key is shown");
        (setting.value.clone().unwrap_or_default(), setting.said.to_string().replace(&home, "~"))
    };
    for (key, value, said) in [
        ("database", "\"/env.db\"", "FRONTDESK_DATABASE"),
        ("shop_name", "\"User\"", "~/config.toml:1"),
        ("region", "\"DE\"", "~/system.toml:2"),
        ("desk", "\"desk 9\"", "--desk"),
        ("(staff)", "\"ana\"", "the login name"),
        ("mail.smtp.port", "2525", "~/config.toml:5"),
        ("mail.smtp.security", "\"starttls\"", "default"),
        ("mail.reply_to", "", "default"),
        ("(password)", "\"…\"", "FRONTDESK_SMTP_PASSWORD"),
    ] {
        assert_eq!(of(key), (value.to_owned(), said.to_owned()), "{key}");
    }
    assert!(!format!("{shown:?}").contains("hunter2"));
}

#[test]
fn what_is_shown_says_the_same_as_a_file() {
    let said = "shop_name = \"Bob's \\\"Best\\\"\"\nshop_phone = \"(509) 555-0100\"\ntime_zone = \"Europe/Berlin\"\n\
                region = \"US\"\ndesk = \"desk 2\"\n[portal]\nsign_in_url = \"https://p.example/{token}\"\n\
                [mail]\nfrom = \"Bob <bob@a.example>\"\nreply_to = \"o@a.example\"\ndelivery = \"smtp\"\n\
                send_from = \"timer\"\ntemplates = \"letter\"\n[mail.smtp]\nhost = \"a.example\"\n\
                security = \"tls\"\nusername = \"bob\"\npassword_command = [\"pass\", \"a b\"]\nca_file = \"ca.pem\"\n";
    let desk = Desk::with(said);
    let again: Vec<String> = desk
        .ask(shown)
        .expect("it is right")
        .into_iter()
        .filter(|setting| !setting.key.starts_with('('))
        .filter_map(|setting| Some(format!("{} = {}", setting.key, setting.value?)))
        .collect();
    assert_eq!(again.len(), layers::KEYS.len() - 3, "all but the other way to the password: {again:#?}");
    let before = desk.load().expect("it is right");
    desk.write("config.toml", again.join("\n").as_bytes());
    assert_eq!(desk.load().expect("it is right"), before);
}
