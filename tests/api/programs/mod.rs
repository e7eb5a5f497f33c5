//! Programs that act for a person: access tokens, and MCP.

mod access_tokens;
mod door;
mod resources;
mod tools;
