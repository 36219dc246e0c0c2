"""The demo wiki's files keep the promises of their own form.

Read with the standard library only: a broken file must be named here, before any
database, renderer or loader has had the chance to be blamed for it.
"""

import csv
import datetime
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "lore" / "demo"
PATHS = sorted((DEMO / "pages").glob("*.md"))
KINDS = "character faction place artefact event season era work article disambiguation"
GRADES = {"canon", "confirmed", "rumour", "theory", "debunked"}
ANSWERS = {"confirmed", "rumoured", "denied", "unknown"}
PERSONAS = {"kael", "mira", "ash"}
PAGE_KEYS = """
title kind season standfirst aliases author written revised hero items categories infobox claims
"""
OPTIONAL_PAGE_KEYS = {"status", "timeline", "releases", "figures"}
SOURCE_KEYS = {"publisher", "title", "url", "published", "accessed", "official"}
CLAIM_KEYS = {"text", "grade", "as_of", "sources", "basis"}
STATUS_KEYS = {"question", "answer", "as_of", "reason", "next_look"}
FIGURE_KEYS = {"label", "value", "unit", "as_of", "source"}
# What the club made up: its papers have no address, and its world has no season.
FICTION = "(the club's own fiction)"
TIMELINE_KEYS = {"date", "season", "text", "grade"}
# Wanted on purpose: the editors' report of red links needs something to report.
RED_LINKS = {"c2s8"}
LONG_PAGES = """
volcano prisoner fire-king ice-king unvaulting c1s8 loot-lake tilted-towers dragon-eggs zero-point
the-seven foundation kevin the-end-1 midas pyreheart shattered og-season-8 the-cinder-watch
"""
LONG_WORDS = 600
CREDIT = "The Ashes Club drawing room, 2026."

WIKILINK = re.compile(r"\[\[(?!item:)([^\]|]+)(?:\|[^\]]*)?\]\]")
ITEM_LINK = re.compile(r"(?:\[\[|\]\()item:([a-z0-9-]+)")
CITATION = re.compile(r"\[@([a-z0-9_]+)\]")
PICTURE = re.compile(r'^!\[[^\]]+\]\(media:(?P<key>[a-z0-9-]+)( "[^"]+")?\)$')
FIGURE = re.compile(r'^!\[(?P<alt>[^\]]*)\]\(item:(?P<item>[a-z0-9-]+) "(?P<caption>[^"]*)"\)$')
LOOSE_DATE = re.compile(r"\d{4}(-\d{2})?")


@cache
def read_page(path: Path) -> tuple[dict, str]:
    """Give the front matter and the Markdown body of one page file."""
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(front), body


@cache
def sources() -> dict:
    return tomllib.loads((DEMO / "sources.toml").read_text(encoding="utf-8"))


@cache
def categories() -> dict:
    return tomllib.loads((DEMO / "categories.toml").read_text(encoding="utf-8"))


@cache
def pictures() -> dict:
    return tomllib.loads((DEMO / "media.toml").read_text(encoding="utf-8"))


def key_of_source(given: str | dict) -> str:
    return given["key"] if isinstance(given, dict) else given


@cache
def season_codes() -> set[str]:
    with (ROOT / "catalog" / "demo" / "seasons.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"] for row in csv.DictReader(lines)}


@cache
def piece_slugs() -> set[str]:
    text = (ROOT / "catalog" / "demo" / "originals.toml").read_text(encoding="utf-8")
    return set(re.findall(r'^slug = "([a-z0-9-]+)"', text, re.MULTILINE))


@cache
def relations() -> list[dict]:
    with (DEMO / "relations.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def long_paths() -> list[Path]:
    """Give the files of the main pages; a missing one fails when it is read."""
    return [DEMO / "pages" / f"{slug}.md" for slug in LONG_PAGES.split()]


def names_of(path: Path) -> set[str]:
    front, _ = read_page(path)
    return {name.casefold() for name in (path.stem, front["title"], *front["aliases"])}


@cache
def known_names() -> set[str]:
    return set().union(*(names_of(path) for path in PATHS)) | RED_LINKS


def blocks(body: str) -> list[str]:
    """Give the block markers of a body in reading order, an opening line or a bare close."""
    return [line for line in body.splitlines() if line.startswith(":::")]


def openings(body: str, name: str) -> list[list[str]]:
    """Give the parts, split at the bars, of every opening of the named kind of block."""
    marker = f":::{name}"
    found = [line.removeprefix(marker) for line in blocks(body) if line.startswith(marker)]
    return [[part.strip() for part in line.split("|")] for line in found]


def prose_words(body: str) -> int:
    """Count what a reader reads: no captions, no block markers, no citations."""
    lines = [line for line in body.splitlines() if not line.startswith((":::", "!["))]
    text = CITATION.sub("", "\n".join(lines))
    plain = re.sub(r"\[\[[^\]|]*\|([^\]]*)\]\]", r"\1", text)
    return len(re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", plain))


def linking_text(path: Path) -> str:
    front, body = read_page(path)
    dated = [entry["text"] for entry in front.get("timeline", [])]
    return "\n".join([body, *map(str, front["infobox"].values()), *dated])


def gates(path: Path) -> list[str]:
    """Give every season code that a page names, its veils included."""
    front, body = read_page(path)
    parts = [*front["claims"], *front.get("status", []), *front.get("timeline", [])]
    named = [part["season"] for part in parts if "season" in part]
    veils = [opening[0] for opening in openings(body, "spoiler")]
    return [code for code in (front["season"], *named, *veils) if code]


every_page = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def test_there_are_at_least_110_pages():
    assert len(PATHS) >= 110


def test_the_main_pages_are_long():
    words = {path.stem: prose_words(read_page(path)[1]) for path in long_paths()}
    assert len(words) >= 15
    assert {slug: count for slug, count in words.items() if count < LONG_WORDS} == {}


def test_the_main_pages_have_a_picture_of_ours():
    assert [path.stem for path in long_paths() if not read_page(path)[0]["hero"]] == []


def test_most_main_pages_say_what_is_not_settled():
    def unsettled(front: dict) -> bool:
        return "status" in front or {c["grade"] for c in front["claims"]} & {"rumour", "theory"}

    fronts = [read_page(path)[0] for path in long_paths()]
    assert sum(bool(unsettled(front)) for front in fronts) >= 12


def test_no_two_pages_answer_to_one_name():
    counts = Counter(name for path in PATHS for name in names_of(path))
    assert [name for name, count in counts.items() if count > 1] == []


@every_page
def test_a_page_has_the_keys_of_its_form(path):
    front, _ = read_page(path)
    assert set(front) - OPTIONAL_PAGE_KEYS == set(PAGE_KEYS.split())
    assert front["kind"] in KINDS.split()
    assert front["author"] in PERSONAS
    assert front["title"] and front["standfirst"]
    assert front["written"] <= front["revised"]


@every_page
def test_a_page_names_known_seasons(path):
    assert [code for code in gates(path) if code not in season_codes()] == []


@every_page
def test_a_page_shows_pieces_that_exist(path):
    front, body = read_page(path)
    named = {*front["items"], *ITEM_LINK.findall(body), *filter(None, [front["hero"]])}
    assert named - piece_slugs() == set()


@every_page
def test_a_claim_has_a_known_grade_and_something_under_it(path):
    claims = read_page(path)[0]["claims"]
    assert 1 <= len(claims) <= 8
    for claim in claims:
        assert set(claim) - {"season", "release"} == CLAIM_KEYS
        assert claim["grade"] in GRADES
        assert claim["sources"] or claim["basis"]
        assert {key_of_source(given) for given in claim["sources"]} <= set(sources())


@every_page
def test_a_figure_of_a_page_is_a_number_with_a_day_and_a_source(path):
    for figure in read_page(path)[0].get("figures", []):
        assert set(figure) - {"season", "release"} == FIGURE_KEYS
        assert re.search(r"\d", figure["value"])
        assert isinstance(figure["as_of"], datetime.date)
        assert figure["source"] in sources()


@every_page
def test_a_page_stands_in_known_categories(path):
    filed = read_page(path)[0]["categories"]
    assert filed and set(filed) <= set(categories())
    assert len(filed) == len(set(filed))


def test_the_categories_are_a_tree_in_reading_order():
    known: set[str] = set()
    for slug, given in categories().items():
        assert set(given) - {"within"} == {"title", "description"}
        assert given.get("within", slug) in known | {slug}
        known.add(slug)
    assert 15 <= len(known) <= 24


def test_every_category_holds_a_page_or_another_category():
    filed = {slug for path in PATHS for slug in read_page(path)[0]["categories"]}
    parents = {given["within"] for given in categories().values() if "within" in given}
    assert set(categories()) - filed - parents == set()


@pytest.mark.parametrize("key", sorted(pictures()))
def test_a_picture_of_the_wiki_has_words_a_maker_and_a_file(key):
    given = pictures()[key]
    assert given["alt"] and given["credit"] and given["licence"] and given["caption"]
    assert (DEMO / "media" / f"{key}.webp").stat().st_size < 130_000
    shown = [path for path in PATHS if f"(media:{key}" in read_page(path)[1]]
    assert shown


@every_page
def test_a_debunked_claim_rests_on_two_sources_and_says_why(path):
    debunked = [c for c in read_page(path)[0]["claims"] if c["grade"] == "debunked"]
    assert all(len(claim["sources"]) >= 2 and claim["basis"] for claim in debunked)


@every_page
def test_an_open_question_is_whole(path):
    questions = read_page(path)[0].get("status", [])
    assert len(questions) <= 1
    for status in questions:
        assert set(status) - {"earlier", "season"} == STATUS_KEYS
        assert status["answer"] in ANSWERS
        assert status["next_look"] > status["as_of"]
        assert all(e["answer"] in ANSWERS and e["reason"] for e in status.get("earlier", []))


@every_page
def test_a_timeline_entry_is_dated_and_graded(path):
    for entry in read_page(path)[0].get("timeline", []):
        assert set(entry) - {"release"} == TIMELINE_KEYS
        assert entry["grade"] in GRADES
        assert isinstance(entry["date"], datetime.date) or LOOSE_DATE.fullmatch(entry["date"])
        assert len(WIKILINK.findall(entry["text"])) <= 1


@every_page
def test_every_link_leads_to_a_page(path):
    links = {link.strip().casefold() for link in WIKILINK.findall(linking_text(path))}
    assert links - known_names() == set()


@every_page
def test_every_citation_is_in_the_list_of_sources(path):
    assert set(CITATION.findall(read_page(path)[1])) - set(sources()) == set()


@every_page
def test_every_block_is_closed(path):
    _, body = read_page(path)
    depth = 0
    for line in blocks(body):
        depth += -1 if line.strip() == ":::" else 1
        assert depth in (0, 1), line
    assert depth == 0


@every_page
def test_a_veil_says_what_it_covers(path):
    for parts in openings(read_page(path)[1], "spoiler"):
        assert len(parts) == 3 and all(parts)


@every_page
def test_a_quotation_has_its_four_parts(path):
    _, body = read_page(path)
    for parts in openings(body, "quote"):
        assert len(parts) in (4, 5) and all(parts)
        assert parts[3] in sources()


@every_page
def test_a_figure_has_alt_text_and_a_credited_caption(path):
    for line in read_page(path)[1].splitlines():
        if line.startswith("!["):
            figure, picture = FIGURE.match(line), PICTURE.match(line)
            if picture:
                assert picture["key"] in pictures()
                continue
            assert figure and figure["alt"] and figure["caption"].endswith(CREDIT)


@every_page
def test_our_sentences_do_not_shout(path):
    assert "!" not in path.read_text(encoding="utf-8").replace("![", "")


@pytest.mark.parametrize("key", sorted(sources()))
def test_a_source_says_who_published_it_and_where(key):
    source = sources()[key]
    assert set(source) - {"gate"} == SOURCE_KEYS
    assert source["publisher"] and source["title"]
    if source["publisher"].endswith(FICTION):
        assert source["url"] == ""
    else:
        assert source["url"].startswith(("https://", "http://"))
    assert source["published"] == "" or source["published"] <= source["accessed"]


def test_every_tie_joins_two_pages():
    slugs = {path.stem for path in PATHS}
    ends = {row[end] for row in relations() for end in ("from", "to")}
    assert ends - slugs == set()


def test_every_tie_has_a_grade_a_season_and_a_source():
    for row in relations():
        assert row["grade"] in GRADES
        assert row["season"] in season_codes() or is_fiction(row)
        assert row["source"] in sources()
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", row["type"])


def is_fiction(row: dict) -> bool:
    return sources()[row["source"]]["publisher"].endswith(FICTION)


def test_all_190_ties_are_kept_once():
    ties = {(row["from"], row["type"], row["to"]) for row in relations()}
    assert len(ties) == len(relations())
    assert sum(not is_fiction(row) for row in relations()) == 190


# --- the article that reports -----------------------------------------------------------------
NEWS = DEMO / "pages" / "the-cinder-watch.md"


def test_the_reporting_article_has_everything_a_report_needs():
    front, body = read_page(NEWS)
    assert front["kind"] == "article" and "Posted" in front["infobox"]
    assert 900 <= prose_words(body) <= 1200
    assert len(re.findall(r"^## ", body, re.MULTILINE)) >= 6
    assert len(re.findall(r"^!\[", body, re.MULTILINE)) >= 3
    assert all(parts[4] for parts in openings(body, "quote"))
    assert len(openings(body, "quote")) == 2
    assert len(front["figures"]) >= 4 and front["status"][0]["earlier"]
    assert {"rumour", "theory", "canon", "confirmed"} <= {c["grade"] for c in front["claims"]}
    assert "## What is only guessed" in body


def test_whatever_speaks_of_the_series_says_that_it_is_made_up():
    told = [path for path in PATHS if "club-fiction" in read_page(path)[0]["categories"]]
    assert len(told) == 4
    for path in told:
        front, body = read_page(path)
        assert "the club's own" in front["standfirst"]
        assert "no tie to any game" in body
        assert all("own fiction" in claim["basis"] for claim in front["claims"])
