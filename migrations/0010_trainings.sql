-- Training sessions: who was there, how it was received, whether it is used on the job, and figures of the business.
-- Tests and drills of a training are attempts (quiz_runs, sessions) that carry its id and a stage.
-- Types and names are as told at the top of 0001_memory.sql.

CREATE TABLE trainings (
    id         BIGINT NOT NULL PRIMARY KEY, -- the event that opened it
    server_id  BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    title      TEXT   NOT NULL,
    playbook   TEXT   NOT NULL,
    edition    BIGINT,                      -- the server's content that it began with, as for attempts
    test       TEXT,                        -- the test whose forms are taken before, after and later
    drills     TEXT   NOT NULL,             -- scenarios for before, after and later, joined by spaces; may be empty
    survey     TEXT,
    opened_by  BIGINT NOT NULL,
    manager_id BIGINT NOT NULL,             -- who is asked whether it is used on the job
    opened_ms  BIGINT NOT NULL,
    closed_ms  BIGINT
);
CREATE INDEX trainings_of_server ON trainings (server_id, opened_ms);

CREATE TABLE attendances (
    training_id BIGINT   NOT NULL REFERENCES trainings (id),
    rep_id      BIGINT   NOT NULL,
    joined_ms   BIGINT   NOT NULL,
    surveyed    INTEGER  NOT NULL, -- how many survey questions were answered; not which way
    commented   SMALLINT NOT NULL,
    PRIMARY KEY (training_id, rep_id)
);

-- Reaction is anonymous: counts without a rep or a moment, as in reactions.
CREATE TABLE training_reactions (
    training_id BIGINT NOT NULL REFERENCES trainings (id),
    question    TEXT   NOT NULL,
    choice      TEXT   NOT NULL,
    times       BIGINT NOT NULL,
    PRIMARY KEY (training_id, question, choice)
);
CREATE TABLE training_comments (
    training_id BIGINT NOT NULL REFERENCES trainings (id),
    digest      BIGINT NOT NULL, -- of the text: the order of rows says nothing of who wrote when
    text        TEXT   NOT NULL,
    PRIMARY KEY (training_id, digest)
);

CREATE TABLE check_ins (
    training_id BIGINT   NOT NULL REFERENCES trainings (id),
    rep_id      BIGINT   NOT NULL,
    day         INTEGER  NOT NULL, -- 30, 60 or 90 days after it was closed
    by_manager  SMALLINT NOT NULL,
    answer      TEXT     NOT NULL, -- src/coach/training.rs
    at_ms       BIGINT   NOT NULL,
    PRIMARY KEY (training_id, rep_id, day, by_manager)
);

-- Figures of the business that a trainer imported beside a training; none of them says why it is so.
CREATE TABLE outcomes (
    training_id BIGINT           NOT NULL REFERENCES trainings (id),
    metric      TEXT             NOT NULL,
    period      TEXT             NOT NULL,
    unit        TEXT             NOT NULL,
    value       DOUBLE PRECISION NOT NULL,
    note        TEXT             NOT NULL,
    imported_by BIGINT           NOT NULL,
    imported_ms BIGINT           NOT NULL,
    PRIMARY KEY (training_id, metric, period)
);

CREATE INDEX sessions_training ON sessions (training_id) WHERE training_id IS NOT NULL;

-- By which a server's people and statements are told of elsewhere: made once, and never told to anybody.
CREATE TABLE server_keys (
    server_id BIGINT NOT NULL PRIMARY KEY,
    namespace TEXT   NOT NULL,
    secret    TEXT   NOT NULL
);
