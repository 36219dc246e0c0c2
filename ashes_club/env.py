"""The typed environment: a value is right, or the start stops with one sentence that names it."""

import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

# Connections a process; seconds to wait for one. Tries to reconnect come at ever longer intervals,
# and are begun afresh after five seconds: a database that is back is found within four.
POOL = {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 5}
# A machine that vanished without a word is given up after a quarter of a minute, not two hours.
NETWORK = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,  # milliseconds
}
PATH_SEGMENT = re.compile(r"[A-Za-z0-9_-]{2,60}")
# A replica that is away is not waited for: the primary is there.
REPLICA = {"pool": {**POOL, "timeout": 1}, "connect_timeout": 2}
MIRROR = {"MIRROR": "default"}
CACHE_SCHEMES = {"redis", "rediss", "valkey", "valkeys"}
# Seconds to connect and for each answer; things a process keeps by itself while there is none.
CACHE_OPTIONS = {"SOCKET_CONNECT_TIMEOUT": 0.25, "SOCKET_TIMEOUT": 0.25, "MAX_ENTRIES": 10_000}
# What follows MEDIA_S3_, and what django-storages calls it.
BUCKET = {
    "BUCKET": "bucket_name",
    "ENDPOINT": "endpoint_url",
    "REGION": "region_name",
    "KEY": "access_key",
    "SECRET": "secret_key",
}
MAIL_SCHEMES = {"smtp", "smtps", "smtp+tls", "smtp+ssl", "submission", "file", "console"}


# Each may stand in a file instead, which SECRET_KEY_FILE and so on name.
SECRETS = [
    "SECRET_KEY", "SECRET_KEYS_BEFORE", "DATABASE_URL", "DATABASE_DIRECT_URL",
    "DATABASE_REPLICA_URL", "CACHE_URL",
    "EMAIL_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET_BEFORE",
    "BACKUP_KEY", "DISCORD_KEYS", "GOOGLE_KEYS", "TWITCH_KEYS", "METRICS_TOKEN", "SENTRY_DSN",
    "MEDIA_S3_KEY", "MEDIA_S3_SECRET",
]  # fmt: skip


def take_from_file(name: str) -> None:
    """Put what the file that <name>_FILE names holds into the environment, under `name`.

    The processes we start find it there, as if it had been given so; the file is read once.
    """
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return
    if os.environ.get(name):
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one of them.")
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}.") from error
    if not value:
        raise ImproperlyConfigured(f"{name}_FILE names a file that is empty: {path}.")
    os.environ[name] = value
    del os.environ[f"{name}_FILE"]


class Environment(Env):
    """environs, with the kinds of value the club has; its errors name the variable."""

    production: bool

    @classmethod
    def read(cls, env_file: Path) -> Self:
        """Read the process environment, then `env_file` for what it leaves unsaid."""
        env = cls()
        env.read_env(env_file, recurse=False)
        for name in SECRETS:
            take_from_file(name)
        modes = validate.OneOf(["development", "production"])
        env.production = env.str("CLUB_MODE", default="development", validate=modes) == "production"
        return env

    def secret(self, name: str, *, development: str) -> str:
        """A value production must bring along: at least 16 characters, never the default.

        A demo has none to keep: its passwords, the shopkeeper's too, are printed.
        """
        if not self.production or self.bool("DEMO", default=False):
            return self.str(name, default=development)
        value = self.str(name)
        if len(value) < 16 or value == development:
            raise ImproperlyConfigured(f"{name} must be a secret of at least 16 characters.")
        return value

    def web_address(self, name: str, *, development: str) -> str:
        """An absolute http(s) address without a path, such as https://ashes.example."""
        value = self.str(name) if self.production else self.str(name, default=development)
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ImproperlyConfigured(
                f"{name} must be an address like https://ashes.example, not {value!r}."
            )
        return value.rstrip("/")

    def databases(self, name: str) -> dict[str, dict[str, Any]]:
        """Django's settings of the PostgreSQL at this URL, with psycopg's connection pool.

        With DATABASE_DIRECT_URL the other one leads to a PgBouncer in transaction mode, and what
        needs a session of its own finds PostgreSQL itself as `direct`.
        """
        direct = "DATABASE_DIRECT_URL"
        known = {"default": self._database(name)}
        if self.str("DATABASE_REPLICA_URL", ""):
            known["replica"] = {**self._database("DATABASE_REPLICA_URL"), "TEST": MIRROR}
            known["replica"]["OPTIONS"] |= REPLICA
        if self.str(direct, "") in {"", self.str(name)}:
            return known
        for each in known.values():
            each["OPTIONS"]["prepare_threshold"] = None  # the next may meet another session
            each["DISABLE_SERVER_SIDE_CURSORS"] = True
        return {**known, "direct": {**self._database(direct), "TEST": MIRROR}}

    def _database(self, name: str) -> dict[str, Any]:
        """The threshold is for the statements of catalog/models/statements.py; Django's own are
        not prepared."""
        url = self.str(name, default="")
        if not url.startswith(("postgres://", "postgresql://")):
            raise ImproperlyConfigured(
                f"{name} must be the URL of a PostgreSQL (postgresql://…); "
                "`make run` and `python manage.py` start one where it is unset."
            )
        database = self.dj_db_url(name, engine="ashes_club.slow_queries")
        # A database that was started anew is noticed before a visitor's request fails over it.
        database["CONN_HEALTH_CHECKS"] = True
        ours = {"pool": POOL, "prepare_threshold": 2, **NETWORK}
        # Statements that take so many milliseconds are logged, without their values; 0: none.
        database["SLOW_QUERY_MS"] = self.int("SLOW_QUERY_MS", 500, validate=validate.Range(min=0))
        database["OPTIONS"] = {**ours, **database.get("OPTIONS", {})}
        return database

    def path_segment(self, name: str, *, default: str) -> str:
        """One part of an address: letters, figures, - and _."""
        value = self.str(name, default=default).strip("/")
        if not PATH_SEGMENT.fullmatch(value):
            raise ImproperlyConfigured(f"{name} must be like back-of-the-house, not {value!r}.")
        return value

    def megabytes(self, name: str, *, default: int) -> int:
        """Said in whole megabytes, one or more; in bytes."""
        return 2**20 * int(self.int(name, default=default, validate=validate.Range(min=1)))

    def networks(self, name: str) -> list[IPv4Network | IPv6Network]:
        """Networks and single addresses, comma separated, such as 10.0.0.0/8,2001:db8::1."""
        try:
            named: list[str] = self.list(name, default=[])
            return [ip_network(each.strip(), strict=False) for each in named]
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} must be like 10.0.0.0/8: {error}.") from error

    def key_pair(self, name: str) -> dict[str, str] | None:
        """An application's id and secret at another house, as `id:secret`; None where unset."""
        value = self.str(name, default="")
        client_id, _, secret = value.partition(":")
        if value and not (client_id.strip() and secret.strip()):
            raise ImproperlyConfigured(f"{name} must be like client-id:client-secret.")
        return {"client_id": client_id.strip(), "secret": secret.strip()} if value else None

    def periods(self, **days: int) -> dict[str, int]:
        """Whole days, one or more each; KEEP_DOWNLOADS_DAYS sets another for `downloads`."""
        at_least_one = validate.Range(min=1)
        return {
            name: self.int(f"KEEP_{name.upper()}_DAYS", default=default, validate=at_least_one)
            for name, default in days.items()
        }

    def debug(self, name: str) -> bool:
        """Tracebacks in the browser: a development machine's wish, refused in production."""
        wanted = self.bool(name, default=False)
        if wanted and self.production:
            raise ImproperlyConfigured(f"{name} shows tracebacks to visitors: not in production.")
        return wanted

    def cache(self, name: str, *, development: str) -> dict[str, Any]:
        """Django's settings of the cache at this URL."""
        url = self.str(name) if self.production else self.str(name, default=development)
        scheme, _, rest = url.partition(":")
        if scheme not in CACHE_SCHEMES:
            return self.dj_cache_url(name, default=url)
        return {
            "BACKEND": "ashes_club.shared_cache.SharedCache",
            "LOCATION": f"{scheme.replace('valkey', 'redis')}:{rest}",
            "KEY_PREFIX": "club",  # the server may have other guests
            "OPTIONS": CACHE_OPTIONS,
        }

    def media(self, folder: Path) -> dict[str, dict[str, Any]]:
        """Django's storages of uploads and of what buyers download: in `folder`, or in a bucket.

        The key may be left out where the machine itself is allowed to use the bucket.
        """
        given = {name: self.str(f"MEDIA_S3_{name}", default="") for name in BUCKET}
        if bool(given["KEY"]) != bool(given["SECRET"]):
            raise ImproperlyConfigured("MEDIA_S3_KEY and MEDIA_S3_SECRET must be set together.")
        if not any(given.values()):
            return _folders(folder)
        if not given["BUCKET"]:
            raise ImproperlyConfigured("MEDIA_S3_BUCKET must be the name of a bucket.")
        known = {option: given[name] or None for name, option in BUCKET.items()}
        return {
            alias: {
                "BACKEND": f"ashes_club.buckets.{kind}Bucket",
                "OPTIONS": {**known, "location": kind.lower(), "file_overwrite": False},
            }
            for alias, kind in {"default": "Public", "private": "Private"}.items()
        }

    def mail(self, name: str) -> dict[str, Any]:
        """Django's EMAIL_* settings; in development mail is kept in files, see /dev/mail/."""
        url = self.str(name) if self.production else self.str(name, default="file://")
        if urlsplit(url).scheme not in MAIL_SCHEMES:
            raise ImproperlyConfigured(
                f"{name} must be like smtp://user:password@host:587/?tls=True."
            )
        values = self.dj_email_url(name, "file://")
        return {key: value for key, value in values.items() if key != "EMAIL_FILE_PATH"}


def _folders(folder: Path) -> dict[str, dict[str, Any]]:
    backend = "core.room.WholeFiles"
    # What buyers paid for: no address leads there, the Locker hands it out.
    private = {"location": folder / "private", "base_url": None}
    return {"default": {"BACKEND": backend}, "private": {"BACKEND": backend, "OPTIONS": private}}
