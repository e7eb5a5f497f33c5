//! Urdu words, in Arabic script and as people spell them in Latin letters, and the normal form that the readers know: an English
//! word where the English readers can go on with it ("kaam" is "task"), else one Urdu spelling for all.

use super::super::normalise::{Kind, Token};

/// Normal form, spellings in Latin letters, spellings in Arabic script.
#[rustfmt::skip] // Packed: it is a table.
const WORDS: &[(&str, &str, &str)] = &[
    // What the list is made of
    ("task", "kaam kam taask", "کام ٹاسک"),
    ("tasks", "kaamon kamon", "کاموں"),
    ("list", "fehrist fahrist list", "فہرست لسٹ"),
    ("shopping", "khareedari kharidari shopping", "خریداری شاپنگ"),
    ("all", "sab sary saare saray sare tamam saari sabhi poori", "سب سارے تمام ساری سبھی پوری"),
    ("both", "dono donon", "دونوں"),
    ("first", "pehla pehli pehle pahla pahli", "پہلا پہلی"),
    ("second", "doosra dusra doosri dusri doosre", "دوسرا دوسری دوسرے"),
    ("third", "teesra tisra teesri teesre", "تیسرا تیسری تیسرے"),
    ("fourth", "chautha chothi chautha", "چوتھا چوتھی"),
    ("last", "aakhri akhri aakhiri", "آخری"),
    ("it", "isay ise usay use isko usko", "اسے اسکو"),
    ("that", "woh wo yeh ye", "وہ یہ"),
    ("and", "aur or phir", "اور پھر"),
    ("my", "mera meri mere apna apni apne hamara hamari", "میرا میری میرے اپنا اپنی اپنے ہمارا ہماری"),
    ("number", "number nambar", "نمبر"),
    ("tag", "tag taig", "ٹیگ"),
    ("new", "naya nayi naye", "نیا نئی نئے"),
    // States
    ("completed", "mukammal mukamal khatam poora pura done complete completed", "مکمل ختم پورا"),
    ("pending", "baqi baaqi baki pending", "باقی"),
    ("overdue", "late taakheer takheer", "تاخیر لیٹ"),
    ("high", "zyada ziada ziyada high", "زیادہ"),
    ("low", "kam_ahem low", "کم"),
    ("important", "ahem aham zaroori zaruri important", "اہم ضروری"),
    ("urgent", "fori foran urgent", "فوری فوراً فورا"),
    ("priority", "ahmiyat ahmiat priority tarjeeh", "اہمیت ترجیح"),
    // Verbs
    ("shamil", "shamil shaamil add izafa", "شامل ایڈ اضافہ"),
    ("likho", "likho likh likhna likhlo likhein daalo dalo daal dal daldo banao bana note", "لکھو لکھ لکھیں لکھنا ڈالو ڈال ڈالیں بناؤ بنا نوٹ"),
    ("yaad", "yaad yad", "یاد"),
    ("dilao", "dilao dila dilana dilaen dilwana dilwao karwana karwao dilaiye", "دلاؤ دلا دلانا دلائیں دلوانا کروانا کرواؤ دلاو"),
    ("dikhao", "dikhao dikha dikhaen dikhayen dikhaiye dikhaein batao bata batayen bataen bataiye sunao suna parho show dekhao", "دکھاؤ دکھا دکھائیں دکھائیے بتاؤ بتا بتائیں سناؤ پڑھو دکھاو بتاو"),
    ("dekhna", "dekhna dekhni dekhne", "دیکھنا دیکھنے"),
    ("hatao", "hatao hata hataen hatayen hataiye hatana mitao mita mitaen mitana hazf delete remove nikalo nikal nikaal cancel mansookh mansukh urao", "ہٹاؤ ہٹا ہٹائیں ہٹانا مٹاؤ مٹا مٹائیں مٹانا حذف ڈیلیٹ نکالو نکال منسوخ کینسل ہٹاو"),
    ("badlo", "badlo badal badlen badlein badalna tabdeel tabdil change", "بدلو بدل بدلیں بدلنا تبدیل"),
    ("rakho", "rakho rakh rakhen rakhein rakhna rakhlo rakhdo", "رکھو رکھ رکھیں رکھنا"),
    ("multawi", "multawi multavi postpone move reschedule", "ملتوی"),
    ("naam", "naam nam", "نام"),
    ("kholo", "kholo khol kholen kholein khulwao", "کھولو کھول کھولیں"),
    ("dobara", "dobara dubara phirse", "دوبارہ"),
    ("wapas", "wapas waapas vapas undo", "واپس"),
    ("lagao", "lagao laga lagaen lagana lagaye", "لگاؤ لگا لگائیں لگانا لگاو"),
    ("saaf", "saaf saf clear", "صاف"),
    ("hogaya", "hogaya hogayi hogya hogaye", "ہوگیا ہوگئی"),
    ("gaya", "gaya gayi gya gaye chuka chuki", "گیا گئی گئے چکا چکی"),
    ("ho", "ho", "ہو"),
    ("liya", "liya lia li liye", "لیا لی لئے"),
    ("karo", "karo kro karen karein kren kijiye kijiyega kardo krdo kardein kardena kar kr kardijiye karlo", "کرو کریں کیجیے کردو کر کیجئے کردیں کرلو"),
    ("do", "do dein den dijiye de dou", "دو دیں دیجیے دے دیجئے"),
    ("lao", "lao laao laen laein laiye", "لاؤ لائیں لاو لائیے"),
    ("lo", "lo lein le len", "لو لیں لے"),
    ("karna", "karna krna karni karne", "کرنا کرنی کرنے"),
    ("rehne", "rehne rahne chhoro choro chor", "رہنے چھوڑو چھوڑ"),
    ("mat", "mat", "مت"),
    ("nahi", "nahi nahin nai nhi na", "نہیں نہ"),
    ("bhoolna", "bhoolna bhulna bhoolo bhool bhulo", "بھولنا بھولو بھول"),
    ("hai", "hai hain hay he thay tha", "ہے ہیں تھا"),
    ("chahiye", "chahiye chahye chaiye chahie", "چاہیے چاہئے"),
    // Questions
    ("kya", "kya kia", "کیا"),
    ("kaunse", "kaunse kaunsa kaunsi konse konsa kaun kon", "کون کونسا کونسے کونسی"),
    ("se_", "sa si", "سا سی"),
    ("kitne", "kitne kitnay kitni kitna", "کتنے کتنی کتنا"),
    // Small words
    ("mujhe", "mujhe muje mjhe mujhay humein hamein", "مجھے ہمیں"),
    ("maine", "maine mene mainay main mai", "میں\u{200c}نے"),
    ("ne", "ne nay", "نے"),
    ("ko", "ko", "کو"),
    ("ka", "ka ki ke kay", "کا کی کے"),
    ("that_", "keh", "کہ"),
    ("mein", "mein me men may", "میں"),
    ("par", "par pe per pay", "پر پہ"),
    ("se", "se say", "سے"),
    ("tak", "tak", "تک"),
    ("wala", "wala wali wale waala", "والا والی والے"),
    ("please", "please plz meherbani mehrbani barah baraye zara bhai yaar janab", "مہربانی براہ ذرا بھائی یار پلیز"),
    // Days and times
    ("today", "aaj aj", "آج"),
    ("tomorrow", "kal", "کل"),
    ("overmorrow", "parson parso", "پرسوں"),
    ("monday", "peer pir somwar", "پیر سوموار"),
    ("tuesday", "mangal mangle", "منگل"),
    ("wednesday", "budh budhwar", "بدھ"),
    ("thursday", "jumerat jumeraat jumairaat", "جمعرات"),
    ("friday", "juma jumma jummah jumay jume jummay", "جمعہ جمعے جمعۃ"),
    ("sunday", "itwar itwaar", "اتوار"),
    ("week", "hafta hafte haftay hafton", "ہفتہ ہفتے ہفتوں"),
    ("day", "din dino dinon roz", "دن دنوں روز"),
    ("daily", "rozana rozaana", "روزانہ"),
    ("month", "mahina mahine mahinay maheenay mahinon", "مہینہ مہینے مہینوں ماہ"),
    ("year", "saal sal saalon", "سال سالوں"),
    ("hour", "ghanta ghante ghantay ghanton", "گھنٹہ گھنٹے گھنٹوں"),
    ("minute", "minute minat mint minutes", "منٹ"),
    ("morning", "subah subha", "صبح"),
    ("afternoon", "dopahar dopehar dopeher", "دوپہر"),
    ("evening", "shaam sham", "شام"),
    ("night", "raat rat", "رات"),
    ("baje", "baje bajay bje bajey", "بجے"),
    ("tareekh", "tareekh tarikh", "تاریخ"),
    ("next", "agle agla agli aglay ainda aainda", "اگلے اگلا اگلی آئندہ"),
    ("this", "is iss", "اس"),
    ("every", "har", "ہر"),
    ("baad", "baad bad", "بعد"),
    ("before", "pehlay qabal", "پہلے قبل"),
    ("end", "aakhir akhir ikhtitam", "آخر"),
    ("andar", "andar", "اندر"),
    ("half_", "saarhe sarhe saadhe sadhe", "ساڑھے"),
    ("quarter_", "sawa", "سوا"),
    ("less_", "paune ponay paunay", "پونے"),
    // Numbers
    ("1", "aik ek", "ایک"), ("3", "teen tin", "تین"), ("4", "char chaar", "چار"), ("5", "paanch panch", "پانچ"),
    ("6", "chhe chay chhay", "چھ چھے"), ("7", "saat sat", "سات"), ("8", "aath ath", "آٹھ"), ("9", "nau no", "نو"), ("10", "das dus", "دس"),
    ("11", "gyarah gyara", "گیارہ"), ("12", "barah bara", "بارہ"), ("15", "pandrah pandra", "پندرہ"), ("20", "bees bis", "بیس"),
    ("25", "pachees pachis", "پچیس"), ("30", "tees", "تیس"), ("45", "paintalees", "پینتالیس"), ("1.5", "derh dedh", "ڈیڑھ"), ("2.5", "dhai dhaai", "ڈھائی"),
    ("half", "aadha aadhe adha", "آدھا آدھے"),
    // Months
    ("january", "january janwari", "جنوری"), ("february", "february farwari", "فروری"), ("march", "march", "مارچ"),
    ("april", "april aprail", "اپریل"), ("may", "", "مئی"), ("june", "june joon", "جون"), ("july", "july julai", "جولائی"),
    ("august", "august agast", "اگست"), ("september", "september sitambar", "ستمبر"), ("october", "october aktoobar", "اکتوبر"),
    ("november", "november nawambar", "نومبر"), ("december", "december disambar", "دسمبر"),
];

/// The normal form of a word; `None` for a word that stands for itself.
pub(super) fn normal(word: &str) -> Option<&'static str> {
    let has = |spellings: &str| spellings.split(' ').any(|spelling| spelling == word);
    WORDS.iter().find(|(_, latin, arabic)| has(latin) || has(arabic)).map(|(normal, ..)| *normal)
}

/// The tokens with normal forms in place of Urdu words. What was written stays beside them, for titles.
pub(super) fn translate(tokens: &[Token]) -> Vec<Token> {
    let translated = tokens.iter().map(|token| {
        if token.kind == Kind::Quote {
            return token.clone();
        }
        if token.is("،") {
            return Token { norm: ",".to_owned(), ..token.clone() };
        }
        let plain: String = token.raw.to_lowercase().chars().filter_map(letter).collect();
        let norm = normal(&plain)
            .map_or(if token.norm.is_empty() { plain.clone() } else { digits(&token.norm) }, str::to_owned);
        Token { norm, ..token.clone() }
    });
    translated.collect()
}

/// One letter for its Arabic and Persian forms, none for a vowel sign.
fn letter(c: char) -> Option<char> {
    match c {
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        'ه' => Some('ہ'),
        'ة' => Some('ۃ'),
        '\u{064b}'..='\u{0652}' | '\u{200c}' | '\u{200d}' | '\u{0640}' | '\'' | '’' => None,
        c => Some(digit(c)),
    }
}

fn digit(c: char) -> char {
    match c {
        '۰'..='۹' => char::from_digit(u32::from(c) - u32::from('۰'), 10).unwrap_or(c),
        '٠'..='٩' => char::from_digit(u32::from(c) - u32::from('٠'), 10).unwrap_or(c),
        c => c,
    }
}

fn digits(word: &str) -> String {
    word.chars().map(digit).collect()
}
