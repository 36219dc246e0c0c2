"""The club behind its front door, with the conf that is deployed, when something is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.door import Answer, Door, needs_nginx
from tests.deploy.door import opened as open_door
from tests.faults.shop import Shop, eventually, make_buyers, opened

pytestmark = [pytest.mark.faults, needs_nginx]
PUBLIC = ["/", "/vault/", "/vault/piece-seen/", "/lore/", "/house/privacy/"]


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with opened(STRIPE_APART="1") as running:
        make_buyers(running, ["seen"])
        yield running


@pytest.fixture(scope="module")
def door(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder: Path = tmp_path_factory.mktemp("door")
    web = f"127.0.0.1:{shop.ports['web']}"
    with open_door(folder, web, UNLIMITED="127.0.0.1") as door:
        yield door


def test_pages_that_were_seen_are_shown_while_the_database_is_away(shop, door, fault_table):
    seen = {path: _ask(door, path).body for path in PUBLIC}
    shop.kill("database")
    shop.kill("web")
    shop.start("web")  # with nothing in memory
    for path in PUBLIC:
        answer = _ask(door, path)
        assert (answer.status, answer.body) == (200, seen[path]), path
        assert answer.was in {"STALE", "HIT", "UPDATING"}, path  # HIT until the second ends
    for path in ("/vault/?q=never+seen", "/bag/", "/locker/"):
        _is_closed_for_a_moment(_ask(door, path))
    shop.start("database")
    eventually(lambda: _ask(door, "/bag/").status == 200)
    eventually(lambda: _ask(door, "/").was in {"REVALIDATED", "EXPIRED", "HIT", "UPDATING"})
    fault_table.add(
        "Database away, and the web started anew meanwhile, behind the front door",
        "pages that were seen before as before; 503 with Retry-After elsewhere",
    )


def test_pages_that_were_seen_are_shown_while_the_web_is_away(shop, door, fault_table):
    seen = {path: _ask(door, path).body for path in PUBLIC}
    shop.kill("web")
    for path in PUBLIC:
        answer = _ask(door, path)
        assert (answer.status, answer.body) == (200, seen[path]), path
        assert answer.was in {"STALE", "HIT", "UPDATING"}, path  # HIT until the second ends
    _is_closed_for_a_moment(_ask(door, "/bag/"))
    shop.start("web")
    assert _ask(door, "/bag/").status == 200
    fault_table.add(
        "Web away, behind the front door",
        "pages that were seen before as before; the door's own 503 elsewhere",
    )


def _ask(door: Door, path: str) -> Answer:
    return door.ask(path, Host=f"127.0.0.1:{door.port}")


def _is_closed_for_a_moment(answer: Answer) -> None:
    assert answer.status == 503
    assert answer.headers["retry-after"]
    assert b"Traceback" not in answer.body
