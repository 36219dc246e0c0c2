"""deploy/monitoring: what is watched exists, each alert fires, and says what to do."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.urls import get_resolver
from prometheus_client.parser import text_string_to_metric_families

from tests.ashes_club.test_permissions import _names

ROOT = Path(__file__).resolve().parents[2]
MONITORING = ROOT / "deploy" / "monitoring"
BOARD = json.loads((MONITORING / "grafana" / "ashes-club.json").read_text())
RULES = yaml.safe_load((MONITORING / "rules.yml").read_text())["groups"][0]["rules"]
TRIED = yaml.safe_load((ROOT / "tests" / "deploy" / "alerts.yml").read_text())["tests"]
PROMETHEUS_OWN = {"up", "ALERTS"}
needs_promtool = pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not here")

PANELS = [panel for panel in BOARD["panels"] if panel["type"] != "row"]
EXPRESSIONS = [target["expr"] for panel in PANELS for target in panel["targets"]]
EXPRESSIONS += [rule["expr"] for rule in RULES]


@pytest.fixture
def exported(client, db):
    """Every name that a scrape of the club has samples of, or would have."""
    families = list(text_string_to_metric_families(client.get("/metrics").text))
    endings = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}
    return {
        family.name + ending
        for family in families
        for ending in endings.get(family.type, [""])
        if family.name.startswith("club_")
    }


def _metrics_in(expression):
    without_labels = re.sub(r"\{.*?\}|\b(?:by|on) \(.*?\)", "", expression)
    return set(re.findall(r"\b(?:club_\w+|up|ALERTS)\b", without_labels))


def _anchors():
    titles = re.findall(r"^#+ (.+)$", (ROOT / "docs" / "operations.md").read_text(), re.M)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


def test_alerts_and_panels_ask_only_for_what_the_club_exports(exported):
    asked = set().union(*map(_metrics_in, EXPRESSIONS)) - PROMETHEUS_OWN
    assert asked <= exported, f"Nobody exports {sorted(asked - exported)}."


def test_all_that_is_exported_is_looked_at_by_somebody(exported):
    asked = set().union(*map(_metrics_in, EXPRESSIONS))
    counted = {name for name in exported if name.endswith(("_sum", "_count"))}
    assert exported - counted <= asked, f"Nobody looks at {sorted(exported - counted - asked)}."


def test_views_that_alerts_name_are_views():
    named = {name for rule in RULES for name in re.findall(r'view[!=]~"(.*?)"', rule["expr"])}
    views = {"admin", *_names(get_resolver())}
    assert {each for name in named for each in name.split("|")} <= views


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_alert_says_what_is_wrong_what_to_do_and_where_it_is_written(rule):
    assert rule["annotations"].keys() == {"summary", "to_do", "link"}
    assert rule["labels"]["severity"] in {"page", "ticket"}
    page, _, section = rule["annotations"]["link"].partition("#")
    assert page == "docs/operations.md"
    assert section in _anchors()


def test_each_alert_is_seen_to_fire_and_to_keep_still():
    asserted = [test for each in TRIED for test in each["alert_rule_test"]]
    for fires in (True, False):
        names = {test["alertname"] for test in asserted if bool(test["exp_alerts"]) is fires}
        assert names == {rule["alert"] for rule in RULES}


@needs_promtool
@pytest.mark.parametrize(
    "command",
    [
        ["check", "rules", "deploy/monitoring/rules.yml"],
        ["check", "config", "--syntax-only", "deploy/monitoring/prometheus.yml"],
        ["test", "rules", "tests/deploy/alerts.yml"],
    ],
    ids=" ".join,
)
def test_promtool_agrees(command):
    done = subprocess.run(["promtool", *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@needs_promtool
def test_expressions_of_the_dashboard_are_read_by_prometheus(tmp_path):
    rules = [
        {"record": f"panel:{number}", "expr": expression}
        for number, expression in enumerate(EXPRESSIONS)
    ]
    file = tmp_path / "panels.yml"
    file.write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
    done = subprocess.run(["promtool", "check", "rules", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_dashboard_can_be_imported_as_it_is():
    numbers = [panel["id"] for panel in BOARD["panels"]]
    assert len(set(numbers)) == len(numbers)
    rows = [panel["title"] for panel in BOARD["panels"] if panel["type"] == "row"]
    assert rows == ["Visitors", "Shop", "Queue", "Database and disk"]
    (source,) = BOARD["templating"]["list"]
    for panel in PANELS:
        assert panel["datasource"]["uid"] == f"${{{source['name']}}}"
        assert panel["title"] and panel["description"] and panel["targets"]


def test_panels_lie_side_by_side():
    taken = set()
    for panel in BOARD["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert at["x"] + at["w"] <= 24 and not cells & taken, panel["title"]
        taken |= cells


def test_overlay_opens_no_port_to_strangers_and_mounts_what_is_there():
    overlay = yaml.safe_load((MONITORING / "docker-compose.yml").read_text())
    for service in overlay["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])
        assert re.search(r":v?\d+\.\d+", service["image"])
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in overlay["volumes"] or (ROOT / source).exists(), source


def test_prometheus_asks_each_replica_by_name_at_the_port_of_the_club():
    (job,) = yaml.safe_load((MONITORING / "prometheus.yml").read_text())["scrape_configs"]
    assert (job["job_name"], job["metrics_path"]) == ("club", "/metrics")
    assert job["dns_sd_configs"][0]["names"] == ["web"]
    assert f'"{job["dns_sd_configs"][0]["port"]}"' in (ROOT / "Dockerfile").read_text()
