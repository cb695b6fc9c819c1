//! Exit codes: 0 done, 1 failed, 2 usage, 3 configuration, 4 database, 5 mail; data on standard output, everything
//! else on standard error.

use std::fs;

use super::Shop;

#[test]
fn help_and_version_are_answers() {
    let shop = Shop::bare();
    for arguments in [&["--help"][..], &["-h"], &["help"], &["--version"], &["import", "--help"]] {
        let ended = shop.run(arguments).succeeds();
        assert!(!ended.said.is_empty() && ended.told.is_empty(), "{ended:?}");
    }
    assert_eq!(shop.run(&["--version"]).said, format!("frontdesk {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn no_file_was_made_by_asking() {
    let shop = Shop::bare();
    shop.run(&["--help"]).succeeds();
    shop.run(&["export"]).ends_with(4);
    assert_eq!(fs::read_dir(shop.path("")).expect("a folder").count(), 0);
}

#[test]
fn words_that_nobody_hears_change_no_exit_code() {
    let shop = Shop::bare();
    let mut command = shop.command(&["export"]);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let status = command.stderr(writer).status().expect("the program starts");
    assert_eq!(status.code(), Some(4));
}

#[test]
fn a_command_that_is_none_is_usage() {
    let shop = Shop::bare();
    for (arguments, words) in [
        (&["imprt"][..], "import"),
        // As a login shell is called.
        (&["-c", "id"], "-c"),
        (&["import"], "Usage:"),
        (&["import", "customers"], "<FILE>"),
        (&["export", "--format", "pdf"], "json"),
        (&["outbox", "list", "--jsn"], "--json"),
        (&["--color", "green", "export"], "auto"),
    ] {
        let ended = shop.run(arguments).ends_with(2).tells(&[words]);
        assert_eq!(ended.said, "", "{arguments:?}");
    }
}

#[test]
fn without_a_terminal_the_desk_names_the_commands() {
    let shop = Shop::new();
    for arguments in [&[][..], &["demo"], &["--staff", "ana"]] {
        let ended = shop.run(arguments).ends_with(2).tells(&["The desk needs a terminal", "frontdesk --help"]);
        assert_eq!((ended.told.lines().count(), ended.said.as_str()), (1, ""), "{ended:?}");
    }
    // Also where everything else is wrong: no file is touched on the way there.
    Shop::bare().run(&[]).ends_with(2);
}

#[test]
fn a_broken_configuration_is_pointed_at() {
    let shop = Shop::new();
    shop.configure("[mail]\ndelivry = 'smtp'\n");
    for arguments in [&["export"][..], &["invite", "1"], &["outbox", "list"], &["import", "customers", "x.csv"]] {
        if arguments[0] == "import" {
            shop.write("x.csv", "company\nA\n");
        }
        let ended = shop.run(arguments).ends_with(3).tells(&["config.toml:6:1: unknown key `delivry`", "^^^^^^^"]);
        assert_eq!(ended.said, "");
    }
    shop.run(&["--config", "gone.toml", "export"]).ends_with(3).tells(&["There is no configuration at gone.toml"]);
}

#[test]
fn a_file_that_cannot_be_used_is_database() {
    let shop = Shop::bare();
    shop.run(&["--database", "gone.db", "export"]).ends_with(4).tells(&["There is no customer file at gone.db"]);
    assert!(!shop.path("gone.db").exists(), "a typo makes no new file");
    shop.write("other.db", "this is a letter");
    shop.run(&["--database", "other.db", "export"]).ends_with(4).tells(&["other.db is not a frontdesk file"]);
    assert_eq!(fs::read_to_string(shop.path("other.db")).expect("there"), "this is a letter");
}

#[test]
fn mail_that_cannot_be_set_up_is_mail() {
    let shop = Shop::with_people();
    shop.run(&["invite", &shop.number("C-1001", "Beatriz")]).succeeds();
    shop.write("outbox", "a file where the folder should be");
    shop.configure(&format!("[mail]\nfolder = '{}'\n", shop.path("outbox").display()));
    shop.run(&["outbox", "send"]).ends_with(5).tells(&["outbox"]);
    assert_eq!(shop.contact("C-1001", "Beatriz")["invite"]["state"], "queued", "it waits for a right folder");
}

#[test]
fn nothing_is_coloured_where_nobody_looks() {
    let shop = Shop::bare();
    for arguments in [&["--help"][..], &["imprt"], &["import", "--help"]] {
        let ended = shop.run(arguments);
        assert!(!ended.said.contains('\u{1b}') && !ended.told.contains('\u{1b}'), "{ended:?}");
    }
}
