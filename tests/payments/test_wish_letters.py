"""One letter for each time a watched piece opens or comes back, and an end to them on request."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import MailKind, unsubscribe_url
from catalog.models import Item
from payments import wish_letters
from payments.models import Wish
from payments.tasks import look_for_openings
from tests.payments.conftest import at_once

DAY = timedelta(days=1)


@pytest.fixture
def look(run_tasks):
    """Look for openings as the clock does, and send what is due."""

    def looked():
        look_for_openings.func(timestamp=0)
        return run_tasks()

    return looked


def _change(item, **fields):
    Item.objects.filter(pk=item.pk).update(**fields)


@pytest.fixture
def opening(make_item):
    return make_item(name="The Brood", opens_at=timezone.now() + DAY)


def test_letter_goes_when_a_watched_piece_opens(mira, opening, look):
    Wish.make(mira, opening)
    look()
    assert mail.outbox == []
    _change(opening, opens_at=timezone.now())
    look()
    letter = mail.outbox[0]
    assert letter.to == [mira.email] and letter.subject == "The Brood is open"
    assert "€12.00, 10 of 10 left" in letter.body
    assert f"http://127.0.0.1:8000/vault/{opening.slug}/" in letter.body
    assert "Portions of the materials used" in letter.body


def test_one_opening_is_one_letter(mira, opening, look):
    Wish.make(mira, opening)
    _change(opening, opens_at=timezone.now())
    for _ in range(3):
        look()
    assert len(mail.outbox) == 1


def test_piece_wished_while_on_sale_brings_no_letter(mira, make_item, look):
    Wish.make(mira, make_item())
    look()
    assert mail.outbox == []


def test_letter_goes_when_a_taken_piece_comes_back(mira, make_item, look):
    item = make_item(name="Kiln Heart", edition_size=1)
    Wish.make(mira, item)
    _change(item, sold=1)
    look()
    assert mail.outbox == []
    _change(item, edition_size=2)
    look()
    assert mail.outbox[0].subject == "Kiln Heart can be had again"
    _change(item, sold=2)
    look()
    _change(item, edition_size=3)
    look()
    assert len(mail.outbox) == 2, "a second return is a second event"


def test_copies_at_a_checkout_are_not_gone(mira, make_item, look):
    item = make_item(edition_size=1)
    Wish.make(mira, item)
    for held in (1, 0, 1, 0):
        _change(item, held=held)
        look()
    assert mail.outbox == []


def test_piece_wished_while_its_last_copy_was_at_a_checkout_brings_one_letter(
    mira, make_item, look
):
    item = make_item(edition_size=1, held=1)
    Wish.make(mira, item)
    _change(item, held=0)
    look()
    assert len(mail.outbox) == 1


def test_early_hours_of_the_club_bring_no_letter(mira, opening, look):
    Wish.make(mira, opening)
    _change(opening, opens_at=timezone.now() + timedelta(hours=2), early_access_hours=24)
    look()
    assert mail.outbox == []


def test_letter_that_would_no_longer_be_true_waits(mira, opening, look, run_tasks):
    Wish.make(mira, opening)
    _change(opening, opens_at=timezone.now())
    look_for_openings.func(timestamp=0)
    _change(opening, sold=10)
    run_tasks()
    assert mail.outbox == []
    _change(opening, sold=9)
    look()
    assert len(mail.outbox) == 1


def test_wish_removed_meanwhile_brings_no_letter(mira, opening, run_tasks):
    Wish.make(mira, opening)
    _change(opening, opens_at=timezone.now())
    look_for_openings.func(timestamp=0)
    Wish.objects.all().delete()
    run_tasks()
    assert mail.outbox == []


def test_piece_not_yet_entered_brings_no_letter(mira, opening, look):
    Wish.make(mira, opening)
    _change(opening, opens_at=timezone.now(), entered_on=timezone.localdate() + DAY)
    look()
    assert mail.outbox == []


def _letter(mira, opening, look):
    Wish.make(mira, opening)
    _change(opening, opens_at=timezone.now())
    look()
    return mail.outbox[0]


def _end_address(letter):
    return (
        letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    )


def test_letter_can_be_ended_by_one_click_of_the_mail_program(mira, opening, look):
    letter = _letter(mira, opening, look)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    anybody = Client(enforce_csrf_checks=True)
    response = anybody.post(_end_address(letter), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not mira.wants(MailKind.WISHES)


def test_link_in_the_letter_only_asks_and_needs_no_signing_in(client, mira, opening, look):
    letter = _letter(mira, opening, look)
    assert _end_address(letter) in letter.body
    page = client.get(_end_address(letter)).text
    assert "End the letters" in page and mira.email not in page
    assert mira.wants(MailKind.WISHES)
    assert "No more letters" in client.post(_end_address(letter)).text


def test_no_letter_goes_to_whoever_ended_them(mira, kael, opening, look):
    for member in (mira, kael):
        Wish.make(member, opening)
    mira.choose_letters(MailKind.WISHES, False)
    _change(opening, opens_at=timezone.now())
    look()
    assert [letter.to for letter in mail.outbox] == [[kael.email]]
    mira.choose_letters(MailKind.WISHES, True)
    look()
    assert len(mail.outbox) == 1, "what happened meanwhile is past"


def test_letters_are_taken_up_again_on_the_wishlist(client, mira, make_item):
    Wish.make(mira, make_item())
    mira.choose_letters(MailKind.WISHES, False)
    client.force_login(mira)
    assert "You ended them" in client.get("/wishlist/").text
    client.post(reverse("accounts:letters_update"), {"wishes": "on"})
    assert mira.wants(MailKind.WISHES)


def test_token_of_a_removed_account_is_a_404(client, mira):
    address = unsubscribe_url(mira, MailKind.WISHES).removeprefix("http://127.0.0.1:8000")
    mira.delete()
    assert client.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_workers_queue_one_letter_for_each_wish(make_buyers, opening):
    members = make_buyers(30)
    for member in members:
        Wish.make(member, opening)
    _change(opening, opens_at=timezone.now())
    taken = at_once(4, lambda n: wish_letters.look())
    assert sum(taken) == 30, taken
    letters = ProcrastinateJob.objects.filter(task_name="payments.tasks.send_wish_letter")
    assert len({job.args["wish_id"] for job in letters}) == letters.count() == 30
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_letters_cost_the_same_statements_for_many_wishes(
    make_buyers, opening, django_assert_max_num_queries
):
    for member in make_buyers(20):
        Wish.make(member, opening)
    _change(opening, opens_at=timezone.now())
    with django_assert_max_num_queries(12):
        assert wish_letters.look() == 20
