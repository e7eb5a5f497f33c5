//! Each stage on its own.

use super::NOW;
use crate::assistant::understand::date::Now;
use crate::assistant::understand::language::detect;
use crate::assistant::understand::normalise::{tokens, written};
use crate::assistant::understand::types::Language;
use crate::assistant::understand::{Context, Turn, clause, command, filter, polite, reference, slots, title};

fn now() -> Now {
    Now::new(NOW.parse().unwrap(), chrono_tz::Europe::Berlin)
}

#[test]
fn normalise() {
    let norms = |text| tokens(text).iter().map(|t| t.norm.clone()).collect::<Vec<_>>().join("|");
    let table = [
        ("What’s up?", "whats|up|?"),
        ("don't DO it", "dont|do|it"),
        ("at 5 p.m., ok", "at|5|pm|.|,|ok"),
        ("17:30 task:milk a,b 1,000", "17:30|task|:|milk|a|,|b|1,000"),
        ("my to do list; to do it", "my|todo|list|;|to|do|it"),
        ("my to-do list", "my|todo|list"),
        // Quotations match nothing.
        ("say 'Call mom's friend' now", "say||now"),
        ("jake's \"big day\"", "jakes|"),
        ("rock 'n roll", "rock|n|roll"),
        ("#work #3 https://a.b/c", "#work|#3|https://a.b/c"),
        ("", ""),
    ];
    for (text, expected) in table {
        assert_eq!(norms(text), expected, "{text}");
    }
    assert_eq!(tokens("'Call mom's friend'")[0].unquoted(), "Call mom's friend");
    assert_eq!(written(&tokens("Jake's   big  day,  ok")), "Jake's big day, ok");
}

#[test]
fn spelling() {
    let first = |text| tokens(text)[0].norm.clone();
    let table = [
        ("delte x", "delete"),
        ("remvoe x", "remove"),
        ("compelte x", "complete"),
        ("shwo x", "show"),
        ("addd x", "add"),
        ("tommorow", "tomorrow"),
        ("wensday", "wednesday"),
        ("taks", "tasks"),
        // Real words stay, however near.
        ("remote x", "remote"),
        ("chance x", "chance"),
        ("crate x", "crate"),
        ("snow x", "snow"),
        ("last x", "last"),
        ("mask x", "mask"),
        ("spending x", "spending"),
        ("cancer x", "cancer"),
        ("changes x", "changes"),
        ("deleted x", "deleted"),
        ("talks x", "talks"),
        ("sundae", "sundae"),
    ];
    for (text, expected) in table {
        assert_eq!(first(text), expected, "{text}");
    }
    // Verbs are corrected only where a command begins.
    assert_eq!(tokens("buy delte")[1].norm, "delte");
}

#[test]
fn language() {
    let table = [
        ("add buy milk", Language::English),
        ("añade leche", Language::English),
        ("دودھ خریدنا شامل کرو", Language::Urdu),
        ("add دودھ خریدنا", Language::Urdu),
        ("doodh khareedna shamil karo", Language::RomanUrdu),
        ("mujhe kal yaad dilana", Language::RomanUrdu),
        ("aaj kya karna hai", Language::RomanUrdu),
        ("call Salam about the ka project", Language::English),
    ];
    for (text, expected) in table {
        assert_eq!(detect(text, &tokens(text)), expected, "{text}");
    }
}

#[test]
fn politeness_and_refusals() {
    let stripped = |text| written(polite::strip(&tokens(text)));
    assert_eq!(stripped("Hey, could you please add milk, thanks"), "add milk");
    assert_eq!(stripped("I'd like you to add milk if you can"), "add milk");
    assert_eq!(stripped("please"), "please");
    let refused = |text| polite::is_refusal(&tokens(text));
    assert!(refused("don't delete it") && refused("I do not want to add") && refused("never add"));
    assert!(!refused("don't forget the milk") && !refused("do the dishes"));
    assert!(polite::is_taken_back(&tokens("delete task 3, never mind")));
    assert!(!polite::is_taken_back(&tokens("add buy Never Mind")));
}

#[test]
fn details() {
    let table = [
        ("buy milk tomorrow, high priority #shop", "buy milk, | High | shop | true"),
        ("call ann tagged work and home", "call ann | - | work home | false"),
        ("fix it p1", "fix it | High | - | false"),
        ("read 'high priority' book", "read 'high priority' book | - | - | false"),
        ("milk on my shopping list", "milk | - | shopping | false"),
        ("this is an important letter", "this is an important letter | - | - | false"),
        ("milk to the list of things to do", "milk | - | - | false"),
    ];
    for (text, expected) in table {
        let found = slots::read(&tokens(text), now());
        let priority = found.priority.map_or("-".to_owned(), |p| format!("{p:?}"));
        let tags = if found.tags.is_empty() { "-".to_owned() } else { found.tags.join(" ") };
        let line = format!("{} | {priority} | {tags} | {}", written(&found.rest), found.when.is_some());
        assert_eq!(line, expected, "{text}");
    }
}

#[test]
fn titles() {
    let table = [
        ("to buy milk", "Buy milk"),
        ("that i need to pay", "Pay"),
        ("the dentist", "Dentist"),
        ("'call Mom tonight'", "call Mom tonight"),
        ("élan, ,", "Élan"),
        ("ﬁx", "FIx"),
        ("turn the lights on", "Turn the lights on"),
        ("watch \"Dune\" with", "Watch \"Dune\""),
    ];
    for (text, expected) in table {
        assert_eq!(title::clean(&tokens(text)).as_deref(), Some(expected), "{text}");
    }
    assert_eq!(title::clean(&tokens("to the")), Some("The".to_owned()));
    assert_eq!(title::clean(&tokens(" , ")), None);
    let count = |text| title::split(&tokens(text)).len();
    assert_eq!(count("milk, eggs and bread"), 3);
    assert_eq!(count("milk, eggs, and bread"), 3);
    assert_eq!(count("bread and butter"), 1);
    assert_eq!(count("buy milk, eggs"), 1);
    assert_eq!(count("buy milk, call mom and pay rent"), 3);
    assert_eq!(count("call mom, she is sick"), 1);
}

#[test]
fn references() {
    let context = Context::default();
    let turn = Turn { now: now(), context: &context, language: Language::English };
    let table: &[(&str, &[&str], bool)] = &[
        ("3", &["3"], true),
        ("task #3", &["3"], true),
        ("tasks 1, 2 and 4", &["1", "2", "4"], true),
        ("number three", &["3"], true),
        ("1-3", &["1", "2", "3"], true),
        ("tasks 5 to 7", &["5", "6", "7"], true),
        ("the meeting task", &["meeting"], true),
        ("the task called Buy milk", &["Buy milk"], true),
        ("my dentist appointment", &["dentist appointment"], false),
        ("'Buy 2 eggs'", &["Buy 2 eggs"], true),
        ("milk from my shopping list", &["milk"], true),
        ("milk, eggs and bread", &["milk", "eggs", "bread"], false),
        ("3 musketeers", &["3 musketeers"], false),
        ("it", &["it"], true),
        ("the second one", &["the second one"], true),
    ];
    for (text, expected, sure) in table {
        let found = reference::read(&tokens(text), &turn).unwrap();
        assert_eq!((&found.tasks[..], found.sure), (&expected.map_owned()[..], *sure), "{text}");
    }
    assert!(reference::read(&tokens("what you did"), &turn).is_none());
    assert!(reference::read(&tokens("all my tasks"), &turn).unwrap().tasks.is_empty());
    assert!(reference::read(&tokens("1-9999999"), &turn).is_none_or(|r| r.tasks.len() == 1));
}

trait MapOwned {
    fn map_owned(&self) -> Vec<String>;
}

impl MapOwned for &[&str] {
    fn map_owned(&self) -> Vec<String> {
        self.iter().map(|s| (*s).to_owned()).collect()
    }
}

#[test]
fn filters() {
    let context = Context::default();
    let turn = Turn { now: now(), context: &context, language: Language::English };
    let parse = |text| filter::parse(&tokens(text), &turn);
    assert_eq!(
        super::filter_line(&parse("open high priority work tasks due this week").filter),
        "pending !high #work >=11-23 <11-30"
    );
    assert_eq!(super::filter_line(&parse("tasks about the milk").filter), "'milk'");
    assert_eq!(super::filter_line(&parse("what is not done yet").filter), "pending");
    assert_eq!(super::filter_line(&parse("past due").filter), "overdue");
    assert!(!parse("the weather today").evidence);
    assert!(!parse("tasks in windows").unknown.is_empty());
    let bulk = |text| filter::bulk(&tokens(text), &turn).is_some();
    for text in
        ["everything", "all my tasks", "completed tasks", "all overdue tasks", "every task", "my tasks"]
    {
        assert!(bulk(text), "{text}");
    }
    for text in ["the meeting task", "all the milk", "it", "milk", "the completed report", "work tasks"] {
        assert!(!bulk(text), "{text}");
    }
}

#[test]
fn commands_and_clauses() {
    let context = Context::default();
    let turn = Turn { now: now(), context: &context, language: Language::English };
    assert!(command::read(&tokens("please add milk"), &turn).is_some());
    assert!(command::read(&tokens("please admire milk"), &turn).is_none());
    assert!(command::read(&tokens("don't add milk"), &turn).is_none());
    let actions = |text| clause::read(&tokens(text), &turn).map_or(0, |o| o.actions.len());
    assert_eq!(actions("add milk; add eggs\nadd bread. delete 3"), 4);
    assert_eq!(actions("add rock and roll"), 1);
    assert_eq!(actions("add milk; delete"), 0, "with a question open nothing is done");
}
