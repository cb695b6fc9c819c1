//! The example, and the first file of a desk.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::*;

#[test]
fn every_key_of_the_example_is_known_and_every_known_key_is_in_it() {
    let mut uncommented = String::new();
    for line in EXAMPLE.lines() {
        let setting =
            line.strip_prefix("# ").filter(|line| line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' ')));
        uncommented.push_str(setting.unwrap_or(line));
        uncommented.push('\n');
    }
    let settings = Desk::with(&uncommented.replace("password_file", "# password_file")).load().expect("the example");
    assert_eq!(settings.shop_phone.map(|phone| phone.to_string()).as_deref(), Some("+15095550100"));
    assert_eq!(settings.time_zone.iana_name(), Some("America/Los_Angeles"));
    assert_eq!(settings.mail.smtp.map(|smtp| smtp.host).as_deref(), Some("mail.riverside.example"));
    for key in layers::KEYS.into_iter().filter(|key| !key.starts_with('(') && *key != layers::ROLES) {
        let name = key.rsplit('.').next().unwrap_or(key);
        assert!(EXAMPLE.contains(&format!("\n# {name} = ")), "{key} is in the example");
    }
    assert!(Desk::with(EXAMPLE).load().is_ok(), "and as it stands it changes nothing");
}

#[test]
fn the_first_file_holds_the_answers_and_is_the_owners_alone() {
    let desk = Desk::new();
    let path = desk.home.path().join("new/config.toml");
    let first = First {
        database: Some("/srv/shop/a.db".into()),
        shop_name: Some("Bob's \"Best\" \\ Cars".to_owned()),
        sign_in_url: Some("https://p.example/{token}".to_owned()),
        folder: Some("/srv/shop/outbox".into()),
        mail: Some(NewMail {
            from: Mailbox::parse("desk@riverside.example").expect("an address"),
            smtp: Smtp {
                host: "mail.riverside.example".to_owned(),
                port: 465,
                security: Security::Tls,
                username: Some("desk".to_owned()),
                password: Some(PasswordSource::File(desk.home.path().join("new/pw"))),
                ca_file: None,
                timeout_seconds: REPLY_SECONDS,
            },
            password: Some(NewPassword::new("hunter2")),
        }),
    };
    assert!(!format!("{first:?}").contains("hunter2"));
    write_first(&path, &first).expect("written");
    assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    let mut reader = Desk::new();
    reader.flags.config = Some(path.clone());
    let settings = reader.load().expect("read back");
    assert_eq!(settings.shop_name, "Bob's \"Best\" \\ Cars");
    assert_eq!(settings.database, Path::new("/srv/shop/a.db"));
    assert_eq!(settings.mail.folder, Path::new("/srv/shop/outbox"));
    assert_eq!(settings.portal.link("t0k").as_deref(), Some("https://p.example/t0k"));
    let new = first.mail.clone().expect("a server");
    assert_eq!(settings.mail, new.applied_to(&settings.mail), "the file says what was tried");
    write_password(&desk.home.path().join("new/pw"), &NewPassword::new("hunter2")).expect("written");
    let kept = fs::metadata(desk.home.path().join("new/pw")).expect("there");
    assert_eq!((kept.permissions().mode() & 0o777, kept.len()), (0o600, 8));
    assert_eq!(write_first(&path, &first), Err(ConfigError::AlreadyThere(path)));
    assert_eq!(First::default().to_toml(), EXAMPLE);
}
