"""What a veil covers is nowhere on the open page."""

import pytest

from lore.rendering import ItemTarget, Resolved, Target, render


def everything(links):
    items = {s: ItemTarget(f"/vault/{s}/", s, "/m.webp", 1, 1, "") for s in links.item_slugs}
    pages = {key: Target(f"/lore/{key}/", key) for key in links.page_keys}
    return Resolved(pages, items, set(links.source_keys))


def shown(source):
    return render(source, everything, lambda n: f"/lore/x/veil/{n}/")


def in_the_open(page):
    """Everything of a rendering that may reach a reader who asked to see nothing."""
    return " ".join([page.html, page.text, *(f"{h.id} {h.text}" for h in page.toc)])


def test_a_veil_leaves_only_a_bar_with_a_link():
    page = shown("Before.\n\n:::spoiler C1S8 | the end | Tells it.\nHidden.\n:::\nAfter.")
    assert '<div class="veil ui" id="veil-1" data-gate="C1S8"><a class="veil__bar"' in page.html
    assert 'href="/lore/x/veil/1/"' in page.html
    assert "<b>Under ash: the end</b>" in page.html
    assert '<span class="sub">Tells it.</span>' in page.html
    assert page.text == "Before.\nAfter."


def test_a_veil_keeps_its_words_apart():
    veil = shown(":::spoiler c1s8 | the end | Tells it.\nHidden **words**.\n:::").veils[0]
    assert (veil.number, veil.gate, veil.title, veil.hint) == (1, "C1S8", "the end", "Tells it.")
    assert veil.html == "<p>Hidden <strong>words</strong>.</p>\n"
    assert veil.text == "Hidden words."


@pytest.mark.parametrize(
    "source",
    [
        ":::spoiler\n## Ember\n:::",
        ":::spoiler\nEmber",
        ":::spoiler\n:::quote a\nb\n:::\nEmber\n:::",
        ":::spoiler\n- a\n\n  :::quote a\n:::spoiler\n:::\nEmber\n:::",
        "::::spoiler\n:::\nEmber\n::::",
        ":::spoiler\n> b\n> :::\n\nEmber\n:::",
        ":::spoiler\n> b\n> :::\n\nEmber",
        ":::spoiler\n- b\n\n  :::\n\nEmber",
        ":::spoiler\n|a|\n|-|\n|b|\nEmber\n:::",
        ":::spoiler\n```\n:::note\n```\n:::\nEmber\n:::",
        "```\n:::spoiler\nEmber\n:::\n```",
        "    :::spoiler\n    Ember\n    :::",
        "text\n:::spoiler\nEmber\n:::",
        "> quoted\n:::spoiler\nEmber\n:::",
        "- item\n  :::spoiler\n  Ember\n  :::\n- next",
        "|a|\n|-|\n:::spoiler\nEmber\n:::",
        "::: Spoiler C1S8\nEmber\n:::",
        ":::spolier C1S8 | t\nEmber\n:::",
        "[^n]\n\n:::spoiler\n[^n]: Ember\n:::",
        ":::spoiler\n[^n]\n:::\n\n[^n]: Ember",
        "[^n]\n\n[^n]: note\n\n    :::spoiler\n    Ember\n    :::",
        "[x] ![x] [x][x]\n:::spoiler\n[x]: /Ember 'Ember'\n:::",
        ':::spoiler\n![Ember](item:a "Ember")\n:::',
        ":::spoiler\nWords.[@Ember] [[Ember]] [[item:ember]]\n:::\n[@map]",
        "[^a]\n:::spoiler\n[^a]: x[^b]\n:::\n[^b]: Ember",
        "<!--\n:::spoiler\nEmber\n:::\n-->",
    ],
)
def test_covered_words_never_show_in_the_open(source):
    assert "ember" not in in_the_open(shown(source)).casefold()


def test_links_under_a_veil_are_still_tracked():
    page = shown(":::spoiler\n[[Deep]] [[item:egg]] [@map]\n:::")
    assert (page.page_keys, page.item_slugs, page.source_keys) == (("deep",), ("egg",), ("map",))


def test_sources_cited_only_under_veils_come_last():
    page = shown(":::spoiler\nA.[@secret] B.[@map]\n:::\nC.[@map]")
    assert page.source_keys == ("map", "secret")
    assert page.public_sources == 1
    assert page.veils[0].source_keys == ("secret", "map")


def test_what_is_covered_does_not_change_the_numbers_in_the_open():
    page = shown(":::spoiler\n## End\n![x](item:a)\n\n[^a]\n\n[^a]: x\n:::\n## End\n![y](item:b)")
    assert [h.id for h in page.toc] == ["s-end"]
    assert "Plate 2" in page.html
    assert "Plate 3" in page.veils[0].html


def test_a_veil_in_a_veil_is_a_veil_of_its_own():
    outer, inner = shown(":::spoiler C1S8\nA\n:::spoiler C1S9\nB\n:::\nC\n:::").veils
    assert (outer.gate, inner.gate) == ("C1S8", "C1S9")
    assert outer.text == "A\nC"
    assert 'id="veil-2"' in outer.html
    assert inner.text == "B"


def test_a_note_written_under_a_veil_is_called_by_way_of_the_veil():
    page = shown("A[^n]\n\n:::spoiler\n[^n]: Hidden.\n:::")
    assert '<a href="#veil-1" id="fnref-1-1">' in page.html
    assert "Hidden." in page.veils[0].html


def test_notes_that_call_notes_under_earlier_veils_all_stand_somewhere():
    first = ":::spoiler\n[^a]: one[^b]\n\n[^b]: two\n:::\n"
    page = shown(first + ":::spoiler\nCall[^a]\n:::")
    assert "one" in page.veils[0].html
    assert "two" in page.veils[0].html


def test_a_veil_without_a_title_has_one_all_the_same():
    veil = shown(":::spoiler\nHidden.\n:::").veils[0]
    assert (veil.gate, veil.title) == ("", "a covered passage")


def test_a_passage_closes_where_it_should_and_not_later():
    page = shown(":::spoiler A\nx\n\n:::quote a\ny\n:::\n\nz\n:::\nOpen.\n\n:::\n")
    assert page.text == "Open.\n:::"


def test_a_bar_escapes_what_it_says():
    html = shown(':::spoiler "><script> | <b>"x" | <i>\nHidden.\n:::').html
    assert "<script" not in html and "<i>" not in html
    assert "&lt;b&gt;" in html
