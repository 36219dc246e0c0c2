"""Pictures of the wiki in a text: figures, galleries, and what a writer is told of them."""

import pytest

from lore.rendering import ItemTarget, Links, MediaTarget, Resolved, Target, links_in, render, wall
from tests.lore.test_rendering_hostile import elements, lines_run

WATCH = MediaTarget(
    image_url="/media/lore/watch/1/1200.webp",
    width=1200,
    height=800,
    alt="A lamp at a flue.",
    caption="The night shift.",
    credit="The Ashes Club drawing room",
    licence="All rights reserved",
    srcset="/media/lore/watch/1/300.webp 300w, /media/lore/watch/1/1200.webp 1200w",
    avif_srcset="/media/lore/watch/1/300.avif 300w, /media/lore/watch/1/1200.avif 1200w",
)
RULE = MediaTarget("/media/rule.webp", 600, 20, "", "", "Kael", "CC0", is_decorative=True)
BROOD = ItemTarget("/vault/brood/", "The Brood", "/media/brood.webp", 1200, 800, "Three eggs.")
KNOWN = Resolved(items={"brood": BROOD}, media={"watch": WATCH, "rule": RULE}, sources={"map"})
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def shown(source, known=KNOWN):
    return render(source, lambda links: known, lambda n: f"/lore/x/veil/{n}/")


def told(source, known=KNOWN):
    return [(finding.kind, finding.words) for finding in shown(source, known).findings]


# --- figures ---------------------------------------------------------------------------------
def test_picture_alone_is_a_figure_with_caption_credit_and_licence():
    html = shown('![A lamp by a flue](media:watch "Night, drawn.")').html
    assert '<figure class="figure figure--media">' in html
    assert 'alt="A lamp by a flue" width="1200" height="800"' in html
    assert "<b>Plate 2</b><span>Night, drawn. " in html
    assert "The Ashes Club drawing room. All rights reserved.</span>" in html


def test_picture_offers_its_renditions_in_both_formats():
    tags = dict(elements(shown("![A](media:watch)").html))
    assert tags["source"]["type"] == "image/avif"
    assert tags["source"]["srcset"] == WATCH.avif_srcset
    assert tags["img"]["srcset"] == WATCH.srcset
    assert tags["img"]["sizes"] == tags["source"]["sizes"] != ""


def test_picture_without_renditions_is_shown_as_it_is():
    html = shown("![A rule](media:rule)").html
    assert "srcset" not in html
    assert "<picture>" not in html


def test_text_without_a_caption_takes_the_one_kept_with_the_picture():
    page = shown("![A](media:watch)")
    assert "The night shift. " in page.html
    assert page.text == "The night shift."


def test_picture_within_a_line_is_a_link_to_it():
    html = shown("See ![the lamp](media:watch) and [this](media:watch).").html
    assert html.count('<a href="/media/lore/watch/1/1200.webp">') == 2
    assert "<figure" not in html


def test_gallery_holds_pictures_of_the_wiki_and_of_the_vault():
    html = shown(":::gallery\n![A](media:watch)\n\n![B](item:brood)\n![C](media:rule)\n:::").html
    assert html.startswith('<div class="gallery"><figure')
    assert html.count("<figure") == 3
    assert [f"Plate {n}" in html for n in (2, 3, 4)] == [True] * 3


def test_picture_under_a_veil_is_not_in_the_open_page():
    page = shown(":::spoiler\n![A](media:watch)\n:::")
    assert "watch" not in page.html + page.text
    assert "1200.webp" in page.veils[0].html
    assert page.media_keys == ("watch",)


def test_pictures_are_asked_for_once_with_all_other_links():
    asked = []

    def resolve(links):
        asked.append(links)
        return KNOWN

    render("![A](media:watch) ![B](media:watch)\n\n[c](media:rule)", resolve, str)
    assert [links.media_keys for links in asked] == [("watch", "rule")]
    assert links_in("[[a]]") == Links(("a",), (), ())


# --- what a writer is told -------------------------------------------------------------------
def test_unknown_picture_is_told_of_and_breaks_nothing():
    assert "Picture not here: A lamp" in shown("![A lamp](media:gone)").html
    assert "(no such picture)" in shown("[x](media:gone)").html
    assert told("![A lamp](media:gone)")[0][0] == "picture"


@pytest.mark.parametrize("source", ["![](media:watch)", "![](item:brood)", "![ ](media:watch)"])
def test_missing_alt_is_told_of_and_the_own_words_stand_in(source):
    ((kind, words),) = told(source)
    assert kind == "alt"
    assert "Until then its own words are read" in words
    assert dict(elements(shown(source).html))["img"]["alt"] in {WATCH.alt, BROOD.alt}


def test_decorative_picture_needs_no_alt():
    assert told("![](media:rule)") == []
    assert dict(elements(shown("![](media:rule)").html))["img"]["alt"] == ""


def test_link_with_several_meanings_is_told_of():
    known = Resolved({"season-8": Target("/lore/season-8/", "Season 8", is_ambiguous=True)})
    ((kind, words),) = told("[[Season 8]] and [[Season 8]]", known)
    assert kind == "ambiguous"
    assert "several meanings" in words


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("[[The Iceberg]]", "red-link"),
        ("[[item:gone]]", "picture"),
        ("[a](item:gone)", "picture"),
        ("It rose.[@gone]", "source"),
        (":::claim canon\nIt rose.\n:::", "source"),
        (":::quote | | | map\nIt rose.\n:::", "quote"),
    ],
)
def test_what_leads_nowhere_is_told_of(source, kind):
    assert [found for found, _ in told(source)] == [kind]


def test_well_made_page_gives_no_findings():
    source = "![A](media:watch)\n\n:::quote Counsel | lawyers | | map\nNo.\n:::\n\n[[#Part]]"
    assert told(source) == []


# --- quotations ------------------------------------------------------------------------------
def test_quotation_names_speaker_source_and_by_way_of_whom():
    page = shown(
        ":::quote Counsel | for the household | 9 Nov 2026 | map | The Hill Post\nNo.\n:::"
    )
    said = "Counsel, for the household, 9 Nov 2026, via The Hill Post"
    assert f"<figcaption>{said}." in page.html
    assert 'href="#source-1"' in page.html
    assert said in page.text


# --- meanings --------------------------------------------------------------------------------
def test_links_that_begin_entries_are_meanings():
    source = "- [[a]], the one\n- see [[b]]\n- [[c|C]]\n\n[[d]]\n\n:::spoiler\n- [[e]]\n:::"
    assert shown(source, Resolved()).meanings == ("a", "c")


# --- hostile ---------------------------------------------------------------------------------
@pytest.mark.parametrize("field", ["alt", "caption", "credit", "licence"])
def test_words_kept_with_a_picture_are_text(field):
    given = {**WATCH.__dict__, field: HOSTILE}
    html = shown("![](media:watch)", Resolved(media={"watch": MediaTarget(**given)})).html
    assert {tag for tag, _ in elements(html)} <= {
        "figure", "span", "picture", "source", "img", "figcaption", "b",
    }  # fmt: skip
    assert not any("onerror" in attributes for _, attributes in elements(html))


@pytest.mark.parametrize(
    "key",
    ['watch"onerror="alert(1)', "watch<script>", "../../etc/passwd", "javascript:alert(1)", "a b"],
)
@pytest.mark.parametrize("form", ["![x](media:{})", "[x](media:{})", '![x](<media:{}> "y")'])
def test_hostile_keys_are_no_pictures(key, form):
    page = shown(form.format(key))
    assert page.media_keys == ()
    assert not any({"href", "src"} & attributes.keys() for _, attributes in elements(page.html))


@pytest.mark.parametrize("field", ["image_url", "srcset", "avif_srcset"])
@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "javascript:alert(1) 300w", "data:image/svg+xml,<svg> 300w", "x y 1w"],
)
def test_hostile_addresses_of_pictures_meet_the_wall(field, address):
    given = {**WATCH.__dict__, field: address}
    html = shown("![A](media:watch)", Resolved(media={"watch": MediaTarget(**given)})).html
    assert "javascript" not in html
    assert "data:" not in html


def test_wall_keeps_pictures_and_drops_what_else_may_come_with_them():
    html = wall.clean(
        '<picture onclick="x"><source srcset="/a.avif 300w" media="x" src="/y"><img src="/a"'
        ' srcset="/a 1x" onload="x" style="x"></picture><video src="/v"></video>'
    )
    assert html == '<picture><source srcset="/a.avif 300w"><img src="/a"></picture>'


@pytest.mark.parametrize("unit", ["![](media:a)\n\n", ":::gallery\n", "- [[a]]\n", "![a](media:"])
def test_new_marks_take_linear_time(unit):
    def work(size):
        return lines_run(lambda: shown(unit * (size // len(unit))))

    assert work(2400) < 2.6 * work(1200) + 5000
