-- What an officer's device signed, for as long as its emergency is kept: a restart asks the signer with it for the same grant.
CREATE TABLE intents (
  broadcast BLOB PRIMARY KEY, officer BLOB NOT NULL, device BLOB NOT NULL, area BLOB NOT NULL, template BLOB NOT NULL,
  idempotency_key BLOB NOT NULL, made_at INTEGER NOT NULL, signature BLOB NOT NULL) STRICT;
