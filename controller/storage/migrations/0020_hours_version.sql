-- The commune's own hours are changed by themselves, too, and not only with its file.
ALTER TABLE hours ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
