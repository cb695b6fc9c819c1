-- Step 1: customers, their cars and additional contacts, invites, history, and the search index.
--
-- The hard rules of the shop stand here too, so that no way in can break them. Moments are milliseconds since
-- 1970 UTC. Ids are never used again (AUTOINCREMENT); nothing is deleted: contacts and cars are removed_at,
-- customers archived_at. Every row that people change counts its changes in version.

CREATE TABLE customer (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    ref         TEXT    NOT NULL UNIQUE CHECK (ref <> ''),       -- the shop's own key
    version     INTEGER NOT NULL DEFAULT 1,
    first_name  TEXT    NOT NULL DEFAULT '',
    last_name   TEXT    NOT NULL DEFAULT '',
    company     TEXT    CHECK (company <> ''),
    email       TEXT    CHECK (email <> ''),
    email_key   TEXT    CHECK ((email_key IS NULL) = (email IS NULL)), -- compared trimmed and without case
    phone       TEXT    CHECK (phone <> ''),                    -- E.164, or as typed when it is no number
    notes       TEXT    CHECK (notes <> ''),
    preferences INTEGER NOT NULL CHECK (preferences BETWEEN 0 AND 63), -- bits in the guide's order, Scheduling first
    sort_key    TEXT    NOT NULL,                               -- the listed name, folded
    archived_at INTEGER,
    -- What lists say of the customer that stands in other rows: written whenever an act is, so that a list need not read
    -- whole records.
    newest_car       TEXT,                                      -- in short
    attention_since  INTEGER,                                   -- from when on it needs a person's eye, if ever
    attention_points INTEGER CHECK (attention_points > 0),      -- how many checks are not fine from then on
    attention_until  INTEGER,                                   -- when time alone may change that
    CHECK ((attention_since IS NULL) = (attention_points IS NULL)),
    CHECK (company IS NOT NULL OR (first_name <> '' AND last_name <> ''))
) STRICT;

CREATE INDEX customer_by_name ON customer (sort_key, id) WHERE archived_at IS NULL;
CREATE INDEX customer_in_need ON customer (sort_key, id, attention_since) WHERE attention_since IS NOT NULL;
CREATE INDEX customer_by_email ON customer (email_key) WHERE email_key IS NOT NULL;

CREATE TABLE car (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    version     INTEGER NOT NULL DEFAULT 1,
    year        INTEGER CHECK (year BETWEEN 1886 AND 2100),
    make        TEXT    CHECK (make <> ''),
    model       TEXT    CHECK (model <> ''),
    plate       TEXT    CHECK (plate <> ''),
    removed_at  INTEGER,
    CHECK (coalesce(make, model, plate) IS NOT NULL)
) STRICT;

CREATE INDEX car_of_customer ON car (customer_id, year DESC, id DESC) WHERE removed_at IS NULL; -- as a page lists them

CREATE TABLE contact (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id      INTEGER NOT NULL REFERENCES customer (id),
    ref              TEXT    UNIQUE CHECK (ref <> ''),          -- contact_ref of an import
    version          INTEGER NOT NULL DEFAULT 1,
    first_name       TEXT    NOT NULL CHECK (trim(first_name) <> ''),
    last_name        TEXT    NOT NULL CHECK (trim(last_name) <> ''),
    email            TEXT    CHECK (email <> ''),
    email_key        TEXT    CHECK ((email_key IS NULL) = (email IS NULL)),
    phone            TEXT    CHECK (phone <> ''),
    role             TEXT    CHECK (role <> ''),                -- text: shops have their own
    role_description TEXT    CHECK (role_description <> ''),
    is_primary       INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
    portal_access    INTEGER NOT NULL DEFAULT 0 CHECK (portal_access IN (0, 1)),
    preferences      INTEGER NOT NULL DEFAULT 0 CHECK (preferences BETWEEN 0 AND 63),
    removed_at       INTEGER,
    CHECK (portal_access = 0 OR email IS NOT NULL),
    CHECK (coalesce(role, '') <> 'Other' OR role_description IS NOT NULL),
    -- A removed contact has ended: no access, not primary.
    CHECK (removed_at IS NULL OR (portal_access = 0 AND is_primary = 0))
) STRICT;

CREATE INDEX contact_of_customer ON contact (customer_id, is_primary DESC, id); -- as a page lists them
CREATE UNIQUE INDEX contact_one_primary ON contact (customer_id) WHERE is_primary = 1;
CREATE UNIQUE INDEX contact_one_holder ON contact (customer_id, email_key) WHERE portal_access = 1;
CREATE INDEX contact_by_email ON contact (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX contact_by_phone ON contact (phone) WHERE phone IS NOT NULL;

-- Within a customer an email signs in one person, and the customer's own email is already one.
CREATE TRIGGER contact_access_added BEFORE INSERT ON contact WHEN new.portal_access = 1
BEGIN
    SELECT raise(ABORT, 'the main customer signs in with this email')
    FROM customer WHERE id = new.customer_id AND email_key = new.email_key;
END;

CREATE TRIGGER contact_access_changed BEFORE UPDATE OF portal_access, email_key, customer_id ON contact
WHEN new.portal_access = 1
BEGIN
    SELECT raise(ABORT, 'the main customer signs in with this email')
    FROM customer WHERE id = new.customer_id AND email_key = new.email_key;
END;

CREATE TRIGGER customer_email_changed BEFORE UPDATE OF email_key ON customer WHEN new.email_key IS NOT NULL
BEGIN
    SELECT raise(ABORT, 'a contact signs in with this email')
    FROM contact WHERE customer_id = new.id AND email_key = new.email_key AND portal_access = 1;
END;

CREATE TABLE invite (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id      INTEGER NOT NULL REFERENCES contact (id),
    email           TEXT    NOT NULL,                           -- where it went, whatever the contact has now
    state           TEXT    NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'accepted', 'failed', 'expired', 'revoked')),
    delivery        TEXT    NOT NULL CHECK (delivery IN ('smtp', 'folder')),
    nonce           BLOB    NOT NULL CHECK (length(nonce) = 16), -- the secret is derived from it with frontdesk.key
    token_hash      BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    message_id      TEXT    NOT NULL UNIQUE,                    -- the same at every attempt
    queued_at       INTEGER NOT NULL,
    queued_by       TEXT    NOT NULL,
    queued_desk     TEXT    NOT NULL,
    expires_at      INTEGER NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER,
    claimed_until   INTEGER,                                    -- the lease of the desk that is sending it
    sent_at         INTEGER,
    accepted_at     INTEGER,
    ended_at        INTEGER,
    last_error      TEXT,
    code_tries      INTEGER NOT NULL DEFAULT 0,                 -- wrong codes; five lock the code, not the link
    request         TEXT,                                       -- the portal's, for asking again after a crash
    CHECK (state <> 'queued' OR next_attempt_at IS NOT NULL),
    CHECK (state <> 'sending' OR claimed_until IS NOT NULL),
    CHECK (state <> 'sent' OR sent_at IS NOT NULL),
    CHECK (state <> 'accepted' OR accepted_at IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX invite_one_open ON invite (contact_id) WHERE state IN ('queued', 'sending', 'sent');
CREATE INDEX invite_of_contact ON invite (contact_id, id);
CREATE INDEX invite_waiting ON invite (next_attempt_at) WHERE state IN ('queued', 'sending');

CREATE TABLE history (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    follows     INTEGER REFERENCES history (id),                -- the first entry of the same act, unless it is this one
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    contact_id  INTEGER REFERENCES contact (id),
    car_id      INTEGER REFERENCES car (id),
    at          INTEGER NOT NULL,
    staff       TEXT    NOT NULL,
    desk        TEXT    NOT NULL,
    run         INTEGER NOT NULL,                               -- the start of the program at that desk
    act         TEXT    NOT NULL,
    subject     TEXT    NOT NULL,                               -- the name at that time
    changes     TEXT    NOT NULL CHECK (json_valid(changes)),   -- {"phone":["old","new"]}
    note        TEXT,
    undoes      INTEGER REFERENCES history (id),                -- set when this entry is an undo
    undone_by   INTEGER REFERENCES history (id)
) STRICT;

CREATE INDEX history_of_customer ON history (customer_id, id);
CREATE INDEX history_of_act ON history (follows) WHERE follows IS NOT NULL;

-- Why no invite goes out for now, when that is the set-up and nobody's address: one row for all desks.
CREATE TABLE post (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    held_until INTEGER,
    reason     TEXT,
    CHECK ((held_until IS NULL) = (reason IS NULL))
) STRICT;

INSERT INTO post (id) VALUES (1);

-- What each desk opened last, for the list at rest.
CREATE TABLE opened (
    desk        TEXT    NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    at          INTEGER NOT NULL,
    PRIMARY KEY (desk, customer_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX opened_last ON opened (desk, at);

-- One row a customer, its rowid 4294967295 less the customer's id, so that the newest is first. It holds every
-- spelling of every word of the customer, its contacts and its cars. The store writes it (no triggers: the folding is
-- its own). Words begin-match only, so nothing but word prefixes is kept, those of up to twelve letters each in one
-- place ("christopher" begins thousands of emails): an answer stops at the first fifty rows. The words arrive folded;
-- the tokenizer only has to split them at blanks.
CREATE VIRTUAL TABLE search_all USING fts5 (
    words, tokenize = 'ascii', prefix = '1 2 3 4 5 6 7 8 9 10 11 12', detail = none, content = '', contentless_delete = 1
);
-- How many customers have such a row, which is everybody but the archived: counting a million takes a moment.
CREATE TABLE listed (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    customers   INTEGER NOT NULL CHECK (customers >= 0),
    in_order_at INTEGER NOT NULL DEFAULT 0                      -- the newest act when all rows were last put in order
) STRICT;

INSERT INTO listed (id, customers) VALUES (1, 0);

-- The customer's own names, asked first: names lead the list.
CREATE VIRTUAL TABLE search_names USING fts5 (
    words, tokenize = 'ascii', prefix = '1 2 3 4 5 6 7 8 9 10 11 12', detail = none, content = '', contentless_delete = 1
);

-- Small pages of the index: of a frequent letter a search skips what lies between two who answer, page by page.
INSERT INTO search_all (search_all, rank) VALUES ('pgsz', 1000);
INSERT INTO search_names (search_names, rank) VALUES ('pgsz', 1000);
