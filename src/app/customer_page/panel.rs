//! The panel at the foot of the customer page: the row under the cursor, in words.

use super::{CustomerPage, LEGEND_WIDTHS, Row};
use crate::app::desk::Desk;
use crate::domain::address::Marks;
use crate::domain::contact::Contact;
use crate::domain::draft::Draft;
use crate::domain::email::Email;
use crate::domain::history::Entry;
use crate::domain::moment;
use crate::domain::phone::Phone;
use crate::domain::reach;
use crate::domain::review::{self, Check, Reason};
use crate::domain::story;
use crate::domain::text::{counted, listed};

/// What the panel says: a title and three lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Panel {
    pub title: String,
    pub lines: Vec<PanelLine>,
}

/// A line of the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PanelLine {
    /// Email, phone and standing, in columns.
    Reached { email: String, phone: String, standing: String, alarm: bool },
    /// A sentence, or parts joined by a dot; in need of attention or not.
    Words { words: String, alarm: bool },
}

impl PanelLine {
    fn words(words: impl Into<String>) -> Self {
        Self::Words { words: words.into(), alarm: false }
    }

    fn alarm(words: impl Into<String>) -> Self {
        Self::Words { words: words.into(), alarm: true }
    }
}

/// Text stops here on wider windows.
const LONGEST: u16 = 160;

impl CustomerPage {
    pub fn panel(&self, desk: &Desk) -> Panel {
        panel(self, desk)
    }
}

fn panel(page: &CustomerPage, desk: &Desk) -> Panel {
    let record = &page.record;
    match page.row {
        Row::Customer => of_customer(page, desk),
        Row::Car(id) => Panel {
            title: record.car(id).map(|car| car.details.line()).unwrap_or_default(),
            lines: vec![PanelLine::words(format!("A car of {}.", record.customer.details.name()))],
        },
        Row::AddCar => Panel {
            title: "Cars".to_owned(),
            lines: vec![PanelLine::words("Year, make, model and plate of another car. The plate is found by Search.")],
        },
        Row::Contact(id) => record.contact(id).map(|contact| of_contact(page, contact, desk)).unwrap_or_default(),
        Row::NoContacts => Panel {
            title: "Contacts".to_owned(),
            lines: vec![
                PanelLine::words(
                    "Add spouses, assistants, bookkeepers, and other people who help manage this account.",
                ),
                PanelLine::words(format!("{} is the main point of contact.", record.customer.details.name())),
            ],
        },
        Row::Unfinished(_) => page.draft().map(|draft| of_draft(draft, desk)).unwrap_or_default(),
        Row::Check(place) => of_check(page, &page.review(desk)[place], place, desk),
        Row::Entry(_) => page.entry().map(|entry| of_entry(entry, desk)).unwrap_or_default(),
        Row::Older => Panel {
            title: "History".to_owned(),
            lines: vec![PanelLine::words(
                "Only the newest entries were read. The others are read when they are asked for.",
            )],
        },
        Row::NoHistory => Panel {
            title: "History".to_owned(),
            lines: vec![PanelLine::words("Every change stands here, with who made it, when and at which desk.")],
        },
    }
}

/// Columns left on a line after such parts.
fn room(page: &CustomerPage, parts: &[String]) -> usize {
    let taken: usize = parts.iter().map(|part| part.chars().count() + 3).sum();
    usize::from(page.size.width.min(LONGEST)).saturating_sub(taken + 2)
}

/// The first of several ways to say it that has so much room, else the last.
fn fitting(room: usize, ways: &[String]) -> String {
    let fits = ways.iter().find(|way| way.chars().count() <= room);
    fits.or(ways.last()).cloned().unwrap_or_default()
}

fn of_customer(page: &CustomerPage, desk: &Desk) -> Panel {
    let customer = &page.record.customer;
    let details = &customer.details;
    let mut gets: Vec<String> = marks_in_words(&customer.marks, desk).collect();
    let whole = format!("Gets {}", details.preferences);
    let missing = details.preferences.missing();
    let whole = if missing.is_empty() { whole } else { format!("{whole} · not {missing}") };
    let ways = [whole, format!("Gets {}", details.preferences.in_short())];
    gets.insert(0, fitting(room(page, &gets), &ways));
    let (email, alarm) = email_line(details.email.as_ref(), &customer.marks);
    let mut lines = vec![
        PanelLine::Reached { email, phone: shown(details.phone.as_ref(), desk), standing: String::new(), alarm },
        PanelLine::words(gets.join(" · ")),
    ];
    if let Some(at) = customer.archived_at {
        let when = moment::said(at, desk.now.wall, &desk.settings.time_zone);
        let back = format!("{} brings it back.", desk.key('u'));
        let ways =
            [format!("Archived {when}: out of Search and the export. {back}"), format!("Archived {when}. {back}")];
        lines.push(PanelLine::alarm(fitting(room(page, &[]), &ways)));
    } else if let Some(notes) = &details.notes {
        lines.push(PanelLine::words(format!("Notes  {notes}")));
    }
    Panel { title: format!("{} · main customer", details.name()), lines }
}

fn of_contact(page: &CustomerPage, contact: &Contact, desk: &Desk) -> Panel {
    let details = &contact.details;
    let (email, alarm) = email_line(details.email.as_ref(), &contact.marks);
    let standing = if details.primary { "primary" } else { "not primary" };
    let lines = vec![
        PanelLine::Reached { email, phone: shown(details.phone.as_ref(), desk), standing: standing.to_owned(), alarm },
        access_line(page, contact, desk),
        gets_line(page, contact, desk),
    ];
    Panel { title: format!("{} · {}", details.name(), details.role_in_full()), lines }
}

/// With its mark where nothing arrives there.
fn email_line(email: Option<&Email>, marks: &Marks) -> (String, bool) {
    let words = reach::email_in_words(email, marks);
    if reach::unreachable(email, marks).is_some() { (format!("! {words}"), true) } else { (words, false) }
}

fn access_line(page: &CustomerPage, contact: &Contact, desk: &Desk) -> PanelLine {
    let story = story::in_panel(contact, desk.now.wall, &desk.settings.time_zone, desk.post);
    let access = if contact.details.portal_access { "Portal Access" } else { "No Portal Access" };
    let words = if story.is_empty() {
        access.to_owned()
    } else {
        // Whether there is access stands on the row, too.
        fitting(room(page, &[]), &[format!("{access} · {story}"), story])
    };
    match story::attention(contact, desk.now.wall) {
        Some(_) => PanelLine::alarm(words),
        None => PanelLine::words(words),
    }
}

fn gets_line(page: &CustomerPage, contact: &Contact, desk: &Desk) -> PanelLine {
    let details = &contact.details;
    let unreachable = !details.preferences.is_empty() && contact.unreachable().is_some();
    let types = &details.preferences;
    let gets = match unreachable && contact.marks.is_empty() {
        true if page.size.width < LEGEND_WIDTHS.end => fitting(
            room(page, &[]),
            &[format!("Gets {types}: ! not reached (small letters)"), format!("! Not reached by {types}")],
        ),
        true => format!("Gets {types}: ! cannot be reached by email"),
        false => format!("Gets {types}"),
    };
    let mut parts = vec![gets];
    if let Some(shared) = details.email.as_ref().and_then(|email| page.record.shares_email(email, Some(contact.id))) {
        let ways = [format!("email also used by {shared}"), "shared email".to_owned()];
        parts.push(fitting(room(page, &parts), &ways));
    }
    parts.extend(marks_in_words(&contact.marks, desk));
    if !contact.elsewhere.is_empty() {
        parts.push(elsewhere(contact, room(page, &parts)));
    }
    let words = parts.join(" · ");
    if unreachable { PanelLine::alarm(words) } else { PanelLine::words(words) }
}

/// The other accounts: with roles where that fits, else by name, else how many.
fn elsewhere(contact: &Contact, room: usize) -> String {
    let also = |whom: &str| format!("also an additional contact of {whom}");
    let others = &contact.elsewhere;
    let with_roles: Vec<String> =
        others.iter().map(|other| format!("{} ({})", other.customer_name, other.role)).collect();
    let names: Vec<&str> = others.iter().map(|other| other.customer_name.as_str()).collect();
    let count = counted(others.len(), "other account");
    fitting(room, &[also(&listed(&with_roles)), also(&listed(&names)), also(&count), format!("also on {count}")])
}

fn marks_in_words<'a>(marks: &'a Marks, desk: &'a Desk) -> impl Iterator<Item = String> + 'a {
    marks.iter().map(|marked| marked.words(desk.now.wall, &desk.settings.time_zone))
}

fn of_draft(draft: &Draft, desk: &Desk) -> Panel {
    let when = moment::said(draft.at, desk.now.wall, &desk.settings.time_zone);
    let how = if draft.aside { "put aside" } else { "left open" };
    Panel {
        title: format!("Unfinished · {}", draft.short()),
        lines: vec![PanelLine::words(format!("Typed but not saved, {how} {when}. Nobody but you sees it here."))],
    }
}

fn of_check(page: &CustomerPage, check: &Check, place: usize, desk: &Desk) -> Panel {
    let said = |reasons: &[Reason]| reasons.iter().map(|reason| reason.words.clone()).collect::<Vec<_>>().join("; ");
    let mut lines = Vec::new();
    if !check.is_fine() {
        lines.push(PanelLine::alarm(format!("! {}.", said(&check.reasons))));
    }
    if !check.remarks.is_empty() {
        lines.push(PanelLine::words(format!("{}. It may be meant so.", said(&check.remarks))));
    }
    if !check.finding.is_empty() {
        lines.push(PanelLine::words(check.finding.clone()));
    }
    if place == review::OWN {
        // What staff compare with what the customer says.
        let customer = &page.record.customer;
        let (email, alarm) = email_line(customer.details.email.as_ref(), &customer.marks);
        let phone = shown(customer.details.phone.as_ref(), desk);
        lines.push(PanelLine::Reached { email, phone, standing: String::new(), alarm });
    }
    Panel { title: format!("Review · {}", check.sentence), lines }
}

fn of_entry(entry: &Entry, desk: &Desk) -> Panel {
    let when = moment::said(entry.at, desk.now.wall, &desk.settings.time_zone);
    Panel {
        title: format!("{when} · {}", entry.by()),
        lines: vec![PanelLine::words(entry.subject_name.clone()), PanelLine::words(entry.words(desk.settings.region))],
    }
}

fn shown(phone: Option<&Phone>, desk: &Desk) -> String {
    match phone {
        None => "no phone".to_owned(),
        Some(phone) if !phone.is_number() => format!("{phone} (as typed)"),
        Some(phone) => phone.shown(desk.settings.region),
    }
}
