"""What stands round the story of one page. Each part is read once, however often it is asked."""

from dataclasses import dataclass
from functools import cached_property

from lore.models import Claim, Page, PageLink, PageRevision, Source, StatusQuestion
from lore.ties import Ties, ties_of

LATEST_REVISIONS = 5
LINKS_HERE = 24


@dataclass(frozen=True)
class Numbered:
    """A source under the number by which the text cites it."""

    number: int
    source: Source


@dataclass(frozen=True)
class Section:
    id: str
    text: str


class Article:
    """A page as its template needs it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @cached_property
    def contents(self) -> list[Section]:
        """The headings of the story, then the sections laid below it."""
        story = [Section(h["id"], h["text"]) for h in self.page.toc if h["level"] == 2]
        below = [
            (self.claims, Section("known", "What is known")),
            (self.questions, Section("question", "Open question")),
            (self.ties.open or self.ties.covered, Section("ties", "Ties")),
            (self.sources, Section("sources", "Sources")),
            (self.revisions, Section("history", "Revision history")),
        ]
        return story + [section for filled, section in below if filled]

    @cached_property
    def claims(self) -> list[Claim]:
        """Each claim knows its `cites`: the numbered sources it rests on."""
        claims = list(self.page.claims.with_sources())
        for claim in claims:
            claim.page = self.page
        numbers = self._numbers(claims)
        for claim in claims:
            claim.cites = [Numbered(numbers[c.source.key], c.source) for c in claim.cited.all()]
        return claims

    @cached_property
    def questions(self) -> list[StatusQuestion]:
        return list(self.page.questions.prefetch_related("earlier"))

    @cached_property
    def ties(self) -> Ties:
        return ties_of(self.page)

    @cached_property
    def items(self) -> list[object]:
        return list(self.page.items.entered().for_cards())

    @cached_property
    def sources(self) -> list[Numbered]:
        """What is cited in the open, in the order of its numbers.

        A source that only a covered passage cites is named there and not here.
        """
        in_text = self.page.source_keys[: self.page.public_sources]
        numbered = {key: number for number, key in enumerate(self.page.source_keys, start=1)}
        known = {source.key: source for source in Source.objects.filter(key__in=in_text)}
        listed = {numbered[key]: known[key] for key in in_text if key in known}
        for claim in self.claims:
            if claim.gate_id is None:
                listed.update({cite.number: cite.source for cite in claim.cites})
        return [Numbered(number, source) for number, source in sorted(listed.items())]

    @cached_property
    def links_here(self) -> list[Page]:
        """Pages that link here in the open."""
        linking = PageLink.objects.filter(target=self.page, is_covered=False).values("page")
        pages = Page.objects.published().filter(pk__in=linking).only("title", "slug")
        return list(pages[:LINKS_HERE])

    @cached_property
    def revisions(self) -> list[PageRevision]:
        latest = self.page.revisions.published().select_related("author").defer("snapshot")
        return list(latest[:LATEST_REVISIONS])

    def _numbers(self, claims: list[Claim]) -> dict[str, int]:
        """Sources of claims that the story does not cite are counted on from its last one."""
        keys = [
            *self.page.source_keys,
            *(c.source.key for claim in claims for c in claim.cited.all()),
        ]
        return {key: number for number, key in enumerate(dict.fromkeys(keys), start=1)}
