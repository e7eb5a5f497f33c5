//! The way there: the name, and what listens at its address.

use super::report::Finding;
use super::site::{Answer, Site};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// How long looking up a name, or connecting, may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Looks the name up.
pub async fn resolve(site: &Site) -> (Finding, Vec<SocketAddr>) {
    let host = site.host();
    let port = site.url.port_or_known_default().unwrap_or(80);
    let found = timeout(TIMEOUT, lookup_host((host, port))).await;
    let mut addresses: Vec<SocketAddr> = found.ok().and_then(Result::ok).into_iter().flatten().collect();
    addresses.dedup();
    let shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    let finding = match (shown.as_slice(), host.parse::<IpAddr>()) {
        (_, Ok(address)) => Finding::ok(format!("{address} is an address, which needs no name")),
        ([], _) => Finding::failed(
            format!("the name {host} is not known here"),
            match host.contains('.') {
                true => format!(
                    "add a line to /etc/hosts: `$(minikube ip) {host}` with minikube on Linux, `127.0.0.1 {host}` with \
                     kind, Docker Desktop or minikube tunnel"
                ),
                // A Service, known inside its namespace only.
                false => "see `kubectl get services` for what there is in this namespace".into(),
            },
        ),
        (addresses, _) => Finding::ok(format!("{host} is {}", addresses.join(", "))),
    };
    (finding, addresses)
}

/// Connects and asks for the page: whatever stands before todo-app has to lead there.
pub async fn reach(site: &Site, addresses: &[SocketAddr]) -> (Finding, Option<Answer>) {
    let address = match connect(addresses).await {
        Ok(address) => address,
        Err(finding) => return (finding, None),
    };
    match site.get("/").await {
        Ok(answer) if answer.is_ours() => (Finding::ok(format!("{address} leads to todo-app")), Some(answer)),
        // It does its part: it knows where the page should be.
        Ok(answer) if answer.has_nobody_behind() => {
            (Finding::ok(format!("{address} answers, and has a rule for {}", site.host())), Some(answer))
        }
        Ok(answer) => (answer.not_ours(site.host(), "the page"), None),
        Err(reason) => (
            Finding::failed(
                format!("{address} accepts connections, but there is no answer: {reason}"),
                match site.url.scheme() {
                    "https" => {
                        "see that its certificate is for this host and signed by a public authority, or use http://"
                    }
                    _ => {
                        "see that --url names an http address, and what `kubectl get pods -A` says of the ingress"
                    }
                },
            ),
            None,
        ),
    }
}

async fn connect(addresses: &[SocketAddr]) -> Result<SocketAddr, Finding> {
    let mut refused = None;
    for address in addresses {
        match timeout(TIMEOUT, TcpStream::connect(address)).await {
            Ok(Ok(_)) => return Ok(*address),
            Ok(Err(_)) => refused = Some(*address),
            Err(_) => {}
        }
    }
    Err(match (refused, addresses.first()) {
        (Some(address), _) => Finding::failed(
            format!("nothing listens at {address}"),
            "start an ingress: `minikube addons enable ingress` (on macOS and Windows also keep `minikube tunnel` \
             running), or forward a port: `kubectl port-forward service/frontend-svc 3000` and --url http://localhost:3000",
        ),
        (None, Some(address)) => Finding::failed(
            format!("{address} does not answer at all"),
            "see that the cluster runs (`minikube status`) and that the name leads to the address it has now (`minikube ip`)",
        ),
        (None, None) => Finding::skipped("there is no address"),
    })
}
