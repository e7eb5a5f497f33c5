DROP INDEX tasks_remind_at;
ALTER TABLE tasks DROP COLUMN reminders;
ALTER TABLE tasks DROP COLUMN remind_at;
ALTER TABLE tasks DROP COLUMN repeat_from;
ALTER TABLE tasks DROP COLUMN series_at;
ALTER TABLE tasks DROP COLUMN next_id;
