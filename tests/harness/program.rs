//! The real program, started as people start it.

use crate::wait::eventually_within;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A command line of `todo-app` with an environment of its own.
pub struct Program {
    command: Command,
}

/// A program that has ended.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

/// A program that runs, and what it has written so far. It is killed on drop.
pub struct Running {
    child: Child,
    started: Instant,
    stdout: Arc<Mutex<Vec<String>>>,
    stderr: Arc<Mutex<Vec<String>>>,
}

/// Where the binary is: TODO_APP, or beside the test binaries.
fn binary() -> PathBuf {
    let path = std::env::var_os("TODO_APP").map(PathBuf::from).unwrap_or_else(|| {
        let own = std::env::current_exe().unwrap();
        own.ancestors().nth(2).unwrap().join("todo-app")
    });
    assert!(path.is_file(), "{} is missing; build it first: cargo build (or set TODO_APP)", path.display());
    path
}

impl Program {
    /// `todo-app` with these arguments and nothing in its environment.
    pub fn new(arguments: &[&str]) -> Self {
        Self::of(Command::new(binary()), arguments)
    }

    /// The same where no file can be written: whoever tries is killed.
    pub fn without_room(arguments: &[&str]) -> Self {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", "ulimit -f 0; exec \"$@\"", "sh"]).arg(binary());
        Self::of(shell, arguments)
    }

    fn of(mut command: Command, arguments: &[&str]) -> Self {
        command
            .args(arguments)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Self { command }
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Sets several variables.
    pub fn envs(mut self, variables: &[(&str, &str)]) -> Self {
        self.command.envs(variables.iter().copied());
        self
    }

    /// Runs in this folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Starts it.
    pub fn start(mut self) -> Running {
        let mut child = self.command.spawn().expect("the program starts");
        let stdout = collect(child.stdout.take().unwrap());
        let stderr = collect(child.stderr.take().unwrap());
        Running { child, stdout, stderr, started: Instant::now() }
    }

    /// Runs it to its end; fails after twenty seconds.
    pub async fn run(self) -> Ended {
        self.start().finish().await
    }
}

fn collect(pipe: impl Read + Send + 'static) -> Arc<Mutex<Vec<String>>> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let writer = lines.clone();
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            writer.lock().unwrap().push(line);
        }
    });
    lines
}

impl Running {
    /// The lines on standard output so far.
    pub fn stdout(&self) -> Vec<String> {
        self.stdout.lock().unwrap().clone()
    }

    /// The lines on standard error so far.
    pub fn stderr(&self) -> Vec<String> {
        self.stderr.lock().unwrap().clone()
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it did.
    pub fn try_ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Asks it to stop.
    pub fn terminate(&self) {
        let status = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status().unwrap();
        assert!(status.success(), "SIGTERM cannot be sent");
    }

    /// Ends it as an outage does: without being asked.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Waits for its end and everything it said; fails after twenty seconds.
    pub async fn finish(mut self) -> Ended {
        let status = self.ended(Duration::from_secs(20)).await;
        let took = self.started.elapsed();
        // The pipes close with the program; their readers are a moment behind.
        eventually_within(Duration::from_secs(5), "the end of its output", async || {
            (Arc::strong_count(&self.stdout) == 1 && Arc::strong_count(&self.stderr) == 1).then_some(())
        })
        .await;
        Ended { status, stdout: self.stdout().join("\n"), stderr: self.stderr().join("\n"), took }
    }

    /// Waits for its end.
    pub async fn ended(&mut self, patience: Duration) -> ExitStatus {
        eventually_within(patience, "the end of the program", async || self.try_ended()).await
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
