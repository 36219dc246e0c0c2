"""What is public, when, under which name, and what other pages learn of it."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from lore.models import Page, PageAlias, Status
from lore.tasks import rerender_linking


def test_draft_is_not_found_by_the_public(client, make_page):
    make_page(status=Status.DRAFT)
    assert client.get("/lore/volcano/").status_code == 404
    assert b"The Volcano" not in client.get("/lore/").content


def test_page_of_the_future_appears_when_its_time_has_come(client, make_page):
    page = make_page(publish_at=timezone.now() + timedelta(hours=1))
    assert client.get("/lore/volcano/").status_code == 404
    Page.objects.filter(pk=page.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/lore/volcano/").status_code == 200


def test_publishing_a_draft_shows_it(client, make_page, kael):
    page = make_page(status=Status.DRAFT)
    page.publish(kael, "Ready.")
    assert client.get("/lore/volcano/").status_code == 200
    assert page.is_public


def test_archived_page_is_gone_from_every_list(client, make_page, kael):
    page = make_page()
    page.archive(kael, "Told twice.")
    for address in ["/lore/volcano/", "/lore/volcano/revisions/", "/lore/keepers/kael/"]:
        assert client.get(address).status_code == 404
    assert b"The Volcano" not in client.get("/lore/kind/place/").content


def test_publishing_turns_red_links_into_links(make_page, kael, django_capture_on_commit_callbacks):
    here = make_page("Polar Peak", "Beside [[The Volcano]].")
    assert 'class="red"' in here.html
    with django_capture_on_commit_callbacks(execute=True):
        make_page()
    here.refresh_from_db()
    assert 'href="/lore/volcano/"' in here.html
    assert here.links.get().target.slug == "volcano"


def test_archiving_turns_links_red(make_page, kael, django_capture_on_commit_callbacks):
    page = make_page()
    here = make_page("Polar Peak", "Beside [[volcano]].")
    with django_capture_on_commit_callbacks(execute=True):
        page.archive(kael, "Told twice.")
    here.refresh_from_db()
    assert "/lore/volcano/" not in here.html
    assert here.links.get().target is None


def test_many_linking_pages_are_left_to_the_worker(
    make_page, kael, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("lore.models.neighbours.AT_ONCE", 1)
    deferred = []
    monkeypatch.setattr(
        "lore.models.neighbours.queue_once", lambda task, keys: deferred.append(keys)
    )
    for number in range(3):
        make_page(f"Place {number}", "Beside [[The Volcano]].")
    with django_capture_on_commit_callbacks(execute=True):
        make_page()
    assert deferred == [["the-volcano", "volcano"]]


def test_scheduled_page_has_its_links_drawn_when_its_time_comes(
    make_page, django_capture_on_commit_callbacks
):
    time = timezone.now() + timedelta(hours=1)
    with django_capture_on_commit_callbacks(execute=True):
        make_page(publish_at=time)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.scheduled_at) == (rerender_linking.name, time)
    assert job.args == {"keys": ["the-volcano", "volcano"]}


def test_task_draws_linking_pages_again_and_again_without_a_change(make_page):
    here = make_page("Polar Peak", "Beside [[The Volcano]].")
    make_page()
    for _ in range(2):
        rerender_linking(keys=["the-volcano"])
        here.refresh_from_db()
        assert 'href="/lore/volcano/"' in here.html
    assert here.revisions.count() == 1


def test_rename_keeps_the_old_name_as_an_alias_and_the_old_address_redirects(
    client, make_page, kael
):
    page = make_page()
    page.title, page.slug = "Mount Ember", "mount-ember"
    page.save()
    page.revise(kael, "Renamed.")
    answer = client.get("/lore/volcano/")
    assert (answer.status_code, answer["Location"]) == (301, "/lore/mount-ember/")
    assert client.get("/lore/the-volcano/")["Location"] == "/lore/mount-ember/"
    assert set(PageAlias.objects.values_list("key", flat=True)) == {"volcano", "the-volcano"}


def test_links_under_an_old_name_still_lead_to_the_page(
    make_page, kael, django_capture_on_commit_callbacks
):
    page = make_page()
    here = make_page("Polar Peak", "Beside [[The Volcano]].")
    with django_capture_on_commit_callbacks(execute=True):
        page.title, page.slug = "Mount Ember", "mount-ember"
        page.save()
        page.revise(kael, "Renamed.")
    here.refresh_from_db()
    assert 'href="/lore/mount-ember/"' in here.html


def test_unknown_address_is_404(client, db):
    assert client.get("/lore/nowhere/").status_code == 404


def test_publishing_from_an_older_copy_writes_none_of_its_words(make_page, kael):
    page = make_page()
    older = Page.objects.get(pk=page.pk)
    page.body = "Newer words."
    page.save()
    page.revise(kael, "Newer.")
    older.publish(kael, "From an older copy.")
    assert Page.objects.get().body == "Newer words."
    assert page.revisions.count() == 2
