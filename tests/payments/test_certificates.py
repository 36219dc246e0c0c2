"""A certificate proves on paper what was true on a day, and says by itself when it no longer is."""

import re

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from payments import certificates
from payments.certificates import Certificate
from payments.models import Copy, Passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(mira, make_item):
    item = make_item(name="The Brood & Co", slug="brood", edition_size=500)
    copy = Copy.objects.create(item=item, serial=7, owner=mira)
    Passage.begin([copy])
    return copy


def _check(client, certificate):
    return client.get(reverse("payments:certificate_check", args=[certificate.token]))


def _page(client, name="certificate"):
    return client.get(reverse(f"payments:{name}", args=["brood", 7]))


def test_owner_prints_a_page_that_leads_to_where_it_is_checked(client, copy, mira):
    client.force_login(mira)
    page = _page(client)
    assert page.status_code == 200 and "Entered in the name of" in page.text
    address = re.search(r'href="([^"]*/certificates/[^"]*)"', page.text)[1]
    assert client.get(address.replace("http://127.0.0.1:8000", "")).status_code == 200


def test_pdf_is_the_same_bytes_all_day(client, copy, mira):
    client.force_login(mira)
    first, second = _page(client, "certificate_pdf"), _page(client, "certificate_pdf")
    assert first.content.startswith(b"%PDF") and first.content == second.content
    assert first["Content-Disposition"].endswith('"brood-no-7-certificate.pdf"')
    assert first["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["certificate", "certificate_pdf"])
def test_nobody_else_gets_one_and_nothing_is_certified_while_it_is_frozen(
    client, copy, mira, kael, name
):
    assert _page(client, name).status_code == 302
    client.force_login(kael)
    assert _page(client, name).status_code == 404
    client.force_login(mira)
    Copy.objects.update(frozen_at=timezone.now())
    assert _page(client, name).status_code == 404


def test_genuine_certificate_names_its_holder_by_their_own_word_alone(client, copy, mira):
    page = _check(client, Certificate.issue(copy)).text
    assert "The certificate is genuine" in page and "Its holder still has it" in page
    assert "mira" not in page
    mira.shows_locker = True
    mira.save()
    assert "mira" in _check(client, Certificate.issue(copy)).text


def test_certificate_of_a_copy_that_passed_on_says_so_and_names_nobody(client, copy, mira, kael):
    mira.shows_locker = kael.shows_locker = True
    mira.save()
    kael.save()
    old = Certificate.issue(copy)
    copy.pass_to(kael, Passage.How.TRANSFER)
    page = _check(client, old).text
    assert "It has passed on since" in page and "mira" not in page and "kael" not in page
    assert "Its holder still has it" in _check(client, Certificate.issue(copy)).text
    copy.pass_to(mira, Passage.How.GIFT)
    assert "It has passed on since" in _check(client, old).text, "hers again, by another passage"


def test_certificate_of_a_number_that_was_given_back_says_so(client, copy):
    old = Certificate.issue(copy)
    Copy.objects.update(returned_at=timezone.now())
    Passage.objects.create(copy=copy, owner=None, how=Passage.How.RETURNED)
    assert "The number was given back" in _check(client, old).text


def test_refund_that_failed_leaves_the_certificate_true(client, copy, mira):
    old = Certificate.issue(copy)
    Passage.objects.create(copy=copy, owner=None, how=Passage.How.RETURNED)
    Passage.objects.create(copy=copy, owner=mira, how=Passage.How.RESTORED)
    assert "Its holder still has it" in _check(client, old).text
    assert Certificate.issue(copy).passage == old.passage


def test_certificate_outlives_the_account(client, copy, mira):
    old = Certificate.issue(copy)
    Copy.objects.update(owner=None)
    assert "Its holder has left" in _check(client, old).text


def test_dispute_shows_nowhere(client, copy):
    old = Certificate.issue(copy)
    Copy.objects.update(frozen_at=timezone.now())
    assert "Its holder still has it" in _check(client, old).text


def _altered():
    return [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "A" + token[1:],
        lambda token: token.split(":")[0],
        lambda token: token + ":",
        lambda token: "W10:" + token.split(":")[1],
        lambda token: signing.Signer(salt="payments.other").sign_object([1, 7, "2026-11-26"]),
        lambda token: signing.Signer(key="another", salt="payments.certificates").sign_object(
            [1, 7]
        ),
        lambda token: "%01",
        lambda token: "x" * 3000,
    ]


@pytest.mark.parametrize("alter", _altered())
def test_forged_or_altered_certificate_is_a_404_that_says_so(client, copy, alter):
    token = alter(Certificate.issue(copy).token)
    reply = client.get(f"/certificates/{token}/")
    assert reply.status_code == 404 and "This is no certificate of ours" in reply.text


def test_certificate_of_nothing_is_forged(copy):
    token = certificates._signer.sign_object([copy.passages.get().pk + 1, 7, "2026-11-26"])
    assert certificates.read(token) is None


def test_token_holds_no_name_and_no_number_of_a_member(copy, mira):
    said = certificates._signer.unsign_object(Certificate.issue(copy).token)
    assert said == [copy.passages.get().pk, 7, timezone.localdate().isoformat()]


def test_certificate_outlives_a_change_of_the_secret_key(client, copy, settings, monkeypatch):
    old = Certificate.issue(copy).token
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, long enough"
    monkeypatch.setattr(certificates, "_signer", signing.Signer(salt="payments.certificates"))
    assert certificates.read(old).passage == copy.passages.get()
    assert Certificate.issue(copy).token != old
