//! Requests to other servers. Every client is made here: reqwest was built without an encryption of its own, and its
//! plain builder panics.

use crate::tls;
use reqwest::{Client, ClientBuilder};

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
