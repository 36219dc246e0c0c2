"""A page as Markdown: read from what readers see, so that nothing covered can be in it."""

import tomllib
from datetime import date

import pytest
from markdown_it import MarkdownIt

from lore.markdown import Writer
from lore.models import Claim, ClaimSource, Relation

COVERED = "The mountain cracked open at noon"
BODY = f"""## The rise

It came with [[the Lid]] and *fire*. [@polygon]

:::spoiler C1S9 | the end | Tells what became of it.
{COVERED}.[^1]
:::

[^1]: A note that only the passage calls.
"""


def written(html):
    return Writer("https://club.example/lore/volcano/").story(html)


@pytest.fixture
def export(client):
    return lambda: client.get("/lore/volcano.md").content.decode()


def test_page_is_a_markdown_file_whose_canonical_address_is_the_page(client, make_page):
    make_page()
    answer = client.get("/lore/volcano.md")
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer["Link"].endswith('/lore/volcano/>; rel="canonical"')
    assert "public" in answer["Cache-Control"]


def test_front_matter_is_toml(make_page, seasons, export):
    make_page(title='The "Volcano"', slug="volcano", season=seasons["C1S8"])
    front = tomllib.loads(export().split("+++")[1])
    assert front["title"] == 'The "Volcano"'
    assert front["kind"] == "place"
    assert front["keeper"] == "Kael"
    assert front["season"] == "C1S8"
    assert front["revision"] == 1


def test_covered_passages_are_named_and_left_out(make_page, polygon, export):
    make_page("The Lid")
    make_page(body=BODY)
    text = export()
    assert COVERED not in text
    assert "A note that only the passage calls" not in text
    assert "> **Under ash: the end**. Tells what became of it. Left out here;" in text
    assert "/lore/volcano/veil/1/>" in text


def test_links_lead_from_anywhere_and_citations_are_footnotes(make_page, polygon, export):
    make_page("The Lid")
    make_page(body=BODY)
    text = export()
    assert "[The Lid](http" in text
    assert "/lore/lid/)" in text
    assert "*fire*. [^source-1]" in text
    assert "[^source-1]: Polygon: The runes. <https://polygon.example/runes>" in text


def test_claims_stand_below_with_their_grade_and_covered_ones_without_words(
    make_page, make_claim, polygon, seasons, export
):
    page = make_page()
    ClaimSource.objects.create(claim=make_claim(page, "It rose."), source=polygon)
    make_claim(page, COVERED, gate=seasons["C1S9"])
    text = export()
    assert "- Canon: It rose.[^source-1] As of 21 Nov 2026." in text
    assert "- Under ash until Chapter 1, Season 9: <http" in text
    assert COVERED not in text


def test_open_question_stands_below_and_a_covered_one_without_words(make_page, seasons, export):
    day = {"as_of": date(2026, 6, 6)}
    page = make_page()
    page.questions.create(question="Again?", reason="Nobody says.", **day)
    page.questions.create(question=COVERED, reason=COVERED, gate=seasons["C1S9"], **day)
    text = export()
    assert "## Again?\n\nNot known, as of 6 Jun 2026. Nobody says." in text
    assert "## An open question\n\n- Under ash until Chapter 1, Season 9: <http" in text
    assert COVERED not in text


def test_ties_are_links_and_covered_ones_a_number(make_page, seasons, export):
    page = make_page(season=seasons["C1S8"])
    for title, season in [("The Lid", "C1S8"), ("The Devourer", "C1S9")]:
        Relation.objects.create(
            from_page=page,
            type="freed",
            to_page=make_page(title),
            grade="canon",
            season=seasons[season],
        )
    text = export()
    assert "- Freed: [The Lid](http" in text
    assert "- 1 more under ash" in text
    assert "Devourer" not in text


def test_draft_has_no_markdown(client, make_page):
    make_page(status="draft")
    assert client.get("/lore/volcano.md").status_code == 404


def test_statements_are_as_few_as_for_the_page(client, make_page, django_assert_max_num_queries):
    page = make_page()
    Claim.objects.create(page=page, text="It rose.", grade="canon", as_of="2026-11-21")
    with django_assert_max_num_queries(8):
        client.get("/lore/volcano.md")


# --- the writer ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2 id='s-a'><a class='here' href='#s-a'>A</a></h2>", "## A"),
        ("<p>a <em>b</em> <strong>c</strong> <s>d</s></p>", "a *b* **c** ~~d~~"),
        ("<p>2 * 3 [x] &lt;b&gt; a_b</p>", r"2 \* 3 \[x\] \<b\> a\_b"),
        ("<p># no heading</p>", r"\# no heading"),
        ("<p>1. no list</p>", r"1\. no list"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol start='3'><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<hr>", "---"),
        ("<p><a href='/lore/x/'>x</a></p>", "[x](https://club.example/lore/x/)"),
        ("<p>x<span class='vh'> (not written yet)</span></p>", "x"),
        ("<p><img src='/m/a.webp' alt='A fire'></p>", "![A fire](https://club.example/m/a.webp)"),
        (
            "<figure class='figure'><span class='plate'><img src='/m/a.webp' alt='A fire'></span>"
            "<figcaption><b>Plate 2</b><span>Drawn.</span></figcaption></figure>",
            "![A fire](https://club.example/m/a.webp)\n\n**Plate 2** Drawn.",
        ),
        (
            "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
            "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
            "| a | b |\n| --- | --- |\n| 1 | 2 |",
        ),
        (
            "<p>a<sup class='note'><a href='#fn-1'><span class='vh'>Note </span>1</a></sup></p>"
            "<section class='notes'><ol><li id='fn-1' value='1'><p>b</p>"
            "<a class='notes__back' href='#x'>Back</a></li></ol></section>",
            "a[^note-1]\n\n[^note-1]: b",
        ),
    ],
)
def test_each_element_has_its_markdown(html, markdown):
    assert written(html) == markdown


@pytest.mark.parametrize("words", ["*a* _b_ `c` [d](e) <f> | ~~g~~ \\", "# a", "- a", "7. a"])
def test_words_that_look_like_marks_stay_words(words):
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    html = MarkdownIt("commonmark").enable("strikethrough").render(written(f"<p>{escaped}</p>"))
    assert html == f"<p>{escaped}</p>\n"


def test_address_with_brackets_does_not_end_its_link():
    assert written("<p><a href='https://a.example/b_(c)'>x</a></p>").endswith("b_%28c%29)")
