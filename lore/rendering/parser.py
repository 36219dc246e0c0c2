"""The Markdown we read: CommonMark with tables, strike-through, passages and brackets."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .blocks import passages
from .inlines import brackets
from .keys import scrub
from .markup import RULES
from .results import MAX_SOURCE_BYTES, TooLong

# Lists, quotations and passages in one another; what lies deeper is left out.
# The time an opening bracket costs grows with it.
MAX_NESTING = 20
# An allow-list: a scheme we have not thought of is not a link, whatever its spelling.
_SAFE_LINK = re.compile(
    r"https?://[^/]|mailto:.|/(?!/|\\|%5C)|#.|item:[a-z0-9-]{1,200}$|media:[a-z0-9_-]{1,80}$", re.I
)
# Reference definitions and code blocks could carry words out of a veil or swallow its fence.
_LEFT_OUT = ["code", "fence", "reference", "html_block", "html_inline"]


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return bool(_SAFE_LINK.match(url))


def _build() -> MarkdownIt:
    options = {"html": False, "xhtmlOut": False, "maxNesting": MAX_NESTING}
    md = _Markdown("commonmark", options)
    md.enable(["table", "strikethrough"]).disable(_LEFT_OUT)
    for name, look in RULES.items():
        md.add_render_rule(name, _rule(look))
    return md.use(passages).use(brackets)


def _rule(look: Callable[[Token], str]) -> Callable[..., str]:
    return lambda _renderer, tokens, index, _options, _env: look(tokens[index])


_MARKDOWN = _build()


def parse(source: str) -> list[Token]:
    """The block tokens of `source`; raises TooLong above MAX_SOURCE_BYTES of UTF-8."""
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > MAX_SOURCE_BYTES:
        raise TooLong(
            f"The text is {size:,} bytes long and may be {MAX_SOURCE_BYTES:,}. "
            "Move a part of it to a page of its own."
        )
    return _MARKDOWN.parse(scrub(source))


def to_html(tokens: list[Token]) -> str:
    """The HTML of settled tokens, not cleaned yet."""
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
