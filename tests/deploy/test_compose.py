"""What docker-compose.yml promises, read from the file: no engine is needed."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
EXAMPLE = (ROOT / ".env.example").read_text()
ONCE = {"migrate"}


def each(*but):
    return pytest.mark.parametrize("name", sorted(set(SERVICES) - set(but)))


def test_services_are_those_an_operator_was_told_of():
    told = "proxy web worker migrate db cache backup stripe-sandbox"
    assert set(SERVICES) == set(told.split())
    assert COMPOSE["name"] == "ashes-club"


def test_syntax_is_that_of_compose_v2_from_its_beginning():
    assert "version" not in COMPOSE
    keys = {key for service in SERVICES.values() for key in service}
    assert not keys & {"post_start", "pre_stop", "provider", "develop"}


@each()
def test_service_is_shut_in(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.keys() & {"privileged", "cap_add", "network_mode", "pid"}


@each()
def test_service_has_bounds(name):
    limits = SERVICES[name]["deploy"]["resources"]["limits"]
    assert limits["memory"]
    assert limits["pids"]
    assert SERVICES[name]["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


@each(*ONCE)
def test_service_comes_back_by_itself(name):
    assert SERVICES[name]["restart"] == "unless-stopped"


@each(*ONCE, "backup")
def test_service_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_everything_of_the_club_waits_for_its_tables():
    for name in ("web", "worker", "backup", "stripe-sandbox"):
        waits_for = SERVICES[name]["depends_on"]["migrate"]
        assert waits_for == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"]["db"] == {"condition": "service_healthy"}


def test_door_opens_though_the_club_is_not_well():
    assert SERVICES["proxy"]["depends_on"] == {"web": {"condition": "service_started"}}


def test_database_and_cache_are_reached_by_the_club_only():
    assert COMPOSE["networks"]["back"] == {"internal": True}
    for name in ("db", "cache", "backup", "migrate"):
        assert SERVICES[name]["networks"] == ["back"]
    assert SERVICES["proxy"]["networks"] == ["front"]


def test_only_the_door_and_the_sandbox_have_ports():
    assert {name for name in SERVICES if "ports" in SERVICES[name]} == {"proxy", "stripe-sandbox"}


def test_sandbox_is_in_a_demo_only_and_the_club_runs_without_it():
    assert SERVICES["stripe-sandbox"]["profiles"] == ["demo"]
    assert SERVICES["stripe-sandbox"]["build"]["target"] == "sandbox"
    built = {name: each["build"] for name, each in SERVICES.items() if "build" in each}
    assert built["migrate"]["target"] == "production"
    assert set(built) == {"migrate", "proxy", "stripe-sandbox"}
    club = ("web", "worker", "migrate", "backup")
    assert {SERVICES[name]["image"] for name in club} == {"ashes-club"}


@each()
def test_what_is_written_is_written_to_a_volume_or_to_memory(name):
    for volume in SERVICES[name].get("volumes", []):
        source, _, rest = volume.partition(":")
        assert source in COMPOSE["volumes"] or rest.endswith(":ro")
    assert "/tmp" in SERVICES[name]["tmpfs"]


def test_replicas_share_no_port_and_no_name():
    for name in ("web", "worker"):
        assert not SERVICES[name].keys() & {"container_name", "ports", "hostname"}


def test_process_that_is_told_to_end_may_finish_what_it_does():
    for name in ("web", "worker", "db", "proxy"):
        assert int(SERVICES[name]["stop_grace_period"].rstrip("s")) >= 30


def test_example_opens_the_demo_and_its_lines_are_in_one_block():
    set_here = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.M))
    assert set_here["COMPOSE_PROFILES"] == "demo"
    assert set_here["DEMO"] == "1"
    block = EXAMPLE.partition("COMPOSE_PROFILES")[2].partition("\n\n")[0]
    assert all(f"{name}=" in f"COMPOSE_PROFILES{block}" for name in set_here)


def test_club_of_ones_own_stands_at_its_domain_on_the_ports_of_the_web():
    environment = SERVICES["web"]["environment"]
    assert environment["SITE_URL"] == "${SITE_URL:-${DOMAIN:+https://}${DOMAIN:-}}"
    assert SERVICES["proxy"]["ports"] == ["${HTTP_PORT:-80}:8080", "${HTTPS_PORT:-443}:8443"]
    assert environment["CLUB_MODE"] == "${CLUB_MODE:-production}"


def test_door_is_told_no_secret():
    assert "env_file" not in SERVICES["proxy"]
    assert not re.search("SECRET|PASSWORD|KEY", str(SERVICES["proxy"]["environment"]))
