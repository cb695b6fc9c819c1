//! Invites under force: killed at any moment, sent by twenty at once, redeemed by a hundred. A few rounds each time;
//! `FRONTDESK_TORTURE=1` makes a thousand of the first.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::process::{Child, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;

use super::Shop;
use crate::mail_server::{Delivered, MailServer, Script};

/// So many in the thorough run, and so many each time.
const ROUNDS: (usize, usize) = (1000, 20);
/// No command takes longer, so a kill hits any moment of it.
const LONGEST_LIFE: u64 = 40_000;

/// Moments that look random and are the same in every run.
struct Moments(u64);

impl Moments {
    fn next(&mut self) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_micros((self.0 >> 33) % LONGEST_LIFE)
    }
}

/// An invite as the file has it.
#[derive(Debug)]
struct Row {
    contact: String,
    state: String,
    message_id: String,
}

/// A shop with so many bookkeepers who have access, and their numbers.
fn shop_with(people: usize) -> (Shop, Vec<String>) {
    let shop = Shop::new();
    shop.import("customers", "ref,company\nC-1,Lopez Racing\n").succeeds();
    let head = "customer_ref,first_name,last_name,email,role,portal_access".to_owned();
    let row = |number| format!("C-1,Bea {number},Quiñones,bea-{number}@ledger.example,Bookkeeper,yes");
    let list: Vec<String> = iter::once(head).chain((0..people).map(row)).collect();
    shop.import("contacts", list.join("\n")).succeeds();
    let customer = shop.customer("C-1");
    let contacts = customer["contacts"].as_array().expect("contacts").iter();
    let numbers = contacts.map(|contact| contact["id"].to_string()).collect();
    (shop, numbers)
}

fn rows(shop: &Shop) -> Vec<Row> {
    let conn = Connection::open(shop.database()).expect("the file");
    let mut query = conn.prepare("SELECT contact_id, state, message_id FROM invite ORDER BY id").expect("a query");
    let rows = query.query_map([], |found| {
        let contact = found.get::<_, i64>(0)?.to_string();
        Ok(Row { contact, state: found.get(1)?, message_id: found.get(2)? })
    });
    rows.expect("rows").collect::<Result<_, _>>().expect("rows")
}

fn start(shop: &Shop, arguments: &[&str]) -> Child {
    let mut command = shop.command(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts")
}

/// Kills a command after a moment; whether it had ended well before.
fn killed_after(mut child: Child, moment: Duration) -> bool {
    let (_alive, never) = channel::<()>();
    never.recv_timeout(moment).expect_err("nobody sends");
    child.kill().expect("killed");
    child.wait().expect("an end").success()
}

fn message_id(letter: &Delivered) -> String {
    let line = letter.data.lines().find_map(|line| line.strip_prefix("Message-ID: <")).expect("a Message-ID");
    line.trim_end_matches('>').to_owned()
}

/// What the server took, by Message-ID: each time the same mail, to the byte.
fn taken(server: &MailServer) -> BTreeMap<String, Delivered> {
    let mut taken: BTreeMap<String, Delivered> = BTreeMap::new();
    for letter in server.delivered() {
        let first = taken.entry(message_id(&letter)).or_insert_with(|| letter.clone());
        assert_eq!(first.data, letter.data, "a second try is the same mail");
    }
    taken
}

#[test]
fn killed_at_any_moment_no_invite_is_lost_doubled_or_said_to_be_sent() {
    let rounds = if std::env::var_os("FRONTDESK_TORTURE").is_some() { ROUNDS.0 } else { ROUNDS.1 };
    let (shop, numbers) = shop_with(rounds);
    let server = MailServer::start(Script::default());
    shop.configure(&server.configuration());
    let mut moments = Moments(7);
    let mut promised = BTreeSet::new();
    for number in &numbers {
        if killed_after(start(&shop, &["invite", number]), moments.next()) {
            promised.insert(number.clone());
        }
        killed_after(start(&shop, &["outbox", "send"]), moments.next());
        let on_the_way = taken(&server);
        for row in rows(&shop).iter().filter(|row| row.state == "sent") {
            assert!(on_the_way.contains_key(&row.message_id), "said to be sent, and not taken: {row:?}");
        }
    }
    // The leases of those who were killed run out.
    let conn = Connection::open(shop.database()).expect("the file");
    conn.execute("UPDATE invite SET claimed_until = 0 WHERE state = 'sending'", []).expect("written");
    shop.run(&["outbox", "send"]).succeeds();

    let rows = rows(&shop);
    let invited: BTreeSet<String> = rows.iter().map(|row| row.contact.clone()).collect();
    assert!(invited.is_superset(&promised), "an invite that was said to be queued is lost");
    assert_eq!(invited.len(), rows.len(), "nobody is invited twice");
    assert!(rows.iter().all(|row| row.state == "sent"), "{rows:?}");
    let taken = taken(&server);
    assert_eq!(taken.keys().collect::<BTreeSet<_>>(), rows.iter().map(|row| &row.message_id).collect());
    let recipients: BTreeSet<&String> = taken.values().flat_map(|letter| &letter.to).collect();
    assert_eq!(recipients.len(), taken.len(), "one mail for each");
    assert!(!promised.is_empty() && promised.len() < rounds, "some were killed in time, some not: {}", promised.len());
}

#[test]
fn twenty_processes_send_each_mail_once() {
    let (shop, numbers) = shop_with(30);
    let server = MailServer::start(Script::default());
    shop.configure(&server.configuration());
    for number in &numbers {
        shop.run(&["invite", number]).succeeds();
    }
    let senders: Vec<Child> = (0..20).map(|_| start(&shop, &["outbox", "send"])).collect();
    for mut sender in senders {
        assert!(sender.wait().expect("an end").success());
    }
    let delivered = server.delivered();
    assert_eq!(delivered.len(), numbers.len());
    assert_eq!(taken(&server).len(), numbers.len());
    assert!(rows(&shop).iter().all(|row| row.state == "sent"));
}

#[test]
fn a_hundred_callers_redeem_a_link_once() {
    let shop = Shop::with_people();
    shop.run(&["invite", &shop.number("C-1001", "Beatriz")]).succeeds();
    shop.run(&["outbox", "send"]).succeeds();
    let token = super::portal::token_in_the_letter(&shop);
    let question = shop.write("question.json", format!("{{\"token\":\"{token}\"}}"));
    let callers: Vec<Child> = (0..100)
        .map(|_| {
            let mut command = shop.command(&["portal", "redeem"]);
            command.stdin(std::fs::File::open(&question).expect("the question"));
            command.stdout(Stdio::piped()).spawn().expect("the program starts")
        })
        .collect();
    let answers: Vec<Value> = callers
        .into_iter()
        .map(|caller| serde_json::from_slice(&caller.wait_with_output().expect("an end").stdout).expect("an answer"))
        .collect();
    let (let_in, refused): (Vec<&Value>, Vec<&Value>) = answers.iter().partition(|answer| answer["ok"] == true);
    assert_eq!(let_in.len(), 1);
    assert!(refused.iter().all(|answer| answer["reason"] == "used"), "{refused:?}");
}
