"""The list of all mails: a row for each, kept by the app that sends it."""

from collections.abc import Callable
from dataclasses import dataclass

from core.mailing.letter import Letter


@dataclass(frozen=True)
class Mail:
    """One kind of letter, as docs/mails.md has it."""

    name: str  # of its templates, or of allauth's words
    when: str
    to: str
    samples: Callable[[], list[Letter]]  # one for each way it can read; needs no database
    switch: str = "no"  # where a reader ends it

    @property
    def row(self) -> str:
        """Its line in the table of docs/mails.md."""
        return f"| {self.name} | {self.when} | {self.to} | {self.switch} |"
