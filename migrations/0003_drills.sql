-- Drills of every kind: how hard the buyer is, the touch that a drill is about, and duels between two members.

-- 0 is as hard as the scenario's level says; so are all drills that were held before.
ALTER TABLE sessions ADD COLUMN difficulty SMALLINT NOT NULL DEFAULT 0;
-- What a template was filled with; kept, for a drill is folded from what it began with.
ALTER TABLE sessions ADD COLUMN customer TEXT;
ALTER TABLE sessions ADD COLUMN touch TEXT;
ALTER TABLE sessions ADD COLUMN purpose TEXT;
ALTER TABLE sessions ADD COLUMN note TEXT;
-- The member who plays the buyer.
ALTER TABLE sessions ADD COLUMN peer_id BIGINT;
CREATE UNIQUE INDEX sessions_duel_in_channel ON sessions (channel_id, peer_id) WHERE state = 'open';

-- What the member who plays the buyer said, each after so many replies of the rep.
CREATE TABLE peer_lines (
    session_id BIGINT  NOT NULL REFERENCES sessions (id),
    after_n    INTEGER NOT NULL,
    message_id BIGINT  NOT NULL PRIMARY KEY,
    said       TEXT    NOT NULL,
    at_ms      BIGINT  NOT NULL
);
CREATE INDEX peer_lines_of_session ON peer_lines (session_id, message_id);

CREATE TABLE peer_ratings (
    session_id BIGINT NOT NULL REFERENCES sessions (id),
    question   TEXT   NOT NULL,
    rating     TEXT   NOT NULL, -- yes, partly, no
    PRIMARY KEY (session_id, question)
);

ALTER TABLE follow_ups ADD COLUMN note TEXT NOT NULL DEFAULT '';
