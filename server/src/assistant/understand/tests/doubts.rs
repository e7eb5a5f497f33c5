//! What is easily taken for its opposite, or for more than was said.

use super::super::normalise::tokens;
use super::super::{date, restriction};
use super::{line, read};

fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(line(&read(text)), *expected, "{text}");
    }
}

#[test]
fn descriptions_that_leave_tasks_out_are_told_apart() {
    for text in [
        "all tasks except the milk",
        "everything but the report",
        "tasks not due today",
        "untagged tasks",
        "not urgent",
    ] {
        assert!(restriction::leaves_out(&tokens(text)), "{text}");
    }
    for text in [
        "tasks not done yet",
        "tasks i haven't finished",
        "the do not disturb sign",
        "everything",
        "butter and salt",
    ] {
        assert!(!restriction::leaves_out(&tokens(text)), "{text}");
    }
    for text in ["some tasks", "one of my tasks", "a few tasks", "3 of them", "most of the tasks"] {
        assert!(restriction::takes_some(&tokens(text)), "{text}");
    }
    for text in ["some milk", "the tasks", "one", "task 3", "half a pound of butter"] {
        assert!(!restriction::takes_some(&tokens(text)), "{text}");
    }
}

#[test]
fn days_that_no_calendar_has_are_seen() {
    for text in
        ["feb 30", "february 30th", "the 31st of april", "2026-02-30", "31.02.2026 at 5", "13/32/2026"]
    {
        assert!(date::names_no_day(&tokens(text)), "{text}");
    }
    for text in [
        "feb 29",
        "12/31/2026",
        "1.5.2026",
        "may 45 people",
        "march 2027",
        "1/2 of the cake",
        "version 1.2.3",
    ] {
        assert!(!date::names_no_day(&tokens(text)), "{text}");
    }
}

#[test]
fn a_filter_is_never_turned_round() {
    check(&[
        ("completed tasks", "list {completed}"),
        ("which tasks are not completed yet", "list {pending}"),
        ("show tasks from yesterday", "list {>=11-24 <11-25}"),
        ("show tasks since yesterday", "list {>=11-24}"),
        ("show tasks that are not high priority", "list ?"),
        ("delete all tasks except buy milk", "delete ?"),
        ("complete everything that is not tagged work", "complete ?"),
        ("delete some of my tasks", "delete ?"),
        ("tasks", "list"),
        ("delete tasks", "delete ?"),
    ]);
}

#[test]
fn a_number_may_say_how_many() {
    check(&[
        ("i have done 4", "complete ?"),
        ("i did 5 today", "complete ?"),
        ("i've done 3 of them", "complete ?"),
        ("i did task 5 today", "complete [5]"),
        ("i finished number 4", "complete [4]"),
    ]);
}

#[test]
fn what_follows_is_about_the_same_task() {
    check(&[
        ("add buy milk and make it high priority", "add 'Buy milk' !high"),
        ("Add call mom. Set it for saturday.", "add 'Call mom' @11-28"),
        ("add pay rent and tag it home", "add 'Pay rent' #home"),
        ("change task 3 to buy bread and move it to friday", "update [3] 'Buy bread' + update [3] @11-27"),
        ("delete task 3 and add it again", "delete ?"),
    ]);
}

#[test]
fn the_day_of_a_thing_is_not_the_reminders() {
    check(&[
        ("remind me tomorrow to buy a ticket for friday", "add 'Buy a ticket for friday' @11-26"),
        ("remind me at 5 to print the slides for monday", "add 'Print the slides for monday' @11-25 17:00"),
        ("remind me at 5 to call bob on friday", "add 'Call bob' @11-27 17:00"),
        ("remind me tomorrow to call bob at 5", "add 'Call bob' @11-26 17:00"),
        ("add gym on monday and wednesday", "add ?"),
        ("remind me on feb 30 to pay the bill", "add ?"),
    ]);
}

#[test]
fn fields_are_emptied_and_moved() {
    check(&[
        ("change buy milk to done", "complete [buy milk]"),
        ("change task 4 to not done", "reopen [4]"),
        ("remove the due date of task 3", "update [3]"),
        ("no priority for the report", "update [report] !medium"),
        ("cancel the reminder for the vet", "delete ?"),
        ("remove the reminders of task 3", "update [3]"),
        ("can we delete call mom?", "delete [call mom]"),
        ("postpone task 3 by two days", "update ?"),
        ("move task 4 a week later", "update ?"),
        ("postpone the report to two days from now", "update [report] @11-27"),
    ]);
    assert!(read("remove the due date of task 3").actions[0].clears_due);
    assert_eq!(read("remove the reminders of task 3").actions[0].reminders.as_deref(), Some(&[][..]));
}
