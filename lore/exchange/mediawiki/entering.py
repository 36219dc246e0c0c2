"""A dump of another wiki taken in: every page a draft that names where it comes from."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import quote, urljoin

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from lore.exchange.mediawiki.dump import CATEGORY, MAIN, MOST_CHARS, Dump, DumpPage, Site
from lore.exchange.mediawiki.sources import source_key
from lore.exchange.mediawiki.wikitext import Carried, carry, escaped
from lore.models import Category, Kind, Page, PageAlias, Source, Status
from lore.models.page import ADDRESSES_OF_ITS_OWN
from lore.rendering import MAX_SOURCE_BYTES, key_of

TOLD_EACH = 100  # pages
LONGEST_TITLE = 160
Progress = Callable[[str], None]


@dataclass
class Report:
    """What a dump brought, and page by page what it could not."""

    entered: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    aliases: int = 0
    categories: int = 0
    skipped: Counter[int] = field(default_factory=Counter)
    lost: dict[str, list[str]] = field(default_factory=dict)

    def lose(self, title: str, *what: str) -> None:
        if what:
            self.lost.setdefault(title, []).extend(what)

    def summary(self) -> list[str]:
        told = [
            f"{len(self.entered)} pages entered as drafts, {len(self.there)} there already, "
            f"{self.aliases} other names, {self.categories} categories"
        ]
        skipped = sorted(self.skipped.items())
        return told + [f"Namespace {ns}: {count} pages skipped" for ns, count in skipped]

    def lines(self) -> list[str]:
        """The whole report: the summary, then what was lost by page."""
        told = self.summary()
        for title, what in sorted(self.lost.items()):
            told += ["", f"{title}:", *(f"- {one}" for one in what)]
        return told


class Taking:
    """One dump on its way in."""

    def __init__(self, dump: Dump, keeper: Any, licence: str, kind: str = Kind.ARTICLE) -> None:
        self.dump, self.keeper, self.licence, self.kind = dump, keeper, licence, kind
        self.report = Report()
        self._redirects: list[tuple[str, str]] = []
        self._parents: list[tuple[Category, list[str]]] = []

    def run(self, progress: Progress) -> Report:
        """Take in every page of the dump. Needs a transaction."""
        for count, page in enumerate(self.dump.pages(), start=1):
            self._take(page)
            if count % TOLD_EACH == 0:
                progress(f"{count} pages of the dump read")
        for category, parents in self._parents:
            self._put_within(category, parents)
        for title, target in self._redirects:
            self._alias(title, target)
        return self.report

    def _take(self, page: DumpPage) -> None:
        if page.namespace == CATEGORY:
            self._category(page)
        elif page.namespace != MAIN:
            self.report.skipped[page.namespace] += 1
        elif page.redirect:
            self._redirects.append((page.title, page.redirect))
        else:
            self._page(page)

    # --- pages -------------------------------------------------------------------------------
    def _page(self, page: DumpPage) -> None:
        title, key = page.title, key_of(page.title)
        if key and Page.objects.named(key).exists():
            self.report.there.append(title)
            return
        slug = _slug(title)
        if page.is_cut:
            self.report.lose(title, f"the page itself: it is longer than {MOST_CHARS:,} characters")
            return
        carried = carry(page.text)
        body = self._body(page, carried)
        wrong = _why_not(title, key, slug, body)
        self.report.lose(title, *carried.lost, *([wrong] if wrong else []))
        if not wrong:
            self._enter(title, slug, body, carried)

    def _enter(self, title: str, slug: str, body: str, carried: Carried) -> None:
        page = Page(title=title, slug=slug, kind=self.kind, status=Status.DRAFT, body=body)
        page.author, page.infobox = self.keeper, carried.infobox
        page.save()
        page.categories.set([self._shelf(name) for name in dict.fromkeys(carried.categories)])
        page.revise(self.keeper, f"Taken in from {self.dump.site.name or 'another wiki'}.")
        self.report.entered.append(title)

    def _body(self, page: DumpPage, carried: Carried) -> str:
        """The text, its sources entered, and below it where it comes from and on what terms."""
        for cited in carried.sources.values():
            Source.objects.get_or_create(key=cited.key, defaults={**vars(cited)})
        origin = _origin(page, self.dump.site)
        Source.objects.get_or_create(key=origin["key"], defaults=origin)
        when = f", revision of {page.timestamp[:10]}" if page.timestamp else ""
        words = escaped(f"“{page.title}”, {origin['publisher']}{when}, {self.licence}.")
        return f"{carried.body}\n*Taken from {words}* [@{origin['key']}]\n"

    # --- categories and other names ----------------------------------------------------------
    def _shelf(self, name: str) -> Category:
        name = " ".join(name.replace("_", " ").split())[:120]
        slug = slugify(name)[:120] or source_key(name)
        found = (
            Category.objects.filter(slug=slug).first()
            or Category.objects.filter(title=name).first()
        )
        if found:
            return found
        self.report.categories += 1
        return Category.objects.create(title=name, slug=slug)

    def _category(self, page: DumpPage) -> None:
        name = page.title.partition(":")[2] or page.title
        carried, category = carry(page.text), self._shelf(name)
        self.report.lose(page.title, *carried.lost)
        if carried.categories and category.parent is None:
            self._parents.append((category, carried.categories))

    def _put_within(self, category: Category, parents: list[str]) -> None:
        """Within the first of its parents; a shelf of ours stands in one place."""
        first, *others = parents
        category.refresh_from_db()
        category.parent = self._shelf(first)
        try:
            category.clean()
            category.save()
        except ValidationError:
            others = parents
        lost = [f"the place within the category {name}" for name in others]
        self.report.lose(f"Category:{category.title}", *lost)

    def _alias(self, title: str, target: str) -> None:
        page = Page.objects.named(key_of(target)).first()
        taken = Page.objects.named(key_of(title)).exists()
        if page and taken:
            return
        if page is None or not key_of(title) or len(title) > LONGEST_TITLE:
            self.report.lose(title, f"the redirect to {target}")
            return
        PageAlias.objects.create(page=page, title=title)
        page.render_body()
        self.report.aliases += 1


def take_in(
    file: BinaryIO, keeper: Any, licence: str, progress: Progress, *, dry_run: bool = False
) -> Report:
    """Enter a dump, all of it or nothing; a dry run does so and takes it back. Raises BadDump."""
    taking = Taking(Dump(file), keeper, licence)
    with transaction.atomic():
        report = taking.run(progress)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _origin(page: DumpPage, site: Site) -> dict[str, Any]:
    """The page of the other wiki, as a source."""
    publisher = (site.name or "Another wiki")[:160]
    url = urljoin(site.base, quote(page.title.replace(" ", "_"))) if site.base else ""
    url = url if url.startswith(("http://", "https://")) and len(url) <= 500 else ""
    key = source_key(publisher, page.title, url)
    return {"key": key, "publisher": publisher, "title": page.title[:240], "url": url}


def _slug(title: str) -> str:
    slug = slugify(title)[:LONGEST_TITLE] or source_key(title)
    return f"{slug}-page" if slug in ADDRESSES_OF_ITS_OWN else slug


def _why_not(title: str, key: str, slug: str, body: str) -> str:
    if not key or len(title) > LONGEST_TITLE:
        return "the page itself: its title is empty or too long"
    if len(body.encode()) > MAX_SOURCE_BYTES:
        return f"the page itself: it is longer than {MAX_SOURCE_BYTES:,} bytes"
    if Page.objects.named(slug).exists():
        return f"the page itself: another page has the address {slug}"
    return ""
