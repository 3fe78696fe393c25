-- Programmes: items in order, what a column says on which weekday (1 is Monday), and what was put into one on a day. Durations in
-- microseconds.
CREATE TABLE programmes (
  id BLOB PRIMARY KEY, name TEXT NOT NULL, length INTEGER NOT NULL, filler BLOB, version INTEGER NOT NULL) STRICT;
CREATE TABLE programme_items (
  programme BLOB NOT NULL REFERENCES programmes (id), position INTEGER NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL,
  title TEXT NOT NULL, is_on INTEGER NOT NULL, begins_after INTEGER, length INTEGER, overrun TEXT NOT NULL, announcement BLOB,
  fallback BLOB, PRIMARY KEY (programme, position)) STRICT;
CREATE TABLE programme_columns (
  programme BLOB NOT NULL REFERENCES programmes (id), position INTEGER NOT NULL, weekday INTEGER NOT NULL, title TEXT NOT NULL,
  announcement BLOB, PRIMARY KEY (programme, position, weekday)) STRICT;
CREATE TABLE programme_days (
  programme BLOB NOT NULL REFERENCES programmes (id), day TEXT NOT NULL, version INTEGER NOT NULL,
  PRIMARY KEY (programme, day)) STRICT;
CREATE TABLE programme_bulletins (
  programme BLOB NOT NULL REFERENCES programmes (id), day TEXT NOT NULL, position INTEGER NOT NULL, announcement BLOB NOT NULL,
  priority TEXT NOT NULL, PRIMARY KEY (programme, day, position)) STRICT;
