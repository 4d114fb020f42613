-- By which working days a server's follow-ups were planned: where these are others now, all are looked at again.
-- Types and names are as told at the top of 0001_memory.sql.

CREATE TABLE planned_days (
    server_id BIGINT NOT NULL PRIMARY KEY,
    digest    BIGINT NOT NULL -- of all that decides whether a day is worked (src/coach/working_days.rs)
);
