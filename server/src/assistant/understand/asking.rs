//! The questions that reading a message can end in, in the language of the message.

use super::Turn;
use super::types::{Intent, Language, Shown};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

/// What is to be found out before anything is done.
pub(crate) enum Question<'a> {
    /// What the new task should be.
    Title,
    /// A further task, or a command?
    Apart,
    SayAgain,
    /// Which task an intent is for.
    Which(Intent),
    /// Which tasks an intent is for, where some were left out by words that no filter has.
    NotWithout(Intent),
    /// Which of the tasks just shown.
    WhichOf(&'a [Shown]),
    /// What to change about the task so named.
    What(&'a str),
    ToWhen,
    /// Whether what is no longer needed is to go.
    NoLonger(&'a str),
    /// Whether the task so named is to go, and not only its reminder.
    WholeTask(&'a str),
    /// Whether to add a task of that title.
    Propose(&'a str),
    AddThese(usize),
    /// A day was named that no calendar has.
    NoSuchDay,
    /// Several days were named for one task.
    EachDay,
    /// Whether a time in the past is meant.
    Past(DateTime<FixedOffset>, bool),
}

impl Turn<'_> {
    pub fn say(&self, question: Question) -> String {
        match self.language {
            Language::English => english(&question),
            Language::Urdu => urdu(&question),
            Language::RomanUrdu => roman_urdu(&question),
        }
    }
}

fn english(question: &Question) -> String {
    match question {
        Question::Title => "What should the task be? For example: “add buy milk tomorrow at 5”.".into(),
        Question::Apart => "I am not sure whether all of that is to be added, so I changed nothing. Please say what to add in one \
            message and what else to do in the next."
            .into(),
        Question::SayAgain => "I am not sure which part of that I should take. Please say it again in one sentence.".into(),
        Question::Which(intent) => {
            format!("Which task should I {}? Say its number or some words of its title.", verb(*intent))
        }
        Question::NotWithout(intent) => format!(
            "I cannot tell apart which tasks are left out. Which ones should I {}? Say what they are, or their numbers.",
            verb(*intent)
        ),
        Question::WhichOf(shown) => format!("Which one do you mean: {}?", names(shown, ", ")),
        Question::What(name) => format!("What should I change about {name}?"),
        Question::ToWhen => "To which day should I move it? For example: “move task 3 to friday”.".into(),
        Question::NoLonger(name) => format!("Shall I delete {name}?"),
        Question::WholeTask(name) => format!(
            "Shall I delete {name}? To keep it without its reminders, say “remove the reminders of” and its name."
        ),
        Question::Propose(title) => format!("Shall I add “{title}”?"),
        Question::AddThese(count) => format!("Shall I add these as {count} tasks?"),
        Question::NoSuchDay => "There is no such day. Which one do you mean?".into(),
        Question::EachDay => "Is that to be every week on these days? Then say, for example, “every monday and wednesday”. Else             name one day in each message."
            .into(),
        Question::Past(due, timed) => {
            let day = day_name(Language::English, due.date_naive());
            let time = if *timed { due.format(" at %H:%M").to_string() } else { String::new() };
            format!("{day}{time} has passed. Is that the time you mean?")
        }
    }
}

fn urdu(question: &Question) -> String {
    match question {
        Question::Title => "کام کیا ہو؟ مثلاً: «کل پانچ بجے دودھ خریدنا شامل کرو»۔".into(),
        Question::Apart => {
            "مجھے یقین نہیں کہ یہ سب شامل کرنا ہے، اس لیے کچھ نہیں بدلا۔ ایک پیغام میں ایک ہی بات کہیں۔".into()
        }
        Question::SayAgain => {
            "میں سمجھ نہیں سکا کہ کیا رکھوں۔ مہربانی کر کے ایک جملے میں دوبارہ کہیں۔".into()
        }
        Question::Which(_) | Question::NotWithout(_) => {
            "کون سا کام؟ اس کا نمبر یا عنوان کے کچھ الفاظ بتائیں۔".into()
        }
        Question::WhichOf(shown) => format!("آپ کا مطلب کون سا ہے: {}؟", names(shown, "، ")),
        Question::What(name) => format!("{name} میں کیا بدلوں؟"),
        Question::ToWhen => "کس دن پر رکھوں؟ مثلاً: «کام 3 جمعے کو رکھو»۔".into(),
        Question::NoLonger(name) | Question::WholeTask(name) => format!("کیا {name} کو ہٹا دوں؟"),
        Question::Propose(title) => format!("کیا «{title}» شامل کر دوں؟"),
        Question::AddThese(count) => format!("کیا یہ {count} کام شامل کر دوں؟"),
        Question::NoSuchDay => "ایسا کوئی دن نہیں۔ آپ کا مطلب کون سا دن ہے؟".into(),
        Question::EachDay => {
            "کیا یہ ہر ہفتے ہو؟ تو «ہر پیر اور بدھ» کہیں، ورنہ ایک پیغام میں ایک دن بتائیں۔".into()
        }
        Question::Past(due, timed) => {
            let day = day_name(Language::Urdu, due.date_naive());
            let time = if *timed { due.format(" %H:%M بجے").to_string() } else { String::new() };
            format!("{day}{time} گزر چکا ہے۔ کیا یہی وقت مراد ہے؟")
        }
    }
}

fn roman_urdu(question: &Question) -> String {
    match question {
        Question::Title => "Kaam kya ho? Misaal: “kal 5 baje doodh lena add karo”.".into(),
        Question::Apart => "Mujhe yaqeen nahi ke yeh sab shamil karna hai, is liye kuch nahi badla. Aik paigham mein aik hi baat kahein.".into(),
        Question::SayAgain => "Main samajh nahi saka ke kya rakhun. Meherbani kar ke aik jumle mein dobara kahein.".into(),
        Question::Which(_) | Question::NotWithout(_) => "Kaun sa kaam? Us ka number ya title ke kuch lafz batayein.".into(),
        Question::WhichOf(shown) => format!("Aap ka matlab kaun sa hai: {}?", names(shown, ", ")),
        Question::What(name) => format!("{name} mein kya badlun?"),
        Question::ToWhen => "Kis din par rakhun? Misaal: “kaam 3 jumay ko rakho”.".into(),
        Question::NoLonger(name) | Question::WholeTask(name) => format!("Kya {name} ko hata dun?"),
        Question::Propose(title) => format!("Kya “{title}” shamil kar dun?"),
        Question::AddThese(count) => format!("Kya yeh {count} kaam shamil kar dun?"),
        Question::NoSuchDay => "Aisa koi din nahi. Aap ka matlab kaun sa din hai?".into(),
        Question::EachDay => "Kya yeh har hafte ho? To “har peer aur budh” kahein, warna aik paigham mein aik din batayein.".into(),
        Question::Past(due, timed) => {
            let day = day_name(Language::RomanUrdu, due.date_naive());
            let time = if *timed { due.format(" %H:%M baje").to_string() } else { String::new() };
            format!("{day}{time} guzar chuka hai. Kya yehi waqt murad hai?")
        }
    }
}

fn verb(intent: Intent) -> &'static str {
    match intent {
        Intent::Complete => "complete",
        Intent::Reopen => "reopen",
        Intent::Delete => "delete",
        Intent::Tag => "tag",
        Intent::Untag => "untag",
        Intent::List => "show",
        Intent::Count => "count",
        Intent::Skip => "skip",
        _ => "change",
    }
}

fn names(shown: &[Shown], joint: &str) -> String {
    let names: Vec<String> = shown.iter().take(5).map(|s| format!("{} “{}”", s.id, s.title)).collect();
    names.join(joint)
}

const URDU_DAYS: [&str; 7] = ["پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ", "اتوار"];
const ROMAN_DAYS: [&str; 7] = ["Peer", "Mangal", "Budh", "Jumerat", "Juma", "Hafta", "Itwar"];
#[rustfmt::skip] // Packed: it is a list of words.
const URDU_MONTHS: [&str; 12] = [
    "جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر",
];

/// "Friday 27 November 2026", with the names of that language.
pub(crate) fn day_name(language: Language, day: NaiveDate) -> String {
    let weekday = day.weekday().num_days_from_monday() as usize;
    match language {
        Language::English => day.format("%A %-d %B %Y").to_string(),
        Language::Urdu => {
            let (name, month) = (URDU_DAYS.get(weekday), URDU_MONTHS.get(day.month0() as usize));
            format!("{} {} {} {}", name.unwrap_or(&""), day.day(), month.unwrap_or(&""), day.year())
        }
        Language::RomanUrdu => {
            format!("{} {}", ROMAN_DAYS.get(weekday).unwrap_or(&""), day.format("%-d %B %Y"))
        }
    }
}
