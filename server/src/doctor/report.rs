//! What was found: one line a check.

use std::io::{IsTerminal, Write, stdout};

/// What a check found.
#[derive(Debug)]
pub enum Finding {
    /// As it should be; what was seen.
    Ok(String),
    /// It works, but not as it should: what was seen, and the cure.
    Warning(String, String),
    /// It does not work: what was seen, and the cure.
    Failed(String, String),
    /// It could not be looked at: why.
    Skipped(String),
}

impl Finding {
    pub fn ok(seen: impl Into<String>) -> Self {
        Self::Ok(seen.into())
    }

    pub fn warning(seen: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::Warning(seen.into(), cure.into())
    }

    pub fn failed(seen: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::Failed(seen.into(), cure.into())
    }

    pub fn skipped(reason: impl Into<String>) -> Self {
        Self::Skipped(reason.into())
    }
}

/// Prints findings as they come, and counts.
pub struct Report {
    has_colours: bool,
    checks: usize,
    failures: usize,
}

impl Report {
    /// Prints on standard output, in colours when a terminal is watching.
    pub fn to_stdout() -> Self {
        Self { has_colours: stdout().is_terminal(), checks: 0, failures: 0 }
    }

    /// Prints one line.
    pub fn line(&mut self, name: &str, finding: Finding) {
        self.checks += 1;
        self.failures += usize::from(matches!(finding, Finding::Failed(..)));
        let (word, colour, text) = match finding {
            Finding::Ok(seen) => ("ok", 32, seen),
            Finding::Warning(seen, cure) => ("warning", 33, format!("{seen}. Cure: {cure}")),
            Finding::Failed(seen, cure) => ("failed", 31, format!("{seen}. Cure: {cure}")),
            Finding::Skipped(reason) => ("skipped", 2, reason),
        };
        let word = match self.has_colours {
            true => format!("\x1b[{colour}m{word:8}\x1b[0m"),
            false => format!("{word:8}"),
        };
        // Whoever reads may have read enough.
        writeln!(stdout().lock(), "{word} {name:11} {text}").ok();
    }

    /// Prints that these could not be looked at, and why.
    pub fn skip(&mut self, names: &[&str], reason: &str) {
        for name in names {
            self.line(name, Finding::skipped(reason));
        }
    }

    /// An error when anything failed.
    pub fn result(&self) -> Result<(), String> {
        match self.failures {
            0 => Ok(()),
            1 => Err(format!("1 of {} checks failed; its line says what to do", self.checks)),
            failures => {
                Err(format!("{failures} of {} checks failed; their lines say what to do", self.checks))
            }
        }
    }
}
