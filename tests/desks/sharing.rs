//! Two users of the machine who share one file through a group.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::keeping::{count, integrity, skipped};

/// Two users in one group, who go away again.
struct Users {
    group: String,
    names: [String; 2],
}

impl Users {
    /// `None` where users may not be made.
    fn make() -> Option<Self> {
        let number = std::process::id();
        let users =
            Self { group: format!("fdshop{number}"), names: [format!("fdana{number}"), format!("fdines{number}")] };
        let mut made = succeeds(Command::new("groupadd").arg(&users.group));
        for name in &users.names {
            made = made
                && succeeds(Command::new("useradd").args([
                    "--no-create-home",
                    "--user-group",
                    "--groups",
                    &users.group,
                    name,
                ]));
        }
        // What was made goes away with `users`, also where not everything was.
        made.then_some(users)
    }

    fn group_number(&self) -> u32 {
        let groups = fs::read_to_string("/etc/group").expect("the groups");
        let line = groups.lines().find(|line| line.starts_with(&format!("{}:", self.group))).expect("the group");
        line.split(':').nth(2).and_then(|number| number.parse().ok()).expect("its number")
    }
}

impl Drop for Users {
    fn drop(&mut self) {
        for name in &self.names {
            succeeds(Command::new("userdel").arg(name));
        }
        succeeds(Command::new("groupdel").arg(&self.group));
    }
}

fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// A server's folder for the group, with the program where both may run it.
struct Server {
    folder: TempDir,
}

impl Server {
    fn set_up(group: u32) -> Self {
        let server = Self { folder: tempfile::tempdir().expect("a folder") };
        let program = server.path("frontdesk");
        fs::copy(env!("CARGO_BIN_EXE_frontdesk"), &program).expect("the program");
        fs::create_dir(server.path("shop")).expect("the folder of the group");
        chown(server.path("shop"), None, Some(group)).expect("the group's");
        for (path, mode) in [(server.path(""), 0o755), (program, 0o755), (server.path("shop"), 0o2770)] {
            fs::set_permissions(path, Permissions::from_mode(mode)).expect("changed");
        }
        let text = format!(
            "database = '{}'\nshop_name = 'Riverside Auto'\ntime_zone = 'UTC'\n\
             [portal]\nsign_in_url = 'https://portal.example.com/sign-in?token={{token}}'\n[mail]\nfolder = '{}'\n",
            server.database().display(),
            server.path("shop/outbox").display()
        );
        server.write("config.toml", &text);
        server.write("customers.csv", "ref,company\nL1,Lopez Racing\n");
        server
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn database(&self) -> PathBuf {
        self.path("shop/frontdesk.db")
    }

    /// A file that both may read.
    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("written");
        fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("changed");
        path.display().to_string()
    }

    /// The program as one of the users, whose umask lets nobody else at anything.
    fn as_user(&self, user: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid", user, "--regid", user, "--init-groups", "--"])
            .args(["sh", "-c", "umask 077; exec \"$0\" \"$@\""])
            .arg(self.path("frontdesk"))
            .args(arguments)
            .arg("--config")
            .arg(self.path("config.toml"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path(""))
            .env("USER", user)
            .current_dir(self.path(""));
        command
    }

    #[track_caller]
    fn run(&self, user: &str, arguments: &[&str]) -> Output {
        let output = self.as_user(user, arguments).output().expect("the program");
        assert!(output.status.success(), "{user} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| if path.is_dir() { [files_below(&path), vec![path]].concat() } else { vec![path] })
        .collect()
}

#[test]
fn two_users_of_a_group_work_on_one_file() {
    let Some(users) = Users::make() else {
        skipped("this user may not make other users, so two of them were not tried on one file");
        return;
    };
    let (server, group, [ana, ines]) = (Server::set_up(users.group_number()), users.group_number(), &users.names);
    // A shop that moves to the server: its backup becomes the file, by the hand of one of them.
    let elsewhere = crate::keeping::Shop::new();
    let backup = server.path("backup.db");
    elsewhere.run(&["backup", &backup.display().to_string()]).expect(0);
    fs::set_permissions(&backup, Permissions::from_mode(0o644)).expect("changed");
    server.run(ana, &["restore", &backup.display().to_string()]);

    // By turns, and at the same moment.
    server.run(ines, &["import", "customers", &server.path("customers.csv").display().to_string()]);
    let at_once: Vec<Child> = (0..6)
        .map(|number| {
            let user = if number % 2 == 0 { ana } else { ines };
            let list = server.write(&format!("list{number}.csv"), &format!("ref,company\nN{number},Number {number}\n"));
            let mut command = server.as_user(user, &["import", "customers", &list]);
            command.stderr(Stdio::null()).stdout(Stdio::null()).spawn().expect("the program")
        })
        .collect();
    for mut child in at_once {
        assert!(child.wait().expect("its end").success(), "one of those who wrote at once");
    }
    assert_eq!(count(&server.database(), "customer WHERE company LIKE 'Number %'"), 6);
    for (user, other) in [(ana, ines), (ines, ana)] {
        let copy = server.path(&format!("shop/by-{user}.db")).display().to_string();
        server.run(user, &["backup", &copy]);
        server.run(other, &["export", "--format", "json"]);
        let said = server.as_user(user, &["doctor", "--json"]).output().expect("the doctor");
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        assert!(!said.contains("rights") && !said.contains("cannot be written"), "{user}: {said}");
    }
    assert_eq!(integrity(&server.database()), "ok");
    for path in files_below(&server.path("shop")) {
        let about = path.metadata().expect("an entry");
        let wanted = if path.is_dir() { 0o2770 } else { 0o660 };
        let is_theirs = about.gid() == group && about.mode() & 0o7777 == wanted;
        assert!(is_theirs, "{}: mode {:o}, group {}", path.display(), about.mode() & 0o7777, about.gid());
    }
}
