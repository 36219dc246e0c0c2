"""The bag works signed out, follows its owner in, and says what it took along."""

from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from payments.models import Bag, BagLine
from tests.payments.conftest import fill_bag

BAG = "/bag/"


def _put(client, **fields):
    return client.post(reverse("payments:bag_line_create"), fields)


def _messages(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_piece_goes_into_a_signed_out_bag(client, make_item):
    item = make_item(name="The Brood")
    response = _put(client, item=item.slug)
    assert response.status_code == 302 and response.url == BAG
    assert "The Brood" in client.get(BAG).text


def test_form_of_a_public_page_needs_no_token(make_item):
    strict = Client(enforce_csrf_checks=True)
    assert _put(strict, item=make_item().slug).status_code == 302


def test_form_of_another_site_is_refused(client, make_item):
    item = make_item()
    address = reverse("payments:bag_line_create")
    response = client.post(address, {"item": item.slug}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert not BagLine.objects.exists()


def test_unknown_piece_is_a_404(client, db):
    assert _put(client, item="nothing-like-it").status_code == 404
    assert _put(client).status_code == 404
    assert _put(client, item="a\x00b").status_code == 404


def test_archive_record_is_not_for_sale(client, make_record):
    response = _put(client, item=make_record(name="Molten Valkyrie").slug)
    assert _messages(response) == ["Molten Valkyrie is in the record, not for sale."]
    assert not BagLine.objects.exists()


def test_quantities_out_of_reason_are_refused_with_a_sentence(client, make_item):
    item = make_item()
    for quantity, sentence in [
        ("0", "A bag takes one copy or more of a piece."),
        ("-3", "A bag takes one copy or more of a piece."),
        ("1000000", "A bag takes at most 10 copies of a piece."),
        ("two", "How many copies must be a whole number."),
    ]:
        assert _messages(_put(client, item=item.slug, quantity=quantity))[-1] == sentence
    assert not BagLine.objects.exists()


def test_putting_in_twice_keeps_one_line(client, make_item):
    item = make_item(name="Shell")
    _put(client, item=item.slug)
    assert _messages(_put(client, item=item.slug))[-1] == "Shell was in the bag already."
    assert BagLine.objects.get().quantity == 1


def test_removed_piece_is_out_of_the_bag(client, make_item):
    _put(client, item=make_item().slug)
    client.post(reverse("payments:bag_line_delete", args=[BagLine.objects.get().pk]))
    assert not BagLine.objects.exists()


def test_stranger_gets_404_for_a_line_of_another_bag(client, mira, make_item):
    line = fill_bag(mira, make_item()).lines.get()
    response = client.post(reverse("payments:bag_line_delete", args=[line.pk]))
    assert response.status_code == 404
    assert BagLine.objects.filter(pk=line.pk).exists()


def test_signing_in_merges_the_bags_and_says_what_came(client, mira, make_item):
    brood, shell = make_item(name="The Brood"), make_item(name="Shell")
    fill_bag(mira, shell)
    _put(client, item=brood.slug, quantity="2")
    _put(client, item=shell.slug)
    client.force_login(mira)
    page = client.get(BAG).text
    assert "Added from before you signed in: The Brood." in page
    assert set(Bag.objects.get(user=mira).lines.values_list("item__name", "quantity")) == {
        ("The Brood", 2),
        ("Shell", 1),
    }
    assert not Bag.objects.filter(user=None).exists()
    assert "Added from before" not in client.get(BAG).text


def test_bag_survives_signing_in_through_the_form(client, mira, make_item):
    EmailAddress.objects.create(user=mira, email=mira.email, verified=True, primary=True)
    _put(client, item=make_item(name="The Brood").slug)
    reply = client.post(
        reverse("account_login") + "?next=/bag/",
        {"login": mira.email, "password": "a long enough pass"},
    )
    assert reply.url == BAG
    assert "The Brood" in client.get(BAG).text
    assert "bag" not in client.session


def test_masthead_counts_copies_of_both_bags_once(client, rf, mira, make_item):
    brood, shell = make_item(), make_item()
    fill_bag(mira, brood, shell)
    _put(client, item=brood.slug, quantity="3")
    request = rf.get("/")
    request.session, request.user = client.session, mira
    assert Bag.count_for(request) == 4


def test_taken_piece_in_the_bag_is_named_and_cannot_be_paid_for(client, mira, make_item):
    item = make_item(name="Kiln Heart", edition_size=1)
    fill_bag(mira, item)
    type(item).objects.filter(pk=item.pk).update(sold=1)
    client.force_login(mira)
    page = client.get(BAG).text
    assert "All 1 of Kiln Heart are taken." in page
    assert "Not everything here can be paid for." in page


def test_bag_costs_as_many_statements_for_five_pieces_as_for_one(
    client, mira, make_item, django_assert_num_queries
):
    client.force_login(mira)
    fill_bag(mira, make_item())
    client.get(BAG)  # the masthead counts the rooms once a minute
    with django_assert_num_queries(8):
        client.get(BAG)
    fill_bag(mira, *[make_item(per_member_limit=1) for _ in range(4)])
    with django_assert_num_queries(8):
        client.get(BAG)
