-- The login of who stopped or cancelled a broadcast.
ALTER TABLE broadcasts ADD COLUMN stopped_by TEXT NOT NULL DEFAULT '';
