"""What stands in square brackets: [[Page#part|label]], [[item:slug|label]], [@source], [^note].

Every pattern is bounded in length, so that a page of opening brackets costs no more than a page
of letters.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote.index import footnote_def

from .keys import key_of

_WIKILINK = re.compile(r"\[\[([^\[\]\n|]{1,200})(?:\]\]|\|((?:(?!\[\[)[^\n]){0,200}?)\]\](?!\]))")
_CITE = re.compile(r"\[@([A-Za-z0-9][\w.:-]{0,99})\]")
_NOTE = re.compile(r"\[\^([^\s\]]{1,60})\]")
_ITEM = "item:"


def brackets(md: MarkdownIt) -> None:
    """Teach `md` wikilinks, item links, citations and footnotes.

    Of the footnote plugin only the definitions are used: its calls read to the end of the page
    for every bracket, and its list of notes would carry a veil's notes out into the open.
    """
    md.inline.ruler.before("link", "wikilink", _wikilink)
    md.inline.ruler.before("link", "cite", _cite)
    md.inline.ruler.before("link", "note_call", _note_call)
    md.block.ruler.before("paragraph", "footnote_def", footnote_def, {"alt": ["paragraph"]})


def _wikilink(state: StateInline, silent: bool) -> bool:
    found = _WIKILINK.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    name, label = found[1].strip(), (found[2] or "").strip()
    is_item = name.casefold().startswith(_ITEM)
    name, _, part = (name[len(_ITEM) :], "", "") if is_item else name.partition("#")
    if not (key_of(name) or part.strip()):
        return False
    if not silent:
        token = state.push("item_link" if is_item else "wikilink", "", 0)
        token.content = label or name.strip() or part.strip()
        token.meta = {"key": key_of(name), "part": part.strip(), "labelled": bool(label)}
    state.pos = found.end()
    return True


def _cite(state: StateInline, silent: bool) -> bool:
    found = _CITE.match(state.src, state.pos, state.posMax)
    if found and not silent:
        state.push("cite", "", 0).meta = {"key": found[1]}
    return _step_over(state, found)


def _note_call(state: StateInline, silent: bool) -> bool:
    found = _NOTE.match(state.src, state.pos, state.posMax)
    # All blocks are read before any line is, so every note is known by now.
    if not found or f":{found[1]}" not in state.env.get("footnotes", {}).get("refs", {}):
        return False
    if not silent:
        state.push("note_call", "", 0).meta = {"label": found[1]}
    return _step_over(state, found)


def _step_over(state: StateInline, found: re.Match[str] | None) -> bool:
    if found:
        state.pos = found.end()
    return bool(found)
