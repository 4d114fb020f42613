-- Two processes, one that shares the shards and one with shards of its own; a shard that is held and one that is free.
INSERT INTO processes VALUES
    ('host-1-77', 1, 1790400000000, 1790400015000),
    ('host-2-78', 0, 1790400001000, 1790400016000);
INSERT INTO shards VALUES (0, 2, 'host-1-77', 1790400015000), (1, 2, NULL, 1790390000000);
INSERT INTO identifies VALUES (0, 1790400005500);
INSERT INTO turns VALUES (6, 1, 105, 'I see.', '', 1790000620000, 1, 'host-1-77');
