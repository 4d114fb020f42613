-- Server 1100000000000000001, Ana ...001 and Ben ...002; from 1790000000123 (2026-09-21) on.
INSERT INTO reps VALUES
    (1100000000000000001, 900000000000000001, 'Ana', 'zh-CN', 'Asia/Shanghai', 1790000000123),
    (1100000000000000001, 900000000000000002, 'Ben 王', 'en', NULL, 1790000000124);
INSERT INTO sessions VALUES
    (1, 1100000000000000001, 900000000000000001, 77, 'objections', 'zh-CN', 'price', -4, -9223372036854775808, 0,
     1790000000123, 'finished', 2, 1790000060123, 83, 1, 2500, 3000, 6000, 10),
    (2, 1100000000000000001, 900000000000000001, 77, 'objections', 'en', 'trust', 9223372036854775807, 7, 0,
     1790000000123, 'open', 1, NULL, NULL, 0, 0, 0, 0, 0);
INSERT INTO turns VALUES
    (1, 0, 101, '我明白，您担心停机', '+lscpa.listen	0	9	zh/objections.toml:31
?spin.problem', 1790000000200, 1),
    (1, 1, 102, 'It''s "quoted" \ back', '', 1790000000300, 1),
    (2, 0, 103, 'unanswered', '', 1790000000400, 0);
INSERT INTO receipts VALUES
    (1, 0, 'listens', 'lscpa', 'listen', 'Did you listen?', 'zh/lscpa.toml:12', 3, 2500, 0, NULL),
    (1, 1, 'argues', 'lscpa', NULL, 'Did you argue?', 'zh/lscpa.toml:40', 3, NULL, 10, 'never came up');
INSERT INTO follow_ups VALUES
    (11, 1100000000000000001, 900000000000000001, '王女士', '2026-01-31', 'Asia/Shanghai', 'customer', 'key-account',
     'zh-CN', 55, 1790000000123);
INSERT INTO touches VALUES
    (11, 0, 'day-1', '2026-02-01', 1769904000000, 'done', 1769904000000, NULL, 1, 1769904000100, 4001, 56,
     1769904000200, 1769905000000, NULL, NULL),
    (11, 1, 'day-3', '2026-02-03', 1770076800000, 'sent', 1770076860000, NULL, 2, 1770076800100, 4002, 56,
     1770076800200, NULL, NULL, NULL),
    (11, 2, 'day-7', '2026-02-07', 1770422400000, 'gave-up', 1770422400000, NULL, 9, 1770422400100, NULL, NULL,
     NULL, NULL, 1770509000000, 'closed to messages'),
    (11, 3, 'day-21', '2026-02-21', 1771632000000, 'pending', 1771632060000, 'worker-1', 1, 1771632000100, NULL, NULL,
     NULL, NULL, NULL, 'no answer'),
    (11, 4, 'monthly', '2026-03-31', 1774915200000, 'pending', 1774915200000, NULL, 0, NULL, NULL, NULL,
     NULL, NULL, NULL, NULL);
INSERT INTO quiz_runs VALUES
    (21, 1100000000000000001, 900000000000000001, 'basics', 'objections', -1, 'en', 7, 1, 1790000000123, 2, 1790000060123);
INSERT INTO answers VALUES (21, 0, 'item-0', 'b', 1, 1790000000200), (21, 1, 'item-1', 'a', 0, 1790000000300);
INSERT INTO reactions VALUES (1100000000000000001, 'after', 'useful', '5', 3);
INSERT INTO assignments VALUES
    (31, 1100000000000000001, 'quiz', 'basics', 'objections', -1, 900000000000000009, 1790900000000, 70, 3, 'instant',
     1790000000123, 1790000099999);
INSERT INTO assignees VALUES (31, 900000000000000001, 'done', 1790000060123, 1, 21);
