use frontdesk::app::key::Key;
use frontdesk::app::vocabulary::*;
use frontdesk::app::*;
use frontdesk::config::*;
use frontdesk::domain::{
    car::*, contact::*, customer::*, email::Email, history::*, invite::*, phone::*, preference::*, record::Record,
    role::RoleBook, search::*,
};
use frontdesk::ui::{draw, look::Look};
use ratatui::{Terminal, backend::TestBackend};
use std::time::Duration;
fn main() {
    let z = jiff::tz::TimeZone::get("America/Los_Angeles").unwrap();
    let s = Settings {
        database: "/srv/shop/frontdesk.db".into(),
        shop_name: "Riverside Auto".into(),
        time_zone: z,
        region: Region::US,
        roles: RoleBook::of_the_guide(),
        author: Author { staff: "ines".into(), desk: "desk 2".into(), run: 1 },
        portal: Portal { sign_in_url: Some("https://p.example/{token}".into()), invite_valid_days: 7 },
        mail: Mail {
            from: None,
            reply_to: None,
            delivery: Delivery::Folder,
            folder: "/tmp/x".into(),
            only_by_timer: false,
            templates: None,
            smtp: None,
        },
    };
    let now: jiff::Timestamp = "2026-11-23T18:45:00Z".parse().unwrap();
    let t = |m: i64| now.saturating_sub(jiff::Span::new().minutes(m)).unwrap();
    let mk = |id: i64,
              f: &str,
              l: &str,
              role: &str,
              desc: Option<&str>,
              email: Option<&str>,
              phone: Option<&str>,
              primary,
              access,
              marks: &[MessageType],
              invite: Option<Invite>| Contact {
        id: ContactId(id),
        customer: CustomerId(1),
        version: 1,
        details: ContactDetails {
            first_name: f.into(),
            last_name: l.into(),
            email: email.map(|e| Email::kept(e.into())),
            phone: phone.map(|p| Phone::kept(p.into())),
            role: Some(role.into()),
            role_description: desc.map(Into::into),
            primary,
            portal_access: access,
            preferences: marks.iter().copied().collect(),
        },
        invite,
        elsewhere: vec![],
    };
    use MessageType::*;
    let inv = |st, acc: Option<i64>, sent: i64| Invite {
        id: InviteId(1),
        state: st,
        delivery: Delivery::Smtp,
        email: Email::kept("bea@ledger.example".into()),
        queued_at: t(sent),
        queued_by: "ana".into(),
        expires_at: expires_at(t(sent), 7),
        sent_at: Some(t(sent)),
        accepted_at: acc.map(t),
        ended_at: None,
        attempts: 1,
        next_attempt_at: None,
        last_error: None,
    };
    let contacts = vec![
        mk(
            1,
            "Maria",
            "Lopez",
            "Spouse",
            None,
            Some("maria@lopez.example"),
            Some("+15095554471"),
            true,
            true,
            &[Scheduling, CarUpdates, Contracts],
            Some(inv(InviteState::Accepted, Some(60 * 24 * 200), 60 * 24 * 201)),
        ),
        mk(
            2,
            "Beatriz",
            "Quiñones",
            "Bookkeeper",
            None,
            Some("bea@ledger.example"),
            Some("+15095550199"),
            false,
            true,
            &[Invoices, Estimates],
            Some(inv(InviteState::Sent, None, 13)),
        ),
        mk(
            3,
            "Tom",
            "Hale",
            "Other",
            Some("Vehicle manager"),
            None,
            Some("+15095550160"),
            false,
            false,
            &[Scheduling, CarUpdates, Contracts],
            None,
        ),
        mk(
            4,
            "Dana",
            "Whitlock-Szczepańska",
            "Bookkeeper",
            None,
            Some("dana@old.example"),
            None,
            false,
            true,
            &[Invoices, Estimates],
            Some(inv(InviteState::Sent, None, 60 * 24 * 21)),
        ),
    ];
    let hist = vec![
        Entry {
            id: EntryId(9),
            at: t(4),
            staff: "ines".into(),
            desk: "desk 2".into(),
            subject: Subject::Contact(ContactId(2)),
            subject_name: "Beatriz Quiñones".into(),
            act: Act::Changed,
            changes: vec![Change {
                field: Field::Phone,
                old: Value::Text("+15095550191".into()),
                new: Value::Text("+15095550199".into()),
            }],
            note: None,
            undoable: true,
        },
        Entry {
            id: EntryId(8),
            at: t(13),
            staff: "ana".into(),
            desk: "desk 1".into(),
            subject: Subject::Contact(ContactId(2)),
            subject_name: "Beatriz Quiñones".into(),
            act: Act::InviteSent,
            changes: vec![],
            note: Some("bea@ledger.example".into()),
            undoable: false,
        },
    ];
    let rec = Record {
        customer: Customer {
            id: CustomerId(1),
            reference: "C-1".into(),
            version: 1,
            details: CustomerDetails {
                first_name: "".into(),
                last_name: "".into(),
                company: Some("Lopez Racing".into()),
                email: Some(Email::kept("office@lopez.example".into())),
                phone: Some(Phone::kept("+15095550134".into())),
                notes: Some("Keys in the left drawer.".into()),
                preferences: [Scheduling, CarUpdates, Contracts].into_iter().collect(),
            },
        },
        cars: vec![
            Car {
                id: CarId(1),
                version: 1,
                details: CarDetails {
                    year: Some(2019),
                    make: Some("Mazda".into()),
                    model: Some("MX-5".into()),
                    plate: Some("XYZ4471".into()),
                },
            },
            Car {
                id: CarId(2),
                version: 1,
                details: CarDetails {
                    year: Some(1988),
                    make: Some("Porsche".into()),
                    model: Some("911".into()),
                    plate: Some("OKG1234".into()),
                },
            },
        ],
        contacts,
        history: hist,
        history_total: 14,
    };
    let a: Vec<String> = std::env::args().collect();
    let (w, h) = (a[1].parse().unwrap(), a[2].parse().unwrap());
    let mut app = App::new(s, Opening::Desk);
    let mut ms = 0u64;
    let mut n = || {
        ms += 400;
        Now { wall: now, steady: Duration::from_millis(ms) }
    };
    let eff = app.update(Event::Started(Size { width: w, height: h }), n());
    let hit = |id, name: &str, phone: &str, car: &str, f, att| Hit {
        customer: CustomerId(id),
        name: name.into(),
        phone: phone.into(),
        car: car.into(),
        found_by: f,
        attention: att,
    };
    for e in eff {
        if let Effect::Search { ticket, .. } = e {
            app.update(
                Event::Found {
                    ticket,
                    skip: 0,
                    hits: Hits {
                        rows: vec![
                            hit(
                                1,
                                "Lopez Racing",
                                "(509) 555-0134",
                                "911 · OKG1234",
                                FoundBy::Rest { opened: Some(t(4)) },
                                true,
                            ),
                            hit(
                                2,
                                "Smith, John",
                                "(509) 555-4471",
                                "MX-5 · XYZ4471",
                                FoundBy::Name { number: 1, of: 2 },
                                false,
                            ),
                            hit(
                                3,
                                "O'Brien, Siobhán",
                                "(509) 555-0102",
                                "Transit · OBR0007",
                                FoundBy::Contact {
                                    id: ContactId(2),
                                    name: "John Smith".into(),
                                    role: "Assistant".into(),
                                },
                                true,
                            ),
                        ],
                        more: false,
                    },
                },
                n(),
            );
            app.update(Event::Counted { ticket, count: Count { hits: 3, customers: 12408 } }, n());
        }
    }
    let look = Look { color: true, ascii: a.len() > 4 };
    for k in a[3].chars() {
        let key = match k {
            '\n' => Key::Enter,
            '<' => Key::Up,
            '>' => Key::Down,
            '~' => Key::Esc,
            '^' => Key::Tab,
            c => Key::Char(c),
        };
        for e in app.update(Event::KeyPressed(key), n()) {
            if let Effect::Read(_) = e {
                app.update(Event::RecordRead(Box::new(rec.clone())), n());
            } else {
                println!("{e:?}");
            }
        }
    }
    let mut term = Terminal::new(TestBackend::new(w, h)).unwrap();
    term.draw(|f| draw(f, &app, &look)).unwrap();
    print!("{}", term.backend());
}
