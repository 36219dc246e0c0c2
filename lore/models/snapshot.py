"""Everything an editor can change about a page, as plain data: what a revision keeps."""

from typing import TYPE_CHECKING, Any

from django.forms.models import model_to_dict

if TYPE_CHECKING:
    from lore.models.page import Page

Snapshot = dict[str, Any]


def snapshot_of(page: "Page") -> Snapshot:
    """`page` and what belongs to it; seasons, items and sources by their own names."""
    return {
        **{name: getattr(page, name) for name in PLAIN},
        "season": page.season.code if page.season else "",
        "hero": page.hero.slug if page.hero else "",
        "publish_at": page.publish_at.isoformat() if page.publish_at else "",
        "aliases": sorted(page.aliases.values_list("title", flat=True)),
        "items": sorted(page.items.values_list("slug", flat=True)),
        "claims": [_claim(claim) for claim in page.claims.with_sources()],
        "ties": [_tie(tie) for tie in _ties(page)],
        "questions": [_question(q) for q in page.questions.prefetch_related("earlier")],
        "timeline": [
            _entry(entry) for entry in page.timeline.with_gates().select_related("season")
        ],
        "releases": [_release(release) for release in page.releases.all()],
    }


PLAIN = ("title", "slug", "kind", "status", "standfirst", "infobox", "body")


def _claim(claim: Any) -> Snapshot:
    cited = [
        {"source": c.source.key, **model_to_dict(c, ["quote", "speaker", "via"])}
        for c in claim.cited.all()
    ]
    plain = model_to_dict(claim, ["text", "grade", "basis"])
    return {**plain, "as_of": str(claim.as_of), "gate": claim.gate_key, "sources": cited}


def _ties(page: "Page") -> Any:
    return page.ties.with_gates().select_related("to_page", "season", "source").order_by("pk")


def _tie(tie: Any) -> Snapshot:
    return {
        "type": tie.type,
        "to": tie.to_page.slug,
        "season": _code(tie.season),
        "grade": tie.grade,
        "source": tie.source.key if tie.source else "",
        "gate": tie.gate_key,
    }


def _question(question: Any) -> Snapshot:
    earlier = [_answer(answer) for answer in question.earlier.all()]
    return {"question": question.question, **_answer(question), "earlier": earlier}


def _answer(answered: Any) -> Snapshot:
    return {
        "answer": answered.answer,
        "as_of": str(answered.as_of),
        "reason": answered.reason,
        "next_look": str(answered.next_look or ""),
    }


def _entry(entry: Any) -> Snapshot:
    plain = model_to_dict(entry, ["text", "grade", "precision"])
    return {**plain, "date": str(entry.date), "season": _code(entry.season), "gate": entry.gate_key}


def _release(release: Any) -> Snapshot:
    names = ["name", "key", "position", "precision", "where_to_watch", "watch_url"]
    dates = {name: str(getattr(release, name) or "") for name in ("released_on", "ends_on")}
    return {**model_to_dict(release, names), **dates}


def _code(season: Any) -> str:
    return season.code if season else ""
