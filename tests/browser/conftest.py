"""A real browser and a real club for the journeys; one club serves them all."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import chromium
from tests.browser.club import Club, running

SIZES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "desk": {"viewport": {"width": 1440, "height": 900}},
}
PATIENCE = 15_000  # milliseconds, on a machine that does other things as well
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": chromium.find(), "args": chromium.FLAGS, "headless": True}


@pytest.fixture(scope="session")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    with running(tmp_path_factory.mktemp("club")) as opened:
        yield opened


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    """Phone and desk: a journey that asks for it runs on both."""
    return request.param


@pytest.fixture
def visitor(browser: Browser, club: Club, size: str) -> Iterator[Page]:
    """A new visitor of the club; anything the browser complains of fails the test."""
    context = browser.new_context(base_url=club.url, reduced_motion="reduce", **SIZES[size])
    yield from _page(context)


@pytest.fixture
def another_visitor(browser: Browser, club: Club, size: str) -> Iterator[Page]:
    """Somebody else at the same time, in a browser that shares nothing with the first one's."""
    context = browser.new_context(base_url=club.url, reduced_motion="reduce", **SIZES[size])
    yield from _page(context)


@pytest.fixture
def plain_visitor(browser: Browser, club: Club, size: str) -> Iterator[Page]:
    """A new visitor whose browser runs no script."""
    context = browser.new_context(base_url=club.url, java_script_enabled=False, **SIZES[size])
    yield from _page(context)


def _page(context: BrowserContext) -> Iterator[Page]:
    complaints: list[str] = []
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on(
        "pageerror",
        # A page that is left while it still fades in is no fault.
        lambda error: None if "Transition was" in str(error) else complaints.append(str(error)),
    )
    page.on(
        "console",
        lambda line: (
            complaints.append(line.text)
            if line.type == "error" and "Failed to load resource" not in line.text
            else None
        ),
    )
    yield page
    context.close()
    assert not complaints, complaints
