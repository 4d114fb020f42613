-- What Sparring remembers. One text for SQLite and PostgreSQL, so only what both understand alike:
-- BIGINT, INTEGER, SMALLINT, TEXT, DOUBLE PRECISION; moments as milliseconds since 1970 (UTC) in columns ending in _ms,
-- days as 2026-01-31, flags as 0 and 1, unsigned 64-bit numbers as the signed number of the same bits.
-- Ids are the snowflakes of the Discord events that made the rows: an event delivered twice meets its own key.
-- No CHECK on states: SQLite cannot change one without copying the table; src/store/row.rs refuses what it does not know.

CREATE TABLE reps (
    server_id BIGINT NOT NULL,
    rep_id    BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    language  TEXT   NOT NULL,
    zone      TEXT,
    noted_ms  BIGINT NOT NULL,
    PRIMARY KEY (server_id, rep_id)
);

CREATE TABLE sessions (
    id          BIGINT   NOT NULL PRIMARY KEY,
    server_id   BIGINT   NOT NULL,
    rep_id      BIGINT   NOT NULL,
    channel_id  BIGINT   NOT NULL,
    playbook    TEXT     NOT NULL,
    language    TEXT     NOT NULL,
    scenario    TEXT     NOT NULL,
    digest      BIGINT   NOT NULL,
    seed        BIGINT   NOT NULL,
    official    SMALLINT NOT NULL,
    started_ms  BIGINT   NOT NULL,
    state       TEXT     NOT NULL, -- open, finished, left
    next_n      INTEGER  NOT NULL, -- the place of the next turn
    ended_ms    BIGINT,
    score       INTEGER,
    passed      SMALLINT NOT NULL,
    earned      BIGINT   NOT NULL, -- thousandths of a point, as are the next two
    rated       BIGINT   NOT NULL,
    whole       BIGINT   NOT NULL,
    faults_cost BIGINT   NOT NULL
);
-- One open drill for a rep in a server and in a channel, whoever asks first.
CREATE UNIQUE INDEX sessions_open_in_server ON sessions (server_id, rep_id) WHERE state = 'open';
CREATE UNIQUE INDEX sessions_open_in_channel ON sessions (channel_id, rep_id) WHERE state = 'open';
CREATE INDEX sessions_of_rep ON sessions (server_id, rep_id, ended_ms);

CREATE TABLE turns (
    session_id BIGINT   NOT NULL REFERENCES sessions (id),
    n          INTEGER  NOT NULL,
    message_id BIGINT   NOT NULL UNIQUE,
    said       TEXT     NOT NULL,
    verdict    TEXT     NOT NULL, -- src/store/verdict.rs
    at_ms      BIGINT   NOT NULL,
    answered   SMALLINT NOT NULL,
    PRIMARY KEY (session_id, n)
);
CREATE INDEX turns_unanswered ON turns (session_id, n) WHERE answered = 0;

CREATE TABLE receipts (
    session_id BIGINT  NOT NULL REFERENCES sessions (id),
    n          INTEGER NOT NULL,
    item       TEXT    NOT NULL, -- the id of a check or of a fault
    method     TEXT    NOT NULL,
    step       TEXT,             -- none for a fault
    title      TEXT    NOT NULL,
    place      TEXT    NOT NULL,
    weight     BIGINT  NOT NULL,
    earned     BIGINT,           -- thousandths of a point; none where it was not rated
    cost       BIGINT  NOT NULL,
    not_rated  TEXT,
    PRIMARY KEY (session_id, n)
);

CREATE TABLE follow_ups (
    id         BIGINT NOT NULL PRIMARY KEY,
    server_id  BIGINT NOT NULL,
    owner_id   BIGINT NOT NULL,
    customer   TEXT   NOT NULL,
    signed     TEXT   NOT NULL,
    zone       TEXT   NOT NULL,
    cadence    TEXT   NOT NULL,
    playbook   TEXT   NOT NULL,
    language   TEXT   NOT NULL,
    channel_id BIGINT NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX follow_ups_of_owner ON follow_ups (server_id, owner_id);

CREATE TABLE touches (
    follow_up_id     BIGINT  NOT NULL REFERENCES follow_ups (id),
    n                INTEGER NOT NULL,
    plan             TEXT    NOT NULL,
    planned          TEXT    NOT NULL,
    due_ms           BIGINT  NOT NULL,
    state            TEXT    NOT NULL, -- pending, sent, done, gave-up
    next_try_ms      BIGINT  NOT NULL, -- when there is something to do: due, next try, or the end of a lease
    claimed_by       TEXT,
    attempts         INTEGER NOT NULL,
    first_attempt_ms BIGINT,
    message_id       BIGINT,
    sent_channel_id  BIGINT,
    sent_ms          BIGINT,
    done_ms          BIGINT,
    gave_up_ms       BIGINT,
    last_error       TEXT,
    PRIMARY KEY (follow_up_id, n)
);
CREATE INDEX touches_due ON touches (state, next_try_ms);

CREATE TABLE quiz_runs (
    id         BIGINT   NOT NULL PRIMARY KEY,
    server_id  BIGINT   NOT NULL,
    rep_id     BIGINT   NOT NULL,
    quiz       TEXT     NOT NULL,
    playbook   TEXT     NOT NULL,
    digest     BIGINT   NOT NULL,
    language   TEXT     NOT NULL,
    seed       BIGINT   NOT NULL,
    official   SMALLINT NOT NULL,
    started_ms BIGINT   NOT NULL,
    surveyed   INTEGER  NOT NULL, -- how many survey questions were answered; not which way
    ended_ms   BIGINT
);
CREATE INDEX quiz_runs_of_rep ON quiz_runs (server_id, rep_id, ended_ms);
CREATE INDEX quiz_runs_official ON quiz_runs (server_id, official, ended_ms);

CREATE TABLE answers (
    run_id  BIGINT   NOT NULL REFERENCES quiz_runs (id),
    n       INTEGER  NOT NULL,
    item    TEXT     NOT NULL,
    given   TEXT     NOT NULL,
    correct SMALLINT NOT NULL,
    at_ms   BIGINT   NOT NULL,
    PRIMARY KEY (run_id, n)
);

-- Reaction is anonymous: counts only, without a rep, a run or a moment by which one could find who it was.
CREATE TABLE reactions (
    server_id BIGINT NOT NULL,
    survey    TEXT   NOT NULL,
    question  TEXT   NOT NULL,
    choice    TEXT   NOT NULL,
    times     BIGINT NOT NULL,
    PRIMARY KEY (server_id, survey, question, choice)
);

CREATE TABLE assignments (
    id               BIGINT  NOT NULL PRIMARY KEY,
    server_id        BIGINT  NOT NULL,
    kind             TEXT    NOT NULL, -- drill, quiz, course
    content          TEXT    NOT NULL,
    playbook         TEXT    NOT NULL,
    content_digest   BIGINT  NOT NULL,
    assigned_by      BIGINT  NOT NULL,
    due_ms           BIGINT,
    pass_mark        INTEGER,
    attempts_allowed INTEGER,
    feedback         TEXT    NOT NULL, -- instant, final
    created_ms       BIGINT  NOT NULL,
    cancelled_ms     BIGINT
);
CREATE INDEX assignments_of_server ON assignments (server_id, due_ms);

CREATE TABLE assignees (
    assignment_id BIGINT NOT NULL REFERENCES assignments (id),
    rep_id        BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    done_ms       BIGINT,
    session_id    BIGINT REFERENCES sessions (id),
    quiz_run_id   BIGINT REFERENCES quiz_runs (id),
    PRIMARY KEY (assignment_id, rep_id)
);
CREATE INDEX assignees_of_rep ON assignees (rep_id, state);
