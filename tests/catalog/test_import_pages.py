"""The pages of an import: upload, look, confirm, watch, report; none of them needs a script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from catalog.models import Item, ItemImport
from tests.catalog.csvs import make, record

pytestmark = pytest.mark.django_db
ADD = "/admin/catalog/itemimport/add/"


@pytest.fixture
def desk(client, ash):
    client.force_login(ash)
    return client


def upload(desk, data, name="items.csv", **fields):
    return desk.post(ADD, {"file": SimpleUploadedFile(name, data), **fields})


def page_of(import_, step="change"):
    return f"/admin/catalog/itemimport/{import_.pk}/{step}/"


def test_upload_leads_to_a_preview_that_can_be_seen_again(desk):
    answer = upload(desk, make(record(1, name="Blaze"), record(2)))
    import_ = ItemImport.objects.get()
    assert answer.headers["Location"] == page_of(import_)
    for _ in range(2):
        page = desk.get(page_of(import_))
        assert "Checked, not yet written." in page.text
        assert "Write 2 rows" in page.text
        assert "Blaze" in page.text
        assert "Refresh" not in page.headers
    assert not Item.objects.exists()


def test_confirmed_import_is_queued_once_written_and_reported(desk, run_tasks):
    upload(desk, make(record(1), record(2)))
    import_ = ItemImport.objects.get()
    for _ in range(2):
        desk.post(page_of(import_, "start"))
    assert ProcrastinateJob.objects.count() == 1
    page = desk.get(page_of(import_))
    assert page.headers["Refresh"] == "2"
    assert "Waiting for the task worker." in page.text
    run_tasks()
    page = desk.get(page_of(import_))
    assert "What was written" in page.text
    assert "Rarity unknown: 2 records." in page.text
    assert "Refresh" not in page.headers
    assert Item.objects.count() == 2


def test_progress_is_a_bar_with_words(desk):
    upload(desk, make(record(1)))
    ItemImport.objects.update(state="running", rows_done=500, rows_to_do=1000)
    page = desk.get(page_of(ItemImport.objects.get())).text
    assert "500 of 1,000 rows" in page
    assert 'max="1000" value="500"' in page


def test_file_is_forgotten_once_it_is_written(desk, run_tasks):
    upload(desk, make(record(1)))
    desk.post(page_of(ItemImport.objects.get(), "start"))
    run_tasks()
    assert bytes(ItemImport.objects.get().data) == b""


def test_file_with_errors_shows_each_and_cannot_be_written(desk):
    upload(desk, make(record(1, rarity="Golden"), record(2)))
    import_ = ItemImport.objects.get()
    page = desk.get(page_of(import_)).text
    assert "“Golden” is none of Common" in page
    assert "Write" not in page
    desk.post(page_of(import_, "start"))
    assert not ProcrastinateJob.objects.exists()
    assert not Item.objects.exists()


def test_many_errors_are_laid_on_pages(desk):
    upload(desk, make(*(record(number, rarity="x") for number in range(150))))
    import_ = ItemImport.objects.get()
    assert "Page 1 of 2" in desk.get(page_of(import_)).text
    assert "<td>151</td>" in desk.get(page_of(import_) + "?page=2").text


def test_file_that_cannot_be_read_is_answered_422_with_a_sentence(desk):
    page = upload(desk, b"name,colour\na,b\n")
    assert page.status_code == 422
    assert "Missing: kind, game_id or slug. Unknown: colour." in page.text
    assert not ItemImport.objects.exists()


@pytest.mark.parametrize(
    ("fields", "told"), [({}, "Choose a file."), ({"file": b""}, "The file is empty.")]
)
def test_form_without_a_file_is_answered_with_a_sentence(desk, fields, told):
    files = {name: SimpleUploadedFile("a.csv", data) for name, data in fields.items()}
    page = desk.post(ADD, {"erases": "on", **files})
    assert page.status_code == 422
    assert told in page.text


def test_file_of_a_hundred_megabytes_is_refused_before_it_is_read(desk):
    page = desk.generic(
        "POST", ADD, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="104857600"
    )
    assert page.status_code == 413
    assert "The file is larger than 10 MB." in page.text


def test_file_just_above_the_limit_is_refused_by_the_form(desk):
    page = upload(desk, b"id,name,type\n" + b"x" * (10 * 1024 * 1024))
    assert page.status_code == 422
    assert "The file is larger than 10 MB." in page.text
    assert not ItemImport.objects.exists()


def test_upload_without_its_token_is_refused(ash):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ash)
    assert upload(strict, make(record(1))).status_code == 403
    assert not ItemImport.objects.exists()


def test_strangers_and_editors_of_lore_have_no_imports(client, desk, kael):
    upload(desk, make(record(1)))
    import_ = ItemImport.objects.get()
    kael.is_staff = True
    kael.save()
    client.force_login(kael)
    for path in (ADD, page_of(import_), "/admin/catalog/itemimport/"):
        assert client.get(path).status_code == 403
    assert client.post(page_of(import_, "start")).status_code == 403
    client.logout()
    assert client.get(ADD).status_code == 302


def test_import_is_in_the_history(desk):
    upload(desk, make(record(1)))
    import_ = ItemImport.objects.get()
    desk.post(page_of(import_, "start"))
    page = desk.get(page_of(import_, "history")).text
    assert "Uploaded and checked." in page
    assert "Confirmed." in page


def test_list_of_imports_says_what_each_found(desk):
    upload(desk, make(record(1), record(2)), name="january.csv")
    page = desk.get("/admin/catalog/itemimport/").text
    assert "january.csv" in page
    assert "2 new" in page


def test_import_that_does_not_exist_is_a_404(desk):
    assert desk.get("/admin/catalog/itemimport/99/change/").status_code == 404
