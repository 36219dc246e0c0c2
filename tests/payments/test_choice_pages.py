"""Choosing a number on its page: what members see and may, and what everybody else is told."""

from datetime import date

import pytest
from django.urls import reverse

from payments.ideas import Free
from payments.models import Bag, Copy, Membership
from tests.payments.club import membership
from tests.payments.conftest import fill_bag, press_pay


@pytest.fixture
def item(make_item):
    return make_item(name="Brood", edition_size=500, accession=9123)


@pytest.fixture
def line(mira, client, item):
    """A line of Mira's bag; she is a member, and signed in."""
    membership(mira)
    client.force_login(mira)
    return fill_bag(mira, item).lines.get()


def _page(line, name="choice_update"):
    return reverse(f"payments:{name}", args=[line.pk])


def _said(reply):
    return [str(message) for message in reply.wsgi_request._messages]


def test_page_shows_what_is_free(client, line, item):
    Copy.objects.create(item=item, serial=3)
    page = client.get(_page(line)).text
    assert "499 of 500" in page and "<li>1 to 2</li><li>4 to 500</li>" in page


def test_chosen_number_stands_in_the_bag_and_can_be_dropped(client, line):
    reply = client.post(_page(line), {"serial": "7"})
    assert reply.url == "/bag/" and "No. 7 of Brood is your choice." in _said(reply)[-1]
    assert "Your choice" in client.get("/bag/").text
    client.post(_page(line, "choice_delete"))
    assert "Your choice" not in client.get("/bag/").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type a number"),
        ("seven", "in figures only"),
        ("0", "has the numbers 1 to 500."),
        ("501", "has the numbers 1 to 500."),
        ("99999999999999999999", "has the numbers 1 to 500."),
        ("3", "No. 3 of Brood is taken"),
    ],
)
def test_number_that_cannot_be_had_is_422_and_stays_typed(client, line, item, typed, sentence):
    Copy.objects.create(item=item, serial=3)
    reply = client.post(_page(line), {"serial": typed})
    assert reply.status_code == 422
    assert (sentence in reply.text and f'value="{typed}"' in reply.text) or not typed


def test_day_makes_numbers_and_is_not_kept(client, line):
    reply = client.post(_page(line, "idea_list"), {"day": "1990-03-14"})
    for serial in (143, 314, 14):
        assert f'value="{serial}"' in reply.text
    assert 'value="1403"' not in reply.text  # outside the edition
    assert "1990" not in str(dict(client.session))


@pytest.mark.parametrize("day", ["", "yesterday", "2001-02-30"])
def test_what_is_no_day_is_422(client, line, day):
    reply = client.post(_page(line, "idea_list"), {"day": day})
    assert reply.status_code == 422 and "That is no day." in reply.text


def test_ideas_are_free_and_each_is_named_once(item):
    Copy.objects.create(item=item, serial=143)
    serials = [idea.serial for idea in Free(item, None).ideas(date(1990, 3, 14))]
    assert serials[:2] == [314, 14] and 1 in serials and 500 in serials
    assert len(serials) == len(set(serials)) and 143 not in serials


def test_who_is_no_member_is_told_and_cannot_choose(client, kael, item):
    client.force_login(kael)
    line = fill_bag(kael, item).lines.get()
    assert "Numbers are chosen by members of the Club." in client.get(_page(line)).text
    assert client.post(_page(line), {"serial": "7"}).status_code == 422
    assert Bag.objects.get(user=kael).lines.get().wanted_serial is None


def test_line_of_another_bag_and_of_an_open_edition_are_404(client, line, kael, make_item):
    elsewhere = fill_bag(kael, make_item()).lines.get()
    unlimited = fill_bag(line.bag.user, make_item(edition_size=None)).lines.latest("pk")
    for each in (elsewhere, unlimited):
        for name in ("choice_update", "choice_delete", "idea_list"):
            assert client.post(_page(each, name)).status_code == 404


def test_ended_membership_drops_the_number_with_a_sentence_and_nothing_else(client, line):
    line.choose(7)
    Membership.objects.all().update(status="canceled")
    reply = press_pay(client, 1200)
    assert reply.url == "/bag/" and "your membership has ended" in _said(reply)[-1]
    page = client.get("/bag/").text
    assert "No. 7 of Brood was chosen by a member" in page and "Next in line" in page


def test_number_taken_meanwhile_is_told_at_the_till_and_in_the_bag(client, line, item):
    line.choose(7)
    Copy.objects.create(item=item, serial=7)
    reply = press_pay(client, 1080)
    assert "No. 7 of Brood is taken" in _said(reply)[-1] and reply.url == "/bag/"
    assert "No. 7 is taken by now. Choose another number." in client.get("/bag/").text
