//! `frontdesk doctor`: whether everything is as it should be, and where it is not, what to do.

mod mail;
mod words;

use serde_json::json;

use self::words::{Area, Finding};
use super::arguments::{Doctor, Global};
use super::failure::{DATABASE, FAILED, Fails, Failure};
use super::office::{Office, say, settings, tell};
use crate::config::Settings;
use crate::runtime::log;
use crate::store::{Flaw, examine};

/// 0 when all is well, 1 with findings, 4 when the file cannot be used.
pub fn run(global: &Global, asked: Doctor) -> Result<u8, Failure> {
    let settings = match settings(global) {
        Ok(settings) => settings,
        Err(failure) => {
            let finding = Finding::new(Area::Configuration, failure.words, "Correct it, then look again.");
            answer(&[finding], &[Area::Configuration], asked.json, true);
            return Ok(FAILED);
        }
    };
    if asked.repair {
        Office::open(global)?.store.rebuild_index().fails()?;
    }
    let (mut findings, is_usable) = look(&settings);
    findings.extend(mail::letter(&settings.mail));
    if asked.mail {
        findings.extend(mail::findings(&settings));
    }
    let areas = if asked.mail { &Area::ALL[..] } else { &Area::ALL[..Area::ALL.len() - 1] };
    answer(&findings, areas, asked.json, is_usable);
    tell(&format!("What was done here is logged in {}.", log::file_in(&settings.state).display()));
    if asked.mail && !findings.iter().any(|finding| finding.area == Area::Mail) {
        tell(&crate::mail::rehearsed(&settings.mail, &settings.shop_name));
    }
    Ok(match (is_usable, findings.is_empty()) {
        (false, _) => DATABASE,
        (true, false) => FAILED,
        (true, true) => 0,
    })
}

/// What was found, and whether the file can be used.
fn look(settings: &Settings) -> (Vec<Finding>, bool) {
    let checkup = examine(&settings.database, settings.keep_days > 0, Office::now());
    let mut findings: Vec<Finding> = checkup.surroundings.iter().map(|flaw| words::of(flaw, settings)).collect();
    let is_usable = match checkup.content {
        Ok(flaws) => {
            findings.extend(flaws.iter().map(|flaw| words::of(flaw, settings)));
            !flaws.iter().any(|flaw| matches!(flaw, Flaw::Damaged(_)))
        }
        Err(error) => {
            findings.push(words::unusable(&error));
            false
        }
    };
    (findings, is_usable)
}

fn answer(findings: &[Finding], areas: &[Area], as_json: bool, is_usable: bool) {
    if as_json {
        let rows: Vec<_> = findings
            .iter()
            .map(|found| json!({ "check": found.area.word(), "finding": found.what, "remedy": found.remedy }))
            .collect();
        say(&json!({ "ok": findings.is_empty(), "usable": is_usable, "findings": rows }).to_string());
        return;
    }
    // Of a file that cannot be used nothing in it was looked at.
    let was_looked_at =
        |area: Area| is_usable || matches!(area, Area::Configuration | Area::Place | Area::Rights | Area::Mail);
    for area in areas {
        let mut found = findings.iter().filter(|finding| finding.area == *area).peekable();
        if found.peek().is_none() && was_looked_at(*area) {
            say(&format!("ok  {}", area.word()));
        }
        for finding in found {
            say(&format!("!!  {}: {}\n      {}", area.word(), finding.what, finding.remedy));
        }
    }
    if findings.is_empty() {
        tell("Everything is as it should be.");
    }
}
