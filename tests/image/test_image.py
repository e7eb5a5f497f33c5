"""The image: what is in its layers, and how it runs."""
import contextlib, hashlib, io, json, os, re, secrets, subprocess, tarfile, time, unittest, urllib.request

DOCKER = os.environ.get("DOCKER", "docker")
IMAGE = os.environ.get("IMAGE", "todo-app:dev")
BASE = os.environ.get("RUNTIME_IMAGE", "gcr.io/distroless/cc-debian12:nonroot")
# The limit for our own layers, unpacked; the user's own is 500 MB for all.
OWN_LIMIT_MB, OWN_AIM_MB, ALL_LIMIT_MB = 22, 14, 500
# An image in a hurry is larger.
IS_QUICK = os.environ.get("PROFILE", "release") != "release"

SECRETS = [rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\n[A-Za-z0-9+/]", rb"\bsk-[A-Za-z0-9_-]{20,}", rb"\bgh[pousr]_[A-Za-z0-9]{36}",
           rb"\bAKIA[0-9A-Z]{16}\b", rb"postgres(?:ql)?://[\w.-]+:(?!password@)[^\s@{}]{6,}@[\w.-]+"]


def docker(*arguments):
    done = subprocess.run([DOCKER, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"docker {' '.join(arguments)} failed: {done.stderr.strip()}")
    return done.stdout.strip()


def inspect(image):
    return json.loads(docker("image", "inspect", image))[0]


def own_files():
    """Path and bytes of every file that is not of the base image."""
    saved = subprocess.run([DOCKER, "save", IMAGE], capture_output=True, check=True).stdout
    base = len(inspect(BASE)["RootFS"]["Layers"])
    with tarfile.open(fileobj=io.BytesIO(saved)) as image:
        manifest = json.load(image.extractfile("manifest.json"))[0]
        for layer in manifest["Layers"][base:]:
            with tarfile.open(fileobj=image.extractfile(layer)) as files:
                for entry in files:
                    yield entry, files.extractfile(entry).read() if entry.isfile() else b""


def print_content():
    for entry, data in sorted(own_files(), key=lambda found: found[0].name):
        print(hashlib.sha256(data).hexdigest()[:16], oct(entry.mode), entry.uid, int(entry.mtime), len(data), entry.name)


@contextlib.contextmanager
def running(*arguments, options=()):
    """A container on this machine's network, as restricted as the cluster's; yields its port and name."""
    name, port = f"todo-image-{secrets.token_hex(4)}", 18000 + secrets.randbelow(2000)
    docker("run", "--detach", "--name", name, "--network", "host", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
           "--env", f"PORT={port}", *options, IMAGE, *arguments)
    try:
        yield port, name
    finally:
        docker("rm", "--force", "--volumes", name)


def ask(port, path, body=None, token=None):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode() if body else None, headers)
    deadline = time.monotonic() + 20
    while True:
        try:
            return urllib.request.urlopen(request, timeout=5)
        except (ConnectionError, urllib.error.URLError) as error:
            if isinstance(error, urllib.error.HTTPError) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


class Content(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = list(own_files())

    def test_binary_and_page_only(self):
        names = {entry.name.strip("./") for entry, _ in self.files if entry.isfile()}
        allowed = re.compile(r"todo-app|dist/(index\.html|[\w-]+-[0-9a-f]{16}\.(js|css|wasm|svg))(\.br|\.gz)?")
        self.assertEqual([name for name in names if not allowed.fullmatch(name)], [])
        self.assertIn("dist/index.html.br", names)

    def test_size(self):
        own = sum(len(data) for _, data in self.files) / 1e6
        everything, base = inspect(IMAGE)["Size"] / 1e6, inspect(BASE)["Size"] / 1e6
        print(f"\n      our own layers {own:.1f} MB (limit {OWN_LIMIT_MB}, aim {OWN_AIM_MB}), base {base:.1f} MB, all {everything:.1f} MB (limit {ALL_LIMIT_MB})"
              f"{' MISSED our aim' if own > OWN_AIM_MB else ''}")
        for entry, data in sorted(self.files, key=lambda found: -len(found[1]))[:3]:
            print(f"      {len(data) / 1e6:6.2f} MB {entry.name}")
        self.assertLess(everything, ALL_LIMIT_MB)
        if not IS_QUICK:
            self.assertLess(own, OWN_LIMIT_MB)

    def test_no_secret_in_any_layer_nor_in_the_history(self):
        history = docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", IMAGE) + json.dumps(inspect(IMAGE)["Config"])
        for name, data in [(entry.name, data) for entry, data in self.files] + [("history", history.encode())]:
            for pattern in SECRETS:
                self.assertIsNone(found := re.search(pattern, data), f"{name} contains {found and found.group()[:60]!r}")

    def test_no_trace_of_the_machine_that_built_it(self):
        binary = next(data for entry, data in self.files if entry.name.endswith("todo-app"))
        self.assertNotIn(b"/root/", binary)
        self.assertTrue(all(entry.mtime == 0 for entry, _ in self.files if entry.isfile()))

    def test_configuration(self):
        config = inspect(IMAGE)["Config"]
        self.assertEqual(config["User"], "65532:65532")
        self.assertEqual(config["Entrypoint"], ["/todo-app"])
        self.assertIn("/data", config["Volumes"])
        self.assertEqual(sorted(config["ExposedPorts"]), ["3000/tcp", "8000/tcp"])
        self.assertEqual(config["Healthcheck"]["Test"], ["CMD", "/todo-app", "healthcheck"])
        for label in ("title", "description", "licenses", "version", "revision"):
            self.assertTrue(config["Labels"].get(f"org.opencontainers.image.{label}"), label)

    def test_no_shell(self):
        run = [DOCKER, "run", "--rm", "--network", "none", "--entrypoint"]
        self.assertEqual(subprocess.run([*run, "/todo-app", IMAGE, "--help"], capture_output=True).returncode, 0)
        for shell in ("/bin/sh", "/bin/bash", "/busybox/sh"):
            done = subprocess.run([*run, shell, IMAGE, "-c", "true"], capture_output=True)
            self.assertEqual(done.returncode, 127, f"{shell}: {done.stderr}")


class Running(unittest.TestCase):
    def test_alone_on_sqlite_in_a_volume_that_outlives_it(self):
        volume = f"todo-image-{secrets.token_hex(4)}"
        person = {"name": "Ada", "email": "ada@example.com", "password": "correct horse battery"}
        try:
            with running(options=("--volume", f"{volume}:/data")) as (port, name):
                token = json.load(ask(port, "/api/auth/sign-up/email", person))["token"]
                self.assertEqual(ask(port, "/api/me/tasks", {"title": "Buy milk"}, token).status, 201)
                self.assertIn(b"todo-app", ask(port, "/").read())
                self.becomes_healthy(name)
            with running(options=("--volume", f"{volume}:/data")) as (port, _):
                self.assertEqual([task["title"] for task in json.load(ask(port, "/api/me/tasks", token=token))], ["Buy milk"])
        finally:
            docker("volume", "rm", "--force", volume)

    def becomes_healthy(self, name):
        deadline = time.monotonic() + 40
        while (state := docker("inspect", "--format", "{{.State.Health.Status}}", name)) != "healthy":
            self.assertLess(time.monotonic(), deadline, f"health is {state}")
            time.sleep(0.2)

    def test_frontend_needs_no_volume_nor_secret(self):
        with running("frontend", options=("--env", "BACKEND_URL=http://127.0.0.1:9")) as (port, _):
            self.assertEqual(json.load(ask(port, "/health"))["status"], "ok")
            self.assertIn(b"todo-app", ask(port, "/").read())

    def test_backend_without_a_secret_says_what_is_missing(self):
        done = subprocess.run([DOCKER, "run", "--rm", "--network", "none", "--env", "DATABASE_URL=postgres://todo@db/todo", IMAGE, "backend"], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("JWT_SECRET", done.stderr)


if __name__ == "__main__":
    unittest.main()
