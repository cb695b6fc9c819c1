//! What is wrong in a file: where, and what would be right.

use super::*;

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
