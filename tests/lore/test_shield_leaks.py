"""Nothing public gives away what lies under ash.

One record is filled with a word nobody knows, in every place a gate can cover, each time with
another tail. Then every address is asked that the routes know and that any answer leads to, as a
stranger and a search engine would, and each byte of each answer is searched for that word.
"""

import re
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

import pytest
from django.urls import resolve
from django.utils import timezone

from lore.models import (
    Category,
    ClaimSource,
    KeyFigure,
    Kind,
    Relation,
    Release,
    Source,
    StatusQuestion,
    TimelineEntry,
)
from tests.lore.walking import asked_for, everything_in, starts, walk

WORD = "zyphquorl"
SAID = re.compile(rf"{WORD}-[a-z-]+", re.I)
NEAR = "marsh"  # stands beside the word, wherever a search could find it
TOLD_WHEN_ASKED = (
    "veil", "heading", "cell", "caption", "quoted", "note", "nested", "release", "unknown",
    "unclosed", "claim-season", "claim-part", "entry-later", "entry-gate", "entry-part", "tie-a",
    "tie-b", "tie-c", "title", "only-under-ash", "figure-season", "figure-part", "media-alt",
    "media-credit", "question-season", "question-part", "reason-part", "earlier-part",
)  # fmt: skip
WALKED = {
    "home", "search", "suggestions", "sitemap", "robots", "catalog:item_detail", "lore:index",
    "catalog:season_detail", "lore:page_detail", "lore:timeline", "lore:revision_list",
    "lore:keeper_detail", "lore:letter_list", "lore:kind_list", "lore:grades", "lore:shield",
    "lore:category_list", "lore:category_detail", "lore:change_list", "lore:feed", "lore:graph",
    "lore:page_markdown", "lore:page_json", "lore:page_list_json", "lore:revision_detail",
    "lore:search",
}  # fmt: skip

BODY = f"""## The open part

The {NEAR} lay open. [@open] [@telling]

:::spoiler C1S9 | the end | What became of it.
### {WORD}-heading

The {NEAR} of {WORD}-veil, said [@covered], beside [[{WORD}-red]] and [[plant|{WORD}-label]].[^n]

| {WORD}-cell |
| --- |
| {NEAR} |

![{WORD}-alt](item:piece-1 "{WORD}-caption")

![{WORD}-media-alt](media:lamp)

:::quote {WORD}-speaker | a {NEAR} keeper | May | covered
{WORD}-quoted
:::

[^n]: {WORD}-note

:::ash cinder-part-two | inside
{WORD}-nested
:::
:::

:::ash cinder-part-two | a part
{WORD}-release
:::

:::nobody-knows-this-word
{WORD}-unknown
:::

:::ash C1S8 | never closed
{WORD}-unclosed
"""


@pytest.fixture
def gated(db, seasons, make_page, make_claim, make_item, give_media, kael):
    """The Volcano of Season 8, with something covered in every way there is."""
    piece = make_item(name="Piece 1", slug="piece-1", description=f"A {NEAR}.")
    work = make_page("The Cinder", f"A {NEAR}.", kind=Kind.WORK)
    part = Release.objects.create(work=work, name="Part Two", key="cinder-part-two", position=2)
    plant = make_page("Plant", "A factory. [[Volcano]]")
    for key in ("open", "covered", "telling"):
        Source.objects.create(key=key, publisher=f"Paper {key}", title=f"The {NEAR}")
    gate, by_part = {"gate": seasons["C1S9"]}, {"gate_release": part}
    Source.objects.filter(key="covered").update(title=f"{WORD}-only-under-ash")
    address = f"https://papers.example/{WORD}-address"
    Source.objects.filter(key="telling").update(
        title=f"{WORD}-title", url=address, archived_url=address, **gate
    )
    page = make_page(body=BODY, season=seasons["C1S8"], standfirst=f"A {NEAR}.", hero=piece)
    page.items.add(piece)
    cover_claims(page, make_claim, gate, by_part)
    cover_ties(page, plant, work, seasons, gate, by_part)
    cover_entries(page, seasons, gate, by_part)
    cover_questions(page, gate, by_part)
    cover_figures(page, gate, by_part)
    give_media("lamp", caption=f"{WORD}-media-caption", credit=f"{WORD}-media-credit")
    page.categories.add(Category.objects.create(title="Mountains", slug="mountains"))
    forget_some(page, make_claim, by_part, kael)
    page.revise(kael, f"ash: {WORD}-summary")
    hide_pages(make_page)
    return page


def cover_claims(page, make_claim, gate, by_part):
    make_claim(page, f"An open claim on the {NEAR}.")
    for name, how in [("season", gate), ("part", by_part)]:
        claim = make_claim(page, f"{WORD}-claim-{name}", basis=f"{WORD}-basis-{name}", **how)
        said = {"quote": f"{WORD}-q-{name}", "speaker": f"{WORD}-s", "via": f"{WORD}-v"}
        ClaimSource.objects.create(claim=claim, source=Source.objects.get(key="covered"), **said)


def forget_some(page, make_claim, by_part, kael):
    """What was covered in a revision that can still be read, and is gone by now."""
    gone = make_claim(page, f"{WORD}-claim-gone", **by_part)
    page.body = f"{BODY}\n:::\n\n:::ash cinder-part-two | gone\n{WORD}-passage-gone\n:::\n"
    page.revise(kael, "Said more.")
    gone.delete()
    page.body = BODY


def cover_figures(page, gate, by_part):
    known = {"page": page, "as_of": date(2026, 1, 1), "source": Source.objects.get(key="covered")}
    for name, how in [("season", gate), ("part", by_part)]:
        label, unit = f"{WORD}-figure-{name}", f"{WORD}-unit"
        KeyFigure.objects.create(label=label, value=f"7 {WORD}-value", unit=unit, **known, **how)


def cover_questions(page, gate, by_part):
    day = {"as_of": date(2026, 1, 1)}
    StatusQuestion.objects.create(page=page, question="Again?", reason="-", **day)
    for name, how in [("season", gate), ("part", by_part)]:
        asked = {"question": f"{WORD}-question-{name}", "reason": f"{WORD}-reason-{name}"}
        question = StatusQuestion.objects.create(page=page, **asked, **day, **how)
        question.earlier.create(answer="denied", reason=f"{WORD}-earlier-{name}", **day)


def cover_ties(page, plant, work, seasons, gate, by_part):
    tie = {"from_page": page, "grade": "canon"}
    Relation.objects.create(to_page=plant, type="near", **tie)
    later = {"season": seasons["C1S9"]}
    for number, how in enumerate([later, {"season": seasons["C1S8"], **gate}, by_part]):
        for to in (plant, work):
            Relation.objects.create(to_page=to, type=f"{WORD}-tie-{'abc'[number]}", **tie, **how)


def cover_entries(page, seasons, gate, by_part):
    entry = {"page": page, "date": "2019-05-04", "grade": "canon"}
    TimelineEntry.objects.create(text=f"The {NEAR}.", season=seasons["C1S8"], **entry)
    own, later = {"season": seasons["C1S8"]}, {"season": seasons["C1S9"]}
    for name, how in [("later", later), ("gate", {**own, **gate}), ("part", {**own, **by_part})]:
        text = f"{WORD}-entry-{name} [[Plant|{WORD}-link-{name}]]"
        TimelineEntry.objects.create(text=text, **entry, **how)


def hide_pages(make_page):
    """Pages that nobody may read yet, or any more."""
    tomorrow = timezone.now() + timedelta(days=1)
    make_page(f"{WORD}-draft", f"[[Volcano]] {NEAR}", status="draft")
    make_page(f"{WORD}-archived", f"[[Volcano]] {NEAR}", status="archived")
    make_page(f"{WORD}-future", f"[[Volcano]] {NEAR}", publish_at=tomorrow)


def test_no_public_address_says_a_covered_word(client, gated):
    told, names = {}, set()
    for address, answer in walk(client, starts(NEAR, "volc", "plant")):
        said = SAID.findall(everything_in(answer))
        if said:
            told[address] = sorted(set(said))
        if answer.status_code == 200:
            names.add(resolve(unquote(urlsplit(address).path)).view_name)
    assert told == {}
    assert names >= WALKED


def test_whoever_asks_is_told_and_no_search_engine_keeps_it(client, gated):
    """The other side of the walk: each covered thing has an address, and it can be read."""
    told = set()
    for address in asked_for(client):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["X-Robots-Tag"] == "noindex"
        told |= set(SAID.findall(everything_in(answer).casefold()))
    assert {f"{WORD}-{tail}" for tail in TOLD_WHEN_ASKED} <= told


def test_a_search_for_a_covered_word_finds_nothing(client, gated):
    for tail in ("veil", "claim-season", "heading", "caption", "entry-later", "title", "draft"):
        for part in (f"{WORD}-{tail}", WORD[:6], WORD):
            answer = client.get("/search/", {"q": part}).content.decode()
            assert "<mark>" not in answer
            found = client.get("/search/suggestions/", {"q": part}).json()
            assert WORD not in str(found).casefold()
