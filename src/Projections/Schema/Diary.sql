-- Our own tables beside Marten's and Orleans'. Applied again and again: every statement must be repeatable.
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE SCHEMA IF NOT EXISTS vault;

-- The only place where wrapped keys are: never in an event. Every record is sealed under the vault key, which is outside the database.
CREATE TABLE IF NOT EXISTS vault.key_slots (
    account_id uuid NOT NULL,
    kind smallint NOT NULL,
    slot_id uuid NOT NULL,
    generation int NOT NULL,
    record bytea NOT NULL,
    expires_at timestamptz NOT NULL, -- infinity, but for sessions
    PRIMARY KEY (account_id, kind, slot_id, generation)
);
CREATE INDEX IF NOT EXISTS key_slots_to_expire ON vault.key_slots (expires_at) WHERE kind = 3;

CREATE TABLE IF NOT EXISTS vault.entry_keys (
    account_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    version int NOT NULL,
    record bytea NOT NULL,
    PRIMARY KEY (account_id, entry_id, version)
);

CREATE TABLE IF NOT EXISTS vault.server_keys (
    purpose text NOT NULL,
    key_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    record bytea NOT NULL,
    PRIMARY KEY (purpose, key_id)
);

-- What was done with an account. Written in the transaction of what it tells of; only the owner opens the notes.
CREATE TABLE IF NOT EXISTS vault.audit_log (
    account_id uuid NOT NULL,
    at timestamptz NOT NULL,
    record_id uuid NOT NULL,
    action smallint NOT NULL,
    session_id uuid,
    note bytea NOT NULL,
    PRIMARY KEY (account_id, at, record_id)
);

-- The age of the log's lines follows their place in the table closely, so that this index stays tiny.
CREATE INDEX IF NOT EXISTS audit_log_by_age ON vault.audit_log USING brin (at);

-- Sessions whose slots were destroyed: what their grains keep is removed soon after.
CREATE TABLE IF NOT EXISTS vault.ended_sessions (
    session_id uuid PRIMARY KEY,
    account_id uuid NOT NULL
);

-- Wrong credentials by account and by address, each a keyed hash; dropped when they are forgotten.
CREATE TABLE IF NOT EXISTS vault.attempts (
    party text PRIMARY KEY,
    counted int NOT NULL,
    last_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS attempts_by_age ON vault.attempts (last_at);
