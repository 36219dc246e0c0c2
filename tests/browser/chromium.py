"""The Chromium of this machine: found, installed where that is possible, or asked for."""

import os
import shutil
import subprocess
import sys

# First the one without a window system: the same engine for a fifth less work.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # as root, in CI, Chromium refuses to start with its sandbox
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
ADVICE = (
    "The browser tests need Chromium. Install it (Debian: sudo apt install chromium), or name "
    "one with CHROMIUM=/path/to/it; the other tests run without it: make test-code"
)


def find() -> str | None:
    """The path of a Chromium on this machine; None if there is none."""
    named = os.environ.get("CHROMIUM")
    found = [named] if named else [shutil.which(name) for name in NAMES]
    return next((path for path in found if path and os.access(path, os.X_OK)), None)


def main() -> None:
    """Make sure of a browser before the tests start, so that none of them fails for want of it."""
    if find():
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(ADVICE)
    print("Installing Chromium for the browser tests.", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    install = ["apt-get", "install", "-y", "--no-install-recommends"]
    subprocess.run(["apt-get", "update"], **quiet)
    for package in (SHELL, "chromium"):  # older Debians have no shell of it
        if not find():
            subprocess.run([*install, package], **quiet)
    if not find():
        sys.exit(ADVICE)


if __name__ == "__main__":
    main()
