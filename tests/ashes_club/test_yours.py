"""What a member owns or is missing in the vault is a page of their own."""

import pytest

from payments.models import Copy

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(make_item, make_record, mira):
    Copy.objects.create(item=make_item(name="Had", rarity="epic"), serial=1, owner=mira)
    make_item(name="Wanted", rarity="epic")
    make_record(name="In The Record")


def test_stranger_is_asked_to_sign_in(client, shelf):
    answer = client.get("/vault/yours/?own=owned")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


@pytest.mark.parametrize(("own", "shown", "hidden"),
                         [("owned", "Had", "Wanted"), ("missing", "Wanted", "Had")])  # fmt: skip
def test_member_sees_what_is_owned_or_missing_of_the_originals(
    client, shelf, mira, own, shown, hidden
):
    client.force_login(mira)
    page = client.get(f"/vault/yours/?own={own}&rarity=epic").text
    assert f">{shown}</a>" in page
    assert f">{hidden}</a>" not in page
    assert "In The Record" not in page
    assert "<b>1 entry</b>" in page
    assert f"/vault/yours/?own={own}" in page


def test_own_page_is_kept_by_no_cache_and_the_public_one_knows_nothing_of_it(client, shelf, mira):
    client.force_login(mira)
    assert "no-store" in client.get("/vault/yours/")["Cache-Control"]
    public = client.get("/vault/?own=owned").text
    assert ">Wanted</a>" in public
    assert ">Had</a>" in public


def test_own_page_is_nothing_to_index_and_has_no_twin_for_machines(client, shelf, mira):
    client.force_login(mira)
    page = client.get("/vault/yours/").text
    assert page.count('<meta name="robots" content="noindex">') == 1
    assert 'rel="canonical"' not in page
    assert 'rel="alternate"' not in page
