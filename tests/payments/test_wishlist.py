"""The wishlist works signed out, follows its owner in, and says what it took along."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from payments.models import Wish
from payments.models.wish import MOST_WISHES
from payments.wishlist import MOST_IN_SESSION

LIST = "/wishlist/"


def _watch(client, item):
    return client.post(reverse("payments:wish_create"), {"item": item.slug})


def _said(response):
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def test_page_of_a_piece_has_a_button_that_watches_it(client, make_item):
    item = make_item(name="The Brood")
    page = client.get(item.get_absolute_url())
    assert "Watch this edition" in page.text
    assert f'action="{reverse("payments:wish_create")}"' in page.text
    assert "public" in page["Cache-Control"] and "csrfmiddlewaretoken" not in page.text


def test_archive_record_cannot_be_watched(client, make_record):
    record = make_record()
    assert "Watch this edition" not in client.get(record.get_absolute_url()).text
    assert _watch(client, record).status_code == 404


def test_signed_out_wish_is_kept_in_the_session(client, make_item):
    response = _watch(client, make_item(name="The Brood"))
    assert response.url == LIST
    page = client.get(LIST).text
    assert "The Brood is on your wishlist." in page
    assert "kept in your browser until you sign in" in page
    assert not Wish.objects.exists()


def test_member_keeps_wishes_in_the_database_once_each(client, mira, make_item):
    item = make_item(name="The Brood")
    client.force_login(mira)
    _watch(client, item)
    assert _said(_watch(client, item)) == "The Brood was on your wishlist already."
    assert Wish.objects.get().owner == mira


def test_signing_in_merges_the_lists_and_says_what_came(client, mira, make_item):
    brood, shell = make_item(name="The Brood"), make_item(name="Shell")
    Wish.make(mira, shell)
    _watch(client, brood)
    _watch(client, shell)
    client.force_login(mira)
    assert "Added from before you signed in: The Brood." in client.get(LIST).text
    assert set(Wish.objects.of(mira).values_list("item__name", flat=True)) == {
        "The Brood",
        "Shell",
    }
    assert "wishes" not in client.session
    assert "Added from before" not in client.get(LIST).text


def test_newest_wish_stands_first(client, mira, make_item):
    for name in ("First", "Second"):
        _watch(client, make_item(name=name))
    page = client.get(LIST).text
    assert page.index(">Second<") < page.index(">First<")
    client.force_login(mira)
    page = client.get(LIST).text
    assert page.index(">Second<") < page.index(">First<")


@pytest.mark.parametrize("is_member", [True, False])
def test_removed_piece_is_off_the_list(client, mira, make_item, is_member):
    item = make_item(name="The Brood")
    if is_member:
        client.force_login(mira)
    _watch(client, item)
    address = reverse("payments:wish_delete", args=[item.slug])
    client.post(address)
    assert "Nothing on the list" in client.get(LIST).text
    assert client.post(address).status_code == 404


def test_removal_needs_the_token_of_its_page(mira, make_item):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mira)
    item = make_item()
    assert _watch(strict, item).status_code == 302
    assert strict.post(reverse("payments:wish_delete", args=[item.slug])).status_code == 403


def test_form_of_another_site_is_refused(client, mira, make_item):
    client.force_login(mira)
    address = reverse("payments:wish_create")
    fields = {"item": make_item().slug}
    response = client.post(address, fields, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert not Wish.objects.exists()


@pytest.mark.parametrize("slug", ["nothing-like-it", "", "a\x00b", "x" * 10_000])
def test_unknown_piece_is_a_404(client, db, slug):
    assert client.post(reverse("payments:wish_create"), {"item": slug}).status_code == 404


def test_full_list_says_so(client, mira, make_item, monkeypatch):
    monkeypatch.setattr("payments.models.wish.MOST_WISHES", 1)
    monkeypatch.setattr("payments.wishlist.MOST_IN_SESSION", 1)
    assert MOST_WISHES > MOST_IN_SESSION > 1
    for member in (False, True):
        if member:
            client.force_login(mira)
        _watch(client, make_item())
        assert _said(_watch(client, make_item())) == (
            "Your wishlist is full. Remove a piece first."
        )


def test_list_is_private_and_not_for_search_engines(client, mira, make_item):
    client.force_login(mira)
    _watch(client, make_item())
    page = client.get(LIST)
    assert "public" not in page["Cache-Control"]
    assert 'content="noindex"' in page.text


def test_nobody_sees_the_wishes_of_another_member(client, mira, kael, make_item):
    Wish.make(mira, make_item(name="The Brood"))
    client.force_login(kael)
    assert "The Brood" not in client.get(LIST).text


def test_row_says_the_state_of_the_piece_in_words(client, mira, make_item):
    Wish.make(mira, make_item(edition_size=25, sold=25))
    Wish.make(mira, make_item(retired_at=timezone.now()))
    client.force_login(mira)
    page = client.get(LIST).text
    assert "All 25 taken" in page and "Retired" in page


def test_list_costs_as_many_statements_for_five_pieces_as_for_one(
    client, mira, make_item, django_assert_max_num_queries
):
    client.force_login(mira)
    for count in (1, 4):
        for _ in range(count):
            Wish.make(mira, make_item())
        with django_assert_max_num_queries(9):
            client.get(LIST)
