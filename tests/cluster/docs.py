"""The commands of README.md and docs/, run as they stand there, one block after another."""
import contextlib, os, re, shutil, subprocess, tempfile, time

import release
from checks import check, say
from people import Person
from shell import TOP, Failure, eventually, rollback_flag

MARK = "<!-- run on the cluster"
BLOCK = re.compile(MARK + r"(, from nothing)? -->\n```sh\n(.*?)^```$", re.M | re.S)
BACKUP = "todo-backup.sql"


def blocks(document):
    """The marked blocks of a document, each with whether it begins with an empty namespace."""
    with open(os.path.join(TOP, document)) as file:
        text = file.read()
    found = [(bool(from_nothing), block) for from_nothing, block in BLOCK.findall(text)]
    if not found or len(found) != text.count(MARK):
        raise Failure(f"{document} has {text.count(MARK)} marks, and {len(found)} blocks of shell commands below them")
    return found


@contextlib.contextmanager
def environment():
    """What makes the commands work on this machine: its docker under that name, and the profile of the images."""
    folder = tempfile.mkdtemp()
    try:
        docker = shutil.which(os.environ.get("DOCKER", "docker"))
        if docker:
            os.symlink(docker, os.path.join(folder, "docker"))
        build = f"{os.environ.get('BUILD_ARGS', '')} PROFILE={os.environ.get('PROFILE', 'release')}"
        yield os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "BUILD_ARGS": build}
    finally:
        shutil.rmtree(folder)


def execute(document, number, block):
    """Runs a block in the top folder; the first command that fails fails the check."""
    block = block.replace("--rollback-on-failure", rollback_flag())
    with environment() as variables:
        done = subprocess.run(["bash", "-e", "-c", block], cwd=TOP, env=variables, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=3600)
    if done.returncode:
        raise Failure(f"block {number} of {document} ended with {done.returncode}:\n{block}\n{done.stdout[-3000:]}")


def follow(document, before=lambda block: None, after=lambda block: None):
    """Runs all blocks of a document in their order."""
    begun, found = time.monotonic(), blocks(document)
    for number, (from_nothing, block) in enumerate(found, 1):
        if from_nothing:
            release.fresh_namespace()
        before(block)
        try:
            execute(document, number, block)
        finally:
            release.mark()
        after(block)
    say(f"{document}: {len(found)} blocks of commands work, in {time.monotonic() - begun:.0f} s")


def is_open():
    eventually("the ingress leads to the app", release.is_open, 30)


@check("README.md: from nothing to a chat, by its commands")
def readme():
    if not os.environ.get("LOAD_COMMAND"):
        raise Failure("scripts/deploy-local.sh needs LOAD_COMMAND, the command that puts images where pods find them")
    installations = ("deploy-local.sh", "helm install")

    def after(block):
        if any(words in block for words in installations):
            is_open()
            answer = Person().says("remind me to call mom tomorrow at 5pm")
            if [change["title"] for change in answer["changes"]] != ["Call mom"]:
                raise Failure(f"the chat answered {answer['response']!r}")

    follow("README.md", after=after)


@check("docs/operations.md: its commands")
def operations():
    release.installed()
    follow("docs/operations.md")


@check("docs/kubernetes.md: its commands; a backup brings back what was there, and nothing else")
def kubernetes():
    release.installed()
    ada = Person()
    ada.add("Before the backup")

    def before(block):
        if f"<{BACKUP}" in block:
            ada.renew().add("After the backup")

    def after(block):
        if f"<{BACKUP}" in block or "helm install" in block:
            is_open()
            if (titles := ada.renew().titles()) != ["Before the backup"]:
                raise Failure(f"the tasks are {titles} after:\n{block}")

    try:
        follow("docs/kubernetes.md", before, after)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(TOP, BACKUP))
