import os, pathlib, signal, subprocess, time, unittest

from world import Test


class Background(Test):
    """Who ends a script also ends what it has started in the background."""

    def setUp(self):
        super().setUp()
        (self.repository / "Cargo.toml").write_text('rust-version = "1.0"\n')
        (self.repository / "Cargo.lock").write_text('name = "wasm-bindgen"\nversion = "1.0.0"\n')
        self.programs("cargo", "rustc", "rustup", "cc", "make", "brotli", "gzip")
        self.answer("git *")
        self.answer("rustc --version", "rustc 99.0.0\n")
        self.answer("rustup target list *", "wasm32-unknown-unknown\n")
        # Like the compiler, it works until it is told to end.
        self.answer("cargo *", run='echo "$$" >>"$WORLD/at-work"; exec sleep 60')

    def left(self, script, *arguments, works):
        """Runs a script, ends it when so many programs are at work, and answers which of them do not end with it."""
        at_work = self.folder / "at-work"
        at_work.touch()
        process = subprocess.Popen([self.repository / "scripts" / script, *arguments], start_new_session=True, cwd=self.repository,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment())
        self.eventually(lambda: len(at_work.read_text().split()) >= works or process.poll() is not None)
        process.terminate()
        self.assertEqual(process.wait(timeout=20), 130)
        programs = at_work.read_text().split()
        self.eventually(lambda: not any(map(self.lives, programs)))
        left = list(filter(self.lives, programs))
        for program in left:
            os.kill(int(program), signal.SIGKILL)
        return left

    @staticmethod
    def eventually(condition):
        deadline = time.monotonic() + 10
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.01)

    @staticmethod
    def lives(pid):
        """A process that nobody has buried yet does not."""
        try:
            return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
        except FileNotFoundError:
            return False

    def test_the_steps_of_scripts_test(self):
        self.assertEqual(self.left("test", "format", "deny", works=2), [])

    def test_the_page_of_scripts_run(self):
        self.assertEqual(self.left("run", works=2), [])


if __name__ == "__main__":
    unittest.main()
