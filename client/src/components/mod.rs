//! The parts that pages are made of.

pub mod composer;
pub mod conversations;
pub mod dialog;
pub mod field;
pub mod frame;
pub mod icon;
pub mod message;
pub mod notice;
pub mod quick_add;
pub mod repeat_field;
pub mod scroller;
pub mod tags;
pub mod task_card;
pub mod task_filter;
pub mod task_form;
pub mod task_parts;
pub mod task_row;
pub mod theme_picker;
pub mod toast;
pub mod understood;
pub mod upcoming;
