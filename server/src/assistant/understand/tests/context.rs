//! What was shown before, open questions, and the JSON.

use super::{NOW, at, line};
use crate::assistant::understand::{Action, Context, Intent, Pending, Shown, print_json};

fn shown(tasks: &[(i64, &str)]) -> Vec<Shown> {
    tasks.iter().map(|(id, title)| Shown { id: *id, title: (*title).to_owned() }).collect()
}

fn check(context: &Context, table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(line(&at(text, NOW, "Europe/Berlin", context)), *expected, "{text}");
    }
}

#[test]
fn pointing_at_one_task() {
    let context = Context { shown: shown(&[(17, "Buy milk")]), pending: None };
    check(
        &context,
        &[
            ("delete it", "delete [17]"),
            ("mark that one as done", "complete [17]"),
            ("done", "complete [17]"),
            ("rename it to Buy bread", "update [17] 'Buy bread'"),
            ("move it to friday", "update [17] @11-27"),
            ("make it high priority", "update [17] !high"),
            ("tag it as work", "tag [17] #work"),
            ("delete the last one", "delete [17]"),
            // More than were shown.
            ("delete the second one", "delete ?"),
            ("delete the other one", "delete ?"),
            ("delete task 3", "delete [3]"),
            ("no, i meant friday", "update [17] @11-27"),
            ("actually make it 5pm", "update [17] @11-25 17:00"),
            ("sorry, i meant buy bread", "update [17] 'Buy bread'"),
            ("isay hatao", "delete [17]"),
            ("اسے ہٹاؤ", "delete [17]"),
        ],
    );
}

#[test]
fn pointing_at_several_tasks() {
    let context =
        Context { shown: shown(&[(4, "Buy milk"), (9, "Call Ann"), (12, "Pay rent")]), pending: None };
    check(
        &context,
        &[
            ("complete the second one", "complete [9]"),
            ("delete the 3rd", "delete [12]"),
            ("delete the first and the last one", "delete [4] + delete [12]"),
            ("complete all of them", "complete [4] + complete [9] + complete [12]"),
            ("delete them", "delete [4] + delete [9] + delete [12]"),
            // Which one, or which two?
            ("delete it", "delete ?"),
            ("delete both", "delete ?"),
            ("done", "complete ?"),
            // A number is an id, never a place.
            ("delete 2", "delete [2]"),
        ],
    );
}

#[test]
fn answers_to_which_one() {
    let action = Action { reference: Some("meeting".to_owned()), ..Action::new(Intent::Delete) };
    let candidates = shown(&[(5, "Meeting with Ann"), (8, "Team meeting"), (2, "Meeting notes")]);
    let context = Context {
        shown: vec![],
        pending: Some(Pending::Choose {
            action: Box::new(action),
            candidates,
            keeps_day: false,
            clears_due: false,
        }),
    };
    check(
        &context,
        &[
            ("8", "delete [8]"),
            ("#8", "delete [8]"),
            ("the second one", "delete [8]"),
            ("the last", "delete [2]"),
            ("the one with ann", "delete [5]"),
            ("team", "delete [8]"),
            // The id 2 is the third task; ids are what the question shows.
            ("2", "delete [2]"),
            ("3", "delete [2]"),
            ("5 and 8", "delete [5] + delete [8]"),
            ("all of them", "delete [5] + delete [8] + delete [2]"),
            ("no", "no"),
            ("never mind", "no"),
            ("no to both", "no"),
            ("no to all", "no"),
            ("both? no", "no"),
            ("not the first one", "no"),
            ("is it the first one?", "none"),
            ("is it the first one", "none"),
            ("all of them?", "none"),
            ("all but the first", "none"),
            ("meeting", "none"),
            ("show my tasks", "list"),
            ("delete task 30", "delete [30]"),
        ],
    );
}

#[test]
fn answers_to_shall_i() {
    let context = Context { shown: vec![], pending: Some(Pending::Confirm { intent: Some(Intent::Delete) }) };
    check(
        &context,
        &[
            ("yes", "yes"),
            ("Yes, delete them", "yes"),
            ("yes please do it", "yes"),
            ("sure!", "yes"),
            ("yes, all of them", "yes"),
            ("ok go ahead, thanks", "yes"),
            ("of course", "yes"),
            ("yes 👍", "yes"),
            ("do it", "yes"),
            ("absolutely not", "no"),
            ("ok no", "no"),
            ("ok cancel", "no"),
            ("ok wait", "no"),
            ("okay never mind", "no"),
            ("yes no", "no"),
            ("yeah nah", "no"),
            ("yes, but not pay rent", "no"),
            ("yes?", "none"),
            ("yes if they are done", "none"),
            ("yes to the first only", "none"),
            ("yes, to the first only", "none"),
            ("maybe yes", "none"),
            ("yes, complete them", "complete ?"),
            ("what", "none"),
            ("ok show my tasks", "list"),
            ("ok, add buy bread", "add 'Buy bread'"),
            ("no, show my tasks", "list"),
            ("add tea with no milk", "add 'Tea with no milk'"),
            ("no", "no"),
            ("no, keep them", "no"),
            ("don't", "no"),
            ("stop", "no"),
            ("show my tasks", "list"),
        ],
    );
}

#[test]
fn json_is_as_written_in_the_contract() {
    let now = NOW.parse().unwrap();
    let json = |text| print_json(text, now, chrono_tz::Europe::Berlin);
    assert_eq!(
        json("add buy milk tomorrow at 5, high priority #home"),
        r##"{"language":"en","intent":"add","confidence":0.9,"actions":[{"intent":"add","title":"Buy milk","due":"2026-11-26T17:00:00+01:00","has_time":true,"priority":"high","tags":["home"]}]}"##
    );
    assert_eq!(
        json("what's due today?"),
        r#"{"language":"en","intent":"list","confidence":0.95,"actions":[{"intent":"list","filter":{"status":"pending","due_after":"2026-11-25T00:00:00+01:00","due_before":"2026-11-26T00:00:00+01:00"},"due":"2026-11-25T00:00:00+01:00","has_time":false}]}"#
    );
    assert_eq!(
        json("what's the weather"),
        r#"{"language":"en","intent":"none","confidence":0.7,"actions":[]}"#
    );
    assert!(json("delete").contains(r#""ask":"Which task should I delete?"#));
    assert!(json("میرے کام دکھاؤ").starts_with(r#"{"language":"ur","intent":"list""#));
    assert!(json("mere kaam dikhao").starts_with(r#"{"language":"ur-Latn","intent":"list""#));
    let context: Context =
        serde_json::from_str(r#"{"shown":[{"id":1,"title":"x"}],"pending":{"type":"confirm"}}"#).unwrap();
    assert_eq!(context.pending, Some(Pending::Confirm { intent: None }));
}
