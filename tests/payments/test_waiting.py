"""The line for an edition that is taken: who joins, who is served, and what passers-by get."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import MailKind
from ashes_club import leaving
from catalog.models import Item
from payments import differences, money, till, waiting_list
from payments.consent import Consent
from payments.models import Bag, Copy, NotInLine, NotPlaced, Order, Place, Refund, Wish
from payments.models.waiting import join, leave
from payments.tasks import look_for_openings
from tests.ashes_club.members import is_due
from tests.payments.conftest import at_once, fill_bag, heard, place

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_at_stripe(monkeypatch):
    """These are about our own books."""
    monkeypatch.setattr("payments.club_differences.find", list)


def _stock(item):
    item.refresh_from_db()
    return item.sold, item.held


def _offered(item):
    return list(Place.objects.open_offers().filter(item=item).order_by("pk"))


def _pass(hours):
    """Let so many hours go by for every offer."""
    for each in Place.objects.exclude(offered_at=None):
        each.offered_at -= timedelta(hours=hours)
        each.offered_until -= timedelta(hours=hours)
        each.save()


def _told(words):
    """To whom a letter with these words went."""
    return [address for letter in mail.outbox for address in letter.to if words in letter.body]


def _restock(item, copies):
    assert item.restock(copies)
    waiting_list.look()


@pytest.fixture
def taken(make_item, db):
    """One copy, and it is sold."""
    item = make_item(name="Kiln Heart", edition_size=1)
    Item.objects.filter(pk=item.pk).update(sold=1)
    Copy.objects.create(item=item, serial=1)
    item.refresh_from_db()
    return item


# --- joining and leaving -----------------------------------------------------------------------
def test_member_has_one_place_and_sees_which(mira, kael, taken):
    first, second = join(mira, taken), join(kael, taken)
    assert (first.number, second.number) == (1, 2)
    assert join(mira, taken) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(member=mira, item=taken)


def test_who_leaves_lets_the_next_move_up(mira, kael, taken):
    first, second = join(mira, taken), join(kael, taken)
    leave(first)
    assert second.number == 1 and not Place.objects.of(mira).exists()


def test_nobody_waits_for_what_can_be_bought_or_is_not_on_offer(mira, make_item, taken):
    with pytest.raises(NotInLine, match="can be bought now"):
        join(mira, make_item())
    taken.retire()
    with pytest.raises(NotInLine, match="is retired and no longer sold"):
        join(mira, taken)


def test_who_has_as_many_as_a_member_may_have_cannot_join(mira, taken):
    Item.objects.filter(pk=taken.pk).update(per_member_limit=1)
    Copy.objects.update(owner=mira)
    with pytest.raises(NotInLine, match="1 is yours already"):
        join(mira, taken)


# --- being served ------------------------------------------------------------------------------
def test_copy_of_an_unpaid_order_goes_to_the_first_in_line(mira, kael, ash, make_item, run_tasks):
    item = make_item(edition_size=1)
    order = place(ash, item)
    join(mira, item), join(kael, item)
    order.cancel("It was not paid in time.")
    assert [each.member for each in _offered(item)] == [mira]
    assert _stock(item) == (0, 1) and differences.find() == []
    run_tasks()
    letter = mail.outbox[0]
    assert letter.to == [mira.email] and f"/waiting/{_offered(item)[0].token}/" in letter.body


def test_copy_that_was_given_back_goes_to_the_first_in_line(at_stripe, mira, kael, make_item):
    item = make_item(edition_size=1)
    order = place(kael, item)
    at_stripe.pay(till.send_to_stripe(order))
    heard(at_stripe)
    join(mira, item)
    copy = Copy.objects.get(owner=kael)
    order.refresh_from_db()
    money.follow(order)
    money.carry_out(Refund.ask(order, [copy], reason=Refund.Reason.ASKED_FOR))
    money.follow(order)
    assert [each.member for each in _offered(item)] == [mira] and _stock(item) == (0, 1)
    at_stripe.pay(till.send_to_stripe(place(mira, item)))
    heard(at_stripe)
    assert Copy.objects.current().get().owner == mira
    assert not Place.objects.exists() and _stock(item) == (1, 0)


def test_larger_edition_serves_the_line_and_leaves_the_rest_to_everyone(mira, kael, taken):
    join(mira, taken)
    _restock(taken, 2)
    assert _stock(taken) == (1, 1) and taken.is_for_sale
    assert place(kael, taken).state == "waiting"


def test_nobody_buys_past_the_line_before_it_is_looked_at(mira, kael, taken):
    join(mira, taken)
    taken.restock(1)
    with pytest.raises(NotPlaced, match="goes to those in line first"):
        place(kael, taken)


def test_letters_can_be_ended_and_the_offer_stands(mira, taken, run_tasks):
    mira.choose_letters(MailKind.WAITING, False)
    join(mira, taken)
    _restock(taken, 1)
    run_tasks()
    assert mail.outbox == [] and len(_offered(taken)) == 1


def test_who_came_by_enough_is_passed_over(mira, kael, taken):
    Item.objects.filter(pk=taken.pk).update(per_member_limit=1)
    join(mira, taken), join(kael, taken)
    Copy.objects.update(owner=mira)
    _restock(taken, 1)
    assert [each.member for each in _offered(taken)] == [kael]
    assert not Place.objects.of(mira).exists()


def test_retired_piece_has_no_line_and_holds_nothing(mira, kael, taken):
    join(mira, taken), join(kael, taken)
    _restock(taken, 1)
    taken.retire()
    waiting_list.look()
    assert not Place.objects.exists() and _stock(taken) == (1, 0)


# --- an offer and the order ---------------------------------------------------------------------
def test_offered_copy_passes_to_its_holders_order_and_to_nobody_else(mira, kael, taken):
    join(mira, taken)
    _restock(taken, 1)
    with pytest.raises(NotPlaced, match="are spoken for"):
        place(kael, taken)
    order = place(mira, taken)
    assert _stock(taken) == (1, 1) and not _offered(taken)
    assert Place.objects.get().state == "paying" and Place.objects.get().order == order
    assert differences.find() == []


def test_offer_outlasts_an_order_that_comes_to_nothing(mira, kael, taken):
    join(mira, taken), join(kael, taken)
    _restock(taken, 1)
    place(mira, taken).cancel("You cancelled it.")
    assert [each.member for each in _offered(taken)] == [mira] and _stock(taken) == (1, 1)


def test_order_unpaid_after_the_offers_time_passes_it_on(mira, kael, taken):
    join(mira, taken), join(kael, taken)
    _restock(taken, 1)
    order = place(mira, taken)
    _pass(hours=25)
    waiting_list.look()
    assert Place.objects.of(mira).get().state == "paying", "what is being paid for is not taken"
    order.cancel("It was not paid in time.")
    assert [each.member for each in _offered(taken)] == [kael] and _stock(taken) == (1, 1)


def test_offer_not_taken_goes_to_the_next(mira, kael, taken):
    join(mira, taken), join(kael, taken)
    _restock(taken, 1)
    _pass(hours=25)
    assert waiting_list.look() == 1
    assert [each.member for each in _offered(taken)] == [kael]
    assert not Place.objects.of(mira).exists() and _stock(taken) == (1, 1)
    assert waiting_list.look() == 0


def test_who_let_an_offer_pass_is_told_once_and_where_they_would_stand(
    mira, kael, taken, run_tasks
):
    join(mira, taken), join(kael, taken)
    _restock(taken, 1)
    _pass(hours=25)
    waiting_list.look(), waiting_list.look()
    run_tasks()
    to_mira = [letter for letter in mail.outbox if letter.to == [mira.email]]
    assert [letter.subject for letter in to_mira] == ["Your turn for Kiln Heart went by"]
    assert "You can join it again whenever you like, and would be first now." in to_mira[0].body


def test_who_is_in_line_again_by_then_is_told_their_new_place(mira, kael, ash, taken, run_tasks):
    join(mira, taken), join(kael, taken), join(ash, taken)
    _restock(taken, 1)
    _pass(hours=25)
    waiting_list.look()
    join(mira, taken)
    run_tasks()
    assert _told("are second in line now") == [mira.email]


def test_where_nobody_is_left_in_line_everyone_can_buy_it(mira, taken, run_tasks):
    join(mira, taken)
    _restock(taken, 1)
    _pass(hours=25)
    waiting_list.look()
    run_tasks()
    assert _told("everyone can buy it, you too") == [mira.email]


def test_order_unpaid_after_the_offers_time_tells_its_buyer(mira, kael, taken, run_tasks):
    join(mira, taken), join(kael, taken)
    _restock(taken, 1)
    order = place(mira, taken)
    _pass(hours=25)
    order.cancel("It was not paid in time.")
    run_tasks()
    assert _told("It was not bought in that time") == [mira.email]


def test_who_left_or_wants_no_letters_or_has_no_account_is_not_told(
    mira, kael, ash, taken, run_tasks
):
    join(mira, taken), join(kael, taken), join(ash, taken)
    kael.choose_letters(MailKind.WAITING, False)
    _restock(taken, 3)
    _pass(hours=25)
    leave(Place.objects.of(mira).get())
    waiting_list.look()
    get_user_model().objects.filter(pk=ash.pk).update(is_active=False)
    run_tasks()
    assert _told("It was not bought in that time") == []


def test_offer_nobody_ended_is_found(mira, taken):
    join(mira, taken)
    _restock(taken, 1)
    _pass(hours=25)
    assert any("Holds a copy for an offer" in str(each) for each in differences.find())


def test_removed_account_leaves_the_line_and_its_offer_passes_on(mira, kael, taken):
    join(mira, taken), join(kael, taken)
    _restock(taken, 1)
    is_due(mira)
    assert leaving.remove(mira)
    waiting_list.look()
    assert [each.member for each in Place.objects.all()] == [kael]
    assert _stock(taken) == (1, 1) and len(_offered(taken)) == 1


def test_piece_that_went_to_the_line_has_not_returned_for_everyone(mira, kael, taken, run_tasks):
    Wish.make(kael, taken)
    join(mira, taken)
    taken.restock(1)
    look_for_openings.func(timestamp=0)
    run_tasks()
    assert [letter.subject for letter in mail.outbox] == ["Your turn: Kiln Heart"]


# --- at once -----------------------------------------------------------------------------------
@pytest.mark.invariant(6, "ten in line, three copies free at once")
@pytest.mark.django_db(transaction=True)
def test_exactly_the_first_three_of_ten_are_offered_three_copies(make_item, make_buyers):
    item = make_item(edition_size=3)
    *members, a, b, c = make_buyers(13)
    orders = [place(each, item) for each in (a, b, c)]
    places = [join(member, item) for member in members]
    acts = [lambda n=n: orders[n].cancel("Not paid.") for n in range(3)] + [waiting_list.look] * 3
    at_once(6, lambda n: acts[n]())
    assert _offered(item) == places[:3] and _stock(item) == (0, 3)


@pytest.mark.invariant(9, "the offer ends while its holder pays")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("margin", [-1, 0, 1])
def test_offer_that_ends_while_its_order_is_placed_has_one_outcome(make_item, make_buyers, margin):
    item = make_item(edition_size=1)
    holder, other, third = make_buyers(3)
    order = place(third, item)
    join(holder, item), join(other, item)
    order.cancel("Not paid.")
    fill_bag(holder, item)
    ends = timezone.now() + timedelta(milliseconds=5 * margin)
    Place.objects.of(holder).update(offered_at=ends - DAY, offered_until=ends)
    bag, consent = Bag.objects.get(user=holder), Consent(item.price_cents)
    at_once(4, lambda n: waiting_list.look() if n % 2 else Order.place(holder, bag, consent))
    waiting_list.look()
    ordered = Order.objects.waiting().filter(buyer=holder).count()
    assert ordered + len(_offered(item)) == 1 and _stock(item) == (0, 1)
    assert differences.find() == []


@pytest.mark.invariant(6, "passers-by press Pay while copies come free for the line")
@pytest.mark.django_db(transaction=True)
def test_passers_by_never_get_what_is_owed_to_the_line(make_item, make_buyers):
    item = make_item(edition_size=2)
    a, b, first, second, *passers = make_buyers(8)
    orders = [place(a, item), place(b, item)]
    join(first, item), join(second, item)
    for each in passers:
        fill_bag(each, item)

    def act(n):
        return orders[n].cancel("Not paid.") if n < 2 else place(passers[n - 2], item)

    results = at_once(6, act)
    assert all(isinstance(result, NotPlaced) for result in results[2:])
    assert [each.member for each in _offered(item)] == [first, second]
    assert _stock(item) == (0, 2)


# --- pages -------------------------------------------------------------------------------------
def test_piece_says_that_there_is_a_line_and_no_more(client, mira, kael, taken):
    for_stranger = client.get(taken.get_absolute_url()).content
    assert b"Join the line" in for_stranger and b"no precedence" in for_stranger
    join(kael, taken)
    client.force_login(mira)
    assert client.get(taken.get_absolute_url()).content == for_stranger


def test_piece_on_sale_has_no_line(client, make_item):
    assert "Join the line" not in client.get(make_item().get_absolute_url()).text


def test_visitor_signs_in_first_and_comes_back(client, mira, taken):
    line = reverse("payments:waiting_create", args=[taken.slug])
    assert client.post(line).url == f"{reverse('account_login')}?next={line}"
    client.force_login(mira)
    assert "Join the line" in client.get(line).text and not Place.objects.exists()
    assert client.post(line).url == Place.objects.get().get_absolute_url()


def test_member_sees_their_place_on_its_page_and_in_the_wishlist(client, mira, kael, ash, taken):
    join(kael, taken), join(ash, taken)
    own = join(mira, taken)
    client.force_login(mira)
    for page in (own.get_absolute_url(), reverse("payments:wish_list")):
        assert "You are third in line." in client.get(page).text


def test_offer_is_put_in_the_bag_and_can_be_given_up(client, mira, taken):
    own = join(mira, taken)
    client.force_login(mira)
    into_bag = reverse("payments:offer_create", args=[own.token])
    assert client.post(into_bag).url == own.get_absolute_url()
    _restock(taken, 1)
    assert "It is your turn: set aside for you until" in client.get(own.get_absolute_url()).text
    assert client.post(into_bag).url == reverse("payments:bag_detail")
    assert Bag.objects.get(user=mira).lines.get().item == taken
    client.post(reverse("payments:waiting_delete", args=[own.token]))
    assert not Place.objects.exists() and _stock(taken) == (1, 0)


def test_place_that_is_being_paid_for_is_not_given_up(client, mira, taken):
    own = join(mira, taken)
    _restock(taken, 1)
    order = place(mira, taken)
    client.force_login(mira)
    assert order.number in client.get(own.get_absolute_url()).text
    client.post(reverse("payments:waiting_delete", args=[own.token]))
    assert Place.objects.get().order == order


def test_place_of_another_is_nobodys_business(client, mira, kael, taken):
    own = join(mira, taken)
    client.force_login(kael)
    reply = client.get(own.get_absolute_url())
    assert reply.status_code == 404 and "another member’s" in reply.text


def test_joining_what_has_no_line_says_why(client, mira, make_item):
    client.force_login(mira)
    reply = client.post(reverse("payments:waiting_create", args=[make_item().slug]))
    assert reply.status_code == 422 and "can be bought now" in reply.text


def test_desk_reads_the_line_and_changes_nothing(client, ash, mira, kael, taken):
    join(mira, taken), join(kael, taken)
    _restock(taken, 1)
    client.force_login(ash)
    page = client.get(reverse("admin:payments_place_changelist"))
    assert page.status_code == 200 and "mira" in page.text
    offered = client.get(reverse("admin:payments_place_changelist"), {"state": "offered"})
    assert "kael" not in offered.text.split("changelist-form")[-1]
    assert client.get(reverse("admin:payments_place_add")).status_code == 403
