"""Starts the stand-in: database, migrations, endpoint, web server, deliverer; stops them all."""

import os
import socket
import threading
from argparse import ArgumentParser
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from granian.constants import Interfaces
from granian.server.mp import MPServer
from psycopg import sql

from payments.sandbox.api.endpoints import register
from payments.sandbox.conformance import routes
from payments.sandbox.webhooks.deliverer import Deliverer

_WORKER_THREADS = 8


class Server(MPServer):
    """Granian with a deliverer beside it, started once the web worker has been forked off."""

    def startup(self, *args: Any) -> None:
        """Thread after fork: a forked copy must not share the thread's database connection."""
        super().startup(*args)
        self.deliverer = Deliverer()
        self.thread = threading.Thread(target=self.deliverer.run, name="deliverer")
        self.thread.start()
        self.on_shutdown(self._end)

    def _end(self) -> None:
        self.deliverer.stop()
        self.thread.join()


class Command(BaseCommand):
    """serve: migrate, then answer until SIGTERM or SIGINT."""

    help = __doc__
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Loopback unless told otherwise: the sandbox has no real locks on its doors."""
        parser.add_argument("--port", type=int, default=12111)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Prepare and serve."""
        if "SANDBOX_PUBLIC_URL" not in os.environ:
            settings.PUBLIC_URL = os.environ["SANDBOX_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
        _check_port(host, port)
        try:
            _make_database()
        except psycopg.OperationalError as problem:
            raise CommandError(f"The sandbox's database does not answer: {problem}") from problem
        call_command("migrate", verbosity=0, interactive=False)
        if settings.WEBHOOK_URL:
            register(settings.WEBHOOK_URL, settings.WEBHOOK_SECRET)
        connections.close_all()
        routes()
        _server(host, port).serve()


def _server(host: str, port: int) -> Server:
    return Server(
        "payments.sandbox.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=_WORKER_THREADS,
        log_enabled=False,
        websockets=False,
    )


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            message = f"The sandbox cannot listen on {host}:{port}: {problem.strerror}."
            raise CommandError(message) from problem


def _make_database() -> None:
    """Create our database where the server does not have it yet."""
    values = connection.settings_dict
    name = values["NAME"]
    keys = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {k: values[v] for k, v in keys.items() if values[v]} | values["OPTIONS"]
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as server:
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if server.execute(known, [name]).fetchone() is None:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
