"""Installing: how long it takes, what comes of it, what it gives away."""
import base64, json, statistics, time

import release
from checks import Figures, check, say
from model import scripted
from people import Link, Person
from shell import Failure, ROLES, all_ready, eventually, get, helm, is_ready, kubectl, name, nested, pods, restarts, run, seconds_to_ready, sql


@check("helm install without values: every pod Ready, no restarts", quick=True)
def install():
    release.fresh_namespace()
    begun = time.monotonic()
    helm("install")
    for role, count in (("backend", 2), ("frontend", 2), ("postgres", 1)):
        eventually(f"{count} ready pods of {role}", lambda: len(found := pods(role)) == count and all(map(is_ready, found)), 120)
    Figures.add("install to all pods Ready", time.monotonic() - begun, "s", limit=120.0, aim=60.0)
    Figures.add("restarts", restarts(), limit=0)
    eventually("the ingress leads to the app", release.is_open, 30)
    page = Link().call("GET", "/")
    if b"todo-app" not in page.body:
        raise Failure(f"todo.local/ shows something else: {page.body[:200]}")


@check("helm test: health, sign-up, a task and the page, through the Services", quick=True)
def helm_test():
    release.ensure()
    print("\n".join(f"      {line}" for line in helm("test", "--logs").splitlines() if " ok" in line or "ok " in line))


@check("container start to Ready, from a watch, median of 5")
def start_to_ready():
    release.ensure()
    for role in ROLES:
        times = [seconds_to_ready(role) for _ in range(5)]
        Figures.add(f"{role}: container start to Ready, median of 5", statistics.median(times), "s", limit=30.0, aim=2.0)
        say(f"{role}: slowest of 5 {max(times):.2f} s")


@check("the chat changes tasks that are stored in PostgreSQL", quick=True)
def chat():
    release.ensure()
    ada = Person()
    answer = ada.says("add buy milk tomorrow at 5pm, high priority")
    if [change["title"] for change in answer["changes"]] != ["Buy milk"]:
        raise Failure(f"the chat answered {json.dumps(answer)[:400]}")
    stored = sql("SELECT title, priority FROM tasks WHERE title = 'Buy milk'")
    if stored != "Buy milk|3":
        raise Failure(f"PostgreSQL has {stored!r}")
    ada.says("delete the milk task", answer["conversation_id"])
    if ada.titles():
        raise Failure(f"still there: {ada.titles()}")


@check("no secret outside the Secret: frontend pods, manifests, objects, logs")
def secrets():
    release.ensure(scripted().settings)
    Person().says("call add_task {\"title\": \"Buy milk\"}")
    held = {key: base64.b64decode(value).decode() for key, value in get("secret", "app-secrets")["data"].items()}
    values = [value for value in held.values() if len(value) >= 12]
    for pod in pods("frontend"):
        if "secretKeyRef" in json.dumps(pod["spec"]) or "secret" in json.dumps(pod["spec"].get("volumes", [])):
            raise Failure("a frontend pod is given a secret")
    manifests = run("helm", "get", "manifest", "todo-app", "--namespace", "todo").split("\n---\n")
    objects = kubectl("get", "all,configmaps,ingresses,poddisruptionbudgets,serviceaccounts,events", "--output", "yaml")
    logs = "".join(kubectl("logs", name(pod), "--all-containers") for role in ROLES for pod in pods(role))
    places = {"a manifest": "\n".join(part for part in manifests if "kind: Secret" not in part), "an object": objects, "a log": logs}
    for place, text in places.items():
        for key, value in held.items():
            if value in values and value in text:
                raise Failure(f"{place} contains the value of {key}")
    if not logs:
        raise Failure("there are no logs")


@check("what was generated is kept: over an upgrade, a dry run, an uninstall and a reinstall")
def generated_secrets():
    release.ensure()
    ada, before = Person(), get("secret", "app-secrets")["data"]
    ada.add("Survives")
    generation = get("deployment", "backend")["metadata"]["generation"]
    helm("upgrade", "--dry-run=server", values=nested(release.UNLIMITED))
    helm("upgrade", "--wait", values=nested(release.UNLIMITED))
    if get("secret", "app-secrets")["data"] != before or get("deployment", "backend")["metadata"]["generation"] != generation:
        raise Failure("an upgrade without changes changed the Secret or restarted the backend")
    helm("uninstall", "--wait")
    helm("install", "--wait", values=nested(release.UNLIMITED))
    all_ready(backend=2, frontend=2)
    eventually("the ingress leads to the app", release.is_open, 30)
    if get("secret", "app-secrets")["data"] != before:
        raise Failure("a reinstall made another Secret")
    if ada.titles() != ["Survives"]:
        raise Failure(f"after the reinstall the tasks are {ada.titles()}")
