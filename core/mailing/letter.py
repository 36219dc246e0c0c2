"""A letter: what it says and to whom, and the message that leaves the house."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from css_inline import CSSInliner
from django.conf import settings
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.template.loader import render_to_string

# Mail programs drop style sheets, so rules are written into the tags; those for the night stay.
_inliner = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Sealed:
    """A letter whose words are settled; plain enough for a queue."""

    subject: str
    text: str
    html: str
    to: list[str]
    unsubscribe_url: str = ""

    def __post_init__(self) -> None:
        for value in (self.subject, self.unsubscribe_url, *self.to):
            if "\n" in value or "\r" in value:
                raise BadHeaderError(f"A header of a letter has two lines: {value!r}")

    @property
    def headers(self) -> dict[str, str]:
        """No answer from machines, please; and RFC 8058's one click where letters can be ended."""
        headers = {"Auto-Submitted": "auto-generated"}
        if self.unsubscribe_url:
            headers["List-Unsubscribe"] = f"<{self.unsubscribe_url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return headers

    def send(self) -> None:
        """Hand it to the mail server. Its errors are for the caller, a task that tries again."""
        message = EmailMultiAlternatives(self.subject, self.text, to=self.to, headers=self.headers)
        message.attach_alternative(self.html, "text/html")
        message.send()

    def as_arguments(self) -> dict[str, Any]:
        """For a task that sends it later: `Sealed(**arguments).send()`."""
        return asdict(self)


@dataclass(frozen=True)
class Letter:
    """What templates/mail/<template>.txt and .html say in this context, to these addresses."""

    template: str
    subject: str
    to: Sequence[str]
    context: Mapping[str, Any] = field(default_factory=dict)
    unsubscribe_url: str = ""

    def send(self) -> None:
        """Render and send it now; BadHeaderError for a subject or address of two lines."""
        self.sealed().send()

    def sealed(self) -> Sealed:
        return Sealed(
            subject=self.subject,
            text=self._render("txt").strip() + "\n",
            html=_inliner.inline(self._render("html")),
            to=list(self.to),
            unsubscribe_url=self.unsubscribe_url,
        )

    def _render(self, kind: str) -> str:
        common = {
            "subject": self.subject,
            "site_url": settings.SITE_URL,
            "unsubscribe_url": self.unsubscribe_url,
        }
        return render_to_string(f"mail/{self.template}.{kind}", {**common, **self.context})
