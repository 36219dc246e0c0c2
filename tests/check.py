"""`make check`: everything that is true of the code without running it. CI runs the same.

Each check is one command; all of them run, so that one visit shows every complaint.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from ashes_club import postgres

BIN = Path(sys.executable).parent
PYTHON = sys.executable
APPS = ["ashes_club", "accounts", "catalog", "lore", "payments", "core"]
# The sandbox is a Django project of its own, with settings of its own.
SANDBOX = {"SANDBOX_DATABASE_URL": "postgresql://sandbox"}
SANDBOX_TYPES = "payments/sandbox/mypy.ini"
PRODUCTION = {
    "CLUB_MODE": "production",
    "SECRET_KEY": "only-for-the-check-of-the-production-settings-0123456789",
    "SITE_URL": "https://ashes.example",
    "CACHE_URL": "locmem://",
    "EMAIL_URL": "smtp://mail.example:587",
    "STRIPE_SECRET_KEY": "sk_live_only_for_the_check",
    "STRIPE_WEBHOOK_SECRET": "whsec_only_for_the_check",
    "STRIPE_API_BASE": "",
}


def main() -> int:
    postgres.use_unless_configured()
    failed = [name for name, command, extra in checks() if not _passes(name, command, extra)]
    print("\nAll checks passed." if not failed else f"\nFailed: {', '.join(failed)}.")
    return 1 if failed else 0


def checks() -> list[tuple[str, list[str], dict[str, str]]]:
    """Name, command and further environment of each check."""
    manage = [PYTHON, "manage.py"]
    templates = subprocess.check_output(["git", "ls-files", "*.html"], text=True).split()
    sandbox_types = [_tool("mypy"), "--config-file", SANDBOX_TYPES, "payments/sandbox"]
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    return [
        ("format", [_tool("ruff"), "format", "--check", "."], {}),
        ("lint", [_tool("ruff"), "check", "."], {}),
        ("templates", [_tool("djade"), "--target-version", "5.2", "--check", *templates], {}),
        ("types", [_tool("mypy"), *APPS], {}),
        ("types, stripe", sandbox_types, SANDBOX),
        ("imports", [_tool("lint-imports")], {}),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], {}),
        ("deployment", deploy, PRODUCTION),
        ("audit", [PYTHON, "-m", "tests.audit"], {}),
    ]


def _tool(name: str) -> str:
    return str(BIN / name)


def _passes(name: str, command: list[str], extra: dict[str, str]) -> bool:
    started = time.monotonic()
    print(f"{name:<15}", end="", flush=True)
    done = subprocess.run(command, env={**os.environ, **extra}, capture_output=True, text=True)
    took = time.monotonic() - started
    last = (done.stdout.strip().splitlines() or [""])[-1]
    print(f"{'failed' if done.returncode else 'passed'}  {took:5.1f} s  {last[:90]}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
