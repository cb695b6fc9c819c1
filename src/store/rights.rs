//! Who may use what is made beside the file: its owner alone, or the group as well where the folder is a group's.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::Path;

use rustix::process::geteuid;

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

/// Makes a file that is not there yet.
pub(super) fn make_file(path: &Path, folder: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)?;
    hand_over(&file, folder, file_mode(folder))?;
    Ok(file)
}

/// Makes a folder inside a folder; one that is there is left as it is.
pub(super) fn make_folder(path: &Path, folder: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => hand_over(&File::open(path)?, folder, if is_shared(folder) { 0o2770 } else { 0o700 }),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Gives what was just made to those who use the folder, whatever the umask; what root makes, to the folder's owner.
pub(super) fn hand_over(fresh: &File, folder: &Path, mode: u32) -> io::Result<()> {
    let given = (|| {
        if geteuid().is_root() {
            let owner = folder.metadata()?;
            fchown(fresh, Some(owner.uid()), Some(owner.gid()))?;
        }
        fresh.set_permissions(Permissions::from_mode(mode))
    })();
    match given {
        // It is ours, so nobody forbids it: this disk, perhaps a USB stick, knows no rights.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        given => given,
    }
}
