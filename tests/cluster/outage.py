"""The database goes away and comes back."""
import contextlib, threading, time

import release
from checks import Figures, check, say
from people import Person
from shell import Failure, eventually, is_ready, kubectl, name, pods, port_forward, restarts, restarts_of_each

GONE_S = 60


def set_database(replicas):
    kubectl("scale", "statefulset/postgres", f"--replicas={replicas}")


def database_is_up():
    return any(is_ready(pod) for pod in pods("postgres"))


def notice():
    """Uses the app until every backend pod has met that its database is gone: idle ones do not look by themselves."""
    ada = Person()
    set_database(0)

    def is_noticed():
        with contextlib.suppress(OSError):
            ada.call("GET", "/api/me/tasks")
        return not any(map(is_ready, pods("backend")))

    return eventually("readiness fails", is_noticed, 60, pause=0.02)[1]


class Writer(threading.Thread):
    """Adds a task again and again, and notes how each attempt ended."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.ada, self.address, self.over = Person(), address, threading.Event()
        self.ada.address = address
        self.acknowledged, self.refusals, self.faults, self.slowest = [], 0, [], 0.0

    def run(self):
        number = 0
        while not self.over.wait(0.2):
            number += 1
            begun = time.monotonic()
            try:
                answer = self.ada.call("POST", "/api/me/tasks", {"title": f"Task {number}"})
                if answer.status == 201:
                    self.acknowledged.append(f"Task {number}")
                elif answer.status == 503 and answer.headers["Retry-After"] and answer.json()["code"]:
                    self.refusals += 1
                else:
                    self.faults.append(f"{answer.status} {answer.body[:120]!r}")
            # Whatever it is: a thread that died would find no fault any more.
            except Exception as error:
                self.faults.append(repr(error))
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def is_heard(self, times=3):
        """Waits until further writes are acknowledged."""
        before = len(self.acknowledged)
        eventually("writes are acknowledged", lambda: len(self.acknowledged) >= before + times, 10)


@check("the database gone for 60 s: quick 503s, no restarts, healthy within 2 s, nothing lost")
def gone():
    release.ensure()
    before = restarts()
    # One pod directly: the ingress has nobody to ask while no pod is ready.
    with port_forward(f"pod/{name(pods('backend')[0])}", 8000) as direct:
        writer = Writer(direct)
        writer.start()
        try:
            writer.is_heard()
            Figures.add("database gone: readiness of every backend pod fails after", notice(), "s", limit=30.0, aim=10.0)
            time.sleep(GONE_S)
            set_database(1)
            eventually("PostgreSQL is back", database_is_up, 60, pause=0.05)
            _, took = eventually("healthy again", lambda: all(map(is_ready, pods("backend"))), 30, pause=0.05)
            Figures.add("database back: every backend pod Ready after", took, "s", limit=5.0, aim=2.0)
            writer.is_heard()
        finally:
            writer.over.set()
            writer.join()
    Figures.add("slowest answer meanwhile", writer.slowest, "s", limit=5.0, aim=2.0)
    Figures.add("restarts", restarts() - before, limit=0)
    eventually("the ingress leads to the app", release.is_open, 30)
    writer.ada.address = Person().address
    lost = set(writer.acknowledged) - set(writer.ada.renew().titles())
    if writer.faults or not writer.refusals or lost:
        raise Failure(f"{len(lost)} acknowledged tasks are lost, {writer.refusals} refusals, and what is neither written nor refused with 503 and "
                      f"Retry-After: {'; '.join(writer.faults[:5]) or 'nothing'}")
    say(f"database gone for {GONE_S} s: {len(writer.acknowledged)} writes acknowledged and kept, {writer.refusals} refused with 503")


@check("the database gone longer than the limit of 20 s: each backend pod restarted once, not in a storm")
def gone_too_long():
    release.ensure({"config.databaseOutageLimit": 20})
    try:
        notice()
        _, took = eventually("every backend pod is restarted", lambda: min(restarts_of_each("backend").values(), default=0) > 0, 150)
        say(f"database gone longer than 20 s: restarted after {took:.0f} s")
        time.sleep(75)
        Figures.add("most restarts of a backend pod in an outage", max(restarts_of_each("backend").values()), limit=1)
    finally:
        set_database(1)
    eventually("healthy again", lambda: len(found := pods("backend")) == 2 and all(map(is_ready, found)), 60)
    Figures.add("most restarts of a backend pod in the end", max(restarts_of_each("backend").values()), limit=1)
