"""`manage.py rerender_lore`: what it draws, what it says, and where it goes on."""

import pytest
from django.core.management import CommandError, call_command

from lore.models import Page
from lore.models import redrawing as drawing_again
from lore.rendering import RENDERER_VERSION


@pytest.fixture
def places(make_page):
    """Five pages; three were drawn by an older renderer, and it shows."""
    made = [make_page(f"Place {n}") for n in range(5)]
    old = Page.objects.filter(pk__in=[page.pk for page in made[:3]])
    old.update(renderer_version=RENDERER_VERSION - 1, html="old")
    Page.objects.filter(pk=made[3].pk).update(html="left alone")
    return made


def _run(*words, capsys=None):
    call_command("rerender_lore", *words)
    return capsys.readouterr().out if capsys else ""


def test_command_draws_what_an_older_renderer_drew(places, capsys):
    assert "3 of 3 pages" in _run(capsys=capsys)
    assert not Page.objects.outdated().exists()
    assert set(Page.objects.values_list("html", flat=True)) > {"left alone"}
    assert "0 of 0 pages" in _run(capsys=capsys)


def test_command_draws_all_when_told_so(places, capsys):
    assert "5 of 5 pages" in _run("--all", capsys=capsys)
    assert not Page.objects.filter(html__in=["old", "left alone"]).exists()


def test_command_draws_one_page(places, capsys):
    assert "1 of 1 pages" in _run("--page", places[3].slug, capsys=capsys)
    assert Page.objects.filter(html="old").count() == 3


def test_command_says_that_a_page_is_not_there(db):
    with pytest.raises(CommandError, match="No page has the address “nowhere”"):
        _run("--page", "nowhere")


def test_command_tells_how_far_it_is(places, monkeypatch, capsys):
    monkeypatch.setattr("lore.management.commands.rerender_lore.EVERY", 2)
    assert "2 of 5 pages, up to key" in _run("--all", capsys=capsys)


def test_interrupted_command_says_where_to_go_on(places, monkeypatch, capsys):
    monkeypatch.setattr(drawing_again, "TOGETHER", 1)
    draw, drawn = Page.render_body, []

    def stop_at_the_third(page):
        if len(drawn) == 2:
            raise KeyboardInterrupt
        drawn.append(page.pk)
        draw(page)

    monkeypatch.setattr(Page, "render_body", stop_at_the_third)
    with pytest.raises(CommandError, match=f"Stopped after 2 of 5.*--after {places[1].pk}"):
        _run("--all")
    monkeypatch.setattr(Page, "render_body", draw)
    assert "3 of 3 pages" in _run("--all", "--after", str(places[1].pk), capsys=capsys)
    assert not Page.objects.filter(html__in=["old", "left alone"]).exists()
