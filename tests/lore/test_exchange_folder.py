"""A folder of lore out and in again: nothing is lost, nothing newer is overwritten, and what is
not in the form is told by file and line."""

import csv
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import tomli_w
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from catalog.models import Season
from lore.demo.load import FOLDER, load
from lore.exchange.entering import Terms, import_folder
from lore.exchange.form import from_head, to_head
from lore.exchange.leaving import NotEmpty, export_folder
from lore.exchange.problems import BadFile
from lore.models import Category, KeyFigure, MediaAsset, Page, PageLink, Release, Source, Status
from lore.models.restoring import lay
from lore.models.snapshot import snapshot_of, snapshots_of

pytestmark = pytest.mark.django_db

CLAIM = '[[claims]]\ntext = "x"\ngrade = "canon"\nas_of = 2026-01-01\n'
PAGE = """+++
title = "The Volcano"
kind = "place"
author = "kael"
written = 2026-03-03
revised = 2026-11-21
+++
A mountain.
"""


def wipe():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE lore_page, lore_source, lore_category, lore_mediaasset CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def enter(folder: Path, **options):
    return import_folder(folder, lambda line: None, **options)


def leave(folder: Path):
    return export_folder(folder, lambda line: None)


def without_ids(kept):
    if isinstance(kept, dict):
        return {key: without_ids(value) for key, value in kept.items() if key != "id"}
    return [without_ids(one) for one in kept] if isinstance(kept, list) else kept


@pytest.fixture
def small(tmp_path, kael, seasons):
    """A folder with one plain page."""
    (tmp_path / "in" / "pages").mkdir(parents=True)
    (tmp_path / "in" / "pages" / "volcano.md").write_text(PAGE)
    return tmp_path / "in"


@pytest.fixture
def rich(make_page, make_claim, kael, seasons, polygon, give_media, picture_bytes, make_item):
    """Pages that use everything a page can have."""
    brood = make_item(slug="brood")
    above = Category.objects.create(title="Fire", slug="fire")
    below = Category.objects.create(title="Lava", slug="a-lava", parent=above)
    series = make_page("The Series", kind="work", slug="series")
    part = Release.objects.create(work=series, key="part-two", name="Part Two", position=2,
                                  released_on=date(2026, 5, 1), precision="month")  # fmt: skip
    page = make_page(
        "The “Volcano” \\ +++",
        "# No\r\n+++\nA [[series]]. [@polygon]\n\n:::ash C1S9 | a | b\nX\n:::",
        slug="volcano",
        infobox=[["Where", "[[series|North]]"], ["Where", 'again = "so"']],
        season=seasons["C1S8"],
        standfirst="Two\nlines.",
        written_on=date(2026, 3, 3),
        review_due=date(2027, 1, 1),
    )  # fmt: skip
    page.categories.set([below])
    page.items.add(brood)
    page.aliases.create(title="Firehill")
    page.aliases.create(title="Old hill", reason="renamed")
    claim = make_claim(page, "It rose.", gate=seasons["C1S9"], basis="Seen.", position=3)
    claim.cited.create(source=polygon, quote="Up.", speaker="A guide", via="The Post")
    make_claim(page, "It fell.", gate_release=part)
    KeyFigure.objects.create(page=page, label="Seen", value="4.2 million", as_of=date(2026, 1, 1),
                             source=polygon, gate_release=part)  # fmt: skip
    page.ties.create(type="tied_to", to_page=series, grade="theory", source=polygon)
    asked = page.questions.create(question="Again?", answer="denied", as_of=date(2026, 2, 2),
                                  reason="Said so.")  # fmt: skip
    asked.earlier.create(answer="unknown", as_of=date(2026, 1, 1), reason="Not known.")
    later = {"as_of": date(2026, 2, 2), "reason": "Later."}
    page.questions.create(question="And then?", gate=seasons["C1S9"], **later)
    page.timeline.create(date=date(2019, 2, 1), precision="month", text="Up.", grade="canon")
    page.timeline.create(date=date(2019, 2, 9), precision="month", text="Odd.", grade="canon",
                         season=seasons["C1S8"])  # fmt: skip
    Source.objects.create(key="late", publisher="A", title="B", gate_release=part, is_official=True)
    page.revise(kael, "All of it.")
    make_page("Draft", status=Status.DRAFT)
    make_page("Gone", status=Status.ARCHIVED)
    lamp = ContentFile(picture_bytes("WEBP", (300, 200)))
    give_media("lamp").file.save("x.webp", lamp)
    return page


def test_everything_goes_out_and_comes_in_the_same(media, rich, tmp_path):
    before = {page.slug: without_ids(snapshot_of(page)) for page in Page.objects.all()}
    stands = set(Page.objects.values_list("slug", "status", "publish_at", "revised_at"))
    links = set(PageLink.objects.values_list("page__slug", "key", "target__slug"))
    html = dict(Page.objects.values_list("slug", "html"))
    leave(tmp_path / "first")
    wipe()
    enter(tmp_path / "first")
    after = {page.slug: without_ids(snapshot_of(page)) for page in Page.objects.all()}
    assert after == before
    assert set(Page.objects.values_list("slug", "status", "publish_at", "revised_at")) == stands
    assert set(PageLink.objects.values_list("page__slug", "key", "target__slug")) == links
    assert dict(Page.objects.values_list("slug", "html")) == html
    assert Category.objects.get(slug="a-lava").parent.slug == "fire"
    assert Source.objects.get(key="late").gate_release.key == "part-two"
    assert MediaAsset.objects.get().added_by.handle == "kael"
    leave(tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")


def test_snapshots_of_many_pages_are_those_of_each(media, rich):
    pages = list(Page.objects.all())
    assert snapshots_of(pages) == {page.pk: snapshot_of(page) for page in pages}


def test_demo_goes_out_in_and_out_again_byte_for_byte(media, tmp_path, kael, mira, ash):
    with (FOLDER.parents[1] / "catalog" / "demo" / "seasons.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            Season.objects.create(number=row["number"], code=row["code"], chapter=row["chapter"])
    load(lambda line: None)
    leave(tmp_path / "first")
    wipe()
    report = enter(tmp_path / "first")
    assert (len(report.entered), report.notes) == (len(contents(FOLDER / "pages")), [])
    leave(tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")


def test_work_in_hand_goes_along_and_stays_hidden(client, small, tmp_path, kael):
    enter(small)
    page = Page.objects.get()
    work = {**snapshot_of(page), "body": "Not yet.", "title": "The Cone", "slug": "cone"}
    page.keep(work, kael, "In work.")
    leave(tmp_path / "first")
    wipe()
    assert enter(tmp_path / "first").notes == []
    page = Page.objects.get()
    assert (page.slug, page.body, page.status) == ("volcano", "A mountain.\n", Status.PUBLISHED)
    newest = page.latest_revision.snapshot
    assert (newest["slug"], newest["title"], newest["body"]) == ("cone", "The Cone", "Not yet.")
    assert page.work.stage == "draft"
    assert "Not yet" not in client.get("/lore/volcano/").text
    page.publish(kael)
    assert "Not yet" in client.get("/lore/cone/").text


def test_page_that_was_taken_down_stays_here(small, tmp_path, kael):
    enter(small)
    Page.objects.get().take_down(kael, "A letter came.")
    assert leave(tmp_path / "out").notes == ["volcano was taken down and stays here."]
    assert not list((tmp_path / "out" / "pages").iterdir())


def test_importing_twice_changes_nothing(media, rich, tmp_path):
    leave(tmp_path / "out")
    numbers = set(Page.objects.values_list("slug", "revisions__number"))
    report = enter(tmp_path / "out")
    assert (report.entered, report.renewed, report.kept) == ([], [], [])
    assert set(Page.objects.values_list("slug", "revisions__number")) == numbers


def test_rehearsal_says_what_would_come_and_writes_nothing(small):
    report = enter(small, dry_run=True)
    assert report.entered == ["volcano"]
    assert not Page.objects.exists()


def test_newer_work_of_an_editor_stays_unless_it_is_to_be_overwritten(small, kael):
    enter(small)
    page = Page.objects.get()
    page.body = "An editor's words."
    page.save()
    page.revise(kael, "Mine.")
    report = enter(small)
    assert report.kept == ["volcano"]
    assert "the page here is newer" in report.lines()[1]
    assert Page.objects.get().body == "An editor's words."
    assert enter(small, terms=Terms(overwrite=True)).renewed == ["volcano"]
    assert Page.objects.get().body == "A mountain.\n"
    assert Page.objects.get().revisions.count() == 3


def test_file_that_is_newer_renews_its_page_by_a_revision(small):
    enter(small)
    newer = PAGE.replace("revised = 2026-11-21", "revised = 2026-11-22")
    (small / "pages" / "volcano.md").write_text(newer.replace("A mountain", "A hill"))
    assert enter(small).renewed == ["volcano"]
    page = Page.objects.get()
    assert "A hill" in page.html
    assert page.revised_at == datetime(2026, 11, 22, tzinfo=UTC)
    assert page.revisions.count() == 2


def test_page_that_is_being_worked_on_is_left_to_its_editor(small, kael):
    enter(small)
    page = Page.objects.get()
    page.keep({**snapshot_of(page), "body": "Not yet."}, kael, "In work.")
    newer = PAGE.replace("revised = 2026-11-21", "revised = 2026-11-22")
    (small / "pages" / "volcano.md").write_text(newer.replace("A mountain", "A hill"))
    assert enter(small).kept == ["volcano"]
    assert Page.objects.get().latest_revision.snapshot["body"] == "Not yet."


def test_file_of_a_page_that_was_renamed_here_stays_out(small, kael):
    enter(small)
    page = Page.objects.get()
    page.title, page.slug = "The Cone", "cone"
    page.save()
    page.revise(kael, "A better name.")
    assert enter(small).kept == ["volcano"]
    assert Page.objects.get().slug == "cone"


def test_export_wants_an_empty_folder(tmp_path):
    (tmp_path / "letter.txt").write_text("Do not lose me.")
    with pytest.raises(NotEmpty):
        leave(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('kind = "place"', 'kind = "dragon"', 3, "not a valid choice"),
        ('kind = "place"', "kind = ", 3, "This is not TOML"),
        ('author = "kael"', 'author = "nobody"', 4, "“nobody” is not known"),
        ('author = "kael"', "", 1, "“author” is missing"),
        ('title = "The Volcano"', 'title = "-"', 2, "letter or figure"),
        ("written = 2026-03-03", 'written = "soon"', 5, "is a date such as"),
        ("revised = 2026-11-21", "revised = 2026-11-21\ncolour = 1", 7, "not a key of this form"),
        ("+++\nA", CLAIM + CLAIM.replace("canon", "true") + "+++\nA", 13, "not a valid choice"),
        ("+++\nA", '[[claims]]\ntext = "x"\ngrade = "canon"\n+++\nA', 7, "“as_of” is missing"),
        ("+++\nA", "claims = 3\n+++\nA", 7, "is a list of tables"),
        ("+++\nA", '[infobox]\nWhere = ""\n+++\nA', 7, "label and a value"),
        ("A mountain.", "x" * 200_001, 1, "longer than"),
        ('title = "The Volcano"', f'title = "{"x" * 161}"', 2, "At most 160"),
        ("+++\nA", f'standfirst = "{"x" * 900_000}"\n+++\nA', 7, "At most 400"),
        ("+++\nA", "A", 1, "front matter"),
    ],
)  # fmt: skip
def test_wrong_file_is_told_by_its_line_and_nothing_is_written(small, old, new, line, said):
    (small / "pages" / "volcano.md").write_text(PAGE.replace(old, new))
    (small / "pages" / "whole.md").write_text(PAGE.replace("The Volcano", "Whole"))
    with pytest.raises(BadFile, match=said) as caught:
        enter(small)
    assert [problem.line for problem in caught.value.problems] == [line]
    assert not Page.objects.exists()


def test_every_wrong_file_is_told_at_once(small):
    (small / "pages" / "double.md").write_text(PAGE)
    (small / "pages" / "latin.md").write_bytes(PAGE.encode() + b"caf\xe9")
    (small / "pages" / "large.md").write_text("x" * 1_000_001)
    (small / "pages" / "link.md").symlink_to("/etc/passwd")
    (small / "pages" / "search.md").write_text(PAGE.replace("The Volcano", "Search"))
    (small / "sources.toml").write_text('[one]\npublisher = "A"\ntitle = "B"\nurl = "no"\n')
    with pytest.raises(BadFile) as caught:
        enter(small)
    assert {(problem.file, problem.line) for problem in caught.value.problems} == {
        ("pages/latin.md", 9),
        ("pages/large.md", 0),
        ("pages/link.md", 0),
        ("pages/search.md", 1),
        ("pages/volcano.md", 2),
        ("sources.toml", 4),
    }


def test_picture_that_is_none_is_told_and_nothing_is_kept(small, media):
    (small / "media.toml").write_text(
        '[lamp]\nalt = "A lamp."\ncredit = "Us"\nlicence = "cc0"\nadded_by = "kael"\n'
    )
    with pytest.raises(BadFile, match=r"lamp\.webp is missing"):
        enter(small)
    (small / "media").mkdir()
    (small / "media" / "lamp.webp").write_bytes(b"<svg onload=alert(1)>")
    with pytest.raises(BadFile, match="not a JPEG"):
        enter(small)
    assert not media.exists()


def test_rehearsal_leaves_no_picture_behind(small, media, picture_bytes):
    (small / "media").mkdir()
    (small / "media" / "lamp.webp").write_bytes(picture_bytes("WEBP", (300, 200)))
    (small / "media.toml").write_text(
        '[lamp]\nalt = "A lamp."\ncredit = "Us"\nlicence = "cc0"\nadded_by = "kael"\n'
    )
    enter(small, dry_run=True)
    assert not [path for path in media.rglob("*") if path.is_file()]
    enter(small)
    assert MediaAsset.objects.get().file.read() == picture_bytes("WEBP", (300, 200))


def test_commands_report_and_refuse(small, tmp_path, capsys):
    call_command("import_lore", small, dry_run=True)
    assert "a rehearsal" in capsys.readouterr().out
    call_command("import_lore", small)
    assert "1 new, 0 renewed" in capsys.readouterr().out
    call_command("export_lore", tmp_path / "out")
    assert "1 pages are in" in capsys.readouterr().out
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_lore", tmp_path / "out")
    (small / "pages" / "volcano.md").write_text("nothing")
    with pytest.raises(CommandError, match=r"Nothing was written.\npages/volcano.md, line 1"):
        call_command("import_lore", small)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(str)
CLAIMS = st.fixed_dictionaries(
    {
        "position": st.integers(0, 9),
        "text": TEXT,
        "grade": st.sampled_from(["canon", "theory"]),
        "earlier_grade": st.sampled_from(["", "rumour"]),
        "basis": st.just("") | TEXT,
        "as_of": DAYS,
        "gate": st.sampled_from(["", "C1S9"]),
        "gate_release": st.just(""),
        "review_due": st.just("") | DAYS,
        "sources": st.lists(
            st.fixed_dictionaries(
                {"position": st.integers(0, 2), "source": st.just("polygon"),
                 "quote": st.just("") | TEXT, "speaker": st.just(""), "via": st.just("") | TEXT}
            ), max_size=1,
        ),
    }
)  # fmt: skip
ENTRIES = st.fixed_dictionaries(
    {"text": TEXT, "grade": st.just("canon"), "date": DAYS,
     "precision": st.sampled_from(["day", "month", "year"]),
     "season": st.sampled_from(["", "C1S8"]), "gate": st.sampled_from(["", "C1S9"]),
     "gate_release": st.just("")}
)  # fmt: skip
SNAPSHOTS = st.fixed_dictionaries(
    {
        "title": TEXT, "kind": st.just("place"), "standfirst": st.just("") | TEXT,
        "infobox": st.lists(st.tuples(TEXT, TEXT).map(list), max_size=3), "season": st.just("C1S8"),
        "hero": st.just(""), "author": st.just("kael"), "written_on": DAYS,
        "review_due": st.just("") | DAYS, "categories": st.just([]), "items": st.just([]),
        "releases": st.just([]), "aliases": st.just([]), "claims": st.lists(CLAIMS, max_size=3),
        "figures": st.just([]), "ties": st.just([]), "questions": st.just([]),
        "timeline": st.lists(ENTRIES, max_size=3),
    }
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(SNAPSHOTS, st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_snapshot_is_the_same_after_its_file(snapshot, body):
    whole = {**snapshot, "slug": "a", "body": body}
    head = tomllib.loads(tomli_w.dumps(to_head(whole)))
    assert from_head(head, "a", body, {"C1S8", "C1S9"}) == whole


def test_older_snapshot_goes_out_without_places_of_sources_and_gates_of_questions(
    media, rich, tmp_path
):
    older = snapshot_of(rich)
    for claim in older["claims"]:
        for source in claim["sources"]:
            del source["position"]
    for question in older["questions"]:
        del question["gate"], question["gate_release"]
    assert to_head(older)["claims"] == to_head(snapshot_of(rich))["claims"]
    assert "gate" not in to_head(older)["questions"][1]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(SNAPSHOTS)
def test_any_page_is_the_same_after_the_database(tmp_path_factory, seasons, polygon, snapshot):
    if not User.objects.filter(handle="kael").exists():
        User.objects.create_user("kael@ashes.example", "a long enough pass", handle="kael")
    folder = tmp_path_factory.mktemp("lore")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE lore_page CASCADE")
    page = Page(slug="a", title="A 1 " + snapshot["title"], kind="place", author=User.objects.get())
    page.save()
    lay(page, {**snapshot, "title": page.title, "slug": "a", "body": "x"})
    page.revise(page.author, "x")
    before = without_ids(snapshot_of(page))
    leave(folder / "out")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE lore_page CASCADE")
    enter(folder / "out")
    assert without_ids(snapshot_of(Page.objects.get())) == before
