"""Names with several meanings: the page that sorts them, and the note on those it sorts."""

import pytest

from lore.faults import Level, faults_of
from lore.models import Page
from lore.models.snapshot import snapshot_of

pytestmark = pytest.mark.django_db
BODY = "Season 8 may mean:\n\n- [[Fire Season]], the first\n- [[OG Season]], see also [[Cube]]\n"
NOTE = 'For other meanings, see <a href="/lore/season-8/">Season 8</a>.'


@pytest.fixture
def season_8(make_page):
    for title in ("Fire Season", "OG Season", "Cube"):
        make_page(title)
    return make_page("Season 8", BODY, kind="disambiguation")


def test_pages_it_lists_as_meanings_lead_back_to_it(client, season_8):
    assert NOTE in client.get("/lore/fire-season/").text
    assert NOTE in client.get("/lore/og-season/").text


def test_page_it_only_mentions_has_no_note(client, season_8):
    assert "For other meanings" not in client.get("/lore/cube/").text


def test_note_goes_when_the_disambiguation_does(client, season_8, kael):
    season_8.archive(kael, "Away.")
    assert "For other meanings" not in client.get("/lore/fire-season/").text


def test_list_on_any_other_page_is_no_list_of_meanings(client, make_page):
    make_page("Fire Season")
    make_page("Seasons", "- [[Fire Season]]\n")
    assert "For other meanings" not in client.get("/lore/fire-season/").text


def test_link_to_a_name_of_several_meanings_is_told_to_its_writer(season_8, make_page):
    page = make_page("The Volcano", "In [[Season 8]].", status="draft")
    told = [fault for fault in faults_of(snapshot_of(page)) if "several meanings" in fault.sentence]
    assert [fault.level for fault in told] == [Level.WARNING]


def test_editors_can_list_the_links_that_leave_the_choice_to_readers(season_8, make_page):
    page = make_page("The Volcano", "In [[Season 8]].")
    make_page("Seasons", "- [[Season 8]]\n", kind="disambiguation")
    assert list(Page.objects.leaving_the_choice()) == [page]
