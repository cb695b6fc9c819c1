//! `frontdesk portal`: always one JSON object in and one out, also on failure (interfaces.md).

use std::io::Read;

use serde::Deserialize;
use serde_json::{Value, json};

use super::arguments::{Global, Portal};
use super::failure::{DATABASE, FAILED, Fails, Failure};
use super::office::{Office, say, tell};
use crate::runtime::log::Entry;
use crate::store::{Account, Asked, Redeem};

/// More than this is no question of a portal.
const MOST_BYTES: u64 = 64 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RedeemQuestion {
    token: Option<String>,
    email: Option<String>,
    code: Option<String>,
    #[serde(default)]
    check: bool,
    request: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccessQuestion {
    email: String,
}

/// Why there is no account, with the exit code.
struct NotNow {
    reason: &'static str,
    code: u8,
}

const INVALID: NotNow = NotNow { reason: "invalid", code: FAILED };

pub fn run(global: &Global, asked: Portal) -> u8 {
    let answer = read().and_then(|question| match asked {
        Portal::Redeem => redeem(global, &question),
        Portal::Access => access(global, &question),
    });
    let (object, code) = match answer {
        Ok(object) => (object, 0),
        Err(NotNow { reason, code }) => (json!({ "ok": false, "reason": reason }), code),
    };
    say(&object.to_string());
    code
}

fn read() -> Result<String, NotNow> {
    let mut question = String::new();
    std::io::stdin().take(MOST_BYTES).read_to_string(&mut question).map_err(|_| INVALID)?;
    Ok(question)
}

fn redeem(global: &Global, question: &str) -> Result<Value, NotNow> {
    let question: RedeemQuestion = serde_json::from_str(question).map_err(|_| INVALID)?;
    let asked = match (question.token, question.email, question.code) {
        (Some(token), None, None) => Asked::Token(token),
        // Looking without using is for the page behind a link; a code is typed by a person.
        (None, Some(email), Some(code)) if !question.check => Asked::Code { email, code },
        _ => return Err(INVALID),
    };
    let redeem = Redeem { asked, check: question.check, request: question.request };
    let answer = available(Office::open(global).and_then(|mut office| {
        let key = office.store.key().fails()?;
        let author = office.settings.author.clone();
        let answer = office.store.redeem(&redeem, &key, &author, Office::now()).fails()?;
        if !redeem.check {
            office.log(&match &answer {
                Ok(account) => Entry::SignedIn { contact: account.contact, customer: account.customer },
                Err(denied) => Entry::NotSignedIn(denied.word()),
            });
        }
        Ok(answer)
    }))?;
    match answer {
        Ok(account) => {
            let mut object = json!({ "ok": true });
            fill(&mut object, &account);
            object["email"] = Value::from(account.email);
            object["name"] = Value::from(account.name);
            Ok(object)
        }
        Err(denied) => Err(NotNow { reason: denied.word(), code: FAILED }),
    }
}

fn access(global: &Global, question: &str) -> Result<Value, NotNow> {
    let question: AccessQuestion = serde_json::from_str(question).map_err(|_| INVALID)?;
    let accounts = available(Office::open(global).and_then(|office| office.store.access(&question.email).fails()))?;
    let accounts: Vec<Value> = accounts
        .into_iter()
        .map(|account| {
            let mut object = json!({});
            fill(&mut object, &account);
            object["name"] = Value::from(account.name);
            object
        })
        .collect();
    Ok(json!({ "ok": true, "accounts": accounts }))
}

fn fill(object: &mut Value, account: &Account) {
    object["contact_id"] = Value::from(account.contact.0);
    object["customer_id"] = Value::from(account.customer.0);
}

/// The portal gets one word; whoever runs the server gets the sentence.
fn available<T>(result: Result<T, Failure>) -> Result<T, NotNow> {
    result.map_err(|failure| {
        tell(&format!("frontdesk: {}", failure.words));
        NotNow { reason: "unavailable", code: DATABASE }
    })
}
