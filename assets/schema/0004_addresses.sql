-- Step 4: what is known of an email address, whoever has it.
--
-- It hangs on the address and on no row: whatever is saved, imported, removed or added again, and on whichever
-- account, it stays until somebody takes it back with a reason. Both are in the history of every account concerned.

CREATE TABLE address_mark (
    email_key TEXT    NOT NULL CHECK (email_key <> ''),          -- as customer.email_key and contact.email_key
    mark      TEXT    NOT NULL CHECK (mark IN ('no messages', 'no marketing', 'returned')),
    said_by   TEXT    NOT NULL CHECK (said_by IN ('person', 'shop', 'server')),
    how       TEXT    NOT NULL CHECK (trim(how) <> ''),           -- the reason typed, or the server's words
    staff     TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (email_key, mark)
) STRICT, WITHOUT ROWID;
