-- Replies that reps hold to be judged wrongly, and sentences that a trainer labelled anew.
-- Types and names are as told at the top of 0001_memory.sql.

CREATE TABLE disputes (
    session_id  BIGINT  NOT NULL,
    n           INTEGER NOT NULL,
    server_id   BIGINT  NOT NULL,
    rep_id      BIGINT  NOT NULL,
    task        TEXT    NOT NULL, -- the task that the drill's method is recognised by
    context     TEXT    NOT NULL, -- what the buyer said before: a turn does not keep it, and playbooks change
    disputed_ms BIGINT  NOT NULL,
    settled_ms  BIGINT,
    settled_by  BIGINT,
    outcome     TEXT,             -- corrected, kept; none while it is open
    PRIMARY KEY (session_id, n),
    FOREIGN KEY (session_id, n) REFERENCES turns (session_id, n)
);
CREATE INDEX disputes_open ON disputes (server_id, disputed_ms) WHERE settled_ms IS NULL;

CREATE TABLE corrections (
    server_id    BIGINT NOT NULL,
    task         TEXT   NOT NULL,
    digest       BIGINT NOT NULL, -- of context and text, which are too long for an index of PostgreSQL
    context      TEXT   NOT NULL,
    text         TEXT   NOT NULL,
    labels       TEXT   NOT NULL, -- a JSON list of names within the task
    corrected_by BIGINT NOT NULL,
    corrected_ms BIGINT NOT NULL,
    PRIMARY KEY (server_id, task, digest)
);
