//! Through a real sshd on this machine, set up as in the example: a session, a line that drops in the middle of a form,
//! and no way to a shell.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Signal, getuid};

use super::{INSTALLED, PROGRAM, example};
use crate::keeping::skipped;
use crate::terminal::{Desk, Home, Window, key};

const SSHD: &str = "/usr/sbin/sshd";
const LIST: &str = "ref,company,email,phone\nL1,Lopez Racing,office@lopez.example,(509) 555-0134\n";
const DEADLINE: Duration = Duration::from_secs(10);
/// In a mount namespace of its own, so that it has its own configuration of the machine and leaves nothing behind.
const IN_ITS_OWN_ROOT: &str = "mount -t tmpfs none /run && mkdir /run/sshd && mount --bind \"$1/xdg\" /etc/xdg && \
                               exec /usr/sbin/sshd -D -e -f \"$1/sshd_config\"";

/// An SSH server for a shop.
struct Server {
    home: Home,
    port: u16,
    sshd: Child,
}

impl Server {
    /// `None` where this machine or this user cannot run one; that is said.
    fn start() -> Option<Self> {
        let is_there = |program: &str| Command::new(program).arg("-V").output().is_ok();
        let is_namespaced = || Command::new("unshare").args(["--mount", "true"]).status().is_ok_and(|it| it.success());
        if !Path::new(SSHD).exists() || !is_there("ssh") || !Path::new("/etc/xdg").is_dir() {
            skipped("nobody came over SSH: sshd and ssh are not installed");
            return None;
        }
        if !getuid().is_root() || !is_namespaced() {
            skipped("nobody came over SSH: this user may not run a server with a configuration of its own");
            return None;
        }
        let home = Home::with_customers(LIST);
        // A port that nobody else has just now.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        set_up(&home, port);
        let sshd = Command::new("unshare")
            .args(["--mount", "sh", "-c", IN_ITS_OWN_ROOT, "sh"])
            .arg(home.path(""))
            .stderr(Stdio::piped())
            .spawn()
            .expect("sshd starts");
        let mut server = Self { home, port, sshd };
        let mut said = String::new();
        let mut log = BufReader::new(server.sshd.stderr.take().expect("what it says"));
        while !said.contains("Server listening") {
            assert!(log.read_line(&mut said).expect("a line") > 0, "sshd: {said}");
        }
        // It would wait for whoever reads what it says.
        std::thread::spawn(move || log.lines().count());
        Some(server)
    }

    fn arguments(&self, options: &[&str], command: &[&str]) -> Vec<OsString> {
        let common = [
            "-F/dev/null",
            "-oStrictHostKeyChecking=no",
            "-oUserKnownHostsFile=/dev/null",
            "-oLogLevel=ERROR",
            "-oBatchMode=yes",
            "-oIdentitiesOnly=yes",
            "-oSendEnv=LANG",
        ];
        let mut all: Vec<OsString> = common.iter().chain(options).map(Into::into).collect();
        all.extend([format!("-i{}", self.home.path("id").display()).into(), format!("-p{}", self.port).into()]);
        all.push("root@127.0.0.1".into());
        all.extend(command.iter().map(Into::into));
        all
    }

    /// Somebody at a terminal logs in.
    fn log_in(&self, options: &[&str], command: &[&str]) -> Desk {
        let ssh = self.arguments(&[&["-tt"], options].concat(), command);
        Desk::by("/usr/bin/env", &[vec!["ssh".into()], ssh].concat(), &self.home, Window::USUAL)
    }

    /// Somebody asks for something without a terminal.
    fn ask(&self, options: &[&str], command: &[&str]) -> Output {
        let mut ssh = Command::new("ssh");
        ssh.args(self.arguments(&[&["-T"], options].concat(), command)).stdin(Stdio::null());
        ssh.output().expect("ssh starts")
    }

    #[expect(clippy::disallowed_methods, reason = "a test that waits for ever would say nothing")]
    fn wait_for_the_log(&self, words: &str) {
        let begun = Instant::now();
        let logs = || self.home.files().into_iter().filter(|path| path.ends_with("frontdesk.log"));
        while !logs().any(|path| fs::read_to_string(path).is_ok_and(|log| log.contains(words))) {
            assert!(begun.elapsed() < DEADLINE, "{words:?} is not logged");
            std::thread::yield_now();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.sshd.kill().and_then(|()| self.sshd.wait()).ok();
    }
}

/// Keys, the configuration of the machine, and sshd's own: the example, for this user and this program.
fn set_up(home: &Home, port: u16) {
    for name in ["host", "id"] {
        let mut keygen = Command::new("ssh-keygen");
        keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(home.path(name));
        assert!(keygen.status().expect("ssh-keygen starts").success());
    }
    fs::create_dir_all(home.path("xdg/frontdesk")).expect("a folder");
    fs::create_dir(home.path("keys")).expect("a folder");
    fs::copy(home.path("id.pub"), home.path("keys/root")).expect("a key");
    let own = fs::read_to_string(home.path("config.toml")).expect("a configuration");
    fs::write(home.path("xdg/frontdesk/config.toml"), format!("kiosk = true\n{own}")).expect("written");
    let folder = home.path("").display().to_string();
    let folder = folder.trim_end_matches('/');
    let block = example("sshd.conf")
        .replace("Match Group frontdesk", "Match User root")
        .replace("/etc/ssh/frontdesk/%u", &format!("{folder}/keys/%u"))
        .replace(INSTALLED, PROGRAM);
    let config = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nUsePAM no\nStrictModes no\n\
         PermitRootLogin yes\nPasswordAuthentication no\nSubsystem sftp internal-sftp\nAcceptEnv LANG LC_*\n\
         SetEnv HOME={folder}\n{block}"
    );
    fs::write(home.path("sshd_config"), config).expect("written");
}

#[test]
fn a_line_drops_in_the_middle_of_a_form_and_the_form_is_there_at_the_next_login() {
    let Some(server) = Server::start() else { return };
    let mut desk = server.log_in(&[], &[]);
    desk.wait_for("Enter View Details");
    desk.typed("lopez\raBeatriz\tQuill\tbea@ledger.example");
    desk.wait_for("bea@ledger.example");
    server.home.wait_for_a_draft("bea@ledger.example");
    desk.signal(Signal::KILL);
    server.wait_for_the_log("the desk was left: a signal, or the line was gone");

    let mut desk = server.log_in(&[], &[]);
    desk.wait_for_question("A form was not saved");
    desk.typed(key::ENTER);
    desk.wait_for("Contacts > Lopez Racing > Add Contact");
    desk.typed(key::F2);
    desk.wait_for("Added Beatriz Quill");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
    let history = server.home.export()["customers"][0]["history"].clone();
    let mut acts = history.as_array().expect("a history").iter();
    let act = acts.find(|act| act["contact_id"].is_number()).expect("an act on the contact");
    assert_eq!(
        (act["act"].as_str(), act["staff"].as_str(), act["desk"].as_str()),
        (Some("added"), Some("root"), Some("127.0.0.1"))
    );
}

#[test]
fn there_is_no_way_to_a_shell_to_files_or_to_other_programs() {
    let Some(server) = Server::start() else { return };
    let mark = server.home.path("a-way-out");
    let touch = format!("touch {}", mark.display());
    let script = server.home.path("script");
    fs::write(&script, &touch).expect("written");
    let [bash_env, env, profile] =
        ["BASH_ENV", "ENV", "FRONTDESK_CONFIG"].map(|name| format!("-oSetEnv={name}={}", script.display()));
    let other = format!("-W127.0.0.1:{}", server.port);
    let back = format!("-R0:127.0.0.1:{}", server.port);

    // Without a terminal: a sentence, whatever is asked for.
    let asked: [(&[&str], &[&str]); 9] = [
        (&[], &[&touch]),
        (&[], &["sh", "-c", &touch]),
        (&[], &["exec", "sh", "<", "script"]),
        (&[], &["frontdesk --database /tmp/other.db export"]),
        (&["-s"], &["sftp"]),
        (&[&bash_env, &env], &[]),
        (&[&profile], &["export"]),
        (&["-A"], &[&touch]),
        (&["-X"], &[&touch]),
    ];
    for (options, command) in asked {
        let ended = server.ask(options, command);
        let told = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(2), "{options:?} {command:?}: {told}");
        // A subsystem's other channel is not handed on.
        assert!(options == ["-s"] || told.contains("The desk needs a terminal"), "{options:?} {command:?}: {told}");
        assert!(ended.stdout.is_empty(), "{options:?} {command:?}: {ended:?}");
    }
    // On to other machines, and back.
    for options in [&[other.as_str()][..], &["-N", "-oExitOnForwardFailure=yes", &back]] {
        assert_eq!(server.ask(options, &[]).status.code(), Some(255), "{options:?}");
    }
    let scp = Command::new("scp").args(copying(&server, &script, &mark)).output().expect("scp starts");
    assert!(!scp.status.success(), "{scp:?}");

    // At the desk itself.
    let mut desk = server.log_in(&[], &[&touch]);
    desk.wait_for("Enter View Details");
    desk.typed("\x1a");
    desk.typed(&format!("!{touch}\r"));
    desk.wait_for("a-way-out");
    desk.typed(key::ESC);
    desk.wait_for_no("a-way-out");
    desk.typed("lopez");
    desk.wait_for("Lopez Racing");
    desk.typed(key::CTRL_P);
    desk.typed("suspend");
    assert!(!desk.wait_for("suspend").contains("Ctrl-Z"));
    desk.typed(key::ESC);
    desk.wait_for_no("suspend");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
    assert!(!mark.exists(), "somebody got out");
}

/// `scp` of a file to the server.
fn copying(server: &Server, from: &Path, to: &Path) -> Vec<OsString> {
    let mut all = server.arguments(&[], &[]);
    all.pop();
    let port = all.pop().expect("a port");
    all.push(port.to_string_lossy().replace("-p", "-P").into());
    all.extend([from.into(), format!("root@127.0.0.1:{}", to.display()).into()]);
    all
}
