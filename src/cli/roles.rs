//! `frontdesk roles`: who has which role, and one role in place of another for everybody who has it.

use std::io::{IsTerminal, Write, stderr, stdin};

use serde_json::json;

use super::arguments::{Global, Roles};
use super::failure::{FAILED, Fails, Failure, USAGE};
use super::office::{Office, say, tell};
use crate::domain::deed::Deed;
use crate::domain::role::{RoleBook, RoleUse};
use crate::domain::text::{counted, fold, printable};

pub fn run(global: &Global, act: Option<&Roles>, as_json: bool) -> Result<u8, Failure> {
    let mut office = Office::open(global)?;
    let in_use = merged(office.store.roles_in_use().fails()?);
    match act {
        None if as_json => list_json(&office.settings.roles, &in_use),
        None => list(&office.settings.roles, &in_use),
        Some(Roles::Replace { old, new, yes }) => return replace(&mut office, &in_use, old, new, *yes),
    }
    Ok(0)
}

/// Spellings that differ only in case are one role.
fn merged(in_use: Vec<RoleUse>) -> Vec<RoleUse> {
    let mut roles: Vec<RoleUse> = Vec::new();
    for one in in_use {
        match roles.iter_mut().find(|role| fold(&role.role) == fold(&one.role)) {
            Some(role) => {
                role.people += one.people;
                role.accounts += one.accounts;
            }
            None => roles.push(one),
        }
    }
    roles
}

/// Those of the configuration in its order, then those that people still have.
fn list(book: &RoleBook, in_use: &[RoleUse]) {
    say("Role                   People  Proposes");
    for role in book.iter() {
        let people = in_use.iter().find(|used| fold(&used.role) == fold(&role.name)).map_or(0, |used| used.people);
        say(&format!("{:<21} {people:>7}  {}", role.name, role.in_words()));
    }
    let gone: Vec<&RoleUse> = in_use.iter().filter(|used| book.find(&used.role).is_none()).collect();
    for used in &gone {
        say(&format!("{:<21} {:>7}  (not in the configuration)", printable(&used.role), used.people));
    }
    if !gone.is_empty() {
        tell(
            "People keep a role that the configuration does not name. `frontdesk roles replace OLD NEW` gives them another.",
        );
    }
}

fn list_json(book: &RoleBook, in_use: &[RoleUse]) {
    let known = book.iter().map(|role| {
        let used = in_use.iter().find(|used| fold(&used.role) == fold(&role.name));
        let (people, accounts) = used.map_or((0, 0), |used| (used.people, used.accounts));
        json!({ "role": role.name, "configured": true, "people": people, "accounts": accounts })
    });
    let gone = in_use.iter().filter(|used| book.find(&used.role).is_none()).map(
        |used| json!({ "role": used.role, "configured": false, "people": used.people, "accounts": used.accounts }),
    );
    say(&serde_json::Value::from(known.chain(gone).collect::<Vec<_>>()).to_string());
}

fn replace(office: &mut Office, in_use: &[RoleUse], old: &str, new: &str, yes: bool) -> Result<u8, Failure> {
    let book = &office.settings.roles;
    let Some(role) = book.find(new).cloned() else {
        let names: Vec<&str> = book.iter().map(|role| role.name.as_str()).collect();
        let words = format!("{new} is no role of this shop; there are {}. Nothing was changed.", names.join(", "));
        return Err(Failure::new(FAILED, words));
    };
    let Some(used) = in_use.iter().find(|used| fold(&used.role) == fold(old)) else {
        return Err(Failure::new(FAILED, format!("Nobody has the role {old}. Nothing was changed.")));
    };
    if role.name == used.role {
        return Err(Failure::new(FAILED, format!("{old} and {new} are the same role. Nothing was changed.")));
    }
    let whom = format!("{} on {}", counted(used.people, "contact"), counted(used.accounts, "account"));
    let to = if role.needs_description {
        format!("{}, described as {} where there is no description", role.name, used.role)
    } else {
        role.name.clone()
    };
    if !yes && !agreed(&whom, &used.role, &to)? {
        tell("Nothing was changed.");
        return Ok(FAILED);
    }
    let deed =
        Deed::ReplaceRole { from: used.role.clone(), to: role.name.clone(), needs_description: role.needs_description };
    let done = office.perform(&deed)?.fails()?;
    say(&format!("{}: {} is now {}. The history of each says so.", done.name, printable(&used.role), role.name));
    Ok(0)
}

/// Asks the person at the terminal.
fn agreed(whom: &str, from: &str, to: &str) -> Result<bool, Failure> {
    tell(&format!(
        "{whom} with the role {}: it becomes {}.\n\
         Messages, access and all else stay as they are. There is no undo for all of them at once: `frontdesk backup FILE` \
         first keeps the way back.",
        printable(from),
        printable(to)
    ));
    if !stdin().is_terminal() {
        return Err(Failure::new(USAGE, "Say --yes to do it without being asked. Nothing was changed."));
    }
    let _ = write!(stderr(), "Replace it? yes or no: ");
    let _ = stderr().flush();
    let mut answer = String::new();
    let _ = stdin().read_line(&mut answer);
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
