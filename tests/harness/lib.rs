//! Spawns the real server, each with a database of its own.
