-- Who wrote or changed an announcement, who agreed to it as it is, and why it was returned. What was approved before nobody wrote
-- down by whom: it goes on sounding where nobody is asked, and needs a consent where somebody is.
ALTER TABLE announcements ADD COLUMN changed_by BLOB NOT NULL DEFAULT X'';
ALTER TABLE announcements ADD COLUMN consents TEXT NOT NULL DEFAULT '';
ALTER TABLE announcements ADD COLUMN remark TEXT NOT NULL DEFAULT '';

-- What the commune asks for, the first rule that fits.
CREATE TABLE approval_policy (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
CREATE TABLE approval_rules (
  position INTEGER PRIMARY KEY, from_priority TEXT, categories TEXT NOT NULL, areas BLOB NOT NULL,
  only_outside_hours INTEGER NOT NULL, steps INTEGER NOT NULL, by_telephone INTEGER NOT NULL) STRICT;

-- An approver's right lent to a named person for a time.
CREATE TABLE delegations (
  id BLOB PRIMARY KEY, lender BLOB NOT NULL REFERENCES operators (id), borrower BLOB NOT NULL REFERENCES operators (id),
  lent_from INTEGER NOT NULL, lent_until INTEGER NOT NULL, ended_at INTEGER) STRICT;
