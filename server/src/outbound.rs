//! Requests to other servers. Every client is made here: reqwest was built without an encryption of its own, and its
//! plain builder panics.

use crate::tls;
use reqwest::{Client, ClientBuilder};

/// A client that trusts the authorities that browsers trust, where an address begins with https.
pub fn client() -> Result<ClientBuilder, String> {
    Ok(Client::builder().tls_backend_preconfigured(tls::known_servers()?))
}
