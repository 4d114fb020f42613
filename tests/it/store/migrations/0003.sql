INSERT INTO sessions VALUES
    (3, 1100000000000000001, 900000000000000001, 78, 'objections', 'en', 'price', 1, 7, 0, 1790000100000, 'left', 0,
     1790000160000, NULL, 0, 0, 0, 0, 0, 4, '王女士', 'Day 3', 'See whether it runs.', 'night shift', 900000000000000002);
INSERT INTO peer_lines VALUES (3, 0, 201, 'Why should I?', 1790000110000);
INSERT INTO peer_ratings VALUES (3, 'felt-heard', 'partly');
INSERT INTO follow_ups VALUES
    (12, 1100000000000000001, 900000000000000002, 'Mr Li', '2026-09-21', 'Europe/Berlin', 'customer', 'key-account',
     'en', 0, 1790000000123, '夜班还没培训');
INSERT INTO touches VALUES
    (12, 0, 'day-1', '2026-09-22', 1790063999000, 'pending', 1790063999000, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
