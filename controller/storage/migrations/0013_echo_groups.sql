-- Which pass of a staggered broadcast a loudspeaker plays.
ALTER TABLE nodes ADD COLUMN echo_group INTEGER NOT NULL DEFAULT 0;
