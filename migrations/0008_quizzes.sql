-- Quizzes with a time limit, missed questions that come back, and what is said freely after a survey.
-- Types and names are as told at the top of 0001_memory.sql.

-- How many questions count, so that those that were not answered in time are counted as missed; none in older runs.
ALTER TABLE quiz_runs ADD COLUMN counts INTEGER;
-- The questions of a run over missed ones, a line each; none where a quiz of the playbook is answered.
ALTER TABLE quiz_runs ADD COLUMN items TEXT;
-- Whether something was said freely after the survey; not what.
ALTER TABLE quiz_runs ADD COLUMN commented SMALLINT;
CREATE INDEX quiz_runs_late ON quiz_runs (until_ms) WHERE ended_ms IS NULL AND until_ms IS NOT NULL;
CREATE INDEX quiz_runs_begun ON quiz_runs (server_id, rep_id, started_ms);

-- Questions that a rep missed and that come back.
CREATE TABLE misses (
    server_id BIGINT  NOT NULL,
    rep_id    BIGINT  NOT NULL,
    playbook  TEXT    NOT NULL,
    language  TEXT    NOT NULL,
    quiz      TEXT    NOT NULL,
    item      TEXT    NOT NULL,
    rung      INTEGER NOT NULL, -- how often it was answered rightly since
    due       TEXT    NOT NULL, -- the day on which it comes back, in the rep's zone
    given     TEXT    NOT NULL, -- the wrong answer, in words
    PRIMARY KEY (server_id, rep_id, playbook, language, quiz, item)
);

-- What was said freely after a survey: without a rep, a run or a moment. All of a survey are written anew with each new
-- one, in the order of their digests, so that the order of the rows does not tell who said what.
CREATE TABLE comments (
    server_id BIGINT  NOT NULL,
    survey    TEXT    NOT NULL,
    digest    BIGINT  NOT NULL,
    said      TEXT    NOT NULL,
    times     INTEGER NOT NULL,
    PRIMARY KEY (server_id, survey, digest)
);
