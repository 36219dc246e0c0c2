"""Numbers on a page: with what they count, the day and the source."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from lore.models import KeyFigure, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def give_figure(polygon):
    def give(page, **fields):
        given = {"label": "Watched", "value": "4.2 million", "unit": "viewers", **fields}
        return KeyFigure.objects.create(
            page=page, as_of=date(2026, 10, 2), **{"source": polygon, **given}
        )

    return give


def test_figure_is_shown_with_its_unit_its_day_and_its_numbered_source(
    client, make_page, give_figure
):
    figure = give_figure(make_page())
    page = client.get("/lore/volcano/").text
    assert '<h2 id="figures">' in page
    assert '<span class="figures__value">4.2 million</span> viewers' in page
    assert f'Polygon<a class="cite" id="cite-1-f{figure.pk}" href="#source-1">' in page
    assert "2 Oct 2026" in page
    assert '<li id="source-1"' in page


def test_figures_stand_in_the_contents_only_where_there_are_some(client, make_page, give_figure):
    page = make_page()
    assert 'href="#figures"' not in client.get("/lore/volcano/").text
    give_figure(page)
    assert 'href="#figures"' in client.get("/lore/volcano/").text


def test_sources_are_numbered_by_the_text_then_figures_then_claims(
    client, make_page, make_claim, give_figure, polygon
):
    map_, post = (
        Source.objects.create(key=key, publisher=key.title(), title="x") for key in ("map", "post")
    )
    page = make_page(body="It rose.[@map]")
    claim = make_claim(page)
    claim.cited.create(source=post)
    claim.cited.create(source=map_)
    give_figure(page)
    text = client.get("/lore/volcano/").text
    order = ['id="source-1"', "Map: x", 'id="source-2"', "Polygon: ", 'id="source-3"', "Post: x"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_covered_figure_and_its_source_are_not_in_the_page(client, make_page, give_figure, seasons):
    later = Source.objects.create(key="later", publisher="The Later Post", title="x")
    figure = give_figure(make_page(), value="99 lamps", gate=seasons["C1S9"], source=later)
    text = client.get("/lore/volcano/").text
    assert "99 lamps" not in text
    assert "The Later Post" not in text
    assert "Under ash until Chapter 1, Season 9" in text
    uncovered = client.get(figure.get_absolute_url())
    assert "99 lamps" in uncovered.text
    assert uncovered["X-Robots-Tag"] == "noindex"


def test_figure_in_the_open_has_no_page_of_its_own(client, make_page, give_figure):
    figure = give_figure(make_page())
    assert figure.get_absolute_url() == "/lore/volcano/#figures"
    assert client.get(f"/lore/volcano/figures/{figure.pk}/").status_code == 404


def test_figure_of_a_draft_is_not_found(client, make_page, give_figure, seasons):
    figure = give_figure(make_page(status="draft"), gate=seasons["C1S9"])
    assert client.get(f"/lore/volcano/figures/{figure.pk}/").status_code == 404


@pytest.mark.parametrize("value", ["many", "", "—"])
def test_figure_without_a_number_is_refused_by_form_and_database(make_page, give_figure, value):
    with pytest.raises(IntegrityError):
        give_figure(make_page(), value=value)


def test_form_says_what_a_figure_needs(make_page, polygon):
    figure = KeyFigure(
        page=make_page(), label="Watched", value="many", as_of=date(2026, 1, 1), source=polygon
    )
    with pytest.raises(ValidationError, match="A figure holds a number"):
        figure.full_clean()


def test_words_of_a_figure_are_text(client, make_page, give_figure):
    bad = "<b onclick=x>1</b>"
    give_figure(make_page(), label=bad, value=bad, unit=bad)
    assert "<b onclick" not in client.get("/lore/volcano/").text


def test_figures_cost_no_further_statement(
    client, make_page, give_figure, django_assert_max_num_queries
):
    page = make_page()
    for n in range(6):
        give_figure(page, label=f"Watched {n}")
    with django_assert_max_num_queries(8):
        client.get("/lore/volcano/")
