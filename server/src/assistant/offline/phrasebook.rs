//! What the assistant says, in each of its languages side by side. `{title}` and the like stand for what is filled in.

mod repeats;

pub use self::repeats::repeat;
use crate::assistant::understand::{Intent, Language};

pub struct Phrase {
    en: &'static str,
    ur: &'static str,
    latn: &'static str,
}

impl Phrase {
    /// In that language, with each name replaced by its value. What a value holds is never looked through again.
    pub fn fill(&self, language: Language, values: &[(&str, &str)]) -> String {
        let template = match language {
            Language::English => self.en,
            Language::Urdu => self.ur,
            Language::RomanUrdu => self.latn,
        };
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, later) = after.split_once('}').unwrap_or((after, ""));
            text.push_str(before);
            text.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
            rest = later;
        }
        text + rest
    }
}

pub const fn say(en: &'static str, ur: &'static str, latn: &'static str) -> Phrase {
    Phrase { en, ur, latn }
}

// Answers that change nothing.
pub const NOTHING_CHANGED: Phrase =
    say("All right, nothing was changed.", "ٹھیک ہے، کچھ نہیں بدلا گیا۔", "Theek hai, kuch nahi badla gaya.");
pub const NO_ANSWER: Phrase = say(
    "I did not take that for a yes, so nothing was changed. ",
    "میں نے اسے ہاں نہیں سمجھا، اس لیے کچھ نہیں بدلا۔ ",
    "Maine isay haan nahi samjha, is liye kuch nahi badla. ",
);
/// Said when a task got another name between question and answer.
pub const RENAMED_MEANWHILE: Phrase = say(
    "Meanwhile a task got another name, so nothing was changed. ",
    "اس دوران ایک کام کا نام بدل گیا، اس لیے کچھ نہیں بدلا۔ ",
    "Is dauran aik kaam ka naam badal gaya, is liye kuch nahi badla. ",
);
pub const REFUSED: Phrase = say(
    "{reason} So I changed nothing.",
    "{reason} اس لیے میں نے کچھ نہیں بدلا۔",
    "{reason} Is liye maine kuch nahi badla.",
);
pub const GREETING: Phrase = say(
    "Hello! I look after your to-do list. Tell me what you need to remember, or ask what is due.",
    "السلام علیکم! میں آپ کے کاموں کی فہرست سنبھالتا ہوں۔ بتائیں کیا یاد رکھنا ہے، یا پوچھیں کہ کیا باقی ہے۔",
    "Assalam o alaikum! Main aap ke kaamon ki list sambhalta hun. Batayein kya yaad rakhna hai, ya poochein ke kya baqi hai.",
);
pub const NO_OPEN_QUESTION: Phrase = say(
    "There is no open question. Tell me what to add, show, change or complete.",
    "کوئی سوال باقی نہیں۔ بتائیں کیا شامل کروں، دکھاؤں، بدلوں یا مکمل کروں۔",
    "Koi sawal baqi nahi. Batayein kya shamil karun, dikhaun, badlun ya mukammal karun.",
);
pub const HELP: Phrase = say(
    "I keep your to-do list: I add, show, change, complete and delete tasks, and undo what was done. {examples}",
    "میں آپ کے کاموں کی فہرست رکھتا ہوں: کام شامل کرنا، دکھانا، بدلنا، مکمل کرنا، حذف کرنا، اور واپس لینا۔ {examples}",
    "Main aap ke kaamon ki list rakhta hun: kaam shamil karna, dikhana, badalna, mukammal karna, hatana, aur wapas lena. {examples}",
);
pub const NOT_UNDERSTOOD: Phrase = say(
    "I am not sure what to do with that, so I changed nothing. {examples}",
    "مجھے یقین نہیں کہ کیا کرنا ہے، اس لیے کچھ نہیں بدلا۔ {examples}",
    "Mujhe yaqeen nahi ke kya karna hai, is liye kuch nahi badla. {examples}",
);
pub const EXAMPLES: Phrase = say(
    "Try for example:\n\n- “add buy milk tomorrow at 5pm, high priority”\n- “show my open tasks”, “what's overdue?”, \
     “what's due this week?”\n- “complete task 3”, “mark the report as done”\n- “move the dentist to next friday”, “change \
     task 1 to ‘Call mom tonight’”\n- “tag the report with work”, “delete the meeting task”",
    "مثلاً کہیں:\n\n- «کل شام پانچ بجے دودھ خریدنا شامل کرو»\n- «میرے کام دکھاؤ»، «آج کیا کرنا ہے؟»\n- «کام 3 مکمل کرو»\n- «کام 3 \
     جمعے کو رکھو»\n- «کام 3 حذف کرو»",
    "Misaal ke taur par kahein:\n\n- “kal shaam 5 baje doodh lena add karo”\n- “mere kaam dikhao”, “aaj kya karna hai?”\n- “kaam \
     3 mukammal karo”\n- “kaam 3 jumay ko rakho”\n- “kaam 3 hatao”",
);
pub const STOPPED: Phrase = say(
    "You stopped me before I did anything.",
    "آپ نے مجھے کچھ کرنے سے پہلے روک دیا۔",
    "Aap ne mujhe kuch karne se pehle rok diya.",
);

// Questions.
pub const CHOOSE_AGAIN: Phrase = say(
    "I did not understand which one you mean, so nothing was changed.\n\n{tasks}\n\nTell me its number, or more of its title; \
     or say no.",
    "میں نہیں سمجھا کہ کون سا مراد ہے، اس لیے کچھ نہیں بدلا۔\n\n{tasks}\n\nاس کا نمبر یا عنوان بتائیں؛ یا نہیں کہیں۔",
    "Main nahi samjha ke kaun sa murad hai, is liye kuch nahi badla.\n\n{tasks}\n\nUs ka number ya title batayein; ya nahi kahein.",
);
pub const WHICH_ONE: Phrase = say(
    "Which one shall I {verb}?\n\n{tasks}{more}\n\nTell me its number, or more of its title.",
    "کون سا کام {verb} ہے؟\n\n{tasks}{more}\n\nاس کا نمبر یا عنوان کے مزید الفاظ بتائیں۔",
    "Kaun sa kaam {verb} hai?\n\n{tasks}{more}\n\nUs ka number ya title ke mazeed lafz batayein.",
);
pub const AND_MORE: Phrase = say("\n- and more", "\n- اور بھی", "\n- aur bhi");
pub const AND_SO_MANY_MORE: Phrase = say("- and {count} more", "- اور {count} مزید", "- aur {count} mazeed");
pub const DID_YOU_MEAN: Phrase = say(
    "Did you mean “{title}”? Say yes, and I will {intention}; or say no.",
    "کیا آپ کا مطلب «{title}» تھا؟ ہاں کہیں تو: {intention}؛ ورنہ نہیں کہیں۔",
    "Kya aap ka matlab “{title}” tha? Haan kahein to: {intention}; warna nahi kahein.",
);
pub const DID_YOU_MEAN_THIS: Phrase = say(
    "Did you mean this?\n\n{tasks}\n\nSay yes or no.",
    "کیا آپ کا یہ مطلب تھا؟\n\n{tasks}\n\nہاں یا نہیں کہیں۔",
    "Kya aap ka yeh matlab tha?\n\n{tasks}\n\nHaan ya nahi kahein.",
);
pub const THAT_WOULD: Phrase = say(
    "That would {summary}:\n\n{tasks}\n\nShall I? Say yes or no.",
    "اس سے یہ ہو گا: {summary}:\n\n{tasks}\n\nکیا کر دوں؟ ہاں یا نہیں کہیں۔",
    "Is se yeh ho ga: {summary}:\n\n{tasks}\n\nKya kar dun? Haan ya nahi kahein.",
);
pub const SUMMARY_ONE: Phrase = say("{verb} 1 task", "1 کام {verb}", "1 kaam {verb}");
pub const SUMMARY: Phrase = say("{verb} {count} tasks", "{count} کام {verb}", "{count} kaam {verb}");
pub const AND: Phrase = say(" and ", " اور ", " aur ");
pub const IT: Phrase = say("it", "اسے", "isay");
pub const WHAT_TO_ADD: Phrase = say(
    "What shall I add? Tell me its title, for example “add buy milk tomorrow at 5”.",
    "کیا شامل کروں؟ عنوان بتائیں، مثلاً «کل پانچ بجے دودھ خریدنا شامل کرو»۔",
    "Kya shamil karun? Title batayein, misaal: “kal 5 baje doodh lena add karo”.",
);
pub const WHAT_TO_CHANGE: Phrase = say(
    "What shall I change about it: its title, date, priority or tags?",
    "اس میں کیا بدلوں: عنوان، تاریخ، اہمیت یا ٹیگ؟",
    "Is mein kya badlun: title, tareekh, ahmiyat ya tag?",
);
pub const WHICH_TASK: Phrase = say(
    "Which task do you mean? Tell me its number or words of its title.",
    "کون سا کام؟ اس کا نمبر یا عنوان کے الفاظ بتائیں۔",
    "Kaun sa kaam? Us ka number ya title ke lafz batayein.",
);
pub const NO_SUCH_NUMBER: Phrase = say(
    "There is no task {id} in your list. Say “show my tasks” to see the numbers.",
    "آپ کی فہرست میں کام {id} نہیں ہے۔ نمبر دیکھنے کے لیے «میرے کام دکھاؤ» کہیں۔",
    "Aap ki list mein kaam {id} nahi hai. Number dekhne ke liye “mere kaam dikhao” kahein.",
);
pub const NOT_FOUND: Phrase = say(
    "I found no task like “{words}”. Say “show my tasks” to see them all.",
    "مجھے «{words}» جیسا کوئی کام نہیں ملا۔ سب دیکھنے کے لیے «میرے کام دکھاؤ» کہیں۔",
    "Mujhe “{words}” jaisa koi kaam nahi mila. Sab dekhne ke liye “mere kaam dikhao” kahein.",
);
pub const NONE_MATCH: Phrase = say(
    "There is {what} like that, so there is nothing to do. Say “show my tasks” to see them all.",
    "ایسا {what} نہیں ہے، اس لیے کچھ کرنے کو نہیں۔ سب دیکھنے کے لیے «میرے کام دکھاؤ» کہیں۔",
    "Aisa {what} nahi hai, is liye kuch karne ko nahi. Sab dekhne ke liye “mere kaam dikhao” kahein.",
);
pub const NO_TASK: Phrase = say("no task", "کوئی کام", "koi kaam");
pub const NO_OPEN_TASK: Phrase = say("no open task", "کوئی باقی کام", "koi baqi kaam");
pub const NO_COMPLETED_TASK: Phrase = say("no completed task", "کوئی مکمل کام", "koi mukammal kaam");
pub const NO_DUE_TO_REMIND_OF: Phrase = say(
    "There is no due date to remind you before, so I changed nothing. Tell me when it is due, too.",
    "اس کام کا کوئی وقت نہیں جس سے پہلے یاد دلاؤں، اس لیے کچھ نہیں بدلا۔ وقت بھی بتائیں۔",
    "Is kaam ka koi waqt nahi jis se pehle yaad dilaun, is liye kuch nahi badla. Waqt bhi batayein.",
);

// What was done.
pub const NOT_ADDED: Phrase = say(
    "“{title}” was not added: {reason}",
    "«{title}» شامل نہیں ہوا: {reason}",
    "“{title}” shamil nahi hua: {reason}",
);
pub const NOT_CHANGED: Phrase = say(
    "“{title}” was not changed: {reason}",
    "«{title}» نہیں بدلا: {reason}",
    "“{title}” nahi badla: {reason}",
);
pub const WAS_SO: Phrase = say(
    "“{title}” was so already; nothing was changed.",
    "«{title}» پہلے سے ایسا ہی تھا، کچھ نہیں بدلا۔",
    "“{title}” pehle se aisa hi tha, kuch nahi badla.",
);
pub const NO_REASON: Phrase = say("it could not be done", "یہ نہیں ہو سکا", "yeh nahi ho saka");
pub const ADDED: Phrase = say(
    "Added “{title}”{details}.",
    "«{title}» شامل کر دیا{details}۔",
    "“{title}” shamil kar diya{details}.",
);
pub const COMPLETED: Phrase = say(
    "Done: “{title}” is completed.",
    "شاباش: «{title}» مکمل ہو گیا۔",
    "Shabash: “{title}” mukammal ho gaya.",
);
pub const NEXT: Phrase = say("Next {when}.", "اگلی بار {when}۔", "Agli baar {when}.");
pub const SKIPPED: Phrase = say(
    "Skipped “{title}”: it is now due {when}.",
    "«{title}» اس بار چھوڑ دیا، اگلی بار {when}۔",
    "“{title}” is baar chhor diya, agli baar {when}.",
);
pub const REOPENED: Phrase =
    say("“{title}” is open.", "«{title}» دوبارہ کھل گیا۔", "“{title}” dobara khul gaya.");
pub const DELETED: Phrase = say("Deleted “{title}”.", "«{title}» حذف کر دیا۔", "“{title}” hata diya.");
pub const TAGGED: Phrase = say(
    "Tagged “{title}”{details}.",
    "«{title}» پر ٹیگ لگا دیا{details}۔",
    "“{title}” par tag laga diya{details}.",
);
pub const UNTAGGED: Phrase =
    say("Removed the tag from “{title}”.", "«{title}» سے ٹیگ ہٹا دیا۔", "“{title}” se tag hata diya.");
pub const RENAMED: Phrase = say(
    "Renamed “{old}” to “{title}”{details}.",
    "«{old}» کا نام «{title}» کر دیا{details}۔",
    "“{old}” ka naam “{title}” kar diya{details}.",
);
pub const UPDATED: Phrase =
    say("Updated “{title}”{details}.", "«{title}» بدل دیا{details}۔", "“{title}” badal diya{details}.");

// What a yes would do.
pub const SHOW_TASKS: Phrase = say("show tasks", "کام دکھانا", "kaam dikhana");
pub const WOULD_ADD: Phrase =
    say("add “{title}”{details}", "«{title}» شامل کرنا{details}", "“{title}” shamil karna{details}");
pub const WOULD_TAG: Phrase =
    say("tag {name}{details}", "{name} ٹیگ لگانا{details}", "{name} tag lagana{details}");
pub const WOULD_UNTAG: Phrase = say("take tags off {name}", "{name} سے ٹیگ ہٹانا", "{name} se tag hatana");
pub const WOULD_DO: Phrase = say("{verb} {name}", "{name} {verb}", "{name} {verb}");
pub const WOULD_RENAME: Phrase = say(
    "rename {name} to “{title}”{details}",
    "{name} کا نام «{title}» کرنا{details}",
    "{name} ka naam “{title}” karna{details}",
);
pub const WOULD_CHANGE: Phrase =
    say("change {name}{details}", "{name} بدلنا{details}", "{name} badalna{details}");

// Lists and counts.
pub const EMPTY_LIST: Phrase = say(
    "Your list is empty. Tell me what you need to remember, for example “add buy milk tomorrow”.",
    "آپ کی فہرست خالی ہے۔ بتائیں کیا یاد رکھنا ہے، مثلاً «کل دودھ خریدنا شامل کرو»۔",
    "Aap ki list khali hai. Batayein kya yaad rakhna hai, misaal: “kal doodh lena add karo”.",
);
pub const NO_SUCH_TASKS: Phrase =
    say("There are no such tasks.", "ایسا کوئی کام نہیں ہے۔", "Aisa koi kaam nahi hai.");
pub const MORE_ON_PAGE: Phrase = say(
    "\n\n… and {count} more on the tasks page.",
    "\n\n… اور {count} مزید کاموں کے صفحے پر۔",
    "\n\n… aur {count} mazeed kaamon ke safhay par.",
);
pub const COUNT_NONE: Phrase = say(
    "You have no {kind}tasks like that",
    "آپ کا ایسا کوئی {kind}کام نہیں",
    "Aap ka aisa koi {kind}kaam nahi",
);
pub const COUNT_ONE: Phrase = say("You have 1 {kind}task", "آپ کا 1 {kind}کام ہے", "Aap ka 1 {kind}kaam hai");
pub const COUNT: Phrase =
    say("You have {count} {kind}tasks", "آپ کے {count} {kind}کام ہیں", "Aap ke {count} {kind}kaam hain");
pub const KIND_OVERDUE: Phrase = say("overdue ", "تاخیر والے ", "late ");
pub const KIND_OPEN: Phrase = say("open ", "باقی ", "baqi ");
pub const KIND_COMPLETED: Phrase = say("completed ", "مکمل ", "mukammal ");

// Details of a task.
pub const DUE: Phrase = say("due {when}", "وقت: {when}", "waqt: {when}");
pub const OVERDUE: Phrase = say("overdue, due {when}", "تاخیر، وقت: {when}", "late, waqt: {when}");
pub const NO_DUE: Phrase = say("without a due date", "بغیر وقت کے", "baghair waqt ke");
pub const NO_TAGS: Phrase = say("without tags", "بغیر ٹیگ کے", "baghair tag ke");
pub const DONE: Phrase = say("done", "مکمل", "mukammal");
pub const HIGH: Phrase = say("high priority", "اہم", "ahem");
pub const MEDIUM: Phrase = say("medium priority", "درمیانی اہمیت", "darmiyani ahmiyat");
pub const LOW: Phrase = say("low priority", "کم اہم", "kam ahem");
pub const COMMA: Phrase = say(", ", "، ", ", ");
pub const TODAY: Phrase = say("today", "آج", "aaj");
pub const TOMORROW: Phrase = say("tomorrow", "کل", "kal");
pub const YESTERDAY: Phrase = say("yesterday", "گزشتہ کل", "guzashta kal");
pub const AT: Phrase = say("{day} at {time}", "{day} {time} بجے", "{day} {time} baje");
pub const NO_REPEAT: Phrase = say("no longer repeating", "اب دہرایا نہیں جائے گا", "ab dohraya nahi jaye ga");
pub const NO_REMINDERS: Phrase = say("without reminders", "یاد دہانی کے بغیر", "yaad dihani ke baghair");
pub const REMINDED_AT: Phrase = say("reminder {when}", "یاد دہانی {when}", "yaad dihani {when}");
pub const REMINDED_BEFORE: Phrase =
    say("reminder {amount} before", "یاد دہانی {amount} پہلے", "yaad dihani {amount} pehle");
pub const REMINDED_THEN: Phrase = say("with a reminder", "یاد دہانی کے ساتھ", "yaad dihani ke saath");
/// One, and several.
pub const MINUTES: [Phrase; 2] = [say("minute", "منٹ", "minute"), say("minutes", "منٹ", "minute")];
pub const HOURS: [Phrase; 2] = [say("hour", "گھنٹہ", "ghanta"), say("hours", "گھنٹے", "ghante")];
pub const DAYS: [Phrase; 2] = [say("day", "دن", "din"), say("days", "دن", "din")];
pub const FROM_COMPLETION: Phrase = say("from completion", "مکمل ہونے کے بعد سے", "mukammal hone ke baad se");
pub const REPEATS: Phrase = say("repeating {rule}", "دہرایا جائے گا: {rule}", "dohraya jaye ga: {rule}");

/// What an intent does to a task.
pub fn verb(intent: Intent) -> Phrase {
    match intent {
        Intent::Add => say("add", "شامل کرنا", "shamil karna"),
        Intent::Complete => say("complete", "مکمل کرنا", "mukammal karna"),
        Intent::Delete | Intent::Clear => say("delete", "حذف کرنا", "hatana"),
        Intent::Skip => say("skip", "اس بار چھوڑنا", "is baar chhorna"),
        Intent::Reopen => say("reopen", "دوبارہ کھولنا", "dobara kholna"),
        Intent::Undo => say("undo", "واپس لینا", "wapas lena"),
        Intent::Redo => say("redo", "دوبارہ کرنا", "dobara karna"),
        Intent::List | Intent::Count => say("show", "دکھانا", "dikhana"),
        _ => say("change", "بدلنا", "badalna"),
    }
}
