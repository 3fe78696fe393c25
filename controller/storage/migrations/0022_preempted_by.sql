-- What silenced a broadcast at a loudspeaker, the last time, and whether it was heard again after that, as the receipt says.
ALTER TABLE receipts ADD COLUMN preempted_by BLOB;
ALTER TABLE receipts ADD COLUMN resumed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN preempted_by BLOB;
ALTER TABLE deliveries ADD COLUMN resumed INTEGER NOT NULL DEFAULT 0;
