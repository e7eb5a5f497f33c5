//! Values that must never be shown, where they come from, and the one that is made when it is missing.

use crate::store::make_folder;
use rand::RngExt;
use rand::distr::Alphanumeric;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Shorter keys can be guessed offline from one token.
const SECRET_MIN: usize = 32;

/// A value that neither `{}` nor `{:?}` shows.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The value itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The value of a variable, or of the file that its `_FILE` twin names; an error when both are given.
    pub fn choose(name: &str, value: &Option<Self>, file: &Option<PathBuf>) -> Result<Option<Self>, String> {
        match (value, file) {
            (Some(_), Some(_)) => Err(format!("{name} and {name}_FILE are both set; remove one of them")),
            (Some(value), None) => Ok(Some(value.clone())),
            (None, None) => Ok(None),
            (None, Some(path)) => match fs::read_to_string(path) {
                Ok(text) if text.trim().is_empty() => Err(format!(
                    "{name}_FILE names {}, which is empty; write the value into it",
                    path.display()
                )),
                Ok(text) => Ok(Some(Self(text.trim().to_owned()))),
                Err(error) => Err(format!(
                    "{name}_FILE names {}, which cannot be read ({error}); correct the path or its permissions",
                    path.display()
                )),
            },
        }
    }
}

impl FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.trim().to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// The value of JWT_SECRET, or the reason why it can be guessed.
pub fn long_enough(secret: Secret) -> Result<Secret, String> {
    check_length(secret).map_err(|length| {
        format!(
            "JWT_SECRET has {length} characters, which is too short to be safe; give it at least {SECRET_MIN}, \
             such as the output of: openssl rand -hex 32"
        )
    })
}

fn check_length(secret: Secret) -> Result<Secret, usize> {
    match secret.0.len() {
        SECRET_MIN.. => Ok(secret),
        length => Err(length),
    }
}

/// The key in this folder; made at the first start, readable by its owner only.
pub fn made_once(folder: &Path) -> Result<Secret, String> {
    let path = folder.join("jwt-secret");
    let refused = |error: io::Error| {
        format!(
            "the file {} cannot be written or read ({error}); correct its permissions or set JWT_SECRET",
            path.display()
        )
    };
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_folder(folder).and_then(|()| make(folder, &path)).map_err(refused)?;
            // Another process may have been faster.
            fs::read_to_string(&path)
        }
        read => read,
    };
    check_length(Secret(text.map_err(refused)?.trim().to_owned())).map_err(|length| {
        format!(
            "the file {} has {length} characters, which is too short for a key to be safe; delete it, and a new one \
             is made, or set JWT_SECRET",
            path.display()
        )
    })
}

/// Writes a new key beside `path` and puts it there when it is whole, unless a key is there by then: a start may be
/// killed at any time, and another one may do the same.
fn make(folder: &Path, path: &Path) -> io::Result<()> {
    let random =
        |length| rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect::<String>();
    let draft = folder.join(format!(".jwt-secret-{}", random(8)));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let placed = file.write_all(random(64).as_bytes()).and_then(|()| file.sync_all()).and_then(|()| {
        match fs::hard_link(&draft, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            // Some file systems have no links.
            Err(_) => fs::rename(&draft, path),
            Ok(()) => Ok(()),
        }
    });
    fs::remove_file(&draft).ok();
    placed
}
