-- What a plain rule cannot say of a schedule: lunar days, more times of the day, days added and left out, validity, and its edits.
-- Text in lines, see storage/schedule_text.hpp; empty for the schedules of before, which sound as they did.
ALTER TABLE schedules ADD COLUMN calendar TEXT NOT NULL DEFAULT '';
