-- What Orleans' ADO.NET providers need of PostgreSQL 15 or later: membership, grain state, reminders, and the statements
-- that they read from OrleansQuery by key and run with their own parameters. Names in mixed case are Orleans' contract.
-- Run as a whole in one transaction; every statement may be run again on a database that has it already.

CREATE SCHEMA IF NOT EXISTS orleans;
SET LOCAL search_path = orleans;

CREATE TABLE IF NOT EXISTS OrleansQuery
(
    QueryKey  varchar(64) PRIMARY KEY,
    QueryText text NOT NULL
);

-- Membership ---------------------------------------------------------------------------------------------------------------

-- One row a cluster. Each change of its silos raises the version, so that two silos cannot both act on the same view.
CREATE TABLE IF NOT EXISTS MembershipVersion
(
    DeploymentId varchar(150) PRIMARY KEY,
    ChangedAt    timestamptz(3) NOT NULL DEFAULT now(),
    Version      integer NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS Membership
(
    DeploymentId varchar(150) NOT NULL REFERENCES MembershipVersion ON DELETE CASCADE,
    Address      varchar(45) NOT NULL,
    Port         integer NOT NULL,
    Generation   integer NOT NULL,
    SiloName     varchar(150) NOT NULL,
    HostName     varchar(150) NOT NULL,
    Status       integer NOT NULL,
    ProxyPort    integer,
    SuspectTimes text,
    StartTime    timestamptz(3) NOT NULL,
    IAmAliveTime timestamptz(3) NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation)
);

-- The lock on the version row makes writers of one cluster wait for each other: whoever gets it second sees the version of
-- the first, and loses. Nothing is written before all conditions hold, so there is nothing to undo.
CREATE OR REPLACE FUNCTION insert_membership(
    _deployment varchar, _address varchar, _port integer, _generation integer, _silo varchar, _host varchar,
    _status integer, _proxy_port integer, _started timestamptz, _alive timestamptz, _version integer)
RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM orleans.MembershipVersion WHERE DeploymentId = _deployment AND Version = _version FOR UPDATE;
    IF NOT FOUND THEN RETURN 0; END IF;

    INSERT INTO orleans.Membership
        (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
    VALUES (_deployment, _address, _port, _generation, _silo, _host, _status, _proxy_port, _started, _alive)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 0; END IF;

    UPDATE orleans.MembershipVersion SET Version = Version + 1, ChangedAt = now() WHERE DeploymentId = _deployment;
    RETURN 1;
END $$;

CREATE OR REPLACE FUNCTION update_membership(
    _deployment varchar, _address varchar, _port integer, _generation integer,
    _status integer, _suspects text, _alive timestamptz, _version integer)
RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM orleans.MembershipVersion WHERE DeploymentId = _deployment AND Version = _version FOR UPDATE;
    IF NOT FOUND THEN RETURN 0; END IF;

    UPDATE orleans.Membership
    SET Status = _status, SuspectTimes = _suspects, IAmAliveTime = _alive
    WHERE DeploymentId = _deployment AND Address = _address AND Port = _port AND Generation = _generation;
    IF NOT FOUND THEN RETURN 0; END IF;

    UPDATE orleans.MembershipVersion SET Version = Version + 1, ChangedAt = now() WHERE DeploymentId = _deployment;
    RETURN 1;
END $$;

-- Grain state --------------------------------------------------------------------------------------------------------------

-- The hashes lead the index since they tell nearly all grains apart; the rest makes a grain's row the only one of its name,
-- two names without an extension being the same. Rows change often and no index column does, hence the room on each page.
CREATE TABLE IF NOT EXISTS GrainState
(
    GrainIdHash            integer NOT NULL,
    GrainTypeHash          integer NOT NULL,
    GrainIdN0              bigint NOT NULL,
    GrainIdN1              bigint NOT NULL,
    ServiceId              varchar(150) NOT NULL,
    GrainTypeString        varchar(512) NOT NULL,
    GrainIdExtensionString varchar(512),
    PayloadBinary          bytea,
    ModifiedOn             timestamptz NOT NULL DEFAULT now(),
    Version                integer NOT NULL,
    CONSTRAINT OneStateAGrain UNIQUE NULLS NOT DISTINCT
        (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, ServiceId, GrainTypeString, GrainIdExtensionString)
) WITH (fillfactor = 80);

-- What a deletion looks through for an account's id (ErasureStore, by the same condition): all but sessions, which are nearly all rows.
CREATE INDEX IF NOT EXISTS StatesButSessions ON GrainState (GrainIdHash) WHERE GrainTypeString NOT LIKE '%session%';

-- A null version means a first write. The version that was passed in, returned, means that another write came first.
CREATE OR REPLACE FUNCTION write_state(
    _id_hash integer, _n0 bigint, _n1 bigint, _type_hash integer, _type varchar, _extension varchar, _service varchar,
    _version integer, _payload bytea)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    written integer;
BEGIN
    IF _version IS NULL THEN
        INSERT INTO orleans.GrainState
            (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, ServiceId, GrainTypeString, GrainIdExtensionString, PayloadBinary, Version)
        VALUES (_id_hash, _type_hash, _n0, _n1, _service, _type, _extension, _payload, 1)
        ON CONFLICT DO NOTHING
        RETURNING Version INTO written;
    ELSE
        UPDATE orleans.GrainState
        SET PayloadBinary = _payload, ModifiedOn = now(), Version = Version + 1
        WHERE GrainIdHash = _id_hash AND GrainTypeHash = _type_hash AND GrainIdN0 = _n0 AND GrainIdN1 = _n1
            AND ServiceId = _service AND GrainTypeString = _type AND GrainIdExtensionString IS NOT DISTINCT FROM _extension
            AND Version = _version
        RETURNING Version INTO written;
    END IF;
    RETURN coalesce(written, _version);
END $$;

CREATE OR REPLACE FUNCTION clear_state(
    _id_hash integer, _n0 bigint, _n1 bigint, _type_hash integer, _type varchar, _extension varchar, _service varchar,
    _version integer)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    cleared integer;
BEGIN
    UPDATE orleans.GrainState
    SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1
    WHERE GrainIdHash = _id_hash AND GrainTypeHash = _type_hash AND GrainIdN0 = _n0 AND GrainIdN1 = _n1
        AND ServiceId = _service AND GrainTypeString = _type AND GrainIdExtensionString IS NOT DISTINCT FROM _extension
        AND Version = _version
    RETURNING Version INTO cleared;
    RETURN coalesce(cleared, _version);
END $$;

CREATE OR REPLACE FUNCTION delete_state(
    _id_hash integer, _n0 bigint, _n1 bigint, _type_hash integer, _type varchar, _extension varchar, _service varchar,
    _version integer)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    deleted integer;
BEGIN
    DELETE FROM orleans.GrainState
    WHERE GrainIdHash = _id_hash AND GrainTypeHash = _type_hash AND GrainIdN0 = _n0 AND GrainIdN1 = _n1
        AND ServiceId = _service AND GrainTypeString = _type AND GrainIdExtensionString IS NOT DISTINCT FROM _extension
        AND Version = _version
    RETURNING Version + 1 INTO deleted;
    RETURN coalesce(deleted, _version);
END $$;

-- Reminders ----------------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS Reminder
(
    ServiceId    varchar(150) NOT NULL,
    GrainId      varchar(512) NOT NULL,
    ReminderName varchar(150) NOT NULL,
    StartTime    timestamptz(3) NOT NULL,
    Period       bigint NOT NULL,
    GrainHash    integer NOT NULL,
    Version      integer NOT NULL DEFAULT 0,
    PRIMARY KEY (ServiceId, GrainId, ReminderName)
);

CREATE INDEX IF NOT EXISTS ReminderByHash ON Reminder (ServiceId, GrainHash);

-- The statements -----------------------------------------------------------------------------------------------------------

INSERT INTO OrleansQuery (QueryKey, QueryText)
VALUES
('InsertMembershipVersionKey', $$
    WITH inserted AS
        (INSERT INTO orleans.MembershipVersion (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::integer FROM inserted $$),

('InsertMembershipKey', $$
    SELECT orleans.insert_membership(
        @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime, @Version) $$),

('UpdateMembershipKey', $$
    SELECT orleans.update_membership(
        @DeploymentId, @Address, @Port, @Generation, @Status, @SuspectTimes::text, @IAmAliveTime, @Version) $$),

('UpdateIAmAlivetimeKey', $$
    UPDATE orleans.Membership SET IAmAliveTime = @IAmAliveTime
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation $$),

('MembershipReadRowKey', $$
    SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes,
        m.StartTime, m.IAmAliveTime, v.Version
    FROM orleans.MembershipVersion v
    LEFT JOIN orleans.Membership m
        ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
    WHERE v.DeploymentId = @DeploymentId $$),

('MembershipReadAllKey', $$
    SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes,
        m.StartTime, m.IAmAliveTime, v.Version
    FROM orleans.MembershipVersion v
    LEFT JOIN orleans.Membership m ON m.DeploymentId = v.DeploymentId
    WHERE v.DeploymentId = @DeploymentId $$),

('GatewaysQueryKey', $$
    SELECT Address, ProxyPort, Generation FROM orleans.Membership
    WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0 $$),

('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM orleans.Membership WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3 $$),

('DeleteMembershipTableEntriesKey', $$
    DELETE FROM orleans.MembershipVersion WHERE DeploymentId = @DeploymentId $$),

('ReadFromStorageKey', $$
    SELECT PayloadBinary, ModifiedOn, Version FROM orleans.GrainState
    WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
        AND ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString
        AND GrainIdExtensionString IS NOT DISTINCT FROM @GrainIdExtensionString::varchar $$),

('WriteToStorageKey', $$
    SELECT orleans.write_state(
        @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString::varchar, @ServiceId,
        @GrainStateVersion::integer, @PayloadBinary::bytea) AS NewGrainStateVersion $$),

-- Clearing keeps the row, so that the version goes on and a writer that had not heard of it still loses. There is nothing to
-- clear before the first write, and clearing must not be one.
('ClearStorageKey', $$
    SELECT orleans.clear_state(
        @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString::varchar, @ServiceId,
        @GrainStateVersion::integer) AS NewGrainStateVersion $$),

('DeleteStorageKey', $$
    SELECT orleans.delete_state(
        @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString::varchar, @ServiceId,
        @GrainStateVersion::integer) AS NewGrainStateVersion $$),

('UpsertReminderRowKey', $$
    INSERT INTO orleans.Reminder AS r (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash)
    VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
    ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
    SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = r.Version + 1
    RETURNING Version AS version $$),

('ReadReminderRowKey', $$
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM orleans.Reminder
    WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName $$),

('ReadReminderRowsKey', $$
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM orleans.Reminder
    WHERE ServiceId = @ServiceId AND GrainId = @GrainId $$),

('ReadRangeRows1Key', $$
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM orleans.Reminder
    WHERE ServiceId = @ServiceId AND GrainHash > @BeginHash AND GrainHash <= @EndHash $$),

('ReadRangeRows2Key', $$
    SELECT GrainId, ReminderName, StartTime, Period, Version FROM orleans.Reminder
    WHERE ServiceId = @ServiceId AND (GrainHash > @BeginHash OR GrainHash <= @EndHash) $$),

('DeleteReminderRowKey', $$
    WITH deleted AS
        (DELETE FROM orleans.Reminder
         WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version RETURNING 1)
    SELECT count(*)::integer FROM deleted $$),

('DeleteReminderRowsKey', $$
    DELETE FROM orleans.Reminder WHERE ServiceId = @ServiceId $$)

ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText WHERE OrleansQuery.QueryText <> excluded.QueryText;
