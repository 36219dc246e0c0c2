"""References that a template cites, as sources of ours."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mwparserfromhell.nodes import Template

CITES = {
    "cite web",
    "cite news",
    "cite book",
    "cite journal",
    "cite video",
    "cite episode",
    "citation",
}
PUBLISHERS = ("publisher", "work", "website", "newspaper", "journal", "author", "last")
_WEB = re.compile(r"https?://\S{1,480}")


@dataclass(frozen=True)
class Cited:
    """A source as another wiki cites it; the days are None where it does not say them plainly."""

    key: str
    publisher: str
    title: str
    url: str
    published_on: dt.date | None
    accessed_on: dt.date | None
    archived_url: str = ""


def read_cite(template: Template, plain: Callable[[Any], str]) -> Cited | None:
    """The source a template names; None without a title."""
    given = {str(p.name).strip().casefold(): plain(p.value) for p in template.params}
    title = given.get("title", "")[:240]
    if not title:
        return None
    publisher = next((given[name] for name in PUBLISHERS if given.get(name)), "Not named")[:160]
    url, kept = _address(template, "url"), _address(template, "archive-url", "archiveurl")
    days = _day(given.get("date", "")), _day(given.get("access-date", given.get("accessdate", "")))
    return Cited(source_key(publisher, title, url), publisher, title, url, *days, kept)


def _address(template: Template, *names: str) -> str:
    """The first of these parameters that is an address of the web; empty for none."""
    given = (str(template.get(name).value).strip() for name in names if template.has(name))
    return next((url for url in given if _WEB.fullmatch(url)), "")


def source_key(*parts: str) -> str:
    """The same source has the same key, whichever page cites it."""
    return "mw-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _day(text: str) -> dt.date | None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y"):
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None
