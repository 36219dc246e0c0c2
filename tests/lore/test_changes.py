"""Recent changes, the feed of them, and a page at random."""

from datetime import timedelta

from django.utils import timezone

from lore.models import Page


def test_changes_stand_by_day_with_who_and_what(client, make_page):
    make_page()
    answer = client.get("/lore/changes/").content.decode()
    assert timezone.now().strftime("%B %Y") in answer
    assert "Entered in the record." in answer
    assert "Kael" in answer
    assert 'href="/lore/volcano/revisions/1/"' in answer


def test_draft_and_page_of_tomorrow_change_nothing_in_public(client, make_page):
    make_page("The Lid", status="draft")
    make_page("The Vault", publish_at=timezone.now() + timedelta(days=1))
    for address in ("/lore/changes/", "/lore/feed/"):
        answer = client.get(address).content.decode()
        assert "The Lid" not in answer
        assert "The Vault" not in answer


def test_older_changes_are_a_link_away(client, make_page, monkeypatch):
    monkeypatch.setattr("lore.views.changes.PER_SHEET", 2)
    for number in range(3):
        make_page(f"Place {number}")
    newest = client.get("/lore/changes/").content.decode()
    assert "Place 0" not in newest
    assert 'href="?page=2"' in newest
    answer = client.get("/lore/changes/?page=2").content.decode()
    assert "Place 0" in answer
    assert "Place 2" not in answer
    assert 'href="?page=1"' in answer


def test_nonsense_for_a_sheet_is_the_newest_one(client, make_page):
    make_page()
    for number in ("x", "-1", "0", "9" * 30, "²", "201"):
        answer = client.get("/lore/changes/", {"page": number})
        assert "The Volcano" in answer.content.decode()


def test_no_changes_yet_is_said(client, db):
    assert "Changes appear here" in client.get("/lore/changes/").content.decode()


def test_feed_is_atom_with_an_entry_a_revision(client, make_page, kael):
    page = make_page(standfirst="A mountain & fire.")
    page.body = "Otherwise."
    page.save()
    page.revise(kael, "Told <b>otherwise</b>.")
    answer = client.get("/lore/feed/")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "public" in answer["Cache-Control"]
    assert text.count("<entry>") == 2
    assert "The Volcano: new in the record" in text
    assert "The Volcano: revised" in text
    assert "&amp;lt;b&amp;gt;" in text, "HTML in a summary is words, also within the feed's HTML"


def test_feed_is_found_from_the_reading_room(client, make_page):
    make_page()
    for address in ("/lore/", "/lore/changes/"):
        assert 'type="application/atom+xml"' in client.get(address).content.decode()


def test_page_at_random_leads_to_a_public_one_in_one_statement(
    client, make_page, django_assert_num_queries
):
    make_page()
    make_page("The Lid", status="draft")
    with django_assert_num_queries(1):
        answer = client.get("/lore/random/")
    assert answer.status_code == 302
    assert answer["Location"] == "/lore/volcano/"


def test_page_at_random_is_kept_by_no_cache(client, make_page):
    make_page()
    answer = client.get("/lore/random/")
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_every_page_comes_up_at_random(make_page, monkeypatch):
    made = {make_page(f"Place {number}").pk for number in range(4)}
    found = set()
    for chance in (0.0, 0.3, 0.5, 0.7, 0.9, 0.999999):
        monkeypatch.setattr("lore.models.words.random", lambda chance=chance: chance)
        found.add(Page.objects.published().at_random().pk)
    assert found == made


def test_empty_record_has_no_page_at_random(client, db):
    assert client.get("/lore/random/").status_code == 404
