-- Processes that share this database, and the parts of the gateway (shards) that they hold.
-- Types and names are as told at the top of 0001_memory.sql.

CREATE TABLE processes (
    id         TEXT     NOT NULL PRIMARY KEY, -- the name under which it claims, too
    leases     SMALLINT NOT NULL, -- whether it shares the shards below; else it was given some of its own
    started_ms BIGINT   NOT NULL,
    until_ms   BIGINT   NOT NULL  -- it lives as long as it renews this
);

-- One row for each of the shards that the processes have agreed on.
CREATE TABLE shards (
    shard    BIGINT NOT NULL PRIMARY KEY,
    total    BIGINT NOT NULL, -- the same in all rows
    held_by  TEXT,            -- a process
    until_ms BIGINT NOT NULL  -- until then nobody else may hold it
);

-- Discord takes one identify at a time from each bucket, and the next one some seconds later.
CREATE TABLE identifies (
    bucket  BIGINT NOT NULL PRIMARY KEY,
    next_ms BIGINT NOT NULL
);

-- The process that took a reply, and that will say the answer as long as it lives.
ALTER TABLE turns ADD COLUMN taken_by TEXT;
