"""The one walk over the tokens: it gathers links, plain text, headings and pictures, in order."""

from collections import deque
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from .parts import Note, Part, divide
from .quotes import said_by
from .results import Links

ITEM_SCHEME = "item:"
MEDIA_SCHEME = "media:"
_MARKED = {"wikilink", "item_link", "cite", "veil_bar", "heading_close", "table_open", "quote_open"}
_LINKS = {"wikilink", "item_link", "link_open", "cite", "note_call", "image"}
_SPACE = {"softbreak", "hardbreak"}
_WORDS = {"text", "text_special", "code_inline"}
# Where the source key stands after the fence.
_SOURCE_AT = {"quote_close": 3, "claim_close": 1}


class Reading:
    """A source read once: its parts, each with its marks and the pieces of its text.

    A mark is a token that needs to know where its link leads, or its number on the page.
    """

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.parts, self._notes = divide(tokens)
        self.meanings: list[str] = []
        self._calls = 0
        self._walked = 0
        self._late: deque[Note] = deque()
        for part in self.parts:
            self._walk(part, part.tokens)
            for note in part.notes:  # grows while it is walked: notes may call notes
                self._walk(part, note.tokens)
            self._walked += 1
        while self._late:
            note = self._late.popleft()
            self._walk(self.parts[note.place], note.tokens)

    def links(self) -> Links:
        """Every key and slug once, those in the open first."""
        pages: dict[str, None] = {}
        items: dict[str, None] = {}
        sources: dict[str, None] = {}
        media: dict[str, None] = {}
        for token in (mark for part in self.parts for mark in part.marks):
            if token.type == "cite":
                sources[token.meta["key"]] = None
            elif token.type == "wikilink":
                pages[token.meta["key"]] = None
            elif "item" in token.meta:
                items[token.meta["item"]] = None
            elif "media" in token.meta:
                media[token.meta["media"]] = None
        known = filter(None, sources)
        return Links(tuple(filter(None, pages)), tuple(items), tuple(known), tuple(media))

    def _walk(self, part: Part, tokens: list[Token]) -> None:
        opened: list[tuple[Token, int]] = []
        for index, token in enumerate(tokens):
            if token.type == "inline":
                self._walk_inline(part, token, tokens[index - 1 : index + 2 : 2])
                if not part.number and tokens[index - 2].type == "list_item_open":
                    self._note_meaning(token.children or [])
            elif token.nesting == 1:
                opened.append((token, len(part.pieces)))
            elif token.nesting == -1:
                start, first = opened.pop()
                _close(part, start, token, first)
            if token.type in _MARKED:
                part.marks.append(token)
            if token.block:
                part.pieces.append("\n")

    def _walk_inline(self, part: Part, inline: Token, around: list[Token]) -> None:
        children = inline.children or []
        if around[0].type == "paragraph_open" and _only_pictures(children):
            for token in around:
                token.hidden = True
            for token in children:
                token.meta["figure"] = True
        elif around[0].type == "heading_open" and any(t.type in _LINKS for t in children):
            around[0].meta["linked"] = True
        for token, link in _with_link(children):
            if token.type == "note_call":
                self._call(part, token)
            _collect(part, token, link)

    def _note_meaning(self, children: list[Token]) -> None:
        """An entry of a list that begins with a link tells what its words may mean."""
        first = next((t for t in children if t.type != "text" or t.content.strip()), None)
        if first and first.type == "wikilink":
            self.meanings.append(first.meta["key"])

    def _call(self, part: Part, token: Token) -> None:
        note = self._notes[token.meta["label"]]
        if not note.number:
            self._calls += 1
            note.number = self._calls
            self._place(part, note)
        note.calls += 1
        if part.number == note.place and not note.back:
            note.back = note.calls
        token.meta.update(note=note, call=note.calls, part=part.number)

    def _place(self, part: Part, note: Note) -> None:
        """A note written under a veil stays there; others stand where they are first called."""
        note.place = note.home or part.number
        self.parts[note.place].notes.append(note)
        if note.place < self._walked:
            self._late.append(note)


def _only_pictures(children: list[Token]) -> bool:
    kinds = {t.type for t in children if t.type != "text" or t.content.strip()}
    return "image" in kinds and kinds <= {"image"} | _SPACE


def _with_link(children: list[Token]) -> Iterator[tuple[Token, Token | None]]:
    """Each token with the link around it, which its end belongs to as well."""
    link = None
    for token in children:
        if token.type == "link_open":
            link = token
        yield token, link
        if token.type == "link_close":
            link = None


def _collect(part: Part, token: Token, link: Token | None) -> None:
    if token.type in _WORDS:
        part.pieces.append(token.content)
    elif token.type in _SPACE:
        part.pieces.append(" ")
    elif token.type == "image":
        _collect_picture(part, token, link)
    elif token.type == "link_close":
        token.meta["opened"] = link
    elif token.type == "link_open":
        _name_piece(part, token, str(token.attrs["href"]))
    elif token.type in _MARKED:
        _collect_mark(part, token)


def _collect_mark(part: Part, token: Token) -> None:
    part.marks.append(token)
    if token.type == "item_link":
        token.meta["item"] = token.meta["key"]
    if token.type != "cite":
        part.pieces.append(token)


def _collect_picture(part: Part, token: Token, link: Token | None) -> None:
    source = str(token.attrs.get("src", ""))
    children = token.children or []
    words = (c.content for c in children if c.type in _WORDS or c.type in _MARKED)
    token.meta["alt"] = "".join(words).strip()
    token.meta["linked"] = link is not None
    _name_piece(part, token, source)
    # The caption of a picture of the wiki is known once it is looked up.
    part.pieces.append(token if "media" in token.meta else str(token.attrs.get("title", "")))


def _name_piece(part: Part, token: Token, address: str) -> None:
    """Note which piece of the vault or picture of the wiki an address names, if it does."""
    for scheme, kind in ((ITEM_SCHEME, "item"), (MEDIA_SCHEME, "media")):
        if address.startswith(scheme):
            token.meta[kind] = address[len(scheme) :]
            part.marks.append(token)


def _close(part: Part, start: Token, end: Token, first: int) -> None:
    """Tell the end of a block what its beginning knew."""
    if end.type == "heading_close":
        end.meta.update(opened=start, pieces=part.pieces[first:])
    elif end.type in _SOURCE_AT:
        info = start.meta["info"]
        at = _SOURCE_AT[end.type]
        cite = Token("cite", "", 0, meta={"key": info[at] if len(info) > at else ""})
        end.meta.update(info=info, cite=cite)
        part.marks.append(cite)
        if end.type == "quote_close":
            part.pieces.append(said_by(info))
