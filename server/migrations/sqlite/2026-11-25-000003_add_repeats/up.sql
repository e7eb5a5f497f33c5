-- 'due': the next occurrence is reckoned from the series; 'completion': from when this one was completed
ALTER TABLE tasks ADD COLUMN repeat_from TEXT NOT NULL DEFAULT 'due';
-- where this occurrence stands in its series, by the person's clock; where it is empty, at its due date
ALTER TABLE tasks ADD COLUMN series_at TIMESTAMP;
-- the occurrence that was made when this one was completed
ALTER TABLE tasks ADD COLUMN next_id BIGINT;
