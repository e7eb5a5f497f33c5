"""What cannot work: whoever deploys it is told why, and what to do."""
import os, subprocess
from urllib.parse import urlsplit

import release
from checks import check, say
from shell import NAMESPACE, TOP, Failure, get, helm, name, pods, run


def deployed(*arguments, seconds=40, **environment):
    """What scripts/deploy-local.sh says of the image that is there already, and its exit code."""
    done = subprocess.run([os.path.join(TOP, "scripts/deploy-local.sh"), "--skip-build", "--timeout", f"{seconds}s", *arguments],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          env=os.environ | {"TAG": "dev", "LOAD_COMMAND": "true"} | environment)
    return done.returncode, done.stdout + done.stderr


def explained(title, words, *arguments, **environment):
    release.fresh_namespace()
    code, said = deployed(*arguments, **environment)
    missing = [word for word in words if word not in said]
    if code == 0 or missing:
        raise Failure(f"{title}: exit code {code}, missing {missing} in:\n{said[-3000:]}")
    password = urlsplit(environment.get("DATABASE_URL", "")).password
    if password and password in said:
        raise Failure("the password of the database was shown")
    line = next(line.strip() for line in said.splitlines() if "Cause:" in line)
    say(f"{title}: {line[:200]}")


@check("Pending for lack of CPU: the scheduler's reason and a cure")
def pending():
    explained("no node has enough CPU", ["Insufficient cpu", "Cure:"], "--set", "backend.resources.requests.cpu=64")


@check("a wrong DATABASE_URL: named as the cause, its password shown nowhere")
def wrong_database():
    explained("nobody at DATABASE_URL", ["DATABASE_URL", "Cure:"], DATABASE_URL="postgres://todo:secret-of-a-database@198.51.100.1:9/todo")


@check("a Secret that is not there: named as the cause")
def missing_secret():
    explained("missing Secret", ["not-there", "Cure:"], "--set", "secrets.existing.jwtSecret.name=not-there")


@check("scripts/deploy-local.sh installs, and again changes nothing; scripts/teardown.sh keeps or deletes the data", quick=True)
def scripts():
    release.fresh_namespace()
    code, said = deployed(seconds=120)
    if code or "todo.local" not in said:
        raise Failure(f"deploy-local.sh ended with {code}:\n{said[-3000:]}")
    before = sorted(map(name, pods()))
    code, said = deployed(seconds=120)
    if code or sorted(map(name, pods())) != before:
        raise Failure(f"a second run restarted pods or failed ({code}):\n{said[-2000:]}")
    helm("test")
    for flag, left in (("--keep-data", True), ("--delete-data", False)):
        run(os.path.join(TOP, "scripts/teardown.sh"), flag, stdin="")
        found = bool(get("persistentvolumeclaims"))
        if found != left:
            raise Failure(f"after teardown.sh {flag} the volume is {'still there' if found else 'gone'}")
    if run("kubectl", "get", "namespace", NAMESPACE, "--ignore-not-found", "--output", "name"):
        raise Failure("the namespace is still there")
