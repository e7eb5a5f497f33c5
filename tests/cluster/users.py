"""A hundred people at once."""
import http.client, json, random, threading, time

import release
from checks import Figures, check, say
from people import Person
from shell import Failure, kubectl, name, pods, restarts

USERS, SECONDS = 100, 60
# A longer answer is a failed one; a person who did less has not been here.
SLOWEST_S, FEWEST_REQUESTS = 5, 30


class User(threading.Thread):
    """Somebody who reads, adds, talks and ticks off, with a moment of thought in between."""

    def __init__(self, number):
        super().__init__(daemon=True)
        self.person, self.dice, self.times, self.faults = Person(), random.Random(number), [], []

    def run(self):
        link, ends = self.person.link(self.person.token), time.monotonic() + SECONDS
        while time.monotonic() < ends:
            method, path, body = self.dice.choices((
                ("GET", "/api/me/tasks?limit=20", None),
                ("POST", "/api/me/tasks", {"title": f"Errand {self.dice.randrange(10**6)}"}),
                ("POST", "/api/me/chat", {"message": f"add errand {self.dice.randrange(10**6)} tomorrow at 5pm"}),
                ("GET", "/api/me/tasks?q=errand&status=pending", None),
                ("GET", "/", None)), (4, 2, 1, 2, 1))[0]
            begun = time.monotonic()
            try:
                answer = link.call(method, path, body)
                if not 200 <= answer.status < 300:
                    self.faults.append(f"{method} {path}: {answer.status} {answer.body[:100]!r}")
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.faults.append(f"{method} {path}: {error!r}")
            self.times.append(took := time.monotonic() - begun)
            if took > SLOWEST_S:
                self.faults.append(f"{method} {path}: took {took:.1f} s")
            time.sleep(self.dice.uniform(0.3, 1.0))


@check("100 virtual users for 60 s through the ingress, within the memory limits: no error")
def hundred_users():
    release.ensure()
    before = restarts()
    users = [User(number) for number in range(USERS)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    faults = [fault for user in users for fault in user.faults]
    times = sorted(took for user in users for took in user.times)
    faults += [f"a user stopped after {len(user.times)} requests" for user in users if len(user.times) < FEWEST_REQUESTS]
    if faults:
        raise Failure(f"{len(faults)} of {len(times)} failed: {'; '.join(faults[:5])}")
    Figures.add("restarts", restarts() - before, limit=0)
    say(f"{USERS} users for {SECONDS} s, signed up beforehand with raised limits: {len(times)} requests, 0 errors, "
        f"p50 {times[len(times) // 2] * 1000:.0f} ms, p99 {times[len(times) * 99 // 100] * 1000:.0f} ms")
    for pod in pods("backend") + pods("frontend"):
        say(f"memory of {name(pod)}: {memory_mib(pod):.0f} MiB")


def memory_mib(pod):
    """What the kubelet reports as the pod's working set."""
    node = pod["spec"]["nodeName"]
    summary = json.loads(kubectl("get", "--raw", f"/api/v1/nodes/{node}/proxy/stats/summary"))
    found = [p for p in summary["pods"] if p["podRef"]["name"] == name(pod)]
    return found[0]["memory"]["workingSetBytes"] / 2**20 if found else float("nan")
