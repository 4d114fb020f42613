-- One outbox for all that members are told: the pings of touches are notices like the others, so that there is one way
-- of claiming, sending and giving up. A touch keeps what it is about and what became of it.
-- Types and names are as told at the top of 0001_memory.sql.

-- Known by what it is about, instead of a number made of it: so pings that wait can be taken over here.
CREATE TABLE outbox (
    kind             TEXT    NOT NULL, -- src/coach/notice.rs
    subject          BIGINT  NOT NULL,
    part             INTEGER NOT NULL,
    rep_id           BIGINT  NOT NULL,
    server_id        BIGINT  NOT NULL,
    channel_id       BIGINT  NOT NULL, -- where it goes when the member cannot be written to; 0: nowhere
    due_ms           BIGINT  NOT NULL,
    state            TEXT    NOT NULL, -- pending, bundled, sent, dropped, gave-up
    round            INTEGER NOT NULL, -- how often it was put off by the member: each time it is told anew
    bundle           BIGINT,           -- the notice that tells it together with others
    next_try_ms      BIGINT  NOT NULL, -- when there is something to do: due, next try, or the end of a lease
    claimed_by       TEXT,
    attempts         INTEGER NOT NULL,
    first_attempt_ms BIGINT,
    message_id       BIGINT,
    sent_channel_id  BIGINT,
    ended_ms         BIGINT,
    last_error       TEXT,
    PRIMARY KEY (kind, subject, part, rep_id)
);
INSERT INTO outbox (kind, subject, part, rep_id, server_id, channel_id, due_ms, state, round, next_try_ms, claimed_by,
    attempts, first_attempt_ms, message_id, sent_channel_id, ended_ms, last_error)
SELECT kind, subject, part, rep_id, server_id, channel_id, due_ms, state, 0, next_try_ms, claimed_by, attempts,
    first_attempt_ms, message_id, sent_channel_id, ended_ms, last_error FROM notices;
INSERT INTO outbox (kind, subject, part, rep_id, server_id, channel_id, due_ms, state, round, next_try_ms, claimed_by,
    attempts, first_attempt_ms, message_id, sent_channel_id, ended_ms, last_error)
SELECT 'touch', t.follow_up_id, t.n, f.owner_id, f.server_id, f.channel_id, t.due_ms,
    CASE WHEN t.state = 'done' AND t.sent_ms IS NULL THEN 'dropped' WHEN t.state = 'done' THEN 'sent' ELSE t.state END,
    0, t.next_try_ms, t.claimed_by, t.attempts, t.first_attempt_ms, t.message_id, t.sent_channel_id,
    COALESCE(t.sent_ms, t.gave_up_ms, t.done_ms), t.last_error
FROM touches t JOIN follow_ups f ON f.id = t.follow_up_id;
DROP TABLE notices;
ALTER TABLE outbox RENAME TO notices;
-- What is due is found among millions that wait; the server stands in it so that servers can take turns.
CREATE INDEX notices_due ON notices (next_try_ms, server_id) WHERE state = 'pending';
CREATE INDEX notices_of_rep ON notices (rep_id, due_ms) WHERE state = 'pending';
CREATE INDEX notices_bundled ON notices (bundle) WHERE bundle IS NOT NULL;

DROP INDEX touches_due;
ALTER TABLE touches DROP COLUMN next_try_ms;
ALTER TABLE touches DROP COLUMN claimed_by;
ALTER TABLE touches DROP COLUMN attempts;
ALTER TABLE touches DROP COLUMN first_attempt_ms;
ALTER TABLE touches DROP COLUMN message_id;
ALTER TABLE touches DROP COLUMN sent_channel_id;
ALTER TABLE touches DROP COLUMN sent_ms;
ALTER TABLE touches DROP COLUMN gave_up_ms;
ALTER TABLE touches DROP COLUMN last_error;
ALTER TABLE touches RENAME COLUMN done_ms TO closed_ms;
UPDATE touches SET state = 'open' WHERE state <> 'done'; -- open, done, skipped, merged, cancelled
ALTER TABLE touches ADD COLUMN closed_by BIGINT;
ALTER TABLE touches ADD COLUMN gave TEXT;           -- what the customer was given; none in an empty touch
ALTER TABLE touches ADD COLUMN next_step TEXT;      -- what comes next
ALTER TABLE touches ADD COLUMN skipped_because TEXT;
ALTER TABLE touches ADD COLUMN merged TEXT;         -- touches told in the same ping: plan@2026-03-07, parted by spaces
ALTER TABLE touches ADD COLUMN server_id BIGINT NOT NULL DEFAULT 0;
UPDATE touches SET server_id = (SELECT server_id FROM follow_ups WHERE id = touches.follow_up_id);
CREATE INDEX touches_open ON touches (server_id, due_ms) WHERE state = 'open';

ALTER TABLE follow_ups ADD COLUMN contact TEXT NOT NULL DEFAULT '';  -- whom to talk to there
ALTER TABLE follow_ups ADD COLUMN product TEXT NOT NULL DEFAULT '';  -- what was signed for
ALTER TABLE follow_ups ADD COLUMN months INTEGER NOT NULL DEFAULT 12; -- planned so many months after signing
ALTER TABLE follow_ups ADD COLUMN look_ms BIGINT;                    -- when the plan is looked at again; none when it has ended
ALTER TABLE follow_ups ADD COLUMN ended_ms BIGINT;
ALTER TABLE follow_ups ADD COLUMN ended_because TEXT;
ALTER TABLE follow_ups ADD COLUMN handed_by BIGINT;                  -- who had it before the owner
UPDATE follow_ups SET look_ms = created_ms;
CREATE INDEX follow_ups_to_tend ON follow_ups (look_ms) WHERE look_ms IS NOT NULL;

ALTER TABLE server_settings ADD COLUMN calendar TEXT;
ALTER TABLE server_settings ADD COLUMN work_days TEXT;
ALTER TABLE server_settings ADD COLUMN followup_channel_id BIGINT; -- where pings go that cannot reach a member
ALTER TABLE server_settings ADD COLUMN manager_id BIGINT;          -- who is told of what is overdue or cannot be delivered
ALTER TABLE server_settings ADD COLUMN overdue_days INTEGER;       -- an open touch is told to the manager after so many working days

-- The channel of a member's direct messages stays the same for good: it is asked for once.
CREATE TABLE direct_channels (
    rep_id     BIGINT NOT NULL PRIMARY KEY,
    channel_id BIGINT NOT NULL
);
