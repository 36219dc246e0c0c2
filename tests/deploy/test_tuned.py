"""PostgreSQL's settings follow its memory."""

import os
import subprocess
from pathlib import Path

import pytest

TUNED = Path(__file__).resolve().parents[2] / "deploy" / "postgres" / "tuned"


def _settings(**environment):
    said = subprocess.run(
        ["sh", TUNED, "--show"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return dict(line.split("=") for line in said.splitlines())


@pytest.mark.parametrize(
    ("memory", "buffers", "cache", "sort"),
    [
        ("256m", "64MB", "160MB", "2MB"),
        ("1G", "256MB", "640MB", "5MB"),
        ("4096M", "1024MB", "2560MB", "20MB"),
        ("64g", "16384MB", "40960MB", "64MB"),
        ("2147483648", "512MB", "1280MB", "10MB"),
    ],
)
def test_settings_fit_the_memory(memory, buffers, cache, sort):
    settings = _settings(DB_MEMORY=memory)
    assert settings["shared_buffers"] == buffers
    assert settings["effective_cache_size"] == cache
    assert settings["work_mem"] == sort


def test_more_connections_leave_less_for_each():
    assert _settings(DB_MEMORY="4g", DB_CONNECTIONS="400")["work_mem"] == "5MB"


def test_without_a_word_the_machine_is_asked():
    assert _settings()["shared_buffers"].endswith("MB")
