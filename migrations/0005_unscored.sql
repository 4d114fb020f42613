-- Questions about weakly supported matter are asked and explained, and do not count.
ALTER TABLE answers ADD COLUMN scored SMALLINT NOT NULL DEFAULT 1;
