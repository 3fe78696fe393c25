-- The validity of announcements; and every consent by telephone until he in whose name it was written down has seen it, whatever
-- became of the announcement meanwhile.
ALTER TABLE announcements ADD COLUMN valid_from INTEGER;
ALTER TABLE announcements ADD COLUMN valid_until INTEGER;
CREATE INDEX announcements_valid_until ON announcements (valid_until) WHERE valid_until IS NOT NULL;
CREATE TABLE consents_by_telephone (
  announcement BLOB NOT NULL REFERENCES announcements (id), approver BLOB NOT NULL, given_by BLOB NOT NULL, at INTEGER NOT NULL,
  acknowledged_at INTEGER, PRIMARY KEY (announcement, approver, at)) STRICT;
CREATE INDEX consents_by_telephone_not_seen ON consents_by_telephone (approver, at) WHERE acknowledged_at IS NULL;
