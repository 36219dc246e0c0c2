"""A gift or transfer: begun by the owner, ended once, and told to whom it concerns."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from payments import handovers
from payments.models import Copy, Handover, NotHandedOver, Passage
from payments.models.handover import MAILS_A_DAY, TRANSFERS_AN_HOUR, hash_of
from tests.payments.conftest import at_once, place

State = Handover.State


@pytest.fixture
def copy(mira, make_item):
    return _copy_of(mira, make_item(name="Brood"))


def _copy_of(owner, item, serial=1):
    copy = Copy.objects.create(item=item, serial=serial, owner=owner)
    Passage.begin([copy])
    return copy


def _fresh(row):
    return type(row).objects.get(pk=row.pk)


def _at_hand(copy):
    return Copy.objects.at_hand().filter(pk=copy.pk).exists()


def _letters():
    jobs = ProcrastinateJob.objects.filter(task_name="payments.tasks.send_handover_letter")
    return [job.args["letter"] for job in jobs.order_by("id")]


def test_sealed_copy_is_the_givers_and_not_at_hand(copy, mira):
    gift = Handover.give(copy, mira)
    assert (gift.state, gift.expires_at - gift.made_at > timedelta(days=29)) == ("sealed", True)
    assert _fresh(copy).owner == mira
    assert not _at_hand(copy) and not _fresh(copy).is_at_hand


def test_copy_is_on_one_way_at_a_time(copy, mira, kael):
    Handover.give(copy, mira)
    with pytest.raises(NotHandedOver, match="Brood No"):
        Handover.offer(copy, mira, "kael")
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.seal([copy], mira)


@pytest.mark.parametrize("field", ["frozen_at", "returned_at", "owner"])
def test_what_is_frozen_gone_or_anothers_cannot_be_given(copy, mira, kael, field):
    Copy.objects.update(**{field: kael if field == "owner" else timezone.now()})
    with pytest.raises(NotHandedOver):
        Handover.give(copy, mira)


def test_accepted_gift_changes_hands_with_its_history(copy, mira, kael):
    gift = Handover.give(copy, mira)
    gift.accept(kael)
    assert _fresh(copy).owner == kael and _at_hand(copy)
    assert list(copy.passages.values_list("how", "owner__handle")) == [
        ("granted", "mira"),
        ("gift", "kael"),
    ]
    gift = _fresh(gift)
    assert (gift.state, gift.recipient, gift.ended_at is None) == ("accepted", kael, False)
    assert _letters() == ["accepted"]


def test_giver_cannot_accept_their_own_gift(copy, mira):
    gift = Handover.give(copy, mira)
    with pytest.raises(NotHandedOver, match="your own gift"):
        gift.accept(mira)
    assert _fresh(gift).is_sealed


@pytest.mark.parametrize("had", ["owned", "held"])
def test_limit_of_a_member_holds_for_whoever_accepts(mira, kael, make_item, had):
    item = make_item(name="Brood", per_member_limit=1)
    copy = _copy_of(mira, item)
    gift = Handover.give(copy, mira)
    if had == "owned":
        _copy_of(kael, item, serial=2)
    else:
        place(kael, item)
    with pytest.raises(NotHandedOver, match="A member may have 1 copy of Brood"):
        gift.accept(kael)
    assert _fresh(gift).is_sealed


def test_frozen_copy_is_not_accepted_and_the_gift_stays_sealed(copy, mira, kael):
    gift = Handover.give(copy, mira)
    Copy.objects.update(frozen_at=timezone.now())
    with pytest.raises(NotHandedOver, match="rests just now"):
        gift.accept(kael)
    assert _fresh(gift).is_sealed and _letters() == []


@pytest.mark.parametrize(
    ("end", "state", "letters"),
    [
        (Handover.decline, "declined", ["declined"]),
        (Handover.withdraw, "withdrawn", []),
        (lambda gift: gift.expire(gift.expires_at), "expired", ["expired"]),
    ],
)
def test_every_other_end_leaves_the_piece_with_its_giver(copy, mira, kael, end, state, letters):
    gift = Handover.give(copy, mira)
    gift.address("For you.", "friend@ashes.example")
    assert end(gift)
    assert not end(gift)
    gift = _fresh(gift)
    assert (gift.state, gift.email) == (state, "")  # the address is forgotten
    assert _fresh(copy).owner == mira and _at_hand(copy)
    with pytest.raises(NotHandedOver, match="before you pressed"):
        gift.accept(kael)
    assert _letters() == ["gift", *letters]


def test_only_what_is_out_of_time_by_the_given_clock_expires(copy, mira, make_item):
    soon, later = Handover.give(copy, mira), Handover.give(_copy_of(mira, make_item()), mira)
    Handover.objects.filter(pk=later.pk).update(expires_at=later.expires_at + timedelta(days=1))
    assert handovers.expire(soon.expires_at - timedelta(seconds=1)) == 0
    assert handovers.expire(soon.expires_at) == 1
    assert handovers.expire(soon.expires_at) == 0
    assert (_fresh(soon).state, _fresh(later).state) == ("expired", "sealed")


def test_gift_whose_time_is_over_cannot_be_accepted_before_anybody_swept(copy, mira, kael):
    gift = Handover.give(copy, mira)
    Handover.objects.update(expires_at=timezone.now())
    with pytest.raises(NotHandedOver):
        gift.accept(kael)


def test_only_the_hash_of_the_newest_link_is_kept(copy, mira):
    gift = Handover.give(copy, mira)
    first, second = gift.new_link(), gift.new_link()
    token = second.rstrip("/").rsplit("/", 1)[1]
    assert len(token) == 43 and first != second
    assert _fresh(gift).token_hash == hash_of(token)
    assert token not in str(Handover.objects.values().get())


def test_address_is_written_to_once_and_givers_are_limited(copy, mira, make_item):
    gift = Handover.give(copy, mira)
    gift.address("Hello.", "one@ashes.example")
    gift.address("Hello again.", "two@ashes.example")
    gift = _fresh(gift)
    assert (gift.message, gift.email) == ("Hello again.", "one@ashes.example")
    assert _letters() == ["gift"]
    Handover.objects.bulk_create(
        Handover(copy=_copy_of(mira, make_item()), kind="gift", giver=mira,
                 addressed_at=timezone.now(), expires_at=gift.expires_at)
        for _ in range(MAILS_A_DAY - 1)
    )  # fmt: skip
    another = Handover.give(_copy_of(mira, make_item()), mira)
    with pytest.raises(NotHandedOver, match="10 gifts by mail today"):
        another.address("", "three@ashes.example")
    another.address("Without a letter.")


def test_transfer_to_nobody_looks_like_one_to_a_member(copy, mira, kael, make_item):
    known = Handover.offer(copy, mira, "kael")
    unknown = Handover.offer(_copy_of(mira, make_item()), mira, "nobody-here")
    shown = [(each.state, each.get_kind_display(), each.giver) for each in (known, unknown)]
    assert shown[0] == shown[1]
    assert (known.recipient, unknown.recipient) == (kael, None)
    assert _letters() == ["asked"]
    with pytest.raises(NotHandedOver, match="your own handle"):
        Handover.offer(_copy_of(mira, make_item()), mira, "mira")


def test_asking_handle_after_handle_is_limited(mira, make_item):
    for _ in range(TRANSFERS_AN_HOUR):
        Handover.offer(_copy_of(mira, make_item()), mira, "nobody-here").withdraw()
    with pytest.raises(NotHandedOver, match="often in this hour"):
        Handover.offer(_copy_of(mira, make_item()), mira, "kael")


def test_accepted_transfer_can_be_given_on(copy, mira, kael, ash):
    Handover.offer(copy, mira, "kael").accept(kael)
    Handover.give(_fresh(copy), kael).accept(ash)
    assert [each.how for each in copy.passages.in_order()] == ["granted", "transfer", "gift"]
    assert _fresh(copy).owner == ash


def test_gift_outlives_the_account_of_its_giver(copy, mira, kael):
    gift = Handover.give(copy, mira)
    mira.delete()
    _fresh(gift).accept(kael)
    assert _fresh(copy).owner == kael


# --- races: exactly one of two wins ------------------------------------------------------------
def _winners(*acts):
    """How many of these, all let go at once, did what they were to do."""
    results = at_once(len(acts), lambda number: acts[number]())
    strange = [each for each in results if isinstance(each, Exception)]
    assert all(isinstance(each, NotHandedOver) for each in strange), strange
    return sum(result is None or result is True for result in results)


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_do_not_both_get_it(copy, mira, kael, ash):
    gift = Handover.give(copy, mira)
    assert _winners(lambda: _fresh(gift).accept(kael), lambda: _fresh(gift).accept(ash)) == 1
    assert _fresh(copy).owner == _fresh(gift).recipient
    assert copy.passages.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["withdraw", "decline", "expire"])
def test_accepting_against_any_other_end_has_one_winner(copy, mira, kael, other):
    gift = Handover.give(copy, mira)
    ends = {
        "withdraw": lambda: _fresh(gift).withdraw(),
        "decline": lambda: _fresh(gift).decline(),
        "expire": lambda: _fresh(gift).expire(gift.expires_at),
    }
    assert _winners(lambda: _fresh(gift).accept(kael), ends[other]) == 1
    owner = kael if _fresh(gift).state == "accepted" else mira
    assert _fresh(copy).owner == owner
    assert _at_hand(copy)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_seal_a_copy_once(copy, mira):
    assert (
        _winners(
            lambda: Handover.give(copy, mira) and None, lambda: Handover.give(copy, mira) and None
        )
        == 1
    )
    assert Handover.objects.sealed().count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepting_and_buying_at_once_stay_within_the_limit(mira, kael, make_item):
    item = make_item(per_member_limit=1)
    copy = _copy_of(mira, item)
    gift = Handover.give(copy, mira)
    results = at_once(2, lambda n: _fresh(gift).accept(kael) if n else place(kael, item))
    assert sum(isinstance(each, Exception) for each in results) == 1
