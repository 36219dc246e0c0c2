"""Articles as plain data, for machines: what their pages show in the open, and no more.

Times are ISO 8601, addresses are absolute, what is unknown is null. What lies under ash is
counted and not told.
"""

from typing import Any

from django.urls import reverse

from lore.article import Article
from lore.citing import Numbered
from lore.models import Claim, KeyFigure, Page, StatusQuestion
from lore.structured import absolute
from lore.ties import Tie


def page_data(page: Page) -> dict[str, Any]:
    """What a list says of a page."""
    return {
        "slug": page.slug,
        "url": absolute(reverse("lore:page_json", args=[page.slug])),
        "html_url": absolute(page.get_absolute_url()),
        "markdown_url": absolute(reverse("lore:page_markdown", args=[page.slug])),
        "title": page.title,
        "kind": page.kind,
        "standfirst": page.standfirst or None,
        "words": page.word_count,
        "written_on": page.written_on,
        "revised_at": page.revised_at,
    }


def whole_page_data(article: Article) -> dict[str, Any]:
    """What the page says: its text as safe HTML, and what is laid below it."""
    page = article.page
    return {
        **page_data(page),
        "keeper": page.author.public_name,
        "season": page.season.code if page.season else None,
        "verified_on": article.verified_on,
        "facts": [{"label": label, "html": html} for label, html in page.infobox_html],
        "categories": [category.title for category in article.categories],
        "html": page.html,
        "figures": [_figure_data(each) for each in article.figures if not each.is_shut],
        "claims": [_claim_data(claim) for claim in article.claims if not claim.is_shut],
        "questions": [_question_data(each) for each in article.questions if not each.is_shut],
        "ties": [_tie_data(tie) for tie in article.ties.open],
        "sources": [_source_data(cite) for cite in article.sources],
        "under_ash": {
            "claims": sum(claim.is_shut for claim in article.claims),
            "figures": sum(figure.is_shut for figure in article.figures),
            "questions": sum(question.is_shut for question in article.questions),
            "ties": len(article.ties.covered),
        },
    }


def _figure_data(figure: KeyFigure) -> dict[str, Any]:
    return {
        "label": figure.label,
        "value": figure.value,
        "unit": figure.unit or None,
        "as_of": figure.as_of,
        "sources": [cite.number for cite in figure.cites],
    }


def _claim_data(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "grade": claim.grade,
        "as_of": claim.as_of,
        "basis": claim.basis or None,
        "sources": [cite.number for cite in claim.cites],
    }


def _question_data(question: StatusQuestion) -> dict[str, Any]:
    return {
        "question": question.question,
        "answer": question.answer,
        "as_of": question.as_of,
        "reason": question.reason,
        "next_look": question.next_look,
    }


def _tie_data(tie: Tie) -> dict[str, Any]:
    url = absolute(tie.page.get_absolute_url())
    return {"words": tie.words, "title": tie.page.title, "html_url": url, "grade": tie.grade}


def _source_data(cite: Numbered) -> dict[str, Any]:
    source = cite.source
    is_open = not source.is_shut
    return {
        "number": cite.number,
        "publisher": source.publisher,
        "title": source.title if is_open else None,
        "url": (source.url or None) if is_open else None,
        "published_on": source.published_on,
        "checked_on": source.accessed_on,
    }
