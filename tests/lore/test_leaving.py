"""Away from readers, and back: drafts again, archives, what was taken down, earlier words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lore.models import Page, Status, WorkInHand

OLD, NEW = "A mountain of old.", "A mountain anew."


@pytest.fixture
def volcano(make_page):
    return make_page(body=OLD)


def _soon():
    return timezone.now() + timedelta(hours=1)


def _read(client, page):
    return client.get(page.get_absolute_url()).content.decode()


# --- away again ------------------------------------------------------------------------------
def test_page_that_is_a_draft_again_goes_on_with_its_newest_work(client, volcano, draft_of, kael):
    draft_of(volcano)
    volcano.unpublish(kael, "Too early.")
    assert client.get("/lore/volcano/").status_code == 404
    page = Page.objects.get()
    assert (page.status, page.body) == (Status.DRAFT, NEW)
    page.publish(kael)
    assert NEW in _read(client, page)


def test_archived_page_comes_back_by_publishing(client, volcano, kael):
    volcano.archive(kael, "Told twice.")
    assert client.get("/lore/volcano/").status_code == 404
    volcano.publish(kael)
    assert client.get("/lore/volcano/").status_code == 200


def test_page_that_was_taken_down_is_gone_under_each_of_its_names(
    client, volcano, make_page, kael, django_capture_on_commit_callbacks
):
    volcano.aliases.create(title="The cone")
    here = make_page("Polar Peak", "Beside [[The Volcano]].")
    with django_capture_on_commit_callbacks(execute=True):
        volcano.take_down(kael, "A person asked for it.")
    for address in ["/lore/volcano/", "/lore/the-volcano/", "/lore/the-cone/"]:
        answer = client.get(address)
        assert answer.status_code == 410
        assert "was taken down" in answer.content.decode()
        assert "A person asked" not in answer.content.decode()
    for address in ["/lore/", "/lore/kind/place/", "/sitemap.xml", "/search/?q=mountain"]:
        assert "/lore/volcano/" not in client.get(address, follow=True).content.decode()
    here.refresh_from_db()
    assert 'class="red"' in here.html
    assert volcano.desk_notes.get().text == "A person asked for it."


def test_taking_down_calls_off_what_was_scheduled(client, volcano, draft_of, kael):
    draft_of(volcano)
    volcano.schedule(kael, _soon())
    volcano.take_down(kael, "A reason.")
    assert WorkInHand.objects.get().due_at is None


# --- earlier revisions -----------------------------------------------------------------------
def test_restored_revision_is_new_work_that_readers_do_not_have(client, volcano, draft_of, kael):
    first = volcano.latest_revision
    draft_of(volcano)
    volcano.publish(kael)
    assert volcano.restore(first, kael) == []
    newest = volcano.latest_revision
    assert (newest.number, newest.base, newest.summary) == (3, 1, "Revision 1 restored.")
    assert newest.snapshot["body"] == OLD
    assert NEW in _read(client, volcano)
    volcano.publish(kael)
    assert OLD in _read(client, volcano)


def test_restored_old_title_is_found_under_the_newer_one_too(client, volcano, draft_of, kael):
    first = volcano.latest_revision
    draft_of(volcano, title="Mount Ember", slug="mount-ember")
    volcano.publish(kael)
    volcano.restore(first, kael)
    volcano.publish(kael)
    assert client.get("/lore/volcano/").status_code == 200
    assert client.get("/lore/mount-ember/")["Location"] == "/lore/volcano/"
