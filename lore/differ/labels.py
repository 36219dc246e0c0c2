"""How the parts of a snapshot are called, and how its values are told as text.

A part that nobody has named here is shown under its own key: nothing is ever left out.
"""

from typing import Any

# In the order in which they are shown; what is not here comes after them.
PARTS = {
    "title": "Title",
    "slug": "Address",
    "kind": "Kind",
    "status": "Status",
    "publish_at": "Publish at",
    "standfirst": "Standfirst",
    "infobox": "At a glance",
    "body": "Text",
    "claims": "Claims",
    "questions": "Open questions",
    "ties": "Ties",
    "timeline": "Dated happenings",
    "figures": "Key figures",
    "releases": "Releases",
    "aliases": "Other names",
    "categories": "Categories",
    "items": "Made from this story",
    "hero": "Picture",
    "season": "Season",
    "author": "Keeper",
}
FIELDS = {
    "as_of": "As of",
    "to": "To",
    "earlier": "Earlier answers",
    "gate": "Covered until",
    "gate_release": "Covered until the release",
    "next_look": "Next look",
    "review_due": "Review due",
}
NAMES = ("text", "question", "title", "label", "name", "file", "slug", "key")
CHOICES = {"grade", "earlier_grade", "status", "kind", "answer", "precision"}
UNTOLD = {"id", "position"}  # a row knows them, and its place among the others shows them


def label_of(key: str) -> str:
    """The heading of a part or the label of a field."""
    return PARTS.get(key) or FIELDS.get(key) or key.replace("_", " ").capitalize()


def told(value: Any, key: str = "") -> str:
    """Any value of a snapshot as text; nested rows one a line."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        nested = any(isinstance(each, list | dict) for each in value)
        return ("\n" if nested else ", ").join(told(each) for each in value)
    if isinstance(value, dict):
        pairs = ((name, told(each, name)) for name, each in value.items() if name not in UNTOLD)
        return "; ".join(f"{label_of(name)}: {text}" for name, text in pairs if text)
    return str(value).capitalize() if key in CHOICES else str(value)


def name_of(row: Any) -> str:
    """What a row is called among its fellows: its text, its label, or for a tie where it leads."""
    if isinstance(row, list):
        return told(row[:1])
    if not isinstance(row, dict):
        return told(row)
    named = (told(row[key]) for key in NAMES if row.get(key))
    return next(named, told(list(row.values())[:3]) if "to" not in row else _tie(row))


def _tie(row: dict[str, Any]) -> str:
    return f"{told(row.get('type')).replace('_', ' ')} {told(row['to'])}".strip()
