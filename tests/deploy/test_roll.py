"""deploy/roll stops the old ones last of all. Engine and compose write down what they are told."""

import os
import subprocess
from pathlib import Path

import pytest

ROLL = Path(__file__).resolve().parents[2] / "deploy" / "roll"
STANDS_IN = """#!/bin/sh
echo "$(basename "$0") $*" >> "$TOLD"
case "$*" in
    "ps --quiet web") printf "$OLD" ;;
    "ps --all --quiet web") printf "${OLD}three\\nfour\\n" ;;
    inspect*) echo sha256:old ;;
    "$REFUSES"*) exit 1 ;;
esac
"""


@pytest.fixture
def roll(tmp_path):
    """Run it; its exit code, and what engine and compose were told."""
    for name in ("docker", "docker-compose"):
        (tmp_path / name).write_text(STANDS_IN)
        (tmp_path / name).chmod(0o755)

    def run(*words: str, old: str = "one\\ntwo\\n", refuses: str = "nothing"):
        own = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TOLD": str(tmp_path / "told")}
        environment = {**os.environ, **own, "OLD": old, "REFUSES": refuses}
        done = subprocess.run([ROLL, *words], env=environment, capture_output=True, text=True)
        return done.returncode, (tmp_path / "told").read_text().splitlines()

    return run


def test_old_replicas_go_once_the_tables_are_there_and_new_ones_ready(roll):
    assert roll() == (
        0,
        [
            "docker-compose ps --quiet web",
            "docker inspect --format {{.Image}} one",
            "docker tag sha256:old ashes-club:before",
            "docker-compose build",
            "docker-compose run --rm -T migrate",
            "docker-compose up -d --no-deps --no-recreate --scale web=4 --wait web",
            "docker stop --time 60 one two",
            "docker rm one two",
            "docker-compose up -d --no-deps worker backup",
            "docker-compose ps web worker",
        ],
    )


def test_new_version_that_does_not_get_ready_is_taken_away_again(roll):
    code, told = roll(refuses="up -d --no-deps --no-rec")
    assert code == 1
    assert told[-2:] == ["docker logs --tail 30 three", "docker rm --force three four"]


@pytest.mark.parametrize("refuses", ["build", "run --rm -T migrate", "up -d --no-deps --no-rec"])
def test_what_fails_leaves_the_old_ones_where_they_are(roll, refuses):
    code, told = roll(refuses=refuses)
    assert code == 1
    assert not any(" stop " in line or " rm one" in line for line in told)


def test_going_back_builds_and_migrates_nothing(roll):
    code, told = roll("back")
    assert code == 0
    assert told[1] == "docker tag ashes-club:before ashes-club"
    assert not any("build" in line or "migrate" in line for line in told)
    assert "docker stop --time 60 one two" in told


def test_club_that_is_closed_is_opened_otherwise(roll):
    assert roll(old="") == (1, ["docker-compose ps --quiet web"])
