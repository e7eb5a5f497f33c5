"""What schemathesis cannot read from the API document."""

import atexit
import json
import os
import threading
from collections import Counter, defaultdict
from itertools import count

import requests
import schemathesis
from hypothesis import strategies as st

API = os.environ["API"]
SEED = json.loads(os.environ["SEED"])

# ---- Formats of strings that the document names.

ZONES = ["UTC", "Europe/Berlin", "Asia/Karachi", "America/Argentina/Buenos_Aires", "Pacific/Chatham", "Etc/GMT+12"]
schemathesis.openapi.format("iana-time-zone", st.sampled_from(ZONES))


@st.composite
def rrules(draw):
    rule = {"FREQ": draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))}
    if draw(st.booleans()):
        rule["INTERVAL"] = draw(st.integers(1, 99))
    if draw(st.booleans()):
        days = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
        rule["BYDAY"] = ",".join(draw(st.lists(days, min_size=1, max_size=7, unique=True)))
    if draw(st.booleans()):
        rule["COUNT"] = draw(st.integers(1, 999))
    return ";".join(f"{name}={value}" for name, value in rule.items())


schemathesis.openapi.format("rrule", rrules())

# Files that are imported.
TODO = "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:Imported\r\nDUE:20300101T090000Z\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
FILES = [b"title,priority\nImported,high\n", TODO.encode(), b'{"format": "todo-app", "version": 1, "tasks": []}']

# ---- Who is asking.

# These end sessions, change the password or delete the account, so each has a person of its own, a new one when
# the last is spent.
DESTRUCTIVE = {"signOut", "revokeSessions", "revokeOtherSessions", "changePassword", "deleteUser"}
# These take back what others rely on, so each has a person of its own.
APART = {"undo", "redo", "makeCalendarFeed", "revokeCalendarFeed"}
numbers = count()
spare = {}
lock = threading.Lock()


def operation_id(case):
    return case.operation.definition.raw["operationId"]


def spare_token(operation):
    with lock:
        if operation not in spare:
            person = {"name": "Spare", "email": f"spare-{next(numbers)}@example.com", "password": SEED["password"]}
            answer = requests.post(f"{API}/auth/sign-up/email", json=person)
            answer.raise_for_status()
            spare[operation] = answer.json()["token"]
        return spare[operation]


@schemathesis.auth(refresh_interval=None)
class Token:
    def get(self, case, context):
        operation = operation_id(case)
        if operation in DESTRUCTIVE | APART:
            return spare_token(operation)
        # Sessions are for /auth, signed tokens for the rest.
        return SEED["session"] if case.path.startswith("/auth") else SEED["jwt"]

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


# ---- Values that depend on one another.


@schemathesis.hook
def filter_query(context, query):
    # Refused, but poem-openapi cannot say so of the items of a parameter.
    tags = (query or {}).get("tag", [])
    is_short = all(len(str(tag)) <= 50 for tag in (tags if isinstance(tags, list) else [tags]))
    return is_short and "\\x00" not in repr(tags)


@schemathesis.hook
def filter_body(context, body):
    # better-auth counts a password in UTF-16 units, JSON Schema in characters: they differ beyond the basic plane.
    passwords = [body.get(name) for name in ("password", "newPassword")] if isinstance(body, dict) else []
    return all(max(password, default="") <= "\uffff" for password in passwords if isinstance(password, str))


def is_valid(case, part):
    info = next((info for place, info in case.meta.components.items() if place.value == part), None)
    return info is not None and info.mode.is_positive


@schemathesis.hook
def before_call(context, case, kwargs):
    # A cursor belongs to a sort and an order; a made-up one is refused, as tests/api shows.
    if operation_id(case) == "listTasks" and "cursor" in (case.query or {}) and is_valid(case, "query"):
        sort, order = case.query.get("sort", "created_at"), case.query.get("order", "desc")
        case.query["cursor"] = SEED["cursors"].get(f"{sort} {order}")
    # The name of a feed is a secret.
    if operation_id(case) == "readCalendarFeed" and is_valid(case, "path_parameters"):
        case.path_parameters["name"] = SEED["feed"]
    # What a file is, its content tells: no schema says it.
    if operation_id(case) == "importFile" and is_valid(case, "body"):
        kwargs["data"] = FILES[next(numbers) % len(FILES)]
    # A key stands for one message: sent with another one it is refused.
    if "Idempotency-Key" in (case.headers or {}) and is_valid(case, "header"):
        case.headers["Idempotency-Key"] = f"{next(numbers)}-{case.headers['Idempotency-Key']}"[:200]


# ---- What was reached.

reached = defaultdict(Counter)


@schemathesis.hook
def after_call(context, case, response):
    operation = operation_id(case)
    with lock:
        reached[case.operation.label][str(response.status_code)] += 1
        if operation in DESTRUCTIVE and response.status_code == 200:
            spare.pop(operation, None)


@atexit.register
def write():
    with open(os.environ["REACHED"], "w") as file:
        json.dump(reached, file)
