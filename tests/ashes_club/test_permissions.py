"""Every address of the club, asked for by everyone, answers as the table says."""

import re
from collections import ChainMap
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any, NamedTuple

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.models import DataCopy, Departure, MailKind, unsubscribe_url
from ashes_club.page_cache import is_public
from catalog.models import ItemFile, ItemSet, Season
from lore.demo.load import make_editors
from lore.models import Category, Claim, Page, Status
from payments import downloads
from payments.certificates import Certificate
from payments.demo import _line_of, _paid_order
from payments.models import Bag, Copy, Handover, Invoice, Place, Review, Wish
from tests.ashes_club.permission_desks import DESKS
from tests.ashes_club.permission_table import DATA, OF_EVERY_DESK, TABLE, WITHOUT_TOKEN

# What a browser fetches unasked: pictures, scripts, frames, styles, fonts. Links are not loaded.
LOADED = re.compile(
    r"""<(?:img|script|iframe|source|video|audio|embed|object|link(?![^>]*canonical)(?![^>]*alternate))
    \b[^>]*?\s(?:src|srcset|data|poster|href)=["']?(?:https?:)?//[^"'>]*""",
    re.VERBOSE,
)
# What the policy stops: scripts and styles that stand in the page. Data for machines may.
INLINE = re.compile(
    r"""<script(?![^>]*\ssrc=)(?![^>]*\stype=["'](?:application/(?:ld\+)?json|speculationrules))[^>]*>
    |<style\b|<[a-z][^>]*?\s(?:style|on[a-z]+)=["']?[^"'>]*|\bhref=["']?javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
# procrastinate's own desk writes margins into its lists; the policy stops them, to no harm.
WITH_MARGINS = {f"admin:procrastinate_procrastinate{desk}_changelist" for desk in ("job", "event")}
GUARDS = {
    "Permissions-Policy",
    "Cross-Origin-Resource-Policy",
    "Cross-Origin-Opener-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Frame-Options",
}
# What forms of the club call what they ask for.
FIELDS = [
    "alias", "answer", "body", "code", "consent", "email", "handle", "item", "login", "name",
    "order", "password", "q", "reason", "recipient", "season", "serial", "set", "stars", "token",
]  # fmt: skip
PASSWORD = {"password": "a long enough pass"}
PEOPLE = ["stranger", "mira", "another", "kael", "ash"]


class Row(NamedTuple):
    method: str
    name: str
    arguments: list[str]
    expected: list[int]


def _read(line: str) -> Row:
    words = line.split()
    expected = [int(word) for word in words[-len(PEOPLE) :]]
    return Row(words[0], words[1], words[2 : -len(PEOPLE)], expected)


ROWS = [_read(line) for line in (TABLE + DESKS).splitlines() if line and not line.startswith("#")]
POSTS = [row for row in ROWS if row.method == "POST"]


def _names(resolver: Any, within: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            here = (pattern.namespace,) if pattern.namespace else ()
            yield from _names(pattern, (*within, *here))
        elif pattern.name:
            yield ":".join([*within, pattern.name])


def _is_of_every_desk(name: str) -> bool:
    return name.startswith("admin:") and name.endswith(OF_EVERY_DESK)


# The mail that a development machine keeps in files, and the files themselves, are nobody's.
NOT_IN_PRODUCTION = {"mail_list", "mail_detail", "letter_list", "letter_detail", "letter_html"}


def test_every_address_is_in_the_table():
    known = {row.name for row in ROWS}
    there = set(_names(get_resolver())) - NOT_IN_PRODUCTION
    missing = {name for name in there if not _is_of_every_desk(name)} - known
    assert not missing, f"tests/ashes_club/permission_table.py wants a line for {sorted(missing)}"
    assert not known - there, f"{sorted(known - there)} are no addresses any more"


@pytest.fixture
def people(mira, ash, kael, django_user_model) -> dict[str, Any]:
    """A signed-in browser for each of the five."""
    make_editors()
    kael.groups.set(kael.groups.model.objects.filter(name="Editor"))
    another = django_user_model.objects.create_user(
        "another@ashes.example", "a long enough pass", handle="another", shows_profile=True
    )
    browsers = {"stranger": Client(raise_request_exception=False)}
    for user in (mira, another, kael, ash):
        browsers[user.handle] = Client(raise_request_exception=False)
        browsers[user.handle].force_login(user)
        # Just now, so that no page asks for it again.
        browsers[user.handle].post(reverse("account_reauthenticate"), PASSWORD)
    return browsers


@pytest.fixture
def _private_files(settings, tmp_path):
    options = {"location": tmp_path / "private"}
    backend = {**settings.STORAGES["default"], "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "private": backend}


@pytest.fixture
def house(people, mira, kael, make_item, _private_files, settings) -> dict[str, Any]:
    """What the addresses lead to. Everything that has an owner is Mira's."""
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"  # nobody is there
    things = _things(mira, make_item)
    kept = [things, _handovers(mira, things), _pages(kael), _letters(mira), _ways_in(mira)]
    return {"mira": mira.pk, **ChainMap(*kept)}


def _things(mira: Any, make_item: Any) -> dict[str, Any]:
    cinders = ItemSet.objects.create(name="Cinders", slug="cinders")
    item = make_item(slug="brood", item_set=cinders)
    make_item(slug="not-yet-shown", entered_on=None)
    order = _paid_order(mira, timezone.now(), item.price_cents)
    copy = Copy.objects.create(item=item, serial=7, owner=mira, order_line=_line_of(order, item))
    copy.pass_to(mira, "bought")
    file = ItemFile(item=item, label="Full picture", format="WebP")
    file.file.save("full.webp", ContentFile(b"embers"))
    bag = Bag.objects.create(user=mira)
    bag.put(item)
    Wish.make(mira, item)
    return {
        "item": item,
        "order": order.number,
        "order_pk": order.pk,
        "invoice": Invoice.issue(order).number,
        "bag_line": bag.lines.get().pk,
        "copy": copy.pk,
        "place": Place.objects.create(member=mira, item=item).token,
        "certificate": Certificate.issue(copy).token,
        "review": Review.write(copy, mira, 5, "It burns as it should.").pk,
        "file": file.pk,
        "file_token": downloads.token_of(copy, file, mira),
    }


def _handovers(mira: Any, things: dict[str, Any]) -> dict[str, Any]:
    item = Copy.objects.get(pk=things["copy"]).item
    given, passed = (Copy.objects.create(item=item, serial=serial, owner=mira) for serial in (1, 2))
    gift = Handover.give(given, mira)
    token = gift.new_link().rstrip("/").rsplit("/", 1)[1]
    transfer = Handover.offer(passed, mira, "another")
    return {"gift": gift.pk, "gift_token": token, "transfer": transfer.pk}


def _pages(kael: Any) -> dict[str, Any]:
    Season.objects.create(number=8, code="C1S8", chapter=1, label="Chapter 1, Season 8")
    given = {"kind": "place", "author": kael, "body": "A mountain."}
    page = Page.objects.create(title="Volcano", slug="volcano", status=Status.PUBLISHED, **given)
    draft = Page.objects.create(title="Draft", slug="draft", status=Status.DRAFT, **given)
    for each in (page, draft):
        each.revise(kael, "Entered in the record.")
        each.categories.add(Category.objects.get_or_create(title="Mountains", slug="mountains")[0])
    claim = Claim.objects.create(
        page=draft, text="It rose.", grade="canon", as_of=timezone.localdate()
    )
    return {"page": page.pk, "claim": claim.pk}


def _letters(mira: Any) -> dict[str, Any]:
    copy = DataCopy(user=mira, made_at=timezone.now())
    copy.file.save("data.zip", ContentFile(b"embers"))
    return {
        "data_token": copy.token,
        "letters_token": unsubscribe_url(mira, MailKind.GIFTS).split("/")[-3],
        "undo_token": Departure.ask(mira).undo_path.split("/")[-3],
    }


def _ways_in(mira: Any) -> dict[str, Any]:
    passkey = Authenticator.objects.create(
        user=mira,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Phone", "credential": _credential()},
    )
    session = UserSession.objects.create(
        user=mira, session_key="elsewhere", ip="203.0.113.7", user_agent="Firefox on Linux"
    )
    return {"passkey": passkey.pk, "session": session.pk}


def _credential() -> dict[str, Any]:
    """What a browser hands in when a passkey is made; the key in it opens nothing."""
    key = {1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32}
    known = AttestedCredentialData.create(b"\0" * 16, b"phone", key)
    data = AuthenticatorData.create(b"\0" * 32, 0x41, 0, known)
    response = {
        "clientDataJSON": websafe_encode(b'{"type": "", "challenge": "", "origin": ""}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    name = websafe_encode(b"phone")
    return {"id": name, "rawId": name, "type": "public-key", "response": response}


def _ask(browser: Client, row: Row, house: dict[str, Any], spoilt: str = "", **headers: str) -> Any:
    """The answer; what the request changed is taken back."""
    address = reverse(row.name, args=[each.format(**house) for each in row.arguments])
    fields = dict.fromkeys(FIELDS, "") if spoilt else {}
    fields |= DATA.get(row.name, {})
    data = {name: value.format(**house) + spoilt for name, value in fields.items()}
    before = browser.cookies.output()
    with transaction.atomic():
        send = browser.post if row.method == "POST" else browser.get
        answer = send(address, data, headers=headers)
        transaction.set_rollback(True)
    browser.cookies = SimpleCookie(before.replace("Set-Cookie: ", ""))
    return answer


def _told(row: Row) -> str:
    return " ".join([row.method, row.name, *row.arguments])


def _answers(people: dict[str, Any], row: Row, house: dict[str, Any]) -> list[int]:
    """To each of the five. A public page reads no cookie: what one is shown all are."""
    first = _ask(people["stranger"], row, house)
    if is_public(first):
        return [first.status_code] * len(PEOPLE)
    asked = {name: int(_ask(people[name], row, house).status_code) for name in _to_ask(row)}
    asked.setdefault("kael", asked["another"])
    return [int(first.status_code), *(asked[name] for name in PEOPLE[1:])]


def _to_ask(row: Row) -> list[str]:
    """Ash may all that Kael may: where a member and Ash are to be answered alike, so is he."""
    alike = len(set(row.expected[2:])) == 1
    return [name for name in PEOPLE[1:] if not (alike and name == "kael")]


def test_everyone_is_answered_as_the_table_says(people, house):
    wrong = []
    for row in ROWS:
        found = _answers(people, row, house)
        if found != row.expected:
            wrong.append(f"{_told(row)}: {found}, not {row.expected}")
    assert not wrong, "\n".join(wrong)


def test_no_page_loads_anything_from_elsewhere_or_runs_what_stands_in_it(people, house):
    for row in ROWS:
        if row.method == "GET" and row.name not in WITH_MARGINS:
            # Hers are the things in the addresses; of the desks she sees the refusals only.
            who = "ash" if row.name.startswith("admin:") else "mira"
            answer = _ask(people[who], row, house)
            _keeps_to_the_policy(answer, _told(row))


def _keeps_to_the_policy(answer: Any, told: str) -> None:
    """Every answer carries it, and no page has anything that it would stop."""
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy, told
    assert set(answer.headers) >= GUARDS, told
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        against = LOADED.findall(answer.text) + INLINE.findall(answer.text)
        assert not against, f"{told}: {against}"


def test_no_post_goes_through_without_its_token(ash, house):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(ash)
    for row in POSTS:
        status = _ask(browser, row, house).status_code
        assert (status == 403) == (row.name not in WITHOUT_TOKEN), f"{_told(row)}: {status}"


def test_nul_in_a_form_breaks_nothing(people, house):
    """PostgreSQL has no such text; whatever field it stands in, that is no fault of ours."""
    for row in POSTS:
        who = "ash" if row.name.startswith("admin:") else "mira"
        status = _ask(people[who], row, house, spoilt="\0").status_code
        assert status < 500 or status == 503, f"{_told(row)}: {status}"


@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_no_post_goes_through_from_another_site(people, house, headers):
    for row in POSTS:
        status = _ask(people["ash"], row, house, **headers).status_code
        assert status == 403, f"{_told(row)}: {status}"
