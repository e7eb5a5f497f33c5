"""The scripted model on this machine, which pods ask as they would ask a real one."""
import atexit, functools, os, subprocess, threading, time

from shell import NODE, TOP

PROGRAM = os.environ.get("SCRIPTED_MODEL", os.path.join(TOP, "target/debug/scripted-model"))
NAME = "strict"


class Model:
    """Its settings for a release, and when those left who did not wait for the end of an answer."""

    def __init__(self):
        process = subprocess.Popen([PROGRAM, f"{NODE}:0"], stdout=subprocess.PIPE, text=True)
        atexit.register(process.terminate)
        url, key = (process.stdout.readline().strip() for _ in range(2))
        self.settings = {"secrets.openaiApiKey": key, "config.openaiBaseUrl": url, "config.openaiModel": NAME}
        self.left = []
        threading.Thread(target=self.listen, args=(process.stdout,), daemon=True).start()

    def listen(self, lines):
        for _ in lines:
            self.left.append(time.monotonic())


@functools.cache
def scripted():
    """The one model of this run: a release is not changed from check to check."""
    return Model()
