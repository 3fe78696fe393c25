-- The station that a relay of a programme names, and that a broadcast sounds, by its key.
ALTER TABLE programme_items ADD COLUMN relay TEXT NOT NULL DEFAULT '';
ALTER TABLE broadcasts ADD COLUMN relay TEXT NOT NULL DEFAULT '';
