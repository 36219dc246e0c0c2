"""A member takes along all that is kept about them, and nobody else can."""

import json
import re
import time
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import DataCopy
from ashes_club import my_data
from ashes_club.tasks import make_data_copy, send_data_letter
from tests.ashes_club.members import live_fully


@pytest.fixture
def _private_files(settings, tmp_path, media):
    options = {"location": tmp_path / "private"}
    backend = {**settings.STORAGES["default"], "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "private": backend}


@pytest.fixture
def mira_who_lived(mira, make_item, picture_bytes, _private_files):
    live_fully(mira, make_item(name="Brood"), picture_bytes("WEBP", (300, 300)))
    mira.refresh_from_db()
    return mira


def _packed(member):
    out = BytesIO()
    my_data.pack(member, out)
    box = ZipFile(out)
    return {name: box.read(name) for name in box.namelist()}


def test_every_table_that_knows_a_member_is_packed_or_exempt_with_a_reason():
    known = {f"{part.model}.{part.of}" for part in my_data.PARTS} | my_data.EXEMPT.keys()
    user = get_user_model()
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is user
    }
    assert not there - known, f"ashes_club/my_data.py knows nothing of {sorted(there - known)}"
    assert all(my_data.EXEMPT.values())


def test_packed_data_holds_what_the_member_did(mira_who_lived):
    packed = _packed(mira_who_lived)
    read = {n: json.loads(content) for n, content in packed.items() if n.endswith(".json")}
    assert read["account.json"][0]["email"] == "mira@ashes.example"
    assert read["former_handles.json"][0]["handle"] == "mira"
    assert read["orders.json"][0]["paid_with"] == "card ending 4242"
    assert read["copies.json"][0]["item__name"] == "Brood"
    assert read["sessions.json"][0]["ip"] == "203.0.113.7"
    assert {row["what"] for row in read["agreements.json"]} > {"terms", "age", "files_at_once"}
    named = {"README.txt", "picture.webp", f"invoices/{read_invoice(read)}.pdf"}
    assert named <= packed.keys()
    assert packed[f"invoices/{read_invoice(read)}.pdf"].startswith(b"%PDF")


def read_invoice(read):
    row = read["invoices.json"][0]
    return f"R-{row['year']}-{row['running']:06d}"


def test_packed_data_opens_no_door(mira_who_lived):
    everything = b"".join(_packed(mira_who_lived).values())
    assert mira_who_lived.password.encode() not in everything
    assert b'"secret"' not in everything and b"elsewhere" not in everything


def test_packed_data_is_of_one_member_only(mira_who_lived, kael):
    read = _packed(kael)
    assert b"mira" not in b"".join(read.values())
    assert json.loads(read["orders.json"]) == []


def test_member_asks_gets_a_letter_and_fetches_the_file(
    client, mira_who_lived, run_tasks, mailoutbox
):
    DataCopy.objects.all().delete()
    client.force_login(mira_who_lived)
    client.post(reverse("accounts:data_create"))
    make_data_copy.func(copy_id=DataCopy.objects.get().pk)
    send_data_letter.func(copy_id=DataCopy.objects.get().pk)
    path = re.search(r"http://127.0.0.1:8000(/account/data/\S+)", mailoutbox[-1].body)[1]
    answer = client.get(path)
    assert "README.txt" in ZipFile(BytesIO(b"".join(answer.streaming_content))).namelist()
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in answer["Content-Disposition"]


def test_link_is_of_no_use_to_others_nor_later(client, mira_who_lived, kael, monkeypatch):
    address = reverse("accounts:data_detail", args=[DataCopy.objects.get().token])
    client.force_login(kael)
    assert client.get(address).status_code == 404
    client.force_login(mira_who_lived)
    later = time.time() + 49 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert DataCopy.behind(address.split("/")[-2], mira_who_lived) is None


def test_packing_twice_sends_no_second_file(mira_who_lived):
    copy = DataCopy.objects.get()
    before = copy.file.name
    make_data_copy.func(copy_id=copy.pk)
    copy.refresh_from_db()
    assert copy.file.name == before


def test_asking_too_often_is_a_429(client, mira):
    client.force_login(mira)
    answers = [client.post(reverse("accounts:data_create")).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_page_lists_what_was_agreed_to(client, mira_who_lived):
    client.force_login(mira_who_lived)
    page = client.get(reverse("accounts:data_create")).text
    assert "The terms of the house" in page and "Gifts and transfers, to you and from you" in page
    assert f"{timezone.now():%Y}" in page
