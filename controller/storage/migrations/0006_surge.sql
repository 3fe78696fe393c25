-- More hours for given bulletins and places until a date, opened by one leader. Times in microseconds, windows as in `hours`.
CREATE TABLE surge_periods (
  id BLOB PRIMARY KEY, name TEXT NOT NULL, begins_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, windows TEXT NOT NULL,
  in_quiet_hours INTEGER NOT NULL, sessions_per_day INTEGER NOT NULL, from_priority TEXT NOT NULL, categories TEXT NOT NULL,
  areas BLOB NOT NULL, approved_by BLOB NOT NULL, approved_at INTEGER NOT NULL, ended_at INTEGER) STRICT;
