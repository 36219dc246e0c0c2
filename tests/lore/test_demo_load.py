"""Loading a folder of lore: whole, twice without a change, and never over an editor's work."""

import pytest

from lore.demo.load import load
from lore.exchange.form import read_date
from lore.exchange.problems import BadFile
from lore.models import (
    Category,
    MediaAsset,
    Page,
    PageAlias,
    PageRevision,
    Precision,
    Relation,
    Source,
)

SOURCES = """[polygon]
publisher = "Polygon"
title = "The runes"
url = "https://polygon.example/runes"
published = 2019-05-02
accessed = 2026-11-22
official = false
"""
CATEGORIES = """[places]
title = "Places"
[mountains]
title = "Mountains"
within = "places"
"""
MEDIA = """[lamp]
alt = "A lamp."
credit = "The Ashes Club drawing room"
licence = "cc0"
added_by = "kael"
"""
TIES = "from,type,to,season,grade,source\nvolcano,near,peak,C1S8,canon,polygon\n"
VOLCANO = """+++
title = "The Volcano"
kind = "place"
season = "C1S8"
standfirst = "A mountain."
aliases = ["Volcano", "The cone", "Peak"]
author = "kael"
written = 2026-03-03
revised = 2026-11-21
hero = "ember"
items = ["ember", "not-in-the-vault"]
categories = ["mountains"]
[infobox]
Where = "Near [[peak|the Peak]]"
[[claims]]
text = "It rose."
grade = "canon"
as_of = 2026-11-21
sources = [{key = "polygon", quote = "Up.", speaker = "A guide", via = "The Post"}]
basis = ""
[[figures]]
label = "Height"
value = 300
unit = "metres"
as_of = 2019-02-28
source = "polygon"
[[claims]]
text = "It fell."
grade = "theory"
season = "C1S9"
as_of = 2026-11-21
sources = []
basis = "Argued."
[status]
question = "Again?"
answer = "unknown"
as_of = 2026-11-21
reason = "Nobody says."
next_look = 2026-12-05
earlier = [ {answer = "denied", as_of = 2026-06-06, reason = "Said so."} ]
[[timeline]]
date = "2019-02"
season = "C1S8"
text = "[[volcano|It]] stands."
grade = "canon"
+++
Beside [[peak]]. [@polygon]
"""
PEAK = VOLCANO.replace("The Volcano", "Peak").replace(
    '["Volcano", "The cone", "Peak"]', '["The cone"]'
)


@pytest.fixture
def folder(tmp_path, kael, seasons, make_item, media, picture_bytes):
    make_item(slug="ember")
    (tmp_path / "pages").mkdir()
    (tmp_path / "sources.toml").write_text(SOURCES)
    (tmp_path / "relations.csv").write_text(TIES)
    (tmp_path / "categories.toml").write_text(CATEGORIES)
    (tmp_path / "media.toml").write_text(MEDIA)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "lamp.webp").write_bytes(picture_bytes("WEBP", (300, 200)))
    (tmp_path / "pages" / "peak.md").write_text(PEAK)
    (tmp_path / "pages" / "volcano.md").write_text(VOLCANO)
    return tmp_path


def _load(folder):
    lines = []
    load(lines.append, folder)
    return lines


def test_page_arrives_with_all_that_belongs_to_it(client, folder):
    _load(folder)
    page = Page.objects.get(slug="volcano")
    assert page.infobox_html == [["Where", 'Near <a href="/lore/peak/">the Peak</a>']]
    assert [claim.text for claim in page.claims.in_the_open()] == ["It rose."]
    assert page.questions.get().earlier.get().answer == "denied"
    assert page.timeline.get().precision == Precision.MONTH
    assert page.timeline.get().html == '<a href="/lore/volcano/">It</a> stands.'
    assert (page.hero.slug, page.items.get().slug) == ("ember", "ember")
    assert Relation.objects.get().source == Source.objects.get()
    assert [c.slug for c in page.categories.get().path()] == ["places", "mountains"]
    assert str(page.figures.get()) == "Height: 300 metres"
    said = page.claims.get(text="It rose.").cited.get()
    assert (said.quote, said.speaker, said.via) == ("Up.", "A guide", "The Post")
    assert client.get("/lore/volcano/").status_code == 200


def test_picture_arrives_with_its_words_and_measures_and_is_left_to_the_worker(folder):
    _load(folder)
    asset = MediaAsset.objects.get()
    assert (asset.key, asset.alt, asset.width, asset.added_by.handle) == (
        "lamp",
        "A lamp.",
        300,
        "kael",
    )
    assert not asset.is_whole


def test_category_within_one_that_comes_later_is_refused_by_name(folder):
    (folder / "categories.toml").write_text(CATEGORIES.replace('"places"', '"plains"'))
    with pytest.raises(BadFile, match="line 5: mountains: “plains” is not known"):
        _load(folder)


def test_folder_without_categories_and_pictures_is_whole_too(folder):
    (folder / "categories.toml").unlink()
    (folder / "media.toml").unlink()
    _load(folder)
    assert not Category.objects.exists()
    assert Page.objects.count() == 2


def test_loading_twice_changes_nothing(folder):
    _load(folder)
    before = list(Page.objects.values("pk", "revised_at", "html"))
    lines = _load(folder)
    assert lines[0] == "Lore: 0 new pages to enter"
    assert list(Page.objects.values("pk", "revised_at", "html")) == before
    assert PageRevision.objects.count() == 2
    assert PageAlias.objects.count() == 1


def test_first_revision_is_what_saving_would_keep(folder, kael):
    _load(folder)
    assert Page.objects.get(slug="volcano").revise(kael, "Nothing changed.") is None


def test_page_that_an_editor_changed_or_renamed_stays_as_it_is(folder, kael):
    _load(folder)
    page = Page.objects.get(slug="volcano")
    page.title, page.slug, page.body = "Mount Ember", "mount-ember", "Other words."
    page.save()
    page.revise(kael, "Renamed.")
    page.ties.all().delete()
    _load(folder)
    assert Page.objects.count() == 2
    assert not Relation.objects.exists()
    assert Page.objects.get(slug="mount-ember").body == "Other words."


def test_page_that_comes_later_turns_red_links_of_earlier_ones(folder):
    volcano, peak = folder / "pages" / "volcano.md", folder / "pages" / "peak.md"
    volcano.write_text(VOLCANO.replace(', "Peak"]', "]"))
    peak.rename(folder / "peak.md")
    _load(folder)
    assert 'class="red"' in Page.objects.get().html
    (folder / "peak.md").rename(peak)
    _load(folder)
    assert 'href="/lore/peak/"' in Page.objects.get(slug="volcano").html


def test_editors_may_keep_lore_and_look_at_pieces(folder, kael):
    _load(folder)
    kael = type(kael).objects.get(pk=kael.pk)
    assert kael.is_staff
    assert kael.has_perms(["lore.change_page", "lore.add_source", "catalog.view_item"])
    assert not kael.has_perm("catalog.change_item")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No front matter.", "front matter"),
        (VOLCANO.replace("[status]", "[status"), "volcano.md"),
        (VOLCANO.replace('author = "kael"', 'author = "nobody"'), "nobody"),
        (VOLCANO.replace('{key = "polygon"', '{key = "nowhere"'), "nowhere"),
        (VOLCANO.replace('source = "polygon"', 'source = "nowhere"'), "nowhere"),
    ],
)
def test_file_that_is_not_in_the_form_is_named_and_nothing_is_loaded(folder, text, said):
    (folder / "pages" / "volcano.md").write_text(text)
    with pytest.raises(BadFile, match=said):
        _load(folder)
    assert not Page.objects.exists()


def test_two_files_of_one_title_are_named(folder):
    (folder / "pages" / "peak-2.md").write_text(PEAK)
    with pytest.raises(BadFile, match="has the title"):
        _load(folder)


@pytest.mark.parametrize(
    ("given", "shown"),
    [("2019-02-28", "2019-02-28"), ("2019-02", "2019-02-01"), ("2019", "2019-01-01")],
)
def test_date_of_little_precision_is_its_first_day(given, shown):
    assert str(read_date(given)[0]) == shown
