-- The read models, all of which can be rebuilt from events. {schema} is "read", or a shadow while a rebuild runs.
CREATE SCHEMA IF NOT EXISTS {schema};

CREATE TABLE IF NOT EXISTS {schema}.accounts (
    account_id uuid PRIMARY KEY,
    email_index bytea NOT NULL,
    tier smallint NOT NULL,
    time_zone text NOT NULL,
    public_key bytea NOT NULL,
    key_epoch int NOT NULL,
    is_rotating boolean NOT NULL,
    recovery_codes int NOT NULL,
    created_at timestamptz NOT NULL,
    version int NOT NULL,
    CONSTRAINT one_account_an_address UNIQUE (email_index)
);

-- Columns that came later are added by themselves, at the end: a table of before and a new one must have them in the same order. Asked
-- for first, since even adding what is there would wait for every reader, and keep all others waiting behind it.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{schema}.accounts'::regclass AND attname = 'language') THEN
        ALTER TABLE {schema}.accounts ADD COLUMN language text;
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS {schema}.entries (
    account_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    version int NOT NULL,
    sealed_at int NOT NULL,          -- the version whose event holds the body
    entry_date date NOT NULL,
    time_zone text NOT NULL,
    source smallint NOT NULL,
    mood bytea,
    fingerprint bytea,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted_at timestamptz,
    purge_at timestamptz,
    word_count bytea,                -- 4 bytes, sealed; zeros of an E2E account; null where the text is not indexed yet
    PRIMARY KEY (account_id, entry_id)
) WITH (fillfactor = 90);
ALTER TABLE {schema}.entries ADD COLUMN IF NOT EXISTS word_count bytea;
CREATE INDEX IF NOT EXISTS entries_to_index ON {schema}.entries (account_id, entry_id) WHERE word_count IS NULL;
CREATE INDEX IF NOT EXISTS entries_by_day ON {schema}.entries (account_id, entry_date, entry_id) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS entries_by_update ON {schema}.entries (account_id, updated_at, entry_id) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS entries_in_trash ON {schema}.entries (account_id, entry_date, entry_id) WHERE deleted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS entries_in_trash_by_update ON {schema}.entries (account_id, updated_at, entry_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS entries_to_purge ON {schema}.entries (purge_at) WHERE purge_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS entries_by_mood ON {schema}.entries (account_id, mood, entry_date, entry_id) WHERE mood IS NOT NULL;
CREATE INDEX IF NOT EXISTS entries_by_mood_and_update ON {schema}.entries (account_id, mood, updated_at, entry_id)
    WHERE mood IS NOT NULL;
CREATE INDEX IF NOT EXISTS entries_from_elsewhere ON {schema}.entries (account_id, source, entry_date, entry_id) WHERE source <> 1;
CREATE INDEX IF NOT EXISTS entries_from_elsewhere_by_update ON {schema}.entries (account_id, source, updated_at, entry_id)
    WHERE source <> 1;

-- The version whose event holds the tags, where it is not the one that holds the body.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{schema}.entries'::regclass AND attname = 'tagged_at') THEN
        ALTER TABLE {schema}.entries ADD COLUMN tagged_at int;
    END IF;
END $$;

-- Which import brought it; null where it was written here.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{schema}.entries'::regclass AND attname = 'import_id') THEN
        ALTER TABLE {schema}.entries ADD COLUMN import_id uuid;
    END IF;
END $$;
CREATE INDEX IF NOT EXISTS entries_of_import ON {schema}.entries (account_id, import_id, entry_id) WHERE import_id IS NOT NULL;

CREATE TABLE IF NOT EXISTS {schema}.entry_events (
    account_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    version int NOT NULL,
    kind smallint NOT NULL,
    recorded_at timestamptz NOT NULL,
    session_id uuid,
    sealed_at int NOT NULL,
    entry_date date NOT NULL,
    time_zone text NOT NULL,
    PRIMARY KEY (account_id, entry_id, version)
);

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{schema}.entry_events'::regclass AND attname = 'tagged_at') THEN
        ALTER TABLE {schema}.entry_events ADD COLUMN tagged_at int; -- as that of the entry
    END IF;
END $$;

-- What is attached, in order; null where nothing is.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{schema}.entries'::regclass AND attname = 'media') THEN
        ALTER TABLE {schema}.entries ADD COLUMN media uuid[];
        ALTER TABLE {schema}.entry_events ADD COLUMN media uuid[];
    END IF;
END $$;
CREATE INDEX IF NOT EXISTS entries_with_media ON {schema}.entries (account_id, entry_date, entry_id) WHERE media IS NOT NULL;
CREATE INDEX IF NOT EXISTS entries_with_media_by_update ON {schema}.entries (account_id, updated_at, entry_id) WHERE media IS NOT NULL;

-- Which entries have a file, at any of their versions.
CREATE TABLE IF NOT EXISTS {schema}.entry_media (
    account_id uuid NOT NULL,
    media_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    PRIMARY KEY (account_id, media_id, entry_id)
);
CREATE INDEX IF NOT EXISTS entry_media_by_entry ON {schema}.entry_media (account_id, entry_id);

-- What entries that came from elsewhere are recognised by where they come again.
CREATE TABLE IF NOT EXISTS {schema}.entry_origins (
    account_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    item bytea NOT NULL,
    match bytea,
    seen bytea,                      -- null where an archive brought it
    posted_at timestamptz NOT NULL,
    removed_at timestamptz,          -- since when it is gone there
    PRIMARY KEY (account_id, entry_id)
);
CREATE INDEX IF NOT EXISTS entry_origins_by_item ON {schema}.entry_origins (account_id, item);
CREATE INDEX IF NOT EXISTS entry_origins_by_match ON {schema}.entry_origins (account_id, match) WHERE match IS NOT NULL;
CREATE INDEX IF NOT EXISTS entry_origins_by_time ON {schema}.entry_origins (account_id, posted_at) WHERE seen IS NOT NULL;

CREATE TABLE IF NOT EXISTS {schema}.entry_tags (
    account_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    token bytea NOT NULL,
    sealed_name bytea NOT NULL,
    position smallint NOT NULL,
    in_trash boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, entry_id, token)
);
-- The entry's own day and time of change, in which a tag's entries are listed. Silos of before leave them null: the next start mends that.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{schema}.entry_tags'::regclass AND attname = 'updated_at') THEN
        ALTER TABLE {schema}.entry_tags ADD COLUMN entry_date date, ADD COLUMN updated_at timestamptz;
    END IF;
END $$;
CREATE INDEX IF NOT EXISTS entry_tags_to_mend ON {schema}.entry_tags (account_id, entry_id) WHERE updated_at IS NULL;
UPDATE {schema}.entry_tags t SET entry_date = e.entry_date, updated_at = e.updated_at FROM {schema}.entries e
    WHERE t.account_id = e.account_id AND t.entry_id = e.entry_id AND t.updated_at IS NULL;
CREATE INDEX IF NOT EXISTS entry_tags_by_day ON {schema}.entry_tags (account_id, token, in_trash, entry_date, entry_id);
CREATE INDEX IF NOT EXISTS entry_tags_by_update ON {schema}.entry_tags (account_id, token, in_trash, updated_at, entry_id);
DROP INDEX IF EXISTS {schema}.entry_tags_by_token; -- these two took its place

CREATE TABLE IF NOT EXISTS {schema}.entry_terms (
    account_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    terms tsvector NOT NULL,
    entry_date date NOT NULL,        -- as in entries, so that the newest matches are found without a join
    in_trash boolean NOT NULL,
    PRIMARY KEY (entry_id, account_id) -- the other way round the planner would take it for searches, and open every row of the account
) WITH (fillfactor = 90);
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{schema}.entry_terms'::regclass AND attname = 'entry_date') THEN
        ALTER TABLE {schema}.entry_terms DROP CONSTRAINT entry_terms_pkey, ADD PRIMARY KEY (entry_id, account_id);
        ALTER TABLE {schema}.entry_terms ADD COLUMN entry_date date, ADD COLUMN in_trash boolean;
        UPDATE {schema}.entry_terms t SET entry_date = e.entry_date, in_trash = e.deleted_at IS NOT NULL
        FROM {schema}.entries e WHERE e.account_id = t.account_id AND e.entry_id = t.entry_id;
        ALTER TABLE {schema}.entry_terms ALTER COLUMN entry_date SET NOT NULL, ALTER COLUMN in_trash SET NOT NULL;
    END IF;
END $$;
-- The account comes first: without it the planner scans the table. New entries wait in a short list until it is worth sorting them in,
-- and every search goes through that list as well.
CREATE INDEX IF NOT EXISTS entry_terms_blind ON {schema}.entry_terms USING gin (account_id, terms) WITH (gin_pending_list_limit = 512);

CREATE TABLE IF NOT EXISTS {schema}.vocabulary (
    account_id uuid NOT NULL,
    quarter int NOT NULL,            -- year * 4 + 0 to 3; 0 for what is known of the whole account
    token bytea NOT NULL,            -- of the word
    entry_id uuid NOT NULL,          -- the entry that brought it
    terms bytea NOT NULL,            -- the word's search terms, of a title and of a body
    sealed_word bytea NOT NULL,
    PRIMARY KEY (account_id, quarter, token, entry_id)
);
CREATE INDEX IF NOT EXISTS vocabulary_of_entry ON {schema}.vocabulary (account_id, entry_id);

CREATE TABLE IF NOT EXISTS {schema}.media (
    account_id uuid NOT NULL,
    media_id uuid NOT NULL,
    state smallint NOT NULL,
    size_bytes bigint NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,          -- when it is given up; null once it is whole, or deleted
    PRIMARY KEY (account_id, media_id)
);
CREATE INDEX IF NOT EXISTS media_to_expire ON {schema}.media (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS {schema}.connections (
    account_id uuid PRIMARY KEY,
    user_token bytea NOT NULL,       -- keyed hash of the user's id at Facebook
    state smallint NOT NULL,
    connected_at timestamptz NOT NULL,
    expires_at timestamptz,          -- of the consent; null where that is not known
    pulls boolean NOT NULL,
    publishes boolean NOT NULL,
    every_minutes int NOT NULL,
    version int NOT NULL,
    watermark timestamptz            -- up to it, all posts are in the diary
);
CREATE INDEX IF NOT EXISTS connections_by_user ON {schema}.connections (user_token) WHERE state IN (1, 2);

CREATE TABLE IF NOT EXISTS {schema}.publications (
    account_id uuid NOT NULL,
    publication_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    state smallint NOT NULL,
    sealed_at int NOT NULL,          -- the version whose content the entry had when it was asked for
    asked_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, publication_id)
);
CREATE INDEX IF NOT EXISTS publications_by_entry ON {schema}.publications (account_id, entry_id);
