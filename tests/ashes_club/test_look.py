"""What the design allows a page to weigh, and what our content security policy forbids it."""

import re
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHARED_CSS = ["tokens", "base", "components", "pages"]


def _compressed(path: Path) -> int:
    return len(brotli.compress(path.read_bytes()))


def test_style_sheets_every_page_loads_stay_under_20_kb():
    total = sum(_compressed(ROOT / f"static/css/{name}.css") for name in SHARED_CSS)
    assert total < 20_000


def test_script_every_page_loads_stays_under_2_kb():
    assert _compressed(ROOT / "static/js/club.js") < 2_000


def test_fonts_a_latin_page_loads_stay_under_80_kb():
    latin = (ROOT / "static/fonts").glob("*-latin.woff2")
    assert sum(path.stat().st_size for path in latin if "italic" not in path.name) < 80_000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_holds_no_inline_style_or_script(template):
    source = template.read_text()
    assert not re.search(r"\sstyle=", source)
    assert not re.search(r"\son\w+=", source)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", source)
    assert all("application/ld+json" in script for script in scripts)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_copy_does_not_shout(template):
    code = r"<code>.*?</code>|<[^>]*>|{[%{#].*?[#}%]}|&\w+;"
    text = re.sub(code, " ", template.read_text(), flags=re.S)
    assert "!" not in text
