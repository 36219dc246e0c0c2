"""Walking the house as a stranger or a search engine would: every address, every link."""

import re
from collections import deque
from itertools import product
from urllib.parse import unquote, urljoin, urlsplit

from django.urls import Resolver404, URLPattern, get_resolver, resolve

# Where one covered thing is shown to whoever asks for it.
ASKED_FOR = {
    "veil_detail", "claim_detail", "figure_detail", "question_detail", "entry_detail",
    "source_detail", "tie_list",
}  # fmt: skip
NOT_PUBLIC = ("/admin/", "/account/", "/dev/", "/static/", "/media/", "/stripe/")
LINK = re.compile(
    r"""(?:href|src|action|content)=["']([^"'#]+)|<(?:loc|id|uri)>([^<]+)|"(/[^"\s<>]*)\""""
)
SEARCHES = ("/search/", "/lore/search/", "/search/suggestions/")
MOST = 900  # addresses

VALUES = {
    "slug": ["volcano", "piece-1", "plant", "cinder", "mountains"],
    "kind": ["place", "work"],
    "letter": ["v", "z"],
    "handle": ["kael"],
    "code": ["C1S8", "C1S9"],
    "number": ["1", "2"],
    "pk": ["1"],
    "section": ["rooms", "lore", "vault"],
    "form": ["md", "json"],
}


def starts(*words):
    """Every address the routes know: plain ones, those with a value we know, and searches."""
    yield from ("/", "/robots.txt", "/sitemap.xml")
    for search, word in product(SEARCHES, words):
        yield f"{search}?q={word}"
    for route, names in routes(get_resolver().url_patterns, ""):
        for values in product(*(VALUES.get(name, ["1", "volcano"]) for name in names)):
            yield "/" + fill(route, dict(zip(names, values, strict=True)))


def routes(patterns, before):
    for pattern in patterns:
        route = before + str(getattr(pattern.pattern, "_route", "^"))
        if "^" in route:  # a regular expression: files of the machine
            continue
        if isinstance(pattern, URLPattern):
            yield route, list(pattern.pattern.converters) + names_before(before)
        else:
            yield from routes(pattern.url_patterns, route)


def names_before(before):
    return [name.partition(":")[2] or name for name in re.findall(r"<([^>]+)>", before)]


def fill(route, values):
    return re.sub(r"<(?:[^:>]+:)?([^>]+)>", lambda found: values[found[1]], route)


def walk(client, addresses):
    """Each address that can be reached, with its answer; covered things are not asked for."""
    waiting, known = deque(addresses), set()
    while waiting:
        address = waiting.popleft()
        if address in known or not is_public_address(address):
            continue
        known.add(address)
        assert len(known) < MOST, "the walk does not end"
        assert not address.startswith("/as-read/"), "a plain page leads to an opened one"
        answer = client.get(address)
        yield address, answer
        waiting.extend(links_of(address, answer))


def is_public_address(address):
    if address.startswith(NOT_PUBLIC):
        return False
    try:
        return resolve(unquote(urlsplit(address).path)).url_name not in ASKED_FOR
    except Resolver404:
        return False


def links_of(address, answer):
    found = LINK.findall(text_of(answer))
    found.append((answer.get("Location", ""), "", ""))
    for one in filter(None, (a or b or c for a, b, c in found)):
        parts = urlsplit(urljoin(f"http://testserver{address}", one.replace("&amp;", "&")))
        if parts.netloc in {"testserver", "127.0.0.1:8000"} and parts.path:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def asked_for(client):
    """The addresses of covered things that the plain pages lead to, and theirs in turn."""
    waiting, known = deque(["/lore/volcano/", "/lore/timeline/"]), set()
    while waiting:
        address = waiting.popleft()
        for link in links_of(address, client.get(address)):
            if link not in known and is_asked_for(link):
                known.add(link)
                waiting.append(link)
    return known


def is_asked_for(address):
    try:
        return resolve(urlsplit(address).path).url_name in ASKED_FOR
    except Resolver404:
        return False


def text_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def everything_in(answer):
    """Body and headers, addresses spelt out."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    said = unquote(f"{headers}\n{text_of(answer) if not answer.streaming else ''}")
    return said.replace("_", "-")
