"""Two texts: paragraphs first, then the words inside those that changed."""

import re
from collections.abc import Iterator
from itertools import groupby

from .pairing import Words, pairs
from .results import Paragraph, Run, Stretch
from .sequences import spans

# A stretch with more paragraphs than this on one side is told whole.
MAX_SHOWN = 400
MAX_RUNS = 600  # changes and what lies between them in one paragraph: no eye follows more
FOLD_FROM = 2  # paragraphs in a row that stayed
_WORD = r"[\w'’-]+"
_TOKEN = re.compile(rf"{_WORD}|\s+|[^\w\s]")


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text, as blank lines part them; blank ones do not count."""
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [part.strip("\n") for part in parts if part.strip()]


def compare_texts(before: str, after: str) -> tuple[Paragraph, ...]:
    """The paragraphs of both texts in reading order; those that stayed stand there once."""
    old, new = paragraphs_of(before), paragraphs_of(after)
    found: list[Paragraph] = []
    for span in spans(old, new):
        if span.same:
            found += [whole("same", text) for text in new[span.c : span.d]]
        else:
            found += _changed(old[span.a : span.b], new[span.c : span.d])
    return tuple(found)


def compare_words(before: str, after: str) -> tuple[Run, ...]:
    """The words of both texts in reading order, without a text of neither."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found = spans(old, new)
    if len(found) > MAX_RUNS:
        return Run("removed", before), Run("added", after)
    runs: list[Run] = []
    for span in found:
        if span.same:
            runs.append(Run("same", "".join(new[span.c : span.d])))
        else:
            runs.append(Run("removed", "".join(old[span.a : span.b])))
            runs.append(Run("added", "".join(new[span.c : span.d])))
    return tuple(_smooth([run for run in runs if run.text]))


def paragraph(before: str, after: str) -> Paragraph:
    """What one paragraph became; '' where there was or is none."""
    if before == after:
        return whole("same", after)
    if not before or not after:
        return whole("removed", before) if before else whole("added", after)
    return Paragraph("changed", compare_words(before, after))


def whole(kind: str, text: str) -> Paragraph:
    """A paragraph that stayed, went or came as it is."""
    return Paragraph(kind, (Run(kind, text),) if text else ())  # type: ignore[arg-type]


def words_of(text: str) -> Words:
    """The different words of a text: what makes one paragraph like another."""
    return frozenset(re.findall(_WORD, text))


def folded(paragraphs: tuple[Paragraph, ...]) -> tuple[Stretch, ...]:
    """The same paragraphs, those in a row that stayed put together to be folded away."""
    found: list[Stretch] = []
    for same, group in groupby(paragraphs, key=lambda each: each.kind == "same"):
        run = list(group)
        if same and len(run) >= FOLD_FROM:
            text = "\n\n".join(each.runs[0].text for each in run)
            found.append(Stretch(whole("same", text), folded=len(run)))
        else:
            found += [Stretch(each) for each in run]
    return tuple(found)


def _changed(old: list[str], new: list[str]) -> list[Paragraph]:
    if max(len(old), len(new)) > MAX_SHOWN:
        return _told_whole("\n\n".join(old), "\n\n".join(new))
    return [paragraph(a or "", b or "") for a, b in pairs(old, new, words_of)]


def _told_whole(old: str, new: str) -> list[Paragraph]:
    return [each for each in (whole("removed", old), whole("added", new)) if each.runs]


def _smooth(runs: list[Run]) -> Iterator[Run]:
    """A space or a comma that stayed between two changes is read more easily as part of them."""
    smoothed: list[Run] = []
    for at, run in enumerate(runs):
        between = 0 < at < len(runs) - 1 and run.kind == "same"
        if between and not any(letter.isalnum() for letter in run.text):
            smoothed += [Run("removed", run.text), Run("added", run.text)]
        else:
            smoothed.append(run)
    yield from _joined(smoothed)


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Between two runs that stayed at most one that went, then at most one that came."""
    for same, group in groupby(runs, key=lambda run: run.kind == "same"):
        stretch = list(group)
        for kind in ("same",) if same else ("removed", "added"):
            text = "".join(run.text for run in stretch if run.kind == kind)
            if text:
                yield Run(kind, text)  # type: ignore[arg-type]
