"""Text written to break out, or to keep the server busy."""

import sys
import threading
from html.parser import HTMLParser

import pytest

from lore.rendering import MAX_SOURCE_BYTES, ItemTarget, Resolved, Target, TooLong, render, wall


def everything(links):
    items = {s: ItemTarget(f"/vault/{s}/", s, "/m.webp", 1, 1, "") for s in links.item_slugs}
    pages = {key: Target(f"/lore/{key}/", key) for key in links.page_keys}
    return Resolved(pages, items, set(links.source_keys))


def shown(source, resolve=everything):
    return render(source, resolve, lambda n: f"/lore/x/veil/{n}/")


class Elements(HTMLParser):
    """The start tags of a piece of HTML, each with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def elements(html):
    return Elements(html).found


def lines_run(work):
    """How many lines of Python `work` runs: a measure that no busy machine can shake."""
    count = 0

    def tracer(frame, event, _argument):
        nonlocal count
        count += event == "line"
        return tracer

    sys.settrace(tracer)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "<iframe src=//evil.example></iframe>",
        "<math><mtext><style><img src=x onerror=alert(1)>",
        "<!--><script>alert(1)</script>-->",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)",
        "`<script>alert(1)</script>`",
        "[[a|<script>alert(1)</script>]]",
        '[[a|" onmouseover="alert(1)]]',
        '![" onerror="alert(1)](item:a "\\" onload=\\"alert(1)")',
        ':::quote <script> | " onclick="x" | y | z\nx\n:::',
        ":::claim <script> | x | <script>\nx\n:::",
        '[a](/x "title\\" onclick=\\"alert(1)")',
        "|<script>|\n|-|\n|<script>|",
        "[^<script>]\n\n[^<script>]: <script>",
    ],
)
def test_markup_is_shown_and_never_run(source):
    for tag, attributes in elements(shown(source).html):
        assert tag not in {"script", "svg", "math", "style", "iframe"}
        assert not any(name.startswith("on") for name in attributes)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A&#x61;vascript:alert(1)",
        "javascript&colon;alert(1)",
        "\x01javascript:alert(1)",
        "java\\script:alert(1)",
        "%6Aavascript:alert(1)",
        "javascript%3Aalert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:image/png;base64,AAAA",
        "file:///etc/passwd",
        "blob:https://example.org/1",
        "view-source:javascript:alert(1)",
        "//evil.example",
        "/\\\\evil.example",
        "\\\\evil.example",
        "item:../../x",
        "https:evil",
        "relative/page",
    ],
)
@pytest.mark.parametrize("form", ["[x]({})", "[x](<{}>)", "<{}>", "![x]({})", "[x]: {}\n\n[x]"])
def test_only_plain_web_and_mail_addresses_become_links(form, address):
    for _tag, attributes in elements(shown(form.format(address)).html):
        assert not {"href", "src"} & attributes.keys()


def test_an_address_from_outside_meets_the_wall_as_well():
    bad = Target("javascript:alert(1)", "x")
    assert "javascript" not in shown("[[a]]", lambda links: Resolved({"a": bad})).html


def test_the_wall_stands_without_what_comes_before_it():
    html = wall.clean(
        '<p style="x" class="evil" id="cookie" onclick="x">a<svg><use href="#a"/></svg></p>'
        '<div class="veil evil" id="veil-1">b</div><a href="data:x" id="s-ok">c</a>'
    )
    assert html == '<p class="">a</p><div class="veil" id="veil-1">b</div><a id="s-ok">c</a>'


@pytest.mark.parametrize("name", ["cookie", "getElementById", "main", "constructor", "veil-1"])
def test_a_heading_cannot_take_an_id_of_the_page(name):
    (_, attributes), _ = elements(shown(f"## {name}\n").html)
    assert attributes["id"].startswith("s-")


def test_control_and_direction_characters_are_dropped():
    page = shown("a\x00b\u202ec &#x202E;d &#0;e [[x|\u2066y]] \ud800")
    assert not {"\x00", "\u202e", "\u2066", "\ud800"} & set(page.html + page.text)
    assert page.text.startswith("abc d")


def test_a_source_of_just_the_largest_size_is_rendered():
    assert shown("a" * MAX_SOURCE_BYTES).text


@pytest.mark.parametrize(
    "source", ["a" * (MAX_SOURCE_BYTES + 1), "é" * (MAX_SOURCE_BYTES // 2 + 1)]
)
def test_one_byte_more_is_too_long(source):
    with pytest.raises(TooLong, match="may be 200,000"):
        shown(source)


UNITS = [
    *["[[", "[@", "[^", "[", "![", "]", "[]", "[a](", '[a](b "', "](", "[[a|", "[[a]]", "[@a]"],
    *["*", "**a", "*a_", "*a **b ", "_", "~~a~", "`", "``a`", "<", "<a", "&", "&#1;", "\\"],
    *["> ", ">", "- ", "- a\n", "  - a\n", "1. ", "#", "# a\n", "## [[a]]\n", "a\n=\n", "\n"],
    *[":::", "::: \n", ":::spoiler\n", ":::spoiler\n:::\n", "- :::spoiler\n", "> a\n:::x\n"],
    *["|", "|a", "a|b\n-|-\n", "[^1]: x\n\n[^1]", "[^x]: [^x]\n", "[^x]:", "[a]: b\n", "\t- "],
    *["![a](item:b)\n\n", "\x00", "\u202e", "é", "a\n:::spoiler\n[^1]\n:::\n[^1]: b\n"],
]


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_is_about_twice_the_work(unit):
    def work(size):
        return lines_run(lambda: shown(unit * (size // len(unit))))

    assert work(2400) < 2.6 * work(1200) + 5000


@pytest.mark.parametrize("source", ["[[{}]]", "[[a|{}]]", "[[item:{}]]", "[@{}]"])
def test_names_and_labels_over_two_hundred_letters_are_text(source):
    # Unbounded, every opening bracket would be compared with the rest of the page.
    assert "<a" not in shown(source.format("b" * 201)).html


def test_a_table_of_many_columns_does_not_multiply():
    source = "|a" * 500 + "\n" + "|-" * 500 + "\n" + "a\n" * 5000
    assert shown(source).html.count("<td") < 100_000


def test_one_note_is_laid_out_once_however_many_veils_call_it():
    source = "[^n]: " + "long " * 2000 + "\n\n" + ":::spoiler\n[^n]\n:::\n" * 500
    assert sum(veil.text.count("long") for veil in shown(source).veils) == 2000


DEEP = [
    "[" * 50_000 + "]" * 50_000,
    "[[a|" * 25_000 + "]]" * 25_000,
    "> " * 50_000 + "a",
    "- " * 50_000 + "a",
    "*a **b " * 10_000 + "b** a*" * 10_000,
    "[x](" + "(" * 90_000 + ")" * 90_000,
    ":::spoiler\n" * 9_000 + ":::\n" * 9_000,
    "[^a]: " * 20_000,
]


@pytest.mark.parametrize("source", DEEP, ids=lambda source: source[:8])
def test_deep_nesting_fits_a_small_stack(source):
    done = []
    before = threading.stack_size(512 * 1024)
    thread = threading.Thread(target=lambda: done.append(shown(source)))
    thread.start()
    threading.stack_size(before)
    thread.join()
    assert done
