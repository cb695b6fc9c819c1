//! Who may use what is made beside the file: its owner alone, or the group as well where the folder is a group's.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// The set-group-id bit of a folder: what is made in it belongs to the group.
const SETGID: u32 = 0o2000;

/// Whether a folder is shared by a group.
pub(super) fn is_shared(folder: &Path) -> bool {
    std::fs::metadata(folder).is_ok_and(|folder| folder.mode() & SETGID != 0)
}

/// Permissions of a file in a folder.
pub(super) fn file_mode(folder: &Path) -> u32 {
    if is_shared(folder) { 0o660 } else { 0o600 }
}

/// Permissions of a folder inside a folder.
pub(super) fn folder_mode(folder: &Path) -> u32 {
    if is_shared(folder) { 0o2770 } else { 0o700 }
}

/// Makes a file that is not there yet. The umask is undone: it would take the file from the group.
pub(super) fn make_file(path: &Path, folder: &Path) -> io::Result<File> {
    let mode = file_mode(folder);
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(mode).open(path)?;
    file.set_permissions(Permissions::from_mode(mode))?;
    Ok(file)
}

/// Makes a folder inside a folder; one that is there is left as it is.
pub(super) fn make_folder(path: &Path, folder: &Path) -> io::Result<()> {
    let mode = folder_mode(folder);
    match DirBuilder::new().mode(mode & 0o777).create(path) {
        Ok(()) => std::fs::set_permissions(path, Permissions::from_mode(mode)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
