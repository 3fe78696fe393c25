-- Which controller owns the commune: the epoch rises with each that takes it, and every write asks whether it is still the same.
CREATE TABLE ownership (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL, owner BLOB NOT NULL) STRICT;
