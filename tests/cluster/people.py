"""People who use the app over HTTP, through the ingress or a tunnel. No call is ever repeated by itself."""
import contextlib, http.client, json, os, secrets, socket, time
from urllib.parse import urlsplit

from shell import Failure

HOST = os.environ.get("INGRESS_HOST", "todo.local")
ADDRESS = os.environ.get("INGRESS_ADDRESS", "http://127.0.0.1")
PATIENCE_S = 5


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


class Link:
    """One kept connection, made anew when it was closed; the host header names the app."""

    def __init__(self, address=ADDRESS, host=HOST, token=None):
        place = urlsplit(address)
        self.connection = http.client.HTTPConnection(place.hostname, place.port or 80, timeout=PATIENCE_S)
        self.headers = {"Host": host} | ({"Authorization": f"Bearer {token}"} if token else {})

    def call(self, method, path, body=None, **headers):
        encoded = json.dumps(body).encode() if body is not None else None
        if encoded:
            headers["Content-Type"] = "application/json"
        try:
            self.connection.request(method, path, encoded, self.headers | headers)
            answer = self.connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        except Exception:
            self.connection.close()
            raise

    def close(self):
        self.connection.close()


class Person:
    """Somebody with an account."""

    def __init__(self, address=ADDRESS, host=HOST):
        self.address, self.host = address, host
        self.email, self.password = f"{secrets.token_hex(6)}@example.com", "correct horse battery"
        signed_up = self.link().call("POST", "/api/auth/sign-up/email",
                                     {"name": "Ada", "email": self.email, "password": self.password})
        if signed_up.status != 200:
            raise Failure(f"sign-up answered {signed_up.status}: {signed_up.body[:300]}")
        self.session = signed_up.json()["token"]
        self.renew()

    def renew(self):
        """A fresh token: one is good for 15 minutes."""
        link = self.link(self.session)
        self.token = link.call("GET", "/api/auth/token").json()["token"]
        link.close()
        return self

    def link(self, token=None):
        return Link(self.address, self.host, token)

    def call(self, method, path, body=None, expect=None, **headers):
        link = self.link(self.token)
        answer = link.call(method, path, body, **headers)
        link.close()
        if expect and answer.status != expect:
            raise Failure(f"{method} {path} answered {answer.status}: {answer.body[:300]}")
        return answer

    def add(self, title):
        return self.call("POST", "/api/me/tasks", {"title": title}, expect=201).json()["id"]

    def titles(self):
        return [task["title"] for task in self.call("GET", "/api/me/tasks", expect=200).json()]

    def says(self, message, conversation=None):
        body = {"message": message} | ({"conversation_id": conversation} if conversation else {})
        return self.call("POST", "/api/me/chat", body, expect=200).json()

    @contextlib.contextmanager
    def streaming(self, message, **headers):
        """The events of a turn as they come, as (seconds since sending, event). Whoever ends the block early leaves."""
        link, begun = self.link(self.token), time.monotonic()
        # Between two events a turn may think.
        link.connection.timeout = 30
        link.connection.request("POST", "/api/me/chat", json.dumps({"message": message}), link.headers | {
            "Content-Type": "application/json", "Accept": "text/event-stream"} | headers)
        connected = link.connection.sock
        answer = link.connection.getresponse()
        if answer.status != 200:
            raise Failure(f"the stream answered {answer.status}: {answer.read()[:300]}")
        try:
            yield ((time.monotonic() - begun, json.loads(line[5:])) for line in answer if line.startswith(b"data:"))
        finally:
            # The answer holds the connection, too.
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)
            link.close()

    def stream(self, message, **headers):
        """All events of a turn."""
        with self.streaming(message, **headers) as events:
            return list(events)
