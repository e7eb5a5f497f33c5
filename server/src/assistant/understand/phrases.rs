//! The phrases people use, as patterns (see `pattern.rs`) in the order in which they are tried: the first that matches
//! and whose captures make sense wins, so special phrases stand above general ones. A pattern must match a whole
//! command, which has lost its politeness before ("could you please ...").
//!
//! What a capture must be:
//! - `$title` anything, its date, priority and tags are read from it; `$listed` the same, but it must name a list
//!   ("... on my shopping list"); `$need` the same, for things that may not be meant for the list
//! - `$slots` only a date, priority or tags
//! - `$ref` a task; `$sure` a task in words that leave no doubt (a number, "task", a list, a quotation)
//! - `$new` a title, date or priority; `$date`, `$priority`, `$tags` only that
//! - `$filter` a description of tasks; `$agenda` the same, where a day is enough; `$words` to search for

use super::types::Intent::{self, *};

/// The words of `@name`.
#[rustfmt::skip] // Packed: they are lists of words.
pub(crate) fn class(name: &str) -> &'static [&'static str] {
    match name {
        "make" => &[
            "add", "adding", "create", "creating", "make", "making", "set", "setup", "write", "enter",
            "insert", "open", "include", "append", "put", "log", "start", "need", "give",
        ],
        "add" => &["add", "adding", "append", "include", "insert"],
        "task" => TASK_NOUNS,
        "a" => &["a", "an", "another", "one", "the", "my", "this", "new", "some"],
        "my" => &["my", "the", "our", "that", "this", "these", "those"],
        "done" => &["done", "complete", "completed", "finished", "accomplished", "checked"],
        "undone" => &[
            "undone", "incomplete", "pending", "open", "unfinished", "uncompleted", "todo", "active",
            "unchecked",
        ],
        "delete" => &["delete", "deleting", "remove", "removing", "erase", "erasing"],
        "change" => &[
            "change", "changing", "update", "updating", "edit", "editing", "modify", "alter", "adjust",
        ],
        "reschedule" => &[
            "reschedule", "rescheduling", "move", "moving", "postpone", "postponing", "push", "delay",
            "shift", "defer", "bump",
        ],
        "show" => &[
            "show", "list", "display", "view", "see", "read", "print", "give", "tell", "get", "check",
            "hear", "name", "know", "repeat", "open", "review", "find", "pull",
        ],
        _ => &[],
    }
}

/// Words for a task.
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const TASK_NOUNS: &[&str] = &[
    "task", "tasks", "todo", "todos", "item", "items", "reminder", "reminders", "chore", "chores", "errand",
    "errands", "note", "event", "events",
];

/// What is no longer wanted, which else would be a refusal to do anything.
pub(crate) const GIVEN_UP: &[&str] = &[
    "i|we no (longer|more) need|want $ref off|from|on|in $list",
    "i|we dont|no (longer) need|want $ref (anymore) (so) (please) remove|delete|take|cross|scratch|erase it|them|that (off|from|on) (of) $list",
];

/// Every phrase that starts or is a command, with its intent.
pub(crate) const COMMANDS: &[(Intent, &str)] = &[
    // Tags come before "add ... to ..." and "remove ... from ...".
    (Tag, "@add|put|set|apply (the|a) tag|tags|label|labels $tags to|on|for $ref"),
    (Tag, "@add|put|apply (the) $tags tag|label to|on|for $ref"),
    (Tag, "tag|label $ref as|with|under|by $tags"),
    (Tag, "@add|put $hashtags to|on $ref"),
    (Tag, "tag|label $ref $hashtags"),
    (Tag, "tag|label $id (as|with) $tags"),
    (Untag, "@delete|drop|clear (the|a) tag|tags|label|labels $tags from|off|on|of $ref"),
    (Untag, "@delete|drop|clear (all) (the|its) tags|labels from|off|on|of $ref"),
    (Untag, "@delete|drop|clear (the) $tags tag|label from|off|on|of $ref"),
    (Untag, "@delete $hashtags from $ref"),
    (Untag, "take (the) $tags tag|label off|from (of) $ref"),
    (Untag, "untag|unlabel $tags from|on $ref"),
    (Untag, "untag|unlabel $ref as|with $tags"),
    (Untag, "untag|unlabel $ref"),
    // Repeats and reminders of tasks that exist.
    (Update, "repeat|repeating $ref $rule"),
    (Update, "@change|set|make|schedule $ref (to) (be) (a) (repeat|repeating|recur|recurring) (to|as) $rule"),
    (Update, "repeat|repeating $ref from|after $completion"),
    (Update, "stop repeating $once"),
    (Update, "make|set $once (to) not repeat|recur"),
    (Update, "@delete|stop|end (the) repeat|repetition|recurrence of|for|on|from $once"),
    (Skip, "skip|skipping (it|this|that|todays|tomorrows) (the) (next|this) (one|time|occurrence)"),
    (Skip, "skip|skipping (the|this) (next) one|time|occurrence of $ref"),
    (Skip, "skip|skipping $ref (just|for) this|once|next (time|once)"),
    (Skip, "skip|skipping $ref"),
    (Update, "remind me $lead before $ref"),
    (Update, "set|add|create|make (a|me) reminder $lead before $sure"),
    (Update, "set|add|create|make (a|me) reminder for $sure at|on|for $moment"),
    // Changes of one field.
    (Update, "@change|set|make|correct (the) title|name|text|wording of|for|on $ref to|as|into $rename"),
    (
        Update,
        "@change|set|make|move|push (the) (due) date|deadline|time|due of|for|on $ref to|as|until|for|on $date",
    ),
    (Update, "@change|set|make|raise|lower (the) priority|importance of|for|on $ref to|as $priority"),
    (Update, "@change|set|make|raise|lower $ref priority to|as $priority"),
    (Update, "@change|set|make|move $ref due|deadline (date) to|as|for|on $date"),
    (Update, "@change|set|make $ref (to) (be) (a) $priority"),
    (Update, "@change|@reschedule|set|raise|lower $ref to (be) (a) $priority"),
    (Update, "raise|increase|up (the) priority of|for $top"),
    (Update, "lower|decrease|reduce (the) priority of|for $bottom"),
    (Update, "$sure is|are (now|very|really) $priority"),
    (Update, "task|item|todo $id (to|as) (a) $priority"),
    (Update, "$sure is|are due (on|by|for) $date"),
    (Update, "(the) (due) date|deadline of|for $sure is $date"),
    (Update, "@change $ref from $old to $date"),
    (Update, "@delete (the) (due) date|deadline|time|priority from|of|on|for $what"),
    (Update, "mark|flag|label $ref as|to (be) (a) $priority"),
    (Update, "give $ref (a|the) $priority"),
    (Update, "prioritize|prioritise $top"),
    (Update, "deprioritize|deprioritise $bottom"),
    (Update, "rename|retitle|renaming|reword $ref to|as|into $rename"),
    (Update, "rename|retitle|renaming|reword $ref (:) $quoted"),
    (Update, "@reschedule (back|forward|off|up) $ref (back|forward|off|out) to|until|till|for|on|by $date"),
    (Update, "@reschedule (back|forward|off|up) $ref from $old to|until|on $date"),
    (Update, "@reschedule (back|forward|off|up) $ref (back|forward|off|out) by|for $when"),
    (Update, "reschedule|rescheduling|postpone|postponing $ref $date"),
    (Update, "@reschedule (back|forward|off|up) $owned $date"),
    (Update, "@change|set|make|schedule $ref (to) (be|is) due $date"),
    (Update, "set|schedule $sure for|to $date"),
    (Update, "@change $ref to|into (say|read|be) $new"),
    (Update, "turn $owned into $new"),
    (Update, "@change|make $ref so that|it it|says|reads (says|reads) $rename"),
    (Update, "@change|rename|@reschedule $what"),
    (Update, "@change|rename|@reschedule|prioritize"),
    // Completed or not.
    (Reopen, "mark|set|flag|make|change|move $ref as|to|is|back|= (to|as) (still) not (yet) @done|finished"),
    (Reopen, "mark|set|flag|make|change|move $ref (back) as|to|is (still|as) @undone"),
    (Reopen, "mark $ref (still) not @done"),
    (Reopen, "mark $ref @undone"),
    (
        Reopen,
        "reopen|re-open|reopening|uncheck|unmark|uncomplete|untick|unfinish|un-complete|undo-complete $ref",
    ),
    (Reopen, "$sure is|are (still|actually) not @done (yet)"),
    (Reopen, "$sure isnt|arent|wasnt @done (yet)"),
    (Complete, "mark|set|flag|put|make|check|tick|move|change $ref (off) as|to|is|= (being|be) @done"),
    (Complete, "mark $ref @done"),
    (Complete, "check|tick|mark|cross off $ref"),
    (Complete, "check|tick|mark|cross $ref off"),
    (Complete, "check|tick|mark|cross $ref off $list"),
    (Complete, "tick $sure"),
    (Complete, "complete|finish|close $loose"),
    (Complete, "completing|completed|finished $owned"),
    (
        Complete,
        "i|we|im|ive|weve (am|are|have) (just|already|all) finished|completed|did|done (with) $ref (so|and) (please|you) (can) take|cross|mark|check|scratch|tick it|that|them off *",
    ),
    (Complete, "done with|: $ref"),
    (Complete, "i|we|ive|weve (have) (am|are) (just|already|finally) finished|done with $ref"),
    (Complete, "finished|im|i (am) (done|finished) with $sure"),
    (Complete, "i|we|ive|weve (have) (just|already|finally) completed|finished|did $ref"),
    (Complete, "i|we|im (am|are) (all) done|finished with $ref"),
    (Complete, "i|we|ive|weve (have) (just|already|finally) done $ref"),
    (Complete, "$statement is|are|was (now|all|already) @done (now|already)"),
    (Complete, "all|im (all) @done"),
    (Complete, "@done|finish"),
    (Reopen, "reopen|uncheck"),
    (Tag, "tag"),
    (Untag, "untag"),
    // The whole list.
    (
        Clear,
        "clear|purge|tidy|clean|flush (out|up|away|off) (all) (of) (@my) @done (ones|stuff|things|@task) (off|from) (my|the) (list)",
    ),
    (Delete, "clear|empty|wipe|blank|nuke|erase (out|off|up|clean) $bulk (clean|blank)"),
    (Delete, "i|we need|want a clear|empty|free $bulk"),
    (Delete, "make|be (sure) $bulk (is|are) (completely|all) blank|empty|clear|cleared"),
    (Delete, "@delete|cancel (off) $ref"),
    (Delete, "@delete"),
    (Delete, "get rid of|off $ref"),
    (Delete, "take|cross|scratch|strike (off|out) $sure"),
    (Delete, "take|get|toss|kick|knock|pull|strike|drop $ref off|out|from $list"),
    (Delete, "scratch|strike|cross $ref off|out|from $list"),
    (Delete, "drop|trash|discard|scrap|nix|dump|bin|zap|kill $sure"),
    // New tasks.
    (
        Add,
        "@make (up|down|me) (up) @a (new|quick) @task (for) (me) (to|for|called|named|titled|saying|about|that|of|:) $title",
    ),
    (Add, "@make (up|down|me) (up) @a (new|quick) @task (for) (me)"),
    (Add, "i (would) need|want|like (to) (have|set|make) a|another (new) @task"),
    (Add, "@make (up|down|me) $slots @task (for|called|named|titled|saying|about|that|of|to|:) $title"),
    (Add, "@make (me) (new) @task (:|to) $title"),
    (Add, "add|create|make|put (down) $title as a|an|another (new) @task"),
    (Add, "new @task (for|called|named|titled|about|to|:) $title"),
    (Add, "new @task"),
    (Add, "todo|task|reminder|note|event : $title"),
    (Add, "note to self (:) $title"),
    (Add, "note|jot|write (down) (to) self|down (to|that|:) $title"),
    (List, "remind me of|about (all) (of) (my|the) @task (are|do|is|on|i|that) *"),
    (Add, "remind|reminding me|us (again|later|sometime)"),
    (Add, "remind|reminding me|us (please) $remind"),
    (Add, "a|another (new) reminder (to|for|about|that) $remind"),
    (Add, "put down $dated"),
    (Add, "be|get reminded|notified"),
    (Add, "i|we (would|also|just|really) (d) need|want|like|id (to) be|get reminded|notified"),
    (
        Add,
        "i|we (would|also|just|really) need|want|like (to) be|get reminded|notified (to|about|of|that) $remind",
    ),
    (Add, "be|get reminded|notified (to|about|of|that) $remind"),
    (
        Add,
        "(id|i) (would) (need|want|like) (to) (have|get|set) a|another (new) reminder (set) (to|for|about|that) $remind",
    ),
    (Add, "how about a|another (new) @task"),
    (Add, "set|make|create (up) (an|a) alarm|alert|notification to remind me|us (to|about|of) $remind"),
    (Add, "reminder|todo to|about|for $title"),
    (Add, "give me a heads-up|heads (up) $dated"),
    (Add, "tell|ping|alert|notify|nudge|message me|us to|that $dated"),
    (Add, "let me know $dated"),
    (Add, "alert|notify|nudge|ping me|us $dated"),
    (Add, "remember to $remind"),
    (Add, "remember about|the|my $foreign"),
    (Add, "remember $remembered"),
    (Add, "do not|never (let) (me) forget (to|about|that) $remind"),
    (Add, "dont|never (let) (me) forget (to|about|that) $remind"),
    (Add, "put|place|stick|throw|drop|write|pop|mark|jot|note (down) $listed"),
    (Add, "i|we (really|also|just|still) need|want|like $wanted"),
    (Add, "i|we need|want|like $title added|put|included (too)"),
    (Add, "$title needs|need|has|have|ought to be|go|get (added|put|included|written|placed|down) $where"),
    (Add, "i|we need|want|like $title added|put|placed|included $where"),
    (Add, "get|have $title added|put|placed|included $where"),
    (Add, "my|the $list list|calendar|schedule should|must|needs (to) have|include|contain $title on (it)"),
    (Add, "(to) make|be sure|certain (that) $title is|are|gets|get (added|put|included) $where"),
    (Add, "suggest we|i|you add|put $listed"),
    (
        Add,
        "i|im|we|were (am|are) (just|all|almost) (run|ran|running|out|low|short) (out) of|on $title (so|and) (can|please|could) (you) (please) (need) add|put|stick it|that|them|those|some (to) (be) (added) $where",
    ),
    (
        Add,
        "i|im|we|were (am|are) (just|all|almost) (run|ran|running|out|low|short) (out) of|on $title and|so need|want it|that|them to be|go (added|put) $where",
    ),
    (Add, "we|i need $title (so|and) (please) (can|could) (you) add|put|stick it|them|that|some $where"),
    (Add, "i|we have|need|got to (do) $title (so|and) add|put it|that $where"),
    (Add, "$reason (can|could|would) (you) (please) (just) add|put|stick it|that|this|them $where"),
    (Add, "mark my|the calendar|schedule|agenda for|with $title"),
    (Add, "i|we have|got (got) $event"),
    (Add, "ive (got) $event"),
    (Add, "set|setup|arrange|organize|organise|plan|make|create|book|enter (up|in) $event"),
    (Add, "(my|the) $named list : $title"),
    (Add, "schedule|scheduling|pencil|arrange (in) (a|an|my|the) $foreign"),
    (Add, "@add (in|on|me) $title"),
    (Add, "add|create"),
    (Add, "i|we|ive (really|also|just|still) need|have|got|ought to $need"),
    (Add, "i|we (really|also|just|still) must|should|gotta (really|also|just|probably) $need"),
    (Add, "need|gotta|ive|im (got|supposed) to $need"),
    (Add, "gotta $need"),
    (Add, "$thing $where"),
    // Questions about the list.
    (Count, "how many $filter"),
    (Count, "how much (do) (i|we) (have) left|remaining (to) (do|finish|complete)"),
    (Count, "count|number (of) $filter"),
    (Count, "what is|whats the number of $filter"),
    (
        List,
        "search|look|find (through|in) (my|the) tasks|list|todos (about|for|with|named|called|containing|mentioning) $words",
    ),
    (
        List,
        "search|find|look (for) (a|the|all|my) task|tasks|todo|todos (about|for|with|called|named|containing) $words",
    ),
    (List, "@show (me|us|back|out|over|through|to|up) (to|me|if) (me) $filter"),
    (List, "go (over|through) $filter"),
    (List, "let me|us see|know|hear $filter"),
    (List, "remind me (of|about) what|which|whats $filter"),
    (
        List,
        "what|whats (all) do|am|will i|we (still) (have|got|need|supposed|doing) (to) (going|planned|scheduled|coming) (on|up|be) (do|doing) $agenda",
    ),
    (List, "what|whats (is) on|planned|scheduled|up for $agenda"),
    (List, "what|whats|which $filter"),
    (List, "do|did|have|has i|we (have) $filter"),
    (List, "do|did i|we have|add|put $member"),
    (List, "is|are there (any|anything) $filter"),
    (List, "is|are|will|was $member"),
    (List, "any|anything|all|everything $filter"),
    (List, "i|we want|need|would|wish (like) to see|know|hear|view $filter"),
    (List, "$agenda"),
];
