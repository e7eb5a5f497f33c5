//! todo-app

pub mod assistant;
