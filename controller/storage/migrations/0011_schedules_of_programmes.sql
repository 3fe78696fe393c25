-- A schedule wants an announcement or a programme; a broadcast may be a piece of a programme's day, and a grant stand in for another.
CREATE TABLE schedules_now (
  id BLOB PRIMARY KEY, announcement BLOB REFERENCES announcements (id), programme BLOB,
  areas BLOB NOT NULL, zones BLOB NOT NULL, nodes BLOB NOT NULL, priority TEXT NOT NULL, when_interrupted TEXT NOT NULL,
  local_start TEXT NOT NULL, time_zone TEXT NOT NULL, recurrence TEXT NOT NULL, start_grace INTEGER NOT NULL,
  outside_hours_reason TEXT NOT NULL, state TEXT NOT NULL, created_by BLOB NOT NULL, created_at INTEGER NOT NULL,
  version INTEGER NOT NULL, calendar TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO schedules_now
  SELECT id, announcement, NULL, areas, zones, nodes, priority, when_interrupted, local_start, time_zone, recurrence, start_grace,
    outside_hours_reason, state, created_by, created_at, version, calendar FROM schedules;
DROP TABLE schedules;
ALTER TABLE schedules_now RENAME TO schedules;
CREATE INDEX schedules_newest ON schedules (created_at, id);

ALTER TABLE broadcasts ADD COLUMN programme BLOB;
ALTER TABLE broadcasts ADD COLUMN piece TEXT NOT NULL DEFAULT '';
ALTER TABLE broadcasts ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE broadcasts ADD COLUMN content_length INTEGER NOT NULL DEFAULT 0;
ALTER TABLE broadcasts ADD COLUMN fade_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE broadcasts ADD COLUMN stands_in_for BLOB;
ALTER TABLE broadcasts ADD COLUMN ends_by INTEGER;
CREATE INDEX broadcasts_of_occurrence ON broadcasts (occurrence, starts_at) WHERE programme IS NOT NULL;
ALTER TABLE grants ADD COLUMN stands_in_for BLOB;
ALTER TABLE grants ADD COLUMN fade_out INTEGER NOT NULL DEFAULT 0;
