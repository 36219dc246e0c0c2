"""What a browser would send: every field of the page form of the desk, as it was shown."""

from html.parser import HTMLParser
from typing import Any

NOT_SENT = {"submit", "button", "image", "file", None}


class _Fields(HTMLParser):
    """Names and values of the fields of one HTML form, read as a browser reads them."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._form_id = form_id
        self._within = False
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        at = dict(attributes)
        if tag == "form":
            self._within = at.get("id") == self._form_id
        elif not self._within or (tag in {"input", "textarea", "select"} and "name" not in at):
            return
        elif tag == "input" and at.get("type", "text") not in NOT_SENT:
            if at.get("type") not in {"checkbox", "radio"} or "checked" in at:
                self._add(at["name"], at.get("value") or "")
        elif tag == "textarea":
            self._text = at["name"]
            self._add(self._text, "")
        elif tag == "select":
            self._select = at["name"]
        elif tag == "option" and "selected" in at:
            self._add(self._select, at.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "form":
            self._within = False

    def _add(self, name: str | None, value: str) -> None:
        self.values.setdefault(name or "", []).append(value)


def typed(
    response: Any, form_id: str = "page_form", press: str = "_publish", **changes: Any
) -> dict[str, Any]:
    """The form in `response` as it would be posted by a button, with `changes` typed into it."""
    fields = _Fields(form_id)
    fields.feed(response.content.decode())
    plain = {name: value.removeprefix("\n") for name, (value, *_) in fields.values.items()}
    several = {name: values for name, values in fields.values.items() if len(values) > 1}
    return {**plain, **several, "summary": "Looked again.", press: "1", **changes}
