//! Talking to the assistant. What it understands is tested elsewhere; here it is what any assistant owes.

mod answers;
mod assistant;
mod busy;
mod confirming;
mod conversations;
mod fields;
mod hostile;
mod idempotency;
mod processes;
mod repeating;
mod stopping;
mod taken_over;
mod unclear;
