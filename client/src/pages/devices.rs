//! Where the account is signed in.

use shared::account::Session as Device;
use sycamore::prelude::*;

use crate::api::Failure;
use crate::components::notice;
use crate::reactive::{Live, handler};
use crate::state::{Session, Toasts};
use crate::{background, time};

/// What is known about the devices.
type Known = Option<Result<(Vec<Device>, Option<String>), Failure>>;

/// The list, with a way to sign each out.
#[component]
pub fn Devices() -> View {
    let session = use_context::<Session>();
    let toasts = use_context::<Toasts>();
    let known = create_signal(Known::None);
    load(session, known);
    let others = move |_| {
        background::spawn(async move {
            match session.revoke_others().await {
                Ok(()) => toasts.say("Signed out everywhere else."),
                Err(failure) => toasts.fail(&failure),
            }
            load(session, known);
        });
    };
    view! {
        section(class="panel", aria-labelledby="devices") {
            h2(id="devices") { "Signed-in devices" }
            (Live { view: move || match known.get_clone() {
                None => notice::skeleton("Loading devices", 2),
                Some(Err(failure)) => notice::failed(failure.message, move || load(session, known)),
                Some(Ok((devices, here))) => {
                    let several = devices.len() > 1;
                    let rows: Vec<View> = devices
                        .into_iter()
                        .map(|device| row(session, toasts, known, Some(&device.id) == here.as_ref(), device))
                        .collect();
                    let leave = several.then(|| view! {
                        div(class="actions") { button(class="button", r#type="button", on:click=handler(others)) { "Sign out all other devices" } }
                    });
                    view! {
                        ul(class="devices") { (rows) }
                        (leave)
                    }
                }
            } })
        }
    }
}

fn load(session: Session, known: Signal<Known>) {
    background::spawn(async move {
        let devices = session.devices().await;
        if known.is_alive() {
            known.set(Some(devices));
        }
    });
}

fn row(session: Session, toasts: Toasts, known: Signal<Known>, is_here: bool, device: Device) -> View {
    let name = browser_name(device.user_agent.as_deref().unwrap_or_default());
    let address = device.ip_address.clone().unwrap_or_else(|| "unknown address".into());
    let seen = time::ago(device.updated_at);
    let label = format!("Sign out {name}, {address}");
    let token = device.token.clone();
    let revoke = move |_| {
        let token = token.clone();
        background::spawn(async move {
            match session.revoke(token).await {
                Ok(()) => toasts.say("Signed out that device."),
                Err(failure) => toasts.fail(&failure),
            }
            load(session, known);
        });
    };
    let (here, leave) = if is_here {
        (view! { span(class="chip here") { "This device" } }, view! {})
    } else {
        (
            view! {},
            view! { button(class="button small", r#type="button", aria-label=label, on:click=handler(revoke)) { "Sign out" } },
        )
    };
    view! {
        li(class="device") {
            div {
                p(class="device-name") {
                    (name)
                    (here)
                }
                p(class="quiet") { (address) " · " (seen) }
            }
            (leave)
        }
    }
}

/// A browser and its system, as far as the User-Agent says.
fn browser_name(agent: &str) -> String {
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        _ if agent.is_empty() => "A program".to_owned(),
        _ => agent.chars().take(40).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser_name;

    #[test]
    fn names() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36";
        assert_eq!(browser_name(agent), "Chrome on Linux");
        assert_eq!(browser_name("curl/8"), "curl");
        assert_eq!(browser_name(""), "A program");
    }
}
