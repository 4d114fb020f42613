-- What trainers assign, to whom, and the settings by which members are reminded.
-- Types and names are as told at the top of 0001_memory.sql. Nothing ever wrote to the two tables of then.

DROP TABLE assignees;
DROP TABLE assignments;

-- How somebody stands is never stored: it is computed from the attempts, which name the assignment and the step.
CREATE TABLE assignments (
    id           BIGINT  NOT NULL PRIMARY KEY, -- the event that made it
    server_id    BIGINT  NOT NULL,
    playbook     TEXT    NOT NULL,
    version      TEXT    NOT NULL, -- the playbook's, as it was then
    language     TEXT    NOT NULL, -- in which it was assigned
    edition      BIGINT,           -- the server's content of then; none without uploads
    assigned_by  BIGINT  NOT NULL,
    role_id      BIGINT,           -- whose members get it, those who join later too
    channel_id   BIGINT  NOT NULL, -- where it was assigned
    attempts     INTEGER NOT NULL, -- allowed for each step
    final_only   SMALLINT NOT NULL, -- 1: feedback comes at the end
    due_ms       BIGINT,
    created_ms   BIGINT  NOT NULL,
    cancelled_ms BIGINT
);
CREATE INDEX assignments_of_server ON assignments (server_id, created_ms);
CREATE INDEX assignments_to_roles ON assignments (server_id) WHERE role_id IS NOT NULL AND cancelled_ms IS NULL;

CREATE TABLE assignment_steps (
    assignment_id BIGINT  NOT NULL REFERENCES assignments (id),
    n             INTEGER NOT NULL,
    kind          TEXT    NOT NULL, -- drill, quiz
    content       TEXT    NOT NULL, -- the scenario's or the quiz's id
    title         TEXT    NOT NULL,
    pass          INTEGER NOT NULL, -- percent
    counted       INTEGER NOT NULL, -- the quiz's questions that count; 0 for a drill
    PRIMARY KEY (assignment_id, n)
);

-- What every member is measured by, in each language that there was.
CREATE TABLE assignment_contents (
    assignment_id BIGINT  NOT NULL,
    n             INTEGER NOT NULL,
    language      TEXT    NOT NULL,
    digest        BIGINT  NOT NULL,
    PRIMARY KEY (assignment_id, n, language),
    FOREIGN KEY (assignment_id, n) REFERENCES assignment_steps (assignment_id, n)
);

CREATE TABLE assignees (
    assignment_id BIGINT NOT NULL REFERENCES assignments (id),
    rep_id        BIGINT NOT NULL,
    handed_ms     BIGINT NOT NULL,
    PRIMARY KEY (assignment_id, rep_id)
);
CREATE INDEX assignees_of_rep ON assignees (rep_id);

-- Results of a whole team are summed from this index alone.
CREATE INDEX answers_right ON answers (run_id, scored, correct);

CREATE TABLE server_settings (
    server_id   BIGINT   NOT NULL PRIMARY KEY,
    zone        TEXT,
    quiet_from  TEXT,              -- 21:00; both or neither
    quiet_until TEXT,
    leaderboard SMALLINT NOT NULL
);

ALTER TABLE reps ADD COLUMN quiet_from TEXT;
ALTER TABLE reps ADD COLUMN quiet_until TEXT;
