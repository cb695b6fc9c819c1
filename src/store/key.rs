//! `frontdesk.key`, beside the file: the key from which invite links are derived. Never in a backup or an export.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::file::folder_of;
use super::{Store, StoreError};
use crate::domain::secret::{KEY_BYTES, SecretKey};

const NAME: &str = "frontdesk.key";
/// The set-group-id bit of a folder: what is made in it belongs to the group.
const SETGID: u32 = 0o2000;

impl Store {
    /// The shop's key.
    pub fn key(&self) -> Result<SecretKey, StoreError> {
        read(&path_beside(&self.path))
    }
}

/// Makes a key where there is none; an existing one is kept.
pub(super) fn ensure(file: &Path, fresh: [u8; KEY_BYTES]) -> Result<(), StoreError> {
    let path = path_beside(file);
    let made = OpenOptions::new().write(true).create_new(true).mode(mode_beside(file)).open(&path);
    match made {
        Ok(mut key) => key.write_all(&fresh).and_then(|()| key.sync_all()).map_err(|error| {
            // Half a key would be worse than none; this is ours alone, made a moment ago.
            let _ = std::fs::remove_file(&path);
            StoreError::io(&error, &path)
        }),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => read(&path).map(|_| ()),
        Err(error) => Err(StoreError::io(&error, &path)),
    }
}

/// Permissions for what is made beside the file: for its owner, and for the group where the folder is a group's.
pub(super) fn mode_beside(file: &Path) -> u32 {
    let shared = std::fs::metadata(folder_of(file)).is_ok_and(|folder| folder.mode() & SETGID != 0);
    if shared { 0o660 } else { 0o600 }
}

fn path_beside(file: &Path) -> PathBuf {
    folder_of(file).join(NAME)
}

fn read(path: &Path) -> Result<SecretKey, StoreError> {
    let unusable = |reason: String| StoreError::Key { path: path.to_path_buf(), reason };
    let mut file = std::fs::File::open(path).map_err(|error| unusable(error.to_string()))?;
    let mode = file.metadata().map_err(|error| unusable(error.to_string()))?.permissions().mode();
    if mode & 0o007 != 0 {
        return Err(unusable("others can read it: chmod o-rwx".to_owned()));
    }
    let mut bytes = [0; KEY_BYTES];
    file.read_exact(&mut bytes).map_err(|_| unusable("it is too short".to_owned()))?;
    Ok(SecretKey::new(bytes))
}
