"""Home, search, the house's own texts, and what is yours."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
HOUSE = ["makers_and_rights", "report", "privacy", "terms"]
PUBLIC = ["home", "search", *(f"house:{page}" for page in HOUSE)]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_is_the_same_for_everyone(client, mira, name):
    stranger = client.get(reverse(name))
    client.force_login(mira)
    member = client.get(reverse(name))
    assert stranger.content == member.content
    assert "public" in member["Cache-Control"]
    assert not member.cookies
    assert "Cookie" not in member.get("Vary", "")


@pytest.mark.parametrize("name", PUBLIC)
def test_notice_stands_on_every_page(client, settings, name):
    assert settings.RIGHTS_NOTICE in client.get(reverse(name)).content.decode()


def test_home_shows_the_newest_piece_that_can_be_had(client, make_item):
    make_item(name="Sold Out", edition_size=1, sold=1)
    make_item(name="To Be Had")
    assert client.get("/").context["lead"].name == "To Be Had"


def test_empty_house_says_what_will_appear(client):
    assert "The vault is empty" in client.get("/").content.decode()


def test_home_costs_the_same_whatever_the_house_holds(
    client, make_item, django_assert_max_num_queries
):
    for _ in range(3):
        make_item()
    client.get("/")
    with django_assert_max_num_queries(100) as few:
        client.get("/")
    for _ in range(20):
        make_item()
    with django_assert_max_num_queries(100) as many:
        client.get("/")
    assert len(few) == len(many) <= 12


def test_search_finds_a_piece_by_the_start_of_its_name(client, make_item):
    make_item(name="Ember Ledger")
    assert "Ember Ledger" in client.get("/search/", {"q": "emb"}).content.decode()


def test_search_without_hits_suggests_a_way_on(client):
    assert "Nothing under that name" in client.get("/search/", {"q": "xyzzy"}).content.decode()


@pytest.mark.parametrize("words", ["'", '"unclosed', "a" * 10_000, "%", "<script>", "& | !"])
def test_odd_words_are_searched_like_any_other(client, words):
    page = client.get("/search/", {"q": words})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().split("</head>")[1]


def test_stranger_without_a_bag_gets_no_cookie(client):
    answer = client.get("/me/")
    assert answer.json() == {"bag": 0, "signed_in": False}
    assert not answer.cookies


def test_member_is_told_apart_from_strangers(client, mira):
    client.force_login(mira)
    answer = client.get("/me/")
    assert answer.json()["signed_in"] is True
    assert "club" in answer.cookies
