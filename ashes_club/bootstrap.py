"""Makes the virtual environment; run by make with whatever python3 the machine has.

It uses the standard library only, and no syntax younger than Python 3.6, so that an old Python
gets a sentence instead of a SyntaxError.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
NEEDED_GB = 1


def main(requirements: str) -> None:
    """Install `requirements` (a file name) into .venv, unless it holds exactly these already."""
    _check_machine()
    wanted = _fingerprint(requirements)
    stamp = os.path.join(VENV, requirements + ".installed")
    if os.path.exists(stamp) and _read(stamp) == wanted:
        return
    _make_environment()
    print("Installing what the club is built on, about half a minute.", flush=True)
    pip = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--quiet",
        "--progress-bar",
    ]
    fancy = "on" if sys.stdout.isatty() else "off"
    if subprocess.call([*pip, fancy, "-r", requirements], cwd=ROOT):
        sys.exit("The packages could not be installed; pip says why above. Then run make again.")
    with open(stamp, "w") as file:
        file.write(wanted)


def _check_machine() -> None:
    if sys.version_info < (3, 11):
        found = "{}.{}".format(*sys.version_info[:2])
        sys.exit(
            "Ashes Club needs Python 3.11 or later, and this is {}. "
            "Install one and run: make PYTHON=python3.12 run".format(found)
        )
    if shutil.disk_usage(ROOT).free < NEEDED_GB * 10**9:
        sys.exit("Ashes Club needs {} GB of free disk, and less is left here.".format(NEEDED_GB))


def _make_environment() -> None:
    if os.path.exists(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "This Python cannot make virtual environments. On Debian: apt install python3-venv"
        )
    print("Making a virtual environment in .venv.", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", VENV]):
        sys.exit("The virtual environment could not be made; Python says why above.")


def _fingerprint(requirements: str) -> str:
    """What the environment depends on: the Python and every line of the requirement files."""
    lines = _read(os.path.join(ROOT, "requirements.txt")) + _read(os.path.join(ROOT, requirements))
    return hashlib.sha256((sys.version + ROOT + lines).encode()).hexdigest()


def _read(path: str) -> str:
    with open(path) as file:
        return file.read()


if __name__ == "__main__":
    main(sys.argv[1])
