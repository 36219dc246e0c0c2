"""Who changed each paragraph last: one pass over the texts of a page, oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from .sequences import spans
from .texts import paragraphs_of

Origin = TypeVar("Origin")


@dataclass(frozen=True)
class Traced(Generic[Origin]):
    """A paragraph and the revision in which it last became what it is."""

    text: str
    origin: Origin


def trace(texts: Iterable[tuple[Origin, str]]) -> list[Traced[Origin]]:
    """The paragraphs of the last text, each with the origin it has stood unchanged since."""
    known: list[str] = []
    origins: list[Origin] = []
    for origin, text in texts:
        paragraphs = paragraphs_of(text)
        if paragraphs != known:
            origins = _carried(known, origins, paragraphs, origin)
            known = paragraphs
    return [Traced(text, origin) for text, origin in zip(known, origins, strict=True)]


def _carried(
    known: list[str], origins: list[Origin], paragraphs: list[str], origin: Origin
) -> list[Origin]:
    """The origins of `paragraphs`: those of `known` where they are the same."""
    carried: list[Origin] = []
    for span in spans(known, paragraphs):
        kept = origins[span.a : span.b]
        carried += kept if span.same else [origin] * (span.d - span.c)
    return carried
