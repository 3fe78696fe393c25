-- A STOP of an area speaks of what starts up to a moment; `nodes` is who was told, of every STOP.
ALTER TABLE stops ADD COLUMN starting_until INTEGER;
