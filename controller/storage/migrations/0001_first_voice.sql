-- Ids are 16 bytes, hashes 32, times microseconds since 1970 in UTC, durations microseconds, enumerations their public names.
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE commune (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL, name TEXT NOT NULL, station_name TEXT NOT NULL, time_zone TEXT NOT NULL,
  duty_phone TEXT NOT NULL) STRICT;

CREATE TABLE hours (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  allowed TEXT NOT NULL, quiet_from INTEGER NOT NULL, quiet_to INTEGER NOT NULL, longest_session INTEGER NOT NULL,
  sessions_per_day INTEGER NOT NULL, utc_offset_minutes INTEGER NOT NULL) STRICT;

CREATE TABLE areas (
  id BLOB PRIMARY KEY, parent BLOB REFERENCES areas (id) DEFERRABLE INITIALLY DEFERRED, kind TEXT NOT NULL,
  unit TEXT NOT NULL, name TEXT NOT NULL, full_name TEXT NOT NULL, assembly_point TEXT NOT NULL,
  latitude REAL NOT NULL, longitude REAL NOT NULL, position INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;

CREATE TABLE zones (
  id BLOB PRIMARY KEY, name TEXT NOT NULL, areas BLOB NOT NULL, nodes BLOB NOT NULL, position INTEGER NOT NULL,
  version INTEGER NOT NULL) STRICT;

CREATE TABLE nodes (
  id BLOB PRIMARY KEY, number INTEGER NOT NULL UNIQUE,
  hamlet BLOB NOT NULL REFERENCES areas (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL, device_code TEXT NOT NULL, link TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
  volume_day INTEGER NOT NULL, volume_evening INTEGER NOT NULL, volume_emergency INTEGER NOT NULL,
  start_delay_ms INTEGER NOT NULL, stage TEXT NOT NULL, version INTEGER NOT NULL) STRICT;

CREATE TABLE announcements (
  id BLOB PRIMARY KEY, title TEXT NOT NULL, category TEXT NOT NULL, priority TEXT NOT NULL, source TEXT NOT NULL,
  text TEXT NOT NULL, basis TEXT NOT NULL, state TEXT NOT NULL, audio TEXT NOT NULL,
  content BLOB, content_bytes INTEGER NOT NULL, content_duration INTEGER NOT NULL, loudness REAL NOT NULL,
  true_peak REAL NOT NULL, audio_error TEXT, created_by BLOB NOT NULL, created_at INTEGER NOT NULL,
  version INTEGER NOT NULL, folded TEXT NOT NULL) STRICT;
CREATE INDEX announcements_newest ON announcements (created_at, id);

CREATE TABLE schedules (
  id BLOB PRIMARY KEY, announcement BLOB NOT NULL REFERENCES announcements (id),
  areas BLOB NOT NULL, zones BLOB NOT NULL, nodes BLOB NOT NULL, priority TEXT NOT NULL, when_interrupted TEXT NOT NULL,
  local_start TEXT NOT NULL, time_zone TEXT NOT NULL, recurrence TEXT NOT NULL, start_grace INTEGER NOT NULL,
  outside_hours_reason TEXT NOT NULL, state TEXT NOT NULL, created_by BLOB NOT NULL, created_at INTEGER NOT NULL,
  version INTEGER NOT NULL) STRICT;
CREATE INDEX schedules_newest ON schedules (created_at, id);

CREATE TABLE broadcasts (
  id BLOB PRIMARY KEY, kind TEXT NOT NULL, priority TEXT NOT NULL, when_interrupted TEXT NOT NULL, announcement BLOB,
  occurrence BLOB, emergency_template BLOB, area BLOB, title TEXT NOT NULL, targets BLOB NOT NULL, starts_at INTEGER NOT NULL,
  start_by INTEGER NOT NULL, duration INTEGER NOT NULL, max_duration INTEGER NOT NULL, content BLOB,
  outside_hours_reason TEXT NOT NULL, streamed INTEGER NOT NULL, state TEXT NOT NULL, created_by BLOB NOT NULL, created_at INTEGER NOT NULL,
  ended_at INTEGER) STRICT;
CREATE INDEX broadcasts_newest ON broadcasts (starts_at, id);
CREATE INDEX broadcasts_of_announcement ON broadcasts (announcement, starts_at);
CREATE INDEX broadcasts_open ON broadcasts (starts_at) WHERE ended_at IS NULL;

CREATE TABLE deliveries (
  broadcast BLOB NOT NULL REFERENCES broadcasts (id), node INTEGER NOT NULL, state TEXT NOT NULL, evidence TEXT NOT NULL,
  played INTEGER NOT NULL, expected INTEGER NOT NULL, reason TEXT NOT NULL, first_sample_at INTEGER, last_sample_at INTEGER,
  receipt_number INTEGER, changed_at INTEGER NOT NULL, PRIMARY KEY (broadcast, node)) STRICT;

CREATE TABLE grants (
  id BLOB PRIMARY KEY, broadcast BLOB NOT NULL, kind TEXT NOT NULL, priority TEXT NOT NULL, when_interrupted TEXT NOT NULL,
  nodes BLOB NOT NULL, not_before INTEGER NOT NULL, not_after INTEGER NOT NULL, starts_at INTEGER NOT NULL,
  start_by INTEGER NOT NULL, max_duration INTEGER NOT NULL, volume_cap_percent INTEGER NOT NULL,
  outside_hours INTEGER NOT NULL, quiet_hours INTEGER NOT NULL, content BLOB, content_bytes INTEGER NOT NULL,
  content_duration INTEGER NOT NULL, repeat_every INTEGER, stream_key BLOB, ssrc_r0 INTEGER, ssrc_r1 INTEGER, chime BLOB,
  issuer_sequence INTEGER NOT NULL, policy_epoch INTEGER NOT NULL, envelope BLOB NOT NULL) STRICT;
CREATE INDEX grants_of_broadcast ON grants (broadcast);

CREATE TABLE stops (
  id BLOB PRIMARY KEY, grants BLOB NOT NULL, nodes BLOB, up_to_sequence INTEGER NOT NULL, issuer_sequence INTEGER NOT NULL,
  issued_at INTEGER NOT NULL, envelope BLOB NOT NULL) STRICT;

CREATE TABLE idempotency_keys (
  name TEXT PRIMARY KEY, request BLOB NOT NULL, broadcast BLOB NOT NULL, at INTEGER NOT NULL) STRICT;

CREATE TABLE receipts (
  sequence INTEGER PRIMARY KEY, node INTEGER NOT NULL, number INTEGER NOT NULL, previous BLOB NOT NULL,
  broadcast BLOB NOT NULL, grant_id BLOB NOT NULL, grant_hash BLOB NOT NULL, content BLOB NOT NULL, outcome TEXT NOT NULL,
  reason TEXT NOT NULL, received INTEGER NOT NULL, repaired INTEGER NOT NULL, concealed INTEGER NOT NULL,
  silent INTEGER NOT NULL, samples_played INTEGER NOT NULL, samples_expected INTEGER NOT NULL, first_sample_at INTEGER,
  last_sample_at INTEGER, uncertainty INTEGER NOT NULL, gain_db REAL NOT NULL, device_underruns INTEGER NOT NULL,
  evidence TEXT NOT NULL, software BLOB NOT NULL, signed_bytes BLOB NOT NULL, UNIQUE (node, number)) STRICT;
CREATE INDEX receipts_of_broadcast ON receipts (broadcast, sequence);

CREATE TABLE operators (
  id BLOB PRIMARY KEY, login TEXT NOT NULL UNIQUE, title TEXT NOT NULL, roles TEXT NOT NULL, areas BLOB NOT NULL,
  active INTEGER NOT NULL, version INTEGER NOT NULL, password_hash TEXT NOT NULL) STRICT;

CREATE TABLE sessions (
  token_hash BLOB PRIMARY KEY, who BLOB NOT NULL REFERENCES operators (id), created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT;
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE device_keys (
  id BLOB PRIMARY KEY, owner BLOB NOT NULL REFERENCES operators (id), name TEXT NOT NULL, public_key BLOB NOT NULL,
  registered_at INTEGER NOT NULL, last_seen_at INTEGER, revoked_at INTEGER) STRICT;

CREATE TABLE emergency_templates (
  id BLOB PRIMARY KEY, code TEXT NOT NULL UNIQUE, tile TEXT NOT NULL, icon TEXT NOT NULL, text TEXT NOT NULL,
  attention TEXT NOT NULL, siren TEXT NOT NULL, repeat_every INTEGER NOT NULL, max_duration INTEGER NOT NULL,
  tile_order INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;

CREATE TABLE rendered_templates (
  emergency_template BLOB NOT NULL REFERENCES emergency_templates (id), hamlet BLOB NOT NULL, sentence TEXT NOT NULL,
  content BLOB, content_bytes INTEGER NOT NULL, content_duration INTEGER NOT NULL, loudness REAL NOT NULL,
  true_peak REAL NOT NULL, rendered_at INTEGER NOT NULL, PRIMARY KEY (emergency_template, hamlet)) STRICT;

CREATE TABLE credentials (
  node INTEGER PRIMARY KEY, certificate_pem TEXT NOT NULL, receipt_key BLOB NOT NULL, enrolled_at INTEGER NOT NULL,
  revoked_at INTEGER) STRICT;

CREATE TABLE jobs (
  id BLOB PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL, percent INTEGER NOT NULL,
  step TEXT NOT NULL, error TEXT, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL) STRICT;
CREATE INDEX jobs_unfinished ON jobs (created_at) WHERE state IN ('waiting', 'running');

CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
  detail TEXT NOT NULL, previous_hash BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
