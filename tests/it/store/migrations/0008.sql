INSERT INTO quiz_runs VALUES
    (24, 1100000000000000001, 900000000000000003, 'misses', 'objections', 0, 'en', 7, 0, 1790000500000, 0, NULL,
     NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2, 'basics item-1
basics item-2', 0);
INSERT INTO misses VALUES
    (1100000000000000001, 900000000000000001, 'objections', 'en', 'basics', 'item-1', 2, '2026-09-28', 'Price');
INSERT INTO comments VALUES (1100000000000000001, 'after', -88, '更多练习', 2);
