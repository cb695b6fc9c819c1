//! The password of the mail server: read when it is needed, from a command, a file or the environment, and never shown.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::AsyncReadExt;
use tokio::process::Command;
use tokio::time::timeout;

use super::MailError;
use crate::config::PasswordSource;
use crate::domain::text::{counted, reason};

/// Nobody's password is longer; a command that prints without end is stopped here.
const LIMIT: usize = 4096;

/// A password. It has no `Debug` and no `Display`: it never reaches a log.
#[derive(Clone)]
pub(super) struct Password(String);

impl Password {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// Reads the password from where the settings say.
pub(super) async fn read(
    source: &PasswordSource,
    in_environment: Option<&Password>,
    limit: Duration,
) -> Result<Password, MailError> {
    match source {
        PasswordSource::Command(words) => from_command(words, limit).await,
        PasswordSource::File(path) => from_file(path),
        PasswordSource::Environment => match in_environment {
            Some(password) => one_line(password.0.as_bytes(), "The variable FRONTDESK_SMTP_PASSWORD"),
            None => Err(MailError::here(
                "The variable FRONTDESK_SMTP_PASSWORD is not set any more. Set it and start again.",
            )),
        },
    }
}

/// Runs a program, without a shell and without a terminal to ask on.
async fn from_command(words: &[String], limit: Duration) -> Result<Password, MailError> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(MailError::here(
            "password_command under [mail.smtp] is empty. Write the program and its arguments.",
        ));
    };
    let failed = |how: String| {
        MailError::here(format!(
            "The password command {program} {how}. Run it by hand, and check password_command under [mail.smtp]."
        ))
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // What it complains about could hold the secret.
        .stderr(Stdio::null())
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| failed(format!("could not be started ({})", reason(&error))))?;
    let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    let mut printed = Vec::new();
    let run = async {
        if let Some(output) = child.stdout.take() {
            output.take(LIMIT as u64).read_to_end(&mut printed).await?;
        }
        child.wait().await
    };
    let ended = timeout(limit, run).await;
    if !matches!(ended, Ok(Ok(_)))
        && let Some(group) = group
    {
        // With whatever it has started: a child of its own would live on.
        let _ = kill_process_group(group, Signal::KILL);
    }
    match ended {
        Err(_) => Err(failed(format!(
            "did not end within {} and was stopped",
            counted(usize::try_from(limit.as_secs()).unwrap_or(usize::MAX), "second")
        ))),
        Ok(Err(error)) => Err(failed(format!("could not be read ({})", reason(&error)))),
        // One that prints without end fails when nobody reads on: its output says it better.
        Ok(Ok(status)) if !status.success() && printed.len() < LIMIT => Err(failed(format!("failed ({status})"))),
        Ok(Ok(_)) => one_line(&printed, &format!("The password command {program}")),
    }
}

fn from_file(path: &Path) -> Result<Password, MailError> {
    let name = format!("The password file {}", path.display());
    let unreadable = |error| {
        MailError::here(format!("{name} cannot be read ({}). Check password_file under [mail.smtp].", reason(&error)))
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() {
        return Err(MailError::here(format!("{name} is no file. Check password_file under [mail.smtp].")));
    }
    if about.permissions().mode() & 0o077 != 0 {
        return Err(MailError::here(format!("{name} can be read by others and is not used. Run chmod 600 on it.")));
    }
    let mut content = Vec::new();
    file.take(LIMIT as u64).read_to_end(&mut content).map_err(unreadable)?;
    one_line(&content, &name)
}

/// Exactly one line, with or without its end.
fn one_line(bytes: &[u8], from: &str) -> Result<Password, MailError> {
    let wrong = |how: &str| MailError::here(format!("{from} {how}. The password has to be its only line."));
    let text = str::from_utf8(bytes).map_err(|_| wrong("holds something that is not text"))?;
    if bytes.len() >= LIMIT {
        return Err(wrong("holds far more than a password"));
    }
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.contains(['\n', '\r']) {
        return Err(wrong("holds more than one line"));
    }
    if line.is_empty() {
        return Err(wrong("holds nothing"));
    }
    if line.chars().any(char::is_control) {
        return Err(wrong("holds a control character"));
    }
    Ok(Password(line.to_owned()))
}
