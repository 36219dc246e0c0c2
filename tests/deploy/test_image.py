"""What the Dockerfile promises, read from the file and seen in the code: no engine is needed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IGNORED = (ROOT / ".dockerignore").read_text().split()


def _instructions(path):
    """The lines of each stage, by its name; continued lines are one."""
    text = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / path).read_text())
    stages = {}
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if line.startswith("FROM "):
            name = line.split(" AS ")[-1] if " AS " in line else "last"
            stages[name] = []
        if line:
            stages[name].append(line)
    return stages


STAGES = _instructions("Dockerfile")


def test_image_is_built_from_the_python_that_was_asked_for():
    assert STAGES["python"][0] == "FROM python:3.13-slim-trixie AS python"
    assert "# syntax" not in (ROOT / "Dockerfile").read_text()


def test_dependencies_are_a_layer_of_their_own_before_the_code():
    copied = [line for line in STAGES["dependencies"] if line.startswith("COPY")]
    assert copied == ["COPY requirements.txt ."]
    assert "--only-binary :all:" in " ".join(STAGES["dependencies"])


def test_nothing_is_installed_where_the_club_runs():
    production = " ".join(STAGES["production"])
    assert not re.search(r"apt|pip|gcc|build-essential", production)


@pytest.mark.parametrize("name", ["production", "sandbox"])
def test_image_runs_as_nobody_in_particular(name):
    users = [line for line in STAGES["production"] if line.startswith("USER")]
    assert users == ["USER club"]
    assert not any(line.startswith("USER") for line in STAGES["sandbox"])


def test_sandbox_is_taken_away_before_the_club_is_copied_and_only_its_own_image_has_it():
    assert "mv payments/sandbox /sandbox" in " ".join(STAGES["club"])
    assert "sandbox" not in " ".join(STAGES["production"][1:])
    assert STAGES["sandbox"][0] == "FROM production AS sandbox"
    assert STAGES["last"] == ["FROM production"]


def test_club_needs_nothing_of_the_sandbox(tmp_path):
    """Every module of the shop is found without it: what the image has is enough."""
    code = (
        "import sys; sys.modules['payments.sandbox'] = None;"
        "import django; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "from django.core import checks; checks.run_checks(include_deployment_checks=False);"
        "import ashes_club.tasks, payments.tasks, ashes_club.wsgi"
    )
    own = {"DJANGO_SETTINGS_MODULE": "ashes_club.settings", "VAR_DIR": str(tmp_path)}
    environment = {**os.environ, **own, "DATABASE_URL": "postgresql://nowhere.invalid/club"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, text=True)
    assert done.returncode == 0


def test_files_that_no_image_needs_stay_out_of_it():
    assert {".git", ".env", "tests", "docs", "var", "media/private"} <= set(IGNORED)


def test_files_are_hashed_and_pressed_while_the_image_is_built():
    assert "manage.py collectstatic" in " ".join(STAGES["club"])


def test_door_runs_as_nobody_in_particular_and_brings_its_certificates_program():
    door = _instructions("deploy/proxy/Dockerfile")["last"]
    assert "USER nginx" in door
    assert "certbot" in " ".join(door)
