-- Hours by hamlet and by kind of day; and when loudspeakers may test themselves audibly, as minutes of the day.
CREATE TABLE hours_rules_version (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
CREATE TABLE hours_rules (
  position INTEGER PRIMARY KEY, name TEXT NOT NULL, areas BLOB NOT NULL, weekdays INTEGER NOT NULL, kinds TEXT NOT NULL, allowed TEXT,
  quiet TEXT NOT NULL, longest_session INTEGER, sessions_per_day INTEGER) STRICT;
ALTER TABLE hours ADD COLUMN tests TEXT NOT NULL DEFAULT '540-630,870-960';
