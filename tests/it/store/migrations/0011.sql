-- The pings of touches are notices now: those that wait, wait on; what was sent or given up stays so.
-- gone: notices.id, touches.state, touches.next_try_ms, touches.claimed_by, touches.attempts, touches.first_attempt_ms
-- gone: touches.message_id, touches.sent_channel_id, touches.sent_ms, touches.done_ms, touches.gave_up_ms, touches.last_error
-- after: SELECT COUNT(*) FROM notices WHERE kind = 'touch' => 6
-- after: SELECT COUNT(*) FROM notices WHERE kind = 'touch' AND state = 'pending' AND subject = 11 => 2
-- after: SELECT COUNT(*) FROM notices WHERE kind = 'touch' AND state = 'sent' => 2
-- after: SELECT next_try_ms FROM notices WHERE kind = 'touch' AND subject = 11 AND part = 4 => 1774915200000
-- after: SELECT claimed_by || ' ' || attempts || ' ' || first_attempt_ms FROM notices WHERE subject = 11 AND part = 3 => worker-1 1 1771632000100
-- after: SELECT last_error FROM notices WHERE state = 'gave-up' => closed to messages
-- after: SELECT rep_id FROM notices WHERE kind = 'touch' AND subject = 12 => 900000000000000002
-- after: SELECT message_id FROM notices WHERE kind = 'touch' AND subject = 11 AND part = 0 => 4001
-- after: SELECT COUNT(*) FROM touches WHERE state = 'open' AND server_id = 1100000000000000001 => 5
-- after: SELECT closed_ms FROM touches WHERE state = 'done' => 1769905000000
INSERT INTO follow_ups VALUES
    (14, 1100000000000000001, 900000000000000001, 'Acme', '2026-09-23', 'Europe/Berlin', 'customer', 'key-account', 'en',
     55, 1790100000000, 'night shift', 7, 'Ms Roe', 'Two pumps', 24, 1790200000000, 1790300000000, 'They closed.',
     900000000000000002);
INSERT INTO touches VALUES
    (14, 0, 'day-1', '2026-09-24', 1790240000000, 'done', 1790250000000, 900000000000000001, 'a spare key', 'a visit', NULL,
     'day-3@2026-09-26 day-7@2026-09-30', 1100000000000000001),
    (14, 1, 'day-21', '2026-10-14', 1791970000000, 'skipped', 1790260000000, 900000000000000001, NULL, NULL,
     'on holiday', NULL, 1100000000000000001);
INSERT INTO notices VALUES
    ('touch', 14, 0, 900000000000000001, 1100000000000000001, 55, 1790240000000, 'sent', 2, -77, 1790240060000, NULL, 1,
     1790240000100, 4111, 58, 1790240000200, NULL);
INSERT INTO server_settings VALUES
    (1100000000000000002, 'Europe/Berlin', NULL, NULL, 0, 'de-by', 'mon tue wed thu fri', 59, 900000000000000007, 3);
INSERT INTO direct_channels VALUES (900000000000000001, 58);
