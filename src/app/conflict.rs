//! A conflict: a colleague has saved the same fields while a form was open. Nothing is chosen beforehand, because
//! a default would overwrite one of the two.

use super::colleague::Colleague;
use super::desk::Desk;
use super::key::Key;
use super::keys::{self, Binding, HelpRow, Hint, Shown, Standing};
use super::step::Step;
use super::vocabulary::Effect;
use crate::domain::change::{Change, Field, Recorded, Value, changes};
use crate::domain::deed::Deed;
use crate::domain::record::Record;
use crate::domain::text::counted;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Theirs,
    Mine,
    Next,
    Previous,
    Save,
}

/// The keys of a conflict; there are no letters.
pub const KEYS: &[Binding<Command>] = &[
    Binding { keys: &[Key::F(2), Key::Ctrl('s')], command: Command::Save, label: "Save Changes", shown: Shown::Page },
    Binding { keys: &[Key::Left], command: Command::Theirs, label: "take theirs", shown: Shown::Page },
    Binding { keys: &[Key::Right], command: Command::Mine, label: "take yours", shown: Shown::Page },
    Binding { keys: &[Key::Tab, Key::Down, Key::Enter], command: Command::Next, label: "next", shown: Shown::Page },
    Binding { keys: &[Key::BackTab, Key::Up], command: Command::Previous, label: "previous", shown: Shown::Help },
];

/// Whose value is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Theirs,
    Mine,
}

/// A field that both have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub field: Field,
    pub before: Value,
    pub theirs: Value,
    pub mine: Value,
    pub taken: Option<Side>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub customer_name: String,
    pub name: String,
    pub colleague: Colleague,
    pub clashes: Vec<Clash>,
    /// What only one side changed, kept by itself.
    pub kept: Vec<(Side, Change)>,
    /// The order as it was refused.
    refused: Deed,
    /// The same order upon what stands there now, with all that was changed here.
    rebased: Deed,
    pub at: usize,
    /// Saving was tried while something was still to choose.
    pub too_early: bool,
    saving: bool,
}

impl Conflict {
    /// `None` when the record no longer has what was edited, or the edits no longer clash.
    pub fn new(refused: &Deed, record: &Record, colleague: Colleague) -> Option<Self> {
        let (name, sides, rebased) = match refused {
            Deed::EditContact { id, before, after, same_person, .. } => {
                let theirs = &record.contact(*id)?.details;
                let rebased = Deed::EditContact {
                    id: *id,
                    before: theirs.clone(),
                    after: together(before, theirs, after),
                    same_person: *same_person,
                    primary_seen: record.primary_id(),
                };
                (theirs.name(), Sides::of(before, theirs, after), rebased)
            }
            Deed::EditCustomer { id, before, after } => {
                let theirs = &record.customer.details;
                let after_both = together(before, theirs, after);
                let rebased = Deed::EditCustomer { id: *id, before: theirs.clone(), after: after_both };
                (theirs.name(), Sides::of(before, theirs, after), rebased)
            }
            Deed::EditCar { id, before, after } => {
                let theirs = &record.car(*id)?.details;
                let after_both = together(before, theirs, after);
                let rebased = Deed::EditCar { id: *id, before: theirs.clone(), after: after_both };
                (theirs.line(), Sides::of(before, theirs, after), rebased)
            }
            _ => return None,
        };
        let (clashes, kept) = sides.apart();
        (!clashes.is_empty()).then(|| Self {
            customer_name: record.customer.details.name(),
            name,
            colleague,
            clashes,
            kept,
            refused: refused.clone(),
            rebased,
            at: 0,
            too_early: false,
            saving: false,
        })
    }

    /// The order that it is about, before anything is chosen.
    pub fn refused(&self) -> &Deed {
        &self.refused
    }

    pub fn open_choices(&self) -> usize {
        self.clashes.iter().filter(|clash| clash.taken.is_none()).count()
    }

    pub fn is_saving(&self) -> bool {
        self.saving
    }

    pub fn set_saving(&mut self, saving: bool) {
        self.saving = saving;
    }

    /// `None` for a key without a meaning here.
    pub fn on_key(&mut self, key: Key) -> Option<Vec<Step>> {
        if self.saving {
            return Some(Vec::new());
        }
        keys::command(KEYS, key).map(|command| self.run(command))
    }

    /// Takes a value by a click: theirs stands first.
    pub fn clicked(&mut self, row: usize, column: usize) -> Vec<Step> {
        if self.saving || row >= self.clashes.len() {
            return Vec::new();
        }
        self.at = row;
        self.run(if column == 0 { Command::Theirs } else { Command::Mine })
    }

    pub fn hints(&self) -> Vec<Hint> {
        keys::hints(KEYS, Shown::Page, |binding| self.standing(binding))
    }

    pub fn help_rows(&self) -> Vec<HelpRow> {
        keys::help_rows(KEYS, |binding| self.standing(binding))
    }

    /// What is to be done, at the foot.
    pub fn sentence(&self, desk: &Desk) -> String {
        let field = self.clashes[self.at].field.label();
        let whose = &self.colleague.staff;
        match self.open_choices() {
            0 => format!("{} saves what is chosen. Esc goes back to the form.", desk.key_of(keys::CONFLICT, Key::F(2))),
            _ if self.too_early => {
                format!("Nothing is saved yet: choose {whose}'s (Left) or yours (Right) for {field}.")
            }
            left => {
                format!("{field}: Left takes {whose}'s, Right takes yours. {} still to choose.", counted(left, "field"))
            }
        }
    }

    fn standing(&self, binding: &Binding<Command>) -> Standing {
        Standing::acts(match binding.command {
            Command::Theirs => format!("{}'s", self.colleague.staff),
            Command::Mine => "yours".to_owned(),
            _ => binding.label.to_owned(),
        })
    }

    fn run(&mut self, command: Command) -> Vec<Step> {
        let count = self.clashes.len();
        self.too_early = false;
        match command {
            Command::Theirs => self.clashes[self.at].taken = Some(Side::Theirs),
            Command::Mine => self.clashes[self.at].taken = Some(Side::Mine),
            Command::Next => self.at = (self.at + 1) % count,
            Command::Previous => self.at = (self.at + count - 1) % count,
            Command::Save => return self.save(),
        }
        Vec::new()
    }

    fn save(&mut self) -> Vec<Step> {
        if let Some(open) = self.clashes.iter().position(|clash| clash.taken.is_none()) {
            (self.at, self.too_early) = (open, true);
            return Vec::new();
        }
        let theirs: Vec<(Field, &Value)> = self
            .clashes
            .iter()
            .filter(|clash| clash.taken == Some(Side::Theirs))
            .map(|clash| (clash.field, &clash.theirs))
            .collect();
        let mut deed = self.rebased.clone();
        match &mut deed {
            Deed::EditContact { after, .. } => put_all(after, &theirs),
            Deed::EditCustomer { after, .. } => put_all(after, &theirs),
            Deed::EditCar { after, .. } => put_all(after, &theirs),
            _ => {}
        }
        vec![Step::Do(Effect::Perform(deed))]
    }
}

/// Both sides' changes of one record.
struct Sides {
    theirs: Vec<Change>,
    mine: Vec<Change>,
}

impl Sides {
    fn of<R: Recorded>(before: &R, theirs: &R, mine: &R) -> Self {
        Self { theirs: changes(before, theirs), mine: changes(before, mine) }
    }

    /// Fields that both changed differently, and the others.
    fn apart(self) -> (Vec<Clash>, Vec<(Side, Change)>) {
        let (mut clashes, mut kept) = (Vec::new(), Vec::new());
        for change in &self.theirs {
            match self.mine.iter().find(|mine| mine.field == change.field) {
                Some(mine) if mine.new != change.new => clashes.push(Clash {
                    field: change.field,
                    before: change.old.clone(),
                    theirs: change.new.clone(),
                    mine: mine.new.clone(),
                    taken: None,
                }),
                _ => kept.push((Side::Theirs, change.clone())),
            }
        }
        let only_mine = |change: &&Change| !self.theirs.iter().any(|their| their.field == change.field);
        kept.extend(self.mine.iter().filter(only_mine).map(|change| (Side::Mine, change.clone())));
        (clashes, kept)
    }
}

/// Theirs, with everything that was changed here put over it.
fn together<R: Recorded>(before: &R, theirs: &R, mine: &R) -> R {
    let mut together = theirs.clone();
    for change in changes(before, mine) {
        together.put(change.field, &change.new);
    }
    together
}

fn put_all<R: Recorded>(details: &mut R, values: &[(Field, &Value)]) {
    for (field, value) in values {
        details.put(*field, value);
    }
}
