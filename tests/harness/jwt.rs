//! Tokens as a forger would make them.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

/// Header and claims of a token, whoever signed it.
pub fn read(token: &str) -> (Value, Value) {
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(parts.len(), 3, "{token} is no JWT");
    let part =
        |text: &str| serde_json::from_slice(&BASE64URL_NOPAD.decode(text.as_bytes()).unwrap()).unwrap();
    (part(parts[0]), part(parts[1]))
}

/// A token with this header and these claims, signed with HMAC-SHA-256 whatever the header says.
pub fn signed(header: &Value, claims: &Value, secret: &str) -> String {
    let message = unsigned(header, claims);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(message.as_bytes());
    format!("{message}.{}", BASE64URL_NOPAD.encode(&mac.finalize().into_bytes()))
}

/// The same without a signature; its last dot is missing.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    format!("{}.{}", part(header), part(claims))
}
