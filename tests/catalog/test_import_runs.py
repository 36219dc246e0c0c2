"""All or nothing, seen from outside while it runs, and side by side with others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from catalog.importing import runs
from catalog.models import Item, ItemImport
from tests.catalog.csvs import counts, like_the_real_one, make, record


@pytest.mark.django_db
def test_failure_in_the_middle_leaves_nothing_behind(check, monkeypatch, make_record):
    item = make_record(game_id="ID_0", name="Old name")
    upload = check(*(record(number) for number in range(runs.BATCH * 2)))
    batches = []

    def hang(*_):
        batches.append(1)
        if len(batches) == 2:
            raise IntegrityError

    monkeypatch.setattr(runs, "hang", hang)
    upload.wait()
    assert not runs.run(upload)
    upload.refresh_from_db()
    assert upload.state == "failed"
    assert "Nothing was written." in upload.note
    assert [(one.pk, one.name) for one in Item.objects.all()] == [(item.pk, "Old name")]


@pytest.mark.django_db
def test_failed_import_can_be_tried_again_without_a_second_upload(check, monkeypatch):
    upload = check(record(1))
    with monkeypatch.context() as broken:
        broken.setattr(runs, "number_new", lambda items: None)
        upload.wait()
        assert not runs.run(upload)
    assert upload.wait()
    assert runs.run(upload)
    assert Item.objects.count() == 1


@pytest.mark.django_db
def test_catalogue_that_changed_since_the_check_stops_the_import(check, make_record):
    header = ["slug", "name", "kind"]
    upload = check(["ember", "Ember", "wrap"], header=header)
    make_record(slug="ember", name="Ember record")
    upload.wait()
    assert not runs.run(upload)
    upload.refresh_from_db()
    assert "changed since the check: line 2" in upload.note
    assert Item.objects.count() == 1


@pytest.mark.django_db
def test_import_whose_worker_died_can_be_started_again(check):
    upload = check(record(1))
    upload.wait()
    upload.begin()
    assert not upload.wait()
    ItemImport.objects.update(moved_at=timezone.now() - timedelta(minutes=5))
    assert upload.wait()
    assert runs.run(upload)


@pytest.mark.django_db
def test_uploads_nobody_confirms_are_forgotten_after_a_week(check, write):
    for upload in (check(record(1)), write(record(2))):
        long_ago = timezone.now() - timedelta(days=8)
        ItemImport.objects.filter(pk=upload.pk).update(made_at=long_ago)
    check(record(3))
    assert [one.state for one in ItemImport.objects.forgotten()] == ["checked"]


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_from_outside_while_no_item_is(check, monkeypatch):
    seen = []
    tell = runs.Teller._tell

    def look(self, done, to_do):
        tell(self, done, to_do)
        outside = connection.copy()
        with outside.cursor() as cursor:
            cursor.execute("SELECT rows_done, (SELECT count(*) FROM catalog_item) "
                           "FROM catalog_itemimport")  # fmt: skip
            seen.append(cursor.fetchone())
        outside.close()

    monkeypatch.setattr(runs.Teller, "_tell", look)
    upload = check(*(record(number) for number in range(runs.BATCH + 10)))
    upload.wait()
    assert runs.run(upload)
    assert seen == [(0, 0), (runs.BATCH, 0), (runs.BATCH + 10, 0)]
    assert Item.objects.count() == runs.BATCH + 10


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_give_each_number_once_and_leave_no_gap(check):
    uploads = [check(*(record(f"{side}_{n}") for n in range(300))) for side in ("a", "b")]
    for upload in uploads:
        upload.wait()

    def run(upload):
        try:
            return runs.run(upload)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(run, uploads))
    numbers = sorted(Item.objects.values_list("accession", flat=True))
    assert numbers == list(range(1, 601))


@pytest.mark.django_db
def test_file_of_the_real_shape_goes_through_whole_and_again_without_doubles(check, write):
    data = like_the_real_one(400)
    assert counts(write(data)) == {"new": 400}
    assert counts(check(data)) == {"unchanged": 400}
    assert Item.objects.filter(name__startswith="'Ember Thief").exists()
    assert Item.objects.values("slug").distinct().count() == 400


@pytest.mark.django_db
def test_piece_entered_by_hand_waits_for_the_number_of_an_import(client, ash):
    """The form takes the book's lock, so that its number is still free when it is saved."""
    client.force_login(ash)
    with connection.cursor() as cursor:
        client.post("/admin/catalog/item/add/", {"accession": 12})
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        assert cursor.fetchone()[0] >= 1


@pytest.mark.django_db
def test_bytes_of_an_import_do_not_burden_the_list(
    client, ash, check, django_assert_max_num_queries
):
    check(make(record(1)))
    client.force_login(ash)
    with django_assert_max_num_queries(20) as made:
        client.get("/admin/catalog/itemimport/")
    assert not [q for q in made if '"catalog_itemimport"."data"' in q["sql"]]
