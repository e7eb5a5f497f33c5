//! Accounts, as better-auth clients and programs see them.

mod account;
mod deletion;
mod guessing;
mod jwts;
mod limits;
mod origin;
mod passwords;
mod sessions;
mod sign_in;
mod sign_up;
