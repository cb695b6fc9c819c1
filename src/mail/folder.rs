//! Letters as files: where no mail server is set up, each invite is an `.eml` that a mail program opens.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::message::{self, message_id};
use super::{Letter, MailError, Mailer, Names};
use crate::domain::email::Mailbox;
use crate::domain::text::reason;

/// Longest part of a file name that comes from an address or an id.
const NAME_PART: usize = 80;

/// Writes letters into a folder.
#[derive(Debug, Clone)]
pub struct FolderMailer {
    folder: PathBuf,
}

impl FolderMailer {
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where a letter is written: told from its address and its Message-ID, so that a second try writes the same file.
    #[must_use]
    pub fn path(&self, letter: &Letter) -> PathBuf {
        let id = message_id(&letter.message_id);
        let digest = HEXLOWER.encode(&Sha256::digest(id.as_bytes())[..8]);
        self.folder.join(format!("{}-{digest}.eml", plain(letter.to.as_str())))
    }

    /// Whole or not at all, on the disk when this returns, and its owner's alone: it holds a sign-in link.
    fn write(&self, letter: &Letter, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.unfinished()?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(self.path(letter)).map_err(|error| error.error)?;
        File::open(&self.folder)?.sync_all()
    }

    /// A file that goes away again unless it gets its name.
    fn unfinished(&self) -> io::Result<NamedTempFile> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        tempfile::Builder::new()
            .prefix(".writing-")
            .permissions(fs::Permissions::from_mode(0o600))
            .tempfile_in(&self.folder)
    }

    fn not_written(&self, error: &io::Error) -> MailError {
        MailError::here(format!(
            "Invites cannot be written into {} ({}). Check folder under [mail], its owner and the free space.",
            self.folder.display(),
            reason(error)
        ))
    }
}

impl Mailer for FolderMailer {
    fn deliver(&mut self, letter: &Letter) -> Result<(), MailError> {
        let mail = message::mail(letter)?;
        self.write(letter, &mail.bytes).map_err(|error| self.not_written(&error))
    }

    fn ready(&self) -> Result<(), MailError> {
        self.unfinished().map(|_| ()).map_err(|error| self.not_written(&error))
    }

    fn rehearse(&mut self, _: &Mailbox, _: &Names) -> Result<(), MailError> {
        self.ready()
    }
}

/// Only signs that every file system takes.
fn plain(text: &str) -> String {
    let sign = |c: char| if c.is_ascii_alphanumeric() || "@.-+".contains(c) { c } else { '_' };
    text.chars().map(sign).take(NAME_PART).collect::<String>().trim_start_matches(['.', '-']).to_owned()
}
