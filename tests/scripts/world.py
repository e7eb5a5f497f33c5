"""A throwaway machine: its programs are stand-ins that answer as a test says, first of all as on a machine where all is well."""
import json, os, pathlib, pty, re, shutil, subprocess, sys, tempfile, unittest

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
PROGRAMS = "git docker minikube kind kubectl helm curl sudo uname pgrep load-image looks".split()
# All that the scripts may use besides: what is on every machine.
TOOLS = "bash env sed awk sort head tail cat mktemp rm tee find grep dirname id tr df sleep wc touch mkdir cut ps".split()
# What a context of minikube's looks like under another name.
MINIKUBE = '{"clusters": [{"cluster": {"extensions": [{"extension": {"provider": "minikube.sigs.k8s.io"}}]}}]}'
SECRETS = {
    "DATABASE_URL": 'postgres://ada:hunter22"\\&$x@db.example.com/todo?sslmode=require',
    "MIGRATION_DATABASE_URL": "postgres://ada:hunter23@direct.example.com/todo",
    "JWT_SECRET": "a secret of more than 32 characters!",
    "OPENAI_API_KEY": "sk-proj-0123456789abcdefghij",
}


class Result:
    def __init__(self, code, output, calls):
        self.code, self.output, self.calls = code, output, calls

    def called(self, beginning):
        return [call for call in self.calls if call.startswith(beginning)]


class Test(unittest.TestCase):
    """Every test has a machine of its own; after every run nothing secret may have been seen and no temporary file be left."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("bin", "tools", "tmp", "home", "answers", "repository"):
            (self.folder / name).mkdir()
        self.repository = self.folder / "repository"
        (self.repository / "scripts").symlink_to(TOP / "scripts")
        self.hosts = self.folder / "hosts"
        self.hosts.write_text("127.0.0.1\tlocalhost\n")
        self.programs(*PROGRAMS)
        for name in TOOLS:
            (self.folder / "tools" / name).symlink_to(shutil.which(name))
        (self.folder / "tools" / "python3").symlink_to(sys.executable)
        self.all_is_well()

    def programs(self, *names):
        for name in names:
            (self.folder / "bin" / name).symlink_to(HERE / "standin")

    def answer(self, pattern, stdout="", stderr="", code=0, run=None, times=None):
        """What a program does when it is called like the pattern. The answer given last is found first."""
        answers = self.folder / "answers"
        answer = answers / f"{999 - len(list(answers.iterdir())):03}"
        answer.mkdir()
        parts = {"pattern": pattern, "stdout": stdout, "stderr": stderr, "code": str(code), "run": run, "times": times}
        for name, text in parts.items():
            if text is not None:
                (answer / name).write_text(str(text))

    def all_is_well(self):
        self.answer("git -C * describe *", stderr="fatal: not a git repository\n", code=128)
        self.answer("docker version *", "27.5.1\n")
        self.answer("docker info *NCPU*", "8 16777216000\n")
        self.answer("docker info *OperatingSystem*", "Debian GNU/Linux 13 [name=seccomp,profile=builtin]\n")
        self.answer("docker build *")
        self.answer("docker buildx version")
        self.image("0123456789abcdef")
        self.answer("docker tag *")
        self.answer("load-image *")
        self.answer("minikube status *", "Running/Running/Configured\n")
        self.profile(Driver="docker", CPUs=4, Memory=8192)
        self.answer("minikube ip *", "192.168.49.2\n")
        self.answer("minikube start *")
        self.addons(traefik="disabled", ingress="disabled")
        self.answer("minikube addons enable *")
        self.answer("minikube image load *", run='echo "docker.io/library/$3" >>"$WORLD/images"')
        self.answer("minikube image ls *", run='[ ! -e "$WORLD/images" ] || cat "$WORLD/images"')
        self.answer("kind load *")
        self.context("minikube")
        self.answer("kubectl config view *", "{}")
        self.answer("kubectl get --raw /readyz *", "ok")
        self.answer("kubectl get pods *", '{"items": []}')
        self.answer("kubectl get events *", '{"items": []}')
        self.answer("kubectl get ingressclasses *", "nginx true\n")
        self.answer("kubectl get ingress *rules*", "todo.local nginx")
        self.answer("kubectl get ingress *loadBalancer*")
        self.answer("kubectl *rollout status *")
        self.helm("v3.16.2+g13654a5")
        self.answer("helm status *", stderr="Error: release: not found\n", code=1)
        # What Helm is given, and what files there are meanwhile.
        self.answer("helm upgrade *", "Release \"todo-app\" has been upgraded. Happy Helming!\n", run="""
            cat >"$WORLD/values.json"
            find "$TMPDIR" -type f -perm /077 >"$WORLD/open-files"
            find "$TMPDIR" -type f -exec cat {} + >"$WORLD/files"
            looks "${HELM_TAKES:-0}" """)
        # Takes until watch-pods has looked that often.
        self.answer("looks *", run="""
            while [ "$(grep -ao 'kubectl get pods' "$WORLD/calls" | wc -l)" -lt "$1" ]; do sleep 0.01; done""")
        self.answer("curl *")
        self.answer("uname *", "Linux\n")
        self.answer("pgrep *", code=1)
        self.answer("sudo *", run='"$@"')

    def image(self, layer, **config):
        self.answer("docker image inspect *", json.dumps([{"Type": "layers", "Layers": [f"sha256:{layer}"]}, {"Entrypoint": ["/todo-app"]} | config]))

    def context(self, name):
        self.answer("kubectl config current-context", f"{name}\n")

    def helm(self, version):
        self.answer("helm version *", version + "\n")

    def profile(self, **config):
        profiles = {"invalid": [], "valid": [{"Name": "minikube", "Status": "Running", "Config": {"Name": "minikube", **config}}]}
        self.answer("minikube profile list *", json.dumps(profiles))

    def addons(self, **states):
        addons = {name: {"Profile": "minikube", "Status": state} for name, state in {"dashboard": "disabled", **states}.items()}
        self.answer("minikube addons list *", json.dumps(addons, separators=(",", ":")))

    def without(self, *programs):
        for program in programs:
            (self.folder / "bin" / program).unlink()

    def environment(self, **variables):
        bin, tools = self.folder / "bin", self.folder / "tools"
        return {"PATH": f"{bin}:{tools}", "HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp"), "LC_ALL": "C.UTF-8",
                "WORLD": str(self.folder), "HOSTS_FILE": str(self.hosts), "WATCH_INTERVAL": "0.01", **variables}

    def run_script(self, script, *arguments, answer=None, folder=None, **variables):
        """`answer`: what a person types; without it nobody is there."""
        (self.folder / "calls").write_text("")
        terminal = None
        if answer is not None:
            person, terminal = pty.openpty()
            os.write(person, (answer + "\n").encode())
        try:
            ended = subprocess.run([self.repository / "scripts" / script, *arguments], env=self.environment(**variables), cwd=folder or self.repository, timeout=60,
                                   stdin=subprocess.DEVNULL if terminal is None else terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        finally:
            if terminal is not None:
                os.close(person)
                os.close(terminal)
        output = re.sub(r"\x1b\[\d+m", "", ended.stdout)
        calls = (self.folder / "calls").read_text().split("\x1e")[:-1]
        self.nothing_secret_was_seen(output, calls, variables)
        return Result(ended.returncode, output, calls)

    def nothing_secret_was_seen(self, output, calls, variables):
        environments = (self.folder / "environments").read_text() if (self.folder / "environments").exists() else ""
        for secret in [*SECRETS.values(), "hunter22", "hunter23"]:
            self.assertNotIn(secret, output)
            self.assertNotIn(secret, "\n".join(calls))
            self.assertNotIn(secret, environments)
        self.assertNotIn("nobody said what to answer", output)
        self.assertEqual(list((self.folder / "tmp").iterdir()), [], "temporary files are left")

    def fails(self, result, *sentences, starts_nothing=True):
        """It ended with these words, and before it changed anything."""
        self.assertNotEqual(result.code, 0, result.output)
        for sentence in sentences:
            self.assertIn(sentence, result.output)
        if starts_nothing:
            changes = ("docker build", "minikube start", "minikube image load", "helm upgrade", "helm uninstall", "kubectl delete", "minikube stop", "minikube delete")
            self.assertEqual([call for call in result.calls if call.startswith(changes)], [])

    def works(self, result, *sentences):
        self.assertEqual(result.code, 0, result.output)
        for sentence in sentences:
            self.assertIn(sentence, result.output)


class Deploy(Test):
    """Tests of deploy-local.sh."""

    def deploy(self, *arguments, **variables):
        return self.run_script("deploy-local.sh", *arguments, **variables)

    def upgrade(self, *arguments, **variables):
        """How Helm was called for it."""
        return self.deploy(*arguments, **variables).called("helm upgrade")[0]

    def values(self):
        """What Helm was given on its standard input."""
        return json.loads((self.folder / "values.json").read_text())


def pod(name="backend-5d8-abcde", *, phase="Running", conditions=(), container=None, component="backend", image="todo-app:dev", **metadata):
    """A pod as Kubernetes reports it."""
    labels = {"app.kubernetes.io/instance": "todo-app", "app.kubernetes.io/component": component}
    status = {"phase": phase, "conditions": [dict(zip(("type", "status", "message"), condition)) for condition in conditions]}
    if container:
        status["containerStatuses"] = [{"name": component, "image": image, **container}]
    return {"metadata": {"name": name, "generateName": name[:-5], "labels": labels, **metadata}, "spec": {"containers": [{"name": component, "image": image}]}, "status": status}


def pods(*items):
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
