//! The command line explains itself.

use tests::Program;

#[tokio::test]
async fn help_lists_every_variable_with_its_default() {
    let program = Program::new(&["--help"]).env("JWT_SECRET", "hunter22").env("OPENAI_API_KEY", "hunter22");
    let ended = program.env("DATABASE_URL", "postgres://me:hunter22@db/x").run().await;
    assert!(ended.status.success(), "{ended:?}");
    let help = ended.stdout;
    assert!(!help.contains("hunter22"), "values of secrets are not shown");
    for name in [
        "HOST",
        "PORT",
        "BACKEND_URL",
        "ASSETS_DIR",
        "TRUSTED_PROXIES",
        "ALLOWED_HOSTS",
        "BODY_LIMIT",
        "SHUTDOWN_DELAY",
        "SHUTDOWN_TIMEOUT",
        "DATA_DIR",
        "DATABASE_URL",
        "DATABASE_URL_FILE",
        "MIGRATION_DATABASE_URL",
        "MIGRATION_DATABASE_URL_FILE",
        "DATABASE_POOL_SIZE",
        "HEALTH_DB_INTERVAL",
        "DATABASE_OUTAGE_LIMIT",
        "JWT_SECRET",
        "JWT_SECRET_FILE",
        "RATE_LIMIT_SIGN_IN",
        "RATE_LIMIT_AUTH",
        "RATE_LIMIT_FAILURES",
        "RATE_LIMIT_CHAT",
        "RATE_LIMIT_TOOLS",
        "OPENAI_API_KEY",
        "OPENAI_API_KEY_FILE",
        "OPENAI_BASE_URL",
        "OPENAI_MODEL",
        "RATE_LIMIT_MODEL",
        "RATE_LIMIT_MODEL_DAY",
        "MODEL_TOOL_ROUNDS",
        "MODEL_TOOL_CALLS",
        "MODEL_HISTORY_SIZE",
        "MODEL_RESULT_SIZE",
        "MODEL_ANSWER_SIZE",
        "MODEL_CONNECT_TIMEOUT",
        "MODEL_FIRST_BYTE_TIMEOUT",
        "MODEL_IDLE_TIMEOUT",
        "MODEL_TURN_TIMEOUT",
        "MODEL_RETRIES",
        "LOG_LEVEL",
        "LOG_FORMAT",
        "METRICS",
        "ENVIRONMENT",
        "API_VERSION",
    ] {
        assert!(
            help.contains(&format!("[env: {name}=")) || help.contains(&format!("[env: {name}]")),
            "{name}"
        );
    }
    for default in ["8000", "3/10", "100/10", "info", "data", "v1"] {
        assert!(help.contains(&format!("[default: {default}")), "the default {default}");
    }
    for command in ["backend", "frontend", "migrate", "openapi", "healthcheck", "doctor", "mcp", "understand"]
    {
        assert!(help.lines().any(|line| line.trim().starts_with(command)), "{command}");
    }
}

#[tokio::test]
async fn the_version_is_printed() {
    let ended = Program::new(&["--version"]).run().await;
    assert!(ended.status.success());
    assert!(ended.stdout.starts_with("todo-app "), "{ended:?}");
}
