"""Everything that replaces pods, under load: not one request may fail."""
import contextlib, os, threading

import release
from checks import check, say
from load import Load
from people import Person
from shell import NAMESPACE, ROLES, Failure, all_ready, get, helm, kubectl, name, nested, pods, rollback_flag, run, sql

NEXT = os.environ.get("NEXT_TAG", "next")


def values(**more):
    return nested(release.UNLIMITED | more)


@check("an upgrade to an image with one more migration loses no request", quick=True)
def upgrade():
    release.installed()
    with Load() as load:
        helm("upgrade", "--wait", values=values(**{"image.tag": NEXT}))
        all_ready(backend=2, frontend=2)
    # tests/cluster/images has made it.
    if sql("SELECT table_name FROM information_schema.columns WHERE column_name = 'of_the_next_release'") != "tasks":
        raise Failure("the next release has not made its column")
    say(f"upgrade with a migration: {load.summary()}; migrations applied: {sql('SELECT count(*) FROM __diesel_schema_migrations')}")


@check("a rollback loses no request, and the older release starts on the newer tables")
def rollback():
    if get("deployment", "backend")["spec"]["template"]["spec"]["containers"][0]["image"] != f"todo-app:{NEXT}":
        upgrade()
    with Load() as load:
        helm("rollback", "--wait")
        all_ready(backend=2, frontend=2)
    say(f"rollback: {load.summary()}")


@check("a change of configuration loses no request")
def configuration():
    release.ensure()
    with Load() as load:
        helm("upgrade", "--wait", values=values(**{"config.environment": "changed"}))
        all_ready(backend=2, frontend=2)
    if Person().call("GET", "/api/health").json()["environment"] != "changed":
        raise Failure("the pods do not know the new configuration")
    say(f"configuration change: {load.summary()}")


@check("scaling from 2 to 5 and back loses no request")
def scale():
    release.ensure()
    with Load() as load:
        for count in (5, 2):
            helm("upgrade", "--wait", values=values(**{"backend.replicas": count, "frontend.replicas": count}))
            all_ready(backend=count, frontend=count)
    say(f"scale 2 to 5 to 2: {load.summary()}")


@check("deleting each pod, one after another, loses no request")
def deletion():
    release.ensure()
    with Load() as load:
        for role in ROLES:
            for pod in pods(role):
                kubectl("delete", "pod", name(pod), "--wait")
                all_ready(**{role: 2})
    say(f"deletion of each pod: {load.summary()}")


@check("three replicas: a conversation goes on while its pods are deleted one after another")
def conversation():
    release.ensure({"backend.replicas": 2})
    helm("upgrade", "--wait", values=values(**{"backend.replicas": 3, "frontend.replicas": 3}))
    all_ready(backend=3, frontend=3)
    ada, conversation_id = Person(), None
    for number, pod in enumerate(pods("backend"), 1):
        answer = ada.says(f"add errand {'abc'[number - 1] * 4}", conversation_id)
        conversation_id = answer["conversation_id"]
        kubectl("delete", "pod", name(pod), "--wait")
        answer = ada.says("mark it as done", conversation_id)
        if [change["change"] for change in answer["changes"]] != ["completed"]:
            raise Failure(f"after {number} deleted pods the chat answered {answer['response']!r}")
    all_ready(backend=3, frontend=3)


def state(container):
    reason = container["state"].get("waiting", {}).get("reason")
    return "ready" if container["ready"] else reason or next(iter(container["state"]), "unknown")


@contextlib.contextmanager
def states(tag):
    """Yields the set of what the containers of a tag are meanwhile: ready, running, or why they wait."""
    seen, over = set(), threading.Event()

    def look():
        while not over.wait(0.5):
            # An answer that does not come is looked for again.
            with contextlib.suppress(Failure):
                for pod in pods():
                    if pod["spec"]["containers"][0]["image"].endswith(f":{tag}"):
                        seen.update(map(state, pod["status"].get("containerStatuses", [])))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield seen
    finally:
        over.set()
        looking.join()


def broken(title, tag, explains):
    """An upgrade that cannot work, for the reason that is meant, ends as the release was before, without a failed request."""
    release.ensure()
    before = [get("deployment", role)["spec"]["template"]["spec"]["containers"][0] for role in ROLES]
    with Load(at_least=5_000) as load, states(tag) as seen:
        done = helm("upgrade", rollback_flag(), "--wait", values=values(**{"image.tag": tag}), check=False, timeout=40)
        if done.returncode == 0:
            raise Failure("the upgrade succeeded")
        all_ready(backend=2, frontend=2)
    if not seen & explains or "ready" in seen:
        raise Failure(f"the new pods were {sorted(seen)}, not {sorted(explains)}")
    after = [get("deployment", role)["spec"]["template"]["spec"]["containers"][0] for role in ROLES]
    if before != after:
        raise Failure(f"not rolled back: {[container['image'] for container in after]}")
    status = run("helm", "status", "todo-app", "--namespace", NAMESPACE)
    if "STATUS: deployed" not in status:
        raise Failure(f"helm says {status[:300]}")
    say(f"{title}: rolled back, {load.summary()}")


@check("an upgrade to a tag that is not there rolls itself back without a failed request")
def missing_tag():
    broken("missing tag", "not-there", {"ErrImagePull", "ImagePullBackOff"})


@check("an upgrade to an image that crashes rolls itself back without a failed request")
def crashing():
    broken("crashing image", "crash", {"CrashLoopBackOff"})


@check("an upgrade to an image that is never ready rolls itself back without a failed request")
def never_ready():
    broken("image that is never ready", "never-ready", {"running"})
