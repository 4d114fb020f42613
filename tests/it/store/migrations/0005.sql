INSERT INTO answers VALUES (22, 0, 'item-0', 'c', 0, 1790000310000, 0);
