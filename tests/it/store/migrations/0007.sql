-- Nothing ever wrote to the two tables of before.
-- gone: assignees, assignments
INSERT INTO assignments VALUES
    (41, 1100000000000000001, 'objections', '1.0.0', 'en', 7, 900000000000000009, 600, 77, 3, 1, 1790900000000,
     1790000390000, 1790000999999);
INSERT INTO assignment_steps VALUES (41, 0, 'drill', 'price', 'Price', 70, 0), (41, 1, 'quiz', 'basics', 'Basics', 80, 2);
INSERT INTO assignment_contents VALUES (41, 0, 'en', -5), (41, 1, 'zh-CN', 6);
INSERT INTO assignees VALUES (41, 900000000000000001, 1790000395000);
INSERT INTO server_settings VALUES (1100000000000000001, 'Asia/Shanghai', '21:00', '08:00', 1);
INSERT INTO reps VALUES
    (1100000000000000001, 900000000000000003, 'Cem', 'en', 'Europe/Istanbul', 1790000395000, '20:00', '09:30');
