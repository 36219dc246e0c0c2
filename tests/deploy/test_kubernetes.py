"""The manifests are what the API of Kubernetes takes, and say what is true of the club.

kustomize builds them where this machine has it (`kubectl kustomize` is the same). Else base and
overlay are put together here by the few words of it that they use.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import Resolver404, resolve
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
# The API of 1.37, by way of kubernetes-validate (Apache-2): the kinds in use, without their words.
API = json.loads(Path(__file__).with_name("kubernetes-1.37.json").read_text())
# Kinds that a cluster learns from others; nothing here knows their schema.
FOREIGN = {"HTTPRoute", "ServiceMonitor"}
NOT_OBJECTS = {"kustomization.yaml", "names.yaml", "gateway-only.yaml"}
BUILDERS = [["kubectl", "kustomize"], ["kustomize", "build"]]


@pytest.fixture(scope="module")
def files() -> list[dict[str, Any]]:
    """Every object of base, overlay and monitoring, as written."""
    paths = [path for path in FOLDER.rglob("*.yaml") if path.name not in NOT_OBJECTS]
    return [each for path in paths for each in yaml.safe_load_all(path.read_text())]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the overlay comes to, with monitoring, as `kubectl apply -k` would send it."""
    builder = next((each for each in BUILDERS if shutil.which(each[0])), None)
    if not builder:
        pytest.skip("neither kubectl nor kustomize is here")
    copy = tmp_path_factory.mktemp("kustomize") / "kubernetes"
    shutil.copytree(FOLDER, copy)
    overlay = copy / "overlays" / "production"
    shutil.copy(overlay / "secrets.env.example", overlay / "secrets.env")
    said = overlay / "kustomization.yaml"
    with_monitoring = said.read_text().replace("# components", "components")
    said.write_text(with_monitoring.replace("#   - ../../monitoring", "  - ../../monitoring"))
    done = subprocess.run([*builder, overlay], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return list(yaml.safe_load_all(done.stdout))


def _pods(objects: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and pod spec of whatever runs pods."""
    for each in objects:
        spec = each.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            yield each["metadata"]["name"], spec["template"]["spec"]


def _containers(objects: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, container)
        for name, pod in _pods(objects)
        for container in [*pod.get("initContainers", []), *pod["containers"]]
    ]


def _complaints(thing: dict[str, Any]) -> list[str]:
    group, _, version = thing["apiVersion"].rpartition("/")
    place = f"{(group or 'core').removesuffix('.k8s.io')}.{version}"
    name = f"io.k8s.api.{place}.{thing['kind']}"
    schema = {"$ref": f"#/$defs/{name}", "$defs": API["$defs"]}
    errors = Draft202012Validator(schema).iter_errors(thing)
    named = f"{thing['kind']} {thing['metadata']['name']}"
    return [f"{named}: {error.json_path} {error.message[:200]}" for error in errors]


def test_every_manifest_is_what_the_api_takes(files):
    assert [
        line for each in files if each["kind"] not in FOREIGN for line in _complaints(each)
    ] == []


def test_what_the_overlay_builds_is_what_the_api_takes(built):
    assert [
        line for each in built if each["kind"] not in FOREIGN for line in _complaints(each)
    ] == []


def test_a_word_that_the_api_does_not_know_is_noticed(files):
    web = next(each for each in files if each["kind"] == "Deployment")
    wrong = {**web, "spec": {**web["spec"], "replica": 2}}
    assert "'replica' was unexpected" in _complaints(wrong)[0]


def test_images_get_their_version_from_the_overlay(built):
    images = {container["image"] for _, container in _containers(built)}
    assert len(images) == 3
    assert all(re.fullmatch(r".+:(?!latest)[\w.-]+|.+@sha256:\w{64}", image) for image in images)


def test_nobody_is_root_or_may_become_it(files):
    for name, pod in _pods(files):
        who = pod["securityContext"]
        assert who["runAsNonRoot"] and who["runAsUser"] > 0, name
        assert who["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["automountServiceAccountToken"] is False, name
    for name, container in _containers(files):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, name


def test_users_are_those_of_the_images():
    assert "--uid 10001" in (ROOT / "Dockerfile").read_text()


def test_every_container_says_what_it_needs(files):
    for name, container in _containers(files):
        assert container["resources"]["requests"].keys() == {"cpu", "memory"}, name
        assert "memory" in container["resources"]["limits"], name


def test_variables_are_those_of_the_example_and_of_the_door(files):
    known = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M))
    known |= set(re.findall(r"\"\$\{(\w+):=", (ROOT / "deploy/proxy/open-door").read_text()))
    overlay = FOLDER / "overlays" / "production"
    lines = [line for path in overlay.glob("*.env*") for line in path.read_text().splitlines()]
    said = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    said |= {one["name"] for _, each in _containers(files) for one in each.get("env", [])}
    assert said - {"POD_ADDRESS"} <= known


def test_secrets_are_in_the_secret_and_nowhere_else():
    overlay = FOLDER / "overlays" / "production"
    public = (overlay / "club.env").read_text() + (overlay / "proxy.env").read_text()
    assert not re.search(r"SECRET|PASSWORD|TOKEN|_KEY|DATABASE_URL|EMAIL_URL", public)
    assert (
        not (overlay / "secrets.env").exists() or "secrets.env" in (ROOT / ".gitignore").read_text()
    )


def test_probes_ask_for_addresses_that_there_are(files):
    probes = [
        container[probe]["httpGet"]["path"]
        for _, container in _containers(files)
        for probe in ("startupProbe", "livenessProbe", "readinessProbe")
        if "httpGet" in container.get(probe, {})
    ]
    assert sorted(probes) == ["/healthz", "/healthz", "/readyz"]
    for path in [*probes, "/metrics"]:
        try:
            resolve(path)
        except Resolver404:
            pytest.fail(f"{path} is no address of the club's")


def test_what_serves_has_probes_a_pause_before_its_end_and_a_budget(files):
    budgets = {each["metadata"]["name"] for each in files if each["kind"] == "PodDisruptionBudget"}
    for name in ("web", "proxy"):
        [container] = dict(_pods(files))[name]["containers"]
        assert {"startupProbe", "livenessProbe", "readinessProbe", "lifecycle"} <= container.keys()
        assert name in budgets


def test_scaled_deployments_leave_their_number_to_the_autoscaler(files):
    scaled = {
        each["spec"]["scaleTargetRef"]["name"]
        for each in files
        if each["kind"] == "HorizontalPodAutoscaler"
    }
    assert scaled == {"web", "worker"}
    for each in files:
        if each["kind"] == "Deployment" and each["metadata"]["name"] in scaled:
            assert "replicas" not in each["spec"]


def test_web_and_worker_wait_for_the_tables(files):
    for name in ("web", "worker"):
        [first] = dict(_pods(files))[name]["initContainers"]
        assert "manage.py migrate --check" in first["command"][-1]


def test_nothing_goes_in_or_out_that_is_not_said(files):
    policies = {
        each["metadata"]["name"]: each["spec"] for each in files if each["kind"] == "NetworkPolicy"
    }
    assert policies["nobody"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    allowed = policies["web"]["ingress"]
    assert [each["podSelector"]["matchLabels"] for each in allowed[0]["from"]] == [
        {"app.kubernetes.io/name": "proxy"}
    ]


def test_everything_is_in_the_namespace_and_the_monitor_knows_the_secret(built):
    secret = next(each for each in built if each["kind"] == "Secret")
    monitor = next(each for each in built if each["kind"] == "ServiceMonitor")
    [endpoint] = monitor["spec"]["endpoints"]
    assert endpoint["authorization"]["credentials"]["name"] == secret["metadata"]["name"]
    assert {each["metadata"].get("namespace") for each in built} == {None, "ashes-club"}
    assert [each["kind"] for each in built if "namespace" not in each["metadata"]] == ["Namespace"]
