//! Flags over environment over the user's file over that of the machine, which alone counts in a kiosk.

use std::path::Path;

use super::*;

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
    desk.flags.color = Color::Auto;
    for (term, theme) in [("vt100", Theme::Mono), ("xterm-mono", Theme::Mono), ("xterm-256color", Theme::Light)] {
        desk.environment = vec![("LANG", "en_US.UTF-8"), ("TERM", term)];
        assert_eq!(desk.load().expect("settings").screen.theme, theme, "{term}");
    }
    desk.environment = vec![("LANG", "en_US.UTF-8")];
    (desk.flags.color, desk.flags.ascii) = (Color::Never, true);
    let screen = desk.load().expect("settings").screen;
    assert_eq!((screen.theme, screen.ascii), (Theme::Mono, true));
    let theme = desk.ask(shown).expect("right").into_iter().find(|setting| setting.key == "screen.theme");
    assert_eq!(theme.map(|setting| setting.said.to_string()).as_deref(), Some("--color"));
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
