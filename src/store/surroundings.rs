//! What the file stands in: rights, room on the disk, and whether the disk is one of this machine.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access, statfs, statvfs};

use super::path::{beside, folder_of};
use super::{Flaw, StoreError, daily, editing, key, rights};

/// A backup, a -wal and a copy for a restore have to fit beside the file, and a little more.
const COPIES: u64 = 2;
const LEAST_FREE: u64 = 64 * 1024 * 1024;

/// Some sandboxes call their own disk so, and only it: told by the doctor, but not refused.
const DOUBTFUL: &str = "9P";
/// Names of file systems that are another machine's, by the numbers that Linux gives them.
const SHARES: [(u64, &str); 9] = [
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFE53_4D42, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0x5346_414F, "AFS"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
    (0x0102_1997, DOUBTFUL),
    (0x786F_4256, "a folder shared with a virtual machine"),
];

/// Everything around a file that is not as it should be.
pub(super) fn flaws(file: &Path) -> Vec<Flaw> {
    let folder = folder_of(file);
    let mut flaws = Vec::new();
    flaws.extend(share(&folder).map(Flaw::NetworkShare));
    flaws.extend(room(file, &folder));
    flaws.extend(
        [folder.as_path(), file]
            .into_iter()
            .filter(|path| !may_write(path))
            .map(|path| Flaw::NotWritable(path.to_path_buf())),
    );
    let inside = [daily::folder(file), editing::folder(file)];
    flaws.extend([&folder, &inside[0], &inside[1]].into_iter().filter_map(|path| rights_of_folder(path, &folder)));
    flaws.extend(rights_of_files(file, &folder, &inside));
    // Where there is no file, its key is not missed.
    if file.exists()
        && let Err(error) = key::read(&key::path_beside(file))
    {
        flaws.push(Flaw::Key(error));
    }
    flaws
}

/// The kind of network share that a folder is on, if it is one. There the desks would not see one another's locks.
pub(super) fn share(folder: &Path) -> Option<&'static str> {
    named(u64::try_from(statfs(folder).ok()?.f_type).ok()? & 0xFFFF_FFFF)
}

fn named(number: u64) -> Option<&'static str> {
    SHARES.iter().find(|(known, _)| *known == number).map(|(_, name)| *name)
}

fn room(file: &Path, folder: &Path) -> Option<Flaw> {
    let disk = statvfs(folder).ok()?;
    let size = file.metadata().map_or(0, |about| about.len());
    let (free, needed) = (disk.f_bavail.saturating_mul(disk.f_frsize), size.saturating_mul(COPIES).max(LEAST_FREE));
    (free < needed).then_some(Flaw::LittleRoom { free, needed })
}

fn may_write(path: &Path) -> bool {
    // One that is missing is told of elsewhere.
    !path.exists() || access(path, Access::WRITE_OK).is_ok()
}

/// Whoever may write the folder, or one in it, may put another file in the place of this one.
fn rights_of_folder(path: &Path, folder: &Path) -> Option<Flaw> {
    let found = path.metadata().ok()?.mode() & 0o7777;
    let is_right = if rights::is_shared(folder) { found & 0o077 == 0o070 } else { found & 0o022 == 0 };
    let wanted = if rights::is_shared(folder) { 0o2770 } else { 0o700 };
    (!is_right).then(|| Flaw::Rights { path: path.to_path_buf(), found, wanted })
}

fn rights_of_files(file: &Path, folder: &Path, inside: &[PathBuf]) -> Vec<Flaw> {
    let wanted = rights::file_mode(folder);
    let files: [PathBuf; 5] =
        [file.to_path_buf(), beside(file, "-wal"), beside(file, "-shm"), beside(file, ".lock"), key::path_beside(file)];
    let kept = inside.iter().flat_map(fs::read_dir).flatten().flatten().map(|entry| entry.path());
    files
        .into_iter()
        .chain(kept)
        .filter_map(|path| {
            let found = path.metadata().ok()?.mode() & 0o777;
            (found != wanted).then_some(Flaw::Rights { path, found, wanted })
        })
        .collect()
}

/// Refuses a place where desks would damage the file for one another.
pub(super) fn check(file: &Path) -> Result<(), StoreError> {
    refused(file, share(&folder_of(file)))
}

fn refused(file: &Path, share: Option<&'static str>) -> Result<(), StoreError> {
    match share {
        Some(kind) if kind != DOUBTFUL => Err(StoreError::NetworkShare { path: file.to_path_buf(), kind }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machines_disk_is_refused_and_ones_own_is_not() {
        let file = Path::new("/srv/shop/frontdesk.db");
        for (number, kind) in [(0x6969, "NFS"), (0xFF53_4D42, "CIFS"), (0xFE53_4D42, "SMB")] {
            let words = refused(file, named(number)).expect_err("a share").to_string();
            assert!(words.contains(kind) && words.contains("open the desks over SSH"), "{words}");
        }
        // ext4, btrfs, xfs, tmpfs, and what a sandbox calls its own disk.
        for number in [0xEF53, 0x9123_683E, 0x5846_5342, 0x0102_1994, 0x0102_1997] {
            assert!(refused(file, named(number)).is_ok(), "{number:#x}");
        }
    }
}
