"""Pages, seasons and sources for the tests of the reading room."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accounts.models import User
from catalog.models import Season
from lore.demo.load import make_editors
from lore.models import Category, Claim, MediaAsset, Page, PageRevision, Source, Status
from lore.models.snapshot import snapshot_of


@pytest.fixture
def seasons(db: None) -> dict[str, Season]:
    """Three seasons in order: the winter, the fire, the lid."""
    made = [
        Season(number=7, code="C1S7", chapter=1, label="Chapter 1, Season 7"),
        Season(number=8, code="C1S8", chapter=1, label="Chapter 1, Season 8"),
        Season(number=9, code="C1S9", chapter=1, label="Chapter 1, Season 9"),
    ]
    return {season.code: season for season in Season.objects.bulk_create(made)}


@pytest.fixture
def make_page(kael: User) -> Callable[..., Page]:
    """A page kept by Kael, published unless another status is given, rendered and revised once."""

    def make(title: str = "The Volcano", body: str = "A mountain.", **fields: Any) -> Page:
        given = {"kind": "place", "status": Status.PUBLISHED, "author": kael, **fields}
        given.setdefault("slug", title.casefold().removeprefix("the ").replace(" ", "-"))
        page = Page.objects.create(title=title, body=body, **given)
        page.revise(kael, "Entered in the record.")
        return page

    return make


@pytest.fixture
def draft_of(kael: User) -> Callable[..., PageRevision | None]:
    """Keep work on a page that readers do not have yet."""

    def keep(page: Page, **words: Any) -> PageRevision | None:
        snapshot = {
            **snapshot_of(Page.objects.get(pk=page.pk)),
            **(words or {"body": "A mountain anew."}),
        }
        return page.keep(snapshot, kael, "Anew for the leak.")

    return keep


@pytest.fixture
def make_claim() -> Callable[..., Claim]:
    def make(page: Page, text: str = "It rose.", **fields: Any) -> Claim:
        given = {"grade": "canon", "as_of": date(2026, 11, 21), **fields}
        return Claim.objects.create(page=page, text=text, **given)

    return make


@pytest.fixture
def polygon(db: None) -> Source:
    return Source.objects.create(
        key="polygon", publisher="Polygon", title="The runes", url="https://polygon.example/runes"
    )


@pytest.fixture
def editor(kael: User, client: Any) -> Any:
    """A browser in which Kael, an editor, is signed in."""
    make_editors()
    kael.refresh_from_db()
    client.force_login(kael)
    return client


@pytest.fixture
def give_media(kael: User) -> Callable[..., MediaAsset]:
    """A picture of the wiki on record; no file is needed to show its address."""

    def give(key: str = "watch", **fields: Any) -> MediaAsset:
        given = {"alt": "A lamp at a flue.", "credit": "The Ashes Club drawing room", **fields}
        asset = MediaAsset(key=key, added_by=kael, width=1200, height=800, **given)
        asset.file.name = f"lore/{key}/1/1200.webp"
        asset.save()
        MediaAsset.objects.filter(pk=asset.pk).update(width=1200, height=800)
        return asset

    return give


@pytest.fixture
def shelf(db: None) -> Callable[..., Category]:
    """A category; the one it stands within may be given."""

    def make(title: str, parent: Category | None = None, **fields: Any) -> Category:
        slug = title.casefold().replace(" ", "-")
        return Category.objects.create(title=title, slug=slug, parent=parent, **fields)

    return make
