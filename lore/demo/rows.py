"""From one page file to rows of the tables that belong to its page. Nothing is written here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.models import Item, Season
from lore.demo.files import PageFile, read_date
from lore.models import (
    Category,
    Claim,
    ClaimSource,
    KeyFigure,
    Page,
    Release,
    Source,
    Status,
    StatusAnswer,
    StatusQuestion,
    TimelineEntry,
)
from lore.rendering import key_of


@dataclass(frozen=True)
class Known:
    """What page files refer to by name."""

    users: Mapping[str, Any]
    seasons: Mapping[str, Season]
    items: Mapping[str, Item]
    sources: Mapping[str, Source]
    categories: Mapping[str, Category] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)


def page_row(file: PageFile, known: Known) -> Page:
    head = file.head
    page = Page(
        slug=file.slug,
        title=head["title"],
        kind=head["kind"],
        status=Status.PUBLISHED,
        publish_at=_midnight(head["written"]),
        author=known.users[head["author"]],
        standfirst=head["standfirst"],
        season=known.seasons.get(head.get("season", "")),
        hero=known.items.get(head.get("hero", "")),
        infobox=[[label, str(value)] for label, value in head.get("infobox", {}).items()],
        body=file.body,
        written_on=head["written"],
        revised_at=_midnight(head["revised"]),
    )
    page.name_itself()
    return page


def claim_rows(page: Page, file: PageFile, known: Known) -> tuple[list[Claim], list[ClaimSource]]:
    claims, cited = [], []
    for position, given in enumerate(file.head.get("claims", [])):
        claim = Claim(
            page=page,
            text=given["text"],
            grade=given["grade"],
            as_of=given["as_of"],
            basis=given.get("basis", ""),
            gate=known.seasons.get(given.get("season", "")),
            gate_release=known.releases[given["release"]] if "release" in given else None,
            position=position,
        )
        claims.append(claim)
        cited += _cited(claim, given.get("sources", []), known)
    return claims, cited


def cited_key(given: Any) -> str:
    """The key of a source, which stands alone or beside the words in which it speaks."""
    return str(given["key"] if isinstance(given, dict) else given)


def _cited(claim: Claim, sources: list[Any], known: Known) -> list[ClaimSource]:
    words = {cited_key(given): given if isinstance(given, dict) else {} for given in sources}
    return [
        ClaimSource(
            claim=claim,
            source=known.sources[key],
            **{name: said.get(name, "") for name in ("quote", "speaker", "via")},
        )
        for key, said in words.items()
    ]


def figure_rows(page: Page, file: PageFile, known: Known) -> list[KeyFigure]:
    return [
        KeyFigure(
            page=page,
            label=given["label"],
            value=str(given["value"]),
            unit=given.get("unit", ""),
            as_of=given["as_of"],
            source=known.sources[given["source"]],
            gate=known.seasons.get(given.get("season", "")),
            gate_release=known.releases[given["release"]] if "release" in given else None,
            position=position,
        )
        for position, given in enumerate(file.head.get("figures", []))
    ]


def release_rows(page: Page, file: PageFile) -> list[Release]:
    rows = []
    for position, given in enumerate(file.head.get("releases", []), start=1):
        released_on, precision = read_date(given["released"])
        rows.append(
            Release(
                work=page,
                name=given["name"],
                key=given["key"],
                position=position,
                released_on=released_on,
                ends_on=given.get("ends"),
                precision=precision,
                where_to_watch=given.get("where", ""),
                watch_url=given.get("url", ""),
            )
        )
    return rows


def question_rows(page: Page, file: PageFile) -> tuple[list[StatusQuestion], list[StatusAnswer]]:
    given = file.head.get("status", [])
    questions, earlier = [], []
    for asked in [given] if isinstance(given, dict) else given:
        question = StatusQuestion(page=page, question=asked["question"], **_answer(asked))
        questions.append(question)
        past = asked.get("earlier", [])
        earlier += [StatusAnswer(question=question, **_answer(answer)) for answer in past]
    return questions, earlier


def timeline_rows(page: Page, file: PageFile, known: Known) -> list[TimelineEntry]:
    rows = []
    for given in file.head.get("timeline", []):
        date, precision = read_date(given["date"])
        season = known.seasons.get(given.get("season", ""))
        rows.append(
            TimelineEntry(
                page=page,
                season=season,
                gate_release=known.releases[given["release"]] if "release" in given else None,
                date=date,
                precision=precision,
                text=given["text"],
                grade=given["grade"],
            )
        )
    return rows


def alias_titles(file: PageFile, taken: set[str]) -> list[str]:
    """The other names that nothing else answers to; `taken` learns their keys."""
    titles = []
    for title in file.head.get("aliases", []):
        if key_of(title) not in taken:
            taken.add(key_of(title))
            titles.append(title)
    return titles


def _answer(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "answer": given["answer"],
        "as_of": given["as_of"],
        "reason": given["reason"],
        "next_look": given.get("next_look") or None,
    }


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
