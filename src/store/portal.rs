//! What the portal asks (interfaces.md, "portal redeem, portal access"): an invite is used exactly once.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::history::NewEntry;
use super::row;
use super::transaction::Halt;
use super::{Store, StoreError};
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::email;
use crate::domain::history::{Act, Author, Subject};
use crate::domain::invite::CODE_TRIES;
use crate::domain::secret::{NONCE_BYTES, Nonce, SecretKey, hash, read_code, same};

/// For this long the same request gets the same answer again: a portal that died in between locks nobody out.
const ASK_AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// What somebody shows at the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Token(String),
    Code { email: String, code: String },
}

/// One question of the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redeem {
    pub asked: Asked,
    /// Only look, for the page that a mail scanner opens.
    pub check: bool,
    /// The portal's own number for this question.
    pub request: Option<String>,
}

/// Who signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub contact: ContactId,
    pub customer: CustomerId,
    pub email: String,
    pub name: String,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    Unknown,
    Expired,
    Used,
    Revoked,
    Locked,
}

impl Denied {
    /// The word in the answer (interfaces.md).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Expired => "expired",
            Self::Used => "used",
            Self::Revoked => "revoked",
            Self::Locked => "locked",
        }
    }
}

pub type Answer = Result<Account, Denied>;

struct Found {
    invite: i64,
    state: String,
    account: Account,
    nonce: Nonce,
    expires_at: i64,
    accepted_at: Option<i64>,
    request: Option<String>,
    code_tries: u8,
    has_access: bool,
}

impl Store {
    /// Uses an invite, exactly once under any number of callers.
    pub fn redeem(
        &mut self,
        redeem: &Redeem,
        key: &SecretKey,
        author: &Author,
        now: Timestamp,
    ) -> Result<Answer, StoreError> {
        let answer = self.write(|conn| answer(conn, redeem, key, author, now))?;
        Ok(answer.unwrap_or(Err(Denied::Unknown)))
    }

    /// Who may sign in with an email now.
    pub fn access(&self, email: &str) -> Result<Vec<Account>, StoreError> {
        self.reading(|conn| {
            conn.prepare_cached(
                "SELECT contact.id, customer_id, contact.email, contact.first_name || ' ' || contact.last_name
                 FROM contact JOIN customer ON customer.id = customer_id
                 WHERE contact.email_key = ?1 AND portal_access = 1 AND archived_at IS NULL ORDER BY contact.id",
            )?
            .query_map([email::key(email)], |found| account(found, 0))?
            .collect()
        })
    }
}

fn account(found: &rusqlite::Row, first: usize) -> Result<Account, rusqlite::Error> {
    Ok(Account {
        contact: ContactId(found.get(first)?),
        customer: CustomerId(found.get(first + 1)?),
        email: row::words(found, first + 2)?,
        name: row::words(found, first + 3)?,
    })
}

fn answer(
    conn: &Connection,
    redeem: &Redeem,
    key: &SecretKey,
    author: &Author,
    now: Timestamp,
) -> Result<Answer, Halt> {
    let found = match &redeem.asked {
        Asked::Token(token) => find(conn, "token_hash = ?1", &hash(token)[..])?.pop(),
        Asked::Code { email, code } => match by_code(conn, email, code, key, now)? {
            Ok(found) => found,
            Err(denied) => return Ok(Err(denied)),
        },
    };
    let Some(found) = found else { return Ok(Err(Denied::Unknown)) };
    if let Some(denied) = denied(&found, redeem, now) {
        return Ok(Err(denied));
    }
    if redeem.check || found.state == "accepted" {
        return Ok(Ok(found.account));
    }
    conn.prepare_cached(
        "UPDATE invite SET state = 'accepted', accepted_at = ?2, request = ?3, claimed_until = NULL, next_attempt_at = NULL
         WHERE id = ?1",
    )?
    .execute((found.invite, now.as_millisecond(), redeem.request.as_deref()))?;
    let who = &found.account;
    NewEntry::new(who.customer, Subject::Contact(who.contact), &who.name, Act::SignedIn)
        .note(&who.email)
        .write(conn, author, now)?;
    Ok(Ok(found.account))
}

fn denied(found: &Found, redeem: &Redeem, now: Timestamp) -> Option<Denied> {
    let at = now.as_millisecond();
    match found.state.as_str() {
        "accepted" => {
            let lately = found
                .accepted_at
                .is_some_and(|accepted| now.duration_since(row::at(accepted)) <= ASK_AGAIN && accepted <= at);
            let again = redeem.request.is_some() && redeem.request == found.request && lately && found.has_access;
            (!again).then_some(Denied::Used)
        }
        "revoked" => Some(Denied::Revoked),
        "expired" => Some(Denied::Expired),
        "failed" => Some(Denied::Unknown),
        _ if found.expires_at <= at => Some(Denied::Expired),
        _ if !found.has_access => Some(Denied::Revoked),
        _ => None,
    }
}

/// The open invite of an email whose code this is. A wrong code counts against all open invites of the email; an
/// email that nobody has answers no differently.
fn by_code(
    conn: &Connection,
    email: &str,
    code: &str,
    key: &SecretKey,
    now: Timestamp,
) -> Result<Result<Option<Found>, Denied>, Halt> {
    let code = read_code(code);
    let invites = find(conn, "contact.email_key = ?1", email::key(email))?;
    let mut right = None;
    let mut locked = false;
    for found in invites {
        let is_right = same(&key.code(&found.nonce), &code);
        match (is_right, found.code_tries >= CODE_TRIES) {
            (true, true) => locked = true,
            (true, false) => right = Some(found),
            (false, _)
                if found.expires_at > now.as_millisecond()
                    && matches!(found.state.as_str(), "queued" | "sending" | "sent") =>
            {
                conn.prepare_cached("UPDATE invite SET code_tries = min(code_tries + 1, 99) WHERE id = ?1")?
                    .execute([found.invite])?;
            }
            _ => {}
        }
    }
    Ok(match right {
        None if locked => Err(Denied::Locked),
        right => Ok(right),
    })
}

fn find(conn: &Connection, condition: &str, value: impl rusqlite::ToSql) -> Result<Vec<Found>, rusqlite::Error> {
    conn.prepare_cached(&format!(
        "SELECT invite.id, state, contact.id, customer_id, invite.email, contact.first_name || ' ' || contact.last_name,
                nonce, expires_at, accepted_at, request, code_tries,
                portal_access = 1 AND contact.removed_at IS NULL AND archived_at IS NULL
         FROM invite JOIN contact ON contact.id = contact_id JOIN customer ON customer.id = customer_id
         WHERE {condition} ORDER BY invite.id"
    ))?
    .query_map([value], |found| {
        Ok(Found {
            invite: found.get(0)?,
            state: row::words(found, 1)?,
            account: account(found, 2)?,
            nonce: found.get::<_, [u8; NONCE_BYTES]>(6)?,
            expires_at: found.get(7)?,
            accepted_at: found.get(8)?,
            request: row::text(found, 9)?,
            code_tries: found.get(10)?,
            has_access: found.get(11)?,
        })
    })?
    .collect()
}
