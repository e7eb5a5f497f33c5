-- What people give to programs instead of their password. Only the hash of a token is kept.
CREATE TABLE access_tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    -- false: good for looking only
    may_write BOOLEAN NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL,
    -- to the minute
    last_used_at TIMESTAMP
);
CREATE INDEX access_tokens_user_id ON access_tokens (user_id, created_at);
