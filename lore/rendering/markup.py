"""How settled tokens look: a function a token type, with the class names of the design.

Icons are left to the stylesheet, because the wall behind us lets no drawing through. Every word
and address is escaped here all the same.
"""

from collections.abc import Callable
from html import escape
from urllib.parse import unquote

from markdown_it.token import Token

from .figures import alt_of, media_figure
from .keys import anchor_of
from .parts import Note, Part
from .quotes import said_by

_GRADES = {"canon", "confirmed", "rumour", "theory", "debunked"}


def _spoken(words: str) -> str:
    return f'<span class="vh">{escape(words)}</span>'


def _missing(words: str) -> str:
    return f'<span class="missing">{escape(words)}</span>'


def _red(words: str, why: str) -> str:
    return f'<span class="red">{escape(words)}{_spoken(f" ({why})")}</span>'


def _link(url: str, inner: str, more: str = "") -> str:
    return f'<a href="{escape(url)}"{more}>{inner}</a>'


def wikilink(token: Token) -> str:
    part = f"#s-{anchor_of(token.meta['part'])}" if token.meta["part"] else ""
    target, excerpt = token.meta["target"], token.meta.get("excerpt")
    if target:
        title = f' title="{escape(excerpt)}"' if excerpt else ""
        return _link(target.url + part, escape(token.content), title)
    if not token.meta["key"]:  # [[#Part]] of this very page
        return _link(part, escape(token.content))
    return _red(token.content, "not written yet")


def item_link(token: Token) -> str:
    target = token.meta["target"]
    if target:
        return _link(target.url, escape(token.content))
    return _red(token.content, "not in the vault")


def link_open(token: Token) -> str:
    href = str(token.attrs["href"])
    if "target" in token.meta:
        target = token.meta["target"]
        return f'<a href="{escape(target.url)}">' if target else '<span class="red">'
    if href.startswith("#"):
        return f'<a href="#s-{escape(anchor_of(unquote(href[1:])))}">'
    rel = ' rel="nofollow noopener"' if href.lower().startswith("http") else ""
    return f'<a href="{escape(href)}"{rel}>'


def link_close(token: Token) -> str:
    meta = token.meta["opened"].meta
    if "target" in meta and not meta["target"]:
        where = "not in the vault" if "item" in meta else "no such picture"
        return f"{_spoken(f' ({where})')}</span>"
    return "</a>"


def image(token: Token) -> str:
    """A plate where the picture stands alone, a link to it or its piece within a line of text."""
    meta, caption = token.meta, str(token.attrs.get("title", ""))
    target = meta.get("target")
    if target is None:
        where = "here" if "media" in meta else "in the vault"
        return _missing(f"Picture not {where}: {meta['alt'] or caption or 'no description'}")
    if meta.get("figure") and not meta["linked"]:
        return media_figure(token) if "media" in meta else _figure(token, caption)
    words = escape((alt_of(token) or "picture") if "media" in meta else meta["alt"] or target.title)
    return words if meta["linked"] else _link(target.url, words)


def _figure(token: Token, caption: str) -> str:
    item = token.meta["target"]
    picture = (
        f'<img src="{escape(item.image_url)}" alt="{escape(token.meta["alt"] or item.alt)}"'
        f' width="{int(item.width)}" height="{int(item.height)}" loading="lazy" decoding="async">'
    )
    words = f"{escape(caption)} " if caption else ""
    return (
        f'<figure class="figure"><span class="plate">{picture}</span><figcaption>'
        f"<b>Plate {token.meta['plate']}</b>"
        f"<span>{words}{_link(item.url, escape(item.title))}</span></figcaption></figure>\n"
    )


def cite(token: Token) -> str:
    number = token.meta.get("number")
    if not number:
        return _missing("source missing")
    name = f"cite-{number}-{token.meta['nth']}"
    inner = f"{_spoken('Source ')}{number}"
    return f'<a class="cite" href="#source-{number}" id="{name}">{inner}</a>'


def note_call(token: Token) -> str:
    """The number of a note; from outside a veil it leads to the veil and not to the note."""
    note, call = token.meta["note"], token.meta["call"]
    covered = note.place not in (0, token.meta["part"])
    href = f"#veil-{note.place}" if covered else f"#fn-{note.number}"
    name = f' id="fnref-{note.number}-{call}"'
    inner = _link(href, f"{_spoken('Note ')}{note.number}", name)
    return f'<sup class="note">{inner}</sup>'


def heading_open(token: Token) -> str:
    """The words of a heading are the link to it, unless a link stands among them."""
    name = escape(str(token.attrs["id"]))
    here = "" if "linked" in token.meta else f'<a class="here" href="#{name}">'
    return f'<{token.tag} id="{name}">{here}'


def heading_close(token: Token) -> str:
    end = "" if "linked" in token.meta["opened"].meta else "</a>"
    return f"{end}</{token.tag}>\n"


def table_open(token: Token) -> str:
    label = f"Table {token.meta['number']}"
    box = f'<div class="scroll-x" tabindex="0" role="region" aria-label="{label}">'
    return f'{box}<table class="table">'


def _cell(token: Token) -> str:
    scope = ' scope="col"' if token.tag == "th" else ""
    right = ' class="r"' if token.attrs.get("style") == "text-align:right" else ""
    return f"<{token.tag}{scope}{right}>"


def list_open(token: Token) -> str:
    start = token.attrs.get("start")
    return f'<ol start="{int(start)}">' if start is not None else "<ol>"


def veil_bar(token: Token) -> str:
    """The bar over a covered passage: a plain link, and nothing of what it covers."""
    meta = token.meta
    hint = f'<span class="sub">{escape(meta["hint"])}</span>' if meta["hint"] else ""
    gate = f' data-gate="{escape(meta["gate"])}"' if meta["gate"] else ""
    words = f'<span class="veil__words"><b>Under ash: {escape(meta["title"])}</b>{hint}</span>'
    bar = f'{words}<span class="veil__act">Wipe the ash away</span>'
    link = f'<a class="veil__bar" href="{escape(meta["url"])}">{bar}</a>'
    return f'<div class="veil ui" id="veil-{meta["number"]}"{gate}>{link}</div>\n'


def quote_close(token: Token) -> str:
    said = said_by(token.meta["info"])
    words = f"{escape(said)}." if said else ""
    return f"</blockquote><figcaption>{words}{cite(token.meta['cite'])}</figcaption></figure>\n"


def claim_open(token: Token) -> str:
    grade = token.meta["info"][0].casefold()
    if grade not in _GRADES:
        return f'<div class="claims"><div class="claim">{_missing("not graded")}{_CLAIM_TEXT}'
    mark = f'<span class="grade" data-grade="{grade}">{grade.capitalize()}</span>'
    return f'<div class="claims"><div class="claim" data-grade="{grade}">{mark}{_CLAIM_TEXT}'


_CLAIM_TEXT = '<div class="claim__text">'


def claim_close(token: Token) -> str:
    when = (*token.meta["info"], "", "")[2]
    seen = f"As of {escape(when)}." if when else ""
    return f'</div><p class="claim__src">{seen}{cite(token.meta["cite"])}</p></div></div>\n'


def notes_of(part: Part, render: Callable[[list[Token]], str]) -> str:
    """The notes that stand in `part`, as a numbered list; '' if there are none."""
    if not part.notes:
        return ""
    items = "".join(_note(note, render(note.tokens)) for note in part.notes)
    return f'<section class="notes"><ol>{items}</ol></section>\n'


def _note(note: Note, inner: str) -> str:
    back, name = "", f"#fnref-{note.number}-{note.back}"
    if note.back:
        back = _link(name, "Back to the text", ' class="notes__back"')
    return f'<li id="fn-{note.number}" value="{note.number}">{inner}{back}</li>\n'


RULES: dict[str, Callable[[Token], str]] = {
    "wikilink": wikilink,
    "item_link": item_link,
    "link_open": link_open,
    "link_close": link_close,
    "image": image,
    "cite": cite,
    "note_call": note_call,
    "heading_open": heading_open,
    "heading_close": heading_close,
    "table_open": table_open,
    "table_close": lambda _: "</table></div>\n",
    "th_open": _cell,
    "td_open": _cell,
    "ordered_list_open": list_open,
    "veil_bar": veil_bar,
    "quote_open": lambda _: '<figure class="quote"><blockquote>',
    "quote_close": quote_close,
    "claim_open": claim_open,
    "claim_close": claim_close,
    "gallery_open": lambda _: '<div class="gallery">',
    "gallery_close": lambda _: "</div>\n",
}
