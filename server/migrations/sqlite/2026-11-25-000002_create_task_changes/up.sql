-- What was done to tasks, with what undoes it; kept for 30 days.
CREATE TABLE task_changes (
    -- later changes of the same task have higher ids
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- the change that began the step which this one belongs to; NULL: this one
    step BIGINT,
    task_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    -- JSON: the columns that the change altered, all of them for a task that was taken away; NULL: there was no task
    before TEXT,
    after TEXT,
    -- rest, chat or mcp, and the name of the access token or the assistant
    door TEXT NOT NULL,
    actor TEXT,
    made_at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP,
    -- something that is not recorded changed the task later
    overtaken BOOLEAN NOT NULL DEFAULT FALSE,
    -- the number of the transaction that wrote this row last
    tx BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX task_changes_user_id ON task_changes (user_id, id);
CREATE INDEX task_changes_user_id_tx ON task_changes (user_id, tx);
CREATE INDEX task_changes_step ON task_changes (step) WHERE step IS NOT NULL;
CREATE INDEX task_changes_made_at ON task_changes (made_at);

-- Writers come one after the other: the last id that was given out counts the transactions, too.
INSERT INTO sqlite_sequence (name, seq) VALUES ('task_changes', 0);
CREATE TRIGGER task_changes_written AFTER INSERT ON task_changes BEGIN
    UPDATE task_changes SET tx = NEW.id WHERE id = NEW.id;
END;

-- A task that was created by itself over REST is its own record of that: another row would slow creating down. It is
-- copied to task_changes when the task goes. 0: recorded there from the start, or before there were records.
ALTER TABLE tasks ADD COLUMN created_change BIGINT NOT NULL DEFAULT -1;
-- the name of the access token
ALTER TABLE tasks ADD COLUMN created_by TEXT;
ALTER TABLE tasks ADD COLUMN created_tx BIGINT NOT NULL DEFAULT 0;
UPDATE tasks SET created_change = 0;
CREATE TRIGGER tasks_created AFTER INSERT ON tasks WHEN NEW.created_change = -1 BEGIN
    UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'task_changes';
    UPDATE tasks SET (created_change, created_tx) =
        (SELECT seq, seq FROM sqlite_sequence WHERE name = 'task_changes') WHERE id = NEW.id;
END;
