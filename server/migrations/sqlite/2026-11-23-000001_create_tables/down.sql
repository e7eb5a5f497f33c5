DROP TABLE idempotency_keys;
DROP TABLE messages;
DROP TABLE conversations;
DROP TABLE tasks;
DROP TABLE counters;
DROP TABLE sessions;
DROP TABLE users;
