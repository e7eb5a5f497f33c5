"""The page and the API by each way in: ingress, HTTPRoute, port-forward to the frontend alone, nginx in front."""
import contextlib, os, subprocess, tempfile, time

import release
from checks import Figures, check, say
from people import HOST, Link, Person
from shell import TOP, Failure, all_ready, eventually, helm, kubectl, nested, port_forward, run, sql

GATEWAY = {"name": "gateway", "namespace": "default"}


def in_browser(pattern, origin=f"http://{HOST}", **environment):
    done = subprocess.run(["node", "--test", f"--test-name-pattern={pattern}", os.path.join(TOP, "tests/cluster/page.test.js")],
                          capture_output=True, text=True, env=os.environ | {"ORIGIN": origin} | environment)
    if done.returncode or "# pass 0" in done.stdout:
        raise Failure(f"in Chromium at {origin}: {(done.stdout + done.stderr)[-2500:]}")


@check("page, sign-up, chat and tasks in real Chromium through the ingress", quick=True)
def ingress():
    release.ensure()
    in_browser("sign-up, chat and tasks", SCREENSHOT=os.path.join(TOP, "target/test-logs/cluster.png"))


@check("the same through an HTTPRoute, without the Ingress")
def http_route():
    release.ensure({"ingress.enabled": False, "httpRoute.enabled": True, "httpRoute.parentRefs": [GATEWAY]})
    if run("kubectl", "get", "ingress", "--namespace", "todo", "--output", "name"):
        raise Failure("the Ingress is still there")
    in_browser("sign-up, chat and tasks")


@check("the same by port-forward to frontend-svc alone")
def frontend_alone():
    release.ensure()
    with port_forward("service/frontend-svc", 3000) as address:
        in_browser("sign-up, chat and tasks", origin=address)


@check("no backend: the page says so and recovers; the frontend answers 502 in our error body within 2 s")
def no_backend():
    release.ensure()
    in_browser("without a backend")
    all_ready(backend=2)
    kubectl("scale", "deployment/backend", "--replicas=0")
    kubectl("wait", "--for=delete", "pod", "--selector=app.kubernetes.io/component=backend", "--timeout=60s")
    try:
        with port_forward("service/frontend-svc", 3000) as address:
            begun = time.monotonic()
            answer = Link(address, "127.0.0.1").call("GET", "/api/me/tasks")
            Figures.add("frontend without a backend answers after", time.monotonic() - begun, "s", limit=2.0)
            problem = answer.json()
            if answer.status != 502 or problem["code"] != "BACKEND_UNAVAILABLE" or not problem["request_id"] or not answer.headers["Retry-After"]:
                raise Failure(f"the frontend answered {answer.status} {answer.body[:300]}")
    finally:
        kubectl("scale", "deployment/backend", "--replicas=2")
    all_ready(backend=2)


@contextlib.contextmanager
def nginx(target):
    """Debian's nginx with its default buffering in front of an address; yields its own."""
    folder = tempfile.mkdtemp()
    with open(f"{folder}/nginx.conf", "w") as file:
        file.write(f"""daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:8097; location / {{ proxy_pass {target}; proxy_set_header Host $host; }} }} }}
""")
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", f"{folder}/nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        eventually("nginx listens", lambda: release.is_open("http://127.0.0.1:8097"), 10)
        yield "http://127.0.0.1:8097"
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def tasks_locked(seconds):
    """A lock on the tasks: a turn that adds one has begun, and cannot go on."""
    script = f"BEGIN; LOCK TABLE tasks IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep({seconds}); COMMIT;"
    process = subprocess.Popen(["kubectl", "--namespace", "todo", "exec", "postgres-0", "--", "psql", "--username", "todo", "--command", script],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    locked = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
    eventually("the tasks are locked", lambda: sql(locked) != "0", 10)
    try:
        yield
    finally:
        process.wait()


@check("events of a stream arrive one by one, through the ingress and through nginx with its default buffering")
def streams():
    release.ensure()
    ways = {"ingress": release.ADDRESS}
    with nginx(release.ADDRESS) as behind_nginx:
        for way, address in (ways | {"nginx": behind_nginx}).items():
            ada = Person(address)
            with tasks_locked(4):
                events = ada.stream("add buy milk")
            kinds = [event["type"] for _, event in events]
            first, last = events[0][0], events[-1][0]
            if kinds[0] != "started" or kinds[-1] != "done" or first > 1.5 or last < 2:
                raise Failure(f"through {way}: {[(round(at, 1), event['type']) for at, event in events]}")
            say(f"stream through {way}: first event after {first * 1000:.0f} ms of a turn that took {last:.1f} s")


@check("a pod that stops ends its open streams with an event that can be retried")
def open_stream():
    release.ensure()
    helm("upgrade", "--wait", values=nested(release.UNLIMITED | {"backend.replicas": 1, "config.shutdownDelay": 1}))
    all_ready(backend=1)
    ada = Person()
    with tasks_locked(8):
        subprocess.Popen(["sh", "-c", "sleep 1; kubectl --namespace todo rollout restart deployment/backend"], stdout=subprocess.DEVNULL)
        events = ada.stream("add buy milk")
    last = events[-1][1]
    if last["type"] != "error" or last["code"] != "SHUTTING_DOWN" or not last["retryable"]:
        raise Failure(f"the stream ended with {last}")
    say(f"open stream of a stopping pod: {last['code']}, retryable, after {events[-1][0]:.1f} s")
    release.ensure()
