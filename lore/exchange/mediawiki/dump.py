"""Reading a dump page by page: no tree is built, so its size does not matter, and nothing in it
may name an entity or another file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

CHUNK = 64 * 1024  # bytes
MOST_CHARS = 300_000  # of one text; a body of ours holds two thirds of it
MAIN, CATEGORY = 0, 14


class BadDump(ValueError):
    """The file is no dump that we read; says why."""


@dataclass
class DumpPage:
    """A page of another wiki, in its newest revision of the dump."""

    title: str = ""
    namespace: int = MAIN
    redirect: str = ""
    text: str = ""
    timestamp: str = ""
    is_cut: bool = False


@dataclass
class Site:
    name: str = ""
    base: str = ""


@dataclass
class Dump:
    """What was read so far: the wiki's name, and its pages as they come."""

    file: BinaryIO
    site: Site = field(default_factory=Site)

    def pages(self) -> Iterator[DumpPage]:
        """Every page, each forgotten when the next is read. Raises BadDump."""
        target = _Target(self.site)
        parser = DefusedXMLParser(target=target, forbid_dtd=True)
        try:
            while chunk := self.file.read(CHUNK):
                parser.feed(chunk)
                yield from target.take()
            parser.close()
        except ParseError as error:
            raise BadDump(f"This is not XML: {error}.") from error
        except DefusedXmlException as error:
            raise BadDump(
                "The file declares a document type or entities; such is not read."
            ) from error
        yield from target.take()


class _Target:
    """Told of each tag by the parser; keeps only what a page is made of."""

    def __init__(self, site: Site) -> None:
        self._site, self._page = site, DumpPage()
        self._done: list[DumpPage] = []
        self._words: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _bare(tag)
        self._words, self._length = [], 0
        if name == "page":
            self._page = DumpPage()
        elif name == "redirect":
            self._page.redirect = attributes.get("title", "")

    def data(self, words: str) -> None:
        if self._length < MOST_CHARS:
            self._words.append(words)
        self._length += len(words)

    def end(self, tag: str) -> None:
        name, words = _bare(tag), "".join(self._words)[:MOST_CHARS]
        if name == "page":
            self._done.append(self._page)
        elif name == "sitename":
            self._site.name = words.strip()
        elif name == "base":
            self._site.base = words.strip()
        elif name == "ns" and words.strip().lstrip("-").isdigit():
            self._page.namespace = int(words)
        elif name in ("title", "timestamp"):
            setattr(self._page, name, words.strip())
        elif name == "text":
            self._page.text, self._page.is_cut = words, self._length > MOST_CHARS

    def close(self) -> None:
        """The parser asks for it at the end; there is no tree to hand over."""

    def take(self) -> list[DumpPage]:
        done, self._done = self._done, []
        return done


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]
