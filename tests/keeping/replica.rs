//! A continuous copy off the machine. Where Litestream is installed, it makes one here; everywhere, a stand-in does
//! what Litestream does to a file: it takes the checkpoints over, holds them back with a reading transaction, copies
//! the frames of the -wal, and puts a copy together again from them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;

use super::{Ended, Shop, count, integrity, skipped};

/// The head of a -wal, and of each frame in it.
const WAL_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

/// Litestream's part, as far as the file and the desks can notice it.
struct StandIn {
    conn: Connection,
    database: PathBuf,
    snapshot: Vec<u8>,
    /// The frames of each -wal, from one checkpoint to the next.
    segments: Vec<Vec<u8>>,
}

impl StandIn {
    fn start(database: PathBuf) -> Self {
        let conn = Connection::open(&database).expect("the file");
        conn.execute_batch(
            "PRAGMA wal_autocheckpoint = 0;
             CREATE TABLE IF NOT EXISTS _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
             CREATE TABLE IF NOT EXISTS _litestream_lock (id INTEGER);",
        )
        .expect("its tables");
        let mut copy = Self { conn, database, snapshot: Vec::new(), segments: Vec::new() };
        copy.begin_a_segment();
        copy.snapshot = fs::read(&copy.database).expect("the file");
        copy
    }

    /// Every page goes into the file, a new -wal begins, and from here on nobody else can begin one.
    fn begin_a_segment(&mut self) {
        let (is_busy, left): (bool, bool) = self
            .conn
            .query_row("PRAGMA wal_checkpoint(RESTART)", [], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)? != row.get::<_, i64>(2)?))
            })
            .expect("an answer");
        assert!(!is_busy && !left, "a desk at rest holds a transaction open, and the -wal grows for ever");
        self.conn
            .execute_batch(
                "INSERT INTO _litestream_seq VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET seq = seq + 1;
                 BEGIN; SELECT count(*) FROM _litestream_seq;",
            )
            .expect("held");
        self.segments.push(Vec::new());
    }

    /// Copies the frames that are new.
    fn follow(&mut self) {
        let mut name = self.database.clone().into_os_string();
        name.push("-wal");
        let committed = committed(&fs::read(name).expect("the -wal"));
        let copied = self.segments.last_mut().expect("a segment");
        assert!(committed.starts_with(copied), "somebody else began a new -wal: frames were lost");
        *copied = committed;
    }

    /// Lets go, copies what is left while nobody writes, and takes over again.
    fn checkpoint(&mut self) {
        self.conn
            .execute_batch("ROLLBACK; BEGIN IMMEDIATE; INSERT INTO _litestream_lock VALUES (1);")
            .expect("the lock");
        self.follow();
        self.conn.execute_batch("ROLLBACK").expect("let go");
        self.begin_a_segment();
    }

    /// What `litestream restore` does: the snapshot, and then one -wal after the other.
    fn restore(&self, target: &Path) {
        fs::write(target, &self.snapshot).expect("written");
        for segment in &self.segments {
            fs::write(target.with_extension("db-wal"), segment).expect("written");
            let conn = Connection::open(target).expect("the copy");
            conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("taken in");
        }
    }
}

/// A -wal up to the end of its last whole transaction; behind it stand frames of an older one, or of one under way.
fn committed(wal: &[u8]) -> Vec<u8> {
    let number = |at: usize| u32::from_be_bytes(wal[at..at + 4].try_into().expect("four bytes"));
    if wal.len() < WAL_HEAD {
        return Vec::new();
    }
    let (frame, salts) = (FRAME_HEAD + usize::try_from(number(8)).expect("a page"), &wal[16..24]);
    let mut end = WAL_HEAD;
    for (place, head) in wal[WAL_HEAD..].chunks_exact(frame).enumerate() {
        if &head[8..16] != salts {
            break;
        }
        let is_commit = head[4..8] != [0; 4];
        if is_commit {
            end = WAL_HEAD + (place + 1) * frame;
        }
    }
    wal[..end].to_vec()
}

/// A morning at the shop, with more than a thousand pages, after which SQLite would tidy up by itself.
fn work(shop: &Shop, round: usize) {
    let bea = shop.contact("Beatriz", "Quiñones");
    shop.run(&["invite", &bea.to_string()]).expect(0);
    shop.run(&["outbox", "send"]).expect(0);
    let list: String = (0..1500).fold("ref,company,notes\n".into(), |list, row| {
        list + &format!("R{round}-{row},Company {round} {row},{}\n", "note ".repeat(40))
    });
    let file = shop.path("list.csv");
    fs::write(&file, list).expect("written");
    shop.run(&["import", "customers", &file.display().to_string()]).expect(0);
}

/// A place on another machine: the copy, and the key that was brought there by hand.
fn content_there(shop: &Shop, make: impl FnOnce(&Path)) {
    let there = shop.path("there");
    fs::create_dir(&there).expect("a folder");
    let copy = there.join("frontdesk.db");
    make(&copy);
    fs::copy(shop.path("data/frontdesk.key"), there.join("frontdesk.key")).expect("the key");
    for (path, mode) in [(&there, 0o700), (&copy, 0o600)] {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("changed");
    }
    assert_eq!(integrity(&copy), "ok");
    for table in ["customer", "contact", "invite", "history"] {
        assert_eq!(count(&copy, table), count(&shop.database(), table), "{table}");
    }
    Ended::of(shop.command(&["doctor"]).arg("--database").arg(&copy)).expect(0);
}

#[test]
fn a_copy_made_frame_by_frame_is_whole_and_the_desks_go_on() {
    let shop = Shop::new();
    shop.configure("[backup]\nkeep_days = 0");
    // A desk that is open all day, and reads.
    let desk = shop.store();
    let mut copy = StandIn::start(shop.database());
    for round in 0..4 {
        work(&shop, round);
        copy.follow();
        desk.data_version().expect("the file answers");
        if round % 2 == 1 {
            copy.checkpoint();
        }
    }
    work(&shop, 4);
    copy.follow();
    assert_eq!(copy.segments.len(), 3);
    content_there(&shop, |target| copy.restore(target));
}

#[test]
fn litestream_itself_where_it_is_installed() {
    if Command::new("litestream").arg("version").output().is_err() {
        skipped("litestream is not installed here: only the stand-in was tried");
        return;
    }
    let shop = Shop::new();
    shop.configure("[backup]\nkeep_days = 0");
    let replica = format!("file://{}", shop.path("replica").display());
    let mut litestream = Command::new("litestream")
        .args(["replicate", &shop.database().display().to_string(), &replica])
        .stdout(Stdio::null())
        .spawn()
        .expect("litestream");
    for round in 0..3 {
        work(&shop, round);
    }
    // It copies what is left before it goes.
    let asked = Command::new("kill").args(["-INT", &litestream.id().to_string()]).status();
    assert!(asked.is_ok_and(|asked| asked.success()));
    litestream.wait().expect("its end");
    content_there(&shop, |target| {
        let restored = Command::new("litestream").arg("restore").arg("-o").arg(target).arg(&replica).status();
        assert!(restored.is_ok_and(|restored| restored.success()), "litestream restore");
    });
}
