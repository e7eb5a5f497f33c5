//! todo-app
