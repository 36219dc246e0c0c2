"""What a writer may type, and what a reader then sees."""

import pytest

from lore.rendering import ItemTarget, Links, Resolved, Target, key_of, links_in, render

PAGES = {
    "volcano": Target("/lore/the-volcano/", "The Volcano", 'A mountain "of fire".'),
    "loot-lake": Target("/lore/loot-lake/", "Loot Lake"),
}
ITEMS = {
    "brood": ItemTarget("/vault/brood/", "The Brood", "/media/brood.webp", 1200, 800, "Three eggs.")
}
KNOWN = Resolved(PAGES, ITEMS, {"map", "post"})


def shown(source, **options):
    return render(source, lambda links: KNOWN, lambda n: f"/lore/x/veil/{n}/", **options)


def test_a_wikilink_shows_the_title_of_its_page():
    assert '<a href="/lore/loot-lake/">Loot Lake</a>' in shown("[[Loot Lake]]").html


def test_a_wikilink_shows_its_label_when_it_has_one():
    assert ">the lake</a>" in shown("[[loot-lake|the lake]]").html


def test_the_first_link_to_a_page_carries_its_excerpt():
    html = shown("[[Volcano]] and [[Volcano]]").html
    assert html.count('title="A mountain &quot;of fire&quot;."') == 1


def test_a_link_into_a_page_goes_to_the_heading():
    html = shown("[[volcano#How it ended|its end]] [[#The rise]]").html
    assert 'href="/lore/the-volcano/#s-how-it-ended"' in html
    assert '<a href="#s-the-rise">The rise</a>' in html


def test_a_page_not_written_yet_is_named_and_not_linked():
    html = shown("[[The Iceberg]]").html
    assert "The Iceberg<span" in html
    assert "(not written yet)" in html
    assert "<a" not in html


@pytest.mark.parametrize(
    "label", ["a]b", "a|b", "a#b", 'say "so"', "it's", "<b>bold</b>", "[x]", "&amp;", "*a*"]
)
def test_a_label_stands_as_it_was_typed(label):
    assert shown(f"[[volcano|{label}]]").text == label
    assert "<b>" not in shown(f"[[volcano|{label}]]").html


@pytest.mark.parametrize("source", ["[[]]", "[[ ]]", "[[|x]]", "[[item:]]", "[[a\nb]]", "[[a"])
def test_brackets_round_nothing_stay_brackets(source):
    page = shown(source)
    assert page.page_keys == page.item_slugs == ()
    assert "[[" in page.text


def test_a_wikilink_stands_in_a_table_when_its_bar_is_escaped():
    assert '">lake</a>' in shown("|a|\n|-|\n|[[loot-lake\\|lake]]|").html


def test_an_item_link_leads_to_the_catalogue():
    html = shown("[[item:brood]] [[item:brood|the eggs]] [them](item:brood)").html
    assert '<a href="/vault/brood/">The Brood</a>' in html
    assert '<a href="/vault/brood/">the eggs</a>' in html
    assert '<a href="/vault/brood/">them</a>' in html


def test_an_unknown_item_is_named_and_not_linked():
    html = shown("[[item:gone|It]] and [that](item:gone)").html
    assert html.count("(not in the vault)") == 2
    assert "<a" not in html


def test_citations_are_numbered_in_order_of_first_citing():
    page = shown("One.[@post] Two.[@map] Three.[@post]")
    assert page.source_keys == ("post", "map")
    assert '<a class="cite" href="#source-1" id="cite-1-2">' in page.html
    assert '<a class="cite" href="#source-2" id="cite-2-1">' in page.html


def test_a_citation_without_a_source_says_so_and_takes_no_number():
    page = shown("One.[@nowhere] Two.[@map]")
    assert '<span class="missing">source missing</span>' in page.html
    assert page.source_keys == ("map",)


def test_a_picture_alone_in_its_paragraph_is_a_plate_with_its_size():
    html = shown('![Eggs](item:brood "Not a picture from the game.")').html
    for part in [
        '<figure class="figure">',
        'width="1200" height="800" loading="lazy"',
        'alt="Eggs"',
    ]:
        assert part in html
    assert "<b>Plate 2</b><span>Not a picture from the game. <a" in html
    assert "<p>" not in html


def test_plates_are_counted_from_the_first_one_asked_for():
    assert "Plate 1<" in shown("![](item:brood)", first_plate=1).html


def test_a_picture_without_words_takes_the_words_of_the_piece():
    assert 'alt="Three eggs."' in shown("![](item:brood)").html


def test_a_picture_within_a_line_is_a_link_to_the_piece():
    assert shown("See ![the eggs](item:brood).").html.startswith(
        '<p>See <a href="/vault/brood/">the eggs</a>.'
    )


def test_a_picture_inside_a_link_makes_no_second_link():
    assert shown("[![eggs](item:brood)](/vault/)").html.count("<a ") == 1


@pytest.mark.parametrize("address", ["item:gone", "https://example.org/a.png", "/media/a.png"])
def test_a_picture_that_is_not_ours_is_only_described(address):
    html = shown(f"![A cone]({address})").html
    assert "Picture not in the vault: A cone" in html
    assert "<img" not in html


def test_a_gallery_holds_its_plates():
    html = shown(":::gallery\n![a](item:brood)\n![b](item:brood)\n:::").html
    assert html.startswith('<div class="gallery"><figure')
    assert "Plate 2" in html and "Plate 3" in html


def test_a_quotation_names_speaker_occasion_and_source():
    html = shown(":::quote Ash | shopkeeper | 4 May 2019, to Kael | map\nWords.\n:::").html
    assert '<figure class="quote"><blockquote><p>Words.</p>' in html
    assert "<figcaption>Ash, shopkeeper, 4 May 2019, to Kael.<a" in html


def test_a_quotation_without_a_source_says_so():
    assert "source missing" in shown(":::quote Ash | shopkeeper\nWords.\n:::").html


def test_a_claim_carries_grade_source_and_date():
    html = shown(":::claim Canon | map | 21 Nov 2026\nThree vents.\n:::").html
    assert '<span class="grade" data-grade="canon">Canon</span>' in html
    assert '<p class="claim__src">As of 21 Nov 2026.<a class="cite"' in html


def test_a_claim_of_no_known_grade_says_so():
    assert "not graded" in shown(":::claim sure | map | today\nWords.\n:::").html


def test_headings_have_stable_ids_and_make_the_contents():
    page = shown("# The rise\n## [[volcano]]\n### The rise\n> ## Quoted")
    assert [(h.level, h.id, h.text) for h in page.toc] == [
        (2, "s-the-rise", "The rise"),
        (2, "s-the-volcano", "The Volcano"),
        (3, "s-the-rise-2", "The rise"),
    ]
    here = '<a class="here" href="#s-the-rise">The rise</a>'
    assert f'<h2 id="s-the-rise">{here}</h2>' in page.html


def test_heading_that_holds_a_link_is_no_link_to_itself():
    assert "here" not in shown("## Up the [[volcano]]\n\n## As told [@map]").html


def test_a_table_is_a_named_region_that_scrolls():
    html = shown("|a|b|\n|-|-:|\n|1|2|").html
    assert '<div class="scroll-x" tabindex="0" role="region" aria-label="Table 1">' in html
    assert '<td class="r">2</td>' in html


def test_a_note_leads_there_and_back():
    html = shown("Word[^n].\n\n[^n]: The note, see [^n] and [[volcano]].").html
    assert '<a href="#fn-1" id="fnref-1-1">' in html
    assert '<li id="fn-1" value="1">' in html
    assert '<a href="#fnref-1-1" class="notes__back">' in html


def test_a_call_without_a_note_stays_as_typed():
    assert shown("Word[^none].").text == "Word[^none]."


def test_links_away_are_marked_and_others_are_not():
    html = shown("[a](https://example.org) <https://b.example> [c](/vault/) [d](mailto:a@b.c)").html
    assert html.count('rel="nofollow noopener"') == 2


def test_plain_text_leaves_marks_out():
    page = shown("## Rise\nThe **[[volcano|cone]]** rose.[@map]\n\n- it `fell`")
    assert page.text == "Rise\nThe cone rose.\nit fell"
    assert page.word_count == 6


def test_links_are_gathered_once_each_in_reading_order():
    source = "[[B]] [[a|x]] [[b]] [[item:brood]] ![x](item:egg) [@map]\n[@post] [x](item:brood)"
    assert links_in(source) == Links(("b", "a"), ("brood", "egg"), ("map", "post"))


def test_links_are_looked_up_once_a_page():
    asked = []
    render("[[a]]\n:::spoiler\n[[b]]\n:::", lambda x: asked.append(x) or KNOWN, str)
    assert asked == [Links(("a", "b"))]


@pytest.mark.parametrize(
    "title", ["the volcano", "  The   Volcano ", "the-volcano", "THE_VOLCANO", "The–Volcano"]
)
def test_spellings_of_one_title_share_a_key(title):
    assert key_of(title) == "the-volcano"


def test_a_key_does_not_mind_compatibility_forms_or_invisible_letters():
    assert key_of("Ｓtraße\u200b ②") == key_of("STRASSE 2")
