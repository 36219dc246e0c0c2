"""Giving and being given, by the pages: what each visitor sees, and may do, and may not."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from payments.models import Copy, Handover, Order, OrderLine, Passage
from tests.payments.conftest import fill_bag, place


@pytest.fixture
def copy(mira, make_item):
    copy = Copy.objects.create(item=make_item(name="Brood"), serial=7, owner=mira)
    Passage.begin([copy])
    return copy


@pytest.fixture
def gift(copy, mira):
    return Handover.give(copy, mira, message="For you.")


@pytest.fixture
def opened(gift, client):
    """The gift's page, once this visitor has followed its link."""
    reply = client.get(gift.new_link())
    assert reply.status_code == 302
    return reply.url


def _said(reply):
    return [str(message) for message in reply.wsgi_request._messages]


def _post(client, name, *args, **data):
    return client.post(reverse(f"payments:{name}", args=args), data)


# --- whoever is given ---------------------------------------------------------------------------
def test_sealed_gift_names_its_giver_and_not_the_piece(client, opened):
    page = client.get(opened).text
    assert "mira has a gift for you" in page and "Break the seal" in page
    assert "Brood" not in page and "No. 7" not in page and "For you." not in page


def test_broken_seal_shows_piece_and_message(client, opened, gift):
    _post(client, "reveal_create", gift.pk)
    page = client.get(opened).text
    assert "Brood is for you" in page and "For you." in page and "Make an account" in page


def test_looking_at_a_gift_changes_nothing(client, opened, gift):
    client.get(opened)
    gift.refresh_from_db()
    assert (gift.state, gift.revealed_at) == ("sealed", None)


@pytest.mark.parametrize("token", ["x", "A" * 43, "..", "%01"])
def test_guessed_link_is_404(client, gift, token):
    gift.new_link()
    assert client.get(f"/gifts/{token}/").status_code == 404


def test_gift_whose_link_nobody_followed_here_is_404(client, gift, kael):
    gift.new_link()
    client.force_login(kael)
    assert client.get(reverse("payments:opened_gift", args=[gift.pk])).status_code == 404
    for name in ("reveal_create", "acceptance_create", "refusal_create"):
        assert _post(client, name, gift.pk).status_code == 404


def test_new_link_shuts_out_whoever_followed_the_one_before(client, opened, gift):
    gift.new_link()
    assert client.get(opened).status_code == 404


def test_gift_survives_signing_in_and_is_accepted_then(client, opened, gift, copy, kael):
    reply = _post(client, "acceptance_create", gift.pk)
    assert reply.url == f"/account/login/?next={opened}"
    client.force_login(kael)
    assert "A sealed gift" in client.get(reverse("payments:handover_list")).text
    reply = _post(client, "acceptance_create", gift.pk)
    assert _said(reply) == ["Brood No. 7 is yours now."]
    copy.refresh_from_db()
    assert copy.owner == kael
    assert "It is yours now" in client.get(opened).text


def test_gift_survives_making_an_account(client, opened, gift, copy, run_tasks):
    signup = reverse("account_signup") + f"?next={opened}"
    form = {"email": "new@ashes.example", "handle": "newcomer", "password1": "a long enough pass"}
    client.post(signup, {**form, "old_enough": "on", "next": opened})
    run_tasks()
    code = re.search(r"^\w{4}-\w{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    reply = client.post(reverse("account_email_verification_sent"), {"code": code})
    assert reply.url == opened
    _post(client, "acceptance_create", gift.pk)
    copy.refresh_from_db()
    assert copy.owner.handle == "newcomer"


def test_anybody_with_the_link_may_decline(client, opened, gift, copy, mira):
    _post(client, "refusal_create", gift.pk)
    gift.refresh_from_db()
    assert gift.state == "declined"
    assert "This gift has ended" in client.get(opened).text
    assert "Brood" not in client.get(opened).text


def test_giver_sees_their_own_gift_and_cannot_answer_it(client, opened, gift, mira):
    client.force_login(mira)
    client.get(gift.new_link())
    assert "Your own gift, sealed" in client.get(opened).text
    _post(client, "reveal_create", gift.pk)
    _post(client, "refusal_create", gift.pk)
    reply = _post(client, "acceptance_create", gift.pk)
    assert _said(reply) == ["It is your own gift. You can take it back instead."]
    gift.refresh_from_db()
    assert (gift.state, gift.revealed_at) == ("sealed", None)


# --- whoever gives ------------------------------------------------------------------------------
def test_owner_seals_a_gift_and_gets_a_link_once(client, mira, copy):
    client.force_login(mira)
    assert "As a sealed gift" in client.get(reverse("payments:gift_create", args=[copy.pk])).text
    reply = _post(client, "gift_create", copy.pk, message="Hello.\r\nYou.", email="")
    gift = Handover.objects.get()
    assert (reply.url, gift.message) == (gift.get_absolute_url(), "Hello.\nYou.")
    shown = _post(client, "link_create", gift.pk)
    assert "/gifts/" in shown.text and shown["Cache-Control"] == "private, no-store"
    assert "/gifts/ey" not in client.get(gift.get_absolute_url()).text
    assert 'id="link"' not in client.get(gift.get_absolute_url()).text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"message": "x" * 501}, "at most 500 characters"),
        ({"email": "nobody"}, "valid email address"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "valid email address"),
    ],
)
def test_gift_that_cannot_be_sealed_says_why_and_keeps_the_words(client, mira, copy, typed, says):
    client.force_login(mira)
    reply = _post(client, "gift_create", copy.pk, **typed)
    assert (reply.status_code, Handover.objects.count()) == (422, 0)
    assert says in reply.text
    assert next(iter(typed.values())).split("\n")[0] in reply.text


def test_message_is_plain_text(client, opened, gift):
    Handover.objects.update(message="<script>alert(1)</script>", revealed_at=timezone.now())
    page = client.get(opened).text
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_address_is_mailed_a_link_that_opens_the_gift(client, mira, copy, run_tasks):
    client.force_login(mira)
    _post(client, "gift_create", copy.pk, message="Secret words.", email="friend@ashes.example")
    run_tasks()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["friend@ashes.example"], "mira has a gift for you")
    assert "Secret words." not in letter.body and "Brood" not in letter.body
    link = next(word for word in letter.body.split() if "/gifts/" in word)
    client.logout()
    assert "mira has a gift for you" in client.get(link, follow=True).text


def test_piece_goes_to_a_member_who_accepts(client, mira, kael, copy, run_tasks):
    client.force_login(mira)
    asks = _post(client, "transfer_create", copy.pk, handle=" @Kael ")
    assert "Give it to kael?" in asks.text and not Handover.objects.exists()
    _post(client, "transfer_create", copy.pk, handle="kael", confirmed="yes")
    about = Handover.objects.get()
    client.force_login(kael)
    assert "Brood" in client.get(reverse("payments:handover_list")).text
    _post(client, "acceptance_create", about.pk)
    copy.refresh_from_db()
    assert copy.owner == kael
    run_tasks()
    assert [(letter.to[0], letter.subject) for letter in mail.outbox] == [
        ("mira@ashes.example", "Brood No. 7 has been accepted")
    ]  # the letter that asks is no longer true


def test_handle_of_nobody_gets_the_same_pages(client, mira, kael, make_item):
    client.force_login(mira)
    shown = []
    for handle in ("kael", "nope"):
        copy = Copy.objects.create(item=make_item(name="Brood"), serial=1, owner=mira)
        confirm = _post(client, "transfer_create", copy.pk, handle=handle)
        reply = _post(client, "transfer_create", copy.pk, handle=handle, confirmed="yes")
        pages = [confirm.text, client.get(reply.url).text]
        shown.append([_without_what_differs(page, handle, copy, reply.url) for page in pages])
    assert shown[0] == shown[1]


def _without_what_differs(page, handle, copy, url):
    main = page[page.index("<main") : page.index("</main>")]
    for each in (handle, f"/locker/{copy.pk}/", url, copy.item.slug):
        main = main.replace(each, "·")
    return [part for part in main.split("<") if "csrf" not in part and "path" not in part]


@pytest.mark.parametrize("handle", ["", "k", "mira", "no such handle", "ка€l"])
def test_handle_that_cannot_be_is_refused(client, mira, copy, handle):
    client.force_login(mira)
    reply = _post(client, "transfer_create", copy.pk, handle=handle, confirmed="yes")
    assert (reply.status_code, Handover.objects.count()) == (422, 0)


def test_taken_back_gift_is_at_hand_again(client, mira, gift, copy):
    client.force_login(mira)
    reply = _post(client, "withdrawal_create", gift.pk)
    assert _said(reply) == ["Brood No. 7 stays with you."]
    assert Copy.objects.at_hand().filter(pk=copy.pk).exists()
    assert _said(_post(client, "link_create", gift.pk))[-1].startswith("It was answered")


def test_strangers_get_404_for_what_is_not_theirs(client, kael, copy, gift):
    client.force_login(kael)
    for name, pk in [
        ("gift_create", copy.pk),
        ("transfer_create", copy.pk),
        ("card_create", gift.pk),
        ("link_create", gift.pk),
        ("withdrawal_create", gift.pk),
    ]:
        assert _post(client, name, pk).status_code == 404, name
    assert client.get(gift.get_absolute_url()).status_code == 404
    assert "Brood" not in client.get(reverse("payments:handover_list")).text


def test_sealed_piece_is_in_the_locker_and_not_among_its_downloads(client, mira, gift):
    client.force_login(mira)
    assert "Sealed as a gift" in client.get(reverse("payments:locker")).text
    page = client.get(reverse("payments:gift_create", args=[gift.copy.pk])).text
    assert "This number cannot be given just now" in page


# --- bought as a gift ---------------------------------------------------------------------------
def test_line_is_marked_as_a_gift_and_its_order_keeps_that(client, mira, make_item):
    item = make_item(name="Brood")
    line = fill_bag(mira, item).lines.get()
    client.force_login(mira)
    reply = _post(client, "gift_mark_create", line.pk)
    assert _said(reply) == ["Brood is a gift: it is sealed once you have paid."]
    assert "A gift, sealed once you have paid" in client.get(reverse("payments:bag_detail")).text
    order = place(mira, item)
    assert order.lines.get().is_gift
    assert "as a gift" in client.get(order.get_absolute_url()).text
    _post(client, "gift_mark_delete", line.pk)
    assert not OrderLine.objects.get().is_gift
    assert Order.objects.count() == 1


def test_mark_comes_along_when_a_visitor_signs_in(client, mira, make_item):
    item = make_item()
    client.post(reverse("payments:bag_line_create"), {"item": item.slug})
    bag = client.get(reverse("payments:bag_detail")).context["lines"][0].bag
    _post(client, "gift_mark_create", bag.lines.get().pk)
    client.force_login(mira)
    client.get(reverse("payments:bag_detail"))
    assert fill_bag(mira).lines.get().is_gift


def test_line_of_another_bag_is_404(client, kael, mira, make_item):
    line = fill_bag(mira, make_item()).lines.get()
    assert _post(client, "gift_mark_create", line.pk).status_code == 404
    client.force_login(kael)
    assert _post(client, "gift_mark_create", line.pk).status_code == 404
