"""What holds for any text at all."""

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from lore.rendering import ItemTarget, Resolved, Target, key_of, links_in, render, wall

SCRAPS = st.sampled_from(
    [
        *["[[", "]]", "[[a]]", "[[a|b]]", "[@a]", "[^a]", "[^a]: ", "![x](item:a)", "item:", "|"],
        *[":::", ":::spoiler\n", "\n:::\n", ":::quote a | b\n", "::::x\n", "- ", "> ", "1. "],
        *["\n", "\n\n", "    ", "\t", "## ", "```\n", "`", "*", "**", "~~", "<b onclick=x>"],
        *["](javascript:x)", "](https://a.b)", "<!--", "&lt;", "|a|\n|-|\n", "===\n", "---\n"],
    ]
)
TEXTS = st.lists(SCRAPS | st.text(max_size=8), max_size=30).map("".join)
EXAMPLES = settings(max_examples=300, deadline=None)


def half(links):
    """Every second link leads somewhere, so that both kinds are met."""
    items = {s: ItemTarget(f"/vault/{s}/", s, "/m.webp", 1, 1, "") for s in links.item_slugs[::2]}
    pages = {key: Target(f"/lore/{len(key)}/", key, key) for key in links.page_keys[::2]}
    return Resolved(pages, items, set(links.source_keys[::2]))


def shown(source):
    return render(source, half, lambda n: f"/lore/x/veil/{n}/")


class Walls(HTMLParser):
    """Fails on any element, attribute, class, id or address that is off the lists."""

    def handle_starttag(self, tag, attrs):
        assert tag in wall.TAGS
        for name, value in attrs:
            assert name == "class" or name in wall.ATTRIBUTES[tag]
            if name == "class":
                assert set(value.split()) <= wall.CLASSES[tag]
            if name == "id":
                assert re.match(r"(s|cite|fn|fnref|veil)-", value)
            if name in ("href", "src"):
                assert re.match(r"https?://|mailto:|/(?!/)|#", value, re.I)

    def handle_comment(self, data):
        raise AssertionError(data)


@EXAMPLES
@given(TEXTS)
def test_nothing_off_the_allow_list_gets_through(source):
    page = shown(source)
    for html in [page.html, *(veil.html for veil in page.veils)]:
        parser = Walls()
        parser.feed(html)
        parser.close()


@EXAMPLES
@given(TEXTS)
def test_rendering_twice_is_the_same(source):
    assert shown(source) == shown(source)


@EXAMPLES
@given(TEXTS)
def test_links_asked_for_are_the_links_found(source):
    page, links = shown(source), links_in(source)
    assert (page.page_keys, page.item_slugs) == (links.page_keys, links.item_slugs)
    assert set(page.source_keys) <= set(links.source_keys)


@EXAMPLES
@given(TEXTS)
def test_ids_are_unique_over_the_page_and_its_veils(source):
    page = shown(source)
    html = page.html + "".join(veil.html for veil in page.veils)
    ids = re.findall(r'<[^>]* id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@EXAMPLES
@given(before=TEXTS, covered=TEXTS, inside=TEXTS, after=TEXTS)
def test_veiled_words_never_appear_in_the_open(before, covered, inside, after):
    body = f"{covered} Qzxj {inside}"
    lines = [line for line in re.split(r"[\r\n]+", body) if not re.fullmatch(r"\s*:+\s*", line)]
    source = f"{before}\n:::::spoiler\n" + "\n".join(lines) + f"\n:::::\n{after}"
    page = shown(source)
    open_words = [page.html, page.text, *(h.id + h.text for h in page.toc)]
    assert "qzxj" not in " ".join(open_words).casefold()


@EXAMPLES
@given(st.text())
def test_a_key_is_the_key_of_itself(title):
    assert key_of(key_of(title)) == key_of(title)
