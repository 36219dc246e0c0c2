"""Releases: the parts of a work, shown on its page and used as gates."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lore.models import Kind, Release
from lore.models.restoring import lay
from lore.models.snapshot import snapshot_of


@pytest.fixture
def cinder(make_page):
    return make_page("The Cinder", "A watch.", kind=Kind.WORK)


@pytest.fixture
def second(cinder):
    return Release.objects.create(
        work=cinder,
        name="Part Two",
        key="cinder-two",
        position=2,
        released_on=date(2026, 10, 2),
        ends_on=date(2026, 10, 23),
        where_to_watch="On Fridays",
        watch_url="https://watch.example/cinder",
    )


def test_work_shows_its_parts_with_dates_and_where_to_watch(client, cinder, second):
    answer = client.get("/lore/cinder/").content.decode()
    assert f'id="release-{second.pk}"' in answer
    assert "2 Oct 2026 to 23 Oct 2026" in answer
    assert '<a href="https://watch.example/cinder" rel="nofollow noopener">On Fridays</a>' in answer
    assert answer.count(">Releases</a>") >= 2, "in both lists of contents"


def test_page_that_is_no_work_has_no_releases(client, make_page):
    make_page()
    assert "Releases" not in client.get("/lore/volcano/").content.decode()


def test_date_is_written_as_exactly_as_it_is_known(second):
    second.precision = "month"
    assert second.display_date == "Oct 2026 to Oct 2026"
    second.released_on = second.ends_on = None
    assert second.display_date == ""


def test_passage_is_gated_by_the_key_in_any_case(make_page, second, seasons):
    page = make_page(body=":::ash Cinder-Two | t\nx\n:::\n\n:::ash c1s9 | t\nx\n:::\n")
    assert [veil.gate_key for veil in page.veils.all()] == ["cinder-two", "C1S9"]
    assert [veil.opens_with for veil in page.veils.all()] == [
        "Part Two of The Cinder",
        "Chapter 1, Season 9",
    ]


def test_season_and_release_at_once_are_refused(make_page, make_claim, second, seasons):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_claim(make_page(), gate=seasons["C1S9"], gate_release=second)
    claim = make_claim(make_page("Plant"), gate_release=second)
    claim.gate = seasons["C1S9"]
    with pytest.raises(ValidationError, match="not by both"):
        claim.full_clean()


@pytest.mark.parametrize("key", ["all", "none", "c1s9", "C1S9"])
def test_key_that_means_something_else_is_refused(cinder, seasons, key):
    with pytest.raises(ValidationError, match="stands for something else"):
        Release(work=cinder, name="Part", key=key, position=1).full_clean()


def test_only_a_work_has_releases(make_page):
    with pytest.raises(ValidationError, match="Only a work"):
        Release(work=make_page(), name="Part", key="part", position=1).full_clean()


def test_last_day_before_the_first_is_refused(second):
    second.ends_on = date(2026, 1, 1)
    with pytest.raises(ValidationError, match="last day"):
        second.full_clean()


def test_address_that_is_not_of_the_web_is_refused_by_the_database(second):
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=second.pk).update(watch_url="javascript:alert(1)")


def test_release_that_gates_something_cannot_be_deleted(make_page, make_claim, second):
    make_claim(make_page(), gate_release=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        second.delete()


def test_releases_and_gates_come_back_with_a_snapshot(cinder, second, make_claim, kael):
    make_claim(cinder, "It ends.", gate_release=second)
    cinder.revise(kael, "Claimed.")
    kept = snapshot_of(cinder)
    cinder.claims.update(gate_release=None, text="Changed.")
    Release.objects.filter(pk=second.pk).update(name="Part II")
    assert lay(cinder, kept) == []
    assert snapshot_of(cinder) == kept
    assert cinder.claims.get().gate_release == second


def test_form_of_a_work_keeps_its_parts(editor, cinder, second):
    page = editor.get(f"/admin/lore/page/{cinder.pk}/change/").content.decode()
    assert 'value="cinder-two"' in page
