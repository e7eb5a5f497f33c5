//! Requests to other servers. Every client is made here: reqwest was built without an encryption of its own, and its
//! plain builder panics.

use crate::tls;
use reqwest::{Client, ClientBuilder};
use std::error::Error;

/// A client for services of ours. They are asked directly, whatever proxy the environment names: it could not reach
/// them, and would be shown their tokens.
pub fn client() -> Result<ClientBuilder, String> {
    Ok(client_by_proxy()?.no_proxy())
}

/// A client for services on the internet, by the proxy that the environment names. It trusts the authorities that
/// browsers trust.
pub fn client_by_proxy() -> Result<ClientBuilder, String> {
    Ok(Client::builder().tls_backend_preconfigured(tls::known_servers()?))
}

/// The innermost cause: "Connection refused (os error 111)" rather than "error sending request".
pub fn reason(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".into();
    }
    let error = error.without_url();
    let mut cause: &dyn Error = &error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
