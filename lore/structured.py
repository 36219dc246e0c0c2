"""What search engines are told of an article, in the words of schema.org: of the open page only."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from lore.article import Article
from lore.models import Page


def absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)


def article_data(article: Article) -> dict[str, Any]:
    """The page as an Article: who wrote it, when, and what it cites in the open."""
    page = article.page
    url = absolute(page.get_absolute_url())
    facts = {
        "@type": "Article",
        "@id": f"{url}#article",
        "headline": page.title,
        "description": page.standfirst,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": "en-GB",
        "articleSection": page.plural_kind,
        "wordCount": page.word_count,
        "datePublished": page.written_on,
        "dateModified": page.revised_at,
        "author": _keeper(page),
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": absolute("/")},
        "image": _pictures(article),
        "citation": [_citation(cite.source) for cite in article.sources if not cite.source.is_shut],
    }
    return {name: fact for name, fact in facts.items() if fact}


def page_crumbs(page: Page) -> dict[str, Any]:
    """The way to a page, as the page shows it."""
    places = [
        ("Lore", reverse("lore:index")),
        (page.plural_kind, reverse("lore:kind_list", args=[page.kind])),
        (page.title, page.get_absolute_url()),
    ]
    steps = [
        {"@type": "ListItem", "position": number, "name": name, "item": absolute(path)}
        for number, (name, path) in enumerate(places, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _keeper(page: Page) -> dict[str, Any]:
    url = absolute(reverse("lore:keeper_detail", args=[page.author.handle]))
    return {"@type": "Person", "name": page.author.public_name, "url": url}


def _pictures(article: Article) -> list[str]:
    image = article.hero.lead_image if article.hero else None
    return [absolute(image.url_at(1200))] if image else []


def _citation(source: Any) -> dict[str, Any]:
    facts = {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher},
        "url": source.url,
        "datePublished": source.published_on,
    }
    return {name: fact for name, fact in facts.items() if fact}
