//! Search: what a person would call the same word is found, in every script, alike on both databases.

use serde_json::json;
use tests::{Server, on_both_databases, url};

on_both_databases!(words_are_found_in_every_script, words_are_found_wherever_they_stand);

/// Title, search text, whether it is found.
const TABLE: &[(&str, &str, bool)] = &[
    // Latin, and its odd letters
    ("Buy MILK", "buy milk", true),
    ("STRASSE", "straße", true),
    ("STRAẞE", "strasse", true),
    ("Cafe\u{301}", "CAFÉ", true),
    ("café", "cafe\u{301}", true),
    ("café", "cafe", false),
    ("Łódź", "łÓDŹ", true),
    ("TIẾNG VIỆT", "tie\u{302}\u{301}ng vie\u{323}\u{302}t", true),
    ("Ǆep", "dž", true),
    ("Wachſtube", "wachs", true),
    ("300 \u{212a}", "300 k", true),
    ("\u{212b}ngström", "ångström", true),
    // Turkish: dotted and dotless are two letters, a dotted capital keeps its dot
    ("İSTANBUL", "i\u{307}stanbul", true),
    ("İstanbul", "İSTANBUL", true),
    ("ısı", "ISI", false),
    ("kız", "kız", true),
    ("TITLE", "title", true),
    // Greek: a final sigma is a sigma; iota below and beside
    ("ΣΊΣΥΦΟΣ", "σίσυφος", true),
    ("ΟΔΟΣ", "οδοσ", true),
    ("\u{1fb3}", "\u{1fbc}", true),
    ("10 \u{b5}m", "10 \u{3bc}m", true),
    // Cyrillic, Armenian, Georgian, Cherokee, Deseret
    ("МОСКВА", "москва", true),
    ("и\u{306}од", "ЙОД", true),
    ("ёлка", "елка", false),
    ("ՀԱՅԱՍՏԱՆ", "հայաստան", true),
    ("ᲗᲑᲘᲚᲘᲡᲘ", "თბილისი", true),
    ("ᎠᎡᎢ", "ꭰꭱꭲ", true),
    ("𐐀𐐁", "𐐨𐐩", true),
    // Arabic presentation forms and ligatures, Persian non-joiners, Hebrew points as written
    ("ﻛﺘﺎﺏ", "كتاب", true),
    ("ﻻ", "لا", true),
    ("می\u{200c}خواهم", "میخواهم", true),
    ("میخواهم", "می\u{200c}خواهم", true),
    ("دودھ خریدیں", "دودھ", true),
    ("שָׁלוֹם", "שָׁלוֹם", true),
    ("שָׁלוֹם", "שלום", false),
    // South and south-east Asia
    ("\u{958}लम", "\u{915}\u{93c}लम", true),
    ("\u{9cb}", "\u{9c7}\u{9be}", true),
    ("\u{bca}", "\u{bc6}\u{bbe}", true),
    ("ซื้อกาแฟ", "กาแฟ", true),
    ("น้ำ", "น้ำ", true),
    ("ទិញទឹក", "ទឹក", true),
    ("ወተት ግዛ", "ግዛ", true),
    // East Asia: widths, compatibility ideographs, conjoining letters
    ("買牛奶", "牛奶", true),
    ("\u{f900}", "\u{8c48}", true),
    ("⼈", "人", true),
    ("ｶﾞｽ", "ガス", true),
    ("ガス", "ｶﾞｽ", true),
    ("ひらがな", "ヒラガナ", false),
    ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", true),
    ("ＦＵＬＬ　ＷＩＤＴＨ", "full width", true),
    // Ligatures and compatibility letters
    ("oﬃce ﬁle", "OFFICE FILE", true),
    ("㎏ Ⅳ ①", "kg iv 1", true),
    ("m²", "m2", true),
    ("𝐇𝐞𝐥𝐥𝐨", "hello", true),
    // Emoji, with and without what cannot be seen
    ("I ❤\u{fe0f} it", "❤", true),
    ("I ❤ it", "❤\u{fe0f}", true),
    ("👨\u{200d}👩\u{200d}👧 day", "👨\u{200d}👩\u{200d}👧", true),
    ("👨\u{200d}👩\u{200d}👧 day", "👩", true),
    ("👍🏽", "👍", true),
    ("👍", "👍🏽", false),
    ("🇵🇰 visa", "🇵🇰", true),
    ("co\u{ad}operate", "cooperate", true),
    ("New\u{a0}York", "new york", true),
    // What databases read as patterns is read as it is written
    ("100% sure", "0%", true),
    ("100x", "0%", false),
    ("a_b", "a_b", true),
    ("axb", "a_b", false),
    ("C:\\temp", "c:\\t", true),
    ("ctemp", "\\", false),
    ("O'Brien; DROP TABLE", "o'brien;", true),
    ("\"quoted\"", "\"quoted\"", true),
    ("[a-z]*", "[a-z]*", true),
    ("abc", "[a-z]*", false),
    // Words, all of them, in any order
    ("buy oat milk", "milk buy", true),
    ("buy oat milk", "oa il", true),
    ("buy oat milk", "milk bread", false),
];

async fn words_are_found_in_every_script(server: &Server) {
    let ada = server.person("ada").await;
    let mut wrong = Vec::new();
    for (title, search, expected) in TABLE {
        let task = ada.create(json!({"title": title})).await;
        let found = ada.get(&url("/api/me/tasks", &[("q", search)])).await.ok(200);
        let is_found = found.as_array().unwrap().iter().any(|found| found["id"] == task["id"]);
        if is_found != *expected {
            wrong.push(format!("{search:?} in {title:?}: found {is_found}"));
        }
        ada.delete(&format!("/api/me/tasks/{}", task["id"])).await.ok(204);
    }
    assert!(TABLE.len() >= 24);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn words_are_found_wherever_they_stand(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Groceries", "description": "Oat MILK\nand bread"})).await;
    let path = format!("/api/me/tasks/{}", task["id"]);
    let found = async |search: &str| {
        let list = ada.get(&url("/api/me/tasks", &[("q", search)])).await.ok(200);
        !list.as_array().unwrap().is_empty()
    };
    assert!(found("milk").await && found("bread groceries").await, "title and description");
    ada.put(&path, json!({"description": null})).await.ok(200);
    assert!(!found("milk").await && found("groceries").await, "not what was there before");
    ada.put(&path, json!({"title": "Éclair"})).await.ok(200);
    assert!(found("e\u{301}CLAIR").await && !found("groceries").await);
    let eve = server.person("eve").await;
    assert_eq!(eve.get("/api/me/tasks?q=clair").await.ok(200), json!([]), "nobody else's");
}
