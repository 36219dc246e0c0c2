"""The HTML of a story as Markdown: CommonMark with tables and footnotes, readable anywhere.

It starts from what readers see, not from what editors wrote, so nothing under ash can be in it.
It knows the few elements that pass our own wall, and takes the words of any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby
from urllib.parse import urljoin

VOID = {"br", "hr", "img"}
BLOCKS = {"article", "blockquote", "div", "dl", "figcaption", "figure", "h2", "h3", "h4", "h5",
          "h6", "hr", "li", "ol", "p", "section", "table", "ul"}  # fmt: skip
AROUND = {"em": "*", "strong": "**", "b": "**", "s": "~~"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_STARTS_A_BLOCK = re.compile(r"(?m)^(\s*(?:\d+(?=[.)]))?)([#+\-=.)])")
_NUMBER = re.compile(r"\d+")


@dataclass
class Node:
    """An element, or the document; words stand among its children as strings."""

    tag: str = ""
    attrs: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    def has(self, name: str) -> bool:
        return name in self.attrs.get("class", "").split()

    def all(self, tag: str) -> "Iterator[Node]":
        """Every element of that name within, in reading order."""
        for child in self.children:
            if isinstance(child, Node):
                if child.tag == tag:
                    yield child
                yield from child.all(tag)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.within = [Node()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.within[-1].children.append(node)
        if tag not in VOID:
            self.within.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self.within) > 1 and self.within[-1].tag == tag:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        self.within[-1].children.append(data)


def read(html: str) -> Node:
    """`html`, which passed the wall and is therefore well-formed, as a tree."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.within[0]


def escape(words: str) -> str:
    """Plain words as Markdown that reads the same."""
    return _SPECIAL.sub(r"\\\1", words)


class Writer:
    """Writes the nodes of one page; its links are made whole from the page's own address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def story(self, html: str) -> str:
        return "\n\n".join(self.blocks(read(html)))

    def line(self, html: str) -> str:
        """A short text without blocks."""
        return self.words(read(html))

    # --- within a line ---------------------------------------------------------------------------
    def words(self, node: "Node | str") -> str:
        if isinstance(node, str):
            return escape(re.sub(r"\s+", " ", node))
        if node.has("vh") or node.has("notes__back"):
            return ""
        special = getattr(self, f"_{node.tag}", None)
        return special(node) if special else self._inner(node)

    def _inner(self, node: Node) -> str:
        inner = "".join(self.words(child) for child in node.children)
        mark = AROUND.get(node.tag, "")
        return f"{mark}{inner}{mark}" if inner.strip() else inner

    def _a(self, node: Node) -> str:
        inner = self._inner(node)
        if node.has("cite"):
            return f"[^source-{inner}]"
        if node.has("here") or "href" not in node.attrs:
            return inner
        return f"[{inner}]({self._whole(node.attrs['href'])})"

    def _sup(self, node: Node) -> str:
        number = _NUMBER.search("".join(self._inner(link) for link in node.all("a")))
        return f"[^note-{number[0]}]" if number else self._inner(node)

    def _code(self, node: Node) -> str:
        return f"`{''.join(child for child in node.children if isinstance(child, str))}`"

    def _br(self, node: Node) -> str:
        return "\\\n"

    def _img(self, node: Node) -> str:
        return f"![{escape(node.attrs.get('alt', ''))}]({self._whole(node.attrs.get('src', ''))})"

    def _whole(self, address: str) -> str:
        return urljoin(self.address, address).replace("(", "%28").replace(")", "%29")

    # --- blocks ----------------------------------------------------------------------------------
    def blocks(self, node: Node) -> list[str]:
        """Blocks stand apart; words between them make paragraphs of their own."""
        found: list[str] = []
        for is_block, run in groupby(node.children, _is_block):
            if is_block:
                found += [text for one in run if isinstance(one, Node) for text in self.block(one)]
            else:
                words = "".join(map(self.words, run)).strip()
                found += [_STARTS_A_BLOCK.sub(r"\1\\\2", words)] if words else []
        return found

    def block(self, node: Node) -> list[str]:
        if node.has("veil"):
            return [self._veil(node)]
        if node.has("notes"):
            return [self._note(note) for note in node.all("li")]
        special = getattr(self, f"_{node.tag}_block", None)
        if special:
            return [special(node)]
        if re.fullmatch("h[2-6]", node.tag):
            return [f"{'#' * int(node.tag[1])} {self._inner(node).strip()}"]
        return self.blocks(node)

    def _hr_block(self, node: Node) -> str:
        return "---"

    def _figcaption_block(self, node: Node) -> str:
        """The number of a plate, its words, and whoever made it."""
        return " ".join(filter(None, (self.words(child).strip() for child in node.children)))

    def _blockquote_block(self, node: Node) -> str:
        return _prefixed("\n\n".join(self.blocks(node)), "> ", "> ")

    def _ul_block(self, node: Node) -> str:
        return "\n".join(self._item(item, "- ") for item in node.children if isinstance(item, Node))

    def _ol_block(self, node: Node) -> str:
        first = int(node.attrs.get("start", "1"))
        items = [item for item in node.children if isinstance(item, Node)]
        return "\n".join(self._item(one, f"{number}. ") for number, one in enumerate(items, first))

    def _item(self, node: Node, mark: str) -> str:
        return _prefixed("\n".join(self.blocks(node)), mark, " " * len(mark))

    def _table_block(self, node: Node) -> str:
        head, *rows = [
            [self._inner(cell).strip() for cell in row.children if isinstance(cell, Node)]
            for row in node.all("tr")
        ]
        lines = [head, ["---"] * len(head), *rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def _veil(self, node: Node) -> str:
        bar = next(node.all("a"))
        words = [self._inner(part).strip() for part in bar.all("b")]
        words += [self._inner(part).strip() for part in bar.all("span") if part.has("sub")]
        address = self._whole(bar.attrs["href"])
        return f"> {'. '.join(words).rstrip('.')}. Left out here; it can be read at <{address}>."

    def _note(self, node: Node) -> str:
        label = f"[^note-{node.attrs.get('value', '')}]: "
        return _prefixed("\n\n".join(self.blocks(node)), label, "    ")


def _is_block(child: "Node | str") -> bool:
    return isinstance(child, Node) and child.tag in BLOCKS


def _prefixed(text: str, first: str, further: str) -> str:
    head, *rest = text.split("\n")
    return "\n".join([first + head, *(f"{further}{line}".rstrip() for line in rest)])
