"""A dump of another wiki: what of it arrives, as drafts that say where they are from, and what
is told to be lost."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from lore.exchange.mediawiki.dump import CHUNK, BadDump, Dump
from lore.exchange.mediawiki.entering import take_in
from lore.exchange.mediawiki.wikitext import carry
from lore.models import Category, Page, PageAlias, Source, Status
from lore.rendering import Resolved, render

HILL = Path(__file__).parent / "files" / "hill.xml"
pytestmark = pytest.mark.django_db
LICENCE = "CC BY-SA 4.0"


def take(raw: bytes, keeper, **options):
    return take_in(BytesIO(raw), keeper, LICENCE, lambda line: None, **options)


@pytest.fixture
def taken(kael):
    return take(HILL.read_bytes(), kael)


def test_page_arrives_as_a_draft_that_nobody_reads(client, taken):
    page = Page.objects.get()
    assert (page.title, page.status, page.author.handle) == ("Hill House", Status.DRAFT, "kael")
    assert page.revisions.get().summary == "Taken in from The Hill Almanac."
    assert client.get("/lore/hill-house/").status_code == 404


def test_text_says_where_it_is_from_and_on_what_terms(taken):
    body = Page.objects.get().body
    assert "“Hill House”, The Hill Almanac, revision of 2026-02-03, CC BY-SA 4.0." in body
    origin = Source.objects.get(title="Hill House")
    assert origin.url == "https://almanac.example/wiki/Hill_House"
    assert f"[@{origin.key}]" in body


def test_markup_becomes_ours(taken):
    body = Page.objects.get().body
    assert "**Hill House** is an *old* house on [[The Hill|the hill]]." in body
    assert "## Rooms\n\n- the hall\n   - its coats\n- the flue\n\n1. first\n1. second\n" in body
    assert "### Who slept where" in body
    assert (
        "| Room | Sleeper |\n| --- | --- |\n| Attic | **Nobody** |\n| Hall | A [[Lamp]] |" in body
    )
    assert "[[Lamp|lamp]].[^1] The lamp is old.[^1]" in body
    assert (
        "[^1]: Told by a [keeper](https://post.example/keeper) in 2025, with \\* and \\[ in it."
        in body
    )
    assert "The page of its own: [[The Hill]]." in body
    assert "\\[\\[not a link\\]\\] 2 \\< 3" in body


def test_facts_sources_categories_and_redirects_arrive(taken):
    page = Page.objects.get()
    assert page.infobox == [["Name", "Hill House"], ["Stands on", "[[The Hill]]"], ["Stones", "31"]]
    source = Source.objects.get(title="A house on a hill")
    assert (str(source.published_on), str(source.accessed_on)) == ("2026-01-03", "2026-02-01")
    assert source.url == "https://almanac.example/house"
    assert source.key in page.source_keys
    assert [category.title for category in page.categories.all()] == ["Houses"]
    assert Category.objects.get(title="Houses").parent.title == "Places"
    assert PageAlias.objects.get().title == "House on the Hill"


def test_what_could_not_be_carried_is_listed_by_page(taken):
    assert taken.lost["Hill House"] == [
        "the magic word __NOTOC__",
        "the file Hill House at night.jpg",
        "a table that is not simple",
        "the template {{weather box}}",
        "the tag <script>",
        "the link to de:Haus",
    ]
    assert taken.lost["Nowhere"] == ["the redirect to Not in this dump"]
    assert taken.lost["Category:Houses"] == ["the place within the category Stones"]
    assert dict(taken.skipped) == {1: 1, 2: 1}


CARRIED = [
    ('{|\n|+ Lamps by road\n! Lamp !! Road\n|-\n| One || North\n|}',
     "*Lamps by road*\n\n| Lamp | Road |\n| --- | --- |\n| One | North |\n", []),
    ("{{Quote|I light them.|The Daughter|to the Post}}",
     "> I light them.\n>\n> The Daughter, to the Post\n", []),
    ("Lit.\n\n== Notes ==\n=== References ===\n{{reflist}}", "Lit.\n",
     ["the template {{reflist}}"]),
    ("{{Infobox a|image=Lamp.png|caption=At dusk}}Lit.", "Lit.\n",
     ["the image of the infobox: Lamp.png", "the caption of the infobox: At dusk"]),
    ("{{Unclosed\nLit.", "{{Unclosed\nLit.\n",
     ["markup that is not closed: look for {{ and {| in the text"]),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "body", "lost"), CARRIED)
def test_markup_is_carried_or_told(markup, body, lost):
    done = carry(markup)
    assert (done.body, done.lost, done.infobox) == (body, lost, [])


def test_kept_copy_of_a_source_comes_along():
    done = carry("{{cite web|title=Lamps|url=https://a.example/1|archive-url=https://b.example/1}}")
    (source,) = done.sources.values()
    assert (source.url, source.archived_url) == ("https://a.example/1", "https://b.example/1")


def test_no_script_of_another_wiki_gets_into_the_page(taken):
    html = Page.objects.get().html
    assert "<script" not in html
    assert "javascript:" not in html.split("href")[0]
    assert 'href="javascript' not in html


def test_taking_in_twice_changes_nothing(taken, kael):
    before = Page.objects.get().body
    again = take(HILL.read_bytes(), kael)
    assert (again.entered, again.there, again.aliases) == ([], ["Hill House"], 0)
    assert Page.objects.get().body == before
    assert Page.objects.get().revisions.count() == 1


def test_rehearsal_writes_nothing(kael):
    assert take(HILL.read_bytes(), kael, dry_run=True).entered == ["Hill House"]
    assert not Page.objects.exists()
    assert not Source.objects.exists()


def test_circle_of_categories_is_broken_and_told(kael):
    pages = "".join(
        f"<page><title>Category:{a}</title><ns>14</ns><revision><text>[[Category:{b}]]</text>"
        "</revision></page>"
        for a, b in ["AB", "BA"]
    )
    report = take(f"<mediawiki>{pages}</mediawiki>".encode(), kael)
    assert list(report.lost.values()) == [["the place within the category A"]]


def test_command_writes_the_report_beside_the_dump(kael, tmp_path, capsys):
    dump = tmp_path / "hill.xml"
    dump.write_bytes(HILL.read_bytes())
    call_command("import_mediawiki", dump, keeper="kael", licence=LICENCE, dry_run=True)
    assert "1 pages entered as drafts" in capsys.readouterr().out
    assert "- the template {{weather box}}" in (tmp_path / "hill.xml.report.txt").read_text()
    with pytest.raises(CommandError, match="no keeper"):
        call_command("import_mediawiki", dump, keeper="nobody", licence=LICENCE)
    dump.write_text("not xml")
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_mediawiki", dump, keeper="kael", licence=LICENCE)


LAUGHS = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<mediawiki><page><title>&b;</title></page></mediawiki>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<mediawiki><page><title>&a;</title></page></mediawiki>"""


@pytest.mark.parametrize("raw", [LAUGHS, OUTSIDE, b"<mediawiki><page>", b"", b"\xff\xfe\x00"])
def test_entities_and_broken_files_are_refused(raw):
    with pytest.raises(BadDump):
        list(Dump(BytesIO(raw)).pages())


def test_dump_is_read_as_it_streams_in():
    """No more than a chunk is read ahead of the page that is handed over."""
    page = b"<page><title>A</title><ns>0</ns><revision><text>%s</text></revision></page>"
    raw = b"<mediawiki>" + b"".join(page % (b"x" * 10_000) for _ in range(200)) + b"</mediawiki>"
    file = BytesIO(raw)
    pages = Dump(file).pages()
    next(pages)
    assert file.tell() <= CHUNK
    assert sum(1 for _ in pages) == 199


def test_text_of_no_end_is_cut_and_told(db, kael):
    page = b"<page><title>Long</title><revision><text>%s</text></revision></page>"
    report = take(b"<mediawiki>%s</mediawiki>" % (page % (b"x" * 400_000)), kael)
    assert report.lost == {"Long": ["the page itself: it is longer than 300,000 characters"]}


MARKUP = st.text(alphabet=st.sampled_from("[]{}|'=*#:;<>/!&refnowikb \n"), max_size=60)


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_any_markup_becomes_a_page_that_renders_safely(text):
    body = carry(text).body
    html = render(body, lambda links: Resolved(), lambda number: f"/v/{number}/").html
    assert "<script" not in html
