-- One echo group after the other; where a person stopped a broadcast, also before it was signed; and which one it corrects.
ALTER TABLE broadcasts ADD COLUMN stopped_at BLOB;
ALTER TABLE broadcasts ADD COLUMN passes TEXT NOT NULL DEFAULT '';
ALTER TABLE broadcasts ADD COLUMN corrects BLOB;
CREATE INDEX broadcasts_correcting ON broadcasts (corrects) WHERE corrects IS NOT NULL;
ALTER TABLE grants ADD COLUMN passes TEXT NOT NULL DEFAULT '';
