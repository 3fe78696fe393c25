-- Receipts are numbered by the device that signs them, and a place may have had several devices one after the other. Of what was
-- stored before, that which sounded since the present device was enrolled is its own; the device of the rest is not known (zeros).
CREATE TABLE receipts_by_device (
  sequence INTEGER PRIMARY KEY, node INTEGER NOT NULL, receipt_key BLOB NOT NULL, number INTEGER NOT NULL,
  previous BLOB NOT NULL, broadcast BLOB NOT NULL, grant_id BLOB NOT NULL, grant_hash BLOB NOT NULL, content BLOB NOT NULL,
  outcome TEXT NOT NULL, reason TEXT NOT NULL, received INTEGER NOT NULL, repaired INTEGER NOT NULL,
  concealed INTEGER NOT NULL, silent INTEGER NOT NULL, samples_played INTEGER NOT NULL, samples_expected INTEGER NOT NULL,
  first_sample_at INTEGER, last_sample_at INTEGER, uncertainty INTEGER NOT NULL, gain_db REAL NOT NULL,
  device_underruns INTEGER NOT NULL, evidence TEXT NOT NULL, software BLOB NOT NULL, signed_bytes BLOB NOT NULL,
  UNIQUE (node, receipt_key, number)) STRICT;
INSERT INTO receipts_by_device (
    sequence, node, receipt_key, number, previous, broadcast, grant_id, grant_hash, content, outcome, reason, received,
    repaired, concealed, silent, samples_played, samples_expected, first_sample_at, last_sample_at, uncertainty, gain_db,
    device_underruns, evidence, software, signed_bytes)
  SELECT
    sequence, node,
    COALESCE(
      (SELECT credentials.receipt_key FROM credentials WHERE credentials.node = receipts.node AND credentials.enrolled_at <=
        COALESCE((SELECT broadcasts.starts_at FROM broadcasts WHERE broadcasts.id = receipts.broadcast), last_sample_at)),
      X'0000000000000000000000000000000000000000000000000000000000000000'),
    number, previous, broadcast, grant_id, grant_hash, content, outcome, reason, received, repaired, concealed, silent,
    samples_played, samples_expected, first_sample_at, last_sample_at, uncertainty, gain_db, device_underruns, evidence,
    software, signed_bytes
  FROM receipts;
DROP TABLE receipts;
ALTER TABLE receipts_by_device RENAME TO receipts;
CREATE INDEX receipts_of_broadcast ON receipts (broadcast, sequence);

-- The certificates of replaced devices stay: they prove the receipts those have signed.
CREATE TABLE credentials_of_devices (
  node INTEGER NOT NULL, receipt_key BLOB NOT NULL, certificate_pem TEXT NOT NULL, enrolled_at INTEGER NOT NULL,
  revoked_at INTEGER, PRIMARY KEY (node, receipt_key)) STRICT;
INSERT INTO credentials_of_devices (node, receipt_key, certificate_pem, enrolled_at, revoked_at)
  SELECT node, receipt_key, certificate_pem, enrolled_at, revoked_at FROM credentials;
DROP TABLE credentials;
ALTER TABLE credentials_of_devices RENAME TO credentials;
