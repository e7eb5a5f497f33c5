//! Who calls, as far as it can be believed.

use crate::app::App;
use ipnet::IpNet;
use poem::{Addr, Request};
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// The caller's address: the peer's own, or what trusted proxies say of it.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(Option<IpAddr>);

impl ClientAddress {
    /// The address that this request comes from.
    pub fn of(request: &Request) -> Self {
        let trusted = request.data::<Arc<App>>().map_or(&[][..], |app| &app.config.http.trusted_proxies);
        Self(behind_proxies(peer(request), request, trusted))
    }
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(address) => address.fmt(f),
            None => f.write_str("unknown"),
        }
    }
}

/// Whether the caller came over https, as a trusted proxy says.
pub fn is_https(request: &Request, trusted: &[IpNet]) -> bool {
    is_trusted(peer(request), trusted)
        && request.header("x-forwarded-proto").is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
}

/// The host that the caller asked for: what a trusted proxy says, or the Host header.
pub fn host<'r>(request: &'r Request, trusted: &[IpNet]) -> Option<&'r str> {
    let forwarded = request.header("x-forwarded-host").filter(|_| is_trusted(peer(request), trusted));
    forwarded.or_else(|| request.header("host"))
}

/// The address at the other end of the connection.
pub fn peer(request: &Request) -> Option<IpAddr> {
    match &request.remote_addr().0 {
        Addr::SocketAddr(address) => Some(address.ip().to_canonical()),
        _ => None,
    }
}

fn is_trusted(address: Option<IpAddr>, trusted: &[IpNet]) -> bool {
    address.is_some_and(|address| trusted.iter().any(|network| network.contains(&address)))
}

/// From the right, the first address in X-Forwarded-For that no trusted proxy of ours wrote about itself.
fn behind_proxies(peer: Option<IpAddr>, request: &Request, trusted: &[IpNet]) -> Option<IpAddr> {
    let mut address = peer;
    let headers = request.headers().get_all("x-forwarded-for");
    let list: Vec<&str> =
        headers.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).collect();
    for said in list.iter().rev() {
        if !is_trusted(address, trusted) {
            break;
        }
        match said.trim().parse::<IpAddr>() {
            Ok(said) => address = Some(said.to_canonical()),
            Err(_) => break,
        }
    }
    address
}
