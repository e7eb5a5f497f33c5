-- The addresses that calendar programs subscribe to, one a person. Only the hash of what is secret in them is kept.
CREATE TABLE calendar_feeds (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    -- what the feed was last seen to be made of, and since when it has been so: a deletion leaves no other trace
    version TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
