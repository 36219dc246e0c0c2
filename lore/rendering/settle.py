"""After the one look-up: every mark gets its link, its number or its id, the open page first."""

import re
from collections import Counter
from collections.abc import Callable

from markdown_it.token import Token

from . import findings
from .findings import Finding
from .keys import anchor_of, scrub
from .parts import Part
from .quotes import SPEAKER
from .results import Heading, ItemTarget, MediaTarget, Resolved


class Settler:
    """Counts over the whole page: sources in order of first citing, plates, tables, ids."""

    def __init__(
        self, resolved: Resolved, veil_url: Callable[[int], str], first_plate: int
    ) -> None:
        self.sources: dict[str, int] = {}
        self.public_sources = 0
        self.findings: list[Finding] = []
        self._resolved = resolved
        self._veil_url = veil_url
        self._plate = first_plate
        self._tables = 0
        self._cites: Counter[str] = Counter()
        self._shown: set[str] = set()
        self._ids: dict[str, int] = {}

    def settle(self, parts: list[Part]) -> None:
        """Settle every mark in order; the page comes first, so no veil changes its numbers."""
        for part in parts:
            for token in part.marks:
                getattr(self, f"_{token.type}")(token)
            if not part.number:
                self.public_sources = len(self.sources)

    @staticmethod
    def contents(part: Part) -> list[Heading]:
        """The contents of a settled part; a heading within a list or quotation is not one."""
        closed = (t.meta for t in part.marks if t.type == "heading_close")
        return [m["entry"] for m in closed if m["entry"].text and not m["opened"].level]

    def _wikilink(self, token: Token) -> None:
        key = token.meta["key"]
        target = token.meta["target"] = self._resolved.pages.get(key)
        if target is None:
            if key:  # without one it leads to a part of this very page
                self.findings.append(findings.red_link(token.content))
            return
        if target.is_ambiguous:
            self.findings.append(findings.ambiguous(token.content))
        if not token.meta["labelled"]:
            token.content = target.title
        if key not in self._shown:  # one excerpt a page: the next link to it says no more
            self._shown.add(key)
            token.meta["excerpt"] = target.excerpt

    def _item_link(self, token: Token) -> None:
        target = token.meta["target"] = self._piece(token)
        if isinstance(target, ItemTarget) and not token.meta["labelled"]:
            token.content = target.title

    def _link_open(self, token: Token) -> None:
        token.meta["target"] = self._piece(token)

    def _image(self, token: Token) -> None:
        target = token.meta["target"] = self._piece(token)
        if target is None:
            return
        if isinstance(target, MediaTarget):
            token.content = str(token.attrs.get("title", "") or target.caption)
        if not (token.meta["alt"] or getattr(target, "is_decorative", False)):
            name = token.meta.get("media") or token.meta["item"]
            self.findings.append(findings.no_alt(name, target.alt))
        if token.meta.get("figure"):
            token.meta["plate"] = self._plate
            self._plate += 1

    def _piece(self, token: Token) -> ItemTarget | MediaTarget | None:
        """The piece of the vault or the picture of the wiki that a mark names."""
        if "media" in token.meta:
            picture = self._resolved.media.get(token.meta["media"])
            if picture is None:
                self.findings.append(findings.no_picture(token.meta["media"]))
            return picture
        piece = self._resolved.items.get(token.meta["item"])
        if piece is None:
            self.findings.append(findings.no_piece(token.meta["item"]))
        return piece

    def _cite(self, token: Token) -> None:
        key = token.meta["key"]
        if key and key in self._resolved.sources:
            self._cites[key] += 1
            token.meta["number"] = self.sources.setdefault(key, len(self.sources) + 1)
            token.meta["nth"] = self._cites[key]
        else:
            self.findings.append(findings.no_source(key))

    def _quote_open(self, token: Token) -> None:
        if not token.meta["info"][SPEAKER]:
            self.findings.append(findings.no_speaker())

    def _veil_bar(self, token: Token) -> None:
        token.meta["url"] = self._veil_url(token.meta["number"])

    def _table_open(self, token: Token) -> None:
        self._tables += 1
        token.meta["number"] = self._tables

    def _heading_close(self, token: Token) -> None:
        opened = token.meta["opened"]
        level = max(2, int(opened.tag[1:]))  # the page's title is its only h1
        opened.tag = token.tag = f"h{level}"
        text = plain(token.meta["pieces"])
        opened.attrs["id"] = self._new_id(anchor_of(text))
        token.meta["entry"] = Heading(level, str(opened.attrs["id"]), text)

    def _new_id(self, anchor: str) -> str:
        """'s-' and the anchor, with -2, -3 and so on where it is taken."""
        name = anchor
        while name in self._ids:
            self._ids[anchor] += 1
            name = f"{anchor}-{self._ids[anchor]}"
        self._ids[name] = 1
        return f"s-{name}"


def plain(pieces: list[str | Token]) -> str:
    """Settled pieces as plain text: one line a block, no blank lines."""
    text = "".join(p if isinstance(p, str) else p.content for p in pieces)
    lines = (re.sub(r"\s+", " ", line).strip() for line in scrub(text).split("\n"))
    return "\n".join(filter(None, lines))
