-- What is planned outside the hours waits for a second person where the commune says so.
ALTER TABLE approval_policy ADD COLUMN second_person INTEGER NOT NULL DEFAULT 0;
