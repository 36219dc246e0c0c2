"""The vault for machines says what its pages say, at addresses that stay, and no more."""

import json
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
HOST = "http://127.0.0.1:8000"
DAY = timedelta(days=1)


def _vault(client, query=""):
    return client.get(f"/vault.json?{query}").json()


def test_list_has_the_filters_of_its_page(client, make_item, make_record):
    make_item(name="Shell", rarity="epic")
    make_item(name="Brood", rarity="rare")
    make_record(name="Molten Valkyrie", rarity="epic")
    found = _vault(client, "shelf=originals&rarity=epic")
    assert [item["name"] for item in found["items"]] == ["Shell"]
    assert found["total"] == 1
    assert found["html_url"] == f"{HOST}/vault/?shelf=originals&rarity=epic"


def test_list_has_the_pages_of_its_page(client, make_item):
    for _ in range(30):
        make_item()
    first = _vault(client, "kind=wrap")
    assert (len(first["items"]), first["page"], first["pages"]) == (25, 1, 2)
    assert first["previous"] is None
    assert first["next"] == f"{HOST}/vault.json?kind=wrap&page=2"
    second = client.get(first["next"].removeprefix(HOST)).json()
    assert second["next"] is None and len(second["items"]) == 5
    seen = [item["slug"] for item in first["items"] + second["items"]]
    assert len(set(seen)) == 30


def test_what_could_not_be_read_is_noted(client, make_item):
    make_item()
    found = _vault(client, "rarity=shiny&page=-1&sort=up")
    assert found["total"] == 1 and len(found["notes"]) == 3


def test_piece_says_price_edition_and_terms(client, make_item, clutch, give_picture):
    opens_at = timezone.now() + 2 * DAY
    item = make_item(
        item_set=clutch, edition_size=25, sold=3, held=2, per_member_limit=2,
        opens_at=opens_at, early_access_hours=24, ends_at=opens_at + DAY, description="An egg.",
    )  # fmt: skip
    give_picture(item)
    said = client.get(f"/vault/{item.slug}.json").json()
    assert said["price"] == {"cents": 1200, "currency": "eur"}
    assert (said["edition_size"], said["left"], said["per_member_limit"]) == (25, 20, 2)
    assert (said["state"], said["early_access_hours"]) == ("opening", 24)
    near = abs(datetime.fromisoformat(said["opens_at"]) - opens_at)
    assert near < timedelta(seconds=1)
    assert said["images"][0]["url"] == f"{HOST}/media/art/{item.slug}/1200.webp"
    assert said["set"]["html_url"] == f"{HOST}/sets/clutch/"
    assert said["provenance"]["uses_epic_ip"] is False


def test_record_has_facts_and_no_terms_of_sale(client, make_record):
    said = client.get(f"/vault/{make_record(game_set='Lava Legends').slug}.json").json()
    assert said["game_set"] == "Lava Legends" and said["last_seen_on"] is None
    assert not {"price", "state", "edition_size", "opens_at", "provenance"} & said.keys()


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "left"),
        ({"sold": 10}, "taken"),
        ({"held": 10}, None),
        ({"retired_at": timezone.now()}, "retired"),
    ],
)
def test_state_is_one_word_or_null(client, make_item, fields, state):
    item = make_item(**fields)
    assert client.get(f"/vault/{item.slug}.json").json()["state"] == state


def test_item_not_yet_entered_is_told_to_no_machine(client, make_item):
    item = make_item(name="Unhatched", entered_on=timezone.localdate() + DAY)
    reply = client.get(f"/vault/{item.slug}.json")
    assert reply.status_code == 404
    assert reply.json() == {"error": "There is no item at this address."}
    assert "Unhatched" not in client.get("/vault.json").text
    assert "Unhatched" not in client.get("/vault/openings.atom").text


def test_private_figures_stay_private(client, make_item, ash):
    said = client.get(f"/vault/{make_item(held=2).slug}.json").text
    assert "held" not in said and "next_serial" not in said and ash.email not in said


@pytest.mark.parametrize("url", ["/vault.json", "/vault/piece-1.json", "/vault/openings.atom"])
def test_answer_is_public_read_only_and_the_same_for_a_member(client, make_item, mira, url):
    make_item()
    stranger = client.get(url)
    client.force_login(mira)
    assert client.get(url).content == stranger.content
    assert "public" in stranger["Cache-Control"] and stranger["ETag"]
    assert "Cookie" not in stranger.get("Vary", "") and not stranger.cookies
    assert client.post(url).status_code == 405


def test_scripts_of_any_site_may_read_the_json(client, make_item):
    make_item()
    assert client.get("/vault.json")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("url", ["/vault.json", "/vault/piece-1.json", "/vault/openings.atom"])
def test_answer_costs_the_same_however_much_there_is(
    client, make_item, make_record, clutch, give_picture, url
):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    give_picture(make_item(item_set=clutch))
    make_record()
    few = cost()
    for _ in range(8):
        give_picture(make_item(item_set=clutch))
        make_record()
    assert cost() == few <= 6


@pytest.mark.parametrize(
    "query", ["page=" + "9" * 5000, "q=%01", "shelf=" + "x" * 10_000, "price_min=nan", "q=!!"]
)
def test_hostile_address_is_answered_with_a_note(client, make_item, query):
    make_item()
    assert client.get(f"/vault.json?{query}").status_code == 200


# --- the feed ---------------------------------------------------------------------------------
def _entries(client):
    reply = client.get("/vault/openings.atom")
    assert reply["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(reply.content).findall(f"{ATOM}entry")


def test_feed_tells_what_opens_and_what_has_opened(client, make_item, make_record):
    now = timezone.now()
    make_item(name="Brood", opens_at=now + 3 * DAY)
    make_item(name="Shell", opens_at=now - 3 * DAY)
    make_item(name="Gone", retired_at=now)
    make_item(name="Unpriced", opens_at=None)
    make_record(name="Molten Valkyrie")
    titles = [entry.findtext(f"{ATOM}title") for entry in _entries(client)]
    assert [title.split(" UTC")[0].split(" ", 2)[:2] for title in titles] == [
        ["Brood", "opens"],
        ["Shell", "opened"],
    ]


def test_feed_dates_nothing_in_the_future(client, make_item):
    make_item(opens_at=timezone.now() + 30 * DAY)
    make_item()
    for entry in _entries(client):
        updated = datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
        assert updated <= timezone.now()


def test_opening_that_is_moved_is_another_entry(client, make_item):
    item = make_item()
    before = _entries(client)[0].findtext(f"{ATOM}id")
    item.opens_at += DAY
    item.save()
    assert _entries(client)[0].findtext(f"{ATOM}id") != before


# --- structured data --------------------------------------------------------------------------
def _blocks(client, url):
    page = client.get(url).text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return {block["@type"]: block for block in map(json.loads, found)}


def test_original_is_a_product_with_an_offer(client, make_item, clutch, give_picture):
    item = make_item(price_cents=2450, item_set=clutch)
    give_picture(item)
    offer = _blocks(client, item.get_absolute_url())["Product"]["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("24.50", "EUR")
    assert offer["availability"] == "https://schema.org/InStock"


def test_opening_to_come_claims_no_stock(client, make_item):
    item = make_item(opens_at=timezone.now() + DAY)
    offer = _blocks(client, item.get_absolute_url())["Product"]["offers"]
    assert "availability" not in offer and offer["availabilityStarts"]


def test_archive_record_is_no_product(client, make_record):
    blocks = _blocks(client, make_record().get_absolute_url())
    assert list(blocks) == ["BreadcrumbList"]


def test_piece_without_a_price_is_no_product(client, make_item):
    blocks = _blocks(client, make_item(opens_at=None, price_cents=None).get_absolute_url())
    assert "Product" not in blocks


def test_crumbs_are_those_of_the_page(client, make_item, clutch):
    item = make_item(name="Shell", item_set=clutch)
    for url, names in [
        (item.get_absolute_url(), ["Vault", "The Clutch", "Shell"]),
        ("/sets/clutch/", ["Vault", "Sets", "The Clutch"]),
    ]:
        steps = _blocks(client, url)["BreadcrumbList"]["itemListElement"]
        assert [step["name"] for step in steps] == names
        assert all(step["item"].startswith(f"{HOST}/") for step in steps)


def test_no_name_can_end_the_block_of_data(client, make_item):
    item = make_item(name="</script><script>alert(1)</script>", description="<!-- & -->")
    assert _blocks(client, item.get_absolute_url())["Product"]["name"] == item.name
    assert "<script>alert" not in client.get(item.get_absolute_url()).text
