"""The Locker shows what its owner has, and hands files to nobody else."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils import timezone

from catalog.models import ItemFile, ItemSet
from payments.models import Copy

TABS = ["locker", "locker_sets", "locker_downloads", "locker_orders", "own_reviews"]


@pytest.fixture(autouse=True)
def _private_storage(monkeypatch, tmp_path):
    field = ItemFile._meta.get_field("file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(tmp_path))


def _give(user, item, serial=1):
    return Copy.objects.create(item=item, serial=serial, owner=user)


def _add_file(item, content=b"a picture"):
    file = ItemFile(item=item, label="Full picture", format="WebP", size=len(content))
    file.file.save("full.webp", ContentFile(content))
    return file


def _address(copy, file):
    return reverse("payments:download", args=[copy.pk, file.pk])


@pytest.mark.parametrize("tab", TABS)
def test_locker_asks_who_is_there(client, db, tab):
    assert client.get(reverse(f"payments:{tab}")).status_code == 302


@pytest.mark.parametrize("tab", TABS)
def test_empty_locker_says_what_will_be_there(client, mira, tab):
    client.force_login(mira)
    page = client.get(reverse(f"payments:{tab}"))
    assert page.status_code == 200 and 'class="empty"' in page.text


def test_pieces_show_their_numbers(client, mira, kael, make_item):
    item = make_item(name="Hearthsong", edition_size=50)
    _give(mira, item, 7)
    _give(kael, item, 8)
    client.force_login(mira)
    page = client.get(reverse("payments:locker")).text
    assert "Number 7 of 50" in page and "Number 8 of 50" not in page
    assert "<b>1</b>piece<" in page and "<b>No. 7</b>" in page
    assert "Room for the next one." in page


def test_trays_show_what_is_missing_and_what_is_complete(client, mira, make_item):
    clutch = ItemSet.objects.create(name="The Clutch", slug="clutch")
    pair = ItemSet.objects.create(name="The Black Pair", slug="black-pair")
    _give(mira, make_item(name="The Brood", item_set=clutch))
    make_item(name="Brooding Hour", item_set=clutch)
    shell = make_item(name="Shell", slug="shell", item_set=clutch, retired_at=timezone.now())
    _give(mira, make_item(name="Carbon Copy", item_set=pair))
    client.force_login(mira)
    page = client.get(reverse("payments:locker_sets")).text
    assert "Missing Brooding Hour and Shell." in page or "Missing Shell and Brooding Hour." in page
    assert "Still open: Brooding Hour." in page and f'href="{shell.get_absolute_url()}"' in page
    assert "1 of 3" in page and "Complete since" in page
    shell.delete()
    assert "Missing Brooding Hour, still open." in client.get(reverse("payments:locker_sets")).text
    assert "<b>1</b>set complete" in page


def test_owner_downloads_the_file(client, mira, make_item):
    item = make_item(slug="brood")
    copy, file = _give(mira, item, 189), _add_file(item)
    client.force_login(mira)
    response = client.get(_address(copy, file), follow=True)
    assert b"".join(response.streaming_content) == b"a picture"
    disposition = response["Content-Disposition"]
    assert disposition.startswith('attachment; filename="brood-no-189-')
    assert response["Cache-Control"] == "private, no-store"


def test_stranger_gets_404_for_a_download(client, mira, kael, make_item):
    item = make_item()
    copy, file = _give(mira, item), _add_file(item)
    _give(kael, item, 2)
    client.force_login(kael)
    assert client.get(_address(copy, file), follow=True).status_code == 404


def test_file_of_another_piece_is_a_404(client, mira, make_item):
    copy, file = _give(mira, make_item()), _add_file(make_item())
    client.force_login(mira)
    assert client.get(_address(copy, file), follow=True).status_code == 404


def test_file_that_is_gone_from_the_disk_is_a_404(client, mira, make_item):
    item = make_item()
    copy, file = _give(mira, item), _add_file(item)
    file.file.storage.delete(file.file.name)
    client.force_login(mira)
    assert client.get(_address(copy, file), follow=True).status_code == 404


@pytest.mark.parametrize("tab", TABS)
def test_locker_costs_the_same_for_one_piece_and_for_ten(
    client, mira, make_item, django_assert_num_queries, django_assert_max_num_queries, tab
):
    clutch = ItemSet.objects.create(name="The Clutch", slug="clutch")
    client.force_login(mira)
    address = reverse(f"payments:{tab}")

    def give(number):
        item = make_item(item_set=clutch)
        _give(mira, item, number)
        _add_file(item)

    give(1)
    client.get(address)
    with django_assert_max_num_queries(13) as few:
        client.get(address)
    for number in range(2, 11):
        give(number)
    with django_assert_num_queries(len(few)):
        client.get(address)
