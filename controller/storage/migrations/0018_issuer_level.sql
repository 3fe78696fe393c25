-- Of several emergencies the one that was called at the higher level goes first (PROTOCOL.md, section 6).
ALTER TABLE grants ADD COLUMN issuer_level INTEGER NOT NULL DEFAULT 0;
