//! The language model behind the chat: where it is, and how much it may take.

use super::settings::{self, Allowance};
use super::{Secret, settings::http_url};
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// The language model behind the chat; the offline assistant answers without one.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Model")]
pub struct ModelConfig {
    /// Key of an OpenAI-compatible service, any value where it wants none; without a key the offline assistant answers
    #[arg(long, env = "OPENAI_API_KEY", global = true, hide_env_values = true)]
    pub openai_api_key: Option<Secret>,
    /// File that holds OPENAI_API_KEY
    #[arg(long, env = "OPENAI_API_KEY_FILE", global = true)]
    pub openai_api_key_file: Option<PathBuf>,
    /// Address of that service, up to where /chat/completions follows
    #[arg(long, env = "OPENAI_BASE_URL", global = true, value_parser = http_url, default_value = "https://api.openai.com/v1")]
    pub openai_base_url: Url,
    /// Model to ask
    #[arg(long, env = "OPENAI_MODEL", global = true, default_value = "gpt-4o-mini")]
    pub openai_model: String,
    /// Chat messages of one person that the model answers, as count/seconds; beyond them the offline assistant does
    #[arg(long, env = "RATE_LIMIT_MODEL", global = true, default_value = "20/60")]
    pub rate_limit_model: Allowance,
    /// The same for a longer time
    #[arg(long, env = "RATE_LIMIT_MODEL_DAY", global = true, default_value = "500/86400")]
    pub rate_limit_model_day: Allowance,
    /// How often the model may be given results of tools in one turn
    #[arg(long, env = "MODEL_TOOL_ROUNDS", global = true, value_parser = settings::count, default_value = "12")]
    pub model_tool_rounds: usize,
    /// Most tools that it may call in one turn
    #[arg(long, env = "MODEL_TOOL_CALLS", global = true, value_parser = settings::count, default_value = "60")]
    pub model_tool_calls: usize,
    /// Earlier turns of a conversation that it is sent, in bytes; the oldest are left out
    #[arg(long, env = "MODEL_HISTORY_SIZE", global = true, value_parser = settings::count, default_value = "60000")]
    pub model_history_size: usize,
    /// Largest result of a tool that it is sent, in bytes
    #[arg(long, env = "MODEL_RESULT_SIZE", global = true, value_parser = settings::count, default_value = "20000")]
    pub model_result_size: usize,
    /// Largest answer that is taken from it, in bytes as they come
    #[arg(long, env = "MODEL_ANSWER_SIZE", global = true, value_parser = settings::count, default_value = "4194304")]
    pub model_answer_size: usize,
    /// How long connecting to it may take, in seconds
    #[arg(long, env = "MODEL_CONNECT_TIMEOUT", global = true, value_parser = settings::seconds, default_value = "5")]
    pub model_connect_timeout: Duration,
    /// How long it may take to begin an answer, in seconds
    #[arg(long, env = "MODEL_FIRST_BYTE_TIMEOUT", global = true, value_parser = settings::seconds, default_value = "60")]
    pub model_first_byte_timeout: Duration,
    /// How long it may pause within an answer, in seconds
    #[arg(long, env = "MODEL_IDLE_TIMEOUT", global = true, value_parser = settings::seconds, default_value = "30")]
    pub model_idle_timeout: Duration,
    /// How long a turn may take in all, in seconds
    #[arg(long, env = "MODEL_TURN_TIMEOUT", global = true, value_parser = settings::seconds, default_value = "300")]
    pub model_turn_timeout: Duration,
    /// How often it is asked again when it is busy or down and has said nothing yet
    #[arg(long, env = "MODEL_RETRIES", global = true, value_parser = settings::retries, default_value = "2")]
    pub model_retries: u32,
}

impl ModelConfig {
    /// The key of the service, if there is one.
    pub fn key(&self) -> Result<Option<Secret>, String> {
        let key = Secret::choose("OPENAI_API_KEY", &self.openai_api_key, &self.openai_api_key_file)?;
        match key {
            // It travels in a header.
            Some(key) if !key.expose().bytes().all(|byte| byte.is_ascii_graphic()) => {
                Err("OPENAI_API_KEY has a space or another character that no key has; copy it once more"
                    .into())
            }
            // An empty variable is one that was not filled in.
            key => Ok(key.filter(|key| !key.expose().is_empty())),
        }
    }
}
