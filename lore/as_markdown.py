"""A page as one Markdown file: front matter, story, claims, questions, ties and sources."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.formats import date_format

from lore.article import Article
from lore.citing import Numbered
from lore.markdown import Writer, escape
from lore.models import Claim, KeyFigure, StatusQuestion
from lore.structured import absolute

EXPLAINED = "What lies under ash tells of later seasons and is left out of this file."


def markdown_of(article: Article) -> str:
    """The page in the open, with TOML front matter; what is covered is named and left out."""
    writer = Writer(absolute(article.page.get_absolute_url()))
    parts = [_front(article), f"# {escape(article.page.title)}", escape(article.page.standfirst)]
    parts += [_glance(article, writer), writer.story(article.page.html)]
    parts += [
        _figures(article),
        _claims(article),
        *map(_question, article.questions),
        _ties(article),
    ]
    parts += [f"---\n\n{EXPLAINED} {settings.RIGHTS_NOTICE}"]
    parts += ["\n".join(map(_source, article.sources))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _front(article: Article) -> str:
    page = article.page
    facts = {
        "title": page.title,
        "kind": page.kind,
        "address": absolute(page.get_absolute_url()),
        "keeper": page.author.public_name,
        "written": page.written_on,
        "revised": page.revised_at.date(),
        "verified": article.verified_on,
        "revision": article.revisions[0].number if article.revisions else None,
        "season": page.season.code if page.season else None,
        "categories": [category.title for category in article.categories] or None,
    }
    lines = [f"{name} = {_toml(value)}" for name, value in facts.items() if value is not None]
    return "\n".join(["+++", *lines, "+++"])


def _toml(value: Any) -> str:
    """Strings and lists of them as JSON writes them, and TOML alike; days and numbers plain."""
    is_plain = not isinstance(value, str | list)
    return str(value) if is_plain else json.dumps(value, ensure_ascii=False)


def _glance(article: Article, writer: Writer) -> str:
    rows = [
        f"- {escape(label)}: {writer.line(value)}" for label, value in article.page.infobox_html
    ]
    return "\n".join(rows)


def _figures(article: Article) -> str:
    lines = [_covered(each) if each.is_shut else _figure(each) for each in article.figures]
    return "\n".join(["## In figures", "", *lines]) if lines else ""


def _figure(figure: KeyFigure) -> str:
    cites = "".join(f"[^source-{cite.number}]" for cite in figure.cites)
    return f"- {escape(str(figure))}{cites}, {date_format(figure.as_of, 'j M Y')}"


def _claims(article: Article) -> str:
    lines = [_covered(claim) if claim.is_shut else _claim(claim) for claim in article.claims]
    return "\n".join(["## What is known", "", *lines]) if lines else ""


def _claim(claim: Claim) -> str:
    cites = "".join(f"[^source-{cite.number}]" for cite in claim.cites)
    basis = f" {escape(claim.basis)}" if claim.basis else ""
    day = date_format(claim.as_of, "j M Y")
    return f"- {claim.get_grade_display()}: {escape(claim.text)}{cites}{basis} As of {day}."


def _covered(row: Claim | KeyFigure | StatusQuestion) -> str:
    gate, address = escape(row.opens_with), absolute(row.get_absolute_url())
    return f"- Under ash until {gate}: <{address}>"


def _question(question: StatusQuestion) -> str:
    if question.is_shut:
        return f"## An open question\n\n{_covered(question)}"
    day = date_format(question.as_of, "j M Y")
    answer = f"{question.get_answer_display()}, as of {day}. {question.reason}"
    return f"## {escape(question.question)}\n\n{escape(answer)}"


def _ties(article: Article) -> str:
    lines = list(_tie_lines(article))
    return "\n".join(["## Ties", "", *lines]) if lines else ""


def _tie_lines(article: Article) -> Iterator[str]:
    for tie in article.ties.open:
        address = absolute(tie.page.get_absolute_url())
        yield f"- {tie.words}: [{escape(tie.page.title)}]({address}), {tie.grade_name}"
    if article.ties.covered:
        yield f"- {len(article.ties.covered)} more under ash"


def _source(cite: Numbered) -> str:
    source = cite.source
    if source.is_shut:
        gate = escape(source.opens_with)
        return f"[^source-{cite.number}]: {escape(source.publisher)}. Under ash until {gate}."
    where = f" <{source.url}>" if source.url else ""
    seen = f" Checked {date_format(source.accessed_on, 'j M Y')}." if source.accessed_on else ""
    name = escape(f"{source.publisher}: {source.title}")
    return f"[^source-{cite.number}]: {name}.{where}{seen}"
