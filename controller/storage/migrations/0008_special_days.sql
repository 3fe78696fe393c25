-- The special days a commune keeps, in their order: public holidays, lunar days, mourning, elections. What a row's "on_days" means
-- says storage/day_rule_text.hpp.
CREATE TABLE day_rules_version (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
CREATE TABLE day_rules (
  position INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, on_days TEXT NOT NULL, days_before INTEGER NOT NULL,
  days_after INTEGER NOT NULL, areas BLOB NOT NULL) STRICT;

-- All of it is music: it falls away in mourning. What is there already is taken for speech.
ALTER TABLE announcements ADD COLUMN music INTEGER NOT NULL DEFAULT 0;
