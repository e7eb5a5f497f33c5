"""Other programs, by MCP: any pod answers any call."""
import json

import release
from checks import check, say
from people import HOST, Link, Person
from shell import Failure, all_ready, eventually, helm, kubectl, name, nested, pods, port_forward

METADATA = "/.well-known/oauth-protected-resource/api/mcp"
CALLS = 8


class Program:
    """A program that acts for a person, with an access token; each of its calls has a connection of its own."""

    def __init__(self, person):
        self.address, self.host, self.made_by = person.address, person.host, person
        made = person.link(person.session).call("POST", "/api/auth/access-tokens", {"name": "A program", "scope": "write"})
        if made.status != 201:
            raise Failure(f"making an access token answered {made.status}: {made.body[:300]}")
        self.token, self.id = made.json()["token"], made.json()["accessToken"]["id"]

    def ask(self, method, params, address=None, host=None):
        link = Link(address or self.address, host or self.host, self.token)
        answer = link.call("POST", "/api/mcp", {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}, **{
            "Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"})
        link.close()
        return answer

    def result(self, method, params):
        answer = self.ask(method, params)
        if answer.status != 200 or "result" not in answer.json():
            raise Failure(f"{method} was answered with {answer.status}: {answer.body[:300]}")
        return answer.json()["result"]

    def call(self, tool, **arguments):
        """What a tool answers, and the id of the request."""
        answer = self.ask("tools/call", {"name": tool, "arguments": arguments})
        if answer.status != 200 or answer.json()["result"]["isError"]:
            raise Failure(f"{tool} was answered with {answer.status}: {answer.body[:300]}")
        return json.loads(answer.json()["result"]["content"][0]["text"]), answer.headers["X-Request-Id"]

    def revoke(self):
        self.made_by.link(self.made_by.session).call("DELETE", f"/api/auth/access-tokens/{self.id}")


def answered_by(requests):
    """The pod that answered each of these requests, by their ids."""
    def found():
        logs = {name(pod): kubectl("logs", name(pod), "--since=5m") for pod in pods("backend")}
        places = [next((pod for pod, text in logs.items() if request in text), None) for request in requests]
        return all(places) and places
    return eventually("every call is in a log", found, 20)[0]


@check("MCP through the ingress with two pods: initialize, list, calls on different pods; without a token it says where to look", quick=True)
def programs():
    release.ensure()
    ada = Person()
    program = Program(ada)
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test-cluster", "version": "1"}}
    known = program.result("initialize", hello)
    tools = [tool["name"] for tool in program.result("tools/list", {})["tools"]]
    if (known["serverInfo"]["name"], known["protocolVersion"]) != ("todo-app", "2025-11-25") or "add_task" not in tools:
        raise Failure(f"it is {known} with {tools}")
    titles = [f"Task {number}" for number in range(CALLS)]
    places = answered_by([program.call("add_task", title=title)[1] for title in titles])
    if sorted(ada.titles()) != titles:
        raise Failure(f"the tasks are {ada.titles()}")
    if all(one == other for one, other in zip(places, places[1:])):
        raise Failure(f"all calls were answered by {places[0]}")
    say(f"MCP with 2 pods: {CALLS} calls in a row were answered by {len(set(places))} of them")
    stranger = Link().call("POST", "/api/mcp", {"jsonrpc": "2.0", "id": 1, "method": "ping"})
    described = Link().call("GET", METADATA)
    if stranger.status != 401 or METADATA not in stranger.headers["WWW-Authenticate"]:
        raise Failure(f"without a token: {stranger.status} {stranger.headers['WWW-Authenticate']}")
    if described.status != 200 or described.json()["resource"] != f"http://{HOST}/api/mcp":
        raise Failure(f"{METADATA} says {described.status} {described.body[:300]}")


@check("MCP at the names of the ingress and of the Service, and at no other", quick=True)
def programs_hosts():
    release.ensure()
    program = Program(Person())
    with port_forward("service/backend-svc", 8000) as address:
        for host, status in ((HOST, 200), ("backend-svc.todo:8000", 200), ("evil.example", 403)):
            answer = program.ask("tools/list", {}, address, host)
            if answer.status != status or status == 403 and answer.json()["code"] != "INVALID_HOST":
                raise Failure(f"at {host} it answered {answer.status}: {answer.body[:300]}")


@check("MCP with three pods: a program goes on while they are deleted one after another; a revoked token opens none of them")
def programs_scaled():
    release.ensure()
    helm("upgrade", "--wait", values=nested(release.UNLIMITED | {"backend.replicas": 3}))
    all_ready(backend=3)
    ada = Person()
    program, titles = Program(ada), []
    for number, pod in enumerate(pods("backend")):
        titles.append(f"Task {number}")
        program.call("add_task", title=titles[-1])
        kubectl("delete", "pod", name(pod), "--wait")
        listed, _ = program.call("list_tasks")
        if sorted(task["title"] for task in listed) != titles:
            raise Failure(f"after {number + 1} deleted pods the tasks are {listed}")
    all_ready(backend=3)
    program.revoke()
    statuses = [program.ask("tools/list", {}).status for _ in range(CALLS)]
    if set(statuses) != {401}:
        raise Failure(f"a revoked token was answered with {statuses}")
    release.ensure()
