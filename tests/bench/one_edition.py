"""Fifty buyers at once on one limited edition, beside fifty who each want another piece.

    python -m tests.bench.one_edition [--buyers 50] [--edition 30] [--rounds 5]

Placing and settling as the shop does them, without Stripe in between, in a database of its own
on the embedded PostgreSQL. Fails where a copy is sold twice, one is lost, or somebody deadlocks.
"""

import argparse
import os
import subprocess
import sys

from tests.bench.catalogue_import import empty_database

STEPS = "from tests.bench.edition_steps import main; main({buyers}, {edition}, {rounds})"


def main() -> None:
    options = _options()
    with empty_database() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        for command in (["migrate", "-v0"], ["shell", "-v0", "-c", STEPS.format(**vars(options))]):
            done = subprocess.run([sys.executable, "manage.py", *command], env=environment)
            if done.returncode:
                sys.exit(done.returncode)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--buyers", type=int, default=50)
    parser.add_argument("--edition", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
