"""Two editors, one page: the second one sees both texts, and loses nothing."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from lore.admin.verbs import VERBS
from lore.models import Page
from lore.models.infobox import rows_to_text
from lore.models.snapshot import Snapshot

# What the page writes itself: the token, the text to go on with, the version, the buttons.
BUTTONS = {verb.name for verb in VERBS}
NOT_CARRIED = {"csrfmiddlewaretoken", "body", "base_version", "rows_from", *BUTTONS}
COMPARED = [("title", "Title"), ("slug", "Address"), ("standfirst", "Standfirst"), ("body", "Text")]


@dataclass(frozen=True)
class Difference:
    """A run of paragraphs: `kind` is same, changed, theirs (only there) or yours (only here)."""

    kind: str
    theirs: list[str]
    yours: list[str]


@dataclass(frozen=True)
class Comparison:
    label: str
    differences: list[Difference]


def conflict_page(model_admin: ModelAdmin, request: HttpRequest, page: Page) -> TemplateResponse:
    """409 with both texts, their differences, and everything that was typed to go on with."""
    newest = page.revisions.select_related("author").first()
    theirs = newest.snapshot if newest else {}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Somebody else saved this page first",
        "opts": model_admin.opts,
        "page": page,
        "newest": newest,
        "theirs": theirs.get("body", ""),
        "began_from": request.POST.get("rows_from") or request.POST.get("base_version"),
        "typed": request.POST.get("body", ""),
        "comparisons": _compare(theirs, request),
        "carried": _carried(request),
    }
    return TemplateResponse(request, "admin/lore/page/conflict.html", context, status=409)


def compare_paragraphs(theirs: str, yours: str) -> list[Difference]:
    """The differences of two texts, paragraph by paragraph; equal runs are kept for their place."""
    before, after = _paragraphs(theirs), _paragraphs(yours)
    kinds = {"equal": "same", "replace": "changed", "delete": "theirs", "insert": "yours"}
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [Difference(kinds[kind], before[a:b], after[c:d]) for kind, a, b, c, d in found]


def _paragraphs(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").split("\n\n")
    return [line.strip("\n") for line in lines if line.strip()]


def _compare(theirs: Snapshot, request: HttpRequest) -> list[Comparison]:
    pairs = [(label, theirs.get(name, ""), request.POST.get(name, "")) for name, label in COMPARED]
    pairs.append(
        (
            "At a glance",
            rows_to_text(theirs.get("infobox", [])),
            request.POST.get("at_a_glance", ""),
        )
    )
    compared = [Comparison(label, compare_paragraphs(t, y)) for label, t, y in pairs]
    return [c for c in compared if any(d.kind != "same" for d in c.differences)]


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_CARRIED
    ]
