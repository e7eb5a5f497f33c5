#!/usr/bin/env python3
"""Holds the conversations of conversations.txt with whatever assistant is configured, and says how well it did.

    tests/eval/conversations.py [--server target/debug/todo-app] [--file FILE] [--only GROUP] [--failures]

OPENAI_API_KEY (or OPENAI_API_KEY_FILE), OPENAI_BASE_URL and OPENAI_MODEL choose the model; without a key the offline assistant
talks, and the model's quality is not measured. Against the scripted model of the tests it is a test of the protocol and prints no
quality. Conversations in which the model could not be asked are left out of its figures.
Ends with 1 when a conversation could not be held, when the model answered none, or when the offline assistant was wrong where no
model is needed.
"""
import argparse, collections, datetime, json, os, pathlib, subprocess, sys, tempfile, time, urllib.error, urllib.request, zoneinfo

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
ZONE = "Europe/Berlin"
PATIENCE = 320
# Its own proxy settings are for the model, not for a server on this machine.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def read(path):
    """Conversations: group, name, tasks that are there, and turns of words and expectations."""
    talks = []
    for line in path.read_text().splitlines():
        verb, _, rest = line.strip().partition(" ")
        if verb == "==":
            group, _, name = rest.partition(": ")
            talks.append({"group": group, "name": name, "has": [], "turns": [], "hard": False})
        elif verb == "hard":
            talks[-1]["hard"] = True
        elif verb == "has":
            talks[-1]["has"].append(rest)
        elif verb == "say":
            talks[-1]["turns"].append({"say": rest, "wants": []})
        elif verb and verb != "#":
            talks[-1]["turns"][-1]["wants"].append((verb, rest))
    return talks


def today():
    return datetime.datetime.now(zoneinfo.ZoneInfo(ZONE)).date()


class Server:
    """todo-app on a database of its own."""

    def __init__(self, program):
        self.data = tempfile.TemporaryDirectory()
        page = pathlib.Path(self.data.name, "page")
        page.mkdir()
        (page / "index.html").write_text("<!doctype html>")
        limits = {f"RATE_LIMIT_{name}": "0/1" for name in ("SIGN_IN", "AUTH", "FAILURES", "CHAT", "MODEL", "MODEL_DAY")}
        settings = {"HOST": "127.0.0.1", "PORT": "0", "LOG_FORMAT": "json", "DATA_DIR": self.data.name, "ASSETS_DIR": str(page)}
        self.log = open(pathlib.Path(self.data.name, "log"), "w+")
        self.program = subprocess.Popen([program], stdout=self.log, stderr=subprocess.STDOUT, env={**os.environ, **limits, **settings})
        self.url, until = None, time.monotonic() + 20
        while not self.url:
            if self.program.poll() is not None or time.monotonic() > until:
                sys.exit(f"{program} does not start: {pathlib.Path(self.log.name).read_text()}")
            self.url = next((f"http://{one['address']}" for one in self.records() if one.get("event") == "listening"), None)
            time.sleep(0.05)

    def records(self):
        lines = pathlib.Path(self.log.name).read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def tokens(self):
        used = [one for one in self.records() if one.get("event") == "model_answered"]
        return sum(one["prompt_tokens"] + one["completion_tokens"] for one in used)

    def end(self):
        self.program.terminate()
        self.program.wait()
        self.log.close()


class Person:
    def __init__(self, url, name):
        self.url, self.token = url, None
        account = {"name": name, "email": f"{name}@example.com", "password": "a long password"}
        self.token = self.ask("POST", "/api/auth/sign-up/email", account)["token"]

    def ask(self, method, path, body=None):
        headers = {"content-type": "application/json"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
        with OPENER.open(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read() or "null")

    def create(self, text):
        title, *fields = (part.strip() for part in text.split(" | "))
        task, done = {"title": title}, False
        for field in fields:
            name, _, value = field.partition("=")
            if name == "done":
                done = True
            elif name == "due":
                day = today() + datetime.timedelta(days=int(value))
                task["due_at"] = datetime.datetime.combine(day, datetime.time(23, 59), zoneinfo.ZoneInfo(ZONE)).isoformat()
            else:
                task[name] = value.split(",") if name == "tags" else value
        created = self.ask("POST", "/api/me/tasks", task)
        if done:
            self.ask("PATCH", f"/api/me/tasks/{created['id']}/complete")
        return created["id"]


def argument(task, field):
    """A field as the file writes it."""
    due = task["due_at"] and datetime.datetime.fromisoformat(task["due_at"].replace("Z", "+00:00")).astimezone(zoneinfo.ZoneInfo(ZONE))
    if field == "due":
        return str((due.date() - today()).days) if due else "none"
    if field == "time":
        return due.strftime("%H:%M") if due else "none"
    return ",".join(task["tags"]) if field == "tags" else str(task[field])


def judge(person, turn, answer):
    """What was not as it was wanted: of actions, and of arguments."""
    wrong, wrong_arguments = [], []
    left, words = list(answer["changes"]), answer["response"].lower()
    counts = [want for want in turn["wants"] if want[0] == "did" and want[1] != "nothing"]
    for verb, rest in turn["wants"]:
        if verb == "did" and rest != "nothing":
            kind, _, title = rest.partition(": ")
            found = [one for one in left if one["change"] == kind and title.lower() in one["title"].lower()]
            left = [one for one in left if one["task_id"] not in {match["task_id"] for match in found[:1]}]
            wrong += [] if found else [f"not {rest}"]
        elif verb == "asks":
            wrong += [] if "?" in words or "yes or no" in words else ["it did not ask"]
        elif verb == "says":
            wrong += [] if any(one.lower() in words for one in rest.split("|")) else [f"it did not say {rest}"]
        elif verb == "args":
            field, _, value = rest.partition(" ")
            if not answer["changes"]:
                wrong_arguments.append(f"no task has {rest}")
                continue
            got = argument(person.ask("GET", f"/api/me/tasks/{answer['changes'][-1]['task_id']}"), field)
            wrong_arguments += [] if got == value else [f"{field} is {got}, not {value}"]
    if not counts or left:
        wrong += [f"it also {one['change']} {one['title']}" for one in left]
    return wrong, wrong_arguments


def hold(server, talk, number):
    """A conversation's faults, how long its answers took, and whether the offline assistant stood in."""
    person = Person(server.url, f"person{number}")
    ids = [person.create(task) for task in talk["has"]]
    conversation, faults, took, stood_in = {}, ([], []), 0.0, False
    for turn in talk["turns"]:
        words = turn["say"]
        for at, task_id in enumerate(ids, 1):
            words = words.replace(f"#{at}", str(task_id))
        started = time.monotonic()
        answer = person.ask("POST", "/api/me/chat", {"message": words, "time_zone": ZONE, **conversation})
        took += time.monotonic() - started
        stood_in |= answer["assistant"] == "offline"
        conversation = {"conversation_id": answer["conversation_id"]}
        for kept, found in zip(faults, judge(person, turn, answer)):
            kept.extend(f"“{words}”: {fault}" for fault in found)
    return faults, took, stood_in


def model_key():
    """The key of the model's service, or nothing."""
    file = os.environ.get("OPENAI_API_KEY_FILE")
    return os.environ.get("OPENAI_API_KEY") or (pathlib.Path(file).read_text().strip() if file else "")


def is_scripted(key):
    """Whether the tests' own model answers."""
    if not key:
        return False
    url = os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1").rstrip("/") + "/models"
    request = urllib.request.Request(url, headers={"authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return any(model.get("owned_by") == "tests" for model in json.load(answer)["data"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=TOP / "target/debug/todo-app")
    parser.add_argument("--file", type=pathlib.Path, default=pathlib.Path(__file__).with_suffix(".txt"))
    parser.add_argument("--only", default="")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    talks = [talk for talk in read(options.file) if talk["group"].startswith(options.only)]
    held = Held(model_key())
    server = Server(options.server)
    try:
        for number, talk in enumerate(talks):
            held.hold(server, talk, number)
    finally:
        server.end()
    held.report(options.failures)
    sys.exit(not held.is_good())


class Held:
    """What came of the conversations."""

    def __init__(self, key):
        self.key, self.is_scripted = key, is_scripted(key)
        # Of each group: talks, those with the right actions, those with the right arguments, too, tokens, seconds.
        self.rows = collections.defaultdict(lambda: [0, 0, 0, 0, 0.0])
        self.failures, self.needless, self.broken, self.unasked, self.tokens = [], [], [], [], 0

    def hold(self, server, talk, number):
        name = f"{talk['group']}: {talk['name']}"
        try:
            (actions, arguments), took, stood_in = hold(server, talk, number)
        except (urllib.error.URLError, OSError, ValueError) as error:
            self.broken.append(f"{name}: {error}")
            return
        used, self.tokens = server.tokens() - self.tokens, server.tokens()
        if self.key and stood_in:
            self.unasked.append(name)
            return
        row = self.rows[talk["group"]]
        for at, value in enumerate((1, not actions, not actions and not arguments, used, took)):
            row[at] += value
        faults = [f"{name}: {fault}" for fault in actions + arguments]
        self.failures += faults
        if not self.key and not talk["hard"]:
            self.needless += faults

    def is_good(self):
        return bool(self.rows) and not self.broken and not self.needless

    def report(self, with_failures):
        total = [sum(row[at] for row in self.rows.values()) for at in range(5)]
        if self.is_scripted:
            print(f"The scripted model answers: {total[0]} conversations were held, {len(self.broken)} broke off. "
                  "This says nothing about quality.")
        else:
            name = os.environ.get("OPENAI_MODEL", "gpt-4o-mini") if self.key else "the offline assistant"
            print(f"{name}\n{'group':10} {'talks':>6} {'action':>9} {'arguments':>10} {'tokens':>8} {'seconds':>8}")
            for group, row in [*self.rows.items(), ("all", total)]:
                share = [f"{row[at]}/{row[0]}" for at in (1, 2)]
                print(f"{group:10} {row[0]:6} {share[0]:>9} {share[1]:>10} {row[3]:8} {row[4]:8.1f}")
        if not self.key:
            print("A model's quality is not measured: OPENAI_API_KEY is not set.")
        if self.unasked:
            print(f"The model could not be asked in {len(self.unasked)} conversations, which are left out: the offline assistant answered.")
        shown = self.failures if with_failures else self.needless
        for fault in (*shown, *(f"broke off: {fault}" for fault in self.broken)):
            print("-", fault)


if __name__ == "__main__":
    main()
