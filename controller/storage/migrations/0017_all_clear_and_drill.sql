-- The all-clear is a kind of its own, and each sentence has a second sound for drills, framed by words and without a siren.
ALTER TABLE emergency_templates ADD COLUMN all_clear INTEGER NOT NULL DEFAULT 0;

CREATE TABLE rendered_sounds (
  emergency_template BLOB NOT NULL REFERENCES emergency_templates (id), hamlet BLOB NOT NULL, drill INTEGER NOT NULL,
  sentence TEXT NOT NULL, content BLOB, content_bytes INTEGER NOT NULL, content_duration INTEGER NOT NULL,
  loudness REAL NOT NULL, true_peak REAL NOT NULL, rendered_at INTEGER NOT NULL,
  PRIMARY KEY (emergency_template, hamlet, drill)) STRICT;
INSERT INTO rendered_sounds (emergency_template, hamlet, drill, sentence, content, content_bytes, content_duration, loudness,
    true_peak, rendered_at)
  SELECT emergency_template, hamlet, 0, sentence, content, content_bytes, content_duration, loudness, true_peak, rendered_at
  FROM rendered_templates;
DROP TABLE rendered_templates;
ALTER TABLE rendered_sounds RENAME TO rendered_templates;
