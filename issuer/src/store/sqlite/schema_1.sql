-- Times are microseconds since 1970. One row only where id = 1 is checked.
CREATE TABLE identity (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    name     TEXT    NOT NULL,
    did      TEXT    NOT NULL,
    base_url TEXT    NOT NULL,
    seal     BLOB    NOT NULL,
    created  INTEGER NOT NULL
) STRICT;

CREATE TABLE keys (
    seq     INTEGER PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,
    public  TEXT    NOT NULL,
    sealed  BLOB    NOT NULL,
    created INTEGER NOT NULL,
    retired INTEGER
) STRICT;

CREATE TABLE status_groups (
    number  INTEGER PRIMARY KEY,
    seed    BLOB    NOT NULL CHECK (length(seed) = 32),
    used    INTEGER NOT NULL,
    changes INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE credentials (
    seq          INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    battery      TEXT    NOT NULL,
    serial       TEXT,
    kind         TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    suite        TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    digest       TEXT    NOT NULL,
    issued       INTEGER NOT NULL,
    holder       TEXT,
    status_group INTEGER REFERENCES status_groups (number),
    status_index INTEGER,
    revoked      INTEGER NOT NULL DEFAULT 0,
    suspended    INTEGER NOT NULL DEFAULT 0,
    lifecycle    INTEGER NOT NULL DEFAULT 0,
    replaced_by  TEXT,
    CHECK ((status_group IS NULL) = (status_index IS NULL))
) STRICT;
-- The counter gives an index once; this holds even against a counter restored from an old backup.
CREATE UNIQUE INDEX credentials_status ON credentials (status_group, status_index) WHERE status_group IS NOT NULL;
CREATE UNIQUE INDEX credentials_current ON credentials (battery) WHERE kind = 'passport' AND replaced_by IS NULL;
CREATE INDEX credentials_battery ON credentials (battery);
CREATE INDEX credentials_serial ON credentials (serial) WHERE serial IS NOT NULL;
CREATE INDEX credentials_revoked ON credentials (status_group) WHERE revoked <> 0;
CREATE INDEX credentials_suspended ON credentials (status_group) WHERE suspended <> 0;
CREATE INDEX credentials_lifecycle ON credentials (status_group) WHERE lifecycle <> 0;

CREATE TABLE copies (
    digest     TEXT    PRIMARY KEY,
    credential TEXT    NOT NULL REFERENCES credentials (id),
    text       TEXT    NOT NULL,
    holder     TEXT,
    issued     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_credential ON copies (credential);

CREATE TABLE transfers (
    seq      INTEGER PRIMARY KEY,
    offer    TEXT    NOT NULL UNIQUE,
    battery  TEXT    NOT NULL,
    passport TEXT    NOT NULL REFERENCES credentials (id),
    to_did   TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    expires  INTEGER NOT NULL,
    state    TEXT    NOT NULL,
    answer   TEXT,
    reissued TEXT,
    bundle   TEXT
) STRICT;
CREATE UNIQUE INDEX transfers_live ON transfers (passport) WHERE state IN ('offered', 'accepted', 'done');

CREATE TABLE offers (
    id            TEXT    PRIMARY KEY,
    credential    TEXT    NOT NULL REFERENCES credentials (id),
    code_hash     BLOB    NOT NULL UNIQUE,
    tx_code_hash  BLOB,
    attempts      INTEGER NOT NULL DEFAULT 0,
    created       INTEGER NOT NULL,
    expires       INTEGER NOT NULL,
    token_hash    BLOB UNIQUE,
    token_expires INTEGER,
    redeemed      INTEGER
) STRICT, WITHOUT ROWID;
