"""robots.txt, the sitemap and canonical addresses: what is public, once, and nothing else."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.models import Item, ItemImage, ItemSet, Season
from lore.models import Category, Page, Veil

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}loc"


def _addresses(client, url, tag=LOC):
    reply = client.get(url)
    assert reply.status_code == 200 and "xml" in reply["Content-Type"]
    return [found.text for found in ElementTree.fromstring(reply.content).iter(tag)]


def _whole_sitemap(client):
    files = _addresses(client, "/sitemap.xml")
    return [one for file in files for one in _addresses(client, file.removeprefix(HOST))]


@pytest.fixture
def page(kael):
    made = Page.objects.create(
        kind="place", title="The Volcano", slug="volcano", status="published", author=kael,
        body="It rose.",
    )  # fmt: skip
    made.revise(kael, "Entered in the record.")
    return made


@pytest.fixture
def season():
    return Season.objects.create(number=1, code="C1S1", chapter=1, label="Chapter 1, Season 1")


def test_robots_point_to_the_sitemap_and_away_from_what_is_private(client):
    text = client.get("/robots.txt").text
    assert f"Sitemap: {HOST}/sitemap.xml" in text
    for name in ("payments:bag_detail", "payments:locker", "payments:wish_list", "account_login",
                 "yours"):  # fmt: skip
        assert any(reverse(name).startswith(path) for path in re.findall("Disallow: (.+)", text))


def test_no_room_of_the_sitemap_is_closed_to_robots(client, page, make_item):
    make_item()
    closed = re.findall("Disallow: (.+)", client.get("/robots.txt").text)
    for address in _whole_sitemap(client):
        assert not any(address.removeprefix(HOST).startswith(path) for path in closed)


def test_sitemap_names_items_with_pictures_sets_seasons_rooms_and_lore(
    client, page, make_item, season
):
    own = ItemSet.objects.create(name="The Clutch", slug="clutch")
    item = make_item(item_set=own)
    image = ItemImage(item=item, width=10, height=10, widths=[1200], alt="An egg.")
    image.file.name = f"art/{item.slug}/1200.webp"
    image.save()
    found = _whole_sitemap(client)
    shown = ["/sets/clutch/", season.get_absolute_url(), "/lore/volcano/"]
    for path in ("/", "/vault/", f"/vault/{item.slug}/", *shown):
        assert HOST + path in found
    assert len(found) == len(set(found))
    pictures = _addresses(client, "/sitemap-vault-1.xml", IMAGE)
    assert pictures == [f"{HOST}/media/art/{item.slug}/1200.webp"]


def test_every_address_of_the_sitemap_is_canonical(client, page, make_item, season):
    make_item(item_set=ItemSet.objects.create(name="The Clutch", slug="clutch"))
    page.categories.add(Category.objects.create(title="Fire", slug="fire"))
    for address in _whole_sitemap(client):
        text = client.get(address.removeprefix(HOST)).text
        assert f'<link rel="canonical" href="{address}">' in text, address
        assert text.count('rel="canonical"') == 1 and "noindex" not in text


def test_sitemap_names_shelves_keepers_and_when_an_article_was_revised(client, page):
    page.categories.add(Category.objects.create(title="Fire", slug="fire"))
    Category.objects.create(title="Bare", slug="bare")
    found = _whole_sitemap(client)
    for path in ("/lore/category/fire/", "/lore/keepers/kael/", "/lore/graph/", "/lore/changes/"):
        assert HOST + path in found
    assert HOST + "/lore/category/bare/" not in found
    assert f"<lastmod>{page.revised_at:%Y-%m-%dT}" in client.get("/sitemap-lore-1.xml").text


def test_nothing_hidden_is_in_the_sitemap(client, kael, make_item):
    make_item(slug="unhatched", entered_on=timezone.localdate() + timedelta(days=1))
    ItemSet.objects.create(name="Empty", slug="empty")
    Page.objects.create(kind="place", title="A Draft", slug="a-draft", author=kael)
    found = " ".join(_whole_sitemap(client))
    assert not any(hidden in found for hidden in ("unhatched", "empty", "a-draft"))


def test_nothing_under_ash_reaches_a_machine(client, kael, make_item):
    Season.objects.create(number=9, code="C1S9", chapter=1, label="Chapter 1, Season 9")
    item = make_item()
    made = Page(kind="place", title="The Volcano", slug="volcano", status="published", author=kael)
    made.body = "It rose.\n\n:::spoiler C1S9 | the end | Tells it.\nThe lid opened.\n:::\n"
    made.save()
    made.revise(kael, "Entered in the record.")
    made.items.add(item)
    assert Veil.objects.filter(page=made).exists()
    told = "".join(
        client.get(url).text
        for url in [
            "/sitemap.xml", "/sitemap-lore-1.xml", "/vault.json", f"/vault/{item.slug}.json",
            "/vault/openings.atom",
        ]
    )  # fmt: skip
    assert "lid opened" not in told and "/veil/" not in told


def test_long_section_is_cut_into_files(client, make_item, monkeypatch):
    monkeypatch.setattr("ashes_club.machines.PER_FILE", 2)
    for _ in range(5):
        make_item()
    vault = [file for file in _addresses(client, "/sitemap.xml") if "vault" in file]
    assert len(vault) == 3
    assert len(_addresses(client, "/sitemap-vault-3.xml")) == 1


@pytest.mark.parametrize(
    "url", ["/sitemap-vault-0.xml", "/sitemap-vault-99.xml", "/sitemap-users-1.xml"]
)
def test_unknown_part_of_the_sitemap_is_a_404(client, url):
    assert client.get(url).status_code == 404


def test_sitemap_of_the_vault_costs_the_same_however_many_items(
    client, make_item, django_assert_max_num_queries
):
    for _ in range(12):
        make_item()
    with django_assert_max_num_queries(3):
        client.get("/sitemap-vault-1.xml")


@pytest.mark.parametrize("url", ["/robots.txt", "/sitemap.xml", "/sitemap-vault-1.xml"])
def test_answer_may_be_kept_by_any_cache(client, url):
    reply = client.get(url)
    assert "public" in reply["Cache-Control"] and not reply.cookies


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/vault/?page=2&rarity=rare&utm=x", "/vault/?rarity=rare&amp;page=2"),
        ("/vault/piece-1/?from=feed", "/vault/piece-1/"),
        ("/lore/kind/place/?page=1", "/lore/kind/place/"),
        ("/house/machines/?x=1", "/house/machines/"),
    ],
)
def test_canonical_address_leaves_out_what_changes_nothing(client, make_item, asked, address):
    for _ in range(30):
        make_item()
    assert f'<link rel="canonical" href="{HOST}{address}">' in client.get(asked).text


def test_second_page_of_a_lore_list_is_a_page_of_its_own(client, page, kael, monkeypatch):
    monkeypatch.setattr("lore.paging.PER_SHEET", 1)
    Page.objects.create(
        kind="place", title="The Pit", slug="pit", status="published", author=kael
    ).revise(kael, "Entered.")
    text = client.get("/lore/kind/place/?page=2").text
    assert f'<link rel="canonical" href="{HOST}/lore/kind/place/?page=2">' in text


@pytest.mark.parametrize("url", ["/search/?q=egg", "/bag/", "/wishlist/", "/account/login/", "/x/"])
def test_page_that_is_nobodys_to_find_has_no_canonical_address(client, url):
    text = client.get(url).text
    assert 'content="noindex"' in text and 'rel="canonical"' not in text


def test_every_example_of_the_documentation_works(client, make_item):
    make_item()
    assert Item.objects.exists()
    text = client.get("/house/machines/").text.split("<article")[1].split("</article>")[0]
    examples = re.findall(r'href="([^"#]+)"', text)
    assert len(examples) >= 5
    for example in examples:
        assert client.get(example.replace("&amp;", "&")).status_code == 200, example
