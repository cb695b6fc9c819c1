//! `frontdesk config`: path, show, check and init.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::Shop;

/// What was printed, without where this test happens to run.
fn at_home(shop: &Shop, text: &str) -> String {
    text.replace(&shop.path("").display().to_string(), "/home/ines/")
}

#[test]
fn path_is_the_file_of_this_user_or_the_one_that_is_named() {
    let shop = Shop::bare();
    let ended = shop.run(&["config", "path"]).succeeds().tells(&["frontdesk config init"]);
    assert_eq!(at_home(&shop, &ended.said), "/home/ines/.config/frontdesk/config.toml\n");
    assert_eq!(shop.run(&["config", "path", "--config", "own.toml"]).succeeds().said, "own.toml\n");
    let mut command = shop.command(&["config", "path"]);
    let ended = super::ended(command.env("FRONTDESK_CONFIG", "/srv/desk.toml").output().expect("it starts"));
    assert_eq!(ended.said, "/srv/desk.toml\n");
    shop.configure("");
    assert_eq!(shop.run(&["config", "path"]).succeeds().told, "");
}

#[test]
fn init_writes_every_setting_with_its_meaning_and_never_over_another() {
    let shop = Shop::bare();
    let ended = shop.run(&["config", "init"]).succeeds().tells(&["frontdesk config check"]);
    assert_eq!(ended.said, format!("{}\n", shop.config_file().display()));
    let written = fs::read_to_string(shop.config_file()).expect("it is there");
    assert_eq!(written, frontdesk::config::EXAMPLE);
    assert_eq!(fs::metadata(shop.config_file()).expect("there").permissions().mode() & 0o777, 0o600);
    shop.run(&["config", "check"]).succeeds();

    shop.configure("");
    let own = fs::read_to_string(shop.config_file()).expect("it is there");
    let ended = shop.run(&["config", "init"]).ends_with(3).tells(&["already", "Nothing was written."]);
    assert_eq!(ended.said, "");
    assert_eq!(fs::read_to_string(shop.config_file()).expect("it is there"), own);
    shop.run(&["config", "init", "--config", "deep/own.toml"]).succeeds();
    assert!(shop.path("deep/own.toml").exists());
}

#[test]
fn show_says_what_counts_and_who_said_it() {
    let shop = Shop::bare();
    shop.write(
        ".config/frontdesk/config.toml",
        "shop_name = 'Riverside Auto'\ntime_zone = 'America/Los_Angeles'\n\n[mail]\nfrom = 'desk@riverside.example'\n\n\
         [mail.smtp]\nhost = 'mail.riverside.example'\nusername = 'desk'\npassword_command = ['pass', 'show', 'mail']\n",
    );
    let mut command = shop.command(&["config", "show", "--staff", "ana"]);
    command.env("FRONTDESK_SMTP_PASSWORD", "hunter2");
    let ended = super::ended(command.output().expect("it starts")).succeeds();
    assert!(!ended.said.contains("hunter2"));
    assert_eq!(ended.told, "");
    insta::assert_snapshot!(at_home(&shop, &ended.said));
}

#[test]
fn what_show_prints_is_itself_a_configuration() {
    let shop = Shop::new();
    let shown = shop.run(&["config", "show"]).succeeds().said;
    shop.write("shown.toml", &shown);
    shop.run(&["config", "check", "--config", "shown.toml"]).succeeds();
}

#[test]
fn check_says_of_each_file_that_nothing_is_wrong() {
    let shop = Shop::new();
    let ended = shop.run(&["config", "check"]).succeeds();
    let line = format!("{}: nothing is wrong with it.", shop.config_file().display());
    assert!(ended.said.lines().any(|said| said == line), "{ended:?}");
    // No customer file is needed for it.
    fs::remove_file(shop.database()).expect("removed");
    shop.run(&["config", "check"]).succeeds();
}

#[test]
fn check_points_at_the_place_and_proposes_the_nearest_key() {
    let shop = Shop::bare();
    shop.write(".config/frontdesk/config.toml", "shop_name = 'A'\n\n[mail.smtp]\n  hots = 'mail.riverside.example'\n");
    let ended = shop.run(&["config", "check"]).ends_with(3);
    assert_eq!(
        at_home(&shop, &ended.told),
        "frontdesk: /home/ines/.config/frontdesk/config.toml:4:3: unknown key `hots`: did you mean `host`?\n  \
           4 |   hots = 'mail.riverside.example'\n    \
             |   ^^^^\n"
    );
    for (config, words) in [
        ("shop_name = 'A", "1:15: this is not TOML"),
        ("region = 'USA'", "1:10: region: write a country by its two letters"),
        ("[mail]\nhost = 'a.example'", "2:1: `host` belongs under [mail.smtp]"),
        ("[mail.smtp]\npassword = 'hunter2'", "2:1: a password does not belong in this file"),
    ] {
        shop.write(".config/frontdesk/config.toml", config);
        let ended = shop.run(&["config", "check"]).ends_with(3).tells(&[words]);
        assert!(!ended.told.contains("hunter2"));
        shop.run(&["config", "show"]).ends_with(3).tells(&[words]);
        // They are of use exactly when the file is broken.
        shop.run(&["config", "path"]).succeeds();
        shop.run(&["--help"]).succeeds();
    }
}
