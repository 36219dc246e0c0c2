"""What it costs to rename a page that nobody links to, and one that thousands link to.

    python -m tests.bench.lore_links [--pages 5000]

In a database of its own on the embedded PostgreSQL, dropped afterwards. The save is the desk's own
form, posted; the background is the worker's jobs, done one after the other. Fails where the save
with all those links takes more than half a second longer than without.
"""

import argparse
import os
import subprocess
import sys

from tests.bench.catalogue_import import empty_database

STEPS = "from tests.bench.link_steps import main; main({pages})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=5_000)
    steps = STEPS.format(**vars(parser.parse_args()))
    with empty_database() as url:
        environment = {**os.environ, "DATABASE_URL": url, "DEBUG": "0"}
        for command in (["migrate", "-v0"], ["shell", "-v0", "-c", steps]):
            done = subprocess.run([sys.executable, "manage.py", *command], env=environment)
            if done.returncode:
                sys.exit(done.returncode)


if __name__ == "__main__":
    main()
