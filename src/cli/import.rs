//! `frontdesk import`: every row is checked before the write lock is taken; good rows go in in one transaction, bad
//! ones are left out with line, column and reason.

mod address_book;
mod cards;
mod checking;
mod claim;
mod contacts;
mod customers;
mod people;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use self::checking::{Checked, Counts, Reason};
use self::contacts::{Contact, Contacts};
use self::customers::{Customer, Customers};
use self::people::People;
use super::arguments::{Global, Import, ImportFile};
use super::csv::{Row, Spoiled, Table};
use super::failure::{FAILED, Fails, Failure};
use super::office::{Office, say, tell};
use super::progress::Progress;
use super::text_file::TextFile;
use crate::domain::importing::Importing;
use crate::domain::text::{counted, printable, reason};
use crate::runtime::log::Entry;
use crate::runtime::signals;
use crate::store::{self, Claims, ImportSign, Known, StoreError};

/// So many rows that were left out are listed for a person; JSON has all.
const LISTED: usize = 100;

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    counts: Counts,
    left_out: Vec<LeftOut>,
    warnings: Vec<String>,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LeftOut {
    /// Its place in the list, from 0; several rows may begin on one line.
    place: usize,
    line: u64,
    reason: Reason,
}

/// What a file holds.
#[derive(Debug, Default)]
struct Lists {
    customers: Option<Table>,
    contacts: Option<Table>,
}

impl Lists {
    /// Reads a file as what it is: our own list, one of an address book, or cards.
    fn read(path: &Path, list: &Import) -> Result<Self, Failure> {
        let failed = |reason: String| {
            Failure::new(FAILED, format!("{} cannot be read: {reason} Nothing was changed.", path.display()))
        };
        let text = TextFile::open(path).map_err(failed)?;
        let people = if cards::begins(&text).map_err(failed)? {
            Some(cards::people(&text).map_err(failed)?)
        } else {
            let table = Table::of(text).map_err(failed)?;
            match address_book::people(&table).map_err(failed)? {
                Some(people) => Some(people),
                None => return Ok(Self::of_our_own(table, list)),
            }
        };
        Ok(people.map_or_else(Self::default, |people| Self::of_people(&people, list)))
    }

    fn of_our_own(table: Table, list: &Import) -> Self {
        match list {
            Import::Customers(_) => Self { customers: Some(table), contacts: None },
            Import::Contacts(_) => Self { customers: None, contacts: Some(table) },
        }
    }

    /// Other people's lists bring the people of a customer with the customer, and leave them out with it.
    fn of_people(people: &People, list: &Import) -> Self {
        match list {
            Import::Customers(_) => {
                Self { customers: Some(people.customers()), contacts: Some(people.contacts_of_them()) }
            }
            Import::Contacts(_) => Self { customers: None, contacts: Some(people.contacts()) },
        }
    }
}

/// How an import goes.
#[derive(Debug, Clone)]
struct Manner {
    dry_run: bool,
    with_progress: bool,
    /// Set by Ctrl-C.
    stop: Arc<AtomicBool>,
}

impl Manner {
    fn go_on(&self) -> Result<(), Failure> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Failure::new(FAILED, "Stopped by Ctrl-C. Nothing was changed."));
        }
        Ok(())
    }
}

pub fn run(global: &Global, list: &Import) -> Result<u8, Failure> {
    let (file, what) = match list {
        Import::Customers(file) => (file, "customer"),
        Import::Contacts(file) => (file, "contact"),
    };
    let lists = Lists::read(&file.file, list)?;
    let mut office = Office::open(global)?;
    let manner = Manner {
        dry_run: file.dry_run,
        with_progress: !file.json,
        stop: signals::stop_flag().map_err(|error| no_signals(&error))?,
    };
    let [customers, contacts] = bring(&mut office, &lists, &manner)?;
    let (first, second) = match list {
        Import::Customers(_) => (customers, lists.contacts.is_some().then_some(contacts)),
        Import::Contacts(_) => (contacts, None),
    };
    if !file.dry_run {
        for report in [Some(&first), second.as_ref()].into_iter().flatten() {
            office.log(&Entry::Imported { added: report.counts.added, changed: report.counts.changed });
        }
    }
    print(&first, second.as_ref(), file, what);
    let whole = first.left_out.is_empty() && second.is_none_or(|report| report.left_out.is_empty());
    Ok(if whole { 0 } else { FAILED })
}

fn no_signals(error: &std::io::Error) -> Failure {
    Failure::new(
        FAILED,
        format!("The system does not let this program hear Ctrl-C ({}). Nothing was changed.", reason(error)),
    )
}

/// Brings lists in without a word, for the demo.
pub fn quietly(office: &mut Office, customers: &[u8], contacts: &[u8]) -> Result<(), Failure> {
    let read = |bytes| {
        let table = TextFile::of(bytes).and_then(Table::of);
        table.map(Some).map_err(|reason| Failure::new(FAILED, reason))
    };
    let lists = Lists { customers: read(customers)?, contacts: read(contacts)? };
    let manner = Manner { dry_run: false, with_progress: false, stop: Arc::default() };
    let reports = bring(office, &lists, &manner)?;
    match reports.iter().flat_map(|report| &report.left_out).next() {
        None => Ok(()),
        Some(LeftOut { line, reason, .. }) => {
            Err(Failure::new(FAILED, format!("line {line}, {}: {}", reason.column, reason.words)))
        }
    }
}

/// Checks all rows, then puts the good ones in, in one transaction.
fn bring(office: &mut Office, lists: &Lists, manner: &Manner) -> Result<[Report; 2], Failure> {
    let settings = office.settings.clone();
    let both = Both {
        customers: lists.customers.as_ref().map(|table| Customers::new(table, settings.region)).transpose()?,
        contacts: lists.contacts.as_ref().map(|table| Contacts::new(table, &settings)).transpose()?,
    };
    let mut reports = [Report::default(), Report::default()];
    both.check(&office.store.known().fails()?, manner, &mut reports)?;
    let sign = put_up_sign(office);
    in_one_go(office, manner.dry_run, |import| both.put(import, manner, &mut reports))?;
    drop(sign);
    Ok(reports)
}

/// First the customers, then the contacts, which may be theirs.
struct Both<'a> {
    customers: Option<Customers<'a>>,
    contacts: Option<Contacts<'a>>,
}

impl Both<'_> {
    /// Checks rows against the rules, the file and one another.
    fn check(&self, known: &Known, manner: &Manner, [first, second]: &mut [Report; 2]) -> Result<(), Failure> {
        let claims = Claims::none().fails()?;
        if let Some(list) = &self.customers {
            first.warnings = list.warnings();
            let claim = |customer: Customer, line| customer.claim(&claims, line);
            let check = |row: &Row| list.check(known, row);
            pass(list.table, customers::takes, "Checking", manner, &mut first.left_out, check, claim)?;
        }
        if let Some(list) = &self.contacts {
            second.warnings = list.warnings();
            let check = |row: &Row| list.check(known, Some(&claims), row);
            let claim = |contact: Contact, line| contact.claim(&claims, line);
            pass(list.table, contacts::takes, "Checking", manner, &mut second.left_out, check, claim)?;
        }
        Ok(())
    }

    /// Puts in the rows that were good, and still are: another desk may have been at work meanwhile.
    fn put(&self, import: &store::Import, manner: &Manner, [first, second]: &mut [Report; 2]) -> Result<(), Failure> {
        if let Some(list) = &self.customers {
            let check = |row: &Row| list.check(import.known(), row);
            let put = |customer: Customer, _| customer.put(import, &mut first.counts);
            pass(list.table, customers::takes, "Putting in", manner, &mut first.left_out, check, put)?;
        }
        if let Some(list) = &self.contacts {
            let check = |row: &Row| list.check(import.known(), None, row);
            let put = |contact: Contact, _| contact.put(import, &mut second.counts);
            pass(list.table, contacts::takes, "Putting in", manner, &mut second.left_out, check, put)?;
        }
        Ok(())
    }
}

/// Tells the other desks who it is that they wait for.
fn put_up_sign(office: &Office) -> Option<ImportSign> {
    let author = &office.settings.author;
    let importing = Importing { staff: author.staff.clone(), desk: author.desk.clone(), since: Office::now() };
    ImportSign::put_up(office.store.path(), &importing).ok()
}

/// Checks every row of a list that has not been left out, takes what is good with its line, and leaves out the others.
fn pass<T>(
    table: &Table,
    takes: fn(&str) -> bool,
    doing: &'static str,
    manner: &Manner,
    left_out: &mut Vec<LeftOut>,
    check: impl Fn(&Row) -> Checked<T>,
    mut take: impl FnMut(T, u64) -> Checked<()>,
) -> Result<(), Failure> {
    let unreadable =
        |reason: String| Failure::new(FAILED, format!("The list cannot be read: {reason} Nothing was changed."));
    let before = left_out.len();
    let mut progress = Progress::of(doing, manner.with_progress);
    for (place, row) in table.rows().map_err(unreadable)?.enumerate() {
        manner.go_on()?;
        let row = row.map_err(unreadable)?;
        progress.row(row.part);
        if left_out[..before].binary_search_by_key(&place, |row| row.place).is_ok() {
            continue;
        }
        let outcome = match table.spoiled(&row, takes) {
            Some(Spoiled { column, why }) => Err(Reason::new(column, why)),
            None => match check(&row)? {
                Ok(good) => take(good, row.line)?,
                Err(reason) => Err(reason),
            },
        };
        if let Err(reason) = outcome {
            left_out.push(LeftOut { place, line: row.line, reason });
        }
    }
    left_out.sort_by_key(|row| row.place);
    Ok(())
}

/// Puts rows in, in one transaction. A dry run takes all of it back: only the file itself knows what it would say.
fn in_one_go(
    office: &mut Office,
    dry_run: bool,
    put: impl FnOnce(&store::Import) -> Result<(), Failure>,
) -> Result<(), Failure> {
    enum Stop {
        TakenBack,
        Failed(Failure),
    }
    impl From<StoreError> for Stop {
        fn from(error: StoreError) -> Self {
            Self::Failed(error.into())
        }
    }
    office.act(|store, occasion| {
        let ended = store.import(occasion, |import| {
            put(import).map_err(Stop::Failed)?;
            if dry_run { Err(Stop::TakenBack) } else { Ok(()) }
        });
        match ended {
            Ok(()) | Err(Stop::TakenBack) => Ok(()),
            Err(Stop::Failed(failure)) => Err(failure),
        }
    })
}

fn print(report: &Report, contacts: Option<&Report>, file: &ImportFile, what: &str) {
    if file.json {
        let mut answer = as_json(report, file.dry_run);
        if let Some(contacts) = contacts {
            answer["contacts"] = as_json(contacts, file.dry_run);
        }
        say(&answer.to_string());
        return;
    }
    print_words(report, file.dry_run, what);
    if let Some(contacts) = contacts {
        print_words(contacts, file.dry_run, "contact");
    }
}

fn print_words(report: &Report, dry_run: bool, what: &str) {
    for warning in &report.warnings {
        tell(warning);
    }
    for LeftOut { line, reason, .. } in report.left_out.iter().take(LISTED) {
        tell(&format!("line {line}, {}: {}", reason.column, printable(&reason.words)));
    }
    if report.left_out.len() > LISTED {
        tell(&format!("and {} more: --json lists all", report.left_out.len() - LISTED));
    }
    let (would, left) = if dry_run { ("would be ", "would be left out") } else { ("", "left out") };
    let Counts { added, changed, unchanged } = report.counts;
    say(&format!(
        "{} {would}added, {changed} {would}changed, {unchanged} unchanged, {} {left}.",
        counted(added, what),
        counted(report.left_out.len(), "row")
    ));
}

fn as_json(report: &Report, dry_run: bool) -> Value {
    let row = |LeftOut { line, reason, .. }: &LeftOut| json!({ "line": line, "column": reason.column, "reason": reason.words });
    json!({
        "dry_run": dry_run,
        "added": report.counts.added,
        "changed": report.counts.changed,
        "unchanged": report.counts.unchanged,
        "left_out": report.left_out.iter().map(row).collect::<Vec<_>>(),
        "warnings": report.warnings,
    })
}
