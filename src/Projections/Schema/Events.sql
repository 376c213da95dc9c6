-- What Marten's event table needs beside what Marten makes of it. Repeatable, as the other scripts are.

-- An owner's events in the order of their numbers: what "changes" reads.
CREATE INDEX IF NOT EXISTS mt_events_by_owner ON events.mt_events (tenant_id, seq_id);
