-- For what an attempt is made, by which rules; and notices, which are sent like touches: claimed, sent, marked.
-- Types and names are as told at the top of 0001_memory.sql.

-- Practice has none of these. The step counts through an assignment from 0; the stage is pre, post or delayed.
ALTER TABLE sessions ADD COLUMN assignment_id BIGINT;
ALTER TABLE sessions ADD COLUMN step INTEGER;
ALTER TABLE sessions ADD COLUMN training_id BIGINT;
ALTER TABLE sessions ADD COLUMN stage TEXT;
ALTER TABLE quiz_runs ADD COLUMN assignment_id BIGINT;
ALTER TABLE quiz_runs ADD COLUMN step INTEGER;
ALTER TABLE quiz_runs ADD COLUMN training_id BIGINT;
ALTER TABLE quiz_runs ADD COLUMN stage TEXT;
-- Whether explanations come after each answer; none where it is as the quiz says.
ALTER TABLE quiz_runs ADD COLUMN at_once SMALLINT;
-- When time is up; none where there is no limit.
ALTER TABLE quiz_runs ADD COLUMN until_ms BIGINT;
CREATE INDEX sessions_assigned ON sessions (assignment_id) WHERE assignment_id IS NOT NULL;
CREATE INDEX sessions_official ON sessions (server_id, ended_ms) WHERE official = 1;
CREATE INDEX quiz_runs_assigned ON quiz_runs (assignment_id) WHERE assignment_id IS NOT NULL;
CREATE INDEX quiz_runs_training ON quiz_runs (training_id) WHERE training_id IS NOT NULL;

-- Something to be told to a member at a moment. What is said is made when it is sent, from what is so then.
CREATE TABLE notices (
    id               BIGINT  NOT NULL PRIMARY KEY, -- made of kind, subject, part and member, so that none is planned twice
    server_id        BIGINT  NOT NULL,
    rep_id           BIGINT  NOT NULL,
    kind             TEXT    NOT NULL, -- src/coach/notice.rs
    subject          BIGINT  NOT NULL,
    part             INTEGER NOT NULL,
    channel_id       BIGINT  NOT NULL, -- where it goes when the member cannot be written to; 0: nowhere
    due_ms           BIGINT  NOT NULL,
    state            TEXT    NOT NULL, -- pending, sent, dropped, gave-up
    next_try_ms      BIGINT  NOT NULL,
    claimed_by       TEXT,
    attempts         INTEGER NOT NULL,
    first_attempt_ms BIGINT,
    message_id       BIGINT,
    sent_channel_id  BIGINT,
    ended_ms         BIGINT,
    last_error       TEXT
);
CREATE INDEX notices_due ON notices (state, next_try_ms);
CREATE INDEX notices_about ON notices (kind, subject);
