"""The calendar feed of the program that is the first argument, read by others."""

import datetime
import json
import os
import pathlib
import secrets
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import zoneinfo

import icalendar
import recurring_ical_events

PROGRAM = os.path.abspath(sys.argv.pop(1))
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def within(seconds, attempt):
    deadline = time.monotonic() + seconds
    while not (result := attempt()):
        if time.monotonic() > deadline:
            raise TimeoutError("the server did not start in time")
        time.sleep(0.05)
    return result


def listening(log):
    records = (json.loads(line) for line in log.read_text().splitlines() if line.endswith("}"))
    return next((f"http://{record['address']}/api" for record in records if record.get("event") == "listening"), None)


class Feed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        variables = {
            "DATABASE_URL": f"sqlite:{cls.folder.name}/todo.db",
            "JWT_SECRET": secrets.token_hex(),
            "HOST": "127.0.0.1",
            "PORT": "0",
            "LOG_FORMAT": "json",
            "RATE_LIMIT_SIGN_IN": "0/1",
        }
        log = pathlib.Path(cls.folder.name) / "log"
        with log.open("w") as output:
            cls.program = subprocess.Popen([PROGRAM, "backend"], stdout=output, env=variables)
        cls.api = within(15, lambda: listening(log))
        within(15, lambda: cls.is_ready())

    @classmethod
    def tearDownClass(cls):
        cls.program.terminate()
        cls.program.wait()
        cls.folder.cleanup()

    @classmethod
    def is_ready(cls):
        try:
            return urllib.request.urlopen(f"{cls.api}/health")
        except urllib.error.HTTPError:
            return None

    def ask(self, method, path, body=None, token=None):
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.api + path, data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def feed(self, zone, tasks):
        """The feed of somebody new in this zone with these tasks."""
        email = f"{self.id()}-{zone}@example.com".lower().replace("/", "-")
        person = {"name": "Ada", "email": email, "password": "correct horse battery", "timeZone": zone}
        token = json.loads(self.ask("POST", "/auth/sign-up/email", person))["token"]
        for task in tasks:
            self.ask("POST", "/me/tasks", task, token)
        path = json.loads(self.ask("POST", "/me/calendar", token=token))["path"]
        return icalendar.Calendar.from_ical(self.ask("GET", path.removeprefix("/api")))

    def test_every_entry_is_read_as_it_was_meant(self):
        title = "Ünïcode, with; marks \\ and a length that has to be folded " * 3
        calendar = self.feed(
            "Europe/Berlin",
            [
                {"title": title.strip(), "description": "one\ntwo", "due_at": "2027-07-01T07:00:00Z", "tags": ["a, b", "c"]},
                {"title": "A day", "due_at": "2027-01-15T22:59:00Z", "priority": "high"},
            ],
        )
        self.assertEqual(list(calendar.errors), [])
        for entry in calendar.walk():
            self.assertEqual(list(entry.errors), [], entry)
            self.assertEqual([name for name in entry.required if name not in entry], [], entry)
        todos = {str(todo["SUMMARY"]): todo for todo in calendar.walk("VTODO")}
        todo = todos[title.strip()]
        self.assertEqual(todo["DUE"].dt, datetime.datetime(2027, 7, 1, 9, tzinfo=BERLIN))
        self.assertEqual(str(todo["DESCRIPTION"]), "one\ntwo")
        self.assertEqual([str(name) for name in todo["CATEGORIES"].cats], ["a, b", "c"])
        self.assertEqual(todos["A day"]["DUE"].dt, datetime.date(2027, 1, 15))
        self.assertEqual(int(todos["A day"]["PRIORITY"]), 1)
        self.assertEqual(len(calendar.walk("VEVENT")), 2)
        uids = [str(entry["UID"]) for entry in calendar.walk() if "UID" in entry]
        self.assertEqual(len(uids), len(set(uids)))

    def test_repeats_keep_their_local_time(self):
        calendar = self.feed(
            "Europe/Berlin",
            [
                {"title": "Nine", "due_at": "2027-03-22T08:00:00Z", "recurrence": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270405"},
                {"title": "Last", "due_at": "2027-01-31T22:59:00Z", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3"},
            ],
        )
        found = recurring_ical_events.of(calendar).between(datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))
        starts = {}
        for event in found:
            starts.setdefault(str(event["SUMMARY"]), []).append(event["DTSTART"].dt)
        nine = [datetime.datetime(2027, month, day, 9, tzinfo=BERLIN) for month, day in [(3, 22), (3, 29), (4, 5)]]
        self.assertEqual(sorted(starts["Nine"]), nine)
        # The offset changed on the 28th of March.
        self.assertEqual({start.utcoffset().seconds // 3600 for start in starts["Nine"]}, {1, 2})
        last = [datetime.date(2027, 1, 31), datetime.date(2027, 2, 28), datetime.date(2027, 3, 31)]
        self.assertEqual(sorted(starts["Last"]), last)
        todos = recurring_ical_events.of(calendar, components=["VTODO"])
        self.assertEqual(len(todos.between(datetime.date(2027, 3, 1), datetime.date(2027, 4, 30))), 4)

    def test_the_rules_of_a_zone_are_right(self):
        """What the feed says of a zone, without its name, gives the offsets that the system's rules give."""
        for zone in ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Karachi", "Africa/Casablanca", "America/Sao_Paulo"]:
            calendar = self.feed(zone, [{"title": "x", "due_at": "2026-02-01T10:00:00Z"}])
            (component,) = calendar.walk("VTIMEZONE")
            self.assertEqual(str(component["TZID"]), zone)
            rules = sorted(
                (rule["DTSTART"].dt - rule["TZOFFSETFROM"].td, rule["TZOFFSETTO"].td) for rule in component.subcomponents
            )
            moment, end = datetime.datetime(2026, 1, 1), datetime.datetime(2031, 1, 1)
            while moment < end:
                said = [offset for start, offset in rules if start <= moment][-1]
                real = moment.replace(tzinfo=datetime.timezone.utc).astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
                self.assertEqual(said, real, f"{zone} at {moment}")
                moment += datetime.timedelta(hours=7)

    def test_nothing_is_due(self):
        calendar = self.feed("Asia/Karachi", [{"title": "Some day"}])
        self.assertEqual([entry.name for entry in calendar.walk()], ["VCALENDAR"])
        self.assertEqual(self.feed("UTC", [{"title": "x", "due_at": "2027-01-01T10:00:00Z"}]).walk("VTIMEZONE"), [])


unittest.main()
