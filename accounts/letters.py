"""Letters of the sign-in pages: allauth's words, on the club's paper."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from core.mailing import Letter

ADDRESS = re.compile(r"https?://\S+")
CODE = re.compile(r"[A-Z0-9-]{4,20}")
BUTTONS = {
    "account/email/password_reset_key": "Set a new password",
    "account/email/account_already_exists": "Set a new password",
    "account/email/unknown_account": "Make an account",
}


@dataclass(frozen=True)
class Part:
    """A line or some lines of a letter: words, an address to open, or a code to type."""

    words: str

    @property
    def is_address(self) -> bool:
        return bool(ADDRESS.fullmatch(self.words))

    @property
    def is_code(self) -> bool:
        return bool(CODE.fullmatch(self.words))


def account(prefix: str, subject: str, body: str, to: list[str]) -> Letter:
    """The letter around what allauth's `<prefix>_message.txt` says."""
    label = BUTTONS.get(prefix, f"Open {settings.SITE_NAME}")
    return Letter("account", subject, to, {"body": body, "parts": parts_of(body), "label": label})


def at_our_address(context: dict[str, Any]) -> dict[str, Any]:
    """With SITE_URL before every address: allauth writes what the request said of its host."""
    said = {name: urlsplit(url) for name, url in context.items() if name.endswith("_url")}
    return context | {
        name: settings.SITE_URL + parts._replace(scheme="", netloc="").geturl()
        for name, parts in said.items()
    }


def parts_of(body: str) -> list[Part]:
    """Paragraphs; an address or a code on a line of its own stands alone."""
    parts = []
    for paragraph in re.split(r"\n{2,}", body.strip()):
        run: list[str] = []
        for line in paragraph.splitlines():
            if ADDRESS.fullmatch(line) or CODE.fullmatch(line):
                parts += [*_joined(run), Part(line)]
                run = []
            else:
                run.append(line)
        parts += _joined(run)
    return parts


def _joined(lines: list[str]) -> list[Part]:
    return [Part("\n".join(lines))] if lines else []
