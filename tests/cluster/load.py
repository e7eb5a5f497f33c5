"""Load whose every answer counts: reads, writes and the page, on kept and on new connections, without any retry."""
import http.client, random, re, threading, time

from people import ADDRESS, HOST, Link, Person
from shell import Failure

WORKERS = 12
# One request in this many opens a new connection.
NEW_CONNECTION = 5


class Load:
    """Runs while its `with` block does; then reads every acknowledged write back."""

    def __init__(self, at_least=10_000, rate=350, address=ADDRESS, host=HOST):
        self.at_least, self.pause_s, self.address, self.host = at_least, WORKERS / rate, address, host
        self.over, self.lock = threading.Event(), threading.Lock()
        self.failures, self.latencies, self.counts, self.written = [], [], {"read": 0, "write": 0, "page": 0}, []

    def __enter__(self):
        self.writer = Person(self.address, self.host)
        # Reads are of a short list, whatever is written meanwhile.
        self.reader = Person(self.address, self.host)
        self.task = [self.reader.add(f"Task {n}") for n in range(20)][0]
        page = Link(self.address, self.host)
        self.files = ["/"] + re.findall(rb'(?:src|href)="(/[^"]+)"', page.call("GET", "/").body)
        self.files = [file if isinstance(file, str) else file.decode() for file in self.files]
        page.close()
        self.threads = [threading.Thread(target=self.work, args=(n,), daemon=True) for n in range(WORKERS)]
        self.begun = time.monotonic()
        for thread in self.threads:
            thread.start()
        return self

    def work(self, number):
        dice, links = random.Random(number), {}
        while not self.over.is_set():
            due = time.monotonic() + self.pause_s * dice.uniform(0.6, 1.4)
            kind = dice.choices(("read", "write", "page"), (62, 22, 16))[0]
            person = self.writer if kind == "write" else self.reader
            if kind not in links or dice.randrange(NEW_CONNECTION) == 0:
                if kind in links:
                    links[kind].close()
                links[kind] = Link(self.address, self.host, None if kind == "page" else person.token)
            self.once(links[kind], kind, dice)
            self.over.wait(max(0, due - time.monotonic()))

    def once(self, link, kind, dice):
        title = f"Written {dice.getrandbits(64):x}"
        path = dice.choice(self.files) if kind == "page" else "/api/me/tasks"
        if kind == "read" and dice.random() < 0.5:
            path = f"/api/me/tasks/{self.task}"
        begun = time.monotonic()
        try:
            answer = link.call("POST", path, {"title": title}) if kind == "write" else link.call("GET", path)
            fault = None if 200 <= answer.status < 300 else f"{answer.status} {answer.body[:120]!r}"
        except (OSError, http.client.HTTPException) as error:
            answer, fault = None, repr(error)
        took = time.monotonic() - begun
        with self.lock:
            self.counts[kind] += 1
            self.latencies.append(took)
            if fault or took > 5:
                self.failures.append(f"{time.monotonic() - self.begun:.1f} s: {kind} {path}: {fault or f'{took:.1f} s'}")
            elif kind == "write":
                self.written.append(title)

    def __exit__(self, kind, *_):
        # The rest of what was asked for comes when things have calmed down, so that their echo is met too.
        deadline = time.monotonic() + 120
        while kind is None and sum(self.counts.values()) < self.at_least and time.monotonic() < deadline:
            time.sleep(0.2)
        self.over.set()
        for thread in self.threads:
            thread.join()
        if kind is None:
            self.judge()

    def judge(self):
        """Fails on a single failed request, or on a write that was acknowledged and is not there."""
        total, stored = sum(self.counts.values()), set(self.writer.renew().titles())
        lost = [title for title in self.written if title not in stored]
        if self.failures or lost or total < self.at_least:
            raise Failure(f"{len(self.failures)} of {total} requests failed, {len(lost)} writes lost; "
                          + "; ".join(self.failures[:5] + lost[:3]))

    def summary(self):
        """Counts and times, in words."""
        times = sorted(self.latencies)
        shares = ", ".join(f"{count} {kind}s" for kind, count in self.counts.items())
        return f"0 of {len(times)} failed ({shares}; p50 {times[len(times) // 2] * 1000:.0f} ms, p99 {times[len(times) * 99 // 100] * 1000:.0f} ms)"
