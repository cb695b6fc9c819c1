//! Forms that are not saved, as files of this user: written with every change by a thread of their own, and found
//! again at the next start. A running program holds a lock beside its own, so that no other window offers them. The
//! same thread tells the other desks which record is open in a form here.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::clock;
use super::worker::Worker;
use crate::app::vocabulary::Event;
use crate::config::Settings;
use crate::domain::draft::{Draft, DraftId};
use crate::domain::editing::Editing;
use crate::domain::text::reason;
use crate::store::{OpenForm, Store};

/// A draft with whose it is: offered to the same person at the same desk on the same file only.
#[derive(Serialize, Deserialize)]
struct Kept {
    database: PathBuf,
    staff: String,
    desk: String,
    draft: Draft,
}

enum Order {
    Keep(Box<Draft>),
    LetGo(DraftId),
    TellEditing(Option<Editing>),
}

/// The desk's end.
pub struct Keeper {
    orders: Sender<Order>,
    worker: Worker,
}

impl Keeper {
    /// Finds what was kept before, and keeps from now on.
    pub fn start(settings: &Settings, inbox: &Sender<Event>) -> io::Result<Self> {
        let (orders, ordered) = channel();
        let (keeping, settings) = (inbox.clone(), settings.clone());
        let died =
            vec![Event::Impaired("Keeping forms that are not saved has failed: save before you leave.".to_owned())];
        let worker = Worker::start("drafts", died, inbox.clone(), move || keep(&settings, &ordered, &keeping))?;
        Ok(Self { orders, worker })
    }

    pub fn keep(&self, draft: Box<Draft>) {
        // A thread that has failed has said so.
        self.orders.send(Order::Keep(draft)).ok();
    }

    pub fn let_go(&self, id: DraftId) {
        self.orders.send(Order::LetGo(id)).ok();
    }

    pub fn tell_editing(&self, editing: Option<Editing>) {
        self.orders.send(Order::TellEditing(editing)).ok();
    }

    /// Waits until what was ordered is written.
    pub fn finish(self, within: Duration) {
        drop(self.orders);
        self.worker.ends_within(within);
    }
}

fn keep(settings: &Settings, ordered: &Receiver<Order>, inbox: &Sender<Event>) {
    let folder = settings.state.join("drafts");
    let mut told = false;
    let mut tell = |error: &io::Error| {
        if !std::mem::replace(&mut told, true) {
            let words = format!(
                "Forms that are not saved cannot be kept in {} ({}): they are lost if this line drops.",
                folder.display(),
                reason(error)
            );
            inbox.send(Event::Impaired(words)).ok();
        }
    };
    let lock = match lock_of(&folder, settings.author.run) {
        Ok(lock) => Some(lock),
        Err(error) => {
            tell(&error);
            None
        }
    };
    sweep(&folder);
    let found = unsaved(found_in(&folder, settings), &folder, settings);
    if !found.is_empty() {
        inbox.send(Event::DraftsFound(found)).ok();
    }
    let mut open_form = OpenForm::new(&settings.database, settings.author.run);
    while let Ok(first) = ordered.recv() {
        // Of several changes of one form only the last is written.
        let mut newest: BTreeMap<DraftId, Option<Box<Draft>>> = BTreeMap::new();
        for order in std::iter::once(first).chain(ordered.try_iter()) {
            match order {
                Order::Keep(draft) => {
                    newest.insert(draft.id, Some(draft));
                }
                Order::LetGo(id) => {
                    newest.insert(id, None);
                }
                // Where it cannot be told, the form works all the same.
                Order::TellEditing(editing) => open_form.tell(editing.as_ref()).unwrap_or_default(),
            }
        }
        // What is kept is written before anything is taken away: a draft may have become another.
        for draft in newest.values().flatten() {
            write(&folder, settings, draft).unwrap_or_else(|error| tell(&error));
        }
        for id in newest.iter().filter(|(_, draft)| draft.is_none()).map(|(id, _)| *id) {
            // It may never have been written.
            fs::remove_file(file_of(&folder, id)).ok();
        }
    }
    drop(lock);
    fs::remove_file(lock_file(&folder, settings.author.run)).ok();
}

fn write(folder: &Path, settings: &Settings, draft: &Draft) -> io::Result<()> {
    let kept = Kept {
        database: settings.database.clone(),
        staff: settings.author.staff.clone(),
        desk: settings.author.desk.clone(),
        draft: draft.clone(),
    };
    // Readable by its owner only, and under its name only when it is whole.
    let mut file = tempfile::Builder::new().prefix(&format!("{}-", draft.id.run)).tempfile_in(folder)?;
    file.write_all(&serde_json::to_vec(&kept)?)?;
    file.as_file().sync_data()?;
    file.persist(file_of(folder, draft.id))?;
    Ok(())
}

/// What this person left unsaved at this desk, in programs that have ended.
fn found_in(folder: &Path, settings: &Settings) -> Vec<Draft> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let kept = entries.filter_map(|entry| {
        let path = entry.ok()?.path();
        path.extension().is_some_and(|ending| ending == "json").then_some(())?;
        serde_json::from_slice::<Kept>(&fs::read(path).ok()?).ok()
    });
    let author = &settings.author;
    kept.filter(|kept| kept.database == settings.database && kept.staff == author.staff && kept.desk == author.desk)
        .map(|kept| kept.draft)
        .filter(|draft| draft.id.run != author.run && !is_at_work(folder, draft.id.run))
        .collect()
}

/// Without those that the file knows to be saved: their program had no time to take them away.
fn unsaved(mut found: Vec<Draft>, folder: &Path, settings: &Settings) -> Vec<Draft> {
    if found.is_empty() {
        return found;
    }
    // Where the file does not answer, a form too many is offered rather than one too few.
    if let Ok(store) = Store::open(&settings.database, clock::wall()) {
        found.retain(|draft| {
            let was_saved = store.was_saved(draft).unwrap_or(false);
            if was_saved {
                fs::remove_file(file_of(folder, draft.id)).ok();
            }
            !was_saved
        });
    }
    found
}

/// Takes away what programs that were killed have left besides their drafts: locks, and halves of files.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let run: Option<i64> = name.split(['-', '.']).next().and_then(|run| run.parse().ok());
        if path.extension().is_none_or(|ending| ending != "json") && run.is_some_and(|run| !is_at_work(folder, run)) {
            // Another window may have been faster.
            fs::remove_file(path).ok();
        }
    }
}

/// Whether the program that keeps a draft is still running.
fn is_at_work(folder: &Path, run: i64) -> bool {
    File::open(lock_file(folder, run)).is_ok_and(|lock| lock.try_lock().is_err())
}

fn lock_of(folder: &Path, run: i64) -> io::Result<File> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let lock = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(lock_file(folder, run))?;
    lock.try_lock()?;
    Ok(lock)
}

fn lock_file(folder: &Path, run: i64) -> PathBuf {
    folder.join(format!("{run}.lock"))
}

fn file_of(folder: &Path, id: DraftId) -> PathBuf {
    folder.join(format!("{}-{}.json", id.run, id.number))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use jiff::Timestamp;

    use super::*;
    use crate::domain::contact::{ContactDetails, ContactDraft};
    use crate::domain::draft::Typed;
    use crate::runtime::tests::settings;

    const SOON: Duration = Duration::from_secs(10);

    fn draft(run: i64, number: u32, name: &str) -> Box<Draft> {
        let draft = ContactDraft { first_name: name.into(), ..ContactDraft::default() };
        Box::new(Draft {
            id: DraftId { run, number },
            of: None,
            typed: Typed::Contact { editing: None, before: ContactDetails::default(), draft },
            at: Timestamp::UNIX_EPOCH,
            aside: false,
        })
    }

    fn found(settings: &Settings) -> Vec<String> {
        found_in(&settings.state.join("drafts"), settings).iter().map(Draft::who).collect()
    }

    #[test]
    fn what_was_typed_last_is_found_by_the_next_run_and_only_after_this_one_has_ended() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut settings = settings(folder.path());
        let (inbox, _events) = channel();
        let keeper = Keeper::start(&settings, &inbox).expect("started");
        let run = settings.author.run;
        for name in ["B", "Be", "Bea"] {
            keeper.keep(draft(run, 1, name));
        }
        keeper.keep(draft(run, 2, "discarded"));
        keeper.let_go(DraftId { run, number: 2 });
        keeper.finish(SOON);

        settings.author.run += 1;
        assert_eq!(found(&settings), ["Bea"]);
        let held = lock_of(&settings.state.join("drafts"), run).expect("the first run is at work again");
        assert_eq!(found(&settings), Vec::<String>::new());
        drop(held);
        settings.author.desk = "another".into();
        assert_eq!(found(&settings), Vec::<String>::new());
    }
}
