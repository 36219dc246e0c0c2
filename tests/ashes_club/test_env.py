"""Secrets from files, and the values of the guards: right, or refused in a sentence."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from ashes_club.env import Environment, take_from_file

SECRET = "a-secret-of-the-house-that-stands-in-a-file-and-nowhere-else"


@pytest.fixture
def file(tmp_path, monkeypatch):
    """As an operator's secret store leaves it, with a line's end."""
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    file.write_text(f"{SECRET}\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(file))
    yield file
    os.environ.pop("SECRET_KEY", None)


def test_secret_may_stand_in_a_file(file):
    take_from_file("SECRET_KEY")
    assert os.environ["SECRET_KEY"] == SECRET


def test_process_that_is_started_is_given_the_secret_once(file):
    take_from_file("SECRET_KEY")
    take_from_file("SECRET_KEY")  # as a process with our environment does
    assert "SECRET_KEY_FILE" not in os.environ


@pytest.mark.parametrize("content", [None, b" \n", b"\xff\xfe"])
def test_file_that_says_nothing_is_refused_by_its_name(file, content):
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE"):
        take_from_file("SECRET_KEY")


def test_secret_that_is_said_twice_is_refused(file, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "another")
    with pytest.raises(ImproperlyConfigured, match="keep one of them"):
        take_from_file("SECRET_KEY")


def test_networks_are_read_with_single_addresses(monkeypatch):
    monkeypatch.setenv("ADMIN_NETWORKS", "10.0.0.1/8, 2001:db8::1")
    assert [str(each) for each in Environment().networks("ADMIN_NETWORKS")] == [
        "10.0.0.0/8",
        "2001:db8::1/128",
    ]


def test_network_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("ADMIN_NETWORKS", "10.0.0.0/8, the office")
    with pytest.raises(ImproperlyConfigured, match="ADMIN_NETWORKS"):
        Environment().networks("ADMIN_NETWORKS")


@pytest.mark.parametrize("value", ["the desk", "a/b", "..", "<desk>", ""])
def test_path_that_is_no_part_of_an_address_is_refused(monkeypatch, value):
    monkeypatch.setenv("ADMIN_PATH", value)
    with pytest.raises(ImproperlyConfigured, match="ADMIN_PATH"):
        Environment().path_segment("ADMIN_PATH", default="admin")


def test_path_may_be_written_with_its_slashes(monkeypatch):
    monkeypatch.setenv("ADMIN_PATH", "/back-of-the-house/")
    assert Environment().path_segment("ADMIN_PATH", default="admin") == "back-of-the-house"
