-- What trainers say of official drills, beside what the machine said: reviews with changed verdicts, and blind marks.
-- Types and names are as told at the top of 0001_memory.sql.

-- The score from which the drill counted as passed when it ended; none for drills that ended before this column.
ALTER TABLE sessions ADD COLUMN pass_mark INTEGER;
-- Whose review counts, and the score and the pass with that trainer's verdicts; the machine's stay in score and passed.
ALTER TABLE sessions ADD COLUMN reviewed_by BIGINT;
ALTER TABLE sessions ADD COLUMN reviewed_ms BIGINT;
ALTER TABLE sessions ADD COLUMN reviewed_score INTEGER;
ALTER TABLE sessions ADD COLUMN reviewed_passed SMALLINT;
CREATE INDEX sessions_to_review ON sessions (server_id, ended_ms, id) WHERE official = 1 AND reviewed_ms IS NULL;

-- A trainer who was shown how the machine judged a drill; with an outcome, it is the review that counts.
CREATE TABLE reviews (
    session_id  BIGINT NOT NULL REFERENCES sessions (id),
    reviewer_id BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    outcome     TEXT,            -- accepted, adjusted; none while it is under way
    comment     TEXT,
    PRIMARY KEY (session_id, reviewer_id)
);

-- A trainer's verdict on a check or a fault; it counts when its trainer's review does.
CREATE TABLE overrides (
    session_id  BIGINT  NOT NULL,
    n           INTEGER NOT NULL, -- the receipt's
    reviewer_id BIGINT  NOT NULL,
    mark        TEXT    NOT NULL, -- src/coach/review.rs
    earned      BIGINT,           -- thousandths of a point; none where it is not to be rated, and for a fault
    cost        BIGINT  NOT NULL, -- points of the hundred, for a fault
    reason      TEXT    NOT NULL,
    at_ms       BIGINT  NOT NULL,
    PRIMARY KEY (session_id, n, reviewer_id),
    FOREIGN KEY (session_id, n) REFERENCES receipts (session_id, n)
);

-- Who marks which drill blind: without the machine's verdicts and without anybody else's marks.
CREATE TABLE markings (
    session_id  BIGINT NOT NULL REFERENCES sessions (id),
    marker_id   BIGINT NOT NULL,
    begun_ms    BIGINT NOT NULL,
    finished_ms BIGINT,          -- from then on the marks stay and count
    PRIMARY KEY (session_id, marker_id)
);
CREATE TABLE marks (
    session_id BIGINT  NOT NULL,
    n          INTEGER NOT NULL, -- the receipt's
    marker_id  BIGINT  NOT NULL,
    mark       TEXT    NOT NULL, -- met, partly, not-met
    PRIMARY KEY (session_id, n, marker_id),
    FOREIGN KEY (session_id, n) REFERENCES receipts (session_id, n),
    FOREIGN KEY (session_id, marker_id) REFERENCES markings (session_id, marker_id)
);

-- What the trainer said that a disputed reply did, so that its rep can be told: a JSON list of names within the task.
ALTER TABLE disputes ADD COLUMN labels TEXT;
CREATE INDEX disputes_of_rep ON disputes (server_id, rep_id) WHERE settled_ms IS NULL;
-- 1: a fixture, by which later corrections are measured and from which nothing is learnt.
ALTER TABLE corrections ADD COLUMN fixture SMALLINT NOT NULL DEFAULT 0;
