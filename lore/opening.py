"""A page's story with the passages laid in that a reader has reached.

Page and passages passed the same wall when they were drawn. Each bar is ours, letter by letter,
and stands between blocks, so whole blocks go in beside it and nothing else is touched.
"""

import re
from collections.abc import Mapping

from lore.models import Page, Veil
from lore.progress import Progress

BAR = re.compile(
    r'<div class="veil ui" id="veil-(?P<number>\d+)"(?P<more>[^>]*)>'
    r'<a class="veil__bar" href="[^"]*">(?P<words>.*?)</a></div>'
)
SHUT, OPEN = "Wipe the ash away", "Cover again"


def opened_veils(page: Page, progress: Progress) -> dict[int, Veil]:
    """The passages of `page` that `progress` has reached, by number."""
    if not progress:
        return {}
    veils = progress.open_up(page.veils.with_gates())
    return {veil.number: veil for veil in veils if veil.is_opened}


def open_story(page: Page, veils: Mapping[int, Veil]) -> str:
    """The HTML of `page` with `veils` laid under their bars, and those under bars of theirs."""
    if not veils:
        return page.html
    return _lay(page.html, veils, page.get_absolute_url())


def _lay(html: str, veils: Mapping[int, Veil], plain: str) -> str:
    def laid(bar: re.Match[str]) -> str:
        veil = veils.get(int(bar["number"]))
        if veil is None:
            return bar[0]
        # A passage holds only passages that were opened later and have higher numbers.
        inner = {number: other for number, other in veils.items() if number > veil.number}
        body = f'<div class="veil__body prose">{_lay(veil.html, inner, plain)}</div>'
        return (
            f'<div class="veil ui" id="veil-{veil.number}"{bar["more"]} data-open="read">'
            f'<a class="veil__bar" data-passage="{veil.get_absolute_url()}"'
            f' data-plain href="{plain}#veil-{veil.number}">'
            f"{bar['words'].replace(SHUT, OPEN)}</a>{body}</div>"
        )

    return BAR.sub(laid, html)
