//! The session cookie, as better-auth names and sets it.

use super::address::is_https;
use crate::app::App;
use crate::domain::session::REMEMBERED;
use ipnet::IpNet;
use poem::http::header;
use poem::{FromRequest, Request, RequestBody, Result};
use std::sync::Arc;

/// Over plain http.
pub const NAME: &str = "better-auth.session_token";
const SECURE_NAME: &str = "__Secure-better-auth.session_token";
/// Each token costs a query.
const AT_MOST: usize = 4;

/// Writes session cookies that fit how the request came in: over https they are `Secure`.
pub struct CookieJar {
    is_https: bool,
}

impl<'a> FromRequest<'a> for CookieJar {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        let is_https =
            request.data::<Arc<App>>().is_some_and(|app| is_https(request, &app.config.http.trusted_proxies));
        Ok(Self { is_https })
    }
}

impl CookieJar {
    /// The `Set-Cookie` that keeps a session: for as long as the session lasts, or until the browser is closed.
    pub fn keep(&self, token: &str, remember: bool) -> String {
        let age = if remember { format!("; Max-Age={}", REMEMBERED.num_seconds()) } else { String::new() };
        self.cookie(token, &age)
    }

    /// The `Set-Cookie` that ends it.
    pub fn clear(&self) -> String {
        self.cookie("", "; Max-Age=0")
    }

    fn cookie(&self, value: &str, age: &str) -> String {
        let (name, secure) = if self.is_https { (SECURE_NAME, "; Secure") } else { (NAME, "") };
        format!("{name}={value}{age}; Path=/; HttpOnly; SameSite=Lax{secure}")
    }
}

/// The tokens in the request's session cookies, in the browser's order. A stale cookie, of another path or from
/// before, may stand before the one that counts; more than a few are no browser's doing. Over https the `__Secure-`
/// ones hide the others, which a page without encryption could have planted.
pub fn session_tokens(request: &Request, trusted: &[IpNet]) -> Vec<String> {
    let headers = request.headers().get_all(header::COOKIE);
    let pairs = headers.iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    // Other cookies may be no text at all.
    let ours = pairs.filter_map(|pair| std::str::from_utf8(pair).ok()?.trim().split_once('='));
    let (secure, plain): (Vec<_>, Vec<_>) = ours
        .filter(|(name, value)| (*name == NAME || *name == SECURE_NAME) && !value.is_empty())
        .partition(|(name, _)| *name == SECURE_NAME);
    let chosen = match !secure.is_empty() && is_https(request, trusted) {
        true => secure,
        false => [plain, secure].concat(),
    };
    chosen.into_iter().take(AT_MOST).map(|(_, value)| value.to_owned()).collect()
}
