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
CREATE INDEX IF NOT EXISTS consents_by_state ON vault.key_slots (slot_id) WHERE kind = 13;
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

-- What an account's files take: exactly what media_contents holds, each content once.
CREATE TABLE IF NOT EXISTS vault.storage (
    account_id uuid PRIMARY KEY,
    used_bytes bigint NOT NULL
);

-- Each file of an account with the bytes that are its, from when it is announced on.
CREATE TABLE IF NOT EXISTS vault.media_contents (
    account_id uuid NOT NULL,
    media_id uuid NOT NULL,
    size_bytes bigint NOT NULL,
    token bytea,               -- the content's keyed hash: files of one token share one content; null where the server knows none
    is_whole boolean NOT NULL, -- it arrived
    PRIMARY KEY (account_id, media_id)
);
-- Files that a purged entry had: looked at, and let go where no other entry has them.
CREATE TABLE IF NOT EXISTS vault.loose_media (
    account_id uuid NOT NULL,
    media_id uuid NOT NULL,
    PRIMARY KEY (account_id, media_id)
);
CREATE INDEX IF NOT EXISTS media_contents_by_token ON vault.media_contents (account_id, token) WHERE token IS NOT NULL;
CREATE INDEX IF NOT EXISTS media_to_arrive ON vault.media_contents (account_id) WHERE NOT is_whole;

-- The changes of an account's storage wait for each other on its row, after the lock that its deletion takes for itself.
CREATE OR REPLACE FUNCTION vault.lock_storage(account uuid) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    used bigint;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(uuid_hash_extended(account, 0));
    INSERT INTO vault.storage (account_id, used_bytes) VALUES (account, 0) ON CONFLICT DO NOTHING;
    SELECT used_bytes INTO used FROM vault.storage WHERE account_id = account FOR UPDATE;
    RETURN used;
END $$;

CREATE OR REPLACE FUNCTION vault.refuse_media(reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Refused: %.', reason USING ERRCODE = 'unique_violation', SCHEMA = 'vault', CONSTRAINT = reason;
END $$;

CREATE OR REPLACE FUNCTION vault.reserve_media(account uuid, media uuid, size bigint, most bigint, most_to_arrive int)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF vault.lock_storage(account) + size > most THEN
        PERFORM vault.refuse_media('storage_is_full');
    END IF;
    IF (SELECT count(*) FROM vault.media_contents WHERE account_id = account AND NOT is_whole) >= most_to_arrive THEN
        PERFORM vault.refuse_media('too_many_uploads');
    END IF;
    INSERT INTO vault.media_contents (account_id, media_id, size_bytes, is_whole) VALUES (account, media, size, false);
    UPDATE vault.storage SET used_bytes = used_bytes + size WHERE account_id = account;
END $$;

-- The file's parts are those that were checked, and its content one of its own (holder null), or that of another file.
CREATE OR REPLACE FUNCTION vault.keep_media(account uuid, media uuid, content bytea, parts bytea[], holder uuid)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM vault.lock_storage(account);
    UPDATE vault.key_slots SET expires_at = 'infinity' WHERE account_id = account AND kind = 10 AND slot_id = media;
    IF NOT FOUND OR parts IS DISTINCT FROM (
        SELECT coalesce(array_agg(record ORDER BY generation), '{}') FROM vault.key_slots
        WHERE account_id = account AND kind = 11 AND slot_id = media AND generation > 0) THEN
        PERFORM vault.refuse_media('media_parts_changed');
    END IF;
    IF holder IS NULL AND EXISTS (SELECT FROM vault.media_contents WHERE account_id = account AND token = content) THEN
        PERFORM vault.refuse_media('media_content_is_known');
    END IF;
    IF holder IS NOT NULL THEN
        IF NOT EXISTS (SELECT FROM vault.media_contents WHERE account_id = account AND media_id = holder AND token = content) THEN
            PERFORM vault.refuse_media('media_content_is_gone');
        END IF;
        UPDATE vault.storage s SET used_bytes = used_bytes - c.size_bytes FROM vault.media_contents c
            WHERE s.account_id = account AND c.account_id = account AND c.media_id = media;
        DELETE FROM vault.key_slots WHERE account_id = account AND kind = 11 AND slot_id = media;
    END IF;
    UPDATE vault.media_contents SET token = content, is_whole = true WHERE account_id = account AND media_id = media;
END $$;

-- A content's bytes are free once no file has it.
CREATE OR REPLACE FUNCTION vault.release_media(account uuid, media uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM vault.lock_storage(account);
    WITH gone AS (DELETE FROM vault.media_contents WHERE account_id = account AND media_id = media RETURNING size_bytes, token)
    UPDATE vault.storage s SET used_bytes = used_bytes - gone.size_bytes FROM gone
    WHERE s.account_id = account AND NOT EXISTS (
        SELECT FROM vault.media_contents c WHERE c.account_id = account AND c.token = gone.token AND c.media_id <> media);
    DELETE FROM vault.key_slots WHERE account_id = account AND kind IN (10, 11) AND slot_id = media;
    DELETE FROM vault.loose_media WHERE account_id = account AND media_id = media;
END $$;

-- The rows of files that are attached are held until the commit: whoever discards one sees the entry, or the entry that it is gone.
CREATE OR REPLACE FUNCTION vault.attach_media(account uuid, media uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found_media int;
BEGIN
    SELECT count(*) INTO found_media FROM (
        SELECT FROM vault.key_slots WHERE account_id = account AND kind = 10 AND slot_id = ANY (media) AND expires_at = 'infinity'
        ORDER BY slot_id FOR SHARE) held;
    IF found_media < cardinality(media) THEN
        PERFORM vault.refuse_media('media_is_gone');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION vault.discard_media(account uuid, media uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM vault.key_slots WHERE account_id = account AND kind = 10 AND slot_id = media FOR UPDATE;
    IF EXISTS (SELECT FROM read.entry_media m WHERE m.account_id = account AND m.media_id = media) THEN
        PERFORM vault.refuse_media('media_is_wanted');
    END IF;
END $$;
