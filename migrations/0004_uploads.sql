-- Content that a server's trainers upload, and which of it was in effect when.
-- Types and names are as told at the top of 0001_memory.sql.

-- Every change of what is in effect in a server begins a new edition of its content; 0 is as the playbooks are.
CREATE TABLE editions (
    server_id BIGINT NOT NULL PRIMARY KEY,
    edition   BIGINT NOT NULL
);

CREATE TABLE uploads (
    id          BIGINT  NOT NULL PRIMARY KEY, -- the event that brought it
    server_id   BIGINT  NOT NULL,
    playbook    TEXT    NOT NULL,
    language    TEXT    NOT NULL,
    folder      TEXT    NOT NULL,
    name        TEXT    NOT NULL, -- the file's name without .toml
    version     INTEGER NOT NULL, -- 1, 2, 3 … of that file in that server; never given twice
    text        TEXT    NOT NULL,
    uploaded_by BIGINT  NOT NULL,
    uploaded_ms BIGINT  NOT NULL,
    UNIQUE (server_id, playbook, language, folder, name, version)
);

-- An upload is in effect from one edition to before another; none while it still is.
CREATE TABLE effects (
    upload_id     BIGINT NOT NULL REFERENCES uploads (id),
    from_edition  BIGINT NOT NULL,
    until_edition BIGINT,
    enabled_by    BIGINT NOT NULL,
    enabled_ms    BIGINT NOT NULL,
    PRIMARY KEY (upload_id, from_edition)
);

-- The edition that an attempt began with; none for content without uploads, as all attempts before had. The version is
-- that of the scenario or quiz itself; none where it is the playbook's own.
ALTER TABLE sessions ADD COLUMN edition BIGINT;
ALTER TABLE sessions ADD COLUMN version INTEGER;
ALTER TABLE quiz_runs ADD COLUMN edition BIGINT;
ALTER TABLE quiz_runs ADD COLUMN version INTEGER;
-- Touches are pinged long after they were planned: by the cadence of their day.
ALTER TABLE follow_ups ADD COLUMN edition BIGINT;
