//! Configuration files right and wrong, and what is said of each.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::key::Key;
use super::*;

/// A desk with a home of its own, and nothing of this process.
struct Desk {
    home: tempfile::TempDir,
    flags: Flags,
    environment: Vec<(&'static str, &'static str)>,
}

impl Desk {
    fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a folder"), flags: Flags::default(), environment: Vec::new() }
    }

    fn with(config: &str) -> Self {
        let desk = Self::new();
        desk.write("config.toml", config.as_bytes());
        desk
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.home.path().join(name);
        fs::write(&path, content).expect("written");
        path
    }

    fn load(&self) -> Result<Settings, ConfigError> {
        self.ask(load)
    }

    /// Asks with everything that this desk has been told.
    fn ask<T>(&self, question: impl FnOnce(&Sources) -> T) -> T {
        let home = self.home.path();
        let environment = |name: &str| {
            self.environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let places =
            Places { home: home.into(), config: home.into(), data: home.join("data"), state: home.join("state") };
        question(&Sources {
            flags: self.flags.clone(),
            environment: &environment,
            places: Some(places),
            system_file: home.join("system.toml"),
            host: "counter.riverside.example".to_owned(),
            run: 7,
            tables: tables(),
        })
    }

    /// What is said of a wrong file, without the path of this test.
    fn complaint(config: &str) -> String {
        let desk = Self::with(config);
        let words = desk.load().expect_err("something is wrong").to_string();
        words.replace(&format!("{}/", desk.home.path().display()), "")
    }
}

/// The keys of a small program.
fn tables() -> Vec<KeyTable> {
    let table = |name, is_typed_into, commands: &[(&str, &'static [Key])]| KeyTable {
        name,
        title: name,
        is_typed_into,
        commands: commands.iter().map(|(name, keys)| Bound { name: (*name).to_owned(), keys, label: "" }).collect(),
    };
    vec![
        table(EVERYWHERE, false, &[("help", &[Key::F(1), Key::Char('?')]), ("quit", &[Key::F(10), Key::Ctrl('q')])]),
        table("contacts", true, &[("open", &[Key::Enter]), ("outbox", &[Key::Ctrl('o'), Key::F(7)])]),
        table("customer", false, &[("edit", &[Key::Char('e'), Key::Enter]), ("remove", &[Key::Char('d')])]),
    ]
}

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

fn first_line(words: &str) -> &str {
    words.lines().next().unwrap_or_default()
}

#[test]
fn nothing_said_is_a_working_desk() {
    let desk = Desk::new();
    let settings = desk.load().expect("defaults");
    assert_eq!(settings.database, desk.home.path().join("data/frontdesk.db"));
    assert_eq!(settings.mail.folder, desk.home.path().join("data/outbox"));
    assert_eq!(settings.author.desk, "counter");
    assert_eq!(settings.region, Region::US);
    assert_eq!(settings.portal, Portal { sign_in_url: None, invite_valid_days: 7 });
    assert_eq!(settings.mail.sender("Riverside").to_string(), "Riverside <frontdesk@shop.invalid>");
    assert_eq!(Desk::with("").load().expect("empty").region, Region::US);
    assert_eq!(Desk::with("\u{feff}region = \"DE\"\r\n").load().expect("with a mark").region.code(), "DE");
}

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
fn an_unknown_key_is_pointed_at_with_the_nearest_one() {
    assert_eq!(
        Desk::complaint("region = \"US\"\n  shop_nme = \"Riverside\"\n"),
        "config.toml:2:3: unknown key `shop_nme`: did you mean `shop_name`?\n  \
           2 |   shop_nme = \"Riverside\"\n    \
             |   ^^^^^^^^"
    );
    for (config, words) in [
        ("[mail.smtp]\nhots = \"a.example\"", "config.toml:2:1: unknown key `hots`: did you mean `host`?"),
        ("[mial]\nfrom = \"a@b.example\"", "config.toml:1:2: unknown key `mial`: did you mean `mail`?"),
        ("[mail]\nhost = \"a.example\"", "config.toml:2:1: `host` belongs under [mail.smtp]"),
        (
            "[mail]\nshop_name = \"A\"",
            "config.toml:2:1: `shop_name` belongs at the top of the file, above the first section",
        ),
        ("mail = 3", "config.toml:1:1: `mail` is a section: write [mail] on a line of its own, and its keys below"),
        (
            "xyzzy = 1",
            "config.toml:1:1: unknown key `xyzzy`. `frontdesk config init` writes a file with every key there is",
        ),
    ] {
        assert_eq!(first_line(&Desk::complaint(config)), words);
    }
}

#[test]
fn a_wrong_value_is_pointed_at_with_what_is_right() {
    for (config, words) in [
        ("shop_name = 3", "config.toml:1:13: shop_name: write it in quotes; this is a number"),
        ("shop_name = \" \"", "config.toml:1:13: shop_name: this is empty: fill it in, or take the line out"),
        ("region = \"USA\"", "config.toml:1:10: region: write a country by its two letters, as in \"US\""),
        (
            "time_zone = \"Mars\"",
            "config.toml:1:13: time_zone: there is no time zone Mars; write one as in \"America/Los_Angeles\"",
        ),
        ("[portal]\ninvite_valid_days = 1", "config.toml:2:21: invite_valid_days: write a whole number from 2 to 60"),
        (
            "[portal]\ninvite_valid_days = \"7\"",
            "config.toml:2:21: invite_valid_days: write a whole number without quotes; this is text in quotes",
        ),
        (
            "[portal]\nsign_in_url = \"https://a.example/\"",
            "config.toml:2:15: sign_in_url: {token} is missing: it says where the one-time token goes",
        ),
        (
            "[portal]\nsign_in_url = \"http://a.example/{token}\"",
            "config.toml:2:15: sign_in_url: it has to begin with https://, or anybody on the way could take the link",
        ),
        (
            "[portal]\nsign_in_url = \"https://{token}\"",
            "config.toml:2:15: sign_in_url: the host of the portal is missing in it",
        ),
        (
            "[screen]\ntheme = \"lihgt\"",
            "config.toml:2:9: theme: write one of \"dark\", \"light\", \"mono\"; did you mean \"light\"?",
        ),
        (
            "[screen]\nmouse = \"yes\"",
            "config.toml:2:9: mouse: write true or false without quotes; this is text in quotes",
        ),
        ("[screen]\ncurser = \"mark\"", "config.toml:2:1: unknown key `curser`: did you mean `cursor`?"),
        ("[mail]\ndelivery = \"post\"", "config.toml:2:12: delivery: write one of \"folder\", \"smtp\""),
        ("[mail]\nfrom = \"desk@\"", "config.toml:2:8: from: The part after the @ is missing."),
        (
            "[mail]\ndelivery = \"smtp\"",
            "config.toml:2:12: to send by smtp, the server's `host` under [mail.smtp] is needed too",
        ),
        (
            "[mail]\ndelivery = \"smtp\"\n[mail.smtp]\nhost = \"a.example\"",
            "config.toml:2:12: to send by smtp, the sender's address, `from` under [mail], is needed too",
        ),
        (
            "[mail.smtp]\nhost = \"smtp://a.example\"",
            "config.toml:2:8: host: write only the server's name, as in \"mail.riverside.example\"",
        ),
        (
            "[mail.smtp]\nhost = \"a.example\"\nusername = \"desk\"",
            "config.toml:3:12: username: the password is missing. Add password_command or password_file below it, or \
             set FRONTDESK_SMTP_PASSWORD",
        ),
        (
            "[mail.smtp]\nhost = \"a.example\"\npassword_file = \"pw\"",
            "config.toml:3:17: the username for this password is missing: add username under [mail.smtp]",
        ),
        (
            "[mail.smtp]\npassword_command = \"pass show mail\"",
            "config.toml:2:20: password_command: write the program and its arguments as a list, as in [\"pass\", \
             \"show\", \"mail\"]",
        ),
        ("shop_name = \"A", "config.toml:1:15: this is not TOML: invalid basic string, expected `\"`"),
    ] {
        assert_eq!(first_line(&Desk::complaint(config)), words, "{config}");
    }
    let open = "[mail.smtp]\nhost = \"mail.riverside.example\"\nsecurity = \"none\"";
    assert!(Desk::complaint(open).starts_with("config.toml:3:12: security: without encryption"));
    for host in ["localhost", "127.0.0.1", "::1"] {
        let config = format!("[mail.smtp]\nhost = \"{host}\"\nsecurity = \"none\"");
        assert_eq!(
            Desk::with(&config).load().ok().and_then(|settings| settings.mail.smtp).map(|smtp| smtp.port),
            Some(25)
        );
    }
}

#[test]
fn backups_are_kept_for_as_long_as_is_said() {
    let kept = |config: &str| Desk::with(config).load().expect("settings").keep_days;
    assert_eq!([kept(""), kept("[backup]\nkeep_days = 30"), kept("[backup]\nkeep_days = 0")], [7, 30, 0]);
    assert!(Desk::complaint("[backup]\nkeep_days = 400").contains("write a whole number from 0 to 366"));
    assert!(Desk::complaint("keep_days = 3").contains("`keep_days` belongs under [backup]"));
}

#[test]
fn a_shop_has_its_own_roles_in_its_own_order() {
    let names = |config: &str| {
        let roles = Desk::with(config).load().expect("right").roles;
        roles.iter().map(|role| role.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("[roles]\n"), ["Spouse", "Assistant", "Bookkeeper", "Other"]);
    let own = "[roles]\nDriver = [\"Scheduling\"]\n\"Fleet manager\" = []\nOther = {}\n";
    assert_eq!(names(own), ["Driver", "Fleet manager", "Other"]);
    let desk = Desk::with(own);
    let shown = desk.ask(shown).expect("right").into_iter().find(|setting| setting.key == "roles").expect("shown");
    let value = shown.value.expect("set");
    assert_eq!(value, "{ \"Driver\" = [\"Scheduling\"], \"Fleet manager\" = [], \"Other\" = {} }");
    assert_eq!(names(&format!("roles = {value}")), ["Driver", "Fleet manager", "Other"], "what is shown can be said");
    for (config, words) in [
        (
            "[roles]\nDriver = [\"Car Updates\", \"Invoises\"]",
            "config.toml:2:26: there is no message type \"Invoises\": did you mean \"Invoices\"?",
        ),
        (
            "[roles]\nDriver = \"Invoices\"",
            "config.toml:2:10: write what the role proposes as a list of message types, as in [\"Invoices\", \
             \"Estimates\"]",
        ),
        ("[roles]\nDriver = [\"Marketing\"]", "config.toml:2:11: Marketing is only ever chosen by hand: take it out"),
        ("[roles]\nDriver = []\ndriver = []", "config.toml:3:1: the role Driver stands there already"),
        ("roles = 3", "config.toml:1:1: `roles` is a section: write [roles] on a line of its own, and its keys below"),
        ("[role]\nDriver = []", "config.toml:1:2: unknown key `role`: did you mean `roles`?"),
    ] {
        assert_eq!(first_line(&Desk::complaint(config)), words);
    }
}

#[test]
fn the_screen_is_as_the_nearest_layer_says() {
    let mut desk = Desk::with("[screen]\ntheme = \"light\"\ncursor = \"mark\"\nmouse = true\n");
    desk.environment = vec![("LANG", "en_US.UTF-8"), ("TERM", "linux")];
    let screen = desk.load().expect("settings").screen;
    assert_eq!(screen, Screen { theme: Theme::Light, cursor: Cursor::Mark, ascii: false, mouse: true, faint: false });
    desk.environment = vec![("LANG", "en_US.UTF-8"), ("LC_ALL", "C"), ("NO_COLOR", "1")];
    let screen = desk.load().expect("settings").screen;
    assert_eq!((screen.theme, screen.ascii, screen.faint), (Theme::Mono, true, true));
    desk.flags.color = Color::Always;
    assert_eq!(desk.load().expect("settings").screen.theme, Theme::Light);
    desk.environment = vec![("LANG", "en_US.UTF-8")];
    (desk.flags.color, desk.flags.ascii) = (Color::Never, true);
    let screen = desk.load().expect("settings").screen;
    assert_eq!((screen.theme, screen.ascii), (Theme::Mono, true));
    let theme = desk.ask(shown).expect("right").into_iter().find(|setting| setting.key == "screen.theme");
    assert_eq!(theme.map(|setting| setting.said.to_string()).as_deref(), Some("--color"));
}

#[test]
fn a_password_in_the_file_is_refused_and_not_repeated() {
    let words = Desk::complaint("[mail.smtp]\npassword = \"hunter2\"");
    assert!(words.contains("does not belong in this file") && !words.contains("hunter2"), "{words}");
    for config in [
        "[mail.smtp]\npassword = \"hunter2",
        "[mail]\nsmtp = { host = \"a.example\", password = \"hunter2\" }",
        "smtp_password = \"hunter2\"",
    ] {
        let words = Desk::complaint(config);
        assert!(!words.contains("hunter2"), "{words}");
    }
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let mut desk = Desk::new();
    desk.flags.config = Some(desk.home.path().to_owned());
    assert!(desk.load().is_err_and(|error| error.to_string().contains("is a folder, not a configuration file")));
    desk.flags.config = Some(desk.home.path().join("gone.toml"));
    assert!(desk.load().is_err_and(|error| error.to_string().contains("There is no configuration at")));
    desk.flags.config = Some(desk.write("latin.toml", b"region = \"US\"\nshop_name = \"M\xfcller\"\n"));
    let words = desk.load().expect_err("not UTF-8").to_string();
    assert!(words.contains("latin.toml:2: the text is not UTF-8"), "{words}");
}

#[test]
fn flags_over_environment_over_user_over_system() {
    let mut desk =
        Desk::with("database = \"user.db\"\nshop_name = \"User\"\n[mail.smtp]\nport = 2525\npassword_file = \"pw\"\n");
    desk.write(
        "system.toml",
        b"database = \"system.db\"\nshop_name = \"System\"\ndesk = \"desk 9\"\n\
          [mail.smtp]\nhost = \"a.example\"\nusername = \"u\"\npassword_command = [\"pw\"]\n",
    );
    let settings = desk.load().expect("two layers");
    let home = desk.home.path().to_owned();
    assert_eq!((settings.shop_name.as_str(), &settings.database), ("User", &home.join("user.db")));
    assert_eq!(settings.author.desk, "desk 9");
    let smtp = settings.mail.smtp.expect("a server");
    assert_eq!((smtp.host.as_str(), smtp.port), ("a.example", 2525));
    assert_eq!(smtp.password, Some(PasswordSource::File(home.join("pw"))));

    desk.environment = vec![
        ("FRONTDESK_DATABASE", "/env.db"),
        ("FRONTDESK_STAFF", "ana"),
        ("FRONTDESK_DESK", ""),
        ("FRONTDESK_SMTP_PASSWORD", "hunter2"),
        ("USER", "login"),
        ("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22"),
    ];
    let settings = desk.load().expect("three layers");
    assert_eq!((settings.author.staff.as_str(), settings.author.desk.as_str()), ("ana", "desk 9"));
    assert_eq!(settings.database, Path::new("/env.db"));
    assert_eq!(settings.mail.smtp.as_ref().and_then(|smtp| smtp.password.clone()), Some(PasswordSource::Environment));
    assert!(!format!("{settings:?}").contains("hunter2"));

    desk.flags = Flags { database: Some("flag.db".into()), staff: Some("ines".into()), ..Flags::default() };
    let settings = desk.load().expect("four layers");
    assert_eq!((settings.author.staff.as_str(), &settings.database), ("ines", &PathBuf::from("flag.db")));
    desk.flags.staff = Some("\u{200b}".into());
    assert!(desk.load().is_err_and(|error| error.to_string().starts_with("--staff: ")));
    // A script whose variable is not set must not end up in another shop's file.
    desk.flags = Flags { database: Some(PathBuf::new()), ..Flags::default() };
    assert!(desk.load().is_err_and(|error| error.to_string().starts_with("--database: database: this is empty")));
}

#[test]
fn a_desk_over_ssh_is_named_by_where_it_comes_from() {
    let mut desk = Desk::new();
    desk.environment = vec![("USER", "ines"), ("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22")];
    let author = desk.load().expect("settings").author;
    assert_eq!((author.staff.as_str(), author.desk.as_str(), author.run), ("ines", "192.0.2.7", 7));
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

#[test]
fn in_a_kiosk_only_the_file_of_the_machine_counts() {
    let mut desk = Desk::with("shop_name = \"User\"\ndatabase = \"/tmp/own.db\"\n[keys.everywhere]\nquit = \"F9\"\n");
    fs::create_dir(desk.home.path().join("mail")).expect("a letter of this user");
    let system = desk.write("system.toml", b"kiosk = true\ndatabase = \"/srv/shop/frontdesk.db\"\n");
    desk.environment = vec![
        ("FRONTDESK_DATABASE", "/tmp/env.db"),
        ("FRONTDESK_CONFIG", "/tmp/env.toml"),
        ("FRONTDESK_STAFF", "somebody else"),
        ("FRONTDESK_SMTP_PASSWORD", "hunter2"),
        ("USER", "ana"),
        ("SSH_CONNECTION", "192.0.2.7 50022 192.0.2.1 22"),
    ];
    desk.flags.desk = Some("desk 9".to_owned());
    let settings = desk.load().expect("it is right");
    assert!(settings.kiosk);
    assert_eq!((settings.shop_name.as_str(), settings.database.to_str()), ("Car shop", Some("/srv/shop/frontdesk.db")));
    assert_eq!((settings.author.staff.as_str(), settings.author.desk.as_str()), ("ana", "desk 9"));
    assert_eq!((settings.file.clone(), settings.mail.templates), (system.clone(), None));
    assert_eq!(settings.state, desk.home.path().join(".local/state/frontdesk"), "not where a variable says");
    assert_eq!(desk.ask(|sources| (sources.file(), sources.files())), (Ok(system.clone()), Ok(vec![system.clone()])));

    for (flags, said) in [
        (Flags { database: Some("/tmp/own.db".into()), ..Flags::default() }, "--database"),
        (Flags { config: Some("/tmp/own.toml".into()), ..Flags::default() }, "--config"),
    ] {
        desk.flags = flags;
        let words = desk.load().expect_err("refused").to_string();
        assert_eq!(words, format!("{said}: here only {} says which files are used. Leave it out", system.display()));
    }
}

#[test]
fn a_user_makes_no_kiosk() {
    assert_eq!(
        first_line(&Desk::complaint("kiosk = true")),
        "config.toml:1:9: kiosk: this counts only in /etc/xdg/frontdesk/config.toml, for the whole machine. Take it out here"
    );
    let desk = Desk::with("");
    desk.write("system.toml", b"kiosk = \"yes\"\n");
    assert!(
        desk.load().expect_err("no yes or no").to_string().contains("write true or false"),
        "it does not open instead"
    );
}
