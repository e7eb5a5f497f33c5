"""Everything that replaces pods, under load: not one request may fail."""
import os, time

import release
from checks import check, say
from load import Load
from people import Person
from shell import (NAMESPACE, ROLES, Failure, all_ready, eventually, get, helm, kubectl, name, nested, pods, rollback_flag, run)

NEXT = os.environ.get("NEXT_TAG", "next")


def values(**more):
    return nested(release.UNLIMITED | more)


@check("an upgrade to an image with one more migration loses no request", quick=True)
def upgrade():
    release.installed()
    with Load() as load:
        helm("upgrade", "--wait", values=values(**{"image.tag": NEXT}))
        all_ready(backend=2, frontend=2)
    versions = kubectl("exec", "postgres-0", "--", "psql", "--username", "todo", "--tuples-only", "--no-align", "--command",
                       "SELECT count(*) FROM __diesel_schema_migrations").strip()
    say(f"upgrade with a migration: {load.summary()}; migrations applied: {versions}")


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


def broken(title, more, explains):
    """An upgrade that cannot work ends as the release was before, without a failed request."""
    release.ensure()
    before = [get("deployment", role)["spec"]["template"]["spec"]["containers"][0] for role in ROLES]
    with Load(at_least=5_000) as load:
        done = helm("upgrade", rollback_flag(), "--wait", values=values(**more), check=False, timeout=40)
        if done.returncode == 0:
            raise Failure("the upgrade succeeded")
        all_ready(backend=2, frontend=2)
    after = [get("deployment", role)["spec"]["template"]["spec"]["containers"][0] for role in ROLES]
    if before != after:
        raise Failure(f"not rolled back: {[container['image'] for container in after]}")
    status = run("helm", "status", "todo-app", "--namespace", NAMESPACE)
    if "STATUS: deployed" not in status:
        raise Failure(f"helm says {status[:300]}")
    say(f"{title}: rolled back, {load.summary()}")


@check("an upgrade to a tag that is not there rolls itself back without a failed request")
def missing_tag():
    broken("missing tag", {"image.tag": "not-there"}, "ErrImage")


@check("an upgrade to an image that crashes rolls itself back without a failed request")
def crashing():
    broken("crashing image", {"image.tag": "crash"}, "CrashLoopBackOff")


@check("an upgrade to an image that is never ready rolls itself back without a failed request")
def never_ready():
    broken("image that is never ready", {"image.tag": "never-ready"}, "not ready")
