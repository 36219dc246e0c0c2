"""`make check`: everything that is true of the code without running it. CI runs the same.

Each check is one command; all of them run, as many at once as there are cores, so that one visit
shows every complaint.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
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
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = dict(pool.map(_run, checks()))
    failed = [name for name, well in passed.items() if not well]
    print("\nAll checks passed." if not failed else f"\nFailed: {', '.join(failed)}.")
    return 1 if failed else 0


def checks() -> list[tuple[str, list[str], dict[str, str]]]:
    """Name, command and further environment of each check."""
    manage = [PYTHON, "manage.py"]
    templates = subprocess.check_output(["git", "ls-files", "*.html"], text=True).split()
    # Two at once must not write one cache.
    own_cache = ["--config-file", SANDBOX_TYPES, "--cache-dir", ".mypy_cache/sandbox"]
    sandbox_types = [_tool("mypy"), *own_cache, "payments/sandbox"]
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    return [
        ("types", [_tool("mypy"), *APPS], {}),
        ("types, stripe", sandbox_types, SANDBOX),
        ("format", [_tool("ruff"), "format", "--check", "."], {}),
        ("lint", [_tool("ruff"), "check", "."], {}),
        ("templates", [_tool("djade"), "--target-version", "5.2", "--check", *templates], {}),
        ("imports", [_tool("lint-imports")], {}),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], {}),
        ("migrations' SQL", [PYTHON, "-m", "tests.migration_lint"], {}),
        ("deployment", deploy, PRODUCTION),
        ("audit", [PYTHON, "-m", "tests.audit"], {}),
    ]


def _tool(name: str) -> str:
    return str(BIN / name)


def _run(check: tuple[str, list[str], dict[str, str]]) -> tuple[str, bool]:
    """Run one and say what came of it; its name, and whether all is well."""
    name, command, extra = check
    started = time.monotonic()
    done = subprocess.run(command, env={**os.environ, **extra}, capture_output=True, text=True)
    took = time.monotonic() - started
    last = (done.stdout.strip().splitlines() or [""])[-1]
    state = "failed" if done.returncode else "passed"
    said = f"\n{done.stdout}{done.stderr}" if done.returncode else ""
    print(f"{name:<16}{state}  {took:5.1f} s  {last[:90]}{said}\n", end="", flush=True)
    return name, done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
