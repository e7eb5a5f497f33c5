"""A database outside the cluster that behaves as Neon does: TLS, a pooler in transaction mode, sleep when idle."""
import contextlib, os, secrets, shutil, socket, tempfile, threading, time

import release
from checks import Figures, check, say
from load import Load
from people import Person
from shell import NODE, Failure, all_ready, eventually, get, helm, nested, run, seconds_to_ready

NEXT = os.environ.get("NEXT_TAG", "next")
DOCKER = os.environ.get("DOCKER", "docker")
IDLE_S, WAKE_S = 10, 0.8


class Sleeper:
    """Forwards connections as a database does that sleeps when idle: drops idle links, holds the first one."""

    def __init__(self, target_port):
        self.target_port, self.server, self.lock = target_port, socket.create_server((NODE, 0)), threading.Lock()
        self.port, self.open, self.accepted, self.woken = self.server.getsockname()[1], 0, 0, 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self.forward, args=(client,), daemon=True).start()

    def forward(self, client):
        with self.lock:
            asleep, self.open, self.accepted = self.open == 0, self.open + 1, self.accepted + 1
            self.woken += asleep
        if asleep:
            time.sleep(WAKE_S)
        try:
            upstream = socket.create_connection(("127.0.0.1", self.target_port))
            with client, upstream:
                last = [time.monotonic()]
                back = threading.Thread(target=self.pump, args=(upstream, client, last), daemon=True)
                back.start()
                self.pump(client, upstream, last)
                back.join()
        except OSError:
            pass
        finally:
            with self.lock:
                self.open -= 1

    @staticmethod
    def pump(source, sink, last):
        source.settimeout(0.5)
        while time.monotonic() - last[0] < IDLE_S:
            try:
                data = source.recv(1 << 16)
            except TimeoutError:
                continue
            except OSError:
                break
            if not data:
                break
            last[0] = time.monotonic()
            try:
                sink.sendall(data)
            except OSError:
                break
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextlib.contextmanager
def neon_like():
    """Yields the sleeper and the address that the backend is given."""
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o755)
    data = os.path.join(folder, "data")
    os.mkdir(data)
    shutil.chown(data, "postgres", "postgres")
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    tools = sorted(f"/usr/lib/postgresql/{v}/bin" for v in os.listdir("/usr/lib/postgresql"))[-1]
    port, bouncer, password = free_port(), free_port(), secrets.token_hex(16)
    run(*as_postgres, f"{tools}/initdb", "-D", data, "-U", "todo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    run(*as_postgres, f"{tools}/pg_ctl", "-D", data, "-w", "-l", f"{data}/log", "-o", f"-p {port} -k /tmp -c listen_addresses=127.0.0.1", "start")
    settings = os.path.join(folder, "pgbouncer")
    os.mkdir(settings)
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=pooler", "-keyout",
        f"{settings}/key.pem", "-out", f"{settings}/cert.pem")
    with open(f"{settings}/users", "w") as file:
        file.write(f'"todo" "{password}"\n')
    with open(f"{settings}/pgbouncer.ini", "w") as file:
        file.write(f"""[databases]
postgres = host=127.0.0.1 port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {bouncer}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {settings}/users
pool_mode = transaction
max_prepared_statements = 200
max_client_conn = 500
client_tls_sslmode = require
client_tls_key_file = {settings}/key.pem
client_tls_cert_file = {settings}/cert.pem
""")
    for file in os.listdir(settings):
        os.chmod(f"{settings}/{file}", 0o644)
    pooler = f"todo-pooler-{bouncer}"
    run(DOCKER, "run", "--detach", "--rm", "--name", pooler, "--network", "host", "--user", "65534", "--volume", f"{settings}:{settings}:ro",
        os.environ.get("PGBOUNCER_IMAGE", "pgbouncer:test"), "/usr/sbin/pgbouncer", f"{settings}/pgbouncer.ini")
    sleeper = Sleeper(bouncer)
    try:
        yield sleeper, f"postgres://todo:{password}@{NODE}:{sleeper.port}/postgres?sslmode=require"
    finally:
        # The release knows this address, and would keep it.
        release.fresh_namespace()
        sleeper.server.close()
        run(DOCKER, "rm", "--force", pooler, check=False)
        run(*as_postgres, f"{tools}/pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder)


@check("a database as Neon: TLS, PgBouncer in transaction mode, asleep when idle; nothing else is deployed")
def neon():
    with neon_like() as (sleeper, url):
        settings = {"secrets.databaseUrl": url}
        release.installed(settings)
        if get("statefulsets"):
            raise Failure("a PostgreSQL was deployed beside the given one")
        connected = seconds_to_ready("backend")
        Figures.add("backend with a Neon-like URL: container start to connected", connected, "s", limit=5.0)
        ada = Person()
        answer = ada.says("add buy milk tomorrow at 5pm")
        eventually("every link was dropped", lambda: sleeper.open == 0, 60)
        # Idle: probes alone. Then the next request finds only dead links, and must not notice.
        accepted = sleeper.accepted
        time.sleep(30)
        Figures.add("connections made by idle probes in 30 s", sleeper.accepted - accepted, limit=0)
        ada.add("Made after the sleep")
        eventually("every link was dropped", lambda: sleeper.open == 0, 60)
        ada.says("delete the milk task", answer["conversation_id"])
        if ada.titles() != ["Made after the sleep"]:
            raise Failure(f"the tasks are {ada.titles()}")
        with Load() as load:
            helm("upgrade", "--wait", values=nested(release.UNLIMITED | settings | {"image.tag": NEXT}))
            all_ready(backend=2, frontend=2)
        say(f"Neon-like database, upgrade with a migration through the pooler: {load.summary()}")
        say(f"Neon-like database: woken {sleeper.woken} times, {sleeper.accepted} connections")
