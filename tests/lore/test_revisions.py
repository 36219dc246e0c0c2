"""The history: complete, in order, and closed to everyone, the database's owner included."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from lore.models import PageRevision


def test_each_change_is_kept_with_summary_and_author(make_page, make_claim, kael):
    page = make_page()
    page.body = "A mountain of fire."
    page.save()
    page.revise(kael, "Fire added.")
    make_claim(page)
    page.revise(kael, "Claim added.")
    kept = list(page.revisions.order_by("number").values_list("number", "base", "summary"))
    assert kept == [
        (1, None, "Entered in the record."),
        (2, 1, "Fire added."),
        (3, 2, "Claim added."),
    ]
    assert page.revisions.first().snapshot["claims"][0]["text"] == "It rose."


def test_saving_without_a_change_keeps_no_revision(make_page, kael):
    page = make_page()
    assert page.revise(kael, "Nothing.") is None
    assert page.revisions.count() == 1


def test_database_refuses_to_change_a_revision(make_page):
    make_page()
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        PageRevision.objects.update(summary="Something else.")


def test_database_refuses_to_delete_a_revision(make_page):
    page = make_page()
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        page.revisions.all().delete()


def test_page_with_a_history_is_not_deleted(make_page):
    with pytest.raises(ProtectedError):
        make_page().delete()


def test_public_history_lists_summaries_and_shows_no_texts(client, make_page, kael):
    page = make_page(body="The first words.")
    page.body = "Other words."
    page.save()
    page.revise(kael, "Words replaced.")
    answer = client.get("/lore/volcano/revisions/").content.decode()
    assert "Words replaced." in answer
    assert "The first words." not in answer
