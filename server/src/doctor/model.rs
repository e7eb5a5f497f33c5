//! The model's service, asked with the key of this environment.

use super::report::Finding;
use crate::config::ModelConfig;
use crate::outbound::{self, reason};
use serde_json::Value;
use std::time::Duration;

/// How long its answer may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Asks which models there are.
pub async fn endpoint(config: &ModelConfig) -> Result<Finding, String> {
    let Some(key) = config.key()? else {
        return Ok(Finding::skipped("OPENAI_API_KEY is not set here, so no service was asked"));
    };
    let address = format!("{}/models", config.openai_base_url.as_str().trim_end_matches('/'));
    let client = outbound::client_by_proxy()?.build().map_err(|error| error.to_string())?;
    let sent = client.get(&address).bearer_auth(key.expose()).timeout(TIMEOUT).send().await;
    let (status, body) = match sent {
        Ok(answer) => (answer.status().as_u16(), answer.text().await.unwrap_or_default()),
        Err(error) => {
            return Ok(Finding::failed(
                format!("{address} cannot be reached: {}", reason(error)),
                "see that OPENAI_BASE_URL is right and that the network lets you there",
            ));
        }
    };
    let model = config.openai_model.as_str();
    Ok(match status {
        200 if offers(&body, model) => Finding::ok(format!("{address} takes the key and has {model}")),
        200 => Finding::warning(
            format!("{address} takes the key, but does not list {model}"),
            "set OPENAI_MODEL to one that it lists",
        ),
        401 | 403 => Finding::failed(
            format!("{address} refuses the key with {status}"),
            "give the right one as OPENAI_API_KEY: it may have expired or belong to another service",
        ),
        404 => Finding::warning(
            format!("{address} is not there; the service may be fine without it"),
            "see that OPENAI_BASE_URL ends where the service says, often in /v1",
        ),
        429 => Finding::warning(
            format!("{address} takes no more requests for now"),
            "look at the limits and the balance of the account, and try again later",
        ),
        status => Finding::warning(format!("{address} answers {status}"), "try again later"),
    })
}

/// True when the model is in the list, or the answer is no such list.
fn offers(body: &str, model: &str) -> bool {
    let list: Value = serde_json::from_str(body).unwrap_or_default();
    list["data"].as_array().is_none_or(|models| models.iter().any(|entry| entry["id"] == model))
}
