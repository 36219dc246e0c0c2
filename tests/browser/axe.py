"""axe-core on a page, in both themes: what a screen reader, a keyboard or weak eyes would meet."""

import json
from pathlib import Path

from playwright.sync_api import Page

SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
# Its preloading fetches style sheets by script, which our content security policy forbids.
RUN = "only => axe.run(document, {preload: false, resultTypes: ['violations'], ...only})"
# Names, roles and order are the same at night: by then only the colours are new.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
RULES = {"light": {}, "dark": COLOURS}

# Colours glide when the theme changes; what is measured is where they end, in previews too.
STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after { transition: none !important; }");
    const roots = [...document.querySelectorAll("*")].map((each) => each.shadowRoot);
    for (const root of [document, ...roots].filter(Boolean)) root.adoptedStyleSheets.push(sheet);
}"""


def assert_accessible(page: Page) -> None:
    """No violation in day or night; a finding names its rule and its element."""
    page.wait_for_load_state()  # a page that is half here has no main part yet
    page.evaluate(STILL)
    page.evaluate(SOURCE)
    for scheme, only in RULES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = page.evaluate(RUN, only)["violations"]
        told = [
            {"rule": each["id"], "where": [node["html"][:200] for node in each["nodes"][:3]]}
            for each in found
        ]
        assert not told, f"{page.url} by {scheme}: {json.dumps(told, indent=1)}"
