"""Whatever is written into the wiki, no script of it runs: a real browser opens it and listens."""

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import tomli_w
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.club import Club

# The ways in that the corpora know: tags, attributes, schemes, broken quoting, foreign markup,
# templates. Each would set `window.hit` or open a dialog, and the policy would complain of each.
PAYLOADS = [
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<ScRiPt>window.hit=1</ScRiPt>",
    '"><script>window.hit=1</script>',
    "'-alert(1)-'",
    "<img src=x onerror=window.hit=1>",
    '<img src="x` `<script>window.hit=1</script>"` `>',
    "<svg/onload=window.hit=1>",
    "<svg><animate onbegin=window.hit=1 attributeName=x>",
    "<math><mtext></mtext><script>window.hit=1</script></math>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<details open ontoggle=window.hit=1>x</details>",
    "<input autofocus onfocus=window.hit=1>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[[volcano|<img src=x onerror=window.hit=1>]]",
    '![" onerror="window.hit=1](item:three-sleepers "\\" onload=\\"window.hit=1")',
    '[x](https://a.example "\\" onmouseover=\\"window.hit=1")',
    ":::quote <b onclick=alert(1)> | <svg onload=window.hit=1> | x\nSaid.\n:::",
    "{{ 7*7 }}{% debug %}${alert(1)}",
    "<!--><img src=x onerror=window.hit=1>-->",
    "\u2028</title><script>window.hit=1</script>",
]
# What runs does not depend on the size of the window.
on_one_size = pytest.mark.parametrize("size", ["desk"], indirect=True)
MOVES = "() => document.querySelectorAll('a, input, [tabindex]').forEach((one) => one.focus())"


@pytest.fixture(scope="module")
def hostile(club: Club, tmp_path_factory: Any) -> list[str]:
    """The addresses of pages that are hostile in every field, each with two revisions."""
    folder = tmp_path_factory.mktemp("hostile")
    for day in (20, 21):
        for number, payload in enumerate(PAYLOADS):
            _write(folder / "pages" / f"hostile-{number}.md", number, payload, day)
        club.manage("import_lore", str(folder))
    return [f"/lore/hostile-{number}/" for number in range(len(PAYLOADS))]


def _write(path: Path, number: int, payload: str, day: int) -> None:
    """One page; `day` makes the second writing another revision."""
    line, seen = " ".join(payload.split()), dt.date(2026, 11, 20)
    head = {
        "title": f"Hostile {number} {line}"[:150],
        "kind": "article",
        "author": "kael",
        "standfirst": f"{line} {day}",
        "written": seen,
        "revised": dt.datetime(2026, 11, day, 10, tzinfo=dt.UTC),
        "aliases": [f"Also hostile {number} {line}"[:150]],
        # A fact beside the article may not be covered, so it says no ":::".
        "infobox": [[f"Fact {line}"[:40].replace(":", ""), f"{line} {day}".replace(":::", "")]],
        "claims": [{"text": f"{line} {day}", "grade": "rumour", "as_of": seen, "basis": line}],
        "questions": [
            {"question": f"{line}?"[:190], "answer": "unknown", "as_of": seen, "reason": line}
        ],
    }
    body = f"## {line}\n\n{payload}\n\nOn day {day}: {line}\n\n| {line} |\n|---|\n| {line} |\n"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"+++\n{tomli_w.dumps(head)}+++\n{body}", encoding="utf-8")


def _listen(page: Page) -> list[str]:
    """What a page opens as a dialog; the visitor's fixture hears what the policy complains of."""
    heard: list[str] = []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    return heard


def _nothing_ran(page: Page, address: str, heard: list[str]) -> None:
    page.goto(address)
    page.evaluate(MOVES)
    assert not page.evaluate("window.hit"), address
    assert not heard, address


@on_one_size
def test_no_script_in_a_page_runs_for_readers(visitor: Page, hostile: list[str]) -> None:
    heard = _listen(visitor)
    for address, payload in zip(hostile, PAYLOADS, strict=True):
        _nothing_ran(visitor, address, heard)
        _nothing_ran(visitor, f"/lore/search/?q={quote(payload)}", heard)
    for address in (
        "/lore/search/?q=hostile",
        "/search/?q=hostile",
        "/lore/changes/",
        "/lore/letter/H/",
        "/lore/graph/?around=hostile-0",
        "/lore/hostile-3/revisions/",
        "/lore/hostile-3/revisions/1/",
        "/lore/hostile-3.json",
        "/lore/hostile-3.md",
        "/lore/feed/",
    ):
        _nothing_ran(visitor, address, heard)


@on_one_size
def test_no_script_in_a_page_runs_at_the_desk(
    visitor: Page, club: Club, hostile: list[str]
) -> None:
    heard = _listen(visitor)
    steps.sign_in_at_the_desk(visitor, "kael")
    for number in (0, 3, 5, 22):
        slug = f"hostile-{number}"
        [(pk,)] = club.query("SELECT id FROM lore_page WHERE slug = %s", slug)
        form = f"/admin/lore/page/{pk}/change/"
        for address in (form, f"/admin/lore/page/{pk}/history/", "/admin/lore/page/?q=hostile"):
            _nothing_ran(visitor, address, heard)
        visitor.goto(f"/admin/lore/page/{pk}/history/")
        visitor.get_by_role("button", name="Compare the two").click()
        expect(visitor.locator("ins").first).to_be_visible()
        assert not visitor.evaluate("window.hit") and not heard
