//! Who calls, as far as it can be believed.

use crate::app::App;
use ipnet::IpNet;
use poem::http::uri::Authority;
use poem::{Addr, Request};
use std::fmt;
use std::net::{IpAddr, SocketAddr};
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

/// The host that the caller asked for: what a trusted proxy says, or the Host header, in whose place HTTP/2 has
/// `:authority`.
pub fn host<'r>(request: &'r Request, trusted: &[IpNet]) -> Option<&'r str> {
    let forwarded = request.header("x-forwarded-host").filter(|_| is_trusted(peer(request), trusted));
    let authority = || request.uri().authority().map(Authority::as_str);
    forwarded.or_else(|| request.header("host")).or_else(authority)
}

/// The address at the other end of the connection.
pub fn peer(request: &Request) -> Option<IpAddr> {
    match &request.remote_addr().0 {
        Addr::SocketAddr(address) => Some(address.ip().to_canonical()),
        _ => None,
    }
}

/// True when what this peer says of others is believed.
pub fn is_trusted(address: Option<IpAddr>, trusted: &[IpNet]) -> bool {
    address.is_some_and(|address| trusted.iter().any(|network| network.contains(&address)))
}

/// From the right, the first address in X-Forwarded-For that no trusted proxy of ours wrote about itself.
fn behind_proxies(peer: Option<IpAddr>, request: &Request, trusted: &[IpNet]) -> Option<IpAddr> {
    let mut address = peer;
    let headers = request.headers().get_all("x-forwarded-for");
    // A line that is no text counts, too: what a proxy of ours added to it must not be passed over.
    let lines: Vec<_> = headers.iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    for said in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_trusted(address, trusted) {
            break;
        }
        match written(said.trim()) {
            Some(said) => address = Some(said.to_canonical()),
            None => break,
        }
    }
    address
}

/// `203.0.113.7`, `203.0.113.7:443`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:443`: some proxies name the port.
fn written(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().or_else(|_| text.parse().map(|address: SocketAddr| address.ip())).ok()
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn addresses_may_carry_ports() {
        for (text, address) in [
            ("203.0.113.7", Some("203.0.113.7")),
            ("203.0.113.7:443", Some("203.0.113.7")),
            ("2001:db8::1", Some("2001:db8::1")),
            ("[2001:db8::1]", Some("2001:db8::1")),
            ("[2001:db8::1]:443", Some("2001:db8::1")),
            ("unknown", None),
            ("203.0.113.7:", None),
            ("", None),
        ] {
            assert_eq!(written(text), address.and_then(|address| address.parse().ok()), "{text}");
        }
    }
}
