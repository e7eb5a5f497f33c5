ALTER TABLE tasks DROP COLUMN repeat_from;
ALTER TABLE tasks DROP COLUMN series_at;
ALTER TABLE tasks DROP COLUMN next_id;
