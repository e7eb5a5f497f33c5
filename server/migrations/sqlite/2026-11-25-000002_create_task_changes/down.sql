DROP TRIGGER tasks_created;
ALTER TABLE tasks DROP COLUMN created_tx;
ALTER TABLE tasks DROP COLUMN created_by;
ALTER TABLE tasks DROP COLUMN created_change;
DROP TABLE task_changes;
