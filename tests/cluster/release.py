"""The release under test, in a namespace of its own that enforces the level `restricted`."""
import json, os

from people import ADDRESS, HOST, Link
from shell import NAMESPACE, all_ready, eventually, get, helm, kubectl, nested, run

# The load signs its people up from one address; the limits themselves are tested elsewhere.
UNLIMITED = {f"config.rateLimit{name}": "0/1" for name in ("SignIn", "Auth", "Failures", "Chat")}
# Further values, dotted, as JSON: to break something on purpose, and see its check fail.
UNLIMITED |= json.loads(os.environ.get("BREAK", "{}"))
RESTRICTED = "pod-security.kubernetes.io/enforce=restricted"
# What tells our namespace from somebody's.
OURS = "todo-app/made-for=test-cluster"


def is_somebodys():
    """Whether the namespace is there, and was not made by these checks."""
    found = run("kubectl", "get", "namespace", NAMESPACE, "--ignore-not-found", "--show-labels")
    return bool(found.strip()) and OURS not in found


def mark():
    """Makes the namespace ours; commands of the documents make it anew as well."""
    run("kubectl", "label", "namespace", NAMESPACE, OURS, "--overwrite", check=False)


def fresh_namespace():
    """Without release, Secret, volumes."""
    run("kubectl", "delete", "namespace", NAMESPACE, "--ignore-not-found", "--wait", timeout=180)
    run("kubectl", "create", "namespace", NAMESPACE)
    run("kubectl", "label", "namespace", NAMESPACE, RESTRICTED)
    mark()


def is_open(address=ADDRESS, host=HOST):
    """Whether page and API answer."""
    try:
        link = Link(address, host)
        answers = [link.call("GET", path).status for path in ("/", "/api/health")]
        link.close()
        return answers == [200, 200]
    except OSError:
        return False


def installed(settings=None, replicas=(2, 2)):
    """A fresh release that is ready and reachable."""
    fresh_namespace()
    helm("install", "--wait", values=nested(UNLIMITED | (settings or {})))
    all_ready(backend=replicas[0], frontend=replicas[1])
    eventually("the ingress leads to the app", is_open, 30)


def ensure(settings=None):
    """The ordinary release for checks that only use it: upgraded to these settings, or installed."""
    if run("helm", "status", "todo-app", "--namespace", NAMESPACE, check=False).returncode:
        return installed(settings)
    if "secrets.openaiApiKey" not in (settings or {}):
        # A key that was given once stays.
        kubectl("patch", "secret", "app-secrets", "--type=json", "--patch", '[{"op": "remove", "path": "/data/OPENAI_API_KEY"}]', check=False)
    helm("upgrade", "--wait", values=nested(UNLIMITED | (settings or {})))
    all_ready(backend=2, frontend=2)
    # For a moment those of before still answer.
    ours = "--selector=app.kubernetes.io/instance=todo-app,app.kubernetes.io/component in (backend,frontend)"
    eventually("the pods of before are gone", lambda: len(get("pods", ours)) == 4, 60)
    eventually("the ingress leads to the app", is_open, 30)
