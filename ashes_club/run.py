"""`make run`: the whole club under one command, until Ctrl-C.

PostgreSQL, migrations, demo content on the first day; then web server, task worker and Stripe
sandbox side by side, each line of theirs with its name before it.
"""

import os
import shlex
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError
from environs import EnvError
from honcho.manager import Manager
from honcho.printer import Printer
from psycopg import OperationalError as ServerAway

from ashes_club import postgres

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
SANDBOX_PORT = int(os.environ.get("SANDBOX_PORT", "12111"))
ADDRESS = f"http://{HOST}:{PORT}"

GREETING = """
  Ashes Club is open at  {address}
  Mail it sends          {address}/dev/mail/
  Stripe sandbox         {stripe}
  Test card              4242 4242 4242 4242, any later date, any CVC
"""
SIGN_INS = """  Sign in with the password {password} as
    mira@ashes.example   a member and collector
    kael@ashes.example   an editor: {address}/{desk}/
    ash@ashes.example    the shopkeeper: {address}/{desk}/
"""


def main() -> None:
    refuse_busy_ports()
    prepare_environment()
    try:
        django.setup()
        call_command("prepare")
    except (ImproperlyConfigured, EnvError) as error:
        sys.exit(f"Ashes Club cannot start: {error}")
    except (OperationalError, ServerAway) as error:
        sys.exit(f"Ashes Club cannot reach its database: {str(error).splitlines()[0]}")
    sys.exit(serve())


def refuse_busy_ports() -> None:
    """One sentence, before anything is started, where another program has a port of ours."""
    for port, name in [(PORT, "PORT"), (SANDBOX_PORT, "SANDBOX_PORT")]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                sys.exit(f"Port {port} is taken. Choose another: {name}={port + 1} make run")


def prepare_environment() -> None:
    """Say the addresses of this run once, for this process and those it starts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ashes_club.settings")
    os.environ.setdefault("SITE_URL", ADDRESS)
    os.environ.setdefault("STRIPE_API_BASE", f"http://{HOST}:{SANDBOX_PORT}")
    if not postgres.DATA_DIR.exists():
        print("Making a PostgreSQL of the club's own in var/postgres.", flush=True)
    postgres.use_unless_configured()


def serve() -> int:
    """Run the three processes until one ends or Ctrl-C; their exit status, 0 for Ctrl-C."""
    manager = Manager(Printer(Terminal()))
    for name, command, environment in processes():
        manager.add_process(name, shlex.join(command), env={**os.environ, **environment})
    threading.Thread(target=greet, daemon=True).start()
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    manager.loop()
    return 0 if manager.returncode in (None, -signal.SIGINT, 128 + signal.SIGINT) else 1


class Terminal:
    """Standard output, which may be closed before the club is: its processes end all the same."""

    def write(self, text: str) -> None:
        with suppress(OSError):
            sys.stdout.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stdout.flush()

    def isatty(self) -> bool:
        return sys.stdout.isatty()


def processes() -> list[tuple[str, list[str], dict[str, str]]]:
    """Name, command and own environment of each process."""
    python = sys.executable
    web = ["-m", "ashes_club.serving", "--host", HOST, "--port", str(PORT)]
    running: list[tuple[str, list[str], dict[str, str]]] = [
        ("web", [python, *web], {}),
        ("worker", [python, "manage.py", "worker"], {}),
    ]
    if settings.STRIPE_API_BASE:
        sandbox = [python, "-m", "payments.sandbox", "serve", "--port", str(SANDBOX_PORT)]
        running.append(("stripe", sandbox, sandbox_environment()))
    return running


def sandbox_environment() -> dict[str, str]:
    """The sandbox has a database of its own, beside ours on the same server."""
    return {
        "SANDBOX_DATABASE_URL": postgres.sibling_url(os.environ["DATABASE_URL"], "sandbox"),
        "SANDBOX_PUBLIC_URL": settings.STRIPE_API_BASE,
        "SANDBOX_WEBHOOK_URL": f"{ADDRESS}/stripe/webhook/",
        "SANDBOX_WEBHOOK_SECRET": settings.STRIPE_WEBHOOK_SECRET,
    }


def greet() -> None:
    """Once the club answers, say where it is and who may sign in."""
    while not _answers():
        time.sleep(0.2)
    print(GREETING.format(address=ADDRESS, stripe=settings.STRIPE_API_BASE), flush=True)
    if settings.DEMO:
        print(
            SIGN_INS.format(
                address=ADDRESS, desk=settings.ADMIN_PATH, password=settings.DEMO_PASSWORD
            ),
            flush=True,
        )
    print("  Ctrl-C closes it.\n", flush=True)


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"{ADDRESS}/healthz", timeout=5) as answer:  # noqa: S310
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


if __name__ == "__main__":
    main()
