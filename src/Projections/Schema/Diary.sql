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
    expires_at timestamptz NOT NULL, -- infinity, but for sessions, files and imports
    PRIMARY KEY (account_id, kind, slot_id, generation)
);
CREATE INDEX IF NOT EXISTS key_slots_to_expire ON vault.key_slots (expires_at) WHERE kind = 3;
CREATE INDEX IF NOT EXISTS files_to_expire ON vault.key_slots (expires_at) WHERE kind IN (8, 9);

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

-- The vault keys that something was ever sealed under. Of each only its id is known here.
CREATE TABLE IF NOT EXISTS vault.vault_keys (
    key_id bytea PRIMARY KEY, -- 4 bytes
    since timestamptz NOT NULL,
    retired_at timestamptz,   -- from then on nothing can be kept under it
    turned_at timestamptz     -- from then on nothing opens under it: the key is destroyed, the vault has turned
);

-- A silo that was asleep while the vault turned must not keep what nobody could open again.
CREATE OR REPLACE FUNCTION vault.refuse_retired_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM vault.vault_keys WHERE key_id = substring(NEW.record FROM 2 FOR 4) AND retired_at IS NOT NULL) THEN
        RAISE EXCEPTION 'The record is sealed under a vault key that is retired.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY array['key_slots', 'entry_keys', 'server_keys'] LOOP
        IF NOT EXISTS (
            SELECT FROM pg_trigger WHERE tgrelid = ('vault.' || target)::regclass AND tgname = 'refuse_retired_key') THEN
            EXECUTE format('CREATE TRIGGER refuse_retired_key BEFORE INSERT OR UPDATE OF record ON vault.%I '
                'FOR EACH ROW EXECUTE FUNCTION vault.refuse_retired_key()', target);
        END IF;
    END LOOP;
END $$;

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

-- Entries that were purged: their earlier events are deleted soon after.
CREATE TABLE IF NOT EXISTS vault.purges (
    account_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    PRIMARY KEY (account_id, entry_id)
);

-- Accounts that were deleted: their keys at once, the rest in the background. The row stays, so that the id is never given again.
CREATE TABLE IF NOT EXISTS vault.erasures (
    account_id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    keys_destroyed int NOT NULL,
    erased_at timestamptz,  -- the rest was deleted once
    finished_at timestamptz -- and once more, for what was under way then
);
CREATE INDEX IF NOT EXISTS erasures_to_finish ON vault.erasures (at) WHERE finished_at IS NULL;

-- What is under way while its account is deleted must not leave a key behind. Whoever adds a key shares a lock on the account until
-- its commit, and the deletion takes it for itself before it destroys them: either the deletion sees the key, or the key the deletion.
CREATE OR REPLACE FUNCTION vault.refuse_erased_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(uuid_hash_extended(NEW.account_id, 0)); -- as in VaultSql; a statement's snapshot comes before it
    IF EXISTS (SELECT FROM vault.erasures WHERE account_id = NEW.account_id) THEN
        RAISE EXCEPTION 'The account is deleted.'
            USING ERRCODE = 'unique_violation', SCHEMA = 'vault', CONSTRAINT = 'account_is_erased';
    END IF;
    RETURN NEW;
END $$;

DO $$
DECLARE
    target text;
BEGIN
    FOREACH target IN ARRAY array['key_slots', 'entry_keys'] LOOP
        IF NOT EXISTS (
            SELECT FROM pg_trigger WHERE tgrelid = ('vault.' || target)::regclass AND tgname = 'refuse_erased_account') THEN
            EXECUTE format('CREATE TRIGGER refuse_erased_account BEFORE INSERT ON vault.%I '
                'FOR EACH ROW EXECUTE FUNCTION vault.refuse_erased_account()', target);
        END IF;
    END LOOP;
END $$;

-- Wrong credentials by account and by address, each a keyed hash; dropped when they are forgotten.
CREATE TABLE IF NOT EXISTS vault.attempts (
    party text PRIMARY KEY,
    counted int NOT NULL,
    last_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS attempts_by_age ON vault.attempts (last_at);
