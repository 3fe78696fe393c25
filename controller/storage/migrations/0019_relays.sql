-- The station that a relay of a programme names, by its key.
ALTER TABLE programme_items ADD COLUMN relay TEXT NOT NULL DEFAULT '';
