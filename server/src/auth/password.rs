//! Password hashes: Argon2id with OWASP's parameters. Each costs 19 MiB for its time, so only a few are made at once.

use crate::error::{Error, Refusal, Result};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use poem::http::StatusCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use unicode_normalization::UnicodeNormalization;

/// OWASP Password Storage Cheat Sheet: m=19 MiB, t=2, p=1.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// At once; the pod has 256 MiB.
const AT_ONCE: usize = 2;
/// How long someone waits for their turn.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Makes and checks password hashes.
pub struct Hasher {
    argon2: Argon2<'static>,
    turns: Arc<Semaphore>,
    /// What the password of an unknown address is checked against, so that it costs the same.
    decoy: String,
}

impl Hasher {
    /// A hasher with OWASP's parameters.
    pub fn new() -> Result<Self> {
        let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(Error::internal)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        // Never matches: no password has this hash of zeros. Its parameters are what cost.
        let decoy = format!(
            "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        );
        Ok(Self { argon2, turns, decoy })
    }

    /// The hash of a password, as a PHC string.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let (argon2, password) = (self.argon2.clone(), normal(password));
        self.on_turn(move || {
            argon2.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(Error::internal)
        })
        .await?
    }

    /// Whether the password has this hash. Without a hash it is wrong, after the same time.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let (argon2, password) = (self.argon2.clone(), normal(password));
        let phc = hash.unwrap_or(&self.decoy).to_owned();
        let is_right = self
            .on_turn(move || {
                let hash = PasswordHash::new(&phc).map_err(Error::internal)?;
                Ok::<_, Error>(argon2.verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await??;
        Ok(is_right && hash.is_some())
    }

    async fn on_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let turn = self.turn().await?;
        let span = tracing::Span::current();
        let result = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            span.in_scope(work)
        });
        result.await.map_err(Error::internal)
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit> {
        match tokio::time::timeout(TIMEOUT, self.turns.clone().acquire_owned()).await {
            Ok(turn) => turn.map_err(Error::internal),
            Err(_) => Err(Refusal::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "BUSY",
                "Too many people are signing in right now. Try again in a few seconds.",
            )
            .retry_after(Duration::from_secs(3))
            .into()),
        }
    }
}

/// The same password, however the keyboard composes its accents.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}
