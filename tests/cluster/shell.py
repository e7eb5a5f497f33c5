"""Commands that the checks run: kubectl, helm, docker; and waiting for what they report."""
import contextlib, json, os, re, subprocess, sys, tempfile, time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CHART = os.path.join(TOP, "helm/todo-app")
NAMESPACE = "todo"
ROLES = ("backend", "frontend")
# This machine, as pods see it.
NODE = os.environ.get("NODE_ADDRESS", "198.51.100.1")


class Failure(Exception):
    """A check that did not hold; the message says what was seen."""


def run(*command, check=True, stdin=None, timeout=600):
    """Standard output of a command. A failing one fails the check with what it said."""
    done = subprocess.run(command, capture_output=True, text=True, input=stdin, timeout=timeout)
    if check and done.returncode:
        raise Failure(f"{' '.join(command[:6])} ... failed: {(done.stderr or done.stdout).strip()[-1500:]}")
    return done.stdout if check else done


def kubectl(*arguments, **options):
    return run("kubectl", "--namespace", NAMESPACE, *arguments, **options)


def get(kind, *arguments):
    """Objects of a kind, as kubectl's JSON."""
    found = json.loads(kubectl("get", kind, *arguments, "--output", "json"))
    return found.get("items", found)


def is_helm_3():
    return run("helm", "version", "--short").startswith("v3")


def values_file(values):
    """A values file that only we can read; secrets never stand on a command line."""
    handle, path = tempfile.mkstemp(suffix=".json")
    with os.fdopen(handle, "w") as file:
        json.dump(values, file)
    return path


def helm(verb, *arguments, values=None, check=True, timeout=300):
    """Runs helm on the release todo-app; `values` are nested, as in values.yaml."""
    path = values_file(values or {})
    try:
        place = [] if verb in ("test", "rollback", "uninstall", "history") else [CHART, "--values", path]
        # Helm 4 would not change what `kubectl scale` has set before.
        force = ["--force-conflicts"] if verb == "upgrade" and not is_helm_3() else []
        return run("helm", verb, "todo-app", *place, *force, "--namespace", NAMESPACE, "--timeout", f"{timeout}s", *arguments,
                   check=check, timeout=timeout + 60)
    finally:
        os.remove(path)


def rollback_flag():
    return "--atomic" if is_helm_3() else "--rollback-on-failure"


def nested(settings):
    """{"backend.replicas": 3} as nested values."""
    values = {}
    for path, value in settings.items():
        *parents, last = path.split(".")
        level = values
        for parent in parents:
            level = level.setdefault(parent, {})
        level[last] = value
    return values


def pods(role=None):
    """The pods of a role that are not being deleted."""
    selector = "app.kubernetes.io/instance=todo-app" + (f",app.kubernetes.io/component={role}" if role else "")
    return [pod for pod in get("pods", "--selector", selector) if "deletionTimestamp" not in pod["metadata"]
            and pod["metadata"].get("annotations", {}).get("helm.sh/hook") is None]


def name(thing):
    return thing["metadata"]["name"]


def is_ready(pod):
    return any(c["type"] == "Ready" and c["status"] == "True" for c in pod.get("status", {}).get("conditions", []))


def restarts_of_each(role=None):
    """How often the containers of each pod were restarted, by its name."""
    return {name(pod): sum(c["restartCount"] for c in pod["status"].get("containerStatuses", [])) for pod in pods(role)}


def restarts():
    """Restarts of all containers of the release."""
    return sum(restarts_of_each().values())


def sql(statement):
    """What the throwaway PostgreSQL answers: a line for each row, with | between its values."""
    return kubectl("exec", "postgres-0", "--", "psql", "--username", "todo", "--tuples-only", "--no-align", "--command", statement).strip()


def eventually(what, probe, seconds, pause=0.2):
    """Waits until `probe` answers something true, and answers that with the seconds it took."""
    begun = time.monotonic()
    while True:
        result = probe()
        took = time.monotonic() - begun
        if result:
            return result, took
        if took > seconds:
            raise Failure(f"{what}: not within {seconds} s")
        time.sleep(pause)


def all_ready(**replicas):
    """Waits until exactly this many pods of each role are there and ready."""
    for role, count in replicas.items():
        eventually(f"{count} ready pods of {role}",
                   lambda: len(found := pods(role)) == count and all(map(is_ready, found)), 120)


def seconds_to_ready(role):
    """Deletes a pod; the seconds from the container's start to Ready of the one that takes its place."""
    known = {name(pod) for pod in pods(role)}
    kubectl("delete", "pod", sorted(known)[0], "--wait=false")
    started = {}
    for seen_at, pod in watch("pods", "--selector", f"app.kubernetes.io/component={role}"):
        if name(pod) in known:
            continue
        containers = pod.get("status", {}).get("containerStatuses", [])
        if any("running" in container["state"] for container in containers):
            started.setdefault(name(pod), seen_at)
        if is_ready(pod) and name(pod) in started:
            all_ready(**{role: len(known)})
            return seen_at - started[name(pod)]
    raise Failure("the watch ended")


@contextlib.contextmanager
def port_forward(target, port):
    """A tunnel into the cluster, as people make one; yields its address."""
    process = subprocess.Popen(["kubectl", "--namespace", NAMESPACE, "port-forward", target, f":{port}"],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        line = process.stdout.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        if not found:
            raise Failure(f"port-forward to {target} failed: {line.strip()}")
        yield f"http://127.0.0.1:{found.group(1)}"
    finally:
        process.terminate()
        process.wait()


def watch(kind, *arguments):
    """Events of a watch as (seconds on our clock, object), until the caller has seen enough."""
    process = subprocess.Popen(["kubectl", "--namespace", NAMESPACE, "get", kind, "--watch", "--output", "json", *arguments],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    decoder, text = json.JSONDecoder(), ""
    try:
        while chunk := os.read(process.stdout.fileno(), 1 << 16):
            text += chunk.decode()
            while text := text.lstrip():
                try:
                    found, end = decoder.raw_decode(text)
                except json.JSONDecodeError:
                    break
                text = text[end:]
                yield time.monotonic(), found
    finally:
        process.kill()
        process.wait()
