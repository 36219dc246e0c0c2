"""What a club would write to its log, for tests to read; the tests' own logging stays."""

import io
import logging
import logging.config
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ashes_club import logs


def handler_of(level: str, *, as_json: bool) -> logging.StreamHandler:
    """The handler of a club configured like this, which writes into `.stream`."""
    known = logging.config.DictConfigurator(logs.configuration(level, as_json=as_json))
    for part in ("filters", "formatters"):
        configure = getattr(known, f"configure_{part[:-1]}")
        known.config[part] = {name: configure(each) for name, each in known.config[part].items()}
    handler = known.configure_handler(known.config["handlers"]["console"])
    handler.setStream(io.StringIO())
    return handler


@contextmanager
def listening(level: str = "DEBUG", *, as_json: bool = False) -> Iterator[io.StringIO]:
    """All that any logger says at this level goes into what is yielded, as in a club."""
    root, handler = logging.getLogger(), handler_of(level, as_json=as_json)
    before, quiet = root.level, [logging.getLogger(name) for name in logs.SAY_TOO_MUCH]
    levels = [each.level for each in quiet]
    root.addHandler(handler)
    root.setLevel(level)
    for each in quiet:
        each.setLevel("WARNING")
    try:
        yield handler.stream
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
        for each, level_before in zip(quiet, levels, strict=True):
            each.setLevel(level_before)


def logged(log: Callable[[logging.Logger], object], *, as_json: bool = False) -> str:
    """What is written while `log` runs, with a logger of the club's to say it by."""
    with listening(as_json=as_json) as stream:
        log(logging.getLogger("ashes_club.tests"))
        return stream.getvalue()
