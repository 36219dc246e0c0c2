"""From MediaWiki's markup to ours. A pure function: text in; text, facts and what was lost out."""

import re
from dataclasses import dataclass, field
from typing import Any

import mwparserfromhell
from mwparserfromhell.nodes import (
    Argument,
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Tag,
    Template,
    Text,
    Wikilink,
)

from lore.exchange.mediawiki.sources import CITES, Cited, read_cite
from lore.exchange.mediawiki.tables import read_table
from lore.models.infobox import MAX_LABEL, MAX_ROWS, MAX_VALUE
from lore.rendering import key_of

PLAIN_TAGS = {"small", "big", "u", "span", "div", "center", "font", "sub", "sup", "abbr", "p",
              "cite", "ul", "ol", "dl"}  # fmt: skip
ALONE = {"br": "\\\n", "hr": "\n\n***\n\n", "references": "", "dt": "\n\n", "dd": "\n\n"}
AROUND = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~"}
BULLETS = {"*": "- ", "#": "1. "}
# Stands before each sign of a list until its line is whole; a letter of no alphabet.
ITEM = "\ue010"
_ITEM = re.compile(rf"^((?:{ITEM}[*#])+)\s*")
PICTURES = {"image", "caption", "imagecaption", "image caption", "alt"}  # of an infobox
QUOTES = {"quote", "quotation", "cquote", "blockquote"}
SEE = {"main": "The page of its own:", "see also": "See also", "see": "See", "further": "See also"}
_ACTIVE = re.compile(r"([\\*_`\[\]<>~])")
_FENCE = re.compile(r"^(\s*)(:{3,}|#{1,6}(?=\s)|[-+](?=\s)|\d+[.)](?=\s)|={3,}|-{3,})", re.M)
_EMPTY_END = re.compile(r"(?:^|\n)#{2,6} [^\n]+$")
_MAGIC = re.compile(r"__[A-Z]{3,20}__")
_SECTION = re.compile(r"#.*$", re.S)
_WEB = re.compile(r"https?://[^\s<>()\[\]\"]+$")


@dataclass
class Carried:
    """What became of a page: its text in our markup, and what could not be brought along."""

    body: str = ""
    infobox: list[list[str]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    sources: dict[str, Cited] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def carry(text: str) -> Carried:
    """Read a page of MediaWiki markup; nothing of it is run or looked up."""
    return _Carrier().carry(text)


class _Carrier:
    def __init__(self) -> None:
        self.done = Carried()
        self._notes: dict[str, str] = {}
        self._named: dict[str, str] = {}
        self._ways = {
            "ref": self._ref,
            "blockquote": self._quote,
            "table": self._table,
            "li": self._item,
            "nowiki": lambda node: escaped(str(node.contents)),
        }

    def carry(self, text: str) -> Carried:
        for word in sorted(set(_MAGIC.findall(text))):
            self._lose(f"the magic word {word}")
        nodes = mwparserfromhell.parse(_MAGIC.sub("", text), skip_style_tags=False)
        body = _tidied(self._all(nodes))
        if re.search(r"\{\{|\{\||^\|-", body, re.M):
            self._lose("markup that is not closed: look for {{ and {| in the text")
        notes = "\n".join(f"[^{label}]: {note}" for label, note in self._notes.items())
        self.done.body = "\n\n".join(part for part in (body, notes) if part) + "\n"
        return self.done

    def _lose(self, what: str) -> None:
        if what not in self.done.lost:
            self.done.lost.append(what)

    def _all(self, nodes: Any) -> str:
        return "".join(self._one(node) for node in nodes.nodes)

    def _line(self, nodes: Any) -> str:
        """Some markup as one line of ours."""
        return " ".join(self._all(nodes).split()) if nodes is not None else ""

    def _one(self, node: Any) -> str:
        if isinstance(node, Text):
            return escaped(str(node.value))
        if isinstance(node, Comment):
            return ""
        if isinstance(node, HTMLEntity):
            return escaped(node.normalize())
        if isinstance(node, Heading):
            return f"\n\n{'#' * max(2, node.level)} {self._line(node.title)}\n\n"
        if isinstance(node, Argument):
            self._lose(f"the argument {{{{{{{node.name}}}}}}}")
            return ""
        return self._link_or_tag(node)

    def _link_or_tag(self, node: Any) -> str:
        if isinstance(node, Wikilink):
            return self._wikilink(node)
        if isinstance(node, ExternalLink):
            return self._web_link(node)
        if isinstance(node, Template):
            return self._template(node)
        return self._tag(node) if isinstance(node, Tag) else ""

    # --- links -------------------------------------------------------------------------------
    def _wikilink(self, node: Wikilink) -> str:
        raw = str(node.title).strip()
        space, _, name = raw.lstrip(":").partition(":")
        label = self._line(node.text) if node.text is not None else ""
        if name and not raw.startswith(":") and space.strip().casefold() == "category":
            self.done.categories.append(name.strip())
            return ""
        if name and space.strip().casefold() in {"file", "image", "media"}:
            self._lose(f"the file {name.strip()}")
            return ""
        if name and not name.startswith(" "):
            self._lose(f"the link to {raw}")
            return label or escaped(name.strip())
        return self._page_link(raw.lstrip(":"), label)

    def _page_link(self, raw: str, label: str) -> str:
        title = _SECTION.sub("", raw).replace("_", " ").strip()
        if not title or not key_of(title) or re.search(r"[\[\]|\n]", title):
            return label or escaped(raw.lstrip("#"))
        plain = label.replace("[", "").replace("]", "").replace("|", " ")
        return f"[[{title}|{plain}]]" if plain else f"[[{title}]]"

    def _web_link(self, node: ExternalLink) -> str:
        url, label = str(node.url).strip(), self._line(node.title)
        if not _WEB.fullmatch(url):
            self._lose(f"the address {url[:100]}")
            return label
        return f"[{label or escaped(url)}]({url})"

    # --- templates ---------------------------------------------------------------------------
    def _template(self, node: Template) -> str:
        name = " ".join(str(node.name).replace("_", " ").split()).casefold()
        if name.startswith("infobox"):
            self._infobox(node)
            return ""
        if name in SEE and node.has("1"):
            return f"\n\n{SEE[name]} {self._page_link(str(node.get('1').value).strip(), '')}.\n\n"
        if name in CITES:
            return self._cite(node)
        if name in QUOTES:
            return self._quoted(node)
        self._lose(f"the template {{{{{name[:60]}}}}}")
        return ""

    def _infobox(self, node: Template) -> None:
        for param in node.params:
            label, value = " ".join(str(param.name).split()).capitalize(), self._fact(param.value)
            if not value:
                continue
            if label.casefold() in PICTURES:
                self._lose(f"the {label.casefold()} of the infobox: {value[:80]}")
                continue
            if (
                len(label) > MAX_LABEL
                or len(value) > MAX_VALUE
                or len(self.done.infobox) >= MAX_ROWS
            ):
                self._lose(f"the fact “{label[:40]}” of the infobox")
            else:
                self.done.infobox.append([label, value])

    def _fact(self, nodes: Any) -> str:
        """A value of the infobox: words and links, no other markup."""
        return re.sub(r"\\(.)", r"\1", self._line(nodes)).replace("*", "").strip()

    def _cite(self, node: Template) -> str:
        cited = read_cite(node, self._fact)
        if cited is None:
            self._lose(f"the reference {str(node)[:80]}")
            return ""
        self.done.sources[cited.key] = cited
        return f"[@{cited.key}]"

    # --- tags --------------------------------------------------------------------------------
    def _tag(self, node: Tag) -> str:
        name = str(node.tag).strip().casefold()
        if node.wiki_markup in BULLETS and name == "li":
            return f"{ITEM}{node.wiki_markup}"
        if name in AROUND:
            return self._around(AROUND[name], node)
        if name in ALONE:
            return ALONE[name]
        if name in self._ways:
            return self._ways[name](node)
        if name not in PLAIN_TAGS:
            self._lose(f"the tag <{name[:30]}>")
            return ""
        return self._inside(node)

    def _inside(self, node: Tag) -> str:
        return self._all(node.contents) if node.contents is not None else ""

    def _around(self, mark: str, node: Tag) -> str:
        words = self._inside(node)
        bare = words.strip()
        return (
            words.replace(bare, f"{mark}{bare}{mark}", 1) if bare and "\n\n" not in bare else words
        )

    def _item(self, node: Tag) -> str:
        return f"\n{ITEM}*{self._line(node.contents)}"

    def _quote(self, node: Tag) -> str:
        return f"\n\n> {self._line(node.contents)}\n\n"

    def _quoted(self, node: Template) -> str:
        """A quotation by a template: its words, then who said them and where, as far as told."""
        given = {str(p.name).strip().casefold(): self._line(p.value) for p in node.params}
        words, who, where = (
            next((given[name] for name in names if given.get(name)), "")
            for names in (("text", "quote", "1"), ("author", "sign", "2"), ("source", "3"))
        )
        said_by = ", ".join(part for part in (who, where) if part)
        rest = f"\n>\n> {said_by}" if said_by else ""
        return f"\n\n> {words}{rest}\n\n" if words else ""

    def _table(self, node: Tag) -> str:
        table = read_table(node, self._line)
        if table is None:
            self._lose("a table that is not simple")
        return f"\n\n{table}\n\n" if table else ""

    def _ref(self, node: Tag) -> str:
        """A reference: a source where it is cited by a template, else a note."""
        name = str(node.get("name").value).strip(" \"'") if node.has("name") else ""
        mark = self._reference(node) if node.contents else self._named.get(name, "")
        if not mark:
            self._lose(f"the reference {name[:40] or 'without words'}")
        elif name:
            self._named[name] = mark
        return mark

    def _reference(self, node: Tag) -> str:
        words = self._line(node.contents)
        if re.fullmatch(r"(\[@[\w-]+\])+", words):
            return words
        if not words:
            return ""
        label = str(len(self._notes) + 1)
        self._notes[label] = words
        return f"[^{label}]"


def escaped(text: str) -> str:
    """Words that mean nothing to our markup."""
    return _FENCE.sub(r"\1\\\2", _ACTIVE.sub(r"\\\1", text))


def _tidied(text: str) -> str:
    lines = "\n".join(_laid(line.strip()) for line in text.split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", lines).strip()
    while _EMPTY_END.search(text):  # nothing is left of references and of what was not carried
        text = _EMPTY_END.sub("", text).strip()
    return text


def _laid(line: str) -> str:
    """A line of a list as ours; one within another stands three spaces further in."""
    signs = _ITEM.match(line)
    if not signs:
        return line.replace(ITEM, "")
    depth = len(signs[1]) // 2
    words = line[signs.end() :].replace(ITEM, "")
    return "   " * (depth - 1) + BULLETS[signs[1][-1]] + words if words else ""
