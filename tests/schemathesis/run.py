"""Runs schemathesis against the real server on both databases, side by side, and judges what it reached."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests

HERE = Path(__file__).parent
TOP = HERE.parent.parent
BINARY = os.environ.get("TODO_APP", str(TOP / "target/debug/todo-app"))
PASSWORD = "correct horse battery"
# schemathesis.toml names these ids: both databases number from 1.
TASKS, CONVERSATIONS = 300, 60
# These repeat, for a long time.
REPEATING = range(280, 290)
# Fewer cases than this would mean that it did not really run.
LEAST_CASES = 1500


def sqlite(folder):
    return f"sqlite:{folder}/todo.db"


def postgres(_folder):
    maintenance = os.environ["TEST_POSTGRES_URL"]
    name = f"schemathesis_{secrets.token_hex(6)}"
    subprocess.run(["psql", "--quiet", maintenance, "--command", f"CREATE DATABASE {name}"], check=True)
    return maintenance.rpartition("/")[0] + "/" + name


@contextmanager
def server(database):
    """The real server on a port and an empty database of its own; answers the address of its API."""
    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/log", "w+") as log:
        process = subprocess.Popen(
            [BINARY, "backend"],
            stdout=log,
            env={
                "DATABASE_URL": database(folder),
                "JWT_SECRET": secrets.token_hex(),
                "HOST": "127.0.0.1",
                "PORT": "0",
                "LOG_FORMAT": "json",
                # Thousands of requests a minute from one address are the point here.
                "RATE_LIMIT_AUTH": "0/1",
                "RATE_LIMIT_SIGN_IN": "0/1",
                "RATE_LIMIT_FAILURES": "0/1",
                "RATE_LIMIT_CHAT": "0/1",
            },
        )
        try:
            origin = f"http://{within(15, lambda: listening(log.name))}"
            within(15, lambda: requests.get(f"{origin}/health").ok)
            yield f"{origin}/api"
        finally:
            process.terminate()
            process.wait()
            faults = [line for line in Path(log.name).read_text().splitlines() if '"level":50' in line]
            print("\n".join(faults[:20]), end="\n" if faults else "")


def listening(log):
    records = (json.loads(line) for line in Path(log).read_text().splitlines() if line.endswith("}"))
    return next((record["address"] for record in records if record.get("event") == "listening"), None)


def within(seconds, attempt):
    deadline = time.monotonic() + seconds
    while not (result := attempt()):
        if time.monotonic() > deadline:
            sys.exit("schemathesis: the server did not start in time")
        time.sleep(0.05)
    return result


def seed(api):
    """One person with tasks and conversations; answers what the hooks need to know of them."""
    email = "ada@example.com"
    http = requests.Session()
    person = http.post(f"{api}/auth/sign-up/email", json={"name": "Ada", "email": email, "password": PASSWORD}).json()
    http.headers["Authorization"] = f"Bearer {person['token']}"
    for number in range(TASKS):
        task = {"title": f"Task {number}", "due_at": f"2030-01-{number % 28 + 1:02}T09:00:00Z" if number % 2 else None}
        if number + 1 in REPEATING:
            task["recurrence"] = "FREQ=DAILY"
        http.post(f"{api}/me/tasks", json=task).raise_for_status()
    for _ in range(CONVERSATIONS):
        http.post(f"{api}/me/chat", json={"message": "hello"}).raise_for_status()
    cursors = {}
    for sort in ("created_at", "updated_at", "due_at", "priority", "title"):
        for order in ("asc", "desc"):
            page = http.get(f"{api}/me/tasks", params={"sort": sort, "order": order, "limit": 5})
            cursors[f"{sort} {order}"] = requests.utils.unquote(page.links["next"]["url"].rpartition("cursor=")[2])
    # Of somebody whose feed nobody revokes.
    subscriber = {"name": "Feed", "email": "feed@example.com", "password": PASSWORD}
    token = requests.post(f"{api}/auth/sign-up/email", json=subscriber).json()["token"]
    feed = requests.post(f"{api}/me/calendar", headers={"Authorization": f"Bearer {token}"}).json()["path"]
    return {
        "session": person["token"],
        "feed": feed.rpartition("/")[2],
        "jwt": http.get(f"{api}/auth/token").json()["token"],
        "password": PASSWORD,
        "cursors": cursors,
    }


def run(name, database):
    """Answers whether all is well, and what to print."""
    started = time.monotonic()
    with server(database) as api, tempfile.TemporaryDirectory() as folder:
        reached = Path(folder) / "reached.json"
        result = subprocess.run(
            [Path(sys.executable).parent / "schemathesis", "--config-file", HERE / "schemathesis.toml", "run"]
            + [f"{api}/openapi.json", *sys.argv[1:]],
            cwd=HERE,
            env={
                **os.environ,
                "API": api,
                "SEED": json.dumps(seed(api)),
                "REACHED": str(reached),
                "SCHEMATHESIS_HOOKS": "hooks",
                "PYTHONPATH": str(HERE),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        operations = json.loads(reached.read_text()) if reached.exists() else {}
        document = requests.get(f"{api}/openapi.json").json()
    report = [result.stdout] if result.returncode else []
    documented = {f"{m.upper()} {path}" for path, item in document["paths"].items() for m in item}
    cases = sum(sum(statuses.values()) for statuses in operations.values())
    faults = ["schemathesis found failures"] if result.returncode else []
    faults += [
        f"{operation} was never answered with 2xx: {operations.get(operation, {})}"
        for operation in sorted(documented)
        if not any(status.startswith("2") for status in operations.get(operation, {}))
    ]
    if cases < LEAST_CASES and len(sys.argv) == 1:
        faults.append(f"only {cases} requests were made")
    report += [f"{name}: {fault}" for fault in faults]
    report.append(
        f"{name}: {cases} requests to {len(operations)} of {len(documented)} operations in "
        f"{time.monotonic() - started:.0f} s, {'FAILED' if faults else 'all as documented'}"
    )
    return not faults, "\n".join(report)


with ThreadPoolExecutor() as pool:
    results = list(pool.map(run, ("SQLite", "PostgreSQL"), (sqlite, postgres)))
print("\n\n".join(text for _, text in results))
sys.exit(0 if all(good for good, _ in results) else 1)
