"""The gates: seasons in their order, those that a text speaks of, and the keys of releases."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Self

from catalog.models import Season
from lore.models import Release

_CODE = re.compile(r"\bC\d+[A-Z]\w{0,3}\b")


@dataclass(frozen=True)
class Seasons:
    """What is known of the seasons, read once: code to number, label to code, and beginnings."""

    numbers: dict[str, int]
    labels: dict[str, str]
    starts: list[tuple[date, str]]
    releases: frozenset[str]

    @classmethod
    def known(cls) -> Self:
        rows = list(Season.objects.values_list("code", "number", "label", "starts_on"))
        return cls(
            numbers={code: number for code, number, _, _ in rows},
            labels={code: label for code, _, label, _ in rows},
            starts=sorted((day, code) for code, _, _, day in rows if day),
            releases=frozenset(Release.objects.values_list("key", flat=True)),
        )

    def is_later(self, code: str, than: str) -> bool:
        """Whether season `code` comes after `than`; never, where one of them is not known."""
        return self.numbers.get(code, -1) > self.numbers.get(than, 1_000_000)

    def is_gate(self, key: str) -> bool:
        return key in self.numbers or key in self.releases

    def label(self, code: str) -> str:
        return self.labels.get(code, code)

    def at(self, day: str) -> str:
        """The code of the season in which `day`, an ISO date, lies; '' if none had begun."""
        begun = bisect_right(self.starts, (date.fromisoformat(day), "~"))
        return self.starts[begun - 1][1] if begun else ""

    def spoken_of(self, text: str) -> list[str]:
        """Codes of the seasons that `text` names, by code or by label, the latest first."""
        found = {code for code in _CODE.findall(text) if code in self.numbers}
        labels = self.labels.items()
        found |= {code for code, label in labels if re.search(rf"{re.escape(label)}\b", text)}
        return sorted(found, key=lambda code: -self.numbers[code])
