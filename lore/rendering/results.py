"""What goes into a rendering and what comes out: plain, frozen values, no models."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from .findings import Finding

# Raise when the same source would give other HTML; stored pages below it are rendered again.
RENDERER_VERSION = 2
MAX_SOURCE_BYTES = 200_000


class TooLong(ValueError):
    """The source is over MAX_SOURCE_BYTES; the message can be shown to the writer."""


@dataclass(frozen=True)
class Links:
    """What a source points at, each once, in reading order: enough for one query a kind."""

    page_keys: tuple[str, ...] = ()
    item_slugs: tuple[str, ...] = ()
    source_keys: tuple[str, ...] = ()
    media_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """A page that a wikilink may lead to."""

    url: str
    title: str
    excerpt: str = ""
    is_ambiguous: bool = False


@dataclass(frozen=True)
class ItemTarget:
    """A piece of the catalogue and its picture; width and height in pixels."""

    url: str
    title: str
    image_url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class MediaTarget:
    """A picture of the wiki; width and height in pixels, the sets empty until they are whole."""

    image_url: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    licence: str
    is_decorative: bool = False
    srcset: str = ""
    avif_srcset: str = ""

    @property
    def url(self) -> str:
        """Where a link to the picture goes: to the picture."""
        return self.image_url


@dataclass(frozen=True)
class Resolved:
    """The links that lead somewhere: pages and pictures by key, items by slug, known sources."""

    pages: Mapping[str, Target] = field(default_factory=dict)
    items: Mapping[str, ItemTarget] = field(default_factory=dict)
    sources: Container[str] = ()
    media: Mapping[str, MediaTarget] = field(default_factory=dict)


@dataclass(frozen=True)
class Heading:
    """One line of the contents list; level 2 to 6, id as it stands in the HTML."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Veil:
    """A covered passage, kept apart from the page; gate is a season code or ''."""

    number: int
    gate: str
    title: str
    hint: str
    html: str
    text: str
    source_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """A page as readers see it. Only `veils`, and the keys and slugs, know what is covered.

    `source_keys[n - 1]` is source n. The first `public_sources` of them are cited in the open;
    the rest only under veils, and a public list of sources should leave them out.
    """

    html: str
    toc: tuple[Heading, ...]
    text: str
    page_keys: tuple[str, ...]
    item_slugs: tuple[str, ...]
    source_keys: tuple[str, ...]
    public_sources: int
    veils: tuple[Veil, ...]
    word_count: int
    media_keys: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()  # keys of pages whose links begin an entry of a list
    findings: tuple[Finding, ...] = ()
