"""The lines of the filter rail: each drawn once, and its count set in afterwards.

A vault has some hundreds of choices, which a template draws at 30 µs each, on every page.
"""

from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from catalog.facets import Facet

KEPT = 10_000  # lines
COUNT = "\x00"  # stands where the count belongs; no label holds it, since no database takes it


def choice_lines(facet: Facet) -> SafeString:
    """The checkboxes of a facet, each with how many items it would leave."""
    lines = []
    for one in facet.choices:
        before, after = _line(facet.name, one.value, one.label, one.is_on, one.is_dead)
        lines.append(f"{before}{one.count}{after}")
    return mark_safe("".join(lines))  # noqa: S308 (template output around a number)


@lru_cache(KEPT)
def _line(facet: str, value: str, label: str, is_on: bool, is_dead: bool) -> tuple[str, str]:
    facts = {"facet": facet, "value": value, "label": label, "is_on": is_on, "is_dead": is_dead}
    template = get_template("catalog/_choice.html")
    before, after = template.render({**facts, "count": COUNT, "has_mark": facet == "rarity"}).split(
        COUNT
    )
    return before, after.strip()
