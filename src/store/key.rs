//! `frontdesk.key`, beside the file: the key from which invite links are derived. Never in a backup or an export.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::path::folder_of;
use super::{Store, StoreError, rights};
use crate::domain::secret::{KEY_BYTES, SecretKey};
use crate::domain::text::reason;

const NAME: &str = "frontdesk.key";

impl Store {
    /// The shop's key.
    pub fn key(&self) -> Result<SecretKey, StoreError> {
        read(&path_beside(&self.path))
    }
}

/// Makes a key where there is none; an existing one is kept.
pub(super) fn ensure(file: &Path, fresh: [u8; KEY_BYTES]) -> Result<(), StoreError> {
    let path = path_beside(file);
    match rights::make_file(&path, &folder_of(file)) {
        Ok(mut key) => key.write_all(&fresh).and_then(|()| key.sync_all()).map_err(|error| {
            // Half a key would be worse than none; this is ours alone, made a moment ago.
            let _ = std::fs::remove_file(&path);
            StoreError::io(&error, &path)
        }),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => read(&path).map(|_| ()),
        Err(error) => Err(StoreError::io(&error, &path)),
    }
}

pub(super) fn path_beside(file: &Path) -> PathBuf {
    folder_of(file).join(NAME)
}

pub(super) fn read(path: &Path) -> Result<SecretKey, StoreError> {
    let unusable = |why: String| StoreError::Key { path: path.to_path_buf(), reason: why };
    let mut file = std::fs::File::open(path).map_err(|error| unusable(reason(&error)))?;
    let mode = file.metadata().map_err(|error| unusable(reason(&error)))?.permissions().mode();
    if mode & 0o007 != 0 {
        return Err(unusable("others can read it: chmod o-rwx".to_owned()));
    }
    let mut bytes = [0; KEY_BYTES];
    file.read_exact(&mut bytes).map_err(|_| unusable("it is too short".to_owned()))?;
    Ok(SecretKey::new(bytes))
}
