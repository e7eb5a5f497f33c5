-- 'due': the next occurrence is reckoned from the series; 'completion': from when this one was completed
ALTER TABLE tasks ADD COLUMN repeat_from TEXT NOT NULL DEFAULT 'due';
-- where this occurrence stands in its series, by the person's clock; where it is empty, at its due date
ALTER TABLE tasks ADD COLUMN series_at TIMESTAMP;
-- the occurrence that was made when this one was completed
ALTER TABLE tasks ADD COLUMN next_id BIGINT;
-- JSON: when to remind of it
ALTER TABLE tasks ADD COLUMN reminders TEXT;
-- the first of them that was not delivered, while the task is open
ALTER TABLE tasks ADD COLUMN remind_at TIMESTAMP;
CREATE INDEX tasks_remind_at ON tasks (user_id, remind_at) WHERE remind_at IS NOT NULL;
